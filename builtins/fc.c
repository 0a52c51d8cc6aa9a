/* fc: list, edit or run again commands of the history (XCU fc). */
#include "builtins/builtins.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/out.h"
#include "builtins/args.h"
#include "eval/input_run.h"
#include "lang/input.h"
#include "state/history.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum { LIST_COUNT = 16 };

struct request {
	bool list, numbers, reverse, again;
	const char *editor;
	const char *from, *to; /* -s old=new */
	size_t first, last;    /* indexes of entries, in the order in which they are wanted */
};

/* The running fc is the newest entry and does not count. */
static size_t entry_count(const struct history *h)
{
	return h->count - (h->running && h->count > 0 ? 1 : 0);
}

/* The entry that `text` names: a number, -n from the newest, or the newest that begins so.  Numbers
 * beyond either end mean that end in a list.  False: there is none. */
static bool find_entry(struct shell *sh, const char *text, bool clip, size_t *index)
{
	const struct history *h = sh->history;
	size_t count = entry_count(h);
	char *end;
	errno = 0;
	long n = strtol(text, &end, 10);
	if (end != text && *end == '\0' && !errno) {
		long low = (long)h->first_number, high = low + (long)count - 1;
		if (n <= 0)
			n = n == 0 ? high : high + 1 + n;
		if (clip)
			n = n < low ? low : n > high ? high : n;
		*index = (size_t)(n - low);
		return n >= low && n <= high;
	}
	for (size_t i = count; i-- > 0;)
		if (strncmp(h->entries[i], text, strlen(text)) == 0)
			return *index = i, true;
	return false;
}

static bool find_operand(struct shell *sh, struct args *a, const char *text, bool clip,
			 size_t *index)
{
	if (find_entry(sh, text, clip, index))
		return true;
	args_error(sh, a, 1, "%s: no such command in the history", text);
	return false;
}

/* Where the operands point; without them the last 16 to list, the last one to edit.  A range may
 * reach beyond either end. */
static bool find_range(struct shell *sh, struct args *a, struct request *r)
{
	size_t count = entry_count(sh->history);
	char **operand = a->argv + a->next;
	int operands = a->count - a->next;
	bool clip = r->list || operands > 1;
	r->first = r->list && count > LIST_COUNT ? count - LIST_COUNT : r->list ? 0 : count - 1;
	r->last = count - 1;
	if (operands > 0 && !find_operand(sh, a, operand[0], clip, &r->first))
		return false;
	if (operands == 1 && !r->list)
		r->last = r->first;
	if (operands > 1 && !find_operand(sh, a, operand[1], clip, &r->last))
		return false;
	if (r->reverse) {
		size_t first = r->first;
		r->first = r->last;
		r->last = first;
	}
	return true;
}

/* Calls `visit` for each entry from first to last, in either direction. */
static void each_entry(struct shell *sh, const struct request *r,
		       void (*visit)(struct shell *sh, const struct request *r, size_t i,
				     struct buf *b),
		       struct buf *b)
{
	for (size_t i = r->first;; i += r->first <= r->last ? 1 : (size_t)-1) {
		visit(sh, r, i, b);
		if (i == r->last)
			return;
	}
}

/* Lines of one entry after its first begin with a tab. */
static void list_entry(struct shell *sh, const struct request *r, size_t i, struct buf *unused)
{
	(void)unused;
	if (r->numbers)
		out_printf(sh->out, "%lu", sh->history->first_number + i);
	out_byte(sh->out, '\t');
	for (const char *c = sh->history->entries[i]; *c; c++) {
		out_byte(sh->out, *c);
		if (*c == '\n')
			out_byte(sh->out, '\t');
	}
	out_byte(sh->out, '\n');
}

static void add_entry(struct shell *sh, const struct request *r, size_t i, struct buf *b)
{
	(void)r;
	buf_str(b, sh->history->entries[i]);
	buf_byte(b, '\n');
}

/* The lines of a text as the parser takes them, each command an entry of the history before it runs,
 * as if it had been typed. */
struct recorder {
	struct input input; /* first: the parser's view */
	struct input *text;
	struct history *history;
	bool started; /* some line of the command is not empty */
};

static enum input_status recorder_next(struct input *in, bool continued, const char **line,
				       size_t *length)
{
	struct recorder *r = (struct recorder *)in;
	enum input_status status = r->text->next_line(r->text, continued, line, length);
	if (status != INPUT_LINE)
		return status;
	size_t bare = *length - (*length > 0 && (*line)[*length - 1] == '\n' ? 1 : 0);
	continued = continued && r->started;
	r->started = continued || bare > 0;
	if (r->started && !history_add_line(r->history, *line, bare, continued)) {
		errno = ENOMEM;
		return INPUT_ERROR;
	}
	return INPUT_LINE;
}

static void recorder_close(struct input *in)
{
	input_close(((struct recorder *)in)->text);
	mem_free(in);
}

/* NULL: no memory. */
static struct input *record(struct shell *sh, const struct buf *text)
{
	struct recorder *r = mem_zero(sizeof *r);
	struct input *lines = r ? input_of_string(text->data, text->length) : NULL;
	if (!lines) {
		mem_free(r);
		return NULL;
	}
	*r = (struct recorder){.input = {.next_line = recorder_next, .close = recorder_close},
			       .text = lines,
			       .history = sh->history};
	return &r->input;
}

