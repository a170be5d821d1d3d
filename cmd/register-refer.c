/* SPDX-License-Identifier: EUPL-1.2 */
/* A referral that goes along with a question at the desk. It is counted by itself: nothing links the two. */
#include "register-entry.h"

#include <stdlib.h>
#include <string.h>

enum { OFFERS = 9 }; /* that are offered: the best */

/* One to choose: slugs, and how it reads. */
struct offer {
	char *offer, *partner, *person, *person_name, *label;
};

static void free_offer(struct offer *offer)
{
	free(offer->offer);
	free(offer->partner);
	free(offer->person);
	free(offer->person_name);
	free(offer->label);
}

static const char *key_of(struct hvk_record *record, const char *column)
{
	return record ? hvk_record_key(record, hvk_type_find_column(hvk_record_type(record), column), NULL) : NULL;
}

static char *copy_key(struct hvk_record *record, const char *column)
{
	const char *key = key_of(record, column);

	return key ? strdup(key) : NULL;
}

/* "Workshop (Opvoedingswinkel): Fien Fictief, 050 00 00 41" */
static char *make_label(struct hvk_match *match)
{
	struct hvk_record *partner = hvk_match_partner(match), *person = hvk_match_person(match);
	const char *name = key_of(person, "name"), *phone = key_of(person, "phone");
	char *label;

	if (!phone)
		phone = key_of(partner, "phone");
	if (asprintf(&label, "%s (%s)%s%s%s%s", key_of(hvk_match_offer(match), "name"), key_of(partner, "name"),
	             name || phone ? ": " : "", name ? name : "", name && phone ? ", " : "", phone ? phone : "") < 0)
		return NULL;
	return label;
}

/* The question that the referral is about: the one in hand, else the last one; NULL when neither says enough. */
static struct hvk_question *subject(struct sitting *sitting)
{
	struct hvk_question *const questions[] = { sitting->question, sitting->last };

	for (size_t i = 0; i < COUNT(questions); i++)
		if (hvk_question_key(questions[i], HVK_THEME, NULL) && hvk_question_key(questions[i], HVK_GEMEENTE, NULL))
			return questions[i];
	return NULL;
}

/* Finds the best offers. Their number, or a negative enum hvk_result. */
static int find_offers(struct hvk_match *match, struct hvk_question *question, struct offer offers[OFFERS])
{
	static const struct {
		enum hvk_need need;
		enum hvk_column column;
	} needs[] = { { HVK_NEED_THEME, HVK_THEME }, { HVK_NEED_GEMEENTE, HVK_GEMEENTE }, { HVK_NEED_AGE, HVK_AGE } };
	int count = 0, more = 1;

	for (size_t i = 0; i < COUNT(needs); i++) {
		int result = hvk_match_set(match, needs[i].need, hvk_question_key(question, needs[i].column, NULL));

		if (result < 0)
			return result;
	}
	while (count < OFFERS && (more = hvk_match_next(match)) > 0) {
		struct offer *offer = &offers[count++];

		offer->label = make_label(match);
		offer->offer = copy_key(hvk_match_offer(match), "slug");
		offer->partner = copy_key(hvk_match_partner(match), "slug");
		offer->person = copy_key(hvk_match_person(match), "slug");
		offer->person_name = copy_key(hvk_match_person(match), "name");
		if (!offer->label || !offer->offer || !offer->partner)
			return HVK_ENOMEM;
	}
	return more < 0 ? more : count;
}

/* Warm when somebody at the partner was reached: asked where there is somebody, and never taken for granted. */
static enum step ask_warm(struct sitting *sitting, const struct offer *offer, bool *warm)
{
	enum hvk_lang lang = sitting->command->lang;
	const struct choice *choice = NULL;
	struct pick pick = { 0 };
	char *label, *printable;
	enum step step;

