/* SPDX-License-Identifier: EUPL-1.2 */
/* Protecting small counts: the table that is told cell by cell, and what is read of it when it is protected. */
#include "statistics/protect.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "store/store.h"

enum { MIN_CELL = 5, MIN_CELL_LEAST = 3, MIN_CELL_MOST = 1000 };

HVK_EXPORT int hvk_protection_new(struct hvk_store *store, const char *const dimensions[], size_t count,
                                  struct hvk_protection **out)
{
	struct hvk_protection *p;

	*out = NULL;
	hvk__error_clear(&store->error);
	if (count < 1 || count > HVK__AXES)
		return hvk__fail(&store->error, HVK_EINVAL, "expected 1 to %d dimensions, found %zu", (int)HVK__AXES,
		                 count);
	p = calloc(1, sizeof(*p));
	if (!p)
		return hvk__fail_memory(&store->error);
	p->store = store;
	p->dimensions = count;
	p->min_cell = MIN_CELL;
	p->missing = HVK_CELL_INTERNAL;
	for (size_t d = 0; d < count; d++) {
		p->axes[d].name = hvk__pool_add(&p->pool, dimensions[d], strlen(dimensions[d]));
		if (!p->axes[d].name) {
			hvk_protection_free(p);
			return hvk__fail_memory(&store->error);
		}
	}
	*out = p;
	return HVK_OK;
}

HVK_EXPORT void hvk_protection_free(struct hvk_protection *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < p->target_count; i++) {
		hvk__certificate_free(&p->targets[i].certificates[HVK_LESS]);
		hvk__certificate_free(&p->targets[i].certificates[HVK_MORE]);
	}
	for (size_t d = 0; d < p->dimensions; d++)
		hvk__axis_free(&p->axes[d]);
	free(p->targets);
	free(p->target_of);
	free(p->listed);
	free(p->cells);
	free(p->map);
	free(p->lines);
	free(p->given);
	hvk__pool_free(&p->pool);
	free(p);
}

void hvk__cell_name(const struct hvk_protection *p, const uint32_t node[], char text[HVK__CELL_NAME])
{
	size_t length = 0;

	text[0] = '\0';
	for (size_t d = 0; d < p->dimensions && length < HVK__CELL_NAME; d++) {
		int written = snprintf(text + length, HVK__CELL_NAME - length, "%s%s %s", d > 0 ? ", " : "",
		                       p->axes[d].name, p->axes[d].codes[node[d]]);

		length += written > 0 ? (size_t)written : 0;
	}
}

/* ---------------------------------------------------------------- telling the table */

static int check_open(struct hvk_protection *p)
{
	hvk__error_clear(&p->store->error);
	if (p->ran)
		return hvk__fail(&p->store->error, HVK_EINVAL, "the table was protected before");
	return HVK_OK;
}

HVK_EXPORT int hvk_protection_set(struct hvk_protection *p, enum hvk_protect_option option, int64_t value)
{
	struct hvk__error *error = &p->store->error;
	int result = check_open(p);

	if (result < 0)
		return result;
	switch (option) {
	case HVK_PROTECT_MIN_CELL:
		if (value < MIN_CELL_LEAST || value > MIN_CELL_MOST)
			return hvk__fail(error, HVK_EINVAL, "min-cell: expected %d to %d, found %" PRId64,
			                 (int)MIN_CELL_LEAST, (int)MIN_CELL_MOST, value);
		p->min_cell = value;
		return HVK_OK;
	case HVK_PROTECT_ZEROS:
		if (value != HVK_ZEROS_CAMOUFLAGE && value != HVK_ZEROS_PROTECT)
			return hvk__fail(error, HVK_EINVAL, "zeros: expected %d or %d, found %" PRId64,
			                 (int)HVK_ZEROS_CAMOUFLAGE, (int)HVK_ZEROS_PROTECT, value);
		p->protect_zeros = value == HVK_ZEROS_PROTECT;
		return HVK_OK;
	case HVK_PROTECT_TOTALS:
		if (value != 0 && value != 1)
			return hvk__fail(error, HVK_EINVAL, "totals: expected 0 or 1, found %" PRId64, value);
		p->totals = value == 1;
		return HVK_OK;
	}
	return hvk__fail(error, HVK_EINVAL, "there is no option of protection with the number %d", (int)option);
}

