/* printf [-v name] format [argument...] (XCU printf), with floating conversions and * as extensions,
 * and as in bash %q, %(format)T and -v. */
#include "builtins/builtins.h"

#include "base/charset.h"
#include "base/pending.h"
#include "builtins/args.h"
#include "builtins/assignment.h"
#include "builtins/escape.h"
#include "builtins/time_text.h"
#include "state/shell.h"
#include "state/special.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct printing {
	struct shell *sh;
	struct args *args;
	char **first; /* arguments of this pass over the format */
	int count;    /* how many are left for it */
	int next;     /* of unnumbered conversions */
	int consumed; /* the highest index used, 1 for the first: what the next pass skips */
	bool stop;    /* \c, or an error that ends it */
};

struct conversion {
	char flags[8];
	int width, precision; /* precision -1: none */
	int number;           /* %n$; 0: the next */
	char letter;
	const char *time; /* of %(format)T */
	size_t time_length;
};

static void complain(struct printing *p, const char *what, const char *why)
{
	args_error(p->sh, p->args, 1, "%s: %s", what, why);
}

/* The argument of a conversion, or NULL when there is none left. */
static const char *take_argument(struct printing *p, int number)
{
	int index = number ? number : ++p->next;
	if (index > p->consumed)
		p->consumed = index;
	if (index <= p->count)
		return p->first[index - 1];
	if (number) {
		args_error(p->sh, p->args, 1, "%%%d$: no such argument", number);
		p->stop = true;
	}
	return NULL;
}

/* --- arguments as numbers --- */

static void check_number(struct printing *p, const char *text, const char *end)
{
	if (end == text)
		complain(p, text, "not a number");
	else if (*end)
		complain(p, text, "not completely a number");
	else if (errno == ERANGE)
		complain(p, text, "out of range");
}

/* 'c and "c: the character's value. */
static int64_t character_value(struct printing *p, const char *text)
{
	uint32_t code;
	size_t length = strlen(text + 1);
	if (length == 0) {
		complain(p, text, "no character");
		return 0;
	}
	/* What follows the character is ignored, as by all shells. */
	(void)char_decode(shell_charset(p->sh, text + 1, length), text + 1, length, &code);
	return code & CHAR_INVALID ? code & 0xff : code;
}

static intmax_t signed_argument(struct printing *p, const char *text)
{
	char *end;
	if (!text || !*text)
		return 0;
	if (*text == '\'' || *text == '"')
		return character_value(p, text);
	errno = 0;
	intmax_t value = strtoimax(text, &end, 0);
	check_number(p, text, end);
	return value;
}

static uintmax_t unsigned_argument(struct printing *p, const char *text)
{
	char *end;
	if (!text || !*text)
		return 0;
	if (*text == '\'' || *text == '"')
		return (uintmax_t)character_value(p, text);
	errno = 0;
	uintmax_t value = strtoumax(text, &end, 0);
	check_number(p, text, end);
	return value;
}

/* LC_NUMERIC is always that of C (special.c), so strtold() is too. */
static long double floating_argument(struct printing *p, const char *text)
{
	char *end;
	if (!text || !*text)
		return 0;
	errno = 0;
	long double value = strtold(text, &end);
	check_number(p, text, end);
	return value;
}

/* --- one conversion --- */

static void write_padded(struct printing *p, const struct conversion *c, const char *bytes,
			 size_t length)
{
	struct buf *out = &p->sh->out->pending;
	if (c->precision >= 0 && (size_t)c->precision < length)
		length = (size_t)c->precision;
	size_t pad = (size_t)c->width > length ? (size_t)c->width - length : 0;
	bool left = strchr(c->flags, '-') != NULL;
	if (pad && !left)
		buf_fill(out, ' ', pad);
	out_add(p->sh->out, bytes, length);
	if (pad && left)
		buf_fill(out, ' ', pad);
}

/* "%", flags, width, precision, length modifier, letter: for the C library. */
static void library_format(const struct conversion *c, const char *modifier, char format[64])
{
	int at = snprintf(format, 64, "%%%s", c->flags);
	if (c->width)
		at += snprintf(format + at, 64 - (size_t)at, "%d", c->width);
	if (c->precision >= 0)
		at += snprintf(format + at, 64 - (size_t)at, ".%d", c->precision);
	(void)snprintf(format + at, 64 - (size_t)at, "%s%c", modifier, c->letter);
}

