/* SPDX-License-Identifier: EUPL-1.2 */
/* Asks a person, one answer after the other. UTF-8 is read by hand, so that it works in every locale. */
#include "common/prompt.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "common/ids.h"
#include "hvk.h"

/* ---------------------------------------------------------------- the terminal, and giving it back */

/* There is one terminal, and a signal handler finds it nowhere else. */
static struct termios cooked, raw;

static const int signals[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP, SIGCONT };
enum { SIGNALS = COUNT(signals) };
static struct sigaction before[SIGNALS];
static sigset_t waiting; /* what is blocked while a key is waited for; while a line is shown, those signals are too */

static void block_signals(void)
{
	sigset_t caught;

	sigemptyset(&caught);
	for (size_t i = 0; i < SIGNALS; i++)
		sigaddset(&caught, signals[i]);
	sigprocmask(SIG_BLOCK, &caught, &waiting);
}

/* Key by key, with marks round what is pasted ("bracketed paste", which terminals without it pass over): a pasted letter
 * would answer questions one character each. Both are safe in a signal handler. */
static void take_terminal(void)
{
	static const char marks_on[] = "\033[?2004h";

	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	if (write(STDERR_FILENO, marks_on, sizeof(marks_on) - 1) < 0)
		return; /* nobody sees it */
}

static void give_back_terminal(void)
{
	static const char marks_off[] = "\033[?2004l";

	tcsetattr(STDIN_FILENO, TCSANOW, &cooked);
	if (write(STDERR_FILENO, marks_off, sizeof(marks_off) - 1) < 0)
		return;
}

static void catch_signal(int number);

/* The terminal is given back, then the signal does what it does by itself. Only a stop comes back from that. */
static void on_signal(int number)
{
	int saved = errno;

	give_back_terminal();
	if (number != SIGCONT && write(STDERR_FILENO, "\n", 1) < 0)
		errno = saved;
	raise(number);
	catch_signal(number);
	take_terminal();
	errno = saved;
}

/* Without SA_RESTART: waiting stops, so that the line is shown again when the program goes on. */
static void catch_signal(int number)
{
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = (int)(SA_RESETHAND | SA_NODEFER) };

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

bool prompt_possible(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
}

void prompt_open(struct prompt *prompt, bool lines)
{
	prompt->person = isatty(STDIN_FILENO);
	prompt->lines = lines || !prompt_possible() || tcgetattr(STDIN_FILENO, &cooked) < 0;
	if (prompt->lines)
		return;
	raw = cooked;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | IEXTEN);
	raw.c_iflag &= ~(tcflag_t)IXON; /* Ctrl-S is to freeze nobody's screen */
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	for (size_t i = 0; i < SIGNALS; i++) {
		sigaction(signals[i], NULL, &before[i]);
		if (before[i].sa_handler != SIG_IGN)
			catch_signal(signals[i]);
	}
	take_terminal();
}

void prompt_close(struct prompt *prompt)
{
	if (prompt->lines)
		return;
	block_signals(); /* one in between would make the terminal raw again when it comes back */
	give_back_terminal();
	for (size_t i = 0; i < SIGNALS; i++)
		sigaction(signals[i], &before[i], NULL);
	sigprocmask(SIG_SETMASK, &waiting, NULL);
	prompt->lines = true;
}

/* ---------------------------------------------------------------- keys */

enum {
	KEY_ENTER = '\n', KEY_BACKSPACE = 0x7f, KEY_END = 4, KEY_CLEAR = 21, KEY_WORD = 23,
	KEY_NONE = 0,   /* nothing that can be typed */
	KEY_AGAIN = -1, /* show the line again */
	KEY_GONE = -2,  /* no key will come any more: the terminal is gone */
	KEY_PASTE = -3  /* pasted text begins */
};
enum { PASTE_BEGIN = 200, PASTE_END = 201 };

/* A byte, KEY_AGAIN when waiting was interrupted, or KEY_GONE. */
static int read_byte(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	unsigned char byte;

	if (ppoll(&input, 1, NULL, &waiting) < 0 && errno == EINTR)
		return KEY_AGAIN;
	return read(STDIN_FILENO, &byte, 1) == 1 ? byte : KEY_GONE;
}

