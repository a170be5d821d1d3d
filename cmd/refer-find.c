/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-refer find: the offers that fit, the best first, with the person to ring. */
#include "common/translate.h"
#include "refer.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "render/sparse.h"

static const char *const gap_list[] = { "gap_reason", NULL };

const struct option_spec find_options[] = {
	{ "theme", 't', VALUE_CODE, "CODE", "what is asked; an offer for its group fits too", false, NULL },
	{ "gemeente", 'g', VALUE_GEMEENTE, "GEMEENTE", "of the family: name, NIS code, postcode or deelgemeente", false,
	  NULL },
	{ "age", 0, VALUE_CODE, "AGE", "of the child: 2, '18 maanden', 3-5, prenataal", false, NULL },
	{ "audience", 0, VALUE_CODE, "CODE", "who would take part", false, NULL },
	{ "target", 0, VALUE_CODE, "CODE", "the kind of family", false, NULL },
	{ "language", 0, VALUE_CODE, "CODE", "that the family speaks: fr, tr, vgt", false, NULL },
	{ "words", 0, VALUE_TEXT, "WORDS", "only offers whose text has all these words, or theirs", false, NULL },
	{ "on", 0, VALUE_DATE, "DATE", "what is on offer that day (today)", false, NULL },
	{ "limit", 'l', VALUE_NUMBER, "N", "at most so many offers (10 on a terminal, else all)", false, NULL },
	{ "explain", 0, VALUE_NONE, NULL, "by which rules each offer stands where it stands", false, NULL },
	{ "gap", 0, VALUE_CODE, "REASON",
	  "count this need as unmet, for the report on gaps: geen-aanbod, wachtlijst ...", false, gap_list },
	{ "month", 'm', VALUE_DATE, "MONTH", "with --gap: the month it counts in (this month)", false, NULL },
	{ "exit-status", 'e', VALUE_NONE, NULL, "exit with 1 when nothing fits", false, NULL },
	{ "dry-run", 'n', VALUE_NONE, NULL, "with --gap: count nothing", false, NULL },
	{ 0 }
};

const char *refer_key(struct hvk_record *record, const char *column)
{
	return record ? hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), column), NULL) : NULL;
}

const char *refer_label(struct hvk_record *record, const char *column, enum hvk_lang lang)
{
	return record ? hvk_record_label(record, hvk_type_find_column(hvk_record_type(record), column), lang) : NULL;
}

/* ---------------------------------------------------------------- what a row of the answer holds */

enum whose { OFFER, PARTNER, PERSON };

/* The columns besides the rank. Machines get keys under key, people labels under title. */
static const struct {
	enum whose whose;
	const char *column;
	const char *key, *title[2];
	bool machines, people; /* for whom it stands there */
} found_columns[] = {
	{ OFFER, "slug", "offer", { "kenmerk aanbod", "offer slug" }, true, false },
	{ OFFER, "name", "offer_name", { "aanbod", "offer" }, true, true },
	{ PARTNER, "slug", "partner", { "kenmerk partner", "partner slug" }, true, false },
	{ PARTNER, "name", "partner_name", { "partner", "partner" }, true, true },
	{ PERSON, "slug", "person", { "kenmerk persoon", "person slug" }, true, false },
	{ PERSON, "name", "person_name", { "bel", "ring" }, true, true },
	{ PERSON, "phone", "person_phone", { "op", "at" }, true, true },
	{ PERSON, "reachable", "reachable", { "bereikbaar", "reachable" }, true, true },
	{ PARTNER, "phone", "partner_phone", { "telefoon partner", "partner's phone" }, true, false },
	{ OFFER, "form", "form", { "vorm", "form" }, true, false },
	{ OFFER, "age", "age", { "leeftijd", "ages" }, true, false },
	{ OFFER, "language", "language", { "talen", "languages" }, true, false },
	{ OFFER, "cost", "cost", { "kostprijs", "cost" }, true, false },
	{ OFFER, "waiting_days", "waiting_days", { "wachttijd (dagen)", "waiting (days)" }, true, true },
	{ OFFER, "referred_by", "referred_by", { "verwijzing door", "referred by" }, true, false },
	{ OFFER, "verified_on", "verified_on", { "nagekeken op", "verified on" }, true, false },
};
enum { COLUMNS = COUNT(found_columns) + 1 };

