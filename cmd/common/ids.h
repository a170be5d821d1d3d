/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines and ids that a verb is given: as operands, in a file, on standard input. */
#ifndef HVK_COMMON_IDS_H
#define HVK_COMMON_IDS_H

#include "common/program.h"

/* Reads one line without its end into line: 1; 0 at the end of the input; or -1 with *problem. Reading goes on behind a
 * line that was too long. */
enum { LINE_SIZE = 4096 }; /* a short line or an id with its line end; longer ones are refused */
int read_line(FILE *stream, char line[LINE_SIZE], const char **problem);

struct ids {
	char **texts;
	size_t count, capacity;
};

/* The operands from the n-th on, then the first words of the lines of --ids-from. 0 or an exit status with the message
 * printed; what was gathered is to be freed in any case. */
int ids_collect(const struct command *command, int n, struct ids *ids);
void ids_free(struct ids *ids);

/* --ids-from */
extern const struct option_spec ids_options[];

#endif
