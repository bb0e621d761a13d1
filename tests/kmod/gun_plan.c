// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/etherdevice.h>
#include <linux/hash.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/log2.h>
#include <linux/nsproxy.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/tcp.h>

#include "gun_plan.h"

/* What a segment of the smallest Ethernet frame carries. */
#define GUN_PAYLOAD_LEAST	6
#define GUN_CLIENT_PORTS	60000
#define GUN_CLIENT_PORT		2000

/* ---- the line ---------------------------------------------------------- */

static int gun_plan_number(struct gun_plan *p, const char *key, u64 n)
{
	if (!strcmp(key, "family"))
		p->family = n;
	else if (!strcmp(key, "flows"))
		p->flows = n;
	else if (!strcmp(key, "hosts"))
		p->hosts = n;
	else if (!strcmp(key, "port"))
		p->port = n;
	else if (!strcmp(key, "base"))
		p->base = n;
	else if (!strcmp(key, "packets"))
		p->packets = n;
	else if (!strcmp(key, "size"))
		p->size = n;
	else if (!strcmp(key, "two_way"))
		p->two_way = n;
	else if (!strcmp(key, "shared"))
		p->shared = n;
	else if (!strcmp(key, "from"))
		p->from = n;
	else if (!strcmp(key, "rate"))
		p->rate = n;
	else
		return -ENOKEY;
	return 0;
}

static int gun_plan_word(struct gun_plan *p, char *word)
{
	char *key = strsep(&word, "=");
	u64 n;

	if (!word)
		return -EINVAL;
	if (!strcmp(key, "dev")) {
		dev_put(p->dev);
		p->dev = dev_get_by_name(current->nsproxy->net_ns, word);
		return p->dev ? 0 : -ENODEV;
	}
	if (!strcmp(key, "l4")) {
		p->l4 = !strcmp(word, "tcp") ? IPPROTO_TCP : IPPROTO_UDP;
		return 0;
	}
	if (!strcmp(key, "cpus"))
		return cpulist_parse(word, &p->cpus);
	return kstrtou64(word, 0, &n) ?: gun_plan_number(p, key, n);
}

static u32 gun_plan_headers(const struct gun_plan *p)
{
	return ETH_HLEN +
	       (p->family == 6 ? sizeof(struct ipv6hdr) : sizeof(struct iphdr)) +
	       (p->l4 == IPPROTO_TCP ? sizeof(struct tcphdr) : sizeof(struct udphdr));
}

/* Each CPU has at least a flow; TCP's sequence numbers of a shared one would be at odds. */
static bool gun_plan_is_sound(const struct gun_plan *p)
{
	u32 cpus = cpumask_weight(&p->cpus);

	return p->dev && (p->family == 4 || p->family == 6) && p->hosts &&
	       cpus && cpumask_subset(&p->cpus, cpu_online_mask) &&
	       p->flows && (p->shared || p->flows >= cpus) && p->hosts <= p->flows &&
	       p->size <= ETH_FRAME_LEN &&
	       !(p->shared && p->l4 == IPPROTO_TCP);
}

int gun_plan_parse(struct gun_plan *p, char *line)
{
	char *word;
	int err = 0;

	*p = (struct gun_plan){
		.l4 = IPPROTO_UDP, .family = 4, .flows = 1000, .hosts = 250, .port = 20000,
		.base = 9,
		.packets = 1000, .from = U64_MAX, .size = ETH_ZLEN, .two_way = true,
	};
	cpumask_set_cpu(0, &p->cpus);
	line = strim(line);
	while (!err && (word = strsep(&line, " ")))
		err = *word ? gun_plan_word(p, word) : 0;
	p->hosts = min(p->hosts, p->flows);
	p->size = max3(p->size, (u32)ETH_ZLEN, gun_plan_headers(p) + GUN_PAYLOAD_LEAST);
	if (!err && !gun_plan_is_sound(p))
		err = -EINVAL;
	if (err)
		dev_put(p->dev);
	return err;
}

/* ---- order ------------------------------------------------------------- */

/* A Feistel network over the next even number of bits; what lies outside goes round again. */
u32 gun_plan_order(u32 flows, u32 round, u32 n)
{
	u32 half = max_t(u32, 1, DIV_ROUND_UP(order_base_2(flows), 2)), mask = (1U << half) - 1;

	do {
		u32 l = n >> half, r = n & mask, i, old;

		for (i = 0; i < 3; i++) {
			old = r;
			r = l ^ (hash_32(r + (round << 8) + (i << 4) + 1, 32) >> (32 - half));
			l = old;
		}
		n = l << half | r;
	} while (n >= flows);
	return n;
}

/* ---- frames ------------------------------------------------------------ */

/* Whose packet it is, and where it stands in its connection. */
struct gun_packet {
	bool	server;
	u16	client_port;
	u16	server_port;
	u32	host;
	u8	flags;
	u32	seq;
	u32	ack;
	u32	payload;
};

