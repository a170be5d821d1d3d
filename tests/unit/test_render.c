/* SPDX-License-Identifier: EUPL-1.2 */
/* What each format makes of the same document, byte for byte, and what it does with hostile text and with a full disk.
 * */
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/render.h"
#include "render/sparse.h"

static const struct render_column columns[] = {
	{ "theme", "thema", false }, { "questions", "vragen", true }, { "per-1000", "per 1000", true }
};

static const struct cell rows[][3] = {
	{ { .type = CELL_TEXT, .text = "slapen", .length = 6 },
	  { .type = CELL_WHOLE, .whole = 12 },
	  { .type = CELL_REAL, .real = 1.25, .decimals = 1 } },
	{ { .type = CELL_TEXT, .text = "a,b;\"c\"", .length = 7 }, { .type = CELL_WHOLE, .whole = -3 },
	{ .type = CELL_EMPTY } },
};

/* Renders what draw() draws; the result is the caller's. */
static char *rendered(const char *format, bool terminal, bool dutch, void (*draw)(struct renderer *renderer))
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	struct renderer *renderer = renderer_new(render_format_find(format), stream, terminal);

	assert_non_null(renderer);
	renderer_set_style(renderer, dutch, true);
	draw(renderer);
	assert_int_equal(render_finish(renderer), 0);
	renderer_free(renderer);
	fclose(stream);
	return text;
}

static void expect(const char *format, void (*draw)(struct renderer *renderer), const char *expected)
{
	char *text = rendered(format, false, true, draw);

	assert_string_equal(text, expected);
	free(text);
}

