/* SPDX-License-Identifier: EUPL-1.2 */
/* Memory that runs out: stores and questions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "memory.h"

static char any_id[14]; /* of a question that is there */

/* ---------------------------------------------------------------- the operations */

static int create_store(struct hvk_store *store)
{
	return hvk_store_create(store, scene->copy, HVK_PRECISION_DAY, false);
}

static int open_new(struct hvk_store *store)
{
	return hvk_store_open(store, scene->copy, HVK_OPEN_CREATE);
}

static int open_to_read(struct hvk_store *store)
{
	return hvk_store_open(store, scene->path, HVK_OPEN_READ);
}

static int open_to_write(struct hvk_store *store)
{
	return hvk_store_open(store, scene->path, HVK_OPEN_WRITE);
}

static void tell_question(struct hvk_question *question)
{
	for (enum hvk_column column = HVK_MONTH; column < HVK_COLUMNS; column++) {
		tell(hvk_question_key(question, column, NULL));
		tell(hvk_question_label(question, column, HVK_NL));
	}
}

static int add_one(struct hvk_store *store)
{
	static const char line[] = "2026-11 oostkamp telefoon moeder 2 driftbuien info+folder desk:nieuwe-balie";
	struct hvk_question *question = NULL;
	int result = hvk_question_new(store, &question);

	if (result == HVK_OK)
		result = hvk_question_set_short(question, line);
	if (result == HVK_OK)
		result = hvk_question_add(question);
	hvk_question_free(question);
	return result;
}

static int set_columns(struct hvk_question *question, const char *gemeente, const char *desk)
{
	int result = hvk_question_set(question, HVK_MONTH, "2026-10");

	if (result == HVK_OK)
		result = hvk_question_set(question, HVK_GEMEENTE, gemeente);
	if (result == HVK_OK)
		result = hvk_question_set(question, HVK_DESK, desk);
	if (result == HVK_OK)
		result = hvk_question_set(question, HVK_THEME, "Slápen");
	return result;
}

static int add_several(struct hvk_store *store)
{
	struct hvk_question *questions[2] = { NULL, NULL };
	int result = hvk_question_new(store, &questions[0]);

	if (result == HVK_OK)
		result = hvk_question_new(store, &questions[1]);
	if (result == HVK_OK)
		result = set_columns(questions[0], "Sint-Kruis", "balie-x");
	if (result == HVK_OK)
		result = set_columns(questions[1], "Bruxelles", "balie-y");
	if (result == HVK_OK)
		result = hvk_question_add_all(store, questions, 2, false);
	hvk_question_free(questions[0]);
	hvk_question_free(questions[1]);
	return result;
}

static int find_question(struct hvk_store *store)
{
	struct hvk_question *question = NULL;
	int result = hvk_question_new(store, &question);

	if (result == HVK_OK)
		result = hvk_question_find(question, any_id);
	if (result == HVK_OK) {
		tell_question(question);
		result = hvk_store_error(store)->code; /* a text for which there was no memory */
	}
	hvk_question_free(question);
	return result;
}

static int list_all(struct hvk_store *store)
{
	struct hvk_filter *filter = NULL;
	struct hvk_list *list = NULL;
	struct hvk_question *question;
	int result = hvk_filter_new(store, &filter);

	if (result == HVK_OK)
		result = hvk_filter_parse(filter, "period=2026");
	if (result == HVK_OK)
		result = hvk_list_open(store, filter, "-gemeente,desk,theme", true, &list);
	while (result >= 0 && (result = hvk_list_next(list, &question)) == 1)
		tell_question(question);
	hvk_list_free(list);
	hvk_filter_free(filter);
	return result;
}

static int import_plain(struct hvk_store *store)
{
	return import_file(store, input, "derde", 0, -1);
}

static int import_replacing(struct hvk_store *store)
{
	return import_file(store, input, "tweede", HVK_IMPORT_REPLACE, -1);
}

static int import_skipping(struct hvk_store *store)
{
	assert_int_equal(ftruncate(rejects, 0), 0);
	return import_file(store, input, "derde", HVK_IMPORT_SKIP, rejects);
}

