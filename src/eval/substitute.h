/* substitute.h - process substitution: <(list), >(list), =(list).  Inside eval/ only. */
#ifndef EVAL_SUBSTITUTE_H
#define EVAL_SUBSTITUTE_H

struct part;
struct shell;

/* Starts the list (for =(list): runs it); gives the name in sh->tmp.  NULL after a message.
 * eval_ops.substitute. */
const char *eval_substitute(struct shell *sh, const struct part *p);

#endif