	*warm = false;
	if (!offer->person || !offer->person_name)
		return STEP_NEXT;
	pick_add(&pick, "yes", entry_text(TEXT_YES, lang));
	pick_add(&pick, "no", entry_text(TEXT_NO, lang));
	pick_letters(&pick);
	if (asprintf(&label, "%s %s", entry_text(TEXT_WARM, lang), offer->person_name) < 0)
		return entry_fail_memory(sitting);
	printable = hvk_text_printable(label);
	free(label);
	step = printable ? entry_choose(sitting, &pick, printable, &choice) : entry_fail_memory(sitting);
	*warm = choice && strcmp(choice->key, "yes") == 0;
	free(printable);
	return step;
}

static int fill_referral(struct hvk_record *referral, struct hvk_question *question, const struct offer *offer,
                         bool warm)
{
	static const enum hvk_column taken[] = { HVK_MONTH, HVK_GEMEENTE, HVK_DESK, HVK_AGE, HVK_THEME };
	const struct { const char *column, *value; } values[] = {
		{ "partner", offer->partner }, { "offer", offer->offer }, { "person", warm ? offer->person : NULL },
		{ "warm", warm ? "yes" : "no" },
	};
	int result = HVK_OK;

	for (size_t i = 0; i < COUNT(values) && result == HVK_OK; i++)
		result = hvk_record_set(referral, hvk_type_find_column(HVK_REFERRAL, values[i].column), values[i].value);
	for (size_t i = 0; i < COUNT(taken) && result == HVK_OK; i++)
		result = hvk_record_set(referral, hvk_type_find_column(HVK_REFERRAL, hvk_column_name(taken[i])),
		                        hvk_question_key(question, taken[i], NULL));
	return result;
}

static enum step record(struct sitting *sitting, struct hvk_question *question, const struct offer *offer)
{
	struct hvk_record *referral;
	bool warm;
	enum step step = ask_warm(sitting, offer, &warm);

	if (step != STEP_NEXT)
		return step;
	if (hvk_record_new(sitting->command->store, HVK_REFERRAL, &referral) < 0)
		return entry_refuse_store(sitting);
	if (fill_referral(referral, question, offer, warm) < 0 ||
	    hvk_referral_add(referral, NULL, sitting->dry_run) < 0) {
		step = entry_refuse_store(sitting);
	} else {
		prompt_settle(&sitting->prompt, "", NULL);
		entry_say(sitting, sitting->dry_run ? TEXT_CHECKED : warm ? TEXT_REFERRED_WARM : TEXT_REFERRED,
		          offer->label);
	}
	hvk_record_free(referral);
	return step;
}

static enum step choose(struct sitting *sitting, struct hvk_question *question, const struct offer offers[], int count)
{
	const struct choice *choice = NULL;
	struct pick pick = { 0 };
	enum step step;

	for (int i = 0; i < count; i++)
		pick_add(&pick, offers[i].offer, offers[i].label);
	pick_letters(&pick);
	step = entry_choose(sitting, &pick, entry_text(TEXT_OFFER, sitting->command->lang), &choice);
	for (int i = 0; i < count && choice; i++) {
		if (offers[i].offer != choice->key)
			continue;
		prompt_settle(&sitting->prompt, "", NULL);
		return record(sitting, question, &offers[i]);
	}
	return step;
}

enum step order_refer(struct sitting *sitting)
{
	struct hvk_question *question = subject(sitting);
	struct offer offers[OFFERS] = { 0 };
	struct hvk_match *match;
	enum step step;
	int count;

	if (!question)
		return entry_refuse(sitting, TEXT_FOR_WHAT);
	if (hvk_match_new(sitting->command->store, &match) < 0)
		return entry_refuse_store(sitting);
	count = find_offers(match, question, offers);
	if (count < 0)
		step = count == HVK_ENOMEM ? entry_fail_memory(sitting) : entry_refuse_store(sitting);
	else if (count == 0)
		step = entry_refuse(sitting, TEXT_NO_OFFER);
	else
		step = choose(sitting, question, offers, count);
	hvk_match_free(match);
	for (size_t i = 0; i < OFFERS; i++)
		free_offer(&offers[i]);
	sitting->listed = false;
	return step == STEP_STOP ? step : STEP_AGAIN;
}
