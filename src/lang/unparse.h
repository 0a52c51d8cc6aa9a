/* unparse.h - the text of a tree, rebuilt.
 *
 * parse -> unparse -> parse is a fixed point.  Quoting is kept as it was written as far as the
 * tree knows it. */
#ifndef LANG_UNPARSE_H
#define LANG_UNPARSE_H

struct arith;
struct buf;
struct node;
struct part;
struct word;
struct redir;
struct assign;

enum unparse_style {
	UNPARSE_LINE,  /* one line (here-documents force more): jobs, trace */
	UNPARSE_BLOCK, /* indented with tabs: functions in `set`, type */
};

void unparse_node(struct buf *out, const struct node *n, enum unparse_style style);
void unparse_word(struct buf *out, const struct word *w);
void unparse_redir(struct buf *out, const struct redir *r); /* without a here-document's body */
void unparse_assign(struct buf *out, const struct assign *a);
void unparse_parameter(struct buf *out, const struct part *p); /* x, 1, a[i]; not ${x} */
void unparse_part(struct buf *out, const struct part *p);
void unparse_arith(struct buf *out, const struct arith *a); /* $((...)) */

#endif
