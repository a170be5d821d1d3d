/* SPDX-License-Identifier: EUPL-1.2 */
/* A sheet without a single row is an answer too: of its desk and month there were no questions. */
#include "register/import.h"
#include "register/intake.h"
#include "store/delivery.h"

static bool is_empty(const struct hvk_import *import)
{
	for (size_t i = 0; i < import->batch_count; i++)
		for (size_t j = 0; j < import->batches[i].block_count; j++)
			if (import->batches[i].blocks[j].count > 0)
				return false;
	return import->batch_count > 0 && import->counts.refused == 0;
}

int hvk__import_zero(struct hvk_import *import)
{
	const struct hvk__question_intake *intake = hvk__question_intake(import->intake);
	char month[8];
	int result;

	if (!intake->desk || intake->month == 0 || !is_empty(import))
		return HVK_OK;
	hvk__month_format(intake->month, month);
	result = hvk__delivery_none(import->store, intake->desk, month, import->flags & HVK_IMPORT_DRY_RUN);
	if (result == HVK_OK)
		hvk__intake_note(import->intake, NULL, "no questions of desk '%s' in %s: that is noted", intake->desk,
		                 month);
	return result;
}
