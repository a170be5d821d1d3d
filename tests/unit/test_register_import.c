/* SPDX-License-Identifier: EUPL-1.2 */
/* Importing: the same again, in another dialect, grown, mended, replaced; what is refused; and that ids clash without
 * harm. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>

#include "csv_input.h"
#include "question_store.h"
#include "register/import.h"

/* ---------------------------------------------------------------- importing one text */

struct imported {
	struct heard heard;
	struct hvk_counts counts;
	int result;
	char message[1024];
	char *rejects;
};

static struct hvk_store *store_of(void **state)
{
	return ((struct question_store *)*state)->store;
}

/* Imports from a descriptor. What is made must be freed with imported_end(). */
static void import_from(struct hvk_store *store, const char *name, int descriptor, unsigned flags, const char *id_from,
                        struct imported *imported)
{
	struct hvk_input input = { name, descriptor };
	int rejects = memfd_create("rejects", 0);
	struct hvk_import *import;
	struct hvk_intake *intake;

	memset(imported, 0, sizeof(*imported));
	heard_start(&imported->heard);
	assert_done(store, hvk_intake_new(store, &intake));
	hvk_intake_set_listener(intake, &imported->heard.listener);
	if (id_from)
		assert_done(store, hvk_intake_set(intake, HVK_INTAKE_ID_FROM, id_from));
	assert_done(store, hvk_import_new(intake, flags, &import));
	hvk_import_set_rejects(import, rejects);
	imported->result = hvk_import_read(import, &input, NULL);
	if (imported->result == HVK_OK)
		imported->result = hvk_import_commit(import, &imported->counts);
	snprintf(imported->message, sizeof(imported->message), "%s", hvk_store_error(store)->message);
	imported->rejects = bytes_of(rejects);
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(rejects);
	close(descriptor);
}

static void import_text(struct hvk_store *store, const char *name, const char *text, unsigned flags,
                        struct imported *imported)
{
	import_from(store, name, input_of(text, strlen(text)), flags, NULL, imported);
}

static void imported_end(struct imported *imported)
{
	heard_end(&imported->heard);
	free(imported->rejects);
}

/* Imports without complaint; what it did. */
static struct hvk_counts imports(struct hvk_store *store, const char *name, const char *text, unsigned flags)
{
	struct imported imported;

	import_text(store, name, text, flags, &imported);
	if (imported.result != HVK_OK)
		fail_msg("%d: %s\n%s", imported.result, imported.message, heard_text(&imported.heard));
	imported_end(&imported);
	return imported.counts;
}

#define assert_counts(counts, new_, same_, refused_, voided_)                                                          \
	do {                                                                                                           \
		struct hvk_counts counts_ = (counts);                                                                  \
		if (counts_.added != (new_) || counts_.unchanged != (same_) || counts_.refused != (refused_) ||        \
		    counts_.voided != (voided_))                                                                       \
			fail_msg("%llu new, %llu unchanged, %llu refused, %llu voided",                                \
			         (unsigned long long)counts_.added, (unsigned long long)counts_.unchanged,             \
			         (unsigned long long)counts_.refused, (unsigned long long)counts_.voided);             \
	} while (0)

static int64_t number_of(struct hvk_store *store, const char *sql)
{
	int64_t number;

	assert_done(store, hvk__store_number(store, sql, &number));
	return number;
}

static int64_t questions(struct hvk_store *store)
{
	return number_of(store, "SELECT count(*) FROM question");
}

static void undo(struct hvk_store *store)
{
	struct hvk_counts counts;
	const char *what;

	assert_done(store, hvk_store_undo(store, false, &counts, &what));
}

/* The text of an id: a month and some bits. */
static const char *id_text(char text[14], const char *month, int64_t bits)
{
	struct hvk__date date;

	assert_true(hvk__date_parse(month, 7, false, &date));
	hvk__id_format((int64_t)hvk__month_number(date) << HVK__ID_BITS | bits, text);
	return text;
}

/* ---------------------------------------------------------------- the same again */

