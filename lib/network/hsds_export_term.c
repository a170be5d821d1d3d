/* SPDX-License-Identifier: EUPL-1.2 */
/* The taxonomies of a package: our code lists as far as they are used, keywords, columns that HSDS does not have. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "network/hsds_out.h"
#include "record/row.h"

void hvk__out_codes(struct hvk__hsds_out *out, const struct hvk_record *record, const char *entity)
{
	const char *slug = record->value[0];

	for (size_t i = 0; i < hvk_type_columns(record->type); i++) {
		const struct hvk_record_column *column = hvk_type_column(record->type, i);
		const char *list = column->form == HVK_FORM_CODE ? column->list : HVK__HSDS_KEYWORD;

		/* Languages have a table of their own. */
		if ((column->form != HVK_FORM_CODE && strcmp(column->name, HVK__HSDS_KEYWORD) != 0) ||
		    strcmp(list, "language") == 0 || !record->value[i])
			continue;
		if (!(column->traits & HVK_TRAIT_MANY)) {
			hvk__out_attach(out, entity, slug, list, record->value[i], NULL);
			continue;
		}
		for (struct hvk__value_at at = { .next = record->value[i] }; hvk__value_next(&at);) {
			_cleanup_free_ char *value = strndup(at.data, at.length);

			if (value)
				hvk__out_attach(out, entity, slug, list, value, NULL);
			else
				out->failed = true;
		}
	}
}

void hvk__out_carry(struct hvk__hsds_out *out, const struct hvk_record *record, size_t column, const char *entity)
{
	if (record->value[column])
		hvk__out_attach(out, entity, record->value[0], HVK__HSDS_RECORD,
		                hvk_type_column(record->type, column)->name, record->value[column]);
}

/* ---------------------------------------------------------------- what was used */

static int compare_terms(const void *a, const void *b)
{
	const struct hvk__term_out *one = a, *other = b;
	int order = strcmp(one->list, other->list);

	return order ? order : strcmp(one->value, other->value);
}

static void sort_terms(struct hvk__hsds_out *out)
{
	size_t kept = 0;

	if (out->term_count == 0)
		return;
	qsort(out->terms, out->term_count, sizeof(*out->terms), compare_terms);
	for (size_t i = 1; i < out->term_count; i++)
		if (compare_terms(&out->terms[kept], &out->terms[i]) != 0)
			out->terms[++kept] = out->terms[i];
	out->term_count = kept + 1;
}

static const struct hvk_code *find_code(const struct hvk__hsds_out *out, const struct hvk__term_out *term)
{
	const struct hvk__list *list = hvk__codes_list(out->codes, term->list);

	for (size_t i = 0; list && i < list->count; i++)
		if (strcmp(list->codes[i].code, term->value) == 0)
			return &list->codes[i];
	return NULL;
}

/* A term leads to the one above it, which therefore has to be there. */
static void add_parents(struct hvk__hsds_out *out)
{
	for (size_t i = 0; i < out->term_count; i++) {
		const struct hvk_code *code = find_code(out, &out->terms[i]);
		struct hvk__term_out above;

		if (!code || code->parent == 0)
			continue;
		if (!hvk__reserve(&out->terms, &out->term_capacity, out->term_count + 1, sizeof(above))) {
			out->failed = true;
			return;
		}
		/* The new one is at the end, and gets its own turn. */
		above.list = out->terms[i].list;
		above.value = hvk__codes_list(out->codes, above.list)->codes[code->parent - 1].code;
		out->terms[out->term_count++] = above;
	}
}

/* ---------------------------------------------------------------- rows */

static void put_taxonomy(struct hvk__hsds_out *out, const char *list)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "taxonomies");
	char name[96], description[160];

	snprintf(name, sizeof(name), HVK__HSDS_CODE "%s", list);
	if (strcmp(list, HVK__HSDS_RECORD) == 0)
		snprintf(description, sizeof(description),
		         "Columns of hvk that HSDS has no field for; the attribute has the value");
	else if (strcmp(list, HVK__HSDS_KEYWORD) == 0)
		snprintf(description, sizeof(description), "Keywords");
	else
		snprintf(description, sizeof(description), "Codes of the list '%s' of hvk", list);
	hvk__out_set_id(out, sheet, "id", "taxonomy", name);
	hvk__out_set(out, sheet, "name", name);
	hvk__out_set(out, sheet, "description", description);
	hvk__out_end(out, sheet);
}

static void put_term(struct hvk__hsds_out *out, const struct hvk__term_out *term)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "taxonomy_terms");
	const struct hvk_code *code = find_code(out, term);
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };
	char taxonomy[96];

	snprintf(taxonomy, sizeof(taxonomy), HVK__HSDS_CODE "%s", term->list);
	if (!hvk__buffer_printf(&text, "%s:%s", taxonomy, term->value)) {
		out->failed = true;
		return;
	}
	hvk__out_set_id(out, sheet, "id", "taxonomy_term", text.data);
	hvk__out_set(out, sheet, "code", text.data);
	hvk__out_set(out, sheet, "name", code ? code->label[HVK_NL] : term->value);
	hvk__out_set(out, sheet, "description", code ? code->label[HVK_EN] : term->value);
	if (code && code->parent) {
		text.length = 0;
		out->failed |=
			!hvk__buffer_printf(&text, "%s:%s", taxonomy,
		                            hvk__codes_list(out->codes, term->list)->codes[code->parent - 1].code);
		hvk__out_set_id(out, sheet, "parent_id", "taxonomy_term", text.data);
	}
	hvk__out_set(out, sheet, "taxonomy", taxonomy);
	hvk__out_set(out, sheet, "language", code ? "nl" : "");
	hvk__out_set_id(out, sheet, "taxonomy_id", "taxonomy", taxonomy);
	hvk__out_end(out, sheet);
}

int hvk__out_taxonomies(struct hvk__hsds_out *out)
{
	sort_terms(out);
	add_parents(out);
	sort_terms(out);
	for (size_t i = 0; i < out->term_count && !out->failed; i++) {
		if (i == 0 || strcmp(out->terms[i].list, out->terms[i - 1].list) != 0)
			put_taxonomy(out, out->terms[i].list);
		put_term(out, &out->terms[i]);
	}
	return HVK_OK;
}
