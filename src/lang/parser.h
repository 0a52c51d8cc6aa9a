/* parser.h - text to tree, one complete command at a time (XCU 2.3, 2.4, 2.10). */
#ifndef LANG_PARSER_H
#define LANG_PARSER_H

#include "lang/program.h"
#include "lang/source.h"

#include <stdbool.h>
#include <stddef.h>

struct input;
struct name;
struct name_table;
struct word;

/* What changes parsing, read afresh before each complete command. */
struct parse_options {
	bool aliases; /* alias substitution is on (always, in a POSIX shell) */
	bool posix;   /* extensions that could change a valid script are off */
	bool groups;  /* words may have ?(...) and its like: shopt -s extglob */
	bool verbose; /* -v: lines are shown as they are read */
};

/* The parser's view of the shell: callbacks, with `context` passed back. */
struct parse_env {
	struct name_table *names;
	void *context;
	/* The value of the alias `n`, or NULL.  Borrowed until the next command runs. */
	const char *(*alias)(void *context, const struct name *n);
	void (*options)(void *context, struct parse_options *o);
	void (*show_line)(void *context, const char *line, size_t length); /* for -v */
};

enum parse_result {
	PARSE_COMMAND,     /* *program is a new program, one reference, the caller's */
	PARSE_END,         /* no more input */
	PARSE_ERROR,       /* see parser_error(); interactive callers go on with the next line */
	PARSE_INTERRUPTED, /* ^C at a prompt, or a trap that wants to run */
	PARSE_READ_ERROR,  /* errno */
	PARSE_NO_MEMORY,
};

struct syntax_error {
	struct place at;
	const char *message; /* "what: why" without a place */
	const char *line;    /* the text of that line without its newline; NULL: none */
	struct place opened; /* where the unclosed thing began; opened.line 0: nothing is open */
	const char *opened_what; /* "'if'", "'('", "here-document 'EOF'" */
	bool at_end;             /* met the end of input: more lines could complete it */
};

struct parser;

/* A parser of `in` (borrowed) whose text is `source` (it holds a reference).  first_line is the
 * number of the first line, usually 1.  NULL: no memory. */
struct parser *parser_new(const struct parse_env *env, struct input *in,
			  const struct source *source, unsigned first_line);
void parser_free(struct parser *p);

/* The next complete command; empty lines and comments are passed over.  After an error what is
 * left of the current line is dropped. */
enum parse_result parser_next(struct parser *p, struct program **program);

/* True if nothing can follow what was parsed so far: then the command may run as the last thing
 * that this process does.  False where only reading on could tell. */
bool parser_at_end(const struct parser *p);

/* Parses `text` as what may stand in a here-document: PS1, PS2, PS4, ENV.  The word lives in the
 * program, which is the caller's.  NULL: no memory, or text that cannot be parsed. */
struct program *parser_text(const struct parse_env *env, const char *text,
			    const struct source *source, const struct word **word);

/* The error of the last PARSE_ERROR; borrowed until the next call. */
const struct syntax_error *parser_error(const struct parser *p);

#endif