static void twice(void **state)
{
	static const char text[] =
		"maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,slapen\n2026-02,Gent,pesten\n";
	struct hvk_store *store = store_of(state);
	struct imported imported;

	assert_counts(imports(store, "vragen.csv", text, 0), 3, 0, 0, 0);
	import_text(store, "elders/vragen.csv", text, 0, &imported);
	assert_counts(imported.counts, 0, 3, 0, 0);
	assert_heard(&imported.heard, "nothing new: batch 'vragen' came in before, with the same 3 questions");
	imported_end(&imported);
	/* Also row by row, and in another order. */
	assert_counts(imports(store, "vragen.csv", text, HVK_IMPORT_AGAIN), 0, 3, 0, 0);
	assert_counts(imports(store, "vragen.csv",
	                      "thema,stad,datum\nSlapen,9000,12/01/2026\npesten,gent,1/2/2026\nslapen,GENT,1/1/2026\n",
	                      HVK_IMPORT_AGAIN),
	              0, 3, 0, 0);
	assert_int_equal(questions(store), 3);
}

static void under_another_name(void **state)
{
	static const char text[] =
		"maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,slapen\n2026-02,Gent,pesten\n";
	struct hvk_store *store = store_of(state);
	struct imported imported;

	assert_counts(imports(store, "a.csv", text, 0), 3, 0, 0, 0);
	import_text(store, "b.csv",
	            "datum;stad;thema\n01/02/2026;gent;Pesten\n03/01/2026;9000;slapen\n04/01/2026;Gent;slapen\n", 0,
	            &imported);
	assert_counts(imported.counts, 0, 3, 0, 0);
	assert_heard(&imported.heard, "nothing new: the same 3 questions came in as batch 'a'");
	imported_end(&imported);
	assert_counts(imports(store, "b.csv", text, HVK_IMPORT_AGAIN), 3, 0, 0, 0);
	assert_int_equal(questions(store), 6);
}

static void five_dialects(void **state)
{
	static const char *const names[] = {
		"vragen-2026.csv",           "vragen-2026-excel-cp1252.csv", "vragen-2026-excel-utf8bom.csv",
		"vragen-2026-excel-sep.csv", "vragen-2026-excel-utf16.txt",
	};
	struct hvk_store *store = store_of(state);

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		struct imported imported;
		char path[200];
		int descriptor;

		snprintf(path, sizeof(path), "tests/data/questions/%s", names[i]);
		descriptor = open(path, O_RDONLY | O_CLOEXEC);
		assert_true(descriptor >= 0);
		import_from(store, path, descriptor, 0, NULL, &imported);
		assert_int_equal(imported.result, HVK_OK);
		assert_int_equal(imported.counts.added, i == 0 ? 640 : 0);
		assert_int_equal(imported.counts.unchanged, i == 0 ? 0 : 640);
		imported_end(&imported);
	}
	assert_int_equal(questions(store), 640);
}

static void grown(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_counts(imports(store, "a.csv", "maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,slapen\n", 0), 2,
	              0, 0, 0);
	assert_counts(imports(store, "a.csv",
	                      "maand,gemeente,thema\n2026-03,Gent,slapen\n2026-01,Gent,slapen\n2026-01,Gent,"
	                      "slapen\n2026-01,Gent,slapen\n",
	                      0),
	              2, 2, 0, 0);
	assert_int_equal(questions(store), 4);
	assert_int_equal(number_of(store, "SELECT questions FROM batch WHERE name = 'a'"), 4);
}

