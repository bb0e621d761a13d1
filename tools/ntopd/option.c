// SPDX-License-Identifier: GPL-2.0-or-later
/* The table of options. What each does with its value is in value.c. */
#include <string.h>
#include "option.h"
#include "value.h"

#define NO_WEB	"ntopd has no web server: ntopctl top, ntopctl -j"

static const struct option_info options[] = {
	{ 'i', "interface", OPTION_NEEDED, value_interface, "DEVICE",
	  "watch this device; may be repeated", NULL },
	{ 'm', "local-networks", OPTION_NEEDED, value_networks, "NET[=NAME],...",
	  "networks that are local", NULL },
	{ 'd', "data-dir", OPTION_NEEDED, value_data_dir, "DIR",
	  "where recordings go (/var/lib/kntop)", NULL },
	{ 'n', "dns-mode", OPTION_NEEDED, value_dns, "MODE",
	  "names of hosts: 0 seen, local ones looked up; 1 all; 2 only seen; 3 none", NULL },
	{ 'B', "packet-filter", OPTION_NEEDED, value_filter, "FILTER",
	  "count only these frames, in tcpdump's syntax", NULL },
	{ 'p', "ndpi-protocols", OPTION_NEEDED, value_protocols, "FILE",
	  "protocols of your own, a protos.txt", NULL },
	{ 'X', "max-num-flows", OPTION_NEEDED, value_flows_max, "COUNT",
	  "most flows the module keeps at a time", NULL },
	{ 'x', "max-num-hosts", OPTION_NEEDED, value_hosts_max, "COUNT",
	  "most hosts the module keeps at a time", NULL },
	{ 'U', "user", OPTION_NEEDED, value_user, "USER", "become this user (ntopd)", NULL },
	{ 'e', "daemon", OPTION_NOTHING, value_daemon, NULL, "go into the background", NULL },
	{ 'G', "pid", OPTION_NEEDED, value_pid_file, "FILE", "write the process id here", NULL },
	{ 'v', "verbose", OPTION_PERHAPS, value_verbose, "0..6", "say more (2), or less (0)", NULL },
	{ 0, "capture-direction", OPTION_NEEDED, value_direction, "0..2",
	  "count both directions (0), what is received (1) or sent (2)", NULL },
	{ 0, "ignore-vlans", OPTION_NOTHING, value_ignore_vlans, NULL,
	  "a flow is the same in all VLANs", NULL },
	{ 0, "step", OPTION_NEEDED, value_step, "1|10",
	  "seconds between two records of an interface (10)", NULL },
	{ 0, "max-disk", OPTION_NEEDED, value_max_disk, "SIZE",
	  "most octets of recordings, such as 500M or 2G (2G)", NULL },
	{ 0, "retention", OPTION_NEEDED, value_retention, "DAYS",
	  "delete what is older (365)", NULL },
	{ 0, "hosts-recorded", OPTION_NEEDED, value_hosts_recorded, "COUNT",
	  "most local hosts that are recorded, by traffic (500)", NULL },
	{ 0, "places-recorded", OPTION_NEEDED, value_places_recorded, "COUNT",
	  "most ASes that are recorded, and all countries (100)", NULL },
	{ 0, "geo", OPTION_NEEDED, value_geo, "FILE,FILE",
	  "where addresses are: libloc or MMDB files, or none", NULL },
	{ 0, "rrdcached", OPTION_NEEDED, value_rrdcached, "unix:PATH",
	  "write through this rrdcached", NULL },
	{ 'w', "http-port", OPTION_NEEDED, NULL, NULL, NULL, NO_WEB },
	{ 'W', "https-port", OPTION_NEEDED, NULL, NULL, NULL, NO_WEB },
	{ 'l', "disable-login", OPTION_PERHAPS, NULL, NULL, NULL,
	  "there is no login: the kernel asks for CAP_NET_ADMIN" },
	{ 'r', "redis", OPTION_NEEDED, NULL, NULL, NULL,
	  "nothing is kept in Redis: counters are in the kernel, histories in --data-dir" },
	{ 'c', "categorization-key", OPTION_NEEDED, NULL, NULL, NULL,
	  "no outside service is asked: ntopctl category load" },
	{ 'g', "core-affinity", OPTION_NEEDED, NULL, NULL, NULL,
	  "the kernel chooses by the device's queues: /proc/irq/N/smp_affinity" },
	{ 'A', "enable-aggregations", OPTION_NEEDED, NULL, NULL, NULL,
	  "protocols, categories and networks are always added up: ntopctl protocol show" },
	{ 'C', "dump-timeline", OPTION_PERHAPS, NULL, NULL, NULL,
	  "histories are always recorded: --step, --retention" },
	{ 'P', "disable-host-persistency", OPTION_PERHAPS, NULL, NULL, NULL,
	  "hosts are kept by timeout: ntopctl config set timeout_host" },
	{ 's', "dont-change-user", OPTION_PERHAPS, NULL, NULL, NULL,
	  "ntopd always gives up what it does not need: --user" },
};

#define COUNT	(sizeof(options) / sizeof(options[0]))

const struct option_info *option_by_letter(char letter)
{
	for (size_t i = 0; letter && i < COUNT; i++)
		if (options[i].letter == letter)
			return &options[i];
	return NULL;
}

const struct option_info *option_by_name(const char *name, size_t len)
{
	for (size_t i = 0; i < COUNT; i++)
		if (strlen(options[i].name) == len && !memcmp(options[i].name, name, len))
			return &options[i];
	return NULL;
}

bool option_apply(const struct option_info *o, struct config *c, const char *value,
		  char *reason)
{
	bool given = value && *value;

	if (o->value == OPTION_NEEDED && !given) {
		snprintf(reason, OPTION_REASON, "--%s needs a value", o->name);
		return false;
	}
	if (o->value == OPTION_NOTHING && given && strcmp(value, "0") && strcmp(value, "1")) {
		snprintf(reason, OPTION_REASON, "--%s takes no value", o->name);
		return false;
	}
	return !o->set || o->set(c, given ? value : "", reason);
}

void option_help(FILE *out)
{
	for (size_t i = 0; i < COUNT; i++) {
		const struct option_info *o = &options[i];
		char words[64];

		if (!o->help)
			continue;
		snprintf(words, sizeof(words), "%s%s%s", o->name, o->argument ? " " : "",
			 o->argument ? o->argument : "");
		if (o->letter)
			fprintf(out, "  -%c, --%-30s %s\n", o->letter, words, o->help);
		else
			fprintf(out, "      --%-30s %s\n", words, o->help);
	}
}
