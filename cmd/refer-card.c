/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-refer card: a hand-out about a partner for a family. Public facts only: nothing of agreements, stages, sources
 * or notes, and of people only those who are public. */
#include "refer.h"

#include <stdlib.h>
#include <string.h>

static const char *const card_formats[] = { "table", "md", "html", NULL };

const struct option_spec card_options[] = {
	{ "on", 0, VALUE_DATE, "DATE", "what is on offer that day (today)", false, NULL },
	{ "format", 'f', VALUE_WORD, "table|md|html", "else by the extension of FILE, else table", false, card_formats },
	{ "output", 'o', VALUE_FILE, "FILE", "write to FILE, which appears whole or not at all", false, NULL },
	{ 0 }
};

/* What a family may read of a record, in this order, each with the word before it; none: it stands by itself. */
struct fact {
	const char *column;
	const char *word[2];
};

static const struct fact partner_facts[] = {
	{ "description", { NULL, NULL } },
	{ "address", { "Adres", "Address" } },
	{ "phone", { "Telefoon", "Telephone" } },
	{ "email", { "E-mail", "Email" } },
	{ "website", { "Website", "Website" } },
	{ "opening_hours", { "Open", "Open" } },
	{ NULL, { NULL, NULL } }
};

static const struct fact offer_facts[] = {
	{ "description", { NULL, NULL } },
	{ "form", { "Wat", "What" } },
	{ "age", { "Leeftijd van de kinderen (jaar)", "Age of the children (years)" } },
	{ "target", { "Voor", "For" } },
	{ "gemeente", { "In", "In" } },
	{ "opening_hours", { "Wanneer", "When" } },
	{ "language", { "Talen", "Languages" } },
	{ "cost", { "Kostprijs", "Cost" } },
	{ "referred_by", { "Verwijzing door", "Referred by" } },
	{ "website", { "Website", "Website" } },
	{ NULL, { NULL, NULL } }
};

static const struct fact person_facts[] = {
	{ "function", { NULL, NULL } },
	{ "phone", { "Telefoon", "Telephone" } },
	{ "email", { "E-mail", "Email" } },
	{ "reachable", { "Bereikbaar", "Reachable" } },
	{ NULL, { NULL, NULL } }
};

static int write_fact(struct command *command, struct renderer *renderer, const struct fact *fact, const char *text)
{
	const char *word = fact->word[command->lang];
	char *line;
	int result;

	if (!word)
		return render_paragraph(renderer, text);
	if (asprintf(&line, "%s: %s", word, text) < 0)
		return -1;
	result = render_paragraph(renderer, line);
	free(line);
	return result;
}

static int write_facts(struct command *command, struct renderer *renderer, struct hvk_record *record,
                       const struct fact *facts)
{
	for (; facts->column; facts++) {
		const char *text = refer_label(record, facts->column, command->lang);

		if (text && write_fact(command, renderer, facts, text) < 0)
			return -1;
	}
	return 0;
}

/* A heading, then what belongs to the partner that day, each under its name. Without any there is no heading. */
static int write_section(struct command *command, struct output *output, struct hvk_records *records,
                         const char *heading, const struct fact *facts)
{
	struct renderer *renderer = output_renderer(output);
	struct hvk_record *record;
	bool begun = false;
	int more;

	while ((more = hvk_records_next(records, &record)) > 0) {
		if ((!begun && render_heading(renderer, 2, heading) < 0) ||
		    render_heading(renderer, 3, refer_key(record, "name")) < 0 ||
		    write_facts(command, renderer, record, facts) < 0)
			return output_fail(command, output);
		begun = true;
	}
	return more < 0 ? fail_store(command) : EXIT_DONE;
}

static int write_type(struct command *command, struct output *output, enum hvk_type type, const char *slug)
{
	static const char *const headings[2][2] = { { "Aanbod", "What is on offer" }, { "Wie", "Who" } };
	bool people = type == HVK_PERSON;
	const char *on = option(command, "on");
	char day[11];
	struct hvk_records *records = NULL;
	int status = EXIT_DONE;

	if (!on) {
		today(command, day);
		on = day;
	}
	if (hvk_records_new(command->store, type, &records) < 0 ||
	    hvk_records_add(records, "partner", "=", slug) < 0 || hvk_records_add(records, "on", "=", on) < 0 ||
	    hvk_records_set_sort(records, "name") < 0 ||
	    (people && hvk_records_add(records, "public", "=", "yes") < 0))
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = write_section(command, output, records, headings[people][command->lang],
		                       people ? person_facts : offer_facts);
	hvk_records_free(records);
	return status;
}

static int write_card(struct command *command, struct output *output, struct hvk_record *partner)
{
	struct renderer *renderer = output_renderer(output);
	const char *slug = refer_key(partner, "slug");
	int status;

	if (render_heading(renderer, 1, refer_key(partner, "name")) < 0 ||
	    write_facts(command, renderer, partner, partner_facts) < 0)
		return output_fail(command, output);
	status = write_type(command, output, HVK_OFFER, slug);
	return status == EXIT_DONE ? write_type(command, output, HVK_PERSON, slug) : status;
}

int refer_card(struct command *command)
{
	struct hvk_record *partner = NULL;
	struct output *output;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE && hvk_record_new(command->store, HVK_PARTNER, &partner) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE && hvk_record_find(partner, command->operands[0]) < 0)
		status = fail_store(command);
	if (status == EXIT_DONE)
		status = output_open_as(command, card_formats, "table", &output);
	if (status == EXIT_DONE)
		status = output_close(command, output, write_card(command, output, partner));
	hvk_record_free(partner);
	return status;
}
