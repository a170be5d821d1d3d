/* SPDX-License-Identifier: EUPL-1.2 */
/* Records out of other people's files: dirty ones, one for each trap, with all that is told of them; which record a row
 * is; and that the same file again changes nothing. */
#include "unit/record_store.h"

#include <fcntl.h>
#include <glob.h>

#include "csv_input.h"

#define DATA "tests/data/records/"

/* ---------------------------------------------------------------- importing a text */

struct options {
	enum hvk_intake_option option;
	const char *value;
};

struct imported {
	struct heard heard;
	struct hvk_record_counts counts;
	int result;
	char message[1200];
};

static void import_with(struct fixture *f, enum hvk_type type, const char *text, unsigned flags, int rejects,
                        const struct options *options, struct imported *imported)
{
	struct hvk_input input = { "folder/in.csv", input_of(text, strlen(text)) };
	struct hvk_intake *intake;

	heard_start(&imported->heard);
	assert_int_equal(hvk_store_set_today(f->store, TODAY), HVK_OK);
	assert_int_equal(hvk_intake_new_records(f->store, type, &intake), HVK_OK);
	hvk_intake_set_listener(intake, &imported->heard.listener);
	for (; options && options->value; options++)
		assert_int_equal(hvk_intake_set(intake, options->option, options->value), HVK_OK);
	imported->result = hvk_record_import(intake, &input, flags, rejects, &imported->counts);
	snprintf(imported->message, sizeof(imported->message), "%s", hvk_store_error(f->store)->message);
	hvk_intake_free(intake);
	close(input.descriptor);
}

/* What an import did, as 'added changed unchanged refused'; it must succeed. */
static const char *import(struct fixture *f, enum hvk_type type, const char *text)
{
	static char shown[64];
	struct imported imported;

	import_with(f, type, text, 0, -1, NULL, &imported);
	if (imported.result != HVK_OK)
		fail_msg("%d: %s\n%s", imported.result, imported.message, heard_text(&imported.heard));
	snprintf(shown, sizeof(shown), "%d %d %d %d", (int)imported.counts.added, (int)imported.counts.changed,
	         (int)imported.counts.unchanged, (int)imported.counts.refused);
	heard_end(&imported.heard);
	return shown;
}

#define assert_import(f, type, text, expected) assert_string_equal(import(f, type, text), expected)

/* An import that is refused, with what is heard and what it fails with. */
static void refuses_with(struct fixture *f, enum hvk_type type, const char *text, const struct options *options,
                         const char *part)
{
	struct imported imported;

	import_with(f, type, text, 0, -1, options, &imported);
	if (imported.result != HVK_EINPUT ||
	    (!strstr(heard_text(&imported.heard), part) && !strstr(imported.message, part)))
		fail_msg("%d, '%s' is not in:\n%s%s", imported.result, part, heard_text(&imported.heard),
		         imported.message);
	heard_end(&imported.heard);
}

static void refuses(struct fixture *f, enum hvk_type type, const char *text, const char *part)
{
	refuses_with(f, type, text, NULL, part);
}

static void add_partners(struct fixture *f)
{
	add(f, HVK_PARTNER, "name", "Speelhoek Voorbeeld");
	add(f, HVK_PARTNER, "name", "Leeshoek Voorbeeld");
}

/* ---------------------------------------------------------------- dirty files */

static char *slurp(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC);
	char *bytes;

	if (descriptor < 0)
		fail_msg("%s cannot be opened", path);
	bytes = bytes_of(descriptor);
	close(descriptor);
	return bytes;
}

static void add_records(struct fixture *f, struct hvk__buffer *out)
{
	struct hvk_records *records;
	struct hvk_record *record;

	assert_int_equal(hvk_records_new(f->store, HVK_PARTNER, &records), HVK_OK);
	while (hvk_records_next(records, &record) == 1)
		for (size_t i = 0; i < hvk_type_columns(HVK_PARTNER); i++) {
			const char *value = hvk_record_key(record, i, NULL);

			if (value)
				assert_true(hvk__buffer_printf(out, "%s%s: %s\n", i > 0 ? "  " : "",
				                               hvk_type_column(HVK_PARTNER, i)->name, value));
		}
	hvk_records_free(records);
}

