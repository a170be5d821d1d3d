/* SPDX-License-Identifier: EUPL-1.2 */
/* Changing codes: importing, retiring, renaming; questions keep what they have. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"

#define HEADER "list,code,parent,label_nl,label_en,sensitive,valid_from,valid_to\n"

static int import(struct hvk_store *store, const char *text, bool dry_run, uint64_t *changed)
{
	int descriptor = input_of(text), result = hvk_code_import(store, "codes.csv", descriptor, dry_run, changed);

	close(descriptor);
	return result;
}

static void take(struct hvk_store *store, const char *text, uint64_t expected)
{
	uint64_t changed;

	assert_done(store, import(store, text, false, &changed));
	assert_int_equal(changed, expected);
}

/* The fields of a code after list, joined by '|'; "" when it is not there. */
static const char *code_line(struct hvk_store *store, const char *list, const char *name)
{
	static char text[512];
	const struct hvk_code *code;

	text[0] = '\0';
	for (size_t n = 0; (code = hvk_code_at(store, list, n)) != NULL; n++) {
		if (strcmp(hvk_code_text(code, HVK_CODE_CODE), name) != 0)
			continue;
		for (int field = HVK_CODE_CODE; field < HVK_CODE_FIELDS; field++) {
			strcat(text, field == HVK_CODE_CODE ? "" : "|");
			strcat(text, hvk_code_text(code, (enum hvk_code_field)field));
		}
	}
	return text;
}

static size_t count_codes(struct hvk_store *store)
{
	size_t n = 0;

	while (hvk_code_at(store, NULL, n))
		n++;
	return n;
}

/* ---- import */

static void adds_and_changes(void **state)
{
	struct hvk_store *store = store_of(state);
	size_t count = count_codes(store);

	/* The child stands before its parent. */
	take(store, HEADER "theme,digitaal.schermtijd,digitaal,Schermtijd,Screen time,,,\n"
	                   "theme,digitaal,,Digitaal,,1,2026-01-01,2030-12-31\n"
	                   "channel,telefoon,,Per telefoon,Phone,,,\n", 3);
	assert_int_equal(count_codes(store), count + 2);
	assert_string_equal(code_line(store, "theme", "digitaal"),
	                    "digitaal||Digitaal|Digitaal|1|2026-01-01|2030-12-31");
	assert_string_equal(code_line(store, "theme", "digitaal.schermtijd"),
	                    "digitaal.schermtijd|digitaal|Schermtijd|Screen time|||");
	assert_string_equal(code_line(store, "channel", "telefoon"), "telefoon||Per telefoon|Phone|||");
	add_short(store, "month:2026-10 gemeente:gent digitaal.schermtijd", NULL);
	assert_questions(store, "2026-10 44021 - - - - digitaal.schermtijd - - - - new\n");
}

static void importing_again_changes_nothing(void **state)
{
	struct hvk_store *store = store_of(state);
	static const char text[] =
		HEADER "theme,digitaal,,Digitaal,Digital,1,,\ntheme,digitaal.app,digitaal,App,App,,,2030-01-01\n";

	take(store, text, 2);
	take(store, text, 0);
}

static void columns_the_file_lacks_stay(void **state)
{
	struct hvk_store *store = store_of(state);

	take(store,
	     HEADER
	     "theme,digitaal,,Digitaal,Digital,1,2026-01-01,2030-12-31\ntheme,digitaal.app,digitaal,App,App,,,\n",
	     2);
	take(store, "lijst;code;omschrijving\ntheme;digitaal;Digitale wereld\n", 1);
	assert_string_equal(code_line(store, "theme", "digitaal"),
	                    "digitaal||Digitale wereld|Digital|1|2026-01-01|2030-12-31");
	/* An empty cell empties; an English label it leaves. */
	take(store, HEADER "theme,digitaal,,Digitaal,,,,\ntheme,digitaal.app,,App,App,,,\n", 2);
	assert_string_equal(code_line(store, "theme", "digitaal"), "digitaal||Digitaal|Digital|||");
	assert_string_equal(code_line(store, "theme", "digitaal.app"), "digitaal.app||App|App|||");
}

