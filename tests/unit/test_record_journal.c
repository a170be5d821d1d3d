/* SPDX-License-Identifier: EUPL-1.2 */
/* The history of records, and taking changes back, one after the other. */
#include "unit/record_store.h"

/* All that the registry holds, as one text: what undo must lead back to. */
static char *dump(struct fixture *f)
{
	static const char text[] =
		"SELECT group_concat(line, x'0a') FROM ("
		"SELECT 'partner ' || p.id || quote(v.slug) || quote(v.name) || quote(type) || quote(description) ||"
		" quote(gemeente) || quote(stage) || quote(stage_on) || quote(stage_reason) || quote(keyword) ||"
		" quote(former_slug) || quote(phone) AS line FROM v_partner AS v"
		" JOIN (SELECT id, slug FROM partner) AS p ON p.slug = v.slug"
		" UNION ALL SELECT 'person ' || id || quote(v.slug) || quote(v.partner) || quote(n.name) ||"
		" quote(theme) || quote(gemeente) FROM v_person AS v JOIN (SELECT id, slug, name FROM person) AS n ON n.slug = v.slug"
		" UNION ALL SELECT 'offer ' || quote(slug) || quote(partner) || quote(name) || quote(theme) ||"
		" quote(language) || quote(agreement) || quote(gemeente) || quote(age) FROM v_offer"
		" UNION ALL SELECT 'agreement ' || quote(slug) || quote(partner) || quote(type) || quote(until)"
		" FROM v_agreement"
		" UNION ALL SELECT 'house ' || quote(slug) || quote(gemeente) || quote(name) FROM v_house"
		" UNION ALL SELECT 'membership ' || quote(slug) || quote(partner) || quote(house) || quote(role)"
		" FROM v_membership"
		" UNION ALL SELECT 'words ' || rowid || quote(words) FROM partner_words"
		" UNION ALL SELECT 'offer words ' || rowid || quote(words) FROM offer_words"
		" ORDER BY line)";
	sqlite3_stmt *statement;
	const unsigned char *found;
	char *copy;

	assert_int_equal(hvk__store_prepare(f->store, text, &statement), HVK_OK);
	assert_int_equal(hvk__store_step(f->store, statement), 1);
	found = sqlite3_column_text(statement, 0);
	copy = strdup(found ? (const char *)found : "");
	sqlite3_finalize(statement);
	return copy;
}

static struct hvk_record_counts undo(struct fixture *f, const char *expected)
{
	struct hvk_record_counts counts;
	const char *what;

