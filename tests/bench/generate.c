/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Writes deterministic questions as CSV to standard output, for measuring:
 *   generate ROWS [MONTHS]           from January 2021 on; 60 months
 * Twelve columns, a hundred bytes and some a row, a third of the rows with a quoted cell. The same arguments give the same
 * bytes.
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *const gemeenten[] = {
	"Brugge", "Oostkamp", "Beernem", "Zedelgem", "Torhout", "Jabbeke", "Blankenberge", "Knokke-Heist",
	"Gent", "Antwerpen", "Mechelen", "Leuven", "Kortrijk", "Aalst", "Oostende", "Genk", "Roeselare", "Dendermonde", "Turnhout",
	"Vilvoorde", "31022", "44021", "11002", "8000", "9000", "2000", "Ieper", "Geel", "Mol", "Halle"
};
static const char *const desks[] = {
	"loket-noord", "loket-zuid", "\"opvoedingswinkel-centrum\"", "consultatiebureau-oost",
	"\"bibliotheek-west\"", "school-aan-zee"
};
static const char *const channels[] = { "persoonlijk", "telefoon", "e-mail", "chat", "vindplaats", "onbekend" };
static const char *const askers[] = { "moeder", "vader", "grootouder", "ouder", "leerkracht", "kinderbegeleider" };
static const char *const ages[] = { "prenataal", "0-2", "3-5", "6-11", "12-17", "18-24", "onbekend" };
static const char *const themes[] = {
	"lichaam.eten", "lichaam.zindelijkheid", "slapen.inslapen", "slapen.doorslapen",
	"ontwikkeling.taal", "emoties.angsten", "sociaal.pesten", "sociaal.ruzies", "gedrag.driftbuien",
	"gedrag.niet-luisteren", "aanpak.grenzen", "relaties.scheiding", "ouderschap.stress",
	"school.huiswerk", "vrijetijd.schermtijd", "praktisch.kinderopvang", "praktisch.groeipakket",
	"andere"
};
static const char *const kinds[] = { "praktisch", "inhoudelijk", "diepgaand" };
static const char *const severities[] = { "alledaags", "spanning", "crisis", "" };
static const char *const answers[] = {
	"info", "luisteren", "info+folder", "adviesgesprek", "doorverwijzing", "warme-doorverwijzing"
};
static const char *const durations[] = { "0-5", "5-15", "15-30", "30-60", "" };
static const char *const contacts[] = { "new", "new", "new", "same" };

/* splitmix64: https://prng.di.unimi.it/splitmix64.c describes it; small, and good enough to spread rows. */
static uint64_t state = 42;
static uint64_t draw(void)
{
	uint64_t z = (state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* A member of a list, taking the bits that decide it out of *bits. */
static const char *pick(const char *const *list, size_t count, uint64_t *bits)
{
	const char *member = list[*bits % count];

	*bits /= count;
	return member;
}
#define PICK(list, bits) pick(list, COUNT(list), bits)

int main(int argc, char **argv)
{
	uint64_t rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000;
	unsigned months = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 60;

	puts("month,gemeente,desk,channel,asker,age,theme,kind,severity,answer,duration,contact");
	for (uint64_t row = 0; row < rows; row++) {
		uint64_t bits = draw(), more = draw();
		unsigned month = (unsigned)(bits % months);

		bits /= months;
		printf("%04u-%02u,%s,", 2021 + month / 12, month % 12 + 1, PICK(gemeenten, &bits));
		printf("%s,%s,%s,", PICK(desks, &bits), PICK(channels, &bits), PICK(askers, &bits));
		printf("%s,%s,%s,", PICK(ages, &more), PICK(themes, &bits), PICK(kinds, &more));
		printf("%s,%s,%s,", PICK(severities, &more), PICK(answers, &more), PICK(durations, &more));
		puts(PICK(contacts, &more));
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
