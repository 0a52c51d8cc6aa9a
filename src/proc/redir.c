#include "proc/redir.h"

#include "base/fdio.h"
#include "state/frame.h"
#include "state/shell.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* --- building a plan --- */

static bool is_target(const struct fd_plan *p, int fd)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->steps[i].fd == fd)
			return true;
	return false;
}

/* Moves the source of a MOVE step to a number that no step of the plan writes to. */
static bool move_source(const struct fd_plan *p, struct fd_step *s)
{
	int from = FD_OWN_FIRST, fd;
	while ((fd = fcntl(s->source, F_DUPFD_CLOEXEC, from)) >= 0 &&
	       (is_target(p, fd) || fd == s->fd)) {
		from = fd + 1;
		fd_close(fd);
	}
	if (fd < 0)
		return false;
	fd_close(s->source);
	s->source = fd;
	return true;
}

/* Steps are applied one after the other: none may overwrite the source of a later one, and a
 * source that is its own target would stay close-on-exec. */
static bool make_room(const struct fd_plan *p, struct fd_step *new)
{
	if (new->kind == FD_STEP_MOVE && (new->source == new->fd || is_target(p, new->source)) &&
	    !move_source(p, new))
		return false;
	for (size_t i = 0; i < p->count; i++) {
		struct fd_step *s = &p->steps[i];
		if (s->kind == FD_STEP_MOVE && s->source == new->fd) {
			struct fd_step apart = *s;
			if (!move_source(p, &apart))
				return false;
			s->source = apart.source;
		}
	}
	return true;
}

static bool grow(struct shell *sh, struct fd_plan *p)
{
	if (p->count < p->capacity)
		return true;
	size_t capacity = p->capacity ? p->capacity * 2 : 4;
	struct fd_step *steps = shell_alloc(sh, capacity * sizeof *steps);
	if (!steps)
		return shell_no_memory(sh);
	if (p->count > 0)
		memcpy(steps, p->steps, p->count * sizeof *steps);
	p->steps = steps;
	p->capacity = capacity;
	return true;
}

static bool step_failed(struct shell *sh, const struct fd_step *s)
{
	shell_error(sh, "%d: %s", s->fd, strerror(errno));
	sh->status = 1;
	return false;
}

bool fd_plan_add(struct shell *sh, struct fd_plan *p, enum fd_step_kind kind, int fd, int source)
{
	struct fd_step s = {.kind = kind, .fd = fd, .source = source};
	bool ok = grow(sh, p) && (make_room(p, &s) || step_failed(sh, &s));
	if (ok)
		p->steps[p->count++] = s;
	else if (kind == FD_STEP_MOVE)
		fd_close(s.source);
	return ok;
}

int fd_plan_lookup(const struct fd_plan *p, int fd)
{
	for (size_t i = p->count; i-- > 0;) {
		const struct fd_step *s = &p->steps[i];
		if (s->fd == fd && s->kind == FD_STEP_MOVE)
			return s->source;
		if (s->fd == fd && s->kind == FD_STEP_CLOSE)
			return FD_CLOSED;
		if (s->fd == fd)
			fd = s->source; /* a copy of what that was after the steps before */
		else if (s->kind == FD_STEP_MOVE && s->source == fd)
			return FD_CLOSED; /* ours, for this plan only */
	}
	return fd_is_own(fd) ? FD_CLOSED : fd;
}

static void abandon_from(struct fd_plan *p, size_t first)
{
	for (size_t i = first; i < p->count; i++)
		if (p->steps[i].kind == FD_STEP_MOVE)
			fd_close(p->steps[i].source);
	p->count = 0;
}

void fd_plan_abandon(struct fd_plan *p)
{
	abandon_from(p, 0);
}

/* --- applying it in this process --- */

/* `fd` is about to be something else than it was. */
static void changes(struct shell *sh, int fd)
{
	if (fd == STDIN_FILENO)
		sh->input = INPUT_UNKNOWN;
}

struct undo_fd {
	struct undo undo;
	int fd;
	int saved; /* an own descriptor; FD_CLOSED: there was none */
	bool kept; /* nothing is to be restored any more */
};

static void drop_saved(struct undo_fd *u)
{
	if (u->saved == FD_CLOSED)
		return;
	fd_disown(&u->saved);
	fd_close(u->saved);
	u->saved = FD_CLOSED;
}

