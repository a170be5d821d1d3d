/* SPDX-License-Identifier: EUPL-1.2 */
/* The parts of which the pages of a month and of a year are made. */
#include "report-page.h"

#include <stdlib.h>
#include <string.h>

#include "report-public.h"

/* ---- columns and cells */

/* A change in a sentence, as it is written in a table. */
static const char *change_text(char buffer[32], int64_t change)
{
	snprintf(buffer, 32, change ? "%+lld" : "=", (long long)change);
	return buffer;
}

/* The header of a column; text is room for one that has to be made. */
static struct render_column make_column(const struct report *report, struct field_column column, char text[64])
{
	const struct command *command = report->command;
	const struct period *period = &report->periods[column.period];

	switch (column.field) {
	case FIELD_SHARE:
		return (struct render_column){ "share", "%", true };
	case FIELD_CHANGE:
		return (struct render_column){ "change", report_text(command, TEXT_CHANGE), true };
	case FIELD_PER_1000:
		return (struct render_column){ "per-1000-estimate", report_text(command, TEXT_PER_1000_SHORT), true };
	case FIELD_PLACE:
		snprintf(text, 64, "%s %s", report_text(command, TEXT_PLACE_IN), period->title);
		return (struct render_column){ "place", text, true };
	case FIELD_VALUE:
	default:
		return (struct render_column){ period->name, period->title, true };
	}
}

/* What stands where there is no number. */
static struct cell unpublished_cell(enum hvk_published published)
{
	switch (published) {
	case HVK_PUBLISHED_HIDDEN:
		return cell_hidden();
	case HVK_PUBLISHED_NOT_APPLICABLE:
	case HVK_PUBLISHED_NOT_COLLECTED:
		return cell_text(hvk_published_name(published));
	default:
		return cell_empty();
	}
}

/* What is made of two figures is hidden with either, and is none where one of them is none. */
static enum hvk_published both(enum hvk_published one, enum hvk_published other)
{
	if (!public_is_shown(one) || !public_is_shown(other))
		return HVK_PUBLISHED_NOWHERE;
	return one == HVK_PUBLISHED_OK ? other : one;
}

static enum hvk_published published_field(const struct line *line, const struct line *total, struct field_column column)
{
	enum hvk_published published = line->published[column.period];

	if (column.field == FIELD_SHARE)
		return both(published, total->published[column.period]);
	if (column.field == FIELD_CHANGE)
		return both(published, line->published[column.period + 1]);
	/* How many children live where a total is about is not known there. */
	if (column.field == FIELD_PER_1000 && published == HVK_PUBLISHED_HIDDEN && line->member == SIZE_MAX)
		return HVK_PUBLISHED_NOWHERE;
	return published;
}

static struct cell make_cell(const struct line *line, const struct line *total, struct field_column column)
{
	enum hvk_published published = published_field(line, total, column);
	int64_t value = line->value[column.period];

	if (published != HVK_PUBLISHED_OK)
		return unpublished_cell(published);
	switch (column.field) {
	case FIELD_SHARE:
		if (total->value[column.period] == 0)
			return cell_empty();
		return cell_real(100.0 * (double)value / (double)total->value[column.period], 0);
	case FIELD_CHANGE:
		return cell_change(value - line->value[column.period + 1]);
	case FIELD_PER_1000:
		return cell_real(line->per_1000, 2);
	case FIELD_PLACE:
		return line->place[column.period] ? cell_whole((int64_t)line->place[column.period]) : cell_empty();
	case FIELD_VALUE:
	default:
		return cell_whole(value);
	}
}

static int put_line(struct report *report, const struct layout *layout, const struct line *line,
                    const struct line *total, int (*put)(struct renderer *renderer, const struct cell *cells))
{
	struct cell cells[COLUMNS_MAX + 1] = { cell_text(line->label) };

	for (size_t i = 0; i < layout->count; i++)
		cells[i + 1] = make_cell(line, total, layout->columns[i]);
	return put(report->renderer, cells);
}

/* A table of lines under a name. Shares are of total, which is the last row when it is the sum of the lines. */
static int put_table(struct report *report, const struct layout *layout, struct render_column name,
                     const struct line *lines, size_t count, const struct line *total, bool is_sum)
{
	struct render_column columns[COLUMNS_MAX + 1] = { name };
	char texts[COLUMNS_MAX][64];
	int result;

	for (size_t i = 0; i < layout->count; i++)
		columns[i + 1] = make_column(report, layout->columns[i], texts[i]);
	result = render_table_begin(report->renderer, columns, layout->count + 1, NULL);
	for (size_t i = 0; i < count && result == 0; i++)
		result = put_line(report, layout, &lines[i], total, render_row);
	if (result == 0 && is_sum)
		result = put_line(report, layout, total, total, render_total);
	return result == 0 ? render_table_end(report->renderer) : -1;
}

