/* SPDX-License-Identifier: EUPL-1.2 */
/* A record as a text to be edited: what the text says, and what becomes of what was typed. */
#include "unit/record_store.h"

#include "core/macro.h"

static char *text_of(struct hvk_record *record)
{
	char *text;

	if (hvk_record_write_text(record, &text) != HVK_OK)
		fail_msg("%s", hvk_store_error(record->store)->message);
	return text;
}

static void reads(struct hvk_record *record, const char *text)
{
	if (hvk_record_read_text(record, "edited", text, strlen(text)) != HVK_OK)
		fail_msg("%d: %s", (int)hvk_store_error(record->store)->line, hvk_store_error(record->store)->message);
	assert_int_equal(hvk_store_error(record->store)->code, HVK_OK);
}

/* A text that is refused, and leaves the record as it was. */
static void refuses(struct hvk_record *record, const char *text, int code, uint64_t line, const char *part)
{
	_cleanup_free_ char *before = text_of(record), *after = NULL;
	uint32_t touched = record->touched;

	assert_int_equal(hvk_record_read_text(record, "edited", text, strlen(text)), code);
	assert_failed(record->store, code, part);
	assert_string_equal(hvk_store_error(record->store)->file, "edited");
	assert_int_equal(hvk_store_error(record->store)->line, line);
	after = text_of(record);
	assert_string_equal(after, before);
	assert_int_equal(record->touched, touched);
}

static struct hvk_record *add_partner(struct fixture *f)
{
	add(f, HVK_PARTNER, "name", "Leeshoek Voorbeeld", "type", "bibliotheek", "description",
	    "Voorlezen,\n\n  elke dag\\", "gemeente", "Brugge+Oostkamp", "keyword", "boeken, verhalen", "phone",
	    "050 00 00 01", "everywhere", "ja");
	return find(f, HVK_PARTNER, "leeshoek-voorbeeld");
}

#define assert_line(text, line)                                                \
	do {                                                                   \
		if (!strstr(text, "\n" line "\n"))                             \
			fail_msg("'%s' is no line of:\n%s", line, text);       \
	} while (0)

static void the_text_has_every_column(void **state)
{
	struct hvk_record *record = add_partner(*state);
	_cleanup_free_ char *text = text_of(record);

	assert_int_equal(strncmp(text, "# partner leeshoek-voorbeeld\n", 29), 0);
	assert_line(text, "slug: leeshoek-voorbeeld");
	assert_line(text, "description: Voorlezen,\n+ \n+   elke dag\\\\\n");
	assert_line(text, "# Brugge, Oostkamp\ngemeente: 31005+31022");
	assert_line(text, "keyword: boeken+verhalen");
	assert_line(text, "everywhere: yes");
	assert_line(text, "# web address\n# website: ");
	assert_line(text, "# one of: identified, contacted, agreed, active, dormant, ended\nstage: identified");
	/* A column is there once, as a field or as a comment. */
	for (size_t i = 0; i < hvk_type_columns(HVK_PARTNER); i++) {
		char field[64], comment[64];

		snprintf(field, sizeof(field), "\n%s: ", hvk_type_column(HVK_PARTNER, i)->name);
		snprintf(comment, sizeof(comment), "\n# %s: \n", hvk_type_column(HVK_PARTNER, i)->name);
		assert_true((strstr(text, field) != NULL) != (strstr(text, comment) != NULL));
	}
	hvk_record_free(record);
}

static void a_new_record_is_all_comments(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_OFFER, NULL);
	_cleanup_free_ char *text = text_of(record);

	assert_int_equal(strncmp(text, "# a new offer\n", 14), 0);
	assert_line(
		text,
		"# any of, joined by '+': gezondheidszorg, opvoedingsondersteuning, ontmoeting, andere\n# pillar: ");
	assert_null(strstr(text, "\nname: "));
	refuses(record, text, HVK_EINPUT, 0, "no line such as 'name: ...' in the text; nothing was changed");
	hvk_record_free(record);
}

static void what_the_store_sets_is_not_in_it(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_REFERRAL, "month", "2026-10", NULL);
	_cleanup_free_ char *text = text_of(record);

	assert_line(text, "month: 2026-10");
	assert_null(strstr(text, "status"));
	refuses(record, "month: 2026-10\nstatus: gestart\n", HVK_EINVAL, 2,
	        "status: given by the store, cannot be set");
	hvk_record_free(record);
}

