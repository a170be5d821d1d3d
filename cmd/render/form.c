/* SPDX-License-Identifier: EUPL-1.2 */
/* A form as a workbook: one sheet to fill in, whose cells are text, so that Excel makes no dates of ages; and one with
 * what can be chosen. */
#include "render/form.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

#include "hvk.h"
#include "render/xlsx-book.h"

/* Rows that are ready; characters of a column; and what Excel takes in a message. */
enum { ROWS = 1000, WIDTH_MIN = 10, WIDTH_MAX = 34, MESSAGE_MAX = 255, MESSAGE_TITLE_MAX = 32, FORMULA_MAX = 400 };

/* A copy that Excel takes, of no more than so many characters. NULL when out of memory. */
static char *message(const char *text, size_t most)
{
	size_t length = 0, count = 0;

	while (text[length] != '\0') {
		count += ((unsigned char)text[length] & 0xc0) != 0x80;
		if (count > most)
			break;
		length++;
	}
	return strndup(text, length);
}

/* All choices of a column, below each other, in column n of the other sheet. */
static int put_choices(struct book *book, lxw_worksheet *lists, size_t n, const struct form_column *column)
{
	size_t width = hvk_text_width(column->title);

	if (book_text(book, lists, 0, n, column->title, strlen(column->title), LOOK_HEADER, KIND_TEXT) < 0)
		return -1;
	for (size_t i = 0; i < column->count; i++) {
		const char *choice = column->choices[i];

		if (book_text(book, lists, i + 1, n, choice, strlen(choice), LOOK_PLAIN, KIND_TYPED) < 0)
			return -1;
		if (hvk_text_width(choice) > width)
			width = hvk_text_width(choice);
	}
	return book_result(worksheet_set_column(lists, (lxw_col_t)n, (lxw_col_t)n, (double)width + 2, NULL));
}

/* What Excel checks column n by: the choices in a column of the other sheet, or that it reads as a month. */
static void write_check(const struct form_column *column, size_t n, const char *lists, size_t listed,
                        lxw_data_validation *rule, char formula[FORMULA_MAX])
{
	char cell[LXW_MAX_CELL_NAME_LENGTH];

	switch (column->check) {
	case FORM_MONTH:
		lxw_rowcol_to_cell(cell, 1, (lxw_col_t)n);
		snprintf(formula, FORMULA_MAX,
		         "=AND(LEN(%s)=7,MID(%s,5,1)=\"-\",VALUE(LEFT(%s,4))>1900,VALUE(RIGHT(%s,2))>=1,"
		         "VALUE(RIGHT(%s,2))<=12)", cell, cell, cell, cell, cell);
		rule->validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA;
		rule->value_formula = formula;
		break;
	case FORM_CHOICE:
	case FORM_SUGGESTION:
		formula[0] = '=';
		lxw_rowcol_to_formula_abs(formula + 1, lists, 1, (lxw_col_t)listed, (lxw_row_t)column->count,
		                          (lxw_col_t)listed);
		rule->validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
		rule->value_formula = formula;
		break;
	case FORM_ANYTHING:
	default:
		rule->validate = LXW_VALIDATION_TYPE_ANY;
	}
}

/* Version 1.1.4 of the library copies the formula of a list twice and frees it once: some twenty bytes for each list of a
 * form, which the program gives back as it ends. What looks for leaks need not tell it every time. */
static lxw_error add_rule(lxw_worksheet *sheet, size_t n, lxw_data_validation *rule)
{
	lxw_error error;

#ifdef __SANITIZE_ADDRESS__
	__lsan_disable();
#endif
	error = worksheet_data_validation_range(sheet, 1, (lxw_col_t)n, ROWS, (lxw_col_t)n, rule);
#ifdef __SANITIZE_ADDRESS__
	__lsan_enable();
#endif
	return error;
}

static int put_check(const struct form *form, size_t n, lxw_worksheet *sheet, const char *lists, size_t listed)
{
	const struct form_column *column = &form->columns[n];
	char formula[FORMULA_MAX];
	lxw_data_validation rule = {
		.ignore_blank = LXW_VALIDATION_ON, .show_input = LXW_VALIDATION_ON, .show_error = LXW_VALIDATION_ON,
		.error_type = column->check == FORM_SUGGESTION ? LXW_VALIDATION_ERROR_TYPE_WARNING :
		                                                 LXW_VALIDATION_ERROR_TYPE_STOP,
		.input_title = message(column->title, MESSAGE_TITLE_MAX),
		.input_message = message(column->help, MESSAGE_MAX),
		.error_title = message(column->title, MESSAGE_TITLE_MAX),
		.error_message = message(column->check == FORM_MONTH ? column->help : form->refused, MESSAGE_MAX)
	};
	int result = -1;

	write_check(column, n, lists, listed, &rule, formula);
	if (rule.input_title && rule.input_message && rule.error_title && rule.error_message)
		result = book_result(add_rule(sheet, n, &rule));
	free(rule.input_title);
	free(rule.input_message);
	free(rule.error_title);
	free(rule.error_message);
	return result;
}

static double width_of(const struct form_column *column)
{
	size_t width = hvk_text_width(column->title);

	if (width < WIDTH_MIN)
		width = WIDTH_MIN;
	for (size_t i = 0; i < column->count; i++)
		if (hvk_text_width(column->choices[i]) > width)
			width = hvk_text_width(column->choices[i]);
	return (double)(width < WIDTH_MAX ? width : WIDTH_MAX) + 2;
}

/* The column is text down to its end, without a cell that would come back as an empty row. */
static int put_column(struct book *book, const struct form *form, size_t n, lxw_worksheet *sheet)
{
	const struct form_column *column = &form->columns[n];
	lxw_format *text = book_format(book, LOOK_PLAIN, KIND_TYPED);

	if (!text || book_result(worksheet_set_column(sheet, (lxw_col_t)n, (lxw_col_t)n, width_of(column), text)) < 0 ||
	    book_text(book, sheet, 0, n, column->title, strlen(column->title), LOOK_HEADER, KIND_TYPED) < 0 ||
	    book_result(worksheet_write_comment(sheet, 0, (lxw_col_t)n, column->help)) < 0)
		return -1;
	return book_text(book, sheet, 1, n, column->example, strlen(column->example), LOOK_EXAMPLE, KIND_TYPED);
}

static int put_form(struct book *book, const struct form *form, const char *language)
{
	const char *lists_name;
	lxw_worksheet *sheet = book_sheet(book, form->title, form->title, language, NULL);
	lxw_worksheet *lists = sheet ? book_sheet(book, form->lists, form->title, language, &lists_name) : NULL;
	size_t listed = 0;

	if (!lists)
		return -1;
	for (size_t i = 0; i < form->count; i++) {
		const struct form_column *column = &form->columns[i];

		if (put_column(book, form, i, sheet) < 0 || put_check(form, i, sheet, lists_name, listed) < 0)
			return -1;
		if (column->count > 0 && put_choices(book, lists, listed++, column) < 0)
			return -1;
	}
	worksheet_freeze_panes(sheet, 1, 0);
	worksheet_freeze_panes(lists, 1, 0);
	worksheet_set_selection(sheet, 2, 0, 2, 0);
	if (book_result(worksheet_repeat_rows(sheet, 0, 0)) < 0)
		return -1;
	return book_result(worksheet_write_comment(sheet, 1, 0, form->example));
}

int form_render(struct renderer *renderer, const struct form *form)
{
	struct book *book = xlsx_book(renderer, form->title);

	return book ? put_form(book, form, renderer->language) : -1;
}
