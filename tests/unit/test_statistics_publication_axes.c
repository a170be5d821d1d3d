/* SPDX-License-Identifier: EUPL-1.2 */
/* The axes of a publication: which members there are, what they hold and what consists of what; and what is refused. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include "admin_store.h"
#include "statistics/publication.h"

/* ---------------------------------------------------------------- asking, and what came of it */

static int ask(struct hvk_publication *p, const char *by, const char *period)
{
	int result = hvk_publication_set(p, HVK_PUBLISH_BY, by);

	if (result == HVK_OK)
		result = hvk_publication_set(p, HVK_PUBLISH_PERIOD, period);
	return result;
}

/* A publication with its axes, of a region and of gemeenten (or NULL); freed by the caller. */
static struct hvk_publication *make_of(struct hvk_store *store, const char *by, const char *period, const char *region,
                                       const char *gemeenten)
{
	struct hvk_publication *p;

	assert_done(store, hvk_publication_new(store, &p));
	assert_done(store, ask(p, by, period));
	if (region)
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_REGION, region));
	if (gemeenten)
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_GEMEENTE, gemeenten));
	assert_done(store, hvk__publication_make_axes(p));
	return p;
}

static struct hvk_publication *make(struct hvk_store *store, const char *by, const char *period)
{
	return make_of(store, by, period, NULL, NULL);
}

struct written {
	char text[16384];
	size_t length;
};

static void begin_text(struct written *written)
{
	written->length = 0;
	written->text[0] = '\0';
}

static void write_text(struct written *written, const char *format, ...)
{
	size_t left = sizeof(written->text) - written->length;
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(written->text + written->length, left, format, arguments);
	va_end(arguments);
	assert_true(length >= 0 && (size_t)length < left);
	written->length += (size_t)length;
}

/* "key level: leaves", of more than eight leaves their number; '*' sensitive, '<' below a region. */
static const char *members(const struct hvk_publication *p, enum hvk__publication_axis_name name)
{
	static struct written written;
	const struct hvk__publication_axis *axis = &p->axes[name];

	begin_text(&written);
	for (size_t m = 0; m < axis->member_count; m++) {
		const struct hvk__publication_member *member = &axis->members[m];

		write_text(&written, "%s %s%s%s:", member->key, member->level, member->sensitive ? "*" : "",
		           member->below_region ? "<" : "");
		if (member->whole)
			write_text(&written, " all");
		else if (member->leaf_count > 8)
			write_text(&written, " (%zu)", member->leaf_count);
		else
			for (size_t i = 0; i < member->leaf_count; i++)
				write_text(&written, " %u", (unsigned)member->leaves[i]);
		write_text(&written, "\n");
	}
	return written.text;
}

/* "parent/set: children" */
static const char *links(const struct hvk_publication *p, enum hvk__publication_axis_name name)
{
	static struct written written;
	const struct hvk__publication_axis *axis = &p->axes[name];

	begin_text(&written);
	for (size_t n = 0; n < axis->link_count; n++) {
		const struct hvk__publication_link *link = &axis->links[n];
		bool first = n == 0 || link[-1].parent != link->parent || strcmp(link[-1].set, link->set) != 0;

		if (first)
			write_text(&written, "%s%s/%s:", n > 0 ? "\n" : "", axis->members[link->parent].key, link->set);
		write_text(&written, " %s", axis->members[link->child].key);
	}
	if (written.length > 0)
		write_text(&written, "\n");
	return written.text;
}

static void codes(struct hvk_store *store, const char *text)
{
	int descriptor = input_of(text);
	uint64_t changed;

	assert_done(store, hvk_code_import(store, "codes.csv", descriptor, false, &changed));
	close(descriptor);
}

static void regions(struct hvk_store *store, const char *text)
{
	int descriptor = input_of(text);
	uint64_t count;

	assert_done(store, hvk_region_import(store, "regions.csv", descriptor, false, &count));
	close(descriptor);
}

static void save_house(struct hvk_store *store, const char *gemeente)
{
	struct hvk_record *record;

	assert_done(store, hvk_record_new(store, HVK_HOUSE, &record));
	assert_done(store, hvk_record_set(record, hvk_type_find_column(HVK_HOUSE, "gemeente"), gemeente));
	assert_done(store, hvk_record_save(record, false));
	hvk_record_free(record);
}

#define assert_axis(p, axis, expected_members, expected_links)                 \
	do {                                                                   \
		assert_string_equal(members(p, axis), expected_members);       \
		assert_string_equal(links(p, axis), expected_links);           \
	} while (0)

/* ---------------------------------------------------------------- time */