/* All that comes of a file in a store of its own. */
static void add_import(const char *path, unsigned flags, struct hvk__buffer *out)
{
	struct imported imported = { 0 };
	struct hvk_intake *intake;
	struct hvk_input input = { strrchr(path, '/') + 1, open(path, O_RDONLY | O_CLOEXEC) };
	int rejects = memfd_create("rejects", 0);
	const struct hvk_error *error;
	struct fixture *f;
	void *state = NULL;
	char *text;

	assert_int_equal(setup_open(&state), 0);
	f = state;
	assert_int_equal(hvk_store_set_today(f->store, TODAY), HVK_OK);
	heard_start(&imported.heard);
	assert_int_equal(hvk_intake_new_records(f->store, HVK_PARTNER, &intake), HVK_OK);
	hvk_intake_set_listener(intake, &imported.heard.listener);
	imported.result = hvk_record_import(intake, &input, flags, rejects, &imported.counts);
	error = hvk_store_error(f->store);
	assert_int_equal(imported.result, error->code);
	assert_true(
		hvk__buffer_printf(out, "--- %s\n%s", flags ? "skipping" : "all or none", heard_text(&imported.heard)));
	if (imported.result < 0)
		assert_true(hvk__buffer_printf(out, "failed %s:%u:%u: %s\n", error->file, (unsigned)error->line,
		                               error->column, error->message));
	else
		assert_true(hvk__buffer_printf(out, "%s\n%d added, %d unchanged, %d refused, %d blank\n",
		                               hvk_intake_dialect(intake), (int)imported.counts.added,
		                               (int)imported.counts.unchanged, (int)imported.counts.refused,
		                               (int)imported.counts.blank));
	add_records(f, out);
	text = bytes_of(rejects);
	if (*text)
		assert_true(hvk__buffer_printf(out, "rejects:\n%s", text));
	free(text);
	close(rejects);
	close(input.descriptor);
	heard_end(&imported.heard);
	hvk_intake_free(intake);
	teardown(&state);
}

/* Every file gives what stands in the file '.expected' beside it. */
static void each_file(void **state)
{
	glob_t files;

	(void)state;
	assert_int_equal(glob(DATA "*.expected", 0, NULL, &files), 0);
	assert_true(files.gl_pathc >= 15);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct hvk__buffer out = { 0 };
		char *expected = slurp(files.gl_pathv[i]);

		*strrchr(files.gl_pathv[i], '.') = '\0';
		add_import(files.gl_pathv[i], 0, &out);
		add_import(files.gl_pathv[i], HVK_IMPORT_SKIP, &out);
		if (strcmp(out.data, expected) != 0)
			fail_msg("%s:\n%s\nexpected:\n%s", files.gl_pathv[i], out.data, expected);
		hvk__buffer_free(&out);
		free(expected);
	}
	globfree(&files);
}

/* ---------------------------------------------------------------- which record a row is */

static void the_same_file_again_changes_nothing(void **state)
{
	static const char *const files[] = { "excel-cp1252.csv", "quoted.csv", "partners.rec" };
	struct fixture *f = *state;
	struct hvk_intake *intake;
	struct hvk_record_counts counts;
	char path[200];

	assert_int_equal(hvk_intake_new_records(f->store, HVK_PARTNER, &intake), HVK_OK);
	for (size_t i = 0; i < 2 * ARRAY_SIZE(files); i++) {
		struct hvk_input input = { files[i / 2], -1 };

		snprintf(path, sizeof(path), DATA "%s", files[i / 2]);
		input.descriptor = open(path, O_RDONLY | O_CLOEXEC);
		assert_int_equal(hvk_record_import(intake, &input, 0, -1, &counts), HVK_OK);
		assert_true(i % 2 == 0 || (counts.added == 0 && counts.changed == 0 && counts.unchanged > 0));
		close(input.descriptor);
	}
	hvk_intake_free(intake);
}

