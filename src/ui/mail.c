#include "ui/mail.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "eval/prompt_text.h"
#include "state/shell.h"
#include "state/var.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

struct mailbox {
	struct mailbox *next;
	const char *message; /* to be expanded; NULL: ours */
	struct timespec changed;
	char path[]; /* the message behind it */
};

struct mail {
	char *list; /* the value that `boxes` was made of, or NULL */
	bool is_path;
	struct mailbox *boxes;
	time_t last; /* when they were looked at */
};

struct mail *mail_new(void)
{
	return mem_zero(sizeof(struct mail));
}

static void forget(struct mail *m)
{
	while (m->boxes) {
		struct mailbox *b = m->boxes;
		m->boxes = b->next;
		mem_free(b);
	}
	mem_free(m->list);
	m->list = NULL;
}

void mail_free(struct mail *m)
{
	if (m)
		forget(m);
	mem_free(m);
}

/* When its file was last written; 0 if there is none.  (mtime 0 is no mail either.) */
static struct timespec modified(const struct mailbox *b)
{
	struct stat st;
	return stat(b->path, &st) == 0 ? st.st_mtim : (struct timespec){0};
}

/* One entry of MAILPATH, `path%message` with `\%` for a % of the path; all of it for MAIL. */
static void watch(struct mail *m, const char *entry, size_t length)
{
	struct mailbox *b = length > 0 ? mem_zero(sizeof *b + length + 1) : NULL;
	if (!b)
		return;
	size_t to = 0;
	for (size_t i = 0; i < length; i++) {
		if (m->is_path && !b->message && entry[i] == '\\' && entry[i + 1] == '%') {
			b->path[to++] = entry[++i];
		} else if (m->is_path && !b->message && entry[i] == '%') {
			b->path[to++] = '\0';
			b->message = b->path + to;
		} else {
			b->path[to++] = entry[i];
		}
	}
	b->changed = modified(b);
	b->next = m->boxes;
	m->boxes = b;
}

/* The mailboxes that the variables name, as they are now. */
static void watch_all(struct mail *m, const char *list, bool is_path)
{
	forget(m);
	m->list = mem_dup(list, strlen(list));
	m->is_path = is_path;
	while (*list) {
		size_t length = is_path ? strcspn(list, ":") : strlen(list);
		watch(m, list, length);
		list += length + (list[length] == ':');
	}
}

static void tell(struct shell *sh, const struct mailbox *b)
{
	struct arena_mark mark = arena_mark(&sh->tmp);
	struct buf line = BUF_INIT;
	int status = sh->status;
	const char *message = b->message ? expand_prompt(sh, b->message) : NULL;
	if (message)
		buf_str(&line, message);
	else
		buf_printf(&line, "you have mail in %s", b->path);
	buf_byte(&line, '\n');
	diag_write(buf_cstr(&line), line.length);
	buf_free(&line);
	sh->status = status;
	arena_reset(&sh->tmp, mark);
}

static time_t interval(struct shell *sh)
{
	const char *value = var_get_by(sh, "MAILCHECK");
	return value ? (time_t)strtol(value, NULL, 10) : 600;
}

void mail_check(struct shell *sh, struct mail *m)
{
	const char *list = var_get_by(sh, "MAILPATH");
	bool is_path = list != NULL;
	if (!list)
		list = var_get_by(sh, "MAIL");
	if (!list)
		return;
	time_t now = time(NULL);
	if (!m->list || is_path != m->is_path || strcmp(list, m->list) != 0) {
		watch_all(m, list, is_path);
		m->last = now;
		return;
	}
	if (now - m->last < interval(sh))
		return;
	m->last = now;
	for (struct mailbox *b = m->boxes; b; b = b->next) {
		struct timespec t = modified(b);
		if (t.tv_sec == b->changed.tv_sec && t.tv_nsec == b->changed.tv_nsec)
			continue;
		b->changed = t;
		if (t.tv_sec != 0)
			tell(sh, b);
	}
}
