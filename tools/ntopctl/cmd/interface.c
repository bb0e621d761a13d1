// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl interface: what is watched. */
#include <errno.h>
#include <string.h>
#include "../command.h"
#include "../field.h"
#include "../history.h"
#include "../packet_filter.h"
#include "../utf8.h"
#include "../view/interface.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl interface add DEV [rx | tx | both] [consume] [ignore-vlan]\n"
	"                             [ignore-tunnel] [filter EXPRESSION]\n"
	"       ntopctl interface add NAME offline [ignore-vlan] [ignore-tunnel]\n"
	"       ntopctl interface set DEV filter EXPRESSION | none\n"
	"       ntopctl interface del NAME\n"
	"       ntopctl interface show [NAME]\n"
	"       ntopctl interface history [dev NAME] [step SECONDS] [protocols]\n"
	"\n"
	"Watch a network device, or make an offline source that captures are read into.\n"
	"\n"
	"Verbs:\n"
	"  show              print what is watched (the default; also: list)\n"
	"  add               start to watch; the device is promiscuous meanwhile\n"
	"  set               count other frames from now on; counters and flows stay\n"
	"  del               stop to watch; its flows end (also: delete)\n"
	"  history           print what was received and sent lately, step by step\n"
	"\n"
	"Words:\n"
	"  rx                count what the device receives\n"
	"  tx                count what it sends\n"
	"  both              count both (the default)\n"
	"  consume           a mirror port: drop received frames once they are counted, so\n"
	"                    that they never enter this host's own network stack\n"
	"  ignore-vlan       one flow even if its packets come in several VLANs\n"
	"  ignore-tunnel     one flow even if its packets come in several tunnels of a kind\n"
	"  filter EXPRESSION count only these frames, in tcpdump's syntax (pcap-filter(7)), one\n"
	"                    word; what it leaves out is counted apart. none: all frames\n"
	"  offline           no device: frames come from ntopctl read, or any feeder\n"
	"\n"
	"Words of history:\n"
	"  dev NAME          of this interface only\n"
	"  step SECONDS      1 (the default), 10 or 60; at most 60 steps are kept\n"
	"  protocols         also by protocol\n"
	"\n"
	"RECEIVED and SENT are what the device itself received and sent. NOT IN FLOWS are\n"
	"packets without IP, broken ones, and those a full table had no room for; -s, or a\n"
	"single NAME, tells them apart.\n"
	"\n"
	"Examples:\n"
	"  ntopctl interface add eth0\n"
	"  ntopctl interface add span0 rx consume\n"
	"  ntopctl interface set eth0 filter 'not port 22'\n"
	"  ntopctl -s interface show eth0\n"
	"  ntopctl interface history dev eth0 step 60\n";

enum word { RX, TX, BOTH, CONSUME, IGNORE_VLAN, OFFLINE, FILTER, IGNORE_TUNNEL };

static const char *const add_words[] = {
	"rx", "tx", "both", "consume", "ignore-vlan", "offline", "filter",
	"ignore-tunnel", NULL
};

static const uint32_t add_flags[] = {
	[RX] = KNTOP_INTERFACE_RX,
	[TX] = KNTOP_INTERFACE_TX,
	[BOTH] = KNTOP_INTERFACE_RX | KNTOP_INTERFACE_TX,
	[CONSUME] = KNTOP_INTERFACE_CONSUME,
	[IGNORE_VLAN] = KNTOP_INTERFACE_IGNORE_VLAN,
	[OFFLINE] = KNTOP_INTERFACE_OFFLINE,
	[IGNORE_TUNNEL] = KNTOP_INTERFACE_IGNORE_TUNNEL,
};

#define BOTH_WAYS	(KNTOP_INTERFACE_RX | KNTOP_INTERFACE_TX)

static int parse_flags(struct ctl *ctl, struct args *args, uint32_t *flags,
		       const char **expression)
{
	unsigned int directions = 0;
	int word;

	*flags = 0;
	*expression = NULL;
	while (args_peek(args)) {
		word = args_keyword(ctl, args, add_words);
		if (word < 0)
			return CTL_USAGE;
		if (word == FILTER) {
			*expression = args_expression(ctl, args, add_words);
			if (!*expression)
				return CTL_USAGE;
			continue;
		}
		directions += word <= BOTH;
		*flags |= add_flags[word];
	}
	if (directions > 1)
		return ctl_complain(ctl, "interface add: one of rx, tx, both is enough");
	if (*flags & KNTOP_INTERFACE_OFFLINE) {
		if (*flags & (BOTH_WAYS | KNTOP_INTERFACE_CONSUME))
			return ctl_complain(ctl, "interface add: an offline source takes neither rx, tx, both nor consume");
		if (*expression)
			return ctl_complain(ctl, "interface add: an offline source takes no filter (see: ntopctl read FILE filter EXPRESSION)");
		return CTL_OK;
	}
	if (!directions)
		*flags |= BOTH_WAYS;
	if (*flags & KNTOP_INTERFACE_CONSUME && !(*flags & KNTOP_INTERFACE_RX))
		return ctl_complain(ctl, "interface add: consume is about received frames, which tx leaves out");
	return CTL_OK;
}

/*
 * The program for a device. A device that is not there is the kernel's to tell, which
 * knows other names of devices, too.
 */
