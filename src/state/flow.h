/* flow.h - why evaluation came back.  The exit status is sh->status, never this. */
#ifndef STATE_FLOW_H
#define STATE_FLOW_H

enum flow {
	FLOW_NEXT,     /* done; go on with what follows */
	FLOW_BREAK,    /* leave sh->loops_to_leave loops */
	FLOW_CONTINUE, /* leave sh->loops_to_leave - 1 loops, then begin the next turn */
	FLOW_RETURN,   /* end the function or `.` script */
	FLOW_ABORT,  /* an error or ^C ends this command line: to the prompt, or out of a script */
	FLOW_EXIT,   /* end this shell (its EXIT trap first) */
	FLOW_FORKED, /* a child took over: unwind to the frame of the subshell it belongs to */
};

#endif
