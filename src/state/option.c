#include "state/option.h"

#include "base/mem.h"
#include "state/frame.h"
#include "state/shell.h"

struct option_undo {
	struct undo undo;
	enum option option;
	bool on;
};

void option_set_hook(struct shell *sh, enum option o, option_hook hook)
{
	sh->option_hooks[o] = hook;
}

static void restore(struct shell *sh, struct undo *u)
{
	struct option_undo *saved = (struct option_undo *)u;
	enum option o = saved->option;
	if (sh->options[o] != saved->on) {
		if (sh->option_hooks[o])
			(void)sh->option_hooks[o](sh, o, saved->on);
		sh->options[o] = saved->on;
	}
	mem_free(saved);
}

static bool log_option(struct shell *sh, enum option o)
{
	struct frame *snapshot = frame_snapshot(sh);
	if (!snapshot)
		return true;
	struct option_undo *saved = mem_alloc(sizeof *saved);
	if (!saved)
		return shell_no_memory(sh);
	*saved = (struct option_undo){{NULL, restore}, o, sh->options[o]};
	frame_log(snapshot, &saved->undo);
	return true;
}

/* What the option `o` switches off when it is switched on; -1: nothing. */
static int rival(enum option o)
{
	return o == OPT_VI ? OPT_EMACS : o == OPT_EMACS ? OPT_VI : -1;
}

bool option_set(struct shell *sh, enum option o, bool on)
{
	if (sh->options[o] == on)
		return true;
	if (!log_option(sh, o))
		return false;
	if (sh->option_hooks[o] && !sh->option_hooks[o](sh, o, on))
		return false;
	sh->options[o] = on;
	return !on || rival(o) < 0 || option_set(sh, (enum option)rival(o), false);
}

void option_letters(struct shell *sh, char *out)
{
	for (int o = 0; o < OPT_COUNT; o++)
		if (sh->options[o] && option_table[o].letter)
			*out++ = option_table[o].letter;
	*out = '\0';
}
