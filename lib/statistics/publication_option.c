/* SPDX-License-Identifier: EUPL-1.2 */
/* Publications: what they are asked for with. */
#include <stdio.h>
#include <string.h>

#include "core/text.h"
#include "statistics/publication.h"

/* ---------------------------------------------------------------- places */

int hvk__publication_fail_region(struct hvk_store *store, const struct hvk__regions *regions, const char *text)
{
	char folded[HVK__FOLD_MAX];
	struct hvk__nearest nearest = { .text = folded };

	hvk__fold(folded, sizeof(folded), text, strlen(text));
	for (size_t i = 0; i < regions->count; i++)
		hvk__nearest_offer_text(&nearest, regions->members[i].region, regions->members[i].region);
	if (nearest.best)
		return hvk__fail(&store->error, HVK_ENOTFOUND, "region: unknown '%s'; did you mean %s?", text,
		                 (const char *)nearest.best);
	return hvk__fail(&store->error, HVK_ENOTFOUND, "region: unknown '%s'; see hvk-admin regions", text);
}

int hvk__publication_set_region(struct hvk_publication *p, const char *text)
{
	const struct hvk__regions *regions;
	int result = hvk__store_regions(p->store, &regions);

	if (result < 0)
		return result;
	for (size_t i = 0; i < regions->count && *text; i++) {
		const char *name = regions->members[i].region;

		if (!hvk__fold_equal(name, text))
			continue;
		name = hvk__pool_add(&p->pool, name, strlen(name));
		if (!name)
			return hvk__fail_memory(&p->store->error);
		p->region = name;
		return HVK_OK;
	}
	if (*text)
		return hvk__publication_fail_region(p->store, regions, text);
	p->region = "";
	return HVK_OK;
}

/* Marks the gemeenten that a text names on a day. */
static int find_gemeenten(struct hvk_store *store, const char *text, int day, bool marked[])
{
	struct hvk__error why;
	uint16_t index;

	hvk__error_clear(&why);
	while (*text) {
		size_t length = strcspn(text, ","), kept = length;
		const char *start = hvk__trim(text, &kept);
		int result = hvk__gemeente_lookup(&why, start, kept, day, true, &index);

		if (result == HVK_ENOMEM)
			return hvk__fail_memory(&store->error);
		if (result < 0)
			return hvk__fail(&store->error, result, "gemeente: %s", why.public.message);
		marked[index] = true;
		text += length + (text[length] == ',');
	}
	return HVK_OK;
}

int hvk__publication_set_gemeenten(struct hvk_publication *p, const char *text)
{
	_cleanup_free_ bool *marked = calloc(hvk__gemeenten_count, sizeof(*marked));
	const char *copy = hvk__pool_add(&p->pool, text, strlen(text));
	int result;

	if (!marked || !copy)
		return hvk__fail_memory(&p->store->error);
	result = find_gemeenten(p->store, text, hvk__store_today(p->store), marked);
	if (result == HVK_OK)
		p->gemeenten = copy;
	return result;
}

int hvk__publication_settle_gemeenten(struct hvk_publication *p)
{
	_cleanup_(hvk__buffer_free) struct hvk__buffer buffer = { 0 };
	_cleanup_free_ bool *marked = calloc(hvk__gemeenten_count, sizeof(*marked));
	const char *text;
	int result;

	if (!*p->gemeenten)
		return HVK_OK;
	if (!marked)
		return hvk__fail_memory(&p->store->error);
	result = find_gemeenten(p->store, p->gemeenten, hvk__month_last_day(p->last), marked);
	if (result < 0)
		return result;
	for (size_t i = 0; i < hvk__gemeenten_count; i++)
		if (marked[i] && !hvk__buffer_printf(&buffer, "%s%05u", buffer.length > 0 ? "," : "",
		                                     (unsigned)hvk__gemeenten[i].nis))
			return hvk__fail_memory(&p->store->error);
	text = buffer.data ? hvk__pool_add(&p->pool, buffer.data, buffer.length) : "";
	if (!text)
		return hvk__fail_memory(&p->store->error);
	p->gemeenten = text;
	return HVK_OK;
}
