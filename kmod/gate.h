/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gate: what some interfaces ask of a frame before it is counted: is it wanted (filter),
 * is it a copy (twin), which way does it go (uplink), and now and then a sample (mirror).
 * An interface that asks nothing pays for one test of kntop_interface.asks.
 */
#ifndef KNTOP_GATE_H
#define KNTOP_GATE_H

#include <linux/types.h>

struct kntop_frame;
struct kntop_interface;
struct sk_buff;

/**
 * kntop_gate_passes - ask all that is to be asked of a device's frame
 * @i: interface whose @asks is not 0
 * @skb: frame; as it was when this returns
 * @way: KNTOP_RX or KNTOP_TX
 *
 * Context: a netdev hook: bottom halves off, RCU. Return: true when the frame is to
 * be counted in totals and flows, which is the caller's to do; otherwise it was counted.
 */
bool kntop_gate_passes(struct kntop_interface *i, struct sk_buff *skb, int way);

/**
 * kntop_gate_frame - count an offline frame, once all is asked that is to be asked
 * @i: offline source
 * @f: the frame; its wirelen is the length on the wire
 * @time: nanoseconds since the epoch
 *
 * Context: process, RCU read-side section, bottom halves off.
 */
void kntop_gate_frame(struct kntop_interface *i, const struct kntop_frame *f, u64 time);

#endif /* KNTOP_GATE_H */