static void time_has_what_the_period_holds(void **state)
{
	struct hvk_publication *p = make(store_of(state), "quarter,month", "2025-Q4");

	assert_axis(p, HVK__TIME,
	            "2025-Q4 quarter: 669 670 671\n2025-10 month: 669\n2025-11 month: 670\n2025-12 month: 671\n"
	            "total total: 669 670 671\n",
	            "2025-Q4/month: 2025-10 2025-11 2025-12\n"
	            "total/month: 2025-10 2025-11 2025-12\ntotal/quarter: 2025-Q4\n");
	assert_string_equal(p->axes[HVK__TIME].name, "month");
	assert_string_equal(p->axes[HVK__TIME].members[0].label[HVK_NL], "okt-dec 2025");
	assert_string_equal(p->axes[HVK__TIME].members[1].label[HVK_EN], "Oct 2025");
	assert_string_equal(p->axes[HVK__TIME].members[4].label[HVK_NL], "2025-Q4");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_BY), "month,quarter");
	hvk_publication_free(p);
}

/* A year consists of quarters, these of months; a school year of months only, and neither of the other. */
static void years_hang_together_with_what_is_finest_but_one(void **state)
{
	struct hvk_publication *p = make(store_of(state), "year,quarter", "2024-01..2025-12");

	assert_string_equal(links(p, HVK__TIME),
	                    "2024/quarter: 2024-Q1 2024-Q2 2024-Q3 2024-Q4\n2025/quarter: 2025-Q1 2025-Q2 2025-Q3 2025-Q4\n"
	                    "total/quarter: 2024-Q1 2024-Q2 2024-Q3 2024-Q4 2025-Q1 2025-Q2 2025-Q3 2025-Q4\n"
	                    "total/year: 2024 2025\n");
	hvk_publication_free(p);
	p = make(store_of(state), "schoolyear", "sj2024");
	assert_axis(p, HVK__TIME, "2024-2025 schoolyear: (12)\ntotal total: (12)\n", "total/schoolyear: 2024-2025\n");
	hvk_publication_free(p);
}

static void a_period_has_one_name(void **state)
{
	static const struct { const char *asked, *name; } periods[] = {
		{ "2026", "2026" }, { "2026-01..2026-12", "2026" }, { "2026-Q1..2026-Q4", "2026" },
		{ "2026-10", "2026-10" }, { "2026-04..2026-06", "2026-Q2" }, { "2026-05..2026-07", "2026-05..2026-07" },
		{ "sj2025", "2025-2026" }, { "2025..2026", "2025-01..2026-12" }, { "2025-11..2026-10", "2025-11..2026-10" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(periods); i++) {
		struct hvk_publication *p = make(store_of(state), "", periods[i].asked);

		assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_PERIOD), periods[i].name);
		assert_string_equal(p->axes[HVK__TIME].members[0].label[HVK_EN], periods[i].name);
		hvk_publication_free(p);
	}
}

/* ---------------------------------------------------------------- places */

static void rows_are_the_gemeenten_that_the_store_names(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	/* With nothing else those that occur. */
	add_short(store, "2026-09 gent telefoon slapen", NULL);
	p = make(store, "gemeente", "2026-09");
	assert_axis(p, HVK__PLACES, "44021 gemeente<: 44021\nother other: (619)\ntotal total: all\n",
	            "total/gemeente: 44021 other\n");
	hvk_publication_free(p);
	save_house(store, "oostkamp");
	p = make(store, "gemeente", "2026-09");
	assert_axis(p, HVK__PLACES, "31022 gemeente<: 31022\nother other: (619)\ntotal total: all\n",
	            "total/gemeente: 31022 other\n");
	assert_string_equal(p->axes[HVK__PLACES].members[0].label[HVK_EN], "Oostkamp");
	assert_string_equal(p->axes[HVK__PLACES].members[1].label[HVK_NL], "Andere gemeenten");
	assert_string_equal(p->axes[HVK__PLACES].members[2].label[HVK_EN], "Total");
	hvk_publication_free(p);
	regions(store, "region,gemeente\nNoord,Brugge\nZuid,Gent\n");
	p = make(store, "gemeente", "2026-09");
	assert_string_equal(members(p, HVK__PLACES),
	                    "31005 gemeente<: 31005\n31022 gemeente<: 31022\n44021 gemeente<: 44021\n"
	                    "other other: (617)\ntotal total: all\n");
	hvk_publication_free(p);
	p = make_of(store, "gemeente", "2026-09", NULL, "Oostkamp, 8000");
	assert_string_equal(members(p, HVK__PLACES),
	                    "31005 gemeente<: 31005\n31022 gemeente<: 31022\nother other: (618)\ntotal total: all\n");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_GEMEENTE), "31005,31022");
	hvk_publication_free(p);
}

