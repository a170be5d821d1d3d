/* SPDX-License-Identifier: EUPL-1.2 */
/* Small helpers that C lacks. */
#ifndef HVK_CORE_MACRO_H
#define HVK_CORE_MACRO_H

#include <stdlib.h>
#include <unistd.h>

/* Public functions carry HVK_EXPORT at their definition; everything else is hidden. */
#define HVK_EXPORT __attribute__((visibility("default")))
#define HVK_PRINTF(text, first) __attribute__((format(printf, text, first)))
#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

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
