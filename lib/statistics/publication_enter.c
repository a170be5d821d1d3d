/* SPDX-License-Identifier: EUPL-1.2 */
/* Into the ledger: publications that were protected together, all or none, on top of what they were protected on; and
 * that one was withdrawn. */
#include <string.h>

#include "core/guard.h"
#include "core/macro.h"
#include "core/text.h"
#include "statistics/publication.h"
#include "store/admin.h"

/* ---------------------------------------------------------------- what they share */

int hvk__joint_new(struct hvk_publication *const publications[], size_t count, struct hvk__joint **joint)
{
	*joint = calloc(1, sizeof(**joint));
	if (!*joint)
		return hvk__fail_memory(&publications[0]->store->error);
	(*joint)->count = (*joint)->holders = count;
	for (size_t i = 0; i < count; i++) {
		hvk__joint_leave(publications[i]);
		publications[i]->joint = *joint;
	}
	return HVK_OK;
}

void hvk__joint_leave(struct hvk_publication *publication)
{
	struct hvk__joint *joint = take_ptr(publication->joint);

	if (!joint || --joint->holders > 0)
		return;
	hvk__closing_free(&joint->closing);
	free(joint);
}

/* ---------------------------------------------------------------- rows */

enum statement { PUBLICATION, MEMBER, LEAF, LINK, CELL, STATEMENTS };

static const char *const texts[STATEMENTS] = {
	[PUBLICATION] = "INSERT INTO publication (number, entered_on, levels, subject, first_month, last_month, region,"
	                " gemeenten, min_cell, zeros, geography, late, plan, place, checksum, digest)"
	                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[MEMBER] = "INSERT INTO publication_member (publication, axis, member, key, level, label_nl, label_en,"
	           " sensitive) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	[LEAF] = "INSERT INTO publication_leaf (publication, axis, member, leaf) VALUES (?, ?, ?, ?)",
	[LINK] = "INSERT INTO publication_link (publication, axis, parent, set_name, child) VALUES (?, ?, ?, ?, ?)",
	[CELL] = "INSERT INTO publication_cell (publication, place, subject, time, status, count)"
	         " VALUES (?, ?, ?, ?, ?, ?)",
};

struct entry {
	struct hvk_store *store;
	sqlite3_stmt *statements[STATEMENTS];
	char today[11];
};

static void entry_free(struct entry *entry)
{
	for (size_t i = 0; i < STATEMENTS; i++)
		hvk__finalize(&entry->statements[i]);
}

static void bind_text(sqlite3_stmt *statement, int parameter, const char *text)
{
	sqlite3_bind_text(statement, parameter, text, -1, SQLITE_STATIC);
}

static int insert_publication(struct entry *entry, const struct hvk_publication *p, uint64_t number, const char *place,
                              const char *checksum)
{
	sqlite3_stmt *insert = entry->statements[PUBLICATION];
	char geography[11];
	int n = 0;

	hvk__date_format(p->geography_day, geography);
	sqlite3_bind_int64(insert, ++n, (int64_t)number);
	bind_text(insert, ++n, entry->today);
	bind_text(insert, ++n, p->levels);
	bind_text(insert, ++n, p->subject);
	sqlite3_bind_int(insert, ++n, p->first);
	sqlite3_bind_int(insert, ++n, p->last);
	bind_text(insert, ++n, p->region);
	bind_text(insert, ++n, p->gemeenten);
	sqlite3_bind_int64(insert, ++n, p->min_cell);
	bind_text(insert, ++n, p->zeros == HVK_ZEROS_PROTECT ? "protect" : "camouflage");
	bind_text(insert, ++n, geography);
	sqlite3_bind_int64(insert, ++n, p->late);
	if (p->plan == 0)
		sqlite3_bind_null(insert, ++n);
	else
		sqlite3_bind_int64(insert, ++n, (int64_t)p->plan);
	bind_text(insert, ++n, place);
	bind_text(insert, ++n, checksum);
	bind_text(insert, ++n, p->digest);
	return hvk__store_run(entry->store, insert);
}

