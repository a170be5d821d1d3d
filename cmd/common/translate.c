/* SPDX-License-Identifier: EUPL-1.2 */
/* Which language the messages are in, and where its catalogue lies. */
#include "common/translate.h"

#include <limits.h>
#include <locale.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "hvk" /* the library's too */

static const char *first_set(const char *const names[])
{
	for (; *names; names++) {
		const char *value = getenv(*names);

		if (value && *value)
			return value;
	}
	return "C";
}

/* Whether messages are wanted in English, which they are in already; then nothing needs to be looked for. */
static bool want_english(void)
{
	const char *locale = first_set((const char *const[]){ "LC_ALL", "LC_MESSAGES", "LANG", NULL });
	const char *language = getenv("LANGUAGE");

	if (strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
		return true; /* whatever LANGUAGE says: gettext's rule */
	if (!language || !*language)
		language = locale;
	return strncmp(language, "en", 2) == 0 || strncmp(language, "C.", 2) == 0;
}

/* Catalogues lie beside the program in the build tree and in ../share once installed, wherever that is; else where
 * gettext looks by itself. */
static void bind_catalogues(void)
{
	static const char *const folders[] = { "locale", "../share/locale" };
	char program[PATH_MAX], path[PATH_MAX + 64];
	ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
	const char *end;

	if (length < 0)
		return;
	program[length] = '\0';
	end = strrchr(program, '/');
	for (size_t i = 0; end && i < sizeof(folders) / sizeof(folders[0]); i++) {
		int folder = snprintf(path, sizeof(path), "%.*s/%s", (int)(end - program), program, folders[i]);

		snprintf(path + folder, sizeof(path) - (size_t)folder, "/nl/LC_MESSAGES/" DOMAIN ".mo");
		if (access(path, R_OK) != 0)
			continue;
		path[folder] = '\0';
		bindtextdomain(DOMAIN, path);
		return;
	}
}

void start_messages(void)
{
	if (want_english() || !setlocale(LC_MESSAGES, ""))
		return;
	bind_catalogues();
	/* LC_CTYPE stays "C", for which gettext would replace what is not ASCII; so would strerror(), whose texts are in
	 * the C library's own domain. */
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	bind_textdomain_codeset("libc", "UTF-8");
	textdomain(DOMAIN);
}
