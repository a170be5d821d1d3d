/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report publish --dry-run: what would be hidden, for who decides on it. These are true counts: internal. */
#include "report-publish.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/translate.h"

static const struct {
	const char *key, *title[2];
	bool numeric;
} headers[] = {
	{ "by", { "publicatie", "publication" }, false }, { "levels", { "niveaus", "levels" }, false },
	{ "cells", { "cellen", "cells" }, true }, { "hidden", { "verborgen", "hidden" }, true },
	{ "sensitive", { "daarvan gevoelig", "of these sensitive" }, true },
	{ "share_hidden", { "% van de cellen", "% of the cells" }, true },
	{ "questions", { "vragen", "questions" }, true },
	{ "questions_hidden", { "in verborgen cellen", "in hidden cells" }, true },
	{ "share_questions_hidden", { "% van de vragen", "% of the questions" }, true }
};
static const char *const together[2] = { "Publicaties samen beschermd", "Publications protected together" };
enum { LOSS_COLUMNS = COUNT(headers), HIDDEN_COLUMNS = PUBLISH_AXES_MAX + 3, LEVELS_MAX = 256 };

/* The levels of a combination: "gemeente,total". */
static void join_levels(const struct hvk_publication *publication, const char *const levels[], char text[LEVELS_MAX])
{
	size_t used = 0;

	for (size_t i = 0; i < hvk_publication_axes(publication) && used < LEVELS_MAX; i++)
		used += (size_t)snprintf(text + used, LEVELS_MAX - used, "%s%s", i ? "," : "", levels[i]);
}

/* The combination with most cells, the finest. False when the publication was not protected now. */
static bool find_finest(const struct hvk_publication *publication, char levels[LEVELS_MAX], struct hvk_loss *finest)
{
	const char *names[PUBLISH_AXES_MAX];
	struct hvk_loss loss;

	*finest = (struct hvk_loss){ 0 };
	for (size_t n = 0; hvk_publication_loss(publication, n, names, &loss) > 0; n++) {
		if (loss.cells < finest->cells || loss.cells == 0)
			continue;
		*finest = loss;
		join_levels(publication, names, levels);
	}
	return finest->cells > 0;
}

/* ---- tables */

static struct cell share_cell(uint64_t part, uint64_t whole, bool percent)
{
	if (whole == 0)
		return cell_empty();
	return percent ? cell_real(100.0 * (double)part / (double)whole, 0)
	               : cell_real((double)part / (double)whole, 4);
}

/* A row for each combination of levels. */
static int put_losses(const struct release *release, const struct release_item *item, struct renderer *renderer)
{
	size_t first = release->count > 1 ? 0 : 1;
	bool percent = (renderer_format(renderer)->traits & RENDER_LABELS) != 0;
	const char *names[PUBLISH_AXES_MAX];
	char levels[LEVELS_MAX];
	struct hvk_loss loss;

	for (size_t n = 0; hvk_publication_loss(item->handle, n, names, &loss) > 0; n++) {
		join_levels(item->handle, names, levels);
		const struct cell cells[LOSS_COLUMNS] = {
			cell_text(hvk_publication_text(item->handle, HVK_PUBLICATION_BY)), cell_text(levels),
			cell_whole((int64_t)loss.cells), cell_whole((int64_t)loss.hidden),
			cell_whole((int64_t)loss.sensitive),
			share_cell(loss.hidden, loss.cells, percent), cell_whole((int64_t)loss.count),
			cell_whole((int64_t)loss.hidden_count), share_cell(loss.hidden_count, loss.count, percent)
		};

		if (render_row(renderer, cells + first) < 0)
			return -1;
	}
	return 0;
}

static int put_loss_table(const struct release *release, struct renderer *renderer)
{
	struct render_column columns[LOSS_COLUMNS];
	size_t first = release->count > 1 ? 0 : 1;

	for (size_t i = 0; i < LOSS_COLUMNS; i++)
		columns[i] = (struct render_column){ headers[i].key, headers[i].title[release->command->lang],
		                                     headers[i].numeric };
	if (render_table_begin(renderer, columns + first, LOSS_COLUMNS - first, NULL) < 0)
		return -1;
	for (size_t i = 0; i < release->count; i++)
		if (put_losses(release, &release->items[i], renderer) < 0)
			return -1;
	return render_table_end(renderer);
}

static int put_hidden_cell(const struct command *command, struct renderer *renderer,
                           const struct hvk_publication *publication, const size_t member[])
{
	size_t axes = hvk_publication_axes(publication);
	struct cell cells[HIDDEN_COLUMNS];
	uint64_t count;
	bool sensitive;

	if (hvk_publication_cell(publication, member, &count) != HVK_PUBLISHED_HIDDEN ||
	    hvk_publication_truth(publication, member, &count, &sensitive) < 0)
		return 0;
	for (size_t axis = 0; axis < axes; axis++)
		cells[axis] = cell_text(renderer_format(renderer)->traits & RENDER_LABELS
		                        ? hvk_publication_label(publication, axis, member[axis], command->lang)
		                        : hvk_publication_key(publication, axis, member[axis]));
	cells[axes] = cell_whole((int64_t)count);
	cells[axes + 1] = cell_text(sensitive ? command->lang == HVK_NL ? "gevoelig" : "sensitive" : "");
	return render_row(renderer, cells);
}

