#include "builtins/assignment.h"

#include "base/name.h"
#include "builtins/args.h"
#include "eval/reference.h"
#include "state/shell.h"
#include "state/var.h"

#include <string.h>

static struct name *name_of(struct shell *sh, struct args *a, const char *operand, size_t length,
			    int status)
{
	if (!name_is_identifier(operand, length)) {
		args_error(sh, a, status, "%s: not a name", operand);
		return NULL;
	}
	struct name *n = name_intern(sh->names, operand, length);
	if (!n)
		(void)shell_no_memory(sh);
	return n;
}

/* name[index] */
static bool read_element(struct shell *sh, struct args *a, const char *operand, size_t length,
			 int status, struct assignment *assignment)
{
	struct reference r;
	switch (reference_read(sh, operand, length, &r)) {
	case REFERENCE_ELEMENT:
		assignment->element = true;
		assignment->name = r.name;
		assignment->at = r.at;
		return true;
	case REFERENCE_NONE:
	case REFERENCE_VARIABLE:
	case REFERENCE_ALL:
		args_error(sh, a, status, "%s: not a name", operand);
		return false;
	case REFERENCE_ERROR:
		sh->status = status;
		break;
	}
	return false;
}

/* Where the name, with its index, ends. */
static const char *target_end(const char *operand)
{
	const char *end = operand;
	while (*end && *end != '[' && *end != '+' && *end != '=')
		end++;
	if (*end != '[')
		return end;
	const char *close = strstr(end, "]=");
	if (!close)
		close = strstr(end, "]+=");
	return close ? close + 1 : end + strlen(end);
}

bool assignment_read(struct shell *sh, struct args *a, const char *operand,
		     struct assignment *assignment)
{
	const char *end = target_end(operand);
	bool append = end[0] == '+' && end[1] == '=';
	assignment->append = append;
	assignment->value = end[append] == '=' ? end + append + 1 : NULL;
	assignment->array = sh->array_operands ? array_operand(sh, operand) : NULL;
	assignment->element = false;
	if (end > operand && end[-1] == ']')
		return read_element(sh, a, operand, (size_t)(end - operand), 2, assignment);
	size_t length = assignment->value ? (size_t)(end - operand) : strlen(operand);
	assignment->name = name_of(sh, a, operand, length, 2);
	return assignment->name != NULL;
}

bool target_read(struct shell *sh, struct args *a, const char *operand, int status,
		 struct assignment *target)
{
	size_t length = strlen(operand);
	*target = (struct assignment){0};
	if (memchr(operand, '[', length))
		return read_element(sh, a, operand, length, status, target);
	target->name = name_of(sh, a, operand, length, status);
	return target->name != NULL;
}

bool assignment_set(struct shell *sh, const struct assignment *m, const char *text, size_t length)
{
	if (m->element)
		return var_set_element(sh, m->name, &m->at, text, length, m->append);
	return m->append ? var_append(sh, m->name, text, length)
			 : var_set(sh, m->name, text, length);
}

bool assignment_make(struct shell *sh, const struct assignment *m)
{
	if (m->array)
		return var_set_array(sh, m->name, m->array, m->append);
	return !m->value || assignment_set(sh, m, m->value, strlen(m->value));
}

struct name *operand_name(struct shell *sh, struct args *a, const char *operand, int status)
{
	return name_of(sh, a, operand, strlen(operand), status);
}

void assignment_print(struct shell *sh, struct variable *v)
{
	size_t length;
	const char *value = var_text(sh, v, &length);
	out_str(sh->out, v->name->text);
	if (v->array) {
		out_byte(sh->out, '=');
		array_print(sh, &sh->out->pending, v);
	} else if (value) {
		out_byte(sh->out, '=');
		out_quoted(sh->out, value);
	}
	out_byte(sh->out, '\n');
}
