/* parse_env.h - this shell as the parser sees it.  Inside eval/ only. */
#ifndef EVAL_PARSE_ENV_H
#define EVAL_PARSE_ENV_H

#include "lang/parser.h"

struct shell;

struct parse_env parse_env_of(struct shell *sh);

#endif
