/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Takes any text for a condition on records, or for words or an order after a line end. One that is refused changes
 * nothing; one that is taken lets some through, and its opposite the others; no text becomes part of a statement.
 */
#include <stdio.h>
#include <unistd.h>

#include "fuzz/fuzz.h"
#include "store/store.h"

static const char tables[] =
	"INSERT INTO partner (slug, name, type, phone, website, stage, stage_on, everywhere) VALUES"
	" ('een', 'Één Voorbeeld', 3, '050 00 00 01', 'https://een.example', 4, '2026-01-02', 0),"
	" ('twee', 'Twee, Fictief', NULL, NULL, NULL, 5, '2025-12-31', 1),"
	" ('drie', '-', 30, NULL, NULL, NULL, NULL, 0);"
	"INSERT INTO partner_gemeente VALUES (1, 31022), (1, 37007), (3, 11002);"
	"INSERT INTO partner_keyword VALUES (1, 'spel'), (2, 'praatcafé');"
	"INSERT INTO partner_former_slug VALUES (2, 'vroeger');"
	"INSERT INTO person (slug, partner, name, since, until) VALUES"
	" ('een-1', 1, 'Fien Fictief', '2020-02-29', NULL);"
	"INSERT INTO agreement (slug, partner, type, gemeente, house, amount_cents, until) VALUES"
	" ('geld', 1, 4, NULL, 31022, 100, '2026-12-31'), ('zonder', 2, 3, 44021, NULL, NULL, NULL);"
	"INSERT INTO offer (slug, partner, name, age, waiting_days, since, agreement, verified_on) VALUES"
	" ('a', 1, 'Aanbod', '0-3+12-', 0, NULL, 1, '2026-11-20'),"
	" ('b', 2, 'Beurs', 'prenataal', 14, '2027-01-01', NULL, NULL),"
	" ('c', 3, 'Café', NULL, NULL, NULL, NULL, '2020-01-01');"
	"INSERT INTO offer_theme VALUES (1, 1), (1, 5), (2, 20); INSERT INTO offer_gemeente VALUES (2, 44021);"
	"INSERT INTO offer_words (rowid, words) VALUES (1, 'Aanbod'), (2, 'Beurs'), (3, 'Café');"
	"INSERT INTO partner_words (rowid, words) VALUES (1, 'Één Voorbeeld'), (2, 'Twee'), (3, 'Drie');"
	"INSERT INTO house (slug, gemeente) VALUES ('brugge', 31005), ('gent', 44021);"
	"INSERT INTO membership (slug, partner, house, role) VALUES ('een-brugge', 1, 31005, 1);"
	"INSERT INTO referral (id, month, direction, partner, theme, gemeente, age, warm, status, status_on) VALUES"
	" (1, '2026-10', 1, 1, 1, 31005, 2, 1, 1, '2026-10-05'),"
	" (2, '2026-11', 1, 2, NULL, NULL, NULL, 0, 3, '2026-11-05');"
	"INSERT INTO session (slug, title, date, start, partner, offer, person, gemeente, programme, series, status,"
	" participants, new, origin) VALUES"
	" ('avond-1', 'Avond, één', '2026-11-20', '19:30', 1, 1, 1, 31022, 'najaar-2026', 'avond', 2, 14, 5,"
	" '31005=9+31022=5'), ('spelen', 'Spelen', '2027-01-02', NULL, 2, NULL, NULL, NULL, NULL, NULL, 1, NULL, NULL, NULL);"
	"INSERT INTO session_co_partner VALUES (1, 2), (1, 3); INSERT INTO session_theme VALUES (1, 1), (2, 5);"
	"INSERT INTO meeting (slug, type, date, house, partner, status, agenda, public) VALUES"
	" ('stuurgroep-2026-11-21', 2, '2026-11-21', NULL, NULL, 1, NULL, 0),"
	" ('overleg', 8, '2026-10-01', 31005, 1, 2, 'één\ntwee', 1);"
	"INSERT INTO attendance (slug, meeting, partner, people, excused) VALUES ('x', 1, 1, 2, 0), ('y', 1, 2, 0, 1);"
	"INSERT INTO action (slug, meeting, who, what, due, done) VALUES"
	" ('actie-1', NULL, NULL, 'Los', NULL, NULL), ('actie-2', 1, 1, 'Laat', '2026-11-20', NULL),"
	" ('actie-3', 2, 2, 'Klaar', '2026-11-20', '2026-11-19');"
	"INSERT INTO milestone (slug, house, phase, what, due) VALUES ('dag', 31022, 3, 'Dag', '2026-11-21')";

static struct hvk_store *open_store(void)
{
	char folder[] = "/tmp/hvk-fuzz-XXXXXX", path[64];
	struct hvk_store *store;

	promise(mkdtemp(folder));
	snprintf(path, sizeof(path), "%s/hvk.db", folder);
	promise(hvk_store_new(&store) == HVK_OK && hvk_store_set_today(store, "2026-11-21") == HVK_OK);
	promise(hvk_store_create(store, path, HVK_PRECISION_MONTH, false) == HVK_OK);
	promise(hvk__store_exec(store, tables) == HVK_OK);
	/* Open it stays until the end; nothing is left behind. */
	unlink(path);
	rmdir(folder);
	return store;
}

/* How many the listing has; frees it. */
static size_t count(struct hvk_records *records)
{
	struct hvk_record *record;
	size_t found = 0;
	int result;

	while ((result = hvk_records_next(records, &record)) == 1)
		found++;
	promise(result == 0);
	hvk_records_free(records);
	return found;
}

static struct hvk_records *list(struct hvk_store *store, enum hvk_type type)
{
	struct hvk_records *records;

	promise(hvk_records_new(store, type, &records) == HVK_OK);
	return records;
}

/* The same condition the other way round, or NULL. */
static char *opposite(const char *condition)
{
	size_t at = strcspn(condition, "=!<>~^");
	char *text;

	if (condition[at] != '=')
		return NULL;
	text = malloc(strlen(condition) + 2);
	promise(text);
	memcpy(text, condition, at);
	text[at] = '!';
	strcpy(text + at + 1, condition + at);
	return text;
}

static void try_condition(struct hvk_store *store, enum hvk_type type, const char *condition)
{
	struct hvk_records *some = list(store, type), *others = list(store, type);
	size_t all = count(list(store, type)), found;
	char *not = opposite(condition);

	if (hvk_records_parse(some, condition) == HVK_OK) {
		found = count(some);
		promise(found <= all);
		if (not) {
			promise(hvk_records_parse(others, not) == HVK_OK);
			promise(count(others) == all - found);
		} else {
			hvk_records_free(others);
		}
	} else {
		promise(hvk_store_error(store)->code < 0 && hvk_store_error(store)->message[0]);
		promise(count(some) == all);
		hvk_records_free(others);
	}
	free(not);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct hvk_store *store;
	char *text = fuzz_text(bytes, size), *more = strchr(text, '\n');

	if (!store)
		store = open_store();
	if (more)
		*more++ = '\0';
	for (enum hvk_type type = 0; type < HVK_TYPES; type++) {
		size_t all = count(list(store, type));
		struct hvk_records *records;

		try_condition(store, type, text);
		records = list(store, type);
		if (more)
			hvk_records_set_sort(records, more);
		promise(count(records) == all);
		records = list(store, type);
		promise(!more || hvk_records_set_words(records, more) == HVK_OK || hvk_store_error(store)->code < 0);
		promise(count(records) <= all);
	}
	free(text);
	return 0;
}
