/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the live view writes what several pages show. */
#ifndef NTOPCTL_LIVE_SHOW_H
#define NTOPCTL_LIVE_SHOW_H

#include "graph.h"
#include "live.h"

/* These write to FIELD_SIZE octets at @buf and return it. */

/** show_host() - an address, or its name when names are on and one is known */
char *show_host(const struct live *l, const struct kntop_address *addr, char *buf);

/** show_endpoint() - host and port, the port by name when those are on */
char *show_endpoint(const struct live *l, const struct kntop_endpoint *e,
		    unsigned int l4, char *buf);

/** show_traffic() - traffic in the unit that was chosen, without its name */
char *show_traffic(const struct live *l, struct traffic t, char *buf);

/** show_rate() - a rate with its unit, whatever rates or totals are shown */
char *show_rate(const struct live *l, struct traffic t, char *buf);

/** show_count() - a number of things */
char *show_count(const struct live *l, uint64_t count, char *buf);

/** show_ago() - how long ago something was: "now", "12 s", "3m05s", "-" never */
char *show_ago(const struct live *l, uint64_t when, char *buf);

/** show_locality() - name of a local network, "local" or "remote" */
char *show_locality(bool local, const char *localnet, char *buf);

/** show_vlan() - number of a VLAN, "" for none */
char *show_vlan(int32_t vlan, char *buf);

/** show_has_devices() - whether lists are of more than one interface */
bool show_has_devices(const struct live *l, const struct view *v);

/** show_either() - rate or total, whichever is shown */
struct traffic show_either(const struct live *l, struct traffic rate, struct traffic total);

/** show_own_graph() - a history of our own as a graph's values; @out what went out */
void show_own_graph(const struct live *l, const struct history *h, bool out,
		    struct graph *g);

/** enum show_past - which samples of a history of the kernel's */
enum show_past { SHOW_PAST_IN, SHOW_PAST_OUT, SHOW_PAST_BOTH };

/**
 * show_past_graph() - a history of the kernel's as a graph's values
 * @l: live view
 * @h: history; one of a protocol has SHOW_PAST_BOTH only, and no packets
 * @which: of it
 * @g: gets the values of the span that is shown; a gap for each that there is none of
 */
void show_past_graph(const struct live *l, const struct kntop_history *h,
		     enum show_past which, struct graph *g);

/** show_step() - seconds of a step of the histories that are shown */
unsigned int show_step(const struct live *l);

#endif /* NTOPCTL_LIVE_SHOW_H */
