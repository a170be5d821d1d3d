/* SPDX-License-Identifier: EUPL-1.2 */
/* The types of records and their columns: what headers, options, conditions, SQL and the manual's tables come from. */
#include "record/record.h"

#include <string.h>

#define NAMES(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* A column of one value, of a code list, and one that refers to another record. */
#define PLAIN(name, form, traits, nl, en, help, ...) \
	{ { name, help, { nl, en }, HVK_FORM_##form, traits, NULL, HVK_TYPES }, NAMES(name, __VA_ARGS__) }
#define CODE(name, list, traits, nl, en, help, ...) \
	{ { name, help, { nl, en }, HVK_FORM_CODE, traits, list, HVK_TYPES }, NAMES(name, __VA_ARGS__) }
#define RECORD(name, type, traits, nl, en, help, ...) \
	{ { name, help, { nl, en }, HVK_FORM_RECORD, traits, NULL, HVK_##type }, NAMES(name, __VA_ARGS__) }

enum {
	REQUIRED = HVK_TRAIT_REQUIRED, MANY = HVK_TRAIT_MANY, FIXED = HVK_TRAIT_FIXED, PERSONAL = HVK_TRAIT_PERSONAL,
	STANDARD = HVK_TRAIT_STANDARD
};

static const struct hvk__record_column partner_columns[] = {
	[HVK__PARTNER_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from the name unless given", "kenmerk", "partner", "id",
		"code"),
	[HVK__PARTNER_NAME] = PLAIN("name", TEXT, REQUIRED | STANDARD, "naam", "name", "what it is called", "naam",
		"organisatie", "organisation", "partnernaam"),
	[HVK__PARTNER_TYPE] = CODE("type", "partner_type", STANDARD, "type", "type", "what kind of organisation",
		"soort", "partner_type", "soort_organisatie"),
	[HVK__PARTNER_DESCRIPTION] = PLAIN("description", LINES, 0, "omschrijving", "description", "what it does",
		"omschrijving", "beschrijving", "toelichting"),
	[HVK__PARTNER_WEBSITE] = PLAIN("website", URL, 0, "website", "website", "web address", "url", "web"),
	[HVK__PARTNER_EMAIL] = PLAIN("email", EMAIL, 0, "e-mail", "email", "e-mail address of the organisation",
		"mail", "e-mailadres", "mailadres"),
	[HVK__PARTNER_PHONE] = PLAIN("phone", PHONE, 0, "telefoon", "phone",
		"telephone number of the organisation", "telefoon", "tel", "telefoonnummer", "telephone"),
	[HVK__PARTNER_ADDRESS] = PLAIN("address", TEXT, 0, "adres", "address", "street, number, postcode and place",
		"adres"),
	[HVK__PARTNER_OPENING_HOURS] = PLAIN("opening_hours", LINES, 0, "openingsuren", "opening hours",
		"when it is open", "openingsuren", "openingstijden", "uren"),
	[HVK__PARTNER_GEMEENTE] = PLAIN("gemeente", GEMEENTE, MANY | STANDARD, "gemeenten", "gemeenten",
		"the gemeenten it serves", "gemeenten", "werkgebied", "municipality"),
	[HVK__PARTNER_EVERYWHERE] = PLAIN("everywhere", YES_NO, 0, "overal", "everywhere",
		"yes: it serves every gemeente", "overal", "alle_gemeenten"),
	[HVK__PARTNER_STAGE] = CODE("stage", "stage", STANDARD, "fase", "stage",
		"how far working together has come: identified ... active ... ended", "fase", "stadium"),
	[HVK__PARTNER_STAGE_ON] = PLAIN("stage_on", DATE, 0, "fase op", "stage on",
		"since when it is in that stage; today unless set with the stage", "fase_op", "fase_sinds"),
	[HVK__PARTNER_STAGE_REASON] = PLAIN("stage_reason", TEXT, 0, "fase omdat", "stage reason",
		"why it is in that stage", "fase_reden", "reden"),
	[HVK__PARTNER_KEYWORD] = PLAIN("keyword", TEXT, MANY, "trefwoorden", "keywords",
		"words of its own to be found by", "trefwoord", "trefwoorden", "keywords"),
	[HVK__PARTNER_FORMER_SLUG] = PLAIN("former_slug", SLUG, MANY, "vroegere kenmerken", "former slugs",
		"slugs that lead to it as well", "vroeger_kenmerk", "former_slugs", "vroegere_kenmerken"),
	[HVK__PARTNER_SOURCE] = PLAIN("source", TEXT, 0, "bron", "source", "where this was taken from", "bron"),
	[HVK__PARTNER_SOURCE_ID] = PLAIN("source_id", TEXT, 0, "bron-id", "source id", "its id there", "bron_id"),
	[HVK__PARTNER_VERIFIED_ON] = PLAIN("verified_on", DATE, 0, "nagekeken op", "verified on",
		"when somebody last saw that this is right", "nagekeken_op", "nagekeken", "verified"),
};

static const struct hvk__record_column person_columns[] = {
	[HVK__PERSON_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from the partner unless given, so that it tells no name",
		"kenmerk", "person", "persoon", "id"),
	[HVK__PERSON_PARTNER] = RECORD("partner", PARTNER, REQUIRED | STANDARD, "partner", "partner",
		"where the person works", "organisatie"),
	[HVK__PERSON_NAME] = PLAIN("name", TEXT, REQUIRED | STANDARD | PERSONAL, "naam", "name",
		"first and last name", "naam", "voornaam_en_naam", "contactpersoon"),
	[HVK__PERSON_FUNCTION] = PLAIN("function", TEXT, STANDARD, "functie", "function",
		"what the person does there", "functie", "rol"),
	[HVK__PERSON_PHONE] = PLAIN("phone", PHONE, STANDARD | PERSONAL, "telefoon", "phone",
		"direct telephone number", "telefoon", "tel", "gsm", "telefoonnummer", "telephone", "mobiel"),
	[HVK__PERSON_EMAIL] = PLAIN("email", EMAIL, STANDARD | PERSONAL, "e-mail", "email", "e-mail address", "mail",
		"e-mailadres", "mailadres"),
	[HVK__PERSON_REACHABLE] = PLAIN("reachable", TEXT, STANDARD, "bereikbaar", "reachable",
		"when the person can be reached", "bereikbaar", "bereikbaarheid"),
	[HVK__PERSON_THEME] = CODE("theme", "theme", MANY, "thema's", "themes",
		"the themes to ring this person about; none: all of the partner's", "thema", "themas", "themes"),
	[HVK__PERSON_GEMEENTE] = PLAIN("gemeente", GEMEENTE, MANY, "gemeenten", "gemeenten",
		"the gemeenten to ring this person about; none: all of the partner's", "gemeenten", "werkgebied",
		"municipality"),
	[HVK__PERSON_FIRST_CONTACT] = PLAIN("first_contact", YES_NO, 0, "eerste contact", "first contact",
		"yes: the one to ring first", "eerste_contact", "aanspreekpunt", "eerste_aanspreekpunt"),
	[HVK__PERSON_PUBLIC] = PLAIN("public", YES_NO, 0, "publiek", "public",
		"yes: may stand on what families are given", "publiek", "openbaar"),
	[HVK__PERSON_SINCE] = PLAIN("since", DATE, 0, "sinds", "since", "first day there", "sinds", "vanaf"),
	[HVK__PERSON_UNTIL] = PLAIN("until", DATE, 0, "tot", "until", "last day there", "tot", "tot_en_met"),
	[HVK__PERSON_VERIFIED_ON] = PLAIN("verified_on", DATE, 0, "nagekeken op", "verified on",
		"when somebody last saw that this is right", "nagekeken_op", "nagekeken", "verified"),
};

static const struct hvk__record_column offer_columns[] = {
	[HVK__OFFER_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from partner and name unless given", "kenmerk", "offer",
		"aanbod_id", "id", "aanbod_kenmerk"),
	[HVK__OFFER_PARTNER] = RECORD("partner", PARTNER, REQUIRED | STANDARD, "partner", "partner", "who offers it",
		"organisatie", "aanbieder"),
	[HVK__OFFER_NAME] = PLAIN("name", TEXT, REQUIRED | STANDARD, "naam", "name", "what it is called", "naam",
		"aanbod", "titel"),
	[HVK__OFFER_DESCRIPTION] = PLAIN("description", LINES, 0, "omschrijving", "description", "what it is",
		"omschrijving", "beschrijving", "toelichting"),
	[HVK__OFFER_FORM] = CODE("form", "form", STANDARD, "vorm", "form", "talk, course, meeting place ...", "vorm",
		"werkvorm"),
	[HVK__OFFER_LEVEL] = CODE("level", "level", 0, "niveau", "level", "basis or supplementair", "niveau",
		"basis_of_supplementair"),
	[HVK__OFFER_PILLAR] = CODE("pillar", "pillar", MANY, "pijlers", "pillars",
		"the pillars of a Huis van het Kind it belongs to", "pijler", "pijlers", "pillars"),
	[HVK__OFFER_THEME] = CODE("theme", "theme", MANY | STANDARD, "thema's", "themes",
		"what it is about; a group covers its themes; none: no theme in particular", "thema", "themas",
		"themes"),
	[HVK__OFFER_AUDIENCE] = CODE("audience", "audience", MANY, "publiek", "audience",
		"who takes part; none: anyone", "publiek"),
	[HVK__OFFER_TARGET] = CODE("target", "target", MANY, "doelgroepen", "target groups",
		"the families it is for; none: all", "doelgroep", "doelgroepen", "targets"),
	[HVK__OFFER_AGE] = PLAIN("age", AGES, STANDARD, "leeftijd", "ages",
		"of the children, in years: 0-3, 12-, 0-3+6-11, prenataal; none: all", "leeftijd", "leeftijden",
		"ages"),
	[HVK__OFFER_GEMEENTE] = PLAIN("gemeente", GEMEENTE, MANY | STANDARD, "gemeenten", "gemeenten",
		"the gemeenten it serves; none: those of the partner", "gemeenten", "werkgebied", "municipality"),
	[HVK__OFFER_LANGUAGE] = CODE("language", "language", MANY, "talen", "languages",
		"the languages spoken; none: Dutch as everywhere", "taal", "talen", "languages"),
	[HVK__OFFER_COST] = PLAIN("cost", TEXT, 0, "kostprijs", "cost", "what it costs a family", "kostprijs",
		"prijs", "kosten", "kost"),
	[HVK__OFFER_WAITING_DAYS] = PLAIN("waiting_days", NUMBER, STANDARD, "wachttijd (dagen)", "waiting days",
		"how long families wait, in days", "wachttijd", "wachtdagen", "wachttijd_dagen"),
	[HVK__OFFER_CAPACITY] = PLAIN("capacity", NUMBER, 0, "plaatsen", "capacity", "how many can take part",
		"plaatsen", "capaciteit"),
	[HVK__OFFER_REFERRED_BY] = PLAIN("referred_by", TEXT, 0, "verwijzing door", "referred by",
		"who may refer families in", "verwijzer", "verwijzing_door", "doorverwijzers"),
	[HVK__OFFER_OPENING_HOURS] = PLAIN("opening_hours", LINES, 0, "openingsuren", "opening hours",
		"when it takes place", "openingsuren", "wanneer", "tijdstip"),
	[HVK__OFFER_WEBSITE] = PLAIN("website", URL, 0, "website", "website", "web address", "url", "web"),
	[HVK__OFFER_SINCE] = PLAIN("since", DATE, 0, "sinds", "since", "first day", "sinds", "vanaf"),
	[HVK__OFFER_UNTIL] = PLAIN("until", DATE, 0, "tot", "until", "last day", "tot", "tot_en_met"),
	[HVK__OFFER_AGREEMENT] = RECORD("agreement", AGREEMENT, 0, "overeenkomst", "agreement",
		"the agreement or subsidy that pays for it", "overeenkomst", "funded_by", "gefinancierd_door"),
	[HVK__OFFER_KEYWORD] = PLAIN("keyword", TEXT, MANY, "trefwoorden", "keywords",
		"words of its own to be found by", "trefwoord", "trefwoorden", "keywords"),
	[HVK__OFFER_SOURCE_ID] = PLAIN("source_id", TEXT, 0, "bron-id", "source id",
		"its id in the source of the partner", "bron_id"),
	[HVK__OFFER_VERIFIED_ON] = PLAIN("verified_on", DATE, 0, "nagekeken op", "verified on",
		"when somebody last saw that this is right", "nagekeken_op", "nagekeken", "verified"),
};

static const struct hvk__record_column agreement_columns[] = {
	[HVK__AGREEMENT_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from partner and type unless given", "kenmerk", "agreement",
		"id", "overeenkomst"),
	[HVK__AGREEMENT_PARTNER] = RECORD("partner", PARTNER, REQUIRED | STANDARD, "partner", "partner",
		"with whom it was made", "organisatie"),
	[HVK__AGREEMENT_TYPE] = CODE("type", "agreement_type", REQUIRED | STANDARD, "type", "type",
		"agreement, statement, recognition, subsidy or commission", "soort", "agreement_type"),
	[HVK__AGREEMENT_GEMEENTE] = PLAIN("gemeente", GEMEENTE, STANDARD, "gemeente", "gemeente",
		"the gemeente it is with or about", "municipality"),
	[HVK__AGREEMENT_HOUSE] = PLAIN("house", GEMEENTE, STANDARD, "huis", "house",
		"the gemeente whose Huis van het Kind it is about", "huis", "huis_van_het_kind"),
	[HVK__AGREEMENT_AUTHORITY] = PLAIN("authority", TEXT, 0, "overheid", "authority", "who grants or recognises",
		"overheid"),
	[HVK__AGREEMENT_DECIDED_BY] = PLAIN("decided_by", TEXT, 0, "beslist door", "decided by",
		"the body that decided", "beslist_door"),
	[HVK__AGREEMENT_DECIDED_ON] = PLAIN("decided_on", DATE, 0, "beslist op", "decided on", "when it was decided",
		"beslist_op", "datum"),
	[HVK__AGREEMENT_SINCE] = PLAIN("since", DATE, STANDARD, "sinds", "since", "first day", "sinds", "vanaf"),
	[HVK__AGREEMENT_UNTIL] = PLAIN("until", DATE, STANDARD, "tot", "until", "last day", "tot", "tot_en_met"),
	[HVK__AGREEMENT_AMOUNT_CENTS] = PLAIN("amount_cents", CENTS, 0, "bedrag (cent)", "amount (cents)",
		"money, in cents; none: it is without", "bedrag_cent", "bedrag", "bedrag_in_cent"),
	[HVK__AGREEMENT_PURPOSE] = PLAIN("purpose", TEXT, 0, "doel", "purpose", "what it is for", "doel",
		"doelstelling"),
	[HVK__AGREEMENT_DOCUMENT] = PLAIN("document", TEXT, 0, "document", "document",
		"where the paper is: a file, a number", "stuk"),
};

static const struct hvk__record_column house_columns[] = {
	[HVK__HOUSE_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from the gemeente unless given", "kenmerk", "id"),
	[HVK__HOUSE_GEMEENTE] = PLAIN("gemeente", GEMEENTE, REQUIRED | STANDARD, "gemeente", "gemeente",
		"whose Huis van het Kind it is: one each", "house", "huis", "municipality"),
	[HVK__HOUSE_NAME] = PLAIN("name", TEXT, STANDARD, "naam", "name", "what it is called", "naam"),
	[HVK__HOUSE_PRESENCE] = CODE("presence", "presence", STANDARD, "vorm", "presence",
		"physical: a building; virtual: a network without one", "vorm", "aanwezigheid", "fysiek_of_virtueel"),
	[HVK__HOUSE_ADDRESS] = PLAIN("address", TEXT, STANDARD, "adres", "address",
		"street, number, postcode and place", "adres"),
	[HVK__HOUSE_WEBSITE] = PLAIN("website", URL, 0, "website", "website", "web address", "url", "web"),
	[HVK__HOUSE_SINCE] = PLAIN("since", DATE, STANDARD, "sinds", "since", "first day", "sinds", "vanaf"),
	[HVK__HOUSE_UNTIL] = PLAIN("until", DATE, 0, "tot", "until", "last day", "tot", "tot_en_met"),
};

static const struct hvk__record_column membership_columns[] = {
	[HVK__MEMBERSHIP_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from partner and house unless given", "kenmerk", "id"),
	[HVK__MEMBERSHIP_PARTNER] = RECORD("partner", PARTNER, REQUIRED | STANDARD, "partner", "partner",
		"who is a member", "organisatie"),
	[HVK__MEMBERSHIP_HOUSE] = PLAIN("house", GEMEENTE, REQUIRED | STANDARD, "huis", "house",
		"the gemeente whose Huis van het Kind it is", "huis", "gemeente", "huis_van_het_kind"),
	[HVK__MEMBERSHIP_ROLE] = CODE("role", "role", REQUIRED | STANDARD, "rol", "role",
		"coordinator, core or partner", "rol"),
	[HVK__MEMBERSHIP_SINCE] = PLAIN("since", DATE, STANDARD, "sinds", "since", "first day", "sinds", "vanaf"),
	[HVK__MEMBERSHIP_UNTIL] = PLAIN("until", DATE, STANDARD, "tot", "until", "last day", "tot", "tot_en_met"),
};

static const struct hvk__record_column referral_columns[] = {
	[HVK__REFERRAL_ID] = PLAIN("id", ID, FIXED | STANDARD, "id", "id", "made by the store", "referral"),
	[HVK__REFERRAL_MONTH] = PLAIN("month", MONTH, REQUIRED | STANDARD, "maand", "month",
		"when; this month unless set", "maand", "datum"),
	[HVK__REFERRAL_DIRECTION] = CODE("direction", "direction", REQUIRED | STANDARD, "richting", "direction",
		"out: from here to the partner; in: from the partner to here; out unless set", "richting"),
	[HVK__REFERRAL_PARTNER] = RECORD("partner", PARTNER, REQUIRED | STANDARD, "partner", "partner",
		"to whom, or from whom", "organisatie"),
	[HVK__REFERRAL_PERSON] = RECORD("person", PERSON, 0, "persoon", "person",
		"who was reached there, by slug or name", "persoon"),
	[HVK__REFERRAL_OFFER] = RECORD("offer", OFFER, STANDARD, "aanbod", "offer", "for what", "aanbod"),
	[HVK__REFERRAL_THEME] = CODE("theme", "theme", STANDARD, "thema", "theme", "what it is about", "thema"),
	[HVK__REFERRAL_GEMEENTE] = PLAIN("gemeente", GEMEENTE, STANDARD, "gemeente", "gemeente", "of the family",
		"stad", "woonplaats"),
	[HVK__REFERRAL_AGE] = CODE("age", "age", 0, "leeftijd", "age", "of the child, as a class", "leeftijd"),
	[HVK__REFERRAL_DESK] = CODE("desk", "desk", 0, "balie", "desk", "where the question was asked", "balie",
		"waar"),
	[HVK__REFERRAL_WARM] = PLAIN("warm", YES_NO, STANDARD, "warm", "warm", "yes: the person there was reached",
		"warme_doorverwijzing"),
	[HVK__REFERRAL_STATUS] = CODE("status", "referral_status", FIXED | STANDARD, "status", "status",
		"what has become of it, as last heard", "stand"),
	[HVK__REFERRAL_STATUS_ON] = PLAIN("status_on", DATE, FIXED | STANDARD, "status op", "status on", "since when",
		"status_op"),
};

static const struct hvk__record_column session_columns[] = {
	[HVK__SESSION_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from series and number, else from title and date, unless given",
		"kenmerk", "session", "activiteit", "id"),
	[HVK__SESSION_TITLE] = PLAIN("title", TEXT, REQUIRED | STANDARD, "titel", "title", "what it is called", "titel",
		"naam", "name"),
	[HVK__SESSION_DATE] = PLAIN("date", DATE, REQUIRED | STANDARD, "datum", "date", "the day it takes place",
		"datum", "dag"),
	[HVK__SESSION_START] = PLAIN("start", TIME, STANDARD, "van", "start", "when it begins: 19:30", "begin",
		"beginuur", "startuur", "van", "uur"),
	[HVK__SESSION_END] = PLAIN("end", TIME, 0, "tot", "end", "when it ends: 21:30", "einde", "einduur", "tot"),
	[HVK__SESSION_OFFER] = RECORD("offer", OFFER, 0, "aanbod", "offer",
		"the offer it belongs to; what is not set is taken from it when it is added", "aanbod"),
	[HVK__SESSION_PARTNER] = RECORD("partner", PARTNER, REQUIRED | STANDARD, "partner", "partner",
		"who holds it; that of the offer unless set", "organisatie", "organisator"),
	[HVK__SESSION_CO_PARTNER] = RECORD("co_partner", PARTNER, MANY, "samen met", "together with",
		"the other partners that hold it", "samen_met", "together_with", "partners", "met"),
	[HVK__SESSION_PERSON] = RECORD("person", PERSON, PERSONAL, "contactpersoon", "contact",
		"whom to ring about it; families see only who is public", "contactpersoon", "persoon", "contact"),
	[HVK__SESSION_PLACE] = PLAIN("place", TEXT, STANDARD, "plaats", "place", "the building, and its address",
		"plaats", "locatie", "zaal"),
	[HVK__SESSION_GEMEENTE] = PLAIN("gemeente", GEMEENTE, STANDARD, "gemeente", "gemeente", "where that is",
		"municipality", "stad"),
	[HVK__SESSION_FORM] = CODE("form", "form", STANDARD, "vorm", "form", "talk, course, meeting place ...", "vorm",
		"werkvorm"),
	[HVK__SESSION_THEME] = CODE("theme", "theme", MANY, "thema's", "themes", "what it is about", "thema", "themas",
		"themes"),
	[HVK__SESSION_PILLAR] = CODE("pillar", "pillar", MANY, "pijlers", "pillars",
		"the pillars of a Huis van het Kind it belongs to", "pijler", "pijlers", "pillars"),
	[HVK__SESSION_AUDIENCE] = CODE("audience", "audience", MANY, "publiek", "audience",
		"who takes part; none: anyone", "publiek"),
	[HVK__SESSION_TARGET] = CODE("target", "target", MANY, "doelgroepen", "target groups",
		"the families it is for; none: all", "doelgroep", "doelgroepen", "target_groups", "targets"),
	[HVK__SESSION_LANGUAGE] = CODE("language", "language", MANY, "talen", "languages",
		"the languages spoken; none: Dutch as everywhere", "taal", "talen", "languages"),
	[HVK__SESSION_AGE] = PLAIN("age", AGES, 0, "leeftijd", "ages",
		"of the children, in years: 0-3, 12-, 0-3+6-11, prenataal; none: all", "leeftijd", "leeftijden",
		"ages"),
	[HVK__SESSION_PROGRAMME] = PLAIN("programme", SLUG, 0, "programma", "programme",
		"the season it is announced in: najaar-2026", "programma", "seizoen"),
	[HVK__SESSION_SERIES] = PLAIN("series", SLUG, 0, "reeks", "series",
		"what its evenings have in common: a course of six is one series", "reeks", "cursus"),
	[HVK__SESSION_STATUS] = CODE("status", "session_status", STANDARD, "status", "status",
		"planned, held or cancelled; planned unless set, held once it was counted", "stand"),
	[HVK__SESSION_REASON] = PLAIN("reason", TEXT, 0, "reden", "reason", "why it was cancelled", "reden"),
	[HVK__SESSION_CAPACITY] = PLAIN("capacity", NUMBER, 0, "plaatsen", "capacity", "how many can take part",
		"capaciteit", "plaatsen", "aantal_plaatsen"),
	[HVK__SESSION_PARTICIPANTS] = PLAIN("participants", NUMBER, STANDARD, "deelnemers", "participants",
		"how many came", "deelnemers", "aantal_deelnemers"),
	[HVK__SESSION_NEW] = PLAIN("new", NUMBER, 0, "nieuw", "new", "how many of them came for the first time",
		"nieuw", "nieuwe_deelnemers"),
	[HVK__SESSION_ORIGIN] = PLAIN("origin", COUNTS, 0, "herkomst", "origin",
		"how many came from which gemeente: Brugge=9+Oostkamp=5", "herkomst", "from"),
	[HVK__SESSION_COST] = PLAIN("cost", TEXT, 0, "kostprijs", "cost", "what it costs a family", "kostprijs",
		"prijs", "kosten", "kost"),
	[HVK__SESSION_ENROLMENT] = PLAIN("enrolment", TEXT, 0, "inschrijven", "enrolment",
		"how families put down their names: where, until when", "inschrijven", "inschrijving"),
	[HVK__SESSION_WEBSITE] = PLAIN("website", URL, 0, "website", "website", "web address", "url", "web"),
	[HVK__SESSION_DESCRIPTION] = PLAIN("description", LINES, 0, "omschrijving", "description",
		"what it is, for families", "omschrijving", "beschrijving", "toelichting"),
	[HVK__SESSION_NOTES] = PLAIN("notes", LINES, 0, "notities", "notes", "for the network only: never published",
		"notities", "opmerkingen", "intern"),
};

static const struct hvk__record_column meeting_columns[] = {
	[HVK__MEETING_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from type and date unless given", "kenmerk", "meeting", "id"),
	[HVK__MEETING_TYPE] = CODE("type", "event_type", REQUIRED | STANDARD, "soort", "type",
		"network moment, steering group, working group ...", "soort", "event_type"),
	[HVK__MEETING_TITLE] = PLAIN("title", TEXT, STANDARD, "titel", "title",
		"what it is called; its type unless given", "titel", "naam", "name"),
	[HVK__MEETING_DATE] = PLAIN("date", DATE, REQUIRED | STANDARD, "datum", "date", "the day it takes place",
		"datum", "dag"),
	[HVK__MEETING_START] = PLAIN("start", TIME, STANDARD, "van", "start", "when it begins: 9:00", "begin",
		"beginuur", "startuur", "van", "uur"),
	[HVK__MEETING_END] = PLAIN("end", TIME, 0, "tot", "end", "when it ends: 12:00", "einde", "einduur", "tot"),
	[HVK__MEETING_PLACE] = PLAIN("place", TEXT, STANDARD, "plaats", "place", "the building, and its address",
		"plaats", "locatie", "zaal"),
	[HVK__MEETING_GEMEENTE] = PLAIN("gemeente", GEMEENTE, STANDARD, "gemeente", "gemeente", "where that is",
		"municipality", "stad"),
	[HVK__MEETING_HOUSE] = PLAIN("house", GEMEENTE, 0, "huis", "house",
		"the gemeente whose Huis van het Kind it is about; none: the whole network", "huis",
		"huis_van_het_kind"),
	[HVK__MEETING_PARTNER] = RECORD("partner", PARTNER, 0, "gastheer", "host", "who receives the others",
		"gastheer", "host", "organisatie"),
	[HVK__MEETING_SERIES] = PLAIN("series", SLUG, 0, "reeks", "series", "what meetings that recur have in common",
		"reeks"),
	[HVK__MEETING_STATUS] = CODE("status", "session_status", STANDARD, "status", "status",
		"planned, held or cancelled; planned unless set, held once it is known who came", "stand"),
	[HVK__MEETING_REASON] = PLAIN("reason", TEXT, 0, "reden", "reason", "why it was cancelled", "reden"),
	[HVK__MEETING_AGENDA] = PLAIN("agenda", LINES, 0, "agenda", "agenda", "what is talked about, a line each",
		"agendapunten"),
	[HVK__MEETING_DECISIONS] = PLAIN("decisions", LINES, 0, "beslissingen", "decisions",
		"what was decided, a line each", "beslissingen", "besluiten"),
	[HVK__MEETING_NOTES] = PLAIN("notes", LINES, 0, "notities", "notes", "for the network only: never published",
		"notities", "opmerkingen", "intern", "verslag"),
	[HVK__MEETING_PUBLIC] = PLAIN("public", YES_NO, 0, "publiek", "public",
		"yes: may stand in what everybody sees", "publiek", "openbaar"),
};

static const struct hvk__record_column attendance_columns[] = {
	[HVK__ATTENDANCE_SLUG] = PLAIN("slug", SLUG, 0, "kenmerk", "slug",
		"its name in commands and files; made from meeting and partner unless given", "kenmerk", "id"),
	[HVK__ATTENDANCE_MEETING] = RECORD("meeting", MEETING, REQUIRED | STANDARD, "vergadering", "meeting",
		"at which meeting", "vergadering"),
	[HVK__ATTENDANCE_PARTNER] = RECORD("partner", PARTNER, REQUIRED | STANDARD, "partner", "partner",
		"which partner: once for each meeting", "organisatie"),
	[HVK__ATTENDANCE_PEOPLE] = PLAIN("people", NUMBER, STANDARD, "aanwezigen", "people",
		"how many people of it came; 1 unless set, 0 when it was excused", "aanwezigen", "aantal"),
	[HVK__ATTENDANCE_EXCUSED] = PLAIN("excused", YES_NO, STANDARD, "verontschuldigd", "excused",
		"yes: it let know that it could not come", "verontschuldigd"),
};

static const struct hvk__record_column action_columns[] = {
	[HVK__ACTION_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from the meeting and a number unless given", "kenmerk", "id"),
	[HVK__ACTION_MEETING] = RECORD("meeting", MEETING, STANDARD, "vergadering", "meeting",
		"where it was agreed on", "vergadering"),
	[HVK__ACTION_WHO] = RECORD("who", PARTNER, STANDARD, "wie", "who", "the partner that does it", "wie",
		"partner"),
	[HVK__ACTION_PERSON] = RECORD("person", PERSON, PERSONAL, "persoon", "person", "who does it there", "persoon"),
	[HVK__ACTION_WHAT] = PLAIN("what", TEXT, REQUIRED | STANDARD, "wat", "what", "what is to be done", "wat",
		"actie"),
	[HVK__ACTION_DUE] = PLAIN("due", DATE, STANDARD, "tegen", "due", "by when", "tegen", "deadline"),
	[HVK__ACTION_DONE] = PLAIN("done", DATE, STANDARD, "klaar op", "done", "when it was done", "klaar_op", "klaar",
		"gedaan"),
};

static const struct hvk__record_column milestone_columns[] = {
	[HVK__MILESTONE_SLUG] = PLAIN("slug", SLUG, STANDARD, "kenmerk", "slug",
		"its name in commands and files; made from the house and what is to be done unless given", "kenmerk",
		"id"),
	[HVK__MILESTONE_HOUSE] = PLAIN("house", GEMEENTE, REQUIRED | STANDARD, "huis", "house",
		"the gemeente whose Huis van het Kind it is about", "huis", "gemeente", "huis_van_het_kind"),
	[HVK__MILESTONE_PHASE] = CODE("phase", "phase", REQUIRED | STANDARD, "fase", "phase",
		"preparation, founding, start or anchoring", "fase"),
	[HVK__MILESTONE_WHAT] = PLAIN("what", TEXT, REQUIRED | STANDARD, "wat", "what", "what is to be done", "wat",
		"mijlpaal"),
	[HVK__MILESTONE_DUE] = PLAIN("due", DATE, STANDARD, "tegen", "due", "by when", "tegen", "deadline"),
	[HVK__MILESTONE_DONE] = PLAIN("done", DATE, STANDARD, "klaar op", "done", "when it was done", "klaar_op",
		"klaar", "gedaan"),
	[HVK__MILESTONE_NOTES] = PLAIN("notes", LINES, 0, "notities", "notes", "for the network only: never published",
		"notities", "opmerkingen"),
};

const struct hvk__type hvk__types[HVK_TYPES] = {
	[HVK_PARTNER] = { "partner", "an organisation in the network", "partners", "partners", partner_columns,
		COUNT(partner_columns), HVK__PARTNER_NAME, -1, "partner_words" },
	[HVK_PERSON] = { "person", "a professional at a partner", "personen", "people", person_columns,
		COUNT(person_columns), HVK__PERSON_NAME, HVK__PERSON_PARTNER, NULL },
	[HVK_OFFER] = { "offer", "what a partner offers to families", "aanbod", "offers", offer_columns,
		COUNT(offer_columns), HVK__OFFER_NAME, HVK__OFFER_PARTNER, "offer_words" },
	[HVK_AGREEMENT] = { "agreement", "a dated agreement, recognition or subsidy", "overeenkomsten", "agreements",
		agreement_columns, COUNT(agreement_columns), HVK__AGREEMENT_TYPE, HVK__AGREEMENT_PARTNER, NULL },
	[HVK_HOUSE] = { "house", "the Huis van het Kind of a gemeente", "huizen", "houses", house_columns,
		COUNT(house_columns), HVK__HOUSE_GEMEENTE, -1, NULL },
	[HVK_MEMBERSHIP] = { "membership", "a partner's part in the house of a gemeente", "lidmaatschappen",
		"memberships", membership_columns, COUNT(membership_columns), HVK__MEMBERSHIP_HOUSE,
		HVK__MEMBERSHIP_PARTNER, NULL },
	[HVK_REFERRAL] = { "referral", "a family passed on to a partner, or by one", "doorverwijzingen", "referrals",
		referral_columns, COUNT(referral_columns), -1, HVK__REFERRAL_PARTNER, NULL },
	[HVK_SESSION] = { "session", "a dated activity for families", "activiteiten", "sessions", session_columns,
		COUNT(session_columns), HVK__SESSION_TITLE, HVK__SESSION_PARTNER, NULL },
	[HVK_MEETING] = { "meeting", "a meeting of the network", "vergaderingen", "meetings", meeting_columns,
		COUNT(meeting_columns), HVK__MEETING_TYPE, -1, NULL },
	[HVK_ATTENDANCE] = { "attendance", "a partner's part in a meeting", "aanwezigheden", "attendances",
		attendance_columns, COUNT(attendance_columns), HVK__ATTENDANCE_MEETING, HVK__ATTENDANCE_PARTNER, NULL },
	[HVK_ACTION] = { "action", "what was agreed on at a meeting", "acties", "actions", action_columns,
		COUNT(action_columns), HVK__ACTION_WHAT, -1, NULL },
	[HVK_MILESTONE] = { "milestone", "a step by which a house is built", "mijlpalen", "milestones",
		milestone_columns, COUNT(milestone_columns), HVK__MILESTONE_WHAT, -1, NULL },
};

/* ---------------------------------------------------------------- the public view */

HVK_EXPORT const char *hvk_type_name(enum hvk_type type)
{
	return (unsigned)type < HVK_TYPES ? hvk__types[type].name : NULL;
}

HVK_EXPORT const char *hvk_type_help(enum hvk_type type)
{
	return (unsigned)type < HVK_TYPES ? hvk__types[type].help : NULL;
}

HVK_EXPORT size_t hvk_type_columns(enum hvk_type type)
{
	return (unsigned)type < HVK_TYPES ? hvk__types[type].count : 0;
}

HVK_EXPORT const struct hvk_record_column *hvk_type_column(enum hvk_type type, size_t n)
{
	return n < hvk_type_columns(type) ? &hvk__types[type].columns[n].public : NULL;
}

/* Whether name is that of a column, a hyphen being an underscore. */
static bool is_named(const char *column, const char *name)
{
	for (; *column && (*column == *name || (*column == '_' && *name == '-')); column++)
		name++;
	return *column == '\0' && *name == '\0';
}

HVK_EXPORT size_t hvk_type_find_column(enum hvk_type type, const char *name)
{
	size_t count = hvk_type_columns(type), n = 0;

	while (n < count && !is_named(hvk__types[type].columns[n].public.name, name))
		n++;
	return n;
}
