/* SPDX-License-Identifier: EUPL-1.2 */
/* From options to a table that is protected: what is refused, what is taken from earlier publications, what is read. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"
#include "statistics/publication.h"

/* September has 6 and 3 questions in two gemeenten, October 8 in one. */
static struct hvk_store *fill(void **state)
{
	struct hvk_store *store = store_of(state);
	int descriptor = input_of("region,gemeente\nNoord,Brugge\nNoord,Damme\nZuid,Gent\n");
	uint64_t members;

	assert_done(store, hvk_region_import(store, "regions.csv", descriptor, false, &members));
	close(descriptor);
	for (int i = 0; i < 8; i++) {
		if (i < 6)
			add_short(store, "2026-09 brugge telefoon moeder slapen", NULL);
		if (i < 3)
			add_short(store, "2026-09 gent chat vader school", NULL);
		add_short(store, "2026-10 brugge telefoon moeder slapen", NULL);
	}
	return store;
}

static struct hvk_publication *ask(struct hvk_store *store, const char *by, const char *period)
{
	struct hvk_publication *p;

	assert_done(store, hvk_publication_new(store, &p));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_BY, by));
	if (period)
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_PERIOD, period));
	return p;
}

static void set(struct hvk_publication *p, enum hvk_publish_option option, const char *text)
{
	assert_done(p->store, hvk_publication_set(p, option, text));
}

static void publish(struct hvk_publication *p)
{
	assert_done(p->store, hvk_publication_protect(&p, 1));
	assert_done(p->store, hvk_publication_enter(&p, 1, NULL, NULL));
}

/* All cells: counts, x, na and nc, places slowest. */
static const char *cells(const struct hvk_publication *p)
{
	static char text[1024];
	size_t at[HVK__PUBLICATION_AXES], axes = hvk_publication_axes(p), length = 0, count = 1;

	text[0] = '\0';
	for (size_t a = 0; a < axes; a++)
		count *= hvk_publication_members(p, a);
	for (size_t n = 0; n < count; n++) {
		enum hvk_published status;
		size_t rest = n;
		uint64_t found;

		for (size_t a = axes; a-- > 0; rest /= hvk_publication_members(p, a))
			at[a] = rest % hvk_publication_members(p, a);
		status = hvk_publication_cell(p, at, &found);
		if (status == HVK_PUBLISHED_OK)
			length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%d", n ? " " : "", (int)found);
		else
			length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s%s", n ? " " : "",
			                           hvk_published_name(status), found ? "!" : "");
		assert_true(length < sizeof(text));
	}
	return text;
}

/* ---------------------------------------------------------------- what is read */

static void cells_are_counts_or_hidden(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p = ask(store, "gemeente,month", "2026-08..2026-10");
	const size_t beyond[] = { 5, 0 }, before[] = { 0, 0 };
	uint64_t count = 7;

	assert_int_equal(hvk_publication_cell(p, before, &count), HVK_PUBLISHED_NOWHERE);
	assert_int_equal(count, 0);
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_CELLS), "");
	assert_done(store, hvk_setting_set(store, HVK_SETTING_COLLECTED_SINCE, "2026-09", false));
	assert_done(store, hvk_publication_protect(&p, 1));
	/* Brugge, Damme, Gent, other, total, by month and together. Gent could be 4 only if Brugge were less. */
	assert_string_equal(cells(p), "nc x 8 x nc 0 0 0 nc x 0 x nc 0 0 0 nc 9 8 17");
	assert_int_equal(hvk_publication_cell(p, beyond, &count), HVK_PUBLISHED_NOWHERE);
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_CELLS), "15");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_HIDDEN), "4");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_LATE), "0");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_GEOGRAPHY), "2026-10-31");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_MIN_CELL), "5");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_ZEROS), "camouflage");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_NUMBER), "");
	assert_int_equal(strlen(hvk_publication_text(p, HVK_PUBLICATION_DIGEST)), 32);
	hvk_publication_free(p);
}

/* What tells that a month has none would tell that the next has one. */
static void where_nothing_was_collected_is_set(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p = ask(store, "month", "2026-07..2026-08");

	add_short(store, "2026-08 brugge telefoon moeder slapen", NULL);
	assert_done(store, hvk_publication_protect(&p, 1));
	assert_string_equal(cells(p), "0 x x");
	hvk_publication_free(p);
	assert_done(store, hvk_setting_set(store, HVK_SETTING_COLLECTED_SINCE, "2026-08", false));
	p = ask(store, "month", "2026-07..2026-08");
	assert_done(store, hvk_publication_protect(&p, 1));
	assert_string_equal(cells(p), "nc x x");
	hvk_publication_free(p);
	assert_done(store, hvk_setting_set(store, HVK_SETTING_COLLECTED_SINCE, "2026-09", false));
	p = ask(store, "month", "2026-07..2026-08");
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINPUT);
	assert_message(store, "there are questions of 2026-08, but registration began in 2026-09 by the setting "
	               "collected-since; set an earlier month with 'hvk-admin settings', or leave these months out");
	set(p, HVK_PUBLISH_PERIOD, "2026-07");
	assert_done(store, hvk_publication_protect(&p, 1));
	assert_string_equal(cells(p), "nc nc");
	hvk_publication_free(p);
}

