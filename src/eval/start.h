/* start.h - puts eval/ behind the seams that other floors call it through. */
#ifndef EVAL_START_H
#define EVAL_START_H

struct shell;

/* Installs sh->ops. */
void eval_start(struct shell *sh);

#endif
