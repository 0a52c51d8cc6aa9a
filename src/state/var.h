/* var.h - variables (XCU 2.5.3).
 *
 * A variable's value is a string and/or an integer, whichever was written last; the other is
 * made on demand.  A name's cell points at its variable; binding is shallow (frame.h). */
#ifndef STATE_VAR_H
#define STATE_VAR_H

#include "base/mem.h"
#include "base/name.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct array;
struct environment;
struct shell;
struct frame;
struct variable;

enum var_flag {
	VAR_SET = 1, /* has a value, maybe empty */
	VAR_EXPORT = 2,
	VAR_READONLY = 4,
	VAR_TEXT = 8,         /* `text` is valid */
	VAR_INTEGER = 16,     /* `integer` is valid */
	VAR_NOT_INTEGER = 32, /* `text` is known not to be a plain integer constant */
	/* What is assigned is an arithmetic expression, or is put into lower or upper case. */
	VAR_ARITHMETIC = 64,
	VAR_LOWER = 128,
	VAR_UPPER = 256,
	VAR_DECLARED = 512, /* by `declare`, until it has a value: then that shows it */
	VAR_TRANSFORMS = VAR_ARITHMETIC | VAR_LOWER | VAR_UPPER,
	VAR_ATTRIBUTES = VAR_EXPORT | VAR_READONLY | VAR_TRANSFORMS,
	VAR_LOST = 1024, /* `get` could not make the value, and so it looks unset */
};

/* What a variable's owner (IFS, PATH, LINENO, LC_..., OPTIND) wants to be asked or told.
 * Installed once by var_own(); follows the name, not the binding. */
struct var_hooks {
	/* Makes the value before it is read, by var_store_* into v; NULL: the value is stored. */
	void (*get)(struct shell *sh, struct variable *v);
	/* Keeps the value elsewhere (`text` NULL: `integer`): a shared variable.  Goes with the
	 * binding, not the name.  False after a message.  NULL: it is kept in the variable, and an
	 * assignment ends what `get` made. */
	bool (*set)(struct shell *sh, struct variable *v, const char *text, size_t length,
		    int64_t integer);
	/* After the value, or the binding, changed or went away (also by restoring). */
	void (*changed)(struct shell *sh, struct name *n);
	/* Prints why the value is VAR_LOST. */
	void (*explain)(struct shell *sh, struct variable *v);
	/* The binding that `set` belongs to is no more, and nothing will bring it back. */
	void (*let_go)(struct shell *sh, struct variable *v);
};

struct variable {
	struct name *name;
	char *text;              /* NUL-terminated; valid if VAR_TEXT */
	size_t length, capacity; /* capacity 0: `text` is borrowed (from `environ`), else heap */
	int64_t integer;
	const struct var_hooks *hooks;
	uint32_t flags;      /* enum var_flag */
	uint32_t snapshot;   /* id of the snapshot that already holds its old value */
	struct frame *scope; /* the frame that bound it; NULL: none */
	struct array *array; /* array.h; NULL: it is none */
	uint32_t owner_word; /* its owner's to use; comes back with a restored value */
};

/* The value of `v`, or NULL if unset.  Borrowed: valid until `v` is next assigned or unset.  The
 * second gives the length too. */
const char *var_value_slow(struct shell *sh, struct variable *v, size_t *length);

static inline const char *var_text(struct shell *sh, struct variable *v, size_t *length)
{
	if (v && (v->flags & (VAR_SET | VAR_TEXT)) == (VAR_SET | VAR_TEXT) && !v->hooks) {
		*length = v->length;
		return v->text;
	}
	return v ? var_value_slow(sh, v, length) : NULL;
}

/* The value of the variable called `n` (by struct, or by text), or NULL if unset. */
const char *var_get(struct shell *sh, const struct name *n);
const char *var_get_by(struct shell *sh, const char *name);

/* The integer that `v`'s value is a constant for.  False: unset, or it is not one. */
bool var_integer_slow(struct shell *sh, struct variable *v, int64_t *value);

static inline bool var_integer(struct shell *sh, struct variable *v, int64_t *value)
{
	if (v && (v->flags & VAR_INTEGER) && !v->hooks) {
		*value = v->integer;
		return true;
	}
	return v && var_integer_slow(sh, v, value);
}

/* An expansion or expression that met a value which is lost is an error.  False after a message;
 * true: the value is only unset. */
static inline bool var_is_lost(const struct variable *v)
{
	return v && (v->flags & VAR_LOST);
}

