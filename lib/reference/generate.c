/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Turns the reference data into C tables, already in the order lookups need. Runs when the library is built:
 *
 *     generate FOLDER >tables.c
 *
 * The same data gives the same bytes. Data that contradicts itself ends it with FILE:LINE: and what is wrong.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/date.h"
#include "core/macro.h"
#include "core/memory.h"
#include "core/text.h"
#include "reference/tables.h"

#define CELLS_MAX 16

/* One line of a file. */
struct line {
	unsigned number;
	const char *cell[CELLS_MAX];
};

struct file {
	const char *name;
	struct line *lines; /* without the header */
	size_t count, capacity;
};

/* One row of gemeenten.csv. */
struct code {
	const struct line *line;
	uint32_t nis, successor; /* 0: none */
	int32_t from, to;
	uint16_t arrondissement;
	uint16_t first, versions; /* its versions */
};

struct version {
	const struct code *code;
	int32_t from, to;
	uint16_t successor;
	long inhabitants, children;
	const struct line *shape; /* or NULL */
};

struct name {
	const char *folded, *shown;
	uint16_t target, postcode, kind;
	uint32_t text;
};

struct area {
	const struct line *line;
	uint32_t nis, above; /* province of an arrondissement; gewest of a province */
	const char *name, *above_name;
};

enum gemeente_column {
	G_NIS, G_NL, G_FR, G_DE, G_ARRONDISSEMENT, G_ARRONDISSEMENT_NAME, G_PROVINCE, G_PROVINCE_NAME, G_GEWEST,
	G_GEWEST_NAME, G_FROM, G_TO, G_SUCCESSOR, G_POSTCODE
};
enum postcode_column { P_POSTCODE, P_PLACE, P_PLACE_FR, P_KIND, P_NIS };
enum deelgemeente_column { D_NAME, D_NIS };
enum shape_column { S_NIS, S_X, S_Y, S_PATH };
enum population_column { N_NIS, N_INHABITANTS, N_CHILDREN_0_14, N_CHILDREN };
enum code_column { C_LIST, C_CODE, C_PARENT, C_NL, C_EN, C_SENSITIVE, C_FROM, C_TO };
enum hsds_column { H_FILE, H_FIELD, H_TYPE, H_FORMAT, H_REQUIRED, H_UNIQUE, H_ENUM, H_FOREIGN };
enum milestone_column { M_PHASE, M_MONTHS, M_NL, M_EN };

static struct hvk__pool strings;
static struct file gemeenten, postcodes, deelgemeenten, population, shapes, default_codes, hsds, milestones;
static struct code *codes;
static size_t code_count, code_capacity;
static struct version *versions;
static size_t version_count, version_capacity;
static struct area *arrondissementen, *provinces;
static size_t arrondissement_count, arrondissement_capacity, province_count, province_capacity;
static struct name *names;
static size_t name_count, name_capacity;

/* ---------------------------------------------------------------- reading */

static void fail(const struct file *file, unsigned line, const char *format, ...)
	__attribute__((format(printf, 3, 4), noreturn));

static void fail(const struct file *file, unsigned line, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "%s:", file->name);
	if (line > 0)
		fprintf(stderr, "%u:", line);
	fputc(' ', stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(EXIT_FAILURE);
}

static void check_memory(bool enough)
{
	if (enough)
		return;
	fputs("generate: out of memory\n", stderr);
	exit(EXIT_FAILURE);
}

static const char *keep(const char *bytes, size_t length)
{
	const char *copy = hvk__pool_add(&strings, bytes, length);

	check_memory(copy);
	return copy;
}

/* Takes one cell, quoted or not, off the front of a line; returns what follows its comma, NULL at the end. */
static char *read_cell(const struct file *file, unsigned number, char *at, const char **cell)
{
	char *from = at, *to = at;

	if (*at != '"') {
		at += strcspn(at, ",");
		*cell = keep(from, (size_t)(at - from));
		return *at ? at + 1 : NULL;
	}
	for (at++;; at++) {
		if (*at == '\0')
			fail(file, number, "a quote is not closed");
		if (*at == '"' && *++at != '"')
			break;
		*to++ = *at;
	}
	if (*at != '\0' && *at != ',')
		fail(file, number, "text follows a closing quote");
	*cell = keep(from, (size_t)(to - from));
	return *at ? at + 1 : NULL;
}

static void check_text(const struct file *file, unsigned number, const char *text, size_t length)
{
	_cleanup_free_ char *composed = NULL;
	size_t composed_length;

	if (!hvk__is_utf8(text, length))
		fail(file, number, "not UTF-8");
	check_memory(hvk__nfc(text, length, &composed, &composed_length));
	if (composed_length != length || memcmp(composed, text, length) != 0)
		fail(file, number, "not in composed form (NFC)");
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			fail(file, number, "a control character");
}

