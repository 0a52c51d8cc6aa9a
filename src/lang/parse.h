/* parse.h - what the files of the parser share.
 *
 *	text.c      bytes: lines, line continuation, aliases' values, reading again
 *	lexer.c     tokens
 *	word.c      the parts of words; quoting
 *	dollar.c    $x ${...} $(...) $((...)) `...`
 *	braces.c    {a,b} {1..9}
 *	heredoc.c   bodies of here-documents
 *	alias.c     alias substitution
 *	simple.c    simple commands, redirections, function definitions
 *	compound.c  if, while, for, case, { }, ( )
 *	condition.c  [[ ]]
 *	arithmetic.c  ((...)), for ((...))
 *	list.c      pipelines, and-or lists, lists
 *	parse.c     what parser.h promises; errors
 *
 * A failure is sticky (`result`): the text then seems to be at its end, so that everybody
 * comes back soon, and nobody looks at what they made. */
#ifndef LANG_PARSE_H
#define LANG_PARSE_H

#include "base/arena.h"
#include "base/buf.h"
#include "lang/parser.h"
#include "lang/reserved.h"
#include "lang/tree.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* --- text --- */

/* The value of an alias in front of the text in which its name stood. */
struct layer {
	struct layer *below; /* the text goes on at `resume` in this layer (NULL: the line) */
	const char *resume;
	const struct layer *within; /* the layer that the alias' name came from */
	const struct name *alias;
	bool ends_in_blank;    /* the next word may be an alias as well */
	uint32_t line, column; /* of the alias' name: the place of all that is in its value */
	unsigned depth;        /* how many are within each other */
};

/* Bytes to parse.  They end with a newline or a NUL, so that scanning needs no bound: NUL says
 * that this piece is used up and text_more() may have another. */
struct text {
	const char *at;         /* parse_nothing after a failure */
	const char *end;        /* of the line: where its newline is followed by nothing */
	const char *line_start; /* column `column_base` */
	uint32_t line, column_base;
	struct input *input; /* gives more lines; NULL: ends at the NUL */
	struct layer *layer;
	const char *ends_with; /* what is unexpected there: "end of file" */
	unsigned fetches;      /* lines taken from the input so far */
	bool newline_added;    /* the last line had none */
	bool ended;            /* the input has no more */
};

/* NULs: a failure may come between a look at a byte and the step over it. */
enum { PARSE_NOTHING_ROOM = 16 };
extern const char parse_nothing[PARSE_NOTHING_ROOM];

/* --- tokens --- */

enum token_kind {
	TOKEN_END,
	TOKEN_NEWLINE,
	TOKEN_WORD,
	TOKEN_IO_NUMBER,
	TOKEN_IO_LOCATION, /* {name} */
	TOKEN_AND_IF,      /* && */
	TOKEN_OR_IF,       /* || */
	TOKEN_SEMI,
	TOKEN_DSEMI,     /* ;; */
	TOKEN_SEMI_AND,  /* ;& */
	TOKEN_DSEMI_AND, /* ;;& */
	TOKEN_AND,
	TOKEN_PIPE,
	TOKEN_PIPE_AND, /* |& */
	TOKEN_LPAREN,
	TOKEN_RPAREN,
	TOKEN_LESS, /* this and what follows are redirection operators */
	TOKEN_GREAT,
	TOKEN_CLOBBER,
	TOKEN_DGREAT,
	TOKEN_LESSGREAT,
	TOKEN_LESSAND,
	TOKEN_GREATAND,
	TOKEN_DLESS,
	TOKEN_DLESSDASH,
	TOKEN_TLESS,      /* <<< */
	TOKEN_AND_GREAT,  /* &> */
	TOKEN_AND_DGREAT, /* &>> */
	TOKEN_FIFO_READ,  /* <|| */
	TOKEN_FIFO_WRITE, /* >|| */
};

/* What a byte is.  The STOP bits say where a run of ordinary bytes ends. */
enum byte_kind {
	BYTE_STOP_WORD = 1,    /* unquoted */
	BYTE_STOP_QUOTED = 2,  /* in "...", here-documents, $((...)) */
	BYTE_STOP_OPERAND = 4, /* in an unquoted ${x-...} */
	BYTE_GLOB = 8,
	BYTE_TILDE = 16,
	BYTE_NAME_START = 32,
	BYTE_DIGIT = 64,
	BYTE_SLASH = 128,
	BYTE_EQUALS = 256,
	BYTE_BLANK = 512,
	BYTE_BRACE = 1024,          /* { */
	BYTE_STOP_DELIMITED = 1024, /* in a part of ${...} that something else than } may end */
	BYTE_NAME = BYTE_NAME_START | BYTE_DIGIT,
	/* More about words, beside the kinds of the unquoted bytes in them. */
	WORD_QUOTED = 1 << 12,
	WORD_EXPANDS = 1 << 13,          /* has parts that are not text */
	WORD_EXPANDS_UNQUOTED = 1 << 14, /* and is not in double quotes */
};

