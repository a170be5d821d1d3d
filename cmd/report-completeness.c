/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report completeness: of which desks and months the questions are in, late or missing. */
#include <stdlib.h>
#include <string.h>

#include "report-network.h"

const struct option_spec completeness_options[] = {
	{ "deadline", 0, VALUE_NUMBER, "DAYS", "what comes in more than so many days after its month is late (10)",
	  false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when something is missing", false, NULL },
	{ "period", 'p', VALUE_PERIOD, "PERIOD", "2026, 2026-10, 2026-Q4, sj2026, A..B ... (last-12-months)", false,
	  NULL },
	{ "month", 'm', VALUE_PERIOD, "MONTH", "one month, 2026-10", true, NULL },
	{ "since", 0, VALUE_PERIOD, "PERIOD", "from the first month of PERIOD on", false, NULL },
	{ "until", 0, VALUE_PERIOD, "PERIOD", "up to and including the last month of PERIOD", false, NULL },
	{ "desk", 0, VALUE_DESK, "DESK", "only what is expected of this desk", true, NULL },
	{ 0 }
};

enum { CELLS, BY_DESK, BY_MONTH };                     /* sections */
enum { DESK, MONTH, STATUS, RECEIVED_ON, QUESTIONS };  /* columns of the first */
enum { EXPECTED = 1 };                                 /* of the others, and from here on counts */
enum { MONTHS_MAX = 12 };                              /* side by side */

static const char *key_of(const struct network_view *view, size_t row, size_t column)
{
	return hvk_report_key(view->report, CELLS, row, column);
}

static bool has_status(const struct network_view *view, size_t row, const char *status)
{
	return strcmp(key_of(view, row, STATUS), status) == 0;
}

/* ---- the matrix */

/* The row after those of the desk that a row is of. */
static size_t desk_end(const struct network_view *view, size_t row)
{
	size_t end = row, rows = hvk_report_rows(view->report, CELLS);

	while (end < rows && strcmp(key_of(view, end, DESK), key_of(view, row, DESK)) == 0)
		end++;
	return end;
}

/* "okt", and the year where it begins. */
static void write_title(const struct network_view *view, const char *month, bool first, char text[32])
{
	int number = atoi(month + 5);
	const char *name = report_month_name(view->command, number, false);

	if (first || number == 1)
		snprintf(text, 32, "%s %.4s", name, month);
	else
		snprintf(text, 32, "%s", name);
}

/* What is in the cell of a row: a number, words, or a sign. */
static struct cell show(const struct network_view *view, size_t row, char text[64])
{
	enum hvk_lang lang = view->command->lang;
	int64_t questions = report_count(view, CELLS, row, QUESTIONS);
	bool open = has_status(view, row, "open");

	if (has_status(view, row, "missing"))
		return cell_text("\u2013");
	if (!open && !has_status(view, row, "late"))
		return cell_whole(questions);
	if (open && questions == 0)
		return cell_text(hvk_report_label(view->report, CELLS, row, STATUS, lang));
	snprintf(text, 64, "%s %lld", hvk_report_label(view->report, CELLS, row, STATUS, lang), (long long)questions);
	return cell_text(text);
}

/* The months of one table. */
struct month_columns {
	size_t first, count;
	struct render_column columns[MONTHS_MAX + 1];
	char titles[MONTHS_MAX][32];
	bool begun;
};

/* One desk, whose rows are first to end; nothing when none of them is of these months. */
static int put_desk(const struct network_view *view, size_t first, size_t end, struct month_columns *months)
{
	struct cell cells[MONTHS_MAX + 1];
	char texts[MONTHS_MAX][64];
	bool any = false;

	cells[0] = cell_text(hvk_report_label(view->report, CELLS, first, DESK, view->command->lang));
	for (size_t i = 0; i < months->count; i++) {
		const char *wanted = hvk_report_key(view->report, BY_MONTH, months->first + i, 0);
		size_t row = first;

		while (row < end && strcmp(key_of(view, row, MONTH), wanted) != 0)
			row++;
		any = any || row < end;
		cells[i + 1] = row < end ? show(view, row, texts[i]) : cell_empty();
	}
	if (!any)
		return 0;
	if (!months->begun && render_table_begin(view->renderer, months->columns, months->count + 1, NULL) < 0)
		return -1;
	months->begun = true;
	return render_row(view->renderer, cells);
}

static int put_months(const struct network_view *view, struct month_columns *months)
{
	int result = 0;

	months->columns[0] = (struct render_column){ "desk", report_dimension(view->command, "desk"), false };
	for (size_t i = 0; i < months->count; i++) {
		const char *key = hvk_report_key(view->report, BY_MONTH, months->first + i, 0);

		write_title(view, key, i == 0, months->titles[i]);
		months->columns[i + 1] = (struct render_column){ key, months->titles[i], true };
	}
	for (size_t row = 0, end; row < hvk_report_rows(view->report, CELLS) && result == 0; row = end) {
		end = desk_end(view, row);
		result = put_desk(view, row, end, months);
	}
	return result == 0 && months->begun ? render_table_end(view->renderer) : result;
}

/* Desks by months, a table for every twelve of them. */
static int put_matrix(const struct network_view *view)
{
	size_t count = hvk_report_rows(view->report, BY_MONTH);
	int result = render_heading(view->renderer, 2, hvk_report_title(view->report, CELLS, view->command->lang));

	for (size_t month = 0; month < count && result == 0; month += MONTHS_MAX) {
		struct month_columns months = { .first = month, .count = count - month };

		if (months.count > MONTHS_MAX)
			months.count = MONTHS_MAX;
		result = put_months(view, &months);
	}
	if (result == 0)
		result = render_paragraph(view->renderer, report_text(view->command, TEXT_COMPLETENESS_LEGEND));
	return result;
}

/* ---- what there is to do about it */

/* "Verwacht 7: ontvangen 3, laat 1, ontbreekt 2, nul 1, open 0." */
static int put_counts(const struct network_view *view)
{
	enum hvk_lang lang = view->command->lang;
	const struct hvk_report_column *column;
	struct text text;
	FILE *stream = text_open(&text);

	for (size_t i = EXPECTED; stream && (column = hvk_report_column(view->report, BY_DESK, i)) != NULL; i++) {
		const char *mark = i == EXPECTED ? "" : i == EXPECTED + 1 ? ": " : ", ";
		long long count = 0;

		for (size_t row = 0; row < hvk_report_rows(view->report, BY_DESK); row++)
			count += report_count(view, BY_DESK, row, i);
		fprintf(stream, "%s%s %lld", mark, column->title[lang], count);
	}
	if (stream)
		fputc('.', stream);
	return report_put_text(view->renderer, capitalize(text_close(&text, stream)));
}

/* The rows of one status under a title: so many of their columns but for the status. */
static int put_list(const struct network_view *view, const char *status, enum report_text title, size_t count)
{
	static const size_t shown[] = { DESK, MONTH, RECEIVED_ON, QUESTIONS };
	struct render_column columns[COUNT(shown)];
	struct cell cells[COUNT(shown)];
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		const struct hvk_report_column *column = hvk_report_column(view->report, CELLS, shown[i]);

		columns[i] = (struct render_column){ column->name, column->title[view->command->lang],
		                                     column->form != HVK_REPORT_NAME };
	}
	if (render_heading(view->renderer, 2, report_text(view->command, title)) < 0)
		return -1;
	for (size_t row = 0; row < hvk_report_rows(view->report, CELLS); row++) {
		if (!has_status(view, row, status))
			continue;
		if (!any && render_table_begin(view->renderer, columns, count, NULL) < 0)
			return -1;
		any = true;
		for (size_t i = 0; i < count; i++)
			cells[i] = report_cell(view, CELLS, row, shown[i]);
		if (render_row(view->renderer, cells) < 0)
			return -1;
	}
	if (!any)
		return render_paragraph(view->renderer, report_text(view->command, TEXT_NOTHING));
	return render_table_end(view->renderer);
}

