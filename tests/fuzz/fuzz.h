/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What a fuzz target defines: takes any bytes, and aborts when a promise does not hold. `make fuzz` has clang's
 * libFuzzer search for bytes; `make check` runs the seeds only, with main.c.
 */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

#define promise(condition)       \
	do {                     \
		if (!(condition)) \
			abort(); \
	} while (0)

/* The bytes as a string, to be freed: what comes after a NUL is lost. */
static inline char *fuzz_text(const uint8_t *bytes, size_t size)
{
	char *text = malloc(size + 1);

	promise(text);
	if (size > 0)
		memcpy(text, bytes, size);
	text[size] = '\0';
	return text;
}

#endif
