/* read_input.h - one line from a descriptor, and not a byte more.
 *
 * What follows the line is for the next command.  A file is read in blocks with a seek back; in a
 * pipe tee(2), and in a stream socket MSG_PEEK, shows what waits without taking it, and then one
 * read takes the line; anything else gives a byte at a time.  A datagram or seqpacket socket gives
 * a message, which is the line whatever is in it. */
#ifndef BUILTINS_READ_INPUT_H
#define BUILTINS_READ_INPUT_H

#include "state/flow.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct shell;

enum read_end {
	READ_LINE,
	READ_EOF,
	READ_FAILED /* errno */,
	READ_STOPPED /* flow */,
	READ_TIMEOUT
};

struct read_input {
	struct shell *sh;
	int fd;
	int64_t timeout_ms; /* for the whole line; -1: none.  A file is never waited for */
	int64_t end_ms;     /* when that is */
	bool sleeps;        /* in wait_for_input() only: the calls that read do not block */
	enum flow flow;     /* why a trap's action, or ^C, stopped it */
	/* Takes what arrives.  Returns how much of it belongs to the line; *done when it ended. */
	size_t (*take)(void *context, const char *bytes, size_t length, bool *done);
	/* How many of the bytes that may come next belong to the line for certain. */
	size_t (*sure)(const void *context, const char *bytes, size_t length);
	/* Takes a message, without the newline at its end if there was one. */
	void (*take_message)(void *context, const char *bytes, size_t length);
	void *context;
};

enum read_end read_input_line(struct read_input *in);

/* Whether a read would not block. */
bool read_input_ready(struct shell *sh, int fd);

#endif
