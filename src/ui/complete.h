/* complete.h - what a word at the prompt could become. */
#ifndef UI_COMPLETE_H
#define UI_COMPLETE_H

#include "base/mem.h"

#include <stdbool.h>
#include <stddef.h>

struct fields;
struct shell;

enum completion_kind {
	COMPLETE_COMMAND,  /* reserved words, built-ins, functions, aliases, programs in PATH */
	COMPLETE_VARIABLE, /* after $ or ${ */
	COMPLETE_USER,     /* ~name */
	COMPLETE_FILE,
};

/* What the word line[start..end) is.  Of a variable *prefix is what precedes its name: `a${` in
 * `a${na`. */
enum completion_kind completion_kind_of(const char *line, size_t start, size_t end, size_t *prefix);

/* The length of the parameter that a path begins with (`$HOME`, `${HOME}`), 0: with none. */
size_t completion_parameter(const char *path, const char **name, size_t *name_length);

/* Adds the commands or variables that begin with `text`, in no order, maybe more than once. */
void complete_commands(struct shell *sh, const char *text, struct fields *out);
void complete_variables(struct shell *sh, const char *text, struct fields *out);

#endif
