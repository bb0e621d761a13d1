/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * filter: which of an interface's frames are counted. A classic BPF program, as
 * pcap's syntax compiles to, and the text it was made of.
 */
#ifndef KNTOP_FILTER_H
#define KNTOP_FILTER_H

#include <linux/kntop.h>
#include <linux/rcupdate.h>
#include <linux/types.h>

struct bpf_prog;
struct sk_buff;
struct sock_filter;

/**
 * struct kntop_filter - a filter, constant
 * @prog: the program; a frame passes for which it returns anything but 0
 * @text: what it was made of, for people; not checked
 * @rcu: for freeing
 */
struct kntop_filter {
	struct bpf_prog		*prog;
	char			text[KNTOP_FILTER_TEXT_SIZE];
	struct rcu_head		rcu;
};

/**
 * kntop_filter_new - make one
 * @code: the program, copied
 * @len: its instructions, 1 .. KNTOP_FILTER_MAX
 * @text: what it was made of, shorter than KNTOP_FILTER_TEXT_SIZE
 *
 * Context: process. Return: the filter, ERR_PTR(-EINVAL) the kernel does not take
 * the program, ERR_PTR(-ENOMEM).
 */
struct kntop_filter *kntop_filter_new(struct sock_filter *code, u16 len,
				      const char *text);

/**
 * kntop_filter_free - free it after a grace period
 * @f: filter that no interface has any more, or NULL
 */
void kntop_filter_free(struct kntop_filter *f);

/**
 * kntop_filter_passes - is a device's frame wanted?
 * @f: filter
 * @skb: frame as the hook got it; as it was when this returns
 * @way: KNTOP_RX or KNTOP_TX
 *
 * The program sees the frame as packet sockets do: from the Ethernet header on, a tag
 * that was taken out beside it, and what is sent marked as outgoing. Of devices without
 * Ethernet it sees the packet from the network header on.
 *
 * Context: a netdev hook: bottom halves off, RCU.
 */
bool kntop_filter_passes(const struct kntop_filter *f, struct sk_buff *skb, int way);

#endif /* KNTOP_FILTER_H */
