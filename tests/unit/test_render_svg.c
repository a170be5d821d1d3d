/* SPDX-License-Identifier: EUPL-1.2 */
/* Pictures: well-formed and named for who cannot see them, whatever the numbers and names; what their parts rest on. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hvk.h"
#include "render/svg.h"

enum { SERIES = 12, CATEGORIES = 30 };

static const char *const names[CATEGORIES] = {
	"Beernem", "<script>alert(1)</script> & \"x\"", "Een gemeente met een naam die niet past", "",
	"\033[1m \xe2\x80\xae", "Brugge", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p",
	"q", "r", "s", "t", "u", "v", "w", "x"
};
static const struct chart_series series[SERIES] = {
	{ "2026", 1 }, { "<2025>", 2 }, { "een lange naam van een reeks", 3 }, { "d", 4 }, { "e", 5 }, { "f", 6 },
	{ "g", 7 }, { "h", 8 }, { "i", 9 }, { "j", 10 }, { "k", 11 }, { "l", 12 }
};
static double values[SERIES * CATEGORIES];
static const struct hvk_gemeente *gemeenten[CATEGORIES];

static struct chart make_chart(enum chart_type type, size_t categories, size_t series_count)
{
	return (struct chart){
		.type = type, .title = "Vragen & <antwoorden>", .description = "Meest: \"Brugge\".", .unit = "vragen",
		.axis = "gemeente", .categories = categories, .series_count = series_count, .labels = names,
		.series = series, .values = values, .gemeenten = gemeenten
	};
}

static const struct hvk_gemeente *find_gemeente(const char *nis)
{
	const struct hvk_gemeente *gemeente;

	for (size_t i = 0; (gemeente = hvk_gemeente_at(i)) != NULL; i++)
		if (strcmp(hvk_gemeente_text(gemeente, HVK_GEMEENTE_NIS), nis) == 0)
			return gemeente;
	return NULL;
}

/* Renders a chart twice; the result is the caller's. */
static char *render(const char *format, const struct chart *chart)
{
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	struct renderer *renderer = renderer_new(render_format_find(format), stream, false);

	assert_non_null(renderer);
	renderer_set_style(renderer, true, false);
	assert_int_equal(render_chart(renderer, chart), 0);
	assert_int_equal(render_chart(renderer, chart), 0);
	assert_int_equal(render_finish(renderer), 0);
	renderer_free(renderer);
	fclose(stream);
	return text;
}

static void assert_has(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("'%s' is not in %s", part, text);
}

static size_t count_of(const char *text, const char *part)
{
	size_t count = 0;

	for (; (text = strstr(text, part)) != NULL; text += strlen(part))
		count++;
	return count;
}

/* Every element that is begun is ended, in the right order; there are no controls. */
static void assert_balanced(const char *text)
{
	const char *open[32];
	size_t depth = 0;

	for (const char *at = text; *at; at++) {
		size_t length = strcspn(at + 1, " >/\n");
		const char *end = strchr(at, '>');

		assert_true((unsigned char)*at >= ' ' || *at == '\n');
		if (*at != '<')
			continue;
		assert_non_null(end);
		if (at[1] == '/') {
			assert_true(depth > 0);
			length = (size_t)(end - at) - 2;
			depth--;
			assert_memory_equal(open[depth], at + 2, length);
			assert_true(strchr(" >\n", open[depth][length]) != NULL);
		} else if (end[-1] != '/') {
			assert_true(length > 0 && depth < sizeof(open) / sizeof(open[0]));
			open[depth++] = at + 1;
		}
		at = end;
	}
	assert_int_equal(depth, 0);
}

static void fill(double value)
{
	for (size_t i = 0; i < SERIES * CATEGORIES; i++)
		values[i] = value;
}