static void restore_fd(struct shell *sh, struct undo *undo)
{
	struct undo_fd *u = (struct undo_fd *)undo;
	if (!u->kept) {
		changes(sh, u->fd);
		(void)fd_make_way(u->fd);
		if (u->saved == FD_CLOSED)
			fd_close(u->fd);
		else
			(void)dup2(u->saved, u->fd);
	}
	drop_saved(u);
	mem_free(u);
}

/* `cmd <a <b <c` brings back only what was there before the first. */
static bool is_saved(const struct frame *f, int fd)
{
	for (const struct undo *u = f->log; u; u = u->older)
		if (u->restore == restore_fd && ((const struct undo_fd *)u)->fd == fd)
			return true;
	return false;
}

/* Puts what `fd` is now on the log. */
static bool save_fd(struct shell *sh, const struct fd_step *s, struct frame *f)
{
	if (is_saved(f, s->fd))
		return true;
	struct undo_fd *u = mem_alloc(sizeof *u);
	if (!u)
		return shell_no_memory(sh);
	u->undo.restore = restore_fd;
	u->fd = s->fd;
	u->kept = false;
	u->saved = fd_dup_high(s->fd);
	if (u->saved == FD_CLOSED && errno != EBADF) {
		mem_free(u);
		return step_failed(sh, s);
	}
	if (u->saved != FD_CLOSED && !fd_own(&u->saved)) {
		fd_close(u->saved);
		mem_free(u);
		return shell_no_memory(sh);
	}
	frame_log(f, &u->undo);
	return true;
}

/* dup2() of a descriptor to itself changes nothing: then only the flag is cleared. */
static int copy_fd(int source, int fd)
{
	return source == fd ? fcntl(fd, F_SETFD, 0) : dup2(source, fd);
}

static bool apply(struct shell *sh, const struct fd_step *s)
{
	changes(sh, s->fd);
	switch (s->kind) {
	case FD_STEP_MOVE:
		if (copy_fd(s->source, s->fd) < 0)
			return step_failed(sh, s);
		if (s->source != s->fd)
			fd_close(s->source);
		return true;
	case FD_STEP_DUP:
		if (copy_fd(s->source, s->fd) < 0)
			return step_failed(sh, s);
		return true;
	case FD_STEP_CLOSE:
		/* 2.7.5: closing what is not open is no error. */
		fd_close(s->fd);
		return true;
	}
	return true;
}

bool fd_step_apply(struct shell *sh, const struct fd_step *s, struct frame *undo)
{
	/* Our own descriptors are not there for the user: moved away, their number is closed. */
	bool ok = fd_make_way(s->fd) || step_failed(sh, s);
	ok = ok && (!undo || save_fd(sh, s, undo)) && apply(sh, s);
	if (!ok && s->kind == FD_STEP_MOVE && s->source != s->fd)
		fd_close(s->source);
	return ok;
}

bool fd_plan_apply(struct shell *sh, struct fd_plan *p, struct frame *undo)
{
	for (size_t i = 0; i < p->count; i++) {
		if (!fd_step_apply(sh, &p->steps[i], undo)) {
			abandon_from(p, i + 1);
			return false;
		}
	}
	p->count = 0;
	return true;
}

static void keep_saved(struct frame *f)
{
	for (struct undo *u = f->log; u; u = u->older) {
		if (u->restore == restore_fd) {
			((struct undo_fd *)u)->kept = true;
			drop_saved((struct undo_fd *)u);
		}
	}
}

void fd_plan_keep(struct shell *sh, struct frame *f)
{
	(void)sh;
	keep_saved(f);
}

void fd_forget_saved(struct shell *sh)
{
	for (struct frame *f = sh->frame; f; f = f->outer)
		keep_saved(f);
}

/* --- applying it in a child --- */

int fd_plan_apply_raw(const struct fd_step *steps, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct fd_step *s = &steps[i];
		if (s->kind == FD_STEP_CLOSE)
			(void)close(s->fd);
		else if (copy_fd(s->source, s->fd) < 0)
			return -1;
	}
	return 0; /* the sources of MOVE steps close themselves on exec */
}

static void wire(struct shell *sh, int source, int fd)
{
	if (source == FD_CLOSED)
		return;
	changes(sh, fd);
	(void)copy_fd(source, fd);
	if (source != fd)
		fd_close(source);
}

void fd_wire(struct shell *sh, int in, int out)
{
	wire(sh, in, STDIN_FILENO);
	wire(sh, out, STDOUT_FILENO);
}
