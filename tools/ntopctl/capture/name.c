// SPDX-License-Identifier: GPL-2.0-or-later
/* The name of a source that a capture is read into. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include "name.h"

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == '-';
}

/* Length of a base name without the endings that captures have. */
static size_t without_ending(const char *base)
{
	static const char *const endings[] = {
		".pcap", ".pcapng", ".cap", ".dmp", ".ntar", ".trace",
	};
	size_t len = strlen(base);

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);

		if (len > n && !strcasecmp(base + len - n, endings[i]))
			return len - n;
	}
	return len;
}

char *capture_name(const char *path, char *buf)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t len = without_ending(base), out = 0;

	for (size_t i = 0; i < len && out < KNTOP_NAME_SIZE - 1; i++) {
		char c = is_plain(base[i]) ? base[i] : '_';

		/* A name that began so would be taken for an option or be hidden. */
		if (!out && (c == '-' || c == '.'))
			continue;
		buf[out++] = c;
	}
	buf[out] = '\0';
	if (!out)
		strcpy(buf, "capture");
	return buf;
}

char *capture_name_number(const char *name, unsigned int number, char *buf)
{
	char tail[12];
	int n = snprintf(tail, sizeof(tail), "-%u", number % 1000000000);

	snprintf(buf, KNTOP_NAME_SIZE, "%.*s%s", KNTOP_NAME_SIZE - 1 - n, name, tail);
	return buf;
}

bool capture_name_is_valid(const char *name)
{
	size_t len = strlen(name);

	if (!len || len >= KNTOP_NAME_SIZE || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	for (; *name; name++)
		if (*name == '/' || *name == ':' || isspace((unsigned char)*name))
			return false;
	return true;
}
