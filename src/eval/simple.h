/* simple.h - simple commands (XCU 2.9.1): the plan, and its application.  Inside eval/ only. */
#ifndef EVAL_SIMPLE_H
#define EVAL_SIMPLE_H

#include "base/mem.h"
#include "state/flow.h"

#include <stdbool.h>
#include <sys/types.h>

struct builtin;
struct function;
struct job;
struct name;
struct node;
struct shell;

/* The built-in of that name; NULL: none, or one that gives way to a program in PATH. */
const struct builtin *builtin_named(struct shell *sh, struct name *name);

/* What a command word names (2.9.1.4), found in that order. */
struct command {
	enum command_kind {
		COMMAND_NONE, /* no command word: assignments and redirections only */
		COMMAND_SPECIAL,
		COMMAND_FUNCTION,
		COMMAND_BUILTIN,
		COMMAND_EXTERNAL, /* path NULL: not found, `error` says why */
	} kind;
	const struct builtin *builtin;
	struct function *function;
	const char *path;
	int error;
};

/* `name` is the interned word, or NULL (has a slash, or nothing has that name).  Programs are
 * looked up later, when PATH is final. */
struct command command_resolve(struct shell *sh, struct name *name);

/* For what `command` names: functions are passed over; `directories` NULL is PATH. */
struct command command_resolve_plain(struct shell *sh, const char *word, const char *directories);

/* The same for a word that may also name a function. */
struct command command_resolve_word(struct shell *sh, const char *word);

/* Runs one; `tail` as in eval_tail(). */
MUST_CHECK enum flow eval_simple(struct shell *sh, const struct node *n, bool tail);

/* Becomes the program `word`, looked up in PATH: exec, tail position.  Returns after a message
 * with sh->status set. */
void command_replace(struct shell *sh, const char *word, char **argv);

/* Whether command_replace() stays, and runs the program as a child: there are lists to wait for, or
 * named pipes or locks to give up after it. */
bool command_outlives(const struct shell *sh);

/* Runs a built-in, function or program whose words are ready, in the redirections there are: `command`.
 * *keep as in call_builtin(). */
MUST_CHECK enum flow command_run(struct shell *sh, const struct command *c, char **argv, int argc,
				 bool *keep);

/* If `n` is an external command whose words can be expanded ahead (design: idea 6), starts it by
 * vfork with `in` and `out` as its 0 and 1 and gives the pid.  0: it takes a fork.  -1 after a
 * message. */
pid_t stage_spawn(struct shell *sh, const struct node *n, int in, int out);

#endif
