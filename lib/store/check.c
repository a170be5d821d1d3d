/* SPDX-License-Identifier: EUPL-1.2 */
/* Examining a whole store: what SQLite can say of the file, and what must hold beyond what a schema can ask for. */
#include <stdio.h>
#include <string.h>

#include "store/admin.h"
#include "store/check.h"

enum { NIS_END = 100000, NUMBER_END = UINT16_MAX + 1, TALLIES = 100 };

int hvk__finding(struct hvk__check *check, const char *format, ...)
{
	const char *path = hvk__store_path(check->store);
	struct hvk__error finding;
	va_list arguments;

	++*check->findings;
	if (!check->listener)
		return HVK_OK;
	va_start(arguments, format);
	hvk__vfail_at(&finding, HVK_ESTORE, path, 0, 0, format, arguments);
	va_end(arguments);
	if (check->listener->report(check->listener->data, HVK_WARNING, &finding.public) == 0)
		return HVK_OK;
	return hvk__fail(&check->store->error, HVK_EINPUT, "the check was stopped");
}

/* ---- what one query can tell */

/* Each line of each row of a query is a finding, but for "ok" and the headings of integrity_check. */
static const struct rule {
	const char *sql;
	const char *advice;
} rules[] = {
	{ "PRAGMA integrity_check(20)", "the file is damaged; restore a backup" },
	{ "SELECT 'code ' || list || ' ' || code || ': its parent does not exist' FROM code AS c"
	  " WHERE parent IS NOT NULL AND NOT EXISTS"
	  " (SELECT 1 FROM code AS p WHERE p.list = c.list AND p.number = c.parent)",
	  "give it one that does, or none, with 'hvk-admin codes import'" },
	{ "WITH RECURSIVE up (list, code, parent, depth) AS (SELECT list, code, parent, 0 FROM code UNION ALL"
	  " SELECT up.list, up.code, p.parent, depth + 1 FROM up"
	  "  JOIN code AS p ON p.list = up.list AND p.number = up.parent WHERE depth < 100)"
	  " SELECT DISTINCT 'code ' || list || ' ' || code || ': is below itself' FROM up WHERE depth = 100",
	  "give it another parent with 'hvk-admin codes import'" },
	{ "SELECT 'list ' || list || ': the numbers of its codes do not run from 1 without a gap' FROM code"
	  " GROUP BY list HAVING max(number) <> count(*)",
	  "restore a backup" },
	{ "SELECT 'list answer: has ' || max(number) || ' codes, and room for 63' FROM code WHERE list = 'answer'"
	  " HAVING max(number) > 63",
	  "restore a backup" },
	{ "SELECT 'former name ' || list || ' ' || alias || ': its code does not exist' FROM code_alias AS a"
	  " WHERE NOT EXISTS (SELECT 1 FROM code AS c WHERE c.list = a.list AND c.number = a.number)",
	  "restore a backup" },
	{ "SELECT \"table\" || ': ' || count(*) || ' rows refer to rows of ' || parent || ' that do not exist'"
	  " FROM pragma_foreign_key_check WHERE \"table\" NOT IN ('code', 'code_alias') GROUP BY \"table\", parent",
	  "restore a backup" },
	{ "SELECT 'region ' || region || ': no gemeente has the NIS code ' || nis FROM region"
	  " WHERE nis NOT IN (SELECT nis FROM gemeente)",
	  "import the region again with 'hvk-admin regions import'" },
	{ "SELECT count(*) || ' voided questions are there again' FROM tombstone AS t"
	  " CROSS JOIN question AS q ON q.id = t.id HAVING count(*) > 0",
	  "restore a backup" },
	/* To one who only reads, SQLite does not tell what the constraints of the table refuse. */
	{ "SELECT 'deliveries without a month, or with a day that is none or within it: ' || count(*) FROM delivery"
	  " WHERE month NOT BETWEEN 0 AND 4095 OR received_on IS NOT date(received_on)"
	  " OR received_on <= format('%04d-%02d-99', 1970 + month / 12, month % 12 + 1) HAVING count(*) > 0",
	  "restore a backup" },
};

static int report_lines(struct hvk__check *check, const char *text, const char *advice)
{
	int result = HVK_OK;

	while (result == HVK_OK && *text != '\0') {
		size_t length = strcspn(text, "\n");

		if (strncmp(text, "***", 3) != 0 && !(length == 2 && strncmp(text, "ok", 2) == 0))
			result = hvk__finding(check, "%.*s; %s", (int)length, text, advice);
		text += length + (text[length] == '\n');
	}
	return result;
}

