#include "ipc/usock_find.h"

#include "base/fdio.h"
#include "ipc/usock_address.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum { STATE_LISTENS = 10 }; /* of the kernel: TCP_LISTEN */

/* What is looked for: a name's device and inode, or an abstract name. */
struct target {
	const struct usock_address *address;
	uint32_t inode, device;
	int type; /* SOCK_STREAM..., of what was found */
};

/* The kernel's own form of a device number: 12 bits and 20. */
static uint32_t kernel_device(dev_t d)
{
	return (uint32_t)(major(d) << 20 | minor(d));
}

static bool ask(int fd)
{
	struct {
		struct nlmsghdr head;
		struct unix_diag_req body;
	} request = {
		.head = {.nlmsg_len = sizeof request,
			 .nlmsg_type = SOCK_DIAG_BY_FAMILY,
			 .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP},
		.body = {.sdiag_family = AF_UNIX,
			 .udiag_states = UINT32_MAX,
			 .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS},
	};
	struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
	return sendto(fd, &request, sizeof request, 0, (const struct sockaddr *)&kernel,
		      sizeof kernel) == (ssize_t)sizeof request;
}

static bool is_target(const struct target *t, const struct unix_diag_msg *m, size_t length)
{
	const struct usock_address *a = t->address;
	/* A connection has the name of what accepted it. */
	if (m->udiag_type != SOCK_DGRAM && m->udiag_state != STATE_LISTENS)
		return false;
	const struct rtattr *r = (const struct rtattr *)(m + 1);
	int left = (int)(length - sizeof *m);
	for (; RTA_OK(r, left); r = RTA_NEXT(r, left)) {
		if (r->rta_type == UNIX_DIAG_VFS && !a->abstract) {
			struct unix_diag_vfs v;
			memcpy(&v, RTA_DATA(r), sizeof v);
			return v.udiag_vfs_ino == t->inode && v.udiag_vfs_dev == t->device;
		}
		if (r->rta_type == UNIX_DIAG_NAME && a->abstract) {
			size_t size = a->length - sizeof(sa_family_t);
			return RTA_PAYLOAD(r) == size &&
			       memcmp(RTA_DATA(r), a->un.sun_path, size) == 0;
		}
	}
	return false;
}

/* The kernel's number of the socket; 0: there is none.  -1 with errno. */
static int64_t read_answers(int fd, struct target *t)
{
	union {
		char room[32768];
		struct nlmsghdr aligned;
	} block;
	int64_t found = 0;
	for (;;) {
		ssize_t got = fd_read(fd, &block, sizeof block);
		if (got <= 0)
			return -1;
		int left = (int)got;
		for (struct nlmsghdr *h = &block.aligned; NLMSG_OK(h, left);
		     h = NLMSG_NEXT(h, left)) {
			if (h->nlmsg_type == NLMSG_DONE)
				return found;
			if (h->nlmsg_type == NLMSG_ERROR) {
				const struct nlmsgerr *e = NLMSG_DATA(h);
				errno = -e->error;
				return -1;
			}
			const struct unix_diag_msg *m = NLMSG_DATA(h);
			if (is_target(t, m, h->nlmsg_len - NLMSG_LENGTH(0))) {
				found = m->udiag_ino;
				t->type = m->udiag_type;
			}
		}
	}
}

static int64_t find_socket(struct target *t)
{
	struct stat st;
	if (!t->address->abstract) {
		if (stat(t->address->path, &st) < 0)
			return -1;
		t->inode = (uint32_t)st.st_ino;
		t->device = kernel_device(st.st_dev);
	}
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	if (fd < 0)
		return -1;
	int64_t found = ask(fd) ? read_answers(fd, t) : -1;
	fd_close(fd);
	return found;
}

int usock_live_type(const struct usock_address *a)
{
	struct target t = {.address = a};
	return find_socket(&t) > 0 ? t.type : -1;
}

/* --- who holds it --- */

static const char server_name[] = "usock serve"; /* at most 15 bytes: what ps shows */

void usock_be_server(void)
{
	(void)prctl(PR_SET_NAME, server_name);
}

static bool is_server(pid_t pid)
{
	char path[64], name[sizeof server_name] = "";
	snprintf(path, sizeof path, "/proc/%ld/comm", (long)pid);
	int fd = fd_open(path, O_RDONLY, 0, NULL, NULL);
	ssize_t n = fd >= 0 ? fd_read(fd, name, sizeof name) : 0; /* with a newline */
	fd_close(fd);
	return n == sizeof name && memcmp(name, server_name, sizeof name - 1) == 0;
}

static bool holds(pid_t pid, int64_t socket_number)
{
	char path[64], wanted[64], link[64];
	snprintf(path, sizeof path, "/proc/%ld/fd", (long)pid);
	snprintf(wanted, sizeof wanted, "socket:[%lld]", (long long)socket_number);
	DIR *d = fd_open_directory(path);
	bool found = false;
	for (struct dirent *e; d && !found && (e = readdir(d));) {
		ssize_t n = readlinkat(dirfd(d), e->d_name, link, sizeof link - 1);
		found = n > 0 && (size_t)n == strlen(wanted) &&
			memcmp(link, wanted, (size_t)n) == 0;
	}
	if (d)
		(void)closedir(d);
	return found;
}

bool usock_find(const struct usock_address *a, struct usock_server *servers, size_t room,
		size_t *count, bool *listens)
{
	*count = 0;
	struct target t = {.address = a};
	int64_t number = find_socket(&t);
	if (number < 0)
		return false;
	*listens = number > 0;
	DIR *d = number > 0 ? fd_open_directory("/proc") : NULL;
	for (struct dirent *e; d && *count < room && (e = readdir(d));) {
		pid_t pid = (pid_t)strtol(e->d_name, NULL, 10);
		if (pid <= 0 || pid == getpid() || !is_server(pid) || !holds(pid, number))
			continue;
		struct usock_server s = {.pid = pid};
		s.pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
		/* Another process may have got its number meanwhile. */
		if (s.pidfd >= 0 && holds(pid, number))
			servers[(*count)++] = s;
		else
			fd_close(s.pidfd);
	}
	if (d)
		(void)closedir(d);
	return true;
}

bool usock_signal(const struct usock_server *s, int sig)
{
	return syscall(SYS_pidfd_send_signal, s->pidfd, sig, NULL, 0) == 0;
}
