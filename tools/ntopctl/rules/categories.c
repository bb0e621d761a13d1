// SPDX-License-Identifier: GPL-2.0-or-later
/* Lines that put hosts into categories. */
#include <string.h>
#include "../args.h"
#include "../field.h"
#include "categories.h"

/* ndpi_protocol_category_t: what such files have always meant by a number. */
static const char *const ndpi_names[] = {
	[1] = "Media", "VPN", "Email", "DataTransfer", "Web", "SocialNetwork", "Download",
	"Game", "Chat", "VoIP", "Database", "RemoteAccess", "Cloud", "Network",
	"Collaborative", "RPC", "Streaming", "System", "SoftwareUpdate",
	"User custom category 1", "User custom category 2", "User custom category 3",
	"User custom category 4", "User custom category 5",
	"Music", "Video", "Shopping", "Productivity", "FileSharing", "ConnCheck", "IoT-Scada",
	"VirtAssistant",
	[99] = "Mining", "Malware", "Advertisement", "Banned_Site", "Site_Unavailable",
	"Allowed_Site", "Antimalware",
};

const char *categories_ndpi_name(unsigned int number)
{
	return number < sizeof(ndpi_names) / sizeof(ndpi_names[0]) ? ndpi_names[number] : NULL;
}

static bool find(const struct categories *c, const char *text, int *number, char *reason)
{
	const char *name = text;
	char safe[FIELD_SIZE];
	uint64_t n;

	field_name(safe, text);
	if (args_parse_number(text, &n)) {
		name = n < 1000 ? categories_ndpi_name(n) : NULL;
		if (!name)
			snprintf(reason, RULES_REASON, "nDPI has no category %.80s", safe);
	}
	*number = name ? c->number(name, c->data) : -1;
	/* Number 0 is no category. */
	if (name && *number <= 0)
		snprintf(reason, RULES_REASON,
			 "there is no category '%.80s' (see: ntopctl category list)", safe);
	return *number > 0;
}

static bool put_entry(const char *entry, char *out, char *reason, char **end)
{
	struct kntop_address addr;
	int prefix;

	if (!kntop_prefix_parse(entry, &addr, &prefix) && addr.family == 6) {
		snprintf(reason, RULES_REASON, "nDPI's categories take no IPv6 addresses");
		return false;
	}
	if (rules_is_network(entry)) {
		*end = out + sprintf(out, "%s", entry);
		return true;
	}
	*end = rules_host(entry, out, reason);
	return *end;
}

/* The host of a line with nothing else in it; a hosts file has an address in front. */
static char *bare(char *line, char *reason)
{
	char *rest = line + strcspn(line, " \t,");

	if (!*rest)
		return line;
	*rest++ = '\0';
	rest = rules_trim(rest);
	if ((strcmp(line, "0.0.0.0") && strcmp(line, "127.0.0.1")) || strpbrk(rest, " \t,")) {
		snprintf(reason, RULES_REASON, "more than a name, though the category is given by 'as'");
		return NULL;
	}
	return rest;
}

bool categories_parse(char *line, char *out, char *reason, void *data)
{
	const struct categories *c = data;
	int number = c->as_number;
	char *rest, *end;

	if (c->as) {
		line = bare(line, reason);
		if (!line)
			return false;
	} else {
		rest = line + strcspn(line, " \t,");
		if (*rest)
			*rest++ = '\0';
		rest += strspn(rest, " \t,");
		if (!*rest) {
			snprintf(reason, RULES_REASON,
				 "there is no category behind the name (for bare names: category load FILE as CATEGORY)");
			return false;
		}
		if (!find(c, rules_trim(rest), &number, reason))
			return false;
	}
	if (!put_entry(line, out, reason, &end))
		return false;
	sprintf(end, " %d", number);
	return true;
}