static void a_region_is_the_total(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	regions(store, "region,gemeente\nNoord,Brugge\nNoord,Oostkamp\nNoord,Damme\nZuid,Gent\n");
	p = make_of(store, "gemeente", "2026-09", "NOORD", NULL);
	assert_axis(p, HVK__PLACES,
	            "31005 gemeente<: 31005\n31006 gemeente<: 31006\n31022 gemeente<: 31022\n"
	            "total total: 31005 31006 31022\n", "total/gemeente: 31005 31006 31022\n");
	assert_string_equal(p->axes[HVK__PLACES].members[3].label[HVK_NL], "Noord");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_REGION), "Noord");
	hvk_publication_free(p);
	/* One gemeente that has no row is no region either. */
	p = make_of(store, "gemeente", "2026-09", "Noord", "Brugge,Damme");
	assert_axis(p, HVK__PLACES,
	            "31005 gemeente<: 31005\n31006 gemeente<: 31006\nother other<: 31022\ntotal total: 31005 31006 31022\n",
	            "total/gemeente: 31005 31006 other\n");
	hvk_publication_free(p);
	p = make_of(store, "month", "2026-09", "Zuid", NULL);
	assert_axis(p, HVK__PLACES, "total total<: 44021\n", "");
	assert_null(p->axes[HVK__PLACES].name);
	hvk_publication_free(p);
}

static void regions_may_overlap(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	regions(store, "region,gemeente\nNoord,Brugge\nNoord,Damme\nWest,Damme\nWest,Gent\ntotal,Aalter\n");
	p = make(store, "region,gemeente", "2026-09");
	assert_axis(p, HVK__PLACES,
	            "31005 gemeente<: 31005\n31006 gemeente<: 31006\n44021 gemeente<: 44021\n44084 gemeente<: 44001 44029 44084\n"
	            "Noord region: 31005 31006\nWest region: 31006 44021\ntotal_ region<: 44001 44029 44084\n"
	            "other other: (614)\ntotal total: all\n",
	            "Noord/gemeente: 31005 31006\nWest/gemeente: 31006 44021\ntotal_/gemeente: 44084\n"
	            "total/gemeente: 31005 31006 44021 44084 other\n");
	hvk_publication_free(p);
	/* Where they do not, all together are the total. */
	regions(store, "region,gemeente\nWest,Gent\n");
	p = make(store, "region", "2026-09");
	assert_string_equal(links(p, HVK__PLACES), "total/region: Noord West total_ other\n");
	assert_string_equal(p->axes[HVK__PLACES].members[3].label[HVK_EN], "In no region");
	hvk_publication_free(p);
}

/* All gemeenten of a province count in it, also those without a row; then it does not consist of its rows. */
static void arrondissementen_and_provinces_hold_all_their_gemeenten(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	p = make_of(store, "province,gemeente,arrondissement", "2026-09", NULL, "Gent,Brugge");
	assert_axis(p, HVK__PLACES,
	            "30000 province: (66)\n31000 arrondissement: (10)\n31005 gemeente<: 31005\n"
	            "40000 province: (75)\n44000 arrondissement: (26)\n44021 gemeente<: 44021\n"
	            "other other: (618)\nother-arrondissement other: (584)\nother-province other: (479)\ntotal total: all\n",
	            "total/arrondissement: 31000 44000 other-arrondissement\ntotal/gemeente: 31005 44021 other\n"
	            "total/province: 30000 40000 other-province\n");
	assert_string_equal(p->axes[HVK__PLACES].members[7].label[HVK_NL], "Andere arrondissementen");
	hvk_publication_free(p);
	/* Arrondissement Eeklo, and one gemeente more. */
	p = make_of(store, "gemeente,arrondissement", "2026-09", NULL,
	            "Assenede,Eeklo,Kaprijke,Maldegem,Sint-Laureins,Zelzate,Gent");
	assert_string_equal(links(p, HVK__PLACES),
	                    "43000/gemeente: 43002 43005 43007 43010 43014 43018\n"
	                    "total/arrondissement: 43000 44000 other-arrondissement\n"
	                    "total/gemeente: 43002 43005 43007 43010 43014 43018 44021 other\n");
	hvk_publication_free(p);
	p = make_of(store, "arrondissement", "2026-09", NULL, "Gent");
	assert_string_equal(members(p, HVK__PLACES),
	                    "44000 arrondissement: (26)\nother other: (594)\ntotal total: all\n");
	hvk_publication_free(p);
}

