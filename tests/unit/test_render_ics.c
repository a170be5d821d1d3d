/* SPDX-License-Identifier: EUPL-1.2 */
/* How the lines of a calendar are written: folded, escaped, and what becomes of days and hours. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "render/ics.h"
#include "render/render.h"

static void expect_escaped(const char *text, const char *expected)
{
	char escaped[256];
	size_t length = ics_escape(text, strlen(text), escaped);

	assert_int_equal(length, strlen(expected));
	assert_memory_equal(escaped, expected, length);
}

static void text_is_escaped(void **state)
{
	(void)state;
	expect_escaped("", "");
	expect_escaped("a,b;c\\d", "a\\,b\\;c\\\\d");
	expect_escaped("een\ntwee\r\ndrie", "een\\ntwee\\ndrie");
	expect_escaped("colon: \"quoted\" = same", "colon: \"quoted\" = same");
	expect_escaped("tab\tbell\a\x7f" "end", "tab bellend");
	/* NEL and another C1 control go, and what is no control but begins as one stays. */
	expect_escaped("a\xc2\x85" "b\xc2\x9f" "c\xc2\xa0" "d", "abc\xc2\xa0" "d");
	expect_escaped("a\xe2\x80\xa8" "b\xe2\x80\xa9" "c\xe2\x80\xa6", "a\\nb\\nc\xe2\x80\xa6");
	/* What is cut off or no UTF-8 is not read beyond its end. */
	expect_escaped("\xe2\x80", "\xe2\x80");
	expect_escaped("\xc3", "\xc3");
	expect_escaped("\x80\xff", "\x80\xff");
}

static void expect_folded(const char *line, const char *expected)
{
	char folded[1024];
	size_t length = ics_fold(line, strlen(line), folded);

	assert_int_equal(length, strlen(expected));
	assert_memory_equal(folded, expected, length);
}

#define TEN "0123456789"
#define SEVENTY TEN TEN TEN TEN TEN TEN TEN

static void lines_are_folded(void **state)
{
	(void)state;
	expect_folded("", "\r\n");
	expect_folded(SEVENTY "01234", SEVENTY "01234\r\n");
	expect_folded(SEVENTY "012345", SEVENTY "01234\r\n 5\r\n");
	expect_folded(SEVENTY "01234" SEVENTY "0123", SEVENTY "01234\r\n " SEVENTY "0123\r\n");
	expect_folded(SEVENTY "01234" SEVENTY "01234", SEVENTY "01234\r\n " SEVENTY "0123\r\n 4\r\n");
	/* No character is cut. */
	expect_folded(SEVENTY "0123\xc3\xa9", SEVENTY "0123\r\n \xc3\xa9\r\n");
	expect_folded(SEVENTY "012\xc3\xa9", SEVENTY "012\xc3\xa9\r\n");
	expect_folded(SEVENTY "012\xe2\x82\xac", SEVENTY "012\r\n \xe2\x82\xac\r\n");
	expect_folded(SEVENTY "01\xf0\x9f\x8e\x88!", SEVENTY "01\r\n \xf0\x9f\x8e\x88!\r\n");
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

/* A character of UTF-8 of any length, or a byte that is none. */
static size_t put_random(uint32_t *seed, char *to)
{
	static const char *const some[] = {
		"a", ",", ";", "\\", " ", "\n", "\xc3\xab", "\xe2\x80\xa8", "\xe2\x82\xac", "\xf0\x9f\x91\xb6",
		"\xff", "\x01"
	};
	const char *one = some[next_random(seed) % (sizeof(some) / sizeof(some[0]))];

	memcpy(to, one, strlen(one));
	return strlen(one);
}

static void what_was_folded_unfolds(void **state)
{
	uint32_t seed = 5545;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		char line[1600], folded[8 * sizeof(line)], unfolded[sizeof(line)];
		size_t length = 0, size, used = 0, octets = 0, count = next_random(&seed) % 300;

		for (size_t i = 0; i < count; i++)
			length += put_random(&seed, line + length);
		for (size_t i = 0; i < length; i++)
			line[i] = line[i] == '\n' ? '|' : line[i];
		size = ics_fold(line, length, folded);
		assert_true(size <= 3 * length + 8);
		assert_memory_equal(folded + size - 2, "\r\n", 2);
		for (size_t i = 0; i + 2 < size; i++) {
			if (memcmp(folded + i, "\r\n ", 3) != 0) {
				assert_true(++octets <= 75);
				unfolded[used++] = folded[i];
				continue;
			}
			i += 2;
			octets = 1;
			/* The next line begins with no part of a character that the line before ended with. */
			assert_true(((unsigned char)folded[i + 1] & 0xc0) != 0x80);
		}
		assert_int_equal(used, length);
		assert_memory_equal(unfolded, line, length);
	}
}

/* ---- events */

