/* SPDX-License-Identifier: EUPL-1.2 */
/* Small helpers that C lacks. */
#ifndef HVK_CORE_MACRO_H
#define HVK_CORE_MACRO_H

#include <libintl.h>
#include <stdlib.h>
#include <unistd.h>

/* Public functions carry HVK_EXPORT at their definition; everything else is hidden. */
#define HVK_EXPORT __attribute__((visibility("default")))
#define HVK_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

/* Messages in the language that the program chose. hvk__fail() and its kind translate the format that they are given.
 * These are for what is put together: a text, one for a number, and one that is only marked here and translated where
 * it is used. */
#define HVK_DOMAIN "hvk"
#ifdef __clang_analyzer__ /* it believes that any call may undo what va_start() did */
#define _(text) (text)
#else
#define _(text) dgettext(HVK_DOMAIN, text)
#endif
#define P_(one, many, n) dngettext(HVK_DOMAIN, one, many, n)
#define N_(text) (text)

/* Cleanup attributes: `_cleanup_(hvk__free_ptr) char *text = NULL;` */
#define _cleanup_(function) __attribute__((cleanup(function)))
#define _cleanup_free_ _cleanup_(hvk__free_ptr)
#define _cleanup_close_ _cleanup_(hvk__close_descriptor)

static inline void hvk__free_ptr(void *pointer)
{
	free(*(void **)pointer);
}

static inline void hvk__close_descriptor(const int *descriptor)
{
	if (*descriptor >= 0)
		close(*descriptor);
}

/* Hands the value over and leaves NULL, so that a cleanup attribute frees nothing. */
#define take_ptr(pointer)                        \
	({                                       \
		__typeof__(pointer) taken_ = (pointer); \
		(pointer) = NULL;                \
		taken_;                          \
	})

#endif
