/* shell.h - all the state of one shell, passed first to everything. */
#ifndef STATE_SHELL_H
#define STATE_SHELL_H

#include "base/arena.h"
#include "base/charset.h"
#include "base/out.h"
#include "lang/source.h"
#include "state/flow.h"
#include "state/option_table.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct array_operand;
struct buf;
struct coproc_end;
struct environment;
struct estate;
struct fifo_use;
struct frame;
struct history;
struct job_table;
struct made_name;
struct name_table;
struct node;
struct observer;
struct part;
struct program;
struct shared;
struct substitutions;
struct traps;
struct tty;

/* The one seam by which those whom the tree walker calls - expansion, functions, traps - have it
 * run a tree (design: section 1). */
struct eval_ops {
	/* Run the tree in this process. */
	enum flow (*run)(struct shell *sh, const struct node *n);
	/* The same as the last thing that this process does. */
	enum flow (*run_last)(struct shell *sh, const struct node *n);
	/* Run the actions of the traps that wait. */
	enum flow (*run_traps)(struct shell *sh);
	/* Command substitution: runs `body` (NULL: nothing) in a subshell, adds its output without
	 * the trailing newlines to `out`, sets sh->status and sh->substituted.  False: could not. */
	bool (*capture)(struct shell *sh, const struct node *body, struct buf *out);
	/* The value of an expression that comes as text and assigns nothing: declare -i. False after a
	 * message. */
	bool (*arithmetic)(struct shell *sh, const char *text, size_t length, int64_t *value);
	/* Process substitution: starts `body`, gives the name to open in sh->tmp. NULL: could not. */
	const char *(*substitute)(struct shell *sh, const struct part *p);
};

/* What the locale means to expansion, matching and collation: see shell_locale() in special.h. */
struct locale_state {
	bool loaded; /* the rest is what the variables say now */
	enum charset charset;
	bool collates; /* LC_COLLATE is not C/POSIX: sort with strcoll() */
};

/* IFS, looked at once per change.  table[byte] is 0, IFS_WHITE or IFS_OTHER: its characters of one
 * byte; those of several are found by ifs_delimiter(). */
enum { IFS_WHITE = 1, IFS_OTHER = 2 };

struct ifs_state {
	unsigned char table[256];
	unsigned char marked[16]; /* the bytes that `table` marks, to clear them again */
	unsigned marked_count;    /* > sizeof marked: more than were noted */
	bool multibyte;           /* has a character of several bytes: split by characters */
	const char *text;         /* its value; NULL: unset, " \t\n" counts */
	size_t length;
	char join[8]; /* first character: what "$*" puts between */
	size_t join_length;
};

/* The positional parameters; params.h changes them. */
struct params {
	char *const *values; /* $1 is values[0]; `shift` moves it */
	size_t count;
	void *block;       /* heap block that holds values and texts, owned; NULL: borrowed */
	uint32_t snapshot; /* id of the snapshot that need not be told of changes */
};

struct shell {
	int status;              /* $? */
	enum flow unwinding;     /* FLOW_NEXT, or why a helper that said false came back */
	unsigned loops_to_leave; /* of FLOW_BREAK and FLOW_CONTINUE */
	unsigned loop_depth;     /* loops around the running command, in this function */
	bool in_outer_loop;      /* this subshell is in a loop of its function in the parent */
	unsigned function_depth, dot_depth, subshell_depth;
	unsigned string_depth;    /* strings that are being run: of `eval`, traps */
	size_t string_bytes;      /* how long they are together */
	unsigned errexit_ignored; /* > 0: in a context where `set -e` does not act */
	bool options[OPT_COUNT];
	bool interactive; /* -i or a terminal: which errors do not exit */
	bool substituted; /* a command substitution ran since it was cleared: its status counts */
	bool command_refused; /* an expansion failed in a way that ends the command, not the shell */
	bool unparsed;        /* a syntax error ended the string or file that ran last */
	bool keeps_redirections; /* the command that just ran was `exec`: they stay */
	bool exiting;            /* the EXIT trap ran or is running */
	unsigned trap_depth;     /* trap actions that are running in this process */
	int trap_status;         /* $? before the innermost: of `exit` in it, */
	unsigned trap_calls;     /* and of `return` where function_depth + dot_depth are these */

	struct params params;
	const char *name;      /* $0 */
	pid_t pid;             /* $$: of the first process of this shell */
	pid_t process;         /* of this process */
	pid_t parent;          /* PPID */
	int64_t started;       /* when: seconds since the Epoch */
	pid_t forked_by;       /* the process of this shell that forked this one; 0: none did */
	pid_t last_background; /* $!; 0: none yet */
	uint64_t family;       /* see shell_family(); 0: not drawn yet */

	/* Statuses of the last pipeline, for PIPESTATUS; count 0: it was one command of this process,
	 * and its status is `status`. */
	struct pipe_statuses {
		int *values; /* heap */
		size_t count;
	} pipe_statuses;

