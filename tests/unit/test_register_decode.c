/* SPDX-License-Identifier: EUPL-1.2 */
/* Records of CSV to questions: what cells mean, what is refused, and that both are the same however many threads there
 * are. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "csv_input.h"
#include "question_store.h"
#include "register/csv_source.h"
#include "core/when.h"

/* ---------------------------------------------------------------- reading one text */

struct decoded {
	struct heard heard;
	struct hvk__row rows[64];
	uint64_t lines[64];
	size_t count;
	int result;
	char message[1024];
};

struct options {
	enum hvk_intake_option option;
	const char *value;
};

static void decode_with(struct hvk_store *store, const char *text, const struct options *options,
                        struct decoded *decoded)
{
	const struct hvk__csv_options how = { .voided = true, .last_month = HVK__MONTH_MAX, .undone = "done nothing" };
	struct hvk_input input = { "in.csv", input_of(text, strlen(text)) };
	struct hvk__csv_worker *worker;
	struct hvk_intake *intake;
	struct hvk__csv_rows some;
	struct hvk__csv *csv;

	memset(decoded, 0, sizeof(*decoded));
	heard_start(&decoded->heard);
	assert_done(store, hvk_intake_new(store, &intake));
	hvk_intake_set_listener(intake, &decoded->heard.listener);
	for (; options && options->value; options++)
		assert_done(store, hvk_intake_set(intake, options->option, options->value));
	assert_int_equal(hvk__csv_open(intake, &input, 1, NULL, &how, &csv), HVK_OK);
	assert_int_equal(hvk__csv_worker_open(csv, &worker), HVK_OK);
	while ((decoded->result = hvk__csv_worker_next(worker, &some)) > 0)
		for (size_t i = 0; i < some.count && decoded->count < ARRAY_SIZE(decoded->rows); i++) {
			decoded->rows[decoded->count] = some.rows[i];
			decoded->lines[decoded->count++] = some.lines[i];
		}
	snprintf(decoded->message, sizeof(decoded->message), "%s", hvk__csv_error(csv)->public.message);
	hvk__csv_worker_close(worker);
	hvk__csv_close(csv);
	hvk_intake_free(intake);
	close(input.descriptor);
}

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

/* What is heard when a text is read, which must be refused. */
static void refuses_with(void **state, const char *text, const struct options *options, const char *part)
{
	struct decoded decoded;

	decode_with(store_of(state), text, options, &decoded);
	if (decoded.result != HVK_EINPUT ||
	    (!strstr(heard_text(&decoded.heard), part) && !strstr(decoded.message, part)))
		fail_msg("%d, '%s' is not in:\n%s%s", decoded.result, part, heard_text(&decoded.heard),
		         decoded.message);
	heard_end(&decoded.heard);
}

static void refuses(void **state, const char *text, const char *part)
{
	refuses_with(state, text, NULL, part);
}

/* Reads a text of one row without complaint. */
static struct hvk__row reads_with(void **state, const char *text, const struct options *options)
{
	struct decoded decoded;

	decode_with(store_of(state), text, options, &decoded);
	if (decoded.result != HVK_OK || decoded.count != 1)
		fail_msg("%d, %zu rows:\n%s%s", decoded.result, decoded.count, heard_text(&decoded.heard),
		         decoded.message);
	heard_end(&decoded.heard);
	return decoded.rows[0];
}

static struct hvk__row reads(void **state, const char *text)
{
	return reads_with(state, text, NULL);
}

static const char *code(void **state, const char *list, unsigned number)
{
	const struct hvk_code *found = hvk_code_at(store_of(state), list, number - 1);

	return number && found ? hvk_code_text(found, HVK_CODE_CODE) : "";
}

static unsigned nis(const struct hvk__row *row)
{
	return hvk__gemeenten[row->value[HVK__GEMEENTE] - 1].nis;
}

/* ---------------------------------------------------------------- cells */