static void a_merger_shows_from_its_first_month_on(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	p = make_of(store, "gemeente", "2024-12", NULL, "Antwerpen,Borsbeek");
	assert_string_equal(members(p, HVK__PLACES),
	                    "11002 gemeente<: 11002\n11007 gemeente<: 11007\nother other: (618)\ntotal total: all\n");
	hvk_publication_free(p);
	p = make_of(store, "gemeente", "2024-12..2025-01", NULL, "Antwerpen,Borsbeek");
	assert_string_equal(members(p, HVK__PLACES),
	                    "11002 gemeente<: 11002 11007\nother other: (618)\ntotal total: all\n");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_GEMEENTE), "11002");
	hvk_publication_free(p);
	/* Deinze and Nevele became a Deinze with another number; before that nobody knows it. */
	p = make_of(store, "gemeente", "2018", NULL, "44011,44049");
	assert_string_equal(members(p, HVK__PLACES),
	                    "44011 gemeente<: 44011\n44049 gemeente<: 44049\nother other: (618)\ntotal total: all\n");
	hvk_publication_free(p);
	p = make_of(store, "gemeente,arrondissement", "2019", NULL, "Nevele");
	assert_string_equal(members(p, HVK__PLACES),
	                    "44000 arrondissement: (24)\n44083 gemeente<: 44011 44049 44083\nother other: (617)\n"
	                    "other-arrondissement other: (596)\ntotal total: all\n");
	hvk_publication_free(p);
	/* A region that was read today has the parts in a period in which they were. */
	regions(store, "region,gemeente\nLeie,Deinze\nLeie,Gent\n");
	p = make(store, "gemeente,region", "2018");
	assert_axis(p, HVK__PLACES,
	            "44011 gemeente<: 44011\n44021 gemeente<: 44021\n44049 gemeente<: 44049\nLeie region: 44011 44021 44049\n"
	            "other other: (617)\ntotal total: all\n",
	            "Leie/gemeente: 44011 44021 44049\ntotal/gemeente: 44011 44021 44049 other\n"
	            "total/region: Leie other\n");
	hvk_publication_free(p);
}

/* ---------------------------------------------------------------- subjects */

static const char few_codes[] =
	"list,code,parent,label_nl,label_en,sensitive,valid_from,valid_to\n"
	"kind,oud,,Oud,Old,,,2025-12-31\nkind,nieuw,,Nieuw,New,1,2026-03-01,\nkind,later,,Later,Later,,2027-01-01,\n"
	"kind,total,,Alles,Everything,,,\n";

/* What is out of use in all of the period has no row of its own, but can be what a question that came late has. */
static void codes_are_those_in_use(void **state)
{
	struct hvk_store *store = store_of(state);
	const struct hvk__publication_axis *axis;
	struct hvk_publication *p;

	codes(store, few_codes);
	assert_done(store, hvk_code_retire(store, "kind", "klacht", "2025-06-30", false));
	p = make(store, "kind", "2025-12..2026-03");
	assert_non_null(strstr(members(p, HVK__SUBJECTS), "oud kind: 9\nnieuw kind*: 10\ntotal_ kind: 12\n"
	                       "not-recorded kind: 0\nnot-in-use kind: 6 11\ntotal total: all\n"));
	axis = &p->axes[HVK__SUBJECTS];
	for (size_t m = 0; m < axis->member_count; m++)
		assert_int_equal(axis->members[m].first, strcmp(axis->members[m].key, "nieuw") == 0 ? 674 : 0);
	assert_string_equal(axis->members[axis->member_count - 2].label[HVK_NL], "Niet in gebruik");
	hvk_publication_free(p);
}

static void groups_hold_all_that_is_below_them(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p = make(store, "theme-group", "2026-09");

	assert_int_equal(p->axes[HVK__SUBJECTS].member_count, 16);
	assert_non_null(strstr(members(p, HVK__SUBJECTS), "slapen theme-group: 13 14 15 16 17\n"));
	assert_non_null(strstr(members(p, HVK__SUBJECTS), "veiligheid theme-group*: 114 115 116 117 118\n"));
	hvk_publication_free(p);
	p = make(store, "asker-group", "2026-09");
	assert_string_equal(p->axes[HVK__SUBJECTS].members[0].key, "ouder");
	assert_string_equal(p->axes[HVK__SUBJECTS].members[0].label[HVK_NL], "Ouder");
	assert_non_null(strstr(members(p, HVK__SUBJECTS), "not-recorded asker-group: 0\ntotal total: all\n"));
	hvk_publication_free(p);
}

