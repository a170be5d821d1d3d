/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that grows, with every size checked for overflow. */
#ifndef HVK_CORE_MEMORY_H
#define HVK_CORE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>

/* Makes room for at least count elements of size bytes in *array, which has room for *capacity; grows by half at least.
 * Returns false, leaving all as it was, when memory runs out. */
bool hvk__reserve(void *array, size_t *capacity, size_t count, size_t size);

/* Bytes that grow: `struct hvk__buffer buffer = {0};` data is always NUL-terminated once anything was added. */
struct hvk__buffer {
	char *data;
	size_t length;
	size_t capacity;
};
bool hvk__buffer_add(struct hvk__buffer *buffer, const char *bytes, size_t length);
bool hvk__buffer_add_text(struct hvk__buffer *buffer, const char *text);
bool hvk__buffer_printf(struct hvk__buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void hvk__buffer_free(struct hvk__buffer *buffer);

/* Strings that live and die together. */
struct hvk__pool {
	struct hvk__pool_block *blocks;
};
/* A NUL-terminated copy of length bytes, or NULL when memory runs out. */
const char *hvk__pool_add(struct hvk__pool *pool, const char *bytes, size_t length);
void hvk__pool_free(struct hvk__pool *pool);

#endif
