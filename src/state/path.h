/* path.h - finding programs: PATH, and the hash of what was found (XCU 2.9.1.4, hash). */
#ifndef STATE_PATH_H
#define STATE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct name;
struct shell;

struct command_path {
	uint32_t generation; /* of sh->path_generation when it was found */
	uint32_t hits;
	char text[];
};

/* The path of the program `n` looked up in PATH, remembered on the name.  NULL: not found, errno
 * ENOENT, or EACCES when only something not executable was found.  Borrowed until PATH changes. */
const char *path_find(struct shell *sh, struct name *n);

/* The same in a given list of directories, not remembered; result in sh->tmp. */
const char *path_search(struct shell *sh, const char *directories, const char *command);

/* For `.`: like path_search() over PATH, but a readable file. */
const char *path_search_readable(struct shell *sh, const char *file);

/* Forget what was found (PATH changed, hash -r); logged in no frame: a cache. */
void path_forget_all(struct shell *sh);
void path_forget(struct name *n);

/* The value of getconf PATH, for command -p; static. */
const char *path_standard(void);

#endif
