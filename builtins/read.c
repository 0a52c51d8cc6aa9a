/* read [-r] [-a array] [-d delimiter] [-n|-N count] [-p prompt] [-s] [-t seconds] [-u fd] name...
 * (XCU read).  All but -r and -d as in bash. */
#include "builtins/builtins.h"

#include "base/charset.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "builtins/args.h"
#include "builtins/assignment.h"
#include "builtins/read_input.h"
#include "eval/prompt_text.h"
#include "proc/tty.h"
#include "state/shell.h"
#include "state/special.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_EOF = 1, STATUS_ERROR = 2, STATUS_TIMEOUT = 128 + SIGALRM };

struct reading {
	struct shell *sh;
	bool raw;
	char delimiter;
	bool limited; /* -n or -N: at most `left` characters more */
	bool exact;   /* -N: the delimiter is a byte like others */
	bool silent;  /* -s */
	char *array;  /* -a: its name */
	bool unsplit; /* the line goes to the first variable as it is */
	size_t left;
	int missing; /* bytes of a character that has begun */
	int fd;
	int64_t timeout_ms; /* -1: none */
	const char *prompt;
	bool escaping; /* a backslash waits for what it escapes */
	struct buf *line;
	struct buf *marks; /* a byte for each of the line: 1 if it was escaped.  NULL: none was */
};

/* --- the logical line --- */

static void add(struct reading *r, const char *bytes, size_t length)
{
	buf_add(r->line, bytes, length);
	if (r->marks)
		buf_fill(r->marks, 0, length);
}

static void prompt_for_more(const struct reading *r)
{
	struct shell *sh = r->sh;
	const char *prompt = var_get_by(sh, "PS2");
	if (!sh->interactive || !prompt || !isatty(r->fd))
		return;
	prompt = expand_prompt(sh, prompt);
	if (prompt)
		diag_write(prompt, strlen(prompt));
}

/* Backslash and newline vanish; before anything else the backslash does. */
static void add_escaped(struct reading *r, char c)
{
	r->escaping = false;
	if (c == '\n') {
		prompt_for_more(r);
		return;
	}
	if (!r->marks) {
		r->marks = shell_buffer(r->sh);
		if (!r->marks)
			r->line->failed = true;
		else
			buf_fill(r->marks, 0, r->line->length);
	}
	buf_byte(r->line, c);
	if (r->marks)
		buf_byte(r->marks, 1);
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* As far as the first delimiter, which may prove to be escaped; and a character has a byte at least.
 * Of one that has begun the next byte may prove to be none. */
static size_t sure(const void *context, const char *bytes, size_t length)
{
	const struct reading *r = context;
	if (r->limited && r->left == 0)
		return is_continuation(bytes[0]) ? 1 : 0;
	if (r->limited && r->left < length)
		length = r->left;
	const char *end = r->exact ? NULL : memchr(bytes, r->delimiter, length);
	return end ? (size_t)(end - bytes) + 1 : length;
}

static size_t take_raw(struct reading *r, const char *bytes, size_t length, bool *done)
{
	const char *end = memchr(bytes, r->delimiter, length);
	*done = end != NULL;
	size_t taken = end ? (size_t)(end - bytes) : length;
	add(r, bytes, taken);
	return taken + *done;
}

/* Counts the characters of the line: `c` was added to it. */
static void count_byte(struct reading *r, char c)
{
	unsigned char first = (unsigned char)c;
	if (r->missing > 0 && is_continuation(c)) {
		r->missing--;
		return;
	}
	r->left--;
	r->missing = 0;
	if (first >= 0xc2 && first < 0xf5 && shell_charset(r->sh, &c, 1) == CHARSET_UTF8)
		r->missing = 1 + (first >= 0xe0) + (first >= 0xf0);
}

static void take_byte(struct reading *r, char c)
{
	size_t before = r->line->length;
	if (r->escaping)
		add_escaped(r, c);
	else if (c == '\\' && !r->raw)
		r->escaping = true;
	else
		add(r, &c, 1);
	if (r->limited && r->line->length > before)
		count_byte(r, c);
}

/* Whether -n or -N has all that it wants.  `next` may belong to a character that has begun. */
static bool is_full(const struct reading *r, char next)
{
	return r->limited && r->left == 0 && (r->missing == 0 || !is_continuation(next));
}

/* As take(), byte after byte. */
static size_t take_limited(struct reading *r, const char *bytes, size_t length, bool *done)
{
	size_t i = 0;
	while (i < length && !*done) {
		if (is_full(r, bytes[i])) { /* an unfinished character */
			*done = true;
			break;
		}
		char c = bytes[i++];
		if (c == r->delimiter && !r->exact && !r->escaping) {
			*done = true;
			break;
		}
		take_byte(r, c);
		*done = r->left == 0 && r->missing == 0;
	}
	return i;
}

/* All of it is the line: what delimits others does not here.  What -n and -N leave of it is lost. */
static void take_message(void *context, const char *bytes, size_t length)
{
	struct reading *r = context;
	for (size_t i = 0; i < length && !is_full(r, bytes[i]); i++)
		take_byte(r, bytes[i]);
}

static size_t take(void *context, const char *bytes, size_t length, bool *done)
{
	struct reading *r = context;
	if (r->limited)
		return take_limited(r, bytes, length, done);
	if (r->raw)
		return take_raw(r, bytes, length, done);
	size_t start = 0, i = 0;
	for (; i < length && !*done; i++) {
		if (r->escaping) {
			add_escaped(r, bytes[i]);
			start = i + 1;
		} else if (bytes[i] == r->delimiter || bytes[i] == '\\') {
			add(r, bytes + start, i - start);
			start = i + 1;
			*done = bytes[i] == r->delimiter;
			r->escaping = !*done;
		}
	}
	if (!*done)
		add(r, bytes + start, i - start);
	return i;
}

/* A value cannot hold a NUL: they are left out, as in other shells. */
static void drop_nuls(struct reading *r)
{
	char *text = r->line->data, *marks = r->marks ? r->marks->data : NULL;
	size_t length = r->line->length, to = 0;
	if (length == 0 || !memchr(text, '\0', length))
		return;
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '\0')
			continue;
		text[to] = text[i];
		if (marks)
			marks[to] = marks[i];
		to++;
	}
	r->line->length = to;
}

