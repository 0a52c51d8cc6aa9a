/* shared name[=value]... | shared WORD operand...: variables that all processes of a shell
 * share. */
#include "builtins/builtins.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/out.h"
#include "base/pending.h"
#include "builtins/args.h"
#include "builtins/assignment.h"
#include "eval/simple.h"
#include "ipc/shared.h"
#include "proc/trap.h"
#include "state/frame.h"
#include "state/shell.h"
#include "state/var.h"

#include <limits.h>
#include <string.h>

enum { STATUS_TIME = 124, STATUS_ERROR = 125 };

/* --- operands --- */

/* The operand as the name of a shared variable or queue; NULL after a message. */
static struct name *shared_name(struct shell *sh, struct args *a, const char *text,
				enum shared_kind kind)
{
	struct name *n = operand_name(sh, a, text, 1);
	if (!n || shared_is(n, kind))
		return n;
	args_error(sh, a, 1, "%s: is no %s", text,
		   kind == SHARED_QUEUE ? "queue" : "shared variable");
	return NULL;
}

/* The options of a word: -n, -q, and -t SEC as milliseconds. */
struct limits {
	bool no_wait, queues;
	const char *number; /* of -n, where it has one */
	int64_t ms;         /* -1: none */
};

/* `options` as in the table's rows, and `--`.  False after a message. */
static bool read_options(struct shell *sh, struct args *a, const char *options, struct limits *l)
{
	struct builtin row = *a->row;
	struct args of_word = *a;
	*l = (struct limits){.ms = -1};
	row.options = options;
	of_word.row = &row;
	bool ok = true;
	for (int o; ok && (o = args_option(sh, &of_word)) != 0;) {
		if (o == '?')
			ok = false;
		else if (o == 't')
			ok = args_seconds(sh, a, of_word.value, 2, &l->ms);
		else if (o == 'q')
			l->queues = true;
		else
			l->no_wait = true, l->number = of_word.value;
	}
	a->next = of_word.next;
	a->usage_shown = of_word.usage_shown;
	return ok;
}

/* --- waiting --- */

typedef enum shared_try (*attempt)(struct shell *sh, void *context);

/* SHARED_WAIT: the time is over (status 124), or a signal came (128 + its number; the caller of
 * built-ins runs its trap). */
static enum shared_try try_again(struct shell *sh, const struct name *n, attempt try, void *context,
				 int64_t ms)
{
	int64_t end = ms < 0 ? -1 : clock_ms() + ms;
	for (;;) {
		enum shared_try result = try(sh, context);
		if (result != SHARED_WAIT)
			return result;
		if (signal_is_pending()) {
			int sig = trap_look(sh);
			sh->status = 128 + (sig > 0 ? sig : SIGINT);
			return SHARED_WAIT;
		}
		int64_t left = end < 0 ? -1 : end - clock_ms();
		if (end >= 0 && left <= 0) {
			sh->status = STATUS_TIME;
			return SHARED_WAIT;
		}
		shared_sleep(sh, n, left);
	}
}

static enum shared_try try_until(struct shell *sh, const struct name *n, attempt try, void *context,
				 int64_t ms)
{
	enum shared_try result = try_again(sh, n, try, context, ms);
	shared_end_waiting(sh);
	return result;
}

/* --- the words --- */

static bool declare_one(struct shell *sh, struct args *a, struct store *to, const char *operand)
{
	struct assignment made;
	if (!assignment_read(sh, a, operand, &made))
		return false;
	if (made.element || made.array) {
		args_error(sh, a, 1, "%s: an array cannot be shared", operand);
		return false;
	}
	return shared_declare(sh, to, made.name, made.append ? NULL : made.value) &&
	       (!made.append || assignment_make(sh, &made));
}

static enum flow declare_in(struct shell *sh, struct args *a, const char *store)
{
	struct store *to = shared_store(sh, store);
	for (int i = a->next; to && i < a->count; i++)
		if (!declare_one(sh, a, to, a->argv[i]))
			return FLOW_ABORT;
	return to ? FLOW_NEXT : FLOW_ABORT;
}

static enum flow make_queues(struct shell *sh, struct args *a, const char *store,
			     const struct limits *l)
{
	int64_t most = 0;
	if (l->number && !args_number(sh, a, l->number, 1, INT64_MAX, &most))
		return FLOW_ABORT;
	struct store *to = shared_store(sh, store);
	for (int i = a->next; to && i < a->count; i++) {
		struct name *n = operand_name(sh, a, a->argv[i], 1);
		if (!n || !shared_declare_queue(sh, to, n, (uint64_t)most))
			return FLOW_ABORT;
	}
	return to ? FLOW_NEXT : FLOW_ABORT;
}

struct addition {
	struct args *args;
	struct name *name;
	int64_t by, sum;
};

