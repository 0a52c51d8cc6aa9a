#include "builtins/mode.h"

#include <string.h>

enum { ALL = 0777 };

/* u=7 in each place that `who` has: u+x of ug is 0110. */
static mode_t spread(mode_t bits, mode_t who)
{
	return (bits << 6 | bits << 3 | bits) & who;
}

static mode_t read_who(const char **text)
{
	mode_t who = 0;
	for (;; (*text)++) {
		switch (**text) {
		case 'u':
			who |= 0700;
			break;
		case 'g':
			who |= 0070;
			break;
		case 'o':
			who |= 0007;
			break;
		case 'a':
			who |= ALL;
			break;
		default:
			/* chmod heeds the mask when there is no `who`; here that means all. */
			return who ? who : ALL;
		}
	}
}

/* The permissions after an operator, as bits of one class: letters, or one of u, g, o to copy.
 * A mask has no set-ID and no sticky bit: s and t mean nothing. */
static mode_t read_permissions(const char **text, mode_t allowed)
{
	switch (**text) {
	case 'u':
		(*text)++;
		return allowed >> 6 & 7;
	case 'g':
		(*text)++;
		return allowed >> 3 & 7;
	case 'o':
		(*text)++;
		return allowed & 7;
	}
	mode_t bits = 0;
	for (;; (*text)++) {
		switch (**text) {
		case 'r':
			bits |= 4;
			break;
		case 'w':
			bits |= 2;
			break;
		case 'x':
			bits |= 1;
			break;
		case 'X':
			bits |= allowed & 0111 ? 1 : 0;
			break;
		case 's':
		case 't':
			break;
		default:
			return bits;
		}
	}
}

bool mode_read_symbolic(const char *text, mode_t *allowed)
{
	for (;;) {
		mode_t who = read_who(&text);
		if (*text == '\0' || !strchr("+-=", *text))
			return false;
		while (*text != '\0' && strchr("+-=", *text)) {
			char op = *text++;
			mode_t bits = spread(read_permissions(&text, *allowed), who);
			if (op == '=')
				*allowed &= ~who;
			if (op == '-')
				*allowed &= ~bits;
			else
				*allowed |= bits;
		}
		if (*text == '\0')
			return true;
		if (*text++ != ',')
			return false;
	}
}

bool mode_read_octal(const char *text, mode_t *mask)
{
	if (text[strspn(text, "01234567")] != '\0' || strspn(text, "0") + 4 < strlen(text))
		return false;
	*mask = 0;
	for (; *text; text++)
		*mask = *mask * 8 + (mode_t)(*text - '0');
	*mask &= ALL;
	return true;
}