int hvk__check_query(struct hvk__check *check, const char *sql, const char *advice)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(check->store, sql, &statement);

	while (result == HVK_OK && (result = hvk__store_step(check->store, statement)) == 1) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);

		if (!text || hvk__is_want_of_memory(text))
			return hvk__fail_memory(&check->store->error);
		result = report_lines(check, text, advice);
	}
	return result;
}

int hvk__check_codes(struct hvk__check *check, const struct hvk__coded columns[], size_t count, const char *advice)
{
	char sql[512];
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < count; i++) {
		const struct hvk__coded *of = &columns[i];

		snprintf(sql, sizeof(sql),
		         "SELECT '%s: ' || count(*) || iif(count(*) = 1, ' row has', ' rows have') || ' %s ' || %s ||"
		         " ', which does not exist' FROM %s WHERE %s IS NOT NULL AND %s NOT IN"
		         " (SELECT number FROM code WHERE list = '%s'%s) GROUP BY %s",
		         of->table, of->column, of->column, of->table, of->column, of->column, of->list,
		         of->may_be_0 ? " UNION ALL SELECT 0" : "", of->column);
		result = hvk__check_query(check, sql, advice);
	}
	return result;
}

/* ---- what every question must satisfy */

/* Questions with one wrong value in one column: told together. */
struct tally {
	enum hvk_column column;
	int64_t value;
	int64_t example;
	uint64_t count;
};

struct questions {
	bool gemeente[NIS_END];
	bool *known[HVK_COLUMNS];   /* by number, for columns with codes; NULL for others */
	uint64_t answers;           /* bits that exist */
	struct tally tallies[TALLIES];
	size_t tally_count;
	uint64_t beyond;            /* wrong values for which there was no tally left */
};

static void count_wrong(struct questions *questions, enum hvk_column column, int64_t value, int64_t id)
{
	for (size_t i = 0; i < questions->tally_count; i++) {
		struct tally *tally = &questions->tallies[i];

		if (tally->column == column && tally->value == value) {
			tally->count++;
			return;
		}
	}
	if (questions->tally_count < TALLIES)
		questions->tallies[questions->tally_count++] = (struct tally){ column, value, id, 1 };
	else
		questions->beyond++;
}

static bool is_code_column(const struct hvk__column_info *info)
{
	return info->list && info->field >= 0;
}

static const char known_sql[] = "SELECT list, number FROM code WHERE number BETWEEN 1 AND 65535";

/* The codes by number as the file has them: what is loaded in memory is not to be relied on here. */
static int load_known(struct hvk_store *store, struct questions *questions)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, known_sql, &statement);

	for (size_t i = 0; i < hvk__gemeenten_count; i++)
		if (hvk__gemeenten[i].nis < NIS_END)
			questions->gemeente[hvk__gemeenten[i].nis] = true;
	for (int column = 0; column < HVK_COLUMNS; column++)
		if (is_code_column(&hvk__columns[column])) {
			questions->known[column] = calloc(NUMBER_END, sizeof(bool));
			if (!questions->known[column])
				return hvk__fail_memory(&store->error);
		}
	while (result >= 0 && (result = hvk__store_step(store, statement)) == 1) {
		const char *list = (const char *)sqlite3_column_text(statement, 0);
		int number = sqlite3_column_int(statement, 1);

		if (list && strcmp(list, "answer") == 0 && number <= HVK__ANSWERS_MAX)
			questions->answers |= UINT64_C(1) << (number - 1);
		for (int column = 0; list && column < HVK_COLUMNS; column++)
			if (questions->known[column] && strcmp(hvk__columns[column].list, list) == 0)
				questions->known[column][number] = true;
	}
	return result;
}

static bool is_right(const struct questions *questions, enum hvk_column column, int64_t value, int64_t id, bool days)
{
	int month = (int)(id >> HVK__ID_BITS);
	struct hvk__date date;

	if (questions->known[column])
		return value > 0 && value < NUMBER_END && questions->known[column][value];
	switch (column) {
	case HVK_GEMEENTE:
		return value >= 0 && value < NIS_END && questions->gemeente[value];
	case HVK_ANSWER:
		return ((uint64_t)value & ~questions->answers) == 0;
	case HVK_DAY:
		if (!days || month < 0)
			return false;
		date = hvk__month_date(month);
		return value >= 1 && value <= hvk__days_in_month(date.year, date.month);
	default:
		return true;
	}
}

