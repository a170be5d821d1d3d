/* SPDX-License-Identifier: EUPL-1.2 */
/* A release is made in memory, written where nobody sees it yet, entered in the ledger, and then appears. */
#include "report-publish.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/file.h"
#include "common/translate.h"

/* Where a release goes. */
struct target {
	const char *path;      /* NULL: standard output */
	bool is_folder;
	const struct render_format *format; /* of a file */
	struct bundle bundle;
	struct new_folder folder;
	struct new_file file;
};

static int fail_writing(const struct command *command)
{
	return errno == ENOMEM || errno == 0 ? fail_memory(command) : fail(command, EXIT_OUTPUT, "%s", strerror(errno));
}

static int choose_target(struct command *command, const struct release *release, struct target *target)
{
	const char *path = option(command, "output");

	*target = (struct target){ .file.descriptor = -1 };
	if (path && names_folder(path)) {
		target->path = path;
		target->is_folder = true;
		output_for_everybody(command);
		if (option_given(command, "format"))
			return usage(command, "a folder holds csv; --format is for a file");
	} else {
		int status = output_choose(command, formats_but_ids, &target->path, &target->format);

		if (status != EXIT_DONE)
			return status;
		if (release->count > 1 && !(target->format->traits & RENDER_TITLES))
			return usage(command, "%zu publications together need a folder, or a page: --output FOLDER/",
			             release->count);
	}
	if (option_given(command, "labels"))
		return usage(command, "what is published has codes; their labels are in %s", PUBLISH_MEMBERS);
	return EXIT_DONE;
}

/* The day on which a publication is, or now will be, entered. */
static void find_date(const struct command *command, const struct release_item *item, char date[11])
{
	if (item->entered)
		snprintf(date, 11, "%s", hvk_publication_text(item->handle, HVK_PUBLICATION_ENTERED_ON));
	else
		today(command, date);
}

static int compose_folder(const struct release *release, const struct release_item *item, struct bundle *bundle)
{
	struct command *command = release->command;
	const char *folder = release->count > 1 ? item->name : NULL;
	size_t first = bundle->count;
	struct text text;
	char date[11];

	find_date(command, item, date);
	if (publish_make_table(command, item->handle, &text) < 0 ||
	    bundle_add(bundle, folder, PUBLISH_TABLE, &text) < 0 ||
	    publish_make_hierarchy(command, item->handle, &text) < 0 ||
	    bundle_add(bundle, folder, PUBLISH_HIERARCHY, &text) < 0 ||
	    publish_make_members(command, item->handle, &text) < 0 ||
	    bundle_add(bundle, folder, PUBLISH_MEMBERS, &text) < 0 ||
	    publish_make_package(command, item, date, bundle->files + first, &text) < 0)
		return -1;
	return bundle_add(bundle, folder, PUBLISH_PACKAGE, &text);
}

static int put_document(struct command *command, const struct release_item *items, size_t count,
                        struct renderer *renderer)
{
	unsigned traits = renderer_format(renderer)->traits;
	int result = 0;
	char date[11];

	for (size_t i = 0; i < count && result == 0; i++) {
		find_date(command, &items[i], date);
		if (traits & RENDER_TITLES)
			result = publish_put_page(command, renderer, &items[i], date);
		if (result == 0 && traits & RENDER_DATA)
			result = render_heading(renderer, 2, report_text(command, TEXT_DATA));
		if (result == 0 && (traits & RENDER_DATA || !(traits & RENDER_TITLES)))
			result = publish_put_rows(command, renderer, items[i].handle);
	}
	return result == 0 ? render_finish(renderer) : -1;
}

/* Seconds since 1970 at the beginning of a day. */
static int64_t seconds_of(const char *date)
{
	struct tm day = { .tm_year = atoi(date) - 1900, .tm_mon = atoi(date + 5) - 1, .tm_mday = atoi(date + 8) };

	return timegm(&day);
}

