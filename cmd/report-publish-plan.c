/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report publish plan: publications declared in advance, to be protected together. */
#include "report-publish.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/translate.h"

enum plan_column { PLAN, NTH, BY, PERIOD, REGION, DUE, PUBLICATION, PLAN_COLUMNS };

static const struct {
	const char *key, *title[2];
	bool numeric;
} headers[PLAN_COLUMNS] = {
	[PLAN] = { "plan", { "plan", "plan" }, true }, [NTH] = { "n", { "n", "n" }, true },
	[BY] = { "by", { "per", "by" }, false }, [PERIOD] = { "period", { "periode", "period" }, false },
	[REGION] = { "region", { "regio", "region" }, false }, [DUE] = { "due", { "kan nu", "due" }, false },
	[PUBLICATION] = { "publication", { "publicatie", "publication" }, true }
};

/* ---- declaring */

static int add_all(struct release *release)
{
	const char *by;
	int status = EXIT_DONE;

	for (size_t n = 0; status == EXIT_DONE && (by = option_at(release->command, "by", n)) != NULL; n++)
		status = release_add(release, by);
	return status;
}

static int declare(struct release *release)
{
	struct command *command = release->command;
	bool dry_run = option_given(command, "dry-run");
	struct hvk_publication **handles = calloc(release->count + 1, sizeof(*handles));
	uint64_t number = 0;
	int status = handles ? EXIT_DONE : fail_memory(command);

	for (size_t i = 0; i < release->count && handles; i++)
		handles[i] = release->items[i].handle;
	if (handles && hvk_plan_add(command->store, handles, release->count, dry_run, &number) < 0)
		status = fail_store(command);
	free(handles);
	if (status != EXIT_DONE)
		return status;
	if (dry_run)
		note(command, P_("dry run: plan %llu would hold %zu publication",
		                 "dry run: plan %llu would hold %zu publications", release->count),
		     (unsigned long long)number, release->count);
	else
		printf("%" PRIu64 "\n", number);
	return EXIT_DONE;
}

/* ---- listing */

static int put_one(struct command *command, struct output *output, uint64_t plan, size_t n,
                   struct hvk_publication *publication)
{
	struct cell cells[PLAN_COLUMNS];
	uint64_t number;
	bool over;
	int status = publish_is_over(command, publication, &over);

	if (status == EXIT_DONE && hvk_publication_find(publication, &number) < 0)
		status = fail_store(command);
	if (status != EXIT_DONE)
		return status;
	cells[PLAN] = cell_whole((int64_t)plan);
	cells[NTH] = cell_whole((int64_t)n + 1);
	cells[BY] = cell_text(hvk_publication_text(publication, HVK_PUBLICATION_BY));
	cells[PERIOD] = cell_text(hvk_publication_text(publication, HVK_PUBLICATION_PERIOD));
	cells[REGION] = cell_text(hvk_publication_text(publication, HVK_PUBLICATION_REGION));
	cells[DUE] = cell_text(!over || number ? "no" : "yes");
	cells[PUBLICATION] = number ? cell_whole((int64_t)number) : cell_empty();
	if (output_labels(output) && command->lang == HVK_NL)
		cells[DUE] = cell_text(!over || number ? "nee" : "ja");
	return render_row(output_renderer(output), cells) < 0 ? output_fail(command, output) : EXIT_DONE;
}

static int put_plans(struct command *command, struct output *output)
{
	uint64_t last;
	int status = EXIT_DONE;

	if (hvk_plan_last(command->store, &last) < 0)
		return fail_store(command);
	for (uint64_t plan = 1; plan <= last; plan++) {
		for (size_t n = 0; status == EXIT_DONE; n++) {
			struct hvk_publication *publication;

			if (hvk_plan_open(command->store, plan, n, &publication) < 0)
				return fail_store(command);
			if (!publication)
				break;
			status = put_one(command, output, plan, n, publication);
			hvk_publication_free(publication);
		}
	}
	return status;
}

static int list_plans(struct command *command)
{
	static const char *const with_by[] = {
		"period", "month", "region", "gemeente", "min-cell", "zeros", "dry-run"
	};
	struct render_column columns[PLAN_COLUMNS];
	struct output *output;
	int status;

	for (size_t i = 0; i < COUNT(with_by); i++)
		if (option_given(command, with_by[i]))
			return usage(command, "--%s is for a plan with --by", with_by[i]);
	status = open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE)
		status = output_open(command, formats_but_ids, &output);
	if (status != EXIT_DONE)
		return status;
	for (size_t i = 0; i < PLAN_COLUMNS; i++)
		columns[i] = (struct render_column){ headers[i].key, headers[i].title[command->lang],
		                                     headers[i].numeric };
	if (render_table_begin(output_renderer(output), columns, PLAN_COLUMNS, NULL) < 0)
		return output_close(command, output, output_fail(command, output));
	status = put_plans(command, output);
	if (status == EXIT_DONE && render_table_end(output_renderer(output)) < 0)
		status = output_fail(command, output);
	return output_close(command, output, status);
}

int report_publish_plan(struct command *command)
{
	struct release release = { .command = command };
	int status;

	if (!option_given(command, "by"))
		return list_plans(command);
	status = open_store_to_change(command, false);
	if (status == EXIT_DONE)
		status = add_all(&release);
	if (status == EXIT_DONE)
		status = declare(&release);
	release_free(&release);
	return status;
}
