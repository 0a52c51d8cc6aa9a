#include "ui/complete.h"

#include "base/fdio.h"
#include "base/name.h"
#include "eval/fields.h"
#include "state/shell.h"
#include "state/var.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Words after which a command begins. */
static bool introduces_command(const char *word, size_t length)
{
	static const char *const words[] = {"if",    "then",    "elif", "else",     "while",
					    "until", "do",      "{",    "!",        "time",
					    "exec",  "command", "eval", "explain:", "trace:"};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == length && memcmp(words[i], word, length) == 0)
			return true;
	return false;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool begins_command(char before)
{
	return strchr("|;&(`\n", before) != NULL;
}

static size_t identifier_length(const char *text, size_t length)
{
	size_t n = 0;
	while (n < length && name_is_identifier(text, n + 1))
		n++;
	return n;
}

static bool is_assignment(const char *word, size_t length)
{
	size_t n = identifier_length(word, length);
	return n > 0 && n < length && word[n] == '=';
}

/* The name at the end of the word has a $ or ${ before it. */
static bool ends_in_parameter(const char *word, size_t length, size_t *prefix)
{
	size_t i = length;
	while (i > 0 && (word[i - 1] == '_' || isalnum((unsigned char)word[i - 1])))
		i--;
	*prefix = i;
	if (i > 1 && word[i - 1] == '{')
		i--;
	return i > 0 && word[i - 1] == '$' && (i < 2 || word[i - 2] != '\\');
}

enum completion_kind completion_kind_of(const char *line, size_t start, size_t end, size_t *prefix)
{
	const char *word = line + start;
	if (ends_in_parameter(word, end - start, prefix))
		return COMPLETE_VARIABLE;
	if (start < end && *word == '~' && !memchr(word, '/', end - start))
		return COMPLETE_USER;
	for (size_t i = start;;) {
		while (i > 0 && is_blank(line[i - 1]))
			i--;
		if (i == 0 || begins_command(line[i - 1]))
			return COMPLETE_COMMAND;
		size_t after = i;
		while (i > 0 && !is_blank(line[i - 1]) && !begins_command(line[i - 1]))
			i--;
		if (after == start)
			return COMPLETE_FILE; /* a part of a word: the file after > or = */
		if (introduces_command(line + i, after - i))
			return COMPLETE_COMMAND;
		if (!is_assignment(line + i, after - i))
			return COMPLETE_FILE;
	}
}

size_t completion_parameter(const char *path, const char **name, size_t *name_length)
{
	if (path[0] != '$')
		return 0;
	bool braces = path[1] == '{';
	*name = path + (braces ? 2 : 1);
	*name_length = identifier_length(*name, strlen(*name));
	if (*name_length == 0 || (braces && (*name)[*name_length] != '}'))
		return 0;
	return (size_t)(*name - path) + *name_length + braces;
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