static int check_dimension(struct hvk_protection *p, size_t dimension)
{
	int result = check_open(p);

	if (result == HVK_OK && dimension >= p->dimensions)
		result = hvk__fail(&p->store->error, HVK_EINVAL, "expected a dimension from 0 to %zu, found %zu",
		                   p->dimensions - 1, dimension);
	return result;
}

HVK_EXPORT int hvk_protection_add_node(struct hvk_protection *p, size_t dimension, const char *code)
{
	int result = check_dimension(p, dimension);

	if (result < 0)
		return result;
	return hvk__axis_add_node(&p->store->error, &p->axes[dimension], &p->pool, code);
}

HVK_EXPORT int hvk_protection_add_child(struct hvk_protection *p, size_t dimension, const char *parent,
                                        const char *child, const char *set)
{
	int result = check_dimension(p, dimension);

	if (result < 0)
		return result;
	return hvk__axis_add_child(&p->store->error, &p->axes[dimension], &p->pool, parent, child, set);
}

HVK_EXPORT int hvk_protection_add_cell(struct hvk_protection *p, const char *const codes[], uint64_t count,
                                       enum hvk_cell_state state)
{
	struct hvk__given given = { .state = state, .count = (int64_t)count };
	struct hvk__error *error = &p->store->error;
	int result = check_open(p);

	if (result < 0)
		return result;
	if ((unsigned)state >= HVK_CELL_STATES)
		return hvk__fail(error, HVK_EINVAL, "there is no state of a cell with the number %d", (int)state);
	if (count > HVK__COUNT_MAX)
		return hvk__fail(error, HVK_EINPUT, "expected a count of at most %" PRId64 ", found %" PRIu64,
		                 HVK__COUNT_MAX, count);
	for (size_t d = 0; d < p->dimensions; d++) {
		result = hvk__axis_find_near(error, &p->axes[d], codes[d], &given.node[d]);
		if (result < 0)
			return result;
	}
	if (!hvk__reserve(&p->given, &p->given_capacity, p->given_count + 1, sizeof(*p->given)))
		return hvk__fail_memory(error);
	p->given[p->given_count++] = given;
	return HVK_OK;
}

/* ---------------------------------------------------------------- protecting */

static void digest_text(XXH3_state_t *state, const char *text)
{
	XXH3_128bits_update(state, text, strlen(text) + 1);
}

/* Numbers as text, so that every machine finds the same. */
static void digest_number(XXH3_state_t *state, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, number);
	digest_text(state, text);
}

static void digest_certificate(XXH3_state_t *state, const struct hvk_protection *p,
                               const struct hvk__certificate *certificate)
{
	digest_number(state, (int64_t)certificate->count);
	for (size_t i = 0; i < certificate->count; i++) {
		const struct hvk__shift *shift = &certificate->shifts[i];

		for (size_t d = 0; d < p->dimensions; d++)
			digest_text(state, p->axes[d].codes[p->cells[shift->cell].node[d]]);
		digest_number(state, shift->step);
		digest_number(state, shift->delta);
	}
}

static int make_digest(struct hvk_protection *p)
{
	XXH3_state_t *state = XXH3_createState();
	XXH128_hash_t hash;

	if (!state)
		return hvk__fail_memory(&p->store->error);
	XXH3_128bits_reset(state);
	digest_number(state, p->min_cell);
	digest_number(state, p->protect_zeros);
	for (size_t n = 0; n < hvk_protection_cells(p); n++) {
		uint32_t target = p->target_of[p->listed[n]];

		for (size_t d = 0; d < p->dimensions; d++)
			digest_text(state, hvk_protection_code(p, n, d));
		digest_number(state, (int64_t)hvk_protection_status(p, n));
		digest_number(state, (int64_t)hvk_protection_count(p, n));
		if (target > 0) {
			digest_certificate(state, p, &p->targets[target - 1].certificates[HVK_LESS]);
			digest_certificate(state, p, &p->targets[target - 1].certificates[HVK_MORE]);
		}
	}
	hash = XXH3_128bits_digest(state);
	XXH3_freeState(state);
	snprintf(p->digest, sizeof(p->digest), "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64,
	         (uint64_t)hash.low64);
	return HVK_OK;
}