/* As in HVK__QUESTION_COLUMNS. */
static const enum hvk_column looked_at[] = {
	HVK_GEMEENTE, HVK_THEME, HVK_CONTACT, HVK_DESK, HVK_CHANNEL, HVK_ASKER, HVK_AGE, HVK_KIND, HVK_SEVERITY,
	HVK_ANSWER, HVK_DURATION, HVK_DAY
};

static int look_at_questions(struct hvk__check *check, struct questions *questions)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	bool days = check->store->precision == HVK_PRECISION_DAY;
	int result = hvk__store_prepare(check->store, "SELECT id, " HVK__QUESTION_COLUMNS " FROM question",
	                                &statement);

	while (result >= 0 && (result = hvk__store_step(check->store, statement)) == 1) {
		int64_t id = sqlite3_column_int64(statement, 0);

		if (id < 0)
			count_wrong(questions, HVK_MONTH, 0, id);
		for (int i = 0; i < (int)ARRAY_SIZE(looked_at); i++) {
			int64_t value = sqlite3_column_int64(statement, i + 1);

			/* Columns that may be empty are; the schema has seen to those that may not. */
			if (value == 0 && sqlite3_column_type(statement, i + 1) == SQLITE_NULL)
				continue;
			if (!is_right(questions, looked_at[i], value, id, days))
				count_wrong(questions, looked_at[i], looked_at[i] == HVK_DAY && !days ? 0 : value, id);
		}
	}
	return result;
}

static int report_tally(struct hvk__check *check, const struct tally *tally)
{
	const char *advice = _("void them, or restore a backup");
	const char *name = hvk__columns[tally->column].name;
	const char *plural = P_("question has", "questions have", tally->count);
	unsigned long long count = tally->count;
	char id[14];

	hvk__id_format(tally->example, id);
	if (tally->column == HVK_MONTH)
		return hvk__finding(check, "%llu %s an id that holds no month; restore a backup", count, plural);
	if (tally->column == HVK_DAY && check->store->precision == HVK_PRECISION_MONTH)
		return hvk__finding(check, "%llu %s a day, though this store records months only, such as %s; %s",
		                    count, plural, id, advice);
	if (tally->column == HVK_ANSWER)
		return hvk__finding(check, "%llu %s an answer that no code stands for, such as %s; %s", count, plural,
		                    id, advice);
	return hvk__finding(check, "%llu %s %s %lld, which does not exist, such as %s; %s", count, plural, name,
	                    (long long)tally->value, id, advice);
}

static int check_questions(struct hvk__check *check)
{
	struct questions *questions = calloc(1, sizeof(*questions));
	int result;

	if (!questions)
		return hvk__fail_memory(&check->store->error);
	result = load_known(check->store, questions);
	if (result == HVK_OK)
		result = look_at_questions(check, questions);
	for (size_t i = 0; result == HVK_OK && i < questions->tally_count; i++)
		result = report_tally(check, &questions->tallies[i]);
	if (result == HVK_OK && questions->beyond > 0)
		result = hvk__finding(check, "%llu more values are wrong; restore a backup",
		                      (unsigned long long)questions->beyond);
	for (int column = 0; column < HVK_COLUMNS; column++)
		free(questions->known[column]);
	free(questions);
	return result;
}

static int check_all(struct hvk__check *check)
{
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < ARRAY_SIZE(rules); i++) {
		result = hvk__check_query(check, rules[i].sql, rules[i].advice);
		/* In a damaged file the rest could only mislead. */
		if (result == HVK_OK && i == 0 && *check->findings > 0)
			return HVK_OK;
	}
	if (result == HVK_OK)
		result = check_questions(check);
	if (result == HVK_OK)
		result = hvk__check_registry(check);
	return result == HVK_OK ? hvk__check_publications(check) : result;
}

HVK_EXPORT int hvk_store_check(struct hvk_store *store, const struct hvk_listener *listener, uint64_t *findings)
{
	struct hvk__check check = { store, listener, findings };
	int result;

	*findings = 0;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	if (result == HVK_OK)
		result = hvk__begin_reading(store); /* all of it is of one moment */
	if (result < 0)
		return result;
	result = check_all(&check);
	hvk__rollback(store);
	return result;
}