static void read_line(struct file *file, unsigned number, char *text, size_t length, size_t columns)
{
	struct line line = { .number = number };
	size_t count = 0;

	check_text(file, number, text, length);
	for (; text; count++) {
		if (count == columns)
			fail(file, number, "more than %zu cells", columns);
		text = read_cell(file, number, text, &line.cell[count]);
	}
	if (count < columns)
		fail(file, number, "%zu cells, not %zu", count, columns);
	check_memory(hvk__reserve(&file->lines, &file->capacity, file->count + 1, sizeof(line)));
	file->lines[file->count++] = line;
}

/* Reads a file whose first line must be the header. */
static void read_file(struct file *file, const char *folder, const char *header)
{
	_cleanup_free_ char *path = NULL, *text = NULL;
	size_t capacity = 0, columns = 1;
	unsigned number = 0;
	ssize_t length;
	FILE *stream;

	check_memory(asprintf(&path, "%s/%s", folder, file->name) >= 0);
	file->name = keep(path, strlen(path));
	for (const char *at = header; *at; at++)
		columns += *at == ',';
	stream = fopen(path, "r");
	if (!stream)
		fail(file, 0, "%s", strerror(errno));
	while ((length = getline(&text, &capacity, stream)) >= 0) {
		number++;
		if (text[length - 1] == '\n')
			text[--length] = '\0';
		if (number > 1)
			read_line(file, number, text, (size_t)length, columns);
		else if (strcmp(text, header) != 0)
			fail(file, 1, "the header is not '%s'", header);
	}
	if (ferror(stream))
		fail(file, number, "%s", strerror(errno));
	if (file->count == 0)
		fail(file, number, "no rows");
	fclose(stream);
}

/* The number in a cell of exactly so many digits (0: any), or empty when that is allowed, which gives otherwise. */
static long read_number(const struct file *file, const struct line *line, int column, size_t digits, bool empty,
                        long otherwise)
{
	const char *cell = line->cell[column];
	size_t length = strlen(cell);

	if (empty && length == 0)
		return otherwise;
	if (length == 0 || length > 9 || strspn(cell, "0123456789") != length)
		fail(file, line->number, "'%s' is not a number", cell);
	if (digits > 0 && length != digits)
		fail(file, line->number, "'%s' has not %zu digits", cell, digits);
	return strtol(cell, NULL, 10);
}

static uint32_t read_nis(const struct file *file, const struct line *line, int column)
{
	return (uint32_t)read_number(file, line, column, 5, false, 0);
}

static int32_t read_date(const struct line *line, int column, int32_t otherwise)
{
	const char *cell = line->cell[column];
	struct hvk__date date;

	if (!cell[0])
		return otherwise;
	if (!hvk__date_parse(cell, strlen(cell), true, &date))
		fail(&gemeenten, line->number, "'%s' is not a date", cell);
	return hvk__date_to_days(date);
}

/* ---------------------------------------------------------------- areas above the gemeente */

static int compare_areas(const void *a, const void *b)
{
	const struct area *x = a, *y = b;

	return (x->nis > y->nis) - (x->nis < y->nis);
}

/* Adds an area, or checks that it is as it was told before. */
static void add_area(struct area **areas, size_t *count, size_t *capacity, const struct area *area)
{
	for (size_t i = 0; i < *count; i++) {
		const struct area *known = &(*areas)[i];

		if (known->nis != area->nis)
			continue;
		if (strcmp(known->name, area->name) != 0 || known->above != area->above ||
		    strcmp(known->above_name, area->above_name) != 0)
			fail(&gemeenten, area->line->number, "%05u %s contradicts line %u", area->nis, area->name,
			     known->line->number);
		return;
	}
	check_memory(hvk__reserve(areas, capacity, *count + 1, sizeof(*area)));
	(*areas)[(*count)++] = *area;
}

/* Where there is no province, the gewest stands in for it. */
static void read_areas(void)
{
	for (size_t i = 0; i < gemeenten.count; i++) {
		const struct line *line = &gemeenten.lines[i];
		int province = line->cell[G_PROVINCE][0] ? G_PROVINCE : G_GEWEST;
		struct area area = {
			.line = line,
			.nis = read_nis(&gemeenten, line, province),
			.name = line->cell[province + 1],
			.above = read_nis(&gemeenten, line, G_GEWEST),
			.above_name = line->cell[G_GEWEST_NAME],
		};

		add_area(&provinces, &province_count, &province_capacity, &area);
		area.above = area.nis;
		area.above_name = area.name;
		area.nis = read_nis(&gemeenten, line, G_ARRONDISSEMENT);
		area.name = line->cell[G_ARRONDISSEMENT_NAME];
		add_area(&arrondissementen, &arrondissement_count, &arrondissement_capacity, &area);
	}
	qsort(provinces, province_count, sizeof(*provinces), compare_areas);
	qsort(arrondissementen, arrondissement_count, sizeof(*arrondissementen), compare_areas);
}

