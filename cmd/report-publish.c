/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report publish and show: what is asked for, protected, and handed on to be written. */
#include "report-publish.h"

#include <stdlib.h>
#include <unistd.h>

static const char *const levels[] = {
	"gemeente", "arrondissement", "province", "region", "theme", "theme-group", "channel", "asker", "asker-group",
	"age", "kind", "severity", "answer", "duration", "month", "quarter", "year", "schoolyear", NULL
};
static const char *const zero_words[] = { "camouflage", "protect", NULL };

const struct option_spec publish_by_options[] = {
	{ "by", 0, VALUE_DIMENSION, "A,B,...", "the levels it counts by: of places, of one list, of time", false,
	  levels },
	{ 0 }
};
const struct option_spec publish_by_plan_options[] = {
	{ "by", 0, VALUE_DIMENSION, "A,B,...", "the levels of a publication; once for each publication", true, levels },
	{ 0 }
};
const struct option_spec publish_options[] = {
	{ "period", 'p', VALUE_PERIOD, "PERIOD", "the months: 2026, 2026-Q4, sj2026, A..B, last-year ...", false,
	  NULL },
	{ "month", 'm', VALUE_PERIOD, "MONTH", "one month, 2026-10; last: the one before today's", false, NULL },
	{ "region", 0, VALUE_REGION, "NAME", "only its gemeenten, and itself as their total", false, NULL },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE",
	  "only these; else those of regions and houses; the others are one row", true, NULL },
	{ "min-cell", 0, VALUE_NUMBER, "K", "counts from 1 to K - 1 are hidden (as the last time, or 5); at least 3",
	  false, NULL },
	{ "zeros", 0, VALUE_WORD, "camouflage|protect",
	  "whether 0 is published, but for what protects others, or hidden as small counts are", false, zero_words },
	{ 0 }
};
const struct option_spec publish_plan_options[] = {
	{ "plan", 0, VALUE_NUMBER, "N", "publish what is due of a plan", false, NULL }, { 0 }
};
const struct option_spec publish_dry_options[] = {
	{ "dry-run", 'n', VALUE_NONE, NULL, "write nothing; show what it would do", false, NULL }, { 0 }
};

static int protect(struct release *release)
{
	struct hvk_publication **handles = calloc(release->count + 1, sizeof(*handles));
	int result;

	if (!handles)
		return fail_memory(release->command);
	for (size_t i = 0; i < release->count; i++)
		handles[i] = release->items[i].handle;
	result = hvk_publication_protect(handles, release->count);
	free(handles);
	return result < 0 ? fail_store(release->command) : EXIT_DONE;
}

/* ---------------------------------------------------------------- what is asked for */

static int take_if_due(struct release *release, struct hvk_publication *publication)
{
	bool over;
	int status = publish_is_over(release->command, publication, &over);

	if (status == EXIT_DONE && over)
		return release_take(release, publication);
	hvk_publication_free(publication);
	return status;
}

/* All of a plan that is due: they are protected together. */
static int add_plan(struct release *release, uint64_t number)
{
	struct command *command = release->command;
	struct hvk_publication *publication;
	int status = EXIT_DONE;

	for (const struct option_spec *spec = publish_options; spec->name; spec++)
		if (option_given(command, spec->name))
			return usage(command, "--plan says all that --%s does", spec->name);
	if (option_given(command, "by"))
		return usage(command, "--plan says all that --by does");
	for (size_t n = 0; status == EXIT_DONE; n++) {
		if (hvk_plan_open(command->store, number, n, &publication) < 0)
			return fail_store(command);
		if (!publication)
			break;
		status = take_if_due(release, publication);
	}
	if (status == EXIT_DONE && release->count == 0)
		status = fail(command, EXIT_NO, "nothing of plan %llu is due: its months are not over",
		              (unsigned long long)number);
	return status;
}

static int run(struct release *release)
{
	struct command *command = release->command;
	const char *by = option(command, "by");
	bool dry_run = option_given(command, "dry-run");
	int status = open_store(command, dry_run ? HVK_OPEN_READ : HVK_OPEN_WRITE, false);

	if (status == EXIT_DONE && option_given(command, "plan"))
		status = add_plan(release, option_number(command, "plan", 0));
	else if (status == EXIT_DONE)
		status = release_add(release, by ? by : "");
	if (status == EXIT_DONE)
		status = protect(release);
	if (status != EXIT_DONE)
		return status;
	if (dry_run)
		return release_put_loss(release);
	status = release_write(release, true);
	if (status == EXIT_DONE && (command->verbose || isatty(STDERR_FILENO)))
		release_note_loss(release);
	return status;
}

int report_publish(struct command *command)
{
	struct release release = { .command = command };
	char date[11];
	int status;

	/* The day does not change on the way from the files to the ledger. */
	today(command, date);
	if (hvk_store_set_today(command->store, date) < 0)
		return fail_store(command);
	status = run(&release);
	release_free(&release);
	return status;
}

int report_publish_show(struct command *command)
{
	struct release release = { .command = command };
	struct hvk_publication *publication;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = publish_open(command, command->operands[0], &publication);
	if (status == EXIT_DONE)
		status = release_take(&release, publication);
	if (status == EXIT_DONE)
		status = release_write(&release, false);
	release_free(&release);
	return status;
}