static void a_group_beside_its_codes_has_a_row_for_itself(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	codes(store, "list,code,parent,label_nl,label_en,valid_to\nasker,oom,familie,Oom,Uncle,2020-12-31\n");
	assert_done(store, hvk_code_retire(store, "asker", "moeder", "2025-12-31", false));
	p = make(store, "asker,asker-group", "2026-09");
	assert_axis(p, HVK__SUBJECTS,
	            "ouder asker-group: 1 2 3 4 5 6 7\nouder_self asker: 1 2\nvader asker: 3\nbeide-ouders asker: 4\n"
	            "plusouder asker: 5\npleegouder asker: 6\naanstaande-ouder asker: 7\ngrootouder asker-group: 8\n"
	            "familie asker-group: 9 20\nkind asker-group: 10\nprofessional asker-group: 11 12 13 14 15 16\n"
	            "professional_self asker: 11\nleerkracht asker: 12\nkinderbegeleider asker: 13\nhulpverlener asker: 14\n"
	            "onthaalmedewerker asker: 15\nvrijwilliger asker: 16\nstudent asker-group: 17\nandere asker-group: 18\n"
	            "onbekend asker-group: 19\nnot-recorded asker-group: 0\ntotal total: all\n",
	            "ouder/asker: ouder_self vader beide-ouders plusouder pleegouder aanstaande-ouder\n"
	            "professional/asker: professional_self leerkracht kinderbegeleider hulpverlener onthaalmedewerker vrijwilliger\n"
	            "total/asker: ouder_self vader beide-ouders plusouder pleegouder aanstaande-ouder grootouder familie kind "
	            "professional_self leerkracht kinderbegeleider hulpverlener onthaalmedewerker vrijwilliger student andere "
	            "onbekend not-recorded\n"
	            "total/asker-group: ouder grootouder familie kind professional student andere onbekend not-recorded\n");
	assert_string_equal(p->axes[HVK__SUBJECTS].members[0].label[HVK_EN], "Parent");
	assert_string_equal(p->axes[HVK__SUBJECTS].members[1].label[HVK_EN], "Parent (unspecified)");
	assert_string_equal(p->axes[HVK__SUBJECTS].members[11].label[HVK_NL], "Professional (niet nader bepaald)");
	hvk_publication_free(p);
	p = make(store, "asker", "2026-09");
	assert_non_null(strstr(members(p, HVK__SUBJECTS), "ouder_self asker: 1 2\nvader asker: 3\n"));
	assert_non_null(strstr(members(p, HVK__SUBJECTS), "familie asker: 9 20\n"));
	hvk_publication_free(p);
}

static void an_answer_is_there_or_not(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p = make(store, "gemeente,answer=Folder of brochure", "2026-09");

	assert_axis(p, HVK__SUBJECTS, "has answer=folder: 1\nhas-not answer=folder: 0\ntotal total: all\n",
	            "total/answer=folder: has has-not\n");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_BY), "gemeente,answer=folder");
	assert_string_equal(hvk_publication_axis(p, 1), "answer=folder");
	assert_string_equal(p->subject, "answer");
	assert_int_equal(p->list, HVK__CLOSED_ANSWER);
	assert_int_equal(p->answer, 3);
	assert_string_equal(p->axes[HVK__SUBJECTS].members[1].label[HVK_EN], "Without: Leaflet");
	hvk_publication_free(p);
	assert_done(store, hvk_code_retire(store, "answer", "folder", "2025-12-31", false));
	assert_done(store, hvk_publication_new(store, &p));
	assert_done(store, ask(p, "answer=folder", "2026-09"));
	assert_int_equal(hvk__publication_make_axes(p), HVK_EINVAL);
	assert_message(store, "by: answer folder is not in use in the period");
	hvk_publication_free(p);
}

/* ---------------------------------------------------------------- reading */

