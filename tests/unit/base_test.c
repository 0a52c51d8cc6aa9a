/* Memory, strings, names, output, descriptors: what everything else stands on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/charset.h"
#include "base/diag.h"
#include "base/fdio.h"
#include "base/name.h"
#include "base/out.h"
#include "base/signame.h"
#include "base/stack.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <unistd.h>

static void arena_reset_gives_back(void)
{
	struct arena a = ARENA_INIT;
	struct arena_mark empty = arena_mark(&a);
	char *first = arena_dup(&a, "first", 5);
	struct arena_mark mark = arena_mark(&a);
	for (size_t i = 0; i < 1000; i++)
		memset(arena_alloc(&a, i), 'x', i);
	arena_reset(&a, mark);
	CHECK_STR(first, "first");
	char *again = arena_alloc(&a, 3);
	arena_reset(&a, mark);
	CHECK(arena_alloc(&a, 3) == again);
	arena_reset(&a, empty);
	CHECK(arena_alloc(&a, 0) != NULL);
	CHECK((uintptr_t)arena_alloc(&a, 1) % ARENA_ALIGNMENT == 0);
	arena_free(&a);
}

static void arena_failure_is_sticky_until_reset(void)
{
	struct arena a = ARENA_INIT;
	struct arena_mark mark = arena_mark(&a);
	CHECK(arena_alloc(&a, SIZE_MAX - 3) == NULL);
	CHECK(a.failed);
	CHECK(arena_alloc(&a, 1) == NULL);
	arena_reset(&a, mark);
	CHECK(arena_alloc(&a, 1) != NULL);
	mem_fail_after(0);
	CHECK(arena_alloc(&a, 5000) == NULL);
	CHECK(a.failed);
	arena_free(&a);
}

static void buf_grows_and_formats(void)
{
	struct buf b = BUF_INIT;
	CHECK_STR(buf_cstr(&b), "");
	buf_printf(&b, "%s-%d", "a", 1);
	buf_int(&b, INT64_MIN);
	buf_int(&b, 0);
	buf_fill(&b, '.', 3);
	CHECK_STR(buf_cstr(&b), "a-1-92233720368547758080...");
	buf_clear(&b);
	buf_utf8(&b, 'x');
	buf_utf8(&b, 0xE9);
	buf_utf8(&b, 0x20AC);
	buf_utf8(&b, 0x1F40B);
	CHECK_STR(buf_cstr(&b), "x\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\x8B");
	buf_printf(&b, "%0300d", 0);
	CHECK_INT((long)b.length, 310);
	buf_free(&b);
}

static void buf_failure_is_sticky(void)
{
	struct buf b = BUF_INIT;
	buf_str(&b, "kept");
	mem_fail_after(0);
	buf_fill(&b, 'x', 1000);
	buf_str(&b, "ignored");
	CHECK(b.failed);
	CHECK_INT((long)b.length, 4);
	CHECK_STR(buf_cstr(&b), "");
	buf_free(&b);
	CHECK(!b.failed);
}

static void count_name(struct name *n, void *context)
{
	(void)n;
	++*(size_t *)context;
}

static void each_name_exists_once(void)
{
	struct name_table *t = name_table_new();
	struct name *names[3000];
	char text[32];
	for (int i = 0; i < 3000; i++) {
		snprintf(text, sizeof text, "a%.*s%d", i % 12, "bcdefghijklm", i);
		names[i] = name_intern(t, text, strlen(text));
	}
	for (int i = 0; i < 3000; i++) {
		snprintf(text, sizeof text, "a%.*s%d", i % 12, "bcdefghijklm", i);
		CHECK(name_intern(t, text, strlen(text)) == names[i]);
		CHECK_STR(names[i]->text, text);
	}
	size_t count = 0;
	name_each(t, count_name, &count);
	CHECK_INT((long)count, 3000);
	CHECK(name_find(t, "none", 4) == NULL);
	CHECK(name_intern(t, "_a1", 3)->is_identifier);
	CHECK(!name_intern(t, "[", 1)->is_identifier);
	CHECK(!name_intern(t, "git-x", 5)->is_identifier);
	CHECK(!name_is_identifier("1a", 2));
	CHECK(!name_is_identifier("", 0));
	CHECK(!name_is_identifier("\xC3\xA9", 2));
	name_table_free(t);
}

static void check_quoted(const char *text, const char *expected)
{
	struct buf b = BUF_INIT;
	buf_quoted(&b, text);
	CHECK_STR(buf_cstr(&b), expected);
	buf_free(&b);
}

static void quoted_text_reads_back(void)
{
	check_quoted("/usr/bin/x-1.2", "/usr/bin/x-1.2");
	check_quoted("", "''");
	check_quoted("a b", "'a b'");
	check_quoted("it's", "'it'\\''s'");
	check_quoted("~", "'~'");
	check_quoted("a\nb'\\", "$'a\\nb\\'\\\\'");
	check_quoted("\033"
		     "7",
		     "$'\\0337'");
	check_quoted("\xC3\xA9", "'\xC3\xA9'");
}

static void diagnostics_escape_control_bytes(void)
{
	struct buf b = BUF_INIT;
	const char text[] = "a\tb\n\033[1m \xC3\xA9 \xFF \xC2\x9B";
	diag_escape(&b, text, sizeof text - 1);
	CHECK_STR(buf_cstr(&b), "a\tb\\n\\x1b[1m \xC3\xA9 \\xff \\xc2\\x9b");
	buf_free(&b);
}

static void write_errors_are_sticky(void)
{
	struct out o = {.fd = open("/dev/full", O_WRONLY | O_CLOEXEC)};
	out_str(&o, "x");
	CHECK(!out_flush(&o));
	CHECK_INT(o.error, ENOSPC);
	CHECK(!out_flush(&o));
	close(o.fd);
	buf_free(&o.pending);

	o = (struct out){.fd = OUT_MEMORY};
	for (int i = 0; i < 10000; i++)
		out_printf(&o, "%d\n", i % 10);
	CHECK(out_flush(&o));
	CHECK_INT((long)o.pending.length, 20000);
	buf_free(&o.pending);
}

static void own_descriptors_make_way(void)
{
	int slot = fd_open_high("/dev/null", O_RDONLY, 0), first = slot;
	CHECK(slot >= FD_OWN_FIRST);
	CHECK(fcntl(slot, F_GETFD) & FD_CLOEXEC);
	CHECK(fd_own(&slot));
	CHECK(fd_is_own(first));
	CHECK(fd_make_way(first));
	CHECK(slot != first && slot >= FD_OWN_FIRST);
	CHECK(fcntl(first, F_GETFD) < 0);
	CHECK(!fd_is_own(first) && fd_is_own(slot));
	fd_disown(&slot);
	CHECK(!fd_is_own(slot));
	fd_close(slot);
}

static void bytes_can_be_read_from_a_descriptor(void)
{
	static const size_t lengths[] = {0, 1, 4096, 4097, 300000};
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		struct buf b = BUF_INIT;
		buf_fill(&b, 'x', lengths[i]);
		int fd = fd_of_bytes(b.data, b.length);
		CHECK(fd >= FD_OWN_FIRST);
		size_t total = 0;
		char block[4096];
		for (ssize_t n; (n = fd_read(fd, block, sizeof block)) > 0;)
			total += (size_t)n;
		CHECK_INT((long)total, (long)lengths[i]);
		fd_close(fd);
		buf_free(&b);
	}
}

static void signals_have_names(void)
{
	CHECK_STR(signal_name(SIGINT), "INT");
	CHECK_INT(signal_number("SIGINT"), SIGINT);
	CHECK_INT(signal_number("term"), SIGTERM);
	CHECK_INT(signal_number("15"), -1);
	CHECK_INT(signal_number(""), -1);
	CHECK_STR(signal_name(SIGRTMIN), "RTMIN");
	CHECK_INT(signal_number("RTMAX-1"), SIGRTMAX - 1);
	CHECK(signal_name(-1) == NULL && signal_name(SIGNAL_COUNT) == NULL);
	for (int i = 0; i < SIGNAL_COUNT; i++)
		if (signal_name(i))
			CHECK_INT(signal_number(signal_name(i)), i);
	CHECK_STR(signal_text(SIGSEGV), "Segmentation fault");
}

static void characters_are_the_locales(void)
{
	const char text[] = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x90\x8B\xFF\xC3"
			    "abcdefghijkl";
	CHECK_INT((long)char_count(CHARSET_UTF8, text, sizeof text - 1), 18);
	CHECK_INT((long)char_count(CHARSET_BYTES, text, sizeof text - 1), (long)sizeof text - 1);
	uint32_t code;
	CHECK_INT((long)char_decode(CHARSET_UTF8, "\xED\xA0\x80", 3, &code), 1);
	CHECK_INT((long)code, CHAR_INVALID | 0xED);
	CHECK_INT((long)char_decode(CHARSET_UTF8, "\xF4\x90\x80\x80", 4, &code), 1);
	CHECK_INT((long)char_decode(CHARSET_UTF8, "\xC0\x80", 2, &code), 1);
	CHECK_INT((long)char_decode(CHARSET_UTF8, "\xE2\x82", 2, &code), 1);
	CHECK_INT((long)char_decode(CHARSET_UTF8, "\xE2\x82\xAC", 3, &code), 3);
	CHECK_INT((long)code, 0x20AC);
	if (setlocale(LC_ALL, "C.UTF-8"))
		CHECK(charset_of_locale() == CHARSET_UTF8);
	setlocale(LC_ALL, "C");
	enum charset c = charset_of_locale();
	CHECK(c <= CHARSET_BYTES);
	/* What the shell takes the C locale to be is what the C library says of it. */
	for (int byte = 0x80; byte < 0x100; byte++) {
		(void)char_decode(c, (char[]){(char)byte}, 1, &code);
		CHECK((btowc(byte) == WEOF) == ((code & CHAR_INVALID) != 0));
	}
}

