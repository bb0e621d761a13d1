// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl country: traffic of hosts by country. */
#include "../command.h"
#include "../geo/show.h"

static const char help[] =
	"Usage: ntopctl country show [WORDS]\n"
	"\n"
	"Show how much the hosts of each country sent and received.\n"
	GEO_HELP
	"\n"
	"Examples:\n"
	"  ntopctl country show\n"
	"  ntopctl country show dev eth0 sort rate limit 10\n"
	"  ntopctl host show country DE sort octets limit 20\n"
	"  ntopctl --geo GeoLite2-Country.mmdb,GeoLite2-ASN.mmdb country show\n";

static int show(struct ctl *ctl, struct args *args)
{
	return geo_show(ctl, args, TALLY_COUNTRY);
}

static const struct command_verb verbs[] = {
	{ "show", "list", show },
	{ NULL, NULL, NULL },
};

static const struct command country = {
	.name = "country",
	.summary = "traffic of hosts by country",
	.help = help,
	.verbs = verbs,
};
COMMAND(country);
