#include "lang/reserved.h"

#include "base/name.h"

#include <stddef.h>
#include <string.h>

static const char *const spelling[] = {
	[RESERVED_BANG] = "!",       [RESERVED_OPEN_BRACE] = "{",
	[RESERVED_CASE] = "case",    [RESERVED_FOR] = "for",
	[RESERVED_IF] = "if",        [RESERVED_SELECT] = "select",
	[RESERVED_CONDITION] = "[[", [RESERVED_UNTIL] = "until",
	[RESERVED_WHILE] = "while",  [RESERVED_FUNCTION] = "function",
	[RESERVED_TIME] = "time",    [RESERVED_EXPLAIN] = "explain:",
	[RESERVED_TRACE] = "trace:", [RESERVED_CLOSE_BRACE] = "}",
	[RESERVED_DO] = "do",        [RESERVED_DONE] = "done",
	[RESERVED_ELIF] = "elif",    [RESERVED_ELSE] = "else",
	[RESERVED_ESAC] = "esac",    [RESERVED_FI] = "fi",
	[RESERVED_IN] = "in",        [RESERVED_THEN] = "then",
};

enum { RESERVED_COUNT = sizeof spelling / sizeof *spelling };

bool reserved_prepare(struct name_table *t)
{
	/* The last one tells whether all are there. */
	const char *last = spelling[RESERVED_COUNT - 1];
	const struct name *known = name_find(t, last, strlen(last));
	if (known && known->reserved)
		return true;
	for (unsigned i = RESERVED_BANG; i < RESERVED_COUNT; i++) {
		struct name *n = name_intern(t, spelling[i], strlen(spelling[i]));
		if (!n)
			return false;
		n->reserved = (uint8_t)i;
	}
	return true;
}