static void all_columns(void **state)
{
	struct hvk__row row =
		reads(state, "month,gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact\n"
	                     "2026-10,Brugge,loket,chat,moeder,3-5,slapen,praktisch,spanning,info+folder,0-5,same\n");

	assert_int_equal(row.id, 0);
	assert_int_equal(row.value[HVK__MONTH], 56 * 12 + 9);
	assert_int_equal(nis(&row), 31005);
	assert_string_equal(code(state, "desk", row.value[HVK__DESK]), "loket");
	assert_string_equal(code(state, "channel", row.value[HVK__CHANNEL]), "chat");
	assert_string_equal(code(state, "asker", row.value[HVK__ASKER]), "moeder");
	assert_string_equal(code(state, "age", row.value[HVK__AGE]), "3-5");
	assert_string_equal(code(state, "theme", row.value[HVK__THEME]), "slapen");
	assert_string_equal(code(state, "kind", row.value[HVK__KIND]), "praktisch");
	assert_string_equal(code(state, "severity", row.value[HVK__SEVERITY]), "spanning");
	assert_string_equal(code(state, "duration", row.value[HVK__DURATION]), "0-5");
	assert_string_equal(code(state, "contact", row.value[HVK__CONTACT]), "same");
	assert_int_equal(__builtin_popcountll(row.answers), 2);
	assert_int_equal(row.value[HVK__DAY], 0);
}

static void missing_values(void **state)
{
	struct hvk__row row = reads(state, "maand,gemeente,thema,kanaal,antwoord\n2026-10,8000,slapen,,\n");

	assert_int_equal(row.value[HVK__CHANNEL], 0);
	assert_int_equal(row.answers, 0);
	assert_string_equal(code(state, "contact", row.value[HVK__CONTACT]), "new");
	refuses(state, "maand,gemeente,thema\n,Gent,slapen\n", "in.csv:2:1: month: empty");
	refuses(state, "maand,gemeente,thema\n2026-10,,slapen\n", "in.csv:2:2: gemeente: empty");
	refuses(state, "maand,gemeente,thema\n2026-10,Gent,\n", "in.csv:2:3: theme: empty");
	refuses(state, "maand,gemeente,thema\n2026-10,Gent,\xc2\xa0\n", "in.csv:2:3: theme: empty");
}

static void labels_and_spellings(void **state)
{
	const char *texts[] = { "gedrag.driftbuien", "driftbuien",   "Gedrag.Driftbuien",
		                "DRIFTBUIEN",        " driftbuien ", "\"\u00a0driftbuien\u00a0\"" };
	char text[200];

	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		struct hvk__row row;

		snprintf(text, sizeof(text), "maand,gemeente,thema\n2026-10,Gent,%s\n", texts[i]);
		row = reads(state, text);
		assert_string_equal(code(state, "theme", row.value[HVK__THEME]), "gedrag.driftbuien");
	}
}

/* A text over the length that the fast path loads, several rows of it so that it is remembered. */
static void long_labels(void **state)
{
	struct decoded decoded;

	decode_with(store_of(state),
	            "maand,gemeente,thema,kanaal,antwoord\n"
	            "2026-10,Gent,slapen,\"Persoonlijk contact (aan huis van het kind, winkel, loket)\",Warme "
	            "doorverwijzing naar een persoon\n"
	            "2026-10,Gent,slapen,\"Persoonlijk contact (aan huis van het kind, winkel, loket)\",Warme "
	            "doorverwijzing naar een persoon\n"
	            "2026-10,Gent,slapen,\"Op een vindplaats (schoolpoort, opvang, markt, caravan)\",Informatie "
	            "gegeven + Folder of brochure\n",
	            NULL, &decoded);
	assert_int_equal(decoded.result, HVK_OK);
	assert_int_equal(decoded.count, 3);
	assert_string_equal(code(state, "channel", decoded.rows[0].value[HVK__CHANNEL]), "persoonlijk");
	assert_string_equal(code(state, "channel", decoded.rows[1].value[HVK__CHANNEL]), "persoonlijk");
	assert_string_equal(code(state, "channel", decoded.rows[2].value[HVK__CHANNEL]), "vindplaats");
	assert_true(decoded.rows[0].answers == decoded.rows[1].answers);
	assert_int_equal(__builtin_popcountll(decoded.rows[2].answers), 2);
	heard_end(&decoded.heard);
}

static void answers(void **state)
{
	struct hvk__row one = reads(state, "maand,gemeente,thema,antwoord\n2026-10,Gent,slapen,folder+info+folder\n");
	struct hvk__row other = reads(state, "maand,gemeente,thema,antwoord\n2026-10,Gent,slapen,info + folder\n");

	assert_true(one.answers == other.answers);
	refuses(state, "maand,gemeente,thema,antwoord\n2026-10,Gent,slapen,info+\n",
	        "answer: expected a code on both sides");
	refuses(state, "maand,gemeente,thema,antwoord\n2026-10,Gent,slapen,info+foldr\n",
	        "in.csv:2:4: answer: unknown 'foldr'");
}

