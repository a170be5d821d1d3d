/* SPDX-License-Identifier: EUPL-1.2 */
/* The registry as a package. */
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "network/hsds_out.h"

int hvk__out_each(struct hvk__hsds_out *out, enum hvk_type type,
                  int (*take)(struct hvk__hsds_out *out, struct hvk_record *record))
{
	_cleanup_(hvk__finalize) sqlite3_stmt *query = NULL;
	_cleanup_free_ char *sql = NULL;
	struct hvk_record *record = NULL;
	char from[64];
	int result = hvk_record_new(out->store, type, &record);

	snprintf(from, sizeof(from), "FROM %s t ORDER BY t.slug", hvk__types[type].name);
	if (result == HVK_OK && !(sql = hvk__record_select(type, from)))
		result = hvk__fail_memory(&out->store->error);
	if (result == HVK_OK)
		result = hvk__store_prepare(out->store, sql, &query);
	while (result == HVK_OK && !out->failed && (result = hvk__store_step(out->store, query)) == 1) {
		result = hvk__record_load(record, query);
		if (result == HVK_OK)
			result = take(out, record);
	}
	hvk_record_free(record);
	return result < 0 ? result : HVK_OK;
}

static int fill(struct hvk__hsds_out *out)
{
	int result = hvk__store_codes(out->store, &out->codes);

	hvk__out_open(out);
	if (result == HVK_OK)
		result = hvk__out_partners(out);
	if (result == HVK_OK)
		result = hvk__out_offers(out);
	if (result == HVK_OK)
		result = hvk__out_persons(out);
	if (result == HVK_OK)
		result = hvk__out_taxonomies(out);
	return result == HVK_OK && out->failed ? hvk__fail_memory(&out->store->error) : result;
}

static int write_files(struct hvk__hsds_out *out, const char *path)
{
	struct hvk__file_out files[HVK__HSDS_SHEETS + 1];
	_cleanup_(hvk__buffer_free) struct hvk__buffer description = { 0 };
	char names[HVK__HSDS_SHEETS][64];
	size_t count = 1;

	if (!hvk__out_describe(out, &description))
		return hvk__fail_memory(&out->store->error);
	files[0] = (struct hvk__file_out){ "datapackage.json", description.data, description.length };
	for (size_t i = 0; i < out->sheet_count; i++) {
		if (!hvk__out_has(&out->sheets[i]))
			continue;
		snprintf(names[i], sizeof(names[i]), "%s.csv", out->sheets[i].fields->table);
		files[count++] =
			(struct hvk__file_out){ names[i], out->sheets[i].text.data, out->sheets[i].text.length };
	}
	return hvk__out_write(out->store, path, files, count);
}

HVK_EXPORT int hvk_hsds_export(struct hvk_store *store, const char *path, bool with_persons)
{
	struct hvk__hsds_out out = { .store = store, .with_persons = with_persons };
	const char *last = strrchr(path, '/');
	int result;

	hvk__error_clear(&store->error);
	last = last && last[1] == '\0' ? path : last ? last + 1 : path;
	if (path[0] == '\0' || strcmp(path, "/") == 0 || strcmp(last, ".") == 0 || strcmp(last, "..") == 0)
		return hvk__fail(&store->error, HVK_EINVAL,
		                 "expected the name of a folder or of a zip file, found '%s'", path);
	result = hvk__store_require(store, false);
	if (result < 0)
		return result;
	out.today = hvk__store_today(store);
	result = hvk__begin_reading(store);
	if (result == HVK_OK) {
		result = fill(&out);
		hvk__rollback(store);
	}
	if (result == HVK_OK)
		result = write_files(&out, path);
	hvk__out_close(&out);
	return result;
}
