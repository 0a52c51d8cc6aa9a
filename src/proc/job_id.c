/* Which job a job ID means (XBD 3.182). */
#include "proc/job.h"

#include "base/buf.h"
#include "proc/job_table.h"
#include "state/shell.h"

#include <errno.h>
#include <string.h>

/* A suspended job is more current than a running one, which is more current than one that has
 * ended; among equals the one that was last started, stopped or moved to the background. */
static int rank(const struct job *j)
{
	switch (job_state(j)) {
	case JOB_STOPPED:
		return 2;
	case JOB_RUNNING:
		return 1;
	case JOB_ENDED:
		return 0;
	}
	return 0;
}

static bool more_current(const struct job *a, const struct job *b)
{
	if (!b)
		return true;
	int ra = rank(a), rb = rank(b);
	return ra != rb ? ra > rb : a->used > b->used;
}

static void rank_jobs(struct shell *sh)
{
	struct job_table *t = sh->jobs;
	if (t->ranked)
		return;
	t->current = t->previous = NULL;
	for (struct job *j = job_next(sh, NULL); j; j = job_next(sh, j)) {
		if (more_current(j, t->current)) {
			t->previous = t->current;
			t->current = j;
		} else if (more_current(j, t->previous)) {
			t->previous = j;
		}
	}
	t->ranked = true;
}

struct job *job_current(struct shell *sh)
{
	rank_jobs(sh);
	return sh->jobs->current;
}

struct job *job_previous(struct shell *sh)
{
	rank_jobs(sh);
	return sh->jobs->previous;
}

static struct job *by_number(const struct job_table *t, const char *digits)
{
	size_t n = 0;
	for (; *digits >= '0' && *digits <= '9' && n <= t->highest; digits++)
		n = n * 10 + (size_t)(*digits - '0');
	return *digits == '\0' && n > 0 && n <= t->highest ? t->numbered[n - 1] : NULL;
}

/* The one job whose command begins with, or has within it, `text`.  errno EINVAL: several. */
static struct job *by_text(struct shell *sh, const char *text, bool within)
{
	struct job *found = NULL;
	struct buf command = BUF_INIT;
	for (struct job *j = job_next(sh, NULL); j; j = job_next(sh, j)) {
		buf_clear(&command);
		job_text(j, &command);
		const char *at = strstr(buf_cstr(&command), text);
		if (!at || (!within && at != command.data))
			continue;
		if (found) {
			errno = EINVAL;
			found = NULL;
			break;
		}
		found = j;
	}
	buf_free(&command);
	return found;
}

struct job *job_by_id(struct shell *sh, const char *id)
{
	errno = ESRCH;
	if (*id++ != '%')
		return NULL;
	struct job *j;
	if (*id == '\0' || strcmp(id, "%") == 0 || strcmp(id, "+") == 0)
		j = job_current(sh);
	else if (strcmp(id, "-") == 0)
		j = job_previous(sh);
	else if (*id >= '0' && *id <= '9')
		j = by_number(sh->jobs, id);
	else if (*id == '?')
		return by_text(sh, id + 1, true);
	else
		return by_text(sh, id, false);
	errno = ESRCH;
	return j;
}
