/* SPDX-License-Identifier: EUPL-1.2 */
/* A publication as rows: its cells, the links of its axes, their members. Keys only, so that it is the same in every
 * language. */
#include "report-publish.h"

#include <stdlib.h>
#include <string.h>

struct cell publish_cell(const struct command *command, const struct hvk_publication *publication,
                         const size_t member[], const char **status)
{
	uint64_t count;
	enum hvk_published published = hvk_publication_cell(publication, member, &count);

	*status = hvk_published_name(published);
	switch (published) {
	case HVK_PUBLISHED_OK:
		return cell_whole((int64_t)count);
	case HVK_PUBLISHED_HIDDEN:
		return cell_hidden();
	case HVK_PUBLISHED_NOT_APPLICABLE:
		return cell_text(command->lang == HVK_NL ? "n.v.t." : "n/a");
	default:
		return cell_text("–");
	}
}

/* ---- cells */

/* The next cell, the last axis fastest. False at the end. */
static bool next_cell(const struct hvk_publication *publication, size_t member[])
{
	for (size_t axis = hvk_publication_axes(publication); axis-- > 0;) {
		if (++member[axis] < hvk_publication_members(publication, axis))
			return true;
		member[axis] = 0;
	}
	return false;
}

int publish_put_rows(const struct command *command, struct renderer *renderer,
                     const struct hvk_publication *publication)
{
	size_t axes = hvk_publication_axes(publication), member[PUBLISH_AXES_MAX] = { 0 };
	struct render_column columns[PUBLISH_AXES_MAX + 2];
	struct cell cells[PUBLISH_AXES_MAX + 2];
	const char *status;

	for (size_t axis = 0; axis < axes; axis++) {
		const char *name = hvk_publication_axis(publication, axis);

		columns[axis] = (struct render_column){ name, report_dimension(command, name), false };
	}
	columns[axes] = (struct render_column){ "count", report_text(command, TEXT_QUESTIONS), true };
	columns[axes + 1] = (struct render_column){ "status", report_dimension(command, "status"), false };
	if (render_table_begin(renderer, columns, axes + 2, NULL) < 0)
		return -1;
	do {
		for (size_t axis = 0; axis < axes; axis++)
			cells[axis] = cell_text(hvk_publication_key(publication, axis, member[axis]));
		cells[axes] = publish_cell(command, publication, member, &status);
		if (cells[axes].type == CELL_TEXT)
			cells[axes] = cell_empty();
		cells[axes + 1] = cell_text(status);
		if (render_row(renderer, cells) < 0)
			return -1;
	} while (next_cell(publication, member));
	return render_table_end(renderer);
}

/* ---- CSV in memory */

static struct renderer *begin_csv(const struct command *command, struct text *text, FILE **stream)
{
	struct renderer *renderer;

	*stream = text_open(text);
	if (!*stream)
		return NULL;
	renderer = output_renderer_on(command, render_format_find("csv"), *stream, false, 0);
	if (renderer)
		return renderer;
	fclose(*stream);
	free(text->bytes);
	*text = (struct text){ NULL, 0 };
	return NULL;
}

static int end_csv(struct renderer *renderer, FILE *stream, struct text *text, int result)
{
	if (result == 0)
		result = render_finish(renderer);
	renderer_free(renderer);
	if (fclose(stream) != 0)
		result = -1;
	if (result < 0) {
		free(text->bytes);
		*text = (struct text){ NULL, 0 };
	}
	return result;
}

int publish_make_table(const struct command *command, const struct hvk_publication *publication, struct text *text)
{
	FILE *stream;
	struct renderer *renderer = begin_csv(command, text, &stream);

	if (!renderer)
		return -1;
	return end_csv(renderer, stream, text, publish_put_rows(command, renderer, publication));
}

static int put_links(struct renderer *renderer, const struct hvk_publication *publication)
{
	static const struct render_column columns[] = {
		{ "dim", "dim", false }, { "parent", "parent", false }, { "child", "child", false },
		{ "set", "set", false }
	};
	size_t parent, child;
	const char *set;

	if (render_table_begin(renderer, columns, COUNT(columns), NULL) < 0)
		return -1;
	for (size_t axis = 0; axis < hvk_publication_axes(publication); axis++) {
		for (size_t n = 0; hvk_publication_link(publication, axis, n, &parent, &child, &set) > 0; n++) {
			const struct cell cells[] = {
				cell_text(hvk_publication_axis(publication, axis)),
				cell_text(hvk_publication_key(publication, axis, parent)),
				cell_text(hvk_publication_key(publication, axis, child)), cell_text(set)
			};

			if (render_row(renderer, cells) < 0)
				return -1;
		}
	}
	return render_table_end(renderer);
}

int publish_make_hierarchy(const struct command *command, const struct hvk_publication *publication, struct text *text)
{
	FILE *stream;
	struct renderer *renderer = begin_csv(command, text, &stream);

	return renderer ? end_csv(renderer, stream, text, put_links(renderer, publication)) : -1;
}

static int put_members(struct renderer *renderer, const struct hvk_publication *publication)
{
	static const struct render_column columns[] = {
		{ "dim", "dim", false }, { "key", "key", false }, { "level", "level", false },
		{ "label_nl", "label_nl", false }, { "label_en", "label_en", false }
	};

	if (render_table_begin(renderer, columns, COUNT(columns), NULL) < 0)
		return -1;
	for (size_t axis = 0; axis < hvk_publication_axes(publication); axis++) {
		for (size_t n = 0; n < hvk_publication_members(publication, axis); n++) {
			const struct cell cells[] = {
				cell_text(hvk_publication_axis(publication, axis)),
				cell_text(hvk_publication_key(publication, axis, n)),
				cell_text(hvk_publication_level(publication, axis, n)),
				cell_text(hvk_publication_label(publication, axis, n, HVK_NL)),
				cell_text(hvk_publication_label(publication, axis, n, HVK_EN))
			};

			if (render_row(renderer, cells) < 0)
				return -1;
		}
	}
	return render_table_end(renderer);
}

int publish_make_members(const struct command *command, const struct hvk_publication *publication, struct text *text)
{
	FILE *stream;
	struct renderer *renderer = begin_csv(command, text, &stream);

	return renderer ? end_csv(renderer, stream, text, put_members(renderer, publication)) : -1;
}