/* What holds whatever the numbers. */
static void assert_picture(const char *text)
{
	assert_balanced(text);
	assert_has(text, "<svg role=\"img\" aria-labelledby=\"c1 d1\" viewBox=\"-12 -12 444 ");
	assert_has(text, "xmlns=\"http://www.w3.org/2000/svg\"");
	assert_has(text, "font-family=\"system-ui, sans-serif\"");
	assert_has(text, "<title id=\"c1\">Vragen &amp; &lt;antwoorden&gt;</title>\n");
	assert_has(text, "<desc id=\"d1\">Meest: &quot;Brugge&quot;.</desc>\n<rect x=\"-12\" y=\"-12\" width=\"444\"");
	assert_null(strstr(text, "nan"));
	assert_null(strstr(text, "inf"));
	assert_null(strstr(text, "var("));
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_int_equal(count_of(text, "<svg"), 1); /* the second chart is passed over */
}

static void draw_types(size_t categories, size_t series_count, int decimals)
{
	for (int type = 0; type < CHART_TYPES; type++) {
		struct chart chart = make_chart((enum chart_type)type, categories, series_count);
		char *text;

		chart.decimals = decimals;
		values[1] = decimals ? 3 : NAN;
		text = render("svg", &chart);
		assert_picture(text);
		free(text);
	}
}

static void test_all_shapes(void **state)
{
	static const double numbers[] = { 0, 1, 7, 25, 1e-12, 0.003, 123456789012.0, 1e300, INFINITY };
	static const size_t counts[][2] = {
		{ 1, 1 }, { 1, SERIES }, { CATEGORIES, 1 }, { CATEGORIES, SERIES }, { 6, 2 }
	};

	(void)state;
	gemeenten[0] = find_gemeente("31003");
	gemeenten[5] = find_gemeente("31005");
	for (size_t n = 0; n <= sizeof(numbers) / sizeof(numbers[0]); n++) {
		fill(n == 0 ? NAN : numbers[n - 1]);
		for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
			draw_types(counts[i][0], counts[i][1], 0);
			draw_types(counts[i][0], counts[i][1], 1);
		}
	}
}

static void test_page(void **state)
{
	struct chart chart = make_chart(CHART_BAR, 6, 2);
	char *text;

	(void)state;
	fill(4);
	text = render("html", &chart);
	assert_has(text, "<figure>\n<figcaption>Vragen &amp; &lt;antwoorden&gt;</figcaption>\n<svg role=\"img\""
	           " aria-labelledby=\"c1 d1\" viewBox=\"0 0 420 ");
	assert_has(text, "aria-labelledby=\"c2 d2\"");
	assert_has(text, "fill=\"var(--s0)\"");
	assert_has(text, "--s0:#1f5fa8;");
	assert_has(text, "prefers-color-scheme: dark) { :root { --paper:#14171c;");
	assert_null(strstr(text, "<script"));
	assert_null(strstr(text, "://"));
	*strstr(text, "</main>") = '\0';
	assert_balanced(strstr(text, "<main>") + strlen("<main>"));
	free(text);
}

static void test_bars(void **state)
{
	struct chart chart = make_chart(CHART_BAR, 3, 2);
	char *text;

	(void)state;
	fill(0);
	values[0] = 2.5;
	values[1] = NAN;
	chart.decimals = 1;
	text = render("svg", &chart);
	assert_has(text, "<title>Beernem: 2026 2,5; &lt;2025&gt; 0,0 vragen</title>");
	assert_has(text, "<title>&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;x&quot;: 2026 -; &lt;2025&gt; 0,0");
	assert_has(text, "<title>Een gemeente met een naam die niet past: ");
	assert_has(text, "<text x=\"0.0\"");            /* names that are long stand above their bars */
	assert_has(text, ">Een gemeente met een naam die niet past</text>");
	assert_has(text, ">&lt;2025&gt;</text>");        /* in the legend */
	assert_int_equal(count_of(text, "<rect"), 4);      /* paper, two of the legend, the one bar above 0 */
	assert_int_equal(count_of(text, ">0,0</text>"), 4);
	assert_int_equal(count_of(text, ">-</text>"), 1);
	free(text);
}