/* A sheet without rows, which says that there were no questions. */
static int import_nothing(struct hvk_store *store)
{
	const struct hvk_input sheet = { "leeg.csv", input };
	struct hvk_intake *intake = NULL;
	struct hvk_import *import = NULL;
	struct hvk_counts counts;
	int result = hvk_intake_new(store, &intake);

	lseek(input, 0, SEEK_SET);
	if (result == HVK_OK)
		result = hvk_intake_set(intake, HVK_INTAKE_DESK, "loket-noord");
	if (result == HVK_OK)
		result = hvk_intake_set(intake, HVK_INTAKE_MONTH, "2025-12");
	if (result == HVK_OK)
		result = hvk_import_new(intake, 0, &import);
	if (result == HVK_OK)
		result = hvk_import_read(import, &sheet, NULL);
	if (result == HVK_OK)
		result = hvk_import_commit(import, &counts);
	hvk_import_free(import);
	hvk_intake_free(intake);
	return result;
}

static int count_source(struct hvk_store *store, struct hvk_source *source, const struct hvk_filter *filter)
{
	struct hvk_table *table = NULL;
	int result = hvk_table_new(store, "month,gemeente,answer", &table);

	if (result == HVK_OK && filter)
		hvk_table_set_filter(table, filter);
	if (result == HVK_OK)
		result = hvk_table_add_measure(table, HVK_CONTACTS);
	if (result == HVK_OK)
		result = hvk_table_count(&table, 1, source);
	for (size_t month = 0; result == HVK_OK && month <= hvk_table_members(table, 0); month++) {
		size_t member[3] = { month, hvk_table_members(table, 1), hvk_table_members(table, 2) };
		int64_t whole = -1;
		double real;
		int found = hvk_table_value(table, HVK_CONTACTS, member, &whole, &real);

		result = found < 0 ? found : HVK_OK;
		tell(hvk_table_key(table, 0, month));
		tell(hvk_table_label(table, 0, month, HVK_EN));
		tell_number((uint64_t)whole);
	}
	hvk_table_free(table);
	return result;
}

static int count_stored(struct hvk_store *store)
{
	struct hvk_source *source = NULL;
	struct hvk_filter *filter = NULL;
	int result = hvk_filter_new(store, &filter);

	if (result == HVK_OK)
		result = hvk_filter_parse(filter, "gemeente=Gent,Brugge,Oostkamp");
	if (result == HVK_OK)
		result = hvk_source_store(store, filter, &source);
	if (result == HVK_OK)
		result = count_source(store, source, filter);
	hvk_source_free(source);
	hvk_filter_free(filter);
	return result;
}

static int count_csv(struct hvk_store *store)
{
	struct hvk_input in = { "vragen.csv", input };
	struct hvk_source *source = NULL;
	struct hvk_intake *intake = NULL;
	int result = hvk_intake_new(store, &intake);

	lseek(input, 0, SEEK_SET);
	if (result == HVK_OK)
		result = hvk_intake_set(intake, HVK_INTAKE_MAP, "Onderwerp=theme,Waar=gemeente");
	if (result == HVK_OK)
		result = hvk_intake_set(intake, HVK_INTAKE_IGNORE, "Opmerking");
	if (result == HVK_OK)
		result = hvk_source_csv(intake, &in, 1, NULL, &source);
	if (result == HVK_OK)
		result = count_source(store, source, NULL);
	if (result == HVK_OK)
		tell(hvk_intake_dialect(intake));
	hvk_source_free(source);
	hvk_intake_free(intake);
	return result;
}

