#include "eval/redirect.h"

#include "base/fdio.h"
#include "base/name.h"
#include "base/pending.h"
#include "base/tick.h"
#include "eval/errors.h"
#include "eval/expand.h"
#include "eval/farewell.h"
#include "ipc/fifo.h"
#include "ipc/procsub.h"
#include "lang/tree.h"
#include "proc/job.h"
#include "proc/sig.h"
#include "state/frame.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

static bool redirect_failed(struct shell *sh, const struct redir *r, const char *target)
{
	bool cut = errno == EINTR && interrupt_is_pending(); /* ^C: it is known why */
	if (!cut)
		shell_error_at(sh, r->at, "%s: %s", target, strerror(errno));
	sh->status = cut ? 128 + SIGINT : 1;
	return false;
}

struct opening {
	struct shell *sh;
	struct tick tick;
	bool ticks;
};

/* A list whose process has ended lets go of who waits for it when that is reaped. */
static bool keep_waiting(void *context)
{
	struct opening *o = context;
	job_reap(o->sh);
	if (o->ticks)
		tick_slow_down(&o->tick, -1);
	return !signal_is_pending();
}

int redirect_open(struct shell *sh, const char *path, int flags)
{
	struct opening o = {.sh = sh};
	o.ticks = procsub_is_open(sh) && tick_start(&o.tick);
	int fd = fd_open(path, flags, 0666, keep_waiting, &o);
	if (o.ticks)
		tick_stop(&o.tick);
	return fd;
}

/* `set -C` (2.7.2): never replaces a regular file; Issue 8 asks for O_EXCL, so that two shells
 * cannot both think that they made it.  What is there and is no regular file is opened. */
static int open_noclobber(struct shell *sh, const char *path)
{
	int fd = redirect_open(sh, path, O_WRONLY | O_CREAT | O_EXCL);
	if (fd >= 0 || errno != EEXIST)
		return fd;
	struct stat st;
	if (stat(path, &st) == 0 && S_ISREG(st.st_mode)) {
		errno = EEXIST;
		return -1;
	}
	fd = redirect_open(sh, path, O_WRONLY);
	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		fd_close(fd);
		errno = EEXIST;
		fd = -1;
	}
	return fd;
}

static int open_target(struct shell *sh, const struct redir *r, const char *path)
{
	switch ((enum redir_kind)r->kind) {
	case REDIR_READ:
		return redirect_open(sh, path, O_RDONLY);
	case REDIR_WRITE:
	case REDIR_WRITE_BOTH:
	case REDIR_DUP_OR_BOTH:
		if (sh->options[OPT_NOCLOBBER])
			return open_noclobber(sh, path);
		return redirect_open(sh, path, O_WRONLY | O_CREAT | O_TRUNC);
	case REDIR_CLOBBER:
		return redirect_open(sh, path, O_WRONLY | O_CREAT | O_TRUNC);
	case REDIR_APPEND:
	case REDIR_APPEND_BOTH:
		return redirect_open(sh, path, O_WRONLY | O_CREAT | O_APPEND);
	case REDIR_READ_WRITE:
		return redirect_open(sh, path, O_RDWR | O_CREAT);
	case REDIR_DUP_READ:
	case REDIR_DUP_WRITE:
	case REDIR_HEREDOC:
	case REDIR_HERE_STRING:
	case REDIR_FIFO_READ:
	case REDIR_FIFO_WRITE:
		break;
	}
	errno = EINVAL;
	return -1;
}

/* Whether opening might wait, or means something else in another process. */
static bool may_block(const char *path)
{
	struct stat st;
	if (strncmp(path, "/dev/", 5) == 0)
		return strcmp(path, "/dev/null") != 0;
	return stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode);
}

/* {name}>: a free descriptor at 10 or above that stays open after the command; its number is
 * the variable's value. */
static bool open_named(struct shell *sh, const struct redir *r, int fd)
{
	int kept = fd_move_high(fd);
	if (kept < 0)
		return redirect_failed(sh, r, r->fd_name->text);
	(void)fcntl(kept, F_SETFD, 0); /* a redirection's descriptor reaches children */
	if (var_set_integer(sh, r->fd_name, kept))
		return true;
	fd_close(kept);
	return false;
}