static void refuse(struct hvk_store *store, const char *text, unsigned line, unsigned column, const char *part)
{
	const struct hvk_error *error = hvk_store_error(store);
	size_t count = count_codes(store);
	uint64_t changed = 7;
	int result = import(store, text, false, &changed);

	if (result != HVK_EINPUT)
		fail_msg("%s: %d", text, result);
	assert_message_has(store, part);
	assert_string_equal(error->file, "codes.csv");
	assert_int_equal(error->line, line);
	assert_int_equal(error->column, column);
	assert_int_equal(changed, 0);
	assert_int_equal(count_codes(store), count);
}

static void refuses_what_is_no_code(void **state)
{
	struct hvk_store *store = store_of(state);
	char text[512], filler[300];

	refuse(store, HEADER "themes,x,,X,X,,,\n", 2, 1, "list: unknown 'themes'; did you mean theme?");
	refuse(store, HEADER "zzzzzzzzz,x,,X,X,,,\n", 2, 1, "list: unknown 'zzzzzzzzz'");
	refuse(store, HEADER ",x,,X,X,,,\n", 2, 1, "list: unknown ''");
	refuse(store, HEADER "theme,,,X,X,,,\n", 2, 2, "code: expected");
	refuse(store, HEADER "theme,Slapen,,X,X,,,\n", 2, 2, "found 'Slapen'");
	refuse(store, HEADER "theme,.x,,X,X,,,\n", 2, 2, "beginning with a letter or digit");
	refuse(store, HEADER "theme,a b,,X,X,,,\n", 2, 2, "code: expected");
	refuse(store, HEADER "answer,a+b,,X,X,,,\n", 2, 2, "a-z, 0-9, '.' and '-'");
	refuse(store, HEADER "desk,a.b,,X,X,,,\n", 2, 2, "single hyphens");
	refuse(store, HEADER "desk,a--b,,X,X,,,\n", 2, 2, "single hyphens");
	refuse(store, HEADER "desk,a-,,X,X,,,\n", 2, 2, "single hyphens");
	refuse(store, HEADER "theme,x,,,X,,,\n", 2, 4, "label_nl: expected a label");
	refuse(store, HEADER "theme,x,,\"X\ny\",X,,,\n", 2, 4, "label_nl: expected one line");
	refuse(store, HEADER "theme,x,,X,X,ja,,\n", 2, 6, "sensitive: expected 1 or nothing, found 'ja'");
	refuse(store, HEADER "theme,x,,X,X,0,,\n", 2, 6, "sensitive");
	refuse(store, HEADER "theme,x,,X,X,,01/02/2026,\n", 2, 7, "valid_from: expected a date");
	refuse(store, HEADER "theme,x,,X,X,,,2026-02-30\n", 2, 8, "valid_to: expected a date");
	memset(filler, 'x', sizeof(filler));
	snprintf(text, sizeof(text), HEADER "theme,%.65s,,X,X,,,\n", filler);
	refuse(store, text, 2, 2, "at most 64");
	snprintf(text, sizeof(text), HEADER "theme,x,,%.256s,X,,,\n", filler);
	refuse(store, text, 2, 4, "at most 255 bytes");
}

static void refuses_what_does_not_fit_the_rest(void **state)
{
	struct hvk_store *store = store_of(state);

	refuse(store, HEADER "theme,x,niets,X,X,,,\n", 2, 3, "parent: no code 'niets' in this list");
	refuse(store, HEADER "theme,x,telefoon,X,X,,,\n", 2, 3, "parent: no code 'telefoon'");
	refuse(store, HEADER "theme,x,x,X,X,,,\n", 2, 3, "parent: 'x' is the code itself");
	refuse(store, HEADER "theme,a,b,A,A,,,\ntheme,b,c,B,B,,,\ntheme,c,a,C,C,,,\n", 2, 3,
	       "leads back to the code itself");
	refuse(store, HEADER "theme,x,,X,X,,2026-02-01,2026-01-31\n", 2, 2, "after the one it is valid to");
	refuse(store, HEADER "theme,x,,X,X,,,\ntheme,y,,Y,Y,,,\ntheme,x,,Z,Z,,,\n", 4, 2,
	       "'x' stands in the file twice");
	refuse(store, "list,code\ntheme,x\n", 2, 2, "code: unknown 'x'; a new one needs a column label_nl");
	take(store, HEADER "theme,x,,X,X,,2026-02-01,\n", 1);
	refuse(store, "list,code,valid_to\ntheme,x,2026-01-31\n", 2, 2, "after the one it is valid to");
}

