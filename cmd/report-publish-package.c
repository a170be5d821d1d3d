/* SPDX-License-Identifier: EUPL-1.2 */
/* datapackage.json: what the files of a publication are, as a Frictionless Data Package, and how it was protected. It
 * says nothing of a licence, which is the publisher's to choose. */
#include "report-publish.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TABLE, HIERARCHY, MEMBERS };

static void put_string(FILE *stream, const char *text)
{
	size_t length = strlen(text);
	char *quoted = malloc(JSON_STRING_MAX(length));

	if (quoted)
		fwrite(quoted, 1, json_string(text, length, quoted), stream);
	else
		fputs("null", stream);
	free(quoted);
}

/* ',\n  "name": "text"' */
static void put_member(FILE *stream, const char *before, const char *name, const char *text)
{
	fprintf(stream, "%s\"%s\": ", before, name);
	put_string(stream, text);
}

static void put_field(FILE *stream, const char *before, const char *name, const char *more)
{
	fprintf(stream, "%s{", before);
	put_member(stream, "", "name", name);
	fprintf(stream, ", %s}", more);
}

/* Begins a resource, up to the fields of its schema. */
static void begin_resource(FILE *stream, const char *name, const char *path, const struct text *text)
{
	char digits[SHA256_TEXT];

	sha256_text(text, digits);
	fprintf(stream,
	        "\n  {\"name\": \"%s\", \"path\": \"%s\", \"profile\": \"tabular-data-resource\",\n"
	        "   \"format\": \"csv\", \"mediatype\": \"text/csv\", \"encoding\": \"utf-8\",\n"
	        "   \"bytes\": %zu, \"hash\": \"sha256:%s\",\n"
	        "   \"dialect\": {\"delimiter\": \",\", \"lineTerminator\": \"\\n\", \"quoteChar\": \"\\\"\", "
	        "\"doubleQuote\": true, \"header\": true},\n"
	        "   \"schema\": {\"fields\": [",
	        name, path, text->length, digits);
}

static void put_table(FILE *stream, const struct hvk_publication *publication, const struct text *text)
{
	size_t axes = hvk_publication_axes(publication);

	begin_resource(stream, "table", PUBLISH_TABLE, text);
	for (size_t axis = 0; axis < axes; axis++)
		put_field(stream, axis ? ",\n      " : "\n      ", hvk_publication_axis(publication, axis),
		          "\"type\": \"string\", \"constraints\": {\"required\": true}");
	put_field(stream, ",\n      ", "count",
	          "\"type\": \"integer\", \"description\": \"questions; empty where the status is not ok\", "
	          "\"constraints\": {\"minimum\": 0}");
	put_field(stream, ",\n      ", "status",
	          "\"type\": \"string\", \"description\": \"ok: published; x: hidden; na: not applicable; "
	          "nc: not collected\", "
	          "\"constraints\": {\"required\": true, \"enum\": [\"ok\", \"x\", \"na\", \"nc\"]}");
	fputs("],\n    \"missingValues\": [\"\"], \"primaryKey\": [", stream);
	for (size_t axis = 0; axis < axes; axis++) {
		fputs(axis ? ", " : "", stream);
		put_string(stream, hvk_publication_axis(publication, axis));
	}
	fputs("]}}", stream);
}

static void put_hierarchy(FILE *stream, const struct text *text)
{
	static const char required[] = "\"type\": \"string\", \"constraints\": {\"required\": true}";

	fputc(',', stream);
	begin_resource(stream, "hierarchy", PUBLISH_HIERARCHY, text);
	put_field(stream, "\n      ", "dim", required);
	put_field(stream, ",\n      ", "parent", required);
	put_field(stream, ",\n      ", "child", required);
	put_field(stream, ",\n      ", "set",
	          "\"type\": \"string\", "
	          "\"description\": \"the children of a parent in one set together are all of it\"");
	fputs("],\n    \"missingValues\": [\"\"], \"primaryKey\": [\"dim\", \"parent\", \"set\", \"child\"],\n"
	      "    \"foreignKeys\": [\n"
	      "     {\"fields\": [\"dim\", \"parent\"], \"reference\": {\"resource\": \"members\", "
	      "\"fields\": [\"dim\", \"key\"]}},\n"
	      "     {\"fields\": [\"dim\", \"child\"], \"reference\": {\"resource\": \"members\", "
	      "\"fields\": [\"dim\", \"key\"]}}]}}", stream);
}

