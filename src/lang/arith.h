/* arith.h - arithmetic expressions (XCU 2.6.4; the operators of ISO C for signed 64-bit, and **).
 *
 * The text of `$((...))` is a list of parts, as that of a double-quoted word: text and
 * expansions.  An expansion that stands where an operand can stand is a *hole*; when every
 * hole's value turns out to be an integer constant, the ready tree runs with these values.
 * Otherwise (`$((x $op y))`, a value like "1+2") the parts' values are joined and parsed when it
 * runs, as the standard says.  Holes are expanded first, once, in order, in either case. */
#ifndef LANG_ARITH_H
#define LANG_ARITH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct name;
struct name_table;
struct part;

enum arith_op {
	ARITH_CONST,
	ARITH_VARIABLE,
	ARITH_ELEMENT, /* a variable with an index */
	ARITH_INDEX,   /* `left`, or `key` if the array is associative */
	ARITH_HOLE,
	ARITH_NEGATE,
	ARITH_PLUS,
	ARITH_NOT,
	ARITH_COMPLEMENT,
	ARITH_MULTIPLY,
	ARITH_DIVIDE,
	ARITH_REMAINDER,
	ARITH_POWER, /* ** */
	ARITH_ADD,
	ARITH_SUBTRACT,
	ARITH_SHIFT_LEFT,
	ARITH_SHIFT_RIGHT,
	ARITH_LESS,
	ARITH_LESS_EQUAL,
	ARITH_GREATER,
	ARITH_GREATER_EQUAL,
	ARITH_EQUAL,
	ARITH_NOT_EQUAL,
	ARITH_BIT_AND,
	ARITH_BIT_XOR,
	ARITH_BIT_OR,
	ARITH_AND,
	ARITH_OR,
	ARITH_CONDITIONAL,
	ARITH_COMMA,
	ARITH_ASSIGN, /* `binary` is the operator of op=, or ARITH_ASSIGN for = alone */
	ARITH_PRE_INCREMENT,
	ARITH_PRE_DECREMENT,
	ARITH_POST_INCREMENT,
	ARITH_POST_DECREMENT,
};

struct arith_node {
	uint8_t op;     /* enum arith_op */
	uint8_t binary; /* of ARITH_ASSIGN */
	union {
		int64_t value;     /* ARITH_CONST */
		uint32_t hole;     /* ARITH_HOLE: its index */
		struct name *name; /* variables, elements, assignments, increments */
		/* ARITH_INDEX: the text between the brackets; NULL: it has holes, see `keyed_holes`. */
		const char *key;
	};
	/* Operands.  `left` of an element, assignment or increment is an ARITH_INDEX, or NULL.  ?:
	 * has three.  A binary operator's `third` is the next operation of its level, to be applied
	 * to its result, and has no left operand itself: a + b - c is {+ a b} then {- . c}.  So a
	 * chain of any length is walked by a loop. */
	const struct arith_node *left, *right, *third;
};

/* Where an expression stands: how its text is shown. */
enum arith_form {
	ARITH_EXPANSION, /* $((...)) */
	ARITH_COMMAND,   /* ((...)) */
	ARITH_CLAUSE,    /* of for ((...)) */
};

struct arith {
	struct part *parts;            /* the whole text, for expansion and unparse */
	const struct arith_node *root; /* NULL: parse when it runs */
	uint32_t hole_count;           /* parts that are not PART_TEXT */
	uint8_t form;                  /* enum arith_form; ARITH_EXPANSION when it is made */
	bool keyed_holes; /* some stand in brackets: with associative arrays, parse when it runs */
};

/* The expression of `parts`, allocated in `a`.  Never fails on syntax: such text has root NULL
 * and gives its error when it runs.  NULL: no memory. */
struct arith *arith_build(struct arena *a, struct name_table *names, struct part *parts);

/* Parses text[0..length) without holes.  NULL with *message (static or in `a`) on error. */
const struct arith_node *arith_parse(struct arena *a, struct name_table *names, const char *text,
				     size_t length, const char **message);

/* Whether the expression may assign something. */
bool arith_assigns(const struct arith_node *n);

/* Reads an integer constant (decimal, 0octal, 0xhex, optional sign, blanks around): what a
 * variable's value must be to count as a number.  False: it is none.  Too large values wrap. */
bool arith_constant(const char *text, size_t length, int64_t *value);

#endif
