/* SPDX-License-Identifier: EUPL-1.2 */
/* Where output goes, in which format, and with which columns. */
#include "common/output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/file.h"
#include "common/translate.h"

enum { FORMATS_MAX = 32 };

struct output {
	struct renderer *renderer;
	FILE *stream;
	struct new_file file;       /* descriptor -1 and path NULL: standard output */
	bool labels;
	bool in_folder;             /* one of several, of which output_folder() has told where they are */
};

const char *const formats_but_ids[] = { "table", "csv", "tsv", "jsonl", "rec", "md", "html", "excel", "xlsx", NULL };

static bool is_allowed(const char *const *allowed, const char *name)
{
	const struct render_format *format = render_format_find(name);

	/* All but a picture, which only who draws one has, and a calendar. */
	if (!allowed)
		return !format || !(format->traits & (RENDER_PICTURE | RENDER_EVENTS));
	for (; *allowed; allowed++)
		if (strcmp(*allowed, name) == 0)
			return true;
	return false;
}

/* ---- what is for everybody */

/* What this run of a verb writes: STAFF, ANYBODY or PUBLIC. A trial tells what would be hidden. */
static enum audience find_audience(const struct command *command)
{
	enum audience audience = command->verb->audience;

	if (option_given(command, "with-persons"))
		return FOR_STAFF;
	if (audience == FOR_PUBLIC)
		return option_given(command, "dry-run") ? FOR_STAFF : FOR_PUBLIC;
	if (audience == FOR_PUBLIC_IF_ASKED)
		return option_given(command, "public") ? FOR_PUBLIC : FOR_STAFF;
	return audience;
}

/* Whether a path is a folder or under it, whatever it is called. */
static bool is_under(const char *path, const char *folder)
{
	char *real = realpath(path, NULL);
	struct stat public, file;
	bool found = false;

	if (!real || stat(folder, &public) < 0) {
		free(real);
		return false;
	}
	/* The setting never names the root. */
	for (char *slash = real; slash && !found; slash = strrchr(real, '/')) {
		found = stat(real, &file) == 0 && file.st_dev == public.st_dev && file.st_ino == public.st_ino;
		*strrchr(real, '/') = '\0';
	}
	free(real);
	return found;
}

void warn_when_public(struct command *command, const char *path)
{
	bool internal = find_audience(command) == FOR_STAFF;
	const char *folder = internal ? hvk_setting_text(command->store, HVK_SETTING_PUBLIC_FOLDER) : "";
	struct stat file;

	/* What a shell sends to a file. */
	if (!path && (fstat(STDOUT_FILENO, &file) < 0 || !S_ISREG(file.st_mode)))
		return;
	if (!*folder || !is_under(path ? path : "/proc/self/fd/1", folder))
		return;
	path = path ? path : _("standard output");
	if (command->verb->audience == FOR_PUBLIC_IF_ASKED)
		message(command, "warning: %s: internal, but written to the folder for everybody, %s; --public has "
		                 "only what everybody may know", path, folder);
	else
		message(command, "warning: %s: internal, but written to the folder for everybody, %s", path, folder);
}

void output_for_everybody(struct command *command)
{
	if (find_audience(command) != FOR_PUBLIC)
		return;
	command->for_everybody = true;
	umask(command->user_mask);
}

/* ---- formats and streams */

static int unknown_format(const struct command *command, const char *const *allowed, const char *text)
{
	const struct render_format *found = render_format_find(text);
	const char *names[FORMATS_MAX + 1];
	size_t count = 0;

	for (const struct render_format *const *format = render_formats; *format && count < FORMATS_MAX; format++)
		if (is_allowed(allowed, (*format)->name))
			names[count++] = (*format)->name;
	names[count] = NULL;
	if (found && found->traits & RENDER_PICTURE)
		return usage(command, "%s cannot be written as %s, which is one picture: see hvk-report chart",
		             command->verb->name, text);
	if (found)
		return usage(command, "%s cannot be written as %s", command->verb->name, text);
	return usage_unknown(command, "format", text, names);
}

static bool has_extension(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	/* A point that a name begins with hides it. */
	return *name && strchr(name + 1, '.') != NULL;
}

