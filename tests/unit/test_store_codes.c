/* SPDX-License-Identifier: EUPL-1.2 */
/* The lists of codes: loading, looking up, hierarchy, and desks that are made on the way. */
#include "unit/open_store.h"

#include "core/text.h"

#define ANY_DAY INT32_MIN

/* What text means in a list: the code, or the result as a number. */
static const char *look_up(struct fixture *f, const char *list, const char *text, int day, bool prefix)
{
	static char answer[16];
	struct hvk__codes *codes;
	const struct hvk__list *found;
	uint16_t number;
	int result;

	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_OK);
	found = hvk__codes_list(codes, list);
	assert_non_null(found);
	result = hvk__code_lookup(&f->store->error, codes, found, text, strlen(text), day, prefix, &number);
	if (result == HVK_OK)
		return found->codes[number - 1].code;
	assert_int_equal(number, 0);
	/* Without a record of the failure the result is the same. */
	assert_int_equal(hvk__code_lookup(NULL, codes, found, text, strlen(text), day, prefix, &number), result);
	snprintf(answer, sizeof(answer), "%d", result);
	return answer;
}

#define assert_means(list, text, expected) assert_string_equal(look_up(f, list, text, ANY_DAY, false), expected)
#define assert_begins(list, text, expected) assert_string_equal(look_up(f, list, text, ANY_DAY, true), expected)
#define assert_refused(list, text, prefix, result, part)                                              \
	do {                                                                                          \
		char expected_[16];                                                                   \
		snprintf(expected_, sizeof(expected_), "%d", result);                                 \
		assert_string_equal(look_up(f, list, text, ANY_DAY, prefix), expected_);              \
		assert_failed(f->store, result, part);                                                \
	} while (0)

static void test_exact(void **state)
{
	struct fixture *f = *state;

	assert_means("theme", "gedrag.driftbuien", "gedrag.driftbuien");
	assert_means("theme", "GEDRAG.Driftbuien", "gedrag.driftbuien");
	assert_means("theme", "driftbuien", "gedrag.driftbuien");
	assert_means("theme", "Slapen", "slapen");
	assert_means("theme", "Sleep", "slapen");
	assert_means("theme", "slaapritueel", "-4");
	assert_means("theme", "Eten, moeilijke eter", "lichaam.eten");
	assert_means("channel", "E-mail", "e-mail");
	assert_means("channel", "email", "e-mail");
	assert_means("channel", "Telephone", "telefoon");
	assert_means("asker", "beide ouders", "beide-ouders");
	assert_means("asker", "Care worker", "hulpverlener");
	assert_means("duration", "60+", "60+");
	assert_means("contact", "same", "same");
}

static void test_unknown(void **state)
{
	struct fixture *f = *state;

	assert_refused("theme", "driftbuin", false, HVK_ENOTFOUND, "'driftbuin'; did you mean gedrag.driftbuien?");
	assert_refused("channel", "telefon", false, HVK_ENOTFOUND, "did you mean telefoon?");
	assert_refused("channel", "postduif", false, HVK_ENOTFOUND, "unknown 'postduif'");
	assert_null(strstr(hvk_store_error(f->store)->message, "did you mean"));
	assert_refused("channel", "", true, HVK_ENOTFOUND, "unknown ''");
	assert_refused("channel", "-", true, HVK_ENOTFOUND, "unknown '-'");
	assert_refused("channel", "\xff\xfe", true, HVK_ENOTFOUND, "unknown ''");
	assert_refused("channel", "x\033[31m", false, HVK_ENOTFOUND, "unknown 'x?[31m'");
}

/* Text as long as a cell may be is looked up, not copied; a message repeats a part. */
static void test_long(void **state)
{
	struct fixture *f = *state;
	char *text = malloc(100001);

	memset(text, 'a', 100000);
	text[100000] = '\0';
	assert_refused("theme", text, true, HVK_ENOTFOUND, "unknown 'aaaa");
	assert_true(strlen(hvk_store_error(f->store)->message) < 100);
	free(text);
}

static void test_ambiguous(void **state)
{
	struct fixture *f = *state;

	assert_means("theme", "andere", "andere"); /* the code itself wins over what ends in it */
	assert_refused("theme", "a", true, HVK_EAMBIGUOUS, "'a' fits several: ");
	assert_non_null(strstr(hvk_store_error(f->store)->message, " more"));
	assert_refused("channel", "v", true, HVK_EAMBIGUOUS, "'v' fits several: video, vindplaats");
}

