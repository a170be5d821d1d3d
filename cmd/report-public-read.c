/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports of what is published: the publications that have anything of their periods and of their place, and which
 * members these have. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/translate.h"
#include "report-public.h"

static const char answer_level[] = "answer=";

/* ---- the place of the report */

/* The option that names it; NULL for all. */
static const char *place_option(const struct command *command)
{
	static const char *const names[] = { "gemeente", "arrondissement", "province", "region", NULL };

	for (const char *const *name = names; *name; name++)
		if (option_given(command, *name))
			return *name;
	return NULL;
}

static int check_options(const struct command *command)
{
	const char *first = place_option(command);
	size_t places = 0;

	if (option_given(command, "desk"))
		return usage(command, "--public has nothing by desk: who registered questions is not published");
	if (option_given(command, "geography"))
		return usage(command, "--public has the gemeenten as they were published; leave out --geography");
	for (size_t i = 0; i < command->value_count; i++)
		if (first && strcmp(command->values[i].spec->name, first) == 0)
			places += strchr(command->values[i].text, ',') ? 2 : 1;
		else if (strcmp(command->values[i].spec->name, "gemeente") == 0 ||
		         strcmp(command->values[i].spec->name, "arrondissement") == 0 ||
		         strcmp(command->values[i].spec->name, "province") == 0 ||
		         strcmp(command->values[i].spec->name, "region") == 0)
			places += 2;
	if (places > 1)
		return usage(command, "--public is about one place: sums of several are not published");
	return EXIT_DONE;
}

/* Its key as it is asked for; a publication that has it may know it better. */
static int name_place(struct report *report)
{
	struct command *command = report->command;
	const char *name = place_option(command), *text = name ? option(command, name) : "total";
	const struct hvk_gemeente *gemeente;

	if (name && strcmp(name, "gemeente") == 0) {
		if (hvk_gemeente_find(command->store, text, NULL, false, &gemeente) < 0)
			return fail_store(command);
		text = hvk_gemeente_text(gemeente, HVK_GEMEENTE_NIS);
	}
	report->published->place = strdup(text);
	return report->published->place ? EXIT_DONE : fail_memory(command);
}

/* Whether two names are the same but for case, and for blanks and signs between letters. */
static bool is_same_name(const char *one, const char *other)
{
	static const char signs[] = " -_.'";

	for (;; one++, other++) {
		one += strspn(one, signs);
		other += strspn(other, signs);
		if (tolower((unsigned char)*one) != tolower((unsigned char)*other))
			return false;
		if (*one == '\0')
			return true;
	}
}

/* The axis on which the place of the report stands, and that member; false where there is none. */
static bool find_member(const struct report *report, const struct hvk_publication *publication, const char *level,
                        size_t *axis, size_t *place)
{
	const char *wanted = report->published->place;

	for (*axis = 0; *axis < hvk_publication_axes(publication); ++*axis) {
		for (*place = 0; *place < hvk_publication_members(publication, *axis); ++*place) {
			const char *key = hvk_publication_key(publication, *axis, *place);
			const char *label = hvk_publication_label(publication, *axis, *place, HVK_NL);

			if (strcmp(hvk_publication_level(publication, *axis, *place), level) == 0 &&
			    (is_same_name(key, wanted) || is_same_name(label, wanted)))
				return true;
		}
	}
	return false;
}

/* The axis of places and the member that the report is about; of a publication that is about nothing else the axis is
 * the one beyond the last. False where the place is not in it. */
static bool find_place(struct report *report, const struct hvk_publication *publication, size_t *axis, size_t *place)
{
	struct published *published = report->published;
	const char *region = hvk_publication_text(publication, HVK_PUBLICATION_REGION);
	const char *level = place_option(report->command), *key = region, *label = region;

	if (strcmp(level, "region") == 0 && *region && is_same_name(region, published->place)) {
		*axis = hvk_publication_axes(publication);
	} else {
		if (!find_member(report, publication, level, axis, place))
			return false;
		key = hvk_publication_key(publication, *axis, *place);
		label = hvk_publication_label(publication, *axis, *place, report->command->lang);
	}
	/* As the publication spells it. */
	free(published->place);
	free(published->place_label);
	published->place = strdup(key);
	published->place_label = strdup(label);
	return true;
}

