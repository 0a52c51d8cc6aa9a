#include "ui/history_file.h"

#include "base/buf.h"
#include "base/fdio.h"
#include "state/history.h"
#include "state/shell.h"
#include "state/var.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

const char *history_file_path(struct shell *sh)
{
	const char *file = var_get_by(sh, "HISTFILE");
	if (file)
		return *file ? shell_dup(sh, file) : NULL;
	const char *home = var_get_by(sh, "HOME");
	if (!home || !*home)
		return NULL;
	size_t size = strlen(home) + sizeof "/.whelk_history";
	char *path = shell_alloc(sh, size);
	if (path)
		snprintf(path, size, "%s/.whelk_history", home);
	return path;
}

/* Opens the file and locks it.  Another shell may have put a shorter one in its place while we
 * waited: the lock counts only on the file that has the name. */
static int open_locked(const char *path, int flags)
{
	for (;;) {
		struct stat here, there;
		int fd = fd_open_high(path, flags, 0600);
		if (fd < 0)
			return -1;
		while (flock(fd, LOCK_EX) < 0)
			if (errno != EINTR)
				return fd_close(fd), -1;
		if (fstat(fd, &here) == 0 && stat(path, &there) == 0 &&
		    here.st_ino == there.st_ino && here.st_dev == there.st_dev)
			return fd;
		fd_close(fd);
	}
}

static void add_escaped(struct buf *b, const char *entry)
{
	for (const char *c = entry; *c; c++) {
		if (*c == '\n')
			buf_str(b, "\\n");
		else if (*c == '\\')
			buf_str(b, "\\\\");
		else
			buf_byte(b, *c);
	}
	buf_byte(b, '\n');
}

static bool add_line(struct history *h, const char *line, size_t length)
{
	struct buf entry = BUF_INIT;
	for (size_t i = 0; i < length; i++) {
		bool escaped = line[i] == '\\' && i + 1 < length;
		if (escaped)
			i++;
		buf_byte(&entry, escaped && line[i] == 'n' ? '\n' : line[i]);
	}
	bool ok = entry.length == 0 || (!entry.failed && history_add(h, entry.data, entry.length));
	buf_free(&entry);
	return ok;
}

/* Puts a file with only the entries of `h` in the place of the old one. */
static bool rewrite(const struct history *h, const char *path)
{
	struct buf text = BUF_INIT, temporary = BUF_INIT;
	for (size_t i = 0; i < h->count; i++)
		add_escaped(&text, h->entries[i]);
	buf_printf(&temporary, "%s.%ld", path, (long)getpid());
	const char *new_path = buf_cstr(&temporary);
	int fd = text.failed || temporary.failed
			 ? -1
			 : fd_open_high(new_path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	bool ok = fd >= 0 && fd_write_all(fd, text.data, text.length) &&
		  rename(new_path, path) == 0;
	if (fd >= 0 && !ok)
		unlink(new_path);
	fd_close(fd);
	buf_free(&text);
	buf_free(&temporary);
	return ok;
}

bool history_file_load(struct history *h, const char *path)
{
	int fd = open_locked(path, O_RDWR | O_APPEND);
	if (fd < 0)
		return errno == ENOENT;
	struct buf text = BUF_INIT;
	ssize_t n = 0;
	size_t lines = 0;
	while (buf_room(&text, 65536) && (n = fd_read(fd, text.data + text.length, 65536)) > 0)
		text.length += (size_t)n;
	bool ok = n == 0 && !text.failed;
	for (size_t at = 0; ok && at < text.length; lines++) {
		const char *line = text.data + at;
		const char *end = memchr(line, '\n', text.length - at);
		size_t length = end ? (size_t)(end - line) : text.length - at;
		ok = add_line(h, line, length);
		at += length + 1;
	}
	if (ok && lines > 2 * h->limit)
		ok = rewrite(h, path);
	fd_close(fd);
	buf_free(&text);
	return ok;
}

bool history_file_append(const char *path, const char *entry)
{
	struct buf line = BUF_INIT;
	add_escaped(&line, entry);
	int fd = line.failed ? -1 : open_locked(path, O_WRONLY | O_CREAT | O_APPEND);
	bool ok = fd >= 0 && fd_write_all(fd, line.data, line.length);
	fd_close(fd);
	buf_free(&line);
	return ok;
}

void history_file_drop_last(const char *path, const char *entry)
{
	struct buf line = BUF_INIT, end = BUF_INIT;
	struct stat st;
	buf_byte(&line, '\n');
	add_escaped(&line, entry);
	int fd = line.failed ? -1 : open_locked(path, O_RDWR);
	if (fd >= 0 && fstat(fd, &st) == 0 && buf_room(&end, line.length)) {
		/* The first line has no newline before it. */
		size_t skip = st.st_size < (off_t)line.length ? 1 : 0, size = line.length - skip;
		off_t at = st.st_size - (off_t)size;
		if (at >= 0 && pread(fd, end.data, size, at) == (ssize_t)size &&
		    memcmp(end.data, line.data + skip, size) == 0 &&
		    ftruncate(fd, at + 1 - (off_t)skip) < 0) {
			/* It stays: one line too many does no harm. */
		}
	}
	fd_close(fd);
	buf_free(&line);
	buf_free(&end);
}
