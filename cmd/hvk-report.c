/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report: questions, and what the network has for them, in numbers. */
#include "report.h"

#include <string.h>

#include "common/dates.h"

static const char *const texts[TEXTS][2] = {
	[TEXT_COMPARED] = { ", vergeleken met ", ", compared with " },
	[TEXT_CHANGE_PERCENT] = { "+/- %", "+/- %" },
	[TEXT_CHART_TOTAL] = { "Samen", "Together" },
	[TEXT_CHART_MOST] = { "Meest", "Most" },
	[TEXT_CHART_LEAST] = { "Minst", "Least" },
	[TEXT_INTERNAL_MARK] = { "intern", "internal" },
	[TEXT_BY_AND] = { " en ", " and " },
	[TEXT_QUESTIONS] = { "vragen", "questions" },
	[TEXT_CONTACTS] = { "contacten", "contacts" },
	[TEXT_MENTIONS] = { "vermeldingen", "mentions" },
	[TEXT_CONTACT_MENTIONS] = { "vermeldingen (contacten)", "mentions (contacts)" },
	[TEXT_SHARE] = { "aandeel (%)", "share (%)" },
	[TEXT_PER_1000] = { "per 1000 kinderen (schatting)", "per 1000 children (estimate)" },
	[TEXT_BY] = { " per ", " by " },
	[TEXT_ACROSS] = { ", naast elkaar per ", ", side by side by " },
	[TEXT_ONLY] = { "Alleen: ", "Only: " },
	[TEXT_LEFT_OUT] = { "Kleinere rijen, niet getoond", "Smaller rows, not shown" },
	[TEXT_MENTIONS_NOTE] = { "Vermeldingen: een vraag telt één keer voor elk antwoord dat ze kreeg.",
	                         "Mentions: a question counts once for every answer it got." },
	[TEXT_ESTIMATE_NOTE] = { "Kinderen van 0 tot 17 jaar: schatting van 2026, op zowat 2 % na.",
	                         "Children of 0 to 17 years: estimate of 2026, to within some 2 %." },
	[TEXT_MONTH_REPORT] = { "Vragen van gezinnen in", "Questions of families in" },
	[TEXT_ALL_GEMEENTEN] = { "Alle gemeenten en balies.", "All gemeenten and desks." },
	[TEXT_KEY_FIGURES] = { "Kerncijfers", "Key figures" },
	[TEXT_PER_GEMEENTE] = { "Per gemeente", "By gemeente" },
	[TEXT_PER_THEME_GROUP] = { "Waarover: themagroepen", "What about: groups of themes" },
	[TEXT_TOP_THEMES] = { "Meest gevraagde thema's", "Themes most asked about" },
	[TEXT_PER_CHANNEL] = { "Hoe de vraag kwam", "How the question came" },
	[TEXT_PER_ASKER] = { "Wie vroeg", "Who asked" },
	[TEXT_PER_AGE] = { "Leeftijd van het kind", "Age of the child" },
	[TEXT_PER_ANSWER] = { "Wat er gedaan werd (vermeldingen)", "What was done (mentions)" },
	[TEXT_CHANGE] = { "+/-", "+/-" },
	[TEXT_MONTH_NOT_OVER] = { "Deze maand is nog niet voorbij; ze staat naast hele maanden.",
	                          "This month is not over yet; it stands beside whole months." },
	[TEXT_ONLY_COUNTS] = { "Van maanden waarvan enkel aantallen bewaard zijn, is alleen gemeente, thema en contact "
	                       "bekend; al het andere staat er als niet geregistreerd.",
	                       "Of months that were purged but for their counts all but gemeente, theme and contact is "
	                       "not recorded." },
	[TEXT_NO_QUESTIONS] = { "Geen vragen geregistreerd in", "No questions were registered in" },
	[TEXT_ZERO_ROWS] = { "Zonder vragen, niet getoond", "Without questions, not shown" },
	[TEXT_NOTHING] = { "Geen.", "None." },
	[TEXT_EMPTY_ROWS] = { "Zonder aantallen, niet getoond", "Without any, not shown" },
	[TEXT_UP_TO] = { " tot en met ", " to " },
	[TEXT_ALL_UP_TO] = { "tot en met ", "up to " },
	[TEXT_SLUG] = { "kenmerk", "slug" },
	[TEXT_NAME] = { "naam", "name" },
	[TEXT_PARTNER] = { "partner", "partner" },
	[TEXT_NETWORK_ON] = { "Het netwerk op", "The network on" },
	[TEXT_COVERAGE_ON] = { "Aanbod in de drie pijlers op", "Offers in the three pillars on" },
	[TEXT_NONE] = { "geen", "none" },
	[TEXT_LACKS] = { "heeft geen basisaanbod voor:", "has no basic offer for:" },
	[TEXT_ALL_COVERED] = { "Elke gemeente heeft basisaanbod in de drie pijlers.",
	                       "Every gemeente has basic offers in the three pillars." },
	[TEXT_NO_GEMEENTEN] = { "Geen gemeenten: geef ze met --gemeente, of neem huizen of partners op.",
	                        "No gemeenten: name them by --gemeente, or record houses or partners." },
	[TEXT_GAPS_IN] = { "Vraag en aanbod,", "Demand and supply," },
	[TEXT_OFFERS_ON] =
		{ "Vragen van die maanden naast het aanbod op", "Questions of those months beside the offers on" },
	[TEXT_WITHOUT_OFFER] = { "zonder aanbod", "without offer" },
	[TEXT_WHITE_SPOTS] = { "Witte vlekken: vragen zonder aanbod", "White spots: questions without an offer" },
	[TEXT_PARTLY] = { "Deels gedekt: geen aanbod voor elk gevraagd thema",
	                  "Partly covered: no offer for every theme asked about" },
	[TEXT_UNUSED] = { "Aanbod zonder vraag", "Offers without demand" },
	[TEXT_REPORTED] = { "Gemelde tekorten", "Gaps that were reported" },
	[TEXT_REASON] = { "reden", "reason" },
	[TEXT_TIMES] = { "keer", "times" },
	[TEXT_WITHOUT_THEME] =
		{ "Aanbod zonder thema, hier niet meegeteld", "Offers without a theme, not counted here" },
	[TEXT_DIFFERENCES] = { "Wat er veranderde", "What changed" },
	[TEXT_NO_DIFFERENCES] = { "Niets.", "Nothing." },
	[TEXT_STATE] = { "wat", "what" },
	[TEXT_COLUMN] = { "waarde", "value" },
	[TEXT_BEFORE] = { "vroeger", "before" },
	[TEXT_NOW] = { "nu", "now" },
	[TEXT_ADDED] = { "nieuw", "new" },
	[TEXT_REMOVED] = { "weg", "gone" },
	[TEXT_CHANGED] = { "anders", "changed" },
	[TEXT_BANNER] = { "INTERN: exacte aantallen, ook kleine. Niet om zo te publiceren.",
	                  "INTERNAL: exact counts, small ones too. Not to be published as it is." },
	[TEXT_PER_1000_SHORT] = { "per 1000 (schatting)", "per 1000 (estimate)" },
	[TEXT_PLACE_IN] = { "plaats in", "place in" },
	[TEXT_MOST] = { "meest", "most" },
	[TEXT_PUBLISHED_MOST] = { "van wat gepubliceerd is meest", "of what is published most" },
	[TEXT_LEAST] = { "minst", "least" },
	[TEXT_NONE_AT] = { "zonder:", "without:" },
	[TEXT_DATA] = { "Gegevens", "Data" },
	[TEXT_SCHOOLYEAR] = { "schooljaar", "school year" },
	[TEXT_SAME_MONTHS] = { "Vergeleken met dezelfde maanden van", "Compared with the same months of" },
	[TEXT_PER_MONTH] = { "Per maand", "By month" },
	[TEXT_NEW_AT_TOP] = { "Nieuw in de top", "New in the top" },
	[TEXT_GONE_FROM_TOP] = { "Verdwenen uit de top", "Gone from the top" },
	[TEXT_REFERRALS_MADE] = { "Doorverwijzingen", "Referrals" },
	[TEXT_REFERRALS_BY_PARTNER] = { "Doorverwijzingen per partner", "Referrals by partner" },
	[TEXT_REFERRALS_IN] = { "Doorverwijzingen,", "Referrals," },
	[TEXT_REFERRALS] = { "doorverwijzingen", "referrals" },
	[TEXT_STATUSES] = { "Wat ervan werd", "What became of them" },
	[TEXT_FEEDBACK_NOTE] = { "Dagen: van de eerste stap tot de eerste terugkoppeling.",
	                         "Days: from the first step to the first feedback." },
	[TEXT_COMPLETENESS_IN] = { "Volledigheid van de registratie,", "Completeness of the register," },
	[TEXT_COMPLETENESS_LEGEND] = {
		"Een getal: zoveel vragen, op tijd ontvangen; 0: ontvangen, er waren er geen. laat: ontvangen na de "
		"termijn. \u2013: ontbreekt. open: nog niet nodig. Leeg: niet verwacht.",
		"A number: so many questions, received in time; 0: received, there were none. late: received after the "
		"deadline. \u2013: missing. open: not due yet. Empty: not expected." },
	[TEXT_NOTHING_EXPECTED] = { "Van geen enkele balie werd iets verwacht.", "Nothing was expected of any desk." },
	[TEXT_WHAT_IS_MISSING] = { "Wat ontbreekt", "What is missing" },
	[TEXT_WHAT_CAME_LATE] = { "Wat te laat kwam", "What came late" },
	[TEXT_HIDDEN_ROWS] = { "Verborgen, niet getoond", "Hidden, not shown" },
	[TEXT_HIDDEN_AT] = { "verborgen:", "hidden:" },
	[TEXT_PUBLISHED_ONE] = { "Gepubliceerde cijfers: uit publicatie ", "Published figures: from publication " },
	[TEXT_PUBLISHED_MANY] = { "Gepubliceerde cijfers: uit publicaties ", "Published figures: from publications " },
	[TEXT_PUBLISHED_OF] = { " van ", " of " },
	[TEXT_PUBLISHED_LAST] = { ", de laatste van ", ", the last of " },
	[TEXT_HIDDEN_X] = { "x: verborgen, om aantallen te beschermen die kleiner zijn dan",
	                    "x: hidden, to protect counts smaller than" },
	[TEXT_NOT_APPLICABLE] = { "na: kon toen niet voorkomen.", "na: could not be at that time." },
	[TEXT_NOT_COLLECTED] = { "nc: toen was de registratie nog niet begonnen.",
	                         "nc: registration had not begun then." },
	[TEXT_EMPTY_CELL] = { "Leeg: niet gepubliceerd.", "Empty: not published." },
	[TEXT_OTHERS_NOTE] = { "Andere gemeenten tellen mee in het totaal.", "Other gemeenten count in the total." },
	[TEXT_NOT_PUBLISHED] = { "Niet gepubliceerd: ", "Not published: " },
	[TEXT_SESSIONS] = { "activiteiten", "activities" },
	[TEXT_PARTICIPANTS] = { "deelnemers", "participants" },
	[TEXT_NEW_PARTICIPANTS] = { "nieuwe deelnemers", "new participants" },
	[TEXT_SESSION_NOTE] = { "Een activiteit met meer dan één thema, pijler, publiek, doelgroep of partner telt bij "
	                        "elk ervan mee, in een totaal één keer.",
	                        "An activity with more than one theme, pillar, audience, target group or partner "
	                        "counts in each of them, once in a total." },
	[TEXT_ACTIVITIES] = { "Activiteiten", "Activities" },
	[TEXT_ACTIVITIES_IN] = { "Activiteiten voor gezinnen,", "Activities for families," },
	[TEXT_OCCUPANCY_NOTE] = { "Bezetting: deelnemers op plaatsen, van de activiteiten waarvan beide bekend zijn.",
	                          "Occupancy: participants to places, of the activities of which both are known." },
	[TEXT_ACTIVITIES_PUBLIC] = { "Wat gehouden is; deelnemers staan hier niet.",
	                             "What was held; participants are not told here." },
	[TEXT_PHASES_ON] = { "De fasen van elk huis op", "The phases of each house on" },
	[TEXT_NO_MILESTONES] = { "Zonder mijlpalen", "Without milestones" },
};

