/* SPDX-License-Identifier: EUPL-1.2 */
/* The same tests with the blocks of processors that have no SSE2: what is compiled here takes the place of the
 * library's own. */
#define HVK_PORTABLE 1

#include "tabular/cutter.c"
#include "tabular/record.c"
#include "unit/test_tabular_record.c"