/* The members of an axis of which a member consists, itself too; NULL when out of memory. */
static bool *find_parts(const struct hvk_publication *publication, size_t axis, size_t member)
{
	bool *parts = calloc(hvk_publication_members(publication, axis) + 1, sizeof(*parts)), found = parts != NULL;
	const char *set;
	size_t parent, child;

	if (parts)
		parts[member] = true;
	while (found) {
		found = false;
		for (size_t n = 0; hvk_publication_link(publication, axis, n, &parent, &child, &set) == 1; n++) {
			found |= parts[parent] && !parts[child];
			parts[child] |= parts[parent];
		}
	}
	return parts;
}

/* ---- members */

static enum section section_of(const char *level)
{
	size_t section = SECTION_TOTAL + 1;

	while (section < SECTIONS && strcmp(report_sections[section].dimension, level) != 0)
		section++;
	return strncmp(level, answer_level, strlen(answer_level)) == 0 ? SECTION_ANSWER : (enum section)section;
}

static bool has_member(const struct members *members, const char *key)
{
	for (size_t i = 0; i < members->count; i++)
		if (strcmp(members->list[i].key, key) == 0)
			return true;
	return false;
}

static int add_member(struct members *members, const struct hvk_publication *publication, size_t axis, size_t member)
{
	const char *level = hvk_publication_level(publication, axis, member);
	const char *key = hvk_publication_key(publication, axis, member), *subject = key;
	struct member *added;

	/* Of an answer there is one line: who has it. */
	if (strncmp(level, answer_level, strlen(answer_level)) == 0) {
		if (strcmp(key, "has") != 0)
			return 0;
		key = level + strlen(answer_level);
	}
	if (has_member(members, key))
		return 0;
	if (members->count == members->capacity) {
		size_t capacity = 2 * members->capacity + 32;
		struct member *larger = reallocarray(members->list, capacity, sizeof(*larger));

		if (!larger)
			return -1;
		members->list = larger;
		members->capacity = capacity;
	}
	added = &members->list[members->count++];
	members->held = members->count;
	*added = (struct member){
		.key = strdup(key), .dimension = strdup(level), .subject = strdup(subject),
		.label = { strdup(hvk_publication_label(publication, axis, member, HVK_NL)),
		           strdup(hvk_publication_label(publication, axis, member, HVK_EN)) }
	};
	return added->key && added->dimension && added->subject && added->label[0] && added->label[1] ? 0 : -1;
}

/* Those of an axis that sections are about; parts: only these gemeenten, NULL: all. */
static int add_members(struct published *published, const struct hvk_publication *publication, size_t axis,
                       const bool parts[])
{
	for (size_t member = 0; member < hvk_publication_members(publication, axis); member++) {
		const char *level = hvk_publication_level(publication, axis, member);
		enum section section = section_of(level);

		published->others |= strcmp(level, "other") == 0;
		if (section == SECTIONS || (section == SECTION_GEMEENTE && parts && !parts[member]))
			continue;
		if (add_member(&published->members[section], publication, axis, member) < 0)
			return -1;
	}
	return 0;
}

/* ---- publications */

static int month_number(const char *key)
{
	return atoi(key) * 12 + atoi(key + 5) - 1;
}

/* Whether it has anything of the report's periods. */
static bool is_of_periods(const struct report *report, const struct hvk_publication *publication)
{
	int start = report->year * 12 + report->month - 1;
	char first[8], last[8];

	if (hvk_period_resolve(report->command->store, hvk_publication_text(publication, HVK_PUBLICATION_PERIOD), first,
	                       last) < 0)
		return false;
	for (size_t i = 0; i < report->period_count; i++) {
		int from = start + (int)report->periods[i].first, to = from + (int)report->periods[i].count - 1;

		if (month_number(first) <= to && month_number(last) >= from)
			return true;
	}
	return false;
}

static int add_source(struct published *published, uint64_t number, const struct hvk_publication *publication)
{
	const char *min_cell = hvk_publication_text(publication, HVK_PUBLICATION_MIN_CELL);
	struct source *sources = reallocarray(published->sources, published->source_count + 1, sizeof(*sources));
	struct source *added;

	if (!sources)
		return -1;
	published->sources = sources;
	added = &sources[published->source_count++];
	added->number = number;
	snprintf(added->entered_on, sizeof(added->entered_on), "%s",
	         hvk_publication_text(publication, HVK_PUBLICATION_ENTERED_ON));
	if (atoi(min_cell) > atoi(published->min_cell))
		snprintf(published->min_cell, sizeof(published->min_cell), "%s", min_cell);
	return 0;
}