/* Many rows, so that the store is stepped through instead of being looked up row by row. */
static void many(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk__buffer text = { 0 };

	hvk__buffer_add_text(&text, "maand,gemeente,thema,balie\n");
	for (int i = 0; i < 20000; i++)
		assert_true(hvk__buffer_printf(&text, "2026-%02d,Gent,slapen,desk-%d\n", 1 + i % 7, i % 11));
	assert_counts(imports(store, "a.csv", text.data, 0), 20000, 0, 0, 0);
	assert_counts(imports(store, "a.csv", text.data, HVK_IMPORT_AGAIN), 0, 20000, 0, 0);
	for (int i = 0; i < 100; i++)
		assert_true(hvk__buffer_printf(&text, "2026-%02d,Gent,slapen,desk-%d\n", 1 + i % 9, i % 13));
	assert_counts(imports(store, "a.csv", text.data, 0), 100, 20000, 0, 0);
	assert_counts(imports(store, "a.csv", text.data, HVK_IMPORT_REPLACE), 0, 20100, 0, 0);
	assert_int_equal(questions(store), 20100);
	hvk__buffer_free(&text);
}

static void voided_stay_voided(void **state)
{
	static const char text[] = "maand,gemeente,thema\n2026-01,Gent,slapen\n2026-02,Gent,pesten\n";
	struct hvk_store *store = store_of(state);
	const char *ids[1];
	char id[14];

	assert_counts(imports(store, "a.csv", text, 0), 2, 0, 0, 0);
	hvk__id_format(number_of(store, "SELECT max(id) FROM question"), id);
	ids[0] = id;
	assert_done(store, hvk_question_void(store, ids, 1, false));
	assert_counts(imports(store, "a.csv", text, HVK_IMPORT_AGAIN), 0, 2, 0, 0);
	assert_int_equal(questions(store), 1);
}

static void undone(void **state)
{
	static const char text[] = "maand,gemeente,thema,balie\n2026-01,Gent,slapen,a\n2026-02,Gent,pesten,b\n";
	struct hvk_store *store = store_of(state);

	assert_counts(imports(store, "a.csv", text, 0), 2, 0, 0, 0);
	/* What changes nothing takes nothing away from undo. */
	assert_counts(imports(store, "a.csv", text, HVK_IMPORT_AGAIN), 0, 2, 0, 0);
	undo(store);
	assert_int_equal(questions(store), 0);
	assert_int_equal(number_of(store, "SELECT count(*) FROM batch"), 0);
	assert_counts(imports(store, "b.csv", text, 0), 2, 0, 0, 0);
}

static void dry_run(void **state)
{
	static const char text[] = "maand,gemeente,thema,balie\n2026-01,Gent,slapen,a\n2026-02,Gent,pesten,b\n";
	struct hvk_store *store = store_of(state), *unconnected;

	assert_counts(imports(store, "a.csv", text, HVK_IMPORT_DRY_RUN), 2, 0, 0, 0);
	assert_int_equal(questions(store), 0);
	assert_int_equal(number_of(store, "SELECT count(*) FROM code WHERE list = 'desk'"), 0);
	assert_done(store, hvk_store_new(&unconnected));
	assert_counts(imports(unconnected, "a.csv", text, HVK_IMPORT_DRY_RUN), 2, 0, 0, 0);
	assert_counts(imports(unconnected, "a.csv", text, HVK_IMPORT_DRY_RUN | HVK_IMPORT_REPLACE), 2, 0, 0, 0);
	hvk_store_free(unconnected);
}

static void several_in_one(void **state)
{
	static const char *const texts[] = {
		"maand,gemeente,thema\n2026-01,Gent,slapen\n",
		"thema,gemeente,maand\nslapen,Gent,2026-01\n",
		"maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,pesten\n",
	};
	static const char *const names[] = { "a.csv", "b.csv", "c.csv" };
	struct hvk_store *store = store_of(state);
	struct hvk_import *import;
	struct hvk_intake *intake;
	struct hvk_counts counts;

	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_import_new(intake, 0, &import));
	for (size_t i = 0; i < 3; i++) {
		struct hvk_input input = { names[i], input_of(texts[i], strlen(texts[i])) };

		assert_done(store, hvk_import_read(import, &input, NULL));
		close(input.descriptor);
	}
	assert_done(store, hvk_import_commit(import, &counts));
	assert_counts(counts, 3, 1, 0, 0);
	assert_int_equal(hvk_import_commit(import, &counts), HVK_EINVAL);
	hvk_import_free(import);
	hvk_intake_free(intake);
	assert_int_equal(questions(store), 3);
}