static uint16_t area_index(const struct area *areas, size_t count, uint32_t nis)
{
	const struct area key = { .nis = nis }, *found = bsearch(&key, areas, count, sizeof(key), compare_areas);

	return (uint16_t)(found - areas);
}

/* ---------------------------------------------------------------- gemeenten and their versions */

static int compare_codes(const void *a, const void *b)
{
	const struct code *x = a, *y = b;

	return (x->nis > y->nis) - (x->nis < y->nis);
}

static struct code *find_code(uint32_t nis)
{
	const struct code key = { .nis = nis };

	return bsearch(&key, codes, code_count, sizeof(key), compare_codes);
}

static void read_codes(void)
{
	for (size_t i = 0; i < gemeenten.count; i++) {
		const struct line *line = &gemeenten.lines[i];
		struct code code = {
			.line = line,
			.nis = read_nis(&gemeenten, line, G_NIS),
			.successor = (uint32_t)read_number(&gemeenten, line, G_SUCCESSOR, 5, true, 0),
			.from = read_date(line, G_FROM, INT32_MIN),
			.to = read_date(line, G_TO, INT32_MAX),
			.arrondissement = area_index(arrondissementen, arrondissement_count,
			                             read_nis(&gemeenten, line, G_ARRONDISSEMENT)),
		};

		if (code.from > code.to)
			fail(&gemeenten, line->number, "ends before it begins");
		if (code.successor && code.to == INT32_MAX)
			fail(&gemeenten, line->number, "has a successor but no end");
		for (int column = G_NL; column <= G_DE; column++)
			if (!line->cell[column][0])
				fail(&gemeenten, line->number, "a name is empty");
		check_memory(hvk__reserve(&codes, &code_capacity, code_count + 1, sizeof(code)));
		codes[code_count++] = code;
	}
	qsort(codes, code_count, sizeof(*codes), compare_codes);
	for (size_t i = 1; i < code_count; i++)
		if (codes[i].nis == codes[i - 1].nis)
			fail(&gemeenten, codes[i].line->number, "duplicate %05u, also on line %u", codes[i].nis,
			     codes[i - 1].line->number);
}

/* The first day after day on which the code took in another while it kept its number; INT32_MAX when none. */
static int32_t next_split(const struct code *code, int32_t day)
{
	int32_t split = INT32_MAX;

	for (size_t i = 0; i < code_count; i++) {
		const struct code *other = &codes[i];
		int32_t start = other->to == INT32_MAX ? INT32_MAX : other->to + 1;

		if (other->successor == code->nis && start > code->from && start > day && start < split)
			split = start;
	}
	return split;
}

static void make_versions(void)
{
	for (size_t i = 0; i < code_count; i++) {
		struct code *code = &codes[i];
		int32_t from = code->from, split;

		code->first = (uint16_t)version_count;
		do {
			struct version version = { .code = code, .from = from, .inhabitants = -1, .children = -1 };

			split = next_split(code, from);
			version.to = split > code->to ? code->to : split == INT32_MAX ? code->to : split - 1;
			check_memory(hvk__reserve(&versions, &version_capacity, version_count + 1, sizeof(version)));
			versions[version_count++] = version;
			code->versions++;
			from = split;
		} while (versions[version_count - 1].to < code->to);
	}
	if (version_count >= HVK__GEMEENTE_NONE)
		fail(&gemeenten, 0, "too many gemeenten");
}

/* Each version is followed by the next of its code, the last by the successor's version of the day after. */
static void link_versions(void)
{
	for (size_t i = 0; i < version_count; i++) {
		struct version *version = &versions[i];
		const struct code *code = version->code, *successor;
		size_t next;

		version->successor = HVK__GEMEENTE_NONE;
		if (version->to < code->to) {
			version->successor = (uint16_t)(i + 1);
			continue;
		}
		if (!code->successor)
			continue;
		successor = find_code(code->successor);
		if (!successor)
			fail(&gemeenten, code->line->number, "unknown successor %05u", code->successor);
		for (next = 0; next < successor->versions; next++)
			if (versions[successor->first + next].from <= version->to + 1 &&
			    versions[successor->first + next].to > version->to)
				break;
		if (next == successor->versions)
			fail(&gemeenten, code->line->number, "its successor %05u (line %u) is not valid the day after",
			     successor->nis, successor->line->number);
		version->successor = (uint16_t)(successor->first + next);
	}
}

