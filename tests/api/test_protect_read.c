/* SPDX-License-Identifier: EUPL-1.2 */
/* Tables to be protected, and tables that were published, from CSV: what is read, and what is refused at which line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "hvk.h"

static int file_of(const char *text)
{
	int descriptor = memfd_create("input", MFD_CLOEXEC);

	assert_true(descriptor >= 0);
	assert_int_equal(write(descriptor, text, strlen(text)), (ssize_t)strlen(text));
	assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
	return descriptor;
}

struct files {
	const char *hierarchy, *table;
	const char *dimensions, *count, *ignore;
};

static int read_files(struct hvk_store *store, const struct files *files, struct hvk_protection **p)
{
	struct hvk_input hierarchy = { "h.csv", file_of(files->hierarchy) }, table = { "t.csv", file_of(files->table) };
	int result = hvk_protection_read(store, &table, &hierarchy, files->dimensions, files->count, files->ignore, p);

	close(hierarchy.descriptor);
	close(table.descriptor);
	return result;
}

static struct hvk_protection *read_well(struct hvk_store *store, const struct files *files)
{
	struct hvk_protection *p;

	if (read_files(store, files, &p) != HVK_OK)
		fail_msg("%s:%d: %s", hvk_store_error(store)->file, (int)hvk_store_error(store)->line,
		         hvk_store_error(store)->message);
	return p;
}

static void run_well(struct hvk_store *store, struct hvk_protection *p)
{
	if (hvk_protection_run(p) != HVK_OK)
		fail_msg("%s:%d: %s", hvk_store_error(store)->file, (int)hvk_store_error(store)->line,
		         hvk_store_error(store)->message);
}

static void assert_place(struct hvk_store *store, const char *file, unsigned line, unsigned column, const char *message)
{
	const struct hvk_error *error = hvk_store_error(store);

	assert_string_equal(error->message, message);
	assert_string_equal(error->file, file);
	assert_int_equal(error->line, line);
	assert_int_equal(error->column, column);
}

/* ---------------------------------------------------------------- what is read */

#define PLACES "dim,parent,child,set\nplace,all,a,\nplace,all,b,\nplace,all,c,\n"
#define THEMES "theme,sum,x,\ntheme,sum,y,\ntheme,sum,z,\n"

/* "a x 9 ok 2": codes, count, whether it is shown, line. */
static void assert_cell(const struct hvk_protection *p, size_t n, const char *expected)
{
	char text[128];

	snprintf(text, sizeof(text), "%s %s %d %s %d", hvk_protection_code(p, n, 0), hvk_protection_code(p, n, 1),
	         (int)hvk_protection_count(p, n), hvk_protection_status(p, n) == HVK_STATUS_PUBLISHED ? "ok" : "x",
	         (int)hvk_protection_line(p, n));
	assert_string_equal(text, expected);
}

static void test_a_table(void **state)
{
	const struct files files = { PLACES THEMES, "theme,count,place\nx,9,a\nsum,11,c\nz,6,c\nx,5,c\n", NULL, NULL,
		                     "" };
	struct hvk_protection *p = read_well(*state, &files);

	assert_int_equal(hvk_protection_dimensions(p), 2);
	assert_string_equal(hvk_protection_dimension(p, 0), "place");
	assert_string_equal(hvk_protection_dimension(p, 1), "theme");
	assert_null(hvk_protection_dimension(p, 2));
	assert_int_equal(hvk_protection_cells(p), 0);
	assert_int_equal(hvk_protection_line(p, 0), 0);
	run_well(*state, p);
	/* The nine leaves, of which it has three, and the total that it has, in the order of the hierarchy. */
	assert_int_equal(hvk_protection_cells(p), 10);
	assert_cell(p, 0, "a x 9 ok 2");
	assert_cell(p, 1, "a y 0 ok 0");
	assert_cell(p, 6, "c sum 11 ok 3");
	assert_cell(p, 9, "c z 6 ok 4");
	hvk_protection_free(p);
}