static int count_regions(struct hvk_store *store)
{
	struct hvk_source *source = NULL;
	struct hvk_table *table = NULL;
	int result = hvk_table_new(store, "region,theme-group,age", &table);

	if (result == HVK_OK)
		result = hvk_table_set_geography(table, "2026-01-01");
	if (result == HVK_OK)
		result = hvk_table_set_months(table, "2026-01", "2026-12");
	if (result == HVK_OK)
		result = hvk_table_add_measure(table, HVK_PER_1000);
	if (result == HVK_OK)
		hvk_table_set_occurring(table);
	if (result == HVK_OK)
		result = hvk_source_store(store, NULL, &source);
	if (result == HVK_OK)
		result = hvk_table_count(&table, 1, source);
	for (size_t n = 0; result == HVK_OK && n < hvk_table_occurring(table); n++) {
		size_t member[3];
		int64_t whole = 0;
		double real = 0;
		int found;

		hvk_table_occurring_at(table, n, member);
		found = hvk_table_value(table, HVK_QUESTIONS, member, &whole, &real);
		result = found < 0 ? found : HVK_OK;
		tell(hvk_table_label(table, 0, member[0], HVK_NL));
		tell_number((uint64_t)whole);
	}
	hvk_source_free(source);
	hvk_table_free(table);
	return result;
}

static int parse_filter(struct hvk_store *store)
{
	static const char *const conditions[] = {
		"theme=slapen,gedrag", "gemeente!=Brugge", "region=noord", "province=West-Vlaanderen", "theme~slap",
		"period=sj2026", "answer=info,folder", "age>=3-5", "desk^=balie", "channel=", "theme-group=gedrag",
		"id=3900000000001",
	};
	struct hvk_filter *filter = NULL;
	int result = hvk_filter_new(store, &filter);

	for (size_t i = 0; result == HVK_OK && i < sizeof(conditions) / sizeof(conditions[0]); i++)
		result = hvk_filter_parse(filter, conditions[i]);
	hvk_filter_free(filter);
	return result;
}

static int import_codes(struct hvk_store *store)
{
	uint64_t changed;
	int result;

	lseek(input, 0, SEEK_SET);
	result = hvk_code_import(store, "codes.csv", input, false, &changed);
	if (result == HVK_OK)
		tell_number(changed);
	return result;
}

static int import_records(struct hvk_store *store)
{
	struct hvk_input records = { "records", input };
	struct hvk_intake *intake = NULL;
	struct hvk_record_counts counts;
	int result;

	lseek(input, 0, SEEK_SET);
	assert_int_equal(ftruncate(rejects, 0), 0);
	result = hvk_intake_new_records(store, HVK_PARTNER, &intake);
	if (result == HVK_OK)
		result = hvk_record_import(intake, &records, HVK_IMPORT_SKIP, rejects, &counts);
	if (result == HVK_OK) {
		tell(hvk_intake_dialect(intake));
		tell_number(counts.added);
		tell_number(counts.refused);
	}
	hvk_intake_free(intake);
	return result;
}

static int edit_record(struct hvk_store *store)
{
	static const char typed[] = "naam: Leeshoek \\\nVoorbeeld\nkeyword: boeken\nkeyword: spel\n"
	                            "gemeente: Brugge+8020\n";
	struct hvk_record *record = NULL;
	char *text = NULL;
	int result = hvk_record_new(store, HVK_PARTNER, &record);

	if (result == HVK_OK)
		result = hvk_record_read_text(record, "typed", typed, strlen(typed));
	if (result == HVK_OK)
		result = hvk_record_write_text(record, &text);
	if (result == HVK_OK)
		tell(text);
	free(text);
	hvk_record_free(record);
	return result;
}

static int rename_code(struct hvk_store *store)
{
	return hvk_code_rename(store, "theme", "drukte", "onrust", false);
}

static int retire_code(struct hvk_store *store)
{
	return hvk_code_retire(store, "theme", "Drukte", "2026-12-31", false);
}

static int find_code(struct hvk_store *store)
{
	const struct hvk_code *code;
	int result = hvk_code_find(store, "theme", "driftb", true, &code);

	if (result == HVK_OK)
		tell(hvk_code_text(code, HVK_CODE_LABEL_NL));
	return result;
}

static int import_regions(struct hvk_store *store)
{
	uint64_t members;
	int result;

	lseek(input, 0, SEEK_SET);
	result = hvk_region_import(store, "regions.csv", input, false, &members);
	if (result == HVK_OK)
		tell_number(members);
	return result;
}

static int remove_region(struct hvk_store *store)
{
	return hvk_region_remove(store, "Noord", false);
}