/* SYN, SYN-ACK, ACK; from then on each round a segment, the server first. */
static void gun_plan_tcp(const struct gun_plan *p, struct gun_packet *k, u32 flow, u32 round)
{
	u32 isn = hash_32(flow + 1, 32), step = p->size - gun_plan_headers(p);
	u32 client = isn + 1, server = ~isn + 1;

	k->flags = TCPHDR_ACK;
	if (!p->two_way) {
		k->flags = round ? TCPHDR_ACK : TCPHDR_SYN;
		k->payload = round ? step : 0;
		k->seq = round ? client + step * (round - 1) : isn;
		k->ack = round ? server : 0;
		return;
	}
	if (round > 2) {
		k->payload = step;
		client += step * ((round - 3) / 2);
		server += step * ((round - 2) / 2);
	}
	if (round < 2)
		k->flags = round ? TCPHDR_SYN | TCPHDR_ACK : TCPHDR_SYN;
	if (k->server) {
		k->seq = round == 1 ? server - 1 : server;
		k->ack = client;
	} else {
		k->seq = round ? client : client - 1;
		k->ack = round ? server : 0;
	}
}

static void gun_plan_packet(const struct gun_plan *p, struct gun_packet *k, u32 flow, u32 round)
{
	u32 n = flow / p->hosts;

	*k = (struct gun_packet){
		.server = p->two_way && (round & 1), .host = flow % p->hosts,
		.client_port = GUN_CLIENT_PORT + n % GUN_CLIENT_PORTS,
		.server_port = p->port + n / GUN_CLIENT_PORTS,
		.payload = p->size - gun_plan_headers(p),
	};
	if (p->l4 == IPPROTO_TCP) {
		k->payload = 0;
		gun_plan_tcp(p, k, flow, round);
	}
}

static void gun_plan_put_l4(const struct gun_plan *p, const struct gun_packet *k, void *at)
{
	__be16 src = htons(k->server ? k->server_port : k->client_port);
	__be16 dst = htons(k->server ? k->client_port : k->server_port);
	struct udphdr *u = at;
	struct tcphdr *t = at;

	if (p->l4 == IPPROTO_UDP) {
		*u = (struct udphdr){ .source = src, .dest = dst,
				      .len = htons(sizeof(*u) + k->payload) };
		if (p->family == 6)
			u->check = CSUM_MANGLED_0;
		return;
	}
	*t = (struct tcphdr){ .source = src, .dest = dst, .seq = htonl(k->seq),
			      .ack_seq = htonl(k->ack), .doff = sizeof(*t) / 4,
			      .window = htons(U16_MAX) };
	tcp_flag_word(t) |= htonl(k->flags << 16);
}

static void gun_plan_put_ipv4(const struct gun_plan *p, const struct gun_packet *k,
			      struct iphdr *h)
{
	__be32 client = htonl(10U << 24 | (p->base << 16) | (k->host + 2));
	__be32 server = htonl(10U << 24 | 200U << 16 | 2);

	if (k->host >= U16_MAX - 2)
		client = htonl((u32)(11 + p->base) << 24 | k->host);
	*h = (struct iphdr){
		.version = 4, .ihl = 5, .ttl = 64, .protocol = p->l4,
		.tot_len = htons(gun_plan_headers(p) - ETH_HLEN + k->payload),
		.saddr = k->server ? server : client, .daddr = k->server ? client : server,
	};
	h->check = ip_fast_csum(h, h->ihl);
}

static void gun_plan_put_ipv6(const struct gun_plan *p, const struct gun_packet *k,
			      struct ipv6hdr *h)
{
	struct in6_addr client = { .s6_addr32 = { htonl(0xfd000000), htonl(p->base), 0,
						  htonl(k->host + 2) } };
	struct in6_addr server = { .s6_addr32 = { htonl(0xfd000000), htonl(200), 0, htonl(2) } };

	*h = (struct ipv6hdr){
		.version = 6, .nexthdr = p->l4, .hop_limit = 64,
		.payload_len = htons(gun_plan_headers(p) - ETH_HLEN - sizeof(*h) + k->payload),
		.saddr = k->server ? server : client, .daddr = k->server ? client : server,
	};
}

struct sk_buff *gun_plan_frame(const struct gun_plan *p, u32 flow, u32 round)
{
	struct sk_buff *skb = netdev_alloc_skb(p->dev, p->size + NET_IP_ALIGN);
	struct gun_packet k;
	struct ethhdr *eth;
	u32 headers;

	if (!skb)
		return NULL;
	gun_plan_packet(p, &k, flow, round);
	skb_reserve(skb, NET_IP_ALIGN);
	eth = skb_put(skb, p->size);
	headers = gun_plan_headers(p);
	memset((u8 *)eth + headers, 0, p->size - headers);
	ether_addr_copy(eth->h_dest, p->dev->dev_addr);
	eth_zero_addr(eth->h_source);
	eth->h_source[0] = 2;
	eth->h_proto = htons(p->family == 6 ? ETH_P_IPV6 : ETH_P_IP);
	if (p->family == 6)
		gun_plan_put_ipv6(p, &k, (struct ipv6hdr *)(eth + 1));
	else
		gun_plan_put_ipv4(p, &k, (struct iphdr *)(eth + 1));
	gun_plan_put_l4(p, &k, (u8 *)eth + headers -
			(p->l4 == IPPROTO_TCP ? sizeof(struct tcphdr) : sizeof(struct udphdr)));
	skb->protocol = eth_type_trans(skb, p->dev);
	skb->ip_summed = CHECKSUM_UNNECESSARY;
	return skb;
}