static char *calendar(const struct cell *cells)
{
	struct render_column columns[16];
	size_t count = 0, size;
	char *text = NULL;
	FILE *stream = open_memstream(&text, &size);
	struct renderer *renderer = renderer_new(render_format_find("ics"), stream, false);

	for (; ics_columns[count]; count++)
		columns[count] = (struct render_column){ .key = ics_columns[count], .title = "" };
	assert_non_null(renderer);
	assert_int_equal(render_table_begin(renderer, columns, count, "Agenda, en meer"), 0);
	assert_int_equal(render_row(renderer, cells), 0);
	assert_int_equal(render_table_end(renderer), 0);
	assert_int_equal(render_finish(renderer), 0);
	renderer_free(renderer);
	fclose(stream);
	return text;
}

#define TEXT(value) { .type = CELL_TEXT, .text = (value), .length = sizeof(value) - 1 }
#define NONE { .type = CELL_EMPTY }

static void an_event_with_hours(void **state)
{
	const struct cell cells[] = {
		TEXT("session-a@x"), TEXT("2026-10-06"), TEXT("19:30"), TEXT("21:30"),
		{ .type = CELL_WHOLE, .whole = 2 }, TEXT("2026-09-01"), TEXT("yes"), TEXT("A; b"),
		TEXT("Zaal, 1"), TEXT("https://a.example/?a,b;c"), TEXT("Een\nTwee"), TEXT("activiteit")
	};
	char *text = calendar(cells);

	(void)state;
	assert_string_equal(strstr(text, "BEGIN:VEVENT"),
	                    "BEGIN:VEVENT\r\nUID:session-a@x\r\nDTSTAMP:20260901T000000Z\r\n"
	                    "LAST-MODIFIED:20260901T000000Z\r\nSEQUENCE:2\r\n"
	                    "DTSTART;TZID=Europe/Brussels:20261006T193000\r\n"
	                    "DTEND;TZID=Europe/Brussels:20261006T213000\r\nSUMMARY:A\\; b\r\nSTATUS:CANCELLED\r\n"
	                    "LOCATION:Zaal\\, 1\r\nDESCRIPTION:Een\\nTwee\r\nCATEGORIES:activiteit\r\n"
	                    "URL:https://a.example/?a,b;c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
	assert_non_null(strstr(text, "X-WR-CALNAME:Agenda\\, en meer\r\n"));
	free(text);
}

/* Days end with the next one, also at the end of a month, of a year and in February. */
static void events_of_a_day(void **state)
{
	static const char *const days[][2] = {
		{ "2026-10-06", "20261006\r\nDTEND;VALUE=DATE:20261007" },
		{ "2026-11-30", "20261130\r\nDTEND;VALUE=DATE:20261201" },
		{ "2026-12-31", "20261231\r\nDTEND;VALUE=DATE:20270101" },
		{ "2026-02-28", "20260228\r\nDTEND;VALUE=DATE:20260301" },
		{ "2028-02-28", "20280228\r\nDTEND;VALUE=DATE:20280229" },
		{ "2028-02-29", "20280229\r\nDTEND;VALUE=DATE:20280301" },
		{ "2100-02-28", "21000228\r\nDTEND;VALUE=DATE:21000301" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
		struct cell cells[] = {
			TEXT("a@x"), TEXT("2026-10-06"), NONE, TEXT("21:30"), NONE, NONE, NONE, TEXT("A"), NONE, NONE,
			NONE, NONE
		};
		char *text, *begins;

		cells[1].text = days[i][0];
		text = calendar(cells);
		begins = strstr(text, "DTSTART;VALUE=DATE:");
		assert_non_null(begins);
		assert_memory_equal(begins + strlen("DTSTART;VALUE=DATE:"), days[i][1], strlen(days[i][1]));
		/* Nobody knows when it was changed: the day itself, the same each time. */
		assert_non_null(strstr(text, "SEQUENCE:0\r\n"));
		assert_non_null(strstr(text, "T000000Z\r\nSEQUENCE"));
		assert_null(strstr(text, "LAST-MODIFIED"));
		free(text);
	}
}

static void without_an_end(void **state)
{
	const struct cell cells[] = {
		TEXT("a@x"), TEXT("2026-10-06"), TEXT("09:00"), NONE, NONE, NONE, NONE, TEXT("A"), NONE,
		NONE, NONE, NONE
	};
	char *text = calendar(cells);

	(void)state;
	assert_non_null(strstr(text, "DTSTART;TZID=Europe/Brussels:20261006T090000\r\nSUMMARY"));
	assert_null(strstr(text, "DTEND"));
	assert_non_null(strstr(text, "STATUS:CONFIRMED"));
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_escaped),        cmocka_unit_test(lines_are_folded),
		cmocka_unit_test(what_was_folded_unfolds), cmocka_unit_test(an_event_with_hours),
		cmocka_unit_test(events_of_a_day),        cmocka_unit_test(without_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
