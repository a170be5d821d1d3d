/* SPDX-License-Identifier: EUPL-1.2 */
/* The verifier refuses what was tampered with; dimensions know their leaves and differences. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "statistics/protect.h"
#include "store/store.h"

enum { PLACES = 4, THEMES = 3 };

struct scene {
	struct hvk_store *store;
	struct hvk_protection *p;
};

/* A protected table of four places in two regions, and three themes. */
static int set_up(void **state)
{
	static const char *const names[] = { "place", "theme" };
	static const char *const nodes[] = { "all", "r", "s", "a", "b", "c", "d" };
	static const char *const parents[] = { NULL, "all", "all", "r", "r", "s", "s" };
	static const char *const themes[] = { "total", "x", "y", "z" };
	static const uint64_t counts[PLACES][THEMES] = { { 3, 12, 9 }, { 14, 6, 8 }, { 7, 2, 16 }, { 11, 9, 13 } };
	struct scene *scene = calloc(1, sizeof(*scene));
	int result = hvk_store_new(&scene->store);

	if (result == HVK_OK)
		result = hvk_protection_new(scene->store, names, 2, &scene->p);
	for (size_t i = 0; result == HVK_OK && i < 7; i++)
		result = hvk_protection_add_node(scene->p, 0, nodes[i]);
	for (size_t i = 0; result == HVK_OK && i < 4; i++)
		result = hvk_protection_add_node(scene->p, 1, themes[i]);
	for (size_t i = 1; result == HVK_OK && i < 7; i++)
		result = hvk_protection_add_child(scene->p, 0, parents[i], nodes[i], "");
	for (size_t i = 1; result == HVK_OK && i < 4; i++)
		result = hvk_protection_add_child(scene->p, 1, "total", themes[i], "");
	for (size_t i = 0; result == HVK_OK && i < PLACES * THEMES; i++) {
		const char *codes[] = { nodes[3 + i / THEMES], themes[1 + i % THEMES] };

		result = hvk_protection_add_cell(scene->p, codes, counts[i / THEMES][i % THEMES], HVK_CELL_NEW);
	}
	if (result == HVK_OK)
		result = hvk_protection_set(scene->p, HVK_PROTECT_TOTALS, 1);
	if (result == HVK_OK)
		result = hvk_protection_run(scene->p);
	*state = scene;
	return result;
}

static int tear_down(void **state)
{
	struct scene *scene = *state;

	hvk_protection_free(scene->p);
	hvk_store_free(scene->store);
	free(scene);
	return 0;
}

static void assert_refused(const struct scene *scene, const char *why)
{
	const char *message;

	assert_int_equal(hvk_protection_verify(scene->p), HVK_EBUG);
	message = hvk_store_error(scene->store)->message;
	if (!strstr(message, why))
		fail_msg("expected '%s', found '%s'", why, message);
}

/* A certificate that is not empty. */
static struct hvk__certificate *certificate_of(struct hvk_protection *p, size_t target, enum hvk_direction direction)
{
	struct hvk__certificate *certificate = &p->targets[target].certificates[direction];

	assert_true(certificate->count > 0);
	return certificate;
}

static void test_as_it_is(void **state)
{
	const struct scene *scene = *state;

	assert_int_equal(hvk_protection_verify(scene->p), HVK_OK);
	assert_int_equal(scene->p->target_count, 2);
}

static void test_a_change_that_is_missing(void **state)
{
	struct scene *scene = *state;

	certificate_of(scene->p, 0, HVK_LESS)->count--;
	assert_refused(scene, "certificate");
}

static void test_every_change_matters(void **state)
{
	struct scene *scene = *state;

	for (size_t target = 0; target < scene->p->target_count; target++) {
		for (int direction = HVK_LESS; direction <= HVK_MORE; direction++) {
			struct hvk__certificate *certificate = certificate_of(scene->p, target, (enum hvk_direction)direction);

			for (size_t i = 0; i < certificate->count; i++) {
				certificate->shifts[i].delta++;
				assert_refused(scene, "certificate");
				certificate->shifts[i].delta--;
			}
		}
	}
	assert_int_equal(hvk_protection_verify(scene->p), HVK_OK);
}

/* Each cell that is hidden for others is needed, or else it would have been published. */
static void test_a_cell_that_was_used_is_published(void **state)
{
	struct scene *scene = *state;
	size_t tried = 0;

	for (size_t i = 0; i < scene->p->cell_count; i++) {
		struct hvk__cell *cell = &scene->p->cells[i];

		if (!cell->hidden || cell->sensitive)
			continue;
		cell->hidden = false;
		assert_refused(scene, "its certificate changes a published cell");
		cell->hidden = true;
		tried++;
	}
	assert_true(tried > 0);
}

