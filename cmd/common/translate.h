/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Messages and help in the language of the user's locale. fail(), usage(), note() and message() translate the format
 * that they are given, so plain calls of them need nothing. The rest is for what is put together:
 *   _("text")            the translation
 *   P_("one", "many", n) the translation for the number n
 *   N_("text")           only marks a text that is translated where it is printed
 */
#ifndef HVK_COMMON_TRANSLATE_H
#define HVK_COMMON_TRANSLATE_H

#include <libintl.h>

#define _(text) gettext(text)
#define P_(one, many, n) ngettext(one, many, n)
#define N_(text) (text)

/* Chooses the language: LANGUAGE, LC_ALL, LC_MESSAGES and LANG as for every program that uses gettext. Only messages
 * change: numbers, order and case stay those of the C locale, and what is printed is UTF-8. */
void start_messages(void);

#endif
