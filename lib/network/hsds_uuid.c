/* SPDX-License-Identifier: EUPL-1.2 */
/* Identifiers of a package: derived, so that the same registry has the same ones today, tomorrow and elsewhere. */
#include <stdio.h>
#include <string.h>
#include <xxhash.h>

#include "network/hsds.h"

void hvk__hsds_uuid(const char *resource, const char *what, char uuid[HVK__UUID_SIZE])
{
	XXH128_canonical_t hash;
	const unsigned char *byte = hash.digest;
	uint64_t seed = XXH3_64bits(resource, strlen(resource));

	XXH128_canonicalFromHash(&hash, XXH3_128bits_withSeed(what, strlen(what), seed));
	hash.digest[6] = (unsigned char)(0x80 | (hash.digest[6] & 0x0f));
	hash.digest[8] = (unsigned char)(0x80 | (hash.digest[8] & 0x3f));
	snprintf(uuid, HVK__UUID_SIZE, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", byte[0],
	         byte[1], byte[2], byte[3], byte[4], byte[5], byte[6], byte[7], byte[8], byte[9], byte[10], byte[11],
	         byte[12], byte[13], byte[14], byte[15]);
}