static void test_a_sensitive_cell_is_published(void **state)
{
	struct scene *scene = *state;

	scene->p->cells[scene->p->targets[0].cell].hidden = false;
	assert_refused(scene, "it is sensitive and published");
}

/* A step twice as large in the certificate of the cell of 3, of which 2 remain to be taken away, and a whole more. */
static void test_a_leaf_below_zero(void **state)
{
	struct scene *scene = *state;
	struct hvk__certificate *certificate = certificate_of(scene->p, 0, HVK_LESS);

	for (size_t i = 0; i < certificate->count; i++)
		certificate->shifts[i].delta *= 100;
	assert_refused(scene, "its certificate makes a cell less than 0");
}

static void test_steps_that_are_none(void **state)
{
	struct scene *scene = *state;
	struct hvk__certificate *certificate = certificate_of(scene->p, 0, HVK_LESS);

	/* All at once. */
	for (size_t i = 0; i < certificate->count; i++)
		certificate->shifts[i].step = 1;
	assert_refused(scene, "a step of its certificate is not one");
	for (size_t i = 0; i < certificate->count; i++)
		certificate->shifts[i].step = 100;
	assert_refused(scene, "certificate");
}

static void test_too_few_steps(void **state)
{
	struct scene *scene = *state;

	certificate_of(scene->p, 0, HVK_MORE)->count = 0;
	assert_refused(scene, "a step of its certificate is not one");
}

static void test_more_steps_than_needed(void **state)
{
	struct scene *scene = *state;
	struct hvk__certificate *certificate = certificate_of(scene->p, 0, HVK_MORE);

	certificate->shifts[certificate->count - 1].step++;
	assert_refused(scene, "certificate");
}

static void test_a_change_of_a_total(void **state)
{
	struct scene *scene = *state;

	certificate_of(scene->p, 0, HVK_LESS)->shifts[0].cell = 0;
	assert_refused(scene, "its certificate changes what is no leaf");
	certificate_of(scene->p, 0, HVK_LESS)->shifts[0].cell = 1000;
	assert_refused(scene, "its certificate changes what is no leaf");
}

static void test_certificates_that_are_missing(void **state)
{
	struct scene *scene = *state;
	uint32_t *target_of = scene->p->target_of, first = scene->p->targets[0].cell, second = scene->p->targets[1].cell;

	target_of[first] = 0;
	assert_refused(scene, "it is sensitive and has no certificate");
	target_of[first] = target_of[second];
	assert_refused(scene, "its certificate is another's");
}

static void test_counts_that_are_no_sums(void **state)
{
	struct scene *scene = *state;

	scene->p->cells[0].count++;
	assert_refused(scene, "the count is not the sum of its leaves");
	scene->p->cells[0].count--;
	scene->p->cells[scene->p->targets[0].cell].count = -1;
	assert_refused(scene, "the count is less than 0");
}

static void test_what_was_before(void **state)
{
	struct scene *scene = *state;

	assert_false(scene->p->cells[0].hidden);
	scene->p->cells[0].state = HVK_CELL_HIDDEN;
	assert_refused(scene, "it was hidden before and is published");
	scene->p->cells[0].hidden = true;
	scene->p->cells[0].state = HVK_CELL_PUBLISHED;
	assert_refused(scene, "it was published before and is hidden");
}

/* ---------------------------------------------------------------- dimensions */

static void test_differences(void **state)
{
	const struct scene *scene = *state;
	const struct hvk__axis *axis = &scene->p->axes[0];
	int32_t chain[HVK__CHAIN];

	/* Leaves a, b, c, d; nodes all, r, s, a, b, c, d. */
	assert_int_equal(axis->leaves, 4);
	assert_int_equal(axis->classes, 2);
	assert_int_equal(hvk__chain(axis, 0, 1, chain), 2);
	assert_int_equal(hvk__chain_place(chain[0]), 3 * axis->stride);
	assert_int_equal(hvk__chain_sign(chain[1]), -1);
	assert_int_equal(hvk__chain(axis, 0, 2, chain), 4);
	assert_int_equal(hvk__chain(axis, 0, HVK__OUTSIDE, chain), 3);
	assert_int_equal(hvk__chain_place(chain[1]), 0);
	assert_int_equal(hvk__chain(axis, HVK__OUTSIDE, 0, chain), 3);
	assert_int_equal(hvk__chain_sign(chain[2]), -1);
	assert_int_equal(hvk__chain(axis, 2, 2, chain), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_as_it_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_change_that_is_missing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_every_change_matters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_cell_that_was_used_is_published, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_sensitive_cell_is_published, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_leaf_below_zero, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_steps_that_are_none, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_few_steps, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_more_steps_than_needed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_change_of_a_total, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_certificates_that_are_missing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_counts_that_are_no_sums, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_was_before, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_differences, set_up, tear_down)
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
