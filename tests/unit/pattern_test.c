/* Pattern matching notation: each form, and every answer against a naive matcher.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "base/arena.h"
#include "base/buf.h"
#include "lang/pattern.h"
#include "lang/tree.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

static struct arena arena;

static const struct pattern *compile(const char *text)
{
	return pattern_compile(&arena, text, NULL, strlen(text), false);
}

static bool match_in(enum charset cs, const char *pattern, const char *text)
{
	return pattern_match(compile(pattern), cs, text, strlen(text));
}

static bool match(const char *pattern, const char *text)
{
	bool utf8 = match_in(CHARSET_UTF8, pattern, text);
	CHECK(match_in(CHARSET_BYTES, pattern, text) == utf8);
	CHECK(match_in(CHARSET_OTHER, pattern, text) == utf8);
	return utf8;
}

static void literals_and_wildcards(void)
{
	CHECK(match("abc", "abc"));
	CHECK(!match("abc", "abcd"));
	CHECK(!match("abc", "ab"));
	CHECK(match("", ""));
	CHECK(!match("", "a"));
	CHECK(match("*", ""));
	CHECK(match("*", "anything/at all"));
	CHECK(match("**", ""));
	CHECK(match("?", "x"));
	CHECK(!match("?", ""));
	CHECK(match("a*", "a") && match("a*", "abc") && !match("a*", "ba"));
	CHECK(match("*a", "a") && match("*a", "bba") && !match("*a", "ab"));
	CHECK(match("*b*", "abc") && match("*b*", "b") && !match("*b*", "ac"));
	CHECK(match("a*b*c", "aXbYbZc") && !match("a*b*c", "acb"));
	CHECK(!match("ab*bc", "abc"));
	CHECK(match("*.c", "x.c.c"));
	CHECK(match("??*", "ab") && !match("??*", "a"));
	CHECK(match("*??", "abc") && !match("*??", "a"));
}

static void brackets(void)
{
	CHECK(match("[abc]", "b") && !match("[abc]", "d") && !match("[abc]", ""));
	CHECK(match("[a-c]x", "bx") && !match("[a-c]x", "dx"));
	CHECK(match("[!a-c]", "d") && !match("[!a-c]", "a"));
	CHECK(match("[^a-c]", "d") && !match("[^a-c]", "a"));
	CHECK(match("[]a]", "]") && match("[]a]", "a") && !match("[]a]", "[]a]"));
	CHECK(match("[!]a]", "b") && !match("[!]a]", "]"));
	CHECK(match("[a-]", "-") && match("[-a]", "-"));
	CHECK(match("[--0]", ".") && !match("[--0]", "1"));
	CHECK(!match("[z-a]", "m"));
	CHECK(match("[!z-a]", "m"));
	CHECK(match("[[:alpha:]]", "x") && !match("[[:alpha:]]", "1"));
	CHECK(match("[![:space:]x]", "a") && !match("[![:space:]x]", " "));
	CHECK(match("[[:digit:][:upper:]]", "Q") && match("[[:digit:][:upper:]]", "7"));
	CHECK(!match("[[:nosuch:]]", "n"));
	CHECK(match("[[=a=]b]", "a") && match("[[.-.]]", "-") && match("[[.a.]-c]", "b"));
	CHECK(match("[[.].]]", "]"));
	CHECK(match("[[]", "[") && match("[[:]", ":") && match("[[:a]", "["));
	CHECK(match("[[:]x]", ":x]"));
}

static void unclosed_brackets_are_literal(void)
{
	CHECK(match("[", "["));
	CHECK(match("[a", "[a") && !match("[a", "a"));
	CHECK(match("*[", "a["));
	CHECK(match("[]", "[]") && match("[!]", "[!]"));
	CHECK(match("[a?", "[ab"));
	CHECK(match("[[:alpha:]", "[a]") == false);
	CHECK(match("[\\]", "[]"));
}

static void backslashes_quote(void)
{
	CHECK(match("\\*", "*") && !match("\\*", "a"));
	CHECK(match("\\a\\b", "ab"));
	CHECK(match("[\\]]", "]") && match("[a\\-z]", "-") && !match("[a\\-z]", "b"));
	CHECK(match("[\\!a]", "!"));
	CHECK(match("[\\[:alpha:]", ":") && !match("[\\[:alpha:]", "b"));
	CHECK(match("\\", "\\"));
	CHECK(match("a\\\\b", "a\\b"));
}

static void quoted_bytes_are_literal(void)
{
	/* "*"* of a script */
	static const unsigned char star[] = {CLASS_QUOTED, CLASS_PLAIN};
	const struct pattern *p = pattern_compile(&arena, "**", star, 2, false);
	CHECK(pattern_match(p, CHARSET_UTF8, "*x", 2));
	CHECK(!pattern_match(p, CHARSET_UTF8, "x", 1));
	/* [a"-"c] and ["]"b] and ["!"a] */
	static const unsigned char third[] = {0, 0, CLASS_QUOTED, 0, 0};
	p = pattern_compile(&arena, "[a-c]", third, 5, false);
	CHECK(pattern_match(p, CHARSET_UTF8, "-", 1) && !pattern_match(p, CHARSET_UTF8, "b", 1));
	static const unsigned char second[] = {0, CLASS_QUOTED, 0, 0, 0};
	p = pattern_compile(&arena, "[]b]", second, 4, false);
	CHECK(pattern_match(p, CHARSET_UTF8, "]", 1) && pattern_match(p, CHARSET_UTF8, "b", 1));
	p = pattern_compile(&arena, "[!a]", second, 4, false);
	CHECK(pattern_match(p, CHARSET_UTF8, "!", 1) && pattern_match(p, CHARSET_UTF8, "a", 1));
	/* [abc"]" has no end */
	static const unsigned char last[] = {0, 0, 0, 0, CLASS_QUOTED};
	CHECK(!pattern_may_be_special("[abc]", last, 5, false));
	CHECK(pattern_may_be_special("[abc]", NULL, 5, false));
	/* a quoted backslash is one */
	static const unsigned char back[] = {CLASS_QUOTED, CLASS_PLAIN};
	p = pattern_compile(&arena, "\\*", back, 2, false);
	CHECK(pattern_match(p, CHARSET_UTF8, "\\x", 2));
}

