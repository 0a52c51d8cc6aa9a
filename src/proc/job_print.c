/* How jobs are shown (XCU jobs, STDOUT). */
#include "proc/job.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/out.h"
#include "base/signame.h"
#include "lang/unparse.h"
#include "proc/job_table.h"
#include "state/shell.h"

#include <string.h>
#include <sys/wait.h>

/* A job is one line: of a command that needs several (a here-document) the first is shown.  The &
 * is no part of the command. */
void job_text(const struct job *j, struct buf *out)
{
	struct buf text = BUF_INIT;
	if (j->node)
		unparse_node(&text, j->node, UNPARSE_LINE);
	const char *line = buf_cstr(&text);
	size_t length = strcspn(line, "\n");
	bool more = line[length] != '\0' && line[length + 1] != '\0';
	while (!more && length > 0 && strchr(" &;", line[length - 1]))
		length--;
	buf_add(out, line, length);
	if (more)
		buf_str(out, " ...");
	out->failed |= text.failed;
	buf_free(&text);
}

/* The process that says how the job ended or why it is stopped: job_status() agrees. */
static int telling_status(const struct job *j, enum job_state state)
{
	const struct process *last = &j->processes[j->process_count - 1];
	for (size_t i = j->process_count; i-- > 0;) {
		const struct process *p = &j->processes[i];
		if (state == JOB_STOPPED && p->state == PROCESS_STOPPED)
			return p->wait_status;
		if (state == JOB_ENDED && j->pipefail && wait_exit_status(p->wait_status) != 0)
			return p->wait_status;
	}
	return last->wait_status;
}

static void print_ended(struct out *out, int status)
{
	if (WIFEXITED(status)) {
		out_str(out, "Done");
		if (WEXITSTATUS(status) != 0)
			out_printf(out, "(%d)", WEXITSTATUS(status));
		return;
	}
	out_str(out, signal_text(WTERMSIG(status)));
#ifdef WCOREDUMP
	if (WCOREDUMP(status))
		out_str(out, " (core dumped)");
#endif
}

static void print_state(struct out *out, const struct job *j)
{
	enum job_state state = job_state(j);
	if (state == JOB_RUNNING || j->process_count == 0) {
		out_str(out, "Running");
		return;
	}
	int status = telling_status(j, state);
	if (state == JOB_ENDED) {
		print_ended(out, status);
		return;
	}
	const char *name = signal_name(WSTOPSIG(status));
	out_printf(out, "Stopped (SIG%s)", name ? name : "STOP");
}

void job_print(struct shell *sh, struct out *out, struct job *j, enum job_format format)
{
	if (format == JOB_PIDS) {
		out_printf(out, "%ld\n", (long)job_pid(j));
		return;
	}
	char mark = j == job_current(sh) ? '+' : j == job_previous(sh) ? '-' : ' ';
	out_printf(out, "[%u] %c ", j->number, mark);
	if (format == JOB_LONG)
		out_printf(out, "%ld ", (long)job_pid(j));
	print_state(out, j);
	out_byte(out, ' ');
	job_text(j, &out->pending);
	out_byte(out, '\n');
}

static bool has_user(const struct shell *sh)
{
	return sh->interactive && sh->subshell_depth == 0 && !sh->jobs->inherited;
}

void job_waited_for(struct shell *sh, struct job *j, bool named)
{
	if (!has_user(sh)) {
		if (named)
			job_tell_death(sh, j);
	} else if (j->changed) {
		struct out out = {.fd = OUT_MEMORY, .pending = sh->jobs->news};
		job_print(sh, &out, j, JOB_SHORT);
		sh->jobs->news = out.pending;
	}
	job_forget(sh, j);
}

void job_news(struct shell *sh, struct buf *lines)
{
	job_reap(sh);
	if (!has_user(sh))
		return;
	buf_str(lines, buf_cstr(&sh->jobs->news));
	buf_clear(&sh->jobs->news);
	struct out out = {.fd = OUT_MEMORY, .pending = *lines};
	for (struct job *j = job_next(sh, NULL), *next; j; j = next) {
		next = job_next(sh, j);
		if (!j->changed)
			continue;
		job_print(sh, &out, j, JOB_SHORT);
		j->changed = false;
	}
	/* Only now: what is current must not change while they are shown. */
	for (struct job *j = job_next(sh, NULL), *next; j; j = next) {
		next = job_next(sh, j);
		if (job_state(j) == JOB_ENDED)
			job_forget(sh, j);
	}
	*lines = out.pending;
}

void job_notify(struct shell *sh)
{
	struct buf lines = BUF_INIT;
	if (sh->jobs->exit_held > 0)
		sh->jobs->exit_held--;
	job_news(sh, &lines);
	if (lines.length > 0)
		diag_write(lines.data, lines.length);
	buf_free(&lines);
}

void job_announce(struct shell *sh, const struct job *j)
{
	struct buf text = BUF_INIT;
	sh->last_background = j->processes[j->process_count - 1].pid;
	if (!has_user(sh))
		return;
	buf_printf(&text, "[%u] %ld\n", j->number, (long)sh->last_background);
	diag_write(text.data, text.length);
	buf_free(&text);
}