extern const uint16_t byte_kinds[256];

static inline unsigned byte_kind(char c)
{
	return byte_kinds[(unsigned char)c];
}

struct token {
	uint8_t kind;     /* enum token_kind */
	uint8_t reserved; /* enum reserved_word, once `classified` */
	bool classified;  /* command_word() has looked at it */
	uint16_t flags;   /* of words: byte kinds and WORD_... */
	int fd;           /* TOKEN_IO_NUMBER */
	/* A word of unquoted text only; NULL: see `word`.  Valid until the next token is read. */
	const char *text;
	size_t length;
	struct word *word;         /* not finished: see word_finish() */
	struct name *name;         /* of `text`, if somebody asked for it; of TOKEN_IO_LOCATION */
	const struct layer *layer; /* in which it began */
	uint32_t line, column;
};

/* --- the parser --- */

/* Something that wants an end.  These are on the C stack. */
struct open {
	const struct open *outer;
	const char *what;
	uint32_t line, column;
};

struct heredoc {
	struct heredoc *next;
	struct redir *redir;
};

struct parser {
	struct parse_env env;
	const struct source *source;
	struct parse_options options;
	struct program *program;
	struct arena *arena; /* the program's */

	struct text text;
	struct token token;
	bool have_token;                           /* `token` was read and not used yet */
	bool alias_next;                           /* an alias' value ended in a blank */
	bool continued;                            /* lines that are read now continue a command */
	struct heredoc *heredocs, **heredocs_tail; /* their bodies follow the next newline */
	uint16_t quotes;                           /* number of the last pair of double quotes */

	struct buf run;     /* the text of a part under construction */
	struct buf scratch; /* for names and raw text; nobody keeps it across a call */
	struct buf last_line;
	struct buf carried; /* see text_carry() */

	/* Lines read since the first `$((` that may have to be read again; see text.c. */
	struct buf tape;
	const char *tape_from;
	unsigned recordings;
	unsigned rereads, rereads_at_end;
	unsigned heredoc_depth; /* bodies within each other */

	enum parse_result result; /* PARSE_COMMAND while all is well */
	bool fatal;               /* reading again cannot help */
	const struct open *open;
	struct syntax_error error;
	struct buf message, shown;
	const char *line; /* the newest line of the input */
	size_t line_length;
	uint32_t line_number;
};

static inline bool parse_failed(const struct parser *p)
{
	return p->result != PARSE_COMMAND;
}

/* --- text.c --- */

/* Called at a NUL: goes on with what follows, be it the text behind an alias or a new line.
 * False: the end (or a failure); *at stays NUL. */
bool text_more(struct parser *p);

/* Called at a backslash: passes over a line continuation.  False: it is none. */
bool text_continue_slow(struct parser *p);

/* The next byte, line continuations passed over.  NUL: the end. */
char text_look_slow(struct parser *p);

static inline char text_look(struct parser *p)
{
	char c = *p->text.at;
	return c == '\0' || c == '\\' ? text_look_slow(p) : c;
}

static inline bool text_continue(struct parser *p)
{
	return (p->text.at[1] == '\n' || p->text.at[1] == '\0') && text_continue_slow(p);
}

/* Passes over a newline. */
static inline void text_newline(struct parser *p)
{
	struct text *t = &p->text;
	t->at++;
	if (t->layer)
		return;
	t->line++;
	t->column_base = 1;
	if (t->at == t->end)
		t->at = "";
	t->line_start = t->at;
}

static inline uint32_t text_line(const struct parser *p)
{
	return p->text.layer ? p->text.layer->line : p->text.line;
}

static inline uint32_t text_column(const struct parser *p)
{
	const struct text *t = &p->text;
	return t->layer ? t->layer->column : (uint32_t)(t->at - t->line_start) + t->column_base;
}

static inline struct place text_place(const struct parser *p)
{
	return (struct place){p->source, text_line(p), text_column(p)};
}

/* Text in memory that is parsed instead, until text_leave(). */
struct text text_enter(struct parser *p, const char *bytes, uint32_t line, uint32_t column,
		       const char *ends_with);
