/* spawn.h - new processes.  The only file that forks or execs. */
#ifndef PROC_SPAWN_H
#define PROC_SPAWN_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct fd_step;
struct job;
struct shell;

/* A program to start, prepared so that between vfork and exec only async-signal-safe calls are
 * left: nothing is opened, waited for, or allocated there. */
struct spawn {
	const char *path;
	char *const *argv;
	char *const *envp;
	const struct fd_step *steps;
	size_t step_count;
};

/* Starts it by vfork; signals that are trapped go to default, those ignored stay so; the mask is
 * that of the shell outside its critical sections.  The cost does not grow with the shell's memory.
 * -1 with errno: of the exec, or of fork after two seconds of EAGAIN.  Not under `set -m`, and not
 * where a step may block or a signal must become ignored (spawn_fork() then). */
pid_t spawn_exec(struct shell *sh, const struct spawn *s);

enum fork_kind {
	FORK_FOREGROUND, /* a subshell or a stage that is waited for */
	FORK_BACKGROUND, /* an asynchronous list: without job control INT and QUIT ignored; the
			    caller has given its first stage /dev/null as standard input */
	FORK_CAPTURE,    /* command substitution: never in a process group of its own */
};

/* fork().  In the parent: the child's pid, joined to `job` (NULL: none; with job control its first
 * process is the leader of its process group, put there by parent and child both).  In the child 0:
 * sh->process is new, subshell_depth one more, traps reset as 2.12 and trap say, the job table is
 * only what `jobs` shows of the parent's, the copies that frames keep of descriptors are closed,
 * the terminal taken if in the foreground under job control.  -1 with a message: EAGAIN for two
 * seconds, or another error; sh->status is set. */
pid_t spawn_fork(struct shell *sh, struct job *job, enum fork_kind kind);

/* Replaces this process: execve(), with the fallback of 2.9.1.6 for ENOEXEC left to the caller.
 * Returns only on failure, errno set.  Resets trapped signals as a child's are. */
void spawn_replace(struct shell *sh, const char *path, char *const *argv, char *const *envp);

/* Leaves this process: flushes nothing, runs no trap. */
_Noreturn void spawn_leave(int status);

#endif
