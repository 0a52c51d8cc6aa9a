/* heredoc.c - here-documents (XCU 2.7.4). */
#include "lang/parse.h"

#include "base/stack.h"

#include <string.h>

void heredoc_begin(struct parser *p, struct redir *r)
{
	char c;
	while ((c = text_look(p)) == ' ' || c == '\t')
		p->text.at++;
	struct builder b;
	builder_init(&b);
	b.raw = true;
	word_read(p, &b);
	struct word *w = builder_word(p, &b);
	struct heredoc *h = parse_alloc(p, sizeof *h);
	if (!w || !h)
		return;
	if (!w->parts) {
		parse_unexpected(p);
		return;
	}
	word_finish(p, w, WORD_VALUE, b.flags & (unsigned)~BYTE_TILDE);
	r->quoted = b.flags & WORD_QUOTED;
	r->delimiter = w->literal;
	*h = (struct heredoc){NULL, r};
	*p->heredocs_tail = h;
	p->heredocs_tail = &h->next;
}

/* Adds the rest of the line, with its newline, to p->scratch.  False: there is no more text. */
static bool add_line(struct parser *p)
{
	bool any = false;
	for (;;) {
		const char *start = p->text.at, *at = strchrnul(start, '\n');
		buf_add(&p->scratch, start, (size_t)(at - start));
		any |= at > start;
		p->text.at = at;
		if (*at == '\0') {
			if (!text_more(p))
				return any;
			continue;
		}
		/* The input's last line may have had no newline. */
		if (p->text.layer || !p->text.newline_added || at + 1 != p->text.end)
			buf_byte(&p->scratch, '\n');
		text_newline(p);
		return true;
	}
}

/* Does the text from `start` on end in a line continuation? */
static bool is_continued(const struct buf *b, size_t start)
{
	size_t end = b->length, backslashes = 0;
	if (end <= start || b->data[end - 1] != '\n')
		return false;
	for (end--; end > start && b->data[end - 1] == '\\'; end--)
		backslashes++;
	return backslashes % 2 == 1;
}

/* Is the line from `start` on the delimiter, line continuations and the newline aside? */
static bool is_delimiter(const struct buf *b, size_t start, const char *delimiter, bool quoted)
{
	if (b->length == start)
		return false;
	const char *at = b->data + start, *end = b->data + b->length;
	if (end[-1] == '\n')
		end--;
	for (; at < end; at++) {
		if (!quoted && at[0] == '\\' && end - at > 1 && at[1] == '\n')
			at++;
		else if (*at != *delimiter++)
			return false;
	}
	return *delimiter == '\0';
}

static void strip_tabs(struct buf *b, size_t start)
{
	size_t tabs = 0;
	while (start + tabs < b->length && b->data[start + tabs] == '\t')
		tabs++;
	if (tabs > 0) {
		b->length -= tabs;
		memmove(b->data + start, b->data + start + tabs, b->length - start);
	}
}

/* The lines up to the delimiter, or to the end of the text, which ends a body as well: dash,
 * bash and ksh take `cat <<E` without its E.  Line continuations are still in it. */
static char *read_body(struct parser *p, const struct redir *r)
{
	buf_clear(&p->scratch);
	for (;;) {
		size_t start = p->scratch.length;
		if (!add_line(p))
			break;
		if (!r->quoted)
			while (is_continued(&p->scratch, start) && add_line(p))
				continue;
		if (r->strip_tabs)
			strip_tabs(&p->scratch, start);
		if (is_delimiter(&p->scratch, start, r->delimiter, r->quoted)) {
			p->scratch.length = start;
			break;
		}
	}
	return parse_dup(p, p->scratch.data, p->scratch.length);
}

/* Each body is copied, and holds those within it. */
enum { MOST_HEREDOCS = 100 }; /* within each other */

/* The parts of a body in which expansions take place. */
static void parse_body(struct parser *p, struct builder *b, const char *body, struct place at)
{
	struct text outer = text_enter(p, body, at.line, at.column, "end of here-document");
	uint16_t quotes = quotes_next(p);
	p->heredoc_depth++;
	if (stack_is_low() || p->heredoc_depth > MOST_HEREDOCS)
		parse_too_deep(p);
	else
		quoted_read(p, b, QUOTED_HEREDOC, quotes);
	p->heredoc_depth--;
	builder_close(p, b);
	text_leave(p, &outer);
}

static struct word *body_word(struct parser *p, const char *body, bool expands, struct place at)
{
	struct builder b;
	builder_init(&b);
	if (expands && strpbrk(body, "$`\\"))
		parse_body(p, &b, body, at);
	else if (*body)
		builder_text(p, &b, QUOTE_DOUBLE, quotes_next(p), body, strlen(body));
	struct word *w = builder_word(p, &b);
	if (w)
		word_finish(p, w, WORD_VALUE, b.flags);
	return w;
}

struct word *heredoc_word(struct parser *p, const char *text, struct place at)
{
	char *body = parse_dup(p, text, strlen(text));
	return body ? body_word(p, body, true, at) : NULL;
}

static void read_heredoc(struct parser *p, struct redir *r)
{
	struct place at = text_place(p);
	char *body = read_body(p, r);
	if (body)
		r->target = body_word(p, body, !r->quoted, at);
}

void heredoc_read_all(struct parser *p)
{
	struct heredoc *h = p->heredocs;
	p->heredocs = NULL;
	p->heredocs_tail = &p->heredocs;
	for (; h && !parse_failed(p); h = h->next)
		read_heredoc(p, h->redir);
}
