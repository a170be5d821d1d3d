/* SPDX-License-Identifier: EUPL-1.2 */
/* A zip file in memory, the same bytes for the same files: no clock, no zone, no system goes into it. */
#include <zip.h>

#include "core/macro.h"
#include "network/hsds_out.h"

#define DOS_DATE 0x0021 /* 1980-01-01, the first there is */

static int fail(struct hvk_store *store, zip_error_t *error)
{
	if (zip_error_code_zip(error) == ZIP_ER_MEMORY)
		return hvk__fail_memory(&store->error);
	return hvk__fail(&store->error, HVK_EIO, "the zip file cannot be made: %s", zip_error_strerror(error));
}

static bool add_file(zip_t *zip, const struct hvk__file_out *file)
{
	zip_source_t *source = zip_source_buffer(zip, file->data, file->length, 0);
	zip_int64_t index = source ? zip_file_add(zip, file->name, source, ZIP_FL_ENC_UTF_8) : -1;

	if (source && index < 0)
		zip_source_free(source);
	return index >= 0 && zip_set_file_compression(zip, (zip_uint64_t)index, ZIP_CM_DEFLATE, 6) == 0 &&
	       zip_file_set_dostime(zip, (zip_uint64_t)index, 0, DOS_DATE, 0) == 0 &&
	       zip_file_set_external_attributes(zip, (zip_uint64_t)index, 0, ZIP_OPSYS_UNIX, 0100644u << 16) == 0;
}

static int take_bytes(struct hvk_store *store, zip_source_t *source, struct hvk__buffer *zip)
{
	char bytes[16384];
	zip_int64_t got;

	if (zip_source_open(source) < 0)
		return fail(store, zip_source_error(source));
	while ((got = zip_source_read(source, bytes, sizeof(bytes))) > 0)
		if (!hvk__buffer_add(zip, bytes, (size_t)got)) {
			zip_source_close(source);
			return hvk__fail_memory(&store->error);
		}
	zip_source_close(source);
	return got < 0 ? fail(store, zip_source_error(source)) : HVK_OK;
}

int hvk__out_zip(struct hvk_store *store, const struct hvk__file_out files[], size_t count, struct hvk__buffer *bytes)
{
	zip_error_t error;
	zip_source_t *source;
	zip_t *zip = NULL;
	int result = HVK_OK;

	zip_error_init(&error);
	source = zip_source_buffer_create(NULL, 0, 0, &error);
	if (source)
		zip = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error);
	if (!zip) {
		result = fail(store, &error);
		if (source)
			zip_source_free(source);
		zip_error_fini(&error);
		return result;
	}
	/* Closing would take the source along. */
	zip_source_keep(source);
	for (size_t i = 0; i < count && result == HVK_OK; i++)
		if (!add_file(zip, &files[i]))
			result = fail(store, zip_get_error(zip));
	if (result == HVK_OK && zip_close(zip) < 0)
		result = fail(store, zip_get_error(zip));
	else if (result == HVK_OK)
		zip = NULL;
	if (zip)
		zip_discard(zip);
	if (result == HVK_OK)
		result = take_bytes(store, source, bytes);
	zip_source_free(source);
	zip_error_fini(&error);
	return result;
}
