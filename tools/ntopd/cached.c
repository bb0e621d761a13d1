// SPDX-License-Identifier: GPL-2.0-or-later
/* Writing through rrdcached, many rows at once. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>
#include "cached.h"

/* A recorder cannot wait for long: the next step comes. */
#define PATIENCE	5
/* rrdcached reads commands of less than 4096 octets (RRD_CMD_MAX). */
#define LINE		4000

void cached_init(struct cached *c, const char *path)
{
	*c = (struct cached){ .path = path, .fd = -1 };
}

static void disconnect(struct cached *c)
{
	if (c->fd >= 0)
		close(c->fd);
	c->fd = -1;
}

static unsigned long waiting(const struct cached *c)
{
	unsigned long count = 0;

	for (size_t i = 0; i < c->used; i++)
		count += c->text[i] == '\n';
	return count;
}

unsigned long cached_free(struct cached *c)
{
	unsigned long lost = waiting(c);

	disconnect(c);
	free(c->text);
	cached_init(c, NULL);
	return lost;
}

static int reserve(struct cached *c, size_t more)
{
	size_t room = c->room ? c->room : 65536;
	char *text;

	/* rrdcached was away for long; the newest rows are worth the most. */
	if (c->used + more > CACHED_WAITING_MAX) {
		c->lost += waiting(c);
		c->used = 0;
	}
	while (room < c->used + more)
		room *= 2;
	if (room == c->room)
		return 0;
	text = realloc(c->text, room);
	if (!text)
		return -ENOMEM;
	c->text = text;
	c->room = room;
	return 0;
}

static void append(struct cached *c, const char *text)
{
	size_t len = strlen(text);

	memcpy(c->text + c->used, text, len);
	c->used += len;
}

/* Fields are parted by blanks; a backslash takes an octet's meaning away. */
static void append_path(struct cached *c, const char *path)
{
	for (; *path; path++) {
		if (*path == ' ' || *path == '\\')
			c->text[c->used++] = '\\';
		c->text[c->used++] = *path;
	}
}

/* As many rows as a command may have, at least one. Return: how many, or -ENOMEM. */
static int update_some(struct cached *c, const char *path, const char *const *rows, int count)
{
	size_t need = 2 * strlen(path) + 16;
	int n = 0;

	for (; n < count && (!n || need + strlen(rows[n]) + 1 < LINE); n++)
		need += strlen(rows[n]) + 1;
	if (reserve(c, need))
		return -ENOMEM;
	append(c, "UPDATE ");
	append_path(c, path);
	for (int i = 0; i < n; i++) {
		append(c, " ");
		append(c, rows[i]);
	}
	append(c, "\n");
	return n;
}

int cached_update(struct cached *c, const char *path, const char *const *rows, int count)
{
	int n = 0;

	for (; count && n >= 0; rows += n, count -= n)
		n = update_some(c, path, rows, count);
	return n < 0 ? n : 0;
}

int cached_forget(struct cached *c, const char *path)
{
	if (reserve(c, 2 * strlen(path) + 16))
		return -ENOMEM;
	append(c, "FORGET ");
	append_path(c, path);
	append(c, "\n");
	return 0;
}

static int reach(struct cached *c)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	struct timeval patience = { .tv_sec = PATIENCE };
	int rc;

	if (c->fd >= 0)
		return 0;
	if (strlen(c->path) >= sizeof(addr.sun_path))
		return -ENAMETOOLONG;
	strcpy(addr.sun_path, c->path);
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0)
		return -errno;
	setsockopt(c->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	setsockopt(c->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	if (!connect(c->fd, (struct sockaddr *)&addr, sizeof(addr)))
		return 0;
	rc = -errno;
	disconnect(c);
	return rc;
}

static int put(struct cached *c, const char *text, size_t len)
{
	while (len) {
		ssize_t n = send(c->fd, text, len, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EPIPE;
		text += n;
		len -= n;
	}
	return 0;
}

/* Octet by octet, as what follows the line is for later; answers are short. */
static int get_line(struct cached *c, char *line, size_t size)
{
	size_t n = 0;
	char octet;

	for (;;) {
		ssize_t rc = recv(c->fd, &octet, 1, 0);

		if (rc < 0 && errno == EINTR)
			continue;
		if (rc <= 0)
			return rc ? -errno : -EPIPE;
		if (octet == '\n')
			break;
		if (n + 1 < size)
			line[n++] = octet;
	}
	line[n] = '\0';
	return 0;
}

/* "NUMBER TEXT", and NUMBER more lines; those are errors of commands in a batch. */
static int get_answer(struct cached *c, long *number, char *reason, size_t size)
{
	char line[512];
	int rc = get_line(c, line, sizeof(line));

	if (rc)
		return rc;
	*number = strtol(line, NULL, 10);
	if (*number < 0)
		snprintf(reason, size, "%s", line);
	for (long i = 0; i < *number; i++) {
		rc = get_line(c, line, sizeof(line));
		if (rc)
			return rc;
		if (!i)
			snprintf(reason, size, "%s", line);
	}
	return 0;
}

static int exchange(struct cached *c, unsigned int *refused, char *reason, size_t size)
{
	char none[8];
	long number;
	int rc = reach(c);

	if (!rc)
		rc = put(c, "BATCH\n", 6);
	if (!rc)
		rc = get_answer(c, &number, none, sizeof(none));
	if (!rc && number < 0)
		rc = -EPROTO;
	if (!rc)
		rc = put(c, c->text, c->used);
	if (!rc)
		rc = put(c, ".\n", 2);
	if (!rc)
		rc = get_answer(c, &number, reason, size);
	if (!rc)
		*refused = number > 0 ? number : 0;
	return rc;
}

int cached_send(struct cached *c, unsigned int *refused, char *reason, size_t size)
{
	int rc;

	*refused = 0;
	reason[0] = '\0';
	if (!c->used)
		return 0;
	rc = exchange(c, refused, reason, size);
	if (rc) {
		snprintf(reason, size, "%s", strerror(-rc));
		disconnect(c);
		return rc;
	}
	c->used = 0;
	return 0;
}

int cached_flush(struct cached *c, const char *path)
{
	struct cached once = { .path = c->path, .fd = c->fd };
	char reason[64];
	long number;
	int rc = reserve(&once, 2 * strlen(path) + 16);

	if (!rc) {
		append(&once, "FLUSH ");
		append_path(&once, path);
		append(&once, "\n");
		rc = reach(&once);
	}
	if (!rc)
		rc = put(&once, once.text, once.used);
	if (!rc)
		rc = get_answer(&once, &number, reason, sizeof(reason));
	if (rc)
		disconnect(&once);
	c->fd = once.fd;
	free(once.text);
	return rc;
}
