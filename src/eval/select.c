#include "eval/select.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/name.h"
#include "builtins/table.h"
#include "eval/call.h"
#include "state/shell.h"
#include "state/var.h"

#include <stdlib.h>
#include <string.h>

static void print(struct shell *sh, char *const *items, bool menu)
{
	struct buf text = BUF_INIT;
	const char *prompt = var_get_by(sh, "PS3");
	for (size_t i = 0; menu && items[i]; i++)
		buf_printf(&text, "%zu) %s\n", i + 1, items[i]);
	buf_str(&text, prompt ? prompt : "#? ");
	diag_write(buf_cstr(&text), text.length);
	buf_free(&text);
}

/* The built-in `read` leaves the line in REPLY. */
static enum flow read_reply(struct shell *sh)
{
	const struct name *name = name_find(sh->names, "read", strlen("read"));
	char word[] = "read", *argv[] = {word, NULL};
	bool keep = false;
	return call_builtin(sh, name->builtin, argv, 1, false, &keep);
}

static const char *item_of(char *const *items, const char *reply)
{
	char *end;
	unsigned long number = strtoul(reply, &end, 10);
	for (size_t i = 0; items[i] && *reply >= '0' && *reply <= '9' && !*end; i++)
		if (i + 1 == number)
			return items[i];
	return "";
}

enum flow select_ask(struct shell *sh, char *const *items, bool menu, const char **chosen)
{
	const char *reply = "";
	*chosen = NULL;
	for (; !*reply; menu = true) {
		print(sh, items, menu);
		enum flow f = read_reply(sh);
		if (f != FLOW_NEXT || sh->status != 0)
			return f;
		reply = var_get_by(sh, "REPLY");
		if (!reply)
			return FLOW_NEXT;
	}
	*chosen = item_of(items, reply);
	return FLOW_NEXT;
}
