// SPDX-License-Identifier: GPL-2.0-or-later
/* What the module counted, as records for the store. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../ntopctl/utf8.h"
#include "slots.h"
#include "snapshot.h"

#define SAFE	(4 * KNTOP_LABEL_NAME_SIZE + 1)

void snapshot_clear(struct snapshot *s)
{
	s->count = 0;
}

void snapshot_free(struct snapshot *s)
{
	free(s->items);
	free(s->sources);
	*s = (struct snapshot){ 0 };
}

uint64_t snapshot_since(const struct snapshot *s, const char *name)
{
	for (size_t i = 0; i < s->source_count; i++)
		if (!strcmp(s->sources[i].name, name))
			return s->sources[i].since;
	return 0;
}

/* The strings of the records are in place only when no more will be moved in memory. */
void snapshot_write(struct snapshot *s, struct store *store)
{
	for (size_t i = 0; i < s->count; i++) {
		struct snapshot_item *item = &s->items[i];

		item->record.folder = item->folder;
		item->record.interface = item->interface;
		item->record.name = item->name;
		item->record.about = item->about;
		store_record(store, &item->record);
	}
	snapshot_clear(s);
}

static struct snapshot_item *add(struct snapshot *s, enum layout_kind kind)
{
	struct snapshot_item *item;

	if (s->count == s->room) {
		size_t room = s->room ? 2 * s->room : 64;

		item = reallocarray(s->items, room, sizeof(*item));
		if (!item)
			return NULL;
		s->items = item;
		s->room = room;
	}
	item = &s->items[s->count++];
	item->record = (struct store_record){ .kind = kind, .protocol = -1, .time = s->time };
	item->interface[0] = '\0';
	strcpy(item->name, "traffic");
	return item;
}

struct taking {
	struct snapshot *snapshot;
	struct kntop *kernel;
};

static bool add_source(struct snapshot *s, const struct kntop_interface *iface)
{
	struct snapshot_source *more = reallocarray(s->sources, s->source_count + 1,
						    sizeof(*more));

	if (!more)
		return false;
	s->sources = more;
	strcpy(more[s->source_count].name, iface->name);
	more[s->source_count++].since = iface->since;
	return true;
}

/* What came twice passed once. */
static uint64_t *put_carried(uint64_t *v, const struct kntop_counter *all,
			     const struct kntop_counter *copies)
{
	*v++ = all->octets - copies->octets;
	*v++ = all->packets - copies->packets;
	return v;
}

static int take_interface(const struct kntop_interface *iface, void *data)
{
	struct snapshot *s = ((struct taking *)data)->snapshot;
	static const struct kntop_counter none;
	struct snapshot_item *item;
	char safe[SAFE];
	uint64_t *v;

	/* The time of a capture that is read is not now. */
	if (iface->flags & KNTOP_INTERFACE_OFFLINE)
		return 0;
	item = add(s, LAYOUT_INTERFACE);
	if (!item || !add_source(s, iface))
		return -ENOMEM;
	place_interface(iface->name, item->folder);
	strcpy(item->interface, iface->name);
	snprintf(item->about, sizeof(item->about), "kind=interface\nname=%s\n",
		 utf8_escape(iface->name, safe, sizeof(safe)));
	item->record.epoch = iface->since;
	v = item->record.values;
	v = put_carried(v, &iface->rx, &iface->mirror.rx_doubled);
	v = put_carried(v, &iface->tx, &iface->mirror.tx_doubled);
	*v++ = iface->flows_total;
	*v++ = iface->flows;
	*v++ = iface->hosts;
	for (int i = 0; i < __KNTOP_LOCALITY_MAX; i++)
		*v++ = iface->locality[i].octets;
	/* what waits is no total: it goes down again */
	for (int i = 0; i < __KNTOP_PART_MAX; i++)
		if (i != KNTOP_PART_FRAGMENT_HELD)
			*v++ = iface->parts[i].packets;
	v = put_carried(v, &iface->mirror.upload, &none);
	put_carried(v, &iface->mirror.download, &none);
	return 0;
}

int snapshot_interfaces(struct snapshot *s, struct kntop *k, struct kntop_error *err)
{
	struct taking t = { s, k };

	s->source_count = 0;
	return kntop_interface_list(k, take_interface, &t, err);
}

/* What offline sources have in the tables. */
struct offline {
	uint64_t flows;
	uint64_t hosts;
};

