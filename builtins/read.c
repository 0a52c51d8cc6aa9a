/* read [-r] [-d delimiter] name... (XCU read). */
#include "builtins/builtins.h"

#include "base/diag.h"
#include "builtins/args.h"
#include "builtins/assignment.h"
#include "builtins/read_input.h"
#include "eval/prompt_text.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_EOF = 1, STATUS_ERROR = 2 };

struct reading {
	struct shell *sh;
	bool raw;
	char delimiter;
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

static void prompt_for_more(struct shell *sh)
{
	const char *prompt = var_get_by(sh, "PS2");
	if (!sh->interactive || !prompt || !isatty(STDIN_FILENO))
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
		prompt_for_more(r->sh);
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

static size_t take_raw(struct reading *r, const char *bytes, size_t length, bool *done)
{
	const char *end = memchr(bytes, r->delimiter, length);
	*done = end != NULL;
	size_t taken = end ? (size_t)(end - bytes) : length;
	add(r, bytes, taken);
	return taken + *done;
}

static size_t take(void *context, const char *bytes, size_t length, bool *done)
{
	struct reading *r = context;
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

static bool assign(struct reading *r, struct name **names, int count)
{
	size_t at = skip_white(r, 0);
	const char *text = r->line->data;
	for (int i = 0; i < count; i++) {
		size_t start = at;
		size_t end = i < count - 1 ? next_field(r, &at) : trimmed_end(r, at);
		if (!var_set(r->sh, names[i], end > start ? text + start : "", end - start))
			return false;
	}
	return true;
}

/* --- the command --- */

/* Where it is all decided, status and flow. */
static enum flow read_and_assign(struct reading *r, struct args *a, struct name **names, int count)
{
	struct read_input in = {.sh = r->sh, .take = take, .context = r};
	enum read_end end = read_input_line(&in);
	int status = end == READ_EOF ? STATUS_EOF : 0;
	if (end == READ_STOPPED) {
		a->ran_commands = true; /* the flow is a trap's, or of ^C: no error of ours */
		return in.flow;
	}
	if (end == READ_FAILED) {
		args_error(r->sh, a, STATUS_ERROR, "standard input: %s", strerror(errno));
		return FLOW_NEXT;
	}
	drop_nuls(r);
	if (r->line->failed || (r->marks && r->marks->failed)) {
		(void)shell_no_memory(r->sh);
		status = STATUS_ERROR;
	} else if (!assign(r, names, count)) {
		status = STATUS_ERROR;
	}
	r->sh->status = status;
	return FLOW_NEXT;
}

/* The names of the operands in sh->tmp, REPLY if there are none; NULL after a message. */
static struct name **operand_names(struct shell *sh, struct args *a)
{
	static char self[] = "read", name[] = "REPLY";
	static char *reply[] = {self, name, NULL};
	if (a->next == a->count) {
		a->argv = reply;
		a->next = 1;
		a->count = 2;
	}
	int count = a->count - a->next;
	struct name **names = shell_alloc(sh, (size_t)count * sizeof *names);
	if (!names) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	for (int i = 0; i < count; i++) {
		names[i] = operand_name(sh, a, a->argv[a->next + i], STATUS_ERROR);
		if (!names[i])
			return NULL;
	}
	return names;
}

enum flow builtin_read(struct shell *sh, struct args *a)
{
	struct reading r = {.sh = sh, .delimiter = '\n'};
	for (int o; (o = args_option(sh, a)) != 0;) {
		if (o == '?')
			return FLOW_ABORT;
		if (o == 'r')
			r.raw = true;
		else
			r.delimiter = a->value[0];
	}
	struct name **names = operand_names(sh, a);
	r.line = names ? shell_buffer(sh) : NULL;
	if (!r.line) {
		sh->status = STATUS_ERROR;
		return FLOW_NEXT;
	}
	enum flow f = read_and_assign(&r, a, names, a->count - a->next);
	shell_buffer_done(sh, r.line);
	shell_buffer_done(sh, r.marks);
	return f;
}