/* Of many categories names stay beside their bars, shortened. */
static void test_many_bars(void **state)
{
	struct chart chart = make_chart(CHART_BAR, CATEGORIES, 1);
	char *text;

	(void)state;
	fill(1);
	text = render("svg", &chart);
	assert_has(text, "<title>Een gemeente met een naam die niet past: 1 vragen</title>\n");
	assert_has(text, ">Een gemeente m…</text>");
	assert_int_equal(count_of(text, "<rect"), 1 + CATEGORIES);
	free(text);
}

static void test_stacked(void **state)
{
	struct chart chart = make_chart(CHART_STACKED, 2, SERIES);
	char *text;

	(void)state;
	fill(NAN);
	for (size_t s = 0; s < SERIES; s++)
		values[2 * s] = 10;
	text = render("svg", &chart);
	assert_int_equal(count_of(text, ">120</text>"), 1);
	assert_int_equal(count_of(text, ">-</text>"), 1);
	assert_has(text, "fill=\"#bccfe5\" stroke=\"#1f5fa8\""); /* the ninth is a tint of the first */
	assert_int_equal(count_of(text, "<rect"), 1 + SERIES + SERIES);
	free(text);
}

/* A line is broken where there is no number; its marks are its own. */
static void test_lines(void **state)
{
	struct chart chart = make_chart(CHART_LINE, CATEGORIES, 2);
	const char *line;
	char *text;

	(void)state;
	fill(3);
	values[CATEGORIES + 2] = NAN;
	values[CATEGORIES + 3] = NAN;
	values[CATEGORIES + 6] = 17;
	text = render("svg", &chart);
	line = strstr(text, "<path fill=\"none\"");
	assert_non_null(line);
	*strchr(line, '>') = '\0';
	assert_int_equal(count_of(line, "M"), 2 + 1); /* and one for nothing */
	line += strlen(line) + 1;
	assert_int_equal(count_of(line, "m-4-4h8v8h-8z"), CATEGORIES - 2);
	assert_int_equal(count_of(line, "m-4 0a4 4"), CATEGORIES);
	free(text);
	text = render("svg", &chart);
	assert_has(text, ">20</text>");
	assert_has(text, ">15</text>");
	assert_int_equal(count_of(text, ">25</text>"), 0);
	assert_true(count_of(text, "v5\"") < CATEGORIES); /* names are thinned */
	free(text);
}

static void test_heat(void **state)
{
	struct chart chart = make_chart(CHART_HEAT, 2, 2);
	char *text;

	(void)state;
	fill(0);
	values[1] = 10;
	values[2] = NAN;
	values[3] = 1;
	text = render("svg", &chart);
	assert_int_equal(count_of(text, "<rect"), 5);
	assert_has(text, "fill=\"#dbe9f6\"");
	assert_has(text, "fill=\"#aecdea\"");
	assert_has(text, "fill=\"#2468a8\" stroke=\"#ffffff\"/><g fill=\"#ffffff\">");
	assert_has(text, "fill=\"#ffffff\" stroke=\"#ffffff\"/><g fill=\"#1a1d21\">");
	assert_int_equal(count_of(text, ">-</text>"), 1);
	free(text);
}

static void test_map(void **state)
{
	struct chart chart = make_chart(CHART_MAP, 6, 1);
	char *text;

	(void)state;
	memset(gemeenten, 0, sizeof(gemeenten));
	gemeenten[0] = find_gemeente("31003");
	gemeenten[5] = find_gemeente("31005");
	fill(2);
	values[5] = 40;
	values[0] = NAN;
	text = render("svg", &chart);
	assert_int_equal(count_of(text, "<path fill"), 2);
	assert_has(text, "<title>Beernem: - vragen</title></path>");
	assert_has(text, "<title>Brugge: 40 vragen</title></path>");
	assert_has(text, ">Brugge</text>");
	assert_has(text, ">geen waarde</text>");
	assert_has(text, ">Niet op de kaart: &lt;script&gt;alert(1)&lt;/script&gt;");
	free(text);
	text = render("html", &chart);
	assert_has(text, "<g fill=\"var(--label)\"><g stroke=\"var(--halo)\""); /* light in the dark as well */
	free(text);
	chart.gemeenten = NULL;
	text = render("svg", &chart);
	assert_int_equal(count_of(text, "<path"), 0);
	assert_has(text, ">Niet op de kaart: Beernem -; ");
	free(text);
}