static void a_row_is_the_record_of_its_slug(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record;

	add_partners(f);
	assert_import(f, HVK_PARTNER, "slug,name,phone\nspeelhoek-voorbeeld,Speelhoek Fictief,050 00 00 01\n",
	              "0 1 0 0");
	record = find(f, HVK_PARTNER, "speelhoek-voorbeeld");
	assert_key(record, "name", "Speelhoek Fictief");
	set(record, "slug", "speelhoek");
	save(record);
	hvk_record_free(record);
	/* By a slug that it had, which it does not get back. */
	assert_import(f, HVK_PARTNER, "slug,name\nspeelhoek-voorbeeld,Speelhoek\n", "0 1 0 0");
	record = find(f, HVK_PARTNER, "speelhoek");
	assert_key(record, "name", "Speelhoek");
	assert_key(record, "phone", "050 00 00 01");
	hvk_record_free(record);
	/* Renamed elsewhere. */
	assert_import(f, HVK_PARTNER, "slug,name,former_slug\nboekenhoek,Leeshoek,leeshoek-voorbeeld\n", "0 1 0 0");
	record = find(f, HVK_PARTNER, "leeshoek-voorbeeld");
	assert_key(record, "slug", "boekenhoek");
	hvk_record_free(record);
}

static void a_row_without_slug_is_the_record_of_that_name(void **state)
{
	struct fixture *f = *state;

	add_partners(f);
	assert_import(f, HVK_PARTNER, "name,phone\nSPEELHOEK  voorbeeld,050 00 00 01\nSpeelhoek Fictief,\n", "1 1 0 0");
	assert_import(
		f, HVK_OFFER,
		"partner,name,cost\nspeelhoek-voorbeeld,Speelnamiddag,gratis\nleeshoek-voorbeeld,Speelnamiddag,\n",
		"2 0 0 0");
	assert_import(f, HVK_OFFER, "partner,name,cost\nspeelhoek-voorbeeld,speelnamiddag,\xe2\x82\xac 2\n", "0 1 0 0");
	assert_query(f, "SELECT count(*) FROM offer", "2");
	assert_import(f, HVK_PERSON, "partner,name,function\nleeshoek-voorbeeld,An Fictief,onthaal\n", "1 0 0 0");
	assert_import(f, HVK_PERSON, "partner,name,phone\nleeshoek-voorbeeld,\xc3\x80n fictief,050 00 00 02\n",
	              "0 1 0 0");
	assert_import(f, HVK_HOUSE, "gemeente,name\nBrugge,Huis Voorbeeld\n", "1 0 0 0");
	assert_import(f, HVK_HOUSE, "gemeente,name\n31005,Huis Fictief\n", "0 1 0 0");
}

static void agreements_differ_by_their_first_day(void **state)
{
	struct fixture *f = *state;
	const char *text = "partner,type,since,bedrag\nspeelhoek-voorbeeld,subsidie,2025-01-01,100\n"
	                   "speelhoek-voorbeeld,subsidie,2026-01-01,100\nspeelhoek-voorbeeld,erkenning,,\n";

	add_partners(f);
	assert_import(f, HVK_AGREEMENT, text, "3 0 0 0");
	assert_import(f, HVK_AGREEMENT, text, "0 0 3 0");
	assert_import(f, HVK_AGREEMENT, "partner,type,since,bedrag\nspeelhoek-voorbeeld,subsidie,1/1/2026,200\n",
	              "0 1 0 0");
	assert_import(f, HVK_AGREEMENT, "partner,type,bedrag\nspeelhoek-voorbeeld,subsidie,300\n", "1 0 0 0");
}

static void memberships_differ_by_their_first_day_where_both_have_one(void **state)
{
	struct fixture *f = *state;

	add_partners(f);
	assert_import(f, HVK_MEMBERSHIP, "partner,house,role\nspeelhoek-voorbeeld,Brugge,core\n", "1 0 0 0");
	assert_import(f, HVK_MEMBERSHIP, "partner,house,role,since\nspeelhoek-voorbeeld,8000,core,2026-01-01\n",
	              "0 1 0 0");
	assert_import(f, HVK_MEMBERSHIP, "partner,house,role\nspeelhoek-voorbeeld,Brugge,core\n", "0 0 1 0");
	assert_import(f, HVK_MEMBERSHIP, "partner,house,role,since\nspeelhoek-voorbeeld,Brugge,core,2020-01-01\n",
	              "1 0 0 0");
	refuses(f, HVK_MEMBERSHIP, "partner,house,role\nspeelhoek-voorbeeld,Brugge,partner\n",
	        "refused folder/in.csv:2:0: several memberships are the same by partner and name; give the slug");
}

