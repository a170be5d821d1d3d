/* SPDX-License-Identifier: EUPL-1.2 */
/* A folder or a zip file of CSV files that others made: what leads outside or grows beyond measure is refused. */
#ifndef HVK_NETWORK_HSDS_PACKAGE_H
#define HVK_NETWORK_HSDS_PACKAGE_H

#include "core/error.h"

/* What a zip file may hold at most, unpacked; and how many times its packed size an entry may have, once it is beyond
 * what is small. */
#define HVK__PACKAGE_MAX ((uint64_t)512 << 20)
#define HVK__PACKAGE_RATIO 200u
#define HVK__PACKAGE_SMALL ((uint64_t)10 << 20)
#define HVK__PACKAGE_ENTRIES 10000

struct hvk__package;

/* Opens what is at path, told by its content. HVK_OK, HVK_ENOTFOUND, HVK_EINPUT (neither folder nor zip file, damaged,
 * an entry that leads outside, is encrypted, or stands there twice), HVK_EIO. */
int hvk__package_open(struct hvk__error *error, const char *path, struct hvk__package **package);
void hvk__package_free(struct hvk__package *package);

/* Its base name, without '.zip': "gids" of "/tmp/gids.zip". */
const char *hvk__package_name(const struct hvk__package *package);

/* The names of the files in it, in the order of their bytes; of a zip file without the one folder that all are in. Of a
 * folder only what is right in it. NULL beyond the last. */
const char *hvk__package_file(const struct hvk__package *package, size_t n);

/* Whether a path, as another file gives it, stays within the package. */
bool hvk__package_inside(const char *name);

/* Opens a file to read; the descriptor is closed by the caller. shown is its name for messages. HVK_OK, HVK_ENOTFOUND,
 * HVK_EINPUT (it is a link, damaged, or unpacks to too much), HVK_EIO. */
int hvk__package_read(struct hvk__error *error, struct hvk__package *package, const char *name, const char *shown,
                      int *descriptor);

#endif
