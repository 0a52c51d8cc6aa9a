/* input.h - where the parser's lines come from. */
#ifndef LANG_INPUT_H
#define LANG_INPUT_H

#include "base/buf.h"

#include <stdbool.h>
#include <stddef.h>

enum input_status { INPUT_LINE, INPUT_END, INPUT_ERROR, INPUT_INTERRUPTED };

/* A source of lines.  `next_line` gives one line with its newline (the last may lack it), NULs
 * dropped as dash and bash do; borrowed until the next call.  `continued` says that a command
 * is unfinished (PS2).  INPUT_ERROR: errno says why.  The owner of the concrete input embeds
 * this struct first; ui/ makes one that prompts. */
struct input {
	enum input_status (*next_line)(struct input *in, bool continued, const char **line,
				       size_t *length);
	/* Call before a command runs that may read the same descriptor: seeks back over what was
	 * read ahead.  NULL: nothing to do. */
	void (*sync)(struct input *in);
	/* True if it is known that there is no further line.  NULL: that cannot be known. */
	bool (*at_end)(const struct input *in);
	void (*close)(struct input *in); /* frees it and what it holds */
};

/* Lines of text[0..length), which must stay until input_close(). */
struct input *input_of_string(const char *text, size_t length);

/* Lines of a script's descriptor, which becomes the input's own (moved to 10 or above, closed
 * with it).  Read in big blocks. */
struct input *input_of_script(int fd);

/* Lines read through descriptor 0 itself: in blocks with a seek back on sync() where it can
 * seek, else a byte at a time.  `wait` is called before a read that may block, false: stop with
 * INPUT_INTERRUPTED; NULL: just read. */
struct input *input_of_stdin(bool (*wait)(void *context, int fd), void *context);

static inline void input_sync(struct input *in)
{
	if (in->sync)
		in->sync(in);
}

void input_close(struct input *in);

#endif
