/* : true false */
#include "builtins/builtins.h"

#include "state/shell.h"

enum flow builtin_true(struct shell *sh, struct args *a)
{
	(void)a;
	sh->status = 0;
	return FLOW_NEXT;
}

enum flow builtin_false(struct shell *sh, struct args *a)
{
	(void)a;
	sh->status = 1;
	return FLOW_NEXT;
}
