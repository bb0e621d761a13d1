/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing through rrdcached, many rows at once. librrd 1.7.2 exports no function for that. */
#ifndef NTOPD_CACHED_H
#define NTOPD_CACHED_H

#include <stdbool.h>
#include <stddef.h>

/** Most octets that wait for an rrdcached that does not answer. */
#define CACHED_WAITING_MAX	(16 << 20)

/**
 * struct cached - a connection, and what is to be sent
 * @path: of the socket
 * @fd: connection, -1 none
 * @text: commands, one a line
 * @used: octets of them
 * @room: for how many there is memory
 * @lost: commands that were given up as too many waited
 */
struct cached {
	const char *path;
	int fd;
	char *text;
	size_t used;
	size_t room;
	unsigned long lost;
};

/** cached_init() - @path stays the caller's */
void cached_init(struct cached *c, const char *path);

/** cached_free() - what was not sent is lost; returns how many commands that are */
unsigned long cached_free(struct cached *c);

/**
 * cached_update() - have rows added to a file; sent by cached_send()
 * @c: connection
 * @path: absolute path
 * @rows: rows
 * @count: how many
 *
 * Return: 0, or -ENOMEM.
 */
int cached_update(struct cached *c, const char *path, const char *const *rows, int count);

/** cached_forget() - have a file forgotten that will be deleted; sent by cached_send() */
int cached_forget(struct cached *c, const char *path);

/**
 * cached_send() - send all that waits as one batch, and wait for the answer
 * @c: connection, made anew when there is none
 * @refused: set to the number of commands that rrdcached refused
 * @reason: of the first of them, or why it cannot be reached
 * @size: of @reason
 *
 * Return: 0, or a negative errno value and everything waits for the next time.
 */
int cached_send(struct cached *c, unsigned int *refused, char *reason, size_t size);

/**
 * cached_flush() - have rrdcached write what it knows of a file, now
 * @c: connection
 * @path: absolute path
 *
 * Return: 0, also when it knows nothing, or a negative errno value.
 */
int cached_flush(struct cached *c, const char *path);

#endif /* NTOPD_CACHED_H */