static const struct {
	const char *name, *title[2];
} words[] = {
	{ "month", { "maand", "month" } }, { "quarter", { "kwartaal", "quarter" } }, { "year", { "jaar", "year" } },
	{ "schoolyear", { "schooljaar", "school year" } }, { "gemeente", { "gemeente", "gemeente" } },
	{ "arrondissement", { "arrondissement", "arrondissement" } }, { "province", { "provincie", "province" } },
	{ "region", { "regio", "region" } }, { "desk", { "balie", "desk" } }, { "channel", { "kanaal", "channel" } },
	{ "asker", { "vrager", "asker" } }, { "asker-group", { "vragersgroep", "group of askers" } },
	{ "age", { "leeftijd", "age" } }, { "theme", { "thema", "theme" } },
	{ "theme-group", { "themagroep", "group of themes" } }, { "kind", { "soort vraag", "kind of question" } },
	{ "severity", { "ernst", "severity" } }, { "answer", { "antwoord", "answer" } },
	{ "duration", { "duur", "duration" } },
	/* What a table can be restricted to besides. */
	{ "contact", { "contact", "contact" } }, { "period", { "periode", "period" } },
	{ "since", { "vanaf", "since" } }, { "until", { "tot en met", "until" } },
	{ "geography", { "gemeenten van", "gemeenten of" } }, { "status", { "status", "status" } },
	/* Columns of outputs that are compared. */
	{ "questions", { "vragen", "questions" } }, { "contacts", { "contacten", "contacts" } },
	{ "mentions", { "vermeldingen", "mentions" } }, { "share", { "aandeel", "share" } },
	{ "section", { "deel", "section" } }, { "key", { "waarvan", "of what" } },
	{ "form", { "werkvorm", "form" } }, { "pillar", { "pijler", "pillar" } },
	{ "audience", { "publiek", "audience" } }, { "target", { "doelgroep", "target group" } },
	{ "partner", { "partner", "partner" } }, { "programme", { "programma", "programme" } },
	{ "series", { "reeks", "series" } }, { "origin", { "herkomst", "origin" } },
	{ "measure", { "maat", "measure" } }, { "value", { "aantal", "number" } },
	{ "count", { "aantal", "count" } },
	{ "total", { "totaal", "total" } }, { "not-recorded", { "niet geregistreerd", "not recorded" } }
};

