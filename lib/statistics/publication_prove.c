/* SPDX-License-Identifier: EUPL-1.2 */
/* Which publications of the ledger belong to new ones: those that share months with them, or with others that do. New
 * ones are protected on top of these; what is in the ledger is proved anew. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/publication_system.h"

/* The part of the ledger that belongs together, and new publications behind it. */
struct chain {
	struct hvk_store *store;
	bool months[HVK__MONTH_MAX + 1];
	uint64_t *numbers;
	struct hvk__period *periods;
	bool *taken;
	size_t entry_count, capacity[2];
	struct hvk_publication **publications;
	size_t known, count;
	struct hvk__closing closing; /* of the months that the caller has not read */
};

static void chain_free(struct chain *chain)
{
	for (size_t i = 0; chain->publications && i < chain->known; i++)
		hvk_publication_free(chain->publications[i]);
	free(chain->publications);
	free(chain->numbers);
	free(chain->periods);
	free(chain->taken);
	hvk__closing_free(&chain->closing);
}

static bool is_within(int month)
{
	return month >= 0 && month <= HVK__MONTH_MAX;
}

/* ---------------------------------------------------------------- months */

/* Numbers and months of all that is in the ledger up to one. */
static int read_entries(struct chain *chain, uint64_t last)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	struct hvk_store *store = chain->store;
	int result = hvk__store_prepare(store, "SELECT number, first_month, last_month FROM publication"
	                                " WHERE number <= ? ORDER BY number", &statement);

	if (result == HVK_OK)
		sqlite3_bind_int64(statement, 1, (int64_t)last);
	while (result >= 0 && (result = hvk__store_step(store, statement)) == 1) {
		struct hvk__period period = { sqlite3_column_int(statement, 1), sqlite3_column_int(statement, 2) };

		if (!is_within(period.first) || !is_within(period.last))
			return hvk__fail(&store->error, HVK_ESTORE, "the ledger has a publication of a month that cannot be; "
			                 "restore a backup");
		if (!hvk__reserve(&chain->numbers, &chain->capacity[0], chain->entry_count + 1,
		                  sizeof(*chain->numbers)) ||
		    !hvk__reserve(&chain->periods, &chain->capacity[1], chain->entry_count + 1,
		                  sizeof(*chain->periods)))
			return hvk__fail_memory(&store->error);
		chain->numbers[chain->entry_count] = (uint64_t)sqlite3_column_int64(statement, 0);
		chain->periods[chain->entry_count++] = period;
	}
	return result;
}

static bool shares(const struct chain *chain, struct hvk__period period)
{
	for (int month = period.first; month <= period.last; month++) {
		if (chain->months[month])
			return true;
	}
	return false;
}

static void take_months(struct chain *chain, struct hvk__period period)
{
	for (int month = period.first; month <= period.last; month++)
		chain->months[month] = true;
}

/* Takes what shares months, until nothing more does. */
static int take_entries(struct chain *chain)
{
	bool more = true;

	chain->taken = calloc(chain->entry_count + 1, sizeof(*chain->taken));
	if (!chain->taken)
		return hvk__fail_memory(&chain->store->error);
	while (more) {
		more = false;
		for (size_t i = 0; i < chain->entry_count; i++) {
			if (chain->taken[i] || !shares(chain, chain->periods[i]))
				continue;
			chain->taken[i] = more = true;
			take_months(chain, chain->periods[i]);
		}
	}
	return HVK_OK;
}

/* Opens those that were taken; room for count more behind them. */
static int open_entries(struct chain *chain, size_t count)
{
	int result = HVK_OK;

	chain->publications = calloc(chain->entry_count + count + 1, sizeof(struct hvk_publication *));
	if (!chain->publications)
		return hvk__fail_memory(&chain->store->error);
	for (size_t i = 0; result == HVK_OK && i < chain->entry_count; i++) {
		if (!chain->taken[i])
			continue;
		result = hvk_publication_new(chain->store, &chain->publications[chain->known]);
		if (result < 0)
			return result;
		result = hvk__publication_load(chain->store, chain->numbers[i],
		                               chain->publications[chain->known++]);
	}
	chain->count = chain->known;
	return result;
}

/* The questions of all months but those that the caller has read. */
static int read_questions(struct chain *chain, const struct hvk__closing *read, struct hvk__questions *questions)
{
	bool wanted[HVK__MONTH_MAX + 1];
	int first = HVK__MONTH_MAX + 1, last = -1, result = HVK_OK;

	memcpy(wanted, chain->months, sizeof(wanted));
	for (size_t i = chain->known; i < chain->count; i++) {
		for (int month = chain->publications[i]->first; month <= chain->publications[i]->last; month++)
			wanted[month] = false;
	}
	for (int month = 0; month <= HVK__MONTH_MAX; month++) {
		if (wanted[month]) {
			first = month < first ? month : first;
			last = month;
		}
	}
	if (last >= 0)
		result = hvk__closing_read(chain->store, first, last, wanted + first, &chain->closing);
	if (read) {
		questions->closings[questions->count++] = read;
		questions->first_collected = read->first_collected;
	} else {
		questions->first_collected = chain->closing.first_collected;
	}
	questions->closings[questions->count++] = &chain->closing;
	return result;
}