void text_leave(struct parser *p, const struct text *outer);

void text_push_alias(struct parser *p, const struct name *alias, const char *value,
		     const struct token *t);

/* Between two complete commands, what aliases have put before the line is kept so. */
void text_carry(struct parser *p);
void text_uncarry(struct parser *p);

/* A place to which parsing can go back. */
struct recording {
	struct text text;
	size_t offset; /* in the tape */
	const struct open *open;
	struct heredoc *heredocs, **heredocs_tail;
};

void recording_begin(struct parser *p, struct recording *r);
void recording_end(struct parser *p);
/* Goes back to where it began.  The recording is over. */
void recording_reread(struct parser *p, const struct recording *r);
/* The text since it began, or NULL if it is not in one piece; in the program's arena. */
const char *recording_text(struct parser *p, const struct recording *r);

/* --- lexer.c --- */

/* The next token; token_use() makes the one after it the next. */
struct token *token_peek_slow(struct parser *p);

static inline struct token *token_peek(struct parser *p)
{
	return p->have_token ? &p->token : token_peek_slow(p);
}

static inline void token_use(struct parser *p)
{
	p->have_token = false;
}

/* The name of a token that is a word of unquoted text without `/` and without `=`: names are kept
 * for ever, and `eval "x=$line"` is a new text each time.  Else NULL. */
struct name *token_name(struct parser *p, struct token *t);

static inline bool token_is_redirection(const struct token *t)
{
	return t->kind >= TOKEN_LESS || t->kind == TOKEN_IO_NUMBER || t->kind == TOKEN_IO_LOCATION;
}

static inline struct place token_place(const struct parser *p, const struct token *t)
{
	return (struct place){p->source, t->line, t->column};
}

/* --- alias.c --- */

/* Puts the value of the alias that `t`, the next token, names in its place.  False: no alias. */
bool alias_substitute(struct parser *p, struct token *t);

/* Makes the next token what it is where a command may begin: substitutes aliases, and finds
 * reserved words, which are returned. */
enum reserved_word command_word(struct parser *p);

/* --- word.c --- */

enum word_kind {
	WORD_ARGUMENT,
	WORD_DECLARATION, /* name=value, an argument of a declaration utility */
	WORD_VALUE,       /* of an assignment */
	WORD_TARGET,      /* of a redirection; what `case` looks at: neither split nor globbed */
	WORD_PATTERN,
	WORD_OPERAND, /* of ${x-...}, unquoted: split, so never ready */
};

/* The parts of a word under construction.  The text of the last one is in p->run. */
struct builder {
	struct part *first, **tail;
	bool open;       /* text is being collected */
	uint8_t quoting; /* of that text */
	uint16_t quotes;
	uint16_t flags;
	bool raw; /* a here-document's delimiter: $ and ` are ordinary */
};

void builder_init(struct builder *b);
void builder_text(struct parser *p, struct builder *b, enum quoting quoting, uint16_t quotes,
		  const char *bytes, size_t length);
void builder_close(struct parser *p, struct builder *b);
/* Adds a new part, NULL without memory. */
struct part *builder_part(struct parser *p, struct builder *b, enum part_kind kind, bool quoted,
			  uint16_t quotes);
struct word *builder_word(struct parser *p, struct builder *b);

/* The number of a new pair of double quotes. */
uint16_t quotes_next(struct parser *p);

/* Reads an unquoted word up to what ends it. */
void word_read(struct parser *p, struct builder *b);

/* The rest of $'...'; at the quote.  `line`, `column`: the dollar sign's. */
void dollar_single_read(struct parser *p, struct builder *b, uint32_t line, uint32_t column);

/* Texts in which double quotes' rules hold. */
enum quoted_text {
	QUOTED_DOUBLE,  /* "..." */
	QUOTED_OPERAND, /* "${x-...}": also \} , and "..." inside */
	QUOTED_HEREDOC, /* `"` is ordinary */
	QUOTED_ARITH,   /* `"` is ignored */
};

/* Reads such a text up to a byte that the caller must look at: `"`, `}`, parentheses, or the
 * end (NUL). */
char quoted_read(struct parser *p, struct builder *b, enum quoted_text in, uint16_t quotes);

/* What stands in "${x-...}" and in ${x-...}, up to and with the brace. */
void operand_read_quoted(struct parser *p, struct builder *b, uint16_t quotes);
void operand_read(struct parser *p, struct builder *b);

