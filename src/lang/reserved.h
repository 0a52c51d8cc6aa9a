/* reserved.h - reserved words (XCU 2.4), kept in the `reserved` cell of their names. */
#ifndef LANG_RESERVED_H
#define LANG_RESERVED_H

#include <stdbool.h>

struct name_table;

enum reserved_word {
	RESERVED_NONE,
	RESERVED_BANG,
	RESERVED_OPEN_BRACE,
	RESERVED_CASE,
	RESERVED_FOR,
	RESERVED_IF,
	RESERVED_SELECT,
	RESERVED_CONDITION, /* [[ */
	RESERVED_UNTIL,
	RESERVED_WHILE,
	RESERVED_FUNCTION,
	RESERVED_TIME,
	RESERVED_EXPLAIN,
	RESERVED_TRACE,
	RESERVED_CLOSE_BRACE, /* this and what follows: no command can begin with them */
	RESERVED_DO,
	RESERVED_DONE,
	RESERVED_ELIF,
	RESERVED_ELSE,
	RESERVED_ESAC,
	RESERVED_FI,
	RESERVED_IN,
	RESERVED_THEN,
};

/* Puts the reserved words into the table unless they are there.  False: no memory. */
bool reserved_prepare(struct name_table *t);

/* True for a reserved word that ends or divides a compound command. */
static inline bool reserved_is_closing(enum reserved_word word)
{
	return word >= RESERVED_CLOSE_BRACE;
}

#endif
