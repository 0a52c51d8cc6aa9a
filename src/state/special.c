#include "state/special.h"

#include "base/charset.h"
#include "base/name.h"
#include "lang/source.h"
#include "state/var_array.h"
#include "state/path.h"
#include "state/shell.h"
#include "state/var.h"

#include <locale.h>
#include <string.h>
#include <unistd.h>

/* --- IFS ---
 *
 * Looked at once per change, and changes must be cheap: `while IFS=: read -r a b` changes it twice
 * a line.  So only the bytes that were marked are unmarked. */

static void unmark(struct ifs_state *ifs)
{
	if (ifs->marked_count > sizeof ifs->marked)
		memset(ifs->table, 0, sizeof ifs->table);
	else
		for (unsigned i = 0; i < ifs->marked_count; i++)
			ifs->table[ifs->marked[i]] = 0;
	ifs->marked_count = 0;
}

/* The bytes of the character at `text`.  ASCII needs no locale. */
static size_t ifs_character(struct shell *sh, const char *text, size_t length)
{
	uint32_t code;
	if ((unsigned char)*text < 0x80)
		return 1;
	return char_decode(shell_locale(sh)->charset, text, length, &code);
}

/* The characters of one byte.  Those of several are found by ifs_delimiter(). */
static void mark(struct shell *sh, struct ifs_state *ifs, const char *text, size_t length)
{
	ifs->multibyte = false;
	for (size_t i = 0, size; i < length; i += size) {
		unsigned char c = (unsigned char)text[i];
		size = ifs_character(sh, text + i, length - i);
		if (size > 1) {
			ifs->multibyte = true;
			continue;
		}
		ifs->table[c] = c == ' ' || c == '\t' || c == '\n' ? IFS_WHITE : IFS_OTHER;
		if (ifs->marked_count < sizeof ifs->marked)
			ifs->marked[ifs->marked_count] = c;
		ifs->marked_count++;
	}
}

unsigned ifs_delimiter_slow(const struct shell *sh, const char *text, size_t length, size_t *size)
{
	const struct ifs_state *ifs = &sh->ifs;
	for (size_t i = 0, bytes; i < ifs->length; i += bytes) {
		uint32_t code;
		bytes = char_decode(sh->locale.charset, ifs->text + i, ifs->length - i, &code);
		if (bytes > 1 && bytes <= length && memcmp(ifs->text + i, text, bytes) == 0) {
			*size = bytes;
			return IFS_OTHER;
		}
	}
	return 0;
}

static void ifs_changed(struct shell *sh, struct name *n)
{
	struct ifs_state *ifs = &sh->ifs;
	size_t length = 0;
	const char *text = var_text(sh, n->variable, &length);
	unmark(ifs);
	ifs->text = text;
	ifs->length = length;
	if (!text) {
		text = " \t\n";
		length = 3;
	}
	mark(sh, ifs, text, length);
	ifs->join_length = 0;
	if (length) {
		size_t size = ifs_character(sh, text, length);
		ifs->join_length = size <= sizeof ifs->join ? size : 1;
		memcpy(ifs->join, text, ifs->join_length);
	}
}

/* --- the locale ---
 *
 * LC_NUMERIC stays that of C, so that scripts read and print numbers the same way everywhere (XCU
 * printf leaves floating conversions to us); messages are in English. */

static const char *locale_name(struct shell *sh, const char *category)
{
	const char *const from[] = {"LC_ALL", category, "LANG"};
	for (size_t i = 0; i < 3; i++) {
		const char *value = var_get_by(sh, from[i]);
		if (value && *value)
			return value;
	}
	return "C";
}

static bool is_posix(const char *name)
{
	return strcmp(name, "C") == 0 || strcmp(name, "POSIX") == 0;
}

/* Makes the category what the variables say, or C when there is no such locale. */
static void load(int category, const char *name)
{
	const char *now = setlocale(category, NULL);
	if (!now || strcmp(now, is_posix(name) ? "C" : name) == 0)
		return;
	if (!setlocale(category, name))
		(void)setlocale(category, "C");
}