	struct place at;            /* of the command that runs, for messages and LINENO */
	struct program *program;    /* the one that runs: who keeps a node of it holds it */
	const struct node *command; /* the simple command that runs, whose text a job shows */
	/* Arguments of the simple command that runs: array.h.  A process is what runs others while
	 * they are expanded. */
	struct array_operand *array_operands;
	bool keyed_arrays; /* there is an associative array, or was */

	struct name_table *names;
	struct arena tmp;             /* lifetime "command" */
	struct buf *spare_buffers[8]; /* pool of the expander's buffers */
	unsigned spare_count;

	struct frame *frame;     /* innermost */
	uint32_t snapshot_ids;   /* last id given */
	struct out *out;         /* where built-ins write */
	struct out standard_out; /* descriptor 1: what `out` points at unless it is captured */
	const struct eval_ops *ops;
	const struct observer *observer;
	/* Runs explain: and trace:, installed by watch/. */
	enum flow (*study)(struct shell *sh, const struct node *n);

	struct ifs_state ifs;
	struct locale_state locale;
	uint32_t path_generation;
	option_hook option_hooks[OPT_COUNT];
	struct environment *environment; /* environ.c's cache of envp */
	bool environment_stale;          /* something exported changed since it was made */
	struct arena variables;          /* lives as long as `names`: what their cells point at */
	char *directory;                 /* PWD as the shell keeps it (heap), NULL: unknown */

	struct traps *traps;                 /* proc/trap.h */
	struct job_table *jobs;              /* proc/job.h */
	struct tty *tty;                     /* proc/tty.h; NULL: none */
	struct history *history;             /* NULL: none */
	struct made_name *made_names;        /* ipc/made_name.h */
	struct fifo_use *fifo_uses;          /* ipc/fifo.c */
	struct estate *estate;               /* ipc/estate.c; NULL: nothing there yet */
	struct substitutions *substitutions; /* ipc/procsub.h; NULL: none yet */
	struct coproc_end *coproc_ends;      /* eval/coproc.c */
	struct shared *shared;               /* ipc/shared.h; NULL: nothing was shared yet */
	/* Told of each child that ended, when it is reaped; installed by who cares. */
	void (*process_ended)(struct shell *sh, pid_t pid, int status);
	/* Told when one was killed by a signal: it may have left something. */
	void (*child_killed)(struct shell *sh);

	/* What `read` found standard input to be.  Whoever changes descriptor 0 (proc/redir.c) makes
	 * it unknown again. */
	enum input_kind {
		INPUT_UNKNOWN,
		INPUT_SEEKABLE,
		INPUT_PIPE,
		INPUT_STREAM,   /* a socket whose bytes can be looked at */
		INPUT_MESSAGES, /* a socket that gives whole messages */
		INPUT_OTHER,
	} input;

	/* builtins/read_input.c: a pipe into which what waits in standard input is copied to be
	 * looked at.  Each process has its own. */
	struct peek {
		int ends[2];
		pid_t owner; /* 0: there is none */
	} peek;
};

unsigned ifs_delimiter_slow(const struct shell *sh, const char *text, size_t length, size_t *size);

/* Whether a character of IFS begins at text[0..length), length > 0: IFS_WHITE, IFS_OTHER, or 0; its
 * bytes are stored in *size. */
static inline unsigned ifs_delimiter(const struct shell *sh, const char *text, size_t length,
				     size_t *size)
{
	unsigned kind = sh->ifs.table[(unsigned char)*text];
	*size = 1;
	return kind || !sh->ifs.multibyte ? kind : ifs_delimiter_slow(sh, text, length, size);
}

/* A shell with its tables, variables from `environment`, standard variables (IFS, OPTIND, PWD,
 * PPID, PS1, PS2, PS4, LINENO) and their hooks.  NULL: no memory. */
struct shell *shell_new(char **environment);
void shell_free(struct shell *sh);

/* A random number that this process and all that it forks have in common: drawn when first asked
 * for, and before the first fork. */
uint64_t shell_family(struct shell *sh);

/* Prints "file:line:column: message" to descriptor 2 (nothing while sh->unwinding is
 * FLOW_FORKED).  The place is sh->at, or `at`. */
void shell_error(struct shell *sh, const char *format, ...) __attribute__((format(printf, 2, 3)));
void shell_error_at(struct shell *sh, struct place at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Out of memory: prints it, sets the status, always false. */
bool shell_no_memory(struct shell *sh);

/* Like strdup() and malloc(), in the memory of the running command; NULL: no memory. */
char *shell_dup(struct shell *sh, const char *text);
char *shell_dup_n(struct shell *sh, const char *text, size_t length);
void *shell_alloc(struct shell *sh, size_t size);

/* A cleared buffer from the pool, and back into it (its memory is kept for the next). */
struct buf *shell_buffer(struct shell *sh); /* NULL after a message: no memory */
void shell_buffer_done(struct shell *sh, struct buf *b);

#endif
