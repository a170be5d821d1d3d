/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-register received: the questions of a desk in a month are in, also when there were none. */
#include "register.h"

#include <string.h>

const struct option_spec received_options[] = {
	{ "desk", 0, VALUE_DESK, "DESK", "whose questions are in; required", false, NULL },
	{ "month", 'm', VALUE_PERIOD, "MONTH", "the month they are of, 2026-10 or last-month; required", false, NULL },
	{ "on", 0, VALUE_DATE, "DATE", "when they came in (today, unless it is known)", false, NULL },
	{ "remove", 0, VALUE_NONE, NULL, "take it back: they are not in", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "check all, write nothing", false, NULL },
	{ 0 }
};

static int find_month(struct command *command, char month[8])
{
	const char *text = option(command, "month");
	char last[8];

	if (hvk_period_resolve(command->store, text, month, last) < 0)
		return fail_store(command);
	if (strcmp(month, last) != 0)
		return usage(command, "--month: expected one month, as 2026-10 or last-month; found '%s'", text);
	return EXIT_DONE;
}

static void tell(const struct command *command, const char *desk, const char *month, bool changed)
{
	if (option_given(command, "dry-run") && changed)
		note(command, "dry run: %s %s would change", desk, month);
	else if (!changed)
		note(command, "%s %s: nothing changed", desk, month);
	else if (option_given(command, "remove"))
		note(command, "%s %s: not received", desk, month);
	else
		note(command, "%s %s: received", desk, month);
}

int register_received(struct command *command)
{
	const char *desk = option(command, "desk");
	bool dry_run = option_given(command, "dry-run"), changed;
	char month[8];
	int status, result;

	if (!desk || !option_given(command, "month"))
		return usage(command, "received: expected --desk DESK and --month MONTH");
	if (option_given(command, "remove") && option_given(command, "on"))
		return usage(command, "--remove takes no --on: nothing came in on any day");
	status = find_month(command, month);
	if (status == EXIT_DONE)
		status = register_open(command, HVK_OPEN_WRITE, dry_run);
	if (status != EXIT_DONE)
		return status;
	if (option_given(command, "remove"))
		result = hvk_delivery_remove(command->store, desk, month, dry_run, &changed);
	else
		result = hvk_delivery_add(command->store, desk, month, option(command, "on"), dry_run, &changed);
	if (result < 0)
		return fail_store(command);
	tell(command, desk, month, changed);
	return EXIT_DONE;
}
