/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Writes a deterministic registry into a folder that exists, for measuring:
 *   registry FOLDER
 * partners.csv, offers.csv and sessions.csv, 10,000 rows each, and package/, an HSDS package of 1,000 organisations, 4,000 services,
 * 26,000 taxonomy links and 11,000 schedules. All of it is made up.
 */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum {
	PARTNERS = 10000, OFFERS = 10000, SESSIONS = 10000,
	ORGANIZATIONS = 1000, SERVICES = 4000, LINKS = 26000, SCHEDULES = 11000, TERMS = 60
};

static const char *const gemeenten[] = {
	"Brugge", "Oostkamp", "Beernem", "Zedelgem", "Torhout", "Jabbeke", "Blankenberge", "Knokke-Heist",
	"Gent", "Antwerpen", "Mechelen", "Leuven", "Kortrijk", "Aalst", "Oostende", "Genk", "Roeselare", "Dendermonde",
	"Turnhout", "Vilvoorde", "Ieper", "Geel", "Mol", "Halle", "Hasselt", "Tongeren-Borgloon", "Diest", "Tienen"
};
static const char *const themes[] = {
	"lichaam.eten", "lichaam.zindelijkheid", "slapen.inslapen", "slapen.doorslapen", "slapen", "gedrag", "emoties",
	"ontwikkeling.taal", "emoties.angsten", "sociaal.pesten", "sociaal.ruzies", "gedrag.driftbuien",
	"gedrag.niet-luisteren", "aanpak.grenzen", "relaties.scheiding", "ouderschap.stress",
	"school.huiswerk", "vrijetijd.schermtijd", "praktisch.kinderopvang", "praktisch.groeipakket"
};
static const char *const types[] = { "school", "vereniging", "kinderopvang", "ckg", "clb", "bibliotheek" };
static const char *const forms[] = { "adviesgesprek", "workshop", "ontmoeting", "traject", "oudercursus" };
static const char *const pillars[] = { "gezondheidszorg", "opvoedingsondersteuning", "ontmoeting" };
static const char *const ages[] = { "0-3", "3-5", "6-11", "12-17", "0-", "" };
static const char *const words[] = {
	"spelen", "praten", "samen", "groep", "ouders", "baby", "kleuter", "tiener", "huiswerk", "slaap", "muziek",
	"natuur", "koken", "lezen", "café", "één-op-één", "gezin", "buurt", "taal", "beweging"
};

static uint64_t state = 88172645463325252u;

/* xorshift64 of Marsaglia (2003): enough for data that only has to be spread. */
static size_t draw(size_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (size_t)(state % below);
}

#define PICK(array) (array)[draw(COUNT(array))]

static FILE *open_file(const char *folder, const char *name, const char *header)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	if (!file) {
		perror(path);
		exit(1);
	}
	fprintf(file, "%s\n", header);
	return file;
}

static void close_file(FILE *file)
{
	if (fclose(file) != 0) {
		perror("registry");
		exit(1);
	}
}

static void write_partners(const char *folder)
{
	FILE *file = open_file(folder, "partners.csv",
	                       "slug,name,type,description,phone,gemeente,stage,verified_on");

	for (unsigned i = 0; i < PARTNERS; i++)
		fprintf(file, "partner-%u,Partner %u %s,%s,\"%s, %s en %s\",050 %02u %02u %02u,%s+%s,active,2026-%02u-01\n",
		        i, i, PICK(words), PICK(types), PICK(words), PICK(words), PICK(words), i / 10000 % 100,
		        i / 100 % 100, i % 100, gemeenten[i % COUNT(gemeenten)],
		        gemeenten[(i + 5) % COUNT(gemeenten)], 1 + i % 11);
	close_file(file);
}

static void write_offers(const char *folder)
{
	FILE *file = open_file(folder, "offers.csv",
	                       "slug,partner,name,description,form,level,pillar,theme,age,gemeente,waiting_days,language");

	for (unsigned i = 0; i < OFFERS; i++)
		fprintf(file, "offer-%u,partner-%u,Aanbod %u %s,\"%s, %s\",%s,%s,%s,%s,%s,%s,%zu,nl\n", i, i, i,
		        PICK(words), PICK(words), PICK(words), PICK(forms), i % 3 ? "basis" : "supplementair",
		        PICK(pillars), PICK(themes), PICK(ages), i % 4 ? "" : PICK(gemeenten), draw(60));
	close_file(file);
}