static void fields_and_options_have_names(void **state)
{
	static const char *const options[] = { "by", "period", "region", "gemeente", "min-cell", "zeros" };

	(void)state;
	for (int i = 0; i < HVK_PUBLISH_OPTIONS; i++)
		assert_string_equal(hvk_publish_option_name((enum hvk_publish_option)i), options[i]);
	assert_null(hvk_publish_option_name(HVK_PUBLISH_OPTIONS));
	assert_string_equal(hvk_publication_field_name(HVK_PUBLICATION_NUMBER), "number");
	for (int i = 0; i < HVK_PUBLICATION_FIELDS; i++)
		assert_true(*hvk_publication_field_name((enum hvk_publication_field)i) &&
		            *hvk_publication_field_help((enum hvk_publication_field)i));
	assert_null(hvk_publication_field_name(HVK_PUBLICATION_FIELDS));
	assert_null(hvk_publication_field_help(HVK_PUBLICATION_FIELDS));
	assert_string_equal(hvk_published_name(HVK_PUBLISHED_NOT_APPLICABLE), "na");
	assert_string_equal(hvk_published_name(HVK_PUBLISHED_NOWHERE), "");
	assert_null(hvk_published_name((enum hvk_published)(HVK_PUBLISHED_NOWHERE + 1)));
}

/* ---------------------------------------------------------------- the same again */

static void the_same_is_asked_for_in_several_ways(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p = ask(store, "month,gemeente", "2026-09..2026-10"), *again;
	char before[128];

	set(p, HVK_PUBLISH_REGION, "noord");
	set(p, HVK_PUBLISH_GEMEENTE, "Damme,8000");
	set(p, HVK_PUBLISH_MIN_CELL, "6");
	publish(p);
	snprintf(before, sizeof(before), "%s", cells(p));
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_NUMBER), "1");
	hvk_publication_free(p);
	add_short(store, "2026-09 brugge telefoon moeder slapen", NULL);
	again = ask(store, "gemeente , month", "2026-09..2026-10");
	set(again, HVK_PUBLISH_REGION, "NOORD");
	set(again, HVK_PUBLISH_GEMEENTE, "Brugge,31006,brugge");
	publish(again);
	assert_string_equal(hvk_publication_text(again, HVK_PUBLICATION_NUMBER), "1");
	assert_string_equal(hvk_publication_text(again, HVK_PUBLICATION_MIN_CELL), "6");
	assert_string_equal(cells(again), before);
	hvk_publication_free(again);
	assert_int_equal(count_rows(store, "publication"), 1);
	/* With another rule it is another. */
	again = ask(store, "gemeente,month", "2026-09..2026-10");
	set(again, HVK_PUBLISH_REGION, "Noord");
	set(again, HVK_PUBLISH_GEMEENTE, "31005,31006");
	set(again, HVK_PUBLISH_ZEROS, "camouflage");
	assert_done(store, hvk_publication_protect(&again, 1));
	assert_string_equal(hvk_publication_text(again, HVK_PUBLICATION_NUMBER), "1");
	hvk_publication_free(again);
}

static void rules_are_those_of_the_last(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p = ask(store, "", "2026-09");

	set(p, HVK_PUBLISH_MIN_CELL, "7");
	set(p, HVK_PUBLISH_ZEROS, "protect");
	publish(p);
	hvk_publication_free(p);
	p = ask(store, "", "2026-10");
	publish(p);
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_MIN_CELL), "7");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_ZEROS), "protect");
	hvk_publication_free(p);
	p = ask(store, "month", "2026-10");
	set(p, HVK_PUBLISH_MIN_CELL, "6");
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINVAL);
	assert_message(store, "min-cell: found 6, but publication 2 has 7, and it cannot become less; ask for 7");
	/* What failed can be set otherwise. */
	set(p, HVK_PUBLISH_MIN_CELL, "8");
	set(p, HVK_PUBLISH_ZEROS, "camouflage");
	publish(p);
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_NUMBER), "3");
	assert_string_equal(cells(p), "8 8");
	hvk_publication_free(p);
}

/* ---------------------------------------------------------------- refusals */