static int insert_member(struct entry *entry, uint64_t number, int axis, size_t n,
                         const struct hvk__publication_member *member)
{
	sqlite3_stmt *insert = entry->statements[MEMBER], *leaf = entry->statements[LEAF];
	int result;

	sqlite3_bind_int64(insert, 1, (int64_t)number);
	sqlite3_bind_int(insert, 2, axis);
	sqlite3_bind_int64(insert, 3, (int64_t)n);
	bind_text(insert, 4, member->key);
	bind_text(insert, 5, member->level);
	bind_text(insert, 6, member->label[HVK_NL]);
	bind_text(insert, 7, member->label[HVK_EN]);
	sqlite3_bind_int(insert, 8, member->sensitive);
	result = hvk__store_run(entry->store, insert);
	for (size_t i = 0; result == HVK_OK && !member->whole && i < member->leaf_count; i++) {
		sqlite3_bind_int64(leaf, 1, (int64_t)number);
		sqlite3_bind_int(leaf, 2, axis);
		sqlite3_bind_int64(leaf, 3, (int64_t)n);
		sqlite3_bind_int64(leaf, 4, member->leaves[i]);
		result = hvk__store_run(entry->store, leaf);
	}
	return result;
}

static int insert_axis(struct entry *entry, const struct hvk_publication *p, uint64_t number, int axis)
{
	const struct hvk__publication_axis *from = &p->axes[axis];
	sqlite3_stmt *insert = entry->statements[LINK];
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < from->member_count; i++)
		result = insert_member(entry, number, axis, i, &from->members[i]);
	for (size_t i = 0; result == HVK_OK && i < from->link_count; i++) {
		sqlite3_bind_int64(insert, 1, (int64_t)number);
		sqlite3_bind_int(insert, 2, axis);
		sqlite3_bind_int64(insert, 3, from->links[i].parent);
		bind_text(insert, 4, from->links[i].set);
		sqlite3_bind_int64(insert, 5, from->links[i].child);
		result = hvk__store_run(entry->store, insert);
	}
	return result;
}

static int insert_cells(struct entry *entry, const struct hvk_publication *p, uint64_t number)
{
	sqlite3_stmt *insert = entry->statements[CELL];
	size_t subjects = p->axes[HVK__SUBJECTS].member_count, times = p->axes[HVK__TIME].member_count;
	size_t count = p->axes[HVK__PLACES].member_count * subjects * times;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < count; i++) {
		sqlite3_bind_int64(insert, 1, (int64_t)number);
		sqlite3_bind_int64(insert, 2, (int64_t)(i / times / subjects));
		sqlite3_bind_int64(insert, 3, (int64_t)(i / times % subjects));
		sqlite3_bind_int64(insert, 4, (int64_t)(i % times));
		sqlite3_bind_int(insert, 5, (int)p->cells[i].status);
		sqlite3_bind_int64(insert, 6, p->cells[i].count);
		result = hvk__store_run(entry->store, insert);
	}
	return result;
}

static int insert_all(struct entry *entry, const struct hvk_publication *p, uint64_t number, const char *place,
                      const char *checksum)
{
	int result = insert_publication(entry, p, number, place, checksum);

	for (int axis = 0; result == HVK_OK && axis < HVK__PUBLICATION_AXES; axis++)
		result = insert_axis(entry, p, number, axis);
	return result == HVK_OK ? insert_cells(entry, p, number) : result;
}

/* ---------------------------------------------------------------- what is asked */

int hvk__publication_compare_links(const struct hvk__publication_link *a, const struct hvk__publication_link *b)
{
	int sets = strcmp(a->set, b->set);

	if (a->parent != b->parent)
		return HVK__ORDER(a->parent, b->parent);
	return sets != 0 ? sets : HVK__ORDER(a->child, b->child);
}

/* What the ledger could not give back as it is: a member without leaves would hold all there is, and links come back in
 * their order. */
static bool is_complete(const struct hvk_publication *p)
{
	if (!p->cells || !p->digest[0])
		return false;
	for (int axis = 0; axis < HVK__PUBLICATION_AXES; axis++) {
		const struct hvk__publication_axis *from = &p->axes[axis];

		if (from->member_count == 0)
			return false;
		for (size_t i = 0; i < from->member_count; i++)
			if (from->members[i].whole != (from->members[i].leaf_count == 0))
				return false;
		for (size_t i = 1; i < from->link_count; i++)
			if (hvk__publication_compare_links(&from->links[i - 1], &from->links[i]) >= 0)
				return false;
	}
	return true;
}

