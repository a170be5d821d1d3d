/* SPDX-License-Identifier: EUPL-1.2 */
/* The referrals in the report of a year: what became of them, and the partners they went to. */
#include "report-network.h"
#include "report-year.h"

/* Those of the year, of the places asked for, and of the gemeente that the page is about. */
static int make_filter_of(struct report *report, struct hvk_filter *filter)
{
	struct command *command = report->command;
	const char *months = report->periods[PERIOD_NOW].name;
	int status = report_filter_places(command, filter), result;

	if (status != EXIT_DONE)
		return status;
	result = hvk_filter_add(filter, "period", "=", months);
	if (result == HVK_OK && report_is_of_one(report))
		result = hvk_filter_add(filter, "gemeente", "=",
		                        report_key(report, SECTION_GEMEENTE, report->gemeente));
	return result < 0 ? fail_store(command) : EXIT_DONE;
}

static int run(struct report *report, const struct hvk_filter *filter)
{
	struct command *command = report->command;
	struct network_view view = { .command = command };
	char now[11];

	today(command, now);
	if (hvk_report_new(command->store, HVK_REPORT_REFERRALS, &report->referrals) < 0 ||
	    hvk_report_set(report->referrals, HVK_REPORT_BY, "partner") < 0 ||
	    hvk_report_set(report->referrals, HVK_REPORT_ON, now) < 0)
		return fail_store(command);
	hvk_report_set_filter(report->referrals, filter);
	if (hvk_report_run(report->referrals) < 0)
		return fail_store(command);
	view.report = report->referrals;
	if (report_referrals_made(&view) == 0) {
		hvk_report_free(report->referrals);
		report->referrals = NULL;
	}
	return EXIT_DONE;
}

int year_read_referrals(struct report *report)
{
	struct command *command = report->command;
	struct hvk_filter *filter;
	int status;

	hvk_report_free(report->referrals);
	report->referrals = NULL;
	/* Referrals are found by the gemeenten of today: those of another day are not to be told apart. */
	if (report_is_of_one(report) && option_given(command, "geography"))
		return EXIT_DONE;
	if (hvk_filter_new(command->store, &filter) < 0)
		return fail_store(command);
	status = make_filter_of(report, filter);
	if (status == EXIT_DONE)
		status = run(report, filter);
	hvk_filter_free(filter);
	return status;
}

int year_put_referrals(struct report *report)
{
	const struct network_view view = {
		.command = report->command, .report = report->referrals, .renderer = report->renderer, .page = true,
		.for_people = true, .labels = true
	};

	return report->referrals ? report_put_referrals(&view) : 0;
}

/* The counts of all and of each partner: "partner,speelpleinen,Speelpleinen Oostkamp,made,2026,12". */
static int put_row(struct report *report, size_t section, size_t row)
{
	struct hvk_report *referrals = report->referrals;
	const char *key = hvk_report_key(referrals, section, row, 0);
	const char *label = hvk_report_label(referrals, section, row, 0, report->command->lang);
	const struct hvk_report_column *column;
	int64_t value;
	double unused;

	for (size_t i = 1; (column = hvk_report_column(referrals, section, i)) != NULL; i++)
		if (column->form == HVK_REPORT_COUNT &&
		    hvk_report_value(referrals, section, row, i, &value, &unused) == 1 &&
		    page_put_fact(report, hvk_report_section(referrals, section), key, label, column->name, PERIOD_NOW,
		                  value) < 0)
			return -1;
	return 0;
}

int year_put_referral_facts(struct report *report)
{
	const struct hvk_report *referrals = report->referrals;

	for (size_t section = 0; referrals && section < hvk_report_sections(referrals); section++)
		for (size_t row = 0; row < hvk_report_rows(referrals, section); row++)
			if (put_row(report, section, row) < 0)
				return -1;
	return 0;
}
