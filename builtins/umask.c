#include "builtins/builtins.h"

#include "builtins/args.h"
#include "builtins/mode.h"
#include "state/frame.h"
#include "state/shell.h"

#include <sys/stat.h>

enum { ALL = 0777 };

static mode_t current_mask(void)
{
	mode_t mask = umask(0);
	(void)umask(mask);
	return mask;
}

struct undo_umask {
	struct undo undo;
	mode_t mask;
};

static void restore_umask(struct shell *sh, struct undo *u)
{
	(void)sh;
	(void)umask(((struct undo_umask *)u)->mask);
	mem_free(u);
}

static void set_mask(struct shell *sh, mode_t mask)
{
	struct frame *snapshot = frame_snapshot(sh);
	if (snapshot) {
		struct undo_umask *u = mem_alloc(sizeof *u);
		if (!u) {
			shell_no_memory(sh);
			return;
		}
		u->undo.restore = restore_umask;
		u->mask = current_mask();
		frame_log(snapshot, &u->undo);
	}
	(void)umask(mask);
}

static void print_class(struct shell *sh, char who, mode_t bits, char end)
{
	out_printf(sh->out, "%c=%s%s%s%c", who, bits & 4 ? "r" : "", bits & 2 ? "w" : "",
		   bits & 1 ? "x" : "", end);
}

static void print_mask(struct shell *sh, bool symbolic)
{
	mode_t mask = current_mask(), allowed = ~mask;
	if (!symbolic) {
		out_printf(sh->out, "%04o\n", (unsigned)mask);
		return;
	}
	print_class(sh, 'u', allowed >> 6 & 7, ',');
	print_class(sh, 'g', allowed >> 3 & 7, ',');
	print_class(sh, 'o', allowed & 7, '\n');
}

enum flow builtin_umask(struct shell *sh, struct args *a)
{
	bool symbolic = false, command = false;
	for (int option; (option = args_option(sh, a)) != 0;) {
		if (option == '?')
			return FLOW_NEXT;
		*(option == 'S' ? &symbolic : &command) = true;
	}
	const char *text = a->argv[a->next];
	if (!text) {
		if (command)
			out_str(sh->out, symbolic ? "umask -S " : "umask ");
		print_mask(sh, symbolic);
		return FLOW_NEXT;
	}
	if (a->count - a->next > 1)
		return args_usage(sh, a);
	mode_t mask, allowed = ~current_mask() & ALL;
	if (*text >= '0' && *text <= '9') {
		if (mode_read_octal(text, &mask))
			set_mask(sh, mask);
		else
			args_error(sh, a, 1, "%s: not an octal mode", text);
	} else if (mode_read_symbolic(text, &allowed)) {
		set_mask(sh, ~allowed & ALL);
	} else {
		args_error(sh, a, 1, "%s: not a mode", text);
	}
	return FLOW_NEXT;
}