/* The same up to an unquoted byte of `ends`, a `}` always, which is returned and left there; NUL:
 * failed.  With `nests`, what stands in brackets and parentheses, and the : of ?:, ends nothing. */
char operand_read_until(struct parser *p, struct builder *b, const char *ends, bool nests);

/* Makes the word of the next token, a TOKEN_WORD, and uses it.  NULL: no memory. */
struct word *word_take(struct parser *p, enum word_kind kind);

/* A word of unquoted text; `name` and its text are used if not NULL. */
struct word *word_of_text(struct parser *p, enum word_kind kind, const char *text, size_t length,
			  unsigned flags, struct name *name);

/* Tildes, `literal`, `pattern` and the rest, when the parts are there. */
void word_finish(struct parser *p, struct word *w, enum word_kind kind, unsigned flags);

/* --- braces.c --- */

/* Makes what is {a,b} or {1..9} in an argument a PART_BRACE.  False: there is none, or failed. */
bool braces_find(struct parser *p, struct word *w);

/* --- dollar.c --- */

/* At a `$`: adds what it stands for.  `quoted`: double quotes' rules hold here. */
void dollar_read(struct parser *p, struct builder *b, bool quoted, uint16_t quotes);
/* At a backquote. `in_quotes`: within "...", where \" is a quote inside. */
void backquote_read(struct parser *p, struct builder *b, bool quoted, uint16_t quotes,
		    bool in_quotes);

/* The text of $((...)) or ((...)) behind the second parenthesis, with the two at its end.  False: it
 * has no such end. */
bool arithmetic_read(struct parser *p, struct builder *b);
/* After an attempt that failed: may the text be read as two parentheses? */
bool arithmetic_may_reread(struct parser *p);

/* Is there a <( or >( here?  =( is one only where a word begins. */
static inline bool process_begins(const struct parser *p, const char *at)
{
	return at[1] == '(' && !p->options.posix;
}
/* At one of them: adds what it stands for. */
void process_read(struct parser *p, struct builder *b);

/* --- heredoc.c --- */

/* The delimiter, right after << or <<-, and the promise of a body. */
void heredoc_begin(struct parser *p, struct redir *r);
/* The word that the text of a body is. */
struct word *heredoc_word(struct parser *p, const char *text, struct place at);
/* After a newline: the bodies. */
void heredoc_read_all(struct parser *p);

/* --- simple.c --- */

struct node *parse_simple(struct parser *p);
/* A definition that begins with the next token, the word `function`. */
struct node *parse_function_word(struct parser *p);
/* Redirections after a compound command.  False: failed. */
bool parse_redirs(struct parser *p, struct redir **list);

/* --- compound.c --- */

/* A compound command, without redirections.  The next token is `word` or `(`. */
struct node *parse_compound(struct parser *p, enum reserved_word word);
/* `do list done` or `{ list }`, maybe behind newlines.  NULL: failed. */
struct node *parse_do_or_braces(struct parser *p);

/* --- arithmetic.c --- */

/* ((...)) at the second parenthesis.  NULL: failed; *again: it is two subshells. */
struct node *parse_arith_command(struct parser *p, struct place at, bool *again);
/* for ((...)) at the first parenthesis, the next token. */
struct node *parse_for_arith(struct parser *p, struct place at);

/* --- condition.c --- */

/* [[ expression ]] behind its first word. */
struct node *parse_condition(struct parser *p, struct place at);

/* --- list.c --- */

void parse_newlines(struct parser *p);
/* A compound list up to what cannot continue it; NULL: it is empty, or failed. */
struct node *parse_list(struct parser *p);
/* The list of a complete command: a newline ends it. */
struct node *parse_line(struct parser *p);
/* A command with its redirections. */
struct node *parse_command(struct parser *p);
/* What is in $(...) with its parenthesis, or in `...` up to the end of the text. */
struct node *parse_substitution(struct parser *p, bool parenthesis);

/* --- parse.c --- */

struct node *node_new(struct parser *p, enum node_kind kind, struct place at);
void *parse_alloc(struct parser *p, size_t size); /* NULL: failed, no memory */
char *parse_dup(struct parser *p, const char *bytes, size_t length);

/* Only the first failure counts. */
void parse_error_at(struct parser *p, uint32_t line, uint32_t column, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
void parse_unexpected(struct parser *p); /* the next token */
void parse_unclosed(struct parser *p);   /* the text ended within p->open */
void parse_too_deep(struct parser *p);
void parse_stop(struct parser *p, enum parse_result why);

#endif
