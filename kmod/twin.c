// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/overflow.h>
#include <linux/random.h>
#include <linux/string.h>
#include <linux/udp.h>

#include "compat/unaligned.h"
#include "twin.h"

/* VLAN tags that are looked behind, as kntop_packet_parse() does. */
#define KNTOP_TWIN_TAGS		4
/* Time is kept in units of 2^14 ns, modulo 274 s. */
#define KNTOP_TWIN_TIME_SHIFT	14
#define KNTOP_TWIN_TIME_MASK	0xffffffU

/*
 * How much is compared of a frame that was cut: the most of these that is at hand. A tag
 * moves the cut by four octets, two by eight; at none of the usual lengths (64, 68, 80, 96
 * octets) does that make a difference. Less than an IPv4 header and eight octets
 * says nothing.
 */
static const u8 kntop_twin_cuts[] = { 56, 40, 28 };
/* Octets of a datagram's payload that are not the same in two of them by chance. */
#define KNTOP_TWIN_PAYLOAD	16
/*
 * A frame without IP whose payload is no longer than this may be padded, to another length
 * than its copy with a tag: then no more than what both have is compared.
 */
#define KNTOP_TWIN_PADDED	50
#define KNTOP_TWIN_UNPADDED	38

struct kntop_twins *kntop_twins_new(u64 window, u32 buckets)
{
	struct kntop_twins *ts = kvzalloc(struct_size(ts, bucket, buckets), GFP_KERNEL_ACCOUNT);
	u32 n;

	if (!ts)
		return NULL;
	get_random_bytes(&ts->key, sizeof(ts->key));
	ts->window = window;
	ts->mask = buckets - 1;
	for (n = 0; n < buckets; n++)
		spin_lock_init(&ts->bucket[n].lock);
	return ts;
}

static void kntop_twins_free_rcu(struct rcu_head *head)
{
	kvfree(container_of(head, struct kntop_twins, rcu));
}

void kntop_twins_free(struct kntop_twins *ts)
{
	if (ts)
		call_rcu(&ts->rcu, kntop_twins_free_rcu);
}

/* ---- what is compared -------------------------------------------------- */

/* The octets of a frame that are the same in its copy. */
struct kntop_twin_octets {
	u8	octet[KNTOP_TWIN_OCTETS];
	u32	count;
};

static bool kntop_twin_is_tag(u16 type)
{
	return type == ETH_P_8021Q || type == ETH_P_8021AD || type == 0x9100 ||
	       type == 0x9200 || type == 0x9300;
}

/* Return: offset of the network header, whose type is set. */
static u32 kntop_twin_network(const struct kntop_frame *f, u16 *type)
{
	u32 at = ETH_HLEN, tags = 0;

	*type = f->protocol;
	if (f->protocol)
		return f->l2_len;
	*type = get_unaligned_be16(f->data + at - 2);
	while (kntop_twin_is_tag(*type) && at + 4 <= f->caplen && tags++ < KNTOP_TWIN_TAGS) {
		*type = get_unaligned_be16(f->data + at + 2);
		at += 4;
	}
	return at;
}

/* Takes as many octets from the network header on as there are of @len. */
static bool kntop_twin_take(struct kntop_twin_octets *o, const struct kntop_frame *f, u32 at,
			    u32 len)
{
	u32 have = f->caplen - at;
	bool cut = have < min_t(u32, len, sizeof(o->octet));
	unsigned int n;

	/* a file may have cut it behind what is compared: then so it is with all of them */
	cut |= f->caplen < f->wirelen && f->caplen < KNTOP_TWIN_FRAME;
	len = min_t(u32, len, sizeof(o->octet));
	for (n = 0; cut && n < sizeof(kntop_twin_cuts); n++) {
		if (kntop_twin_cuts[n] <= have) {
			len = min_t(u32, len, kntop_twin_cuts[n]);
			cut = false;
		}
	}
	if (cut)
		return false;
	memset(o, 0, sizeof(*o));
	memcpy(o->octet, f->data + at, len);
	o->count = len;
	return true;
}

static bool kntop_twin_is_group(const u8 *ipv4)
{
	return ipv4[offsetof(struct iphdr, daddr)] >> 4 == 0xe;
}

/* Does a transport with numbers or a checksum carry something? */
static bool kntop_twin_has_payload(const u8 *l4, u32 room, u32 l4_len, u8 proto)
{
	if (proto == IPPROTO_TCP && room > 12)
		return l4_len > (l4[12] >> 4) * 4U;
	return proto == IPPROTO_UDP && l4_len > sizeof(struct udphdr) &&
	       room >= min_t(u32, l4_len, sizeof(struct udphdr) + KNTOP_TWIN_PAYLOAD);
}

static bool kntop_twin_ipv4(struct kntop_twin_octets *o, const struct kntop_frame *f, u32 at,
			    int way, struct kntop_twin *t)
{
	const struct iphdr *h = (const struct iphdr *)o->octet;
	u32 len = get_unaligned_be16(f->data + at + 2);
	u32 header = (f->data[at] & 0xf) * 4;

	if (header < sizeof(*h) || len < header || !kntop_twin_take(o, f, at, len))
		return false;
	o->octet[offsetof(struct iphdr, tos)] = way;
	o->octet[offsetof(struct iphdr, ttl)] = 0;
	memset(o->octet + offsetof(struct iphdr, check), 0, sizeof(h->check));
	t->unique = h->id;
	t->telling = t->unique ||
		     (header < o->count && !kntop_twin_is_group(o->octet) &&
		      kntop_twin_has_payload(o->octet + header, o->count - header,
					     len - header, h->protocol));
	return true;
}

