// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl talker: the pairs of hosts that talk most. */
#include <errno.h>
#include "../command.h"
#include "../filter.h"
#include "../view/talker.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl talker show [WORDS]\n"
	"\n"
	"Show which hosts talk with each other most: flows added up by interface, VLAN and\n"
	"both addresses, and ranked. A is the local host when B is remote, else the lower\n"
	"address. SENT is what A sent to B, RECEIVED what it got from B.\n"
	"\n"
	"Verbs:\n"
	"  show              print pairs, best first (the default; also: list)\n"
	"\n"
	"Words:\n"
	FILTER_HELP_TALKER
	"\n"
	"The words choose the flows that count, but min-rate is the pair's. By rate only\n"
	"flows that have one count, also in packets, octets and FLOWS; by another order all\n"
	"live flows do. With -s each pair gets a second line: local networks.\n"
	"\n"
	"Examples:\n"
	"  ntopctl talker show\n"
	"  ntopctl talker show dev eth0 net office sort octets limit 50\n"
	"  ntopctl -j talker show l7 TLS remote min-rate 1M\n";

static int show(struct ctl *ctl, struct args *args)
{
	struct talker_view v;
	struct kntop_error err;
	struct filter f;
	int rc = filter_parse(ctl, args, FILTER_TALKERS, &f);

	if (rc)
		return rc;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = filter_look_up(ctl, &f);
	if (rc)
		return rc;
	watched_source(ctl, "talker show", &f.query.interface);
	rc = talker_view_open(&v, ctl);
	if (rc)
		return rc;
	rc = kntop_talker_list(ctl->kernel, &f.query, &v.total, talker_view_add, &v, &err);
	if (rc >= 0 && v.table && !table_rows(v.table))
		watched_hint(ctl, "talker show");
	talker_view_close(&v, rc >= 0);
	if (rc == -ENODEV && f.query.interface)
		return watched_complain(ctl, "talker show", f.query.interface);
	return ctl_listed(ctl, rc, &err, "talker show");
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ NULL, NULL, NULL },
};

static const struct command talker = {
	.name = "talker",
	.summary = "pairs of hosts that talk most",
	.help = help,
	.verbs = verbs,
};
COMMAND(talker);