static void test_prefix(void **state)
{
	struct fixture *f = *state;

	assert_begins("channel", "tel", "telefoon");
	assert_begins("channel", "Beeldb", "video");
	assert_begins("theme", "drift", "gedrag.driftbuien");
	assert_begins("theme", "gedrag.drift", "gedrag.driftbuien");
	assert_refused("theme", "licha", true, HVK_EAMBIGUOUS, "lichaam, lichaam.seksualiteit"); /* by its label */
	assert_begins("asker", "moed", "moeder");
	assert_refused("channel", "tel", false, HVK_ENOTFOUND, "unknown 'tel'");
}

/* What begins a group begins all that is below it too, and means the group; unless a label begins so as well. */
static void test_group_by_beginning(void **state)
{
	struct fixture *f = *state;

	assert_begins("theme", "vrijet", "vrijetijd");
	assert_refused("theme", "ontwikk", true, HVK_EAMBIGUOUS, "ontwikkeling, ontwikkeling.stimuleren");
}

static void test_age(void **state)
{
	struct fixture *f = *state;
	static const char *const cases[][2] = {
		{ "0", "0-2" }, { "2", "0-2" }, { "3", "3-5" }, { " 5 jaar ", "3-5" }, { "11j", "6-11" },
		{ "17 years", "12-17" }, { "25", "25+" }, { "30", "25+" }, { "35", "25+" }, { "120", "25+" },
		{ "2jaar", "0-2" }, { "02", "0-2" }, { "18 maanden", "0-2" }, { "40 mnd", "3-5" },
		{ "3-5", "3-5" }, { "3-5 jaar", "3-5" }, { "3\xe2\x80\x93" "5", "3-5" },
		{ "6 - 11", "6-11" }, { "25+", "25+" }, { "25 jaar en ouder", "25+" }, { "onbekend", "onbekend" },
		{ "121", "-4" }, { "1900", "-4" }, { "12 kinderen", "-4" }, { "-2", "-4" }, { "2.5", "-4" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *found = look_up(f, "age", cases[i][0], ANY_DAY, false);

		if (strcmp(found, cases[i][1]) != 0)
			fail_msg("'%s' is %s, not %s", cases[i][0], found, cases[i][1]);
	}
	/* Only ages are ages. */
	assert_means("duration", "2", "-4");
}

/* The ranges are those of the store, whatever they are. */
static void test_age_of_own_codes(void **state)
{
	struct fixture *f = *state;

	run(f,
		"UPDATE code SET code = '18-20' WHERE list = 'age' AND code = '18-24';"
		"UPDATE code SET code = '21+' WHERE list = 'age' AND code = '25+'");
	hvk__store_forget_codes(f->store);
	assert_means("age", "20", "18-20");
	assert_means("age", "22", "21+");
}

static void test_validity(void **state)
{
	struct fixture *f = *state;

	run(f,
		"UPDATE code SET valid_to = '2026-10-15' WHERE list = 'channel' AND code = 'chat';"
		"UPDATE code SET valid_from = '2027-01-01' WHERE list = 'channel' AND code = 'video'");
	hvk__store_forget_codes(f->store);
	assert_string_equal(look_up(f, "channel", "chat", hvk__month_first_day(681), false), "chat"); /* 2026-10 */
	assert_string_equal(look_up(f, "channel", "chat", hvk__month_first_day(682), false), "-3");
	assert_failed(f->store, HVK_EINPUT, "'chat' is not in use after 2026-10-15");
	assert_string_equal(look_up(f, "channel", "Cha", hvk__month_first_day(682), true), "-3");
	assert_string_equal(look_up(f, "channel", "Video call", hvk__month_first_day(682), false), "-3");
	assert_failed(f->store, HVK_EINPUT, "'video' is only in use from 2027-01-01 on");
	/* What is valid wins, and what is not is not suggested. */
	assert_string_equal(look_up(f, "channel", "v", hvk__month_first_day(682), true), "vindplaats");
	assert_string_equal(look_up(f, "channel", "chatt", hvk__month_first_day(682), false), "-4");
	assert_null(strstr(hvk_store_error(f->store)->message, "did you mean chat?"));
	assert_means("channel", "chat", "chat");
}

static void test_renamed(void **state)
{
	struct fixture *f = *state;
	struct hvk__codes *codes;
	const struct hvk__list *channels;
	uint16_t number;

	run(f,
		"UPDATE code SET code = 'bellen' WHERE list = 'channel' AND code = 'telefoon';"
		"INSERT INTO code_alias (list, alias, number) VALUES ('channel', 'telefoon', 2)");
	hvk__store_forget_codes(f->store);
	assert_means("channel", "bellen", "bellen");
	assert_means("channel", "TELEFOON", "bellen");
	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_OK);
	channels = hvk__codes_list(codes, "channel");
	assert_int_equal(hvk__code_lookup(NULL, codes, channels, "bellen", 6, ANY_DAY, false, &number), HVK_OK);
	assert_string_equal(channels->codes[number - 1].origin, "telefoon");
}

