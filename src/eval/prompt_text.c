#include "eval/prompt_text.h"

#include "eval/expand.h"
#include "eval/parse_env.h"
#include "lang/program.h"
#include "lang/source.h"
#include "lang/tree.h"
#include "state/shell.h"

#include <string.h>

const char *expand_prompt(struct shell *sh, const char *text)
{
	struct source *source = source_new(SOURCE_PROMPT, "prompt", (struct place){0});
	struct parse_env env = parse_env_of(sh);
	const struct word *word = NULL;
	const char *result = NULL;
	struct program *program = source ? parser_text(&env, text, source, &word) : NULL;
	if (program) {
		struct program *outer = sh->program;
		size_t length;
		sh->program = program;
		result = expand_string(sh, word, &length);
		/* A ready text lives in the program. */
		result = result ? shell_dup_n(sh, result, length) : NULL;
		sh->program = outer;
		program_release(program);
	}
	if (source)
		source_release(source);
	return result;
}
