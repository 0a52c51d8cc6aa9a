#include "proc/trap.h"

#include "state/frame.h"
#include "state/shell.h"

#include <string.h>

struct traps {
	struct trap now[SIGNAL_COUNT];
	bool looked[SIGNAL_COUNT];         /* ignored_on_entry is known */
	uint32_t snapshot[SIGNAL_COUNT];   /* id of the snapshot that holds the old trap */
	struct trap parents[SIGNAL_COUNT]; /* with actions: of the environment around us */
	bool shows_parents;
	unsigned actions; /* conditions that have one */
	bool survives;    /* an interactive shell, and no subshell of one */
	bool job_control;
};

struct traps *traps_new(void)
{
	return mem_zero(sizeof(struct traps));
}

static void forget_parents(struct traps *t)
{
	if (!t->shows_parents)
		return;
	for (int c = 0; c < SIGNAL_COUNT; c++) {
		mem_free(t->parents[c].action);
		t->parents[c] = (struct trap){0};
	}
	t->shows_parents = false;
}

void traps_free(struct traps *t)
{
	if (!t)
		return;
	forget_parents(t);
	for (int c = 0; c < SIGNAL_COUNT; c++)
		mem_free(t->now[c].action);
	mem_free(t);
}

/* Asking the kernel about 64 signals when a shell starts would cost more than the rest of it: each
 * is asked about when somebody wants to know. */
static struct trap *look(struct traps *t, int condition)
{
	struct trap *p = &t->now[condition];
	/* cppcheck-suppress arrayIndexOutOfBoundsCond ; callers' loops end at SIGNAL_COUNT */
	if (condition > 0 && !t->looked[condition]) {
		/* cppcheck-suppress arrayIndexOutOfBoundsCond ; see above */
		t->looked[condition] = true;
		if (signal_ignored_on_entry(condition)) {
			p->ignored_on_entry = true;
			if (p->kind == TRAP_DEFAULT)
				p->kind = TRAP_IGNORE;
		}
	}
	return p;
}

static enum signal_role role_without_trap(const struct traps *t, int sig)
{
	if (!t->survives)
		return SIGNAL_DEFAULT;
	switch (sig) {
	case SIGINT:
		return SIGNAL_INTERRUPT;
	case SIGQUIT:
	case SIGTERM:
		return SIGNAL_SURVIVED;
	case SIGTSTP:
		return t->job_control ? SIGNAL_SURVIVED : SIGNAL_DEFAULT;
	case SIGTTIN:
	case SIGTTOU:
		return t->job_control ? SIGNAL_SHIELDED : SIGNAL_DEFAULT;
	}
	return SIGNAL_DEFAULT;
}

static void apply(struct traps *t, int condition)
{
	if (condition == 0)
		return;
	switch (t->now[condition].kind) {
	case TRAP_DEFAULT:
		signal_set_role(condition, role_without_trap(t, condition));
		break;
	case TRAP_IGNORE:
		signal_set_role(condition, SIGNAL_IGNORED);
		break;
	case TRAP_ACTION:
		signal_set_role(condition, SIGNAL_TRAPPED);
		break;
	}
}

static const int interactive_signals[] = {SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGTTIN, SIGTTOU};

enum { INTERACTIVE_SIGNALS = sizeof interactive_signals / sizeof *interactive_signals };

/* An interactive shell started with SIGINT ignored is interrupted by ^C all the same; what it runs
 * ignores it (signals_reset_for_child()). */
static void apply_interactive(struct traps *t)
{
	for (int i = 0; i < INTERACTIVE_SIGNALS; i++) {
		int sig = interactive_signals[i];
		const struct trap *p = look(t, sig);
		if (p->kind == TRAP_IGNORE && p->ignored_on_entry && t->survives)
			signal_set_role(sig, role_without_trap(t, sig));
		else if (p->kind == TRAP_DEFAULT)
			apply(t, sig);
	}
}

/* What starts a shell in a terminal may ignore the signals that stop (tmux does, with two of them).
 * The jobs of this one are to stop all the same: `cat &` would get an error instead. */
static void accept_stop_signals(void)
{
	signal_accept(SIGTSTP);
	signal_accept(SIGTTIN);
	signal_accept(SIGTTOU);
}

void traps_start(struct shell *sh)
{
	signals_start();
	if (!sh->interactive)
		return;
	accept_stop_signals();
	sh->traps->survives = true;
	apply_interactive(sh->traps);
}