/* The descriptor that {name} holds, for {name}>&-.  -1 after a message. */
static int named_descriptor(struct shell *sh, const struct redir *r)
{
	int64_t value;
	if (var_integer(sh, r->fd_name->variable, &value) && value >= 0 && value < 1 << 20)
		return (int)value;
	errno = EBADF;
	redirect_failed(sh, r, r->fd_name->text);
	return -1;
}

/* n<&word and n>&word (2.7.5, 2.7.6).  m- is an extension: m moves, so it is closed. */
static bool plan_dup(struct shell *sh, const struct redir *r, const char *word,
		     struct fd_plan *plan)
{
	if (strcmp(word, "-") == 0) {
		int fd = r->fd_name ? named_descriptor(sh, r) : r->fd;
		return fd >= 0 && fd_plan_add(sh, plan, FD_STEP_CLOSE, fd, FD_CLOSED);
	}
	int source = 0;
	const char *c = word;
	for (; *c >= '0' && *c <= '9' && source < 1 << 20; c++)
		source = source * 10 + (*c - '0');
	bool moves = c > word && strcmp(c, "-") == 0;
	if (c == word || (*c && !moves)) {
		shell_error_at(sh, r->at, "%s: not a descriptor", word);
		sh->status = 1;
		return false;
	}
	int now = fd_plan_lookup(plan, source);
	errno = EBADF;
	if (now < 0 || (now == source && (fd_is_own(source) || fcntl(source, F_GETFD) < 0)))
		return redirect_failed(sh, r, word);
	if (r->fd_name) {
		int copy = fd_dup_high(now);
		if (copy < 0 || !open_named(sh, r, copy))
			return copy < 0 && redirect_failed(sh, r, word);
		return !moves || fd_plan_add(sh, plan, FD_STEP_CLOSE, source, FD_CLOSED);
	}
	if (!fd_plan_add(sh, plan, FD_STEP_DUP, r->fd, source))
		return false;
	return !moves || source == r->fd || fd_plan_add(sh, plan, FD_STEP_CLOSE, source, FD_CLOSED);
}

static bool plan_opened(struct shell *sh, const struct redir *r, struct fd_plan *plan, int fd,
			const char *target)
{
	if (fd < 0)
		return redirect_failed(sh, r, target);
	if (r->fd_name)
		return open_named(sh, r, fd);
	int high = fd_move_high(fd);
	if (high < 0)
		return redirect_failed(sh, r, target);
	return fd_plan_add(sh, plan, FD_STEP_MOVE, r->fd, high);
}

/* The target's text; NULL after an error, which ends the shell as any expansion error does. */
static const char *expand_target(struct shell *sh, const struct redir *r, size_t *length)
{
	const struct substitution *mark = procsub_newest(sh);
	const char *text = expand_string(sh, r->target, length);
	if (!text)
		sh->unwinding = error_flow(sh, ERROR_EXPANSION);
	else if (procsub_failed(sh, mark))
		return NULL;
	return text;
}

/* <<<word: the word and a newline. */
static bool plan_here_string(struct shell *sh, const struct redir *r, const char *text,
			     size_t length, struct fd_plan *plan)
{
	char *line = shell_alloc(sh, length + 1);
	if (!line)
		return shell_no_memory(sh);
	memcpy(line, text, length);
	line[length] = '\n';
	return plan_opened(sh, r, plan, fd_of_bytes(line, length + 1), "here-string");
}

static bool is_dup(const struct redir *r, const char *text)
{
	return r->kind == REDIR_DUP_READ || r->kind == REDIR_DUP_WRITE ||
	       (r->kind == REDIR_DUP_OR_BOTH && redir_is_descriptor(text));
}

static bool opens_a_path(const struct redir *r, const char *text)
{
	return r->kind <= REDIR_READ_WRITE ||
	       (r->kind == REDIR_DUP_OR_BOTH && !redir_is_descriptor(text));
}

static bool writes_both(const struct redir *r)
{
	return r->kind == REDIR_WRITE_BOTH || r->kind == REDIR_APPEND_BOTH ||
	       r->kind == REDIR_DUP_OR_BOTH;
}

/* Plans one redirection with the text of its target. */
static bool plan_one(struct shell *sh, const struct redir *r, const char *text, size_t length,
		     struct fd_plan *plan)
{
	if (r->kind == REDIR_HEREDOC)
		return plan_opened(sh, r, plan, fd_of_bytes(text, length), "here-document");
	if (r->kind == REDIR_HERE_STRING)
		return plan_here_string(sh, r, text, length, plan);
	if (is_dup(r, text))
		return plan_dup(sh, r, text, plan);
	if (!plan_opened(sh, r, plan, open_target(sh, r, text), text))
		return false;
	return !writes_both(r) || fd_plan_add(sh, plan, FD_STEP_DUP, STDERR_FILENO, STDOUT_FILENO);
}

