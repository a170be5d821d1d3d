/* SPDX-License-Identifier: EUPL-1.2 */
/* A workbook on its way: its sheets and their names, how cells look, and the file that it becomes. */
#include "render/xlsx-book.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "render/xlsx-check.h"

enum { FOOTER_TITLE_MAX = 60 };

/* ---- the file */

struct book *book_new(void)
{
	struct book *book = calloc(1, sizeof(*book));
	char path[48];

	if (!book)
		return NULL;
	/* The library wants a path; this is one of memory, so that nothing is left behind whatever happens. What it needs
	 * while it works goes to TMPDIR, where it keeps nothing either. */
	book->descriptor = memfd_create("hvk", MFD_CLOEXEC);
	if (book->descriptor < 0) {
		free(book);
		return NULL;
	}
	snprintf(path, sizeof(path), "/proc/self/fd/%d", book->descriptor);
	book->workbook = workbook_new(path);
	if (book->workbook)
		return book;
	book_free(book);
	errno = ENOMEM;
	return NULL;
}

void book_free(struct book *book)
{
	if (!book)
		return;
	if (book->workbook)
		lxw_workbook_free(book->workbook);
	close(book->descriptor);
	for (size_t i = 0; i < book->count; i++)
		free(book->names[i]);
	free(book->names);
	free(book->text);
	free(book);
}

int book_result(lxw_error error)
{
	if (error == LXW_NO_ERROR)
		return 0;
	if (error == LXW_ERROR_MEMORY_MALLOC_FAILED)
		errno = ENOMEM;
	else if (error == LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE)
		errno = EOVERFLOW;
	else if (errno == 0)
		errno = EIO;
	return -1;
}

static int put_file(struct renderer *renderer, int descriptor)
{
	char bytes[1 << 16];
	ssize_t length;

	if (lseek(descriptor, 0, SEEK_SET) < 0)
		return -1;
	while ((length = read(descriptor, bytes, sizeof(bytes))) > 0)
		if (put(renderer, bytes, (size_t)length) < 0)
			return -1;
	return length < 0 ? -1 : 0;
}

int book_write(struct book *book, struct renderer *renderer, const char *title)
{
	/* The library takes 0 for no date, and would ask the clock. */
	lxw_doc_properties properties = { .created = (time_t)(renderer->date > 0 ? renderer->date : 1) };
	const char *fit = book_fit(book, title, strlen(title));
	lxw_error error;

	if (!fit)
		return -1;
	properties.title = book->text;
	error = workbook_set_properties(book->workbook, &properties);
	if (error == LXW_NO_ERROR) {
		errno = 0;
		error = workbook_close(book->workbook);
		book->workbook = NULL; /* freed, whatever came of it */
	}
	if (book_result(error) < 0 || xlsx_check(book->descriptor) < 0)
		return -1;
	return put_file(renderer, book->descriptor);
}

/* ---- text */

static char *make_room(struct book *book, size_t size)
{
	char *larger;

	if (size <= book->capacity)
		return book->text;
	larger = realloc(book->text, 2 * size);
	if (!larger)
		return NULL;
	book->text = larger;
	book->capacity = 2 * size;
	return larger;
}