static bool is_checksum(const char *text)
{
	return strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

/* Whether these are all that were protected together, and nothing was left out of what goes into the ledger. */
static int check(struct hvk_publication *const publications[], size_t count, const char *const places[],
                 const char *const checksums[])
{
	struct hvk__error *error = &publications[0]->store->error;

	for (size_t i = 0; i < count; i++) {
		const struct hvk_publication *p = publications[i];

		if (!p->joint || p->joint != publications[0]->joint || p->joint->count != count)
			return hvk__fail(error, HVK_EINVAL, "expected publications that were protected together");
		for (size_t n = 0; n < i; n++)
			if (publications[n] == p)
				return hvk__fail(error, HVK_EINVAL, "a publication is there twice");
		if (!p->opened && !is_complete(p))
			return hvk__fail(error, HVK_EBUG, "a publication is not complete");
		if (places && places[i] && places[i][0] != '/')
			return hvk__fail(error, HVK_EINVAL, "expected an absolute path, found '%s'", places[i]);
		if (checksums && checksums[i] && !is_checksum(checksums[i]))
			return hvk__fail(error, HVK_EINVAL, "expected a checksum of 64 hexadecimal digits, found '%s'",
			                 checksums[i]);
	}
	return HVK_OK;
}

/* ---------------------------------------------------------------- entering */

int hvk__publication_read_last(struct hvk_store *store, uint64_t *number)
{
	int64_t last;
	int result = hvk__store_number(store, "SELECT max(number) FROM publication", &last);

	*number = result == HVK_OK ? (uint64_t)last : 0;
	return result;
}

int hvk__publication_fail_unknown(struct hvk_store *store, uint64_t number, uint64_t last)
{
	if (last == 0)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "no publication %llu: nothing was published yet",
		                 (unsigned long long)number);
	return hvk__fail(&store->error, HVK_ENOTFOUND, "no publication %llu; the last is %llu",
	                 (unsigned long long)number, (unsigned long long)last);
}

/* Inside the transaction. */
static int enter(struct entry *entry, struct hvk_publication *const publications[], size_t count,
                 const char *const places[], const char *const checksums[])
{
	const struct hvk__joint *joint = publications[0]->joint;
	uint64_t last, rules[2];
	int result = hvk__publication_read_last(entry->store, &last);

	if (result == HVK_OK && last != joint->last)
		return hvk__fail(&entry->store->error, HVK_EBUSY, "another publication came in between; try again");
	if (result == HVK_OK)
		result = hvk__publication_read_rules(entry->store, rules);
	if (result == HVK_OK && memcmp(rules, joint->rules, sizeof(rules)) != 0)
		return hvk__fail(&entry->store->error, HVK_EBUSY,
		                 "codes, regions or settings that publishing goes by changed meanwhile; try again");
	for (size_t i = 0; result == HVK_OK && i < STATEMENTS; i++)
		result = hvk__store_prepare(entry->store, texts[i], &entry->statements[i]);
	/* The first that is new closes the months. */
	if (result == HVK_OK)
		result = hvk__closing_enter(entry->store, &joint->closing, last + 1);
	for (size_t i = 0; result == HVK_OK && i < count; i++)
		if (!publications[i]->opened)
			result = insert_all(entry, publications[i], ++last, places && places[i] ? places[i] : "",
			                    checksums && checksums[i] ? checksums[i] : "");
	return result;
}

static const char *copy(struct hvk_publication *p, const char *const texts_of[], size_t n)
{
	const char *text = texts_of ? texts_of[n] : NULL;

	return text ? hvk__pool_add(&p->pool, text, strlen(text)) : "";
}

/* Once it is there nothing may fail, so memory is asked for before. */
static int prepare(struct entry *entry, struct hvk_publication *const publications[], size_t count,
                   const char *const places[], const char *const checksums[], bool *fresh)
{
	*fresh = false;
	hvk__date_format(hvk__store_today(entry->store), entry->today);
	for (size_t i = 0; i < count; i++) {
		struct hvk_publication *p = publications[i];

		if (p->opened)
			continue;
		*fresh = true;
		p->entered_on = hvk__pool_add(&p->pool, entry->today, strlen(entry->today));
		p->place = copy(p, places, i);
		p->checksum = copy(p, checksums, i);
		if (!p->entered_on || !p->place || !p->checksum)
			return hvk__fail_memory(&entry->store->error);
	}
	return HVK_OK;
}

/* Those that did not get there have no number, nor what goes with it. */
static void settle(struct hvk_publication *const publications[], size_t count, bool entered)
{
	uint64_t number = publications[0]->joint->last;

	for (size_t i = 0; i < count; i++) {
		struct hvk_publication *p = publications[i];

		if (!p->opened && entered)
			p->number = ++number;
		else if (!p->opened)
			p->entered_on = p->place = p->checksum = "";
	}
	for (size_t i = 0; entered && i < count; i++)
		hvk__joint_leave(publications[i]);
}