/* A layout without the columns that have no figure in any line. */
static struct layout used_columns(const struct layout *layout, const struct line *lines, size_t count,
                                  const struct line *total)
{
	struct layout used = { .count = 0 };

	for (size_t column = 0; column < layout->count; column++) {
		bool any = false;

		for (size_t i = 0; i <= count && !any; i++) {
			const struct line *line = i < count ? &lines[i] : total;

			any = make_cell(line, total, layout->columns[column]).type != CELL_EMPTY;
		}
		if (any)
			used.columns[used.count++] = layout->columns[column];
	}
	return used;
}

/* ---- sections */

/* A change in a sentence, behind what it is compared with: "okt 2025: 628 (+12)". */
static void write_note(const struct line *line, size_t now, const char *before, char note[80])
{
	struct field_column column = { FIELD_VALUE, now + 1 };
	const struct cell cell = make_cell(line, NULL, column);
	char change[32];

	*note = '\0';
	if (line->published[now] == HVK_PUBLISHED_OK && line->published[now + 1] == HVK_PUBLISHED_OK)
		snprintf(note, 80, "%s: %lld (%s)", before, (long long)line->value[now + 1],
		         change_text(change, line->value[now] - line->value[now + 1]));
	else if (cell.type == CELL_WHOLE)
		snprintf(note, 80, "%s: %lld", before, (long long)cell.whole);
	else if (cell.type == CELL_HIDDEN)
		snprintf(note, 80, "%s: x", before);
}

/* Questions, and contacts unless it is of what is published. */
static size_t make_key_lines(struct report *report, struct line lines[2], char titles[2][32])
{
	size_t count = report->published ? 1 : 2;

	for (size_t i = 0; i < count; i++) {
		enum hvk_measure measure = i == 0 ? HVK_QUESTIONS : HVK_CONTACTS;

		snprintf(titles[i], 32, "%s", report_counted(report, SECTION_TOTAL, measure));
		lines[i].label = capitalize(titles[i]);
		for (size_t period = 0; period < report->period_count; period++)
			lines[i].value[period] = report_value(report, SECTION_TOTAL, measure, SIZE_MAX, period,
			                                      &lines[i].published[period]);
	}
	return count;
}

int page_put_key_figures(struct report *report, const struct layout *all)
{
	const struct command *command = report->command;
	struct figure figures[2 * COLUMNS_MAX];
	char titles[2][32], names[2 * COLUMNS_MAX][80], notes[2 * COLUMNS_MAX][80];
	struct line lines[2] = { { 0 } };
	size_t measures = make_key_lines(report, lines, titles), count = 0;
	struct layout used = report->published ? used_columns(all, lines, measures, &lines[0]) : *all;

	if (used.count == 0)
		return 0;
	for (size_t column = 0; column < all->count; column++) {
		size_t now = all->columns[column].period;

		if (all->columns[column].field != FIELD_CHANGE)
			continue;
		for (size_t i = 0; i < measures; i++) {
			struct field_column value = { FIELD_VALUE, now };
			const struct cell cell = make_cell(&lines[i], NULL, value);

			if (cell.type == CELL_EMPTY)
				continue;
			snprintf(names[count], sizeof(names[count]), "%s, %s", titles[i],
			         report->periods[now].title);
			write_note(&lines[i], now, report->periods[now + 1].title, notes[count]);
			figures[count] = (struct figure){ names[count], cell, *notes[count] ? notes[count] : NULL };
			count++;
		}
	}
	if (render_heading(report->renderer, 2, report_text(command, TEXT_KEY_FIGURES)) < 0 ||
	    (count > 0 && render_figures(report->renderer, figures, count) < 0))
		return -1;
	return put_table(report, &used, (struct render_column){ "measure", "", false }, lines, measures, NULL, false);
}

size_t page_top(const struct line *lines, size_t count, size_t top)
{
	if (count > top)
		count = top;
	while (count > 0 && lines[count - 1].value[PERIOD_NOW] == 0)
		count--;
	return count;
}

