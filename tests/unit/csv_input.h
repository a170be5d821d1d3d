/* SPDX-License-Identifier: EUPL-1.2 */
/* CSV from memory, and what was told while it was read. Include after cmocka.h. */
#ifndef TESTS_CSV_INPUT_H
#define TESTS_CSV_INPUT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/memory.h"
#include "hvk.h"

/* All that a listener hears: 'refused in.csv:2:3: message', a line each. */
struct heard {
	struct hvk_listener listener;
	struct hvk__buffer text;
	size_t refused;
};

static inline int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	static const char *const names[] = { "note", "warning", "refused" };
	struct heard *heard = data;

	heard->refused += severity == HVK_REFUSED;
	if (!hvk__buffer_printf(&heard->text, "%s %s:%llu:%u: %s\n", names[severity], error->file ? error->file : "",
	                        (unsigned long long)error->line, error->column, error->message))
		return 1;
	return 0;
}

static inline void heard_start(struct heard *heard)
{
	*heard = (struct heard){ .listener = { .report = hear, .data = heard } };
}

static inline const char *heard_text(const struct heard *heard)
{
	return heard->text.data ? heard->text.data : "";
}

static inline void heard_end(struct heard *heard)
{
	hvk__buffer_free(&heard->text);
}

#define assert_heard(heard, part)                                                                                      \
	do {                                                                                                           \
		if (!strstr(heard_text(heard), part))                                                                  \
			fail_msg("'%s' is not in:\n%s", part, heard_text(heard));                                      \
	} while (0)

/* A descriptor to read bytes from. */
static inline int input_of(const char *bytes, size_t length)
{
	int descriptor = memfd_create("in.csv", 0);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, bytes, length), length);
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

/* All bytes of a descriptor, from its start. */
static inline char *bytes_of(int descriptor)
{
	off_t length = lseek(descriptor, 0, SEEK_END);
	char *bytes = calloc(1, (size_t)length + 1);

	assert_non_null(bytes);
	assert_int_equal(pread(descriptor, bytes, (size_t)length, 0), length);
	return bytes;
}

#endif
