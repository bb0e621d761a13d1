// SPDX-License-Identifier: GPL-2.0-or-later
/* What of a frame need not be handed in. */
#include <net/ethernet.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include "trim.h"

#define SETS		65536
#define WAYS		2
/* A flow that is silent for so long might be over: the least timeout is a second, and
 * what was seen within one is never evicted. Times may run back a little.
 */
#define SILENT_NS	500000000
#define BACK_NS		100000000
/* With a smaller table an eighth of it, which is what the dead may be, could be too
 * little for the flows that end within one request.
 */
#define LIMIT_LEAST	16384

#define ETHERNET	14
#define TAG		4
#define VLAN_ID		0xfff
#define TCP_SYN		0x02
#define TCP_ACK		0x10

/* An address and a port of it. */
struct end {
	uint64_t addr[2];
	uint64_t port;
};

struct trim_flow {
	struct end a;
	struct end b;
	uint32_t what;		/* VLAN, version and L4 protocol, 0: none */
	uint32_t count;		/* packets, up to TRIM_BEHIND */
	uint64_t last;
};

/* What a plain frame says. */
struct plain_frame {
	struct end src;
	struct end dst;
	uint32_t what;
	uint32_t headers;	/* octets */
	bool begins;		/* a connection, perhaps once more */
};

void trim_open(struct trim *t, uint64_t flows, uint64_t limit,
	       const struct kntop_config *config)
{
	*t = (struct trim){ .room = limit > flows ? limit - flows : 0 };
	for (uint32_t i = 0; i < config->tunnel_ports_count; i++) {
		uint16_t port = config->tunnel_ports[i].port;

		t->carriers[port / 64] |= 1ULL << port % 64;
	}
	if (limit >= LIMIT_LEAST)
		t->flows = calloc(SETS * WAYS, sizeof(*t->flows));
}

void trim_close(struct trim *t)
{
	free(t->flows);
	t->flows = NULL;
}

static uint32_t get16(const uint8_t *p)
{
	return p[0] << 8 | p[1];
}

/* ---- plain frames -------------------------------------------------------- */

/* The transport header at @at of a packet that ends at @end; @len octets are at hand. */
static bool read_l4(struct plain_frame *f, const uint8_t *p, uint32_t at, uint32_t end,
		    size_t len)
{
	uint32_t header = 8;

	if (at + 20 > len)
		return false;
	f->src.port = get16(p + at);
	f->dst.port = get16(p + at + 2);
	f->begins = false;
	switch (f->what & 0xff) {
	case IPPROTO_TCP:
		header = (p[at + 12] >> 4) * 4;
		f->begins = (p[at + 13] & (TCP_SYN | TCP_ACK)) == TCP_SYN;
		break;
	case IPPROTO_UDP:
		break;
	default:
		return false;
	}
	f->headers = at + header;
	return header >= 8 && f->headers <= end && f->headers <= len &&
	       ((f->what & 0xff) == IPPROTO_UDP || header >= 20);
}

static bool read_ipv4(struct plain_frame *f, const uint8_t *p, uint32_t at, size_t len)
{
	const uint8_t *ip = p + at;
	uint32_t header = (ip[0] & 15) * 4;
	uint32_t addr[2];

	/* no fragment */
	if (ip[0] >> 4 != 4 || header < 20 || get16(ip + 6) & 0x3fff)
		return false;
	memcpy(addr, ip + 12, sizeof(addr));
	f->src = (struct end){ .addr = { addr[0] } };
	f->dst = (struct end){ .addr = { addr[1] } };
	f->what |= 4 << 8 | ip[9];
	return read_l4(f, p, at + header, at + get16(ip + 2), len);
}

static bool read_ipv6(struct plain_frame *f, const uint8_t *p, uint32_t at, size_t len)
{
	const uint8_t *ip = p + at;

	if (ip[0] >> 4 != 6 || len < at + 40)
		return false;
	memcpy(f->src.addr, ip + 8, sizeof(f->src.addr));
	memcpy(f->dst.addr, ip + 24, sizeof(f->dst.addr));
	f->what |= 6 << 8 | ip[6];
	return read_l4(f, p, at + 40, at + 40 + get16(ip + 4), len);
}