static int merge(struct hvk_store *store)
{
	struct hvk_counts counts;
	int result = hvk_store_merge(store, scene->other, false, &counts, NULL);

	if (result == HVK_OK)
		tell_number(counts.added);
	return result;
}

static int tell_delivery(struct hvk_store *store)
{
	bool changed;

	return hvk_delivery_add(store, "loket-noord", "2026-10", "2026-11-03", false, &changed);
}

/* Of a month without questions; see test_set_up(). */
static int remove_delivery(struct hvk_store *store)
{
	bool changed;
	int result = hvk_delivery_remove(store, "loket-noord", "2025-12", false, &changed);

	tell_number(changed);
	return result;
}

static int backup(struct hvk_store *store)
{
	return hvk_store_backup(store, scene->copy);
}

static int restore(struct hvk_store *store)
{
	return hvk_store_restore(store, scene->other, false);
}

static int undo(struct hvk_store *store)
{
	struct hvk_counts counts;
	const char *what;
	int result = hvk_store_undo(store, false, &counts, &what);

	if (result == HVK_OK)
		tell(what);
	return result;
}

static int void_question(struct hvk_store *store)
{
	return hvk_question_void(store, (const char *const[]){ any_id }, 1, false);
}

static int collapse(struct hvk_store *store)
{
	uint64_t gone, months;
	int result = hvk_store_purge(store, "2026-04", true, false, &gone, &months);

	if (result == HVK_OK)
		tell_number(gone * 1000 + months);
	return result;
}

static int set_setting(struct hvk_store *store)
{
	int result = hvk_setting_set(store, HVK_SETTING_PUBLIC_FOLDER, "/srv/../openbaar//", false);

	if (result == HVK_OK)
		tell(hvk_setting_text(store, HVK_SETTING_PUBLIC_FOLDER));
	return result;
}

static int read_settings(struct hvk_store *store)
{
	char month[8];
	int result = hvk_store_first_kept(store, month);

	if (result == HVK_OK)
		tell(month);
	return result;
}

static int purge(struct hvk_store *store)
{
	uint64_t gone;
	int result = hvk_store_purge(store, "2026-04", false, false, &gone, NULL);

	if (result == HVK_OK)
		tell_number(gone);
	return result;
}

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	(void)data;
	(void)severity;
	tell(error->message);
	return 0;
}

static int check_store(struct hvk_store *store)
{
	uint64_t findings;
	int result = hvk_store_check(store, &(struct hvk_listener){ hear, NULL }, &findings);

	if (result == HVK_OK)
		tell_number(findings);
	return result;
}

static int check_questions(struct hvk_store *store)
{
	uint64_t findings;
	int result = hvk_question_check(store, NULL, &(struct hvk_listener){ hear, NULL }, &findings);

	if (result == HVK_OK)
		tell_number(findings);
	return result;
}

static int read_sql(struct hvk_store *store)
{
	struct hvk_sql *sql = NULL;
	int result = hvk_sql_open(store, "SELECT theme, gemeente_name, count(*) * 1.5 AS n FROM v_question"
	                          " GROUP BY 1, 2 ORDER BY 3, 1, 2; -- no more", &sql);

	while (result >= 0 && (result = hvk_sql_next(sql)) == 1)
		for (size_t i = 0; i < hvk_sql_columns(sql); i++) {
			tell(hvk_sql_name(sql, i));
			tell(hvk_sql_text(sql, i));
		}
	hvk_sql_free(sql);
	return result;
}

static int read_lists(struct hvk_store *store)
{
	const struct hvk_gemeente *gemeente;
	const struct hvk_code *code;
	const char *region = NULL;

	for (size_t n = 0; (code = hvk_code_at(store, "desk", n)); n++)
		tell(hvk_code_text(code, HVK_CODE_CODE));
	if (hvk_store_error(store)->code < 0)
		return hvk_store_error(store)->code;
	for (size_t n = 0; (gemeente = hvk_region_at(store, n, &region)); n++) {
		tell(region);
		tell(hvk_gemeente_text(gemeente, HVK_GEMEENTE_NAME));
	}
	return hvk_store_error(store)->code;
}