static void refuses_a_file_that_is_not_of_codes(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t changed;

	refuse(store, "code,label_nl\nx,X\n", 1, 0, "found no list");
	refuse(store, "list,label_nl\ntheme,X\n", 1, 0, "found no code");
	refuse(store, "list,code,naam\ntheme,x,X\n", 1, 3, "unknown column 'naam'; known are list, code, parent");
	assert_int_equal(import(store, "", false, &changed), HVK_EINPUT);
	/* No lines are no changes. */
	take(store, HEADER, 0);
}

static void there_is_room_for_so_many_answers(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__buffer text = { 0 };
	size_t count = 0;

	while (hvk_code_at(store, "answer", count))
		count++;
	assert_true(hvk__buffer_add_text(&text, HEADER));
	for (size_t n = count; n < HVK__ANSWERS_MAX; n++)
		assert_true(hvk__buffer_printf(&text, "answer,nieuw-%zu,,Nieuw %zu,,,,\n", n, n));
	take(store, text.data, HVK__ANSWERS_MAX - count);
	hvk__buffer_free(&text);
	refuse(store, HEADER "answer,te-veel,,Te veel,,,,\n", 2, 2, "the list answer is full");
	add_short(store, "month:2026-10 gemeente:gent slapen answer:nieuw-62+info", NULL);
	assert_questions(store, "2026-10 44021 - - - - slapen - - info+nieuw-62 - new\n");
	assert_sound(store);
}

static void a_dry_run_does_all_but_write(void **state)
{
	struct hvk_store *store = store_of(state);
	uint64_t changed;

	assert_done(store, import(store, HEADER "theme,x,,X,X,,,\n", true, &changed));
	assert_int_equal(changed, 1);
	assert_string_equal(code_line(store, "theme", "x"), "");
	assert_int_equal(import(store, HEADER "theme,x,y,X,X,,,\n", true, &changed), HVK_EINPUT);
	assert_int_equal(changed, 0);
	/* Nothing is left open. */
	take(store, HEADER "theme,x,,X,X,,,\n", 1);
}

static void what_is_exported_can_be_imported(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__buffer text = { 0 };
	const struct hvk_code *code;
	char field[2048];

	assert_done(store, hvk_code_retire(store, "theme", "slapen", "2030-12-31", false));
	add_short(store, "month:2026-10 gemeente:gent slapen desk:loket-noord", NULL);
	assert_true(hvk__buffer_add_text(&text, HEADER));
	for (size_t n = 0; (code = hvk_code_at(store, NULL, n)) != NULL; n++)
		for (int i = 0; i < HVK_CODE_FIELDS; i++) {
			const char *value = hvk_code_text(code, (enum hvk_code_field)i);
			size_t length = hvk_csv_field(field, value, strlen(value), ',');

			field[length] = i + 1 < HVK_CODE_FIELDS ? ',' : '\n';
			assert_true(hvk__buffer_add(&text, field, length + 1));
		}
	take(store, text.data, 0);
	hvk__buffer_free(&text);
}

/* ---- retire */

static void a_retired_code_stays_with_its_questions(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_question *question;

	add_short(store, "month:2026-10 gemeente:gent slapen", NULL);
	assert_done(store, hvk_code_retire(store, "theme", "Slapen", "2026-10-31", false));
	assert_string_equal(code_line(store, "theme", "slapen"), "slapen||Slapen|Sleep|||2026-10-31");
	assert_questions(store, "2026-10 44021 - - - - slapen - - - - new\n");
	assert_done(store, hvk_question_new(store, &question));
	assert_done(store, hvk_question_set(question, HVK_MONTH, "2026-11"));
	assert_true(hvk_question_set(question, HVK_THEME, "slapen") < 0);
	hvk_question_free(question);
	/* It can come back. */
	take(store, "list,code,valid_to\ntheme,slapen,\n", 1);
	add_short(store, "month:2026-11 gemeente:gent slapen", NULL);
}