static void test_hierarchy(void **state)
{
	struct fixture *f = *state;
	struct hvk__codes *codes;
	struct hvk__list *themes;
	const struct hvk_code *slapen, *inslapen, *eten;

	assert_int_equal(hvk_code_find(f->store, "theme", "slapen", false, &slapen), HVK_OK);
	assert_int_equal(hvk_code_find(f->store, "theme", "inslapen", false, &inslapen), HVK_OK);
	assert_int_equal(hvk_code_find(f->store, "theme", "lichaam.eten", false, &eten), HVK_OK);
	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_OK);
	themes = hvk__codes_list(codes, "theme");
	assert_int_equal(hvk__code_group(themes, inslapen->number), slapen->number);
	assert_int_equal(hvk__code_group(themes, slapen->number), slapen->number);
	assert_int_equal(hvk__code_group(themes, 0), 0);
	assert_true(hvk__code_within(themes, inslapen->number, slapen->number));
	assert_true(hvk__code_within(themes, slapen->number, slapen->number));
	assert_false(hvk__code_within(themes, slapen->number, inslapen->number));
	assert_false(hvk__code_within(themes, eten->number, slapen->number));
	assert_false(hvk__code_within(themes, 0, slapen->number));
	/* Parents that go round end. */
	themes->codes[slapen->number - 1].parent = inslapen->number;
	assert_false(hvk__code_within(themes, inslapen->number, eten->number));
	hvk__code_group(themes, inslapen->number);
}

static void test_damaged_numbers(void **state)
{
	struct fixture *f = *state;
	struct hvk__codes *codes;

	run(f, "PRAGMA foreign_keys = OFF; DELETE FROM code WHERE list = 'kind' AND number = 2;");
	hvk__store_forget_codes(f->store);
	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_ESTORE);
	assert_null(codes);
	assert_failed(f->store, HVK_ESTORE, "list 'kind'");
	assert_null(hvk_code_at(f->store, NULL, 0));
	assert_failed(f->store, HVK_ESTORE, "list 'kind'");
	/* It opens all the same, so that it can be restored. */
	hvk_store_free(f->store);
	assert_int_equal(hvk_store_new(&f->store), HVK_OK);
	assert_int_equal(hvk_store_open(f->store, f->path, HVK_OPEN_WRITE), HVK_OK);
	assert_int_equal(hvk_store_error(f->store)->code, HVK_OK);
	assert_null(hvk_code_at(f->store, NULL, 0));
	assert_failed(f->store, HVK_ESTORE, "list 'kind'");
}

static void test_answers_fit_in_their_bits(void **state)
{
	struct fixture *f = *state;
	struct hvk__codes *codes;

	run(f,
		"INSERT INTO code (list, number, code, label_nl, label_en, origin)"
		" WITH RECURSIVE n (i) AS (SELECT 18 UNION ALL SELECT i + 1 FROM n WHERE i < 63)"
		" SELECT 'answer', i, 'x' || i, 'X' || i, 'X' || i, 'x' || i FROM n");
	hvk__store_forget_codes(f->store);
	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_OK);
	assert_int_equal(hvk__codes_list(codes, "answer")->count, HVK__ANSWERS_MAX);
	run(f,
		"INSERT INTO code (list, number, code, label_nl, label_en, origin)"
		" VALUES ('answer', 64, 'x64', 'x', 'x', 'x64')");
	hvk__store_forget_codes(f->store);
	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_ESTORE);
}