int publish_make_document(struct command *command, const struct render_format *format, bool terminal,
                          const struct release_item *items, size_t count, struct text *text)
{
	struct renderer *renderer;
	FILE *stream = text_open(text);
	char date[11];
	int result = -1;

	if (!stream)
		return -1;
	find_date(command, &items[0], date);
	renderer = output_renderer_on(command, format, stream, terminal, seconds_of(date));
	if (renderer)
		result = put_document(command, items, count, renderer);
	renderer_free(renderer);
	if (fclose(stream) != 0)
		result = -1;
	if (result < 0) {
		free(text->bytes);
		*text = (struct text){ NULL, 0 };
	}
	return result;
}

static int compose_file(const struct release *release, struct target *target)
{
	bool terminal = !target->path && isatty(STDOUT_FILENO);
	struct text text;

	if (publish_make_document(release->command, target->format, terminal, release->items, release->count, &text) < 0)
		return -1;
	return bundle_add(&target->bundle, NULL, "", &text);
}

/* Makes all that is written, in memory. */
static int compose(const struct release *release, struct target *target)
{
	errno = 0;
	if (!target->is_folder)
		return compose_file(release, target);
	for (size_t i = 0; i < release->count; i++)
		if (compose_folder(release, &release->items[i], &target->bundle) < 0)
			return -1;
	return 0;
}

/* ---- writing */

/* To where it does not show yet. Of what cannot wait, a pipe or a device, nothing is written. */
static int stage(struct command *command, struct target *target)
{
	int status;

	if (!target->path)
		return EXIT_DONE;
	if (target->is_folder)
		return folder_stage(command, target->path, &target->bundle, &target->folder);
	status = file_create(command, target->path, &target->file);
	if (status == EXIT_DONE && target->file.temporary &&
	    write_text(target->file.descriptor, &target->bundle.files[0].text) < 0)
		status = fail(command, EXIT_OUTPUT, "%s: %s", target->path, strerror(errno));
	return status;
}

static int print_bundle(const struct command *command, const struct target *target)
{
	const struct text *text = &target->bundle.files[0].text;

	if (fwrite(text->bytes, 1, text->length, stdout) != text->length || fflush(stdout) != 0)
		return fail(command, EXIT_OUTPUT, "standard output: %s", errno ? strerror(errno) : _("write failed"));
	return EXIT_DONE;
}

static int install(struct command *command, struct target *target)
{
	if (!target->path)
		return print_bundle(command, target);
	if (target->is_folder)
		return folder_install(command, &target->bundle, &target->folder);
	if (option_given(command, "if-changed") && file_is_unchanged(&target->file))
		return EXIT_DONE;
	if (!target->file.temporary && write_text(target->file.descriptor, &target->bundle.files[0].text) < 0)
		return fail(command, EXIT_OUTPUT, "%s: %s", target->path, strerror(errno));
	return file_commit(command, &target->file);
}

static void target_free(struct target *target)
{
	folder_free(&target->bundle, &target->folder);
	file_discard(&target->file);
	bundle_free(&target->bundle);
}

/* ---- the ledger */

/* Numbers follow one another; entering refuses when another publication came in between. */
static int number_items(struct release *release)
{
	uint64_t last;

	if (hvk_publication_last(release->command->store, &last) < 0)
		return fail_store(release->command);
	for (size_t i = 0; i < release->count; i++) {
		struct release_item *item = &release->items[i];

		item->number = publish_count(item->handle, HVK_PUBLICATION_NUMBER);
		item->entered = item->number > 0;
		if (!item->entered)
			item->number = ++last;
	}
	return EXIT_DONE;
}

/* The place of an item and the checksum of its table, or of the file that it is in. */
static int find_place(const struct release *release, const struct target *target, size_t i, char **place,
                      char checksum[SHA256_TEXT])
{
	bool one = !target->is_folder;
	size_t files_each = target->bundle.count / release->count;
	char *path = NULL;

	sha256_text(&target->bundle.files[one ? 0 : i * files_each].text, checksum);
	*place = NULL;
	if (!target->path || (one && !target->file.temporary))
		return EXIT_DONE;
	path = absolute_path(one ? target->path : target->folder.path);
	if (path && !one && release->count > 1) {
		if (asprintf(place, "%s/%s", path, release->items[i].name) < 0)
			*place = NULL;
		free(path);
	} else {
		*place = path;
	}
	return *place ? EXIT_DONE : fail(release->command, EXIT_OUTPUT, "%s: %s", target->path, strerror(errno));
}