/* The version in force now of the code that a row of another file names. */
static uint16_t current_version(const struct file *file, const struct line *line, int column)
{
	const struct code *code = find_code(read_nis(file, line, column));

	if (!code)
		fail(file, line->number, "unknown NIS code %s", line->cell[column]);
	if (code->to != INT32_MAX)
		fail(file, line->number, "NIS code %s is no longer valid", line->cell[column]);
	return (uint16_t)(code->first + code->versions - 1);
}

static void read_population(void)
{
	for (size_t i = 0; i < population.count; i++) {
		const struct line *line = &population.lines[i];
		struct version *version = &versions[current_version(&population, line, N_NIS)];

		if (version->inhabitants >= 0)
			fail(&population, line->number, "duplicate %s", line->cell[N_NIS]);
		version->inhabitants = read_number(&population, line, N_INHABITANTS, 0, false, -1);
		version->children = read_number(&population, line, N_CHILDREN, 0, true, -1);
		if (version->children > version->inhabitants)
			fail(&population, line->number, "more children than inhabitants");
	}
}

/* Outlines consist of what programs that draw them have to understand, and no more: M, L left out, and Z. */
static void read_shapes(void)
{
	for (size_t i = 0; i < shapes.count; i++) {
		const struct line *line = &shapes.lines[i];
		struct version *version = &versions[current_version(&shapes, line, S_NIS)];
		const char *path = line->cell[S_PATH];

		if (version->shape)
			fail(&shapes, line->number, "duplicate %s", line->cell[S_NIS]);
		if (path[0] != 'M' || path[strspn(path, "MZ0123456789., ")] != '\0')
			fail(&shapes, line->number, "'%.20s...' is not an outline", path);
		for (int column = S_X; column <= S_Y; column++)
			if (!line->cell[column][0] || line->cell[column][strspn(line->cell[column], "0123456789.")])
				fail(&shapes, line->number, "'%s' is not a coordinate", line->cell[column]);
		version->shape = line;
	}
}

/* ---------------------------------------------------------------- names */

static const char *fold(const struct file *file, const struct line *line, const char *text)
{
	char folded[HVK__FOLD_MAX];
	size_t length = hvk__fold(folded, sizeof(folded), text, strlen(text));

	if (length == 0 || length == sizeof(folded))
		fail(file, line->number, "'%s' is not a name", text);
	return keep(folded, length);
}

static void add_name(const struct file *file, const struct line *line, const char *text, enum hvk__name_kind kind,
                     uint16_t target, uint16_t postcode)
{
	struct name name = {
		.folded = fold(file, line, text),
		.shown = text,
		.target = target,
		.postcode = postcode,
		.kind = (uint16_t)kind,
	};

	check_memory(hvk__reserve(&names, &name_capacity, name_count + 1, sizeof(name)));
	names[name_count++] = name;
}

/* By what is looked up first; the postcode last and unknown ones at the end, where they are easily dropped. */
static int compare_names(const void *a, const void *b)
{
	const struct name *x = a, *y = b;
	int order = strcmp(x->folded, y->folded);

	if (order == 0)
		order = (x->kind > y->kind) - (x->kind < y->kind);
	if (order == 0)
		order = (x->target > y->target) - (x->target < y->target);
	if (order == 0)
		order = (x->postcode == 0) - (y->postcode == 0);
	if (order == 0)
		order = (x->postcode > y->postcode) - (x->postcode < y->postcode);
	if (order == 0)
		order = strcmp(x->shown, y->shown);
	return order;
}

/* Whether the second says nothing that the first, which sorts before it, does not. */
static bool same_name(const struct name *a, const struct name *b)
{
	if (strcmp(a->folded, b->folded) != 0 || a->target != b->target)
		return false;
	if (a->kind != b->kind)
		return a->kind != HVK__NAME_PLACE && b->kind != HVK__NAME_PLACE;
	return a->postcode == b->postcode || b->postcode == 0;
}

