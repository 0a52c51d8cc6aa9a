/* job.h - jobs: pipelines that were started, and their processes (XCU 2.11, XBD 3.180).
 *
 * A job is allocated singly; its state is derived by one loop from its processes.  Processes
 * are reaped by job_reap() and by the functions that wait for one, never in a handler. */
#ifndef PROC_JOB_H
#define PROC_JOB_H

#include "base/mem.h"
#include "state/flow.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <termios.h>

struct buf;
struct node;
struct out;
struct program;
struct shell;

struct process {
	pid_t pid;
	int wait_status; /* as waitpid() gave it; only if not running */
	enum process_state { PROCESS_RUNNING, PROCESS_STOPPED, PROCESS_ENDED } state;
};

enum job_state { JOB_RUNNING, JOB_STOPPED, JOB_ENDED };

struct job {
	struct job *next, *previous; /* the table's list, newest first */
	struct job_table *table;
	unsigned long used; /* when it was last started, stopped or moved: for %+ and %- */
	unsigned number;    /* of %n; 0: not (yet) a background or stopped job */
	pid_t group;        /* process group; 0: it has none of its own */
	bool pipefail;      /* taken when the pipeline started */
	bool negate;
	bool background;         /* started with &, or moved there */
	bool changed;            /* a change of state the user has not been told */
	bool substitution;       /* a process substitution: no number, but `wait $!` */
	bool kept_status;        /* ended, and counted among those that somebody may wait for */
	bool disowned_output;    /* nobody waits for it: forgotten once it ended */
	struct program *program; /* holds a reference; its text is unparsed on demand */
	const struct node *node;
	struct termios modes; /* of the terminal when it was last stopped */
	bool has_modes;
	size_t process_count, process_room;
	struct process *processes; /* points at `one` or the heap */
	struct process one[4];
};

struct job_table *job_table_new(void);
void job_table_free(struct job_table *t);

/* A job with no process yet, in the table.  NULL after a message. */
struct job *job_new(struct shell *sh, const struct node *node, bool background);
bool job_add_process(struct job *j, pid_t pid) MUST_CHECK;
bool job_reserve(struct job *j) MUST_CHECK; /* the next job_add_process() will not fail */
void job_forget(struct shell *sh, struct job *j);

enum job_state job_state(const struct job *j);

/* The exit status of an ended or stopped job: of its last process, or by pipefail of the last that
 * failed; 128+n for a signal; not negated. */
int job_status(const struct job *j);

/* Takes the job's statuses from the kernel without blocking, for all jobs. */
void job_reap(struct shell *sh);

/* Waits in the foreground until `j` ended (or stopped, under job control), whatever signals
 * arrive (traps run after, by the caller).  Takes back the terminal.  A death by a signal other
 * than INT and PIPE is reported ("Segmentation fault").  The job is forgotten if it ended; stopped
 * ones become background jobs with a number.  Sets sh->status.  FLOW_ABORT: it stopped, and an
 * interactive shell discards what remains of its command line (2.11). */
MUST_CHECK enum flow job_wait_foreground(struct shell *sh, struct job *j);

/* After that: the status of a last stage that was no process, for PIPESTATUS. */
void job_add_status(struct shell *sh, int status);

/* Before `!` turns the status of one command round, which PIPESTATUS does not. */
void job_keep_status(struct shell *sh);

/* Waits until `j` ended or stopped, whatever signals arrive. */
void job_wait_patiently(struct shell *sh, struct job *j);

/* For `wait`: sleeps until one of the jobs ended, which is returned, or a trapped signal or ^C
 * arrived: NULL. */
struct job *job_wait_any(struct shell *sh, struct job *const *list, size_t count);
bool job_wait(struct shell *sh, struct job *j); /* for one; false: interrupted */

/* Reports, as for one in the foreground, the signal that the job which was waited for died of; not
 * TERM. */
void job_tell_death(struct shell *sh, struct job *j);

/* The exit status that a status of waitpid() means: 128+n for a signal. */
int wait_exit_status(int wait_status);

/* A lone process without a job (fast path for one foreground external command without job
 * control): waits for it, reports death by signal as above (`what` NULL: does not), gives the
 * status. */
int job_wait_pid(struct shell *sh, pid_t pid, const char *what);

/* An asynchronous list started: $! is its last process, and an interactive shell is told its
 * number (XCU 2.9.3.1). */
void job_announce(struct shell *sh, const struct job *j);

/* Statuses of background jobs stay until they were waited for (at least CHILD_MAX of them). */
struct job *job_by_pid(struct shell *sh, pid_t pid); /* of any process of it; NULL */
/* "%1" "%+" "%str" "%?str"; NULL after setting errno: ESRCH none, EINVAL ambiguous */
struct job *job_by_id(struct shell *sh, const char *id);
struct job *job_current(struct shell *sh);  /* %+ */
struct job *job_previous(struct shell *sh); /* %- */

/* The exit status of the process `pid` of `j`: of the job if that stands for it ($!), else its
 * own. */
int job_status_of(const struct job *j, pid_t pid);

/* The process ID that is known for it: of the group's leader, or of the last process. */
pid_t job_pid(const struct job *j);

/* In a subshell the jobs of the shell around it can be seen (`$(jobs -p)`), until it has one of its
 * own, but not be waited for: then this is true. */
bool jobs_are_inherited(const struct shell *sh);
void jobs_enter_subshell(struct shell *sh);

/* Iterates over jobs with numbers, by number. prev NULL: the first. */
struct job *job_next(struct shell *sh, const struct job *prev);

enum job_format { JOB_SHORT, JOB_LONG /* -l */, JOB_PIDS /* -p */ };
void job_print(struct shell *sh, struct out *out, struct job *j, enum job_format format);

/* Adds the command of `j`, on one line. */
void job_text(const struct job *j, struct buf *out);

/* Adds lines about the jobs that changed, for the user of an interactive shell, and forgets those
 * that ended. */
void job_news(struct shell *sh, struct buf *lines);

/* Forgets a job that was waited for.  The user of an interactive shell is told of its end all the same,
 * with the next news (2.11); a script of the signal that one died of that it waited for by name. */
void job_waited_for(struct shell *sh, struct job *j, bool named);

/* Writes them to standard error: before a prompt. */
void job_notify(struct shell *sh);

/* Sends `sig` to its process group, or to each of its processes that has not ended.  False: errno
 * says why (ESRCH: all have ended). */
bool job_signal(struct shell *sh, struct job *j, int sig);

/* Continues it in the foreground (and waits, as above) or in the background. */
MUST_CHECK enum flow job_foreground(struct shell *sh, struct job *j);
bool job_background(struct shell *sh, struct job *j);

/* `set -m` and `set +m`: takes or gives up job control.  Without a terminal, or with one that is
 * not ours to give, jobs get process groups all the same.  False after a message: impossible. */
bool job_control_set(struct shell *sh, bool on);

/* True if jobs started now get their own process groups.  Not what $- says in a subshell of a
 * shell with job control: there the option stays on, and its commands are in one group. */
bool job_control_active(const struct shell *sh);

/* Asked when an interactive shell is about to exit: true, after a message, if there are stopped jobs
 * and the command before this one was not told so. */
bool jobs_hold_exit(struct shell *sh);

/* Makes `group` the terminal's foreground group, if there is job control and a terminal to give. */
void job_give_terminal(struct shell *sh, pid_t group);

#endif
