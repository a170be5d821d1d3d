/* SPDX-License-Identifier: EUPL-1.2 */
/* What could stand where the cursor is: asked by the shells' completions. */
#ifndef HVK_COMMON_COMPLETE_H
#define HVK_COMMON_COMPLETE_H

#include "common/program.h"

/* Prints the candidates for the last of the words, a line each, with a description behind a tab where there is one.
 * words are those of the command line behind the program's name, up to the cursor; the last may be empty. ':file' and
 * ':directory' as the only line leave it to the shell. Never fails: a store that cannot be read has no values to offer.
 * Returns EXIT_DONE. */
int complete(struct command *command, int count, char **words);

#endif
