/* Where a store's bytes are: an object in memory, with a name or without. */
#include "ipc/shm.h"
#include "ipc/shm_layout.h"

#include "base/fdio.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	PAGE = 4096,
	BIGGEST_STEP = 64 << 20, /* how much is added at once beyond what is needed */
	TRIES = 100,             /* while others create and remove a store of the same name */
	NAPS = 500,              /* of 10 ms, while another process makes the store ready */
};

/* Looks how long the segment is now, and makes the address space for it accessible: beyond its end
 * there is only what it may grow into. */
static void meet_size(struct shm *s)
{
	struct stat st;
	if (fstat(s->fd, &st) < 0 || st.st_size <= 0)
		return;
	size_t size = (uint64_t)st.st_size < s->mapped ? (size_t)st.st_size : s->mapped;
	if (mprotect(s->header, size, PROT_READ | PROT_WRITE) == 0)
		s->size = size;
}

bool shm_is_inside(struct shm *s, uint64_t offset, uint64_t length)
{
	if (offset % 8 != 0 || offset > s->mapped || length > s->mapped - offset)
		return false;
	if (offset + length > s->size)
		meet_size(s);
	return offset + length <= s->size;
}

static size_t whole_pages(uint64_t size)
{
	return (size_t)((size + PAGE - 1) & ~(uint64_t)(PAGE - 1));
}

/* Gives the file the bytes [from, to).  0, or an error.  Beyond RLIMIT_FSIZE the kernel fails and
 * raises SIGXFSZ: that is taken back, the error is enough. */
static int allocate(int fd, uint64_t from, uint64_t to)
{
	sigset_t too_big, old;
	struct timespec now = {0, 0};
	sigemptyset(&too_big);
	sigaddset(&too_big, SIGXFSZ);
	(void)sigprocmask(SIG_BLOCK, &too_big, &old);
	int error = 0;
	while (fallocate(fd, 0, (off_t)from, (off_t)(to - from)) < 0)
		if ((error = errno) != EINTR)
			break;
	if (error == EFBIG)
		(void)sigtimedwait(&too_big, NULL, &now);
	(void)sigprocmask(SIG_SETMASK, &old, NULL);
	errno = error == EINTR ? 0 : error;
	return errno;
}

bool shm_grow(struct shm *s, uint64_t need)
{
	if (need > s->limit || need > s->mapped)
		return false;
	uint64_t more = s->size / 2 < BIGGEST_STEP ? s->size / 2 : BIGGEST_STEP;
	uint64_t size = need > s->size + more ? need : s->size + more;
	size = whole_pages(size > s->limit ? s->limit : size);
	int error = allocate(s->fd, s->size, size);
	if (error && size > need)
		error = allocate(s->fd, s->size, size = whole_pages(need));
	return error == 0 && shm_is_inside(s, 0, size);
}

/* As much address space as the store may ever need, also when others have a higher limit: then a
 * value's place never moves.  Where that is not to be had, less. */
static bool map(struct shm *s)
{
	uint64_t most = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
	size_t size = whole_pages(most > s->limit ? most : s->limit);
	for (; size >= FIRST_SIZE; size = size / 2 & ~(size_t)(PAGE - 1)) {
		void *at = mmap(NULL, size, PROT_NONE, MAP_SHARED | MAP_NORESERVE, s->fd, 0);
		if (at != MAP_FAILED) {
			s->header = at;
			s->mapped = size;
			fault_watch(&s->region, at, size);
			return true;
		}
	}
	return false;
}

/* Which processes its numbers mean; 0: unknown. */
static uint64_t process_space(void)
{
	struct stat st;
	return stat("/proc/self/ns/pid", &st) == 0 ? st.st_ino : 0;
}

/* Writes the header of a new segment, the magic number last: before that it is none. */
static bool initialise(struct shm *s)
{
	if (allocate(s->fd, 0, FIRST_SIZE) != 0 || (!s->header && !map(s)) ||
	    !shm_is_inside(s, 0, FIRST_SIZE))
		return false;
	memset(s->header, 0, sizeof *s->header);
	s->header->space = process_space();
	atomic_store(&s->header->top, HEADER);
	atomic_store(&s->header->magic, SHM_MAGIC);
	return true;
}

static struct shm *new_shm(int fd, size_t limit)
{
	fd = fd < 0 ? fd : fd_move_high(fd);
	struct shm *s = fd < 0 ? NULL : mem_zero(sizeof *s);
	if (fd >= 0 && !s)
		errno = ENOMEM;
	if (s) {
		s->limit = limit < FIRST_SIZE ? FIRST_SIZE : whole_pages(limit);
		s->fd = fd;
	}
	if (s && fd_own(&s->fd))
		return s;
	fd_close(fd);
	mem_free(s);
	return NULL;
}

void shm_close(struct shm *s)
{
	if (!s)
		return;
	int error = errno;
	if (s->header) {
		fault_unwatch(&s->region);
		(void)munmap(s->header, s->mapped);
	}
	fd_disown(&s->fd);
	fd_close(s->fd);
	mem_free(s);
	errno = error;
}

