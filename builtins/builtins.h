/* builtins.h - the functions that the table's rows name.  Each leaves its status in sh->status. */
#ifndef BUILTINS_BUILTINS_H
#define BUILTINS_BUILTINS_H

#include "state/flow.h"

struct args;
struct shell;

enum flow builtin_alias(struct shell *sh, struct args *a);
enum flow builtin_bg(struct shell *sh, struct args *a);
enum flow builtin_break(struct shell *sh, struct args *a);
enum flow builtin_cd(struct shell *sh, struct args *a);
enum flow builtin_colon(struct shell *sh, struct args *a);
enum flow builtin_builtin(struct shell *sh, struct args *a);
enum flow builtin_command(struct shell *sh, struct args *a);
enum flow builtin_continue(struct shell *sh, struct args *a);
enum flow builtin_declare(struct shell *sh, struct args *a); /* local and typeset too */
enum flow builtin_dot(struct shell *sh, struct args *a);     /* source too */
enum flow builtin_echo(struct shell *sh, struct args *a);
enum flow builtin_eval(struct shell *sh, struct args *a);
enum flow builtin_exec(struct shell *sh, struct args *a);
enum flow builtin_exit(struct shell *sh, struct args *a);
enum flow builtin_export(struct shell *sh, struct args *a); /* readonly too */
enum flow builtin_false(struct shell *sh, struct args *a);
enum flow builtin_fc(struct shell *sh, struct args *a);
enum flow builtin_fifo(struct shell *sh, struct args *a);
enum flow builtin_fg(struct shell *sh, struct args *a);
enum flow builtin_getopts(struct shell *sh, struct args *a);
enum flow builtin_hash(struct shell *sh, struct args *a);
enum flow builtin_help(struct shell *sh, struct args *a);
enum flow builtin_history(struct shell *sh, struct args *a);
enum flow builtin_jobs(struct shell *sh, struct args *a);
enum flow builtin_kill(struct shell *sh, struct args *a);
enum flow builtin_let(struct shell *sh, struct args *a);
enum flow builtin_mkfifo(struct shell *sh, struct args *a);
enum flow builtin_printf(struct shell *sh, struct args *a);
enum flow builtin_pwd(struct shell *sh, struct args *a);
enum flow builtin_read(struct shell *sh, struct args *a);
enum flow builtin_return(struct shell *sh, struct args *a);
enum flow builtin_set(struct shell *sh, struct args *a);
enum flow builtin_shared(struct shell *sh, struct args *a);
enum flow builtin_shift(struct shell *sh, struct args *a);
enum flow builtin_shopt(struct shell *sh, struct args *a);
enum flow builtin_test(struct shell *sh, struct args *a); /* [ too */
enum flow builtin_times(struct shell *sh, struct args *a);
enum flow builtin_trap(struct shell *sh, struct args *a);
enum flow builtin_true(struct shell *sh, struct args *a);
enum flow builtin_type(struct shell *sh, struct args *a);
enum flow builtin_ulimit(struct shell *sh, struct args *a);
enum flow builtin_umask(struct shell *sh, struct args *a);
enum flow builtin_unalias(struct shell *sh, struct args *a);
enum flow builtin_unset(struct shell *sh, struct args *a);
enum flow builtin_usock(struct shell *sh, struct args *a);
enum flow builtin_wait(struct shell *sh, struct args *a);

#endif