/* What is hidden is neither none nor 0: it has stripes and a word of its own, and no picture draws it as a number. */
static void test_hidden(void **state)
{
	struct chart chart = make_chart(CHART_MAP, 6, 1);
	char *text;

	(void)state;
	memset(gemeenten, 0, sizeof(gemeenten));
	gemeenten[0] = find_gemeente("31003");
	gemeenten[3] = find_gemeente("31040");
	gemeenten[5] = find_gemeente("31005");
	fill(2);
	values[0] = CHART_HIDDEN;
	values[3] = NAN;
	values[5] = 0;
	text = render("svg", &chart);
	assert_int_equal(count_of(text, "fill=\"url(#y1)\""), 1);
	assert_int_equal(count_of(text, "fill=\"url(#x1)\""), 1);
	assert_int_equal(count_of(text, "<pattern id=\"y1\""), 1);
	assert_has(text, "<title>Beernem: x vragen</title></path>");
	assert_has(text, ">x: verborgen, om kleine aantallen te beschermen</text>");
	assert_has(text, ">geen waarde</text>");
	assert_has(text, "<title>Brugge: 0 vragen</title></path>");
	free(text);
	values[0] = 3;
	text = render("svg", &chart);
	assert_null(strstr(text, "pattern"));
	free(text);
	fill(2);
	values[0] = CHART_HIDDEN;
	for (int type = CHART_BAR; type <= CHART_HEAT; type++) {
		chart = make_chart((enum chart_type)type, 6, 2);
		text = render("svg", &chart);
		assert_null(strstr(text, "inf"));
		if (type != CHART_LINE)
			assert_has(text, ">x</text>");
		if (type != CHART_LINE)
			assert_has(text, "<title>Beernem: 2026 x; ");
		free(text);
	}
	/* A sum of which a part is hidden is hidden. */
	chart = make_chart(CHART_STACKED, 1, 2);
	text = render("svg", &chart);
	assert_int_equal(count_of(text, ">x</text>"), 1);
	free(text);
}

/* All of Flanders fits a page. */
static void test_map_of_all(void **state)
{
	const struct hvk_gemeente *all[400], *gemeente;
	const char *labels[400];
	double numbers[400];
	struct chart chart = make_chart(CHART_MAP, 0, 1);
	char *text;

	(void)state;
	for (size_t i = 0; (gemeente = hvk_gemeente_at(i)) != NULL && chart.categories < 400; i++) {
		if (!hvk_gemeente_outline(gemeente, NULL, NULL))
			continue;
		all[chart.categories] = gemeente;
		labels[chart.categories] = hvk_gemeente_text(gemeente, HVK_GEMEENTE_NAME);
		numbers[chart.categories] = (double)(chart.categories * 37 % 101);
		chart.categories++;
	}
	assert_in_range(chart.categories, 285, 399);
	chart.labels = labels;
	chart.values = numbers;
	chart.gemeenten = all;
	text = render("svg", &chart);
	assert_balanced(text);
	assert_true(strlen(text) < 150000);
	assert_int_equal(count_of(text, "<path fill"), chart.categories);
	free(text);
}

static void test_box(void **state)
{
	struct map_box box = { .left = 1, .right = 0 };

	(void)state;
	map_box_add(&box, "M10,20 30.5,5 12,8ZM-3,7 1,99.5 2,3Z");
	assert_true(box.left == -3 && box.right == 30.5 && box.top == 3 && box.bottom == 99.5);
	map_box_add(&box, "M0,0 40,1 2,2Z");
	assert_true(box.left == -3 && box.right == 40 && box.top == 0 && box.bottom == 99.5);
}

