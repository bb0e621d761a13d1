// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl interface: what is watched. */
#include <errno.h>
#include <string.h>
#include "../command.h"
#include "../field.h"
#include "../frame_settings.h"
#include "../history.h"
#include "../packet_filter.h"
#include "../utf8.h"
#include "../view/interface.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl interface add DEV [rx | tx | both] [consume] [ignore-vlan]\n"
	"                             [ignore-tunnel] [filter EXPRESSION] [dedup WHEN]\n"
	"                             [uplink MAC,...]\n"
	"       ntopctl interface add NAME offline [ignore-vlan] [ignore-tunnel] [dedup WHEN]\n"
	"                             [uplink MAC,...]\n"
	"       ntopctl interface set NAME [filter EXPRESSION | none] [dedup WHEN]\n"
	"                             [uplink MAC,... | none]\n"
	"       ntopctl interface del NAME\n"
	"       ntopctl interface show [NAME]\n"
	"       ntopctl interface history [dev NAME] [step SECONDS] [protocols]\n"
	"\n"
	"Watch a network device, or make an offline source that captures are read into.\n"
	"\n"
	"Verbs:\n"
	"  show              print what is watched (the default; also: list)\n"
	"  add               start to watch; the device is promiscuous meanwhile\n"
	"  set               ask something else of its frames from now on; counters and flows\n"
	"                    stay\n"
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
	"  dedup WHEN        a mirror that shows frames twice: a frame that equals an earlier one is\n"
	"                    its copy, counted as doubled and in no flow. on (within 10 ms), off\n"
	"                    (the default), or a number of milliseconds, 1 to 1000\n"
	"  uplink MAC,...    addresses of gateways behind a mirror port: what goes to one of them is\n"
	"                    upload, what comes from one download. none: no longer\n"
	"  offline           no device: frames come from ntopctl read, or any feeder\n"
	"\n"
	"Words of history:\n"
	"  dev NAME          of this interface only\n"
	"  step SECONDS      1 (the default), 10 or 60; at most 60 steps are kept\n"
	"  protocols         also by protocol\n"
	"\n"
	"Under an interface is said what makes its counts others than they seem: it is shown\n"
	"frames twice, or one side only; the device lost frames, or they were not seen.\n"
	"\n"
	"RECEIVED and SENT are what the device itself received and sent. NOT IN FLOWS are\n"
	"packets without IP, broken ones, and those a full table had no room for; -s, or a\n"
	"single NAME, tells them apart.\n"
	"\n"
	"Examples:\n"
	"  ntopctl interface add eth0\n"
	"  ntopctl interface add span0 rx consume\n"
	"  ntopctl interface set eth0 filter 'not port 22'\n"
	"  ntopctl interface set span0 dedup on uplink 00:00:5e:00:01:01\n"
	"  ntopctl -s interface show eth0\n"
	"  ntopctl interface history dev eth0 step 60\n";

enum word {
	RX, TX, BOTH, CONSUME, IGNORE_VLAN, OFFLINE, IGNORE_TUNNEL, FILTER, DEDUP, UPLINK,
};