/* Shows the commands and runs them. */
static enum flow run_commands(struct shell *sh, struct args *a, struct buf *text)
{
	while (text->length > 0 && text->data[text->length - 1] == '\n')
		text->length--;
	buf_byte(text, '\n');
	if (text->failed) {
		shell_no_memory(sh);
		return FLOW_ABORT;
	}
	if (text->length == 1)
		return FLOW_NEXT;
	diag_write(text->data, text->length);
	sh->status = a->status_before;
	a->ran_commands = true;
	return run_held_input(sh, record(sh, text), text->length, SOURCE_EVAL, "fc");
}

/* What is edited or run again takes the place of the fc that asks for it. */
static void leave_history(struct history *h)
{
	if (h->running)
		history_remove_last(h);
}

/* -s: the command again, the first `from` in it replaced. */
static enum flow run_again(struct shell *sh, struct args *a, const struct request *r)
{
	struct buf text = BUF_INIT;
	const char *entry = sh->history->entries[r->first];
	const char *found = r->from ? strstr(entry, r->from) : NULL;
	if (found) {
		buf_add(&text, entry, (size_t)(found - entry));
		buf_str(&text, r->to);
		entry = found + strlen(r->from);
	}
	buf_str(&text, entry);
	leave_history(sh->history);
	enum flow f = run_commands(sh, a, &text);
	buf_free(&text);
	return f;
}

static const char *editor_of(struct shell *sh, const struct request *r)
{
	const char *editor = r->editor ? r->editor : var_get_by(sh, "FCEDIT");
	return editor && *editor ? editor : "ed";
}

static bool read_file(const char *path, struct buf *text)
{
	int fd = fd_open_high(path, O_RDONLY, 0);
	ssize_t n = -1;
	buf_clear(text);
	while (fd >= 0 && buf_room(text, 4096) &&
	       (n = fd_read(fd, text->data + text->length, 4096)) > 0)
		text->length += (size_t)n;
	fd_close(fd);
	return n == 0;
}

/* Runs the editor on the file; false unless it ended with status 0. */
static bool run_editor(struct shell *sh, struct args *a, const char *editor, const char *path,
		       enum flow *f)
{
	struct buf command = BUF_INIT;
	buf_str(&command, editor);
	buf_byte(&command, ' ');
	buf_quoted(&command, path);
	a->ran_commands = true;
	const char *text = buf_cstr(&command);
	if (command.failed)
		shell_no_memory(sh);
	else
		*f = run_string(sh, text, SOURCE_EVAL, "fc");
	buf_free(&command);
	return *f == FLOW_NEXT && sh->status == 0;
}

static enum flow edit(struct shell *sh, struct args *a, const struct request *r)
{
	struct buf text = BUF_INIT, path = BUF_INIT;
	const char *tmpdir = var_get_by(sh, "TMPDIR");
	enum flow f = FLOW_NEXT;
	each_entry(sh, r, add_entry, &text);
	leave_history(sh->history);
	buf_printf(&path, "%s/whelk-fc.%ld", tmpdir && *tmpdir ? tmpdir : "/tmp", (long)getpid());
	const char *name = buf_cstr(&path);
	int fd = fd_open_high(name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	bool edited = false;
	bool written = fd >= 0 && fd_write_all(fd, text.data, text.length);
	int error = errno;
	fd_close(fd);
	if (!written)
		args_error(sh, a, 1, "%s: %s", name, strerror(error));
	else if (!run_editor(sh, a, editor_of(sh, r), name, &f))
		sh->status = sh->status ? sh->status : 1;
	else if (!read_file(name, &text))
		args_error(sh, a, 1, "%s: %s", name, strerror(errno));
	else
		edited = true;
	if (fd >= 0)
		unlink(name);
	if (edited)
		f = run_commands(sh, a, &text);
	buf_free(&text);
	buf_free(&path);
	return f;
}

/* One option; false if it is none. */
static bool take_option(struct args *a, struct request *r, int o)
{
	switch (o) {
	case 'l':
		r->list = true;
		return true;
	case 'n':
		r->numbers = false;
		return true;
	case 'r':
		r->reverse = true;
		return true;
	case 's':
		r->again = true;
		return true;
	case 'e':
		r->editor = a->value;
		return true;
	}
	return false;
}

/* True if the next argument is -5 or the like: an operand, not options. */
static bool at_number(const struct args *a)
{
	const char *arg = a->next < a->count ? a->argv[a->next] : "";
	return (!a->cluster || !*a->cluster) && arg[0] == '-' && arg[1] >= '0' && arg[1] <= '9';
}

/* False after a usage error. */
static bool read_request(struct shell *sh, struct args *a, struct request *r)
{
	while (!at_number(a)) {
		int o = args_option(sh, a);
		if (o == 0)
			break;
		if (!take_option(a, r, o))
			return false;
	}
	if (r->editor && strcmp(r->editor, "-") == 0)
		r->again = true;
	char *equals = r->again && a->next < a->count ? strchr(a->argv[a->next], '=') : NULL;
	if (equals) {
		*equals = '\0';
		r->from = a->argv[a->next++];
		r->to = equals + 1;
	}
	return true;
}

enum flow builtin_fc(struct shell *sh, struct args *a)
{
	struct request r = {.numbers = true};
	if (!read_request(sh, a, &r))
		return FLOW_ABORT;
	if (a->count - a->next > (r.again ? 1 : 2))
		return args_usage(sh, a);
	if (!sh->history || sh->history->count == 0 || entry_count(sh->history) == 0) {
		args_error(sh, a, 1, "the history is empty");
		return FLOW_NEXT;
	}
	if (!find_range(sh, a, &r))
		return FLOW_NEXT;
	if (r.again)
		return run_again(sh, a, &r);
	if (!r.list)
		return edit(sh, a, &r);
	each_entry(sh, &r, list_entry, NULL);
	return FLOW_NEXT;
}