/* What arrows and other keys send: ESC [ ... and a letter, ESC O and a letter. Escape alone has nothing behind it. The
 * number of ESC [ number ~, else 0. */
static int read_sequence(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	int byte, number = 0;

	if (poll(&input, 1, 50) <= 0)
		return 0;
	byte = read_byte();
	if (byte != '[' && byte != 'O')
		return 0;
	while ((byte = read_byte()) >= 0x20 && byte < 0x40)
		number = byte >= '0' && byte <= '9' && number < 1000 ? 10 * number + byte - '0' : 0;
	return byte == '~' ? number : 0;
}

/* Reads pasted text to its end. Whether it is one line that fits. */
static bool read_paste(char text[ANSWER_SIZE])
{
	size_t length = 0;
	bool fits = true;
	int byte;

	while ((byte = read_byte()) != KEY_GONE) {
		if (byte == 0x1b && read_sequence() == PASTE_END)
			break;
		if (byte == KEY_AGAIN)
			continue;
		if (byte < 0x20 || length + 1 >= ANSWER_SIZE)
			fits = false;
		else
			text[length++] = (char)byte;
	}
	text[length] = '\0';
	return fits;
}

/* The next key: one of those above, or 1 with the character in bytes. */
static int read_key(char bytes[5])
{
	int byte = read_byte(), rest;

	memset(bytes, 0, 5);
	if (byte == 0x1b)
		return read_sequence() == PASTE_BEGIN ? KEY_PASTE : KEY_NONE;
	if (byte == '\r' || byte == '\b')
		return byte == '\r' ? KEY_ENTER : KEY_BACKSPACE;
	if (byte < 0)
		return byte;
	if (byte == 12)
		return KEY_AGAIN;
	if (byte == KEY_ENTER || byte == KEY_END || byte == KEY_CLEAR || byte == KEY_WORD || byte == KEY_BACKSPACE)
		return byte;
	if (byte < 0x20)
		return KEY_NONE;
	rest = byte < 0xc2 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf5 ? 3 : 0;
	bytes[0] = (char)byte;
	for (int i = 1; i <= rest; i++) {
		byte = read_byte();
		if (byte < 0x80 || byte > 0xbf)
			return KEY_NONE;
		bytes[i] = (char)byte;
	}
	return 1;
}

/* Whether a character may be shown: no control, no half of one. */
static bool is_printable(const char *bytes)
{
	char *printable = hvk_text_printable(bytes);
	bool same = printable && strcmp(printable, bytes) == 0;

	free(printable);
	return same;
}

/* ---------------------------------------------------------------- a line */

size_t prompt_width(const struct prompt *prompt)
{
	struct winsize size = { 0 };

	if (prompt->lines)
		return SIZE_MAX;
	return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* The bytes of the last character of a text, with what combines with it. */
static size_t last_character(const char *text)
{
	size_t length = strlen(text), at = length;

	while (at > 0) {
		do
			at--;
		while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80);
		if (hvk_text_width(text + at) > 0)
			break;
	}
	return length - at;
}

size_t prompt_fit(const char *text, size_t width)
{
	char bytes[5];
	size_t at = 0;

	while (text[at]) {
		size_t length = 1;

		while (((unsigned char)text[at + length] & 0xc0) == 0x80 && length < 4)
			length++;
		memcpy(bytes, text + at, length);
		bytes[length] = '\0';
		if (hvk_text_width(bytes) > width)
			break;
		width -= hvk_text_width(bytes);
		at += length;
	}
	return at;
}

/* The columns of a row that a label may take: a quarter is for what stands behind it. */
static size_t label_room(const struct prompt *prompt)
{
	size_t width = prompt_width(prompt);

	return width - width / 4 - 1;
}

static size_t room_behind(const struct prompt *prompt, const char *label)
{
	size_t most = label_room(prompt), taken = hvk_text_width(label);

	return prompt_width(prompt) - 1 - (taken > most ? most : taken);
}

/* On one row: of a text that is too long its end. */
static void draw(const struct prompt *prompt, const char *label, const char *text)
{
	size_t room = room_behind(prompt, label);
	int fits = (int)prompt_fit(label, label_room(prompt));

	while (hvk_text_width(text) > room)
		text += prompt_fit(text, 1) ? prompt_fit(text, 1) : prompt_fit(text, 2);
	fprintf(stderr, "\r%.*s%s\033[K", fits, label, text);
}