/* The first of them is done. */
static void go_on(struct redirect_rest *rest)
{
	rest->first = rest->first->next;
	rest->target = NULL;
	if (rest->targets)
		rest->targets++;
}

/* The text of the first target; NULL after an error. */
static const char *first_target(struct shell *sh, struct redirect_rest *rest, size_t *length)
{
	const char *text = rest->target;
	if (!text && rest->targets)
		text = *rest->targets;
	*length = text ? strlen(text) : 0;
	return text ? text : expand_target(sh, rest->first, length);
}

bool redirect_plan(struct shell *sh, struct redirect_rest *rest, struct fd_plan *plan)
{
	for (; rest->first; go_on(rest)) {
		size_t length;
		const char *text = first_target(sh, rest, &length);
		if (text && opens_a_path(rest->first, text) && may_block(text)) {
			rest->target = text;
			return true;
		}
		if (!text || !plan_one(sh, rest->first, text, length, plan)) {
			fd_plan_abandon(plan);
			return false;
		}
	}
	return true;
}

/* --- named pipes --- */

static bool is_fifo(const struct redir *r)
{
	return r->kind == REDIR_FIFO_READ || r->kind == REDIR_FIFO_WRITE;
}

bool redirects_to_fifo(const struct redir *list)
{
	for (const struct redir *r = list; r; r = r->next)
		if (is_fifo(r))
			return true;
	return false;
}

static bool hold(struct shell *sh, const struct redir *list, struct redirect_fifos *fifos,
		 bool ahead)
{
	size_t count = 0, length;
	for (const struct redir *r = list; r; r = r->next)
		count += is_fifo(r);
	*fifos = (struct redirect_fifos){.ends = shell_alloc(sh, count * sizeof *fifos->ends)};
	if (!fifos->ends)
		return shell_no_memory(sh);
	farewell_prepare(sh);
	for (const struct redir *r = list; r; r = r->next) {
		if (!is_fifo(r) || (ahead && !word_is_pure(sh, r->target)))
			continue;
		struct fifo_end *e = &fifos->ends[fifos->count];
		*e = (struct fifo_end){.at = r->at,
				       .writes = r->kind == REDIR_FIFO_WRITE,
				       .fd = FD_CLOSED,
				       .pin = FD_CLOSED};
		e->path = expand_target(sh, r, &length);
		if (!e->path || !fifo_hold(sh, e)) {
			redirect_fifos_used(sh, fifos, 0);
			return false;
		}
		fifos->count++;
	}
	return true;
}

bool redirect_hold_fifos(struct shell *sh, const struct redir *list, struct redirect_fifos *fifos)
{
	return hold(sh, list, fifos, false);
}

bool redirect_hold_ahead(struct shell *sh, const struct redir *list, struct redirect_fifos *fifos)
{
	*fifos = (struct redirect_fifos){0};
	return !redirects_to_fifo(list) || hold(sh, list, fifos, true);
}

void redirect_fifos_used(struct shell *sh, const struct redirect_fifos *fifos, pid_t pid)
{
	for (size_t i = 0; i < fifos->count; i++) {
		struct fifo_use *use = fifos->ends[i].use;
		if (use && pid > 0)
			fifo_use_by(use, pid);
		else if (use)
			fifo_release(sh, use, FD_CLOSED);
	}
}

/* When the redirected command is done.  On the log before its descriptors, so undone after them. */
struct undo_fifo {
	struct undo undo;
	struct fifo_use *use;
	int fd; /* where it is, if it stays open */
};

static void release_fifo(struct shell *sh, struct undo *undo)
{
	struct undo_fifo *u = (struct undo_fifo *)undo;
	fifo_release(sh, u->use, u->fd);
	mem_free(u);
}

static bool log_release(struct shell *sh, const struct redir *r, struct fifo_use *use,
			struct frame *f)
{
	struct undo_fifo *u = mem_alloc(sizeof *u);
	if (!u)
		return shell_no_memory(sh);
	*u = (struct undo_fifo){.undo.restore = release_fifo, .use = use, .fd = r->fd};
	frame_log(f, &u->undo);
	return true;
}

