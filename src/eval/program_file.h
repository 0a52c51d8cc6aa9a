/* program_file.h - files that execve() refuses with ENOEXEC: scripts without #! (XCU 2.9.1.6). */
#ifndef EVAL_PROGRAM_FILE_H
#define EVAL_PROGRAM_FILE_H

struct shell;

/* Replaces this process by a shell that runs `path` with argv[1..].  Returns an errno: ENOEXEC
 * when the file is no text (a NUL before its first newline). */
int program_file_exec(struct shell *sh, const char *path, char **argv, char *const *environment);

/* True if the descriptor's first line has no NUL byte; its offset is not changed. */
int program_file_is_text(int fd);

#endif