HVK_EXPORT int hvk_protection_run(struct hvk_protection *p)
{
	struct hvk__error *error = &p->store->error;
	int result = check_open(p);

	if (result < 0)
		return result;
	p->ran = true;
	for (size_t d = 0; result == HVK_OK && d < p->dimensions; d++)
		result = hvk__axis_close(error, &p->axes[d]);
	if (result == HVK_OK)
		result = hvk__universe_make(error, p);
	if (result == HVK_OK)
		result = hvk__cover(error, p);
	if (result == HVK_OK)
		result = hvk__certify(error, p);
	if (result == HVK_OK)
		result = hvk__verify(error, p);
	p->protected = result == HVK_OK;
	if (result == HVK_OK)
		result = make_digest(p);
	p->protected = result == HVK_OK;
	return result;
}

HVK_EXPORT int hvk_protection_verify(const struct hvk_protection *p)
{
	hvk__error_clear(&p->store->error);
	if (!p->protected)
		return hvk__fail(&p->store->error, HVK_EINVAL, "the table was not protected");
	return hvk__verify(&p->store->error, p);
}

/* ---------------------------------------------------------------- reading */

HVK_EXPORT size_t hvk_protection_cells(const struct hvk_protection *p)
{
	return p->protected ? p->listed_count : 0;
}

HVK_EXPORT const char *hvk_protection_code(const struct hvk_protection *p, size_t n, size_t dimension)
{
	if (n >= hvk_protection_cells(p) || dimension >= p->dimensions)
		return NULL;
	return p->axes[dimension].codes[p->cells[p->listed[n]].node[dimension]];
}

HVK_EXPORT uint64_t hvk_protection_count(const struct hvk_protection *p, size_t n)
{
	return n < hvk_protection_cells(p) ? (uint64_t)p->cells[p->listed[n]].count : 0;
}

HVK_EXPORT enum hvk_cell_status hvk_protection_status(const struct hvk_protection *p, size_t n)
{
	const struct hvk__cell *cell;

	/* What is not there is nobody's to read. */
	if (n >= hvk_protection_cells(p))
		return HVK_STATUS_PRIMARY;
	cell = &p->cells[p->listed[n]];
	if (cell->state == HVK_CELL_PUBLISHED)
		return HVK_STATUS_FIXED_PUBLISHED;
	if (cell->state == HVK_CELL_HIDDEN || cell->state == HVK_CELL_HIDDEN_SENSITIVE)
		return HVK_STATUS_FIXED_HIDDEN;
	if (cell->sensitive)
		return HVK_STATUS_PRIMARY;
	return cell->hidden ? HVK_STATUS_SECONDARY : HVK_STATUS_PUBLISHED;
}

HVK_EXPORT size_t hvk_protection_tally(const struct hvk_protection *p, enum hvk_cell_status status, uint64_t *sum)
{
	size_t count = 0;

	if (sum)
		*sum = 0;
	for (size_t n = 0; n < hvk_protection_cells(p); n++) {
		if (hvk_protection_status(p, n) != status)
			continue;
		count++;
		if (sum)
			*sum += hvk_protection_count(p, n);
	}
	return count;
}

HVK_EXPORT int hvk_protection_change(const struct hvk_protection *p, size_t cell, enum hvk_direction direction,
                                     size_t n, size_t *step, const char *codes[], int64_t *delta)
{
	const struct hvk__certificate *certificate;
	uint32_t target;

	*step = 0;
	*delta = 0;
	for (size_t d = 0; d < p->dimensions; d++)
		codes[d] = NULL;
	target = cell < hvk_protection_cells(p) ? p->target_of[p->listed[cell]] : 0;
	if (target == 0 || (unsigned)direction > HVK_MORE)
		return 0;
	certificate = &p->targets[target - 1].certificates[direction];
	if (n >= certificate->count)
		return 0;
	*step = certificate->shifts[n].step;
	*delta = certificate->shifts[n].delta;
	for (size_t d = 0; d < p->dimensions; d++)
		codes[d] = p->axes[d].codes[p->cells[certificate->shifts[n].cell].node[d]];
	return 1;
}

HVK_EXPORT const char *hvk_protection_digest(const struct hvk_protection *p)
{
	return p->digest;
}
