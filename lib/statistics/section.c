/* SPDX-License-Identifier: EUPL-1.2 */
/* What reports are made of: sections, names, and the gemeenten they are about. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "statistics/report.h"

/* ---- sections */

struct hvk__section *hvk__report_add(struct hvk_report *report, const char *name, const char *nl, const char *en)
{
	struct hvk__section *section;

	if (report->section_count == HVK__SECTIONS_MAX)
		return NULL;
	section = &report->sections[report->section_count++];
	*section = (struct hvk__section){ .name = name, .title = { nl, en } };
	return section;
}

bool hvk__section_column(struct hvk__section *section, enum hvk_report_form form, const char *name, const char *nl,
                         const char *en)
{
	if (!hvk__reserve(&section->columns, &section->column_capacity, section->column_count + 1,
	                  sizeof(*section->columns)))
		return false;
	section->columns[section->column_count++] = (struct hvk_report_column){ name, { nl, en }, form };
	return true;
}

union hvk__figure *hvk__section_row(struct hvk__section *section)
{
	size_t used = section->row_count * section->column_count;
	union hvk__figure *row;

	if (!hvk__reserve(&section->figures, &section->figure_capacity, used + section->column_count,
	                  sizeof(*section->figures)))
		return NULL;
	section->row_count++;
	row = section->figures + used;
	for (size_t i = 0; i < section->column_count; i++) {
		switch (section->columns[i].form) {
		case HVK_REPORT_NAME: row[i].name = NULL; break;
		case HVK_REPORT_COUNT: row[i].count = HVK__NO_COUNT; break;
		case HVK_REPORT_SHARE:
		case HVK_REPORT_REAL: row[i].real = (double)NAN; break;
		}
	}
	return row;
}

/* ---- names */

const struct hvk__named *hvk__report_name(struct hvk_report *report, const char *key, const char *nl, const char *en)
{
	struct hvk__named *name;

	if (!hvk__reserve(&report->names, &report->name_capacity, report->name_count + 1, sizeof(*report->names)))
		return NULL;
	name = calloc(1, sizeof(*name));
	if (!name)
		return NULL;
	report->names[report->name_count++] = name;
	name->key = hvk__pool_add(&report->pool, key, strlen(key));
	name->label[HVK_NL] = hvk__pool_add(&report->pool, nl, strlen(nl));
	name->label[HVK_EN] = nl == en ? name->label[HVK_NL] : hvk__pool_add(&report->pool, en, strlen(en));
	return name->key && name->label[HVK_NL] && name->label[HVK_EN] ? name : NULL;
}

const struct hvk__named *hvk__report_not_recorded(struct hvk_report *report)
{
	return hvk__report_name(report, "not-recorded", "Niet geregistreerd", "Not recorded");
}

const struct hvk__named *hvk__report_place(struct hvk_report *report, uint32_t slot)
{
	const struct hvk_gemeente *gemeente;
	char key[16];

	if (!slot)
		return hvk__report_not_recorded(report);
	gemeente = &hvk__gemeenten[slot - 1];
	snprintf(key, sizeof(key), "%05u", (unsigned)gemeente->nis);
	return hvk__report_name(report, key, gemeente->name[0], gemeente->name[0]);
}

/* A desk need not have a label. */
static const char *label_of(const struct hvk_code *code, enum hvk_lang lang)
{
	return code->label[lang] && *code->label[lang] ? code->label[lang] : code->code;
}

const struct hvk__named *hvk__report_code(struct hvk_report *report, const struct hvk__list *list, uint16_t number,
                                          bool as_group)
{
	const struct hvk_code *code;
	const char *label[2];

	if (!number || number > list->count)
		return hvk__report_not_recorded(report);
	code = &list->codes[number - 1];
	for (int lang = 0; lang < 2; lang++) {
		const char *aside;

		label[lang] = label_of(code, (enum hvk_lang)lang);
		aside = as_group ? strstr(label[lang], " (") : NULL;
		if (aside && aside > label[lang])
			label[lang] = hvk__pool_add(&report->pool, label[lang], (size_t)(aside - label[lang]));
		if (!label[lang])
			return NULL;
	}
	return hvk__report_name(report, code->code, label[HVK_NL], label[HVK_EN]);
}

/* ---- codes */

const struct hvk__list *hvk__report_list(const struct hvk_report *report, const char *name)
{
	return hvk__codes_list(report->codes, name);
}

bool hvk__code_valid_on(const struct hvk__list *list, uint16_t number, int day)
{
	const struct hvk_code *code = &list->codes[number - 1];

	return code->valid_from <= day && day <= code->valid_to;
}

/* ---- gemeenten */

uint32_t hvk__report_slot(const struct hvk_report *report, uint32_t nis, int month)
{
	uint16_t index = hvk__gemeente_by_nis(nis, hvk__month_first_day(month));

	return index == HVK__GEMEENTE_NONE ? 0 : report->geography.target[index + 1u];
}

void hvk__report_mark(const struct hvk_report *report, uint32_t nis, bool slots[])
{
	const struct hvk__geography *geography = &report->geography;
	uint16_t index = hvk__gemeente_by_nis(nis, geography->day);
	uint32_t slot = index == HVK__GEMEENTE_NONE ? 0 : geography->target[index + 1u];

	if (!slot)
		return;
	if (!hvk__geography_later(geography, slot)) {
		slots[slot] = true;
		return;
	}
	/* A later merger stands for its parts. */
	for (uint32_t part = 1; part < geography->size; part++)
		if (!hvk__geography_later(geography, part) && hvk__geography_became(part, slot))
			slots[part] = true;
}

int hvk__report_prepare(struct hvk_report *report, const char *sql, sqlite3_stmt **statement)
{
	int result = hvk__store_prepare(report->store, sql, statement);

	if (result < 0 || sqlite3_bind_parameter_count(*statement) == 0)
		return result;
	if (sqlite3_bind_text(*statement, 1, report->on_text, -1, SQLITE_STATIC) != SQLITE_OK)
		return HVK_ENOMEM;
	return HVK_OK;
}

int hvk__report_mark_all(struct hvk_report *report, const char *sql, bool slots[])
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__report_prepare(report, sql, &statement);

	if (result < 0)
		return result;
	while ((result = hvk__store_step(report->store, statement)) == 1)
		hvk__report_mark(report, (uint32_t)sqlite3_column_int64(statement, 0), slots);
	return result;
}

int hvk__report_places(struct hvk_report *report, bool **places, bool *asked)
{
	const struct hvk__geography *geography = &report->geography;
	size_t count = 0;
	const bool *allowed = hvk__filter_allowed(report->filter, HVK__GEMEENTE, &count);

	*asked = allowed;
	*places = calloc(geography->size, sizeof(**places));
	if (!*places)
		return HVK_ENOMEM;
	if (!allowed)
		return hvk__report_mark_all(report,
		                            "SELECT gemeente FROM house UNION SELECT house FROM membership"
		                            " UNION SELECT gemeente FROM partner_gemeente"
		                            " UNION SELECT gemeente FROM offer_gemeente", *places);
	for (size_t value = 1; value < count && value < geography->size; value++)
		if (allowed[value] && !hvk__geography_later(geography, geography->target[value]))
			(*places)[geography->target[value]] = true;
	return HVK_OK;
}