static void unknown_values(void **state)
{
	refuses(state, "maand,gemeente,thema\n2026-10,Gend,slapen\n",
	        "refused in.csv:2:2: gemeente: unknown 'Gend'; did you mean Gent");
	refuses(state, "maand,gemeente,thema\n2026-10,Gent,slaape\n",
	        "refused in.csv:2:3: theme: unknown 'slaape'; did you mean slapen");
	refuses(state, "maand,gemeente,thema,leeftijd\n2026-10,Gent,slapen,5/mrt\n",
	        "did a spreadsheet make a date of it?");
}

static void gemeente_of_its_month(void **state)
{
	struct decoded decoded;

	decode_with(store_of(state),
	            "maand,gemeente,thema\n2024-12,Borsbeek,slapen\n2025-01,Borsbeek,slapen\n2024-12,Borsbeek,slapen\n"
	            "2025-01,Antwerpen,slapen\n2024-12,Antwerpen,slapen\n",
	            NULL, &decoded);
	assert_int_equal(decoded.count, 5);
	assert_int_equal(nis(&decoded.rows[0]), 11007);
	assert_int_equal(nis(&decoded.rows[1]), 11002);
	assert_int_equal(nis(&decoded.rows[2]), 11007);
	assert_int_equal(decoded.rows[1].value[HVK__GEMEENTE], decoded.rows[3].value[HVK__GEMEENTE]);
	assert_int_not_equal(decoded.rows[3].value[HVK__GEMEENTE], decoded.rows[4].value[HVK__GEMEENTE]);
	heard_end(&decoded.heard);
}

/* What is only counted may be out of a store whose questions keep a code that was retired after them. */
static void codes_out_of_use_are_counted(void **state)
{
	struct hvk_store *store = store_of(state);
	struct decoded decoded;

	assert_done(store, hvk_code_retire(store, "theme", "slapen.inslapen", "2026-03-15", false));
	decode_with(store,
	            "maand,gemeente,thema\n2026-03,Gent,inslapen\n2026-04,Gent,inslapen\n2026-01,Gent,inslapen\n", NULL,
	            &decoded);
	assert_int_equal(decoded.count, 3);
	assert_int_equal(decoded.heard.refused, 0);
	heard_end(&decoded.heard);
}

/* More texts than are remembered, so that some are forgotten, must not change what they mean. */
static void more_than_is_remembered(void **state)
{
	struct hvk__buffer text = { 0 };
	struct hvk_store *store = store_of(state);
	struct hvk_input input = { "in.csv", -1 };
	struct hvk_source *source;
	struct hvk_intake *intake;
	const struct hvk__row *rows;
	void *worker;
	size_t count, total = 0;

	hvk__buffer_add_text(&text, "datum,gemeente,thema\n");
	for (int round = 0; round < 3; round++)
		for (int day = 3653; day < 3653 + 6000; day++) {
			char date[11];

			hvk__date_format(day, date);
			assert_true(hvk__buffer_printf(&text, "%s,Gent,slapen\n", date));
		}
	input.descriptor = input_of(text.data, text.length);
	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_source_csv(intake, &input, 1, NULL, &source));
	assert_int_equal(source->class->worker_open(source, 0, &worker), HVK_OK);
	while (source->class->worker_next(worker, &rows, &count) == 1)
		for (size_t i = 0; i < count; i++, total++) {
			struct hvk__date date = hvk__date_from_days(3653 + (int)(total % 6000));

			assert_int_equal(rows[i].value[HVK__MONTH], hvk__month_number(date));
		}
	assert_int_equal(total, 18000);
	source->class->worker_close(worker);
	hvk_source_free(source);
	hvk_intake_free(intake);
	hvk__buffer_free(&text);
	close(input.descriptor);
}

/* ---------------------------------------------------------------- desks and ids */

static void desks(void **state)
{
	struct hvk_store *store = store_of(state);
	struct decoded decoded;

	decode_with(store, "maand,gemeente,thema,balie\n2026-10,Gent,slapen,loket-a\n2026-10,Gent,slapen,\n",
	            (const struct options[]){ { HVK_INTAKE_DESK, "loket-b" }, { 0, NULL } }, &decoded);
	assert_int_equal(decoded.count, 2);
	assert_string_equal(code(state, "desk", decoded.rows[0].value[HVK__DESK]), "loket-a");
	assert_string_equal(code(state, "desk", decoded.rows[1].value[HVK__DESK]), "loket-b");
	heard_end(&decoded.heard);
	refuses(state, "maand,gemeente,thema,balie\n2026-10,Gent,slapen,Loket Noord\n", "did you mean loket-noord?");
	/* Which desks were met before must not matter. */
	refuses(state, "maand,gemeente,thema,balie\n2026-10,Gent,slapen,LOKET-A\n", "did you mean loket-a?");
	refuses(state, "maand,gemeente,thema,balie\n2026-10,Gent,slapen,0475123456\n",
	        "desk: looks like a telephone number");
}

