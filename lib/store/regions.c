/* SPDX-License-Identifier: EUPL-1.2 */
/* Regions: sets of gemeenten of the user's own, read from CSV and kept in the store by NIS code. */
#include <string.h>

#include "core/guard.h"
#include "core/text.h"
#include "store/admin.h"
#include "store/sheet.h"

enum { REGION, GEMEENTE, COLUMNS };

enum { NAME_MAX_BYTES = 100 };

static const struct hvk__column_names columns[COLUMNS] = {
	[REGION] = { (const char *const[]) { "region", "regio", "streek", "werkingsgebied", NULL } },
	[GEMEENTE] = { (const char *const[]) { "gemeente", "nis", "nis-code", "postcode", "stad", "stad/gemeente",
	                                       "municipality", "commune", NULL } },
};

/* ---- in memory */

static void regions_free(struct hvk__regions *regions)
{
	free(regions->members);
	hvk__pool_free(&regions->pool);
}

void hvk__store_forget_regions(struct hvk_store *store)
{
	if (!store->regions)
		return;
	regions_free(store->regions);
	free(store->regions);
	store->regions = NULL;
}

/* The name as it was first written: one pointer for every spelling that folds the same. NULL when out of memory. */
static const char *intern_name(struct hvk__regions *regions, const char *name, size_t length)
{
	const char *copy = hvk__pool_add(&regions->pool, name, length), *last = NULL;

	/* Members of a region stand together as a rule, so that looking back is short. */
	for (size_t i = regions->count; copy && i-- > 0; last = regions->members[i].region)
		if (regions->members[i].region != last && hvk__fold_equal(regions->members[i].region, copy))
			return regions->members[i].region;
	return copy;
}

static bool regions_add(struct hvk__regions *regions, const char *region, size_t length, uint32_t nis)
{
	const char *name = intern_name(regions, region, length);

	if (!name ||
	    !hvk__reserve(&regions->members, &regions->capacity, regions->count + 1, sizeof(*regions->members)))
		return false;
	regions->members[regions->count++] = (struct hvk__region_member){ name, nis };
	return true;
}

static int load(struct hvk_store *store, struct hvk__regions *regions)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	int result = hvk__store_prepare(store, "SELECT region, nis FROM region ORDER BY region, nis", &statement);

	while (result >= 0 && (result = hvk__store_step(store, statement)) == 1) {
		const char *region = (const char *)sqlite3_column_text(statement, 0);

		if (!region ||
		    !regions_add(regions, region, strlen(region), (uint32_t)sqlite3_column_int64(statement, 1)))
			return hvk__fail_memory(&store->error);
	}
	return result;
}

int hvk__store_regions(struct hvk_store *store, const struct hvk__regions **regions)
{
	int result;

	*regions = NULL;
	if (!store->regions) {
		store->regions = calloc(1, sizeof(*store->regions));
		if (!store->regions)
			return hvk__fail_memory(&store->error);
		result = store->database ? load(store, store->regions) : HVK_OK;
		if (result < 0) {
			hvk__store_forget_regions(store);
			return result;
		}
	}
	*regions = store->regions;
	return HVK_OK;
}

HVK_EXPORT const struct hvk_gemeente *hvk_region_at(struct hvk_store *store, size_t n, const char **region)
{
	const struct hvk__regions *regions;
	uint16_t index;

	*region = NULL;
	hvk__error_clear(&store->error);
	if (hvk__store_regions(store, &regions) < 0 || n >= regions->count)
		return NULL;
	index = hvk__gemeente_by_nis(regions->members[n].nis, hvk__store_today(store));
	if (index == HVK__GEMEENTE_NONE) {
		hvk__fail(&store->error, HVK_ESTORE, "region %s: no gemeente has the NIS code %05u; check the store",
		          regions->members[n].region, (unsigned)regions->members[n].nis);
		return NULL;
	}
	*region = regions->members[n].region;
	return &hvk__gemeenten[index];
}

/* ---- reading CSV */

