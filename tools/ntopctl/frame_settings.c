// SPDX-License-Identifier: GPL-2.0-or-later
/* Words about which frames of an interface are copies, and which way they go. */
#include <stdio.h>
#include <string.h>
#include "ctl.h"
#include "field.h"
#include "frame_settings.h"
#include "utf8.h"

#define MAC_TEXT	17
#define MS_MAX		(KNTOP_DEDUP_MAX / 1000)

static bool parse_milliseconds(const char *word, uint64_t *ms)
{
	size_t digits = strspn(word, "0123456789");
	char number[8] = "";

	if (!digits || digits >= sizeof(number) || (word[digits] && strcmp(word + digits, "ms")))
		return false;
	memcpy(number, word, digits);
	return args_parse_number(number, ms) && *ms >= 1 && *ms <= MS_MAX;
}

int frame_settings_dedup(const struct ctl *ctl, struct args *args, struct frame_settings *f)
{
	const char *word = args_value(ctl, args, "dedup on|off|MILLISECONDS");
	uint64_t ms = FRAME_DEDUP_MS;
	char safe[128];

	if (!word)
		return CTL_USAGE;
	if (!strcmp(word, "off"))
		ms = 0;
	else if (strcmp(word, "on") && !parse_milliseconds(word, &ms))
		return ctl_complain(ctl, "dedup: '%s' is neither on, off, nor 1 to 1000 milliseconds",
				    utf8_escape(word, safe, sizeof(safe)));
	f->settings.what |= KNTOP_SETTING_DEDUP;
	f->settings.dedup = ms * 1000;
	return CTL_OK;
}

/* The address of a station is not that of a group. Return: octets of text, 0 none. */
static size_t parse_mac(const char *text, uint8_t mac[6])
{
	int used = 0, n = sscanf(text, "%2hhx:%2hhx:%2hhx:%2hhx:%2hhx:%2hhx%n", &mac[0], &mac[1],
				 &mac[2], &mac[3], &mac[4], &mac[5], &used);

	return n == 6 && used == MAC_TEXT && !(mac[0] & 1) ? used : 0;
}

int frame_settings_uplink(const struct ctl *ctl, struct args *args, struct frame_settings *f)
{
	const char *word = args_value(ctl, args, "uplink MAC[,MAC...]|none"), *at = word;
	unsigned int count = 0;
	char safe[128];
	size_t used;

	if (!word)
		return CTL_USAGE;
	f->settings.what |= KNTOP_SETTING_UPLINKS;
	f->settings.uplinks = (const uint8_t (*)[6])f->uplinks;
	f->settings.uplink_count = 0;
	if (!strcmp(word, "none"))
		return CTL_OK;
	do {
		if (count == KNTOP_UPLINKS_MAX)
			return ctl_complain(ctl, "uplink: more than %d addresses",
					    KNTOP_UPLINKS_MAX);
		used = parse_mac(at, f->uplinks[count]);
		at += used;
		if (!used || (*at && *at != ','))
			return ctl_complain(ctl, "uplink: '%s' is no list of MAC addresses of stations (00:00:5e:00:53:01,...), nor none",
					    utf8_escape(word, safe, sizeof(safe)));
		count++;
	} while (*at++);
	f->settings.uplink_count = count;
	return CTL_OK;
}
