/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * gun_plan: what kntop_gun is told to send, and the frames that come of it.
 *
 * A plan is a line of words KEY=VALUE. Which packet comes when follows from its
 * number alone, so nothing is kept for a flow: packet N belongs to round N / flows,
 * and each round meets every flow once, in an order of its own. An even round is
 * the client's, an odd one the server's.
 */
#ifndef GUN_PLAN_H
#define GUN_PLAN_H

#include <linux/cpumask.h>
#include <linux/netdevice.h>
#include <linux/types.h>

/**
 * struct gun_plan - what to send
 * @dev: "dev": as if received on this device
 * @l4: "l4": IPPROTO_UDP or IPPROTO_TCP (udp)
 * @family: "family": 4 or 6 (4)
 * @flows: "flows": number of them (1000)
 * @hosts: "hosts": clients among which the flows are divided (250)
 * @port: "port": the server's, of the first 60000 flows of a client (20000)
 * @base: "base": second octet of the clients' addresses, for other flows (9)
 * @packets: "packets": in all (1000)
 * @from: "from": the number of each CPU's first packet; U64_MAX: what comes behind the
 *	last one sent
 * @size: "size": octets of a frame, without the frame check sequence; at least so many
 *	that there is some payload (60)
 * @two_way: "two_way": does the server answer? (1)
 * @shared: "shared": does each CPU send all flows, not its part of them? (0)
 * @rate: "rate": packets a second, 0: as fast as it goes (0)
 * @cpus: "cpus": on which (0)
 */
struct gun_plan {
	struct net_device	*dev;
	u8			l4;
	u8			family;
	u32			flows;
	u32			hosts;
	u16			port;
	u8			base;
	u64			packets;
	u64			from;
	u32			size;
	bool			two_way;
	bool			shared;
	u64			rate;
	cpumask_t		cpus;
};

/**
 * gun_plan_parse - understand a plan
 * @p: receives it; @p->dev holds a reference when 0 is returned
 * @line: words; changed
 *
 * Context: process. Return: 0 or a negative error.
 */
int gun_plan_parse(struct gun_plan *p, char *line);

/**
 * gun_plan_order - which flow a packet belongs to
 * @flows: number of flows, at least 1
 * @round: how many times all flows have come before
 * @n: place in the round, below @flows
 *
 * A permutation for each round, so that neither the order in which flows were made
 * nor the last round's says where the next one lies. Return: below @flows.
 */
u32 gun_plan_order(u32 flows, u32 round, u32 n);

/**
 * gun_plan_frame - make a frame
 * @p: plan
 * @flow: flow
 * @round: the flow's packets before this one
 *
 * Context: any; bottom halves off. Return: a frame as a driver hands it over, or NULL.
 */
struct sk_buff *gun_plan_frame(const struct gun_plan *p, u32 flow, u32 round);

#endif /* GUN_PLAN_H */