bool var_explain(struct shell *sh, struct variable *v) MUST_CHECK;

/* Assignments.  False after a message: the variable is readonly, or memory ran out (then the
 * old value stays).  `set -a` exports.  Logged in the innermost snapshot. */
bool var_set(struct shell *sh, struct name *n, const char *text, size_t length) MUST_CHECK;
bool var_set_integer(struct shell *sh, struct name *n, int64_t value) MUST_CHECK;
bool var_append(struct shell *sh, struct name *n, const char *text, size_t length) MUST_CHECK;
bool var_set_by(struct shell *sh, const char *name, const char *text) MUST_CHECK;
bool var_export_by(struct shell *sh, const char *name,
		   const char *text) MUST_CHECK; /* and marks it */

/* Removes value and attributes.  False after a message when it is readonly. */
bool var_unset(struct shell *sh, struct name *n) MUST_CHECK;

/* Adds attributes, or takes them away; the name may stay without a value. */
bool var_mark(struct shell *sh, struct name *n, uint32_t flags) MUST_CHECK;
bool var_unmark(struct shell *sh, struct name *n, uint32_t flags) MUST_CHECK;

/* Binds a new variable to `n` in the frame `f` until that is popped.  The new one has no value;
 * `inherit` copies value and attributes of the old (local x="$x" style keeps, see `local`);
 * the export attribute is inherited always.  False after a message: the old one is readonly
 * (unless f already bound it, then nothing changes), or no memory. */
bool var_bind(struct shell *sh, struct frame *f, struct name *n, bool inherit) MUST_CHECK;

/* Installs hooks for a name (NULL: none). The variable is made if it is missing. */
bool var_own(struct shell *sh, const char *name, const struct var_hooks *hooks) MUST_CHECK;

/* Gives the value of `n` into its owner's hands, who knows it by `word`.  Attributes stay.  False
 * after a message: readonly, or no memory. */
bool var_share(struct shell *sh, struct name *n, const struct var_hooks *hooks,
	       uint32_t word) MUST_CHECK;

/* For getters: store without checks, logs or hooks; or room for so many bytes and a NUL in v->text,
 * which is all that changes.  NULL: no memory. */
void var_store_integer(struct variable *v, int64_t value);
bool var_store(struct variable *v, const char *text, size_t length);
char *var_reserve(struct variable *v, size_t length);

/* The environment for a child: "NAME=value" strings of the exported variables that have a
 * value, plus inherited entries that are no names.  Cached until something exported changes;
 * borrowed.  NULL after a message: no memory. */
char *const *var_environment(struct shell *sh);

/* Takes over `environ` at start.  False: no memory. */
bool var_import(struct shell *sh, char **environment) MUST_CHECK;

/* All variables with any of `flags` (0: all that are set), sorted by name in the C locale's order;
 * the array is in sh->tmp.  NULL: no memory. */
struct variable **var_list(struct shell *sh, uint32_t flags, size_t *count);

/* Between the files of state/. */

void environment_free(struct environment *e);

/* The variable of `n`, made without a value if there is none.  NULL: no memory, no message. */
struct variable *var_cell(struct shell *sh, struct name *n);

/* Puts the state of `v` on the log of the innermost snapshot, if there is one that does not hold
 * it already.  `v` keeps a copy: the assignment that follows may fail.  False: no memory. */
bool var_log(struct shell *sh, struct variable *v) MUST_CHECK;

/* Tells everybody that the value or the binding of v->name changed. */
void var_changed(struct shell *sh, struct variable *v);

/* Prints that `n` is readonly and sets the status; always false. */
bool var_refuse(struct shell *sh, const struct name *n);

/* Tells the owner of a binding that goes for good. */
void var_let_go(struct shell *sh, struct variable *v);

/* The variable of `n`, ready to be written: made, logged, exported under -a; its value is still
 * there.  NULL after a message. */
struct variable *var_begin_write(struct shell *sh, struct name *n);

/* What text[0..length), assigned to `v` or appended to a value of it (NULL: none), becomes by its
 * attributes: in sh->tmp.  A number is the sum then, and *append is false.  False after a message. */
struct assigned {
	const char *text;
	size_t length;
	bool append;
};
bool var_transform(struct shell *sh, const struct variable *v, const char *old, size_t old_length,
		   struct assigned *a) MUST_CHECK;

/* Frees the value, and all elements; the first only. */
void var_clear(struct variable *v);
void var_clear_text(struct variable *v);

#endif
