/* SPDX-License-Identifier: EUPL-1.2 */
/* A publication for people: what it is, what x means, how much is hidden, and its tables. */
#include "report-publish-page.h"

#include <stdlib.h>
#include <string.h>

#include "report-network.h"

enum { COLUMNS_BESIDE = 6 }; /* members beside each other on paper; of more a table is turned, or cut */

/* A table of it: one or two axes, the member of the third. */
struct grid {
	size_t rows, columns, third; /* axes; NO_AXIS for none */
	size_t member;               /* of the third */
	size_t first, last;          /* members of columns, last exclusive */
};

/* ---- what it says about itself */

static void write_about(const struct page *page, const struct release_item *item, const char *date, FILE *stream)
{
	static const enum hvk_publication_field fields[] = { HVK_PUBLICATION_REGION, HVK_PUBLICATION_GEMEENTE };
	static const char *const names[] = { "region", "gemeente" };
	const struct command *command = page->command;
	const char *withdrawn = hvk_publication_text(item->handle, HVK_PUBLICATION_WITHDRAWN_ON);
	char day[64];

	report_date(command, date, day);
	fprintf(stream, "%s %llu %s %s.", page_text(command, PAGE_NUMBER), (unsigned long long)item->number,
	        page_text(command, PAGE_OF), day);
	report_date(command, hvk_publication_text(item->handle, HVK_PUBLICATION_GEOGRAPHY), day);
	fprintf(stream, " %s %s.", page_text(command, PAGE_GEOGRAPHY), day);
	for (size_t i = 0; i < 2; i++) {
		const char *value = hvk_publication_text(item->handle, fields[i]);

		if (*value)
			fprintf(stream, " %s %s %s.", page_text(command, PAGE_ONLY),
			        report_dimension(command, names[i]), value);
	}
	if (!*withdrawn || item->as_published)
		return;
	report_date(command, withdrawn, day);
	fprintf(stream, "\n%s %s: %s", page_text(command, PAGE_WITHDRAWN), day,
	        hvk_publication_text(item->handle, HVK_PUBLICATION_REASON));
}

static bool has_status(const struct page *page, enum hvk_published wanted)
{
	size_t sizes[PUBLISH_AXES_MAX] = { 1, 1, 1 }, member[PUBLISH_AXES_MAX];
	uint64_t count;

	for (size_t axis = 0; axis < page->axes; axis++)
		sizes[axis] = hvk_publication_members(page->publication, axis);
	for (member[0] = 0; member[0] < sizes[0]; member[0]++)
		for (member[1] = 0; member[1] < sizes[1]; member[1]++)
			for (member[2] = 0; member[2] < sizes[2]; member[2]++)
				if (hvk_publication_cell(page->publication, member, &count) == wanted)
					return true;
	return false;
}

/* What x means, how many there are, what else stands in place of a count. */
static void write_legend(const struct page *page, FILE *stream)
{
	const struct command *command = page->command;
	const struct hvk_publication *publication = page->publication;
	const uint64_t most = publish_count(publication, HVK_PUBLICATION_MIN_CELL) - 1;
	uint64_t cells = publish_count(publication, HVK_PUBLICATION_CELLS);
	uint64_t hidden = publish_count(publication, HVK_PUBLICATION_HIDDEN);
	const uint64_t share[] = { hidden, cells, cells ? (200 * hidden + cells) / (2 * cells) : 0 };
	bool zeros = strcmp(hvk_publication_text(publication, HVK_PUBLICATION_ZEROS), "protect") == 0;

	page_write_numbers(command, zeros ? PAGE_MEANING_ZEROS : PAGE_MEANING, &most, stream);
	fputc(' ', stream);
	page_write_numbers(command, PAGE_GUARANTEE, &most, stream);
	fputc('\n', stream);
	page_write_numbers(command, PAGE_SHARE, share, stream);
	/* Not how many: they are a count like the others, and nothing hides it when it is small. */
	fprintf(stream, "\n%s", page_text(command, PAGE_LATE));
	if (has_status(page, HVK_PUBLISHED_NOT_APPLICABLE))
		fprintf(stream, "\n%s", page_text(command, PAGE_NOT_APPLICABLE));
	if (has_status(page, HVK_PUBLISHED_NOT_COLLECTED))
		fprintf(stream, "\n%s", page_text(command, PAGE_NOT_COLLECTED));
}

static int put_head(const struct page *page, const struct release_item *item, const char *date)
{
	char *title = publish_title(page->command, page->publication, page->command->lang);
	int result = title ? render_heading(page->renderer, 1, title) : -1;
	struct text text;
	FILE *stream = result == 0 ? text_open(&text) : NULL;

	free(title);
	if (!stream)
		return -1;
	write_about(page, item, date, stream);
	fputc('\n', stream);
	write_legend(page, stream);
	return report_put_text(page->renderer, text_close(&text, stream));
}

/* ---- tables */

bool page_is_total(const struct page *page, size_t axis, size_t member)
{
	return member + 1 == hvk_publication_members(page->publication, axis);
}

const char *page_label(const struct page *page, size_t axis, size_t member)
{
	if (page_is_total(page, axis, member))
		return page_text(page->command, PAGE_TOGETHER);
	return hvk_publication_label(page->publication, axis, member, page->command->lang);
}