static const char *const add_words[] = {
	"rx", "tx", "both", "consume", "ignore-vlan", "offline", "ignore-tunnel", "filter",
	"dedup", "uplink", NULL
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

/* What follows filter, dedup or uplink. */
static int parse_setting(struct ctl *ctl, struct args *args, int word, const char *const *words,
			 struct frame_settings *f, const char **expression)
{
	if (word == DEDUP)
		return frame_settings_dedup(ctl, args, f);
	if (word == UPLINK)
		return frame_settings_uplink(ctl, args, f);
	*expression = args_expression(ctl, args, words);
	return *expression ? CTL_OK : CTL_USAGE;
}

static int check_flags(struct ctl *ctl, uint32_t *flags, unsigned int directions,
		       const char *expression)
{
	if (directions > 1)
		return ctl_complain(ctl, "interface add: one of rx, tx, both is enough");
	if (*flags & KNTOP_INTERFACE_OFFLINE) {
		if (*flags & (BOTH_WAYS | KNTOP_INTERFACE_CONSUME))
			return ctl_complain(ctl, "interface add: an offline source takes neither rx, tx, both nor consume");
		if (expression)
			return ctl_complain(ctl, "interface add: an offline source takes no filter (see: ntopctl read FILE filter EXPRESSION)");
		return CTL_OK;
	}
	if (!directions)
		*flags |= BOTH_WAYS;
	if (*flags & KNTOP_INTERFACE_CONSUME && !(*flags & KNTOP_INTERFACE_RX))
		return ctl_complain(ctl, "interface add: consume is about received frames, which tx leaves out");
	return CTL_OK;
}

static int parse_flags(struct ctl *ctl, struct args *args, uint32_t *flags,
		       struct frame_settings *f, const char **expression)
{
	unsigned int directions = 0;
	int word;

	*flags = 0;
	*expression = NULL;
	while (args_peek(args)) {
		word = args_keyword(ctl, args, add_words);
		if (word < 0)
			return CTL_USAGE;
		if (word >= FILTER) {
			if (parse_setting(ctl, args, word, add_words, f, expression))
				return CTL_USAGE;
			continue;
		}
		directions += word <= BOTH;
		*flags |= add_flags[word];
	}
	return check_flags(ctl, flags, directions, *expression);
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

static int add_parsed(struct ctl *ctl, const char *name, uint32_t flags,
		      const struct kntop_interface_settings *settings)
{
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc;

	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_interface_add_with(ctl->kernel, name, flags, settings, &err);
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

/* Compiles an expression, unless there is none, into the settings. */
static int use_filter(struct ctl *ctl, const char *what, const char *name,
		      const char *expression, struct packet_filter *filter,
		      struct frame_settings *f)
{
	if (!expression)
		return CTL_OK;
	f->settings.what |= KNTOP_SETTING_FILTER;
	if (!strcmp(expression, "none") && !strcmp(what, "interface set"))
		return CTL_OK;
	f->settings.filter = &filter->kernel;
	return compile(ctl, what, name, expression, filter);
}

static int add(struct ctl *ctl, struct args *args)
{
	struct packet_filter filter = { 0 };
	struct frame_settings f = { 0 };
	const char *name, *expression;
	uint32_t flags;
	int rc = CTL_USAGE;

	if (!args_interface_name(ctl, args, "interface add DEV", &name) &&
	    !parse_flags(ctl, args, &flags, &f, &expression) &&
	    !use_filter(ctl, "interface add", name, expression, &filter, &f))
		rc = add_parsed(ctl, name, flags, &f.settings);
	packet_filter_free(&filter);
	return rc;
}

static int set_parsed(struct ctl *ctl, const char *name,
		      const struct kntop_interface_settings *settings)
{
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc;

	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = kntop_interface_set(ctl->kernel, name, settings, &err);
	if (rc == -ENODEV)
		return watched_complain(ctl, "interface set", name);
	return rc < 0 ? ctl_refused(ctl, &err, "interface set %s", field_name(safe, name)) :
			CTL_OK;
}

static int parse_settings(struct ctl *ctl, struct args *args, struct frame_settings *f,
			  const char **expression)
{
	static const char *const words[] = { "filter", "dedup", "uplink", NULL };
	int word;

	*expression = NULL;
	if (!args_peek(args))
		return ctl_complain(ctl, "interface set: filter EXPRESSION, dedup WHEN or uplink MAC,... is missing");
	while (args_peek(args)) {
		word = args_keyword(ctl, args, words);
		if (word < 0 ||
		    parse_setting(ctl, args, FILTER + word, words, f, expression))
			return CTL_USAGE;
	}
	return CTL_OK;
}

static int set(struct ctl *ctl, struct args *args)
{
	struct packet_filter filter = { 0 };
	struct frame_settings f = { 0 };
	const char *name, *expression;
	int rc = CTL_USAGE;

	if (!args_interface_name(ctl, args, "interface set NAME", &name) &&
	    !parse_settings(ctl, args, &f, &expression) &&
	    !use_filter(ctl, "interface set", name, expression, &filter, &f))
		rc = set_parsed(ctl, name, &f.settings);
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