/* ---------------------------------------------------------------- new ones */

int hvk__publication_solve(struct hvk_publication *const publications[], size_t count, struct hvk__closing *closing)
{
	_cleanup_(chain_free) struct chain chain = { .store = publications[0]->store };
	struct hvk__questions questions = { .count = 0 };
	int result;

	for (size_t i = 0; i < count; i++)
		take_months(&chain, (struct hvk__period){ publications[i]->first, publications[i]->last });
	result = read_entries(&chain, INT64_MAX);
	if (result == HVK_OK)
		result = take_entries(&chain);
	if (result == HVK_OK)
		result = open_entries(&chain, count);
	if (result < 0)
		return result;
	memcpy(chain.publications + chain.known, publications, count * sizeof(struct hvk_publication *));
	chain.count += count;
	result = read_questions(&chain, closing, &questions);
	if (result == HVK_OK)
		result = hvk__systems_solve(chain.store, chain.publications, chain.count, chain.known, &questions);
	return result;
}

/* ---------------------------------------------------------------- what is there */

/* Opens what shares months with some, the last of which is the last that counts. */
static int open_chain(struct chain *chain, uint64_t first, uint64_t last)
{
	int result = read_entries(chain, last);

	if (result == HVK_OK && (chain->entry_count == 0 || chain->numbers[chain->entry_count - 1] != last))
		return hvk__fail(&chain->store->error, HVK_EINVAL, "there is no publication %" PRIu64, last);
	for (size_t i = 0; result == HVK_OK && i < chain->entry_count; i++) {
		if (chain->numbers[i] >= first)
			take_months(chain, chain->periods[i]);
	}
	if (result == HVK_OK)
		result = take_entries(chain);
	return result == HVK_OK ? open_entries(chain, 0) : result;
}

/* Seeks all certificates anew, which can fail where they were found: another way led there. */
static int prove_at_once(struct chain *chain, uint64_t number)
{
	struct hvk__questions questions = { .count = 0 };
	int result = open_chain(chain, number, number);

	if (result == HVK_OK)
		result = read_questions(chain, NULL, &questions);
	return result == HVK_OK ? hvk__systems_solve(chain->store, chain->publications, chain->count, chain->count,
	                                             &questions) : result;
}

/* Those that were protected together have one digest. */
static int find_joint(struct hvk_store *store, uint64_t number, uint64_t *first, uint64_t *last)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *row = NULL;
	int result = hvk__store_prepare(store,
		"SELECT (SELECT coalesce(max(number), 0) + 1 FROM publication"
		" WHERE number < p.number AND digest <> p.digest),"
		" (SELECT coalesce(min(number) - 1, (SELECT max(number) FROM publication)) FROM publication"
		" WHERE number > p.number AND digest <> p.digest) FROM publication AS p WHERE number = ?", &row);

	*first = *last = number;
	if (result < 0)
		return result;
	sqlite3_bind_int64(row, 1, (int64_t)number);
	result = hvk__store_step(store, row);
	if (result == 1) {
		*first = (uint64_t)sqlite3_column_int64(row, 0);
		*last = (uint64_t)sqlite3_column_int64(row, 1);
	}
	return result < 0 ? result : HVK_OK;
}

static size_t count_cells(const struct hvk_publication *p)
{
	return p->axes[HVK__PLACES].member_count * p->axes[HVK__SUBJECTS].member_count *
	       p->axes[HVK__TIME].member_count;
}

/* Whether a cell reads the same; why it is hidden is read nowhere. */
static bool is_same_cell(const struct hvk__publication_cell *one, const struct hvk__publication_cell *other)
{
	bool hidden = one->status == HVK__CELL_PRIMARY || one->status == HVK__CELL_SECONDARY;

	return one->count == other->count &&
	       (hidden ? other->status == HVK__CELL_PRIMARY || other->status == HVK__CELL_SECONDARY :
	                 one->status == other->status);
}

/* Publications out of the ledger, and their cells as they are there. */
struct kept {
	struct hvk__publication_cell **cells;
	size_t count;
};

static void kept_free(struct kept *kept)
{
	for (size_t i = 0; kept->cells && i < kept->count; i++)
		free(kept->cells[i]);
	free(kept->cells);
}

