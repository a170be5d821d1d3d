/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows of the tables of a package, by the names of their fields. */
#include <string.h>

#include "core/macro.h"
#include "network/hsds_out.h"

void hvk__out_open(struct hvk__hsds_out *out)
{
	for (size_t i = 0; i < hvk__hsds_fields_count && out->sheet_count < HVK__HSDS_SHEETS;) {
		struct hvk__sheet_out *sheet = &out->sheets[out->sheet_count++];

		sheet->fields = &hvk__hsds_fields[i];
		for (; i < hvk__hsds_fields_count && strcmp(hvk__hsds_fields[i].table, sheet->fields->table) == 0;
		     i++) {
			out->failed |= !hvk__buffer_printf(&sheet->text, "%s%s", sheet->count ? "," : "",
			                                   hvk__hsds_fields[i].name);
			sheet->count++;
		}
		out->failed |= !hvk__buffer_add_text(&sheet->text, "\n");
	}
}

void hvk__out_close(struct hvk__hsds_out *out)
{
	for (size_t i = 0; i < out->sheet_count; i++) {
		hvk__buffer_free(&out->sheets[i].text);
		for (size_t cell = 0; cell < HVK__HSDS_FIELDS_MAX; cell++)
			hvk__buffer_free(&out->sheets[i].cells[cell]);
	}
	free(out->partners);
	free(out->terms);
	hvk__pool_free(&out->pool);
}

/* There is one of every name that is asked for. */
struct hvk__sheet_out *hvk__out_sheet(struct hvk__hsds_out *out, const char *table)
{
	size_t i = 0;

	while (i + 1 < out->sheet_count && strcmp(out->sheets[i].fields->table, table) != 0)
		i++;
	return &out->sheets[i];
}

void hvk__out_set(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet, const char *field, const char *value)
{
	for (size_t i = 0; i < sheet->count; i++) {
		if (strcmp(sheet->fields[i].name, field) != 0)
			continue;
		sheet->cells[i].length = 0;
		out->failed |= !hvk__buffer_add_text(&sheet->cells[i], value ? value : "");
		return;
	}
}

void hvk__out_set_id(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet, const char *field, const char *resource,
                     const char *what)
{
	char uuid[HVK__UUID_SIZE];

	hvk__hsds_uuid(resource, what, uuid);
	hvk__out_set(out, sheet, field, uuid);
}

static void add_field(struct hvk__hsds_out *out, struct hvk__buffer *text, const struct hvk__buffer *cell)
{
	/* With room for every byte doubled, and quotes round it. */
	if (!hvk__reserve(&text->data, &text->capacity, text->length + 2 * cell->length + 4, 1)) {
		out->failed = true;
		return;
	}
	text->length += hvk_csv_field(text->data + text->length, cell->data ? cell->data : "", cell->length, ',');
	text->data[text->length] = '\0';
}

void hvk__out_end(struct hvk__hsds_out *out, struct hvk__sheet_out *sheet)
{
	for (size_t i = 0; i < sheet->count && !out->failed; i++) {
		if (i > 0)
			out->failed |= !hvk__buffer_add_text(&sheet->text, ",");
		add_field(out, &sheet->text, &sheet->cells[i]);
		sheet->cells[i].length = 0;
	}
	out->failed |= !hvk__buffer_add_text(&sheet->text, "\n");
	sheet->rows++;
}

/* ---------------------------------------------------------------- terms */

static void add_term(struct hvk__hsds_out *out, const char *list, const char *value)
{
	struct hvk__term_out term = { list, value };

	if (out->term_count > 0 && strcmp(out->terms[out->term_count - 1].list, list) == 0 &&
	    strcmp(out->terms[out->term_count - 1].value, value) == 0)
		return;
	term.list = hvk__pool_add(&out->pool, list, strlen(list));
	term.value = hvk__pool_add(&out->pool, value, strlen(value));
	if (!term.list || !term.value ||
	    !hvk__reserve(&out->terms, &out->term_capacity, out->term_count + 1, sizeof(term)))
		out->failed = true;
	else
		out->terms[out->term_count++] = term;
}

void hvk__out_attach(struct hvk__hsds_out *out, const char *entity, const char *what, const char *list,
                     const char *value, const char *carried)
{
	struct hvk__sheet_out *sheet = hvk__out_sheet(out, "attributes");
	_cleanup_(hvk__buffer_free) struct hvk__buffer text = { 0 };

	if (out->failed)
		return;
	add_term(out, list, value);
	out->failed |= !hvk__buffer_printf(&text, "%s/%s/%s:%s", entity, what, list, value);
	if (out->failed)
		return;
	hvk__out_set_id(out, sheet, "id", "attribute", text.data);
	hvk__out_set_id(out, sheet, "link_id", entity, what);
	text.length = 0;
	out->failed |= !hvk__buffer_printf(&text, HVK__HSDS_CODE "%s:%s", list, value);
	hvk__out_set_id(out, sheet, "taxonomy_term_id", "taxonomy_term", text.data);
	hvk__out_set(out, sheet, "link_entity", entity);
	hvk__out_set(out, sheet, "value", carried);
	hvk__out_end(out, sheet);
}

static int compare_partner(const void *slug, const void *partner)
{
	return strcmp(slug, ((const struct hvk__partner_out *)partner)->slug);
}

const struct hvk__partner_out *hvk__out_partner(const struct hvk__hsds_out *out, const char *slug)
{
	if (!slug || out->partner_count == 0)
		return NULL;
	return bsearch(slug, out->partners, out->partner_count, sizeof(*out->partners), compare_partner);
}
