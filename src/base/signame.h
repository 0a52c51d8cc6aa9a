/* signame.h - signals' names and numbers. */
#ifndef BASE_SIGNAME_H
#define BASE_SIGNAME_H

enum { SIGNAL_COUNT = 65 }; /* signals are 1 .. SIGNAL_COUNT-1; 0 is EXIT in trap */

/* The name without SIG ("INT", "RTMIN+1"; 0 is "EXIT"), or NULL when there is no such signal. */
const char *signal_name(int number);

/* The number of "INT", "SIGINT" or "int" ("EXIT" is 0); -1 when unknown.  Digits are not taken. */
int signal_number(const char *name);

/* "Segmentation fault" and so on: what a shell prints about a process that died of it. */
const char *signal_text(int number);

#endif
