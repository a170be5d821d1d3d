/* SPDX-License-Identifier: EUPL-1.2 */
/* Where records end, quickly: from quote to quote. This is the one step of reading that cannot be shared between
 * threads. */
#include "tabular/cutter.h"

#include "tabular/scan.h"

static bool is_line_end(char c)
{
	return c == '\n' || c == '\r';
}

/* A quote opens only at the start of a cell, where blanks may come before it. */
static bool opens_cell(const char *data, size_t start, size_t quote, char delimiter)
{
	while (quote > start) {
		char c = data[--quote];

		if (c == delimiter || is_line_end(c))
			return true;
		if (!hvk__is_blank(c))
			return false;
	}
	return true;
}

/* Decides what the quote before position was, and returns where that is known: at a delimiter or line end, which it
 * leaves to the caller, or behind the byte that led back inside. */
static size_t look_behind_quote(struct hvk__cutter *cutter, const char *data, size_t position, size_t end)
{
	for (; position < end; position++) {
		char c = data[position];

		if (c == cutter->delimiter || is_line_end(c)) {
			cutter->state = HVK__OUTSIDE;
			return position;
		}
		if (hvk__is_blank(c)) {
			cutter->blanks = true;
		} else if (c == '"' && cutter->blanks) {
			cutter->blanks = false;
		} else {
			cutter->state = HVK__INSIDE;
			return position + 1;
		}
	}
	return position;
}

/* Goes through a block of count bytes that has quotes, and perhaps beyond it; returns where to go on. */
static size_t scan_quotes(struct hvk__cutter *cutter, const char *data, size_t base, size_t count, uint64_t quotes,
                          uint64_t ends, size_t end)
{
	size_t position = base;

	while (position < base + count) {
		uint64_t rest = quotes & hvk__bits_from(position - base);
		size_t next = rest ? hvk__lowest(rest) : count;

		if (cutter->state == HVK__BEHIND) {
			position = look_behind_quote(cutter, data, position, end);
			continue;
		}
		if (cutter->state == HVK__OUTSIDE) {
			ends &= hvk__bits_from(position - base);
			if (ends & hvk__bits_below(next))
				cutter->cut = base + hvk__highest(ends & hvk__bits_below(next)) + 1;
			if (rest && opens_cell(data, cutter->cut, base + next, cutter->delimiter)) {
				cutter->state = HVK__INSIDE;
				cutter->quote = base + next;
			}
		} else if (rest) {
			cutter->state = HVK__BEHIND;
			cutter->blanks = false;
		}
		position = base + next + (rest != 0);
	}
	return position;
}

/* Goes through a block whose quotes all stand around cells, right beside a separator, as most do: without a branch
 * for each. false, leaving all as it was, when they may not. separators: the line ends; the delimiters are added. */
static inline bool scan_plain(struct hvk__cutter *cutter, const struct hvk__block *block, size_t base, uint64_t quotes,
                              uint64_t ends, uint64_t separators)
{
	uint64_t inside = hvk__parity(quotes) ^ (cutter->state == HVK__INSIDE ? ~(uint64_t)0 : 0);
	uint64_t opening = quotes & inside, closing = quotes & ~inside, outside_ends = ends & ~inside;

	separators |= hvk__block_find(block, cutter->delimiter);
	if ((opening & ~(separators << 1)) != 0 || (closing & ~(separators >> 1)) != 0)
		return false;
	if (outside_ends != 0)
		cutter->cut = base + hvk__highest(outside_ends) + 1;
	if (opening != 0)
		cutter->quote = base + hvk__highest(opening);
	cutter->state = inside >> 63 ? HVK__INSIDE : HVK__OUTSIDE;
	return true;
}

void hvk__cutter_scan(struct hvk__cutter *cutter, const char *data, size_t end)
{
	struct hvk__seen seen;
	size_t base = cutter->position;
	uint64_t line = cutter->line;

	hvk__seen_start(&seen);
	while (base < end) {
		size_t count = end - base < HVK__BLOCK ? end - base : HVK__BLOCK;
		struct hvk__block block = hvk__block_load(data + base);
		uint64_t within = hvk__bits_below(count), quotes = hvk__block_find(&block, '"') & within;
		uint64_t lf = hvk__block_find(&block, '\n') & within, cr = hvk__block_find(&block, '\r') & within;
		uint64_t next_lf = (uint64_t)(data[base + HVK__BLOCK] == '\n') << 63;
		uint64_t ends = lf | (cr & ~(lf >> 1 | next_lf));

		hvk__seen_add(&seen, &block);
		line += hvk__bit_count(ends);
		if (cutter->state == HVK__BEHIND ||
		    (quotes != 0 && !scan_plain(cutter, &block, base, quotes, ends, lf | cr))) {
			base = scan_quotes(cutter, data, base, count, quotes, ends, end);
			continue;
		}
		if (quotes == 0 && ends != 0 && cutter->state == HVK__OUTSIDE)
			cutter->cut = base + hvk__highest(ends) + 1;
		base += count;
	}
	cutter->position = base;
	cutter->line = line;
	cutter->nul = hvk__seen_nul(&seen);
	cutter->not_ascii |= hvk__seen_not_ascii(&seen);
}

void hvk__cutter_drop(struct hvk__cutter *cutter)
{
	cutter->position -= cutter->cut;
	cutter->quote -= cutter->cut;
	cutter->cut = 0;
}

size_t hvk__record_end(const char *data, size_t length, char delimiter, size_t *open)
{
	struct hvk__cutter cutter = { .delimiter = delimiter };
	bool begun = false; /* the cell has more than blanks */

	*open = SIZE_MAX;
	for (size_t i = 0; i < length; i++) {
		char c = data[i];

		if (cutter.state == HVK__BEHIND) {
			i = look_behind_quote(&cutter, data, i, length);
			if (cutter.state == HVK__OUTSIDE)
				*open = SIZE_MAX;
			i--;
		} else if (cutter.state == HVK__INSIDE) {
			if (c == '"') {
				cutter.state = HVK__BEHIND;
				cutter.blanks = false;
			}
		} else if (is_line_end(c)) {
			return i;
		} else if (c == delimiter) {
			begun = false;
		} else if (c == '"' && !begun) {
			cutter.state = HVK__INSIDE;
			*open = i;
			begun = true;
		} else if (!hvk__is_blank(c)) {
			begun = true;
		}
	}
	if (cutter.state != HVK__INSIDE)
		*open = SIZE_MAX;
	return length;
}

size_t hvk__line_end(const char *data, size_t length)
{
	if (length == 0 || !is_line_end(data[0]))
		return 0;
	return data[0] == '\r' && length > 1 && data[1] == '\n' ? 2 : 1;
}

uint64_t hvk__count_lines(const char *data, size_t length)
{
	uint64_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += data[i] == '\n' || (data[i] == '\r' && (i + 1 == length || data[i + 1] != '\n'));
	return count;
}
