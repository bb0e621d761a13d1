/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * tunnel: where a packet or a frame carries another one.
 *
 * Only finds the place; packet.c reads what is there and judges whether it is
 * an IP packet at all. Pure, as packet.h.
 *
 * Which kinds there are, and by what each is told, says the table in
 * include/uapi/linux/kntop_tunnel.h. Each has a function that opens it.
 */
#ifndef KNTOP_TUNNEL_H
#define KNTOP_TUNNEL_H

#include <linux/kntop.h>

#include "packet.h"
#include "tunnel_kind.h"

/**
 * struct kntop_tunnel - what carries, and what is carried
 * @off: offset in the frame: of the tunnel's own header, and when it is opened of what
 *	it carries
 * @end: offset of the first octet behind it
 * @number: by which the tunnel is told from others between the same ends: VNI, TEID,
 *	key, label, session, whatever the kind has, host order; 0 if not @numbered
 * @ethertype: of what begins at @off, 0: an Ethernet header
 * @via: by what it was told: IP protocol, ethertype or GRE's protocol type; 0: UDP
 * @flags: of the GRE header that it is in, 0 none
 * @encap: enum kntop_encapsulation
 * @numbered: there is a number
 * @fills: its header says so little that it is believed only where an IP packet fills it
 *	to the last octet
 */
struct kntop_tunnel {
	u32	off;
	u32	end;
	u32	number;
	u16	ethertype;
	u16	via;
	u16	flags;
	u8	encap;
	bool	numbered;
	bool	fills;
};

/**
 * kntop_tunnel_find - find the packet inside a packet
 * @t: the result; set only with KNTOP_PACKET_FLOW
 * @outer: a whole (not fragmented) packet, as kntop_packet_parse() fills it
 * @f: the frame
 *
 * Goes by IP protocol, and with UDP by the port it is sent to, or comes from.
 * Any context.
 *
 * Return: KNTOP_PACKET_FLOW, KNTOP_PACKET_MORE, or an enum kntop_part when
 * @outer is no tunnel that can be opened.
 */
int kntop_tunnel_find(struct kntop_tunnel *t, const struct kntop_packet *outer,
		      const struct kntop_frame *f);

/**
 * kntop_tunnel_skip - take octets of a tunnel's header
 * @t: tunnel; @off moves behind them
 * @f: the frame
 * @len: how many
 *
 * Return: KNTOP_PACKET_FLOW: they can be read. KNTOP_PACKET_MORE, or another: it is
 * not to be opened.
 */
int kntop_tunnel_skip(struct kntop_tunnel *t, const struct kntop_frame *f, u32 len);

/**
 * kntop_tunnel_version - what is carried is IP, and says itself which
 * @t: tunnel; @ethertype is set by the first four bits at @off
 * @f: the frame
 *
 * Return: as kntop_tunnel_find().
 */
int kntop_tunnel_version(struct kntop_tunnel *t, const struct kntop_frame *f);

/**
 * kntop_tunnel_set_type - what is carried has this ethertype
 * @t: tunnel; @ethertype is set
 * @type: ethertype; ETH_P_TEB Ethernet
 *
 * Return: KNTOP_PACKET_FLOW, or KNTOP_PART_NON_IP where it leads to no IP packet.
 */
int kntop_tunnel_set_type(struct kntop_tunnel *t, u16 type);

/** kntop_tunnel_set_number - set the number by which a tunnel is told from others. */
static inline void kntop_tunnel_set_number(struct kntop_tunnel *t, u32 number)
{
	t->number = number;
	t->numbered = true;
}

/**
 * kntop_tunnel_enter - a packet is in this tunnel
 * @p: packet; @encap and @tunnel are set. Before: the tunnel that carries this one, and
 *	@vlan of the packet that carries it
 * @t: the tunnel, opened
 * @src: the end it comes from
 * @dst: the end it goes to
 * @ends: what they are: 4, 6, KNTOP_TUNNEL_ENDS_*
 *
 * A number that each direction has for itself tells nothing where there are no ends.
 * Any context.
 */
void kntop_tunnel_enter(struct kntop_packet *p, const struct kntop_tunnel *t,
			const union kntop_addr *src, const union kntop_addr *dst, u8 ends);

/**
 * kntop_tunnel_fits - is a packet no longer than what carries it?
 * @t: tunnel, opened
 * @inner: what is in it
 * @outer: the packet that carries it
 * @f: the frame
 *
 * Any context.
 */
bool kntop_tunnel_fits(const struct kntop_tunnel *t, const struct kntop_packet *inner,
		       const struct kntop_packet *outer, const struct kntop_frame *f);

#define _KNTOP_TUNNEL_OPENER(NAME, name, ...)					\
	kntop_tunnel_##name(struct kntop_tunnel *t, const struct kntop_frame *f),

/**
 * kntop_tunnel_open - find what a tunnel carries
 * @t: in: its kind, @off, @end, @via, @number and @flags; out: all
 * @f: the frame
 *
 * Calls the function of @t->encap; each kind has one, which does the same for it alone.
 * Any context. Return: as kntop_tunnel_find().
 */
int KNTOP_TUNNEL_KINDS(_KNTOP_TUNNEL_OPENER)
	kntop_tunnel_open(struct kntop_tunnel *t, const struct kntop_frame *f);

#endif /* KNTOP_TUNNEL_H */
