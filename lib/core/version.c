/* SPDX-License-Identifier: EUPL-1.2 */
/* The version of the library, told at run time. */
#include "core/macro.h"
#include "hvk.h"

HVK_EXPORT const char *hvk_version(void)
{
	return HVK_VERSION;
}
