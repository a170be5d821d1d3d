/* SPDX-License-Identifier: EUPL-1.2 */
/* Records failures in a form that is safe to show: one line, valid UTF-8, nothing that steers a terminal. */
#include "core/error.h"

#include <stdio.h>
#include <string.h>

#include "core/text.h"

/* Copies text into a buffer of size bytes, cut at a character boundary, printable. */
static void store_text(char *buffer, size_t size, const char *text)
{
	size_t length = strlen(text);

	if (length >= size) {
		length = size - 1;
		/* Back to the start of the character that the end would split. */
		while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
			length--;
	}
	memmove(buffer, text, length);
	buffer[length] = '\0';
	hvk__make_printable(buffer);
}

void hvk__error_clear(struct hvk__error *error)
{
	error->message[0] = '\0';
	error->file[0] = '\0';
	error->public = (struct hvk_error){ .code = HVK_OK, .message = error->message };
}

int hvk__vfail_at(struct hvk__error *error, int code, const char *file, uint64_t line, unsigned column,
                  const char *format, va_list arguments)
{
	/* One byte more than is kept tells a message that was cut; and the arguments may lie in error itself. */
	char message[sizeof(error->message) + 1];
	int length = vsnprintf(message, sizeof(message), _(format), arguments);

	if (length < 0)
		message[0] = '\0';
	store_text(error->message, sizeof(error->message), message);
	if (file)
		store_text(error->file, sizeof(error->file), file);
	else
		error->file[0] = '\0';
	error->public = (struct hvk_error){
		.code = code,
		.message = error->message,
		.file = file ? error->file : NULL,
		.line = line,
		.column = column,
	};
	return code;
}

int (hvk__fail_at)(struct hvk__error *error, int code, const char *file, uint64_t line, unsigned column,
                 const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	hvk__vfail_at(error, code, file, line, column, format, arguments);
	va_end(arguments);
	return code;
}

int (hvk__fail)(struct hvk__error *error, int code, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	hvk__vfail_at(error, code, NULL, 0, 0, format, arguments);
	va_end(arguments);
	return code;
}

int (hvk__fail_memory)(struct hvk__error *error)
{
	hvk__error_clear(error);
	error->public.code = HVK_ENOMEM;
	error->public.message = _("out of memory");
	return HVK_ENOMEM;
}

int hvk__error_copy(struct hvk__error *to, const struct hvk__error *from)
{
	const struct hvk_error *public = &from->public;

	if (to == from)
		return public->code;
	hvk__error_clear(to);
	to->public = *public;
	/* A record that was only zeroed has no message yet. */
	store_text(to->message, sizeof(to->message), public->message ? public->message : "");
	to->public.message = to->message;
	if (public->file) {
		store_text(to->file, sizeof(to->file), public->file);
		to->public.file = to->file;
	}
	return public->code;
}
