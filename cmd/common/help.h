/* SPDX-License-Identifier: EUPL-1.2 */
/* --help and --dump-options, made from a program's table. */
#ifndef HVK_COMMON_HELP_H
#define HVK_COMMON_HELP_H

#include "common/program.h"

void print_program_help(const struct program_spec *program);
void print_verb_help(const struct program_spec *program, const struct verb_spec *verb);
void dump_options(const struct program_spec *program);

#endif