static const char *const short_months[2][12] = {
	{ "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
	{ "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" }
};

const char *report_text(const struct command *command, enum report_text text)
{
	return texts[text][command->lang];
}

const char *report_dimension(const struct command *command, const char *dimension)
{
	for (size_t i = 0; i < COUNT(words); i++)
		if (strcmp(words[i].name, dimension) == 0)
			return words[i].title[command->lang];
	return dimension;
}

const char *report_month_name(const struct command *command, int month, bool in_full)
{
	return (in_full ? month_names : short_months)[command->lang][month - 1];
}

const char *report_unit(const struct command *command, const struct hvk_table *table, enum hvk_measure measure)
{
	bool mentions = strcmp(hvk_table_unit(table, HVK_QUESTIONS), "questions") != 0;

	switch (measure) {
	case HVK_SESSIONS:
		return report_text(command, TEXT_SESSIONS);
	case HVK_PARTICIPANTS:
		return report_text(command, TEXT_PARTICIPANTS);
	case HVK_NEW:
		return report_text(command, TEXT_NEW_PARTICIPANTS);
	case HVK_CONTACTS:
		return report_text(command, mentions ? TEXT_CONTACT_MENTIONS : TEXT_CONTACTS);
	case HVK_SHARE:
		return report_text(command, TEXT_SHARE);
	case HVK_PER_1000:
		return report_text(command, TEXT_PER_1000);
	default:
		return report_text(command, mentions ? TEXT_MENTIONS : TEXT_QUESTIONS);
	}
}

static const struct option_spec *const table_groups[] = {
	table_options, output_options, filter_options, intake_options, NULL
};
static const struct option_spec *const chart_groups[] = {
	chart_options, output_options, filter_options, intake_options, NULL
};
static const struct option_spec *const month_groups[] = {
	month_options, place_options, question_options, output_options, NULL
};
static const struct option_spec *const year_groups[] = {
	year_options, place_options, question_options, output_options, NULL
};
static const struct option_spec *const network_groups[] = { network_options, place_options, output_options, NULL };
static const struct option_spec *const coverage_groups[] = { coverage_options, place_options, output_options, NULL };
static const struct option_spec *const gaps_groups[] = { gaps_options, output_options, filter_options, NULL };
static const struct option_spec *const referrals_groups[] = {
	referrals_options, place_options, output_options, NULL
};

static const struct option_spec *const activities_groups[] = {
	activities_options, place_options, output_options, NULL
};
static const struct option_spec *const phases_groups[] = { phases_options, place_options, output_options, NULL };

static const struct option_spec *const completeness_groups[] = { completeness_options, output_options, NULL };
static const struct option_spec *const diff_groups[] = { diff_options, output_options, NULL };
static const struct option_spec *const protect_groups[] = { protect_options, output_options, NULL };

static const struct option_spec *const publish_groups[] = {
	publish_by_options, publish_options, publish_plan_options, publish_dry_options, output_options, NULL
};
static const struct option_spec *const publish_plan_groups[] = {
	publish_by_plan_options, publish_options, publish_dry_options, output_options, NULL
};
static const struct option_spec *const publish_list_groups[] = { publish_list_options, output_options, NULL };
static const struct option_spec *const publish_show_groups[] = { output_options, NULL };
static const struct option_spec *const publish_verify_groups[] = { NULL };
static const struct option_spec *const publish_withdraw_groups[] = {
	publish_withdraw_options, publish_dry_options, NULL
};

static const struct verb_spec verbs[] = {
	{ "table", "[FILE...|-]", VALUE_FILE, 0, -1, "a table of questions, from the store or from CSV", table_groups,
	  report_table, FOR_STAFF },
	{ "chart", "[FILE...|-]", VALUE_FILE, 0, -1, "a picture of such a table: bars, a line, a map", chart_groups,
	  report_chart, FOR_STAFF },
	{ "month", "", VALUE_NONE, 0, 0, "the report of one month", month_groups, report_month, FOR_PUBLIC_IF_ASKED },
	{ "year", "", VALUE_NONE, 0, 0, "the report of a year or school year", year_groups,
	  report_year, FOR_PUBLIC_IF_ASKED },
	{ "network", "", VALUE_NONE, 0, 0, "partners, people and offers; how fresh, who came, who is passed over",
	  network_groups, report_network, FOR_STAFF },
	{ "coverage", "", VALUE_NONE, 0, 0, "the offers in the three pillars, in each gemeente", coverage_groups,
	  report_coverage, FOR_STAFF },
	{ "gaps", "", VALUE_NONE, 0, 0, "what is asked beside what is offered", gaps_groups, report_gaps, FOR_STAFF },
	{ "referrals", "", VALUE_NONE, 0, 0, "what was referred, and what became of it", referrals_groups,
	  report_referrals, FOR_STAFF },
	{ "activities", "", VALUE_NONE, 0, 0, "activities for families: how many, who came, how full",
	  activities_groups, report_activities, FOR_STAFF },
	{ "phases", "", VALUE_NONE, 0, 0, "how far each house is, phase by phase", phases_groups, report_phases,
	  FOR_STAFF },
	{ "completeness", "", VALUE_NONE, 0, 0, "which months of desks are in, late or missing", completeness_groups,
	  report_completeness, FOR_STAFF },
	{ "diff", "[FILE|-]", VALUE_FILE, 0, 1, "what changed since an earlier output", diff_groups,
	  report_diff, FOR_STAFF },
	{ "protect", "[TABLE.csv|-]", VALUE_FILE, 0, 1, "any table of counts, with the small ones protected",
	  protect_groups, report_protect, FOR_PUBLIC },
	{ "publish", "", VALUE_NONE, 0, 0, "a table for the outside, small counts protected, kept in the ledger",
	  publish_groups, report_publish, FOR_PUBLIC },
	{ "publish plan", "", VALUE_NONE, 0, 0, "declare publications in advance, to be protected together; list plans",
	  publish_plan_groups, report_publish_plan, FOR_PUBLIC },
	/* The ledger has how many questions came late, a count that nothing hides when it is small. */
	{ "publish list", "", VALUE_NONE, 0, 0, "list what was published", publish_list_groups,
	  report_publish_list, FOR_STAFF },
	{ "publish show", "N", VALUE_NONE, 1, 1, "write a publication again", publish_show_groups,
	  report_publish_show, FOR_PUBLIC },
	{ "publish verify", "N [FOLDER|FILE]", VALUE_FILE, 1, 2,
	  "prove a publication anew, and check its files by themselves", publish_verify_groups,
	  report_publish_verify, FOR_STAFF },
	{ "publish withdraw", "N", VALUE_NONE, 1, 1, "put on record that a publication was withdrawn, and why",
	  publish_withdraw_groups, report_publish_withdraw, FOR_STAFF },
	{ 0 }
};

static const struct program_spec program = {
	"hvk-report", "report the questions of a Huis van het Kind in numbers", verbs
};

int main(int argc, char **argv)
{
	return program_main(&program, argc, argv);
}