static bool color_wanted(const struct command *command)
{
	const char *color = option(command, "color");
	const char *no_color = getenv("NO_COLOR"), *terminal = getenv("TERM");

	if (color && strcmp(color, "auto") != 0)
		return strcmp(color, "always") == 0;
	return !(no_color && *no_color) && terminal && strcmp(terminal, "dumb") != 0;
}

/* The format asked for, or NULL with *status when it is none. */
static const struct render_format *choose_format(const struct command *command, const char *const *allowed,
                                                 const char *fallback, const char *path, bool terminal, int *status)
{
	const char *name = option(command, "format");
	const struct render_format *format;

	if (name) {
		format = render_format_find(name);
	} else if (path && has_extension(path)) {
		format = render_format_for_file(path);
		name = strrchr(path, '.') + 1;
		if (!format) {
			*status = usage(command, "%s: no format for '.%s'; name one with --format", path, name);
			return NULL;
		}
	} else {
		name = fallback ? fallback : terminal && is_allowed(allowed, "table") ? "table" : "csv";
		format = render_format_find(name);
	}
	if (format && is_allowed(allowed, format->name))
		return format;
	*status = unknown_format(command, allowed, format ? format->name : name);
	return NULL;
}

static int open_stream(struct command *command, const char *path, struct output *output)
{
	int status, descriptor;

	output->stream = stdout;
	output->file.descriptor = -1;
	if (!path)
		return EXIT_DONE;
	status = file_create(command, path, &output->file);
	if (status != EXIT_DONE)
		return status;
	/* The stream has a descriptor of its own, so that each of the two can close what is its. */
	descriptor = fcntl(output->file.descriptor, F_DUPFD_CLOEXEC, 0);
	output->stream = descriptor < 0 ? NULL : fdopen(descriptor, "w");
	if (output->stream)
		return EXIT_DONE;
	if (descriptor >= 0)
		close(descriptor);
	file_discard(&output->file);
	return fail(command, EXIT_OUTPUT, "%s: %s", path, strerror(errno));
}

/* When a document is made: SOURCE_DATE_EPOCH, so that it can be made again byte for byte, else the day by the clock;
 * with --if-changed that of the file that is there, since another day alone is no change. */
static int document_date(const struct command *command, const char *path, int64_t *date)
{
	const int64_t end_of_9999 = INT64_C(253402300799);
	const char *text = getenv("SOURCE_DATE_EPOCH");
	struct tm local, day;
	struct stat existing;
	char *end;

	if (text && *text) {
		errno = 0;
		*date = strtoll(text, &end, 10);
		if (errno || *end || strspn(text, "0123456789") == 0 || *date > end_of_9999)
			return usage(command, "SOURCE_DATE_EPOCH: expected seconds since 1970, found '%s'", text);
		return EXIT_DONE;
	}
	if (!option_given(command, "if-changed") || !path || stat(path, &existing) < 0)
		existing.st_mtime = time(NULL);
	localtime_r(&existing.st_mtime, &local);
	day = (struct tm){ .tm_year = local.tm_year, .tm_mon = local.tm_mon, .tm_mday = local.tm_mday };
	*date = timegm(&day);
	return EXIT_DONE;
}

static int refuse_terminal(const struct command *command, const struct render_format *format)
{
	return usage(command, "%s is not for a terminal; name a file: --output FILE", format->name);
}

struct renderer *output_renderer_on(const struct command *command, const struct render_format *format, FILE *stream,
                                    bool terminal, int64_t date)
{
	struct renderer *renderer = renderer_new(format, stream, terminal);

	if (!renderer)
		return NULL;
	renderer_set_style(renderer, command->lang == HVK_NL, color_wanted(command));
	renderer_set_language(renderer, command->lang == HVK_NL ? "nl" : "en");
	renderer_set_date(renderer, date);
	return renderer;
}

static int open_format(struct command *command, const struct render_format *format, const char *path,
                       struct output **output)
{
	bool terminal = !path && isatty(STDOUT_FILENO);
	int64_t date = 0;
	int status = EXIT_DONE;

	if (format->traits & RENDER_BINARY) {
		if (terminal)
			return refuse_terminal(command, format);
		status = document_date(command, path, &date);
	}
	if (status != EXIT_DONE)
		return status;
	*output = calloc(1, sizeof(**output));
	if (!*output)
		return fail_memory(command);
	status = open_stream(command, path, *output);
	if (status != EXIT_DONE) {
		free(*output);
		*output = NULL;
		return status;
	}
	(*output)->labels = (format->traits & RENDER_LABELS) != 0 || option_given(command, "labels");
	(*output)->renderer = output_renderer_on(command, format, (*output)->stream, terminal, date);
	return (*output)->renderer ? EXIT_DONE : output_close(command, *output, fail_memory(command));
}

