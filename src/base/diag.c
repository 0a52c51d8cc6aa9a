#include "base/diag.h"

#include "base/buf.h"
#include "base/charset.h"
#include "base/fdio.h"

#include <unistd.h>

static void escape_byte(struct buf *out, unsigned char c)
{
	static const char letters[] = "abtnvfr"; /* from 7 on */
	if (c >= 7 && c <= 13)
		buf_printf(out, "\\%c", letters[c - 7]);
	else
		buf_printf(out, "\\x%02x", c);
}

void diag_escape(struct buf *out, const char *text, size_t length)
{
	/* Valid UTF-8 is shown in any locale that might be about it; but not the control
	 * characters U+0080 to U+009F, which some terminals obey. */
	enum charset cs = charset_of_locale();
	if (cs <= CHARSET_BYTES)
		cs = CHARSET_UTF8;
	while (length > 0) {
		uint32_t code;
		size_t n = char_decode(cs, text, length, &code);
		bool control = (code < 0x20 && code != '\t') || (code >= 0x7F && code < 0xA0);
		if (!control && !(code & CHAR_INVALID))
			buf_add(out, text, n);
		else
			for (size_t i = 0; i < n; i++)
				escape_byte(out, (unsigned char)text[i]);
		text += n;
		length -= n;
	}
}

void diag_write(const char *text, size_t length)
{
	/* Where messages cannot be written there is nobody to tell. */
	(void)fd_write_all(STDERR_FILENO, text, length);
}

void diag_print(const char *prefix, const char *format, va_list args)
{
	struct buf message = BUF_INIT, line = BUF_INIT;
	buf_vprintf(&message, format, args);
	if (prefix && *prefix) {
		diag_escape(&line, prefix, strlen(prefix));
		buf_str(&line, ": ");
	}
	diag_escape(&line, message.data, message.length);
	buf_byte(&line, '\n');
	if (message.failed || line.failed)
		diag_out_of_memory();
	else
		diag_write(line.data, line.length);
	buf_free(&message);
	buf_free(&line);
}

void diag_out_of_memory(void)
{
	/* The reserve that it needs is this constant. */
	static const char message[] = "whelk: out of memory\n";
	diag_write(message, sizeof message - 1);
}
