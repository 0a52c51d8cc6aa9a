/* tree.h - the syntax tree of one complete command (XCU 2.10).
 *
 * const once the parser is done; lives in the arena of its program.  The text can be rebuilt
 * from it (unparse.h).  Lists, and-or lists, elif chains, case arms, pipelines and words are
 * sequences through `next`, walked by loops. */
#ifndef LANG_TREE_H
#define LANG_TREE_H

#include "lang/source.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;
struct arith;
struct name;
struct pattern;
struct node;
struct part;

/* A word (XBD 3.446): parts that expand one after the other.
 *
 * `literal` is the ready text of a word that no expansion can change where it stands: as an
 * argument it has no unquoted `*?[` and no tilde, as an assignment's value, a here-document or
 * a redirection's target no tilde (none of these is pathname-expanded), as a case pattern or a
 * trim pattern see `pattern`.  A literal without parts was written as it is, unquoted. */
struct word {
	struct word *next;
	const char *literal; /* NULL: expand the parts */
	uint32_t literal_length;
	/* An argument of a declaration utility (XCU 2.9.1.1: export, readonly, local, maybe after
	 * `command`) that looks like an assignment: neither split nor globbed, tildes after = and : */
	bool assignment;
	bool braces; /* has a PART_BRACE */
	bool may_glob; /* an argument with an unquoted * ? [..] in its text, or an unquoted expansion */
	bool compound; /* an `assignment` that goes on with (...) behind its parts */
	bool keyed;    /* a compound behind an option -A: its indices are keys */
	union {
		const struct pattern
			*pattern;        /* patterns without expansions, compiled; else NULL */
		struct assign *elements; /* of a compound; NULL: there are none */
	};
	struct part *parts;
	struct name *name; /* of a literal that may be a command word (no `/`): else NULL */
};

enum quoting {
	QUOTE_NONE,
	QUOTE_BACKSLASH, /* one character */
	QUOTE_SINGLE,
	QUOTE_DOUBLE,        /* this part stands within "..." */
	QUOTE_DOLLAR_SINGLE, /* $'...'; the text is what it stands for */
};

enum part_kind {
	PART_TEXT,    /* bytes; quoted empty text is kept: '' and "" make a field */
	PART_TILDE,   /* ~ or ~user at the start of a word, or of an assignment's : part */
	PART_PARAM,   /* $x ${x...} */
	PART_COMMAND, /* $(...) `...` */
	PART_ARITH,   /* $((...)) */
	PART_PROCESS, /* <(...) >(...) =(...) */
	PART_BRACE,   /* {a,b} {1..9}, in an argument */
	PART_BAD,     /* ${x!y}: an error when it is expanded */
};

enum param_kind {
	PARAM_NAME,       /* $x */
	PARAM_POSITIONAL, /* $1 ${10} */
	PARAM_SPECIAL,    /* one of @ * # ? - $ ! 0 */
	PARAM_ELEMENT,    /* ${a[index]} */
	PARAM_ARRAY,      /* ${a[@]} ${a[*]}; `special` is what stands in the brackets */
	PARAM_INDIRECT,   /* ${!x}: the parameter that the value of x, an `inner`, names; ${!x@} */
};

enum param_op {
	PARAM_PLAIN,
	PARAM_LENGTH,      /* ${#x} */
	PARAM_DEFAULT,     /* ${x-w} ${x:-w} */
	PARAM_ASSIGN,      /* ${x=w} */
	PARAM_ERROR,       /* ${x?w} */
	PARAM_ALTERNATIVE, /* ${x+w} */
	PARAM_TRIM_SUFFIX, /* ${x%w} */
	PARAM_TRIM_SUFFIX_LONGEST,
	PARAM_TRIM_PREFIX, /* ${x#w} */
	PARAM_TRIM_PREFIX_LONGEST,
	PARAM_SUBSTRING,      /* ${x:offset} ${x:offset:length} */
	PARAM_REPLACE,        /* ${x/w/w} */
	PARAM_REPLACE_ALL,    /* ${x//w/w} */
	PARAM_REPLACE_PREFIX, /* ${x/#w/w} */
	PARAM_REPLACE_SUFFIX, /* ${x/%w/w} */
	PARAM_UPPER_FIRST,    /* ${x^w} */
	PARAM_UPPER,          /* ${x^^w} */
	PARAM_LOWER_FIRST,    /* ${x,w} */
	PARAM_LOWER,          /* ${x,,w} */
	PARAM_QUOTED,         /* ${x@Q} */
	PARAM_NAMES,          /* ${!x@} ${!x*}: the variables whose names begin with x */
	PARAM_KEYS,           /* ${!a[@]} ${!a[*]}: the indices that have a value */
};