/* The path, NULL for standard output, and the format. */
static int choose(struct command *command, const char *const *allowed, const char *fallback, const char **path,
                  const struct render_format **format)
{
	int status = EXIT_DONE;

	*format = NULL;
	*path = option(command, "output");
	if (*path && strcmp(*path, "-") == 0)
		*path = NULL;
	if (!*path && option_given(command, "if-changed"))
		return usage(command, "--if-changed needs a file: --output FILE");
	output_for_everybody(command);
	*format = choose_format(command, allowed, fallback, *path, !*path && isatty(STDOUT_FILENO), &status);
	return *format ? EXIT_DONE : status;
}

int output_choose(struct command *command, const char *const *allowed, const char **path,
                  const struct render_format **format)
{
	int status = choose(command, allowed, NULL, path, format);

	if (*format && (*format)->traits & RENDER_BINARY && !*path && isatty(STDOUT_FILENO))
		return refuse_terminal(command, *format);
	return status;
}

int output_open_as(struct command *command, const char *const *allowed, const char *fallback, struct output **output)
{
	const struct render_format *format;
	const char *path;
	int status = choose(command, allowed, fallback, &path, &format);

	*output = NULL;
	return format ? open_format(command, format, path, output) : status;
}

int output_open_file(struct command *command, const struct render_format *format, const char *path,
                     struct output **output)
{
	int status;

	*output = NULL;
	status = open_format(command, format, path, output);
	if (*output)
		(*output)->in_folder = true;
	return status;
}

int output_folder(struct command *command, const char *const *allowed, const char *fallback, const char **folder,
                  const struct render_format **format)
{
	int status = EXIT_DONE;

	*folder = option(command, "output");
	if (!*folder || strcmp(*folder, "-") == 0)
		return usage(command, "several files need a folder: --output FOLDER");
	*format = choose_format(command, allowed, fallback, NULL, false, &status);
	if (!*format)
		return status;
	output_for_everybody(command);
	if (mkdir(*folder, 0777) < 0 && errno != EEXIST)
		return fail(command, EXIT_OUTPUT, "%s: %s", *folder, strerror(errno));
	warn_when_public(command, *folder);
	return EXIT_DONE;
}

int output_open(struct command *command, const char *const *allowed, struct output **output)
{
	return output_open_as(command, allowed, NULL, output);
}

struct renderer *output_renderer(struct output *output)
{
	return output->renderer;
}

const struct render_format *output_format(const struct output *output)
{
	return renderer_format(output->renderer);
}

bool output_labels(const struct output *output)
{
	return output->labels;
}

int output_fail(const struct command *command, const struct output *output)
{
	if (errno == EOVERFLOW)
		return fail(command, EXIT_OUTPUT, "expected at most 1048576 rows and 16384 columns, as a sheet holds; "
		                                  "csv holds more");
	return fail(command, EXIT_OUTPUT, "%s: %s", output->file.path ? output->file.path : _("standard output"),
	            errno ? strerror(errno) : _("write failed"));
}

int output_close(struct command *command, struct output *output, int status)
{
	bool keep = status == EXIT_DONE || status == EXIT_NO, written = keep;

	if (keep && (render_finish(output->renderer) < 0 || fflush(output->stream) != 0)) {
		status = output_fail(command, output);
		keep = false;
	}
	if (output->stream != stdout && fclose(output->stream) != 0 && keep) {
		status = output_fail(command, output);
		keep = false;
	}
	if (output->file.path && keep && option_given(command, "if-changed") && file_is_unchanged(&output->file))
		keep = false;
	if (output->file.path && keep)
		status = file_commit(command, &output->file) == EXIT_DONE ? status : EXIT_OUTPUT;
	else if (output->file.path)
		file_discard(&output->file);
	if (written && (status == EXIT_DONE || status == EXIT_NO) && !output->in_folder)
		warn_when_public(command, output->file.path);
	renderer_free(output->renderer);
	free(output);
	return status;
}
