#include "builtins/table.h"

#include "base/name.h"
#include "builtins/builtins.h"

#include <string.h>

enum {
	SPECIAL = BUILTIN_SPECIAL,
	INTRINSIC = BUILTIN_INTRINSIC,
	ORDINARY = BUILTIN_ORDINARY,
	DECLARATION = BUILTIN_DECLARATION,
	EXTENSION = BUILTIN_EXTENSION,
	YIELDS = BUILTIN_YIELDS,
};

/* clang-format off */
const struct builtin builtin_table[] = {
	{".", builtin_dot, SPECIAL, "",
	 ". file [argument...]", "run the commands of a file in this shell"},
	{":", builtin_true, SPECIAL, NULL,
	 ": [argument...]", "do nothing, successfully"},
	{"[", builtin_test, ORDINARY, NULL,
	 "[ [expression] ]", "test files, strings and numbers"},
	{"alias", builtin_alias, INTRINSIC, "",
	 "alias [name[=text]...]", "define or show aliases"},
	{"bg", builtin_bg, INTRINSIC, "",
	 "bg [job...]", "continue stopped jobs in the background"},
	{"break", builtin_break, SPECIAL, "",
	 "break [n]", "leave n loops"},
	{"builtin", builtin_builtin, EXTENSION, "",
	 "builtin name [argument...]", "run a built-in, but no function or program"},
	{"cd", builtin_cd, INTRINSIC, "LPe",
	 "cd [-L|-P [-e]] [directory]", "change the current directory"},
	{"chdir", builtin_cd, EXTENSION, "LPe",
	 "chdir [-L|-P [-e]] [directory]", "change the current directory"},
	{"command", builtin_command, INTRINSIC, "pvV",
	 "command [-p] [-v|-V] name [argument...]", "run a command, but no function"},
	{"continue", builtin_continue, SPECIAL, "",
	 "continue [n]", "begin the next turn of the n-th loop"},
	{"declare", builtin_declare, EXTENSION | DECLARATION, NULL,
	 "declare [-aAfFgilprux] [+ilux] [name[=value]...]", "give variables attributes, or list them"},
	{"echo", builtin_echo, ORDINARY, NULL,
	 "echo [-neE] [text...]", "write arguments and a newline"},
	{"eval", builtin_eval, SPECIAL, "",
	 "eval [text...]", "run the arguments as commands"},
	{"exec", builtin_exec, SPECIAL | BUILTIN_EXPORTS, "a:",
	 "exec [-a name] [command [argument...]]", "become a command, or keep redirections"},
	{"exit", builtin_exit, SPECIAL, "",
	 "exit [status]", "end this shell"},
	{"export", builtin_export, SPECIAL | DECLARATION, "np",
	 "export [-n] name[=value]...\nexport -p", "give variables to the commands that are run"},
	{"false", builtin_false, ORDINARY, NULL,
	 "false", "do nothing, with status 1"},
	{"fc", builtin_fc, INTRINSIC, "re:lns",
	 "fc [-r] [-e editor] [first [last]]\nfc -l [-nr] [first [last]]\nfc -s [old=new] [first]",
	 "edit, list or run again commands of the history"},
	{"fg", builtin_fg, INTRINSIC, "",
	 "fg [job]", "continue a job in the foreground"},
	{"fifo", builtin_fifo, EXTENSION | YIELDS, "",
	 "fifo list\nfifo remove name...", "show or remove the named pipes this shell made"},
	{"getopts", builtin_getopts, INTRINSIC, "",
	 "getopts options name [argument...]", "read the next option of a script or function"},
	{"hash", builtin_hash, INTRINSIC, "r",
	 "hash [name...]\nhash -r", "remember where programs are, or forget it"},
	{"help", builtin_help, EXTENSION, "",
	 "help [name...]", "describe built-ins"},
	{"history", builtin_history, EXTENSION, "",
	 "history [n]", "list the last n commands"},
	{"jobs", builtin_jobs, INTRINSIC, "lp",
	 "jobs [-l|-p] [job...]", "show the state of jobs"},
	{"kill", builtin_kill, INTRINSIC, NULL,
	 "kill [-s signal | -signal] process...\nkill -l [status]", "send a signal to processes or jobs"},
	{"let", builtin_let, EXTENSION | YIELDS, NULL,
	 "let expression...", "evaluate arithmetic expressions"},
	{"local", builtin_declare, EXTENSION | DECLARATION, NULL,
	 "local [-aAilprux] [+ilux] name[=value]...\nlocal -", "make variables of this function call"},
	{"mkfifo", builtin_mkfifo, ORDINARY | YIELDS, "m:",
	 "mkfifo [-m mode] path...", "make named pipes"},
	{"printf", builtin_printf, ORDINARY, NULL,
	 "printf [-v name] format [argument...]", "write formatted arguments"},
	{"pwd", builtin_pwd, ORDINARY, "LP",
	 "pwd [-L|-P]", "write the current directory"},
	{"read", builtin_read, INTRINSIC, "rsa:d:n:N:p:t:u:",
	 "read [-rs] [-a array] [-d delimiter] [-n|-N count] [-p prompt] [-t seconds] [-u fd] [name...]", "read a line into variables"},
	{"readonly", builtin_export, SPECIAL | DECLARATION, "aAp",
	 "readonly [-aA] name[=value]...\nreadonly -p", "make variables that cannot be changed"},
	{"return", builtin_return, SPECIAL, "",
	 "return [status]", "end a function or a script run by ."},
	{"set", builtin_set, SPECIAL, NULL,
	 "set [-abCefhmnuvx] [-o option] [--] [argument...]",
	 "set options and positional parameters, or list variables"},
	{"shared", builtin_shared, EXTENSION | DECLARATION | YIELDS, NULL,
	 "shared name[=value]...\n"
	 "shared add name number\n"
	 "shared swap name old new\n"
	 "shared lock [-n] [-t seconds] name command [argument...]\n"
	 "shared wait [-t seconds] name [value|comparison number]\n"
	 "shared queue [-n limit] name...\n"
	 "shared push [-t seconds] name value...\n"
	 "shared pop [-t seconds] name variable\n"
	 "shared length name\n"
	 "shared close name\n"
	 "shared open store name[=value]...\n"
	 "shared open -q [-n limit] store name...\n"
	 "shared list\n"
	 "shared remove store...",
	 "variables that all processes of a shell, or all shells of a user, share"},
	{"shift", builtin_shift, SPECIAL, "",
	 "shift [n]", "drop the first n positional parameters"},
	{"shopt", builtin_shopt, EXTENSION, "supqo",
	 "shopt [-s|-u] [-pq] [-o] [option...]", "set or show the options of bash"},
	{"source", builtin_dot, EXTENSION, "",
	 "source file [argument...]", "run the commands of a file in this shell"},
	{"test", builtin_test, ORDINARY, NULL,
	 "test [expression]", "test files, strings and numbers"},
	{"times", builtin_times, SPECIAL, "",
	 "times", "write the time used by the shell and its children"},
	{"trap", builtin_trap, SPECIAL, "p",
	 "trap [action condition...]\ntrap -p [condition...]", "run commands when a signal arrives"},
	{"true", builtin_true, ORDINARY, NULL,
	 "true", "do nothing, successfully"},
	{"type", builtin_type, INTRINSIC, "aftpP",
	 "type [-afptP] name...", "tell what a command name means"},
	{"typeset", builtin_declare, EXTENSION | DECLARATION, NULL,
	 "typeset [-aAfFgilprux] [+ilux] [name[=value]...]", "give variables attributes, or list them"},
	{"ulimit", builtin_ulimit, INTRINSIC, "HSabcdefilmnpqrstuvx",
	 "ulimit [-H|-S] [-a | -resource [limit]]", "show or set limits of what processes may use"},
	{"umask", builtin_umask, INTRINSIC, "pS",
	 "umask [-p] [-S] [mask]", "show or set which permissions new files lack"},
	{"unalias", builtin_unalias, INTRINSIC, "a",
	 "unalias name...\nunalias -a", "remove aliases"},
	{"unset", builtin_unset, SPECIAL, "fv",
	 "unset [-f|-v] name...", "remove variables or functions"},
	{"usock", builtin_usock, EXTENSION | YIELDS, "dqim:b:j:u:t:",
	 "usock listen [-d|-q] [-i] [-m mode] [-b backlog] path var\n"
	 "usock accept [-i] [-t seconds] [-u uid] fd var\n"
	 "usock connect [-d|-q] [-i] [-t seconds] [-u uid] path var\n"
	 "usock pair [-d|-q] [-i] var var\n"
	 "usock run [-d|-q] [-t seconds] [-u uid] path command [argument...]\n"
	 "usock serve [-d|-q] [-m mode] [-b backlog] [-j n] [-u uid] path command [argument...]\n"
	 "usock stop [-t seconds] path",
	 "listen at Unix sockets, connect to them, and serve them"},
	{"wait", builtin_wait, INTRINSIC, "np:",
	 "wait [process|job...]\nwait -n [-p name] [process|job...]", "wait for background processes"},
};
/* clang-format on */

const unsigned builtin_count = sizeof builtin_table / sizeof *builtin_table;

int builtins_install(struct name_table *names)
{
	for (unsigned i = 0; i < builtin_count; i++) {
		const struct builtin *row = &builtin_table[i];
		struct name *n = name_intern(names, row->name, strlen(row->name));
		if (!n)
			return 0;
		n->builtin = row;
	}
	return 1;
}
