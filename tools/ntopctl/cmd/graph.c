// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl graph, history, report: what ntopd recorded. */
#include "../command.h"
#include "../companion.h"

#define KINDS \
	"Kinds:\n" \
	"  interface NAME            bits (the default), packets, flows, new, hosts,\n" \
	"                            locality, drops\n" \
	"  protocols [NAME]          of an interface: bits, packets, flows (new ones)\n" \
	"  categories [NAME]         so the categories of protocols\n" \
	"  host ADDRESS              bits, packets, flows, new, l4, protocols\n" \
	"  network NETWORK           by name or as 10.0.0.0/8: bits, packets, hosts\n" \
	"  countries                 the largest: sent (the default), received, packets, hosts\n" \
	"  ases                      so the largest autonomous systems\n" \
	"  country CODE              such as US, or none: bits, packets, hosts\n" \
	"  as NUMBER                 such as 15169, none, or other: bits, packets, hosts\n" \
	"  module                    flows, hosts, memory, losses\n"

#define WORDS \
	"Words:\n" \
	"  last TIME         the time up to now: 15m, 6h, 1d (the default), 2w, 1M, 1y\n" \
	"  from TIME         since then: 2026-11-25, 2026-11-25T13:05, today, yesterday\n" \
	"  to TIME           until then, else until now\n" \
	"  dev NAME          the host on this interface\n" \
	"  vlan ID           the host in this VLAN\n" \
	"  top N             so many are told apart, 1 .. 12; else 10\n" \
	"  dir DIR           where ntopd records, else /var/lib/kntop\n" \
	"  rrdcached ADDRESS unix:PATH: have it write first what it keeps\n"

static const char graph_help[] =
	"Usage: ntopctl graph KIND [OBJECT] [QUANTITY] [WORDS] FILE\n"
	"\n"
	"Draw a history that ntopd recorded. FILE ends in .png or .svg, or is - for standard\n"
	"output. With -j the numbers of the legend are printed, too; with --raw they are exact.\n"
	"\n"
	KINDS
	"\n"
	WORDS
	"  size WIDTHxHEIGHT of the graph in pixels, else 800x240\n"
	"  theme light|dark  colours\n"
	"  format png|svg    of what goes to standard output\n"
	"\n"
	"Examples:\n"
	"  ntopctl graph interface eth1 last 1w week.png\n"
	"  ntopctl graph protocols eth1 top 5 from yesterday to today theme dark day.svg\n"
	"  ntopctl graph host 192.168.0.7 l4 - > host.png\n";

static const char history_help[] =
	"Usage: ntopctl history\n"
	"       ntopctl history KIND [OBJECT] [QUANTITY] [WORDS]\n"
	"\n"
	"Print what ntopd recorded, as a table, or with -j all values. Without a kind: of which\n"
	"objects there are recordings, and since when.\n"
	"\n"
	KINDS
	"\n"
	WORDS
	"  step SECONDS      of an interval; else as fits, with -j as fine as there is\n"
	"  limit N           the newest N intervals\n"
	"\n"
	"Examples:\n"
	"  ntopctl history\n"
	"  ntopctl history interface eth1 last 6h\n"
	"  ntopctl -j history categories eth1 last 1M step 86400\n";

static const char report_help[] =
	"Usage: ntopctl report DIR [WORDS]\n"
	"\n"
	"Write a page, index.html and pictures, of all histories into the folder DIR, which is\n"
	"made if need be. It needs no server, and no other file; each part of it is replaced\n"
	"when it is whole, so that it may be written again at any time, as by cron.\n"
	"\n"
	"Words:\n"
	"  hosts N           so many hosts, those with the most traffic in a week; else 10\n"
	"  top N             so many protocols are told apart, 1 .. 12; else 8\n"
	"  to TIME           histories until then, else until now\n"
	"  dir DIR           where ntopd records, else /var/lib/kntop\n"
	"  rrdcached ADDRESS unix:PATH: have it write first what it keeps\n"
	"\n"
	"Example:\n"
	"  ntopctl report /var/www/html/kntop hosts 20\n";

static int graph_run(struct ctl *ctl, struct args *args)
{
	return companion_run(ctl, args, "graph");
}

static int history_run(struct ctl *ctl, struct args *args)
{
	return companion_run(ctl, args, "history");
}

static int report_run(struct ctl *ctl, struct args *args)
{
	return companion_run(ctl, args, "report");
}

static const struct command graph = {
	.name = "graph",
	.summary = "pictures of what ntopd recorded",
	.help = graph_help,
	.run = graph_run,
};
COMMAND(graph);

static const struct command history = {
	.name = "history",
	.summary = "numbers of what ntopd recorded",
	.help = history_help,
	.run = history_run,
	.late = true,
};
COMMAND(history);

static const struct command report = {
	.name = "report",
	.summary = "a page of all that ntopd recorded",
	.help = report_help,
	.run = report_run,
	.late = true,
};
COMMAND(report);
