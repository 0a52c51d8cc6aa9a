/* time_text.h - a moment as text: printf's %(format)T. */
#ifndef BUILTINS_TIME_TEXT_H
#define BUILTINS_TIME_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

struct buf;
struct shell;

/* Adds `moment` as strftime() formats it, in the time zone of the exported variable TZ.  False:
 * there is no such date. */
bool time_text_add(struct shell *sh, struct buf *out, const char *format, size_t length,
		   time_t moment);

#endif