static void only_months_that_are_over(void **state)
{
	static const struct { const char *period, *message; } wrong[] = {
		{ "2026-11", "period: 2026-11 is not over; publish months that are" },
		{ "2026", "period: 2026 holds 2026-11, which is not over; publish months that are" },
		{ "2027-Q1", "period: 2027-Q1 holds 2027-01, which is not over; publish months that are" },
		{ NULL, "period: a publication needs one, such as 2026-10" },
	};
	struct hvk_store *store = fill(state);

	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct hvk_publication *p = ask(store, "month", wrong[i].period);

		assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINVAL);
		assert_message(store, wrong[i].message);
		hvk_publication_free(p);
	}
}

static void refuse_together(struct hvk_publication *one, struct hvk_publication *other, const char *message)
{
	struct hvk_publication *both[] = { one, other };

	assert_int_equal(hvk_publication_protect(both, 2), HVK_EINVAL);
	assert_message(one->store, message);
	assert_null(one->joint);
	assert_int_equal(one->axes[HVK__PLACES].member_count, 0);
	if (other != one)
		hvk_publication_free(other);
}

static void those_protected_together_go_together(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p = ask(store, "region,month", "2026-09"), *other;

	refuse_together(p, p, "publications 1 and 2 ask for the same; leave one out");
	refuse_together(p, ask(store, "month,region", "2026-09"), "publications 1 and 2 ask for the same; leave one out");
	other = ask(store, "", "2026-10");
	set(other, HVK_PUBLISH_MIN_CELL, "6");
	refuse_together(p, other, "min-cell: publications that are protected together have one, found 5 and 6");
	other = ask(store, "", "2026-10");
	set(other, HVK_PUBLISH_ZEROS, "protect");
	refuse_together(p, other, "zeros: publications that are protected together have one rule, found both camouflage "
	                "and protect");
	publish(p);
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINVAL);
	assert_message(store, "the publication was protected before");
	assert_int_equal(hvk_publication_set(p, HVK_PUBLISH_PERIOD, "2026-10"), HVK_EINVAL);
	assert_message(store, "the publication was protected before");
	hvk_publication_free(p);
	assert_int_equal(hvk_publication_protect(NULL, 0), HVK_OK);
}

/* Themes stay, and lists that were published before; in October nothing was purged. */
static void what_purging_left_is_counted_by_that_only(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p = ask(store, "channel", "2026-09");
	uint64_t gone;

	publish(p);
	hvk_publication_free(p);
	assert_done(store, hvk_store_purge(store, "2026-10", true, false, &gone, NULL));
	p = ask(store, "asker", "2026-09..2026-10");
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINVAL);
	assert_message(store, "the questions of 2026-09 were purged: nothing is left to count by asker");
	set(p, HVK_PUBLISH_BY, "answer=info");
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINVAL);
	assert_message(store, "the questions of 2026-09 were purged: nothing is left to count by answer");
	set(p, HVK_PUBLISH_BY, "channel");
	assert_done(store, hvk_publication_protect(&p, 1));
	hvk_publication_free(p);
	p = ask(store, "theme", "2026-09");
	assert_done(store, hvk_publication_protect(&p, 1));
	hvk_publication_free(p);
	p = ask(store, "asker", "2026-10");
	assert_done(store, hvk_publication_protect(&p, 1));
	hvk_publication_free(p);
}

/* Rules that were not asked for are those of the last when it is protected, not when it failed to be. */
static void what_failed_asks_for_what_it_did(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p = ask(store, "quarter", "2026-10"), *other = ask(store, "", "2026-09");

	assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINVAL);
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_MIN_CELL), "");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_ZEROS), "");
	set(other, HVK_PUBLISH_MIN_CELL, "7");
	set(other, HVK_PUBLISH_ZEROS, "protect");
	publish(other);
	hvk_publication_free(other);
	set(p, HVK_PUBLISH_BY, "month");
	publish(p);
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_MIN_CELL), "7");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_ZEROS), "protect");
	hvk_publication_free(p);
}

/* Also what was found in the ledger. */
static void what_failed_is_protected_again(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *both[] = { ask(store, "month", "2026-09"), ask(store, "quarter", "2026-10") };
	struct hvk_publication *p = ask(store, "month", "2026-09");

	publish(p);
	hvk_publication_free(p);
	assert_int_equal(hvk_publication_protect(both, 2), HVK_EINVAL);
	assert_string_equal(hvk_publication_text(both[0], HVK_PUBLICATION_NUMBER), "");
	assert_string_equal(hvk_publication_text(both[0], HVK_PUBLICATION_ENTERED_ON), "");
	assert_string_equal(hvk_publication_text(both[0], HVK_PUBLICATION_DIGEST), "");
	set(both[1], HVK_PUBLISH_BY, "month");
	assert_done(store, hvk_publication_protect(both, 2));
	assert_done(store, hvk_publication_enter(both, 2, NULL, NULL));
	assert_string_equal(hvk_publication_text(both[0], HVK_PUBLICATION_NUMBER), "1");
	assert_string_equal(hvk_publication_text(both[1], HVK_PUBLICATION_NUMBER), "2");
	hvk_publication_free(both[0]);
	hvk_publication_free(both[1]);
}

