/* SPDX-License-Identifier: EUPL-1.2 */
/* The record of a failure. It needs no memory of its own, so that "out of memory" can be told. */
#ifndef HVK_CORE_ERROR_H
#define HVK_CORE_ERROR_H

#include <stdarg.h>

#include "core/macro.h"
#include "hvk.h"

struct hvk__error {
	struct hvk_error public; /* its pointers lead into the buffers below */
	char message[1024];
	char file[512];
};

/* Makes it "no error". */
void hvk__error_clear(struct hvk__error *error);

/* Records a failure and returns code, so that `return hvk__fail(...)` reads well. The message is cut at a character
 * boundary when it is too long, and control characters in it are replaced. */
int hvk__fail(struct hvk__error *error, int code, const char *format, ...) HVK_PRINTF(3, 4);

/* The same with the place in an input. file may be NULL, line and column 0. */
int hvk__fail_at(struct hvk__error *error, int code, const char *file, uint64_t line, unsigned column,
                 const char *format, ...) HVK_PRINTF(6, 7);
int hvk__vfail_at(struct hvk__error *error, int code, const char *file, uint64_t line, unsigned column,
                  const char *format, va_list arguments) HVK_PRINTF(6, 0);

/* Records "out of memory" and returns HVK_ENOMEM. */
int hvk__fail_memory(struct hvk__error *error);

/* Copies a failure from one record to another; returns its code. */
int hvk__error_copy(struct hvk__error *to, const struct hvk__error *from);

#ifdef __clang_analyzer__ /* it looks at one file at a time: this tells it what the others return */
#define hvk__fail(error, code, ...) ((hvk__fail)(error, code, __VA_ARGS__), (code))
#define hvk__fail_at(error, code, ...) ((hvk__fail_at)(error, code, __VA_ARGS__), (code))
#define hvk__fail_memory(error) ((hvk__fail_memory)(error), HVK_ENOMEM)
#endif

#endif