static void test_dialects(void **state)
{
	const struct files files = {
		"\xef\xbb\xbf\"dim\";\"parent\";\"child\"\r\nPlaats;Totaal;\xc3\x89\xc3\xa9"
		"n\r\nPlaats;Totaal;Twee \r\n;;\r\n",
		"sep=;\r\nPLAATS;Aantal vragen;nota\r\n\"E\xcc\x81" "e\xcc\x81n\";12;privaat\r\n\r\nTwee;3;\r\nTotaal;15;\r\n",
		"", "aantal vragen", "nota"
	};
	struct hvk_protection *p = read_well(*state, &files);

	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 3);
	assert_string_equal(hvk_protection_code(p, 1, 0), "\xc3\x89\xc3\xa9n");
	assert_int_equal(hvk_protection_count(p, 1), 12);
	assert_int_equal(hvk_protection_line(p, 1), 3);
	assert_int_equal(hvk_protection_line(p, 2), 5);
	assert_int_equal(hvk_protection_status(p, 1), HVK_STATUS_SECONDARY);
	hvk_protection_free(p);
}

/* Columns are named in other words or order; those that are not wanted have commas in their names. */
static void test_names(void **state)
{
	const struct files files = { PLACES THEMES, "n,theme,place,\"a,b\",d\n4,x,a,,\n9,sum,b,,\n9,y,b,,\n",
		                     "theme,place", "n", "a,b,d" };
	const struct files whole = { PLACES THEMES, "n,theme,place,\"a,b\"\n4,x,a,\n", "theme,place", "n", "a,b" };
	struct hvk_protection *p = read_well(*state, &whole);

	assert_string_equal(hvk_protection_dimension(p, 0), "theme");
	hvk_protection_free(p);
	assert_int_equal(read_files(*state, &files, &p), HVK_EINPUT);
	assert_null(p);
}

/* A dimension of which the hierarchy says nothing takes the codes of the table; a code that it only says to be there
 * needs no total. */
static void test_codes_by_themselves(void **state)
{
	const struct files flat = { PLACES, "place,year,count\na,2025,7\nb,2025,8\na,2026,9\n", "place,year", NULL,
		                    NULL };
	const struct files top = { PLACES "place,,elsewhere,\n", "place,count\nelsewhere,7\na,8\n", NULL, NULL, NULL };
	struct hvk_protection *p = read_well(*state, &flat);

	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 6);
	hvk_protection_free(p);
	p = read_well(*state, &top);
	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 4);
	hvk_protection_free(p);
}

/* A table of groups only, with a hierarchy that goes on below them. */
static void test_what_lies_below(void **state)
{
	const struct files files = {
		"dim,parent,child,set\nd,all,g,\nd,all,h,\nd,g,a,\nd,g,b,\nd,h,c,\nd,h,e,\nd,c,c1,\nd,c,c2,\n",
		"d,count\nall,9\ng,3\nh,6\n", NULL, NULL, NULL
	};
	const struct files mixed = { files.hierarchy, "d,count\nall,9\ng,3\nh,6\na,1\nb,2\n", NULL, NULL, NULL };
	const struct files wrong = { files.hierarchy, "d,count\nall,9\ng,3\nh,6\na,1\nc,2\n", NULL, NULL, NULL };
	struct hvk_protection *p = read_well(*state, &files);

	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 3);
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PRIMARY, NULL), 1);
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_SECONDARY, NULL), 1);
	hvk_protection_free(p);

	p = read_well(*state, &mixed);
	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 5);
	hvk_protection_free(p);

	/* Where it has some parts of a code it has to have all that count. */
	p = read_well(*state, &wrong);
	assert_int_equal(hvk_protection_run(p), HVK_EINPUT);
	assert_place(*state, "t.csv", 2, 0, "d all: expected the sum of its leaves, 3, found 9");
	hvk_protection_free(p);
}

/* Gemeenten that are not there, in two sets: the hierarchy stays as it is. Of a set of which nothing is there only the
 * total counts. */