/* --- its fields (2.6.5, as `read` modifies it) --- */

static unsigned delimiter_at(const struct reading *r, size_t i, size_t *size)
{
	if (r->marks && r->marks->data[i])
		return 0;
	return ifs_delimiter(r->sh, r->line->data + i, r->line->length - i, size);
}

static size_t skip_white(const struct reading *r, size_t i)
{
	size_t size;
	while (i < r->line->length && delimiter_at(r, i, &size) == IFS_WHITE)
		i += size;
	return i;
}

/* The field at *at is [*at, the result); *at is then where the next one begins. */
static size_t next_field(const struct reading *r, size_t *at)
{
	size_t i = *at, size = 1;
	unsigned kind = 0;
	while (i < r->line->length && !(kind = delimiter_at(r, i, &size)))
		i++;
	size_t end = i;
	if (kind == IFS_WHITE) {
		i = skip_white(r, i);
		if (i < r->line->length && delimiter_at(r, i, &size) == IFS_OTHER)
			i = skip_white(r, i + size);
	} else if (kind == IFS_OTHER) {
		i = skip_white(r, i + size);
	}
	*at = i;
	return end;
}

/* The end of what is left, without white space that separates. */
static size_t trimmed_end(const struct reading *r, size_t start)
{
	size_t end = r->line->length, size;
	while (end > start && delimiter_at(r, end - 1, &size) == IFS_WHITE)
		end--;
	return end;
}

/* -a: each field is an element. */
static bool assign_array(struct reading *r, struct name *n)
{
	struct shell *sh = r->sh;
	struct buf *items = shell_buffer(sh);
	if (!items)
		return false;
	for (size_t at = skip_white(r, 0), start; (start = at) < r->line->length;) {
		size_t end = next_field(r, &at);
		const struct array_item item = {
			.value = {.text = r->line->data + start, .length = end - start}};
		array_item_add(items, &item);
	}
	struct array_value value;
	bool ok = array_value_finish(sh, items, &value) && var_set_array(sh, n, &value, false);
	shell_buffer_done(sh, items);
	return ok;
}

static bool assign(struct reading *r, const struct assignment *targets, int count)
{
	if (r->array)
		return assign_array(r, targets[0].name);
	size_t at = r->unsplit ? 0 : skip_white(r, 0);
	const char *text = r->line->data;
	for (int i = 0; i < count; i++) {
		size_t start = at;
		size_t end = r->line->length;
		if (r->unsplit)
			at = end;
		else
			end = i < count - 1 ? next_field(r, &at) : trimmed_end(r, at);
		if (!assignment_set(r->sh, &targets[i], end > start ? text + start : "",
				    end - start))
			return false;
	}
	return true;
}

/* --- the command --- */