/* ---------------------------------------------------------------- ids of their own */

static void own_ids(void **state)
{
	struct hvk_store *store = store_of(state);
	char text[500], a[14], b[14];
	struct imported imported;

	snprintf(text, sizeof(text),
	         "id,maand,gemeente,thema\n%s,2026-01,Gent,slapen\n%s,2026-02,Gent,slapen\n%s,2026-01,Gent,slapen\n",
	         id_text(a, "2026-01", 5), id_text(b, "2026-02", 5), a);
	assert_counts(imports(store, "a.csv", text, 0), 2, 1, 0, 0);
	assert_counts(imports(store, "a.csv", text, HVK_IMPORT_AGAIN), 0, 3, 0, 0);
	snprintf(text, sizeof(text), "id,maand,gemeente,thema\n%s,2026-01,Gent,pesten\n", a);
	import_text(store, "b.csv", text, 0, &imported);
	assert_int_equal(imported.result, HVK_EINPUT);
	assert_heard(&imported.heard, "refused b.csv:2:0: id: ");
	assert_heard(&imported.heard, "is another question in the store");
	assert_string_equal(imported.message, "1 row refused; nothing was imported");
	imported_end(&imported);
	snprintf(text, sizeof(text),
	         "id,maand,gemeente,thema\n%s,2026-03,Gent,pesten\n\n%s,2026-03,Gent,slapen\n%s,2026-01,Gent,pesten\n",
	         id_text(b, "2026-03", 5), b, a);
	import_text(store, "b.csv", text, HVK_IMPORT_SKIP, &imported);
	assert_int_equal(imported.result, HVK_OK);
	assert_counts(imported.counts, 1, 0, 2, 0);
	assert_heard(&imported.heard, "b.csv:5:0: id: ");
	assert_heard(&imported.heard, "is another question in what is imported with it");
	imported_end(&imported);
}

static void tombstones(void **state)
{
	struct hvk_store *store = store_of(state);
	char text[500], a[14], b[14];

	snprintf(text, sizeof(text), "id,maand,gemeente,thema,voided\n%s,2026-01,Gent,slapen,\n%s,2026-02,,,1\n",
	         id_text(a, "2026-01", 5), id_text(b, "2026-02", 6));
	assert_counts(imports(store, "a.csv", text, 0), 1, 0, 0, 1);
	assert_counts(imports(store, "a.csv", text, HVK_IMPORT_AGAIN), 0, 2, 0, 0);
	/* In the other order: the question comes after its tombstone, and before it. */
	snprintf(text, sizeof(text), "id,maand,gemeente,thema\n%s,2026-02,Gent,slapen\n", b);
	assert_counts(imports(store, "b.csv", text, 0), 0, 1, 0, 0);
	snprintf(text, sizeof(text), "id,maand,gemeente,thema,voided\n%s,,,,1\n", a);
	assert_counts(imports(store, "c.csv", text, 0), 0, 0, 0, 1);
	assert_int_equal(questions(store), 0);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 2);
	undo(store);
	assert_int_equal(questions(store), 1);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 1);
}

static void tombstones_undone(void **state)
{
	struct hvk_store *store = store_of(state);
	char text[500], a[14];

	snprintf(text, sizeof(text), "id,maand,gemeente,thema,voided\n%s,2026-01,,,1\n", id_text(a, "2026-01", 5));
	assert_counts(imports(store, "a.csv", text, 0), 0, 0, 0, 1);
	undo(store);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 0);
	assert_counts(imports(store, "a.csv", text, 0), 0, 0, 0, 1);
	snprintf(text, sizeof(text), "id,maand,gemeente,thema\n%s,2026-01,Gent,slapen\n", a);
	assert_counts(imports(store, "b.csv", text, HVK_IMPORT_REPLACE), 1, 0, 0, 0);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 0);
	undo(store);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 1);
	assert_int_equal(questions(store), 0);
}

