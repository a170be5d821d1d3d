/* SPDX-License-Identifier: EUPL-1.2 */
/* Records that are changed together, by their slugs, and what became of them. */
#include <stdlib.h>
#include <string.h>

#include "common/ids.h"
#include "common/records.h"
#include "common/translate.h"

static int compare_slugs(const void *a, const void *b)
{
	return strcmp(hvk_record_key(*(struct hvk_record *const *)a, 0, NULL),
	              hvk_record_key(*(struct hvk_record *const *)b, 0, NULL));
}

static int find_all(struct command *command, enum hvk_type type, const struct ids *ids, struct record_set *set)
{
	set->records = calloc(ids->count + 1, sizeof(struct hvk_record *));
	if (!set->records)
		return fail_memory(command);
	for (size_t i = 0; i < ids->count; i++) {
		if (hvk_record_new(command->store, type, &set->records[i]) < 0)
			return fail_store(command);
		set->count++;
		if (hvk_record_find(set->records[i], ids->texts[i]) < 0)
			return fail_store(command);
	}
	return EXIT_DONE;
}

/* A record may be named by its slug and a former one. */
static void drop_repeated(struct record_set *set)
{
	size_t kept = 0;

	qsort(set->records, set->count, sizeof(struct hvk_record *), compare_slugs);
	for (size_t i = 0; i < set->count; i++) {
		if (kept > 0 && compare_slugs(&set->records[kept - 1], &set->records[i]) == 0)
			hvk_record_free(set->records[i]);
		else
			set->records[kept++] = set->records[i];
	}
	set->count = kept;
}

int records_find(struct command *command, enum hvk_type type, struct record_set *set)
{
	struct ids ids = { 0 };
	int status = ids_collect(command, 0, &ids);

	*set = (struct record_set){ 0 };
	if (status == EXIT_DONE)
		status = find_all(command, type, &ids, set);
	if (status == EXIT_DONE)
		drop_repeated(set);
	ids_free(&ids);
	return status;
}

int records_listed(struct command *command, struct hvk_records *records, struct record_set *set)
{
	size_t capacity = 0;
	struct hvk_record *record;
	int more;

	*set = (struct record_set){ 0 };
	while ((more = hvk_records_next(records, &record)) > 0) {
		if (set->count == capacity) {
			struct hvk_record **larger;

			capacity = 2 * capacity + 16;
			larger = realloc(set->records, capacity * sizeof(struct hvk_record *));
			if (!larger)
				return fail_memory(command);
			set->records = larger;
		}
		if (hvk_record_new(command->store, hvk_record_type(record), &set->records[set->count]) < 0)
			return fail_store(command);
		set->count++;
		if (hvk_record_find(set->records[set->count - 1], hvk_record_key(record, 0, NULL)) < 0)
			return fail_store(command);
	}
	return more < 0 ? fail_store(command) : EXIT_DONE;
}

void records_forget(struct record_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		hvk_record_free(set->records[i]);
	free(set->records);
	*set = (struct record_set){ 0 };
}

/* ---------------------------------------------------------------- counts */

/* What so many records of a type are called. */
static const char *type_word(enum hvk_type type, uint64_t count)
{
	switch (type) {
	case HVK_PARTNER:
		return P_("partner", "partners", count);
	case HVK_PERSON:
		return P_("person", "persons", count);
	case HVK_OFFER:
		return P_("offer", "offers", count);
	case HVK_AGREEMENT:
		return P_("agreement", "agreements", count);
	case HVK_HOUSE:
		return P_("house", "houses", count);
	case HVK_MEMBERSHIP:
		return P_("membership", "memberships", count);
	case HVK_REFERRAL:
		return P_("referral", "referrals", count);
	case HVK_SESSION:
		return P_("session", "sessions", count);
	case HVK_MEETING:
		return P_("meeting", "meetings", count);
	case HVK_ATTENDANCE:
		return P_("attendance", "attendances", count);
	case HVK_ACTION:
		return P_("action", "actions", count);
	case HVK_MILESTONE:
		return P_("milestone", "milestones", count);
	default:
		return P_("record", "records", count);
	}
}

const char *count_records(enum hvk_type type, uint64_t count, char text[64])
{
	snprintf(text, 64, "%llu %s", (unsigned long long)count, type_word(type, count));
	return text;
}

void tell_record_counts(const struct command *command, enum hvk_type type, const struct hvk_record_counts *counts)
{
	const struct {
		uint64_t count;
		const char *did;
	} parts[] = {
		{ counts->added, _("added") }, { counts->changed, _("changed") }, { counts->removed, _("removed") },
		{ counts->unchanged, _("unchanged") }, { counts->refused, _("refused") },
		{ counts->blank, _("empty, passed over") }
	};
	char text[256] = "", number[64];
	size_t length = 0;

	for (size_t i = 0; i < COUNT(parts); i++) {
		if (parts[i].count == 0)
			continue;
		if (length == 0)
			count_records(type, parts[i].count, number);
		else
			snprintf(number, sizeof(number), "%llu", (unsigned long long)parts[i].count);
		length += (size_t)snprintf(text + length, sizeof(text) - length, "%s%s %s", length ? ", " : "", number,
		                           parts[i].did);
	}
	if (length == 0)
		snprintf(text, sizeof(text), _("nothing to do"));
	note(command, "%s%s", option_given(command, "dry-run") ? _("dry run: ") : "", text);
}