static void ids(void **state)
{
	struct decoded decoded;
	char id[14], text[300];

	hvk__id_format((INT64_C(681) << HVK__ID_BITS) + 12345, id);
	snprintf(text, sizeof(text), "id,maand,gemeente,thema\n%s,2026-10,Gent,slapen\n,2026-10,Gent,slapen\n", id);
	decode_with(store_of(state), text, NULL, &decoded);
	assert_int_equal(decoded.count, 2);
	assert_true(decoded.rows[0].id == (INT64_C(681) << HVK__ID_BITS) + 12345);
	assert_true(decoded.rows[1].id == 0);
	heard_end(&decoded.heard);
	snprintf(text, sizeof(text), "id,maand,gemeente,thema\n%s,2026-09,Gent,slapen\n", id);
	refuses(state, text, "in.csv:2:1: id: belongs to a question of 2026-10, not of 2026-09");
	refuses(state, "id,maand,gemeente,thema\n17,2026-10,Gent,slapen\n", "'17' is not an id of this register");
	refuses(state, "id,maand,gemeente,thema\n85.07.30-033.28,2026-10,Gent,slapen\n", "the value is not repeated");
}

static void ids_from_a_column(void **state)
{
	static const struct options from[] = { { HVK_INTAKE_ID_FROM, "Nr" }, { 0, NULL } };
	struct decoded decoded;

	decode_with(store_of(state),
	            "nr,maand,gemeente,thema,balie\n1,2026-10,Gent,slapen,a\n2,2026-10,Gent,slapen,a\n1,2026-10,Gent,"
	            "slapen,b\n"
	            "1,2026-10,Brugge,slapen,a\n",
	            from, &decoded);
	assert_int_equal(decoded.count, 4);
	assert_true(decoded.rows[0].id >> HVK__ID_BITS == 681);
	assert_true(decoded.rows[0].id != decoded.rows[1].id);
	assert_true(decoded.rows[0].id != decoded.rows[2].id);
	assert_true(decoded.rows[0].id == decoded.rows[3].id);
	heard_end(&decoded.heard);
	refuses_with(state, "nr,maand,gemeente,thema\n,2026-10,Gent,slapen\n", from,
	             "Nr: empty, so that no id can be made from it");
	refuses_with(state, "nr,maand,gemeente,thema\n85.07.30-033.28,2026-10,Gent,slapen\n", from,
	             "the value is not repeated");
	refuses_with(state, "maand,gemeente,thema\n2026-10,Gent,slapen\n", from, "no column 'Nr' to make ids from");
	refuses_with(state, "id,nr,maand,gemeente,thema\n,1,2026-10,Gent,slapen\n", from,
	             "the file has ids of its own");
}

static void voided(void **state)
{
	struct hvk__row row;
	char id[14], text[300];

	hvk__id_format((INT64_C(681) << HVK__ID_BITS) + 99, id);
	snprintf(text, sizeof(text), "id,month,gemeente,theme,voided\n%s,2026-10,,,1\n", id);
	row = reads(state, text);
	assert_true(row.id == (INT64_C(681) << HVK__ID_BITS) + 99);
	assert_int_equal(row.value[HVK__GEMEENTE], 0);
	refuses(state, "id,month,gemeente,theme,voided\n,2026-10,,,1\n", "voided: a question without an id");
	refuses(state, "month,gemeente,theme,voided\n2026-10,Gent,slapen,misschien\n",
	        "voided: expected 1 (yes) or nothing");
	snprintf(text, sizeof(text), "id,month,gemeente,theme,voided\n%s,2026-09,,,ja\n", id);
	refuses(state, text, "id: belongs to a question of 2026-10");
}

/* ---------------------------------------------------------------- rows */

static void ragged_rows(void **state)
{
	struct decoded decoded;

	refuses(state, "maand,gemeente,thema\n2026-10,Gent\n", "refused in.csv:2:0: 2 cells, the header has 3");
	refuses(state, "maand,gemeente,thema\n2026-10,Gent,slapen,x\n",
	        "refused in.csv:2:0: 4 cells, the header has 3");
	decode_with(store_of(state), "maand;gemeente;thema;;\n\n2026-10;Gent;slapen;;\n;;;;;\n;;\n", NULL, &decoded);
	assert_int_equal(decoded.result, HVK_OK);
	assert_int_equal(decoded.count, 1);
	assert_int_equal(decoded.lines[0], 3);
	assert_heard(&decoded.heard, "note in.csv:0:0: 3 empty columns and 3 empty rows passed over");
	heard_end(&decoded.heard);
}