static void characters_not_bytes(void)
{
	CHECK(match_in(CHARSET_UTF8, "?", "\xC3\xA9"));
	CHECK(!match_in(CHARSET_BYTES, "?", "\xC3\xA9"));
	CHECK(match_in(CHARSET_UTF8, "[\xC3\xA0-\xC3\xBF]", "\xC3\xA9"));
	CHECK(!match_in(CHARSET_UTF8, "[!\xC3\xA9]", "\xC3\xA9"));
	CHECK(match_in(CHARSET_UTF8, "[a-\xC3\xA9]", "z"));
	CHECK(match_in(CHARSET_UTF8, "*?\xC3\xA9", "x\xE2\x82\xAC\xC3\xA9"));
	/* what is no character is a character of its own */
	CHECK(match_in(CHARSET_UTF8, "??", "\xC3\xC3"));
	CHECK(match_in(CHARSET_UTF8, "a?b",
		       "a\xFF"
		       "b"));
	CHECK(match_in(CHARSET_UTF8, "*?", "\xE2\x82"));
	CHECK(!match_in(CHARSET_UTF8, "*\xA9", "\xC3\xA9"));
	CHECK(!match_in(CHARSET_UTF8, "\xC3*", "\xC3\xA9"));
	CHECK(match_in(CHARSET_UTF8, "\xC3*",
		       "\xC3"
		       "a"));
	CHECK(match_in(CHARSET_UTF8, "[\x80-\xFF]", "\x90"));
	if (setlocale(LC_ALL, "C.UTF-8")) {
		CHECK(match_in(CHARSET_UTF8, "[[:alpha:]]", "\xC3\xA9"));
		CHECK(match_in(CHARSET_UTF8, "[[:lower:]]", "\xC3\xA9"));
		CHECK(!match_in(CHARSET_UTF8, "[[:upper:]]", "\xC3\xA9"));
		CHECK(match_in(CHARSET_OTHER, "x?[[:alpha:]]*", "x\xE2\x82\xAC\xC3\xA9z"));
		setlocale(LC_ALL, "C");
	}
}

