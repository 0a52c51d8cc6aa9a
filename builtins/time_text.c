#include "builtins/time_text.h"

#include "base/buf.h"
#include "base/name.h"
#include "state/shell.h"
#include "state/var.h"

#include <stdlib.h>

/* The C library takes the zone from its own environment, which is not the shell's. */
static void take_zone(struct shell *sh)
{
	const struct name *n = name_find(sh->names, "TZ", 2);
	bool exported = n && n->variable && (n->variable->flags & VAR_EXPORT);
	const char *zone = exported ? var_get(sh, n) : NULL;
	if (zone)
		(void)setenv("TZ", zone, 1);
	else
		(void)unsetenv("TZ");
	tzset();
}

bool time_text_add(struct shell *sh, struct buf *out, const char *format, size_t length,
		   time_t moment)
{
	enum { ROOM = 64 };
	struct tm date;
	struct buf marked = BUF_INIT;
	take_zone(sh);
	if (!localtime_r(&moment, &date))
		return false;
	/* strftime() returns 0 for an empty result as for too little room: a byte more is a mark. */
	buf_add(&marked, format, length);
	buf_byte(&marked, '.');
	const char *text = buf_cstr(&marked);
	for (size_t room = ROOM + length; buf_room(out, room); room *= 2) {
		size_t size = strftime(out->data + out->length, room, text, &date);
		if (size > 0) {
			out->length += size - 1;
			break;
		}
	}
	out->failed |= marked.failed;
	buf_free(&marked);
	return true;
}