struct intake {
	struct hvk_store *store;
	struct hvk__regions read;
	const char *file_region; /* the region that a file without the column is */
};

/* Filters write several regions with commas between, and a terminal shows the name. */
static int check_name(const struct hvk__sheet *sheet, int column, const char *name, size_t length)
{
	if (length == 0 || length > NAME_MAX_BYTES)
		return hvk__sheet_fail(sheet, column, "region: expected a name of 1 to %d bytes, found %zu",
		                       NAME_MAX_BYTES, length);
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)name[i] < ' ' || name[i] == 0x7f || name[i] == ',')
			return hvk__sheet_fail(sheet, column,
			                       "region: a name holds neither commas nor control characters");
	if (hvk__guard(name, length) != HVK__INNOCENT)
		return hvk__sheet_fail(sheet, column, "region: the name of the file looks like %s; give it another",
		                       hvk__identifier_name(hvk__guard(name, length)));
	return HVK_OK;
}

/* "regions/Meetjesland.csv" is the region Meetjesland. */
static int name_after_file(struct hvk__sheet *sheet)
{
	struct intake *intake = sheet->data;
	const char *slash = strrchr(sheet->name, '/');
	const char *base = slash ? slash + 1 : sheet->name;
	const char *dot = strrchr(base, '.');
	size_t length = dot ? (size_t)(dot - base) : strlen(base);

	base = hvk__trim(base, &length);
	if (length == 0 || strcmp(base, "-") == 0 || strcmp(base, "standard input") == 0 || !hvk__is_utf8(base, length))
		return hvk__sheet_fail(sheet, -1,
		                       "without a column region it is named after the file, and this one has no name");
	intake->file_region = hvk__pool_add(&intake->read.pool, base, length);
	if (!intake->file_region)
		return hvk__fail_memory(sheet->error);
	return check_name(sheet, -1, base, length);
}

static int read_header(struct hvk__sheet *sheet)
{
	if (sheet->place[GEMEENTE] < 0)
		return hvk__sheet_fail(sheet, -1, "expected a column gemeente, found none");
	return sheet->place[REGION] < 0 ? name_after_file(sheet) : HVK_OK;
}

static int read_member(struct hvk__sheet *sheet)
{
	struct intake *intake = sheet->data;
	struct hvk__span gemeente = sheet->cell[GEMEENTE], region = sheet->cell[REGION];
	struct hvk__error why;
	uint16_t index;
	int result;

	if (intake->file_region)
		region = (struct hvk__span){ intake->file_region, strlen(intake->file_region) };
	else if (check_name(sheet, REGION, region.data, region.length) < 0)
		return HVK_EINPUT;
	if (gemeente.length == 0)
		return hvk__sheet_fail(sheet, GEMEENTE, "gemeente: expected one, found nothing");
	hvk__error_clear(&why);
	result = hvk__gemeente_lookup(&why, gemeente.data, gemeente.length, hvk__store_today(intake->store), false,
	                              &index);
	if (result == HVK_ENOMEM)
		return hvk__fail_memory(sheet->error);
	if (result < 0)
		return hvk__sheet_fail(sheet, GEMEENTE, "gemeente: %s", why.public.message);
	if (!regions_add(&intake->read, region.data, region.length, hvk__gemeenten[index].nis))
		return hvk__fail_memory(sheet->error);
	return HVK_OK;
}

static int read_regions(struct intake *intake, const char *name, int descriptor)
{
	struct hvk__sheet sheet = {
		.error = &intake->store->error, .name = name, .columns = columns, .count = COLUMNS,
		.data = intake, .header = read_header, .record = read_member,
	};
	int result = hvk__sheet_read(&sheet, descriptor);

	if (result == HVK_OK && intake->read.count == 0)
		return hvk__sheet_fail(&sheet, -1, "expected gemeenten, found none");
	return result;
}

/* ---- writing */