static void write_integer(struct printing *p, const struct conversion *c, const char *argument)
{
	char format[64];
	bool is_signed = c->letter == 'd' || c->letter == 'i';
	if (is_signed && !c->width && c->precision < 0 && !c->flags[0]) {
		out_int(p->sh->out, signed_argument(p, argument));
		return;
	}
	library_format(c, "j", format);
	if (is_signed)
		out_printf(p->sh->out, format, signed_argument(p, argument));
	else
		out_printf(p->sh->out, format, unsigned_argument(p, argument));
}

static void write_escaped(struct printing *p, const struct conversion *c, const char *argument)
{
	struct buf *text = shell_buffer(p->sh);
	if (!text) {
		p->stop = true;
		return;
	}
	p->stop |= !escape_add_all(text, argument ? argument : "", ESCAPE_STRING);
	write_padded(p, c, text->length ? text->data : "", text->length);
	shell_buffer_done(p->sh, text);
}

/* Writes what the shell reads back as the argument. */
static void write_quoted(struct printing *p, const struct conversion *c, const char *argument)
{
	struct buf *text = shell_buffer(p->sh);
	if (!text) {
		p->stop = true;
		return;
	}
	buf_quoted(text, argument);
	write_padded(p, c, text->data, text->length);
	shell_buffer_done(p->sh, text);
}

/* The argument is a number of seconds since the Epoch; none or -1 is now, -2 when the shell began.
 */
static void write_time(struct printing *p, const struct conversion *c, const char *argument)
{
	intmax_t moment = argument ? signed_argument(p, argument) : -1;
	if (moment == -1)
		moment = time(NULL);
	else if (moment == -2)
		moment = p->sh->started;
	struct buf *text = shell_buffer(p->sh);
	if (!text) {
		p->stop = true;
		return;
	}
	if (time_text_add(p->sh, text, c->time, c->time_length, (time_t)moment))
		write_padded(p, c, text->length ? text->data : "", text->length);
	else
		complain(p, argument, "out of range");
	shell_buffer_done(p->sh, text);
}

static void write_conversion(struct printing *p, const struct conversion *c)
{
	char format[64];
	const char *argument = take_argument(p, c->number);
	if (p->stop)
		return;
	const char *text = argument ? argument : "";
	switch (c->letter) {
	case 's':
		write_padded(p, c, text, strlen(text));
		break;
	case 'c':
		write_padded(p, c, text, *text != '\0');
		break;
	case 'b':
		write_escaped(p, c, argument);
		break;
	case 'q':
		write_quoted(p, c, text);
		break;
	case 'T':
		write_time(p, c, argument);
		break;
	case 'd':
	case 'i':
	case 'o':
	case 'u':
	case 'x':
	case 'X':
		write_integer(p, c, argument);
		break;
	default: /* a A e E f F g G */
		library_format(c, "L", format);
		out_printf(p->sh->out, format, floating_argument(p, argument));
	}
}

/* --- reading the format --- */

/* Digits at *at, or an argument for `*`.  A negative argument stays negative. */
static int read_count(struct printing *p, const char **at)
{
	if (**at == '*') {
		++*at;
		intmax_t value = signed_argument(p, take_argument(p, 0));
		return value > INT_MAX / 2    ? INT_MAX / 2
		       : value < -INT_MAX / 2 ? -INT_MAX / 2
					      : (int)value;
	}
	int value = 0;
	for (; **at >= '0' && **at <= '9'; ++*at)
		if (value < INT_MAX / 20)
			value = value * 10 + (**at - '0');
	return value;
}

static void read_flags(const char **at, struct conversion *c)
{
	size_t count = 0;
	for (; **at && strchr("-+ #0'", **at); ++*at)
		if (!memchr(c->flags, **at, count))
			c->flags[count++] = **at;
	c->flags[count] = '\0';
}

