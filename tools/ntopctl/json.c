// SPDX-License-Identifier: GPL-2.0-or-later
/* A streaming JSON writer. */
#include <assert.h>
#include "json.h"
#include "utf8.h"

void json_init(struct json *j, FILE *file, bool pretty)
{
	j->file = file;
	j->pretty = pretty;
	j->listing = false;
	j->depth = 0;
	j->filled = false;
	j->lines = false;
	for (unsigned int n = 0; n < JSON_PIECES; n++)
		j->piece[n].what_len = 0;
	j->used = 0;
}

static void hand_over(struct json *j)
{
	fwrite_unlocked(j->buffer, 1, j->used, j->file);
	j->used = 0;
}

/* Where to write: there is room for a value and what stands around it. */
static char *place(struct json *j)
{
	if (j->used > sizeof(j->buffer) - JSON_ROOM)
		hand_over(j);
	return j->buffer + j->used;
}

static char *put(char *at, const char *text, size_t len)
{
	memcpy(at, text, len);
	return at + len;
}

static char *new_line(const struct json *j, char *at)
{
	*at++ = '\n';
	if (!j->pretty)
		return at;
	memset(at, ' ', 4 * (size_t)j->depth);
	return at + 4 * (size_t)j->depth;
}

char *json_lead_slowly(struct json *j, const char *key)
{
	char *at = place(j);

	if (j->filled)
		*at++ = ',';
	j->filled = true;
	if (j->lines)
		at = new_line(j, at);
	if (!key)
		return at;
	*at++ = '"';
	at = put(at, key, strlen(key));
	at = put(at, "\":", 2);
	if (j->pretty)
		*at++ = ' ';
	return at;
}

/* Another level is the innermost one. */
static void enter(struct json *j, unsigned int depth, bool filled)
{
	j->depth = depth;
	j->filled = filled && depth;
	j->lines = depth && (j->pretty || (depth == 1 && j->listing));
}

void json_open(struct json *j, const char *key, char bracket)
{
	char *at = json_lead_slowly(j, key);

	*at++ = bracket;
	json_end(j, at);
	if (!j->depth)
		j->listing = bracket == '[';
	assert(j->depth + 1 < JSON_DEPTH);
	enter(j, j->depth + 1, false);
}

void json_close(struct json *j, char bracket)
{
	bool line = j->filled && (j->pretty || (j->depth == 1 && j->listing));
	char *at = place(j);

	enter(j, j->depth - 1, true);
	if (line)
		at = new_line(j, at);
	*at++ = bracket;
	if (!j->depth)
		*at++ = '\n';
	json_end(j, at);
	/* so that what others write to the file comes behind it */
	if (!j->depth || (j->depth == 1 && j->listing))
		hand_over(j);
}

/* ---- what is written again and again ------------------------------------ */

bool json_again(struct json *j, unsigned int n, const void *what, size_t len)
{
	struct json_piece *p = &j->piece[n];

	if (j->used > sizeof(j->buffer) - JSON_ROOM - JSON_PIECE)
		hand_over(j);
	if (j->pretty || len != p->what_len || memcmp(what, p->what, len)) {
		p->what_len = 0;
		p->len = j->used;
		return false;
	}
	json_end(j, put(j->buffer + j->used, p->text, p->len));
	j->filled = true;
	return true;
}

void json_keep(struct json *j, unsigned int n, const void *what, size_t len)
{
	struct json_piece *p = &j->piece[n];
	size_t from = p->len;

	/* if the buffer was handed over meanwhile the beginning is gone */
	if (j->pretty || j->used < from || j->used - from > sizeof(p->text))
		return;
	p->len = j->used - from;
	p->what_len = len;
	memcpy(p->what, what, len);
	memcpy(p->text, j->buffer + from, p->len);
}

void json_s64(struct json *j, const char *key, int64_t value)
{
	char *at = json_lead(j, key);

	if (value < 0)
		*at++ = '-';
	json_end(j, digits_put(at, value < 0 ? -(uint64_t)value : (uint64_t)value));
}

/* What is no plain ASCII: where the next octet goes. */
static char *put_escaped(char *at, const char **text)
{
	static const char hex[] = "0123456789abcdef";
	uint32_t code;
	int len = utf8_decode(*text, &code);

	if (!len) {
		at = put(at, "\xef\xbf\xbd", 3);
		len = 1;
	} else if (code == '"' || code == '\\') {
		*at++ = '\\';
		*at++ = code;
	} else if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
		/* those behind DEL command some terminals, as ESC does */
		at = put(at, "\\u00", 4);
		*at++ = hex[code >> 4];
		*at++ = hex[code & 15];
	} else {
		at = put(at, *text, len);
	}
	*text += len;
	return at;
}

void json_quote(struct json *j, char *at, const char *value)
{
	/* printable ASCII that needs no backslash, so not the NUL at the end either */
	static const bool plain[256] = {
		[' ' ... '!'] = true, ['#' ... '['] = true, [']' ... '~'] = true,
	};

	*at++ = '"';
	while (*value) {
		const char *limit = j->buffer + sizeof(j->buffer) - JSON_ROOM;

		json_end(j, at);
		at = place(j);
		while (plain[(unsigned char)*value] && at <= limit)
			*at++ = *value++;
		if (*value && !plain[(unsigned char)*value])
			at = put_escaped(at, &value);
	}
	*at++ = '"';
	json_end(j, at);
}

void json_text(struct json *j, const char *key, const char *value, size_t len)
{
	char buf[1024];

	len = strnlen(value, len < sizeof(buf) ? len : sizeof(buf) - 1);
	memcpy(buf, value, len);
	buf[len] = '\0';
	json_string(j, key, buf);
}