static void retiring_refuses(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_int_equal(hvk_code_retire(store, "theme", "slapen", "2026-10", false), HVK_EINVAL);
	assert_message_has(store, "expected a date such as 2026-10-31, found '2026-10'");
	assert_int_equal(hvk_code_retire(store, "themes", "slapen", "2026-10-31", false), HVK_EINVAL);
	assert_message_has(store, "theme");
	assert_int_equal(hvk_code_retire(store, "theme", "slaapen", "2026-10-31", false), HVK_ENOTFOUND);
	assert_message_has(store, "did you mean");
	assert_int_equal(hvk_code_retire(store, "theme", "slap", "2026-10-31", false), HVK_ENOTFOUND);
	take(store, HEADER "theme,x,,X,X,,2026-02-01,\n", 1);
	assert_int_equal(hvk_code_retire(store, "theme", "x", "2026-01-31", false), HVK_EINVAL);
	assert_message(store, "x is valid from 2026-02-01 only, which is after 2026-01-31");
	assert_done(store, hvk_code_retire(store, "theme", "slapen", "2026-10-31", true));
	assert_string_equal(code_line(store, "theme", "slapen"), "slapen||Slapen|Sleep|||");
}

/* ---- rename */

static void a_renamed_code_keeps_its_questions_and_its_old_name(void **state)
{
	struct hvk_store *store = store_of(state);
	const struct hvk_code *code;

	add_short(store, "month:2026-10 gemeente:gent slapen.inslapen", NULL);
	add_short(store, "month:2026-10 gemeente:gent slapen", NULL);
	assert_done(store, hvk_code_rename(store, "theme", "slapen", "nachtrust", false));
	assert_questions(store, "2026-10 44021 - - - - nachtrust - - - - new\n"
	                        "2026-10 44021 - - - - slapen.inslapen - - - - new\n");
	assert_string_equal(strchr(code_line(store, "theme", "slapen.inslapen"), '|'),
	                    "|nachtrust|Inslapen, slaapritueel|Falling asleep, bedtime routine|||");
	assert_done(store, hvk_code_find(store, "theme", "slapen", false, &code));
	assert_string_equal(hvk_code_text(code, HVK_CODE_CODE), "nachtrust");
	/* In a file the old name means it too. */
	take(store, HEADER "theme,slapen,,Slaap,Sleep,,,\n", 1);
	assert_string_equal(code_line(store, "theme", "nachtrust"), "nachtrust||Slaap|Sleep|||");
	refuse(store, HEADER "theme,slapen,,A,,,,\ntheme,nachtrust,,B,,,,\n", 3, 2, "stands in the file twice");
}

static void a_code_can_go_back_to_its_name(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_done(store, hvk_code_rename(store, "theme", "slapen", "nachtrust", false));
	assert_done(store, hvk_code_rename(store, "theme", "nachtrust", "slapen", false));
	assert_done(store, hvk_code_rename(store, "theme", "slapen", "slapen", false));
	assert_string_equal(code_line(store, "theme", "slapen"), "slapen||Slapen|Sleep|||");
	assert_done(store, hvk_code_rename(store, "theme", "slapen", "nachtrust", false));
	assert_done(store, hvk_code_rename(store, "theme", "nachtrust", "dromen", false));
	assert_done(store, hvk_code_rename(store, "theme", "slapen", "slapen", false));
	assert_int_equal(count_rows(store, "code_alias"), 2);
}

static void renaming_refuses(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_int_equal(hvk_code_rename(store, "theme", "slapen", "Nacht rust", false), HVK_EINVAL);
	assert_message_has(store, "not a name");
	assert_int_equal(hvk_code_rename(store, "theme", "slapen", "", false), HVK_EINVAL);
	assert_int_equal(hvk_code_rename(store, "theme", "slapen", "gedrag", false), HVK_EAMBIGUOUS);
	assert_message(store, "'gedrag' is, or was, the name of another code in list theme");
	assert_done(store, hvk_code_rename(store, "theme", "gedrag", "doen", false));
	assert_int_equal(hvk_code_rename(store, "theme", "slapen", "gedrag", false), HVK_EAMBIGUOUS);
	assert_int_equal(hvk_code_rename(store, "theme", "zwemmen", "x", false), HVK_ENOTFOUND);
	assert_int_equal(hvk_code_rename(store, "thema's", "slapen", "x", false), HVK_EINVAL);
	add_short(store, "month:2026-10 gemeente:gent slapen desk:noord", NULL);
	assert_int_equal(hvk_code_rename(store, "desk", "noord", "a.b", false), HVK_EINVAL);
	assert_done(store, hvk_code_rename(store, "desk", "noord", "zuid", true));
	assert_questions(store, "2026-10 44021 noord - - - slapen - - - - new\n");
}

