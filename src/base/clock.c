#include "base/clock.h"

#include <limits.h>
#include <string.h>
#include <time.h>

int64_t clock_ms(void)
{
	struct timespec t;
	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool seconds_to_ms(const char *text, int64_t *ms)
{
	int64_t value = 0;
	size_t digits = strspn(text, "0123456789");
	for (size_t i = 0; i < digits && value < INT_MAX; i++)
		value = value * 10 + (text[i] - '0');
	const char *rest = text + digits;
	value *= 1000;
	if (*rest == '.') {
		rest++;
		for (int unit = 100; *rest >= '0' && *rest <= '9'; rest++, unit /= 10, digits++)
			value += (*rest - '0') * unit;
	}
	*ms = value;
	return digits > 0 && *rest == '\0';
}
