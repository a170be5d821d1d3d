/* SPDX-License-Identifier: EUPL-1.2 */
/* Telephone numbers, as they are compared. */
#include <string.h>

#include "record/record.h"

/* Shorter numbers are extensions, or nothing. */
enum { DIGITS_MIN = 6 };

bool hvk__phone_key(struct hvk__buffer *key, const char *phone)
{
	bool abroad = phone[strspn(phone, " \t(")] == '+';
	const char *digits;

	/* Room for what the key begins with. */
	if (!hvk__buffer_add(key, "0", 1))
		return false;
	for (const char *at = phone; *at && strchr("0123456789 \t+/.()-", *at); at++)
		if (*at >= '0' && *at <= '9' && !hvk__buffer_add(key, at, 1))
			return false;
	if (key->length - 1 < DIGITS_MIN) {
		key->length = 0;
		return true;
	}
	digits = key->data + 1;
	if (!abroad && strncmp(digits, "00", 2) == 0) {
		abroad = true;
		digits += 2;
	}
	if (abroad && strncmp(digits, "32", 2) == 0) {
		digits += 2;
		digits += strspn(digits, "0");
		abroad = false;
	} else {
		digits += strspn(digits, "0");
	}
	/* A country's code stays apart from what begins with the same digits at home. */
	memmove(key->data + 1, digits, strlen(digits) + 1);
	key->data[0] = abroad ? '+' : '0';
	key->length = strlen(key->data);
	return true;
}