static bool has_figures(const struct line *line, const struct layout *layout)
{
	for (size_t i = 0; i < layout->count; i++) {
		size_t period = layout->columns[i].period;

		if (layout->columns[i].field == FIELD_VALUE &&
		    (line->value[period] != 0 || line->published[period] == HVK_PUBLISHED_HIDDEN))
			return true;
	}
	return false;
}

/* Brings the lines that are shown to the front; how many. */
static size_t keep_shown(const struct section_page *page, struct line *lines, size_t count)
{
	const struct section_spec *spec = &report_sections[page->section];
	size_t kept = 0;

	if (spec->ranked)
		return page_top(lines, count, page->top);
	for (size_t i = 0; i < count; i++)
		if (spec->zeros || has_figures(&lines[i], page->layout))
			lines[kept++] = lines[i];
	return kept;
}

/* Of themes that are hidden it is not known whether they are among those most asked about. */
static int put_hidden_note(struct report *report, enum section section)
{
	const struct command *command = report->command;
	enum hvk_published published;
	size_t hidden = 0;
	char text[128];

	for (size_t i = 0; i < report_members(report, section); i++) {
		report_value(report, section, HVK_QUESTIONS, i, PERIOD_NOW, &published);
		hidden += published == HVK_PUBLISHED_HIDDEN;
	}
	snprintf(text, sizeof(text), "%s: %zu.", report_text(command, TEXT_HIDDEN_ROWS), hidden);
	return hidden > 0 ? render_paragraph(report->renderer, text) : 0;
}

/* What has to be known of the figures above. */
static int put_notes(struct report *report, const struct section_page *page, size_t left)
{
	const struct command *command = report->command;
	char text[128];
	int result = 0;

	if (left > 0) {
		snprintf(text, sizeof(text), "%s: %zu.", report_text(command, TEXT_ZERO_ROWS), left);
		result = render_paragraph(report->renderer, text);
	}
	if (result == 0 && report->published && report_sections[page->section].ranked)
		result = put_hidden_note(report, page->section);
	for (size_t i = 0; i < page->layout->count && result == 0; i++)
		if (page->layout->columns[i].field == FIELD_PER_1000)
			result = render_paragraph(report->renderer, report_text(command, TEXT_ESTIMATE_NOTE));
	if (result == 0 && page->section == SECTION_GEMEENTE && report->published && report->published->others)
		result = render_paragraph(report->renderer, report_text(command, TEXT_OTHERS_NOTE));
	if (result == 0 && page->section == SECTION_ANSWER)
		result = render_paragraph(report->renderer, report_text(command, TEXT_MENTIONS_NOTE));
	return result;
}

const char *page_axis(enum section section)
{
	return report_sections[section].dimension ? report_sections[section].dimension : "month";
}

int page_put_lines(struct report *report, const struct section_page *page, const struct line *lines, size_t count,
                   size_t left)
{
	const char *dimension = page_axis(page->section);
	const struct render_column name = { dimension, report_dimension(report->command, dimension), false };
	const struct line total = report_line(report, page->section, SIZE_MAX);
	struct section_page shown = *page;
	struct layout used;
	/* What is published of answers are questions that have one: these are no parts of all questions. */
	bool is_sum = !report_sections[page->section].ranked && !(report->published && page->section == SECTION_ANSWER);

	/* Of periods of which nothing is published there is nothing to show. */
	if (report->published) {
		used = used_columns(page->layout, lines, count, &total);
		shown.layout = &used;
		page = &shown;
	}
	if (page->chart != CHART_TYPES && page_put_picture(report, page, lines, count) < 0)
		return -1;
	if (put_table(report, page->layout, name, lines, count, &total, is_sum) < 0)
		return -1;
	return put_notes(report, page, left);
}

/* Whether it was not recorded of any question: of that nothing was left out. */
static bool is_unknown(const struct report *report, enum section section, const struct line *lines, size_t count)
{
	return count == 1 && strcmp(report_key(report, section, lines[0].member), "not-recorded") == 0;
}

int page_put_section(struct report *report, const struct section_page *page)
{
	const struct command *command = report->command;
	const struct section_spec *spec = &report_sections[page->section];
	size_t count, all, left;
	struct line *lines;
	int result;

	/* What is not published is told of in the head. */
	if (report->published && !public_has(report, page->section))
		return 0;
	lines = report_lines(report, page->section, &all);
	if (!lines)
		return -1;
	count = keep_shown(page, lines, all);
	left = spec->ranked || is_unknown(report, page->section, lines, count) ? 0 : all - count;
	result = render_heading(report->renderer, 2, report_text(command, spec->title));
	if (result == 0 && count == 0 && report->published && spec->ranked)
		result = put_hidden_note(report, page->section);
	else if (result == 0 && count == 0)
		result = render_paragraph(report->renderer, report_text(command, TEXT_NOTHING));
	else if (result == 0)
		result = page_put_lines(report, page, lines, count, left);
	free(lines);
	return result;
}