static void draw_document(struct renderer *renderer)
{
	assert_int_equal(render_heading(renderer, 1, "Oktober 2026"), 0);
	assert_int_equal(render_paragraph(renderer, "Aantal vragen."), 0);
	assert_int_equal(render_table_begin(renderer, columns, 3, NULL), 0);
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(render_row(renderer, rows[i]), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_csv(void **state)
{
	(void)state;
	expect("csv", draw_document, "theme,questions,per-1000\nslapen,12,1.2\n\"a,b;\"\"c\"\"\",-3,\n");
}

static void test_tsv(void **state)
{
	(void)state;
	expect("tsv", draw_document, "theme\tquestions\tper-1000\nslapen\t12\t1.2\na,b;\"c\"\t-3\t\n");
}

static void test_excel(void **state)
{
	(void)state;
	expect("excel", draw_document,
	       "\xef\xbb\xbfthema;vragen;per 1000\r\nslapen;12;1,2\r\n\"a,b;\"\"c\"\"\";-3;\r\n");
}

static void test_jsonl(void **state)
{
	(void)state;
	expect("jsonl", draw_document,
	       "{\"theme\":\"slapen\",\"questions\":12,\"per-1000\":1.2}\n"
	       "{\"theme\":\"a,b;\\\"c\\\"\",\"questions\":-3,\"per-1000\":null}\n");
}

static void test_rec(void **state)
{
	(void)state;
	expect("rec", draw_document,
	       "theme: slapen\nquestions: 12\nper_1000: 1.2\n\ntheme: a,b;\"c\"\nquestions: -3\n");
}

static void test_markdown(void **state)
{
	(void)state;
	expect("md", draw_document,
	       "# Oktober 2026\n\nAantal vragen.\n\n| thema | vragen | per 1000 |\n| --- | ---: | ---: |\n"
	       "| slapen | 12 | 1,2 |\n| a,b;\"c\" | -3 |  |\n");
}

/* What stands in a page behind its head. */
static void expect_page(void (*draw)(struct renderer *renderer), const char *title, const char *expected)
{
	static const char head[] = "<!DOCTYPE html>\n<html lang=\"nl\">\n<meta charset=\"utf-8\">\n";
	char *text = rendered("html", false, true, draw), *body = strstr(text, "</style>\n<main>\n");

	assert_memory_equal(text, head, strlen(head));
	assert_non_null(strstr(text, title));
	assert_non_null(body);
	assert_string_equal(body + strlen("</style>\n<main>\n"), expected);
	free(text);
}

static void test_html(void **state)
{
	(void)state;
	expect_page(draw_document, "<title>Oktober 2026</title>\n",
	            "<h1 id=\"h1\">Oktober 2026</h1>\n<p>Aantal vragen.</p>\n"
	            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" id=\"t1\" aria-label=\"(tabel 1)\""
	            " aria-labelledby=\"h1 t1\">\n<table aria-labelledby=\"h1\">\n<thead>\n"
	            "<tr><th scope=\"col\">thema</th><th scope=\"col\" class=\"n\">vragen</th>"
	            "<th scope=\"col\" class=\"n\">per 1000</th></tr>\n</thead>\n<tbody>\n"
	            "<tr><th scope=\"row\">slapen</th><td class=\"n\">12</td><td class=\"n\">1,2</td></tr>\n"
	            "<tr><th scope=\"row\">a,b;&quot;c&quot;</th><td class=\"n\">-3</td><td class=\"n\"></td></tr>\n"
	            "</tbody>\n</table>\n</div>\n</main>\n</html>\n");
}

static void draw_hidden(struct renderer *renderer)
{
	struct cell cells[] = { cell_text("slapen"), cell_hidden(), cell_empty() };
	const struct figure figure = { "Vragen", cell_hidden(), NULL };

	assert_int_equal(render_figures(renderer, &figure, 1), 0);
	assert_int_equal(render_table_begin(renderer, columns, 3, NULL), 0);
	assert_int_equal(render_row(renderer, cells), 0);
	assert_int_equal(render_total(renderer, cells), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

/* A hidden figure is x for people; programs find nothing there, as another column says why. */
static void test_hidden(void **state)
{
	static const char why[] = "<abbr title=\"verborgen, om kleine aantallen te beschermen\">x</abbr>";
	char *page;
	size_t count = 0;

	(void)state;
	expect("csv", draw_hidden, "theme,questions,per-1000\nslapen,,\nslapen,,\n");
	expect("tsv", draw_hidden, "theme\tquestions\tper-1000\nslapen\t\t\nslapen\t\t\n");
	expect("jsonl", draw_hidden,
	       "{\"theme\":\"slapen\",\"questions\":null,\"per-1000\":null}\n"
	       "{\"theme\":\"slapen\",\"questions\":null,\"per-1000\":null}\n");
	expect("rec", draw_hidden, "theme: slapen\n\ntheme: slapen\n");
	expect("excel", draw_hidden, "\xef\xbb\xbfthema;vragen;per 1000\r\nslapen;x;\r\nslapen;x;\r\n");
	expect("md", draw_hidden, "| thema | vragen | per 1000 |\n| --- | ---: | ---: |\n| slapen | x |  |\n"
	       "| slapen | x |  |\n");
	expect("table", draw_hidden, "thema   vragen  per 1000\n──────  ──────  ────────\nslapen       x\n"
	       "slapen       x\n");
	page = rendered("html", false, true, draw_hidden);
	for (const char *at = page; (at = strstr(at, why)) != NULL; at++)
		count++;
	assert_int_equal(count, 3);
	free(page);
}

static void draw_parts(struct renderer *renderer)
{
	const struct render_column empty[] = { { "a", "", false }, { "n", "vragen", true } };
	const struct figure figures[] = { { "<Vragen>", cell_whole(640), "12 meer" },
		                          { "Aandeel", cell_real(2.5, 1), NULL } };
	struct cell cells[] = { cell_text(NULL), cell_whole(4) }, total[] = { cell_text("Totaal"), cell_whole(4) };

	assert_int_equal(render_banner(renderer, "INTERN:\n\x1b exact"), 0);
	assert_int_equal(render_figures(renderer, figures, 2), 0);
	assert_int_equal(render_figures(renderer, figures, 0), 0);
	assert_int_equal(render_table_begin(renderer, empty, 2, "a & b"), 0);
	cells[1].bar = 0.325;
	assert_int_equal(render_row(renderer, cells), 0);
	assert_int_equal(render_total(renderer, total), 0);
	assert_int_equal(render_total(renderer, total), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

/* The head of nothing is none; totals stand apart; a table with a caption is called by that. */
static void test_html_parts(void **state)
{
	(void)state;
	expect_page(draw_parts, "<title>hvk</title>\n",
	            "<div class=\"banner\" role=\"note\">\n<p>INTERN:</p>\n<p>? exact</p>\n</div>\n"
	            "<dl class=\"figures\">\n"
	            "<div><dt>&lt;Vragen&gt;</dt><dd class=\"value\">640</dd><dd class=\"note\">12 meer</dd></div>\n"
	            "<div><dt>Aandeel</dt><dd class=\"value\">2,5</dd></div>\n</dl>\n"
	            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-labelledby=\"t1\">\n<table>\n"
	            "<caption id=\"t1\">a &amp; b</caption>\n<thead>\n"
	            "<tr><td></td><th scope=\"col\" class=\"n\">vragen</th></tr>\n</thead>\n<tbody>\n"
	            "<tr><td></td><td class=\"n bar\">4<i style=\"width:32.5%\"></i></td></tr>\n</tbody>\n<tfoot>\n"
	            "<tr><th scope=\"row\">Totaal</th><td class=\"n\">4</td></tr>\n"
	            "<tr><th scope=\"row\">Totaal</th><td class=\"n\">4</td></tr>\n"
	            "</tfoot>\n</table>\n</div>\n</main>\n</html>\n");
}

static void test_text(void **state)
{
	(void)state;
	expect("table", draw_document,
	       "Oktober 2026\n============\n\nAantal vragen.\n\n"
	       "thema    vragen  per 1000\n───────  ──────  ────────\n"
	       "slapen       12       1,2\na,b;\"c\"      -3\n");
}

static void test_ids(void **state)
{
	(void)state;
	expect("ids", draw_document, "slapen\na,b;\"c\"\n");
}

static void test_english_has_a_point(void **state)
{
	char *text = rendered("md", false, false, draw_document);

	(void)state;
	assert_non_null(strstr(text, "| 1.2 |"));
	free(text);
}

static void draw_empty(struct renderer *renderer)
{
	assert_int_equal(render_table_begin(renderer, columns, 3, NULL), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_no_rows(void **state)
{
	(void)state;
	expect("csv", draw_empty, "theme,questions,per-1000\n");
	expect("jsonl", draw_empty, "");
	expect("rec", draw_empty, "");
	expect("ids", draw_empty, "");
	expect("md", draw_empty, "| thema | vragen | per 1000 |\n| --- | ---: | ---: |\n");
	expect("table", draw_empty, "thema  vragen  per 1000\n─────  ──────  ────────\n");
}

static void draw_sparse(struct renderer *renderer)
{
	char text[] = "slapen";
	const struct cell first[] = { cell_text(text), cell_empty(), cell_empty() };
	const struct cell second[] = { cell_empty(), cell_empty(), cell_whole(0) };
	struct sparse_table table = { .columns = columns, .count = 3 };

	assert_int_equal(sparse_row(&table, first), 0);
	memset(text, 'x', strlen(text)); /* it has a copy */
	assert_int_equal(sparse_row(&table, second), 0);
	assert_int_equal(sparse_render(&table, renderer), 0);
	sparse_free(&table);
}

static void test_sparse(void **state)
{
	(void)state;
	expect("csv", draw_sparse, "theme,per-1000\nslapen,\n,0\n");
	expect("md", draw_sparse, "| thema | per 1000 |\n| --- | ---: |\n| slapen |  |\n|  | 0 |\n");
}

static void draw_text(struct renderer *renderer, const char *text)
{
	static const struct render_column one = { "a", "a", false };
	struct cell cell = cell_text(text);

	assert_int_equal(render_table_begin(renderer, &one, 1, NULL), 0);
	assert_int_equal(render_row(renderer, &cell), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void draw_lines(struct renderer *renderer)
{
	draw_text(renderer, "een\ntwee\ttab\\ \x01 | <b> *x*");
}

static void draw_backslashes(struct renderer *renderer)
{
	static const struct render_column year = { "2026-10", "2026-10", false };
	struct cell cell = cell_text("  een\\\n\ntwee\\\\");

	assert_int_equal(render_table_begin(renderer, &year, 1, NULL), 0);
	assert_int_equal(render_row(renderer, &cell), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_hostile_text(void **state)
{
	char *text;

	(void)state;
	expect("csv", draw_lines, "a\n\"een\ntwee\ttab\\ \x01 | <b> *x*\"\n");
	expect("tsv", draw_lines, "a\neen twee tab\\ \x01 | <b> *x*\n");
	expect("jsonl", draw_lines, "{\"a\":\"een\\ntwee\\ttab\\\\ \\u0001 | <b> *x*\"}\n");
	expect("rec", draw_lines, "a: een\n+ twee\ttab\\ \x01 | <b> *x*\n");
	/* Names begin with a letter; a line that ends with a backslash would be joined to the next one. */
	expect("rec", draw_backslashes, "x2026_10:   een\\\\\n\n+ \n+ twee\\\\\\\n\n");
	text = rendered("md", false, true, draw_lines);
	assert_null(strchr(text, '\x01'));
	assert_non_null(strstr(text, "\\| \\<b\\> \\*x\\* |\n"));
	free(text);
	expect_page(draw_lines, "<title>hvk</title>\n",
	            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"tabel 1\">\n<table>\n<thead>\n"
	            "<tr><th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n"
	            "<tr><th scope=\"row\">een; twee?tab\\ ? | &lt;b&gt; *x*</th></tr>\n"
	            "</tbody>\n</table>\n</div>\n</main>\n</html>\n");
	text = rendered("table", false, true, draw_lines);
	assert_null(strchr(text, '\x01'));
	assert_null(strchr(text, '\t'));
	free(text);
}

static void draw_paragraph(struct renderer *renderer)
{
	assert_int_equal(render_heading(renderer, 1, "een\ntwee"), 0);
	assert_int_equal(render_paragraph(renderer, "drie\n\n<vier>\n"), 0);
}

/* A line is a paragraph; in what has to be one line a break is '; '. */
static void test_line_breaks(void **state)
{
	char *text;

	(void)state;
	expect("table", draw_paragraph, "een; twee\n=========\n\ndrie\n\n<vier>\n");
	expect("md", draw_paragraph, "# een; twee\n\ndrie\n\n\\<vier\\>\n");
	expect_page(draw_paragraph, "<title>een; twee</title>\n",
	            "<h1 id=\"h1\">een; twee</h1>\n<p>drie</p>\n<p>&lt;vier&gt;</p>\n</main>\n</html>\n");
	text = rendered("md", false, true, draw_lines);
	assert_non_null(strstr(text, "| een; twee"));
	free(text);
	text = rendered("csv", true, true, draw_lines);
	assert_string_equal(text, "a\neen; twee?tab\\ ? | <b> *x*\n");
	free(text);
}

static void draw_escape(struct renderer *renderer)
{
	static const struct render_column one = { "\033", "\a", false };
	struct cell cell = cell_text("\033]0;title\a \xe2\x80\xae");

	assert_int_equal(render_heading(renderer, 1, "\033"), 0);
	assert_int_equal(render_table_begin(renderer, &one, 1, "\033"), 0);
	assert_int_equal(render_row(renderer, &cell), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_terminal_gets_no_controls(void **state)
{
	static const char *const formats[] = { "csv", "tsv", "jsonl", "rec", "md", "excel", "ids" };

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		char *text = rendered(formats[i], true, true, draw_escape);

		assert_null(strchr(text, '\033'));
		assert_null(strchr(text, '\a'));
		assert_null(strstr(text, "\xe2\x80\xae"));
		free(text);
	}
}

static void draw_formulas(struct renderer *renderer)
{
	static const struct render_column six[] = {
		{ "a", "a", false }, { "b", "b", false }, { "c", "c", false }, { "d", "d", false }, { "e", "e", true },
		{ "f", "f", false }
	};
	const struct cell cells[] = { cell_text("=1+1"), cell_text("@x"), cell_text("-;\"x\""), cell_text("+32"),
		                      cell_whole(-5), cell_text("a=b") };

	assert_int_equal(render_table_begin(renderer, six, 6, NULL), 0);
	assert_int_equal(render_row(renderer, cells), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_excel_takes_no_formula(void **state)
{
	(void)state;
	expect("excel", draw_formulas, "\xef\xbb\xbf" "a;b;c;d;e;f\r\n'=1+1;'@x;\"'-;\"\"x\"\"\";'+32;-5;a=b\r\n");
	expect("csv", draw_formulas, "a,b,c,d,e,f\n=1+1,@x,\"-;\"\"x\"\"\",+32,-5,a=b\n");
}

static void draw_wide(struct renderer *renderer)
{
	static const struct render_column two[] = { { "a", "naam", false }, { "n", "n", true } };
	const struct cell wide[] = { cell_text("日本"), cell_whole(1) }, accent[] = { cell_text("Zoë"), cell_whole(20) };

	assert_int_equal(render_table_begin(renderer, two, 2, NULL), 0);
	assert_int_equal(render_row(renderer, wide), 0);
	assert_int_equal(render_row(renderer, accent), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_widths(void **state)
{
	(void)state;
	expect("table", draw_wide, "naam   n\n────  ──\n日本   1\nZoë   20\n");
}

static void draw_bars(struct renderer *renderer)
{
	static const struct render_column two[] = { { "a", "a", false }, { "n", "n", true } };
	struct cell cells[] = { cell_text("x"), cell_whole(8) };

	assert_int_equal(render_table_begin(renderer, two, 2, NULL), 0);
	cells[1].bar = 1;
	assert_int_equal(render_row(renderer, cells), 0);
	cells[1].bar = 0.325;
	assert_int_equal(render_row(renderer, cells), 0);
	cells[1].bar = 0;
	assert_int_equal(render_row(renderer, cells), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

static void test_bars(void **state)
{
	(void)state;
	expect("table", draw_bars, "a  n\n─  ─\nx  8 ████████████████████\nx  8 ██████▌\nx  8\n");
	expect("csv", draw_bars, "a,n\nx,8\nx,8\nx,8\n");
}

static void draw_many(struct renderer *renderer)
{
	static const struct render_column one = { "a", "a", false };
	static char text[1 << 20];
	struct cell cell = cell_bytes(text, sizeof(text) - 1);

	memset(text, 'x', sizeof(text) - 1);
	assert_int_equal(render_table_begin(renderer, &one, 1, NULL), 0);
	for (int i = 0; i < 40; i++)
		assert_int_equal(render_row(renderer, &cell), 0);
	assert_int_equal(render_table_end(renderer), 0);
}

/* More than a table holds, and cells larger than the buffer. */
static void test_large(void **state)
{
	static const char *const formats[] = { "csv", "table", "jsonl" };

	(void)state;
	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		char *text = rendered(formats[i], false, true, draw_many);
		size_t lines = 0;

		for (const char *end = text; (end = strchr(end, '\n')) != NULL; end++)
			lines++;
		assert_int_equal(lines, i == 0 ? 41 : i == 1 ? 42 : 40);
		assert_true(strlen(text) > 40 * ((1 << 20) - 1));
		free(text);
	}
}

static void test_full_disk(void **state)
{
	FILE *stream = fopen("/dev/full", "w");
	struct renderer *renderer;
	int result = 0;

	(void)state;
	if (!stream)
		skip();
	renderer = renderer_new(render_format_find("csv"), stream, false);
	assert_int_equal(render_table_begin(renderer, columns, 3, NULL), 0);
	for (int i = 0; i < 100000 && result == 0; i++)
		result = render_row(renderer, rows[0]);
	assert_int_equal(result, -1);
	assert_int_equal(errno, ENOSPC);
	renderer_free(renderer);
	fclose(stream);
}

/* A table that is not ended is freed; the leak checkers see to it. */
static void test_abandoned(void **state)
{
	struct renderer *renderer = renderer_new(render_format_find("table"), stdout, false);

	(void)state;
	assert_int_equal(render_table_begin(renderer, columns, 3, NULL), 0);
	assert_int_equal(render_row(renderer, rows[0]), 0);
	renderer_free(renderer);
	renderer_free(NULL);
}

static void test_formats_by_name(void **state)
{
	(void)state;
	assert_string_equal(render_format_for_file("a/b.c/x.csv")->name, "csv");
	assert_string_equal(render_format_for_file("x.md")->name, "md");
	assert_string_equal(render_format_for_file("x.txt")->name, "table");
	assert_string_equal(render_format_for_file("x.xlsx")->name, "xlsx");
	assert_null(render_format_for_file("x.docx"));
	assert_null(render_format_for_file("a.csv/x"));
	assert_null(render_format_find("CSV"));
}

static void test_no_number_is_no_value(void **state)
{
	(void)state;
	assert_int_equal(cell_real(NAN, 1).type, CELL_EMPTY);
	assert_int_equal(cell_real(INFINITY, 1).type, CELL_EMPTY);
	assert_int_equal(cell_text(NULL).type, CELL_EMPTY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_csv), cmocka_unit_test(test_tsv), cmocka_unit_test(test_excel),
		cmocka_unit_test(test_jsonl),
		cmocka_unit_test(test_rec), cmocka_unit_test(test_markdown), cmocka_unit_test(test_html),
		cmocka_unit_test(test_hidden), cmocka_unit_test(test_html_parts),
		cmocka_unit_test(test_text), cmocka_unit_test(test_ids),
		cmocka_unit_test(test_english_has_a_point), cmocka_unit_test(test_no_rows),
		cmocka_unit_test(test_sparse),
		cmocka_unit_test(test_hostile_text), cmocka_unit_test(test_line_breaks),
		cmocka_unit_test(test_terminal_gets_no_controls), cmocka_unit_test(test_excel_takes_no_formula),
		cmocka_unit_test(test_widths), cmocka_unit_test(test_bars), cmocka_unit_test(test_large),
		cmocka_unit_test(test_full_disk), cmocka_unit_test(test_abandoned),
		cmocka_unit_test(test_formats_by_name),
		cmocka_unit_test(test_no_number_is_no_value)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