static void test_parts_that_are_not_there(void **state)
{
	static const char hierarchy[] = "dim,parent,child,set\nd,all,west,1\nd,all,east,1\nd,west,a,\nd,west,b,\n"
					"d,east,c,\nd,east,e,\nd,all,left,2\nd,all,right,2\nd,left,a,\nd,right,b,\n"
					"d,right,mid,\nd,mid,c,\nd,mid,e,\nd,other,o,\n";
	const struct files some = { hierarchy, "d,count\na,9\nb,7\nwest,16\n", NULL, NULL, NULL };
	const struct files regions = { hierarchy, "d,count\nall,25\nwest,16\neast,9\n", NULL, NULL, NULL };
	const struct files both = { hierarchy, "d,count\nwest,16\neast,9\nleft,9\nright,16\n", NULL, NULL, NULL };
	struct hvk_protection *p = read_well(*state, &some);

	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 5);
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PUBLISHED, NULL), 5);
	hvk_protection_free(p);
	p = read_well(*state, &regions);
	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 3);
	hvk_protection_free(p);

	/* What the two have in common cannot be told without it. */
	p = read_well(*state, &both);
	assert_int_equal(hvk_protection_run(p), HVK_EINPUT);
	assert_place(*state, "h.csv", 8, 0,
	             "d: the sets '1' and '2' of 'all' do not hold the same: 'west' is in one only");
	hvk_protection_free(p);
}

static void test_what_was_published_before(void **state)
{
	const struct files files = { PLACES, "place,count,status\nall,20,ok\na,3,x\nb,8,\n", NULL, NULL, NULL };
	const struct files good = { PLACES, "place,count,status\nall,20,ok\na,3,x\nb,8,\nc,9,ok\n", NULL, NULL, NULL };
	const struct files small = { PLACES, "place,count,status\nall,20,ok\na,3,ok\n", NULL, NULL, NULL };
	struct hvk_protection *p = read_well(*state, &good);

	run_well(*state, p);
	assert_int_equal(hvk_protection_status(p, 0), HVK_STATUS_FIXED_PUBLISHED);
	assert_int_equal(hvk_protection_status(p, 1), HVK_STATUS_FIXED_HIDDEN);
	assert_int_equal(hvk_protection_status(p, 2), HVK_STATUS_SECONDARY);
	hvk_protection_free(p);

	/* What is not there was seen to be 0: then the sum is wrong, and it cannot be hidden either. */
	p = read_well(*state, &files);
	assert_int_equal(hvk_protection_run(p), HVK_EINPUT);
	assert_int_equal(hvk_store_error(*state)->line, 2);
	hvk_protection_free(p);
	p = read_well(*state, &small);
	assert_int_equal(hvk_protection_run(p), HVK_EINPUT);
	hvk_protection_free(p);
}

/* What all who read a table know to be 0, since it is not there, does not protect: it is a cell that can be hidden. */
static void test_leaves_that_are_not_there(void **state)
{
	const struct files files = { PLACES, "place,count\nall,3\na,3\n", NULL, NULL, NULL };
	const struct files before = { PLACES, "place,count,status\nall,10,\na,3,\nb,7,ok\n", NULL, NULL, NULL };
	struct hvk_protection *p = read_well(*state, &files);

	run_well(*state, p);
	assert_int_equal(hvk_protection_cells(p), 4);
	assert_int_equal(hvk_protection_tally(p, HVK_STATUS_PUBLISHED, NULL), 2);
	hvk_protection_free(p);
	p = read_well(*state, &before);
	run_well(*state, p);
	assert_int_equal(hvk_protection_status(p, 0), HVK_STATUS_SECONDARY);
	assert_int_equal(hvk_protection_status(p, 3), HVK_STATUS_FIXED_PUBLISHED);
	hvk_protection_free(p);
}

/* ---------------------------------------------------------------- what is refused */