static int add_offline(const struct kntop_interface *iface, void *data)
{
	struct offline *o = data;

	if (iface->flags & KNTOP_INTERFACE_OFFLINE) {
		o->flows += iface->flows;
		o->hosts += iface->hosts;
	}
	return 0;
}

static uint64_t less(uint64_t all, uint64_t part)
{
	return all > part ? all - part : 0;
}

int snapshot_module(struct snapshot *s, struct kntop *k, struct kntop_error *err)
{
	struct snapshot_item *item;
	struct kntop_stats stats;
	uint64_t *v, bytes = 0;
	struct offline offline = { 0, 0 };
	int rc = kntop_stats_get(k, &stats, err);

	if (rc >= 0)
		rc = kntop_interface_list(k, add_offline, &offline, err);
	if (rc < 0)
		return rc;
	item = add(s, LAYOUT_MODULE);
	if (!item)
		return -ENOMEM;
	strcpy(item->folder, "module");
	snprintf(item->about, sizeof(item->about), "kind=module\n");
	v = item->record.values;
	for (int i = 0; i < __KNTOP_LOSS_MAX; i++)
		if (i != KNTOP_LOSS_ENDED_OFFLINE_OVERWRITTEN)
			*v++ = stats.losses[i].count;
	for (int i = 0; i < __KNTOP_TABLE_MAX; i++)
		bytes += stats.tables[i].bytes;
	*v++ = less(stats.tables[KNTOP_TABLE_FLOWS].entries, offline.flows);
	*v++ = less(stats.tables[KNTOP_TABLE_HOSTS].entries, offline.hosts);
	*v++ = bytes;
	return 0;
}

static int take_network(const struct kntop_localnet *net, void *data)
{
	const struct kntop_counter *counters[] = { &net->sent, &net->received, &net->internal };
	struct snapshot *s = ((struct taking *)data)->snapshot;
	struct snapshot_item *item = add(s, LAYOUT_NETWORK);
	char addr[KNTOP_ADDRESS_TEXT], safe[SAFE];

	if (!item)
		return -ENOMEM;
	place_network(&net->addr, net->prefix, item->folder);
	snprintf(item->about, sizeof(item->about), "kind=network\nnetwork=%s/%d\nname=%s\n",
		 kntop_address_format(&net->addr, addr), net->prefix,
		 utf8_escape(net->name, safe, sizeof(safe)));
	item->record.absent = s->absent;
	for (int i = 0; i < 3; i++) {
		item->record.values[2 * i] = counters[i]->octets;
		item->record.values[2 * i + 1] = counters[i]->packets;
	}
	item->record.values[6] = net->hosts;
	return 0;
}

int snapshot_networks(struct snapshot *s, struct kntop *k, struct kntop_error *err)
{
	struct taking t = { s, k };

	return kntop_localnet_list(k, take_network, &t, err);
}

static int take_protocol(const struct kntop_protocol *p, void *data)
{
	struct taking *t = data;
	struct snapshot *s = t->snapshot;
	uint64_t since = snapshot_since(s, p->interface);
	struct snapshot_item *item;
	const char *name;
	char safe[SAFE];

	/* What has no number yet will be counted under one. */
	if (!since || p->number < 0)
		return 0;
	item = add(s, LAYOUT_PROTOCOL);
	if (!item)
		return -ENOMEM;
	name = kntop_label_name(t->kernel, p->kind, p->number);
	if (name)
		snprintf(item->name, sizeof(item->name), "%s", name);
	else
		snprintf(item->name, sizeof(item->name), "number-%d", p->number);
	place_interface(p->interface, item->folder);
	snprintf(item->about, sizeof(item->about), "kind=interface\nname=%s\n",
		 utf8_escape(p->interface, safe, sizeof(safe)));
	strcpy(item->interface, p->interface);
	item->record.protocol = p->number;
	item->record.category = p->kind == KNTOP_LABEL_CATEGORY;
	item->record.sub = p->kind == KNTOP_LABEL_PROTOCOL ? "protocol" : "category";
	item->record.epoch = since;
	item->record.watched = since;
	item->record.absent = s->absent;
	item->record.values[0] = p->sent.octets;
	item->record.values[1] = p->sent.packets;
	item->record.values[2] = p->received.octets;
	item->record.values[3] = p->received.packets;
	item->record.values[4] = p->flows;
	return 0;
}

