/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of the columns of a question: the one table of names, help, code lists and headers; ids as text; the
 * order of rows. */
#include "store/question.h"

#include "core/macro.h"

/* The first name is ours; the others are what people write above such a column: Dutch, English, French. */
#define NAMES(...) (const char *const[]) { __VA_ARGS__, NULL }

const struct hvk__column_info hvk__columns[HVK_COLUMNS] = {
	[HVK_ID] = {
		"id", N_("13 characters that tell the question apart; they say nothing about it but its month"),
		NULL, -1, NAMES("id", "vraag-id", "vraagnummer", "question id", "identificatie"),
	},
	[HVK_MONTH] = {
		"month", N_("month in which it was asked, 2026-10; of a date only the month is kept"),
		NULL, HVK__MONTH,
		NAMES("month", "maand", "datum", "date", "mois", "jaar-maand", "datum vraag", "datum contact",
		      "datum van de vraag", "datum registratie", "registratiedatum", "contactdatum", "maand vraag",
		      "wanneer", "wanneer?", "when", "periode"),
	},
	[HVK_DAY] = {
		"day", N_("day of the month, 1 to 31; only in a store made with precision day"),
		NULL, HVK__DAY, NAMES("day", "dag", "jour", "dag van de maand"),
	},
	[HVK_GEMEENTE] = {
		"gemeente", N_("gemeente of the family: NIS code, name, postcode or deelgemeente"),
		NULL, HVK__GEMEENTE,
		NAMES("gemeente", "stad", "stad/gemeente", "gemeente/stad", "stad of gemeente", "gemeente of stad",
		      "deelgemeente", "postcode", "postnummer", "zip", "nis", "niscode", "nis-code", "woonplaats",
		      "woonplaats gezin", "gemeente gezin", "municipality", "town", "city", "commune",
		      "ville", "code postal"),
	},
	[HVK_DESK] = {
		"desk", N_("partner where it was asked, a short name such as loket-noord"),
		"desk", HVK__DESK,
		NAMES("desk", "balie", "loket", "partner", "dienst", "organisatie", "winkel", "opvoedingswinkel",
		      "vestiging", "aanmeldpunt", "registratiepunt", "point of contact", "guichet"),
	},
	[HVK_CHANNEL] = {
		"channel", N_("how it came in: telefoon, persoonlijk, chat, ..."),
		"channel", HVK__CHANNEL,
		NAMES("channel", "kanaal", "via", "contactvorm", "contactwijze", "hoe gesteld?",
		      "wijze van contact", "canal"),
	},
	[HVK_ASKER] = {
		"asker", N_("who asks: moeder, grootouder, professional, ..."),
		"asker", HVK__ASKER,
		NAMES("asker", "vrager", "wie", "wie?", "wie vraagt", "wie vraagt?", "vraagsteller", "aanvrager",
		      "aanmelder", "wie stelt de vraag", "wie stelt de vraag?", "hoedanigheid", "who", "who asks",
		      "who asks?", "demandeur"),
	},
	[HVK_AGE] = {
		"age", N_("age group of the child: prenataal, 0-2, 3-5, ...; an age in years is put in its group"),
		"age", HVK__AGE,
		NAMES("age", "leeftijd", "leeftijd kind", "leeftijd van het kind", "leeftijd kind(eren)",
		      "leeftijdsgroep", "leeftijdscategorie", "kind leeftijd", "age of child", "child age",
		      "age group", "tranche d'age"),
	},
	[HVK_THEME] = {
		"theme", N_("what it is about: gedrag.driftbuien, slapen, ..."),
		"theme", HVK__THEME,
		NAMES("theme", "thema", "onderwerp", "thema vraag", "thema van de vraag", "topic",
		      "subject", "waarover", "waarover?", "sujet"),
	},
	[HVK_KIND] = {
		"kind", N_("kind of question: praktisch, inhoudelijk, diepgaand, ..."),
		"kind", HVK__KIND,
		NAMES("kind", "soort", "soort vraag", "type", "type vraag", "aard", "aard van de vraag",
		      "vraagtype", "kind of question", "question type", "type de question"),
	},
	[HVK_SEVERITY] = {
		"severity", N_("how grave: alledaags, spanning, crisis, nood"),
		"severity", HVK__SEVERITY,
		NAMES("severity", "ernst", "zwaarte", "ernst van de vraag", "opvoedingsnood", "gravite"),
	},
	[HVK_ANSWER] = {
		"answer", N_("what was done with it, several joined by '+': info+folder"),
		"answer", -1,
		NAMES("answer", "antwoord", "antwoorden", "aanbod", "geboden hulp",
		      "afhandeling", "resultaat", "answers", "reponse"),
	},
	[HVK_DURATION] = {
		"duration", N_("how long it took: 0-5, 5-15, ... minutes"),
		"duration", HVK__DURATION,
		NAMES("duration", "duur", "tijdsduur", "duur gesprek", "duur contact", "duree"),
	},
	[HVK_CONTACT] = {
		"contact", N_("new, or same for a further question in the same conversation"),
		"contact", HVK__CONTACT,
		NAMES("contact", "gesprek", "nieuw contact", "nieuw of zelfde", "zelfde contact", "contact type",
		      "soort contact"),
	},
	[HVK_VOIDED] = {
		"voided", N_("1 when the question was taken out: only its id and month are still known"),
		NULL, -1, NAMES("voided", "ingetrokken", "geschrapt"),
	},
};

