/* xtrace.h - `set -x` (XCU set, PS4).  Inside eval/ only. */
#ifndef EVAL_XTRACE_H
#define EVAL_XTRACE_H

struct assign;
struct node;
struct shell;

/* Writes PS4 and the text of a command as it was read. */
void xtrace_node(struct shell *sh, const struct node *n);

/* Writes PS4 and the command that is about to run to standard error, quoted so that it could be
 * read back.  Expanding PS4 is not itself traced.  The assignments before it are shown as they are
 * written: they are expanded after its redirections, which standard error may be one of. */
void xtrace_command(struct shell *sh, const struct assign *assigns, char *const *argv);
void xtrace_assign(struct shell *sh, const struct assign *a); /* just made */

#endif
