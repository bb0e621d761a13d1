// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl as: traffic of hosts by autonomous system. */
#include "../command.h"
#include "../geo/show.h"

static const char help[] =
	"Usage: ntopctl as show [WORDS]\n"
	"\n"
	"Show how much the hosts of each autonomous system sent and received.\n"
	GEO_HELP
	"\n"
	"Examples:\n"
	"  ntopctl as show\n"
	"  ntopctl as show dev eth0 country DE sort rate limit 10\n"
	"  ntopctl host show as 15169 sort octets limit 20\n";

static int show(struct ctl *ctl, struct args *args)
{
	return geo_show(ctl, args, TALLY_AS);
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ NULL, NULL, NULL },
};

static const struct command as = {
	.name = "as",
	.summary = "traffic of hosts by autonomous system",
	.help = help,
	.verbs = verbs,
};
COMMAND(as);
