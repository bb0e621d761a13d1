// SPDX-License-Identifier: GPL-2.0-or-later
/* A flow as a JSON object: always the same keys, null for what there is not; "l7" only
 * where somebody has looked.
 */
#include "../field.h"
#include "../geo/geo.h"
#include "../service.h"
#include "flow.h"
#include "l7.h"
#include "tunnel.h"

#define TCP	6

static void put_tcp(struct json *j, const struct kntop_endpoint *e, bool tcp)
{
	field_json_optional(j, "tcp_flags", tcp ? e->tcp_flags : -1);
	field_json_optional(j, "retransmitted", tcp ? (int64_t)e->retransmitted : -1);
	field_json_optional(j, "out_of_order", tcp ? (int64_t)e->out_of_order : -1);
	field_json_optional(j, "lost", tcp ? (int64_t)e->lost : -1);
	field_json_optional(j, "zero_windows", tcp ? (int64_t)e->zero_windows : -1);
	field_json_optional(j, "keep_alives", tcp ? (int64_t)e->keep_alives : -1);
	json_u64(j, "icmp_errors", e->icmp_errors);
}

static void put_endpoint(struct json *j, const char *key, const struct kntop_endpoint *e,
			 bool tcp, bool ended, bool place)
{
	json_object_begin(j, key);
	field_json_address(j, "addr", &e->addr);
	field_json_optional(j, "port", e->port);
	json_bool(j, "local", e->local);
	field_json_name(j, "localnet", e->localnet);
	json_u64(j, "packets", e->packets);
	json_u64(j, "octets", e->octets);
	json_u64(j, "l3_octets", e->l3_octets);
	if (ended) {
		json_u64(j, "new_packets", e->new_packets);
		json_u64(j, "new_octets", e->new_octets);
		json_u64(j, "new_l3_octets", e->new_l3_octets);
	}
	json_u64(j, "octets_per_second", e->rate);
	field_json_time(j, "first", e->first);
	field_json_time(j, "last", e->last);
	put_tcp(j, e, tcp);
	if (place)
		geo_json(j, &e->addr);
	json_object_end(j);
}

static void put_icmp(struct json *j, const struct kntop_flow *f)
{
	if (f->icmp_type < 0) {
		json_null(j, "icmp");
		return;
	}
	json_object_begin(j, "icmp");
	json_u64(j, "type", f->icmp_type);
	field_json_optional(j, "code", f->icmp_code);
	field_json_optional(j, "id", f->icmp_id);
	json_object_end(j);
}

static void put_tunnel(struct json *j, const struct kntop_tunnel *t)
{
	if (!t->id) {
		json_null(j, "tunnel");
		return;
	}
	json_object_begin(j, "tunnel");
	tunnel_view_names(j, t);
	json_object_end(j);
}

/* Where and what it is; but for ICMP mostly the same as of the flow before. */
static void put_key(struct json *j, const struct kntop_flow *f)
{
	struct {
		char interface[KNTOP_NAME_SIZE];
		int64_t number[2];
		int32_t vlan;
		uint32_t tunnel;
		uint8_t encapsulation;
		uint8_t family;
		uint8_t l4;
		uint8_t first;
		uint32_t unused;	/* no gap that is not set */
	} what = { .vlan = f->vlan, .encapsulation = f->encapsulation,
		   .tunnel = f->tunnel.id,
		   .number = { f->tunnel.number, f->tunnel.number_back },
		   .family = f->client.addr.family, .l4 = f->l4, .first = !j->filled };
	bool usual = f->icmp_type < 0;

	memcpy(what.interface, f->interface, sizeof(what.interface));
	if (usual && json_again(j, 0, &what, sizeof(what)))
		return;
	json_string(j, "interface", f->interface);
	field_json_optional(j, "vlan", f->vlan);
	json_string(j, "encapsulation",
		    f->encapsulation ? kntop_encapsulation_name(f->encapsulation) : NULL);
	put_tunnel(j, &f->tunnel);
	json_u64(j, "family", f->client.addr.family);
	json_u64(j, "l4", f->l4);
	json_string(j, "l4_name", kntop_l4_name(f->l4));
	put_icmp(j, f);
	if (usual)
		json_keep(j, 0, &what, sizeof(what));
}

void flow_view_json(const struct ctl *ctl, struct json *j, const struct kntop_flow *f,
		    bool ended)
{
	uint64_t first = kntop_flow_first(f), last = kntop_flow_last(f);

	json_object_begin(j, NULL);
	if (ended) {
		field_json_id(j, "instance", f->instance);
		json_u64(j, "seq", f->seq);
		json_string(j, "end", kntop_end_name(f->end));
		json_bool(j, "final", f->end != KNTOP_END_ACTIVE);
		field_json_time(j, "end_time", f->end_time);
	}
	field_json_id(j, "id", f->id);
	json_u64(j, "record", f->number);
	field_json_time(j, "since", f->since);
	put_key(j, f);
	json_plain(j, "state", kntop_state_name(f->state));
	json_plain(j, "direction_by", kntop_direction_by_name(f->direction_by));
	field_json_time(j, "first", first);
	field_json_time(j, "last", last);
	json_u64(j, "duration_ns", last - first);
	json_u64(j, "packets", f->client.packets + f->server.packets);
	json_u64(j, "octets", f->client.octets + f->server.octets);
	json_u64(j, "new_packets", f->client.new_packets + f->server.new_packets);
	json_u64(j, "new_octets", f->client.new_octets + f->server.new_octets);
	json_u64(j, "octets_per_second", f->client.rate + f->server.rate);
	field_json_optional(j, "client_rtt_us", f->client_rtt);
	field_json_optional(j, "server_rtt_us", f->server_rtt);
	field_json_optional(j, "latency_us", f->latency);
	put_endpoint(j, "client", &f->client, f->l4 == TCP, ended, ctl->detail);
	put_endpoint(j, "server", &f->server, f->l4 == TCP, ended, ctl->detail);
	l7_json(ctl, j, &f->l7,
		l7_is_unknown(&f->l7) ? service_name(f->l4, f->server.port) : NULL);
	json_object_end(j);
}