/* Each hidden cell with its count. */
static int put_hidden(const struct command *command, struct renderer *renderer,
                      const struct hvk_publication *publication)
{
	size_t axes = hvk_publication_axes(publication), sizes[PUBLISH_AXES_MAX] = { 1, 1, 1 };
	size_t m[PUBLISH_AXES_MAX] = { 0 };
	struct render_column columns[HIDDEN_COLUMNS];

	for (size_t axis = 0; axis < axes && axis < PUBLISH_AXES_MAX; axis++) {
		const char *name = hvk_publication_axis(publication, axis);

		sizes[axis] = hvk_publication_members(publication, axis);
		columns[axis] = (struct render_column){ name, report_dimension(command, name), false };
	}
	columns[axes] = (struct render_column){ "questions", report_text(command, TEXT_QUESTIONS), true };
	columns[axes + 1] = (struct render_column){ "sensitive", command->lang == HVK_NL ? "waarom" : "why", false };
	if (render_table_begin(renderer, columns, axes + 2, NULL) < 0)
		return -1;
	for (m[0] = 0; m[0] < sizes[0]; m[0]++)
		for (m[1] = 0; m[1] < sizes[1]; m[1]++)
			for (m[2] = 0; m[2] < sizes[2]; m[2]++)
				if (put_hidden_cell(command, renderer, publication, m) < 0)
					return -1;
	return render_table_end(renderer);
}

static int put_loss(const struct release *release, struct renderer *renderer)
{
	struct command *command = release->command;
	bool titles = (renderer_format(renderer)->traits & RENDER_TITLES) != 0;
	bool losses = titles || !command->verbose;
	char *title = release->count > 1 ? strdup(together[command->lang])
	                                 : publish_title(command, release->items[0].handle, command->lang);
	int result = title ? render_heading(renderer, 1, title) : -1;

	if (result == 0)
		result = render_banner(renderer, report_text(command, TEXT_BANNER));
	if (result == 0 && losses)
		result = put_loss_table(release, renderer);
	free(title);
	for (size_t i = 0; i < release->count && result == 0 && command->verbose; i++) {
		title = publish_title(command, release->items[i].handle, command->lang);
		result = title ? render_heading(renderer, 2, title) : -1;
		free(title);
		if (result == 0)
			result = put_hidden(command, renderer, release->items[i].handle);
	}
	return result;
}

/* ---- a coarser grid */

/* "theme-group for theme, quarter for month": what could take the place of its levels, of lists, time and places; ""
 * for nothing. text has room for LEVELS_MAX. */
static void find_coarser(const struct hvk_publication *publication, char *text)
{
	static const char *const order[] = { "theme", "asker", "month", "quarter", "gemeente", "arrondissement" };
	const char *by = hvk_publication_text(publication, HVK_PUBLICATION_BY), *coarser;
	size_t used = 0;

	*text = '\0';
	for (size_t i = 0; i < COUNT(order); i++)
		if (publish_find_level(by, order[i]) &&
		    (coarser = hvk_publication_coarser(publication, order[i])) != NULL)
			used += (size_t)snprintf(text + used, LEVELS_MAX - used, _("%s%s for %s"), used ? ", " : "",
			                         coarser, order[i]);
}

/* Whether more than half of the questions of the finest cells would be hidden, and what to try then. */
static bool hides_most(const struct hvk_publication *publication, char *levels, struct hvk_loss *finest, char *coarser)
{
	if (!find_finest(publication, levels, finest) || 2 * finest->hidden_count <= finest->count)
		return false;
	find_coarser(publication, coarser);
	return true;
}

/* Whether a publication before it is proposed the same. */
static bool is_proposed(const struct release *release, size_t before, const char *coarser)
{
	char levels[LEVELS_MAX], other[LEVELS_MAX];
	struct hvk_loss finest;

	for (size_t i = 0; i < before; i++)
		if (hides_most(release->items[i].handle, levels, &finest, other) && strcmp(coarser, other) == 0)
			return true;
	return false;
}

/* How many from this one on are. */
static size_t count_proposed(const struct release *release, size_t first, const char *coarser)
{
	char levels[LEVELS_MAX], other[LEVELS_MAX];
	struct hvk_loss finest;
	size_t count = 0;

	for (size_t i = first; i < release->count; i++)
		count += hides_most(release->items[i].handle, levels, &finest, other) && strcmp(coarser, other) == 0;
	return count;
}

