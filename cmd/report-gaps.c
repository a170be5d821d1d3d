/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report gaps: what families ask beside what is offered to them. */
#include <stdlib.h>
#include <string.h>

#include "report-network.h"

const struct option_spec gaps_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "the offers that are valid on that day (the last of the months, or today)",
	  false, NULL },
	{ "min-questions", 0, VALUE_NUMBER, "N", "only where at least N questions were asked", false, NULL },
	{ "offers", 0, VALUE_NONE, NULL, "the offers, each with the questions that it is for", false, NULL },
	{ "fail", 0, VALUE_NONE, NULL, "exit with 1 when there are questions for which there is no offer", false,
	  NULL },
	{ 0 }
};

enum { GAPS, OFFERS_SECTION };
enum { ROWS_ON_A_PAGE = 25 }; /* of a verdict, unless it is said how many questions are too few */
enum { GEMEENTE, GROUP, AGE, QUESTIONS, WITHOUT, OFFERS, VERDICT, REPORTED, REASONS };

/* Rows of one verdict, those with the most questions first. */
struct chosen {
	size_t row;
	int64_t questions;
};

static int compare_chosen(const void *a, const void *b)
{
	const struct chosen *one = a, *other = b;

	if (one->questions != other->questions)
		return one->questions > other->questions ? -1 : 1;
	return one->row < other->row ? -1 : one->row > other->row;
}

/* NULL when out of memory. */
static struct chosen *choose_rows(const struct network_view *view, const char *verdict, size_t *count)
{
	size_t rows = hvk_report_rows(view->report, GAPS);
	struct chosen *chosen = calloc(rows + 1, sizeof(*chosen));

	*count = 0;
	for (size_t row = 0; chosen && row < rows; row++)
		if (strcmp(hvk_report_key(view->report, GAPS, row, VERDICT), verdict) == 0)
			chosen[(*count)++] = (struct chosen){ row, report_count(view, GAPS, row, QUESTIONS) };
	if (chosen)
		qsort(chosen, *count, sizeof(*chosen), compare_chosen);
	return chosen;
}

/* How many of the largest rows a page shows. */
static size_t rows_shown(const struct network_view *view, size_t rows)
{
	return rows <= ROWS_ON_A_PAGE || option_given(view->command, "min-questions") ? rows : ROWS_ON_A_PAGE;
}

static int put_rest(const struct network_view *view, const struct chosen *rest, size_t count)
{
	const struct command *command = view->command;
	int64_t questions = 0;
	char text[192];

	for (size_t i = 0; i < count; i++)
		questions += rest[i].questions;
	snprintf(text, sizeof(text), "%s: %zu (%lld %s).", report_text(command, TEXT_LEFT_OUT), count,
	         (long long)questions, report_text(command, TEXT_QUESTIONS));
	return count > 0 ? render_paragraph(view->renderer, text) : 0;
}

/* The rows of a verdict, with the first so many columns. */
static int put_verdict(const struct network_view *view, const char *verdict, enum report_text title, size_t count)
{
	const struct command *command = view->command;
	struct render_column columns[VERDICT];
	struct cell cells[VERDICT];
	size_t rows, shown;
	struct chosen *chosen = choose_rows(view, verdict, &rows);
	int result = chosen ? render_heading(view->renderer, 2, report_text(command, title)) : -1;

	for (size_t i = 0; i < count; i++) {
		const struct hvk_report_column *column = hvk_report_column(view->report, GAPS, i);

		columns[i] = (struct render_column){ column->name, column->title[command->lang],
		                                     column->form != HVK_REPORT_NAME };
	}
	if (result == 0)
		result = rows ? render_table_begin(view->renderer, columns, count, NULL)
		              : render_paragraph(view->renderer, report_text(command, TEXT_NOTHING));
	shown = rows_shown(view, rows);
	for (size_t n = 0; n < shown && result == 0; n++) {
		for (size_t i = 0; i < count; i++)
			cells[i] = report_cell(view, GAPS, chosen[n].row, i);
		result = render_row(view->renderer, cells);
	}
	if (result == 0 && rows > 0)
		result = render_table_end(view->renderer);
	if (result == 0)
		result = put_rest(view, chosen + shown, rows - shown);
	free(chosen);
	return result;
}

/* Each gemeente with its questions, and those of them for which there is no offer. The rows have the gemeenten in
 * order; a theme that is unknown is left out of the second. */
static int put_gemeenten(const struct network_view *view)
{
	const struct command *command = view->command;
	const struct render_column columns[] = {
		{ "gemeente", report_dimension(command, "gemeente"), false },
		{ "questions", report_text(command, TEXT_QUESTIONS), true },
		{ "without-offer", report_text(command, TEXT_WITHOUT_OFFER), true }, { "share", "%", true }
	};
	size_t rows = hvk_report_rows(view->report, GAPS), row = 0;

	if (render_heading(view->renderer, 2, report_text(command, TEXT_PER_GEMEENTE)) < 0)
		return -1;
	if (rows == 0)
		return render_paragraph(view->renderer, report_text(command, TEXT_NOTHING));
	if (render_table_begin(view->renderer, columns, COUNT(columns), NULL) < 0)
		return -1;
	while (row < rows) {
		const char *key = hvk_report_key(view->report, GAPS, row, GEMEENTE);
		const char *label = hvk_report_label(view->report, GAPS, row, GEMEENTE, command->lang);
		int64_t questions = 0, without = 0;

		for (; row < rows && strcmp(hvk_report_key(view->report, GAPS, row, GEMEENTE), key) == 0; row++) {
			questions += report_count(view, GAPS, row, QUESTIONS);
			without += report_count(view, GAPS, row, WITHOUT);
		}
		const struct cell cells[] = {
			cell_text(label), cell_whole(questions), cell_whole(without),
			questions ? cell_real(100.0 * (double)without / (double)questions, 0) : cell_empty()
		};

		if (render_row(view->renderer, cells) < 0)
			return -1;
	}
	return render_table_end(view->renderer);
}