struct part {
	struct part *next;
	uint8_t kind;    /* enum part_kind */
	uint8_t quoting; /* enum quoting */
	/* Which pair of double quotes: neighbours with equal numbers share one, so that the text
	 * can be rebuilt and "$@" within quotes be told from ""$@"".  0 unless QUOTE_DOUBLE. */
	uint16_t quotes;
	union {
		struct {
			const char *bytes; /* NUL-terminated, no NUL inside */
			size_t length;
		} text;
		struct {
			const char *user; /* "" for ~ alone; NUL-terminated */
		} tilde;
		struct {
			uint8_t kind;            /* enum param_kind */
			uint8_t op;              /* enum param_op */
			bool colon : 1;          /* :- := :? :+ */
			bool braces : 1;         /* written as ${...} */
			unsigned char inner : 3; /* PARAM_INDIRECT: an enum param_kind */
			char special;            /* the @ or * of PARAM_NAMES, too */
			uint32_t number;         /* PARAM_POSITIONAL; saturates at UINT32_MAX */
			struct name *name;       /* PARAM_NAME, PARAM_ELEMENT, PARAM_ARRAY */
			/* PARAM_ELEMENT.  Of an associative array its parts are the key. */
			const struct arith *index;
			/* The words after the operator, or NULL.  The parts of - = ? + carry
			 * QUOTE_DOUBLE when the expansion itself stands in double quotes.  Of
			 * an unquoted ${x-w} and ${x+w} it has no `literal`, because its
			 * unquoted text is subject to field splitting; ${x-} has no parts.
			 * Numbers (offset and length) have one part, a PART_ARITH; a replacement
			 * is the second word, if there is one. */
			struct word *word;
		} param;
		struct {
			struct node *body; /* a NODE_LIST; NULL: empty */
			bool backquoted;
		} command;
		struct {
			const struct arith *expression;
		} arith;
		struct {
			struct node *body; /* as of a command */
			char kind;         /* its first byte */
		} process;
		struct {
			struct word *words;              /* the alternatives, if not a sequence: */
			const struct sequence *sequence; /* NULL: these are words */
		} brace;
		struct {
			const char *text;    /* as it was written */
			const char *message; /* why it cannot be expanded */
		} bad;
	};
};

struct sequence {         /* {first..last..step} */
	const char *text; /* as it was written */
	int64_t first, last;
	uint64_t step; /* not 0; the direction is that from first to last */
	int width;     /* at least so many digits */
	bool letters;  /* first and last are characters */
};

/* name=value, name[index]=value, name=(elements); also an element of these: without a name, and
 * where it has no index its value is a list of fields. */
struct assign {
	struct assign *next;
	struct name *name;
	const struct arith *index; /* NULL: none */
	struct word *value;        /* NULL: it is compound */
	struct assign *elements;
	bool append; /* += */
	bool plain;  /* name=value */
};

enum redir_kind {
	REDIR_READ,        /* < */
	REDIR_WRITE,       /* > */
	REDIR_CLOBBER,     /* >| */
	REDIR_APPEND,      /* >> */
	REDIR_WRITE_BOTH,  /* &>: 1 and 2 */
	REDIR_APPEND_BOTH, /* &>> */
	REDIR_READ_WRITE,  /* <> */
	REDIR_DUP_READ,    /* <& */
	REDIR_DUP_WRITE,   /* >& */
	REDIR_DUP_OR_BOTH, /* >&word without a number: &>word unless that is a descriptor */
	REDIR_HEREDOC,     /* << <<- */
	REDIR_HERE_STRING, /* <<< */
	REDIR_FIFO_READ,   /* <|| */
	REDIR_FIFO_WRITE,  /* >|| */
};