/* A word for one, and one for all that the same is proposed to, as for each answer. */
static void propose(const struct release *release, size_t i)
{
	const struct command *command = release->command;
	char levels[LEVELS_MAX], coarser[LEVELS_MAX];
	struct hvk_loss finest;
	size_t alike;

	if (!hides_most(release->items[i].handle, levels, &finest, coarser) || is_proposed(release, i, coarser))
		return;
	alike = count_proposed(release, i, coarser);
	if (alike == 1)
		message(command, "%s: %llu of the %llu questions would be hidden, more than half; coarser: %s", levels,
		        (unsigned long long)finest.hidden_count, (unsigned long long)finest.count,
		        *coarser ? coarser : _("a longer period"));
	else
		message(command, "of %zu of these %zu publications more than half of the questions would be hidden; "
		                 "coarser: %s", alike, release->count, *coarser ? coarser : _("a longer period"));
}

/* Months apart are mostly gaps. */
static void propose_grid(const struct release *release)
{
	for (size_t i = 0; i < release->count; i++) {
		const struct hvk_publication *publication = release->items[i].handle;
		const char *by = hvk_publication_text(publication, HVK_PUBLICATION_BY);
		char levels[LEVELS_MAX], coarser[LEVELS_MAX];
		struct hvk_loss finest;

		if (!hides_most(publication, levels, &finest, coarser) || !publish_find_level(by, "gemeente") ||
		    (!publish_find_level(by, "month") && !option_given(release->command, "month")))
			continue;
		message(release->command, "or each month --by theme-group and --by gemeente apart, and --by "
		                          "gemeente,theme-group once a year");
		return;
	}
}

/* ---- all of it */

/* The command without the options that name a place: nothing is written there. */
static int without_place(const struct command *command, struct command *without)
{
	*without = *command;
	without->value_count = 0;
	without->values = calloc(command->value_count + 1, sizeof(*without->values));
	if (!without->values)
		return fail_memory(command);
	for (size_t i = 0; i < command->value_count; i++)
		if (strcmp(command->values[i].spec->name, "output") != 0 &&
		    strcmp(command->values[i].spec->name, "if-changed") != 0)
			without->values[without->value_count++] = command->values[i];
	return EXIT_DONE;
}

static void note_entered(const struct release *release)
{
	for (size_t i = 0; i < release->count; i++) {
		uint64_t number = publish_count(release->items[i].handle, HVK_PUBLICATION_NUMBER);

		if (number > 0)
			note(release->command, "this is publication %llu already; nothing would be entered",
			     (unsigned long long)number);
	}
}

/* Where it is a tenth or more that is hidden only for what was published before. */
static void note_beside(const struct command *command, const struct hvk_publication *publication)
{
	uint64_t cells = publish_count(publication, HVK_PUBLICATION_CELLS), beside = hvk_publication_beside(publication);

	if (beside == 0 || 10 * beside < cells)
		return;
	note(command, "%s: %llu of %llu counts are hidden only because of what was published of these months before; "
	              "what is declared together with 'publish plan' hides less",
	     hvk_publication_text(publication, HVK_PUBLICATION_BY), (unsigned long long)beside,
	     (unsigned long long)cells);
}

/* What is on record hides what it hides; what it would hide is not known any more. */
static bool all_entered(const struct release *release)
{
	for (size_t i = 0; i < release->count; i++)
		if (publish_count(release->items[i].handle, HVK_PUBLICATION_NUMBER) == 0)
			return false;
	return true;
}

int release_put_loss(struct release *release)
{
	struct command without;
	struct output *output;
	int status;

	if (all_entered(release)) {
		note_entered(release);
		return EXIT_DONE;
	}
	status = without_place(release->command, &without);
	if (status != EXIT_DONE)
		return status;
	status = output_open(&without, formats_but_ids, &output);
	if (status == EXIT_DONE) {
		int result = put_loss(release, output_renderer(output));

		status = output_close(&without, output, result < 0 ? output_fail(&without, output) : EXIT_DONE);
	}
	free(without.values);
	if (status != EXIT_DONE)
		return status;
	note_entered(release);
	for (size_t i = 0; i < release->count; i++) {
		note_beside(release->command, release->items[i].handle);
		propose(release, i);
	}
	propose_grid(release);
	return EXIT_DONE;
}

void release_note_loss(const struct release *release)
{
	for (size_t i = 0; i < release->count; i++) {
		const struct hvk_publication *publication = release->items[i].handle;
		uint64_t cells = publish_count(publication, HVK_PUBLICATION_CELLS);
		uint64_t hidden = publish_count(publication, HVK_PUBLICATION_HIDDEN);
		char levels[LEVELS_MAX];
		struct hvk_loss finest;

		note(release->command, "publication %llu: %llu of %llu counts hidden",
		     (unsigned long long)release->items[i].number, (unsigned long long)hidden,
		     (unsigned long long)cells);
		if (find_finest(publication, levels, &finest))
			note(release->command, "%s: %llu of %llu questions hidden", levels,
			     (unsigned long long)finest.hidden_count, (unsigned long long)finest.count);
		note_beside(release->command, publication);
	}
}