static void two_rows_are_not_the_same_record(void **state)
{
	struct fixture *f = *state;

	add_partners(f);
	refuses(f, HVK_PARTNER, "slug,name\na,A\nb,B\na,C\n",
	        "refused folder/in.csv:4:1: slug: 'a' stands on line 2 already");
	refuses(f, HVK_PARTNER, "name\nA\nB\n\xc3\x80\n", "refused folder/in.csv:4:0: the same partner as on line 2");
	refuses(f, HVK_PARTNER, "slug,name\nspeelhoek-voorbeeld,A\n,Speelhoek Voorbeeld\n",
	        "refused folder/in.csv:3:0: the same partner as on line 2");
	assert_query(f, "SELECT count(*) FROM partner", "2");
	assert_query(f, "SELECT count(*) FROM change", "2");
}

/* ---------------------------------------------------------------- cells */

static void a_column_that_is_there_empties_and_one_that_is_not_leaves(void **state)
{
	struct fixture *f = *state;
	struct hvk_record *record;

	add(f, HVK_PARTNER, "name", "Leeshoek", "phone", "050 00 00 01", "email", "a@voorbeeld.example", "everywhere",
	    "ja", "keyword", "boeken");
	assert_import(f, HVK_PARTNER, "slug,name,phone,everywhere,keyword\nleeshoek,Leeshoek,,,\n", "0 1 0 0");
	record = find(f, HVK_PARTNER, "leeshoek");
	assert_key(record, "phone", "");
	assert_key(record, "everywhere", "no");
	assert_key(record, "keyword", "");
	assert_key(record, "email", "a@voorbeeld.example");
	hvk_record_free(record);
	/* A text record empties by a field without a value only: another may well have more fields. */
	assert_import(f, HVK_PARTNER, "slug: leeshoek\nemail:\n\nname: Speelhoek\nphone: 050 00 00 01\n", "1 1 0 0");
	record = find(f, HVK_PARTNER, "leeshoek");
	assert_key(record, "name", "Leeshoek");
	assert_key(record, "email", "");
	hvk_record_free(record);
}

static void half_a_code_is_no_code(void **state)
{
	refuses(*state, HVK_PARTNER, "name,type\nLeeshoek,bibliot\n", "in.csv:2:2: type: unknown 'bibliot'");
	refuses(*state, HVK_PARTNER, "name,gemeente\nLeeshoek,Oostka\n", "in.csv:2:2: gemeente: unknown 'Oostka'");
}

static void references_are_to_records_of_the_store(void **state)
{
	struct fixture *f = *state;

	add_partners(f);
	refuses(f, HVK_OFFER, "partner,name\nleeshoek-voorbeld,Voorlezen\n", "in.csv:2:1: partner: ");
	refuses(f, HVK_OFFER, "name,cost\nVoorlezen,gratis\n", "in.csv:2:0: partner: expected a value, found nothing");
	refuses(f, HVK_OFFER, "partner,name,agreement\nleeshoek-voorbeeld,Voorlezen,geen\n", "in.csv:2:3: agreement: ");
	refuses(f, HVK_OFFER, "partner,name,since,until\nleeshoek-voorbeeld,Voorlezen,2026-02-01,2026-01-01\n",
	        "in.csv:2:4: until: expected a day from 2026-02-01 on");
}