/* At the format of %(format)T, which may have parentheses of its own.  Returns where its T is. */
static const char *read_time_format(const char *at, struct conversion *c)
{
	unsigned depth = 0;
	c->time = at + 1;
	for (; *at; at++) {
		if (*at == '(')
			depth++;
		else if (*at == ')' && --depth == 0)
			break;
	}
	c->time_length = (size_t)(at - c->time);
	return *at && at[1] == 'T' ? at + 1 : at;
}

/* At what follows the %.  Returns the end of the specification, its letter in c->letter. */
static const char *read_conversion(struct printing *p, const char *at, struct conversion *c)
{
	*c = (struct conversion){.precision = -1};
	size_t digits = strspn(at, "0123456789");
	if (digits && at[digits] == '$') {
		c->number = read_count(p, &at);
		at++;
	}
	read_flags(&at, c);
	c->width = read_count(p, &at);
	if (c->width < 0) {
		c->width = -c->width;
		if (!strchr(c->flags, '-'))
			strcat(c->flags, "-");
	}
	if (*at == '.') {
		at++;
		c->precision = read_count(p, &at);
		if (c->precision < 0)
			c->precision = -1;
	}
	at += strspn(at, "hlLjzt");
	if (*at == '(')
		at = read_time_format(at, c);
	c->letter = *at;
	return *at ? at + 1 : at;
}

static const char *convert(struct printing *p, const char *percent)
{
	struct conversion c;
	const char *end = read_conversion(p, percent + 1, &c);
	if (c.letter == '%' && end == percent + 2) {
		out_byte(p->sh->out, '%');
	} else if (c.letter && strchr(c.time ? "T" : "diouxXcsbqaAeEfFgG", c.letter)) {
		write_conversion(p, &c);
	} else {
		args_error(p->sh, p->args, 1, "%.*s: not a conversion", (int)(end - percent),
			   percent);
		p->stop = true;
	}
	return end;
}

static void pass_over(struct printing *p, const char *format)
{
	struct out *out = p->sh->out;
	while (*format && !p->stop) {
		size_t plain = strcspn(format, "%\\");
		if (plain) {
			out_add(out, format, plain);
			format += plain;
		} else if (*format == '%') {
			format = convert(p, format);
		} else if (format[1] == 'c') {
			p->stop = true; /* left open by the standard; as in %b */
		} else {
			format = escape_add(&out->pending, format + 1, ESCAPE_FORMAT);
		}
	}
}

/* The arguments are used up, the format as often as there are any. */
static void print_all(struct printing *p, const char *format)
{
	do {
		p->next = p->consumed = 0;
		pass_over(p, format);
		p->first += p->consumed;
		p->count -= p->consumed;
	} while (p->count > 0 && p->consumed > 0 && !p->stop && !interrupt_is_pending());
}

/* -v: the output becomes the value of a variable. */
static void print_to_variable(struct printing *p, const char *format, const struct assignment *to)
{
	struct out text = {.fd = OUT_MEMORY}, *out = p->sh->out;
	p->sh->out = &text;
	print_all(p, format);
	p->sh->out = out;
	const char *value = buf_cstr(&text.pending);
	if (text.error || text.pending.failed)
		(void)shell_no_memory(p->sh);
	else if (!assignment_set(p->sh, to, value, strlen(value)))
		p->sh->status = 1;
	buf_free(&text.pending);
}

enum flow builtin_printf(struct shell *sh, struct args *a)
{
	struct assignment target = {0};
	int first = 1; /* any other argument that begins with - is a format */
	if (a->count > 1 && strcmp(a->argv[1], "-v") == 0) {
		if (a->count == 2)
			return args_usage(sh, a);
		if (!target_read(sh, a, a->argv[2], 2, &target))
			return FLOW_ABORT;
		first = 3;
	}
	if (first < a->count && strcmp(a->argv[first], "--") == 0)
		first++;
	if (first >= a->count)
		return args_usage(sh, a);
	struct printing p = {
		.sh = sh,
		.args = a,
		.first = a->argv + first + 1,
		.count = a->count - first - 1,
	};
	if (target.name)
		print_to_variable(&p, a->argv[first], &target);
	else
		print_all(&p, a->argv[first]);
	return FLOW_NEXT;
}