struct shm *shm_new(size_t limit)
{
	struct shm *s = new_shm(memfd_create("whelk", MFD_CLOEXEC | MFD_ALLOW_SEALING), limit);
	if (!s || !initialise(s)) {
		shm_close(s);
		return NULL;
	}
	(void)fcntl(s->fd, F_ADD_SEALS, F_SEAL_SHRINK);
	return s;
}

/* --- stores with a name --- */

/* Nobody but its owner may have had his hands on it: the directory is everybody's. */
static const char *distrust(const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return "is no shared memory";
	if (st->st_uid != geteuid())
		return "belongs to another user";
	if ((st->st_mode & 07777) != 0600)
		return "has not mode 0600";
	if (st->st_nlink > 1)
		return "has a second name";
	if (st->st_size > 0 && st->st_size < FIRST_SIZE) /* it grows at once from 0 */
		return "is too short";
	return NULL;
}

/* Opens the object, or makes it; the umask must not make its mode another for a moment. */
static int open_object(const char *name, bool create, bool *made)
{
	*made = false;
	for (int i = 0; i < TRIES; i++) {
		int fd = shm_open(name, O_RDWR, 0);
		if (fd >= 0 || errno != ENOENT || !create)
			return fd;
		mode_t mask = umask(0);
		fd = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
		(void)umask(mask);
		*made = fd >= 0;
		if (fd >= 0 || errno != EEXIST)
			return fd;
	}
	return -1;
}

/* Of what was made and cannot be used (no descriptor, no memory) nothing is to stay, unless somebody
 * else has begun to use it. */
static void unmake_object(const char *name)
{
	struct stat st;
	int fd = shm_open(name, O_RDWR, 0);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0 && fstat(fd, &st) == 0 && st.st_size == 0)
		(void)shm_unlink(name);
	fd_close(fd);
}

bool shm_is_removed(struct shm *s)
{
	struct stat st;
	return fstat(s->fd, &st) == 0 && st.st_nlink == 0;
}

static bool is_ready(struct shm *s)
{
	return shm_is_inside(s, 0, FIRST_SIZE) &&
	       atomic_load_explicit(&s->header->magic, memory_order_acquire) != 0;
}

/* Under the lock of the file, which its holder's death frees, whoever comes first makes the store
 * ready; one whose maker was killed before has no magic number yet.  NULL, or what is wrong. */
static const char *make_ready(struct shm *s, const char *name)
{
	struct timespec nap = {0, 10000000};
	for (int i = 0; flock(s->fd, LOCK_EX | LOCK_NB) < 0; i++) {
		if (i == NAPS || (errno != EWOULDBLOCK && errno != EINTR))
			return "is busy";
		(void)nanosleep(&nap, NULL);
	}
	const char *why = is_ready(s) || initialise(s) ? NULL : strerror(errno);
	if (why && !shm_is_removed(s))
		(void)shm_unlink(name); /* nothing was in it */
	(void)flock(s->fd, LOCK_UN);
	return why;
}

static const char *check_layout(struct shm *s)
{
	uint64_t magic = atomic_load(&s->header->magic);
	uint64_t top = atomic_load(&s->header->top);
	if (s->region.lost || (magic ^ SHM_MAGIC) << 8 != 0)
		return "is no store of whelk";
	if (magic != SHM_MAGIC)
		return "was made by another version of whelk";
	if (s->header->space != process_space())
		return "was made in another PID namespace";
	if (top < HEADER || !shm_is_inside(s, 0, top))
		return "is damaged";
	return NULL;
}

/* NULL: it is fine.  "": it was removed meanwhile, or is none yet. */
static const char *attach(struct shm *s, const char *name, bool create)
{
	struct stat st;
	if (fstat(s->fd, &st) < 0)
		return strerror(errno);
	const char *why = distrust(&st);
	if (why)
		return why;
	if (!map(s))
		return strerror(errno);
	if (!is_ready(s)) {
		why = create ? make_ready(s, name) : "";
		if (why)
			return why;
	}
	why = check_layout(s);
	return why || fstat(s->fd, &st) < 0 || st.st_nlink > 0 ? why : "";
}

struct shm *shm_attach(const char *name, size_t limit, bool create, const char **why)
{
	bool made;
	for (int i = 0; i < TRIES; i++) {
		struct shm *s = new_shm(open_object(name, create, &made), limit);
		*why = s                           ? attach(s, name, create)
		       : create || errno != ENOENT ? strerror(errno)
						   : "";
		if (s && !*why)
			return s;
		shm_close(s);
		if (made)
			unmake_object(name);
		if (!create || **why)
			return NULL;
	}
	*why = "is busy";
	return NULL;
}

bool shm_remove(const char *name)
{
	return shm_unlink(name) == 0;
}

uint64_t shm_size(struct shm *s)
{
	(void)shm_is_inside(s, s->mapped, 0);
	return s->size;
}
