/* diag.h - how a diagnostic reaches standard error.
 *
 * One write(2) a message, so that two processes never mix theirs.  Control bytes of what was
 * formatted are printed escaped (\n, \x1b): names from outside cannot drive a terminal. */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stddef.h>

struct buf;

/* Writes "PREFIX: message\n" to descriptor 2; PREFIX and its colon are left out when empty. */
void diag_print(const char *prefix, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

/* Adds `text` to `out`, control bytes (but tab) and invalid bytes escaped. */
void diag_escape(struct buf *out, const char *text, size_t length);

/* Writes `text` as it is to descriptor 2. */
void diag_write(const char *text, size_t length);

/* Keeps the small reserve from which diag_out_of_memory() prints, and prints that. */
void diag_out_of_memory(void);

#endif