static void read_places(void)
{
	for (size_t i = 0; i < postcodes.count; i++) {
		const struct line *line = &postcodes.lines[i];
		uint16_t target = current_version(&postcodes, line, P_NIS);
		uint16_t postcode = (uint16_t)read_number(&postcodes, line, P_POSTCODE, 4, false, 0);

		if (i > 0 && strcmp(line->cell[P_POSTCODE], line[-1].cell[P_POSTCODE]) < 0)
			fail(&postcodes, line->number, "postcode %u is out of order", postcode);
		add_name(&postcodes, line, line->cell[P_PLACE], HVK__NAME_PLACE, target, postcode);
		if (line->cell[P_PLACE_FR][0])
			add_name(&postcodes, line, line->cell[P_PLACE_FR], HVK__NAME_PLACE, target, postcode);
	}
	for (size_t i = 0; i < deelgemeenten.count; i++) {
		const struct line *line = &deelgemeenten.lines[i];
		uint16_t target = current_version(&deelgemeenten, line, D_NIS);

		add_name(&deelgemeenten, line, line->cell[D_NAME], HVK__NAME_PLACE, target, 0);
	}
}

static void check_postcodes(void)
{
	for (size_t i = 0; i < code_count; i++) {
		const struct line *line = codes[i].line;
		const char *postcode = line->cell[G_POSTCODE];
		bool known = read_number(&gemeenten, line, G_POSTCODE, 4, true, 0) == 0;

		for (size_t j = 0; j < postcodes.count && !known; j++)
			known = strcmp(postcodes.lines[j].cell[P_POSTCODE], postcode) == 0 &&
			        strcmp(postcodes.lines[j].cell[P_NIS], line->cell[G_NIS]) == 0;
		if (!known)
			fail(&gemeenten, line->number, "postcode %s is not among its postcodes", postcode);
	}
}

static void read_names(void)
{
	size_t kept = 0, compared = 0;

	for (size_t i = 0; i < version_count; i++) {
		const struct line *line = versions[i].code->line;

		add_name(&gemeenten, line, line->cell[G_NL], HVK__NAME_NL, (uint16_t)i, 0);
		add_name(&gemeenten, line, line->cell[G_FR], HVK__NAME_OTHER, (uint16_t)i, 0);
		add_name(&gemeenten, line, line->cell[G_DE], HVK__NAME_OTHER, (uint16_t)i, 0);
	}
	read_places();
	qsort(names, name_count, sizeof(*names), compare_names);
	for (size_t i = 0; i < name_count; i++) {
		bool repeated = false;

		/* Look back over the same folded name: a French name can repeat a Dutch one of further back. */
		for (compared = kept; compared-- > 0 && strcmp(names[compared].folded, names[i].folded) == 0;)
			repeated = repeated || same_name(&names[compared], &names[i]);
		if (!repeated)
			names[kept++] = names[i];
	}
	name_count = kept;
}

/* ---------------------------------------------------------------- default codes */

static bool code_exists(const char *list, const char *code, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(default_codes.lines[i].cell[C_LIST], list) == 0 &&
		    strcmp(default_codes.lines[i].cell[C_CODE], code) == 0)
			return true;
	return false;
}

static bool list_exists(const char *list, size_t before)
{
	for (size_t i = 0; i < before; i++)
		if (strcmp(default_codes.lines[i].cell[C_LIST], list) == 0)
			return true;
	return false;
}

static void check_codes(void)
{
	for (size_t i = 0; i < default_codes.count; i++) {
		const struct line *line = &default_codes.lines[i];
		const char *const *cell = line->cell;

		for (int column = C_LIST; column <= C_EN; column++)
			if (column != C_PARENT && !cell[column][0])
				fail(&default_codes, line->number, "list, code and labels are required");
		if (code_exists(cell[C_LIST], cell[C_CODE], i))
			fail(&default_codes, line->number, "duplicate %s %s", cell[C_LIST], cell[C_CODE]);
		if (i > 0 && strcmp(cell[C_LIST], line[-1].cell[C_LIST]) != 0 && list_exists(cell[C_LIST], i))
			fail(&default_codes, line->number, "list %s is not in one piece", cell[C_LIST]);
		if (cell[C_PARENT][0] && !code_exists(cell[C_LIST], cell[C_PARENT], i))
			fail(&default_codes, line->number, "unknown parent %s; it must stand before", cell[C_PARENT]);
		if (cell[C_SENSITIVE][0] && strcmp(cell[C_SENSITIVE], "1") != 0)
			fail(&default_codes, line->number, "sensitive is 1 or empty");
		if (cell[C_FROM][0] || cell[C_TO][0])
			fail(&default_codes, line->number, "a default code has no dates");
	}
}

/* ---------------------------------------------------------------- the plan of milestones */

static bool is_phase(const char *text)
{
	for (size_t i = 0; i < default_codes.count; i++)
		if (strcmp(default_codes.lines[i].cell[C_LIST], "phase") == 0 &&
		    strcmp(default_codes.lines[i].cell[C_CODE], text) == 0)
			return true;
	return false;
}