static const char quoted[] =
	"\xef\xbb\xbf" "maand,gemeente,thema,balie,antwoord\r\n"
	"\"2026-07\",\"Gent\",\"slapen\",\"balie-\"\"q\"\"\",info\r\n"
	"2026-07,Gént,\"gedrag.driftbuien\",\"balie-q\",\"info + folder\"\r\n";
static const char well_quoted[] =
	"\xef\xbb\xbf" "maand,gemeente,thema,balie,antwoord\r\n"
	"\"2026-07\",\"Gent\",\"slapen\",\"balie-q\",info\r\n"
	"2026-07, \"Gent\",\"gedrag.driftbuien\",balie-q,\"info+folder\"\r\n"
	"2026-07,Lie\xcc\x80ge,\"gedrag.driftbuien\",balie-q,\"info+folder\"\r\n";
static const char windows[] =
	"maand;gemeente;thema;leeftijd\r\n2026-07;Sint-Kru\xefs;onbekend;2\r\n2026-07;Gent;Rouw en verlies;3-5\r\n";
static const char reports[] =
	"month,Waar,Onderwerp,answer,contact,Opmerking\n2026-07,\"Gent\",slapen,info+folder,new,x\n"
	"2026-08,Brugge,onbekend,,same,\"y, \"\"z\"\"\"\n";
static const char codes[] =
	"list,code,parent,label_nl,label_en\ntheme,lezen,,Lezen,Reading\ntheme,lezen.voorlezen,lezen,Voorlezen,\n"
	"channel,duif,,Postduif,Pigeon\n";
static const char regions[] = "region,gemeente\nnoord,Zedelgem\noost,\"9000\"\noost,Aalst\n";

static const char records_sheet[] =
	"naam;type;e-mail;werkgebied;Trefwoorden;omschrijving\r\nLeeshoek Voorbeeld;bibliotheek;;Brugge, Oostkamp;"
	"boeken+spel;\"Voorlezen,\nelke \"\"week\"\"\"\r\nSpeelho\xc3\xa9k;;geen;;;\r\n;;;;;;\r\n";
static const char records_text[] =
	"%rec: partner\n\nnaam: Leeshoek\nomschrijving: Voorlezen,\n+ elke week \\\nopnieuw\ntrefwoord: boeken\n"
	"trefwoord: spel\n\nslug: speelhoek\nnaam: Speelh\xc3\xb6\x65k\n\nnaam: Kijkhoek\nmail: geen\n";

static const struct operation operations[] = {
	{ .name = "create", .run = create_store, .closed = true, .makes = true },
	{ .name = "open a new one", .run = open_new, .closed = true, .makes = true },
	{ .name = "open to read", .run = open_to_read, .closed = true },
	{ .name = "open to write", .run = open_to_write, .closed = true },
	{ .name = "add", .run = add_one },
	{ .name = "add several", .run = add_several },
	{ .name = "find", .run = find_question },
	{ .name = "list", .run = list_all },
	{ .name = "import", .run = import_plain, .questions = 30 },
	{ .name = "import quoted", .run = import_skipping, .input = quoted },
	{ .name = "import well quoted", .run = import_skipping, .input = well_quoted },
	{ .name = "import Windows-1252", .run = import_skipping, .input = windows },
	{ .name = "import and skip", .run = import_skipping,
	  .input = "maand,gemeente,thema\n2026-07,Gent,slapen\n2026-13,Gent,slapen\n"
	  "2026-07,Nergens,slapen\n2026-07,Gent,\"0475 12 34 56\"\n" },
	{ .name = "import replacing", .run = import_replacing, .questions = 12 },
	{ .name = "import nothing", .run = import_nothing, .input = "maand,gemeente,thema\n" },
	{ .name = "count the store", .run = count_stored },
	{ .name = "count CSV", .run = count_csv, .input = reports },
	{ .name = "count regions", .run = count_regions },
	{ .name = "filter", .run = parse_filter },
	{ .name = "import codes", .run = import_codes, .input = codes },
	{ .name = "rename a code", .run = rename_code },
	{ .name = "retire a code", .run = retire_code },
	{ .name = "find a code", .run = find_code },
	{ .name = "import regions", .run = import_regions, .input = regions },
	{ .name = "remove a region", .run = remove_region },
	{ .name = "import records", .run = import_records, .input = records_sheet },
	{ .name = "import text records", .run = import_records, .input = records_text },
	{ .name = "edit a record", .run = edit_record },
	{ .name = "merge", .run = merge },
	{ .name = "tell a delivery", .run = tell_delivery },
	{ .name = "take a delivery back", .run = remove_delivery },
	{ .name = "back up", .run = backup },
	{ .name = "restore", .run = restore },
	{ .name = "undo", .run = undo },
	{ .name = "void", .run = void_question },
	{ .name = "purge", .run = purge },
	{ .name = "purge and keep counts", .run = collapse },
	{ .name = "set a setting", .run = set_setting },
	{ .name = "read settings", .run = read_settings },
	{ .name = "check the store", .run = check_store },
	{ .name = "check questions", .run = check_questions },
	{ .name = "SQL", .run = read_sql },
	{ .name = "read lists", .run = read_lists },
};