struct finding {
	struct command *command;
	struct hvk_match *match;
	struct output *output;
	bool people, ids;
	uint64_t limit, found;
	struct render_column headers[COLUMNS];
	struct sparse_table table;     /* for people, who need no columns of nothing */
};

static struct hvk_record *record_of(struct hvk_match *match, enum whose whose)
{
	if (whose == OFFER)
		return hvk_match_offer(match);
	return whose == PARTNER ? hvk_match_partner(match) : hvk_match_person(match);
}

/* Of ids only the slug of the offer is written. */
static bool is_shown(const struct finding *finding, size_t n)
{
	if (finding->ids)
		return n == 0;
	return finding->people ? found_columns[n].people : found_columns[n].machines;
}

static size_t make_headers(struct finding *finding)
{
	enum hvk_lang lang = finding->command->lang;
	struct render_column *headers = finding->headers;
	size_t count = 0;

	if (!finding->ids)
		headers[count++] = (struct render_column){ "rank", lang == HVK_NL ? "nr" : "no", true };
	for (size_t i = 0; i < COUNT(found_columns); i++)
		if (is_shown(finding, i))
			headers[count++] = (struct render_column){
				found_columns[i].key, found_columns[i].title[lang],
				strcmp(found_columns[i].column, "waiting_days") == 0
			};
	return count;
}

/* People are told a number to ring in any case: that of the partner where the person has none. */
static const char *found_text(const struct finding *finding, size_t n)
{
	struct hvk_record *record = record_of(finding->match, found_columns[n].whose);
	const char *column = found_columns[n].column, *text;

	if (!output_labels(finding->output))
		return refer_key(record, column);
	text = refer_label(record, column, finding->command->lang);
	if (!text && finding->people && strcmp(found_columns[n].key, "person_phone") == 0)
		text = refer_label(hvk_match_partner(finding->match), column, finding->command->lang);
	return text;
}

/* A record keeps one label at a time, so those of a row are copied. */
static int write_row(struct finding *finding)
{
	struct command *command = finding->command;
	char *copies[COLUMNS] = { NULL };
	struct cell cells[COLUMNS];
	size_t count = 0;
	int status = EXIT_DONE;

	if (!finding->ids)
		cells[count++] = cell_whole((int64_t)finding->found);
	for (size_t i = 0; i < COUNT(found_columns) && status == EXIT_DONE; i++) {
		const char *text;

		if (!is_shown(finding, i))
			continue;
		text = found_text(finding, i);
		if (text && !(copies[count] = strdup(text)))
			status = fail_memory(command);
		cells[count] = cell_text(copies[count]);
		count++;
	}
	if (status == EXIT_DONE && (finding->people ? sparse_row(&finding->table, cells)
	                                            : render_row(output_renderer(finding->output), cells)) < 0)
		status = output_fail(command, finding->output);
	for (size_t i = 0; i < COUNT(copies); i++)
		free(copies[i]);
	return status;
}

/* ---------------------------------------------------------------- why */

static const struct render_column *rule_headers(const struct finding *finding)
{
	static const struct render_column headers[2][5] = {
		[HVK_NL] = { { "rank", "nr", true }, { "offer", "aanbod", false }, { "rule", "regel", false },
		             { "points", "afstand", true }, { "finding", "bevinding", false } },
		[HVK_EN] = { { "rank", "no", true }, { "offer", "offer", false }, { "rule", "rule", false },
		             { "points", "distance", true }, { "finding", "finding", false } },
	};

	return headers[finding->command->lang] + (finding->people ? 2 : 0);
}

