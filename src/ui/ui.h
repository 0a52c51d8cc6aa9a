/* ui.h - the prompt: lines from a person, with their history. */
#ifndef UI_UI_H
#define UI_UI_H

#include "base/mem.h"

#include <stdbool.h>

struct input;
struct shell;

/* Makes ready for interactive use: history from its file, editing options.  False: no memory. */
bool ui_start(struct shell *sh) MUST_CHECK;

/* Lines typed at PS1 and PS2.  NULL: no memory. */
struct input *ui_input(struct shell *sh);

/* The two lines that greet whoever starts whelk with `make run`. */
void ui_welcome(struct shell *sh);

#endif