/* Undoing takes out the desks a change made, unless somebody has had a hand in them since. */
static void undo_leaves_desks_that_were_worked_on(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *what;

	add_short(store, "month:2026-10 gemeente:gent slapen desk:noord", NULL);
	assert_done(store, hvk_code_rename(store, "desk", "noord", "zuid", false));
	take(store, HEADER "desk,west,,West,,,,\n", 1);
	assert_done(store, hvk_store_undo(store, false, &(struct hvk_counts){ 0 }, &what));
	assert_questions(store, "");
	assert_string_equal(code_line(store, "desk", "zuid"), "zuid||noord|noord|||");
	assert_string_equal(code_line(store, "desk", "west"), "west||West|West|||");
	assert_sound(store);
}

static void undo_takes_desks_out_that_were_left_alone(void **state)
{
	struct hvk_store *store = store_of(state);
	const char *what;

	add_short(store, "month:2026-10 gemeente:gent slapen desk:noord", NULL);
	assert_done(store, hvk_code_rename(store, "theme", "slapen", "nachtrust", false));
	take(store, HEADER "theme,x,,X,,,,\n", 1);
	assert_done(store, hvk_store_undo(store, false, &(struct hvk_counts){ 0 }, &what));
	assert_null(hvk_code_at(store, "desk", 0));
}

static void a_store_that_cannot_be_written_is_told(void **state)
{
	struct hvk_store *reader = open_beside(state, "hvk.db", HVK_OPEN_READ);
	uint64_t changed;

	assert_int_equal(import(reader, HEADER, false, &changed), HVK_ESTORE);
	assert_int_equal(hvk_code_retire(reader, "theme", "slapen", "2026-10-31", false), HVK_ESTORE);
	assert_int_equal(hvk_code_rename(reader, "theme", "slapen", "x", false), HVK_ESTORE);
	hvk_store_free(reader);
}

static void a_writer_holds_it_up(void **state)
{
	struct hvk_store *store = store_of(state), *other = open_beside(state, "hvk.db", HVK_OPEN_WRITE);
	uint64_t changed;

	hvk_store_set_wait(store, 0);
	assert_done(other, hvk__begin(other, false));
	assert_int_equal(import(store, HEADER "theme,x,,X,X,,,\n", false, &changed), HVK_EBUSY);
	assert_int_equal(hvk_code_rename(store, "theme", "slapen", "x", false), HVK_EBUSY);
	assert_done(other, hvk__end(other, HVK_OK));
	hvk_store_free(other);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(adds_and_changes),
		WITH_STORE(importing_again_changes_nothing),
		WITH_STORE(columns_the_file_lacks_stay),
		WITH_STORE(refuses_what_is_no_code),
		WITH_STORE(refuses_what_does_not_fit_the_rest),
		WITH_STORE(refuses_a_file_that_is_not_of_codes),
		WITH_STORE(there_is_room_for_so_many_answers),
		WITH_STORE(a_dry_run_does_all_but_write),
		WITH_STORE(what_is_exported_can_be_imported),
		WITH_STORE(a_retired_code_stays_with_its_questions),
		WITH_STORE(retiring_refuses),
		WITH_STORE(a_renamed_code_keeps_its_questions_and_its_old_name),
		WITH_STORE(a_code_can_go_back_to_its_name),
		WITH_STORE(renaming_refuses),
		WITH_STORE(undo_leaves_desks_that_were_worked_on),
		WITH_STORE(undo_takes_desks_out_that_were_left_alone),
		WITH_STORE(a_store_that_cannot_be_written_is_told),
		WITH_STORE(a_writer_holds_it_up),
	};

	return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