static void test_hierarchies_that_are_refused(void **state)
{
	static const char header[] = "dim,parent,child,set\n";
	static const struct {
		const char *rows;
		unsigned line, column;
		const char *message;
	} cases[] = {
		{ "d,a,a,\n", 2, 3, "d: 'a' is a child of itself" },
		{ "d,a,,\n", 2, 3, "expected a code, found nothing" },
		{ ",a,b,\n", 2, 1, "expected the name of a dimension, found nothing" },
		{ "d,a,b,\n,,,\nd,b,c,,,f\n", 4, 6, "a value without a column above it: the header has 4" },
		{ "d,a,b,\ne,a,b,\nf,a,b,\ng,a,b,\n", 5, 1, "expected at most 3 dimensions, found more" },
		{ "d,a,jan@voorbeeld.be,\n", 2, 3, "looks like an e-mail address (the value is not repeated)" },
		{ "d,a,b\"\"\n\xff,\n", 2, 0, NULL },
	};
	static const struct {
		const char *rows;
		unsigned line;
		const char *message;
	} later[] = {
		{ "d,r,a,\nd,a,b,\nd,b,c,\nd,c,a,\nd,c,e,\n", 5, "d: 'a' is, through its children, a child of itself" },
		{ "d,r,a,\nd,b,a,\nd,a,b,\nd,b,r,\n", 4, "d: 'b' is, through its children, a child of itself" },
		{ "d,r,a,\nd,r,b,\nd,r,a,\n", 4, "d: 'a' is a child of 'r' twice in set ''" },
		{ "d,r,a,s\nd,r,b,s\nd,b,a,s\n", 3, "d: 'a' is in 'r' twice through set 's'" },
		{ "d,r,a,s\nd,r,b,s\nd,r,a,t\nd,r,c,t\n", 4,
		  "d: the sets 's' and 't' of 'r' do not hold the same: 'b' is in one only" },
		{ "d,q,a,t\nd,r,a,s\nd,r,b,s\nd,r,a,t\n", 5,
		  "d: the sets 't' and 's' of 'r' do not hold the same: 'b' is in one only" },
	};
	struct hvk_protection *p;
	char text[256];

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct files files = { text, "d,count\na,1\n", NULL, NULL, NULL };

		snprintf(text, sizeof(text), "%s%s", header, cases[i].rows);
		assert_int_equal(read_files(*state, &files, &p), HVK_EINPUT);
		assert_null(p);
		if (cases[i].message)
			assert_place(*state, "h.csv", cases[i].line, cases[i].column, cases[i].message);
	}
	for (size_t i = 0; i < sizeof(later) / sizeof(later[0]); i++) {
		const struct files files = { text, "d,count\na,1\n", NULL, NULL, NULL };

		snprintf(text, sizeof(text), "%s%s", header, later[i].rows);
		p = read_well(*state, &files);
		assert_int_equal(hvk_protection_run(p), HVK_EINPUT);
		assert_place(*state, "h.csv", later[i].line, 0, later[i].message);
		hvk_protection_free(p);
	}
}

