/* table.h - a row of the table of built-ins, and the look-up.
 *
 * The only header of builtins/ that the shell's floors see; it includes nothing. */
#ifndef BUILTINS_TABLE_H
#define BUILTINS_TABLE_H

struct args;
struct name_table;
struct shell;
enum flow;

enum builtin_class {
	BUILTIN_SPECIAL = 1,   /* XCU 2.15: errors exit, assignments stay, found before functions */
	BUILTIN_INTRINSIC = 2, /* XCU 1.7: found without PATH */
	BUILTIN_ORDINARY = 4,  /* also exists as a program */
	BUILTIN_DECLARATION = 8, /* XCU 2.9.1.1: export, readonly, local */
	BUILTIN_EXTENSION = 16,  /* not in POSIX */
	BUILTIN_EXPORTS = 32,    /* exec: the assignments before it are in its environment */
	/* Its name is not reserved by XCU 1.7 or 2.9.1.4, and no other shell has it: under `set -o
	 * posix` a program of that name in PATH comes first. */
	BUILTIN_YIELDS = 64,
};

struct builtin {
	const char *name;
	enum flow (*run)(struct shell *sh, struct args *a);
	unsigned class;
	/* Options as in getopt(): "a:b" (':' takes an argument).  NULL: the built-in looks at its
	 * arguments itself (echo, test, printf's lone --, kill, set). */
	const char *options;
	const char *usage; /* "cd [-L|-P [-e]] [directory]", a line each form: of the manual, too */
	const char *summary; /* one line */
};

/* One call of a built-in; args.h has what reads it. */
struct args {
	const struct builtin *row;
	int count;                /* argv[count] is NULL */
	char **argv;              /* argv[0] is the name it was called by */
	int next;                 /* first operand, once the options were read */
	const char *cluster;      /* where args_option() is */
	char *value;              /* argument of the option just returned */
	int status_before;        /* $? when it was called; sh->status is 0 then */
	_Bool keeps_redirections; /* set by `exec`: they stay after the command */
	_Bool usage_shown;        /* args_usage() prints it once */
	_Bool ran_commands; /* set by eval, `.` and the like: its flow is that of what it ran */
};

extern const struct builtin builtin_table[]; /* sorted by name */
extern const unsigned builtin_count;

/* Puts each row into the cell of its name.  0: no memory. */
int builtins_install(struct name_table *names);

#endif
