/* mail.h - tells the user of mail (XCU sh: MAIL, MAILCHECK, MAILPATH). */
#ifndef UI_MAIL_H
#define UI_MAIL_H

struct mail;
struct shell;

/* What was seen of the mailboxes so far: nothing.  NULL: no memory. */
struct mail *mail_new(void);
void mail_free(struct mail *m);

/* Before a prompt: writes a message to standard error for each mailbox that was created or changed
 * since it was last looked at, if MAILCHECK seconds have gone by since then. */
void mail_check(struct shell *sh, struct mail *m);

#endif
