/* SPDX-License-Identifier: EUPL-1.2 */
/* Workbooks: names of sheets, texts that no workbook can hold, totals that are no sums, charts without a table. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include <cmocka.h>

#include "render/render.h"

static const struct render_column columns[] = { { "theme", "thema", false }, { "questions", "vragen", true } };

/* One part of the workbook that draw() makes; the result is the caller's. */
static char *part_of(const char *name, void (*draw)(struct renderer *renderer))
{
	char *bytes = NULL, *part;
	size_t size;
	FILE *stream = open_memstream(&bytes, &size);
	struct renderer *renderer = renderer_new(render_format_find("xlsx"), stream, false);
	zip_error_t error;
	zip_stat_t stat;
	zip_source_t *source;
	zip_t *package;
	zip_file_t *file;

	assert_non_null(renderer);
	draw(renderer);
	assert_int_equal(render_finish(renderer), 0);
	renderer_free(renderer);
	assert_int_equal(fclose(stream), 0);
	source = zip_source_buffer_create(bytes, size, 0, &error);
	assert_non_null(source);
	package = zip_open_from_source(source, 0, &error);
	assert_non_null(package);
	assert_int_equal(zip_stat(package, name, 0, &stat), 0);
	part = calloc(1, stat.size + 1);
	file = zip_fopen(package, name, 0);
	assert_non_null(part);
	assert_non_null(file);
	assert_int_equal(zip_fread(file, part, stat.size), stat.size);
	zip_fclose(file);
	zip_discard(package);
	free(bytes);
	return part;
}

static void has(const char *text, const char *piece)
{
	if (!strstr(text, piece))
		fail_msg("found:\n%s\nwithout:\n%s", text, piece);
}

static void begin_sheet(struct renderer *renderer, const char *name)
{
	assert_int_equal(render_heading(renderer, 2, name), 0);
	assert_int_equal(render_paragraph(renderer, "x"), 0);
}

static void draw_names(struct renderer *renderer)
{
	assert_int_equal(render_heading(renderer, 1, "[a]:*?/\\b"), 0);
	begin_sheet(renderer, "'t Huis en 't plein'");
	begin_sheet(renderer, "History");
	begin_sheet(renderer, "  ");
	begin_sheet(renderer, "Één");
	begin_sheet(renderer, "één");
	begin_sheet(renderer, "R&D <b>");
	begin_sheet(renderer, "Een kop die langer is dan een blad mag heten");
	begin_sheet(renderer, "een kop die langer is dan een blad ook mag heten");
	begin_sheet(renderer, "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀");
}

static void test_names_of_sheets(void **state)
{
	static const char *const names[] = {
		"(a)-----b", "’t Huis en ’t plein’", "History (2)", "Blad", "Één", "één (2)", "R&amp;D &lt;b&gt;",
		"Een kop die langer is dan een b", "een kop die langer is dan e (2)",
		"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"
	};
	char *workbook = part_of("xl/workbook.xml", draw_names);

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char sheet[160];

		snprintf(sheet, sizeof(sheet), "<sheet name=\"%s\" sheetId=\"%zu\"", names[i], i + 1);
		has(workbook, sheet);
	}
	free(workbook);
}

static void draw_text(struct renderer *renderer)
{
	char *longest = calloc(40001, 1);
	struct cell cells[] = { cell_bytes(longest, 40000), cell_whole(1) };

	assert_non_null(longest);
	memset(longest, 'a', 40000);
	assert_int_equal(render_table_begin(renderer, columns, 2, NULL), 0);
	assert_int_equal(render_row(renderer, cells), 0);
	cells[0] = cell_text("_x0041_ x\x01y\xef\xbf\xbez");
	assert_int_equal(render_row(renderer, cells), 0);
	assert_int_equal(render_table_end(renderer), 0);
	free(longest);
}

static void test_text_that_does_not_fit(void **state)
{
	char *strings = part_of("xl/sharedStrings.xml", draw_text), *longest = strstr(strings, "aaa");

	(void)state;
	assert_int_equal(strspn(longest, "a"), 32766);
	assert_memory_equal(longest + 32766, "…<", 4);
	has(strings, "_x005F_x0041_ x?y?z");
	free(strings);
}