static bool read_frame(struct plain_frame *f, const struct kntop_frame *frame)
{
	const uint8_t *p = frame->data;
	uint32_t at = ETHERNET;

	f->what = 0;
	if (frame->protocol || frame->len < ETHERNET + TAG + 20)
		return false;
	/* a mirror's copy may have a tag, and is to be cut where the other is */
	if (get16(p + 12) == ETHERTYPE_VLAN) {
		f->what = (get16(p + ETHERNET) & VLAN_ID) << 16;
		at += TAG;
	}
	switch (get16(p + at - 2)) {
	case ETHERTYPE_IP:
		return read_ipv4(f, p, at, frame->len);
	case ETHERTYPE_IPV6:
		return read_ipv6(f, p, at, frame->len);
	default:
		return false;
	}
}

/* It may hold another packet. */
static bool is_carrier(const struct trim *t, const struct plain_frame *f)
{
	uint64_t a = t->carriers[f->src.port / 64] >> f->src.port % 64;
	uint64_t b = t->carriers[f->dst.port / 64] >> f->dst.port % 64;

	return (f->what & 0xff) == IPPROTO_UDP && (a | b) & 1;
}

/* ---- their flows --------------------------------------------------------- */

static uint64_t hash_end(const struct end *e)
{
	uint64_t h = (e->addr[0] ^ e->port << 32) * 0x9e3779b97f4a7c15;

	h ^= h >> 29;
	return (h + e->addr[1]) * 0xbf58476d1ce4e5b9;
}

static bool is_same(const struct end *a, const struct end *b)
{
	return !((a->addr[0] ^ b->addr[0]) | (a->addr[1] ^ b->addr[1]) | (a->port ^ b->port));
}

static bool is_of(const struct plain_frame *f, const struct trim_flow *flow)
{
	return flow->what == f->what &&
	       ((is_same(&f->src, &flow->a) && is_same(&f->dst, &flow->b)) ||
		(is_same(&f->src, &flow->b) && is_same(&f->dst, &flow->a)));
}

/* The flow of a frame, which may be new, in place of the one that is silent longest. */
static struct trim_flow *find(struct trim *t, const struct plain_frame *f)
{
	uint64_t hash = hash_end(&f->src) + hash_end(&f->dst);
	struct trim_flow *set = &t->flows[(hash >> 32) % SETS * WAYS];
	struct trim_flow *oldest = set;

	for (int i = 0; i < WAYS; i++) {
		if (is_of(f, &set[i]))
			return &set[i];
		if (set[i].last < oldest->last)
			oldest = &set[i];
	}
	*oldest = (struct trim_flow){ .a = f->src, .b = f->dst, .what = f->what };
	return oldest;
}

/* Another flow may begin. False when the table might be full. */
static bool take_room(struct trim *t)
{
	if (t->room)
		t->room--;
	return t->room;
}

void trim_frame(struct trim *t, struct kntop_frame *frame)
{
	struct trim_flow *flow;
	struct plain_frame f;

	if (!t->flows)
		return;
	if (frame->time > t->clock)
		t->clock = frame->time;
	flow = read_frame(&f, frame) && !is_carrier(t, &f) ? find(t, &f) : NULL;
	if (flow && (f.begins || t->clock - flow->last >= SILENT_NS))
		flow->count = 0;
	if (t->clock - frame->time > BACK_NS || ((!flow || !flow->count) && !take_room(t))) {
		trim_close(t);
		return;
	}
	if (!flow)
		return;
	flow->last = t->clock;
	if (flow->count < TRIM_BEHIND) {
		flow->count++;
		return;
	}
	if (frame->wire_len < frame->len)
		frame->wire_len = frame->len;
	frame->len = f.headers;
}