static void test_files_that_are_refused(void **state)
{
	static const struct {
		struct files files;
		int code;
		const char *file;
		unsigned line, column;
		const char *message;
	} cases[] = {
		{ { PLACES, "place,count\na,1\nd,1\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 3, 1,
		  "place: unknown 'd'" },
		{ { "dim,parent,child\nplace,total,brugge\n", "place,count\nbruge,1\n", NULL, NULL, NULL }, HVK_EINPUT,
		  "t.csv", 2, 1,
		  "place: unknown 'bruge'; did you mean 'brugge'?" },
		{ { PLACES, "place,count\na,-1\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 2,
		  "count: expected a whole number from 0 to 1000000000000, found '-1'" },
		{ { PLACES, "place,count\na,1.5\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 2,
		  "count: expected a whole number from 0 to 1000000000000, found '1.5'" },
		{ { PLACES, "place,count\na,\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 2,
		  "count: expected a whole number from 0 to 1000000000000, found ''" },
		{ { PLACES, "place,count\na,1000000000001\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 2,
		  "count: expected a whole number from 0 to 1000000000000, found '1000000000001'" },
		{ { PLACES, "place,count\na,99999999999999999999999999\n", NULL, NULL, NULL }, HVK_EINPUT,
		  "t.csv", 2, 2,
		  "count: expected a whole number from 0 to 1000000000000, found '99999999999999999999999999'" },
		{ { PLACES, "place,count\na,jan@voorbeeld.be\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 2,
		  "count: expected a whole number from 0 to 1000000000000, found '...'" },
		{ { PLACES, "place,count\njan@voorbeeld.be,1\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 1,
		  "looks like an e-mail address (the value is not repeated)" },
		{ { PLACES, "place,count\n,1\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 1,
		  "place: expected a code, found nothing" },
		{ { PLACES, "place,count,status\na,1,hidden\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 3,
		  "expected the status ok, x or none, found 'hidden'" },
		{ { PLACES, "place,count,status\na,,x\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 2, 2,
		  "count: the count of a hidden cell has to be given" },
		{ { PLACES, "place,number\na,1\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 1, 2,
		  "unknown column 'number'; known are place, count, status; pass others over (--ignore-columns)" },
		{ { PLACES, "place\na\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 1, 0,
		  "expected a column count, found none" },
		{ { PLACES, "count\n1\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 1, 0,
		  "expected a column place, found none" },
		{ { PLACES, "place,count,count\na,1,1\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 1, 3,
		  "column count stands there twice" },
		{ { PLACES, "place,count\n", NULL, NULL, NULL }, HVK_EINPUT, "t.csv", 1, 0,
		  "expected rows, found none" },
		{ { "dim,parent,child\n", "place,count\na,1\n", NULL, NULL, NULL }, HVK_EINPUT, "h.csv", 0, 0,
		  "expected rows, found none" },
		{ { "dim,parent\na,b\n", "place,count\na,1\n", NULL, NULL, NULL }, HVK_EINPUT, "h.csv", 1, 0,
		  "expected the columns dim, parent and child, found no child" },
		{ { PLACES, "place,count\na,1\n", "places", NULL, NULL }, HVK_EINPUT, "h.csv", 2, 1,
		  "'place' is not a dimension that was named; did you mean 'places'?" },
		{ { PLACES, "place,count\na,1\n", "a,b,c,d", NULL, NULL }, HVK_EINVAL, NULL, 0, 0,
		  "expected at most 3 dimensions, found more" },
		{ { PLACES, "place,count\na,1\n", "place,,b", NULL, NULL }, HVK_EINVAL, NULL, 0, 0,
		  "expected the name of a dimension, found nothing" },
		{ { PLACES, "place,count\na,1\n", "place,Place", NULL, NULL }, HVK_EINVAL, NULL, 0, 0,
		  "two columns have the name 'Place'" },
		{ { PLACES, "place,count\na,1\n", NULL, "place", NULL }, HVK_EINPUT, NULL, 0, 0,
		  "two columns have the name 'place'" },
	};
	struct hvk_protection *p;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(read_files(*state, &cases[i].files, &p), cases[i].code);
		assert_null(p);
		assert_string_equal(hvk_store_error(*state)->message, cases[i].message);
		if (cases[i].file)
			assert_place(*state, cases[i].file, cases[i].line, cases[i].column, cases[i].message);
		else
			assert_null(hvk_store_error(*state)->file);
	}
	for (int empty = 0; empty < 2; empty++) {
		const struct files files = { empty ? "" : PLACES, empty ? "place,count\na,1\n" : "", NULL, NULL, NULL };

		assert_int_equal(read_files(*state, &files, &p), HVK_EINPUT);
		assert_string_equal(hvk_store_error(*state)->file, empty ? "h.csv" : "t.csv");
	}
}

/* What only shows when it is run has its line too. */
static void test_cells_that_are_refused(void **state)
{
	static const struct {
		const char *table;
		unsigned line;
		const char *message;
	} cases[] = {
		{ "place,count\nb,1\na,1\nb,1\n", 4, "place b: the cell is there twice" },
		{ "place,count\na,1\nall,4\nb,2\n", 3, "place all: expected the sum of its leaves, 3, found 4" },
		{ "place,count,status\na,9,\nb,2,ok\n", 3,
		  "place b: the count 2 was published before, and is sensitive below 5" },
		{ "place,count,status\na,9,ok\nall,29,ok\nc,3,\nb,17,ok\n", 4,
		  "place c: the cell cannot be protected, since place all was published before; leave it out, or "
		  "publish coarser codes" },
	};
	struct hvk_protection *p;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct files files = { PLACES, cases[i].table, NULL, NULL, NULL };

		p = read_well(*state, &files);
		assert_int_equal(hvk_protection_run(p), HVK_EINPUT);
		assert_place(*state, "t.csv", cases[i].line, 0, cases[i].message);
		hvk_protection_free(p);
	}
}

/* ---------------------------------------------------------------- what was published */

struct heard {
	char text[2048];
	size_t stop_after, count;
};

static int hear(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	struct heard *heard = data;
	size_t length = strlen(heard->text);

	assert_int_equal(severity, HVK_WARNING);
	snprintf(heard->text + length, sizeof(heard->text) - length, "%s:%d: %s\n", error->file, (int)error->line,
	         error->message);
	return ++heard->count == heard->stop_after;
}

static int audit(struct hvk_store *store, const char *hierarchy_text, const char *table_text, struct heard *heard,
                 uint64_t *findings)
{
	struct hvk_input hierarchy = { "h.csv", file_of(hierarchy_text) }, table = { "t.csv", file_of(table_text) };
	struct hvk_listener listener = { hear, heard };
	int result = hvk_publication_audit(store, &table, &hierarchy, heard ? &listener : NULL, findings);

	close(hierarchy.descriptor);
	close(table.descriptor);
	return result;
}

#define PUBLISHED "place,label,theme,count,status\n"

static void test_published_files_that_agree(void **state)
{
	static const char *const tables[] = {
		PUBLISHED "a,A,x,9,ok\na,A,y,8,ok\na,A,z,7,ok\na,A,sum,24,ok\n",
		PUBLISHED "a,A,x,,x\na,A,y,,x\na,A,z,7,ok\na,A,sum,24,ok\n",
		PUBLISHED "a,A,x,,x\na,A,y,8,ok\na,A,z,7,ok\na,A,sum,,x\n",
		/* Nothing that is hidden is a zero, which may be known. */
		PUBLISHED "a,A,x,,x\na,A,y,8,ok\na,A,z,9,ok\na,A,sum,17,ok\n",
		PUBLISHED "a,A,x,0,ok\na,A,y,0,ok\na,A,z,0,ok\na,A,sum,,x\n",
		/* What is not there may be anything. */
		PUBLISHED "a,A,x,,x\na,A,y,8,ok\na,A,sum,24,ok\nb,B,sum,3,ok\n",
		/* What could not be, and what nobody collected, add nothing. */
		PUBLISHED "a,A,x,16,ok\na,A,y,8,ok\na,A,z,,nc\na,A,sum,24,ok\n",
		PUBLISHED "a,A,x,,na\na,A,y,,na\na,A,z,,na\na,A,sum,,na\n",
		"place,theme,count\na,x,9\na,y,8\na,z,7\na,sum,24\n",
	};
	struct heard heard = { { 0 }, 0, 0 };
	uint64_t findings;

	for (size_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
		assert_int_equal(audit(*state, PLACES THEMES, tables[i], &heard, &findings), HVK_OK);
		assert_string_equal(heard.text, "");
		assert_int_equal(findings, 0);
	}
}

static void test_published_files_that_do_not(void **state)
{
	static const struct {
		const char *table, *found;
	} cases[] = {
		{ PUBLISHED "a,A,x,9,ok\na,A,y,8,ok\na,A,z,7,ok\na,A,sum,25,ok\n",
		  "t.csv:5: place a, theme sum: expected the sum of its parts, 24, found 25\n" },
		{ PUBLISHED "a,A,x,,x\na,A,y,8,ok\na,A,z,,x\na,A,sum,7,ok\n",
		  "t.csv:5: place a, theme sum: expected at least the sum of the parts that are shown, 8, found 7\n" },
		{ PUBLISHED "a,A,x,,x\na,A,y,8,ok\na,A,z,9,ok\na,A,sum,20,ok\n",
		  "t.csv:2: place a, theme x: hidden, but the rest of a sum that is shown\n" },
		{ PUBLISHED "a,A,x,,x\na,A,y,8,ok\na,A,z,,nc\na,A,sum,24,ok\n",
		  "t.csv:2: place a, theme x: hidden, but the rest of a sum that is shown\n" },
		{ PUBLISHED "a,A,x,3,ok\na,A,y,8,ok\na,A,z,,na\na,A,sum,24,ok\n",
		  "t.csv:5: place a, theme sum: expected the sum of its parts, 11, found 24\n" },
		{ PUBLISHED "a,A,x,1,ok\na,A,y,8,ok\na,A,z,9,ok\na,A,sum,,x\n",
		  "t.csv:5: place a, theme sum: hidden, but the sum of parts that are shown\n" },
		{ PUBLISHED "a,A,x,,x\na,A,y,3,x\na,A,z,9,ok\na,A,sum,20,ok\n",
		  "t.csv:3: place a, theme y: hidden, but with its count\n" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct heard heard = { { 0 }, 0, 0 };
		uint64_t findings;

		assert_int_equal(audit(*state, PLACES THEMES, cases[i].table, &heard, &findings), HVK_OK);
		assert_string_equal(heard.text, cases[i].found);
		assert_int_equal(findings, 1);
		assert_int_equal(audit(*state, PLACES THEMES, cases[i].table, NULL, &findings), HVK_OK);
		assert_int_equal(findings, 1);
	}
}

static void test_published_files_that_cannot_be_read(void **state)
{
	struct heard heard = { { 0 }, 1, 0 };
	uint64_t findings;

	assert_int_equal(audit(*state, PLACES THEMES, PUBLISHED "a,A,x,9,ok\na,A,x,9,ok\n", &heard, &findings),
	                 HVK_EINPUT);
	assert_place(*state, "t.csv", 3, 0, "place a, theme x: the cell is there twice");
	assert_int_equal(audit(*state, PLACES THEMES, PUBLISHED "a,A,x,9,fine\n", &heard, &findings), HVK_EINPUT);
	assert_place(*state, "t.csv", 2, 5, "expected the status ok, x, na or nc, found 'fine'");
	assert_int_equal(audit(*state, PLACES "place,a,all,\n", "place,count\na,9\n", &heard, &findings), HVK_EINPUT);
	assert_place(*state, "h.csv", 5, 0, "place: 'all' is, through its children, a child of itself");
	assert_int_equal(audit(*state, PLACES, "place,count\na,1\nb,1\nc,1\nall,9\n", &heard, &findings), HVK_EINPUT);
	assert_string_equal(hvk_store_error(*state)->message, "the check was stopped");
	assert_int_equal(findings, 1);
}

/* Several sets: gemeenten in regions and in provinces, months in quarters and in a window. */
static void test_several_sets(void **state)
{
	static const char hierarchy[] = "dim,parent,child,set\nplace,all,r1,regions\nplace,all,r2,regions\n"
					"place,r1,a,\nplace,r1,b,\nplace,r2,c,\nplace,all,p1,provinces\nplace,all,p2,provinces\n"
					"place,p1,a,\nplace,p2,b,\nplace,p2,c,\n";
	static const char table[] = "place,count\nall,30\nr1,20\nr2,10\np1,15\np2,16\na,15\nb,5\nc,10\n";
	struct heard heard = { { 0 }, 0, 0 };
	uint64_t findings;

	assert_int_equal(audit(*state, hierarchy, table, &heard, &findings), HVK_OK);
	assert_string_equal(heard.text, "t.csv:2: place all: expected the sum of its parts, 31, found 30\n"
	                                "t.csv:6: place p2: expected the sum of its parts, 15, found 16\n");
	assert_int_equal(findings, 2);
}

static int set_up(void **state)
{
	return hvk_store_new((struct hvk_store **)state);
}

static int tear_down(void **state)
{
	hvk_store_free(*state);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_table),
		cmocka_unit_test(test_dialects),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_codes_by_themselves),
		cmocka_unit_test(test_what_lies_below),
		cmocka_unit_test(test_parts_that_are_not_there),
		cmocka_unit_test(test_what_was_published_before),
		cmocka_unit_test(test_leaves_that_are_not_there),
		cmocka_unit_test(test_hierarchies_that_are_refused),
		cmocka_unit_test(test_files_that_are_refused),
		cmocka_unit_test(test_cells_that_are_refused),
		cmocka_unit_test(test_published_files_that_agree),
		cmocka_unit_test(test_published_files_that_do_not),
		cmocka_unit_test(test_published_files_that_cannot_be_read),
		cmocka_unit_test(test_several_sets)
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