/* "bel An Voorbeeld, 050 00 00 01": the person, or else the partner. */
static char *ring_text(const struct finding *finding)
{
	struct hvk_record *partner = hvk_match_partner(finding->match), *person = hvk_match_person(finding->match);
	const char *name = refer_key(person ? person : partner, "name");
	const char *phone = refer_key(person, "phone");
	char *text;

	if (!phone)
		phone = refer_key(partner, "phone");
	if (asprintf(&text, "%s %s%s%s", finding->command->lang == HVK_NL ? "bel" : "ring", name, phone ? ", " : "",
	             phone ? phone : "") < 0)
		return NULL;
	return text;
}

/* For people, a heading an offer; machines get the offer in every row. */
static int explain_begin(struct finding *finding)
{
	struct renderer *renderer = output_renderer(finding->output);
	char *ring = ring_text(finding), *heading = NULL;
	int status = EXIT_DONE;

	if (asprintf(&heading, "%llu. %s (%s)", (unsigned long long)finding->found,
	             refer_key(hvk_match_offer(finding->match), "name"),
	             refer_key(hvk_match_partner(finding->match), "name")) < 0)
		heading = NULL;
	if (!heading || !ring)
		status = fail_memory(finding->command);
	else if (render_heading(renderer, 2, heading) < 0 || render_paragraph(renderer, ring) < 0 ||
	         render_table_begin(renderer, rule_headers(finding), 3, NULL) < 0)
		status = output_fail(finding->command, finding->output);
	free(heading);
	free(ring);
	return status;
}

static int explain_offer(struct finding *finding)
{
	struct renderer *renderer = output_renderer(finding->output);
	enum hvk_lang lang = finding->command->lang;
	const char *rule;
	int status = finding->people ? explain_begin(finding) : EXIT_DONE;

	if (status != EXIT_DONE)
		return status;
	for (size_t n = 0; (rule = hvk_match_rule(n)) != NULL; n++) {
		unsigned rank = 0;
		const char *text = hvk_match_finding(finding->match, n, lang, &rank);
		const struct cell cells[] = {
			cell_whole((int64_t)finding->found),
			cell_text(refer_key(hvk_match_offer(finding->match), "slug")),
			cell_text(output_labels(finding->output) ? hvk_match_rule_title(n, lang) : rule),
			rank == UINT_MAX ? cell_empty() : cell_whole(rank), cell_text(text)
		};

		if (!text)
			return fail_store(finding->command);
		if (render_row(renderer, cells + (finding->people ? 2 : 0)) < 0)
			return output_fail(finding->command, finding->output);
	}
	if (finding->people && render_table_end(renderer) < 0)
		return output_fail(finding->command, finding->output);
	return EXIT_DONE;
}

/* ---------------------------------------------------------------- finding */

static int say_nothing_fits(const struct finding *finding)
{
	const char *text = finding->command->lang == HVK_NL ? "Geen aanbod past." : "No offer fits.";

	if (finding->people && render_paragraph(output_renderer(finding->output), text) < 0)
		return output_fail(finding->command, finding->output);
	if (!finding->people)
		note(finding->command, "no offer fits");
	return option_given(finding->command, "exit-status") ? EXIT_NO : EXIT_DONE;
}

/* For people each offer that is explained is a table of its own. */
static int begin_table(struct finding *finding, bool explain)
{
	size_t count = make_headers(finding);
	int result = 0;

	if (finding->people)
		finding->table = (struct sparse_table){ .columns = finding->headers, .count = count };
	else
		result = render_table_begin(output_renderer(finding->output),
		                            explain ? rule_headers(finding) : finding->headers,
		                            explain ? 5 : count, NULL);
	return result < 0 ? output_fail(finding->command, finding->output) : EXIT_DONE;
}