static void options_say_how_to_read(void **state)
{
	static const struct options map[] = {
		{ HVK_INTAKE_MAP, "Wie=name" }, { HVK_INTAKE_IGNORE, "Nota" }, { HVK_INTAKE_DATE_ORDER, "mdy" },
		{ HVK_INTAKE_DELIMITER, "|" }, { 0 }
	};
	struct fixture *f = *state;
	struct imported imported;
	struct hvk_record *record;

	import_with(f, HVK_PARTNER, "Wie|Nota|Nagekeken\nLeeshoek|x|3/2/2026\n", 0, -1, map, &imported);
	assert_int_equal(imported.result, HVK_OK);
	heard_end(&imported.heard);
	record = find(f, HVK_PARTNER, "leeshoek");
	assert_key(record, "verified_on", "2026-03-02");
	hvk_record_free(record);
	import_with(f, HVK_PARTNER, "Wie: Speelhoek\nNota: x\n", 0, -1, map, &imported);
	assert_int_equal(imported.result, HVK_OK);
	heard_end(&imported.heard);
	refuses_with(f, HVK_PARTNER, "Wie|Nagekeken\nKijkhoek|31/3/2026\n", map, "--date-order dmy");
}

/* ---------------------------------------------------------------- all or none */

static void what_is_refused_can_be_mended_and_imported(void **state)
{
	struct fixture *f = *state;
	int rejects = memfd_create("rejects", 0);
	struct imported imported;
	char *text;

	import_with(f, HVK_PARTNER, "naam;notitie;mail\nLeeshoek;\"x;y\";geen\nSpeelhoek;;speel@voorbeeld.example\n",
	            HVK_IMPORT_SKIP, rejects, (const struct options[]){ { HVK_INTAKE_IGNORE, "notitie" }, { 0 } },
	            &imported);
	assert_int_equal(imported.result, HVK_OK);
	assert_int_equal(imported.counts.refused, 1);
	assert_int_equal(imported.counts.added, 1);
	heard_end(&imported.heard);
	text = bytes_of(rejects);
	assert_non_null(strstr(text, "reason;naam;mail\n"));
	assert_non_null(strstr(text, "'geen'"));
	memcpy(strstr(text, ";geen"), ";    ", 5);
	assert_import(f, HVK_PARTNER, text, "1 0 0 0");
	free(text);
	close(rejects);
	assert_query(f, "SELECT group_concat(what, '|') FROM (SELECT what FROM change ORDER BY id)",
	             "imported in.csv|imported in.csv");
}

static void a_dry_run_does_all_but_write(void **state)
{
	struct fixture *f = *state;
	struct imported imported;

	import_with(f, HVK_PARTNER, "name\nLeeshoek\n\nSpeelhoek\n", HVK_IMPORT_DRY_RUN, -1, NULL, &imported);
	assert_int_equal(imported.result, HVK_OK);
	assert_int_equal(imported.counts.added, 2);
	assert_int_equal(imported.counts.blank, 1);
	heard_end(&imported.heard);
	assert_query(f, "SELECT count(*) FROM partner", "0");
	assert_query(f, "SELECT count(*) FROM change", "0");
}

static void an_import_is_one_change(void **state)
{
	struct fixture *f = *state;
	struct hvk_record_counts counts;
	const char *what;

	add(f, HVK_PARTNER, "name", "Leeshoek");
	assert_import(f, HVK_PARTNER, "name,phone\nLeeshoek,050 00 00 01\nSpeelhoek,\n", "1 1 0 0");
	assert_int_equal(hvk_record_undo(f->store, false, &counts, &what), HVK_OK);
	assert_string_equal(what, "imported in.csv");
	assert_query(f, "SELECT group_concat(slug || coalesce(phone, '')) FROM partner", "leeshoek");
}

/* Nobody listens: the first refusal is the failure. */
static void without_a_listener_the_first_refusal_is_told(void **state)
{
	struct fixture *f = *state;
	const char *text = "name,email\nLeeshoek,geen\nSpeelhoek,ook geen\n";
	struct hvk_input input = { "in.csv", input_of(text, strlen(text)) };
	struct hvk_record_counts counts;
	struct hvk_intake *intake;

	assert_int_equal(hvk_intake_new_records(f->store, HVK_PARTNER, &intake), HVK_OK);
	assert_int_equal(hvk_record_import(intake, &input, 0, -1, &counts), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "found 'geen'");
	assert_int_equal(hvk_store_error(f->store)->line, 2);
	assert_int_equal(hvk_store_error(f->store)->column, 2);
	hvk_intake_free(intake);
	close(input.descriptor);
}

static int stop(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)error;
	++*(int *)data;
	return severity == HVK_REFUSED;
}

