/* SPDX-License-Identifier: EUPL-1.2 */
/* Making the members of a table's dimensions. */
#ifndef HVK_STATISTICS_MEMBER_H
#define HVK_STATISTICS_MEMBER_H

#include "statistics/table.h"

/* member.c: adds the member of a slot; that of what was not recorded, when there is any. HVK_OK or HVK_ENOMEM. */
int hvk__member_add(struct hvk_table *table, struct hvk__breakdown *by, uint32_t slot, const char *key, const char *nl,
                    const char *en);
int hvk__member_add_not_recorded(struct hvk_table *table, struct hvk__breakdown *by);

/* member_place.c: adds the gemeenten, provinces, regions ... of a counted table; the gemeenten that participants came
 * from. HVK_OK, HVK_ENOMEM, HVK_ESTORE, HVK_EBUSY. */
int hvk__members_of_places(struct hvk_table *table, struct hvk__breakdown *by);
int hvk__members_of_origins(struct hvk_table *table, struct hvk__breakdown *by);

#endif
