/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-report publish verify: the proof anew, then the files that were published, by themselves. */
#include "report-publish.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/translate.h"

enum { TABLE, HIERARCHY, MEMBERS, PACKAGE, FILES };

static const char *const names[FILES] = { PUBLISH_TABLE, PUBLISH_HIERARCHY, PUBLISH_MEMBERS, PUBLISH_PACKAGE };

/* What is checked. */
struct check {
	struct command *command;
	struct release_item item;
	struct text expected[FILES]; /* the files of its folder, as the ledger has them */
	struct text first_package; /* of a publication that was withdrawn: its description until then */
	const char *place;      /* where it is; "" for nowhere */
	uint64_t findings;
};

/* Names what is wrong. */
static void wrong(struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void wrong(struct check *check, const char *format, ...)
{
	va_list arguments;
	char *text = NULL, *printable;

	check->findings++;
	va_start(arguments, format);
	if (vasprintf(&text, _(format), arguments) < 0)
		text = NULL;
	va_end(arguments);
	printable = text ? hvk_text_printable(text) : NULL;
	puts(printable ? printable : _("out of memory"));
	free(printable);
	free(text);
}

/* Says what was found right. */
static void right(const struct check *check, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void right(const struct check *check, const char *format, ...)
{
	va_list arguments;

	if (check->command->quiet)
		return;
	va_start(arguments, format);
	vprintf(_(format), arguments);
	va_end(arguments);
	putchar('\n');
}

/* ---- files */

/* Reads a file. -1 with errno. */
static int read_text(const char *path, struct text *text)
{
	FILE *in = fopen(path, "re"), *out = in ? text_open(text) : NULL;
	char buffer[1 << 14];
	size_t length;
	int reason = errno;

	*text = out ? *text : (struct text){ NULL, 0 };
	while (out && (length = fread(buffer, 1, sizeof(buffer), in)) > 0)
		fwrite(buffer, 1, length, out);
	if (in && ferror(in))
		reason = EIO;
	else if (out)
		reason = 0;
	if (in)
		fclose(in);
	if (out && !text_close(text, out))
		reason = ENOMEM;
	if (reason != 0 && out) {
		free(text->bytes);
		*text = (struct text){ NULL, 0 };
	}
	errno = reason;
	return reason ? -1 : 0;
}

static bool same_text(const struct text *one, const struct text *other)
{
	return one->length == other->length && (one->length == 0 || memcmp(one->bytes, other->bytes, one->length) == 0);
}

/* One file of a folder beside what the ledger says. The description of a publication that was withdrawn may be older. */
static void check_file(struct check *check, size_t file)
{
	char digits[SHA256_TEXT], expected[SHA256_TEXT], *path = NULL;
	struct text found;

	if (asprintf(&path, "%s/%s", check->place, names[file]) < 0 || read_text(path, &found) < 0) {
		wrong(check, "%s: %s", path ? path : check->place, strerror(errno));
		free(path);
		return;
	}
	sha256_text(&found, digits);
	sha256_text(&check->expected[file], expected);
	if (same_text(&found, &check->expected[file]) ||
	    (file == PACKAGE && check->first_package.bytes && same_text(&found, &check->first_package)))
		right(check, "%s: as it was published, SHA-256 %s", path, digits);
	else
		wrong(check, "%s: is not what was published: its SHA-256 is %s, that on record %s", path, digits,
		      expected);
	free(found.bytes);
	free(path);
}

static void check_folder(struct check *check)
{
	for (size_t i = 0; i < FILES; i++)
		check_file(check, i);
}

/* Whether a file is one of those in a folder. */
static bool is_of_folder(const struct check *check, const struct text *found)
{
	for (size_t i = 0; i < FILES; i++)
		if (same_text(found, &check->expected[i]))
			return true;
	return check->first_package.bytes && same_text(found, &check->first_package);
}

/* Whether a file is what 'publish show' writes of the publication in a format: 1 or 0, -1 with errno. */
static int is_document(const struct check *check, const struct render_format *format, const struct text *found)
{
	struct command command = *check->command;
	struct release_item item = check->item;
	int same = 0;

	/* In either language; one that was withdrawn also as it was before. */
	for (int i = 0; i < 4 && same == 0; i++) {
		struct text text;

		command.lang = i % 2 ? HVK_EN : HVK_NL;
		item.as_published = i / 2;
		if (publish_make_document(&command, format, false, &item, 1, &text) < 0)
			return -1;
		same = same_text(found, &text);
		free(text.bytes);
	}
	return same;
}

/* The format in which a file shows the publication; NULL when it does not. */
static int find_document(const struct check *check, const struct text *found, const struct render_format **format)
{
	int same = 0;

	for (size_t i = 0; formats_but_ids[i] && same == 0; i++) {
		*format = render_format_find(formats_but_ids[i]);
		same = *format ? is_document(check, *format, found) : 0;
	}
	if (same != 1)
		*format = NULL;
	return same < 0 ? fail_memory(check->command) : EXIT_DONE;
}

static int compare_single(struct check *check, const struct text *found)
{
	const char *checksum = hvk_publication_text(check->item.handle, HVK_PUBLICATION_CHECKSUM);
	const struct render_format *format;
	char digits[SHA256_TEXT];
	int status;

	sha256_text(found, digits);
	if (strcmp(digits, checksum) == 0 || is_of_folder(check, found)) {
		right(check, "%s: as it was published, SHA-256 %s", check->place, digits);
		return EXIT_DONE;
	}
	status = find_document(check, found, &format);
	if (status == EXIT_DONE && format)
		right(check, "%s: as publication %llu is shown, in the format %s, SHA-256 %s", check->place,
		      (unsigned long long)check->item.number, format->name, digits);
	else if (status == EXIT_DONE)
		wrong(check, "%s: is not what was published, nor what publish show writes of it: its SHA-256 is %s, "
		             "that on record %s", check->place, digits, checksum);
	return status;
}

/* A file by itself: by the checksum in the ledger, or made anew. */
static int check_single(struct check *check)
{
	struct text found;
	int status;

	if (read_text(check->place, &found) < 0) {
		wrong(check, "%s: %s", check->place, strerror(errno));
		return EXIT_DONE;
	}
	status = compare_single(check, &found);
	free(found.bytes);
	return status;
}

/* ---- sums */

static int print_sum(void *data, enum hvk_severity severity, const struct hvk_error *error)
{
	struct check *check = data;

	(void)severity;
	wrong(check, "%s:%llu: %s", error->file ? error->file : "", (unsigned long long)error->line, error->message);
	return 0;
}

static int audit(struct check *check, const struct hvk_input *table, const struct hvk_input *hierarchy)
{
	const struct hvk_listener listener = { print_sum, check };
	uint64_t findings = 0;
	int result = hvk_publication_audit(check->command->store, table, hierarchy, &listener, &findings);

	/* What cannot be read as a table is wrong as well. */
	if (result == HVK_EINPUT) {
		const struct hvk_error *error = hvk_store_error(check->command->store);

		wrong(check, "%s:%llu: %s", error->file ? error->file : table->name, (unsigned long long)error->line,
		     error->message);
		return EXIT_DONE;
	}
	if (result < 0)
		return fail_store(check->command);
	if (findings == 0)
		right(check, "%s: all sums of published figures agree", table->name);
	return EXIT_DONE;
}

/* The files by themselves, with nothing of the ledger. */
static int audit_folder(struct check *check)
{
	struct hvk_input inputs[2];
	char *paths[2] = { NULL, NULL };
	size_t opened = 0;
	int status = EXIT_DONE;

	for (; opened < 2 && status == EXIT_DONE; opened++) {
		if (asprintf(&paths[opened], "%s/%s", check->place, opened ? PUBLISH_HIERARCHY : PUBLISH_TABLE) < 0) {
			paths[opened] = NULL;
			status = fail_memory(check->command);
			break;
		}
		if (access(paths[opened], R_OK) < 0) /* it was told of */
			break;
		status = open_input(check->command, paths[opened], &inputs[opened]);
		if (status != EXIT_DONE)
			break;
	}
	if (opened == 2)
		status = audit(check, &inputs[0], &inputs[1]);
	while (opened > 0)
		close_input(&inputs[--opened]);
	free(paths[0]);
	free(paths[1]);
	return status;
}

/* The same of what the ledger has, where there is no table to read. */
static int audit_ledger(struct check *check)
{
	static const char *const called[] = { N_("the table in the ledger"), N_("the hierarchy in the ledger") };
	struct hvk_input inputs[2];
	int descriptors[2] = { -1, -1 }, status = EXIT_DONE;

	for (size_t i = 0; i < 2 && status == EXIT_DONE; i++) {
		const struct text *text = &check->expected[i];

		descriptors[i] = memfd_create("hvk", MFD_CLOEXEC);
		if (descriptors[i] < 0 || write(descriptors[i], text->bytes, text->length) != (ssize_t)text->length ||
		    lseek(descriptors[i], 0, SEEK_SET) < 0)
			status = fail(check->command, EXIT_BUG, "%s: %s", _(called[i]), strerror(errno));
		inputs[i] = (struct hvk_input){ .name = _(called[i]), .descriptor = descriptors[i] };
	}
	if (status == EXIT_DONE)
		status = audit(check, &inputs[0], &inputs[1]);
	for (size_t i = 0; i < 2; i++)
		if (descriptors[i] >= 0)
			close(descriptors[i]);
	return status;
}

/* ---- all of it */

static int prove(struct check *check)
{
	const struct hvk_publication *publication = check->item.handle;
	int result = hvk_publication_verify(publication);

	if (result == HVK_EINPUT) {
		wrong(check, "%s", hvk_store_error(check->command->store)->message);
		return EXIT_DONE;
	}
	if (result < 0)
		return fail_store(check->command);
	right(check, "publication %llu: every small count that it hides can still be anything from 0 to %llu, by all "
	             "that was published up to it",
	      (unsigned long long)check->item.number,
	      (unsigned long long)publish_count(publication, HVK_PUBLICATION_MIN_CELL) - 1);
	return EXIT_DONE;
}

/* The description of the other files. */
static int expect_package(struct check *check)
{
	struct release_item item = check->item;
	const char *date = hvk_publication_text(item.handle, HVK_PUBLICATION_ENTERED_ON);
	struct bundle_file files[PACKAGE];

	for (size_t i = 0; i < PACKAGE; i++)
		files[i] = (struct bundle_file){ .text = check->expected[i] };
	if (publish_make_package(check->command, &item, date, files, &check->expected[PACKAGE]) < 0)
		return -1;
	if (!*hvk_publication_text(item.handle, HVK_PUBLICATION_WITHDRAWN_ON))
		return 0;
	item.as_published = true;
	return publish_make_package(check->command, &item, date, files, &check->first_package);
}

static int expect(struct check *check)
{
	const struct command *command = check->command;
	const struct hvk_publication *publication = check->item.handle;

	if (publish_make_table(command, publication, &check->expected[TABLE]) < 0 ||
	    publish_make_hierarchy(command, publication, &check->expected[HIERARCHY]) < 0 ||
	    publish_make_members(command, publication, &check->expected[MEMBERS]) < 0 || expect_package(check) < 0)
		return fail_memory(command);
	return EXIT_DONE;
}

static int check_files(struct check *check)
{
	struct stat info;
	bool folder;

	if (!*check->place) {
		right(check, "publication %llu: was not written to a file; name one to check it, or its folder",
		    (unsigned long long)check->item.number);
		return audit_ledger(check);
	}
	folder = stat(check->place, &info) == 0 && S_ISDIR(info.st_mode);
	if (!folder) {
		int status = check_single(check);

		return status == EXIT_DONE ? audit_ledger(check) : status;
	}
	check_folder(check);
	return audit_folder(check);
}

int report_publish_verify(struct command *command)
{
	struct check check = { .command = command };
	struct hvk_publication *publication = NULL;
	int status = open_store(command, HVK_OPEN_READ, false);

	if (status == EXIT_DONE)
		status = publish_open(command, command->operands[0], &publication);
	if (status == EXIT_DONE) {
		check.item = (struct release_item){ .handle = publication, .entered = true,
			                            .number = publish_count(publication, HVK_PUBLICATION_NUMBER) };
		check.place = command->operand_count > 1 ? command->operands[1]
		                                         : hvk_publication_text(publication, HVK_PUBLICATION_PLACE);
		status = prove(&check);
	}
	if (status == EXIT_DONE)
		status = expect(&check);
	if (status == EXIT_DONE)
		status = check_files(&check);
	for (size_t i = 0; i < FILES; i++)
		free(check.expected[i].bytes);
	free(check.first_package.bytes);
	hvk_publication_free(publication);
	return status == EXIT_DONE && check.findings > 0 ? EXIT_NO : status;
}