static void leading_periods_must_be_matched(void)
{
	const char *name = ".a";
	CHECK(!pattern_match_file(compile("*a"), CHARSET_UTF8, name, 2));
	CHECK(!pattern_match_file(compile("?a"), CHARSET_UTF8, name, 2));
	CHECK(!pattern_match_file(compile("[.]a"), CHARSET_UTF8, name, 2));
	CHECK(!pattern_match_file(compile("[!x]a"), CHARSET_UTF8, name, 2));
	CHECK(pattern_match_file(compile(".*"), CHARSET_UTF8, name, 2));
	CHECK(pattern_match_file(compile("\\.*"), CHARSET_UTF8, name, 2));
	CHECK(pattern_match_file(compile("*.a"), CHARSET_UTF8, "x.a", 3));
}

static void literals_are_known(void)
{
	size_t length;
	CHECK_STR(pattern_literal(compile("a\\*b"), &length), "a*b");
	CHECK_INT((long)length, 3);
	CHECK_STR(pattern_literal(compile(""), &length), "");
	CHECK(pattern_literal(compile("a*"), &length) == NULL);
	CHECK(pattern_literal(compile("[a]"), &length) == NULL);
}

static void patterns_of_words(void)
{
	struct part star = {.kind = PART_TEXT, .quoting = QUOTE_NONE};
	star.text.bytes = "*";
	star.text.length = 1;
	struct part quoted = star;
	quoted.quoting = QUOTE_DOUBLE;
	quoted.next = &star;
	struct word w = {.parts = &quoted};
	const struct pattern *p = pattern_of_word(&arena, &w, false);
	CHECK(pattern_match(p, CHARSET_UTF8, "*x", 2) && !pattern_match(p, CHARSET_UTF8, "x", 1));
	star.kind = PART_PARAM;
	CHECK(pattern_of_word(&arena, &w, false) == NULL);
	w.parts = NULL;
	CHECK(pattern_match(pattern_of_word(&arena, &w, false), CHARSET_UTF8, "", 0));
}

static ptrdiff_t trim(const char *pattern, const char *text, bool suffix, bool longest)
{
	const struct pattern *p = compile(pattern);
	return suffix ? pattern_suffix(p, CHARSET_UTF8, text, strlen(text), longest)
		      : pattern_prefix(p, CHARSET_UTF8, text, strlen(text), longest);
}

/* "start-end" of the leftmost, longest match. */
static const char *found(const char *pattern, const char *text)
{
	static char where[32];
	const struct pattern *p = pattern_compile(&arena, pattern, NULL, strlen(pattern), false);
	size_t start = 0, end = 0;
	if (!pattern_find(p, CHARSET_UTF8, text, strlen(text), &start, &end))
		return "none";
	snprintf(where, sizeof where, "%zu-%zu", start, end);
	return where;
}

static void finds_the_leftmost_longest_match(void)
{
	CHECK_STR(found("b", "abcb"), "1-2");
	CHECK_STR(found("b*", "abcb"), "1-4");
	CHECK_STR(found("b*c", "abcbcd"), "1-5");
	CHECK_STR(found("*c", "abcbcd"), "0-5");
	CHECK_STR(found("?", "\xc3\xa4"), "0-2");
	CHECK_STR(found("b*x", "abcbcd"), "none");
	CHECK_STR(found("[xy]", "abc"), "none");
}

static void prefixes_and_suffixes(void)
{
	const char *path = "/usr/local/bin";
	CHECK_INT((long)trim("*/", path, false, true), 11);
	CHECK_INT((long)trim("*/", path, false, false), 1);
	CHECK_INT((long)trim("/*", path, true, false), 4);
	CHECK_INT((long)trim("/*", path, true, true), 14);
	CHECK_INT((long)trim("x", path, true, true), -1);
	CHECK_INT((long)trim("", path, true, true), 0);
	CHECK_INT((long)trim("*", path, false, false), 0);
	CHECK_INT((long)trim("*", path, false, true), 14);
	CHECK_INT((long)trim("*", path, true, false), 0);
	CHECK_INT((long)trim("*", path, true, true), 14);
	CHECK_INT((long)trim("?", "\xC3\xA9x", false, false), 2);
	CHECK_INT((long)trim("?", "x\xC3\xA9", true, false), 2);
}

/* --- against a matcher too simple to be wrong: exponential, but texts are short --- */