/* While a trap's action runs the terminal stays as it is for the line. */
static enum read_end read_line(struct reading *r, struct read_input *in)
{
	if (r->limited && r->left == 0)
		return READ_LINE;
	tty_change(r->fd, r->silent, r->limited);
	enum read_end end = read_input_line(in);
	tty_restore();
	return end;
}

/* Where it is all decided, status and flow. */
static enum flow read_and_assign(struct reading *r, struct args *a,
				 const struct assignment *targets, int count)
{
	struct read_input in = {.sh = r->sh,
				.fd = r->fd,
				.timeout_ms = r->timeout_ms,
				.take = take,
				.sure = sure,
				.take_message = take_message,
				.context = r};
	enum read_end end = read_line(r, &in);
	int status = end == READ_EOF ? STATUS_EOF : end == READ_TIMEOUT ? STATUS_TIMEOUT : 0;
	if (end == READ_STOPPED) {
		a->ran_commands = true; /* the flow is a trap's, or of ^C: no error of ours */
		return in.flow;
	}
	if (end == READ_FAILED) {
		if (r->fd == STDIN_FILENO)
			args_error(r->sh, a, STATUS_ERROR, "standard input: %s", strerror(errno));
		else
			args_error(r->sh, a, STATUS_ERROR, "%d: %s", r->fd, strerror(errno));
		return FLOW_NEXT;
	}
	drop_nuls(r);
	if (r->line->failed || (r->marks && r->marks->failed)) {
		(void)shell_no_memory(r->sh);
		status = STATUS_ERROR;
	} else if (!assign(r, targets, count)) {
		status = STATUS_ERROR;
	}
	r->sh->status = status;
	return FLOW_NEXT;
}

/* What the operands are, in sh->tmp: the array of -a, REPLY if there are none; NULL after a message. */
static struct assignment *operand_targets(struct shell *sh, struct args *a, char *array, int *count)
{
	static char name[] = "REPLY";
	static char *reply[] = {name};
	char **operands = a->argv + a->next;
	*count = a->count - a->next;
	if (array) {
		operands = &array;
		*count = 1;
	} else if (*count == 0) {
		operands = reply;
		*count = 1;
	}
	struct assignment *targets = shell_alloc(sh, (size_t)*count * sizeof *targets);
	if (!targets) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	for (int i = 0; i < *count; i++)
		if (!target_read(sh, a, operands[i], STATUS_ERROR, &targets[i]))
			return NULL;
	return targets;
}

/* False after a message. */
static bool set_option(struct reading *r, struct args *a, int option)
{
	struct shell *sh = r->sh;
	int64_t number = 0;
	switch (option) {
	case 'r':
		r->raw = true;
		break;
	case 's':
		r->silent = true;
		break;
	case 'a':
		r->array = a->value;
		break;
	case 'd':
		r->delimiter = a->value[0];
		break;
	case 'p':
		r->prompt = a->value;
		break;
	case 't':
		return args_seconds(sh, a, a->value, STATUS_ERROR, &r->timeout_ms);
	case 'u':
		if (!args_number(sh, a, a->value, 0, INT_MAX, &number))
			return false;
		r->fd = (int)number;
		if (fd_is_own(r->fd) || fcntl(r->fd, F_GETFD) < 0) {
			args_error(sh, a, STATUS_ERROR, "%s: %s", a->value, strerror(EBADF));
			return false;
		}
		break;
	default: /* n, N */
		if (!args_number(sh, a, a->value, 0, INT_MAX, &number))
			return false;
		r->limited = true;
		r->exact = option == 'N';
		r->left = (size_t)number;
	}
	return true;
}

enum flow builtin_read(struct shell *sh, struct args *a)
{
	struct reading r = {.sh = sh, .delimiter = '\n', .timeout_ms = -1};
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		if (!set_option(&r, a, o)) {
			sh->status = STATUS_ERROR;
			return FLOW_NEXT;
		}
	}
	if (r.timeout_ms == 0) {
		sh->status = read_input_ready(sh, r.fd) ? 0 : 1;
		return FLOW_NEXT;
	}
	r.unsplit = r.exact || (a->next == a->count && !r.array);
	int count;
	struct assignment *targets = operand_targets(sh, a, r.array, &count);
	r.line = targets ? shell_buffer(sh) : NULL;
	if (!r.line) {
		sh->status = STATUS_ERROR;
		return FLOW_NEXT;
	}
	if (r.prompt && isatty(r.fd))
		diag_write(r.prompt, strlen(r.prompt));
	enum flow f = read_and_assign(&r, a, targets, count);
	shell_buffer_done(sh, r.line);
	shell_buffer_done(sh, r.marks);
	return f;
}