static void put_members(FILE *stream, const struct text *text)
{
	static const char required[] = "\"type\": \"string\", \"constraints\": {\"required\": true}";

	fputc(',', stream);
	begin_resource(stream, "members", PUBLISH_MEMBERS, text);
	put_field(stream, "\n      ", "dim", required);
	put_field(stream, ",\n      ", "key", required);
	put_field(stream, ",\n      ", "level", required);
	put_field(stream, ",\n      ", "label_nl", "\"type\": \"string\"");
	put_field(stream, ",\n      ", "label_en", "\"type\": \"string\"");
	fputs("],\n    \"missingValues\": [\"\"], \"primaryKey\": [\"dim\", \"key\"]}}", stream);
}

/* How it was protected, and how much of it is hidden. Not how many questions came late, a count that nothing hides when
 * it is small; nor the digest of the ledger, which would tell who guesses the hidden counts that the guess is right. */
static void put_publication(FILE *stream, const struct release_item *item, const char *date)
{
	static const struct {
		const char *name;
		enum hvk_publication_field field;
	} texts[] = {
		{ "by", HVK_PUBLICATION_BY }, { "period", HVK_PUBLICATION_PERIOD },
		{ "region", HVK_PUBLICATION_REGION }, { "gemeente", HVK_PUBLICATION_GEMEENTE },
		{ "zeros", HVK_PUBLICATION_ZEROS }
	};
	const struct hvk_publication *publication = item->handle;
	uint64_t cells = publish_count(publication, HVK_PUBLICATION_CELLS);
	uint64_t hidden = publish_count(publication, HVK_PUBLICATION_HIDDEN);
	const char *withdrawn = hvk_publication_text(publication, HVK_PUBLICATION_WITHDRAWN_ON);

	fprintf(stream, " \"publication\": {\"number\": %" PRIu64 ", \"date\": \"%s\"", item->number, date);
	for (size_t i = 0; i < COUNT(texts); i++)
		put_member(stream, ",\n  ", texts[i].name, hvk_publication_text(publication, texts[i].field));
	fprintf(stream, ",\n  \"k\": %" PRIu64, publish_count(publication, HVK_PUBLICATION_MIN_CELL));
	put_member(stream, ",\n  \"versions\": {\"layout\": 1, ", "geography",
	           hvk_publication_text(publication, HVK_PUBLICATION_GEOGRAPHY));
	fprintf(stream, ", \"codes\": \"%s\"}", date);
	fprintf(stream, ",\n  \"cells\": %" PRIu64 ", \"hidden\": %" PRIu64 ", \"share_hidden\": %.4f", cells, hidden,
	        cells ? (double)hidden / (double)cells : 0);
	if (*withdrawn && !item->as_published) {
		put_member(stream, ",\n  ", "withdrawn_on", withdrawn);
		put_member(stream, ",\n  ", "reason", hvk_publication_text(publication, HVK_PUBLICATION_REASON));
	}
	fputc('}', stream);
}

int publish_make_package(struct command *command, const struct release_item *item, const char *date,
                         const struct bundle_file files[3], struct text *text)
{
	char *title = publish_title(command, item->handle, HVK_EN);
	FILE *stream = title ? text_open(text) : NULL;

	if (!stream) {
		free(title);
		return -1;
	}
	fprintf(stream, "{\"profile\": \"tabular-data-package\", \"name\": \"hvk-publication-%" PRIu64 "\",\n",
	        item->number);
	put_member(stream, " ", "title", title);
	fprintf(stream, ",\n \"created\": \"%sT00:00:00Z\",\n", date);
	put_publication(stream, item, date);
	fputs(",\n \"resources\": [", stream);
	put_table(stream, item->handle, &files[TABLE].text);
	put_hierarchy(stream, &files[HIERARCHY].text);
	put_members(stream, &files[MEMBERS].text);
	fputs("]}\n", stream);
	free(title);
	return text_close(text, stream) ? 0 : -1;
}
