// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libFuzzer target: no frame whatever makes packet.c read outside it or say
 * what cannot be.
 *
 * The first octets of an input are the parameters of the frame, so that the
 * fuzzer can vary them too; the frame follows.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <linux/kntop.h>

#include "packet_fuzz.h"
#include "tunnel_kind.h"
#include "tunnel_port.h"

#define CHECK(what)							\
	do {								\
		if (!(what)) {						\
			fprintf(stderr, "%s:%d: not so: %s\n",		\
				__FILE__, __LINE__, #what);		\
			abort();					\
		}							\
	} while (0)

/* Parses the first @caplen octets, in a block of memory that ends there. */
static int parse(struct kntop_packet *p, const struct kntop_frame *f, u32 caplen, u8 fill)
{
	struct kntop_frame exact = *f;
	u8 *data = malloc(caplen ? caplen : 1);
	int ret;

	CHECK(data);
	memcpy(data, f->data, caplen);
	exact.data = caplen ? data : data + 1;
	exact.caplen = caplen;
	memset(p, fill, sizeof(*p));
	ret = kntop_packet_parse(p, &exact);
	free(data);
	return ret;
}

static void check_same(const struct kntop_packet *a, const struct kntop_packet *b)
{
	CHECK(!memcmp(&a->src, &b->src, sizeof(a->src)));
	CHECK(!memcmp(&a->dst, &b->dst, sizeof(a->dst)));
	CHECK(a->src_port == b->src_port && a->dst_port == b->dst_port);
	CHECK(a->vlan == b->vlan && a->ethertype == b->ethertype);
	CHECK(a->family == b->family && a->l4 == b->l4 && a->encap == b->encap);
	CHECK(a->tcp_flags == b->tcp_flags && a->tcp_seq == b->tcp_seq);
	CHECK(a->icmp == b->icmp && a->icmp_reply == b->icmp_reply);
	CHECK(a->fragment == b->fragment && a->phantom == b->phantom);
	CHECK(a->tcp_short == b->tcp_short && a->carrier == b->carrier);
	CHECK(a->l3_off == b->l3_off && a->l4_off == b->l4_off);
	CHECK(a->payload_off == b->payload_off);
	CHECK(a->l3_len == b->l3_len && a->payload_len == b->payload_len);
}

static void check_addresses(const struct kntop_packet *p, const struct kntop_frame *f)
{
	const u8 *ip = f->data + p->l3_off;

	CHECK(p->family == ip[0] >> 4);
	if (p->family == 4) {
		CHECK(p->ethertype == 0x0800);
		CHECK(kntop_addr_is_v4(&p->src) && kntop_addr_is_v4(&p->dst));
		CHECK(!memcmp(p->src.b + 12, ip + 12, 4));
		CHECK(!memcmp(p->dst.b + 12, ip + 16, 4));
	} else {
		CHECK(p->family == 6 && p->ethertype == 0x86dd);
		CHECK(!memcmp(p->src.b, ip + 8, 16));
		CHECK(!memcmp(p->dst.b, ip + 24, 16));
	}
}

static void check_flow(const struct kntop_packet *p, const struct kntop_frame *f)
{
	CHECK(p->vlan < 4096);
	CHECK(p->encap <= KNTOP_ENCAPSULATION_MAX);
	CHECK(p->l3_off + (p->family == 4 ? 20 : 40) <= p->l4_off);
	CHECK(p->l4_off <= p->payload_off);
	CHECK(p->payload_off - p->l3_off <= p->l3_len);
	CHECK(p->tcp_short ? !p->payload_len :
	      p->payload_off - p->l3_off + p->payload_len == p->l3_len);
	CHECK(!p->tcp_short || (p->l4 == 6 && !p->tcp_flags));
	CHECK(!p->carrier || p->l4 == 17);
	if (p->encap == KNTOP_ENCAPSULATION_NONE && f->gso)
		CHECK(p->l3_off + p->l3_len == f->wirelen);
	CHECK(p->phantom == 0 || (p->phantom == 8 && f->gso && p->l4 == 6 &&
				  p->l4_off == p->l3_off + 48));
	CHECK(p->l4 == 6 || (!p->tcp_flags && !p->tcp_seq));
	CHECK(!p->icmp_reply || p->icmp);
	CHECK(p->icmp == ((p->l4 == 1 || p->l4 == 58) && !p->fragment));
	CHECK(!p->fragment || p->fragmented);
	CHECK(!p->fragmented || (p->l3_off < p->fragment_at && p->fragment_at <= p->l4_off));
	CHECK(!p->fragmented || !p->fragment_offset || p->fragment);
	CHECK(!p->fragment || (!p->src_port && !p->dst_port &&
			       p->payload_off == p->l4_off));
	check_addresses(p, f);
}

/* Each kind that UDP carries at a port of its own, and none at the usual ones. */
static const struct kntop_tunnel_ports *other_ports(void)
{
	static struct kntop_tunnel_ports ports;
	struct kntop_tunnel_port list[KNTOP_TUNNEL_PORTS_MAX] = { 0 };
	u32 n = 0;
	u8 kind;

	for (kind = 1; kind <= KNTOP_ENCAPSULATION_MAX; kind++) {
		if (!kntop_tunnel_is_udp(kind))
			continue;
		list[n].port = 80 + kind;
		list[n++].encapsulation = kind;
	}
	CHECK(kntop_tunnel_port_set(&ports, list, n) == KNTOP_TUNNEL_PORT_OK);
	return &ports;
}

int LLVMFuzzerTestOneInput(const u8 *input, size_t size)
{
	struct kntop_packet p, again;
	struct packet_fuzz_head head;
	struct kntop_frame f = { 0 };
	u32 part;
	int ret;

	if (size < sizeof(head))
		return 0;
	memcpy(&head, input, sizeof(head));
	f.data = input + sizeof(head);
	f.caplen = size - sizeof(head);
	f.wirelen = f.caplen + head.more;
	f.protocol = head.protocol;
	f.l2_len = head.l2_len;
	f.vlan = head.vlan;
	f.gso = head.gso & 1;
	if (head.gso & PACKET_FUZZ_PORTS)
		f.ports = other_ports();

	ret = parse(&p, &f, f.caplen, 0);
	CHECK(ret >= KNTOP_PACKET_MORE && ret <= KNTOP_PART_TOO_DEEP);
	if (ret == KNTOP_PACKET_FLOW)
		check_flow(&p, &f);
	if (ret == KNTOP_PACKET_MORE)
		CHECK(f.caplen < f.wirelen && f.caplen < KNTOP_PACKET_HEADERS_MAX);

	/* what was not set shows, as it was something else before */
	CHECK(parse(&again, &f, f.caplen, 1) == ret);
	if (ret == KNTOP_PACKET_FLOW)
		check_same(&p, &again);

	part = f.caplen ? head.part % f.caplen : 0;
	if (parse(&again, &f, part, 1) != KNTOP_PACKET_MORE) {
		CHECK(parse(&again, &f, part, 1) == ret);
		if (ret == KNTOP_PACKET_FLOW)
			check_same(&p, &again);
	}
	/* what can be told without the rest is told the same when it cannot be had */
	f.cut = true;
	part = parse(&again, &f, f.caplen, 1);
	CHECK((int)part != KNTOP_PACKET_MORE);
	if (ret != KNTOP_PACKET_MORE)
		CHECK((int)part == ret);
	if (ret == KNTOP_PACKET_FLOW)
		check_same(&p, &again);
	f.cut = false;
	f.wirelen = f.caplen;
	CHECK(parse(&p, &f, f.caplen, 0) != KNTOP_PACKET_MORE);
	return 0;
}