	if (hvk_record_undo(f->store, false, &counts, &what) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
	assert_string_equal(what, expected);
	return counts;
}

static void remove_one(struct fixture *f, enum hvk_type type, const char *slug)
{
	struct hvk_record *record = find(f, type, slug);

	assert_int_equal(hvk_record_remove_all(f->store, &record, 1, false, NULL), HVK_OK);
	hvk_record_free(record);
}

static void change(struct fixture *f, enum hvk_type type, const char *slug, const char *column, const char *text)
{
	struct hvk_record *record = find(f, type, slug);

	set(record, column, text);
	save(record);
	hvk_record_free(record);
}

/* One step after the other, and all the way back. */
static void test_all_the_way_back(void **state)
{
	struct fixture *f = *state;
	char *past[32], *now;
	size_t steps = 0;
	static const char *const names[] = {
		"added partner x", "added partner y", "added agreement x-subsidie", "added person x-persoon",
		"added offer x-spelen", "added house brugge", "added membership x-brugge", "changed partner x",
		"changed partner z", "changed offer x-spelen", "changed offer x-spelen", "removed agreement x-subsidie",
		"changed partner y", "removed partner z", "added partner z", "changed house brugge",
	};

#define STEP(...)                      \
	do {                           \
		past[steps++] = dump(f); \
		__VA_ARGS__;           \
	} while (0)
	STEP(add(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld", "gemeente", "brugge+oostkamp", "keyword", "a+b"));
	STEP(add(f, HVK_PARTNER, "slug", "y", "name", "Ander"));
	STEP(add(f, HVK_AGREEMENT, "partner", "x", "type", "subsidie"));
	STEP(add(f, HVK_PERSON, "partner", "x", "name", "An Voorbeeld", "theme", "slapen"));
	STEP(add(f, HVK_OFFER, "partner", "x", "name", "Spelen", "agreement", "x-subsidie", "theme", "slapen", "age",
	         "0-3"));
	STEP(add(f, HVK_HOUSE, "gemeente", "brugge"));
	STEP(add(f, HVK_MEMBERSHIP, "partner", "x", "house", "brugge", "role", "core"));
	STEP(change(f, HVK_PARTNER, "x", "stage", "active"));
	STEP(change(f, HVK_PARTNER, "x", "slug", "z"));
	STEP(change(f, HVK_OFFER, "x-spelen", "theme", "eten+slapen"));
	STEP(change(f, HVK_OFFER, "x-spelen", "partner", "y"));
	STEP(remove_one(f, HVK_AGREEMENT, "x-subsidie"));
	STEP(change(f, HVK_PARTNER, "y", "name", "Nog een ander"));
	STEP(remove_one(f, HVK_PARTNER, "z"));
	STEP(add(f, HVK_PARTNER, "slug", "z", "name", "Op die plaats"));
	STEP(change(f, HVK_HOUSE, "brugge", "name", "Huis Voorbeeld"));
	assert_int_equal(steps, sizeof(names) / sizeof(names[0]));
	while (steps-- > 0) {
		undo(f, names[steps]);
		now = dump(f);
		assert_string_equal(now, past[steps]);
		free(now);
		free(past[steps]);
	}
	assert_query(f, "SELECT (SELECT count(*) FROM change) + (SELECT count(*) FROM change_record)"
	                " + (SELECT count(*) FROM change_value)", "0");
	assert_query(f, "SELECT count(*) FROM pragma_foreign_key_check", "0");
}

static void test_nothing(void **state)
{
	struct fixture *f = *state;
	struct hvk_record_counts counts;
	const char *what = "";

	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_ENOTFOUND);
	assert_failed(f->store, HVK_ENOTFOUND, "there is no change of the registry to take back");
	assert_null(what);
}

/* One change that moves slugs and all that is unique between records. */
static void test_one_change_of_many(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *a, *b, *c, *offer, *house;
	struct hvk_record_counts counts;
	struct hvk__change made;
	char *past, *now;
	const char *what;

	add(f, HVK_PARTNER, "slug", "a", "name", "Een");
	add(f, HVK_PARTNER, "slug", "b", "name", "Twee");
	add(f, HVK_OFFER, "partner", "a", "name", "Spelen");
	add(f, HVK_HOUSE, "gemeente", "brugge");
	past = dump(f);
	a = find(f, HVK_PARTNER, "a");
	b = find(f, HVK_PARTNER, "b");
	offer = find(f, HVK_OFFER, "a-spelen");
	house = find(f, HVK_HOUSE, "brugge");
	c = make(f, HVK_PARTNER, "slug", "b", "name", "Drie", NULL);
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	hvk__change_start(&made, f->store, "veel tegelijk");
	/* b goes; a takes its slug, then another; a new one takes what is free; the offer is the new one's. */
	assert_int_equal(hvk__record_remove(&made, b), HVK_OK);
	set(a, "slug", "b");
	assert_int_equal(hvk__record_write(&made, a, NULL), HVK_OK);
	set(a, "slug", "d");
	set(a, "former_slug", "");
	set(a, "name", "Eén");
	assert_int_equal(hvk__record_write(&made, a, NULL), HVK_OK);
	assert_key(a, "former_slug", "b");
	set(a, "former_slug", "a");
	assert_int_equal(hvk__record_write(&made, a, NULL), HVK_OK);
	assert_int_equal(hvk__record_write(&made, c, NULL), HVK_OK);
	set(c, "name", "Vier");
	assert_int_equal(hvk__record_write(&made, c, NULL), HVK_OK);
	set(offer, "partner", "b");
	assert_int_equal(hvk__record_write(&made, offer, NULL), HVK_OK);
	set(house, "gemeente", "oostkamp");
	assert_int_equal(hvk__record_write(&made, house, NULL), HVK_OK);
	set(house, "name", "Huis");
	assert_int_equal(hvk__record_write(&made, house, NULL), HVK_OK);
	assert_int_equal(hvk__record_remove(&made, house), HVK_OK);
	assert_int_equal(made.counts.removed, 2);
	hvk__change_finish(&made);
	assert_int_equal(hvk__end(f->store, HVK_OK), HVK_OK);
	assert_query(f, "SELECT partner FROM v_offer", "b");

	/* Trying it changes nothing. */
	if (hvk_record_undo(f->store, true, &counts, &what) != HVK_OK)
		fail_msg("%s", hvk_store_error(f->store)->message);
	assert_string_equal(what, "veel tegelijk");
	assert_query(f, "SELECT partner FROM v_offer", "b");
	counts = undo(f, "veel tegelijk");
	assert_int_equal(counts.added, 2);
	assert_int_equal(counts.removed, 1);
	assert_int_equal(counts.changed, 2);
	now = dump(f);
	assert_string_equal(now, past);
	free(now);
	free(past);
	hvk_record_free(a);
	hvk_record_free(b);
	hvk_record_free(c);
	hvk_record_free(offer);
	hvk_record_free(house);
}

static void test_desk_is_renamed_back(void **state)
{
	struct fixture *f = *state;

	run(f, "INSERT INTO code (list, number, code, label_nl, label_en, origin) VALUES"
	       " ('desk', 1, 'x', 'x', 'x', 'x')");
	hvk__store_forget_codes(f->store);
	add(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld");
	change(f, HVK_PARTNER, "x", "slug", "y");
	change(f, HVK_PARTNER, "y", "name", "Ander");
	assert_query(f, "SELECT code || label_nl FROM code WHERE list = 'desk'", "yAnder");
	undo(f, "changed partner y");
	undo(f, "changed partner y");
	assert_query(f, "SELECT code || label_nl FROM code WHERE list = 'desk'", "xVoorbeeld");
}

/* Codes may have been renamed since. */
static void test_renamed_code(void **state)
{
	struct fixture *f = *state;

	add(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld", "type", "bibliotheek");
	remove_one(f, HVK_PARTNER, "x");
	assert_int_equal(hvk_code_rename(f->store, "partner_type", "bibliotheek", "bib", false), HVK_OK);
	undo(f, "removed partner x");
	assert_query(f, "SELECT type FROM v_partner", "bib");
}

static void test_referred_to_since(void **state)
{
	struct fixture *f = *state;
	struct hvk_record_counts counts;
	const char *what;

	add(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld");
	run(f, "INSERT INTO referral (id, month, direction, partner, status, status_on)"
	       " VALUES (5, '2026-10', 1, 1, 1, '2026-10-01')");
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "1 referral names partner 'x'; what added it cannot be taken back");
	assert_query(f, "SELECT slug FROM partner", "x");
}

/* ---------------------------------------------------------------- history */

static char *history(struct hvk_record *record, bool with_persons)
{
	static char text[4096];
	struct hvk_history *found;
	size_t used = 0;

	text[0] = '\0';
	assert_int_equal(hvk_history_open(record, with_persons, &found), HVK_OK);
	assert_string_equal(hvk_history_text(found, HVK_HISTORY_DATE), "");
	while (hvk_history_next(found) == 1) {
		assert_string_equal(hvk_history_text(found, HVK_HISTORY_DATE), TODAY);
		for (enum hvk_history_field field = HVK_HISTORY_CHANGE; field < HVK_HISTORY_FIELDS; field++)
			used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%c",
			                         hvk_history_text(found, field), field + 1 < HVK_HISTORY_FIELDS ? '|' : '\n');
	}
	assert_int_equal(hvk_history_next(found), 0);
	assert_string_equal(hvk_history_text(found, HVK_HISTORY_CHANGE), "");
	hvk_history_free(found);
	return text;
}

static void test_history(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record, *offer;

	add(f, HVK_PARTNER, "slug", "x", "name", "Voorbeeld");
	add(f, HVK_PARTNER, "slug", "y", "name", "Ander");
	add(f, HVK_PERSON, "partner", "x", "name", "An Voorbeeld");
	add(f, HVK_OFFER, "partner", "x", "name", "Spelen");
	add(f, HVK_OFFER, "partner", "y", "name", "Lezen");
	change(f, HVK_PARTNER, "x", "slug", "z");
	change(f, HVK_PARTNER, "z", "gemeente", "brugge");
	change(f, HVK_PERSON, "x-persoon", "phone", "050 00 00 01");
	remove_one(f, HVK_OFFER, "x-spelen");
	record = find(f, HVK_PARTNER, "z");
	assert_string_equal(history(record, false),
		"removed offer x-spelen|offer|x-spelen|slug|x-spelen|\n"
		"removed offer x-spelen|offer|x-spelen|partner|z|\n"
		"removed offer x-spelen|offer|x-spelen|name|Spelen|\n"
		"changed partner z|partner|z|gemeente||31005\n"
		"changed partner z|partner|z|slug|x|z\n"
		"changed partner z|partner|z|former_slug||x\n"
		"added offer x-spelen|offer|x-spelen|||\n"
		"added partner x|partner|z|||\n");
	assert_non_null(strstr(history(record, true), "changed person x-persoon|person|x-persoon|phone||"));
	hvk_record_free(record);
	offer = find(f, HVK_OFFER, "y-lezen");
	assert_string_equal(history(offer, false), "added offer y-lezen|offer|y-lezen|||\n");
	hvk_record_free(offer);
	record = find(f, HVK_PERSON, "x-persoon");
	assert_string_equal(history(record, false), "");
	/* What is purged is forgotten, and a change of nothing else with it. */
	assert_int_equal(hvk__journal_forget(f->store, HVK_PERSON, record->id), HVK_OK);
	assert_string_equal(history(record, true), "");
	assert_query(f, "SELECT count(*) FROM change WHERE what LIKE '%person%'", "0");
	assert_query(f, "SELECT count(*) FROM change", "7");
	hvk_record_free(record);
	assert_string_equal(hvk_history_field_name(HVK_HISTORY_BEFORE), "before");
	assert_null(hvk_history_field_name(HVK_HISTORY_FIELDS));
}

static void test_history_of_nothing(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_PARTNER, NULL);
	struct hvk_history *found;

	assert_int_equal(hvk_history_open(record, false, &found), HVK_ENOTFOUND);
	assert_null(found);
	hvk_record_free(record);
	hvk_history_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all_the_way_back, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_nothing, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_one_change_of_many, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_desk_is_renamed_back, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_renamed_code, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_referred_to_since, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_history, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_history_of_nothing, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
