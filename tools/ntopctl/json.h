/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A streaming JSON writer: no tree, whole 64-bit integers, safe strings. */
#ifndef NTOPCTL_JSON_H
#define NTOPCTL_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include "digits.h"

/** Deepest nesting. */
#define JSON_DEPTH	16
/** Octets gathered before they are handed to the file. */
#define JSON_BUFFER	4096
/** Longest piece that is kept to be written again. */
#define JSON_PIECE	512

/** What a piece is told by, at most, and how many of them are kept. */
#define JSON_PIECE_KEY	48
#define JSON_PIECES	2

/**
 * struct json_piece - some members of an object, as they were written last
 * @what: what they say
 * @what_len: octets of it, 0 nothing is kept
 * @len: octets of @text; until it is kept, where it begins in the buffer
 * @text: the members
 */
struct json_piece {
	char what[JSON_PIECE_KEY];
	size_t what_len;
	size_t len;
	char text[JSON_PIECE];
};

/**
 * struct json - a JSON text being written
 * @file: where to
 * @pretty: indented, a value a line
 * @listing: the outermost level is an array, each of whose members gets a line
 * @depth: objects and arrays open now
 * @filled: the innermost of them has a member already
 * @lines: its members begin on lines of their own
 * @piece: members that may be written again
 * @used: octets in @buffer
 * @buffer: what @file has not got yet; nothing once a text, or a member of a
 *	listing, is whole
 */
struct json {
	FILE *file;
	bool pretty;
	bool listing;
	unsigned int depth;
	bool filled;
	bool lines;
	struct json_piece piece[JSON_PIECES];
	size_t used;
	char buffer[JSON_BUFFER];
};

/** Free in @buffer for a key of 200 octets, what stands around it, and a short value. */
#define JSON_ROOM	(4 + 4 * JSON_DEPTH + 200 + 4 + 128)

/** json_init() - begin; @file stays the caller's */
void json_init(struct json *j, FILE *file, bool pretty);

/* What the functions below are made of. */
char *json_lead_slowly(struct json *j, const char *key);
void json_open(struct json *j, const char *key, char bracket);
void json_close(struct json *j, char bracket);
void json_quote(struct json *j, char *at, const char *value);

/* Comma and key: where the value goes, with room for 128 octets. Inlined, so that keys are
 * copied by a few moves: they are most of what is written.
 */
static inline __attribute__((always_inline)) char *json_lead(struct json *j, const char *key)
{
	char *at = j->buffer + j->used;

	if (!key || j->lines || j->used > JSON_BUFFER - JSON_ROOM)
		return json_lead_slowly(j, key);
	*at = ',';
	at += j->filled;
	j->filled = true;
	*at++ = '"';
	at = (char *)memcpy(at, key, strlen(key)) + strlen(key);
	return (char *)memcpy(at, "\":", 2) + 2;
}

static inline void json_end(struct json *j, const char *at)
{
	j->used = at - j->buffer;
}

/**
 * json_again() - write members of an object once more
 * @j: writer; an object is open
 * @n: which piece, 0 .. JSON_PIECES - 1
 * @what: all that they depend on, also whether the object has members before them
 * @len: octets of it, 1 .. JSON_PIECE_KEY
 *
 * Return: true if that was kept last, and is written; else what is to be written now may be
 * kept.
 */
bool json_again(struct json *j, unsigned int n, const void *what, size_t len);

/** json_keep() - what was written since json_again() said no is to be kept */
void json_keep(struct json *j, unsigned int n, const void *what, size_t len);

/* Keys are snake_case literals of less than 200 octets, written as they are; NULL for a
 * member of an array and at the top. An object at the top, or in an array at the top,
 * gets a line of its own.
 */
static inline __attribute__((always_inline)) void json_object_begin(struct json *j,
								    const char *key)
{
	char *at;

	/* what is neither a line nor the outermost is a level more and no more */
	if (!key || j->pretty || !j->depth || j->depth + 2 >= JSON_DEPTH) {
		json_open(j, key, '{');
		return;
	}
	at = json_lead(j, key);
	*at++ = '{';
	json_end(j, at);
	j->depth++;
	j->filled = false;
	j->lines = false;
}

static inline void json_object_end(struct json *j)
{
	if (j->pretty || j->depth < 3 || j->used > JSON_BUFFER - JSON_ROOM) {
		json_close(j, '}');
		return;
	}
	j->buffer[j->used++] = '}';
	j->depth--;
	j->filled = true;
}

static inline void json_array_begin(struct json *j, const char *key)
{
	json_open(j, key, '[');
}

static inline void json_array_end(struct json *j)
{
	json_close(j, ']');
}

static inline __attribute__((always_inline)) void json_u64(struct json *j, const char *key,
							   uint64_t value)
{
	char *at = json_lead(j, key);

	if (value < 10)
		*at++ = '0' + value;
	else
		at = digits_put(at, value);
	json_end(j, at);
}

void json_s64(struct json *j, const char *key, int64_t value);

static inline void json_bool(struct json *j, const char *key, bool value)
{
	char *at = json_lead(j, key);

	memcpy(at, value ? "true " : "false", 5);
	json_end(j, at + 5 - value);
}

static inline __attribute__((always_inline)) void json_null(struct json *j, const char *key)
{
	char *at = json_lead(j, key);

	memcpy(at, "null", 4);
	json_end(j, at + 4);
}

/**
 * json_plain() - a string that is known to need no escape
 * @j: writer
 * @key: its key
 * @value: printable ASCII without quotation marks and backslashes, at most 100 octets
 */
static inline void json_plain(struct json *j, const char *key, const char *value)
{
	size_t len = strlen(value);
	char *at = json_lead(j, key);

	*at++ = '"';
	memcpy(at, value, len);
	at[len] = '"';
	json_end(j, at + len + 1);
}

/**
 * json_string() - a string
 * @j: writer
 * @key: its key
 * @value: any octets, ended by NUL; octets that are not UTF-8 become U+FFFD.
 *	NULL writes null
 */
static inline void json_string(struct json *j, const char *key, const char *value)
{
	if (value)
		json_quote(j, json_lead(j, key), value);
	else
		json_null(j, key);
}

/**
 * json_text() - a string that is not ended by a NUL
 * @j: writer
 * @key: its key
 * @value: any octets, as for json_string(); what is behind a NUL is left out
 * @len: how many; those beyond 1023 are left out
 */
void json_text(struct json *j, const char *key, const char *value, size_t len);

#endif /* NTOPCTL_JSON_H */
