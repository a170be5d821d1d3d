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

int hvk__publication_prove(struct hvk_store *store, uint64_t number)
{
	_cleanup_(chain_free) struct chain chain = { .store = store };
	struct hvk__questions questions = { .count = 0 };
	int result = read_entries(&chain, number);

	if (result == HVK_OK && (chain.entry_count == 0 || chain.numbers[chain.entry_count - 1] != number))
		return hvk__fail(&store->error, HVK_EINVAL, "there is no publication %" PRIu64, number);
	if (result == HVK_OK) {
		take_months(&chain, chain.periods[chain.entry_count - 1]);
		result = take_entries(&chain);
	}
	if (result == HVK_OK)
		result = open_entries(&chain, 0);
	if (result == HVK_OK)
		result = read_questions(&chain, NULL, &questions);
	if (result == HVK_OK)
		result = hvk__systems_solve(store, chain.publications, chain.count, chain.known, &questions);
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