/* When nothing was found people read a sentence. */
static int end_table(struct finding *finding)
{
	struct renderer *renderer = output_renderer(finding->output);
	int result = 0;

	if (!finding->people)
		result = render_table_end(renderer);
	else if (finding->table.rows > 0)
		result = sparse_render(&finding->table, renderer);
	return result < 0 ? output_fail(finding->command, finding->output) : EXIT_DONE;
}

static int write_findings(struct finding *finding)
{
	bool explain = option_given(finding->command, "explain");
	int more = 1, status = begin_table(finding, explain);

	while (status == EXIT_DONE && finding->found < finding->limit && (more = hvk_match_next(finding->match)) > 0) {
		finding->found++;
		status = explain ? explain_offer(finding) : write_row(finding);
	}
	if (status == EXIT_DONE && more < 0)
		status = fail_store(finding->command);
	if (status == EXIT_DONE)
		status = end_table(finding);
	sparse_free(&finding->table);
	return status == EXIT_DONE && finding->found == 0 ? say_nothing_fits(finding) : status;
}

static int count_gap(struct command *command, struct hvk_match *match)
{
	const char *reason = option(command, "gap");
	bool dry_run = option_given(command, "dry-run");

	if (hvk_gap_count(match, option(command, "month"), reason, dry_run) < 0)
		return fail_store(command);
	note(command, "%sneed counted as unmet: %s", dry_run ? _("dry run: ") : "", reason);
	return EXIT_DONE;
}

static int find_offers(struct command *command, struct hvk_match *match)
{
	struct finding finding = { .command = command, .match = match };
	bool explain = option_given(command, "explain");
	int status = output_open(command, explain ? formats_but_ids : NULL, &finding.output);

	if (status != EXIT_DONE)
		return status;
	finding.people = (output_format(finding.output)->traits & RENDER_TITLES) != 0;
	finding.ids = strcmp(output_format(finding.output)->name, "ids") == 0;
	finding.limit = option_number(command, "limit", finding.people ? 10 : UINT64_MAX);
	status = write_findings(&finding);
	if (option_given(command, "gap") && (status == EXIT_DONE || status == EXIT_NO)) {
		int counted = count_gap(command, match);

		status = counted == EXIT_DONE ? status : counted;
	}
	return output_close(command, finding.output, status);
}

static int set_needs(struct command *command, struct hvk_match *match)
{
	for (int need = 0; need < HVK_NEEDS; need++) {
		const char *value = option(command, hvk_need_name((enum hvk_need)need));

		if (value && hvk_match_set(match, (enum hvk_need)need, value) < 0)
			return fail_store(command);
	}
	return EXIT_DONE;
}

static int check_options(const struct command *command)
{
	bool rows = command->operand_count > 0;

	if (rows && option_given(command, "gap"))
		return usage(command, "--gap counts one need, not those of rows");
	if (rows && option_given(command, "explain"))
		return usage(command, "--explain is for one need, not for rows");
	if (rows && option_given(command, "limit"))
		return usage(command, "--limit is for one need; a row gets the best offer");
	if (option_number(command, "limit", 1) == 0)
		return usage(command, "--limit: expected 1 or more, found 0");
	if (option_given(command, "month") && !option_given(command, "gap"))
		return usage(command, "--month is for --gap; --on says the day");
	if (option_given(command, "dry-run") && !option_given(command, "gap"))
		return usage(command, "--dry-run is for --gap: finding changes nothing");
	return EXIT_DONE;
}

int refer_find(struct command *command)
{
	struct hvk_match *match = NULL;
	int status = check_options(command);

	if (status == EXIT_DONE)
		status = option_given(command, "gap") ? open_store_to_change(command, false) :
		                                        open_store(command, HVK_OPEN_READ, false);
	if (status == EXIT_DONE && hvk_match_new(command->store, &match) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = set_needs(command, match);
	if (status == EXIT_DONE)
		status = command->operand_count > 0 ? refer_rows(command, match) : find_offers(command, match);
	hvk_match_free(match);
	return status;
}
