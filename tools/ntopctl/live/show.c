// SPDX-License-Identifier: GPL-2.0-or-later
/* How the live view writes what several pages show. */
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include "../format.h"
#include "../hostname.h"
#include "../utf8.h"
#include "names.h"
#include "show.h"

#define TCP	6
#define UDP	17
/* What happened since so long is now. */
#define NOW_NS	2000000000ULL

char *show_host(const struct live *l, const struct kntop_address *addr, char *buf)
{
	char name[256];

	if (l->set.names && hostname_text(addr, buf)[0])
		return buf;
	if (l->set.names && l->names && names_find(l->names, addr, name, sizeof(name)))
		return utf8_escape(name, buf, FIELD_SIZE);
	if (addr->family)
		kntop_address_format(addr, buf);
	else
		strcpy(buf, "-");
	return buf;
}

/* Services without a name are looked for in a file each time: the last answers are kept. */
static const char *port_name(unsigned int port, unsigned int l4)
{
	static struct {
		unsigned int key;
		char name[20];
	} known[256];
	unsigned int key = port << 8 | l4, i = (port * 31 + l4) % 256;
	struct servent entry, *found = NULL;
	char memory[1024];

	if (known[i].key != key) {
		known[i].key = key;
		known[i].name[0] = '\0';
		getservbyport_r(htons(port), l4 == UDP ? "udp" : l4 == TCP ? "tcp" : "sctp",
				&entry, memory, sizeof(memory), &found);
		if (found)
			snprintf(known[i].name, sizeof(known[i].name), "%s", found->s_name);
	}
	return known[i].name;
}

char *show_endpoint(const struct live *l, const struct kntop_endpoint *e, unsigned int l4,
		    char *buf)
{
	const char *service = l->set.ports && e->port > 0 ? port_name(e->port, l4) : "";
	char host[FIELD_SIZE];
	bool bracketed;

	show_host(l, &e->addr, host);
	if (e->port < 0) {
		strcpy(buf, host);
		return buf;
	}
	bracketed = strchr(host, ':');
	if (service[0])
		snprintf(buf, FIELD_SIZE, "%s%.130s%s:%s", bracketed ? "[" : "", host,
			 bracketed ? "]" : "", service);
	else
		snprintf(buf, FIELD_SIZE, "%s%.130s%s:%d", bracketed ? "[" : "", host,
			 bracketed ? "]" : "", e->port);
	return buf;
}

char *show_traffic(const struct live *l, struct traffic t, char *buf)
{
	return units_text(&l->set.units, t, buf);
}

char *show_rate(const struct live *l, struct traffic t, char *buf)
{
	return units_with(&l->set.units, t, false, buf);
}

char *show_count(const struct live *l, uint64_t count, char *buf)
{
	return format_count(buf, count, l->set.units.scale == UNITS_EXACT);
}

char *show_ago(const struct live *l, uint64_t when, char *buf)
{
	uint64_t ago = l->wall > when ? l->wall - when : 0;

	if (!when)
		strcpy(buf, "-");
	else if (ago < NOW_NS)
		strcpy(buf, "now");
	else if (ago < 60 * 1000000000ULL)
		snprintf(buf, FIELD_SIZE, "%u s", (unsigned int)(ago / 1000000000));
	else
		format_duration(buf, ago, false);
	return buf;
}

char *show_locality(bool local, const char *localnet, char *buf)
{
	if (localnet[0])
		return field_name(buf, localnet);
	strcpy(buf, local ? "local" : "remote");
	return buf;
}

char *show_vlan(int32_t vlan, char *buf)
{
	buf[0] = '\0';
	if (vlan >= 0)
		snprintf(buf, FIELD_SIZE, "%d", vlan);
	return buf;
}

bool show_has_devices(const struct live *l, const struct view *v)
{
	(void)v;
	return !l->device[0] && l->interfaces.count > 1;
}

struct traffic show_either(const struct live *l, struct traffic rate, struct traffic total)
{
	return l->set.units.total ? total : rate;
}

void show_own_graph(const struct live *l, const struct history *h, bool out,
		    struct graph *g)
{
	struct traffic in, gone;

	g->count = HISTORY_STEPS - 1;
	for (unsigned int i = 0; i < g->count; i++) {
		g->value[i] = -1;
		if (history_get(h, l->set.span, l->mono, HISTORY_STEPS - 1 - i, &in, &gone))
			g->value[i] = units_value(&l->set.units, out ? gone : in);
	}
}

/* A sample; packets are known of the totals only. */
static struct traffic sample(const struct kntop_history *h, enum show_past which,
			     unsigned int i)
{
	double step = h->step;

	switch (which) {
	case SHOW_PAST_IN:
		return (struct traffic){ h->rx_octets[i] / step, h->rx_packets[i] / step };
	case SHOW_PAST_OUT:
		return (struct traffic){ h->tx_octets[i] / step, h->tx_packets[i] / step };
	default:
		if (h->protocol >= 0)
			return (struct traffic){ h->octets[i] / step, -1 };
		return (struct traffic){ h->octets[i] / step,
					 (h->rx_packets[i] + h->tx_packets[i]) / step };
	}
}

void show_past_graph(const struct live *l, const struct kntop_history *h,
		     enum show_past which, struct graph *g)
{
	unsigned int missing = KNTOP_HISTORY_SAMPLES - h->count;

	g->count = KNTOP_HISTORY_SAMPLES;
	for (unsigned int i = 0; i < g->count; i++)
		g->value[i] = i < missing ? -1 :
			      units_value(&l->set.units, sample(h, which, i - missing));
}

unsigned int show_step(const struct live *l)
{
	return history_length(l->set.span);
}