struct redir {
	struct redir *next;
	uint8_t kind;          /* enum redir_kind */
	bool strip_tabs;       /* <<- */
	bool quoted;           /* a part of the here-document's delimiter was quoted */
	int fd;                /* left of the operator, or the operator's default */
	struct name *fd_name;  /* {name}>: the variable that receives the number; else NULL */
	struct word *target;   /* here-documents: the body; its parts are QUOTE_DOUBLE or literal */
	const char *delimiter; /* here-documents, after quote removal */
	struct place at;
};

/* Whether `word`, behind >&, is a descriptor (3, 3-, -) and no file. */
static inline bool redir_is_descriptor(const char *word)
{
	return *word && word[strspn(word, "0123456789-")] == '\0';
}

enum node_kind {
	NODE_SIMPLE,
	NODE_PIPELINE, /* with one stage only when negated or timed */
	NODE_AND_OR,
	NODE_LIST,     /* items; at least one */
	NODE_GROUP,    /* { } */
	NODE_SUBSHELL, /* ( ) */
	NODE_IF,
	NODE_LOOP, /* while, until */
	NODE_FOR,
	NODE_SELECT,    /* in `for_` as well */
	NODE_FOR_ARITH, /* for ((...)) */
	NODE_ARITH,     /* ((...)) */
	NODE_CASE,
	NODE_CONDITION, /* [[ ]] */
	NODE_FUNCTION,
	NODE_COPROC,
	NODE_STUDY, /* explain: trace: */
};

enum connector { CONNECT_FIRST, CONNECT_AND, CONNECT_OR };

enum case_end { CASE_BREAK /* ;; */, CASE_FALL_THROUGH /* ;& */, CASE_TRY_NEXT /* ;;& */ };

struct branch { /* if and elif */
	struct branch *next;
	struct node *test, *body;
};

struct arm { /* of a case */
	struct arm *next;
	struct word *patterns;
	struct node *body; /* NULL: empty */
	enum case_end end;
};

enum condition_kind {
	CONDITION_WORD,   /* not empty */
	CONDITION_UNARY,  /* -f left */
	CONDITION_BINARY, /* left op right */
	CONDITION_GROUP,  /* ( inner ) */
	CONDITION_AND,    /* of `inner` and what follows it: at least two */
	CONDITION_OR,
};

struct condition { /* a part of [[ ]] */
	struct condition *next;
	uint8_t kind; /* enum condition_kind */
	uint8_t op;   /* enum test_operator */
	char letter;  /* of an operator with one operand */
	bool negate;  /* ! before it */
	union {
		struct condition *inner;
		struct {
			struct word *left,
				*right; /* a pattern after == and !=; a regular expression: =~ */
			/* The same two where integers are compared, else NULL. */
			const struct arith *left_number, *right_number;
		};
	};
};

struct node {
	uint8_t kind;      /* enum node_kind */
	uint8_t connector; /* enum connector: of a part of an and-or list */
	bool background;   /* an item of a list that ends in & */
	struct place at;
	struct redir *redirs; /* any command may carry redirections (functions: on the body) */
	struct node *next;    /* next stage, part or item */
	union {
		struct {
			struct assign *assigns;
			struct word *words;
			uint32_t word_count;
		} simple;
		struct {
			struct node *stages;
			uint32_t stage_count;
			bool negate;
			bool timed, posix_time; /* time, time -p */
		} pipeline;
		struct {
			struct node *parts;
		} and_or;
		struct {
			struct node *items;
		} list;
		struct {
			struct node *body;
		} group; /* NODE_GROUP, NODE_SUBSHELL */
		struct {
			struct branch *branches;
			struct node *otherwise; /* NULL: no else */
		} if_;
		struct {
			struct node *test, *body;
			bool until;
		} loop;
		struct {
			struct name *variable;
			bool has_in; /* false: "$@" */
			struct word *words;
			struct node *body;
		} for_;
		struct {
			/* NULL: empty; an empty test is true */
			const struct arith *start, *test, *step;
			struct node *body;
		} for_arith;
		struct {
			const struct arith *expression;
		} arith;
		struct {
			struct word *subject;
			struct arm *arms;
			bool tries_next; /* an arm ends in ;;& */
		} case_;
		struct {
			struct condition *expression;
		} condition;
		struct {
			struct name *name;
			struct node *body; /* a compound command; its redirs are the definition's */
		} function;
		struct {
			struct name *name;
			struct node *body; /* { } or ( ) */
		} coproc;
		struct {
			bool trace; /* else explain */
			struct node *body;
		} study;
	};
};

#endif
