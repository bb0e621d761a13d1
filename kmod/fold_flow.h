/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * fold_flow: a visit of one flow; for the files of fold alone.
 */
#ifndef KNTOP_FOLD_FLOW_H
#define KNTOP_FOLD_FLOW_H

#include "host.h"
#include "interface.h"
#include "localnet.h"
#include "net.h"
#include "record.h"

/**
 * struct kntop_fold - what happened to one flow since the visit before
 * @kn: namespace
 * @i: its interface
 * @flow: flow
 * @home: its home bucket, as kntop_flow_expect() said
 * @bucket: where its hosts are or would be
 * @host: its hosts, or NULL where there is no room for them
 * @tick: the visit of a tick
 * @bits: of the flow
 * @about: of the flow's key
 * @packets: what is new, each way; as @octets
 * @octets: see @packets
 * @first: time of its first packet
 * @last: time of each side's newest packet
 * @total: all it has carried
 * @label: what it is
 * @tunnel: the tunnel it is in, or NULL
 *
 * Accounting mutex.
 */
struct kntop_fold {
	struct kntop_net	*kn;
	struct kntop_interface	*i;
	struct kntop_flow	*flow;
	u32			home;
	const struct hlist_head	*bucket[2];
	struct kntop_host	*host[2];
	bool			tick;
	u8			bits;
	u8			about;
	u64			packets[2];
	u64			octets[2];
	u64			first;
	u64			last[2];
	struct kntop_volume	total[2];
	struct kntop_label	label;
	struct kntop_tunnel_entry *tunnel;
};

/** kntop_fold_volume - add to a total that others read meanwhile. */
static inline void kntop_fold_volume(struct kntop_volume *v, u64 packets, u64 octets)
{
	WRITE_ONCE(v->packets, v->packets + packets);
	WRITE_ONCE(v->octets, v->octets + octets);
}

/** kntop_fold_interface - an interface that is watched or lingers, by its number. */
struct kntop_interface *kntop_fold_interface(struct kntop_net *kn, u16 id);

/** kntop_fold_net - the network of a side, or NULL. */
static inline struct kntop_localnet *kntop_fold_net(struct kntop_fold *f, int side)
{
	struct kntop_host *host = f->host[side];

	if (host)
		return rcu_dereference_protected(host->net, 1);
	return kntop_localnet_find(f->i->localnets, &f->flow->key.addr[side]);
}

/** kntop_fold_attach - find the flow's hosts, or make them where there is room. */
void kntop_fold_attach(struct kntop_fold *f);

/** kntop_fold_roles - tell the hosts who is the client. */
void kntop_fold_roles(struct kntop_fold *f);

#define KNTOP_FOLD_DNS_PORT	53

/** kntop_fold_is_dns - may its latency be a DNS server's? */
static inline bool kntop_fold_is_dns(const struct kntop_fold *f)
{
	int server = !(f->about & KNTOP_FLOW_ABOUT_CLIENT);

	return f->flow->key.port[server] == KNTOP_FOLD_DNS_PORT;
}

/** kntop_fold_dns - tell that server's host how long its first answer took, once. */
void kntop_fold_dns(struct kntop_fold *f);

/** kntop_fold_host - add what is new to the host of a side. */
void kntop_fold_host(struct kntop_fold *f, int side);

/** kntop_fold_host_leave - the host of a side loses the flow, which was @r. */
void kntop_fold_host_leave(struct kntop_fold *f, const struct kntop_record *r, int side);

/** kntop_fold_protocol - add what is new to protocols and categories. */
void kntop_fold_protocol(struct kntop_fold *f);

#endif /* KNTOP_FOLD_FLOW_H */
