/* SPDX-License-Identifier: EUPL-1.2 */
/* An intake for questions: its options, and what a header must have. */
#include "register/intake.h"

#include <string.h>

#include "core/guard.h"

static struct hvk__question_intake *of_questions(struct hvk_intake *intake)
{
	return (struct hvk__question_intake *)intake;
}

const struct hvk__question_intake *hvk__question_intake(const struct hvk_intake *intake)
{
	return (const struct hvk__question_intake *)intake;
}

/* ---------------------------------------------------------------- options */

static int set_desk(struct hvk_intake *intake, const char *value)
{
	enum hvk__identifier seen = hvk__guard(value, strlen(value));

	if (seen != HVK__INNOCENT)
		return hvk__fail(&intake->store->error, HVK_EINVAL, "desk: looks like %s (not repeated)",
		                 hvk__identifier_name(seen));
	return hvk__intake_set_text(intake, &of_questions(intake)->desk, value);
}

static int set_month(struct hvk_intake *intake, const char *value)
{
	struct hvk__date date;

	if (!hvk__date_parse(value, strlen(value), false, &date) || hvk__month_number(date) == 0)
		return hvk__fail(&intake->store->error, HVK_EINVAL, "'%s' is not a month, such as 2026-10", value);
	of_questions(intake)->month = hvk__month_number(date);
	return HVK_OK;
}

static int set_option(struct hvk_intake *intake, enum hvk_intake_option option, const char *value)
{
	switch (option) {
	case HVK_INTAKE_DESK:
		return set_desk(intake, value);
	case HVK_INTAKE_MONTH:
		return set_month(intake, value);
	case HVK_INTAKE_ID_FROM:
		return hvk__intake_set_text(intake, &of_questions(intake)->id_from, value);
	default:
		return hvk__fail(&intake->store->error, HVK_EINVAL, "no such option of an intake: %d", (int)option);
	}
}

static int find_hashed(const struct hvk_intake *intake, const char *cell, size_t length)
{
	const char *id_from = hvk__question_intake(intake)->id_from;

	return id_from && hvk__intake_same(id_from, cell, length) ? HVK__HASHED_ID : HVK__UNKNOWN_COLUMN;
}

static void clear(struct hvk_intake *intake)
{
	free(of_questions(intake)->desk);
	free(of_questions(intake)->id_from);
}

static const struct hvk__intake_class questions = {
	.example = "month, gemeente, theme", .set = set_option, .meaning = find_hashed, .clear = clear
};

HVK_EXPORT int hvk_intake_new(struct hvk_store *store, struct hvk_intake **intake)
{
	static const char *const no_header[] = { NULL };

	hvk__error_clear(&store->error);
	*intake = hvk__intake_make(store, &questions, sizeof(struct hvk__question_intake));
	if (!*intake)
		return HVK_ENOMEM;
	for (int i = 0; i < HVK_COLUMNS; i++)
		hvk__intake_add_column(*intake, hvk__columns[i].name, hvk__columns[i].aliases);
	hvk__intake_add_column(*intake, "id (hashed)", no_header);
	return HVK_OK;
}

int hvk__intake_require_questions(const struct hvk_intake *intake)
{
	if (intake->class == &questions)
		return HVK_OK;
	return hvk__fail(&intake->store->error, HVK_EINVAL, "this intake is for records, not for questions");
}

/* ---------------------------------------------------------------- the header */

static int require_columns(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                           const struct hvk__layout *layout)
{
	static const int required[] = { HVK_MONTH, HVK_GEMEENTE, HVK_THEME };
	const struct hvk__question_intake *own = hvk__question_intake(intake);
	uint64_t line = hvk__reader_header_line(reader);
	const char *name = hvk__reader_name(reader);

	for (size_t i = 0; i < ARRAY_SIZE(required); i++) {
		if (layout->cell[required[i]] >= 0 || (required[i] == HVK_MONTH && own->month != 0))
			continue;
		return hvk__fail_at(error, HVK_EINPUT, name, line, 0,
		                    "no column %s; if it has another name, say which (--map '...=%s')%s",
		                    hvk__columns[required[i]].name, hvk__columns[required[i]].name,
		                    required[i] == HVK_MONTH ? _(", or give the month of all rows (--month)") : "");
	}
	if (!own->id_from)
		return HVK_OK;
	if (layout->cell[HVK__HASHED_ID] < 0)
		return hvk__fail_at(error, HVK_EINPUT, name, line, 0, "no column '%s' to make ids from", own->id_from);
	if (layout->cell[HVK_ID] >= 0)
		return hvk__fail_at(
			error, HVK_EINPUT, name, line, (unsigned)layout->cell[HVK_ID] + 1,
			"the file has ids of its own besides '%s' to make them from; pass one over (--ignore-columns)",
			own->id_from);
	return HVK_OK;
}

int hvk__intake_layout(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                       struct hvk__layout *layout)
{
	int result = hvk__intake_match(intake, error, reader, layout);

	return result < 0 ? result : require_columns(intake, error, reader, layout);
}