/* Offers for which nothing was asked. *general: those without themes, of which that cannot be said. */
static int put_unused(const struct network_view *view, size_t *general)
{
	const struct command *command = view->command;
	const struct render_column columns[] = {
		{ "offer", report_text(command, TEXT_SLUG), false }, { "name", report_text(command, TEXT_NAME), false },
		{ "partner", report_text(command, TEXT_PARTNER), false }
	};
	size_t rows = hvk_report_rows(view->report, OFFERS_SECTION), found = 0;
	int64_t questions;
	double unused;

	*general = 0;
	if (render_heading(view->renderer, 2, report_text(command, TEXT_UNUSED)) < 0)
		return -1;
	for (size_t row = 0; row < rows; row++) {
		const struct cell cells[] = {
			cell_text(hvk_report_key(view->report, OFFERS_SECTION, row, 0)),
			cell_text(hvk_report_label(view->report, OFFERS_SECTION, row, 0, command->lang)),
			cell_text(hvk_report_label(view->report, OFFERS_SECTION, row, 1, command->lang))
		};
		int has = hvk_report_value(view->report, OFFERS_SECTION, row, 2, &questions, &unused);

		*general += has == 0;
		if (has == 0 || questions > 0)
			continue;
		if (found++ == 0 &&
		    render_table_begin(view->renderer, columns, COUNT(columns), NULL) < 0)
			return -1;
		if (render_row(view->renderer, cells) < 0)
			return -1;
	}
	return found ? render_table_end(view->renderer)
	             : render_paragraph(view->renderer, report_text(command, TEXT_NOTHING));
}

/* What was noted at the desk: a line for each reason. *found: how many. */
static int put_reasons(const struct network_view *view, size_t row, size_t *found)
{
	const struct command *command = view->command;

	for (size_t i = REASONS; i < hvk_report_columns(view->report, GAPS); i++) {
		int64_t times = report_count(view, GAPS, row, i);
		const struct cell cells[] = {
			report_cell(view, GAPS, row, GEMEENTE), report_cell(view, GAPS, row, GROUP),
			report_cell(view, GAPS, row, AGE),
			cell_text(hvk_report_column(view->report, GAPS, i)->title[command->lang]), cell_whole(times)
		};

		if (times > 0 && render_row(view->renderer, cells) < 0)
			return -1;
		*found += times > 0;
	}
	return 0;
}

static int put_reported(const struct network_view *view)
{
	const struct command *command = view->command;
	const struct render_column columns[] = {
		{ "gemeente", report_dimension(command, "gemeente"), false },
		{ "theme-group", report_dimension(command, "theme-group"), false },
		{ "age", report_dimension(command, "age"), false },
		{ "reason", report_text(command, TEXT_REASON), false },
		{ "times", report_text(command, TEXT_TIMES), true }
	};
	size_t rows = hvk_report_rows(view->report, GAPS), found = 0, any = 0;

	if (render_heading(view->renderer, 2, report_text(command, TEXT_REPORTED)) < 0)
		return -1;
	for (size_t row = 0; row < rows && !any; row++)
		any = report_count(view, GAPS, row, REPORTED) > 0;
	if (!any)
		return render_paragraph(view->renderer, report_text(command, TEXT_NOTHING));
	if (render_table_begin(view->renderer, columns, COUNT(columns), NULL) < 0)
		return -1;
	for (size_t row = 0; row < rows; row++)
		if (put_reasons(view, row, &found) < 0)
			return -1;
	return render_table_end(view->renderer);
}

static int put_day(const struct network_view *view)
{
	char date[64], text[192];

	report_date(view->command, hvk_report_on(view->report), date);
	snprintf(text, sizeof(text), "%s %s.", report_text(view->command, TEXT_OFFERS_ON), date);
	return render_paragraph(view->renderer, text);
}

static int put_page(const struct network_view *view)
{
	const struct command *command = view->command;
	size_t general = 0;
	char text[256];
	int result = report_put_title(view, TEXT_GAPS_IN);

	if (result == 0)
		result = put_day(view);
	if (result == 0)
		result = put_gemeenten(view);
	if (result == 0)
		result = put_verdict(view, "witte-vlek", TEXT_WHITE_SPOTS, QUESTIONS + 1);
	if (result == 0)
		result = put_verdict(view, "deels", TEXT_PARTLY, VERDICT);
	if (result == 0)
		result = put_unused(view, &general);
	if (result == 0)
		result = put_reported(view);
	snprintf(text, sizeof(text), "%s: %zu.", report_text(command, TEXT_WITHOUT_THEME), general);
	if (result == 0 && general > 0)
		result = render_paragraph(view->renderer, text);
	return result;
}

static int write_gaps(const struct network_view *view)
{
	if (option_given(view->command, "offers"))
		return view->page ? report_put_section(view, OFFERS_SECTION, 0, true)
		                  : report_put_rows(view, OFFERS_SECTION);
	return view->page ? put_page(view) : report_put_rows(view, GAPS);
}

int report_gaps(struct command *command)
{
	return report_write(command, HVK_REPORT_GAPS, "fail", write_gaps);
}