static void ids_from_numbers(void **state)
{
	static const char before[] = "nr,maand,gemeente,thema\n1,2026-01,Gent,slapen\n2,2026-01,Gent,slapen\n";
	static const char grown_text[] =
		"nr,maand,gemeente,thema\n2,2026-01,Gent,slapen\n3,2026-01,Gent,slapen\n1,2026-01,Gent,slapen\n";
	static const char changed[] = "nr,maand,gemeente,thema\n2,2026-01,Gent,pesten\n";
	struct hvk_store *store = store_of(state);
	struct imported imported;

	import_from(store, "a.csv", input_of(before, strlen(before)), 0, "nr", &imported);
	assert_counts(imported.counts, 2, 0, 0, 0);
	imported_end(&imported);
	import_from(store, "b.csv", input_of(grown_text, strlen(grown_text)), 0, "nr", &imported);
	assert_counts(imported.counts, 1, 2, 0, 0);
	imported_end(&imported);
	import_from(store, "c.csv", input_of(changed, strlen(changed)), 0, "nr", &imported);
	assert_int_equal(imported.result, HVK_EINPUT);
	imported_end(&imported);
}

/* ---------------------------------------------------------------- replacing */

static void replaced(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_counts(imports(store, "a.csv",
	                      "maand,gemeente,thema,balie\n2026-01,Gent,slapen,a\n2026-01,Gent,slapen,a\n2026-01,Gent,"
	                      "slapen,b\n"
	                      "2026-02,Gent,slapen,a\n2026-01,Gent,pesten,a\n",
	                      0),
	              5, 0, 0, 0);
	/* Of desk a in January one of two 'slapen' is left, 'pesten' is gone and something else is there. */
	assert_counts(imports(store, "b.csv",
	                      "maand,gemeente,thema,balie\n2026-01,Gent,slapen,a\n2026-01,Brugge,slapen,a\n",
	                      HVK_IMPORT_REPLACE),
	              1, 1, 0, 2);
	assert_int_equal(questions(store), 4);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 2);
	undo(store);
	assert_int_equal(questions(store), 5);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 0);
}

/* What was voided comes back when the truth says so, and stays one. */
static void replaced_back(void **state)
{
	static const char two[] = "maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,pesten\n";
	static const char one[] = "maand,gemeente,thema\n2026-01,Gent,pesten\n";
	struct hvk_store *store = store_of(state);

	assert_counts(imports(store, "a.csv", two, 0), 2, 0, 0, 0);
	assert_counts(imports(store, "a.csv", one, HVK_IMPORT_REPLACE), 0, 1, 0, 1);
	assert_counts(imports(store, "a.csv", two, HVK_IMPORT_REPLACE), 1, 1, 0, 0);
	assert_counts(imports(store, "a.csv", two, HVK_IMPORT_REPLACE), 0, 2, 0, 0);
	assert_counts(imports(store, "a.csv", two, HVK_IMPORT_AGAIN), 0, 2, 0, 0);
	assert_int_equal(questions(store), 2);
}

/* Another program may have made codes since ours were read: what it recorded with them is compared all the same. */
static void replaced_with_unknown_codes(void **state)
{
	static const char two[] = "maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,pesten\n";
	struct hvk_store *store = store_of(state);

	assert_counts(imports(store, "a.csv", two, 0), 2, 0, 0, 0);
	assert_done(store, hvk__store_exec(store, "UPDATE question SET kind = 9999, answer = 1 << 60"));
	assert_counts(imports(store, "a.csv", two, HVK_IMPORT_REPLACE), 2, 0, 0, 2);
	assert_int_equal(questions(store), 2);
}