/* Plans one that is open already. */
static bool plan_fifo(struct shell *sh, const struct redir *r, struct redirect_fifos *fifos,
		      struct fd_plan *plan, struct frame *undo)
{
	struct fifo_end *e = &fifos->ends[fifos->next++];
	int fd = e->fd;
	e->fd = FD_CLOSED;
	/* {name}<||q stays open, and so the name stays. */
	if (undo && e->use && !r->fd_name && !log_release(sh, r, e->use, undo)) {
		fd_close(fd);
		return false;
	}
	return plan_opened(sh, r, plan, fd, e->path);
}

/* --- process substitutions --- */

/* The first in its target. */
static const struct part *list_of(const struct redir *r)
{
	const struct part *p = is_fifo(r) ? NULL : r->target->parts;
	while (p && p->kind != PART_PROCESS)
		p = p->next;
	return p;
}

/* Who has both ends of a pipe never sees its end. */
static bool goes_one_way(struct shell *sh, const struct redir *r)
{
	char kind = list_of(r)->process.kind;
	if (r->kind != REDIR_READ_WRITE || kind == '=')
		return true;
	shell_error_at(sh, r->at, "%c(...): it can only be %s, and <> is for both", kind,
		       kind == '<' ? "read" : "written");
	sh->status = 1;
	return false;
}

bool redirect_start_lists(struct shell *sh, const struct redir *list, struct redirect_rest *rest)
{
	size_t count = 0, length;
	bool any = false;
	*rest = (struct redirect_rest){.first = list};
	for (const struct redir *r = list; r; r = r->next, count++)
		any |= list_of(r) != NULL;
	if (!any)
		return true;
	const char **texts = shell_alloc(sh, count * sizeof *texts);
	if (!texts)
		return shell_no_memory(sh);
	rest->targets = texts;
	for (const struct redir *r = list; r; r = r->next, texts++) {
		*texts = NULL;
		if (!list_of(r))
			continue;
		*texts = goes_one_way(sh, r) ? expand_target(sh, r, &length) : NULL;
		if (!*texts)
			return false;
	}
	return true;
}

/* --- applying --- */

/* Plans and applies the first. */
static bool redirect_one(struct shell *sh, struct redirect_rest *rest, struct frame *undo)
{
	struct fd_plan plan = FD_PLAN_INIT;
	size_t length;
	const struct redir *r = rest->first;
	if (is_fifo(r))
		return plan_fifo(sh, r, &rest->fifos, &plan, undo) &&
		       fd_plan_apply(sh, &plan, undo);
	const char *text = first_target(sh, rest, &length);
	if (text && plan_one(sh, r, text, length, &plan))
		return fd_plan_apply(sh, &plan, undo);
	fd_plan_abandon(&plan);
	return false;
}

static bool redirect_all(struct shell *sh, struct redirect_rest *rest, struct frame *undo)
{
	struct redirect_fifos *fifos = &rest->fifos;
	while (rest->first && redirect_one(sh, rest, undo))
		go_on(rest);
	if (!rest->first)
		return true;
	for (; fifos->next < fifos->count; fifos->next++)
		fd_close(fifos->ends[fifos->next].fd);
	return false;
}

static bool open_fifos(struct shell *sh, const struct redirect_fifos *fifos)
{
	if (fifo_open(sh, fifos->ends, fifos->count))
		return true;
	int sig = signal_look();
	if (signal_is_pending())
		sh->status = 128 + (sig ? sig : SIGINT);
	return false;
}

bool redirect_here(struct shell *sh, const struct redir *list, struct frame *undo)
{
	struct redirect_rest rest;
	if (!redirect_start_lists(sh, list, &rest))
		return false;
	if (!redirects_to_fifo(list))
		return redirect_all(sh, &rest, undo);
	if (!redirect_hold_fifos(sh, list, &rest.fifos))
		return false;
	if (!open_fifos(sh, &rest.fifos)) {
		redirect_fifos_used(sh, &rest.fifos, 0);
		return false;
	}
	return redirect_all(sh, &rest, undo);
}

bool redirect_finish(struct shell *sh, struct redirect_rest *rest)
{
	if (!rest->target && redirects_to_fifo(rest->first)) {
		if (rest->fifos.count == 0 && !redirect_hold_fifos(sh, rest->first, &rest->fifos))
			return false;
		if (!open_fifos(sh, &rest->fifos))
			return false;
	}
	return redirect_all(sh, rest, NULL);
}