int snapshot_protocols(struct snapshot *s, struct kntop *k, enum kntop_label_kind kind,
		       struct kntop_error *err)
{
	struct taking t = { s, k };
	struct kntop_protocol_query query;

	kntop_protocol_query_init(&query);
	query.kind = kind;
	return kntop_protocol_list(k, &query, take_protocol, &t, err);
}

/* What a host is called, behind what it is. */
static void add_name(const struct snapshot *s, const struct kntop_host *host, char *about,
		     size_t size)
{
	size_t len = strlen(about);
	struct namefile_line line;
	char safe[NAMEFILE_NAME_SIZE];

	if (names_find(s->names, &host->addr, &line))
		snprintf(about + len, size - len, "name=%s\nname_source=%s\n",
			 utf8_escape(line.name, safe, sizeof(safe)),
			 namefile_source_name(line.source));
}

/* The record of a host, whatever is in it. */
static struct snapshot_item *add_host(struct snapshot *s, enum layout_kind kind,
				      const struct kntop_host *host, bool known)
{
	struct snapshot_item *item = add(s, kind);
	char addr[KNTOP_ADDRESS_TEXT], safe[SAFE], vlan[16] = "";

	if (!item)
		return NULL;
	place_host(host, item->folder);
	if (host->vlan >= 0)
		snprintf(vlan, sizeof(vlan), "%d", host->vlan);
	snprintf(item->about, sizeof(item->about),
		 "kind=host\naddress=%s\ninterface=%s\nvlan=%s\n",
		 kntop_address_format(&host->addr, addr),
		 utf8_escape(host->interface, safe, sizeof(safe)), vlan);
	add_name(s, host, item->about, sizeof(item->about));
	item->record.epoch = host->first;
	item->record.watched = snapshot_since(s, host->interface);
	item->record.absent = known ? 0 : s->absent;
	return item;
}

int snapshot_slots(struct snapshot *s, const struct kntop_host *host, bool known,
		   const uint64_t *values)
{
	struct snapshot_item *item = add_host(s, LAYOUT_SLOT, host, known);

	if (!item)
		return -ENOMEM;
	strcpy(item->name, SLOTS_TEXT);
	memcpy(item->record.values, values, 2 * LAYOUT_SLOTS * sizeof(*values));
	return 0;
}

int snapshot_host(struct snapshot *s, const struct kntop_host *host, bool known)
{
	struct snapshot_item *item = add_host(s, LAYOUT_HOST, host, known);
	uint64_t *v;

	if (!item)
		return -ENOMEM;
	v = item->record.values;
	*v++ = host->sent.octets;
	*v++ = host->sent.packets;
	*v++ = host->received.octets;
	*v++ = host->received.packets;
	for (int i = 0; i < __KNTOP_HOST_L4_MAX; i++) {
		*v++ = host->l4[i].sent.octets;
		*v++ = host->l4[i].received.octets;
	}
	*v++ = host->flows_client;
	*v++ = host->flows_server;
	*v++ = host->flows;
	return 0;
}

static void describe_region(struct snapshot_item *item, const struct region *region)
{
	char name[4 * REGION_NAME + 1], code[16] = "none";

	utf8_escape(region->name, name, sizeof(name));
	if (region->kind == REGION_COUNTRY && region->country[0])
		snprintf(code, sizeof(code), "%s", region->country);
	else if (region->kind == REGION_AS && region->as)
		snprintf(code, sizeof(code), "%u", region->as);
	else if (region->kind == REGION_OTHER)
		snprintf(code, sizeof(code), "other");
	snprintf(item->folder, sizeof(item->folder), "%s/%s",
		 region->kind == REGION_COUNTRY ? "country" : "as", code);
	snprintf(item->about, sizeof(item->about), "kind=%s\n%s=%s\nname=%s\n",
		 region->kind == REGION_COUNTRY ? "country" : "as",
		 region->kind == REGION_COUNTRY ? "code" : "number", code, name);
}

int snapshot_region(struct snapshot *s, const struct region *region)
{
	struct snapshot_item *item = add(s, LAYOUT_REGION);

	if (!item)
		return -ENOMEM;
	describe_region(item, region);
	item->record.epoch = region->epoch;
	item->record.values[0] = region->sent.octets;
	item->record.values[1] = region->sent.packets;
	item->record.values[2] = region->received.octets;
	item->record.values[3] = region->received.packets;
	item->record.values[4] = region->hosts;
	return 0;
}