bool page_has_levels(const struct page *page, size_t axis)
{
	const char *first = NULL;

	for (size_t i = 0; !page_is_total(page, axis, i); i++) {
		const char *level = hvk_publication_level(page->publication, axis, i);

		if (strcmp(level, "other") == 0)
			continue;
		if (first && strcmp(first, level) != 0)
			return true;
		first = level;
	}
	return false;
}

static struct cell grid_cell(const struct page *page, const struct grid *grid, size_t row, size_t column)
{
	size_t member[PUBLISH_AXES_MAX] = { 0 };
	const char *status;

	member[grid->rows] = row;
	if (grid->columns != NO_AXIS)
		member[grid->columns] = column;
	if (grid->third != NO_AXIS)
		member[grid->third] = grid->member;
	return publish_cell(page->command, page->publication, member, &status);
}

static int put_grid_row(const struct page *page, const struct grid *grid, size_t row, size_t leading,
                        struct cell *cells)
{
	const char *level = hvk_publication_level(page->publication, grid->rows, row);
	bool total = page_is_total(page, grid->rows, row);
	size_t count = leading;

	cells[0] = cell_text(page_label(page, grid->rows, row));
	if (leading > 1)
		cells[1] = total || strcmp(level, "other") == 0 ? cell_empty()
		                                                : cell_text(report_dimension(page->command, level));
	for (size_t i = grid->first; i < grid->last; i++)
		cells[count++] = grid_cell(page, grid, row, i);
	return total ? render_total(page->renderer, cells) : render_row(page->renderer, cells);
}

static int put_grid(const struct page *page, const struct grid *grid)
{
	size_t leading = page_has_levels(page, grid->rows) ? 2 : 1, count = leading;
	size_t room = leading + grid->last - grid->first;
	struct render_column *columns = calloc(room, sizeof(*columns));
	struct cell *cells = calloc(room, sizeof(*cells));
	const char *axis = hvk_publication_axis(page->publication, grid->rows);
	int result = columns && cells ? 0 : -1;

	if (result == 0) {
		columns[0] = (struct render_column){ axis, report_dimension(page->command, axis), false };
		if (leading > 1)
			columns[1] = (struct render_column){ "level", page_text(page->command, PAGE_LEVEL), false };
		for (size_t i = grid->first; i < grid->last; i++) {
			struct render_column column = { "questions", report_text(page->command, TEXT_QUESTIONS), true };

			if (grid->columns != NO_AXIS) {
				column.key = hvk_publication_key(page->publication, grid->columns, i);
				column.title = page_label(page, grid->columns, i);
			}
			columns[count++] = column;
		}
		result = render_table_begin(page->renderer, columns, count, NULL);
	}
	for (size_t row = 0; result == 0 && row < hvk_publication_members(page->publication, grid->rows); row++)
		result = put_grid_row(page, grid, row, leading, cells);
	if (result == 0)
		result = render_table_end(page->renderer);
	free(columns);
	free(cells);
	return result;
}

/* A table for each so many columns, as evenly as they go; a workbook takes any number. */
static int put_grids(const struct page *page, struct grid grid)
{
	bool narrow = !(renderer_format(page->renderer)->traits & RENDER_BINARY);
	size_t count = grid.columns == NO_AXIS ? 1 : hvk_publication_members(page->publication, grid.columns);
	size_t parts, last;
	int result = 0;

	parts = narrow && count > COLUMNS_BESIDE + 1 ? (count + COLUMNS_BESIDE - 1) / COLUMNS_BESIDE : 1;
	for (size_t part = 0; part < parts && result == 0; part++) {
		last = (part + 1) * count / parts;
		grid.first = part * count / parts;
		grid.last = last;
		result = put_grid(page, &grid);
	}
	return result;
}

/* What is long goes down, what is short goes across. */
static void turn(const struct page *page, struct grid *grid)
{
	size_t rows = hvk_publication_members(page->publication, grid->rows), axis = grid->rows, columns;

	if (grid->columns == NO_AXIS)
		return;
	columns = hvk_publication_members(page->publication, grid->columns);
	if (columns <= COLUMNS_BESIDE + 1 || rows >= columns)
		return;
	grid->rows = grid->columns;
	grid->columns = axis;
}

/* With three axes a section for each time, first that of all together. */
static int put_tables(const struct page *page)
{
	struct grid grid = {
		.rows = 0, .columns = page->axes > 1 ? 1 : NO_AXIS, .third = page->axes > 2 ? 2 : NO_AXIS
	};
	size_t sections = page->axes > 2 ? hvk_publication_members(page->publication, 2) : 1;
	int result = 0;

	turn(page, &grid);
	for (size_t i = 0; i < sections && result == 0; i++) {
		grid.member = (i + sections - 1) % sections;
		if (page->axes > 2)
			result = render_heading(page->renderer, 2, page_label(page, 2, grid.member));
		if (result == 0)
			result = put_grids(page, grid);
	}
	return result;
}

int publish_put_page(struct command *command, struct renderer *renderer, const struct release_item *item,
                     const char *date)
{
	const struct page page = { command, renderer, item->handle, hvk_publication_axes(item->handle) };
	int result = put_head(&page, item, date);

	if (result == 0)
		result = page_put_places(&page);
	return result == 0 ? put_tables(&page) : -1;
}
