/* SPDX-License-Identifier: EUPL-1.2 */
/* Where output goes: standard output, or a file that appears whole or not at all; and in which format. */
#ifndef HVK_COMMON_OUTPUT_H
#define HVK_COMMON_OUTPUT_H

#include "common/program.h"
#include "render/render.h"

struct output;

/* Opens what --output and --format ask for: the format by name, by the file's extension, else table on a terminal and
 * CSV elsewhere. allowed: names of formats the verb can write, ending with NULL; NULL for all. 0 or an exit status,
 * with the message printed. */
int output_open(struct command *command, const char *const *allowed, struct output **output);
/* The same, with a format of its own for when neither option says which. */
int output_open_as(struct command *command, const char *const *allowed, const char *fallback, struct output **output);
/* One of several files that a verb writes into a folder, in the format that output_folder() chose. path is borrowed. */
int output_open_file(struct command *command, const struct render_format *format, const char *path,
                     struct output **output);
/* For a verb that writes several files: --output is then their folder, made when it does not exist, and the format is
 * the one asked for by --format, else fallback. 0 or an exit status, with the message printed. */
int output_folder(struct command *command, const char *const *allowed, const char *fallback, const char **folder,
                  const struct render_format **format);
/* For a verb that finishes its output before it lets it appear: the file that --output names, NULL for standard output,
 * and the format, chosen as output_open() does; nothing is opened. 0 or an exit status, with the message printed. */
int output_choose(struct command *command, const char *const *allowed, const char **path,
                  const struct render_format **format);
/* What writes such an output on a stream of the caller's; date: that of the document, in seconds since 1970. NULL when
 * out of memory. */
struct renderer *output_renderer_on(const struct command *command, const struct render_format *format, FILE *stream,
                                    bool terminal, int64_t date);
/* All but ids, for tables whose first column names no record. */
extern const char *const formats_but_ids[];
struct renderer *output_renderer(struct output *output);
const struct render_format *output_format(const struct output *output);
/* Whether cells should carry labels: human formats, or --labels. */
bool output_labels(const struct output *output);

/* Finishes: flushes, checks, and gives a file its name; with --if-changed a file that would hold the same is left as it
 * is. Frees output in any case. status: what the verb came to; a file is kept only for EXIT_DONE and EXIT_NO. Returns
 * status, or EXIT_OUTPUT with the message printed. */
int output_close(struct command *command, struct output *output, int status);
/* What is for the network itself must not come to stand where everybody reads. A verb that wrote a file, or a folder of
 * them, on its own calls this: says so on standard error when it is under the folder that the store's setting public-folder
 * names, unless what the verb writes is for everybody. output_close() and output_folder() do it by themselves. */
void warn_when_public(struct command *command, const char *path);
/* Files and folders that are made from here on can be read by others as far as the user's umask lets them, when what the
 * verb writes is for everybody; else only by their owner. A verb that makes them on its own calls this first. */
void output_for_everybody(struct command *command);
/* Prints why writing to output failed; returns EXIT_OUTPUT. */
int output_fail(const struct command *command, const struct output *output);

/* Reads --columns ('a,b', '+a', '-a', 'all', 'help'): chosen[i] indexes names; it has room for available. With 'help'
 * the list is printed and *done set. 0 or an exit status. */
int choose_columns(struct command *command, const char *const *names, const char *const *help, size_t available,
                   const size_t *standard, size_t standard_count, size_t *chosen, size_t *count, bool *done);

#endif
