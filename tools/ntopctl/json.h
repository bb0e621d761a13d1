/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A streaming JSON writer: no tree, whole 64-bit integers, safe strings. */
#ifndef NTOPCTL_JSON_H
#define NTOPCTL_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/** Deepest nesting. */
#define JSON_DEPTH	16

/**
 * struct json - a JSON text being written
 * @file: where to
 * @pretty: indented, a value a line
 * @listing: the outermost level is an array, each of whose members gets a line
 * @depth: objects and arrays open now
 * @filled: bit per level: it has a member already
 */
struct json {
	FILE *file;
	bool pretty;
	bool listing;
	unsigned int depth;
	uint32_t filled;
};

/** json_init() - begin; @file stays the caller's */
void json_init(struct json *j, FILE *file, bool pretty);

/* Keys are snake_case literals, written as they are; NULL for a member of an array and at the top.
 * An object at the top, or in an array at the top, gets a line of its own.
 */
void json_object_begin(struct json *j, const char *key);
void json_object_end(struct json *j);
void json_array_begin(struct json *j, const char *key);
void json_array_end(struct json *j);
void json_u64(struct json *j, const char *key, uint64_t value);
void json_s64(struct json *j, const char *key, int64_t value);
void json_bool(struct json *j, const char *key, bool value);
void json_null(struct json *j, const char *key);

/**
 * json_string() - a string
 * @j: writer
 * @key: its key
 * @value: any octets, ended by NUL; octets that are not UTF-8 become U+FFFD.
 *	NULL writes null
 */
void json_string(struct json *j, const char *key, const char *value);

/**
 * json_text() - a string that is not ended by a NUL
 * @j: writer
 * @key: its key
 * @value: any octets, as for json_string(); what is behind a NUL is left out
 * @len: how many; those beyond 1023 are left out
 */
void json_text(struct json *j, const char *key, const char *value, size_t len);

#endif /* NTOPCTL_JSON_H */