static void privacy(void **state)
{
	static const char *const personal[] = {
		"0475/12.34.56",   "an.voorbeeld@example.org", "BE68 5390 0754 7034",
		"85.07.30-033.28", "Voorbeeldstraat 12",
	};

	for (size_t i = 0; i < ARRAY_SIZE(personal); i++) {
		struct decoded decoded;
		char text[200];

		snprintf(text, sizeof(text), "maand,gemeente,thema\n2026-10,Gent,%s\n", personal[i]);
		decode_with(store_of(state), text, NULL, &decoded);
		assert_int_equal(decoded.result, HVK_EINPUT);
		assert_heard(&decoded.heard, "refused in.csv:2:3: theme: looks like ");
		assert_heard(&decoded.heard, "row refused (the value is not repeated)");
		assert_null(strstr(heard_text(&decoded.heard), personal[i]));
		heard_end(&decoded.heard);
	}
}

static void free_text(void **state)
{
	refuses(state,
	        "maand,gemeente,thema\n2026-10,Gent,Een moeder vertelt dat haar kind van drie al weken niet wil gaan "
	        "slapen "
	        "en telkens weer opstaat om water te vragen\n",
	        "a text of 114 bytes, which is no code or label");
}

static void refusals_are_counted(void **state)
{
	struct hvk__buffer text = { 0 };
	struct decoded decoded;

	hvk__buffer_add_text(&text, "maand,gemeente,thema\n");
	for (int i = 0; i < 30; i++)
		hvk__buffer_add_text(&text, "2026-13,Gent,slapen\n");
	decode_with(store_of(state), text.data, NULL, &decoded);
	assert_int_equal(decoded.heard.refused, 30);
	assert_string_equal(decoded.message, "30 rows refused; done nothing");
	heard_end(&decoded.heard);
	for (int i = 0; i < 2000; i++)
		hvk__buffer_add_text(&text, "2026-13,Gent,slapen\n");
	decode_with(store_of(state), text.data, NULL, &decoded);
	assert_int_equal(decoded.heard.refused, 1000);
	assert_string_equal(decoded.message, "1000 rows refused and not read further; done nothing");
	heard_end(&decoded.heard);
	hvk__buffer_free(&text);
}

/* ---------------------------------------------------------------- headers */

static void headers(void **state)
{
	reads(state, "Datum;Stad/Gemeente;Onderwerp\n5/10/2026;Gent;slapen\n");
	reads_with(state, "Quand,Waar,Wat,Opmerking\n2026-10,Gent,slapen,van alles\n",
	           (const struct options[]){ { HVK_INTAKE_MAP, "Quand=month,waar=gemeente" },
	                                     { HVK_INTAKE_MAP, "WAT=thema" },
	                                     { HVK_INTAKE_IGNORE, "opmerking" },
	                                     { 0, NULL } });
	reads_with(state, "gemeente,\"Thema, kort\",\"Nota, lang\"\nGent,slapen,x\n",
	           (const struct options[]){ { HVK_INTAKE_MAP, "Thema, kort=theme" },
	                                     { HVK_INTAKE_IGNORE, "Nota, lang" },
	                                     { HVK_INTAKE_MONTH, "2026-10" },
	                                     { 0, NULL } });
	reads(state, "reason,maand,gemeente,thema\n\"theme: unknown\",2026-10,Gent,slapen\n");
	refuses(state, "maand,gemeentte,thema\n", "unknown column 'gemeentte'; did you mean gemeente?");
	refuses(state, "maand,stad,gemeente,thema\n2026-10,Gent,Gent,slapen\n",
	        "'gemeente' and 'stad' (column 2) are both gemeente");
	refuses(state, "gemeente,thema\nGent,slapen\n", "no column month");
	refuses(state, "maand,thema\n2026-10,slapen\n", "no column gemeente");
	refuses(state, "maand,gemeente\n2026-10,Gent\n", "no column theme");
	refuses(state, "2026-10,Gent,slapen\n", "no column in the first row is known");
	refuses(state, "an.voorbeeld@example.org,Gent,slapen\n",
	        "the header looks like an e-mail address (not repeated)");
	refuses(state, "maand,,gemeente,thema\n2026-10,,Gent,slapen\n", "the column has no name");
}

