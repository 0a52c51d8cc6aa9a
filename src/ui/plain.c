/* Lines without an editor: the terminal's own line discipline. */
#include "ui/editor.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "proc/sig.h"

#include <string.h>

enum editor_result plain_read(struct shell *sh, const char *prompt, struct buf *line)
{
	diag_write(prompt, strlen(prompt));
	buf_clear(line);
	for (;;) {
		char c;
		if (!signals_wait_fd(sh, 0, false, -1))
			return EDITOR_INTERRUPTED;
		ssize_t n = fd_read(0, &c, 1);
		if (n < 0)
			return EDITOR_ERROR;
		if (n == 0)
			return line->length ? EDITOR_LINE : EDITOR_END;
		buf_byte(line, c);
		if (c == '\n')
			return EDITOR_LINE;
	}
}

#ifdef NO_READLINE
void editor_start(struct shell *sh)
{
	(void)sh;
}

enum editor_result editor_read(struct shell *sh, const char *prompt, struct buf *line)
{
	return plain_read(sh, prompt, line);
}

void editor_remember(const char *entry)
{
	(void)entry;
}

void editor_forget(void)
{
}

void editor_set_vi(bool vi)
{
	(void)vi;
}
#endif