static const char *naive_bracket(const char *p, uint32_t code, bool *has)
{
	bool negated = *++p == '!';
	p += negated;
	*has = false;
	for (const char *first = p; *p != ']' || p == first;) {
		uint32_t low, high;
		p += char_decode(CHARSET_UTF8, p, strlen(p), &low);
		high = low;
		if (p[0] == '-' && p[1] != ']') {
			p++;
			p += char_decode(CHARSET_UTF8, p, strlen(p), &high);
		}
		*has |= code >= low && code <= high;
	}
	*has ^= negated;
	return p + 1;
}

static bool naive(const char *p, const char *text, const char *end)
{
	if (!*p)
		return text == end;
	uint32_t code = 0;
	size_t n = 0;
	if (text < end)
		n = char_decode(CHARSET_UTF8, text, (size_t)(end - text), &code);
	if (*p == '*')
		return naive(p + 1, text, end) || (n && naive(p, text + n, end));
	if (!n)
		return false;
	if (*p == '?')
		return naive(p + 1, text + n, end);
	if (*p == '[') {
		bool has;
		const char *next = naive_bracket(p, code, &has);
		return has && naive(next, text + n, end);
	}
	return strncmp(p, text, n) == 0 && naive(p + n, text + n, end);
}

static ptrdiff_t naive_trim(const char *p, const char *text, bool suffix, bool longest)
{
	ptrdiff_t best = -1, length = (ptrdiff_t)strlen(text);
	for (ptrdiff_t at = 0; at <= length;) {
		ptrdiff_t size = suffix ? length - at : at;
		bool matches = suffix ? naive(p, text + at, text + length)
				      : naive(p, text, text + at);
		if (matches && (best < 0 || (size > best) == longest))
			best = size;
		uint32_t code;
		at += at < length ? (ptrdiff_t)char_decode(CHARSET_UTF8, text + at,
							   (size_t)(length - at), &code)
				  : 1;
	}
	return best;
}

static void random_text(char *out, const char *const *pieces, int count, int most)
{
	*out = '\0';
	for (int n = rand() % (most + 1); n > 0; n--)
		strcat(out, pieces[rand() % count]);
}

static void agrees_with_a_naive_matcher(void)
{
	static const char *const atoms[] = {
		"a",    "b", "*", "*", "?", "[ab]", "[!a]", "\xC3\xA9", "[\xC3\xA8-\xC3\xAA]",
		"[]b-]"};
	static const char *const bits[] = {"a", "a",        "b", "b",
					   "c", "\xC3\xA9", "]", "\xE2\x82\xAC"};
	char pattern[128], text[64];
	srand(1);
	for (int i = 0; i < 40000; i++) {
		struct arena_mark mark = arena_mark(&arena);
		random_text(pattern, atoms, 10, 6);
		random_text(text, bits, 8, 9);
		bool right = match_in(CHARSET_UTF8, pattern, text) ==
			     naive(pattern, text, text + strlen(text));
		for (int kind = 0; kind < 4; kind++)
			right &= trim(pattern, text, kind & 1, kind & 2) ==
				 naive_trim(pattern, text, kind & 1, kind & 2);
		if (!CHECK(right))
			printf("# pattern '%s', text '%s'\n", pattern, text);
		arena_reset(&arena, mark);
	}
}

static void many_stars_are_not_slow(void)
{
	char pattern[4001], text[20001];
	for (int i = 0; i < 4000; i += 2)
		memcpy(pattern + i, "*a", 2);
	pattern[4000] = '\0';
	memset(text, 'a', 20000);
	text[20000] = '\0';
	CHECK(match(pattern, text));
	pattern[3999] = 'b';
	CHECK(!match(pattern, text));
}

static const struct pattern *grouped(const char *text)
{
	return pattern_compile(&arena, text, NULL, strlen(text), true);
}