static void left_as_it_is_nothing_is_set(void **state)
{
	struct hvk_record *record = add_partner(*state);
	_cleanup_free_ char *text = text_of(record);

	reads(record, text);
	assert_int_equal(record->touched, 0);
	assert_key(record, "description", "Voorlezen,\n\n  elke dag\\");
	hvk_record_free(record);
}

static void the_text_is_all_that_the_record_has(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = add_partner(f);
	struct hvk_record *there;

	reads(record,
	      "\xef\xbb\xbf# mine\r\nnaam: Leeshoek\r\nkeyword: verhalen\r\nkeyword: boeken; spel\r\n# phone: 1\r\n"
	      "stage: active\r\n");
	assert_key(record, "name", "Leeshoek");
	assert_key(record, "keyword", "boeken+spel+verhalen");
	assert_key(record, "phone", "");
	assert_key(record, "gemeente", "");
	assert_key(record, "everywhere", "no");
	assert_key(record, "slug", "leeshoek-voorbeeld");
	save(record);
	there = find(f, HVK_PARTNER, "leeshoek-voorbeeld");
	assert_key(there, "name", "Leeshoek");
	assert_key(there, "phone", "");
	assert_key(there, "stage", "active");
	hvk_record_free(there);
	hvk_record_free(record);
}

static void what_another_changed_meanwhile_stays(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *mine = add_partner(f), *other = find(f, HVK_PARTNER, "leeshoek-voorbeeld");
	_cleanup_free_ char *text = text_of(mine);

	set(other, "phone", "050 00 00 02");
	save(other);
	memcpy(strstr(text, "Leeshoek Voor"), "Kijkhoek", 8);
	reads(mine, text);
	save(mine);
	assert_key(mine, "phone", "050 00 00 02");
	assert_key(mine, "name", "Kijkhoek Voorbeeld");
	hvk_record_free(other);
	hvk_record_free(mine);
}

static void a_code_out_of_use_stays(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = add_partner(f);
	_cleanup_free_ char *text = text_of(record);

	assert_int_equal(hvk_code_retire(f->store, "partner_type", "bibliotheek", "2020-01-01", false), HVK_OK);
	reads(record, text);
	assert_key(record, "type", "bibliotheek");
	hvk_record_free(record);
}

static void what_is_wrong_is_refused_with_its_line(void **state)
{
	struct hvk_record *record = add_partner(*state);

	refuses(record, "slug: x\nname: X\nemail: geen\n", HVK_EINPUT, 3, "email: expected one e-mail address");
	refuses(record, "# note\nname: X\ntipe: clb\n", HVK_EINPUT, 3, "unknown field 'tipe'; did you mean type?");
	refuses(record, "name: X\nreason: clb\n", HVK_EINPUT, 2, "unknown field 'reason'");
	refuses(record, "name: X\ntype: bibliotek\n", HVK_ENOTFOUND, 2, "did you mean bibliotheek?");
	refuses(record, "name: X\n\n\nname: Y\n", HVK_EINPUT, 4, "a second record begins here");
	refuses(record, "name: X\nphone: 050 00 00 01\nnaam: Y\n", HVK_EINPUT, 3,
	        "name: stands there twice, on line 1 too");
	refuses(record, "name: X\nzomaar iets\n", HVK_EINPUT, 2, "expected 'name: value'");
	refuses(record, "%rec: offer\n\nname: X\n", HVK_EINPUT, 1, "expected records of type partner, found 'offer'");
	refuses(record, "", HVK_EINPUT, 0, "no line such as");
	refuses(record, "name: X\xff\n", HVK_EINPUT, 1, "is not UTF-8");
	hvk_record_free(record);
}

static void a_new_record_can_be_typed(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record = make(f, HVK_OFFER, NULL);

	hvk_record_free(add_partner(f));
	reads(record,
	      "partner: leeshoek-voorbeeld\nname: Voorlezen\npillar: ontmoeting\npillar: opvoedings\nage: 0-3\n");
	save(record);
	assert_key(record, "slug", "leeshoek-voorbeeld-voorlezen");
	assert_key(record, "pillar", "opvoedingsondersteuning+ontmoeting");
	hvk_record_free(record);
}

#define test(name) cmocka_unit_test_setup_teardown(name, setup_open, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		test(the_text_has_every_column),
		test(a_new_record_is_all_comments),
		test(what_the_store_sets_is_not_in_it),
		test(left_as_it_is_nothing_is_set),
		test(the_text_is_all_that_the_record_has),
		test(what_another_changed_meanwhile_stays),
		test(a_code_out_of_use_stays),
		test(what_is_wrong_is_refused_with_its_line),
		test(a_new_record_can_be_typed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
