/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists to choose from by one key. */
#include "register-pick.h"

#include <stdlib.h>
#include <string.h>

#include "register.h"

enum { LABEL_WIDTH = 36 }; /* of a column of choices, unless there is room for one only */

/* ---------------------------------------------------------------- letters */

static bool is_letter(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static bool take_letter(struct pick *pick, struct choice *choice, char letter)
{
	for (size_t i = 0; i < pick->count; i++)
		if (pick->choices[i].letter == (letter | 32))
			return false;
	choice->letter = (char)(letter | 32);
	return true;
}

/* Ways to find a letter, the best first. */
enum way { FIRST_LETTER, OF_CODE, INITIALS, ANY_LETTER, ALPHABET, WAYS };

static void give_letter(struct pick *pick, struct choice *choice, enum way way)
{
	const char *text = way == ALPHABET ? "abcdefghijklmnopqrstuvwxyz" : choice->label;

	/* A label that begins with a number has no mnemonic: such labels get letters in order. */
	if (way < ALPHABET && !is_letter(*text))
		return;
	if (way == OF_CODE)
		text = strrchr(choice->key, '.') ? strrchr(choice->key, '.') + 1 : choice->key;
	for (const char *at = text; *at; at++) {
		bool initial = at == text || at[-1] == ' ';

		if (is_letter(*at) && (way >= ANY_LETTER || initial) && take_letter(pick, choice, *at))
			return;
		if (way <= OF_CODE)
			return;
	}
}

void pick_letters(struct pick *pick)
{
	for (size_t i = 0; i < pick->count; i++)
		pick->choices[i].letter = 0;
	for (int way = 0; way < WAYS; way++)
		for (size_t i = 0; i < pick->count; i++)
			if (!pick->choices[i].letter)
				give_letter(pick, &pick->choices[i], (enum way)way);
}

void pick_add(struct pick *pick, const char *key, const char *label)
{
	if (pick->count == CHOICES_MAX)
		return;
	if (label[0] >= '0' && label[0] <= '9')
		pick->numbers = true;
	pick->choices[pick->count++] = (struct choice){ .key = key, .label = label };
}

/* ---------------------------------------------------------------- codes */

static bool in_use(const struct hvk_code *code, const char *month)
{
	const char *from = hvk_code_text(code, HVK_CODE_VALID_FROM), *to = hvk_code_text(code, HVK_CODE_VALID_TO);
	char day[11];

	snprintf(day, sizeof(day), "%.7s-01", month);
	return (!*from || strcmp(from, day) <= 0) && (!*to || strcmp(day, to) <= 0);
}

static bool is_below(const struct hvk_code *code, const char *parent)
{
	return strcmp(hvk_code_text(code, HVK_CODE_PARENT), parent) == 0;
}

static bool in_levels(struct command *command, const char *list, const char *month)
{
	const struct hvk_code *code;
	size_t count = 0;

	for (size_t n = 0; (code = hvk_code_at(command->store, list, n)) != NULL; n++)
		count += in_use(code, month);
	return count > CHOICES_MAX;
}

bool pick_has_below(struct command *command, const char *list, const char *month, const char *key)
{
	const struct hvk_code *code;

	if (!in_levels(command, list, month))
		return false;
	for (size_t n = 0; (code = hvk_code_at(command->store, list, n)) != NULL; n++)
		if (in_use(code, month) && is_below(code, key))
			return true;
	return false;
}

void pick_codes(struct pick *pick, struct command *command, const char *list, const char *month, const char *parent,
                size_t page)
{
	enum hvk_code_field label = command->lang == HVK_NL ? HVK_CODE_LABEL_NL : HVK_CODE_LABEL_EN;
	bool levels = in_levels(command, list, month);
	const struct hvk_code *code;
	size_t place = 0;

	*pick = (struct pick){ 0 };
	for (size_t n = 0; (code = hvk_code_at(command->store, list, n)) != NULL; n++) {
		const char *text = hvk_code_text(code, label);

		if (!in_use(code, month) || (levels && !is_below(code, parent)))
			continue;
		if (place++ / CHOICES_MAX == page)
			pick_add(pick, hvk_code_text(code, HVK_CODE_CODE),
			         *text ? text : hvk_code_text(code, HVK_CODE_CODE));
	}
	pick->before = page * CHOICES_MAX;
	pick->after = place - pick->before - pick->count;
	pick_letters(pick);
}

/* ---------------------------------------------------------------- gemeenten */

/* Small letters without accents, hyphens and blanks, as far as names of gemeenten need it. */
static void fold(const char *text, char folded[ANSWER_SIZE])
{
	/* U+00C0 to U+00FF, which UTF-8 writes as 0xc3 and one more byte. */
	static const char plain[] = "aaaaaaaceeeeiiiidnooooo.ouuuuypsaaaaaaaceeeeiiiidnooooo.ouuuuypy";
	size_t length = 0;

	for (; *text && length < ANSWER_SIZE - 1; text++) {
		unsigned char c = (unsigned char)*text, next = (unsigned char)text[1];

		if (c == 0xc3 && next >= 0x80 && next <= 0xbf) {
			folded[length++] = plain[next - 0x80];
			text++;
		} else if (c >= 'A' && c <= 'Z') {
			folded[length++] = (char)(c | 32);
		} else if (c != ' ' && c != '-' && c != '\'') {
			folded[length++] = (char)c;
		}
	}
	folded[length] = '\0';
}

static bool is_in_region(struct command *command, const struct hvk_gemeente *gemeente)
{
	const struct hvk_gemeente *member;
	const char *region;

	for (size_t n = 0; (member = hvk_region_at(command->store, n, &region)) != NULL; n++)
		if (strcmp(hvk_gemeente_text(member, HVK_GEMEENTE_NIS), hvk_gemeente_text(gemeente, HVK_GEMEENTE_NIS)) == 0)
			return true;
	return false;
}

enum { PART_MIN = 3 };

/* Whether a text is part of the name of a gemeente of a day, and whether it begins with it. */
static bool is_part(const struct hvk_gemeente *gemeente, const char *day, const char *text, bool *beginning)
{
	const char *from = hvk_gemeente_text(gemeente, HVK_GEMEENTE_VALID_FROM);
	const char *to = hvk_gemeente_text(gemeente, HVK_GEMEENTE_VALID_TO);
	char name[ANSWER_SIZE], wanted[ANSWER_SIZE];
	const char *found;

	if ((*from && strcmp(from, day) > 0) || (*to && strcmp(day, to) > 0))
		return false;
	fold(hvk_gemeente_text(gemeente, HVK_GEMEENTE_NAME), name);
	fold(text, wanted);
	found = *wanted ? strstr(name, wanted) : NULL;
	*beginning = found == name;
	return found != NULL;
}

static size_t add_gemeenten(struct pick *pick, struct command *command, const char *day, const char *text,
                            bool regions, bool beginnings)
{
	const struct hvk_gemeente *gemeente;
	size_t count = 0;
	bool beginning;

	for (size_t n = 0; (gemeente = hvk_gemeente_at(n)) != NULL; n++) {
		if (!is_part(gemeente, day, text, &beginning) || beginning != beginnings ||
		    (regions && !is_in_region(command, gemeente)))
			continue;
		pick_add(pick, hvk_gemeente_text(gemeente, HVK_GEMEENTE_NIS),
		         hvk_gemeente_text(gemeente, HVK_GEMEENTE_NAME));
		count++;
	}
	return count;
}

size_t pick_gemeenten(struct pick *pick, struct command *command, const char *month, const char *text)
{
	size_t count = 0;
	char day[11];

	snprintf(day, sizeof(day), "%.7s-01", month);
	*pick = (struct pick){ 0 };
	for (int regions = 1; regions >= 0 && count == 0; regions--)
		count = add_gemeenten(pick, command, day, text, regions, true);
	/* Two letters stand in the middle of some name or other. */
	for (int regions = 1; regions >= 0 && count == 0 && strlen(text) >= PART_MIN; regions--)
		count = add_gemeenten(pick, command, day, text, regions, false);
	pick_letters(pick);
	return count;
}

/* ---------------------------------------------------------------- reading an answer */

/* The unshifted keys above the letters of a Belgian keyboard, from 1 to 9 and 0. */
static const char *const belgian[] = { "à", "&", "é", "\"", "'", "(", "§", "è", "!", "ç" };

/* The digit at the beginning of a text, and its bytes; -1, and 1, when there is none. */
static int digit_of(const char *text, size_t *length)
{
	*length = 1;
	if (*text >= '0' && *text <= '9')
		return *text - '0';
	for (size_t i = 0; i < COUNT(belgian); i++) {
		*length = strlen(belgian[i]);
		if (strncmp(text, belgian[i], *length) == 0)
			return (int)i;
	}
	*length = 1;
	return -1;
}

void pick_read_digits(char text[ANSWER_SIZE])
{
	char digits[ANSWER_SIZE];
	size_t count = 0, length;

	for (const char *at = text; *at; at += length) {
		int digit = digit_of(at, &length);

		if (digit < 0 && *at != '-')
			return;
		digits[count++] = digit < 0 ? '-' : (char)('0' + digit);
	}
	digits[count] = '\0';
	strcpy(text, digits);
}

const struct choice *pick_find(const struct pick *pick, const char *text)
{
	size_t length, place;
	int digit = digit_of(text, &length);

	if (digit >= 0 && text[length] == '\0' && !pick->numbers) {
		place = digit == 0 ? 9 : (size_t)digit - 1;
		return place < pick->count ? &pick->choices[place] : NULL;
	}
	for (size_t i = 0; i < pick->count && is_letter(text[0]) && text[1] == '\0'; i++)
		if (pick->choices[i].letter == (text[0] | 32))
			return &pick->choices[i];
	return NULL;
}

/* ---------------------------------------------------------------- showing */

static void show_choice(const struct choice *choice, size_t width, bool last)
{
	char *label = hvk_text_printable(choice->label);
	size_t fits = label ? prompt_fit(label, width) : 0, used;
	bool cut = label && label[fits];

	if (cut)
		fits = prompt_fit(label, width - 1);
	if (label)
		label[fits] = '\0';
	used = label ? hvk_text_width(label) + cut : 0;
	fprintf(stderr, "  %c %s%s%*s", choice->letter, label ? label : "", cut ? "…" : "",
	        last ? 0 : (int)(width - used), "");
	free(label);
}

/* Down the first column, then down the next, as people read a list. */
void pick_show(const struct pick *pick, const struct prompt *prompt, const char *more)
{
	size_t width = prompt_width(prompt), widest = 1, columns, rows;

	for (size_t i = 0; i < pick->count; i++)
		if (hvk_text_width(pick->choices[i].label) > widest)
			widest = hvk_text_width(pick->choices[i].label);
	if (widest > LABEL_WIDTH && width >= 2 * (LABEL_WIDTH + 4))
		widest = LABEL_WIDTH;
	if (widest + 5 > width)
		widest = width > 6 ? width - 5 : 1;
	columns = width / (widest + 4) > 0 ? width / (widest + 4) : 1;
	rows = (pick->count + columns - 1) / columns;
	for (size_t row = 0; row < rows; row++) {
		for (size_t i = row; i < pick->count; i += rows)
			show_choice(&pick->choices[i], widest, i + rows >= pick->count);
		fputc('\n', stderr);
	}
	if (pick->before + pick->after > 0)
		fprintf(stderr, "  > %s\n", more);
}

char *pick_line(const struct pick *pick, const char *more)
{
	char *line = NULL, *printable;
	size_t size;
	FILE *stream = open_memstream(&line, &size);

	if (!stream)
		return NULL;
	for (size_t i = 0; i < pick->count; i++)
		fprintf(stream, "%s%c %s", i ? "; " : "", pick->choices[i].letter, pick->choices[i].label);
	if (pick->before + pick->after > 0)
		fprintf(stream, "; > %s", more);
	if (fclose(stream) != 0) {
		free(line);
		return NULL;
	}
	printable = hvk_text_printable(line);
	free(line);
	return printable;
}