static int keep_cells(struct kept *kept, struct hvk_publication *const publications[], size_t count)
{
	kept->cells = calloc(count + 1, sizeof(*kept->cells));
	if (!kept->cells)
		return HVK_ENOMEM;
	for (; kept->count < count; kept->count++) {
		size_t size = count_cells(publications[kept->count]) * sizeof(**kept->cells);

		kept->cells[kept->count] = malloc(size);
		if (!kept->cells[kept->count])
			return HVK_ENOMEM;
		memcpy(kept->cells[kept->count], publications[kept->count]->cells, size);
	}
	return HVK_OK;
}

static bool is_as_kept(const struct kept *kept, struct hvk_publication *const publications[])
{
	for (size_t i = 0; i < kept->count; i++) {
		for (size_t n = 0; n < count_cells(publications[i]); n++) {
			if (!is_same_cell(&publications[i]->cells[n], &kept->cells[i][n]))
				return false;
		}
	}
	return true;
}

/* Makes some again as they were made, on what was there then, with certificates that are checked: HVK_OK when they come
 * out as they are in the ledger, HVK_EINPUT when they do not. *spared: what was there has to be proved by itself. */
static int make_again(struct chain *chain, uint64_t first, uint64_t last, bool *spared)
{
	_cleanup_(kept_free) struct kept kept = { .count = 0 };
	struct hvk__questions questions = { .count = 0 };
	struct hvk_store *store = chain->store;
	size_t known = 0;
	int result = open_chain(chain, first, last);

	if (result < 0)
		return result;
	while (known < chain->count && chain->publications[known]->number < first)
		known++;
	if (keep_cells(&kept, chain->publications + known, chain->count - known) < 0)
		return hvk__fail_memory(&store->error);
	result = read_questions(chain, NULL, &questions);
	if (result == HVK_OK)
		result = hvk__systems_make_again(store, chain->publications, chain->count, known, &questions, spared);
	if (result == HVK_OK && !is_as_kept(&kept, chain->publications + known))
		return hvk__fail(&store->error, HVK_EINPUT, "publication %" PRIu64 " does not come out again as it is "
		                 "in the ledger", last);
	return result;
}

/* Notes of a chain what is proved by now, from what index on; what was there before it still has to be when it was
 * spared. */
static void settle(const struct chain *chain, uint64_t first, bool spared, bool pending[], size_t count)
{
	for (size_t i = 0; i < chain->entry_count && i < count; i++) {
		if (chain->taken[i])
			pending[i] = spared && chain->numbers[i] < first;
	}
}

/* Proves a publication of the ledger with what was there before, or leaves of that some to be proved. */
static int prove_one(struct hvk_store *store, uint64_t number, bool pending[], size_t count)
{
	_cleanup_(chain_free) struct chain chain = { .store = store }, joint = { .store = store };
	_cleanup_(chain_free) struct chain alone = { .store = store };
	uint64_t first, last;
	bool spared = false;
	int result = prove_at_once(&chain, number);

	if (result == HVK_OK)
		settle(&chain, number, false, pending, count);
	if (result != HVK_EINPUT)
		return result;
	result = find_joint(store, number, &first, &last);
	if (result < 0)
		return result;
	result = make_again(&joint, first, last, &spared);
	if (result == HVK_OK)
		settle(&joint, first, spared, pending, count);
	if (result != HVK_EINPUT || first == last)
		return result;
	result = make_again(&alone, number, number, &spared);
	if (result == HVK_OK)
		settle(&alone, number, spared, pending, count);
	return result;
}

/* From the last back: what was hidden since nothing certain could be found rests on what was there before. */
int hvk__publication_prove(struct hvk_store *store, uint64_t number)
{
	_cleanup_(chain_free) struct chain chain = { .store = store };
	_cleanup_free_ bool *pending = NULL;
	int result = read_entries(&chain, number);

	if (result < 0)
		return result;
	if (chain.entry_count == 0 || chain.numbers[chain.entry_count - 1] != number)
		return hvk__fail(&store->error, HVK_EINVAL, "there is no publication %" PRIu64, number);
	pending = calloc(chain.entry_count, sizeof(*pending));
	if (!pending)
		return hvk__fail_memory(&store->error);
	pending[chain.entry_count - 1] = true;
	for (size_t i = chain.entry_count; result == HVK_OK && i-- > 0;) {
		if (pending[i])
			result = prove_one(store, chain.numbers[i], pending, i + 1);
	}
	return result;
}

HVK_EXPORT int hvk_publication_verify(const struct hvk_publication *p)
{
	struct hvk_store *store = p->store;
	int result;

	hvk__error_clear(&store->error);
	if (p->number == 0)
		return hvk__fail(&store->error, HVK_EINVAL, "the publication is not in the ledger");
	result = hvk__begin_reading(store);
	if (result < 0)
		return result;
	result = hvk__publication_prove(store, p->number);
	hvk__rollback(store);
	return result;
}
