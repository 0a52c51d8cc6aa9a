#include "base/signame.h"

#include <signal.h>
#include <stddef.h>
#include <strings.h>

struct signal_row {
	int number;
	const char *name, *text;
};

static const struct signal_row rows[] = {
	{0, "EXIT", "Exit"},
	{SIGHUP, "HUP", "Hangup"},
	{SIGINT, "INT", "Interrupt"},
	{SIGQUIT, "QUIT", "Quit"},
	{SIGILL, "ILL", "Illegal instruction"},
	{SIGTRAP, "TRAP", "Trace/breakpoint trap"},
	{SIGABRT, "ABRT", "Aborted"},
	{SIGBUS, "BUS", "Bus error"},
	{SIGFPE, "FPE", "Floating point exception"},
	{SIGKILL, "KILL", "Killed"},
	{SIGUSR1, "USR1", "User defined signal 1"},
	{SIGSEGV, "SEGV", "Segmentation fault"},
	{SIGUSR2, "USR2", "User defined signal 2"},
	{SIGPIPE, "PIPE", "Broken pipe"},
	{SIGALRM, "ALRM", "Alarm clock"},
	{SIGTERM, "TERM", "Terminated"},
	{SIGCHLD, "CHLD", "Child exited"},
	{SIGCONT, "CONT", "Continued"},
	{SIGSTOP, "STOP", "Stopped (signal)"},
	{SIGTSTP, "TSTP", "Stopped"},
	{SIGTTIN, "TTIN", "Stopped (tty input)"},
	{SIGTTOU, "TTOU", "Stopped (tty output)"},
	{SIGURG, "URG", "Urgent I/O condition"},
	{SIGXCPU, "XCPU", "CPU time limit exceeded"},
	{SIGXFSZ, "XFSZ", "File size limit exceeded"},
	{SIGVTALRM, "VTALRM", "Virtual timer expired"},
	{SIGPROF, "PROF", "Profiling timer expired"},
	{SIGSYS, "SYS", "Bad system call"},
#ifdef SIGWINCH
	{SIGWINCH, "WINCH", "Window changed"},
#endif
#ifdef SIGIO
	{SIGIO, "IO", "I/O possible"},
#endif
#ifdef SIGPOLL
	{SIGPOLL, "POLL", "I/O possible"},
#endif
#ifdef SIGPWR
	{SIGPWR, "PWR", "Power failure"},
#endif
#ifdef SIGSTKFLT
	{SIGSTKFLT, "STKFLT", "Stack fault"},
#endif
	/* Other names of some of the above. */
	{SIGABRT, "IOT", "Aborted"},
	{SIGCHLD, "CLD", "Child exited"},
};

enum { ROWS = sizeof rows / sizeof *rows };

/* Counted from both ends of the range, as kill -l of other shells does. */
static const char from_first[][9] = {
	"RTMIN",    "RTMIN+1",  "RTMIN+2",  "RTMIN+3",  "RTMIN+4",  "RTMIN+5",
	"RTMIN+6",  "RTMIN+7",  "RTMIN+8",  "RTMIN+9",  "RTMIN+10", "RTMIN+11",
	"RTMIN+12", "RTMIN+13", "RTMIN+14", "RTMIN+15",
};
static const char from_last[][9] = {
	"RTMAX",   "RTMAX-1", "RTMAX-2",  "RTMAX-3",  "RTMAX-4",  "RTMAX-5",  "RTMAX-6",  "RTMAX-7",
	"RTMAX-8", "RTMAX-9", "RTMAX-10", "RTMAX-11", "RTMAX-12", "RTMAX-13", "RTMAX-14",
};

static const char *real_time_name(int number)
{
	int first = SIGRTMIN, last = SIGRTMAX;
	if (number < first || number > last)
		return NULL;
	if (number - first < (int)(sizeof from_first / sizeof *from_first))
		return from_first[number - first];
	if (last - number < (int)(sizeof from_last / sizeof *from_last))
		return from_last[last - number];
	return NULL;
}

const char *signal_name(int number)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].number == number)
			return rows[i].name;
	return real_time_name(number);
}

int signal_number(const char *name)
{
	if (strncasecmp(name, "SIG", 3) == 0)
		name += 3;
	for (size_t i = 0; i < ROWS; i++)
		if (strcasecmp(rows[i].name, name) == 0)
			return rows[i].number;
	for (int n = SIGRTMIN; n <= SIGRTMAX && n < SIGNAL_COUNT; n++) {
		int up = n - SIGRTMIN, down = SIGRTMAX - n;
		if (up < (int)(sizeof from_first / sizeof *from_first) &&
		    strcasecmp(from_first[up], name) == 0)
			return n;
		if (down < (int)(sizeof from_last / sizeof *from_last) &&
		    strcasecmp(from_last[down], name) == 0)
			return n;
	}
	return -1;
}

const char *signal_text(int number)
{
	for (size_t i = 0; i < ROWS; i++)
		if (rows[i].number == number)
			return rows[i].text;
	return real_time_name(number) ? "Real-time signal" : "Unknown signal";
}
