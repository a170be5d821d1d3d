/* SPDX-License-Identifier: EUPL-1.2 */
/* datapackage.json: a Frictionless tabular data package, with what the standard asks of each field. */
#include <string.h>

#include "network/hsds_out.h"

bool hvk__out_has(const struct hvk__sheet_out *sheet)
{
	return sheet->rows > 0 || strcmp(sheet->fields->table, "organizations") == 0 ||
	       strcmp(sheet->fields->table, "services") == 0;
}

static bool has_resource(const struct hvk__hsds_out *out, const char *resource)
{
	for (size_t i = 0; i < out->sheet_count; i++)
		if (strcmp(out->sheets[i].fields->resource, resource) == 0)
			return hvk__out_has(&out->sheets[i]);
	return false;
}

/* Names of the standard need no escapes. */
static bool add_values(struct hvk__buffer *text, const char *values)
{
	bool fits = hvk__buffer_add_text(text, ", \"enum\": [\"");

	for (; fits && *values; values++)
		fits = *values == '|' ? hvk__buffer_add_text(text, "\", \"") : hvk__buffer_add(text, values, 1);
	return fits && hvk__buffer_add_text(text, "\"]");
}

static bool add_field(struct hvk__buffer *text, const struct hvk__hsds_field *field, bool first)
{
	bool fits = hvk__buffer_printf(text, "%s\n     {\"name\": \"%s\", \"type\": \"%s\"", first ? "" : ",",
	                               field->name, field->type);

	if (fits && field->format[0])
		fits = hvk__buffer_printf(text, ", \"format\": \"%s\"", field->format);
	if (fits && (field->required || field->unique || field->values[0])) {
		fits = hvk__buffer_printf(text, ", \"constraints\": {\"required\": %s, \"unique\": %s",
		                          field->required ? "true" : "false", field->unique ? "true" : "false");
		if (fits && field->values[0])
			fits = add_values(text, field->values);
		fits = fits && hvk__buffer_add_text(text, "}");
	}
	return fits && hvk__buffer_add_text(text, "}");
}

/* Links to tables that the package does not have are empty in all rows. */
static bool add_keys(const struct hvk__hsds_out *out, struct hvk__buffer *text, const struct hvk__sheet_out *sheet)
{
	bool fits = true, first = true;

	for (size_t i = 0; i < sheet->count && fits; i++) {
		const struct hvk__hsds_field *field = &sheet->fields[i];

		if (!field->refers[0] || !has_resource(out, field->refers))
			continue;
		fits = hvk__buffer_printf(
			text,
			"%s\n     {\"fields\": \"%s\", \"reference\": {\"resource\": \"%s\", \"fields\": \"id\"}}",
			first ? ",\n    \"foreignKeys\": [" : ",", field->name, field->refers);
		first = false;
	}
	return fits && (first || hvk__buffer_add_text(text, "]"));
}

static bool add_resource(const struct hvk__hsds_out *out, struct hvk__buffer *text, const struct hvk__sheet_out *sheet,
                         bool first)
{
	bool fits = hvk__buffer_printf(
		text,
		"%s\n  {\"name\": \"%s\", \"path\": \"%s.csv\", \"profile\": \"tabular-data-resource\",\n"
		"   \"format\": \"csv\", \"mediatype\": \"text/csv\", \"encoding\": \"utf-8\",\n"
		"   \"dialect\": {\"delimiter\": \",\", \"lineTerminator\": \"\\n\"},\n"
		"   \"schema\": {\"primaryKey\": \"id\",\n    \"fields\": [",
		first ? "" : ",", sheet->fields->resource, sheet->fields->table);

	for (size_t i = 0; i < sheet->count && fits; i++)
		fits = add_field(text, &sheet->fields[i], i == 0);
	return fits && hvk__buffer_add_text(text, "]") && add_keys(out, text, sheet) &&
	       hvk__buffer_add_text(text, "}}");
}

bool hvk__out_describe(const struct hvk__hsds_out *out, struct hvk__buffer *text)
{
	bool first = true, fits = hvk__buffer_add_text(
				   text, "{\"name\": \"hvk-registry\", \"title\": \"Partners and their offers\",\n"
					 " \"profile\": \"tabular-data-package\", \"hsds_version\": \"3.0\",\n"
					 " \"homepage\": \"https://docs.openreferral.org\",\n"
					 " \"created_by\": \"" HVK__HSDS_CREATOR "\",\n \"resources\": [");

	for (size_t i = 0; i < out->sheet_count && fits; i++) {
		if (!hvk__out_has(&out->sheets[i]))
			continue;
		fits = add_resource(out, text, &out->sheets[i], first);
		first = false;
	}
	return fits && hvk__buffer_add_text(text, "]}\n");
}
