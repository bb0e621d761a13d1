// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <linux/udp.h>

#include "../flow.h"
#include "guess.h"
#include "pending.h"

static u32 kntop_guess_ipv4(u8 *to, const struct kntop_flow_key *k, int client, u32 l4_len)
{
	struct iphdr ip = {
		.version = 4, .ihl = sizeof(ip) / 4, .ttl = 64, .protocol = k->l4,
		.tot_len = htons(sizeof(ip) + l4_len),
		.saddr = (__force __be32)k->addr[client].w[3],
		.daddr = (__force __be32)k->addr[!client].w[3],
	};

	memcpy(to, &ip, sizeof(ip));
	return sizeof(ip);
}

static u32 kntop_guess_ipv6(u8 *to, const struct kntop_flow_key *k, int client, u32 l4_len)
{
	struct ipv6hdr ip = {
		.version = 6, .hop_limit = 64, .nexthdr = k->l4,
		.payload_len = htons(l4_len),
	};

	memcpy(&ip.saddr, k->addr[client].b, sizeof(ip.saddr));
	memcpy(&ip.daddr, k->addr[!client].b, sizeof(ip.daddr));
	memcpy(to, &ip, sizeof(ip));
	return sizeof(ip);
}

static void kntop_guess_tcp(u8 *to, const struct kntop_flow_key *k, int client, bool syn)
{
	struct tcphdr tcp = {
		.source = htons(k->port[client]), .dest = htons(k->port[!client]),
		.doff = sizeof(tcp) / 4, .syn = syn, .ack = !syn,
	};

	memcpy(to, &tcp, sizeof(tcp));
}

static void kntop_guess_udp(u8 *to, const struct kntop_flow_key *k, int client)
{
	struct udphdr udp = {
		.source = htons(k->port[client]), .dest = htons(k->port[!client]),
		.len = htons(sizeof(udp)),
	};

	memcpy(to, &udp, sizeof(udp));
}

u32 kntop_guess_packet(u8 *to, const struct kntop_pending *p)
{
	const struct kntop_flow_key *k = &p->flow->key;
	bool ipv4 = kntop_addr_is_v4(&k->addr[0]) && kntop_addr_is_v4(&k->addr[1]);
	int client = kntop_flow_client(p->flow);
	u32 l3, l4 = 0;

	memset(to, 0, KNTOP_GUESS_SIZE);
	if (k->l4 == IPPROTO_TCP)
		l4 = sizeof(struct tcphdr);
	else if (k->l4 == IPPROTO_UDP)
		l4 = sizeof(struct udphdr);
	l3 = ipv4 ? kntop_guess_ipv4(to, k, client, l4) : kntop_guess_ipv6(to, k, client, l4);
	if (k->l4 == IPPROTO_TCP)
		kntop_guess_tcp(to + l3, k, client, p->past & KNTOP_DOOR_SYN);
	else if (k->l4 == IPPROTO_UDP)
		kntop_guess_udp(to + l3, k, client);
	return l3 + l4;
}
