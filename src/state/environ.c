/* Variables that come from the environment and go into it. */
#include "state/var.h"

#include "state/shell.h"

#include <string.h>

struct environment {
	char *const *current; /* what children get: `inherited` or `made` */
	char *const *inherited;
	char **made; /* heap: the array, then the texts it made */
	size_t foreign_count;
	const char **foreign; /* inherited entries that are no names: passed on untouched */
};

/* IFS is never taken from outside (XCU 2.5.3); the others belong to each shell. */
static bool is_own(const struct name *n)
{
	static const char own[][11] = {"IFS", "LINENO", "OPTIND", "PIPESTATUS", "PPID"};
	for (size_t i = 0; i < sizeof own / sizeof *own; i++)
		if (strcmp(n->text, own[i]) == 0)
			return true;
	return false;
}

/* Prompts are expanded: one from outside must not be able to run anything. */
static bool is_dangerous(const struct name *n, const char *value)
{
	bool prompt = n->length == 3 && n->text[0] == 'P' && n->text[1] == 'S' &&
		      strchr("124", n->text[2]);
	return prompt && (strchr(value, '`') || strstr(value, "$("));
}

/* The text stays where `environ` has it until it is assigned. */
static bool import_entry(struct shell *sh, const char *entry, size_t name_length)
{
	struct name *n = name_intern(sh->names, entry, name_length);
	if (!n)
		return false;
	if (is_own(n) || is_dangerous(n, entry + name_length + 1)) {
		sh->environment_stale = true;
		return true;
	}
	struct variable *v = var_cell(sh, n);
	if (!v)
		return false;
	if (v->flags & VAR_SET)
		sh->environment_stale = true; /* twice there: children get it once */
	v->text = (char *)entry + name_length + 1;
	v->length = strlen(v->text);
	v->flags = VAR_SET | VAR_TEXT | VAR_EXPORT;
	return true;
}

bool var_import(struct shell *sh, char **entries)
{
	struct environment *e = mem_zero(sizeof *e);
	size_t count = 0;
	while (entries[count])
		count++;
	sh->environment = e;
	if (e)
		e->foreign = mem_alloc((count + 1) * sizeof *e->foreign);
	if (!e || !e->foreign)
		return false;
	e->inherited = e->current = entries;
	for (size_t i = 0; i < count; i++) {
		const char *equals = strchr(entries[i], '=');
		size_t length = equals ? (size_t)(equals - entries[i]) : 0;
		if (!name_is_identifier(entries[i], length))
			e->foreign[e->foreign_count++] = entries[i];
		else if (!import_entry(sh, entries[i], length))
			return false;
	}
	return true;
}

struct making {
	struct shell *sh;
	size_t count, size; /* first pass */
	char **entry;       /* second pass: where the next goes; NULL in the first */
	char *text;
	bool passing; /* somebody else may change one of the values: this is good for one use */
};

static void make_entry(struct name *n, void *context)
{
	struct making *m = context;
	struct variable *v = n->variable;
	size_t length;
	if (!v || !(v->flags & VAR_EXPORT) || v->array) /* an array is no string */
		return;
	/* The first pass has made it; it may be another if it were read again. */
	const char *value = m->entry ? v->text : var_text(m->sh, v, &length);
	if (!value || !(v->flags & VAR_SET))
		return;
	length = v->length;
	m->passing |= v->hooks && v->hooks->set;
	size_t size = n->length + 1 + length + 1;
	if (!m->entry) {
		m->count++;
		m->size += size;
		return;
	}
	*m->entry++ = m->text;
	memcpy(m->text, n->text, n->length);
	m->text[n->length] = '=';
	memcpy(m->text + n->length + 1, value, length + 1);
	m->text += size;
}

char *const *var_environment(struct shell *sh)
{
	struct environment *e = sh->environment;
	if (!sh->environment_stale)
		return e->current;
	struct making m = {.sh = sh};
	name_each(sh->names, make_entry, &m);
	size_t count = m.count + e->foreign_count;
	char **made = mem_alloc((count + 1) * sizeof *made + m.size);
	if (!made) {
		(void)shell_no_memory(sh);
		return NULL;
	}
	m.entry = made;
	m.text = (char *)(made + count + 1);
	name_each(sh->names, make_entry, &m);
	for (size_t i = 0; i < e->foreign_count; i++)
		*m.entry++ = (char *)e->foreign[i];
	*m.entry = NULL;
	mem_free(e->made);
	e->current = e->made = made;
	sh->environment_stale = m.passing;
	return made;
}

void environment_free(struct environment *e)
{
	if (!e)
		return;
	mem_free(e->foreign);
	mem_free(e->made);
	mem_free(e);
}
