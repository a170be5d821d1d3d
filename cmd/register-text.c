/* SPDX-License-Identifier: EUPL-1.2 */
/* What entry at the desk says, in the language of whoever is at the desk. */
#include "register-entry.h"

static const char *const texts[TEXTS][2] = {
	[TEXT_NO_DESK] = { "niet ingevuld", "not filled in" },
	[TEXT_HINT] = { "? helpt, < gaat terug, :q stopt.", "? helps, < goes back, :q stops." },
	[TEXT_HELP] = {
		"Enter   neemt wat tussen [ ] staat; bij de rest: niet genoteerd\n"
		"letter  kiest uit de lijst; 1 tot 9 en 0, ook zonder Shift, kiezen de plaats\n"
		"        (een leeftijd: een letter, of jaren en Enter)\n"
		"/naam   zoekt in de lijst op naam; > toont wat er nog is\n"
		"<       een veld terug; wat er stond blijft staan\n"
		"=       zelfde als in de vorige vraag\n"
		"-       niet genoteerd\n"
		":=      de rest zoals de vorige vraag, en bewaar\n"
		":s      zelfde gesprek: een volgende vraag van dezelfde ouder\n"
		":d      hoe lang het duurde\n"
		":r      noteer een doorverwijzing bij deze vraag\n"
		":u      haal de laatste vraag weg\n"
		":e      verbeter de laatste vraag\n"
		":q      stop; wat bewaard is blijft bewaard",
		"Enter   takes what is between [ ]; elsewhere: not recorded\n"
		"letter  chooses from the list; 1 to 9 and 0, also without Shift, choose by place\n"
		"        (an age: a letter, or years and Enter)\n"
		"/name   looks in the list for a name; > shows what more there is\n"
		"<       back one field; what was there stays\n"
		"=       the same as in the last question\n"
		"-       not recorded\n"
		":=      the rest as in the last question, and save\n"
		":s      same conversation: another question of the same parent\n"
		":d      how long it took\n"
		":r      record a referral along with this question\n"
		":u      take the last question out\n"
		":e      mend the last question\n"
		":q      stop; what is saved stays saved" },
	[TEXT_MORE] = { "meer", "more" },
	[TEXT_WHICH] = { "Welke", "Which" },
	[TEXT_SAVED] = { "Bewaard", "Saved" },
	[TEXT_CHECKED] = { "In orde, niet bewaard (proef)", "All right, not saved (dry run)" },
	[TEXT_TOTAL] = { "Vragen in deze zitting", "Questions in this sitting" },
	[TEXT_LOST] = { "De vraag die nog niet af was, is niet bewaard.",
		"The question that was not complete is not saved." },
	[TEXT_DRY_RUN] = { "Proef: er wordt niets bewaard.", "Dry run: nothing is saved." },
	[TEXT_NO_CHOICE] = { "Dat staat niet in de lijst. Kies een letter, of / en een naam; ? helpt.",
		"That is not in the list. Choose a letter, or / and a name; ? helps." },
	[TEXT_REQUIRED] = { "Dit moet ingevuld zijn.", "This has to be filled in." },
	[TEXT_NO_LAST] = { "De vorige vraag heeft dit niet.", "The last question does not have this." },
	[TEXT_TOO_LONG] = { "Dat is te lang, of geen gewone tekst: hoogstens 255 letters.",
		"That is too long, or no plain text: at most 255 letters." },
	[TEXT_MANY] = { "Te veel gemeenten passen: typ er meer van.", "Too many gemeenten fit: type more of it." },
	[TEXT_NEW_DESK] = { "Die balie is nieuw. Typ ze nog eens als ze zo heet.",
		"That desk is new. Type it again if that is its name." },
	[TEXT_FUTURE] = { "Die maand moet nog komen.", "That month is still to come." },
	[TEXT_FIRST] = { "Dit is het eerste veld.", "This is the first field." },
	[TEXT_STOPPED] = { "Hier stopt het: wat volgt zou andere vragen beantwoorden.",
		"It stops here: what follows would answer other questions." },
	[TEXT_RETRY] = { "Niet bewaard. Enter probeert opnieuw, < gaat terug", "Not saved. Enter tries again, < goes back" },
	[TEXT_GROUP] = { "Enter: de hele groep", "Enter: the whole group" },
	[TEXT_DESKS] = { "Balies", "Desks" },
	[TEXT_UNKNOWN_ORDER] = { "Die opdracht is er niet; ? toont ze alle.", "There is no such order; ? shows them all." },
	[TEXT_DID_YOU_MEAN] = { "Die opdracht is er niet. Bedoelde u", "There is no such order. Did you mean" },
	[TEXT_NOT_NOW] = { "Dat kan hier niet: antwoord eerst, of < om terug te gaan.",
		"That cannot be done here: answer first, or < to go back." },
	[TEXT_NOTHING_SAVED] = { "In deze zitting is daarvoor geen vraag bewaard.",
		"No question is saved in this sitting for that." },
	[TEXT_UNDONE] = { "Weggehaald", "Taken out" },
	[TEXT_MENDING] = { "Verbeter de laatste vraag: Enter houdt wat er staat, :e laat ze zoals ze was.",
		"Mend the last question: Enter keeps what is there, :e leaves it as it was." },
	[TEXT_NOT_MENDED] = { "De laatste vraag blijft zoals ze was.", "The last question stays as it was." },
	[TEXT_BOTH] = { "De vraag zoals ze was staat er ook nog",
		"The question as it was is still there too" },
	[TEXT_SAME] = { "Zelfde gesprek.", "Same conversation." },
	[TEXT_FOR_WHAT] = { "Daarvoor zijn eerst gemeente en thema nodig.", "That first needs a gemeente and a theme." },
	[TEXT_NO_OFFER] = { "Geen aanbod past.", "No offer fits." },
	[TEXT_OFFER] = { "Doorverwijzen naar", "Refer to" },
	[TEXT_WARM] = { "Nu al bereikt:", "Reached just now:" },
	[TEXT_YES] = { "ja", "yes" },
	[TEXT_NO] = { "nee", "no" },
	[TEXT_REFERRED] = { "Doorverwijzing genoteerd", "Referral recorded" },
	[TEXT_REFERRED_WARM] = { "Warme doorverwijzing genoteerd", "Warm referral recorded" },
};

const char *entry_text(enum text text, enum hvk_lang lang)
{
	return texts[text][lang];
}