/* C.UTF-8 and its like differ from C in their characters only. */
static bool collates(const char *name)
{
	return !is_posix(name) && strncasecmp(name, "C.", 2) != 0;
}

void locale_load(struct shell *sh)
{
	sh->locale.loaded = true;
	load(LC_CTYPE, locale_name(sh, "LC_CTYPE"));
	load(LC_COLLATE, locale_name(sh, "LC_COLLATE"));
	sh->locale.charset = charset_of_locale();
	const char *collation = setlocale(LC_COLLATE, NULL);
	sh->locale.collates = collation && collates(collation);
}

bool shell_collates(struct shell *sh)
{
	if (!sh->locale.loaded && !collates(locale_name(sh, "LC_COLLATE")))
		return false;
	return shell_locale(sh)->collates;
}

static void locale_changed(struct shell *sh, struct name *n)
{
	(void)n;
	sh->locale.loaded = false;
	struct name *ifs = name_find(sh->names, "IFS", 3);
	if (ifs)
		ifs_changed(sh, ifs);
}

/* --- the others --- */

static void path_changed(struct shell *sh, struct name *n)
{
	(void)n;
	sh->path_generation++;
}

static void lineno_get(struct shell *sh, struct variable *v)
{
	var_store_integer(v, place_lineno(sh->at));
}

/* An assignment begins getopts anew; its own writes say afterwards how far it got. */
static void optind_changed(struct shell *sh, struct name *n)
{
	(void)sh;
	n->variable->owner_word = 0;
}

/* Most scripts never ask: so it is made when somebody does. */
static void pipestatus_get(struct shell *sh, struct variable *v)
{
	const struct pipe_statuses *s = &sh->pipe_statuses;
	if (!array_store(v, s->count ? s->values : &sh->status, s->count ? s->count : 1))
		(void)shell_no_memory(sh);
}

static const struct var_hooks ifs_hooks = {.changed = ifs_changed};
static const struct var_hooks locale_hooks = {.changed = locale_changed};
static const struct var_hooks path_hooks = {.changed = path_changed};
static const struct var_hooks lineno_hooks = {.get = lineno_get};
static const struct var_hooks optind_hooks = {.changed = optind_changed};
static const struct var_hooks pipestatus_hooks = {.get = pipestatus_get};

static const struct {
	const char *name;
	const struct var_hooks *hooks;
} owned[] = {
	{"IFS", &ifs_hooks},         {"PATH", &path_hooks},
	{"OPTIND", &optind_hooks},   {"LANG", &locale_hooks},
	{"LC_ALL", &locale_hooks},   {"LC_COLLATE", &locale_hooks},
	{"LC_CTYPE", &locale_hooks}, {"PIPESTATUS", &pipestatus_hooks},
};

static bool set_integer(struct shell *sh, const char *name, int64_t value)
{
	struct name *n = name_intern(sh->names, name, strlen(name));
	return n ? var_set_integer(sh, n, value) : shell_no_memory(sh);
}

/* It has a value from the start, so that lists of variables show it. */
static bool start_lineno(struct shell *sh)
{
	struct name *n = name_intern(sh->names, "LINENO", 6);
	if (n && var_own(sh, "LINENO", &lineno_hooks))
		var_store_integer(n->variable, 0);
	return n && n->variable;
}

/* Not exported: children then get theirs from whoever they ask. */
static bool set_default(struct shell *sh, const char *name, const char *value)
{
	return var_get_by(sh, name) || var_set_by(sh, name, value);
}

bool special_start(struct shell *sh)
{
	for (size_t i = 0; i < sizeof owned / sizeof *owned; i++)
		if (!var_own(sh, owned[i].name, owned[i].hooks))
			return false;
	return set_default(sh, "PATH", path_standard()) && var_set_by(sh, "IFS", " \t\n") &&
	       set_integer(sh, "OPTIND", 1) && start_lineno(sh) &&
	       set_integer(sh, "PPID", sh->parent) &&
	       set_default(sh, "PS1", geteuid() == 0 ? "# " : "$ ") &&
	       set_default(sh, "PS2", "> ") && set_default(sh, "PS4", "+ ");
}