void traps_job_control(struct shell *sh, bool on)
{
	sh->traps->job_control = on;
	if (sh->traps->survives)
		apply_interactive(sh->traps);
}

const struct trap *trap_get(const struct shell *sh, int condition)
{
	return look(sh->traps, condition);
}

const struct trap *trap_get_shown(const struct shell *sh, int condition)
{
	const struct traps *t = sh->traps;
	if (t->shows_parents && t->parents[condition].kind == TRAP_ACTION)
		return &t->parents[condition];
	return trap_get(sh, condition);
}

struct undo_trap {
	struct undo undo;
	int condition;
	struct trap old; /* owns its action */
	uint32_t snapshot;
};

/* Puts `with`, whose action becomes the table's, in the place of what was there. */
static void replace(struct traps *t, int condition, struct trap with)
{
	struct trap *p = &t->now[condition];
	t->actions -= p->kind == TRAP_ACTION;
	t->actions += with.kind == TRAP_ACTION;
	*p = with;
	apply(t, condition);
}

static void restore_trap(struct shell *sh, struct undo *u)
{
	struct undo_trap *saved = (struct undo_trap *)u;
	struct traps *t = sh->traps;
	mem_free(t->now[saved->condition].action);
	replace(t, saved->condition, saved->old);
	t->snapshot[saved->condition] = saved->snapshot;
	mem_free(saved);
}

/* Keeps the trap in the log of the innermost snapshot if that does not hold an older one; else
 * frees its action.  False: no memory. */
static bool put_away(struct shell *sh, int condition)
{
	struct traps *t = sh->traps;
	struct frame *snapshot = frame_snapshot(sh);
	if (!snapshot || t->snapshot[condition] == snapshot->id) {
		mem_free(t->now[condition].action);
		return true;
	}
	struct undo_trap *u = mem_alloc(sizeof *u);
	if (!u)
		return false;
	u->undo.restore = restore_trap;
	u->condition = condition;
	u->old = t->now[condition];
	u->snapshot = t->snapshot[condition];
	t->snapshot[condition] = snapshot->id;
	frame_log(snapshot, &u->undo);
	return true;
}

bool trap_set(struct shell *sh, int condition, enum trap_kind kind, const char *action)
{
	struct traps *t = sh->traps;
	forget_parents(t);
	bool on_entry = look(t, condition)->ignored_on_entry;
	if (on_entry && !sh->interactive)
		return true;
	struct trap new = {.kind = kind, .ignored_on_entry = on_entry};
	if (kind == TRAP_ACTION && !(new.action = mem_dup(action, strlen(action))))
		return shell_no_memory(sh);
	if (!put_away(sh, condition)) {
		mem_free(new.action);
		return shell_no_memory(sh);
	}
	replace(t, condition, new);
	return true;
}

void traps_enter_subshell(struct shell *sh)
{
	struct traps *t = sh->traps;
	if (t->actions > 0) {
		forget_parents(t);
		t->shows_parents = true;
	}
	for (int c = 0; c < SIGNAL_COUNT && t->actions > 0; c++) {
		if (t->now[c].kind != TRAP_ACTION)
			continue;
		t->parents[c] = t->now[c];
		replace(t, c, (struct trap){.ignored_on_entry = t->now[c].ignored_on_entry});
	}
	if (t->survives) {
		t->survives = false;
		for (int i = 0; i < INTERACTIVE_SIGNALS; i++)
			apply(t, interactive_signals[i]);
	}
	signals_forget();
}

bool trap_pending(const struct shell *sh)
{
	(void)sh; /* signals are the process' */
	return signal_trapped_arrived();
}

int trap_take(struct shell *sh)
{
	(void)sh;
	return signal_take();
}

int trap_look(const struct shell *sh)
{
	(void)sh;
	return signal_look();
}

bool traps_any_action(const struct shell *sh)
{
	return sh->traps->actions > 0;
}

/* 2.12: without job control an asynchronous list begins with these ignored.  They were not ignored
 * when the shell was entered, so `trap` in the list may change them. */
void signals_ignore_background(struct shell *sh)
{
	static const int both[] = {SIGINT, SIGQUIT};
	for (int i = 0; i < 2; i++) {
		struct trap *p = look(sh->traps, both[i]);
		p->kind = TRAP_IGNORE;
		signal_set_role(both[i], SIGNAL_IGNORED);
	}
}