static void test_public(void **state)
{
	struct fixture *f = *state;
	const struct hvk_code *code, *previous = NULL;
	size_t count = 0;

	for (; (code = hvk_code_at(f->store, NULL, count)); count++, previous = code)
		if (previous && strcmp(previous->list, code->list) == 0)
			assert_int_equal(code->number, previous->number + 1);
	assert_int_equal(count, hvk__default_codes_count);
	assert_null(hvk_code_at(f->store, "nothing", 0));
	assert_null(hvk_code_at(f->store, "contact", 2));
	assert_null(hvk_code_at(f->store, "desk", 0));
	code = hvk_code_at(f->store, "contact", 1);
	assert_string_equal(hvk_code_text(code, HVK_CODE_LIST), "contact");
	assert_string_equal(hvk_code_text(code, HVK_CODE_CODE), "same");
	assert_string_equal(hvk_code_text(code, HVK_CODE_PARENT), "");
	assert_string_equal(hvk_code_text(code, HVK_CODE_LABEL_NL), "Zelfde gesprek");
	assert_string_equal(hvk_code_text(code, HVK_CODE_LABEL_EN), "Same conversation");
	assert_string_equal(hvk_code_text(code, HVK_CODE_SENSITIVE), "");
	assert_string_equal(hvk_code_text(code, HVK_CODE_VALID_FROM), "");
	assert_string_equal(hvk_code_text(code, HVK_CODE_VALID_TO), "");
	assert_int_equal(hvk_code_find(f->store, "theme", "zelfdoding", false, &code), HVK_OK);
	assert_string_equal(hvk_code_text(code, HVK_CODE_PARENT), "emoties");
	assert_string_equal(hvk_code_text(code, HVK_CODE_SENSITIVE), "1");
	assert_string_equal(hvk_code_field_name(HVK_CODE_LABEL_EN), "label_en");
	assert_null(hvk_code_field_name(HVK_CODE_FIELDS));
	assert_int_equal(hvk_code_find(f->store, "chanel", "chat", false, &code), HVK_EINVAL);
	assert_failed(f->store, HVK_EINVAL, "no list of codes 'chanel'; did you mean channel?");
	assert_null(code);
	assert_int_equal(hvk_code_find(f->store, "channel", "nix", false, &code), HVK_ENOTFOUND);
	assert_null(code);
}

static void test_gemeente(void **state)
{
	struct fixture *f = *state;
	const struct hvk_gemeente *gemeente;

	assert_int_equal(hvk_gemeente_find(f->store, "gent", NULL, false, &gemeente), HVK_OK);
	assert_int_equal(gemeente->nis, 44021);
	assert_int_equal(hvk_gemeente_find(f->store, "Gend", "2026-10-01", false, &gemeente), HVK_ENOTFOUND);
	assert_null(gemeente);
	assert_int_equal(hvk_gemeente_find(f->store, "Gent", "2026-13-01", false, &gemeente), HVK_EINVAL);
	assert_failed(f->store, HVK_EINVAL, "2026-13-01");
}

/* ---------------------------------------------------------------- desks */

static uint16_t make_desk(struct hvk_store *store, const char *slug)
{
	uint16_t number;

	assert_int_equal(hvk__desk_make(store, slug, strlen(slug), &number), HVK_OK);
	return number;
}

static int save(struct hvk_store *store, struct hvk__row *row)
{
	int result = hvk__begin(store, false);

	if (result < 0)
		return result;
	result = hvk__desks_save(store, row, 1);
	if (result == HVK_OK)
		result = hvk__row_insert(store, row);
	return hvk__end(store, result);
}

#define DESKS "SELECT group_concat(number || '=' || code) FROM (SELECT * FROM code WHERE list = 'desk' ORDER BY number)"

static void test_desk_names(void **state)
{
	struct fixture *f = *state;
	static const char *const wrong[] = { "", "-a", "a-", "a--b", "Loket", "loket noord", "caf\xc3\xa9", "a_b",
	                                     "a123456789012345678901234567890123456789012345678901234567890123-" };
	uint16_t number;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		assert_int_equal(hvk__desk_make(f->store, wrong[i], strlen(wrong[i]), &number), HVK_EINPUT);
		assert_int_equal(number, 0);
	}
	assert_int_equal(hvk__desk_make(f->store, wrong[8], 65, &number), HVK_EINPUT);
	assert_int_equal(hvk__desk_make(f->store, wrong[8], 64, &number), HVK_OK);
	assert_int_equal(make_desk(f->store, "loket-noord"), 2);
	assert_int_equal(make_desk(f->store, "loket-noord"), 2);
	assert_means("desk", "Loket Noord", "loket-noord");
}

static void test_desks_saved(void **state)
{
	struct fixture *f = *state;
	struct hvk__row row = make_row(681, 1);
	struct hvk__codes *codes;
	struct hvk__list *desks;

	row.value[HVK__DESK] = make_desk(f->store, "loket-noord");
	assert_int_equal(hvk__store_codes(f->store, &codes), HVK_OK);
	desks = hvk__codes_list(codes, "desk");
	/* Rolled back it is still to be written. */
	assert_int_equal(hvk__begin(f->store, false), HVK_OK);
	assert_int_equal(hvk__desks_save(f->store, &row, 1), HVK_OK);
	assert_int_equal(hvk__end(f->store, HVK_EINPUT), HVK_EINPUT);
	assert_true(desks->codes[0].made);
	assert_query(f, DESKS, "");
	assert_int_equal(save(f->store, &row), HVK_OK);
	assert_false(desks->codes[0].made);
	assert_query(f, DESKS, "1=loket-noord");
	assert_query(f, "SELECT desk FROM v_question", "loket-noord");
	row = make_row(681, 2);
	row.value[HVK__DESK] = 1;
	assert_int_equal(save(f->store, &row), HVK_OK);
	assert_query(f, DESKS, "1=loket-noord");
}

