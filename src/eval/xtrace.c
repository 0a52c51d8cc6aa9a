#include "eval/xtrace.h"

#include "base/stack.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/name.h"
#include "base/out.h"
#include "eval/prompt_text.h"
#include "lang/tree.h"
#include "lang/unparse.h"
#include "state/shell.h"
#include "state/var.h"

static void add_ps4(struct shell *sh, struct buf *line)
{
	const char *ps4 = var_get_by(sh, "PS4");
	int status = sh->status;
	bool substituted = sh->substituted;
	sh->options[OPT_XTRACE] = false;
	const char *text = ps4 ? expand_prompt(sh, ps4) : NULL;
	sh->options[OPT_XTRACE] = true;
	sh->status = status;
	sh->substituted = substituted;
	buf_str(line, text ? text : "");
}

static void write_line(struct buf *line)
{
	buf_byte(line, '\n');
	diag_write(line->data, line->length);
	buf_free(line);
}

void xtrace_node(struct shell *sh, const struct node *n)
{
	struct buf line = BUF_INIT;
	add_ps4(sh, &line);
	unparse_node(&line, n, UNPARSE_LINE);
	write_line(&line);
}

STACK_APART void xtrace_command(struct shell *sh, const struct assign *assigns, char *const *argv)
{
	struct buf line = BUF_INIT;
	add_ps4(sh, &line);
	for (const struct assign *a = assigns; a; a = a->next) {
		unparse_assign(&line, a);
		buf_byte(&line, ' ');
	}
	for (int i = 0; argv[i]; i++) {
		if (i > 0)
			buf_byte(&line, ' ');
		buf_quoted(&line, argv[i]);
	}
	write_line(&line);
}

void xtrace_assign(struct shell *sh, const struct assign *a)
{
	struct buf line = BUF_INIT;
	add_ps4(sh, &line);
	const char *value = var_get(sh, a->name);
	if (a->index || !a->value) {
		unparse_assign(&line, a);
	} else {
		buf_str(&line, a->name->text);
		buf_byte(&line, '=');
		if (value && *value)
			buf_quoted(&line, value);
	}
	write_line(&line);
}
