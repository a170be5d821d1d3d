/* SPDX-License-Identifier: EUPL-1.2 */
/* What is said of an import: of each row that cannot stand, where; at the end of each reason, how often. Never a value:
 * it may be somebody's. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/macro.h"
#include "network/hsds.h"

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* Reasons are few: the last one is mostly the one that is looked for. */
static int count(struct hvk__hsds *hsds, enum hvk_severity severity, const char *file, const char *column,
                 const char *reason, uint64_t times)
{
	for (size_t i = hsds->reason_count; i-- > 0;) {
		struct hvk__hsds_reason *known = &hsds->reasons[i];

		if (known->severity == severity && same_text(known->reason, reason) &&
		    same_text(known->column, column) && same_text(known->file, file)) {
			known->count += times;
			return HVK_OK;
		}
	}
	if (!hvk__reserve(&hsds->reasons, &hsds->reason_capacity, hsds->reason_count + 1, sizeof(*hsds->reasons)))
		return hvk__fail_memory(&hsds->store->error);
	hsds->reasons[hsds->reason_count++] = (struct hvk__hsds_reason){ file, column, reason, severity, times };
	return HVK_OK;
}

/* Where a column stands in a file, from 1; 0 when it is not there. */
static unsigned cell_of(const struct hvk__hsds_file *file, const char *column)
{
	for (size_t i = 0; column && file->table && i < file->table->count; i++)
		if (strcmp(file->table->columns[i].names[0], column) == 0)
			return (unsigned)(file->place[i] + 1);
	return 0;
}

static int tell(struct hvk__hsds *hsds, enum hvk_severity severity, const struct hvk__error *error)
{
	const struct hvk_listener *listener = hsds->options->listener;

	if (!listener || !listener->report || listener->report(listener->data, severity, &error->public) == 0 ||
	    severity == HVK_NOTE)
		return HVK_OK;
	return hvk__fail(&hsds->store->error, HVK_EINPUT, "stopped by the caller; nothing was imported");
}

static int report(struct hvk__hsds *hsds, enum hvk_severity severity, struct hvk__hsds_row row, const char *column,
                  const char *reason)
{
	const struct hvk__hsds_file *file = &hsds->files[row.file];
	struct hvk__error error;
	int result = count(hsds, severity, file->shown, column, reason, 1);

	if (result < 0)
		return result;
	hvk__fail_at(&error, HVK_EINPUT, file->shown, row.line, column ? cell_of(file, column) : row.cell, "%s%s%s",
	             column ? column : "", column ? ": " : "", _(reason));
	return tell(hsds, severity, &error);
}

int hvk__hsds_refuse(struct hvk__hsds *hsds, struct hvk__hsds_row row, const char *column, const char *reason)
{
	hsds->counts.refused++;
	return report(hsds, HVK_REFUSED, row, column, reason);
}

int hvk__hsds_warn(struct hvk__hsds *hsds, struct hvk__hsds_row row, const char *column, const char *reason)
{
	return report(hsds, HVK_WARNING, row, column, reason);
}

int hvk__hsds_count(struct hvk__hsds *hsds, const char *file, const char *column, const char *reason, uint64_t times)
{
	return times ? count(hsds, HVK_NOTE, file, column, reason, times) : HVK_OK;
}

int hvk__hsds_note(struct hvk__hsds *hsds, const char *file, uint64_t line, unsigned column, const char *format, ...)
{
	struct hvk__error error;
	va_list arguments;

	va_start(arguments, format);
	hvk__vfail_at(&error, HVK_OK, file, line, column, format, arguments);
	va_end(arguments);
	return tell(hsds, HVK_NOTE, &error);
}

void hvk__hsds_sum_up(struct hvk__hsds *hsds)
{
	for (size_t i = 0; i < hsds->reason_count; i++) {
		const struct hvk__hsds_reason *reason = &hsds->reasons[i];

		hvk__hsds_note(hsds, reason->file, 0, 0,
		               reason->severity == HVK_REFUSED ?
		                       P_("%" PRIu64 " row refused: %s%s%s", "%" PRIu64 " rows refused: %s%s%s",
		                          reason->count) :
		               reason->severity == HVK_WARNING ?
		                       P_("%" PRIu64 " row taken without it: %s%s%s",
		                          "%" PRIu64 " rows taken without it: %s%s%s", reason->count) :
		                       P_("%" PRIu64 " row: %s%s%s", "%" PRIu64 " rows: %s%s%s", reason->count),
		               reason->count, reason->column ? reason->column : "", reason->column ? ": " : "",
		               _(reason->reason));
	}
}