static void replaced_by_id(void **state)
{
	struct hvk_store *store = store_of(state);
	char text[500], a[14], b[14], c[14];
	const char *ids[1] = { c };

	snprintf(text, sizeof(text),
	         "id,maand,gemeente,thema\n%s,2026-01,Gent,slapen\n%s,2026-01,Gent,slapen\n%s,2026-01,Gent,slapen\n",
	         id_text(a, "2026-01", 5), id_text(b, "2026-01", 6), id_text(c, "2026-01", 7));
	assert_counts(imports(store, "a.csv", text, 0), 3, 0, 0, 0);
	assert_done(store, hvk_question_void(store, ids, 1, false));
	/* a changes, b goes, c is brought back; a row without id is new beside them. */
	snprintf(text, sizeof(text),
	         "id,maand,gemeente,thema\n%s,2026-01,Gent,pesten\n%s,2026-01,Gent,slapen\n,2026-01,Gent,slapen\n", a,
	         c);
	assert_counts(imports(store, "b.csv", text, HVK_IMPORT_REPLACE), 2, 1, 0, 0);
	assert_int_equal(questions(store), 3);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 0);
	undo(store);
	assert_int_equal(questions(store), 2);
	assert_int_equal(number_of(store, "SELECT count(*) FROM tombstone"), 1);
	assert_int_equal(number_of(store, "SELECT count(*) FROM v_question WHERE theme = 'slapen'"), 2);
}

/* ---------------------------------------------------------------- refused rows */

static void one_refused(void **state)
{
	struct hvk_store *store = store_of(state);
	struct imported imported;

	import_text(store, "a.csv", "maand,gemeente,thema\n2026-01,Gent,slapen\n2026-01,Gent,slaape\n", 0, &imported);
	assert_int_equal(imported.result, HVK_EINPUT);
	assert_heard(&imported.heard, "refused a.csv:3:3: theme: unknown 'slaape'");
	assert_string_equal(imported.message, "1 row refused; nothing was imported");
	assert_string_equal(imported.rejects, "");
	imported_end(&imported);
	assert_int_equal(questions(store), 0);
}

static void skipped_and_mended(void **state)
{
	struct hvk_store *store = store_of(state);
	struct imported imported;
	char *mended;

	import_text(store, "a.csv",
	            "maand;gemeente;\"thema\";balie\n2026-01;Gent;slapen;a\n2026-01;Gent;\"slaa;pe\";a\n\n2026-01;Gent;"
	            "0475/12.34.56;a\n"
	            "2026-01;Gent;slaape;0475/12.34.56\n2026-01;Gent;pesten;a\n",
	            HVK_IMPORT_SKIP, &imported);
	assert_int_equal(imported.result, HVK_OK);
	assert_counts(imported.counts, 2, 0, 3, 0);
	assert_int_equal(imported.counts.blank, 1);
	assert_null(strstr(imported.rejects, "0475"));
	assert_non_null(strstr(imported.rejects, "reason;maand;gemeente;thema;balie\n"));
	mended = strstr(imported.rejects, ";2026-01;Gent;\"slaa;pe\";a\n");
	assert_non_null(mended);
	memcpy(mended, ";2026-01;Gent;  slapen ;a\n", 26);
	mended[26] = '\0';
	assert_counts(imports(store, "rejects.csv", imported.rejects, 0), 1, 0, 0, 0);
	imported_end(&imported);
}

/* Imports texts as a.csv, b.csv ... in one go, leaving out what is refused; the failure, and its message, or HVK_OK. */
static int skips(struct hvk_store *store, const char *const texts[], size_t count, int rejects,
                 const struct hvk_listener *listener)
{
	struct hvk_import *import;
	struct hvk_intake *intake;
	struct hvk_counts counts;
	int result = HVK_OK;

	assert_done(store, hvk_intake_new(store, &intake));
	hvk_intake_set_listener(intake, listener);
	assert_done(store, hvk_import_new(intake, HVK_IMPORT_SKIP, &import));
	hvk_import_set_rejects(import, rejects);
	for (size_t i = 0; i < count && result == HVK_OK; i++) {
		char name[] = { (char)('a' + i), '\0' };
		struct hvk_input input = { name, input_of(texts[i], strlen(texts[i])) };

		result = hvk_import_read(import, &input, NULL);
		close(input.descriptor);
	}
	if (result == HVK_OK)
		result = hvk_import_commit(import, &counts);
	hvk_import_free(import);
	hvk_intake_free(intake);
	return result;
}