static int depth_until_low(int depth)
{
	volatile char frame[1000];
	frame[0] = (char)depth;
	if (stack_is_low())
		return depth;
	int deepest = depth_until_low(depth + 1);
	frame[0] = 0; /* work after the call: without it the compiler makes a loop */
	return deepest + frame[0];
}

static void stack_ends_before_its_end(void)
{
	CHECK(!stack_is_low()); /* nothing is low before stack_init() */
	stack_init();
	CHECK(depth_until_low(0) > 100);
}

int main(void)
{
	unit_run("an arena gives back what was allocated after a mark", arena_reset_gives_back);
	unit_run("an arena stays failed until reset", arena_failure_is_sticky_until_reset);
	unit_run("a buffer grows and formats", buf_grows_and_formats);
	unit_run("a buffer that could not grow ignores the rest", buf_failure_is_sticky);
	unit_run("each name exists once", each_name_exists_once);
	unit_run("quoted text reads back", quoted_text_reads_back);
	unit_run("diagnostics escape control bytes", diagnostics_escape_control_bytes);
	unit_run("write errors are sticky", write_errors_are_sticky);
	unit_run("own descriptors make way", own_descriptors_make_way);
	unit_run("bytes can be read from a descriptor", bytes_can_be_read_from_a_descriptor);
	unit_run("signals have names", signals_have_names);
	unit_run("characters are the locale's", characters_are_the_locales);
	unit_run("the stack is low before its end", stack_ends_before_its_end);
	return unit_end();
}
