#include "eval/farewell.h"

#include "ipc/estate.h"
#include "ipc/fifo.h"
#include "ipc/made_name.h"
#include "ipc/procsub.h"
#include "proc/sig.h"
#include "state/shell.h"

static void last_words(void)
{
	made_names_last_words();
	procsub_last_words();
	estate_last_words();
}

static void process_ended(struct shell *sh, pid_t pid, int status)
{
	fifo_process_ended(sh, pid);
	procsub_process_ended(sh, pid, status);
}

void farewell_prepare(struct shell *sh)
{
	sh->process_ended = process_ended;
	signals_say_farewell(last_words);
}