/* ---- facts */

static int put_fact(struct report *report, const char *section, const char *key, const char *label, const char *measure,
                    size_t period, int64_t value, enum hvk_published published)
{
	const struct cell cells[] = {
		cell_text(section), cell_text(option_given(report->command, "labels") ? label : key), cell_text(label),
		cell_text(measure), cell_text(report->periods[period].name),
		published == HVK_PUBLISHED_OK ? cell_whole(value)
			: published == HVK_PUBLISHED_HIDDEN ? cell_hidden() : cell_empty(),
		cell_text(report->published ? hvk_published_name(published) : NULL)
	};

	return published == HVK_PUBLISHED_NOWHERE ? 0 : render_row(report->renderer, cells);
}

int page_put_fact(struct report *report, const char *section, const char *key, const char *label, const char *measure,
                  size_t period, int64_t value)
{
	return put_fact(report, section, key, label, measure, period, value, HVK_PUBLISHED_OK);
}

static int put_totals(struct report *report)
{
	const char *key = report_key(report, SECTION_TOTAL, SIZE_MAX);
	const char *label = report_label(report, SECTION_TOTAL, SIZE_MAX, report->command->lang);
	int result = 0;

	for (int measure = HVK_QUESTIONS; measure <= HVK_CONTACTS; measure++) {
		for (size_t i = 0; i < report->period_count && result == 0; i++) {
			enum hvk_published published;
			int64_t value = report_value(report, SECTION_TOTAL, (enum hvk_measure)measure, SIZE_MAX, i,
			                             &published);

			result = put_fact(report, "total", key, label,
			                  report_counted_name(report, SECTION_TOTAL, (enum hvk_measure)measure), i,
			                  value, published);
		}
	}
	return result;
}

/* What is published is listed in the order of its members: the order of hidden ones tells nothing. */
static int put_facts_of(struct report *report, enum section section)
{
	size_t count;
	struct line *lines = report->published ? report_unranked_lines(report, section, &count)
	                                       : report_lines(report, section, &count);
	int result = lines ? 0 : -1;

	if (lines && !report->published && report_sections[section].ranked && report->top > 0)
		count = page_top(lines, count, report->top);
	for (size_t i = 0; i < count && result == 0; i++)
		for (size_t period = 0; period < report->period_count && result == 0; period++)
			result = put_fact(report, report_sections[section].dimension,
			                  report_key(report, section, lines[i].member), lines[i].label,
			                  report_counted_name(report, section, HVK_QUESTIONS), period,
			                  lines[i].value[period], lines[i].published[period]);
	free(lines);
	return result;
}

static int put_facts(struct report *report, int (*more)(struct report *report))
{
	static const struct render_column columns[] = {
		{ "section", "section", false }, { "key", "key", false }, { "label", "label", false },
		{ "measure", "measure", false }, { "period", "period", false }, { "value", "value", true },
		{ "status", "status", false }
	};
	/* The last only of what is published. */
	size_t count = COUNT(columns) - !report->published;
	int result = render_table_begin(report->renderer, columns, count, NULL);

	if (result == 0)
		result = put_totals(report);
	for (size_t i = SECTION_TOTAL + 1; i < SECTIONS && result == 0; i++)
		result = put_facts_of(report, (enum section)i);
	if (result == 0 && more)
		result = more(report);
	return result == 0 ? render_table_end(report->renderer) : -1;
}

/* ---- the whole */

int page_write(struct report *report, struct output *output, int (*put_page)(struct report *report),
               int (*more)(struct report *report))
{
	unsigned traits = output_format(output)->traits;
	int result = 0;

	report->renderer = output_renderer(output);
	if (traits & RENDER_TITLES)
		result = put_page(report);
	if (result == 0 && traits & RENDER_DATA)
		result = render_heading(report->renderer, 2, report_text(report->command, TEXT_DATA));
	if (result == 0 && (!(traits & RENDER_TITLES) || traits & RENDER_DATA))
		result = put_facts(report, more);
	if (report->failed)
		return fail_store(report->command);
	return result < 0 ? output_fail(report->command, output) : EXIT_DONE;
}