static bool add_in_step(struct shell *sh, void *context)
{
	struct addition *x = context;
	size_t length;
	int64_t value = 0;
	const char *text = NULL;
	if (!var_integer(sh, x->name->variable, &value))
		text = var_text(sh, x->name->variable, &length);
	if (!text && !var_explain(sh, x->name->variable))
		return false;
	if (text && *text) {
		text = shell_dup(sh, text);
		shared_cancel(sh);
		args_error(sh, x->args, 1, "%s: not an integer: '%s'", x->name->text,
			   text ? text : "");
		return false;
	}
	x->sum = (int64_t)((uint64_t)value + (uint64_t)x->by);
	return var_set_integer(sh, x->name, x->sum);
}

/* Before a step, in which nothing is printed, and which nothing is to be taken back of. */
static bool may_write(struct shell *sh, struct name *n)
{
	if (n->variable && (n->variable->flags & VAR_READONLY))
		return var_refuse(sh, n);
	return !shared_is(n, SHARED_QUEUE) || var_set(sh, n, "", 0);
}

/* add NAME N: the sum in REPLY. */
static enum flow add(struct shell *sh, struct args *a, const struct limits *l)
{
	(void)l;
	if (a->count - a->next != 2)
		return args_usage(sh, a);
	struct addition x = {.args = a};
	x.name = shared_name(sh, a, a->argv[a->next], SHARED_VARIABLE);
	struct name *reply = name_intern(sh->names, "REPLY", 5);
	bool ok = x.name && reply && may_write(sh, x.name) && may_write(sh, reply) &&
		  args_number(sh, a, a->argv[a->next + 1], INT64_MIN, INT64_MAX, &x.by) &&
		  shared_step(sh, x.name, true, add_in_step, &x) &&
		  var_set_integer(sh, reply, x.sum);
	return ok ? FLOW_NEXT : FLOW_ABORT;
}

struct swapping {
	struct name *name;
	const char *old, *new;
	bool swapped;
};

static bool swap_in_step(struct shell *sh, void *context)
{
	struct swapping *x = context;
	size_t length;
	const char *text = var_text(sh, x->name->variable, &length);
	if (!text && !var_explain(sh, x->name->variable))
		return false;
	x->swapped = strcmp(text ? text : "", x->old) == 0;
	return !x->swapped || var_set(sh, x->name, x->new, strlen(x->new));
}

/* swap NAME OLD NEW: status 1 when the value is not OLD. */
static enum flow swap(struct shell *sh, struct args *a, const struct limits *l)
{
	(void)l;
	if (a->count - a->next != 3)
		return args_usage(sh, a);
	char **operand = a->argv + a->next;
	struct swapping x = {.old = operand[1], .new = operand[2]};
	x.name = shared_name(sh, a, operand[0], SHARED_VARIABLE);
	if (!x.name || !may_write(sh, x.name) || !shared_step(sh, x.name, true, swap_in_step, &x))
		return FLOW_ABORT;
	sh->status = !x.swapped;
	return FLOW_NEXT;
}

struct locking {
	struct name *name;
	bool died;
};

static enum shared_try try_lock(struct shell *sh, void *context)
{
	struct locking *l = context;
	return shared_lock_try(sh, l->name, &l->died);
}

/* The command with LOCK_DIED in its environment. */
static enum flow run_locked(struct shell *sh, struct args *a, bool died)
{
	struct frame frame;
	enum flow f = FLOW_NEXT;
	struct name *n = name_intern(sh->names, "LOCK_DIED", 9);
	frame_push(sh, &frame, FRAME_SCOPE);
	if (n && var_bind(sh, &frame, n, false) && var_set(sh, n, died ? "1" : "0", 1) &&
	    var_mark(sh, n, VAR_EXPORT)) {
		char **argv = a->argv + a->next;
		struct command c = command_resolve_word(sh, argv[0]);
		sh->status = a->status_before;
		a->ran_commands = true;
		f = command_run(sh, &c, argv, a->count - a->next, &a->keeps_redirections);
	} else {
		sh->status = STATUS_ERROR;
	}
	frame_pop(sh, &frame);
	return f;
}

/* lock [-n] [-t SEC] NAME COMMAND... */
static enum flow lock(struct shell *sh, struct args *a, const struct limits *l)
{
	if (a->count - a->next < 2) {
		(void)args_usage(sh, a);
		sh->status = STATUS_ERROR;
		return FLOW_NEXT;
	}
	struct locking k = {.name = shared_name(sh, a, a->argv[a->next++], SHARED_VARIABLE)};
	if (k.name && shared_lock_held(sh, k.name)) {
		args_error(sh, a, STATUS_ERROR, "%s: already locked by this command", k.name->text);
		return FLOW_NEXT;
	}
	enum shared_try got = SHARED_FAILED;
	if (k.name)
		got = try_until(sh, k.name, try_lock, &k, l->no_wait ? 0 : l->ms);
	if (got == SHARED_FAILED)
		sh->status = STATUS_ERROR;
	else if (got == SHARED_WAIT && l->no_wait)
		sh->status = 1;
	if (got != SHARED_DONE)
		return FLOW_NEXT;
	enum flow f = run_locked(sh, a, k.died);
	shared_lock_free(sh);
	return f;
}

