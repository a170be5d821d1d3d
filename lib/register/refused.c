/* SPDX-License-Identifier: EUPL-1.2 */
/* Refused rows in memory, and how one goes to the file of rejects. */
#include "register/refused.h"

#include <string.h>

#include "core/guard.h"

void hvk__refused_free(struct hvk__refused_chunk *chunk)
{
	struct hvk__refused *refused, *next;

	if (!chunk)
		return;
	for (refused = chunk->first; refused; refused = next) {
		next = refused->next;
		free(refused->reject);
		free(refused);
	}
	free(chunk);
}

bool hvk__refused_add(struct hvk__refused_chunk **chunk, uint64_t sequence, size_t input,
                      const struct hvk__error *error, bool whole_file, char *reject)
{
	size_t length = strlen(error->public.message);
	struct hvk__refused *refused;

	if (!*chunk) {
		*chunk = calloc(1, sizeof(**chunk));
		if (!*chunk)
			return false;
		(*chunk)->sequence = sequence;
		(*chunk)->input = input;
		(*chunk)->end = &(*chunk)->first;
	}
	refused = calloc(1, sizeof(*refused) + length + 1);
	if (!refused)
		return false;
	refused->code = error->public.code;
	refused->line = error->public.line;
	refused->column = error->public.column;
	refused->whole_file = whole_file;
	refused->reject = reject;
	memcpy(refused->message, error->public.message, length + 1);
	*(*chunk)->end = refused;
	(*chunk)->end = &refused->next;
	return true;
}

/* ---------------------------------------------------------------- the file */

/* Whether any cell of a refused row, besides the one that it was refused for, may not be repeated. */
static bool row_private(const struct hvk__layout *layout, const struct hvk__chunk *chunk)
{
	for (size_t i = 0; i < chunk->cell_count; i++) {
		int meaning = i < layout->count ? layout->meaning[i] : HVK_THEME;
		enum hvk__identifier seen;

		if (meaning == HVK__PASSED_OVER)
			continue;
		seen = hvk__guard(chunk->cells[i].data, chunk->cells[i].length);
		if (seen != HVK__INNOCENT && !(seen == HVK__BIRTH_DATE && meaning == HVK_MONTH))
			return true;
	}
	return false;
}

char *hvk__reject_record(const struct hvk__decoder *decoder, const struct hvk__chunk *chunk)
{
	bool hidden = decoder->refusal.private || row_private(decoder->layout, chunk);

	return hvk__reject_line(decoder->layout, decoder->refusal.error.public.message, hidden ? NULL : chunk->cells,
	                        chunk->cell_count, chunk->delimiter);
}
