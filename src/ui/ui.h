/* ui.h - the prompt: lines from a person, with their history. */
#ifndef UI_UI_H
#define UI_UI_H

#include "base/mem.h"

#include <stdbool.h>

struct input;
struct shell;

/* Gives PS1 its default of an interactive shell.  False: no memory. */
bool ui_set_prompt(struct shell *sh) MUST_CHECK;

/* Makes ready for lines from a person: history from its file, editing.  False: no memory. */
bool ui_start(struct shell *sh) MUST_CHECK;

/* Lines typed at PS1 and PS2.  NULL: no memory. */
struct input *ui_input(struct shell *sh);

/* The two lines that greet whoever starts whelk with `make run`. */
void ui_welcome(struct shell *sh);

#endif
