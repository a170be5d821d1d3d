/* SPDX-License-Identifier: EUPL-1.2 */
/* The head of the pages of a month and of a year: what they are, and what they are restricted to. */
#include "report-page.h"
#include "report-public.h"

/* "Alleen: gemeente Brugge, gemeente Oostkamp." Of a page about one gemeente that is all that is said of places. */
static void write_restrictions(const struct report *report, FILE *stream)
{
	static const char *const names[] = { "gemeente", "arrondissement", "province", "region", "desk", "geography" };
	enum { PLACES = 4 };
	const struct command *command = report->command;
	const char *value;
	bool any = report_is_of_one(report);

	if (any)
		fprintf(stream, "%s%s %s", report_text(command, TEXT_ONLY), report_dimension(command, names[0]),
		        report_label(report, SECTION_GEMEENTE, report->gemeente, command->lang));
	for (size_t i = any ? PLACES : 0; i < COUNT(names); i++) {
		for (size_t n = 0; (value = option_at(command, names[i], n)) != NULL; n++) {
			fprintf(stream, "%s%s %s", any ? ", " : report_text(command, TEXT_ONLY),
			        report_dimension(command, names[i]), value);
			any = true;
		}
	}
	fputs(any ? "." : report_text(command, TEXT_ALL_GEMEENTEN), stream);
}

/* Says it where questions of its months are there as counts only. */
static int put_counts_note(struct report *report)
{
	struct hvk_store *store = report->command->store;
	int first = report->year * 12 + report->month - 1;
	struct hvk_filter *filter = NULL;
	uint64_t counts = 0;
	char from[8], to[8];
	int result = hvk_filter_new(store, &filter);

	report_month_key(first, from);
	report_month_key(first + (int)report->months - 1, to);
	if (result == HVK_OK)
		result = hvk_filter_add(filter, "month", ">=", from);
	if (result == HVK_OK)
		result = hvk_filter_add(filter, "month", "<=", to);
	if (result == HVK_OK)
		result = hvk_store_counted(store, filter, &counts);
	hvk_filter_free(filter);
	if (result < 0)
		report->failed = true;
	return counts > 0 ? render_paragraph(report->renderer, report_text(report->command, TEXT_ONLY_COUNTS)) : 0;
}

int page_put_head(struct report *report, const char *title)
{
	const struct command *command = report->command;
	struct text text;
	FILE *stream;

	if (render_heading(report->renderer, 1, title) < 0)
		return -1;
	if (report->published ? public_put_origin(report) < 0
	                      : render_banner(report->renderer, report_text(command, TEXT_BANNER)) < 0)
		return -1;
	stream = text_open(&text);
	if (stream)
		write_restrictions(report, stream);
	if (report_put_text(report->renderer, text_close(&text, stream)) < 0)
		return -1;
	return report->published ? 0 : put_counts_note(report);
}