/* _x0041_ is an A to Excel, wherever it stands. */
static bool is_escape(const char *text, size_t length)
{
	if (length < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_')
		return false;
	for (size_t i = 2; i < 6; i++)
		if (!isxdigit((unsigned char)text[i]))
			return false;
	return true;
}

/* U+FFFE and U+FFFF, which no XML may hold. */
static bool is_no_character(const char *text, size_t length)
{
	return length >= 3 && memcmp(text, "\xef\xbf", 2) == 0 && (unsigned char)text[2] >= 0xbe;
}

/* How many of Excel's characters, UTF-16 units, the byte begins. */
static size_t units(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= 0xf0 ? 2 : (byte & 0xc0) != 0x80;
}

const char *book_fit(struct book *book, const char *text, size_t length)
{
	static const char underscore[] = "_x005F_";
	size_t used = 0, count = 0, last = 0; /* last: where the text can be cut for an ellipsis */
	char *fit = make_room(book, 2 * length + sizeof(underscore));

	if (!fit)
		return NULL;
	for (size_t i = 0; i < length; i++) {
		bool escape = is_escape(text + i, length - i);

		count += escape ? sizeof(underscore) - 1 : units(text[i]);
		if (count <= BOOK_TEXT_MAX && units(text[i]) > 0)
			last = used;
		if (count > BOOK_TEXT_MAX) {
			memcpy(fit + last, "…", sizeof("…"));
			return fit;
		}
		if (escape) {
			memcpy(fit + used, underscore, sizeof(underscore) - 1);
			used += sizeof(underscore) - 1;
		} else if (is_no_character(text + i, length - i)) {
			fit[used++] = '?';
			i += 2;
		} else {
			fit[used++] = (unsigned char)text[i] < ' ' || text[i] == 0x7f ? '?' : text[i];
		}
	}
	fit[used] = '\0';
	return fit;
}

int book_text(struct book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text, size_t length,
              enum book_look look, enum book_kind kind)
{
	lxw_format *format = book_format(book, look, kind);
	const char *fit = book_fit(book, text, length);

	if (!format || !fit)
		return -1;
	if (row >= BOOK_ROWS || column >= BOOK_COLUMNS) {
		errno = EOVERFLOW;
		return -1;
	}
	return book_result(worksheet_write_string(sheet, (lxw_row_t)row, (lxw_col_t)column, fit, format));
}

/* ---- how cells look */

static void set_look(lxw_format *format, enum book_look look)
{
	static const struct {
		double size;       /* 0: as other text */
		bool bold, italic;
		lxw_color_t color, background; /* 0: none */
		enum lxw_format_borders top, bottom;
	} looks[BOOK_LOOKS] = {
		[LOOK_HEADER] = { .bold = true, .background = 0xe4ecf3, .bottom = LXW_BORDER_MEDIUM },
		[LOOK_TOTAL] = { .bold = true, .top = LXW_BORDER_THIN },
		[LOOK_TITLE] = { .size = 16, .bold = true },
		[LOOK_SUBTITLE] = { .size = 13, .bold = true },
		[LOOK_BANNER] = { .bold = true, .color = 0x8a1c1c },
		[LOOK_FIGURE] = { .size = 14, .bold = true },
		[LOOK_EXAMPLE] = { .italic = true, .color = 0x595959, .background = 0xf2f2f2 }
	};

	if (looks[look].size > 0)
		format_set_font_size(format, looks[look].size);
	if (looks[look].bold)
		format_set_bold(format);
	if (looks[look].italic)
		format_set_italic(format);
	if (look == LOOK_NOTE) /* keeps a distance to the figure before it */
		format_set_indent(format, 1);
	if (looks[look].color)
		format_set_font_color(format, looks[look].color);
	if (looks[look].background)
		format_set_bg_color(format, looks[look].background);
	format_set_top(format, (uint8_t)looks[look].top);
	format_set_bottom(format, (uint8_t)looks[look].bottom);
}

static void set_kind(lxw_format *format, enum book_kind kind)
{
	static const char *const numbers[BOOK_DECIMALS + 1] = {
		"#,##0", "#,##0.0", "#,##0.00", "#,##0.000", "#,##0.0000", "#,##0.00000", "#,##0.000000"
	};

	format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
	if (kind >= KIND_WHOLE)
		format_set_num_format(format, numbers[kind - KIND_WHOLE]);
	if (kind == KIND_CHANGE)
		format_set_num_format(format, "+#,##0;-#,##0;\"=\"");
	if (kind == KIND_TYPED)
		format_set_num_format(format, "@");
	if (kind == KIND_WRAPPED)
		format_set_text_wrap(format);
	if (kind >= KIND_WHOLE || kind == KIND_CHANGE || kind == KIND_RIGHT)
		format_set_align(format, LXW_ALIGN_RIGHT);
}

lxw_format *book_format(struct book *book, enum book_look look, enum book_kind kind)
{
	lxw_format *format = book->formats[look][kind];

	if (format)
		return format;
	format = workbook_add_format(book->workbook);
	if (!format) {
		errno = ENOMEM;
		return NULL;
	}
	set_look(format, look);
	set_kind(format, kind);
	if (look == LOOK_HEADER)
		format_set_text_wrap(format);
	book->formats[look][kind] = format;
	return format;
}

/* ---- sheets */

/* Without case, as Excel compares names: in ASCII, and in the rest of Latin-1, which is what headings have here. */
static bool same_name(const char *one, const char *other)
{
	for (size_t i = 0;; i++) {
		unsigned char a = (unsigned char)one[i], b = (unsigned char)other[i];
		bool latin = i > 0 && one[i - 1] == '\xc3' && ((a ^ b) == 0x20) && (a & 0xc0) == 0x80;
		bool ascii = (a | 0x20) >= 'a' && (a | 0x20) <= 'z' && (a ^ b) == 0x20;

		if (a != b && !latin && !ascii)
			return false;
		if (a == '\0')
			return true;
	}
}

static bool name_is_taken(const struct book *book, const char *name)
{
	/* What Excel calls its own list of changes, here and in Dutch. */
	if (same_name(name, "History") || same_name(name, "Geschiedenis"))
		return true;
	for (size_t i = 0; i < book->count; i++)
		if (same_name(book->names[i], name))
			return true;
	return false;
}

/* The first characters of text that take no more than so many of Excel's; blanks at the end do not count. */
static size_t cut(const char *text, size_t most)
{
	size_t length = 0, count = 0;

	while (text[length] != '\0' && count + units(text[length]) <= most)
		count += units(text[length++]);
	while (length > 0 && text[length - 1] == ' ')
		length--;
	return length;
}

/* The wanted name without what Excel forbids in one: []:*?/\ and an apostrophe at an end, or anywhere, which needs
 * doubling in formulas. NULL when out of memory. The result is the caller's. */
static char *allowed_name(struct book *book, const char *wanted)
{
	const char *fit = book_fit(book, wanted, strlen(wanted));
	char *name = fit ? malloc(3 * strlen(fit) + 1) : NULL, *end = name;

	if (!name)
		return NULL;
	for (fit += strspn(fit, " "); *fit; fit++) {
		if (*fit == '\'')
			end = stpcpy(end, "’");
		else
			*end++ = *fit == '[' ? '(' : *fit == ']' ? ')' : strchr(":*?/\\", *fit) ? '-' : *fit;
	}
	*end = '\0';
	name[cut(name, BOOK_NAME_MAX)] = '\0';
	return name;
}

/* The allowed name, or the same with a number behind it. */
static char *unique_name(struct book *book, const char *wanted)
{
	char *name = allowed_name(book, wanted), *base = name, *next;
	unsigned number = 2;

	while (name && name_is_taken(book, name)) {
		char suffix[16];
		int length = snprintf(suffix, sizeof(suffix), " (%u)", number++);

		if (asprintf(&next, "%.*s%s", (int)cut(base, BOOK_NAME_MAX - (size_t)length), base, suffix) < 0)
			next = NULL;
		if (name != base)
			free(name);
		name = next;
	}
	if (name != base)
		free(base);
	return name;
}

/* & begins a code in a footer. */
static void write_footer(char *footer, size_t size, const char *title, bool dutch)
{
	size_t length = cut(title, FOOTER_TITLE_MAX), used = (size_t)snprintf(footer, size, "&L");

	for (size_t i = 0; i < length && used < size - 48; i++) {
		if (title[i] == '&')
			footer[used++] = '&';
		footer[used++] = title[i];
	}
	if (dutch)
		snprintf(footer + used, size - used, "&RPagina &P van &N");
	else
		snprintf(footer + used, size - used, "&RPage &P of &N");
}

static int set_up_paper(lxw_worksheet *sheet, const char *title, bool dutch)
{
	enum { A4 = 9 };
	char footer[4 * FOOTER_TITLE_MAX + 64];

	write_footer(footer, sizeof(footer), title, dutch);
	worksheet_set_paper(sheet, A4);
	worksheet_set_landscape(sheet);
	worksheet_fit_to_pages(sheet, 1, 0); /* one page wide, as many long as it takes */
	return book_result(worksheet_set_footer(sheet, footer));
}

lxw_worksheet *book_sheet(struct book *book, const char *wanted, const char *title, const char *language,
                          const char **name)
{
	bool dutch = strcmp(language, "nl") == 0;
	char **names = realloc(book->names, (book->count + 1) * sizeof(*names));
	lxw_worksheet *sheet;
	char *fit;

	if (!names)
		return NULL;
	book->names = names;
	fit = unique_name(book, wanted + strspn(wanted, " ") == wanted + strlen(wanted) ? dutch ? "Blad" : "Sheet" :
	                                                                                   wanted);
	if (!fit)
		return NULL;
	names[book->count++] = fit;
	sheet = workbook_add_worksheet(book->workbook, fit);
	if (!sheet) {
		errno = ENOMEM;
		return NULL;
	}
	if (name)
		*name = fit;
	return set_up_paper(sheet, title, dutch) < 0 ? NULL : sheet;
}