static void rejects_of_several_files(void **state)
{
	static const char *const alike[] = { "maand,gemeente,thema\n2026-01,Gent,slaape\n",
		                             "maand,gemeente,thema\n2026-01,Gend,slapen\n" };
	static const char *const unlike[] = { "maand,gemeente,thema\n2026-01,Gent,slaape\n",
		                              "thema,maand,gemeente\nslapen,2026-01,Gend\n" };
	struct hvk_store *store = store_of(state);
	int rejects = memfd_create("rejects", 0);
	char *bytes;

	assert_int_equal(skips(store, alike, 2, rejects, NULL), HVK_OK);
	bytes = bytes_of(rejects);
	assert_int_equal(strncmp(bytes, "reason,maand,gemeente,thema\n", 28), 0);
	assert_null(strstr(bytes + 1, "reason,"));
	assert_non_null(strstr(bytes, ",2026-01,Gent,slaape\n"));
	assert_non_null(strstr(bytes, ",2026-01,Gend,slapen\n"));
	free(bytes);
	assert_int_equal(skips(store, unlike, 2, rejects, NULL), HVK_EINPUT);
	assert_message_has(store, "files with different columns");
	close(rejects);
	rejects = open("/dev/full", O_WRONLY | O_CLOEXEC);
	assert_int_equal(skips(store, alike, 1, rejects, NULL), HVK_EIO);
	assert_message_has(store, "the refused rows cannot be written");
	close(rejects);
}

static int stop_listening(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)data;
	(void)severity;
	(void)error;
	return 1;
}

static void stopped_by_the_listener(void **state)
{
	static const char *const texts[] = { "maand,gemeente,thema\n2026-01,Gent,slaape\n2026-01,Gent,slapen\n" };
	static const struct hvk_listener listener = { .report = stop_listening };
	struct hvk_store *store = store_of(state);

	assert_int_equal(skips(store, texts, 1, -1, &listener), HVK_EINPUT);
	assert_message(store, "stopped by the caller");
	assert_int_equal(questions(store), 0);
}

static void contradiction_is_not_skipped(void **state)
{
	struct hvk_store *store = store_of(state);
	struct imported imported;

	import_text(store, "a.csv", "datum,gemeente,thema\n1/2/2026,Gent,slapen\n1/13/2026,Gent,slapen\n",
	            HVK_IMPORT_SKIP, &imported);
	assert_int_equal(imported.result, HVK_EINPUT);
	assert_string_equal(imported.message, "month: month 13; is the file month-day-year? --date-order mdy");
	imported_end(&imported);
	assert_int_equal(questions(store), 0);
}

static void months_to_come(void **state)
{
	struct imported imported;

	import_text(store_of(state), "a.csv", "maand,gemeente,thema\n2026-11,Gent,slapen\n2026-12,Gent,slapen\n", 0,
	            &imported);
	assert_int_equal(imported.result, HVK_EINPUT);
	assert_heard(&imported.heard, "a.csv:3:1: month: '2026-12' is after this month (2026-11)");
	imported_end(&imported);
}

static void after_a_refusal(void **state)
{
	static const char bad[] = "maand,gemeente,thema\n2026-01,Gent,slaape\n";
	struct hvk_store *store = store_of(state);
	struct hvk_input input = { "a.csv", input_of(bad, strlen(bad)) };
	struct hvk_import *import;
	struct hvk_intake *intake;
	struct hvk_counts counts;

	assert_done(store, hvk_intake_new(store, &intake));
	assert_done(store, hvk_import_new(intake, 0, &import));
	assert_int_equal(hvk_import_read(import, &input, NULL), HVK_EINPUT);
	/* Without a listener the first refusal is the failure. */
	assert_message_has(store, "theme: unknown 'slaape'");
	assert_int_equal(hvk_store_error(store)->line, 2);
	assert_int_equal(hvk_store_error(store)->column, 3);
	assert_string_equal(hvk_store_error(store)->file, "a.csv");
	assert_int_equal(hvk_import_commit(import, &counts), HVK_EINPUT);
	assert_message(store, "an input was refused; nothing was imported");
	hvk_import_free(import);
	hvk_intake_free(intake);
	close(input.descriptor);
}