static int compile(struct ctl *ctl, const char *what, const char *name,
		   const char *expression, struct packet_filter *f)
{
	char reason[PACKET_FILTER_REASON], safe[FIELD_SIZE], why[4 * PACKET_FILTER_REASON];
	int ethernet = packet_filter_device_is_ethernet(name);

	if (packet_filter_compile(f, expression, ethernet != 0, reason))
		return CTL_OK;
	return ctl_complain(ctl, "%s %s: filter: %s", what, field_name(safe, name),
			    utf8_escape(reason, why, sizeof(why)));
}

static int add(struct ctl *ctl, struct args *args)
{
	const char *name, *expression;
	struct packet_filter filter = { 0 };
	struct kntop_error err;
	char safe[FIELD_SIZE];
	uint32_t flags;
	int rc;

	if (args_interface_name(ctl, args, "interface add DEV", &name) ||
	    parse_flags(ctl, args, &flags, &expression) ||
	    (expression && compile(ctl, "interface add", name, expression, &filter))) {
		packet_filter_free(&filter);
		return CTL_USAGE;
	}
	if (!ctl_kernel(ctl)) {
		packet_filter_free(&filter);
		return CTL_REFUSED;
	}
	rc = kntop_interface_add_filtered(ctl->kernel, name, flags,
					  expression ? &filter.kernel : NULL, &err);
	packet_filter_free(&filter);
	if (rc == -ENODEV)
		return watched_complain_device(ctl, "interface add", name);
	if (rc == -EEXIST && !(flags & KNTOP_INTERFACE_OFFLINE)) {
		ctl_complain(ctl, "interface add %s: it is watched already (see: ntopctl interface show)",
			     field_name(safe, name));
		return CTL_REFUSED;
	}
	return rc < 0 ? ctl_refused(ctl, &err, "interface add %s", field_name(safe, name)) :
			CTL_OK;
}

static int set_filter(struct ctl *ctl, const char *name, const struct kntop_filter *filter)
{
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc;

	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_interface_set_filter(ctl->kernel, name, filter, &err);
	if (rc == -ENODEV)
		return watched_complain(ctl, "interface set", name);
	return rc < 0 ? ctl_refused(ctl, &err, "interface set %s", field_name(safe, name)) :
			CTL_OK;
}

static int set(struct ctl *ctl, struct args *args)
{
	static const char *const words[] = { "filter", NULL }, *const none[] = { NULL };
	struct packet_filter filter = { 0 };
	const char *name, *expression;
	int rc;

	if (args_interface_name(ctl, args, "interface set DEV filter EXPRESSION", &name))
		return CTL_USAGE;
	if (!args_peek(args))
		return ctl_complain(ctl, "interface set: filter EXPRESSION is missing");
	if (args_keyword(ctl, args, words) < 0)
		return CTL_USAGE;
	expression = args_expression(ctl, args, none);
	if (!expression)
		return CTL_USAGE;
	if (!strcmp(expression, "none"))
		return set_filter(ctl, name, NULL);
	rc = compile(ctl, "interface set", name, expression, &filter);
	if (!rc)
		rc = set_filter(ctl, name, &filter.kernel);
	packet_filter_free(&filter);
	return rc;
}

static int del(struct ctl *ctl, struct args *args)
{
	struct kntop_error err;
	char safe[FIELD_SIZE];
	const char *name;
	int rc;

	if (args_interface_name(ctl, args, "interface del NAME", &name) ||
	    args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_interface_del(ctl->kernel, name, &err);
	if (rc == -ENODEV)
		return watched_complain(ctl, "interface del", name);
	return rc < 0 ? ctl_refused(ctl, &err, "interface del %s", field_name(safe, name)) :
			CTL_OK;
}

static int show_one(struct ctl *ctl, const char *name)
{
	struct kntop_interface iface;
	struct interface_view v;
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc;

	rc = kntop_interface_get(ctl->kernel, name, &iface, &err);
	if (rc == -ENODEV)
		return watched_complain(ctl, "interface show", name);
	if (rc < 0)
		return ctl_refused(ctl, &err, "interface show %s", field_name(safe, name));
	rc = interface_view_open(&v, ctl, true);
	if (rc)
		return rc;
	interface_view_add(&iface, &v);
	interface_view_close(&v);
	return CTL_OK;
}

static int show_all(struct ctl *ctl)
{
	struct interface_view v;
	struct kntop_error err;
	int rc;

	rc = interface_view_open(&v, ctl, ctl->detail > 0);
	if (rc)
		return rc;
	rc = kntop_interface_list(ctl->kernel, interface_view_add, &v, &err);
	if (rc >= 0 && v.table && !table_rows(v.table))
		watched_hint(ctl, "interface show");
	interface_view_close(&v);
	return ctl_listed(ctl, rc, &err, "interface show");
}

static int show(struct ctl *ctl, struct args *args)
{
	const char *name = NULL;

	if (args_peek(args) &&
	    args_interface_name(ctl, args, "interface show NAME", &name))
		return CTL_USAGE;
	if (args_end(ctl, args))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	return name ? show_one(ctl, name) : show_all(ctl);
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ "add", NULL, add },
	{ "set", NULL, set },
	{ "del", "delete", del },
	{ "history", NULL, history_show },
	{ NULL, NULL, NULL },
};

static const struct command interface = {
	.name = "interface",
	.summary = "what is watched: devices and offline sources",
	.help = help,
	.verbs = verbs,
};
COMMAND(interface);
