/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef HVK_RENDER_XLSX_CHECK_H
#define HVK_RENDER_XLSX_CHECK_H

/* Reads a workbook from a file. 0, or -1 with errno set: ENOSPC when a part of it is not whole. */
int xlsx_check(int descriptor);

#endif