static void check_milestones(void)
{
	for (size_t i = 0; i < milestones.count; i++) {
		const struct line *line = &milestones.lines[i];

		if (!is_phase(line->cell[M_PHASE]))
			fail(&milestones, line->number, "unknown phase '%s'", line->cell[M_PHASE]);
		read_number(&milestones, line, M_MONTHS, 0, false, 0);
		if (!line->cell[M_NL][0] || !line->cell[M_EN][0])
			fail(&milestones, line->number, "labels are required");
		for (size_t j = 0; j < i; j++)
			if (strcmp(milestones.lines[j].cell[M_NL], line->cell[M_NL]) == 0 ||
			    strcmp(milestones.lines[j].cell[M_EN], line->cell[M_EN]) == 0)
				fail(&milestones, line->number, "duplicate of line %u", milestones.lines[j].number);
	}
}

/* ---------------------------------------------------------------- the tables of HSDS */

/* What one row of a file is called: taxonomies.csv has rows of 'taxonomy', addresses.csv of 'address'. */
static const char *one_of(const char *file)
{
	size_t length = strlen(file) - strlen(".csv");
	char name[64];

	snprintf(name, sizeof(name), "%.*s", (int)length, file);
	if (length > 3 && strcmp(name + length - 3, "ies") == 0) {
		name[length - 3] = 'y';
		return keep(name, length - 2);
	}
	if (length > 4 && strcmp(name + length - 4, "sses") == 0)
		return keep(name, length - 2);
	return keep(name, length - (name[length - 1] == 's'));
}

static bool is_flag(const char *cell)
{
	return strcmp(cell, "0") == 0 || strcmp(cell, "1") == 0;
}

static bool is_hsds_row(const char *name)
{
	for (size_t i = 0; i < hsds.count; i++)
		if (strcmp(one_of(hsds.lines[i].cell[H_FILE]), name) == 0)
			return true;
	return false;
}

static void check_hsds(void)
{
	for (size_t i = 0; i < hsds.count; i++) {
		const struct line *line = &hsds.lines[i];
		const char *const *cell = line->cell;
		size_t length = strlen(cell[H_FILE]);

		if (length < 6 || length > 60 || strcmp(cell[H_FILE] + length - 4, ".csv") != 0)
			fail(&hsds, line->number, "'%s' is not the name of a CSV file", cell[H_FILE]);
		if (!cell[H_FIELD][0] || !cell[H_TYPE][0])
			fail(&hsds, line->number, "field and type are required");
		if (!is_flag(cell[H_REQUIRED]) || !is_flag(cell[H_UNIQUE]))
			fail(&hsds, line->number, "required and unique are 0 or 1");
		for (size_t j = 0; j < i; j++) {
			if (strcmp(hsds.lines[j].cell[H_FILE], cell[H_FILE]) != 0)
				continue;
			if (strcmp(line[-1].cell[H_FILE], cell[H_FILE]) != 0)
				fail(&hsds, line->number, "%s is not in one piece", cell[H_FILE]);
			if (strcmp(hsds.lines[j].cell[H_FIELD], cell[H_FIELD]) == 0)
				fail(&hsds, line->number, "duplicate %s", cell[H_FIELD]);
		}
	}
	for (size_t i = 0; i < hsds.count; i++)
		if (hsds.lines[i].cell[H_FOREIGN][0] && !is_hsds_row(hsds.lines[i].cell[H_FOREIGN]))
			fail(&hsds, hsds.lines[i].number, "no file has rows of '%s'", hsds.lines[i].cell[H_FOREIGN]);
}

/* ---------------------------------------------------------------- writing */

/* A string literal. Question marks are escaped against trigraphs. */
static void put_text(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\' || *text == '?')
			putchar('\\');
		putchar(*text);
	}
	putchar('"');
}

static void put_day(int32_t day)
{
	if (day == INT32_MIN)
		fputs("INT32_MIN", stdout);
	else if (day == INT32_MAX)
		fputs("INT32_MAX", stdout);
	else
		printf("%d", day);
}

static void put_gemeenten(void)
{
	puts("const struct hvk_gemeente hvk__gemeenten[] = {");
	for (size_t i = 0; i < version_count; i++) {
		const struct version *version = &versions[i];
		const struct line *line = version->code->line;

		printf("\t{ %u, %u, ", version->code->nis, version->successor);
		put_day(version->from);
		fputs(", ", stdout);
		put_day(version->to);
		printf(", %u, %s, { ", version->code->arrondissement,
		       line->cell[G_POSTCODE][0] ? line->cell[G_POSTCODE] : "0");
		put_text(line->cell[G_NL]);
		fputs(", ", stdout);
		put_text(line->cell[G_FR]);
		fputs(", ", stdout);
		put_text(line->cell[G_DE]);
		printf(" }, %ld, %ld },\n", version->inhabitants, version->children);
	}
	printf("};\nconst size_t hvk__gemeenten_count = %zu;\n\n", version_count);
}

