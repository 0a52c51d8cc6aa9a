#include "eval/farewell.h"

#include "ipc/fifo.h"
#include "ipc/procsub.h"
#include "proc/sig.h"

static void last_words(void)
{
	fifo_last_words();
	procsub_last_words();
}

void farewell_prepare(void)
{
	signals_say_farewell(last_words);
}