/* ---- all of it */

/* In a workbook the tidy rows follow the page. */
static int put_data(const struct network_view *view)
{
	if (!(renderer_format(view->renderer)->traits & RENDER_DATA))
		return 0;
	if (render_heading(view->renderer, 2, report_text(view->command, TEXT_DATA)) < 0)
		return -1;
	return report_put_rows(view, CELLS);
}

static int put_page(const struct network_view *view)
{
	int result = report_put_title(view, TEXT_COMPLETENESS_IN);

	if (result == 0 && hvk_report_rows(view->report, CELLS) == 0)
		return render_paragraph(view->renderer, report_text(view->command, TEXT_NOTHING_EXPECTED));
	if (result == 0)
		result = put_counts(view);
	if (result == 0)
		result = put_matrix(view);
	if (result == 0)
		result = put_list(view, "missing", TEXT_WHAT_IS_MISSING, 2);
	if (result == 0)
		result = put_list(view, "late", TEXT_WHAT_CAME_LATE, 4);
	if (result == 0)
		result = report_put_section(view, BY_DESK, 0, true);
	if (result == 0)
		result = report_put_section(view, BY_MONTH, 0, true);
	return result == 0 ? put_data(view) : -1;
}

static int write_completeness(const struct network_view *view)
{
	return view->page ? put_page(view) : report_put_rows(view, CELLS);
}

int report_completeness(struct command *command)
{
	return report_write(command, HVK_REPORT_COMPLETENESS, "exit-status", write_completeness);
}