static void put_gemeente_texts(void)
{
	puts("const struct hvk__gemeente_text hvk__gemeente_texts[] = {");
	for (size_t i = 0; i < version_count; i++) {
		const struct version *version = &versions[i];
		char from[11] = "", to[11] = "", successor[6] = "";

		if (version->from != INT32_MIN)
			hvk__date_format(version->from, from);
		if (version->to != INT32_MAX)
			hvk__date_format(version->to, to);
		if (version->successor != HVK__GEMEENTE_NONE)
			snprintf(successor, sizeof(successor), "%05u", versions[version->successor].code->nis % 100000);
		printf("\t{ \"%05u\", \"%s\", \"%s\", \"%s\", \"%s\" },\n", version->code->nis, from, to, successor,
		       version->code->line->cell[G_POSTCODE]);
	}
	puts("};\n");
}

static void put_outlines(void)
{
	uint32_t offset = 1;

	puts("const char hvk__outline_paths[] =\n\t\"\\0\"");
	for (size_t i = 0; i < version_count; i++) {
		if (!versions[i].shape)
			continue;
		fputs("\t", stdout);
		put_text(versions[i].shape->cell[S_PATH]);
		puts(" \"\\0\"");
	}
	puts("\t;\n\nconst struct hvk__outline hvk__outlines[] = {");
	for (size_t i = 0; i < version_count; i++) {
		const struct line *shape = versions[i].shape;

		if (!shape) {
			puts("\t{ 0, 0, 0 },");
			continue;
		}
		printf("\t{ %uu, %.1ff, %.1ff },\n", offset, strtod(shape->cell[S_X], NULL),
		       strtod(shape->cell[S_Y], NULL));
		offset += (uint32_t)strlen(shape->cell[S_PATH]) + 1;
	}
	puts("};\n");
}

static void put_areas(void)
{
	puts("const struct hvk__arrondissement hvk__arrondissementen[] = {");
	for (size_t i = 0; i < arrondissement_count; i++) {
		printf("\t{ %u, ", arrondissementen[i].nis);
		put_text(arrondissementen[i].name);
		printf(", %u },\n", area_index(provinces, province_count, arrondissementen[i].above));
	}
	printf("};\nconst size_t hvk__arrondissementen_count = %zu;\n\n", arrondissement_count);
	puts("const struct hvk__province hvk__provinces[] = {");
	for (size_t i = 0; i < province_count; i++) {
		printf("\t{ %u, ", provinces[i].nis);
		put_text(provinces[i].name);
		printf(", %u, ", provinces[i].above);
		put_text(provinces[i].above_name);
		puts(" },");
	}
	printf("};\nconst size_t hvk__provinces_count = %zu;\n\n", province_count);
}

static void put_names(void)
{
	uint32_t offset = 0;

	puts("const char hvk__name_texts[] =");
	for (size_t i = 0; i < name_count; i++) {
		struct name *name = &names[i];

		if (i > 0 && strcmp(name->folded, name[-1].folded) == 0) {
			name->text = name[-1].text;
			continue;
		}
		name->text = offset;
		offset += (uint32_t)(strlen(name->folded) + strlen(name->shown) + 2);
		fputs("\t", stdout);
		put_text(name->folded);
		fputs(" \"\\0\" ", stdout);
		put_text(name->shown);
		puts(" \"\\0\"");
	}
	puts("\t;\n\nconst struct hvk__name hvk__names[] = {");
	for (size_t i = 0; i < name_count; i++)
		printf("\t{ %u, %u, %u, %u },\n", names[i].text, names[i].target, names[i].postcode, names[i].kind);
	printf("};\nconst size_t hvk__names_count = %zu;\n\n", name_count);
}

static int compare_folded(const void *key, const void *name)
{
	return strcmp(key, ((const struct name *)name)->folded);
}

static void put_postcodes(void)
{
	puts("const struct hvk__postcode hvk__postcodes[] = {");
	for (size_t i = 0; i < postcodes.count; i++) {
		const struct line *line = &postcodes.lines[i];
		const char *folded = fold(&postcodes, line, line->cell[P_PLACE]);
		const struct name *name = bsearch(folded, names, name_count, sizeof(*names), compare_folded);

		printf("\t{ %u, %s, %u },\n", name->text, line->cell[P_POSTCODE],
		       current_version(&postcodes, line, P_NIS));
	}
	printf("};\nconst size_t hvk__postcodes_count = %zu;\n\n", postcodes.count);
}