static void batch_names(void **state)
{
	static const char text[] = "maand,gemeente,thema\n2026-01,Gent,slapen\n";
	static const struct {
		const char *name, *message;
	} bad[] = {
		{ "0475/12.34.56", "the name of the batch looks like a telephone number" },
		{ "", "a batch needs a name" },
		{ "a\nb", "holds control characters" },
		{ "\xff", "a batch needs a name" },
	};
	struct hvk_store *store = store_of(state);
	struct hvk_import *import;
	struct hvk_intake *intake;

	assert_done(store, hvk_intake_new(store, &intake));
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct hvk_input input = { "a.csv", input_of(text, strlen(text)) };

		assert_done(store, hvk_import_new(intake, 0, &import));
		assert_int_equal(hvk_import_read(import, &input, bad[i].name), HVK_EINPUT);
		assert_message_has(store, bad[i].message);
		hvk_import_free(import);
		close(input.descriptor);
	}
	assert_int_equal(hvk_import_new(intake, 1u << 20, &import), HVK_EINVAL);
	hvk_intake_free(intake);
}

/* ---------------------------------------------------------------- stores that record days */

static void with_days(void **state)
{
	struct hvk_store *store = store_of(state);

	assert_counts(
		imports(store, "a.csv", "datum,gemeente,thema\n2026-01-05,Gent,slapen\n2026-01-06,Gent,slapen\n", 0), 2,
		0, 0, 0);
	assert_counts(imports(store, "a.csv", "datum,gemeente,thema\n6/1/2026,Gent,slapen\n7/1/2026,Gent,slapen\n", 0),
	              1, 1, 0, 0);
	assert_int_equal(number_of(store, "SELECT sum(day) FROM question"), 18);
}

/* Numbers of desks and the order of rows differ between stores; ids do not. */
static void same_ids_elsewhere(void **state)
{
	struct hvk_store *store = store_of(state), *other;
	void *other_state = NULL;
	int64_t id;

	assert_counts(imports(store, "z.csv", "maand,gemeente,thema,balie\n2026-01,Gent,slapen,zzz\n", 0), 1, 0, 0, 0);
	assert_counts(
		imports(store, "a.csv", "maand,gemeente,thema,balie,antwoord\n2026-05,Gent,slapen,b,info+boek\n", 0), 1,
		0, 0, 0);
	id = number_of(store, "SELECT max(id) FROM question");
	assert_int_equal(store_set_up(&other_state), 0);
	other = ((struct question_store *)other_state)->store;
	assert_counts(
		imports(other, "a.csv", "balie,thema,antwoord,datum,gemeente\nb,slapen,boek+info,2026-05-07,9000\n", 0),
		1, 0, 0, 0);
	assert_true(number_of(other, "SELECT max(id) FROM question") == id);
	store_tear_down(&other_state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)
	const struct CMUnitTest tests[] = {
		TEST(twice),
		TEST(under_another_name),
		TEST(five_dialects),
		TEST(grown),
		TEST(many),
		TEST(voided_stay_voided),
		TEST(undone),
		TEST(dry_run),
		TEST(several_in_one),
		TEST(own_ids),
		TEST(tombstones),
		TEST(tombstones_undone),
		TEST(ids_from_numbers),
		TEST(replaced),
		TEST(replaced_back),
		TEST(replaced_with_unknown_codes),
		TEST(replaced_by_id),
		TEST(one_refused),
		TEST(skipped_and_mended),
		TEST(rejects_of_several_files),
		TEST(stopped_by_the_listener),
		TEST(contradiction_is_not_skipped),
		TEST(months_to_come),
		TEST(after_a_refusal),
		TEST(batch_names),
		TEST(same_ids_elsewhere),
		cmocka_unit_test_setup_teardown(with_days, store_set_up_days, store_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