/* Deletes a region, by whatever spelling it has in the file. *found: whether there was one. */
static int delete_region(struct hvk_store *store, const char *name, bool *found)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	const struct hvk__regions *regions;
	const char *last = NULL;
	int result = hvk__store_regions(store, &regions);

	if (result == HVK_OK)
		result = hvk__store_prepare(store, "DELETE FROM region WHERE region = ?", &statement);
	for (size_t i = 0; result == HVK_OK && i < regions->count; i++) {
		const char *region = regions->members[i].region;

		if (region == last || !hvk__fold_equal(region, name))
			continue;
		last = region;
		*found = true;
		sqlite3_bind_text(statement, 1, region, -1, SQLITE_STATIC);
		result = hvk__store_run(store, statement);
	}
	return result;
}

static int write_regions(struct hvk_store *store, const struct hvk__regions *read)
{
	_cleanup_(hvk__finalize) sqlite3_stmt *statement = NULL;
	bool found = false;
	int result = HVK_OK;

	for (size_t i = 0; result == HVK_OK && i < read->count; i++)
		if (i == 0 || read->members[i].region != read->members[i - 1].region)
			result = delete_region(store, read->members[i].region, &found);
	if (result == HVK_OK)
		result = hvk__store_prepare(store, "INSERT OR IGNORE INTO region (region, nis) VALUES (?, ?)",
		                            &statement);
	for (size_t i = 0; result == HVK_OK && i < read->count; i++) {
		sqlite3_bind_text(statement, 1, read->members[i].region, -1, SQLITE_STATIC);
		sqlite3_bind_int64(statement, 2, read->members[i].nis);
		result = hvk__store_run(store, statement);
	}
	return result;
}

static int import_regions(struct intake *intake, const char *name, int descriptor, bool dry_run)
{
	struct hvk_store *store = intake->store;
	int result = read_regions(intake, name, descriptor);

	if (result == HVK_OK)
		result = hvk__begin(store, false);
	if (result < 0)
		return result;
	/* What was loaded before this transaction began may be older than the file. */
	hvk__store_forget_regions(store);
	result = hvk__end_or_take_back(store, write_regions(store, &intake->read), dry_run);
	hvk__store_forget_regions(store);
	return result;
}

HVK_EXPORT int hvk_region_import(struct hvk_store *store, const char *name, int descriptor, bool dry_run,
                                 uint64_t *members)
{
	struct intake intake = { .store = store };
	int result;

	*members = 0;
	hvk__error_clear(&store->error);
	result = hvk__store_require(store, true);
	if (result == HVK_OK)
		result = import_regions(&intake, name, descriptor, dry_run);
	if (result == HVK_OK)
		*members = intake.read.count;
	regions_free(&intake.read);
	return result;
}

/* ---- removing */

static int unknown_region(struct hvk_store *store, const char *name)
{
	const struct hvk__regions *regions;
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };
	int result = hvk__store_regions(store, &regions);

	if (result < 0)
		return result;
	hvk__fold(folded, sizeof(folded), name, strlen(name));
	for (size_t i = 0; i < regions->count; i++)
		hvk__nearest_offer_text(&nearest, regions->members[i].region, regions->members[i].region);
	if (nearest.best)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "unknown region '%s'; did you mean %s?", name,
		                 (const char *)nearest.best);
	return hvk__fail(&store->error, HVK_ENOTFOUND, "unknown region '%s'", name);
}

static int remove_region(struct hvk_store *store, const char *name)
{
	bool found = false;
	int result;

	hvk__store_forget_regions(store);
	result = delete_region(store, name, &found);
	return result == HVK_OK && !found ? unknown_region(store, name) : result;
}

HVK_EXPORT int hvk_region_remove(struct hvk_store *store, const char *name, bool dry_run)
{
	int result;

	hvk__error_clear(&store->error);
	result = hvk__store_require(store, true);
	if (result == HVK_OK)
		result = hvk__begin(store, false);
	if (result < 0)
		return result;
	result = hvk__end_or_take_back(store, remove_region(store, name), dry_run);
	hvk__store_forget_regions(store);
	return result;
}