static bool kntop_twin_ipv6(struct kntop_twin_octets *o, const struct kntop_frame *f, u32 at,
			    int way, struct kntop_twin *t)
{
	const struct ipv6hdr *h = (const struct ipv6hdr *)o->octet;
	u32 len = get_unaligned_be16(f->data + at + 4);

	if (!len || !kntop_twin_take(o, f, at, len + sizeof(*h)) || o->count <= sizeof(*h))
		return false;
	memset(o->octet, 0, offsetof(struct ipv6hdr, payload_len));
	o->octet[1] = way;
	o->octet[offsetof(struct ipv6hdr, hop_limit)] = 0;
	t->unique = false;
	t->telling = h->daddr.s6_addr[0] != 0xff &&
		     kntop_twin_has_payload(o->octet + sizeof(*h), o->count - sizeof(*h), len,
					    h->nexthdr);
	return true;
}

/* From the payload on, and the MAC addresses behind it. */
static bool kntop_twin_other(struct kntop_twin_octets *o, const struct kntop_frame *f, u32 at,
			     int way, u16 type)
{
	u32 len = min_t(u32, f->wirelen - at, sizeof(o->octet) - 16);
	u32 least = min_t(u32, f->caplen - at, KNTOP_TWIN_UNPADDED);

	if (f->wirelen - at <= KNTOP_TWIN_PADDED || f->caplen - at < len) {
		memset(o, 0, sizeof(*o));
		memcpy(o->octet, f->data + at, least);
		len = KNTOP_TWIN_UNPADDED;
	} else if (!kntop_twin_take(o, f, at, len)) {
		return false;
	}
	if (!f->protocol)
		memcpy(o->octet + len, f->data, 2 * ETH_ALEN);
	put_unaligned_be16(type, o->octet + len + 2 * ETH_ALEN);
	o->octet[len + 2 * ETH_ALEN + 2] = way;
	o->count = len + 2 * ETH_ALEN + 3;
	return true;
}

bool kntop_twin_look(const struct kntop_twins *ts, const struct kntop_frame *f, int way,
		     struct kntop_twin *t)
{
	struct kntop_twin_octets o;
	bool comparable;
	u16 type;
	u32 at;

	*t = (struct kntop_twin) {};
	if (f->gso || (!f->protocol && f->caplen < ETH_HLEN))
		return false;
	at = kntop_twin_network(f, &type);
	if (at > f->caplen)
		return false;
	if (type == ETH_P_IP && f->caplen - at >= sizeof(struct iphdr))
		comparable = kntop_twin_ipv4(&o, f, at, way, t);
	else if (type == ETH_P_IPV6 && f->caplen - at >= sizeof(struct ipv6hdr))
		comparable = kntop_twin_ipv6(&o, f, at, way, t);
	else
		comparable = kntop_twin_other(&o, f, at, way, type);
	if (comparable)
		t->hash = siphash(o.octet, o.count, &ts->key);
	return comparable;
}

/* ---- the frames that came lately --------------------------------------- */

static bool kntop_twin_is_near(const struct kntop_twins *ts, u64 slot, u32 stamp)
{
	u32 age = (stamp - (u32)slot) & KNTOP_TWIN_TIME_MASK;
	u32 window = ts->window >> KNTOP_TWIN_TIME_SHIFT;

	return age <= window || KNTOP_TWIN_TIME_MASK - age < window;
}

/* Lock held. The place of the frame that came longest ago. */
static u64 *kntop_twin_oldest(struct kntop_twin_bucket *b, u32 stamp)
{
	u64 *oldest = b->slot;
	u32 age, most = 0;
	int n;

	for (n = 0; n < KNTOP_TWIN_SLOTS; n++) {
		if (!b->slot[n])
			return &b->slot[n];
		age = (stamp - (u32)b->slot[n]) & KNTOP_TWIN_TIME_MASK;
		/* a time that ran back is of now */
		if (age < KNTOP_TWIN_TIME_MASK / 2 && age > most) {
			most = age;
			oldest = &b->slot[n];
		}
	}
	return oldest;
}

bool kntop_twin_seen(struct kntop_twins *ts, const struct kntop_twin *t, u64 time)
{
	struct kntop_twin_bucket *b = &ts->bucket[t->hash & ts->mask];
	u64 tag = t->hash & ~(u64)KNTOP_TWIN_TIME_MASK;
	u32 stamp = (u32)(time >> KNTOP_TWIN_TIME_SHIFT) & KNTOP_TWIN_TIME_MASK;
	bool seen = false;
	int n;

	spin_lock(&b->lock);
	for (n = 0; n < KNTOP_TWIN_SLOTS && !seen; n++) {
		if ((b->slot[n] & ~(u64)KNTOP_TWIN_TIME_MASK) != tag ||
		    !kntop_twin_is_near(ts, b->slot[n], stamp))
			continue;
		seen = true;
		if (!t->unique)
			b->slot[n] = 0;
	}
	if (!seen)
		*kntop_twin_oldest(b, stamp) = tag | stamp;
	spin_unlock(&b->lock);
	return seen;
}
