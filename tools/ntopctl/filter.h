/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words that say which flows, hosts or talkers, in which order, how many. */
#ifndef NTOPCTL_FILTER_H
#define NTOPCTL_FILTER_H

#include "args.h"

/** What the help of a command says of the words that choose flows. */
#define FILTER_HELP_CHOICE \
	"  dev NAME          on this interface or source; without it, on all that are watched\n" \
	"  host ADDRESS      with this address on either side\n" \
	"  net NETWORK       in 10.0.0.0/8, or in the local networks of that name\n" \
	"  l4 PROTOCOL       tcp, udp, icmp, icmpv6 ... or an IP protocol number\n" \
	"  port PORT         with this port on either side\n" \
	"  vlan ID           in this VLAN, 0 for untagged\n" \
	"  tunnel ID         in this tunnel (see: ntopctl tunnel show)\n" \
	"  family 4|6        IPv4 or IPv6\n" \
	"  local | remote    with a side in, or outside of, the local networks\n" \
	"  min-rate RATE     at least so fast: 500k, 1.5M (bit/s), 80kB/s\n" \
	"  l7 PROTOCOL       with this application, or carried by it: Google, TLS\n" \
	"  category CATEGORY of this category: Web, SocialNetwork\n" \
	"  risk RISK         with this risk, or with any\n"

/** The same with order and number; for flows. */
#define FILTER_HELP_FLOW \
	FILTER_HELP_CHOICE \
	"  id ID             the flow with this id, 16 hexadecimal digits\n" \
	"  sort ORDER        octets, packets, rate, last or first\n" \
	"  limit N           the first N only\n"

/** How many talkers are shown unless it is said. */
#define FILTER_TALKERS_LIMIT	20

/** The same for talkers, which always have an order. */
#define FILTER_HELP_TALKER \
	FILTER_HELP_CHOICE \
	"  sort ORDER        rate (the default), octets, packets or last\n" \
	"  limit N           the first N only; 20 unless you say otherwise\n"

/** What the help of a command says of the words that choose hosts. */
#define FILTER_HELP_HOSTS \
	"  dev NAME          on this interface or source; without it, on all that are watched\n" \
	"  host ADDRESS      with this address\n" \
	"  net NETWORK       in 10.0.0.0/8, or in the local networks of that name\n" \
	"  vlan ID           in this VLAN, 0 for untagged\n" \
	"  family 4|6        IPv4 or IPv6\n" \
	"  local | remote    in, or outside of, the local networks\n" \
	"  min-rate RATE     at least so fast: 500k, 1.5M (bit/s), 80kB/s\n" \
	"  country CODE      in this country: DE, US; none: in none that is known\n" \
	"  as NUMBER         of this autonomous system: 64496, AS64496, none\n"

/** What the help of a command says of the words that choose tunnels. */
#define FILTER_HELP_TUNNEL \
	"  dev NAME          on this interface or source\n" \
	"  host ADDRESS      with this address at either end\n" \
	"  net NETWORK       with an end in 10.0.0.0/8\n" \
	"  vlan ID           carried in this VLAN, 0 for untagged\n" \
	"  family 4|6        carried by IPv4 or IPv6\n" \
	"  min-rate RATE     at least so fast: 500k, 1.5M (bit/s), 80kB/s\n" \
	"  tunnel ID         this one\n" \
	"  sort ORDER        octets, packets, rate, last or first\n" \
	"  limit N           the first N only\n"

/** The same with order and number; for hosts. */
#define FILTER_HELP_HOST \
	FILTER_HELP_HOSTS \
	"  sort ORDER        octets, packets, rate, last or first\n" \
	"  limit N           the first N only\n"

/** The same for hosts that are added up. */
#define FILTER_HELP_TALLY \
	FILTER_HELP_HOSTS \
	"  sort ORDER        octets (the default), packets, rate, hosts or flows\n" \
	"  limit N           the first N only\n"

/** enum filter_of - of what the words speak */
enum filter_of {
	FILTER_HOSTS,
	FILTER_FLOWS,
	FILTER_TALKERS,
	FILTER_TALLY,
	FILTER_TUNNELS,
};

/** Country and AS of hosts that are nowhere. */
#define FILTER_NOWHERE	"none"

/** enum filter_tally - what hosts that are added up are ordered by */
enum filter_tally {
	FILTER_BY_OCTETS,
	FILTER_BY_PACKETS,
	FILTER_BY_RATE,
	FILTER_BY_HOSTS,
	FILTER_BY_FLOWS,
};

/**
 * struct filter - what was asked for
 * @of: of what
 * @query: what the kernel is asked; points into the words
 * @order: order in which to print
 * @limit: records to print, 0 all
 * @protocol: name of the only protocol, or NULL
 * @category: name of the only category, or NULL
 * @risk: name of the risk, or "any", or NULL
 * @tally: order of hosts that are added up; &enum filter_tally
 * @country: hosts: code of their country, FILTER_NOWHERE, or NULL any
 * @has_as: hosts: only those of @as
 * @as: number of their AS, 0 none that is known
 *
 * When the kernel ranks, @query has order and limit too; a ranking without
 * limit, or with a larger one than the kernel takes, is done here.
 */
struct filter {
	enum filter_of of;
	struct kntop_query query;
	enum kntop_order order;
	uint32_t limit;
	const char *protocol;
	const char *category;
	const char *risk;
	int tally;
	const char *country;
	bool has_as;
	uint32_t as;
};

/**
 * filter_parse() - take all words that are left
 * @ctl: run
 * @args: words
 * @of: what is meant: flows and talkers have a protocol and ports, they and tunnels a
 *	tunnel; talkers are ranked,
 *	by the kernel, also when nobody asks for it
 * @filter: filled in
 *
 * Return: CTL_OK or CTL_USAGE, complained already.
 */
int filter_parse(const struct ctl *ctl, struct args *args, enum filter_of of,
		 struct filter *filter);

/**
 * filter_look_up() - complain about names that do not exist, and look up numbers
 * @ctl: run, connected
 * @filter: parsed; its query gets the numbers of protocol, category and risks
 *
 * Return: CTL_OK, CTL_USAGE or CTL_REFUSED, complained already.
 */
int filter_look_up(struct ctl *ctl, struct filter *filter);

/**
 * filter_check_net() - complain about a local network's name that does not exist
 * @ctl: run, connected
 * @name: the name, or NULL for none
 *
 * Return: CTL_OK, CTL_USAGE or CTL_REFUSED, complained already.
 */
int filter_check_net(struct ctl *ctl, const char *name);

/**
 * filter_parse_net() - take a network, or the name of a local one
 * @ctl: run
 * @args: words
 * @addr: set to the network, or its family to 0
 * @prefix: set to its length
 * @name: set to the name, if it is one
 *
 * Return: CTL_OK or CTL_USAGE.
 */
int filter_parse_net(const struct ctl *ctl, struct args *args, struct kntop_address *addr,
		     int *prefix, const char **name);

/** filter_has_geo() - true when the kernel cannot tell which hosts are asked for */
bool filter_has_geo(const struct filter *filter);

/** filter_takes() - whether a host is where the filter wants it; files must be open */
bool filter_takes(const struct filter *filter, const struct kntop_host *host);

/** filter_ranks_here() - true when the records must be sorted, or chosen, by us */
bool filter_ranks_here(const struct filter *filter);

#endif /* NTOPCTL_FILTER_H */
