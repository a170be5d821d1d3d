/* SPDX-License-Identifier: EUPL-1.2 */
/* Delimiters: their names, and which one an input uses. */
#include "tabular/dialect.h"

#include <string.h>
#include <strings.h>

#include "core/macro.h"
#include "core/text.h"
#include "tabular/cutter.h"
#include "tabular/record.h"

static const struct {
	const char *name;
	char delimiter;
} names[] = {
	{ "comma", ',' }, { "semicolon", ';' }, { "tab", '\t' }, { "pipe", '|' }, { "\\t", '\t' },
};

/* The other marks that can be asked for: printable ASCII that is no letter, digit, blank or quote. */
static const char marks[][2] = {
	"!", "#", "$", "%", "&", "'", "(", ")", "*", "+", ",", "-", ".", "/", ":", ";", "<",  "=",
	">", "?", "@", "[", "]", "^", "_", "`", "{", "}", "~", "|", "\t", "\\",
};

bool hvk__delimiter_parse(const char *text, char *delimiter)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (strcasecmp(text, names[i].name) == 0) {
			*delimiter = names[i].delimiter;
			return true;
		}
	}
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		if (strcmp(text, marks[i]) == 0) {
			*delimiter = marks[i][0];
			return true;
		}
	}
	return false;
}

const char *hvk__delimiter_name(char delimiter)
{
	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		if (delimiter == names[i].delimiter)
			return names[i].name;
	}
	for (size_t i = 0; i < ARRAY_SIZE(marks); i++) {
		if (delimiter == marks[i][0])
			return marks[i];
	}
	return _("not known yet");
}

size_t hvk__sep_line(const char *data, size_t length, char *delimiter)
{
	size_t quoted = length > 0 && data[0] == '"', used = quoted + 5 + quoted;
	char mark[2] = "";

	if (length < used || strncasecmp(data + quoted, "sep=", 4) != 0)
		return 0;
	mark[0] = data[quoted + 4];
	if (!hvk__delimiter_parse(mark, delimiter) || (quoted && data[used - 1] != '"'))
		return 0;
	if (used == length)
		return used;
	if (hvk__line_end(data + used, length - used) == 0)
		return 0;
	return used + hvk__line_end(data + used, length - used);
}

/* Splits the first record of data. Returns 1, 0 when it goes on behind data, or an error. */
static int split_header(struct hvk__chunk *header, const char *data, size_t length, bool whole, size_t *taken)
{
	size_t open, end = hvk__record_end(data, length, header->delimiter, &open);

	/* An LF may come behind a CR. */
	if (!whole && (end == length || (data[end] == '\r' && end + 1 == length)))
		return 0;
	if (!hvk__chunk_reserve(header, end))
		return hvk__fail_memory(&header->error);
	memcpy(header->data, data, end);
	header->length = end;
	header->not_ascii = true;
	hvk__chunk_start(header);
	*taken = end + hvk__line_end(data + end, length - end);
	return hvk__chunk_next_record(header, NULL);
}

static size_t count_known(const struct hvk__chunk *header, const struct hvk__header_test *test)
{
	size_t known = 0;

	for (size_t i = 0; test && i < header->cell_count; i++) {
		size_t length = header->cells[i].length;
		const char *cell = hvk__trim(header->cells[i].data, &length);

		known += test->known(test->data, cell, length);
	}
	return known;
}

/* Has the first candidate that fails put its error in header. */
static int retry_failed(struct hvk__chunk *header, const char *data, size_t length, const char *candidates,
                        size_t *taken)
{
	int result = 0;

	for (; *candidates && result >= 0; candidates++) {
		header->delimiter = *candidates;
		result = split_header(header, data, length, true, taken);
	}
	return result;
}

int hvk__choose_delimiter(struct hvk__chunk *header, const char *data, size_t length, bool whole,
                          const char *candidates, const struct hvk__header_test *test, size_t *taken)
{
	size_t best_known = 0, best_cells = 0;
	char best = '\0';
	bool more = false, failed = false;
	int result = 0;

	if (!candidates)
		candidates = ",;\t|";
	for (const char *candidate = candidates; *candidate; candidate++) {
		size_t known;

		header->delimiter = *candidate;
		result = split_header(header, data, length, whole, taken);
		if (result == HVK_ENOMEM)
			return result;
		more |= result == 0;
		failed |= result < 0;
		if (result != 1)
			continue;
		known = count_known(header, test);
		if (!best || known > best_known || (known == best_known && header->cell_count > best_cells)) {
			best = *candidate;
			best_known = known;
			best_cells = header->cell_count;
		}
	}
	/* Where nothing is known, a quote that is left open under another candidate is what is wrong. */
	if (!best || (test && best_known == 0 && (more || failed)))
		return more ? 0 : retry_failed(header, data, length, candidates, taken);
	if (best == header->delimiter)
		return 1;
	header->delimiter = best;
	return split_header(header, data, length, whole, taken);
}