static void groups_choose_repeat_and_exclude(void)
{
	static const struct {
		const char *pattern, *yes, *no; /* words that match, and do not */
	} rows[] = {
		{"@(a|bc)", "a bc", "b c abc aa"},
		{"x@(a|b|)y", "xay xby xy", "xaby x y"},
		{"?(ab)c", "c abc", "ac ababc"},
		{"*(a|bc)", "a bc abca", "b ab c"},
		{"+(a|bc)d", "ad bcabcd", "d abd"},
		{"!(a*)", "b ba", "a ab"},
		{"!(*.c|*.h)", "a a.o .c.", "a.c .h"},
		{"a!(b)c", "ac abbc adc", "abc a"},
		{"*!(a)a", "a ba aa", "b"},
		{"@(a|+(b|?(c)d))e", "ae be cde bdbe", "e ce ade"},
		{"+([0-9])", "1 12", "a 1a"},
		{"@([)|])x", ")x", "x [x"},
		{"@(\\(|\\))", "( )", "x"},
		{"a(b)", "a(b)", "ab"},
		{"@(a", "@(a", "a"},
		{"+(a|@(b)", "+(a|b", "a b"},
		{"*(*(a)*(b))", "abba a", "c ac"},
		{"!(!(a))", "a", "b aa"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		for (int wanted = 0; wanted < 2; wanted++) {
			const char *word = wanted ? rows[i].yes : rows[i].no;
			for (size_t n; *word; word += n + (word[n] == ' ')) {
				n = strcspn(word, " ");
				bool is = pattern_match(grouped(rows[i].pattern), CHARSET_UTF8,
							word, n);
				if (is != wanted)
					fprintf(stderr, "%s: %.*s\n", rows[i].pattern, (int)n,
						word);
				CHECK(is == wanted);
			}
		}
	}
	CHECK(!pattern_match(compile("@(a)"), CHARSET_UTF8, "a", 1)); /* not without the option */
	CHECK(pattern_match(grouped("@(\xC3\xA9|?)"), CHARSET_UTF8, "\xE2\x82\xAC", 3));
	CHECK(!pattern_match(grouped("*(?)\xA9"), CHARSET_UTF8, "\xC3\xA9", 2));
}

static void groups_have_prefixes_suffixes_and_places(void)
{
	const char *text = "foobarbar";
	const struct pattern *p = grouped("+(bar)"), *o = grouped("+(o|f)");
	CHECK_INT((long)pattern_suffix(p, CHARSET_UTF8, text, 9, false), 3);
	CHECK_INT((long)pattern_suffix(p, CHARSET_UTF8, text, 9, true), 6);
	CHECK_INT((long)pattern_prefix(o, CHARSET_UTF8, text, 9, false), 1);
	CHECK_INT((long)pattern_prefix(o, CHARSET_UTF8, text, 9, true), 3);
	CHECK_INT((long)pattern_prefix(p, CHARSET_UTF8, text, 9, true), -1);
	size_t start = 1, end;
	CHECK(pattern_find(p, CHARSET_UTF8, text, 9, &start, &end));
	CHECK(start == 3 && end == 9);
	start = 7;
	CHECK(!pattern_find(p, CHARSET_UTF8, text, 9, &start, &end));
	CHECK(pattern_match_file(grouped("@(.x|y)"), CHARSET_UTF8, ".x", 2));
	CHECK(pattern_match_file(grouped("?(.)x"), CHARSET_UTF8, ".x", 2));
	CHECK(!pattern_match_file(grouped("!(y)"), CHARSET_UTF8, ".x", 2));
	CHECK(!pattern_match_file(grouped("*(?)"), CHARSET_UTF8, ".x", 2));
	CHECK(!pattern_match_file(grouped("*@(x)"), CHARSET_UTF8, ".x", 2));
}

/* Patterns of letters, ? * and groups, against a matcher that follows the definitions. */
static bool naive_in(const char *p, const char *p_end, const char *text, const char *end);

/* The next | or ) that belongs to the group which p is in. */
static const char *naive_bar(const char *p)
{
	for (int depth = 0;; p++) {
		if (depth == 0 && (*p == '|' || *p == ')'))
			return p;
		depth += *p == '(';
		depth -= *p == ')';
	}
}

static bool naive_one(const char *p, const char *text, const char *end)
{
	for (;; p++) {
		const char *bar = naive_bar(p);
		if (naive_in(p, bar, text, end))
			return true;
		p = bar;
		if (*p == ')')
			return false;
	}
}

static bool naive_some(const char *p, const char *text, const char *end)
{
	bool result = naive_one(p, text, end);
	for (const char *at = text + 1; at < end && !result; at++)
		result = naive_one(p, text, at) && naive_some(p, at, end);
	return result;
}

static bool naive_group(char kind, const char *p, const char *text, const char *end)
{
	switch (kind) {
	case '!':
		return !naive_one(p, text, end);
	case '@':
		return naive_one(p, text, end);
	case '?':
		return text == end || naive_one(p, text, end);
	default:
		return (kind == '*' && text == end) || naive_some(p, text, end);
	}
}

static bool naive_in(const char *p, const char *p_end, const char *text, const char *end)
{
	if (p == p_end)
		return text == end;
	bool group = p + 1 < p_end && p[1] == '(';
	const char *rest = p + 1;
	if (group)
		for (rest = naive_bar(p + 2); *rest == '|'; rest = naive_bar(rest + 1))
			continue;
	rest += group;
	if (!group && *p != '*')
		return text < end && (*p == '?' || *p == *text) &&
		       naive_in(rest, p_end, text + 1, end);
	for (const char *at = text; at <= end; at++)
		if ((!group || naive_group(*p, p + 2, text, at)) && naive_in(rest, p_end, at, end))
			return true;
	return false;
}

static void random_pattern(struct buf *p, int depth)
{
	for (int n = rand() % 4; n > 0; n--) {
		int what = rand() % 10;
		if (what < 6 || depth > 2) {
			buf_byte(p, "aabb?*"[what < 6 ? what : what - 4]);
			continue;
		}
		buf_byte(p, "?*+@!"[rand() % 5]);
		buf_byte(p, '(');
		for (int alternatives = rand() % 3; alternatives >= 0; alternatives--) {
			random_pattern(p, depth + 1);
			buf_byte(p, alternatives ? '|' : ')');
		}
	}
}

static void groups_agree_with_a_naive_matcher(void)
{
	struct buf p = BUF_INIT;
	char text[8];
	srand(7);
	for (int i = 0; i < 20000; i++) {
		buf_clear(&p);
		random_pattern(&p, 0);
		const char *pattern = buf_cstr(&p);
		size_t length = (size_t)(rand() % 6);
		for (size_t c = 0; c < length; c++)
			text[c] = "ab"[rand() % 2];
		bool wanted = naive_in(pattern, pattern + p.length, text, text + length);
		bool is = pattern_match(grouped(pattern), CHARSET_UTF8, text, length);
		if (is != wanted)
			fprintf(stderr, "%s: %.*s\n", pattern, (int)length, text);
		CHECK(is == wanted);
		arena_free(&arena);
	}
	buf_free(&p);
}

static void groups_of_groups_are_not_slow(void)
{
	static char text[3000], deep[4000];
	static const char *const patterns[] = {
		"*(a)*(a)*(a)*(a)b",          "*(*(a)*)b",        "+(+(a|aa)|+(aaa))b",
		"!(!(!(*(a)a)a)*)b*(a|!(a))", "*(a|*(a|!(b))c)b",
	};
	memset(text, 'a', sizeof text);
	for (size_t i = 0; i < sizeof patterns / sizeof *patterns; i++)
		CHECK(!pattern_match(grouped(patterns[i]), CHARSET_BYTES, text, sizeof text));
	for (size_t i = 0; i < 1000; i++) /* more within each other than are taken */
		memcpy(deep + 2 * i, "@(", 2);
	memset(deep + 2000, ')', 1000);
	CHECK(!pattern_match(grouped(deep), CHARSET_BYTES, text, 1));
}

int main(void)
{
	unit_run("literals, * and ?", literals_and_wildcards);
	unit_run("bracket expressions", brackets);
	unit_run("unclosed brackets are literal", unclosed_brackets_are_literal);
	unit_run("backslashes quote", backslashes_quote);
	unit_run("quoted bytes are literal", quoted_bytes_are_literal);
	unit_run("characters, not bytes, are matched", characters_not_bytes);
	unit_run("a leading period of a file name must be matched",
		 leading_periods_must_be_matched);
	unit_run("patterns without special characters are literals", literals_are_known);
	unit_run("patterns of words", patterns_of_words);
	unit_run("shortest and longest prefixes and suffixes", prefixes_and_suffixes);
	unit_run("the leftmost match is found, the longest there",
		 finds_the_leftmost_longest_match);
	unit_run("random patterns agree with a naive matcher", agrees_with_a_naive_matcher);
	unit_run("2,000 stars are not slow", many_stars_are_not_slow);
	unit_run("groups choose, repeat and exclude", groups_choose_repeat_and_exclude);
	unit_run("groups have prefixes, suffixes and places",
		 groups_have_prefixes_suffixes_and_places);
	unit_run("groups agree with a naive matcher", groups_agree_with_a_naive_matcher);
	unit_run("groups of groups are not slow", groups_of_groups_are_not_slow);
	arena_free(&arena);
	return unit_end();
}
