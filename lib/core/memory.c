/* SPDX-License-Identifier: EUPL-1.2 */
/* Growing arrays, buffers and string pools; the one place where sizes are multiplied and added. */
#include "core/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool hvk__reserve(void *array, size_t *capacity, size_t count, size_t size)
{
	size_t wanted, bytes;
	void *old, *grown;

	if (count <= *capacity)
		return true;
	/* Half as much again, so that adding one by one costs constant time each. */
	if (__builtin_add_overflow(*capacity, *capacity / 2, &wanted) || wanted < count)
		wanted = count;
	if (wanted < 8)
		wanted = 8;
	if (__builtin_mul_overflow(wanted, size, &bytes) || bytes > PTRDIFF_MAX)
		return false;
	memcpy(&old, array, sizeof(old));
	grown = realloc(old, bytes);
	if (!grown)
		return false;
	memcpy(array, &grown, sizeof(grown));
	*capacity = wanted;
	/* cppcheck-suppress memleak; the caller's array owns it now */
	return true;
}

/* Makes room for length more bytes and a NUL. */
static bool buffer_reserve(struct hvk__buffer *buffer, size_t length)
{
	size_t needed;

	if (__builtin_add_overflow(buffer->length, length, &needed) || __builtin_add_overflow(needed, 1, &needed))
		return false;
	return hvk__reserve(&buffer->data, &buffer->capacity, needed, 1);
}

bool hvk__buffer_add(struct hvk__buffer *buffer, const char *bytes, size_t length)
{
	if (!buffer_reserve(buffer, length))
		return false;
	if (length > 0)
		memcpy(buffer->data + buffer->length, bytes, length);
	buffer->length += length;
	buffer->data[buffer->length] = '\0';
	return true;
}

bool hvk__buffer_add_text(struct hvk__buffer *buffer, const char *text)
{
	return hvk__buffer_add(buffer, text, strlen(text));
}

bool hvk__buffer_printf(struct hvk__buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	if (length < 0 || !buffer_reserve(buffer, (size_t)length))
		return false;
	va_start(arguments, format);
	vsnprintf(buffer->data + buffer->length, (size_t)length + 1, format, arguments);
	va_end(arguments);
	buffer->length += (size_t)length;
	return true;
}

void hvk__buffer_free(struct hvk__buffer *buffer)
{
	free(buffer->data);
	*buffer = (struct hvk__buffer){ 0 };
}

struct hvk__pool_block {
	struct hvk__pool_block *next;
	size_t used, size;
	char bytes[];
};

#define POOL_BLOCK 8192

/* A block with room for size bytes. A string too long to share a block gets one of its own, behind the
 * one being filled, so that it does not end that one early. */
static struct hvk__pool_block *pool_block(struct hvk__pool *pool, size_t size)
{
	struct hvk__pool_block *block = pool->blocks, *fresh;
	bool own = size > POOL_BLOCK / 4;
	size_t room = own ? size : POOL_BLOCK, bytes;

	if (block && block->size - block->used >= size)
		return block;
	if (__builtin_add_overflow(sizeof(*fresh), room, &bytes) || bytes > PTRDIFF_MAX)
		return NULL;
	fresh = malloc(bytes);
	if (!fresh)
		return NULL;
	fresh->used = 0;
	fresh->size = room;
	if (own && block) {
		fresh->next = block->next;
		block->next = fresh;
	} else {
		fresh->next = block;
		pool->blocks = fresh;
	}
	return fresh;
}

const char *hvk__pool_add(struct hvk__pool *pool, const char *bytes, size_t length)
{
	struct hvk__pool_block *block;
	char *copy;
	size_t size;

	if (__builtin_add_overflow(length, 1, &size))
		return NULL;
	block = pool_block(pool, size);
	if (!block)
		return NULL;
	copy = block->bytes + block->used;
	block->used += size;
	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

void hvk__pool_free(struct hvk__pool *pool)
{
	struct hvk__pool_block *block = pool->blocks, *next;

	for (; block; block = next) {
		next = block->next;
		free(block);
	}
	pool->blocks = NULL;
}
