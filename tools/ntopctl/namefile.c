// SPDX-License-Identifier: GPL-2.0-or-later
/* The file of hosts' names that ntopd writes and ntopctl reads. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "namefile.h"
#include "utf8.h"

/* Octets of the longest line: each one of a name may become four. */
#define LINE_MAX_SIZE	(KNTOP_ADDRESS_TEXT + 16 + 24 + 4 * NAMEFILE_NAME_SIZE)

static const char *const names[__NAMEFILE_SOURCE_MAX] = {
	"dhcp", "mdns", "netbios", "dns", "tls", "http", "reverse",
};

const char *namefile_source_name(enum namefile_source source)
{
	return (unsigned int)source < __NAMEFILE_SOURCE_MAX ? names[source] : "unknown";
}

void namefile_write(FILE *file, const struct namefile_line *line)
{
	char addr[KNTOP_ADDRESS_TEXT], name[4 * NAMEFILE_NAME_SIZE];

	fprintf(file, "%s\t%s\t%llu\t%s\n", kntop_address_format(&line->addr, addr),
		namefile_source_name(line->source), (unsigned long long)line->time,
		utf8_escape(line->name, name, sizeof(name)));
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* What utf8_escape() made; anything that it would not have made is refused. */
static bool unescape(const char *text, char *name)
{
	char again[4 * NAMEFILE_NAME_SIZE];
	const char *p = text;
	size_t n = 0;

	while (*p && n < NAMEFILE_NAME_SIZE - 1) {
		if (*p != '\\') {
			name[n++] = *p++;
		} else if (p[1] == '\\') {
			name[n++] = '\\';
			p += 2;
		} else if (p[1] == 'x' && hex(p[2]) >= 0 && hex(p[3]) >= 0) {
			name[n++] = hex(p[2]) << 4 | hex(p[3]);
			p += 4;
		} else {
			return false;
		}
	}
	name[n] = '\0';
	return !*p && !strcmp(utf8_escape(name, again, sizeof(again)), text);
}

static bool find_source(const char *word, enum namefile_source *source)
{
	for (int i = 0; i < __NAMEFILE_SOURCE_MAX; i++) {
		if (!strcmp(word, names[i])) {
			*source = i;
			return true;
		}
	}
	return false;
}

bool namefile_parse(char *text, struct namefile_line *line)
{
	char *source = strchr(text, '\t'), *time, *name, *end;

	if (!source)
		return false;
	*source++ = '\0';
	time = strchr(source, '\t');
	if (!time)
		return false;
	*time++ = '\0';
	name = strchr(time, '\t');
	if (!name)
		return false;
	*name++ = '\0';
	if (kntop_address_parse(text, &line->addr) || !find_source(source, &line->source) ||
	    time[0] < '0' || time[0] > '9')
		return false;
	errno = 0;
	line->time = strtoull(time, &end, 10);
	return !errno && !*end && unescape(name, line->name);
}

/* A line that is too long is none, and neither is any piece of it. */
static int read_lines(FILE *file, namefile_fn fn, void *data)
{
	char text[LINE_MAX_SIZE];
	struct namefile_line line;
	bool piece = false;
	size_t count = 0;

	while (count < NAMEFILE_LINES_MAX && fgets(text, sizeof(text), file)) {
		size_t len = strlen(text);
		bool whole = len && text[len - 1] == '\n';

		if (whole && !piece) {
			count++;
			text[len - 1] = '\0';
			if (namefile_parse(text, &line))
				fn(&line, data);
		}
		piece = !whole;
	}
	return ferror(file) ? -EIO : 0;
}

int namefile_read(const char *path, namefile_fn fn, void *data)
{
	/* Neither a pipe nor a device makes anybody wait. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	FILE *file;
	int rc;

	if (fd < 0)
		return -errno;
	rc = fstat(fd, &st) ? -errno : S_ISREG(st.st_mode) ? 0 : -EINVAL;
	file = rc ? NULL : fdopen(fd, "r");
	if (!file) {
		rc = rc ? rc : -errno;
		close(fd);
		return rc;
	}
	rc = read_lines(file, fn, data);
	fclose(file);
	return rc;
}
