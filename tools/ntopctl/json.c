// SPDX-License-Identifier: GPL-2.0-or-later
/* A streaming JSON writer. */
#include <assert.h>
#include "json.h"
#include "utf8.h"

void json_init(struct json *j, FILE *file, bool pretty)
{
	*j = (struct json){ .file = file, .pretty = pretty };
}

static void put(struct json *j, char c)
{
	putc_unlocked(c, j->file);
}

static void put_text(struct json *j, const char *text)
{
	fputs_unlocked(text, j->file);
}

static void new_line(struct json *j)
{
	put(j, '\n');
	if (j->pretty)
		for (unsigned int i = 0; i < j->depth; i++)
			put_text(j, "    ");
}

static void put_quoted(struct json *j, const char *text)
{
	static const char hex[] = "0123456789abcdef";
	uint32_t code;
	int len;

	put(j, '"');
	for (; *text; text += len) {
		len = utf8_decode(text, &code);
		if (!len) {
			put_text(j, "\xef\xbf\xbd");
			len = 1;
		} else if (code == '"' || code == '\\') {
			put(j, '\\');
			put(j, *text);
		} else if (code < 0x20 || code == 0x7f) {
			put_text(j, "\\u00");
			put(j, hex[code >> 4]);
			put(j, hex[code & 15]);
		} else {
			for (int i = 0; i < len; i++)
				put(j, text[i]);
		}
	}
	put(j, '"');
}

/* What stands between a value and the one before it. */
static void lead(struct json *j, const char *key)
{
	uint32_t bit = 1U << j->depth;

	if (j->depth) {
		if (j->filled & bit)
			put(j, ',');
		if (j->pretty || (j->depth == 1 && j->listing))
			new_line(j);
	}
	j->filled |= bit;
	if (!key)
		return;
	put(j, '"');
	put_text(j, key);
	put_text(j, "\":");
	if (j->pretty)
		put(j, ' ');
}

static void open_level(struct json *j, const char *key, char bracket)
{
	lead(j, key);
	put(j, bracket);
	if (!j->depth)
		j->listing = bracket == '[';
	j->depth++;
	assert(j->depth < JSON_DEPTH);
	j->filled &= ~(1U << j->depth);
}

static void close_level(struct json *j, char bracket)
{
	bool filled = j->filled & 1U << j->depth;

	j->depth--;
	if (filled && (j->pretty || (!j->depth && j->listing)))
		new_line(j);
	put(j, bracket);
	if (!j->depth)
		put(j, '\n');
}

void json_object_begin(struct json *j, const char *key)
{
	open_level(j, key, '{');
}

void json_object_end(struct json *j)
{
	close_level(j, '}');
}

void json_array_begin(struct json *j, const char *key)
{
	open_level(j, key, '[');
}

void json_array_end(struct json *j)
{
	close_level(j, ']');
}

void json_u64(struct json *j, const char *key, uint64_t value)
{
	char digits[24];
	char *p = digits + sizeof(digits) - 1;

	lead(j, key);
	*p = '\0';
	do {
		*--p = '0' + value % 10;
		value /= 10;
	} while (value);
	put_text(j, p);
}

void json_s64(struct json *j, const char *key, int64_t value)
{
	if (value >= 0) {
		json_u64(j, key, value);
		return;
	}
	lead(j, key);
	fprintf(j->file, "%lld", (long long)value);
}

void json_bool(struct json *j, const char *key, bool value)
{
	lead(j, key);
	put_text(j, value ? "true" : "false");
}

void json_null(struct json *j, const char *key)
{
	lead(j, key);
	put_text(j, "null");
}

void json_string(struct json *j, const char *key, const char *value)
{
	if (!value) {
		json_null(j, key);
		return;
	}
	lead(j, key);
	put_quoted(j, value);
}

void json_text(struct json *j, const char *key, const char *value, size_t len)
{
	char buf[1024];

	snprintf(buf, sizeof(buf), "%.*s", len < sizeof(buf) ? (int)len : (int)sizeof(buf) - 1,
		 value);
	json_string(j, key, buf);
}
