// SPDX-License-Identifier: GPL-2.0-or-later
/* Where recordings are: folders and files, and names that are safe there. */
#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "place.h"
#include "whole.h"

#define NAME_SIZE	256

static bool is_plain(unsigned char c, bool first)
{
	return (c < 0x80 && isalnum(c)) || c == '_' || c == '-' || (c == '.' && !first);
}

char *place_escape(const char *name, char *buf, size_t size)
{
	size_t n = 0;

	if (!*name)
		n = snprintf(buf, size, "%%");
	for (const char *p = name; *p && n < size; p++) {
		unsigned char c = *p;

		if (is_plain(c, p == name))
			n += snprintf(buf + n, size - n, "%c", c);
		else
			n += snprintf(buf + n, size - n, "%%%02X", c);
	}
	if (n >= size)
		buf[0] = '\0';
	return buf;
}

char *place_interface(const char *name, char *buf)
{
	char safe[NAME_SIZE];

	snprintf(buf, PLACE_SIZE, "interface/%s", place_escape(name, safe, sizeof(safe)));
	return buf;
}

char *place_network(const struct kntop_address *addr, int prefix, char *buf)
{
	char text[KNTOP_ADDRESS_TEXT];

	/* Colons are no trouble for files, but are for whoever names one to librrd. */
	kntop_address_format(addr, text);
	for (char *p = text; *p; p++)
		if (*p == ':')
			*p = '-';
	snprintf(buf, PLACE_SIZE, "network/%s_%d", text, prefix);
	return buf;
}

/* A folder with very many entries is slow to list: hosts are spread over 256. */
static unsigned int spread(const struct kntop_address *addr)
{
	unsigned int h = 2166136261U;

	for (size_t i = 0; i < sizeof(addr->octets); i++)
		h = (h ^ addr->octets[i]) * 16777619U;
	return (h ^ h >> 8 ^ h >> 16) & 0xff;
}

char *place_host(const struct kntop_host *host, char *buf)
{
	char text[KNTOP_ADDRESS_TEXT], safe[NAME_SIZE], vlan[16] = "";

	kntop_address_format(&host->addr, text);
	for (char *p = text; *p; p++)
		if (*p == ':')
			*p = '-';
	/* No interface has this in its name, escaped. */
	if (host->vlan >= 0)
		snprintf(vlan, sizeof(vlan), "@%d", host->vlan);
	snprintf(buf, PLACE_SIZE, "host/%02x/%s@%s%s", spread(&host->addr), text,
		 place_escape(host->interface, safe, sizeof(safe)), vlan);
	return buf;
}

char *place_file(const char *folder, const char *sub, const char *name, char *buf)
{
	char safe[NAME_SIZE];

	place_escape(name, safe, sizeof(safe));
	if (sub)
		snprintf(buf, PLACE_SIZE, "%.240s/%s/%.240s.rrd", folder, sub, safe);
	else
		snprintf(buf, PLACE_SIZE, "%.240s/%.240s.rrd", folder, safe);
	return buf;
}

bool place_is_ours(const char *name, bool folder)
{
	static const char *const folders[] = {
		"interface", "host", "network", "country", "as", "module", NULL,
	};
	static const char *const files[] = { "lock", "own", "names", "clock", "own.new", "names.new",
					     "clock.new", NULL };
	const char *const *ours = folder ? folders : files;

	while (*ours && strcmp(*ours, name))
		ours++;
	return *ours;
}

int place_make_folders(const char *path)
{
	char part[PATH_MAX];
	const char *slash = path;

	while ((slash = strchr(slash + 1, '/'))) {
		if ((size_t)(slash - path) >= sizeof(part))
			return -ENAMETOOLONG;
		memcpy(part, path, slash - path);
		part[slash - path] = '\0';
		if (mkdir(part, 0750) && errno != EEXIST)
			return -errno;
	}
	return 0;
}

static bool says(const char *path, const char *text)
{
	char now[2048];
	FILE *f = fopen(path, "re");
	size_t len;

	if (!f)
		return false;
	len = fread(now, 1, sizeof(now), f);
	fclose(f);
	return len == strlen(text) && !memcmp(now, text, len);
}

int place_describe(const char *folder, const char *text)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof(path), "%s/object", folder) >= (int)sizeof(path))
		return -ENAMETOOLONG;
	return says(path, text) ? 0 : whole_write(path, text, strlen(text));
}