static void put_codes(void)
{
	puts("const struct hvk__default_code hvk__default_codes[] = {");
	for (size_t i = 0; i < default_codes.count; i++) {
		const char *const *cell = default_codes.lines[i].cell;

		fputs("\t{ ", stdout);
		for (int column = C_LIST; column <= C_EN; column++) {
			put_text(cell[column]);
			fputs(", ", stdout);
		}
		printf("%s },\n", cell[C_SENSITIVE][0] ? "true" : "false");
	}
	printf("};\nconst size_t hvk__default_codes_count = %zu;\n\n", default_codes.count);
}

static void put_hsds(void)
{
	puts("const struct hvk__hsds_field hvk__hsds_fields[] = {");
	for (size_t i = 0; i < hsds.count; i++) {
		const char *const *cell = hsds.lines[i].cell;

		fputs("\t{ ", stdout);
		put_text(keep(cell[H_FILE], strlen(cell[H_FILE]) - strlen(".csv")));
		fputs(", ", stdout);
		put_text(one_of(cell[H_FILE]));
		for (int column = H_FIELD; column <= H_FORMAT; column++) {
			fputs(", ", stdout);
			put_text(cell[column]);
		}
		fputs(", ", stdout);
		put_text(cell[H_ENUM]);
		fputs(", ", stdout);
		put_text(cell[H_FOREIGN]);
		printf(", %s, %s },\n", cell[H_REQUIRED][0] == '1' ? "true" : "false",
		       cell[H_UNIQUE][0] == '1' ? "true" : "false");
	}
	printf("};\nconst size_t hvk__hsds_fields_count = %zu;\n\n", hsds.count);
}

static void put_milestones(void)
{
	puts("const struct hvk__plan_step hvk__plan_steps[] = {");
	for (size_t i = 0; i < milestones.count; i++) {
		const char *const *cell = milestones.lines[i].cell;

		fputs("\t{ ", stdout);
		put_text(cell[M_PHASE]);
		printf(", %ld, { ", strtol(cell[M_MONTHS], NULL, 10));
		put_text(cell[M_NL]);
		fputs(", ", stdout);
		put_text(cell[M_EN]);
		puts(" } },");
	}
	printf("};\nconst size_t hvk__plan_steps_count = %zu;\n", milestones.count);
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: generate FOLDER >tables.c\n", stderr);
		return EXIT_FAILURE;
	}
	gemeenten.name = "gemeenten.csv";
	postcodes.name = "postcodes.csv";
	deelgemeenten.name = "deelgemeenten.csv";
	population.name = "population.csv";
	shapes.name = "gemeente-shapes.csv";
	default_codes.name = "codes.csv";
	hsds.name = "hsds-3.0-tabular-schema.csv";
	milestones.name = "milestones.csv";
	read_file(&gemeenten, argv[1],
	          "nis,name_nl,name_fr,name_de,arrondissement_nis,arrondissement,province_nis,province,region_nis,"
	          "region,valid_from,valid_to,successor_nis,main_postcode");
	read_file(&postcodes, argv[1], "postcode,place,place_fr,kind,nis");
	read_file(&deelgemeenten, argv[1], "name,nis");
	read_file(&population, argv[1],
	          "nis,inhabitants_2026,children_0_14_2026,children_0_17_2026_estimate,children_0_17_2020");
	read_file(&shapes, argv[1], "nis,label_x,label_y,path");
	read_file(&default_codes, argv[1], "list,code,parent,label_nl,label_en,sensitive,valid_from,valid_to");
	read_file(&hsds, argv[1], "file,field,type,format,required,unique,enum,foreign_key");
	read_file(&milestones, argv[1], "phase,months,label_nl,label_en");
	read_areas();
	read_codes();
	make_versions();
	link_versions();
	read_population();
	read_shapes();
	read_names();
	check_postcodes();
	check_codes();
	check_hsds();
	check_milestones();
	puts("/* Made by generate.c from the data in lib/reference/data. */\n#include \"reference/tables.h\"\n");
	put_gemeenten();
	put_gemeente_texts();
	put_outlines();
	put_areas();
	put_names();
	put_postcodes();
	put_codes();
	put_hsds();
	put_milestones();
	if (fflush(stdout) != 0 || ferror(stdout)) {
		perror("generate");
		return EXIT_FAILURE;
	}
	return EXIT_SUCCESS;
}