struct condition {
	struct name *name;
	char **test;    /* [0]: operator or NULL, [1]: value; both NULL: any change */
	int64_t number; /* the value, for an operator */
};

static bool compare(const char *operator, int64_t value, int64_t to)
{
	static const char names[][4] = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"};
	const bool holds[] = {value == to, value != to, value<to, value <= to, value> to,
			      value >= to};
	for (size_t i = 0; i < sizeof holds / sizeof *holds; i++)
		if (strcmp(operator, names[i]) == 0)
			return holds[i];
	return false;
}

static bool holds(struct shell *sh, const struct condition *c)
{
	size_t length;
	int64_t value = 0;
	struct variable *v = c->name->variable;
	if (!c->test[1])
		return shared_changed(sh, c->name);
	if (c->test[0])
		return var_integer(sh, v, &value) && compare(c->test[0], value, c->number);
	const char *text = var_text(sh, v, &length);
	return text && strcmp(text, c->test[1]) == 0;
}

static enum shared_try try_condition(struct shell *sh, void *context)
{
	struct condition *c = context;
	if (!shared_begin(sh, c->name))
		return SHARED_FAILED;
	if (holds(sh, c)) {
		shared_cancel(sh);
		return SHARED_DONE;
	}
	if (!var_explain(sh, c->name->variable))
		return SHARED_FAILED;
	shared_cancel_to_sleep(sh);
	return SHARED_WAIT;
}

static bool is_comparison(const char *text)
{
	static const char names[][4] = {"-eq", "-ne", "-lt", "-le", "-gt", "-ge"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(text, names[i]) == 0)
			return true;
	return false;
}

/* wait [-t SEC] NAME [VALUE | -ge N] */
static enum flow wait_for(struct shell *sh, struct args *a, const struct limits *l)
{
	int count = a->count - a->next;
	char **operand = a->argv + a->next;
	if (count < 1 || count > 3 || (count == 3 && !is_comparison(operand[1])))
		return args_usage(sh, a);
	char *test[2] = {count == 3 ? operand[1] : NULL, count > 1 ? operand[count - 1] : NULL};
	struct condition c = {shared_name(sh, a, operand[0], SHARED_VARIABLE), test, 0};
	if (!c.name || (test[0] && !args_number(sh, a, test[1], INT64_MIN, INT64_MAX, &c.number)))
		return FLOW_ABORT;
	(void)try_until(sh, c.name, try_condition, &c, l->ms);
	return FLOW_NEXT;
}

/* queue [-n LIMIT] NAME... */
static enum flow make_queue(struct shell *sh, struct args *a, const struct limits *l)
{
	return a->next < a->count ? make_queues(sh, a, "", l) : args_usage(sh, a);
}

struct transfer {
	struct name *queue;
	char *text;
};

static enum shared_try end_step(struct shell *sh, enum shared_try result)
{
	if (result == SHARED_DONE || result == SHARED_FAILED)
		return shared_commit(sh) ? result : SHARED_FAILED;
	if (result == SHARED_WAIT)
		shared_cancel_to_sleep(sh);
	else
		shared_cancel(sh);
	return result;
}

static enum shared_try try_push(struct shell *sh, void *context)
{
	struct transfer *t = context;
	return shared_begin(sh, t->queue) ? end_step(sh, shared_push(sh, t->queue)) : SHARED_FAILED;
}

static enum shared_try try_pop(struct shell *sh, void *context)
{
	struct transfer *t = context;
	if (!shared_begin(sh, t->queue))
		return SHARED_FAILED;
	enum shared_try result = end_step(sh, shared_pop(sh, t->queue, &t->text));
	if (result == SHARED_FAILED && sh->status == 0) /* the step was none */
		(void)shell_no_memory(sh);
	return result;
}

/* push [-t SEC] NAME VALUE... */
static enum flow push(struct shell *sh, struct args *a, const struct limits *l)
{
	if (a->count - a->next < 2)
		return args_usage(sh, a);
	struct transfer t = {.queue = shared_name(sh, a, a->argv[a->next++], SHARED_QUEUE)};
	for (; t.queue && a->next < a->count; a->next++) {
		if (!shared_begin_push(sh, t.queue, a->argv[a->next]))
			return FLOW_ABORT;
		enum shared_try result = try_until(sh, t.queue, try_push, &t, l->ms);
		shared_end_move(sh, t.queue);
		if (result == SHARED_CLOSED)
			args_error(sh, a, 1, "%s: is closed", t.queue->text);
		if (result != SHARED_DONE)
			return FLOW_NEXT;
	}
	return FLOW_NEXT;
}