HVK_EXPORT int hvk_publication_enter(struct hvk_publication *const publications[], size_t count,
                                     const char *const places[], const char *const checksums[])
{
	_cleanup_(entry_free) struct entry entry = { .store = count > 0 ? publications[0]->store : NULL };
	bool fresh;
	int result;

	if (count == 0)
		return HVK_OK;
	hvk__error_clear(&entry.store->error);
	result = check(publications, count, places, checksums);
	if (result < 0)
		return result;
	result = prepare(&entry, publications, count, places, checksums, &fresh);
	if (result == HVK_OK && fresh)
		result = hvk__begin(entry.store, true);
	if (result == HVK_OK && fresh) {
		result = enter(&entry, publications, count, places, checksums);
		entry_free(&entry);
		result = hvk__end(entry.store, result);
	}
	settle(publications, count, result == HVK_OK);
	return result;
}

HVK_EXPORT int hvk_publication_last(struct hvk_store *store, uint64_t *number)
{
	int result;

	*number = 0;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, false);
	return result == HVK_OK ? hvk__publication_read_last(store, number) : result;
}

/* ---------------------------------------------------------------- withdrawing */

/* Why, without outer blanks. It is for everybody who reads the list, and stays. */
static int check_reason(struct hvk_store *store, const char **reason, size_t *length)
{
	const char *text = *reason ? *reason : "";
	enum hvk__identifier identifier;

	*length = strlen(text);
	if (!hvk__is_utf8(text, *length))
		return hvk__fail(&store->error, HVK_EINVAL, "reason: not UTF-8");
	*reason = hvk__trim(text, length);
	if (!hvk__has_letter(*reason, *length))
		return hvk__fail(&store->error, HVK_EINVAL, "reason: expected a text, found none");
	identifier = hvk__guard(*reason, *length);
	if (identifier)
		return hvk__fail(&store->error, HVK_EINVAL, "reason: looks like %s; nothing personal is recorded",
		                 hvk__identifier_name(identifier));
	return HVK_OK;
}

/* Why there is nothing to withdraw; 1 when it was withdrawn before for this reason. */
static int check_number(struct hvk_store *store, uint64_t number, const char *reason, size_t length)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	const char *day, *before;
	uint64_t last;
	int result = hvk__publication_read_last(store, &last);

	if (result == HVK_OK && (number == 0 || number > last))
		return hvk__publication_fail_unknown(store, number, last);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, "SELECT withdrawn_on, reason FROM withdrawal"
		                            " WHERE publication = ?", &row);
	if (result < 0)
		return result;
	sqlite3_bind_int64(row, 1, (int64_t)number);
	result = hvk__store_step(store, row);
	if (result != 1)
		return result;
	day = (const char *)sqlite3_column_text(row, 0);
	before = (const char *)sqlite3_column_text(row, 1);
	if (!day || !before)
		return hvk__fail_memory(&store->error);
	if (strlen(before) == length && memcmp(before, reason, length) == 0)
		return 1;
	return hvk__fail(&store->error, HVK_EINVAL,
	                 "publication %llu was withdrawn on %s already, for another reason: %s",
	                 (unsigned long long)number, day, before);
}

static int withdraw(struct hvk_store *store, uint64_t number, const char *reason, size_t length)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *insert = NULL;
	char today[11];
	int result = check_number(store, number, reason, length);

	if (result == 1)
		return HVK_OK;
	if (result == HVK_OK)
		result = hvk__store_prepare(store, "INSERT INTO withdrawal (publication, withdrawn_on, reason)"
		                            " VALUES (?, ?, ?)", &insert);
	if (result < 0)
		return result;
	hvk__date_format(hvk__store_today(store), today);
	sqlite3_bind_int64(insert, 1, (int64_t)number);
	sqlite3_bind_text(insert, 2, today, -1, SQLITE_STATIC);
	sqlite3_bind_text(insert, 3, reason, (int)length, SQLITE_STATIC);
	return hvk__store_run(store, insert);
}

HVK_EXPORT int hvk_publication_withdraw(struct hvk_store *store, uint64_t number, const char *reason, bool dry_run)
{
	size_t length;
	int result;

	hvk__error_clear(&store->error);
	result = check_reason(store, &reason, &length);
	if (result == HVK_OK)
		result = hvk__begin(store, false);
	return result < 0 ? result : hvk__end_or_take_back(store, withdraw(store, number, reason, length), dry_run);
}
