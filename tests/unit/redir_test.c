/* Descriptor plans, applied here and undone.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/fdio.h"
#include "proc/redir.h"
#include "state/frame.h"
#include "state/shell.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static struct shell *sh;

/* A descriptor from which `byte` is read. */
static int source(char byte)
{
	return fd_of_bytes(&byte, 1);
}

/* What is read first from `fd`; '-': it is closed. */
static char first_byte(int fd)
{
	char c = '?';
	if (fcntl(fd, F_GETFD) < 0)
		return '-';
	return read(fd, &c, 1) == 1 ? c : '.';
}

static bool leaks_to_children(int fd)
{
	return fcntl(fd, F_GETFD) == 0;
}

static unsigned open_descriptors(void)
{
	unsigned n = 0;
	for (int fd = 0; fd < 256; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

static void moves_and_undoes(void)
{
	unsigned before = open_descriptors();
	struct frame f;
	struct fd_plan p = FD_PLAN_INIT;
	frame_push(sh, &f, FRAME_SCOPE);
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, 5, source('a')));
	CHECK(fd_plan_add(sh, &p, FD_STEP_DUP, 6, 5));
	CHECK(fd_plan_apply(sh, &p, &f));
	CHECK(leaks_to_children(5) && leaks_to_children(6));
	CHECK_INT(first_byte(6), 'a');
	frame_pop(sh, &f);
	CHECK_INT(first_byte(5), '-');
	CHECK_INT(first_byte(6), '-');
	CHECK_INT(open_descriptors(), before);
}

static void brings_back_what_was_there(void)
{
	struct frame f;
	struct fd_plan p = FD_PLAN_INIT;
	CHECK(dup2(source('o'), 5) == 5);
	frame_push(sh, &f, FRAME_SCOPE);
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, 5, source('a')));
	CHECK(fd_plan_add(sh, &p, FD_STEP_CLOSE, 5, FD_CLOSED));
	CHECK(fd_plan_apply(sh, &p, &f));
	CHECK_INT(first_byte(5), '-');
	frame_pop(sh, &f);
	CHECK_INT(first_byte(5), 'o');
	CHECK(leaks_to_children(5));
	close(5);
}

/* 11>a 10>b, where a and b were opened at 10 and 11. */
static void sources_are_not_overwritten(void)
{
	struct frame f;
	struct fd_plan p = FD_PLAN_INIT;
	frame_push(sh, &f, FRAME_SCOPE);
	int a = source('a'), b = source('b');
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, b, a));
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, a, b));
	CHECK(fd_plan_apply(sh, &p, &f));
	CHECK_INT(first_byte(b), 'a');
	CHECK_INT(first_byte(a), 'b');
	CHECK(leaks_to_children(a) && leaks_to_children(b));
	frame_pop(sh, &f);
}

static void a_source_at_its_own_target_reaches_children(void)
{
	struct frame f;
	struct fd_plan p = FD_PLAN_INIT;
	frame_push(sh, &f, FRAME_SCOPE);
	int a = source('a');
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, a, a));
	CHECK(fd_plan_apply(sh, &p, &f));
	CHECK(leaks_to_children(a));
	CHECK_INT(first_byte(a), 'a');
	frame_pop(sh, &f);
	CHECK_INT(first_byte(a), '-');
}

static void lookup_sees_the_plan(void)
{
	struct fd_plan p = FD_PLAN_INIT;
	int a = source('a');
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, 1, a));
	CHECK_INT(fd_plan_lookup(&p, 1), a);
	CHECK_INT(fd_plan_lookup(&p, a), FD_CLOSED);
	CHECK(fd_plan_add(sh, &p, FD_STEP_DUP, 2, 1));
	CHECK(fd_plan_add(sh, &p, FD_STEP_CLOSE, 1, FD_CLOSED));
	CHECK_INT(fd_plan_lookup(&p, 2), a);
	CHECK_INT(fd_plan_lookup(&p, 1), FD_CLOSED);
	CHECK_INT(fd_plan_lookup(&p, 0), 0);
	fd_plan_abandon(&p);
	CHECK_INT(first_byte(a), '-');
}

static void own_descriptors_make_way(void)
{
	struct frame f;
	struct fd_plan p = FD_PLAN_INIT;
	int own = source('s'), number = own;
	CHECK(fd_own(&own));
	CHECK_INT(fd_plan_lookup(&p, number), FD_CLOSED);
	frame_push(sh, &f, FRAME_SCOPE);
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, number, source('a')));
	CHECK(fd_plan_apply(sh, &p, &f));
	CHECK(own != number);
	CHECK_INT(first_byte(number), 'a');
	frame_pop(sh, &f);
	CHECK_INT(first_byte(number), '-');
	CHECK_INT(first_byte(own), 's');
	fd_disown(&own);
	close(own);
}

static void exec_keeps(void)
{
	unsigned before = open_descriptors();
	struct frame f;
	struct fd_plan p = FD_PLAN_INIT;
	frame_push(sh, &f, FRAME_SCOPE);
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, 7, source('a')));
	CHECK(fd_plan_apply(sh, &p, &f));
	fd_plan_keep(sh, &f);
	frame_pop(sh, &f);
	CHECK_INT(first_byte(7), 'a');
	CHECK_INT(open_descriptors(), before + 1);
	close(7);
}

static void a_failed_step_leaves_the_earlier_ones_undoable(void)
{
	unsigned before = open_descriptors();
	struct frame f;
	struct fd_plan p = FD_PLAN_INIT;
	int quiet = open("/dev/null", O_WRONLY), err = dup(2);
	frame_push(sh, &f, FRAME_SCOPE);
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, 5, source('a')));
	CHECK(fd_plan_add(sh, &p, FD_STEP_DUP, 6, 99));
	CHECK(fd_plan_add(sh, &p, FD_STEP_MOVE, 7, source('b')));
	dup2(quiet, 2);
	CHECK(!fd_plan_apply(sh, &p, &f));
	dup2(err, 2);
	CHECK_INT(first_byte(5), 'a');
	frame_pop(sh, &f);
	close(quiet);
	close(err);
	CHECK_INT(open_descriptors(), before);
}

int main(void)
{
	static char *no_environment[] = {NULL};
	sh = shell_new(no_environment);
	unit_run("a plan is applied in order and undone", moves_and_undoes);
	unit_run("undoing brings back what was there", brings_back_what_was_there);
	unit_run("no step overwrites the source of a later one", sources_are_not_overwritten);
	unit_run("a source at its own target is no longer close-on-exec",
		 a_source_at_its_own_target_reaches_children);
	unit_run("looking up a descriptor sees the plan so far", lookup_sees_the_plan);
	unit_run("own descriptors make way", own_descriptors_make_way);
	unit_run("exec keeps its redirections", exec_keeps);
	unit_run("a failed step leaves the earlier ones undoable",
		 a_failed_step_leaves_the_earlier_ones_undoable);
	shell_free(sh);
	return unit_end();
}