/* Two years of activities: every third of a series of six, with two themes each, and counted. */
static void write_sessions(const char *folder)
{
	FILE *file = open_file(folder, "sessions.csv",
	                       "slug,title,date,start,partner,gemeente,form,theme,pillar,programme,series,capacity,"
	                       "participants,new,origin");

	for (unsigned i = 0; i < SESSIONS; i++) {
		size_t theme = draw(COUNT(themes)), place = draw(COUNT(gemeenten)), participants = 1 + draw(30);
		char series[32] = "";

		if (i % 3 == 0)
			snprintf(series, sizeof(series), "reeks-%u", i / 18);
		fprintf(file, "sessie-%u,Activiteit %u %s,%u-%02u-%02u,19:30,partner-%zu,%s,%s,%s+%s,%s,seizoen-%u,%s,30,"
		        "%zu,%zu,%s=%zu\n", i, i, PICK(words), 2025 + i % 2, 1 + i / 2 % 10, 1 + i / 20 % 28,
		        draw(PARTNERS), gemeenten[place], PICK(forms), themes[theme],
		        themes[(theme + 1) % COUNT(themes)], PICK(pillars), i % 4, series, participants,
		        draw(participants + 1), gemeenten[place], 1 + draw(participants));
	}
	close_file(file);
}

/* Ids as systems make them: a UUID from the kind of row and its number. */
static const char *uuid(char text[37], unsigned kind, unsigned n)
{
	snprintf(text, 37, "%08x-0000-4000-8000-%012x", kind, n);
	return text;
}

static void write_organizations(const char *folder)
{
	FILE *file = open_file(folder, "organizations.csv", "id,name,description,email,website");
	char id[37];

	for (unsigned i = 0; i < ORGANIZATIONS; i++)
		fprintf(file, "%s,Organisatie %u,\"%s, %s\",info%u@example.org,https://www.example.org/%u\n",
		        uuid(id, 1, i), i, PICK(words), PICK(words), i, i);
	close_file(file);
}

static void write_services(const char *folder)
{
	FILE *file = open_file(folder, "services.csv",
	                       "id,organization_id,name,description,status,minimum_age,maximum_age");
	char id[37], organization[37];

	for (unsigned i = 0; i < SERVICES; i++)
		fprintf(file, "%s,%s,Dienst %u,\"%s,\nen %s\",active,%u,%u\n", uuid(id, 2, i),
		        uuid(organization, 1, i % ORGANIZATIONS), i, PICK(words), PICK(words), i % 6, 6 + i % 12);
	close_file(file);
}

static void write_terms(const char *folder)
{
	FILE *terms = open_file(folder, "taxonomy_terms.csv", "id,code,name,description,taxonomy");
	FILE *links = open_file(folder, "attributes.csv", "id,link_id,taxonomy_term_id,link_type,link_entity");
	char id[37], service[37], term[37];

	for (unsigned i = 0; i < TERMS; i++)
		fprintf(terms, "%s,T%u,Term %u %s,Term %u,Voorbeeld\n", uuid(id, 3, i), i, i, words[i % COUNT(words)], i);
	for (unsigned i = 0; i < LINKS; i++)
		fprintf(links, "%s,%s,%s,service_type,service\n", uuid(id, 4, i), uuid(service, 2, i % SERVICES),
		        uuid(term, 3, (i / SERVICES * 7 + i) % TERMS));
	close_file(terms);
	close_file(links);
}

static void write_schedules(const char *folder)
{
	static const char *const days[] = { "MO", "TU", "WE", "TH", "FR", "SA" };
	FILE *file = open_file(folder, "schedules.csv", "id,service_id,freq,byday,opens_at,closes_at");
	char id[37], service[37];

	for (unsigned i = 0; i < SCHEDULES; i++)
		fprintf(file, "%s,%s,WEEKLY,%s,%02u:00,%02u:30\n", uuid(id, 5, i), uuid(service, 2, i % SERVICES),
		        days[i / SERVICES % COUNT(days)], 8 + i % 4, 12 + i % 6);
	close_file(file);
}

int main(int argc, char **argv)
{
	char package[4096];

	if (argc != 2) {
		fprintf(stderr, "usage: registry FOLDER\n");
		return 2;
	}
	write_partners(argv[1]);
	write_offers(argv[1]);
	write_sessions(argv[1]);
	snprintf(package, sizeof(package), "%s/package", argv[1]);
	if (mkdir(package, 0777) != 0 && errno != EEXIST) {
		perror(package);
		return 1;
	}
	write_organizations(package);
	write_services(package);
	write_terms(package);
	write_schedules(package);
	return 0;
}