static void a_listener_can_stop(void **state)
{
	struct fixture *f = *state;
	int heard = 0;
	const struct hvk_listener listener = { stop, &heard };
	const char *text = "name,email\nLeeshoek,geen\nSpeelhoek,ook geen\n";
	struct hvk_input input = { "in.csv", input_of(text, strlen(text)) };
	struct hvk_record_counts counts;
	struct hvk_intake *intake;

	assert_int_equal(hvk_intake_new_records(f->store, HVK_PARTNER, &intake), HVK_OK);
	hvk_intake_set_listener(intake, &listener);
	assert_int_equal(hvk_record_import(intake, &input, HVK_IMPORT_SKIP, -1, &counts), HVK_EINPUT);
	assert_failed(f->store, HVK_EINPUT, "stopped by the caller");
	assert_int_equal(heard, 1);
	hvk_intake_free(intake);
	close(input.descriptor);
}

static void after_a_thousand_refusals_it_ends(void **state)
{
	struct hvk__buffer text = { 0 };
	struct imported imported;

	assert_true(hvk__buffer_add_text(&text, "name,email\n"));
	for (int i = 0; i < 1500; i++)
		assert_true(hvk__buffer_printf(&text, "Partner %d,geen\n", i));
	import_with(*state, HVK_PARTNER, text.data, 0, -1, NULL, &imported);
	assert_int_equal(imported.result, HVK_EINPUT);
	assert_int_equal(imported.heard.refused, 1000);
	assert_non_null(strstr(imported.message, "1000 rows refused and not read further; nothing was imported"));
	heard_end(&imported.heard);
	hvk__buffer_free(&text);
}

static void intakes_are_for_one_thing(void **state)
{
	struct fixture *f = *state;
	struct hvk_input input = { "in.csv", input_of("name\nx\n", 7) };
	struct hvk_record_counts counts;
	struct hvk_intake *intake;
	struct hvk_source *source;
	struct hvk_import *questions;

	assert_int_equal(hvk_intake_new_records(f->store, HVK_TYPES, &intake), HVK_EINVAL);
	assert_null(intake);
	assert_int_equal(hvk_intake_new_records(f->store, HVK_REFERRAL, &intake), HVK_OK);
	assert_int_equal(hvk_record_import(intake, &input, 0, -1, &counts), HVK_EINVAL);
	hvk_intake_free(intake);
	assert_int_equal(hvk_intake_new_records(f->store, HVK_PARTNER, &intake), HVK_OK);
	assert_int_equal(hvk_record_import(intake, &input, HVK_IMPORT_REPLACE, -1, &counts), HVK_EINVAL);
	assert_int_equal(hvk_intake_set(intake, HVK_INTAKE_DESK, "loket"), HVK_EINVAL);
	assert_int_equal(hvk_import_new(intake, 0, &questions), HVK_EINVAL);
	assert_int_equal(hvk_source_csv(intake, &input, 1, NULL, &source), HVK_EINVAL);
	hvk_intake_free(intake);
	assert_int_equal(hvk_intake_new(f->store, &intake), HVK_OK);
	assert_int_equal(hvk_record_import(intake, &input, 0, -1, &counts), HVK_EINVAL);
	hvk_intake_free(intake);
	close(input.descriptor);
}

#define test(name) cmocka_unit_test_setup_teardown(name, setup_open, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_file),
		test(the_same_file_again_changes_nothing),
		test(a_row_is_the_record_of_its_slug),
		test(a_row_without_slug_is_the_record_of_that_name),
		test(agreements_differ_by_their_first_day),
		test(memberships_differ_by_their_first_day_where_both_have_one),
		test(two_rows_are_not_the_same_record),
		test(a_column_that_is_there_empties_and_one_that_is_not_leaves),
		test(half_a_code_is_no_code),
		test(references_are_to_records_of_the_store),
		test(options_say_how_to_read),
		test(what_is_refused_can_be_mended_and_imported),
		test(a_dry_run_does_all_but_write),
		test(an_import_is_one_change),
		test(without_a_listener_the_first_refusal_is_told),
		test(a_listener_can_stop),
		test(after_a_thousand_refusals_it_ends),
		test(intakes_are_for_one_thing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
