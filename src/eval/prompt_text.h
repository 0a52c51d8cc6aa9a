/* prompt_text.h - strings outside of scripts that are expanded: PS1, PS2, PS4, ENV. */
#ifndef EVAL_PROMPT_TEXT_H
#define EVAL_PROMPT_TEXT_H

struct shell;

/* `text` with parameter, command and arithmetic expansion, as within double quotes, in sh->tmp.
 * NULL after a message. */
const char *expand_prompt(struct shell *sh, const char *text);

#endif