/* Two programs make desks at once: the one who writes later gives way. */
static void test_desks_of_two(void **state)
{
	struct fixture *f = *state;
	struct hvk__row rows[3] = { make_row(681, 1), make_row(681, 2), make_row(681, 3) }, other = make_row(681, 4);
	struct hvk_store *second;

	assert_int_equal(hvk_store_new(&second), HVK_OK);
	assert_int_equal(hvk_store_open(second, f->path, HVK_OPEN_WRITE), HVK_OK);
	rows[0].value[HVK__DESK] = make_desk(f->store, "zuid");
	rows[1].value[HVK__DESK] = make_desk(f->store, "oost");
	other.value[HVK__DESK] = make_desk(second, "zuid");
	make_desk(second, "west");
	assert_int_equal(save(second, &other), HVK_OK);
	assert_int_equal(hvk__begin(f->store, true), HVK_OK);
	assert_int_equal(hvk__desks_save(f->store, rows, 3), HVK_OK);
	assert_int_equal(hvk__end(f->store, hvk__rows_insert(f->store, rows, 3)), HVK_OK);
	assert_query(f, DESKS, "1=zuid,2=west,3=oost");
	assert_query(f,
		"SELECT group_concat(ifnull(desk, '-')) FROM (SELECT desk FROM v_question ORDER BY id)",
		"zuid,oost,-,zuid");
	assert_means("desk", "oost", "oost");
	assert_means("desk", "west", "west");
	hvk_store_free(second);
}

/* Numbers that mean other desks than when they were read must not be written. */
static void test_desks_changed(void **state)
{
	struct fixture *f = *state;
	struct hvk__row row = make_row(681, 1);

	row.value[HVK__DESK] = make_desk(f->store, "zuid");
	assert_int_equal(save(f->store, &row), HVK_OK);
	change_file(f->path, "DELETE FROM question;"
	                     "UPDATE code SET code = 'noord', origin = 'noord' WHERE list = 'desk'");
	row = make_row(681, 2);
	row.value[HVK__DESK] = 1;
	assert_int_equal(save(f->store, &row), HVK_EBUSY);
	assert_failed(f->store, HVK_EBUSY, "changed the desks");
	assert_query(f, "SELECT count(*) FROM question", "0");
}

static void test_desks_full(void **state)
{
	struct fixture *f = *state;
	char slug[16];
	uint16_t number;

	for (int i = 1; i <= UINT16_MAX; i++) {
		struct hvk__codes *codes;

		assert_int_equal(hvk__store_codes(f->store, &codes), HVK_OK);
		if (i > 2) { /* appended directly: finding that each is new would take long */
			struct hvk__list *desks = hvk__codes_list(codes, "desk");

			assert_true(hvk__reserve(&desks->codes, &desks->capacity, UINT16_MAX, sizeof(*desks->codes)));
			desks->codes[desks->count] = desks->codes[1];
			desks->codes[desks->count++].number = (uint16_t)i;
			continue;
		}
		snprintf(slug, sizeof(slug), "d%d", i);
		assert_int_equal(make_desk(f->store, slug), i);
	}
	assert_int_equal(hvk__desk_make(f->store, "more", 4, &number), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "65535");
}

#define both(test)                                                      \
	cmocka_unit_test_setup_teardown(test, setup, teardown),         \
	cmocka_unit_test_setup_teardown(test, setup_open, teardown)

int main(void)
{
	/* Whether the codes are the compiled-in ones or those of a new store must not matter. */
	const struct CMUnitTest tests[] = {
		both(test_exact),
		both(test_unknown),
		both(test_long),
		both(test_ambiguous),
		both(test_prefix),
		both(test_group_by_beginning),
		both(test_age),
		cmocka_unit_test_setup_teardown(test_age_of_own_codes, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_validity, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_renamed, setup_open, teardown),
		both(test_hierarchy),
		cmocka_unit_test_setup_teardown(test_damaged_numbers, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_answers_fit_in_their_bits, setup_open, teardown),
		both(test_public),
		both(test_gemeente),
		both(test_desk_names),
		cmocka_unit_test_setup_teardown(test_desks_saved, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_desks_of_two, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_desks_changed, setup_open, teardown),
		cmocka_unit_test_setup_teardown(test_desks_full, setup_open, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