static void expect_classes(const double *numbers, size_t count, size_t expected, const double *lowest,
                           const double *highest)
{
	double sorted[32], low[CLASSES_MAX], high[CLASSES_MAX];

	memcpy(sorted, numbers, count * sizeof(*numbers));
	assert_int_equal(map_classes(sorted, count, low, high), expected);
	for (size_t i = 0; i < expected; i++)
		assert_true(low[i] == lowest[i] && high[i] == highest[i]);
}

static void test_classes(void **state)
{
	const double ten[] = { 9, 0, 1, 8, 2, 7, NAN, 3, 6, 4, 5 }, same[] = { 4, 4, 4 };
	const double mostly[] = { 0, 0, 0, 0, 0, 0, 5, 9 };

	(void)state;
	expect_classes(ten, 11, 5, (const double[]){ 0, 1, 4, 6, 8 }, (const double[]){ 0, 3, 5, 7, 9 });
	expect_classes(same, 3, 1, (const double[]){ 4 }, (const double[]){ 4 });
	expect_classes(mostly, 8, 3, (const double[]){ 0, 5, 9 }, (const double[]){ 0, 5, 9 });
	expect_classes((const double[]){ NAN }, 1, 0, NULL, NULL);
	expect_classes(same, 0, 0, NULL, NULL);
}

static void test_shorten(void **state)
{
	char buffer[SHORT_MAX];
	double width = text_width("Zoë é", 10);

	(void)state;
	assert_string_equal(text_shorten("Zoë é", width, 10, buffer), "Zoë é");
	assert_string_equal(text_shorten("Zoë éé", width, 10, buffer), "Zoë…"); /* no blank, and no half letter */
	assert_string_equal(text_shorten("ééé", 0, 10, buffer), "…");
}

/* Headings, paragraphs and tables are passed over. */
static void test_only_the_picture(void **state)
{
	static const struct render_column one = { "a", "a", false };
	const struct cell cell = cell_text("x");
	char *text = NULL;
	size_t size;
	FILE *stream = open_memstream(&text, &size);
	struct renderer *renderer = renderer_new(render_format_for_file("kaart.svg"), stream, false);

	(void)state;
	assert_int_equal(render_heading(renderer, 1, "x"), 0);
	assert_int_equal(render_paragraph(renderer, "x"), 0);
	assert_int_equal(render_banner(renderer, "x"), 0);
	assert_int_equal(render_table_begin(renderer, &one, 1, "x"), 0);
	assert_int_equal(render_row(renderer, &cell), 0);
	assert_int_equal(render_total(renderer, &cell), 0);
	assert_int_equal(render_table_end(renderer), 0);
	assert_int_equal(render_finish(renderer), 0);
	renderer_free(renderer);
	fclose(stream);
	assert_string_equal(text, "");
	free(text);
}

static void test_full_disk(void **state)
{
	const struct chart chart = make_chart(CHART_HEAT, CATEGORIES, SERIES);
	FILE *stream = fopen("/dev/full", "w");
	struct renderer *renderer;
	int result = 0;

	(void)state;
	if (!stream)
		skip();
	fill(1);
	renderer = renderer_new(render_format_find("html"), stream, false);
	for (int i = 0; i < 100 && result == 0; i++)
		result = render_chart(renderer, &chart);
	assert_int_equal(result, -1);
	renderer_free(renderer);
	fclose(stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_shapes), cmocka_unit_test(test_page), cmocka_unit_test(test_bars),
		cmocka_unit_test(test_many_bars),
		cmocka_unit_test(test_stacked), cmocka_unit_test(test_lines), cmocka_unit_test(test_heat),
		cmocka_unit_test(test_map), cmocka_unit_test(test_hidden), cmocka_unit_test(test_map_of_all), cmocka_unit_test(test_box),
		cmocka_unit_test(test_classes), cmocka_unit_test(test_shorten), cmocka_unit_test(test_only_the_picture),
		cmocka_unit_test(test_full_disk)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