static void draw_totals(struct renderer *renderer)
{
	struct cell cells[] = { cell_text("slapen"), cell_whole(2) };

	assert_int_equal(render_table_begin(renderer, columns, 2, NULL), 0);
	assert_int_equal(render_row(renderer, cells), 0);
	cells[1] = cell_whole(3);
	assert_int_equal(render_row(renderer, cells), 0);
	cells[1] = cell_whole(5);
	assert_int_equal(render_total(renderer, cells), 0);
	/* A contact with two themes counts once: no sum. */
	cells[1] = cell_whole(4);
	assert_int_equal(render_total(renderer, cells), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_totals(void **state)
{
	char *sheet = part_of("xl/worksheets/sheet1.xml", draw_totals);

	(void)state;
	has(sheet, "<f>SUM(B2:B3)</f><v>5</v>");
	has(sheet, "<v>4</v>");
	assert_null(strstr(strstr(sheet, "</f>") + 1, "<f>"));
	free(sheet);
}

static void draw_hidden(struct renderer *renderer)
{
	static const char *const labels[] = { "slapen", "eten", "gedrag" };
	static const struct chart_series series[] = { { "vragen", 1 } };
	const double values[] = { 5, CHART_HIDDEN, 6 };
	struct chart chart = {
		.type = CHART_BAR, .title = "t", .description = "d", .unit = "vragen", .axis = "thema", .categories = 3,
		.series_count = 1, .labels = labels, .series = series, .values = values
	};
	struct cell cells[2] = { cell_text("slapen"), cell_whole(5) };

	assert_int_equal(render_chart(renderer, &chart), 0);
	chart.type = CHART_LINE;
	assert_int_equal(render_chart(renderer, &chart), 0);
	assert_int_equal(render_table_begin(renderer, columns, 2, NULL), 0);
	assert_int_equal(render_row(renderer, cells), 0);
	cells[0] = cell_text("eten");
	cells[1] = cell_hidden();
	assert_int_equal(render_row(renderer, cells), 0);
	cells[0] = cell_text("gedrag");
	cells[1] = cell_whole(6);
	assert_int_equal(render_row(renderer, cells), 0);
	cells[1] = cell_whole(11);
	assert_int_equal(render_total(renderer, cells), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

/* A total is no formula over hidden cells; bars are over the other rows only, and there is no line: both would show
 * them as 0. */
static void test_hidden(void **state)
{
	char *sheet = part_of("xl/worksheets/sheet1.xml", draw_hidden);
	char *text = part_of("xl/sharedStrings.xml", draw_hidden);
	char *chart = part_of("xl/charts/chart1.xml", draw_hidden);
	char *drawing = part_of("xl/drawings/drawing1.xml", draw_hidden);

	(void)state;
	assert_null(strstr(sheet, "<f>"));
	has(text, "<t>x</t>");
	has(chart, "<c:f>(Gegevens!$A$2,Gegevens!$A$4)</c:f>");
	has(chart, "<c:f>(Gegevens!$B$2,Gegevens!$B$4)</c:f>");
	assert_null(strstr(chart, "<c:v>0</c:v>"));
	assert_null(strstr(strstr(drawing, "<c:chart ") + 1, "<c:chart "));
	free(sheet);
	free(text);
	free(chart);
	free(drawing);
}

static void draw_waiting(struct renderer *renderer)
{
	static const char *const labels[] = { "slapen" };
	static const struct chart_series series[] = { { "vragen", 1 } };
	static const double values[] = { 1 };
	const struct chart chart = {
		.type = CHART_BAR, .title = "t", .description = "d", .unit = "vragen", .axis = "thema", .categories = 1,
		.series_count = 1, .labels = labels, .series = series, .values = values
	};

	for (int i = 0; i < 9; i++)
		assert_int_equal(render_chart(renderer, &chart), 0);
	assert_int_equal(render_heading(renderer, 1, "Niets"), 0);
	assert_int_equal(render_heading(renderer, 2, "Ook niets"), 0);
}

static void test_what_waits_for_a_table_that_never_comes(void **state)
{
	char *workbook = part_of("xl/workbook.xml", draw_waiting);

	(void)state;
	has(workbook, "name=\"Ook niets\"");
	free(workbook);
}

static void draw_nothing(struct renderer *renderer)
{
	(void)renderer;
}

static void test_an_empty_document_is_a_workbook(void **state)
{
	char *workbook = part_of("xl/workbook.xml", draw_nothing);

	(void)state;
	has(workbook, "name=\"Gegevens\"");
	free(workbook);
}

static void test_too_many_columns(void **state)
{
	struct render_column *many = calloc(16385, sizeof(*many));
	struct renderer *renderer = renderer_new(render_format_find("xlsx"), stdout, false);

	(void)state;
	assert_non_null(many);
	for (size_t i = 0; i < 16385; i++)
		many[i] = columns[1];
	errno = 0;
	assert_int_equal(render_table_begin(renderer, many, 16385, NULL), -1);
	assert_int_equal(errno, EOVERFLOW);
	renderer_free(renderer);
	free(many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names_of_sheets), cmocka_unit_test(test_text_that_does_not_fit),
		cmocka_unit_test(test_totals), cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_what_waits_for_a_table_that_never_comes),
		cmocka_unit_test(test_an_empty_document_is_a_workbook), cmocka_unit_test(test_too_many_columns)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
