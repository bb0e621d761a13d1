// SPDX-License-Identifier: GPL-2.0-or-later
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/reboot.h>
#include <unistd.h>

#include "file.h"

static const char *settings;

void fatal(const char *format, ...)
{
	va_list args;

	fputs("init: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fprintf(stderr, ": %s\n", strerror(errno));
	reboot(RB_POWER_OFF);
	for (;;)
		pause();
}

char *slurp(const char *path, size_t *length)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t used = 0, room = 4096;
	char *data;
	ssize_t n;

	if (fd < 0)
		return NULL;
	data = malloc(room);
	while (data && (n = read(fd, data + used, room - used - 1)) > 0) {
		used += n;
		if (room - used < 2)
			data = realloc(data, room *= 2);
	}
	close(fd);
	if (!data)
		fatal("read %s", path);
	data[used] = '\0';
	if (length)
		*length = used;
	return data;
}

char *slurp_or_die(const char *path, size_t *length)
{
	char *data = slurp(path, length);

	if (!data)
		fatal("read %s", path);
	return data;
}

void write_file(const char *path, const void *data, size_t length)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);

	if (fd < 0 || write(fd, data, length) != (ssize_t)length)
		fprintf(stderr, "init: write %s: %s\n", path, strerror(errno));
	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
}

void settings_read(void)
{
	settings = slurp_or_die(DIR_RUN "settings", NULL);
}

const char *setting(const char *key)
{
	size_t length = strlen(key);
	const char *line = settings;

	while (line && *line) {
		if (!strncmp(line, key, length) && line[length] == '=')
			return strndup(line + length + 1, strcspn(line + length + 1, "\n"));
		line = strchr(line, '\n');
		if (line)
			line++;
	}
	return "";
}