static void axes_are_those_that_were_asked_for(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p = make(store, "month , theme-group", "2026-09");
	size_t parent, child;
	const char *set;

	assert_int_equal(hvk_publication_axes(p), 2);
	assert_string_equal(hvk_publication_axis(p, 0), "theme-group");
	assert_string_equal(hvk_publication_axis(p, 1), "month");
	assert_null(hvk_publication_axis(p, 2));
	assert_int_equal(hvk_publication_members(p, 1), 2);
	assert_int_equal(hvk_publication_members(p, 2), 0);
	assert_string_equal(hvk_publication_key(p, 1, 0), "2026-09");
	assert_string_equal(hvk_publication_level(p, 1, 0), "month");
	assert_string_equal(hvk_publication_label(p, 1, 0, HVK_NL), "sep 2026");
	assert_string_equal(hvk_publication_key(p, 1, 1), "total");
	assert_string_equal(hvk_publication_level(p, 1, 1), "total");
	assert_null(hvk_publication_key(p, 1, 2));
	assert_null(hvk_publication_level(p, 2, 0));
	assert_int_equal(hvk_publication_link(p, 1, 0, &parent, &child, &set), 1);
	assert_int_equal(parent, 1);
	assert_int_equal(child, 0);
	assert_string_equal(set, "month");
	assert_int_equal(hvk_publication_link(p, 1, 1, &parent, &child, &set), 0);
	assert_null(set);
	hvk_publication_free(p);
	p = make(store, " ", "2026-09");
	assert_int_equal(hvk_publication_axes(p), 1);
	assert_string_equal(hvk_publication_axis(p, 0), "gemeente");
	assert_int_equal(hvk_publication_members(p, 0), 1);
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_BY), "");
	hvk_publication_free(p);
}

/* ---------------------------------------------------------------- refusals */

static void refuses_levels_that_cannot_be(void **state)
{
	static const struct { const char *by, *message; int result; } wrong[] = {
		{ "desk", "by: found desk, but who registered questions is not published; leave it out", HVK_EINVAL },
		{ "gemente", "by: unknown level 'gemente'; did you mean gemeente?", HVK_EINVAL },
		{ "xyzzy", "by: unknown level 'xyzzy'; expected some of gemeente, arrondissement, province, region, theme, "
		  "theme-group, another list of codes, month, quarter, year, schoolyear", HVK_EINVAL },
		{ "gemeente,month,gemeente", "by: gemeente is given twice", HVK_EINVAL },
		{ "gemeente,", "by: a level is missing beside a comma", HVK_EINVAL },
		{ ",", "by: a level is missing beside a comma", HVK_EINVAL },
		{ "theme-group,month,channel", "by: one list only: theme-group and channel are not published against each "
		  "other, since small counts of both together cannot be protected; make a publication of each", HVK_EINVAL },
		{ "age,answer=info", "by: one list only: age and answer=info are not published against each other, since "
		  "small counts of both together cannot be protected; make a publication of each", HVK_EINVAL },
		{ "answer=info,answer=folder", "by: one answer only: answer=info and answer=folder overlap; make a "
		  "publication of each", HVK_EINVAL },
		{ "answer=info,answer=info", "by: answer=info is given twice", HVK_EINVAL },
		{ "answer", "by: a question can have several answers; expected one, as answer=doorverwijzing", HVK_EINVAL },
		{ "answer=", "by: a question can have several answers; expected one, as answer=doorverwijzing", HVK_EINVAL },
		{ "answer=foldr", "by: answer: unknown 'foldr'; did you mean folder?", HVK_ENOTFOUND },
	};
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	assert_done(store, hvk_publication_new(store, &p));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_BY, "theme,month"));
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(hvk_publication_set(p, HVK_PUBLISH_BY, wrong[i].by), wrong[i].result);
		assert_message(store, wrong[i].message);
		assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_BY), "theme,month");
	}
	hvk_publication_free(p);
}

static void refuses_options_that_cannot_be(void **state)
{
	static const struct { enum hvk_publish_option option; const char *text, *message; int result; } wrong[] = {
		{ HVK_PUBLISH_PERIOD, "2026-13", "period '2026-13': month 13: a month is 01 to 12", HVK_EINVAL },
		{ HVK_PUBLISH_REGION, "Nord", "region: unknown 'Nord'; did you mean Noord?", HVK_ENOTFOUND },
		{ HVK_PUBLISH_REGION, "Elders", "region: unknown 'Elders'; see hvk-admin regions", HVK_ENOTFOUND },
		{ HVK_PUBLISH_GEMEENTE, "Gent,Gend", "gemeente: unknown 'Gend'; did you mean Gent (44021)?", HVK_ENOTFOUND },
		{ HVK_PUBLISH_MIN_CELL, "2", "min-cell: expected 3 to 1000, found '2'", HVK_EINVAL },
		{ HVK_PUBLISH_MIN_CELL, "1001", "min-cell: expected 3 to 1000, found '1001'", HVK_EINVAL },
		{ HVK_PUBLISH_MIN_CELL, " 5", "min-cell: expected 3 to 1000, found ' 5'", HVK_EINVAL },
		{ HVK_PUBLISH_MIN_CELL, "5x", "min-cell: expected 3 to 1000, found '5x'", HVK_EINVAL },
		{ HVK_PUBLISH_ZEROS, "hide", "zeros: expected camouflage or protect, found 'hide'", HVK_EINVAL },
		{ HVK_PUBLISH_OPTIONS, "", "there is no option of publications with the number 6", HVK_EINVAL },
	};
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;

	regions(store, "region,gemeente\nNoord,Brugge\n");
	assert_done(store, hvk_publication_new(store, &p));
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		assert_int_equal(hvk_publication_set(p, wrong[i].option, wrong[i].text), wrong[i].result);
		assert_message(store, wrong[i].message);
	}
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_MIN_CELL, "1000"));
	assert_done(store, hvk_publication_set(p, HVK_PUBLISH_ZEROS, "protect"));
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_MIN_CELL), "1000");
	assert_string_equal(hvk_publication_text(p, HVK_PUBLICATION_ZEROS), "protect");
	hvk_publication_free(p);
}

