/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * express: the short way of a packet whose flow is known.
 *
 * Nearly every packet is an Ethernet frame with an IPv4 or IPv6 packet without
 * options, TCP or UDP, of a flow that is known, classified and in good order.
 * It needs no more than its headers compared with its bucket and its flow's
 * counters raised; and the first packet of a new one as little as that allows.
 * Whatever is unusual about packet or flow is left to the long way, of which this
 * is a part: where it is taken, the result is the same.
 */
#ifndef KNTOP_EXPRESS_H
#define KNTOP_EXPRESS_H

#include <linux/types.h>

struct kntop_interface;
struct nf_hook_state;
struct sk_buff;

/**
 * kntop_express_prepare - work out what does not change from packet to packet
 * @i: interface with its number, about to be hooked
 */
void kntop_express_prepare(struct kntop_interface *i);

/**
 * kntop_express_rx - the hook for what arrives
 * @priv: struct kntop_interface
 * @skb: frame
 * @state: not used
 *
 * Context: netdev ingress: bottom halves off, RCU. Return: NF_ACCEPT or NF_DROP.
 */
unsigned int kntop_express_rx(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state);

/**
 * kntop_express_tx - the hook for what is sent
 *
 * As above. Context: netdev egress: RCU; bottom halves are off but for what packet sockets
 * send past the queue.
 */
unsigned int kntop_express_tx(void *priv, struct sk_buff *skb,
			      const struct nf_hook_state *state);

#endif /* KNTOP_EXPRESS_H */
