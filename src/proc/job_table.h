/* job_table.h - inside of the job table, for job*.c only.
 *
 * Looking up a process, starting a job and forgetting one take constant time, so that a script
 * with many background jobs is not slower for each. */
#ifndef PROC_JOB_TABLE_H
#define PROC_JOB_TABLE_H

#include "base/buf.h"
#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

struct job;
struct shell;

struct stray {
	pid_t pid;
	int wait_status;
};

enum { STRAYS = 8 };

struct job_table {
	struct job *newest, *oldest;
	struct job **numbered;       /* [n - 1] is %n, or NULL */
	size_t highest, number_room; /* highest n in use; size of the array */
	size_t lowest_free;          /* no n below is free */
	struct pid_entry {
		pid_t pid; /* 0: free */
		struct job *job;
	} * pids; /* open addressing; the size is a power of two */
	size_t pid_count, pid_room;
	size_t running;      /* processes that have not ended */
	size_t kept;         /* jobs with kept_status */
	size_t kept_limit;   /* CHILD_MAX; 0: not asked yet */
	unsigned long clock; /* for job.used */
	struct job *current, *previous;
	bool ranked;          /* these two are right */
	bool inherited;       /* the jobs are those of the shell around this subshell */
	bool control;         /* job control is on in this process */
	bool terminal;        /* the terminal is ours to give */
	pid_t group_before;   /* our process group before job control changed it; 0: it did not */
	struct termios modes; /* of the terminal, as the shell wants them */
	bool has_modes;
	struct stray strays[STRAYS]; /* processes that job_reap() met and no job has */
	unsigned next_stray;
	struct buf news;    /* of jobs that were waited for before their end was announced */
	unsigned exit_held; /* > 0: the user was told of stopped jobs at most one prompt ago */
};

static inline void jobs_rank_again(struct job_table *t)
{
	t->ranked = false;
}

/* Records what waitpid() said of a process; if no job has it, for job_wait_pid(). */
void job_record(struct shell *sh, pid_t pid, int wait_status);

/* Makes it a background job with a number.  False: no memory. */
bool job_number(struct job *j) MUST_CHECK;
void job_unnumber(struct job *j);

/* The job that becomes, or is, the most recent. */
void job_touch(struct job *j);

/* Prints what the user is told of a death by signal. */
void job_report_death(struct shell *sh, const char *what, int wait_status);

#endif
