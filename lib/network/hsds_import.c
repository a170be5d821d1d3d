/* SPDX-License-Identifier: EUPL-1.2 */
/* A package, from its files to records. It is read and checked before the store is locked for writing. */
#include <string.h>

#include "core/macro.h"
#include "network/hsds.h"
#include "store/admin.h"

/* Funding and what else hangs on agreements comes back only where we wrote it. */
static int drop_funding(struct hvk__hsds *hsds)
{
	int64_t count;
	int result;

	if (hsds->ours)
		return HVK_OK;
	result = hvk__store_number(hsds->store, "SELECT count(*) FROM temp.hsds_funding", &count);
	for (size_t i = 0; result == HVK_OK && i < hsds->file_count; i++)
		if (hsds->files[i].table == &hvk__hsds_tables[HVK__HSDS_FUNDING])
			result = hvk__hsds_count(hsds, hsds->files[i].shown, NULL,
			                         "the registry has no place for this table", (uint64_t)count);
	return result < 0 ? result : hvk__hsds_exec(hsds, "DELETE FROM temp.hsds_funding");
}

static int check_package(struct hvk__hsds *hsds)
{
	int result = drop_funding(hsds);

	if (result == HVK_OK)
		result = hvk__hsds_check(hsds);
	if (result == HVK_OK)
		result = hvk__store_codes(hsds->store, &hsds->codes);
	return result < 0 ? result : hvk__hsds_terms(hsds);
}

static int read_package(struct hvk__hsds *hsds)
{
	int result = hvk__hsds_describe(hsds);

	if (result < 0)
		return result;
	/* With a source of their own, partners are known by it and not by what the package calls them. */
	hsds->source = hsds->options->source && hsds->options->source[0] ? hsds->options->source : NULL;
	if (!hsds->ours && !hsds->source)
		hsds->source = hvk__package_name(hsds->package);
	/* What an import left that ran out of memory even for tidying up. */
	hvk__hsds_unstage(hsds);
	result = hvk__hsds_stage(hsds);
	if (result == HVK_OK)
		result = hvk__begin_reading(hsds->store);
	if (result < 0)
		return result;
	result = check_package(hsds);
	hvk__hsds_forget(hsds);
	return hvk__end(hsds->store, result);
}

static int write_records(struct hvk__hsds *hsds)
{
	int result = hvk__store_codes(hsds->store, &hsds->codes);

	if (result == HVK_OK)
		result = hvk__hsds_take_partners(hsds);
	if (result == HVK_OK)
		result = hvk__hsds_take_agreements(hsds);
	if (result == HVK_OK)
		result = hvk__hsds_take_offers(hsds);
	if (result == HVK_OK)
		result = hvk__hsds_take_persons(hsds);
	return result;
}

static int write_package(struct hvk__hsds *hsds)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer what = { 0 };
	int result;

	if (!hvk__buffer_printf(&what, "imported package %s", hvk__package_name(hsds->package)))
		return hvk__fail_memory(&hsds->store->error);
	result = hvk__begin(hsds->store, true);
	if (result < 0)
		return result;
	hvk__change_start(&hsds->change, hsds->store, what.data);
	result = write_records(hsds);
	hvk__hsds_forget(hsds);
	hsds->counts.added = hsds->change.counts.added;
	hsds->counts.changed = hsds->change.counts.changed;
	hsds->counts.unchanged = hsds->change.counts.unchanged;
	hvk__change_finish(&hsds->change);
	return hvk__end_or_take_back(hsds->store, result, hsds->options->dry_run);
}

HVK_EXPORT int hvk_hsds_import(struct hvk_store *store, const char *path, const struct hvk_hsds_options *options,
                               struct hvk_record_counts *counts)
{
	struct hvk__hsds hsds = { .store = store, .options = options, .path = path };
	int result;

	*counts = (struct hvk_record_counts){ 0 };
	hvk__error_clear(&store->error);
	if (path[0] == '\0')
		return hvk__fail(&store->error, HVK_EINVAL, "expected a folder or a zip file, found an empty name");
	result = hvk__store_require(store, true);
	if (result == HVK_OK)
		result = hvk__package_open(&store->error, path, &hsds.package);
	if (result == HVK_OK)
		result = read_package(&hsds);
	if (result == HVK_OK)
		result = write_package(&hsds);
	if (result == HVK_OK) {
		hvk__hsds_sum_up(&hsds);
		*counts = hsds.counts;
	}
	if (hvk_store_is_open(store))
		hvk__hsds_unstage(&hsds);
	hvk__package_free(hsds.package);
	hvk__buffer_free(&hsds.text);
	hvk__pool_free(&hsds.pool);
	free(hsds.files);
	free(hsds.reasons);
	return result;
}
