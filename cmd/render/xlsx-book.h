/* SPDX-License-Identifier: EUPL-1.2 */
/* A workbook on its way: what the format xlsx and the entry sheet share. The one place that knows how libxlsxwriter is
 * started and ended. */
#ifndef HVK_RENDER_XLSX_BOOK_H
#define HVK_RENDER_XLSX_BOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <xlsxwriter.h>

#include "render/format.h"

/* What Excel holds. */
enum { BOOK_ROWS = 1048576, BOOK_COLUMNS = 16384, BOOK_NAME_MAX = 31, BOOK_TEXT_MAX = 32767 };

/* How a cell looks, and what it holds. */
enum book_look {
	LOOK_PLAIN, LOOK_HEADER, LOOK_TOTAL, LOOK_TITLE, LOOK_SUBTITLE, LOOK_BANNER, LOOK_FIGURE, LOOK_NOTE,
	LOOK_EXAMPLE, BOOK_LOOKS
};
enum { BOOK_DECIMALS = 6 };
enum book_kind {
	KIND_TEXT, KIND_WRAPPED, KIND_RIGHT, KIND_TYPED, /* typed: what is entered there stays text */
	KIND_CHANGE,                                     /* a number with its sign */
	KIND_WHOLE,                                      /* a number without decimals; then those with 1, 2 ... */
	BOOK_KINDS = KIND_WHOLE + BOOK_DECIMALS + 1
};

struct book {
	lxw_workbook *workbook;
	int descriptor;            /* of the memory that the library writes the file to */
	lxw_format *formats[BOOK_LOOKS][BOOK_KINDS]; /* made when first asked for */
	char **names;              /* of its sheets */
	size_t count;
	char *text;                /* the last text that was made fit */
	size_t capacity;
};

/* NULL with errno set when it cannot be made. */
struct book *book_new(void);
void book_free(struct book *book);

/* Another sheet, with a name as Excel allows it, near to the wanted one, set up for paper; title stands in its footer.
 * NULL with errno set. *name, borrowed: what it is called; may be NULL. */
lxw_worksheet *book_sheet(struct book *book, const char *wanted, const char *title, const char *language,
                          const char **name);

/* NULL with errno set. */
lxw_format *book_format(struct book *book, enum book_look look, enum book_kind kind);

/* Text as a workbook can hold it: without what XML cannot say, what Excel would take for an escape, and what is more
 * than a cell holds, which ends with an ellipsis. Borrowed until the next; NULL when out of memory. */
const char *book_fit(struct book *book, const char *text, size_t length);

/* Writes text into a cell. 0, or -1 with errno set. */
int book_text(struct book *book, lxw_worksheet *sheet, size_t row, size_t column, const char *text, size_t length,
              enum book_look look, enum book_kind kind);

/* What a result of the library comes to: 0, or -1 with errno set; EOVERFLOW is more than a sheet holds. */
int book_result(lxw_error error);

/* The workbook of a renderer that a caller fills by himself; the renderer ends and frees it. NULL with errno set. */
struct book *xlsx_book(struct renderer *renderer, const char *title);

/* Ends the workbook and hands its bytes to the renderer. title: of the document. 0, or -1 with errno set. */
int book_write(struct book *book, struct renderer *renderer, const char *title);

#endif