static void refuses_axes_that_do_not_go_together(void **state)
{
	static const struct { const char *by, *period, *region, *gemeente, *message; } wrong[] = {
		{ "month", NULL, "", "", "period: a publication needs one, such as 2026-10" },
		{ "quarter", "2026-01..2026-10", "", "",
		  "by: quarter 2026-Q4 lies only partly in the period 2026-01..2026-10; publish 2026-01..2026-09, or leave "
		  "quarter out" },
		{ "month,year", "2026-01..2026-10", "", "",
		  "by: year 2026 lies only partly in the period 2026-01..2026-10; publish 2026, or leave year out" },
		{ "schoolyear", "2025", "", "",
		  "by: schoolyear 2024-2025 lies only partly in the period 2025; publish 2024-09..2026-08, or leave "
		  "schoolyear out" },
		{ "quarter", "1970-02..1970-03", "", "",
		  "by: quarter 1970-Q1 lies only partly in the period 1970-02..1970-03; publish 1970-Q1, or leave quarter "
		  "out" },
		{ "region,gemeente", "2026-09", "noord", "", "by: region Noord is the total already; leave region out" },
		{ "gemeente", "2026-09", "Noord", "Gent", "gemeente: Gent (44021) is not in region Noord" },
		{ "province", "2026-09", "Noord", "",
		  "by: province West-Vlaanderen lies only partly in region Noord; leave province out" },
		{ "theme", "2026-09", "", "Gent",
		  "gemeente: found 'Gent', but by asks for no level that has rows of them; add gemeente" },
		{ "region", "2026-09", "", "8000",
		  "gemeente: found '8000', but by asks for no level that has rows of them; add gemeente" },
	};
	struct hvk_store *store = store_of(state);

	regions(store, "region,gemeente\nNoord,Brugge\n");
	for (size_t i = 0; i < ARRAY_SIZE(wrong); i++) {
		struct hvk_publication *p;

		assert_done(store, hvk_publication_new(store, &p));
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_BY, wrong[i].by));
		if (wrong[i].period)
			assert_done(store, hvk_publication_set(p, HVK_PUBLISH_PERIOD, wrong[i].period));
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_REGION, wrong[i].region));
		assert_done(store, hvk_publication_set(p, HVK_PUBLISH_GEMEENTE, wrong[i].gemeente));
		assert_int_equal(hvk__publication_make_axes(p), HVK_EINVAL);
		assert_message(store, wrong[i].message);
		hvk_publication_free(p);
	}
}

/* ---------------------------------------------------------------- what to try instead */

static void proposes_a_coarser_grid(void **state)
{
	static const struct { const char *by, *period; int axis; const char *proposal; } grids[] = {
		{ "gemeente,theme,month", "2025", HVK__SUBJECTS, "--by gemeente,theme-group,month" },
		{ "gemeente,theme,month", "2025", HVK__TIME, "--by gemeente,theme,quarter" },
		{ "gemeente,theme,month", "2025", HVK__PLACES, "--by arrondissement,theme,month" },
		{ "gemeente,theme,month", "2025", HVK__PUBLICATION_AXES, "--by gemeente,theme-group,month" },
		{ "gemeente,month", "2025", HVK__PUBLICATION_AXES, "--by gemeente,quarter" },
		{ "gemeente,theme-group,month", "2025", HVK__PUBLICATION_AXES, "--by gemeente,theme-group,quarter" },
		{ "gemeente,theme-group,month", "2025-10", HVK__PUBLICATION_AXES, "--by arrondissement,theme-group,month" },
		{ "province,theme-group", "2025-10", HVK__PUBLICATION_AXES, "--by province" },
		{ "gemeente,month", "2025-01..2025-10", HVK__TIME, "--by gemeente" },
		{ "gemeente,quarter", "2025-Q1..2025-Q3", HVK__TIME, "--by gemeente" },
		{ "gemeente,quarter", "2025", HVK__TIME, "--by gemeente,year" },
		{ "gemeente,year", "2025", HVK__TIME, "--by gemeente" },
		{ "gemeente,theme,theme-group", "2025", HVK__SUBJECTS, "--by gemeente,theme-group" },
		{ "gemeente,province,channel", "2025", HVK__PLACES, "--by province,channel" },
		{ "gemeente,channel", "2025", HVK__SUBJECTS, "--by gemeente" },
		{ "asker,month", "2025", HVK__SUBJECTS, "--by asker-group,month" },
		{ "province", "2025", HVK__PLACES, "" },
		{ "gemeente", "2025", HVK__TIME, "" },
		{ "channel", "2025", HVK__PUBLICATION_AXES, "" },
	};
	struct hvk_store *store = store_of(state);

	for (size_t i = 0; i < ARRAY_SIZE(grids); i++) {
		struct hvk_publication *p = make(store, grids[i].by, grids[i].period);
		char text[128], small[12];

		hvk__publication_propose(p, grids[i].axis, text, sizeof(text));
		assert_string_equal(text, grids[i].proposal);
		hvk__publication_propose(p, grids[i].axis, small, sizeof(small));
		assert_true(strlen(small) < sizeof(small) && strncmp(small, text, strlen(small)) == 0);
		hvk_publication_free(p);
	}
}