/* pop [-t SEC] NAME VARIABLE */
static enum flow pop(struct shell *sh, struct args *a, const struct limits *l)
{
	if (a->count - a->next != 2)
		return args_usage(sh, a);
	struct transfer t = {.queue = shared_name(sh, a, a->argv[a->next], SHARED_QUEUE)};
	struct name *to = operand_name(sh, a, a->argv[a->next + 1], 1);
	if (!t.queue || !to || !may_write(sh, to))
		return FLOW_ABORT;
	enum shared_try result = try_until(sh, t.queue, try_pop, &t, l->ms);
	shared_end_move(sh, t.queue);
	if (result == SHARED_CLOSED)
		sh->status = 1;
	if (result == SHARED_DONE && !var_set(sh, to, t.text, strlen(t.text)))
		return FLOW_ABORT;
	return FLOW_NEXT;
}

static struct name *only_queue(struct shell *sh, struct args *a)
{
	if (a->count - a->next == 1)
		return shared_name(sh, a, a->argv[a->next], SHARED_QUEUE);
	(void)args_usage(sh, a);
	return NULL;
}

static enum flow length(struct shell *sh, struct args *a, const struct limits *l)
{
	(void)l;
	struct name *n = only_queue(sh, a);
	if (!n || !shared_begin(sh, n))
		return FLOW_ABORT;
	uint64_t count = shared_length(sh, n);
	if (!shared_commit(sh))
		return FLOW_ABORT;
	out_int(sh->out, (int64_t)count);
	out_byte(sh->out, '\n');
	return FLOW_NEXT;
}

static enum flow close_queue(struct shell *sh, struct args *a, const struct limits *l)
{
	(void)l;
	struct name *n = only_queue(sh, a);
	if (!n || !shared_begin(sh, n))
		return FLOW_ABORT;
	shared_close(sh, n);
	return shared_commit(sh) ? FLOW_NEXT : FLOW_ABORT;
}

/* open STORE NAME[=VALUE]... | open -q [-n LIMIT] STORE NAME... */
static enum flow open_store(struct shell *sh, struct args *a, const struct limits *l)
{
	if (a->count - a->next < 2 || (l->number && !l->queues))
		return args_usage(sh, a);
	const char *store = a->argv[a->next++];
	if (*store == '\0')
		return args_error(sh, a, 1, "the store's name is empty"), FLOW_ABORT;
	return l->queues ? make_queues(sh, a, store, l) : declare_in(sh, a, store);
}

static enum flow list(struct shell *sh, struct args *a, const struct limits *l)
{
	(void)l;
	struct buf text = BUF_INIT;
	if (a->next != a->count)
		return args_usage(sh, a);
	shared_list(sh, &text);
	out_add(sh->out, text.data ? text.data : "", text.length);
	if (text.failed)
		(void)shell_no_memory(sh);
	buf_free(&text);
	return FLOW_NEXT;
}

/* remove STORE... */
static enum flow remove_stores(struct shell *sh, struct args *a, const struct limits *l)
{
	(void)l;
	bool ok = true;
	if (a->next == a->count)
		return args_usage(sh, a);
	for (int i = a->next; i < a->count; i++)
		ok &= shared_remove(sh, a->argv[i]);
	return ok ? FLOW_NEXT : FLOW_ABORT;
}

static const struct word {
	const char *name, *options;
	enum flow (*run)(struct shell *sh, struct args *a, const struct limits *l);
} words[] = {
	{"add", "", add},
	{"close", "", close_queue},
	{"length", "", length},
	{"list", "", list},
	{"lock", "nt:", lock},
	{"open", "qn:", open_store},
	{"pop", "t:", pop},
	{"push", "t:", push},
	{"queue", "n:", make_queue},
	{"remove", "", remove_stores},
	{"swap", "", swap},
	{"wait", "t:", wait_for},
};

static enum flow run_word(struct shell *sh, struct args *a, const struct word *w)
{
	struct limits l;
	a->next++;
	if (read_options(sh, a, w->options, &l))
		return w->run(sh, a, &l);
	if (w->run == lock)
		sh->status = STATUS_ERROR;
	return FLOW_ABORT;
}

enum flow builtin_shared(struct shell *sh, struct args *a)
{
	struct limits none;
	const char *word = a->next < a->count ? a->argv[a->next] : "";
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strcmp(word, words[i].name) == 0)
			return run_word(sh, a, &words[i]);
	if (!read_options(sh, a, "", &none))
		return FLOW_ABORT;
	return a->next < a->count ? declare_in(sh, a, "") : args_usage(sh, a);
}