static int take_publication(struct report *report, uint64_t number, const struct hvk_publication *publication)
{
	struct published *published = report->published;
	size_t axis = SIZE_MAX, place = 0;
	bool *parts = NULL, all = true;
	int result;

	if (*hvk_publication_text(publication, HVK_PUBLICATION_WITHDRAWN_ON) || !is_of_periods(report, publication))
		return EXIT_DONE;
	if (place_option(report->command)) {
		if (!find_place(report, publication, &axis, &place))
			return EXIT_DONE;
		all = axis == hvk_publication_axes(publication);
		if (!all)
			parts = find_parts(publication, axis, place);
		if (!published->place || !published->place_label || (!all && !parts)) {
			free(parts);
			return fail_memory(report->command);
		}
	}
	result = add_source(published, number, publication);
	for (size_t i = 0; i < hvk_publication_axes(publication) && result == 0; i++)
		result = add_members(published, publication, i, i == axis ? parts : NULL);
	free(parts);
	return result < 0 ? fail_memory(report->command) : EXIT_DONE;
}

/* The latest first: their members lead. */
static int take_publications(struct report *report)
{
	struct hvk_store *store = report->command->store;
	uint64_t last;
	int status = EXIT_DONE;

	if (hvk_publication_last(store, &last) < 0 || hvk_figures_new(store, &report->published->figures) < 0)
		return fail_store(report->command);
	for (uint64_t number = last; number > 0 && status == EXIT_DONE; number--) {
		struct hvk_publication *publication;

		if (hvk_publication_open(store, number, &publication) < 0)
			return fail_store(report->command);
		status = take_publication(report, number, publication);
		hvk_publication_free(publication);
	}
	return status;
}

/* ---- what is published of the first period */

static bool any_published(const struct report *report, const struct period *period)
{
	enum hvk_published status;

	public_find(report, SECTION_TOTAL, SIZE_MAX, period, &status);
	for (size_t section = 1; section < SECTIONS && !public_is_shown(status); section++)
		for (size_t i = 0; i < report->published->members[section].count && !public_is_shown(status); i++)
			public_find(report, (enum section)section, i, period, &status);
	return public_is_shown(status);
}

/* The options of a command that would publish something of that place; level: of the place, NULL for all. */
static void write_proposal(const struct report *report, const char *level, FILE *stream)
{
	bool above = level && (strcmp(level, "arrondissement") == 0 || strcmp(level, "province") == 0);

	fprintf(stream, "--by %s,theme-group --period %s", above ? level : "gemeente",
	        report->periods[PERIOD_NOW].name);
	if (level && !above)
		fprintf(stream, " --%s '%s'", level, option(report->command, level));
}

/* What is not over cannot be published yet. */
static bool is_over(const struct report *report)
{
	struct hvk_store *store = report->command->store;
	char first[8], last[8], now[8], end[8];

	return hvk_period_resolve(store, report->periods[PERIOD_NOW].name, first, last) < 0 ||
	       hvk_period_resolve(store, "this-month", now, end) < 0 || strcmp(last, now) < 0;
}

static int fail_unpublished(const struct report *report)
{
	const char *level = place_option(report->command), *period = report->periods[PERIOD_NOW].name;
	struct text text;
	FILE *stream;
	int status;

	if (!is_over(report))
		return fail(report->command, EXIT_NOT_FOUND, "of %s nothing is published: it is not over yet", period);
	stream = text_open(&text);
	if (stream)
		write_proposal(report, level, stream);
	if (!text_close(&text, stream))
		return fail_memory(report->command);
	status = fail(report->command, EXIT_NOT_FOUND,
	              level ? N_("of %s and that place nothing is published; this would do it: hvk-report publish %s")
	                    : N_("of %s nothing is published; this would do it: hvk-report publish %s"),
	              period, text.bytes);
	free(text.bytes);
	return status;
}

/* Also where only months of it are. */
static int check_published(const struct report *report)
{
	const struct period *now = &report->periods[PERIOD_NOW];
	bool any = any_published(report, now);

	for (size_t i = 0; i < now->count && !any; i++) {
		const struct period month = { .first = now->first + i, .count = 1 };

		any = any_published(report, &month);
	}
	return any ? EXIT_DONE : fail_unpublished(report);
}

int public_open(struct report *report)
{
	int status = check_options(report->command);

	if (status != EXIT_DONE)
		return status;
	report->published = calloc(1, sizeof(*report->published));
	if (!report->published)
		return fail_memory(report->command);
	status = name_place(report);
	if (status == EXIT_DONE)
		status = take_publications(report);
	for (size_t section = 1; section < SECTIONS && status == EXIT_DONE; section++)
		public_drop_unpublished(report, (enum section)section);
	return status == EXIT_DONE ? check_published(report) : status;
}