HVK_EXPORT const char *hvk_column_name(enum hvk_column column)
{
	return (unsigned)column < HVK_COLUMNS ? hvk__columns[column].name : NULL;
}

HVK_EXPORT const char *hvk_column_help(enum hvk_column column)
{
	return (unsigned)column < HVK_COLUMNS ? hvk__columns[column].help : NULL;
}

int hvk__id_compare(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return HVK__ORDER(left, right);
}

/* 63 bits in 13 characters of five: the first one carries three. */
#define ID_LENGTH 13

static const char id_digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void hvk__id_format(int64_t id, char text[14])
{
	uint64_t rest = (uint64_t)id;

	for (int i = ID_LENGTH - 1; i >= 0; i--, rest >>= 5)
		text[i] = id_digits[rest & 31];
	text[ID_LENGTH] = '\0';
}

/* Both cases of a letter. */
#define LETTER(capital, value) [capital] = (value), [(capital) + 32] = (value)

/* The value of a character in Crockford's base32, plus 1; 0: it has none. Files bring millions of ids. */
static const unsigned char digit_values[256] = {
	['0'] = 1, ['1'] = 2, ['2'] = 3, ['3'] = 4, ['4'] = 5, ['5'] = 6, ['6'] = 7, ['7'] = 8, ['8'] = 9, ['9'] = 10,
	LETTER('O', 1), LETTER('I', 2), LETTER('L', 2),
	LETTER('A', 11), LETTER('B', 12), LETTER('C', 13), LETTER('D', 14), LETTER('E', 15), LETTER('F', 16),
	LETTER('G', 17), LETTER('H', 18), LETTER('J', 19), LETTER('K', 20), LETTER('M', 21), LETTER('N', 22),
	LETTER('P', 23), LETTER('Q', 24), LETTER('R', 25), LETTER('S', 26), LETTER('T', 27), LETTER('V', 28),
	LETTER('W', 29), LETTER('X', 30), LETTER('Y', 31), LETTER('Z', 32),
};

bool hvk__id_parse(const char *text, size_t length, int64_t *id)
{
	uint64_t value = 0;

	*id = 0;
	if (length != ID_LENGTH || digit_values[(unsigned char)text[0]] > 8) /* the first has three bits */
		return false;
	for (size_t i = 0; i < length; i++) {
		unsigned digit = digit_values[(unsigned char)text[i]];

		if (digit == 0)
			return false;
		value = value << 5 | (digit - 1);
	}
	*id = (int64_t)value;
	return true;
}

int hvk__row_compare(const struct hvk__row *a, const struct hvk__row *b, const uint16_t desk_rank[])
{
	/* The order of enum hvk_column. The index of a gemeente follows its NIS code. */
	static const unsigned char before_answer[] = {
		HVK__MONTH, HVK__DAY, HVK__GEMEENTE, HVK__DESK, HVK__CHANNEL,
		HVK__ASKER, HVK__AGE, HVK__THEME,    HVK__KIND, HVK__SEVERITY,
	};
	static const unsigned char after_answer[] = { HVK__DURATION, HVK__CONTACT };

	for (size_t i = 0; i < ARRAY_SIZE(before_answer); i++) {
		unsigned field = before_answer[i], left = a->value[field], right = b->value[field];

		if (left == right)
			continue;
		if (field == HVK__DESK && desk_rank)
			return HVK__ORDER(desk_rank[left], desk_rank[right]);
		return HVK__ORDER(left, right);
	}
	if (a->answers != b->answers)
		return HVK__ORDER(a->answers, b->answers);
	for (size_t i = 0; i < ARRAY_SIZE(after_answer); i++)
		if (a->value[after_answer[i]] != b->value[after_answer[i]])
			return HVK__ORDER(a->value[after_answer[i]], b->value[after_answer[i]]);
	return HVK__ORDER(a->id, b->id);
}