/* What the ledger is told of each publication. */
struct entries {
	struct hvk_publication **handles;
	char **places;
	const char **checksums;
	char (*sums)[SHA256_TEXT];
};

static int enter_all(const struct release *release, const struct target *target, const struct entries *entries)
{
	int status = EXIT_DONE;

	for (size_t i = 0; i < release->count && status == EXIT_DONE; i++) {
		entries->handles[i] = release->items[i].handle;
		entries->checksums[i] = entries->sums[i];
		status = find_place(release, target, i, &entries->places[i], entries->sums[i]);
	}
	if (status == EXIT_DONE && hvk_publication_enter(entries->handles, release->count,
	                                                 (const char *const *)entries->places, entries->checksums) < 0)
		status = fail_store(release->command);
	for (size_t i = 0; i < release->count; i++)
		free(entries->places[i]);
	return status;
}

static int enter(const struct release *release, const struct target *target)
{
	size_t room = release->count + 1;
	struct entries entries = {
		calloc(room, sizeof(*entries.handles)), calloc(room, sizeof(*entries.places)),
		calloc(room, sizeof(*entries.checksums)), calloc(room, sizeof(*entries.sums))
	};
	int status;

	if (entries.handles && entries.places && entries.checksums && entries.sums)
		status = enter_all(release, target, &entries);
	else
		status = fail_memory(release->command);
	free(entries.handles);
	free(entries.places);
	free(entries.checksums);
	free(entries.sums);
	return status;
}

/* ---- all of it */

static bool all_entered(const struct release *release)
{
	for (size_t i = 0; i < release->count; i++)
		if (!release->items[i].entered)
			return false;
	return true;
}

/* What is entered and then does not appear is on record all the same: who asks again gets it. */
static void tell_of_record(const struct release *release)
{
	for (size_t i = 0; i < release->count; i++)
		message(release->command, "it is on record as publication %llu; the same command writes it again",
		        (unsigned long long)release->items[i].number);
}

/* Who sees the figures pass by may take it for a trial. */
static void note_record(const struct release *release)
{
	for (size_t i = 0; i < release->count; i++)
		if (!release->items[i].entered)
			note(release->command, "it is on record as publication %llu now, and its months are closed",
			     (unsigned long long)release->items[i].number);
}

static int write_target(struct release *release, struct target *target, bool enters)
{
	struct command *command = release->command;
	int status = stage(command, target);

	if (status == EXIT_DONE && enters)
		status = enter(release, target);
	else
		enters = false;
	if (status == EXIT_DONE) {
		status = install(command, target);
		if (status != EXIT_DONE && enters)
			tell_of_record(release);
		else if (enters && !target->path)
			note_record(release);
	}
	return status;
}

int release_write(struct release *release, bool enters)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	struct target target;
	sigset_t signals, before;
	int status = choose_target(release->command, release, &target);

	if (status == EXIT_DONE)
		status = number_items(release);
	if (status == EXIT_DONE && compose(release, &target) < 0)
		status = fail_writing(release->command);
	if (status == EXIT_DONE) {
		/* Nobody may end it between the ledger and the files. */
		sigemptyset(&signals);
		for (size_t i = 0; i < COUNT(numbers); i++)
			sigaddset(&signals, numbers[i]);
		if (target.path)
			sigprocmask(SIG_BLOCK, &signals, &before);
		status = write_target(release, &target, enters && !all_entered(release));
		target_free(&target);
		if (target.path)
			sigprocmask(SIG_SETMASK, &before, NULL);
		return status;
	}
	target_free(&target);
	return status;
}
