#include "ui/complete.h"

#include "base/fdio.h"
#include "base/name.h"
#include "eval/fields.h"
#include "state/shell.h"
#include "state/var.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Words after which a command begins. */
static bool introduces_command(const char *word, size_t length)
{
	static const char *const words[] = {"if",   "then",  "elif", "else", "while",    "until", "do",
					    "{",    "!",     "time", "exec", "command",  "eval",  "explain:",
					    "trace:"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
			return true;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

enum completion_kind completion_kind_of(const char *line, size_t start)
{
	size_t i = start;
	if (i > 0 && (line[i - 1] == '$' || (i > 1 && line[i - 1] == '{' && line[i - 2] == '$')))
		return COMPLETE_VARIABLE;
	while (i > 0 && is_blank(line[i - 1]))
		i--;
	if (i == 0 || strchr("|;&(`\n", line[i - 1]))
		return COMPLETE_COMMAND;
	size_t end = i;
	while (i > 0 && !is_blank(line[i - 1]) && !strchr("|;&(`\n", line[i - 1]))
		i--;
	return end < start && introduces_command(line + i, end - i) ? COMPLETE_COMMAND
								     : COMPLETE_FILE;
}

struct visit {
	struct shell *sh;
	const char *text;
	size_t length;
	struct fields *out;
	bool variables;
};

static void visit_name(struct name *n, void *context)
{
	struct visit *v = context;
	if (strncmp(n->text, v->text, v->length) != 0)
		return;
	bool wanted = v->variables ? n->variable && (n->variable->flags & VAR_SET)
				   : n->builtin || n->function || n->alias || n->reserved;
	if (wanted)
		fields_add(v->out, n->text);
}

static void programs_in(struct shell *sh, const char *directory, const char *text,
			struct fields *out)
{
	int fd = fd_open(directory, O_RDONLY | O_DIRECTORY, 0, NULL, NULL);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	const struct dirent *entry;
	struct stat st;
	if (!d) {
		fd_close(fd);
		return;
	}
	while ((entry = readdir(d)))
		if (strncmp(entry->d_name, text, strlen(text)) == 0 && entry->d_name[0] != '.' &&
		    faccessat(fd, entry->d_name, X_OK, AT_EACCESS) == 0 &&
		    fstatat(fd, entry->d_name, &st, 0) == 0 && S_ISREG(st.st_mode))
			fields_add(out, shell_dup(sh, entry->d_name));
	closedir(d);
}

void complete_commands(struct shell *sh, const char *text, struct fields *out)
{
	struct visit v = {sh, text, strlen(text), out, false};
	name_each(sh->names, visit_name, &v);
	const char *path = var_get_by(sh, "PATH");
	for (const char *at = path; at;) {
		const char *colon = strchr(at, ':');
		size_t length = colon ? (size_t)(colon - at) : strlen(at);
		const char *directory = length ? shell_dup_n(sh, at, length) : ".";
		if (directory)
			programs_in(sh, directory, text, out);
		at = colon ? colon + 1 : NULL;
	}
}

void complete_variables(struct shell *sh, const char *text, struct fields *out)
{
	struct visit v = {sh, text, strlen(text), out, true};
	name_each(sh->names, visit_name, &v);
}