static void names_the_coarser_level(void **state)
{
	static const struct { const char *by, *period, *level, *coarser; } levels[] = {
		{ "gemeente,theme,month", "2025", "theme", "theme-group" },
		{ "gemeente,theme,month", "2025", "month", "quarter" },
		{ "gemeente,theme,month", "2025", "gemeente", "arrondissement" },
		{ "gemeente,theme,month", "2025", "asker", NULL },
		{ "gemeente,month", "2025-01..2025-10", "month", NULL },
		{ "gemeente,month,quarter", "2025", "month", NULL },
		{ "gemeente,month,quarter", "2025", "quarter", "year" },
		{ "gemeente,theme,theme-group", "2025", "theme", NULL },
		{ "gemeente,province", "2025", "gemeente", "arrondissement" },
		{ "channel", "2025", "channel", NULL },
	};
	struct hvk_store *store = store_of(state);

	for (size_t i = 0; i < ARRAY_SIZE(levels); i++) {
		struct hvk_publication *p = make(store, levels[i].by, levels[i].period);
		const char *coarser = hvk_publication_coarser(p, levels[i].level);

		if (levels[i].coarser)
			assert_string_equal(coarser, levels[i].coarser);
		else
			assert_null(coarser);
		hvk_publication_free(p);
	}
}

static void proposes_no_rows_for_named_gemeenten(void **state)
{
	struct hvk_store *store = store_of(state);
	struct hvk_publication *p;
	char text[128];

	regions(store, "region,gemeente\nNoord,Brugge\nNoord,Damme\n");
	p = make_of(store, "gemeente,theme", "2025", "Noord", NULL);
	hvk__publication_propose(p, HVK__PLACES, text, sizeof(text));
	assert_string_equal(text, "--by theme");
	hvk_publication_free(p);
	p = make_of(store, "gemeente,theme", "2025", "Noord", "Brugge");
	hvk__publication_propose(p, HVK__PLACES, text, sizeof(text));
	assert_string_equal(text, "");
	hvk_publication_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_STORE(time_has_what_the_period_holds),
		WITH_STORE(years_hang_together_with_what_is_finest_but_one),
		WITH_STORE(a_period_has_one_name),
		WITH_STORE(rows_are_the_gemeenten_that_the_store_names),
		WITH_STORE(a_region_is_the_total),
		WITH_STORE(regions_may_overlap),
		WITH_STORE(arrondissementen_and_provinces_hold_all_their_gemeenten),
		WITH_STORE(a_merger_shows_from_its_first_month_on),
		WITH_STORE(codes_are_those_in_use),
		WITH_STORE(groups_hold_all_that_is_below_them),
		WITH_STORE(a_group_beside_its_codes_has_a_row_for_itself),
		WITH_STORE(an_answer_is_there_or_not),
		WITH_STORE(axes_are_those_that_were_asked_for),
		WITH_STORE(refuses_levels_that_cannot_be),
		WITH_STORE(refuses_options_that_cannot_be),
		WITH_STORE(refuses_axes_that_do_not_go_together),
		WITH_STORE(proposes_a_coarser_grid),
		WITH_STORE(names_the_coarser_level),
		WITH_STORE(proposes_no_rows_for_named_gemeenten),
	};

	return cmocka_run_group_tests_name("axes of publications", tests, NULL, NULL);
}