static void options_that_are_wrong(void **state)
{
	static const struct {
		struct options set;
		const char *message;
	} wrong[] = {
		{ { HVK_INTAKE_MAP, "Wat" }, "expected Theirs=ours, found 'Wat'" },
		{ { HVK_INTAKE_MAP, "Wat=themma" }, "'themma' is not a column of ours; did you mean theme?" },
		{ { HVK_INTAKE_DATE_ORDER, "dym" }, "'dym' is not a date order: dmy, mdy or ymd" },
		{ { HVK_INTAKE_DELIMITER, "komma" }, "'komma' is not a delimiter" },
		{ { HVK_INTAKE_ENCODING, "latin" }, "'latin' is not an encoding" },
		{ { HVK_INTAKE_MONTH, "10/2026" }, "'10/2026' is not a month" },
		{ { HVK_INTAKE_DESK, "0475123456" }, "desk: looks like a telephone number" },
		{ { HVK_INTAKE_OPTIONS, "" }, "no such option" },
	};
	struct hvk_store *store = store_of(state);
	struct hvk_intake *intake;

	assert_done(store, hvk_intake_new(store, &intake));
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(hvk_intake_set(intake, wrong[i].set.option, wrong[i].set.value), HVK_EINVAL);
		assert_message_has(store, wrong[i].message);
	}
	hvk_intake_free(intake);
}

/* ---------------------------------------------------------------- dates */