/* Mends the line by one key. */
static bool edit(char text[ANSWER_SIZE], int key, const char *bytes)
{
	size_t length = strlen(text);

	if (key == KEY_CLEAR) {
		length = 0;
	} else if (key == KEY_BACKSPACE) {
		length -= last_character(text);
	} else if (key == KEY_WORD) {
		while (length > 0 && text[length - 1] == ' ')
			length--;
		while (length > 0 && text[length - 1] != ' ')
			length--;
	} else if (key == 1 && is_printable(bytes)) {
		if (length + strlen(bytes) >= ANSWER_SIZE)
			return false;
		strcpy(text + length, bytes);
		length += strlen(bytes);
	}
	text[length] = '\0';
	return true;
}

/* Pasted text is added to a line, as if it had been typed; where a key is an answer it is passed over, and so is more
 * than a line. Whether it was taken. */
static bool paste(char text[ANSWER_SIZE], const char *begin)
{
	char pasted[ANSWER_SIZE];
	bool fits = read_paste(pasted);

	if (!fits || !is_printable(pasted) || (begin && text[0] == '\0') ||
	    strlen(text) + strlen(pasted) >= ANSWER_SIZE)
		return false;
	strcat(text, pasted);
	return true;
}

static enum prompt_result ask_keys(const struct prompt *prompt, const char *label, const char *begin,
                                   char text[ANSWER_SIZE])
{
	bool whole = true;
	char bytes[5];

	for (;;) {
		int key;

		draw(prompt, label, text);
		key = read_key(bytes);
		if (key == KEY_ENTER)
			return whole ? PROMPT_ANSWER : PROMPT_REFUSED;
		if (key == KEY_GONE || (key == KEY_END && text[0] == '\0'))
			return PROMPT_END;
		if (key == 1 && strcmp(bytes, "<") == 0)
			return PROMPT_BACK;
		if (key == KEY_CLEAR)
			whole = true;
		if (key == KEY_PASTE && !paste(text, begin))
			fputc('\a', stderr);
		if (key == 1 && text[0] == '\0' && is_printable(bytes) &&
		    (begin ? !strstr(begin, bytes) : strstr("=?", bytes) != NULL)) {
			strcpy(text, bytes);
			return PROMPT_ANSWER;
		}
		if (!edit(text, key, bytes))
			whole = false;
	}
}

static enum prompt_result ask_line(const struct prompt *prompt, const char *label, char text[ANSWER_SIZE])
{
	char line[LINE_SIZE], *start = line, *end;
	const char *problem;
	int more;

	fputs(label, stderr);
	more = read_line(stdin, line, &problem);
	if (!prompt->person || more == 0)
		fputc('\n', stderr); /* where nobody's Enter did that */
	text[0] = '\0';
	if (more == 0)
		return PROMPT_END;
	start += strspn(start, " \t");
	for (end = start + strlen(start); end > start && (end[-1] == ' ' || end[-1] == '\t'); end--)
		end[-1] = '\0';
	if (more < 0 || strlen(start) >= ANSWER_SIZE)
		return ferror(stdin) ? PROMPT_END : PROMPT_REFUSED;
	strcpy(text, start);
	return strcmp(text, "<") == 0 ? PROMPT_BACK : PROMPT_ANSWER;
}

enum prompt_result prompt_ask(struct prompt *prompt, const char *label, const char *begin, char text[ANSWER_SIZE])
{
	enum prompt_result result;

	if (prompt->lines)
		return ask_line(prompt, label, text);
	block_signals();
	result = ask_keys(prompt, label, begin, text);
	sigprocmask(SIG_SETMASK, &waiting, NULL);
	return result;
}

void prompt_settle(const struct prompt *prompt, const char *label, const char *shown)
{
	if (prompt->lines)
		return;
	if (!shown) {
		fputs("\r\033[K", stderr);
		return;
	}
	draw(prompt, label, "");
	fprintf(stderr, "%.*s\n", (int)prompt_fit(shown, room_behind(prompt, label)), shown);
}
