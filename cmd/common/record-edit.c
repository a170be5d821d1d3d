/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * Editing: a record as text in an editor. What was typed is never lost: its file is removed only when the
 * store has it, or when it says nothing new.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/record-verbs.h"
#include "common/translate.h"

struct draft {
	struct command *command;
	enum hvk_type type;
	char *slug;              /* as it was when the editing began */
	char *before;            /* the text that the editor was given */
	char *path;              /* NULL: there is nothing to keep */
	char *typed;             /* what came back */
	size_t length;
};

static const char *environment(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* ---------------------------------------------------------------- the file */

/* Where others cannot look: the file may have people in it. */
static const char *private_folder(void)
{
	const char *folder = environment("XDG_RUNTIME_DIR");
	struct stat status;

	if (folder && folder[0] == '/' && stat(folder, &status) == 0 && S_ISDIR(status.st_mode) &&
	    access(folder, W_OK) == 0)
		return folder;
	folder = environment("TMPDIR");
	return folder ? folder : "/tmp";
}

static bool write_all(int descriptor, const char *text, size_t length)
{
	while (length > 0) {
		ssize_t count = write(descriptor, text, length);

		if (count < 0 && errno != EINTR)
			return false;
		text += count < 0 ? 0 : count;
		length -= count < 0 ? 0 : (size_t)count;
	}
	return true;
}

/* The ending lets editors know what it is. */
static int make_file(struct draft *draft)
{
	static const char ending[] = ".rec";
	int descriptor;
	bool complete;

	if (asprintf(&draft->path, "%s/hvk-%s-XXXXXX%s", private_folder(), draft->slug, ending) < 0) {
		draft->path = NULL;
		return fail_memory(draft->command);
	}
	descriptor = mkostemps(draft->path, (int)strlen(ending), O_CLOEXEC); /* mode 0600 */
	if (descriptor < 0) {
		int status = fail(draft->command, EXIT_OUTPUT, "%s: %s", draft->path, strerror(errno));

		free(draft->path);
		draft->path = NULL;
		return status;
	}
	complete = write_all(descriptor, draft->before, strlen(draft->before));
	if (close(descriptor) < 0 || !complete)
		return fail(draft->command, EXIT_OUTPUT, "%s: %s", draft->path, strerror(errno));
	return EXIT_DONE;
}

/* Reads what stands in the file now, as a whole. False with errno. */
static bool read_file(struct draft *draft)
{
	enum { MOST = 16 << 20 };
	FILE *stream = fopen(draft->path, "re");
	struct stat status;
	bool complete = false;
	int reason;

	free(draft->typed);
	draft->typed = NULL;
	draft->length = 0;
	if (!stream)
		return false;
	if (fstat(fileno(stream), &status) == 0 && status.st_size <= MOST) {
		draft->typed = malloc((size_t)status.st_size + 1);
		if (draft->typed)
			draft->length = fread(draft->typed, 1, (size_t)status.st_size, stream);
		complete = draft->typed && !ferror(stream);
		if (complete)
			draft->typed[draft->length] = '\0';
	} else {
		errno = EFBIG;
	}
	reason = errno;
	fclose(stream);
	errno = reason;
	return complete;
}

static void remove_file(struct draft *draft)
{
	if (draft->path)
		unlink(draft->path);
	free(draft->path);
	draft->path = NULL;
}

/* Whether the text is as it was, or was deleted, which also means that nothing is to be done. */
static bool says_nothing_new(const struct draft *draft)
{
	if (!draft->typed || strspn(draft->typed, " \t\r\n") == draft->length)
		return true;
	return draft->before && strlen(draft->before) == draft->length &&
	       memcmp(draft->typed, draft->before, draft->length) == 0;
}

/* Says where the text is, when there is anything in it that was typed. */
static void keep_file(struct draft *draft)
{
	bool there = read_file(draft);

	if ((there && says_nothing_new(draft)) || (!there && errno == ENOENT))
		remove_file(draft);
	else
		message(draft->command, "what was typed is kept in %s", draft->path);
}

/* ---------------------------------------------------------------- the editor */

/* As git does: what the variable says is a command of the shell, which gets the file as its argument. */
static void run_editor(const char *editor, const char *path)
{
	char *line;

	if (asprintf(&line, "%s \"$@\"", editor) >= 0)
		execl("/bin/sh", "sh", "-c", line, editor, path, (char *)NULL);
	_exit(127);
}

/* What is typed at the editor, an interrupt too, is for the editor. */
static int open_editor(const struct draft *draft)
{
	const char *visual = environment("VISUAL"), *editor = visual ? visual : environment("EDITOR");
	struct sigaction ignore = { .sa_handler = SIG_IGN }, interrupt, quit;
	int result = 0;
	pid_t child;

	editor = editor ? editor : "vi";
	fflush(NULL);
	sigaction(SIGINT, &ignore, &interrupt);
	sigaction(SIGQUIT, &ignore, &quit);
	child = fork();
	if (child == 0) {
		sigaction(SIGINT, &interrupt, NULL);
		sigaction(SIGQUIT, &quit, NULL);
		run_editor(editor, draft->path);
	}
	while (child > 0 && waitpid(child, &result, 0) < 0 && errno == EINTR)
		;
	sigaction(SIGINT, &interrupt, NULL);
	sigaction(SIGQUIT, &quit, NULL);
	if (child < 0)
		return fail(draft->command, EXIT_REFUSED, "%s: %s", editor, strerror(errno));
	if (WIFEXITED(result) && WEXITSTATUS(result) == 0)
		return EXIT_DONE;
	if (WIFEXITED(result))
		return fail(draft->command, EXIT_REFUSED, "the editor '%s' ended with status %d; nothing was changed",
		            editor, WEXITSTATUS(result));
	return fail(draft->command, EXIT_REFUSED, "the editor '%s' was ended by signal %d; nothing was changed", editor,
	            WTERMSIG(result));
}

/* Whether somebody is there to ask, and wants to go on editing. */
static bool wants_another_try(const struct draft *draft)
{
	char answer[16];

	if (!isatty(STDIN_FILENO) || !isatty(STDERR_FILENO))
		return false;
	fprintf(stderr, "%s", draft->command->lang == HVK_EN ? "Edit again? [Y/n] " : "Opnieuw bewerken? [J/n] ");
	return fgets(answer, sizeof(answer), stdin) && answer[0] != 'n' && answer[0] != 'N';
}

/* ---------------------------------------------------------------- the record */

static int begin_draft(struct draft *draft)
{
	struct hvk_record *record = NULL;
	int status = EXIT_DONE;

	if (hvk_record_new(draft->command->store, draft->type, &record) < 0 ||
	    hvk_record_find(record, draft->command->operands[0]) < 0 ||
	    hvk_record_write_text(record, &draft->before) < 0)
		status = fail_store(draft->command);
	if (status == EXIT_DONE) {
		const char *slug = hvk_record_key(record, 0, NULL);

		draft->slug = strdup(slug ? slug : "");
		status = draft->slug && draft->before ? make_file(draft) : fail_memory(draft->command);
	}
	hvk_record_free(record);
	return status;
}

/* Reads the record anew and refuses it when it is no more what the editor was given. */
static int find_unchanged(const struct draft *draft, struct hvk_record *record)
{
	char *now = NULL;
	bool same;

	if (hvk_record_find(record, draft->slug) < 0)
		return hvk_store_error(draft->command->store)->code == HVK_ENOTFOUND ?
		               fail(draft->command, EXIT_NOT_FOUND, "%s was removed by somebody else meanwhile",
		                    draft->slug) :
		               fail_store(draft->command);
	if (hvk_record_write_text(record, &now) < 0)
		return fail_store(draft->command);
	same = strcmp(now, draft->before) == 0;
	free(now);
	if (same)
		return EXIT_DONE;
	return fail(draft->command, EXIT_BUSY, "%s was changed by somebody else meanwhile; nothing was changed",
	            draft->slug);
}

/* *mistake: what was typed is wrong, so that it can be typed again. */
static int save_draft(const struct draft *draft, bool *mistake)
{
	bool dry_run = option_given(draft->command, "dry-run");
	struct hvk_record *record = NULL;
	char what[128];
	int status;

	*mistake = false;
	if (hvk_record_new(draft->command->store, draft->type, &record) < 0)
		return fail_store(draft->command);
	status = find_unchanged(draft, record);
	if (status == EXIT_DONE) {
		snprintf(what, sizeof(what), "%s %s %s", verb_done(draft->command), hvk_type_name(draft->type),
		         draft->slug);
		*mistake = true;
		if (hvk_record_read_text(record, draft->path, draft->typed, draft->length) < 0) {
			fail_store(draft->command);
			status = EXIT_REFUSED; /* also what names something unknown: it is this text that is refused */
		} else if (hvk_record_save_all(draft->command->store, &record, 1, what, dry_run, NULL) < 0) {
			status = fail_store(draft->command);
			*mistake = status == EXIT_REFUSED;
		}
	}
	if (status == EXIT_DONE)
		note(draft->command, dry_run ? N_("dry run: %s would be changed") : N_("%s changed"),
		     hvk_record_key(record, 0, NULL));
	hvk_record_free(record);
	return status;
}

static int edit_draft(struct draft *draft)
{
	bool mistake = false;
	int status;

	do {
		status = open_editor(draft);
		if (status != EXIT_DONE)
			break;
		if (!read_file(draft))
			return fail(draft->command, EXIT_REFUSED, "%s: %s", draft->path, strerror(errno));
		if (says_nothing_new(draft)) {
			note(draft->command, "nothing was changed");
			break;
		}
		status = save_draft(draft, &mistake);
	} while (status != EXIT_DONE && mistake && wants_another_try(draft));
	return status;
}

int verb_edit(struct command *command)
{
	struct draft draft = { .command = command, .type = verb_type(command) };
	int status = open_store_to_change(command, false);

	if (status == EXIT_DONE)
		status = begin_draft(&draft);
	if (status == EXIT_DONE && draft.before)
		status = edit_draft(&draft);
	if (status == EXIT_DONE && !option_given(command, "dry-run"))
		remove_file(&draft);
	else if (draft.path)
		keep_file(&draft);
	free(draft.path);
	free(draft.slug);
	free(draft.before);
	free(draft.typed);
	return status;
}