static void dates(void **state)
{
	static const struct {
		const char *text;
		enum hvk__date_order order;
		int year, month, day;
	} good[] = {
		{ "2026-10", HVK__DMY, 2026, 10, 0 },         { "2026-10-05", HVK__DMY, 2026, 10, 5 },
		{ "2026-10-05", HVK__MDY, 2026, 10, 5 },      { "2026/10/5", HVK__DMY, 2026, 10, 5 },
		{ "5/10/2026", HVK__DMY, 2026, 10, 5 },       { "05.10.2026", HVK__DMY, 2026, 10, 5 },
		{ "5-10-2026", HVK__DMY, 2026, 10, 5 },       { "10/5/2026", HVK__MDY, 2026, 10, 5 },
		{ "2026.10.05", HVK__YMD, 2026, 10, 5 },      { "10/2026", HVK__DMY, 2026, 10, 0 },
		{ "29/02/2024", HVK__DMY, 2024, 2, 29 },      { "2026-10-05T14:03:22Z", HVK__DMY, 2026, 10, 5 },
		{ "5/10/2026 14:03", HVK__DMY, 2026, 10, 5 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		struct hvk__error error;
		struct hvk__date date;
		bool contradiction;

		if (hvk__when_parse(&error, good[i].text, strlen(good[i].text), good[i].order, &date, &contradiction) <
		    0)
			fail_msg("'%s': %s", good[i].text, error.message);
		assert_int_equal(date.year, good[i].year);
		assert_int_equal(date.month, good[i].month);
		assert_int_equal(date.day, good[i].day);
	}
}

static void dates_that_are_not(void **state)
{
	static const struct {
		const char *text;
		enum hvk__date_order order;
		bool contradiction;
		const char *message;
	} bad[] = {
		{ "01/13/2026", HVK__DMY, true, "month 13; is the file month-day-year? --date-order mdy" },
		{ "13/01/2026", HVK__MDY, true, "month 13; is the file day-month-year? --date-order dmy" },
		{ "31/09/2026", HVK__DMY, false, "2026-09 has no day 31" },
		{ "29/02/2026", HVK__DMY, false, "2026-02 has no day 29" },
		{ "2026-13", HVK__DMY, false, "there is no month 13" },
		{ "2026-13-01", HVK__DMY, false, "there is no month 13" },
		{ "2026-00-01", HVK__DMY, false, "there is no month 0" },
		{ "2026-01-00", HVK__DMY, false, "2026-01 has no day 0" },
		{ "32/32/2026", HVK__DMY, false, "there is no month 32" },
		{ "5/10/26", HVK__DMY, false, "a year of two digits" },
		{ "5-10-2026", HVK__YMD, false, "does not begin with the year" },
		{ "46023", HVK__DMY, false, "looks like a date as Excel counts them (2026-01-01)" },
		{ "99999", HVK__DMY, false, "expected a month or date" },
		{ "2026", HVK__DMY, false, "expected a month or date" },
		{ "20261005", HVK__DMY, false, "expected a month or date" },
		{ "okt/26", HVK__DMY, false, "expected a month or date" },
		{ "5/10-2026", HVK__DMY, false, "expected a month or date" },
		{ "5/10/2026/1", HVK__DMY, false, "expected a month or date" },
		{ "/10/2026", HVK__DMY, false, "expected a month or date" },
		{ "5/10/", HVK__DMY, false, "expected a month or date" },
		{ "1/2/3", HVK__DMY, false, "a year of two digits" },
		{ "5/10/20266", HVK__DMY, false, "expected a month or date" },
		{ "99999999999999999999-10", HVK__DMY, false, "expected a month or date" },
		{ "1969-12", HVK__DMY, false, "the year 1969 is out of range" },
		{ "9999-12-31", HVK__DMY, false, "the year 9999 is out of range" },
		{ "14:03", HVK__DMY, false, "expected a month or date" },
		{ "2026-10-05 om 14:03", HVK__DMY, false, "expected a month or date" },
		{ "", HVK__DMY, false, "expected a month or date" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct hvk__error error;
		struct hvk__date date;
		bool contradiction;

		assert_int_equal(
			hvk__when_parse(&error, bad[i].text, strlen(bad[i].text), bad[i].order, &date, &contradiction),
			HVK_EINPUT);
		if (!strstr(error.message, bad[i].message) || contradiction != bad[i].contradiction)
			fail_msg("'%s': '%s' is not in '%s'", bad[i].text, bad[i].message, error.message);
	}
}

static void contradiction_refuses_the_file(void **state)
{
	struct decoded decoded;

	decode_with(store_of(state),
	            "datum,gemeente,thema\n1/12/2026,Gent,slapen\n1/13/2026,Gent,slapen\n1/32/2026,Gent,slapen\n", NULL,
	            &decoded);
	assert_int_equal(decoded.result, HVK_EINPUT);
	assert_string_equal(decoded.message, "month: month 13; is the file month-day-year? --date-order mdy");
	assert_int_equal(decoded.heard.refused, 0);
	heard_end(&decoded.heard);
}

static void days(void **state)
{
	struct hvk__row row = reads(state, "datum,gemeente,thema\n5/10/2026,Gent,slapen\n");

	assert_int_equal(row.value[HVK__DAY], 5);
	row = reads(state, "month,day,gemeente,theme\n2026-10,7,Gent,slapen\n");
	assert_int_equal(row.value[HVK__DAY], 7);
	refuses(state, "month,day,gemeente,theme\n2026-10-05,7,Gent,slapen\n", "day: 7, but the date says 5");
	refuses(state, "month,day,gemeente,theme\n2026-09,31,Gent,slapen\n", "day: 2026-09 has no day 31");
	refuses(state, "month,day,gemeente,theme\n2026-09,maandag,Gent,slapen\n", "day: expected a day of the month");
	refuses(state, "month,day,gemeente,theme\n2026-09,0,Gent,slapen\n", "day: expected a day of the month");
}

/* ---------------------------------------------------------------- several threads */

struct worker {
	pthread_t thread;
	struct hvk_source *source;
	uint64_t count, sum;
	int result;
};

static void *work(void *data)
{
	struct worker *worker = data;
	const struct hvk__row *rows;
	size_t count;
	void *handle;

	worker->result = worker->source->class->worker_open(worker->source, 0, &handle);
	if (worker->result < 0)
		return NULL;
	while ((worker->result = worker->source->class->worker_next(handle, &rows, &count)) == 1)
		for (size_t i = 0; i < count; i++) {
			worker->count++;
			worker->sum += rows[i].value[HVK__MONTH] * 31u + rows[i].value[HVK__GEMEENTE] * 7u +
			               rows[i].value[HVK__THEME];
		}
	worker->source->class->worker_close(handle);
	return NULL;
}

/* Reads text with so many threads; what was heard, and what the rows come to. */
static int work_all(struct hvk_store *store, const struct hvk__buffer *text, size_t threads, struct heard *heard,
                    struct worker *total)
{
	struct hvk_input input = { "in.csv", input_of(text->data, text->length) };
	struct worker workers[8] = { { 0 } };
	struct hvk_intake *intake;
	struct hvk_source *source;
	int result = HVK_OK;

	heard_start(heard);
	*total = (struct worker){ 0 };
	assert_done(store, hvk_intake_new(store, &intake));
	hvk_intake_set_listener(intake, &heard->listener);
	assert_done(store, hvk_source_csv(intake, &input, 1, NULL, &source));
	for (size_t i = 0; i < threads; i++) {
		workers[i].source = source;
		assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
	}
	for (size_t i = 0; i < threads; i++) {
		assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
		total->count += workers[i].count;
		total->sum += workers[i].sum;
		result = workers[i].result < 0 ? workers[i].result : result;
	}
	hvk_source_free(source);
	hvk_intake_free(intake);
	close(input.descriptor);
	return result;
}

static void make_rows(struct hvk__buffer *text, int count, int bad)
{
	static const char *const gemeenten[] = { "Gent", "Brugge", "8020", "\"Sint-Kruis\"", "Antwerpen" };
	static const char *const themes[] = { "slapen", "gedrag.driftbuien", "\"Pesten\"", "Slapen" };

	hvk__buffer_add_text(text, "maand,gemeente,thema,balie\n");
	for (int i = 0; i < count; i++)
		assert_true(hvk__buffer_printf(text, "20%02d-%02d,%s,%s,desk-%d\n", 10 + i % 16,
		                               1 + i % (bad && i % bad == 0 ? 13 : 12), gemeenten[i % 5], themes[i % 4],
		                               i % 50));
}

static void threads_agree(void **state)
{
	struct hvk__buffer text = { 0 };
	struct worker one, many;
	struct heard heard;

	make_rows(&text, 200000, 0);
	assert_int_equal(work_all(store_of(state), &text, 1, &heard, &one), HVK_OK);
	heard_end(&heard);
	assert_int_equal(work_all(store_of(state), &text, 5, &heard, &many), HVK_OK);
	heard_end(&heard);
	assert_int_equal(one.count, 200000);
	assert_int_equal(many.count, one.count);
	assert_int_equal(many.sum, one.sum);
	hvk__buffer_free(&text);
}

static void threads_refuse_in_order(void **state)
{
	struct hvk__buffer text = { 0 };
	struct heard one, many;
	struct worker total;

	make_rows(&text, 200000, 3000);
	assert_int_equal(work_all(store_of(state), &text, 1, &one, &total), HVK_EINPUT);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(work_all(store_of(state), &text, 6, &many, &total), HVK_EINPUT);
		assert_string_equal(heard_text(&one), heard_text(&many));
		heard_end(&many);
	}
	assert_true(one.refused > 0);
	heard_end(&one);
	hvk__buffer_free(&text);
}

static void several_inputs(void **state)
{
	const char *texts[] = { "maand,gemeente,thema\n2026-10,Gent,slapen\n",
		                "Thema;Stad;Datum;x\nslapen;Brugge;5/9/2026;y\n" };
	struct hvk_input inputs[] = { { "a.csv", input_of(texts[0], strlen(texts[0])) },
		                      { "b.csv", input_of(texts[1], strlen(texts[1])) } };
	struct hvk_store *store = store_of(state);
	struct hvk_intake *intake;
	struct hvk_source *source;
	struct worker worker = { 0 };

	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_intake_set(intake, HVK_INTAKE_IGNORE, "x"));
	assert_done(store, hvk_source_csv(intake, inputs, 2, NULL, &source));
	worker.source = source;
	work(&worker);
	assert_int_equal(worker.result, 0);
	assert_int_equal(worker.count, 2);
	assert_string_equal(hvk_intake_dialect(intake),
	                    "UTF-8, delimiter semicolon, Thema=theme, Stad=gemeente, Datum=month, x passed over");
	hvk_source_free(source);
	hvk_intake_free(intake);
	close(inputs[0].descriptor);
	close(inputs[1].descriptor);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_columns),
		cmocka_unit_test(missing_values),
		cmocka_unit_test(labels_and_spellings),
		cmocka_unit_test(long_labels),
		cmocka_unit_test(answers),
		cmocka_unit_test(unknown_values),
		cmocka_unit_test(gemeente_of_its_month),
		cmocka_unit_test_setup_teardown(codes_out_of_use_are_counted, store_set_up, store_tear_down),
		cmocka_unit_test(more_than_is_remembered),
		cmocka_unit_test_setup_teardown(desks, store_set_up, store_tear_down),
		cmocka_unit_test(ids),
		cmocka_unit_test(ids_from_a_column),
		cmocka_unit_test(voided),
		cmocka_unit_test(ragged_rows),
		cmocka_unit_test(privacy),
		cmocka_unit_test(free_text),
		cmocka_unit_test(refusals_are_counted),
		cmocka_unit_test(headers),
		cmocka_unit_test(options_that_are_wrong),
		cmocka_unit_test(dates),
		cmocka_unit_test(dates_that_are_not),
		cmocka_unit_test(contradiction_refuses_the_file),
		cmocka_unit_test_setup_teardown(days, store_set_up_days, store_tear_down),
		cmocka_unit_test(threads_agree),
		cmocka_unit_test(threads_refuse_in_order),
		cmocka_unit_test(several_inputs),
	};

	return cmocka_run_group_tests(tests, store_set_up, store_tear_down);
}