static void codes(struct hvk_store *store, const char *text)
{
	int descriptor = input_of(text);
	uint64_t changed;

	assert_done(store, hvk_code_import(store, "codes.csv", descriptor, false, &changed));
	close(descriptor);
}

/* Another writer makes a change; this handle has read what was before. */
static void refuse_to_enter(void **state, const char *by, const char *sql)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p = ask(store, by, "2026-10");

	assert_done(store, hvk_publication_protect(&p, 1));
	tamper(state, "hvk.db", sql);
	assert_int_equal(hvk_publication_enter(&p, 1, NULL, NULL), HVK_EBUSY);
	assert_message(store, "codes, regions or settings that publishing goes by changed meanwhile; try again");
	hvk_publication_free(p);
	assert_int_equal(count_rows(store, "publication"), 0);
}

static void rules_that_changed_meanwhile_are_not_gone_by(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p;

	refuse_to_enter(state, "gemeente,channel", "UPDATE code SET sensitive = 1 WHERE code = 'chat'");
	refuse_to_enter(state, "region", "DELETE FROM region WHERE region = 'Zuid'");
	refuse_to_enter(state, "gemeente", "INSERT INTO house (slug, gemeente) VALUES ('x', 44021)");
	refuse_to_enter(state, "month", "INSERT INTO setting VALUES ('collected-since', '2026-10')");
	/* What publishing does not go by may, and what was changed before is seen. */
	p = ask(store, "gemeente,channel", "2026-10");
	tamper(state, "hvk.db", "UPDATE code SET sensitive = 1 WHERE code = 'mail'");
	assert_done(store, hvk_publication_protect(&p, 1));
	tamper(state, "hvk.db", "INSERT INTO setting VALUES ('retention', '24')");
	assert_done(store, hvk_publication_enter(&p, 1, NULL, NULL));
	hvk_publication_free(p);
}

/* A code that was not in use is told apart, so that it must not be in what counts. */
static void codes_begin_when_they_do(void **state)
{
	struct hvk_store *store = fill(state);
	struct hvk_publication *p = ask(store, "channel,month", "2026-09..2026-10");
	size_t at[2] = { 0, 0 };
	uint64_t count;

	codes(store, "list,code,label_nl,valid_from\nchannel,fax,Fax,2026-10-01\n");
	assert_done(store, hvk_publication_protect(&p, 1));
	while (strcmp(hvk_publication_key(p, 0, at[0]), "fax") != 0)
		at[0]++;
	assert_int_equal(hvk_publication_cell(p, at, &count), HVK_PUBLISHED_NOT_APPLICABLE);
	at[1] = 1;
	assert_int_equal(hvk_publication_cell(p, at, &count), HVK_PUBLISHED_OK);
	hvk_publication_free(p);
	codes(store, "list,code,label_nl,valid_from\nchannel,chat,Chat,2026-10-01\n");
	p = ask(store, "channel,month", "2026-09..2026-10");
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_EINPUT);
	assert_message(store, "channel chat: there are questions of 2026-09, but it is not in use then; let it begin "
	               "earlier with 'hvk-admin codes', or leave these months out");
	hvk_publication_free(p);
}

static void needs_a_store(void **state)
{
	struct hvk_store *store;
	struct hvk_publication *p;

	(void)state;
	assert_int_equal(hvk_store_new(&store), HVK_OK);
	p = ask(store, "month", "2025");
	assert_int_equal(hvk_publication_protect(&p, 1), HVK_ESTORE);
	hvk_publication_free(p);
	hvk_store_free(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(cells_are_counts_or_hidden),
		WITH_STORE(where_nothing_was_collected_is_set),
		cmocka_unit_test(fields_and_options_have_names),
		WITH_STORE(the_same_is_asked_for_in_several_ways),
		WITH_STORE(rules_are_those_of_the_last),
		WITH_STORE(only_months_that_are_over),
		WITH_STORE(those_protected_together_go_together),
		WITH_STORE(what_failed_is_protected_again),
		WITH_STORE(what_failed_asks_for_what_it_did),
		WITH_STORE(rules_that_changed_meanwhile_are_not_gone_by),
		WITH_STORE(what_purging_left_is_counted_by_that_only),
		WITH_STORE(codes_begin_when_they_do),
		cmocka_unit_test(needs_a_store),
	};

	return cmocka_run_group_tests_name("publications protected", tests, NULL, NULL);
}