/* ---------------------------------------------------------------- the tests */

/* Handles and plain functions, without a store. */
static void test_store_new(void **state)
{
	struct hvk_store *store = NULL;

	(void)state;
	faults_start(FAULTS_OF_LIBRARY, 1, false);
	assert_int_equal(hvk_store_new(&store), HVK_ENOMEM);
	faults_stop(FAULTS_OF_LIBRARY);
	assert_null(store);
	hvk_store_free(store);
}

static void test_text_printable(void **state)
{
	char *text;

	(void)state;
	faults_start(FAULTS_OF_LIBRARY, 1, false);
	text = hvk_text_printable("a\033b");
	faults_stop(FAULTS_OF_LIBRARY);
	assert_null(text);
}

/* Takes the id of the first question. */
static void read_any_id(void)
{
	struct hvk_store *store = scene_store(scene->path, HVK_OPEN_READ);
	struct hvk_question *question;
	struct hvk_list *list;
	int result = hvk_list_open(store, NULL, NULL, false, &list);

	if (result == HVK_OK && hvk_list_next(list, &question) == 1)
		snprintf(any_id, sizeof(any_id), "%s", hvk_question_key(question, HVK_ID, NULL));
	hvk_list_free(list);
	hvk_store_free(store);
	assert_true(any_id[0] != '\0');
}

/* A test of its own, since cmocka has the state of a group take the place of that of its tests. */
static void test_set_up(void **state)
{
	static const char older[] =
		"INSERT INTO delivery SELECT 671, number, '2026-01-05' FROM code WHERE code = 'loket-noord';"
		"INSERT INTO tally VALUES (669, 44021, 1, 1, 7), (670, 44021, 2, 1, 5000000000);"
		"INSERT INTO setting VALUES ('purged', '2025-12'), ('retention', '24')";
	struct scene *made = NULL;
	sqlite3 *database;

	(void)state;
	assert_int_equal(scene_set_up((void **)&made), 0);
	scene = made;
	assert_int_equal(sqlite3_open(made->path, &database), SQLITE_OK);
	assert_int_equal(sqlite3_exec(database, older, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(database), SQLITE_OK);
	image_take(made, 0);
	read_any_id();
}

static int tear_down(void **state)
{
	(void)state;
	return scene_tear_down((void *[]){ (void *)(uintptr_t)scene });
}

int main(void)
{
	enum { OTHERS = 3, COUNT = sizeof(operations) / sizeof(operations[0]) };
	struct CMUnitTest tests[COUNT + OTHERS] = {
		cmocka_unit_test(test_set_up), cmocka_unit_test(test_store_new),
		cmocka_unit_test(test_text_printable),
	};

	faults_install();
	for (size_t i = 0; i < COUNT; i++)
		tests[i + OTHERS] = (struct CMUnitTest){
			.name = operations[i].name,
			.test_func = test_operation,
			.initial_state = (void *)(uintptr_t)&operations[i],
		};
	return cmocka_run_group_tests_name("memory", tests, NULL, tear_down);
}
