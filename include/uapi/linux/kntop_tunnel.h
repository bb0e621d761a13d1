/* SPDX-License-Identifier: GPL-2.0-or-later WITH Linux-syscall-note */
/*
 * kntop_tunnel: the table of all encapsulations that are opened; part of kntop.h.
 *
 * What there is to say of a kind stands here and nowhere else. The numbers of enum
 * kntop_encapsulation, the names, the usual ports, what the parser looks for and whom it
 * asks to open it, and what is left whole of a capture come from this table. A row
 * without a function kntop_tunnel_<name>() does not link; tests/lint/tunnels says what
 * the documentation lacks.
 */
#ifndef _UAPI_LINUX_KNTOP_TUNNEL_H
#define _UAPI_LINUX_KNTOP_TUNNEL_H

#include <linux/types.h>

/*
 * KIND(NAME, name, udp, port, port, protocol, protocol, type, type, gre, gre,
 *	numbers)
 *
 * udp: NO  it is never found by a UDP port
 *	TO  by the port it is sent to
 *	OF  by either port: answers come from it
 * port: usual UDP ports, protocol: IP protocol numbers, type: ethertypes, gre: protocol
 * types of GRE that are no ethertypes. 0 none.
 *
 * numbers: by which tunnels of the kind between the same ends are told apart:
 *	NO     there is none
 *	ONE    both directions have the same: a VNI
 *	EITHER they usually have the same, but need not: a GRE key
 *	TWO    the receiver of each has chosen its own: a TEID
 *
 * New kinds go to the end.
 */
#define KNTOP_TUNNEL_KINDS(KIND)						\
	/* IPv4 or IPv6 in IP: RFC 2003, 2473, 4213 */				\
	KIND(IP, ip, NO, 0, 0, 4, 41, 0, 0, 0, 0, NO)				\
	/* RFC 2784, 2890, in UDP 8086; also Ethernet in GRE, NVGRE 7637 */	\
	KIND(GRE, gre, TO, 4754, 0, 47, 0, 0, 0, 0, 0, EITHER)			\
	/* RFC 7348; 8472 is Linux's default */					\
	KIND(VXLAN, vxlan, TO, 4789, 8472, 0, 0, 0, 0, 0, 0, ONE)		\
	/* RFC 8926 */								\
	KIND(GENEVE, geneve, TO, 6081, 0, 0, 0, 0, 0, 0, 0, ONE)		\
	/* 3GPP TS 29.281 */							\
	KIND(GTPU, gtpu, OF, 2152, 0, 0, 0, 0, 0, 0, 0, TWO)			\
	/* RFC 3032, in IP 4023, in UDP 7510; also Ethernet in MPLS, 4448 */	\
	KIND(MPLS, mpls, TO, 6635, 0, 137, 0, 0x8847, 0x8848, 0, 0, TWO)	\
	/* RFC 2516 */								\
	KIND(PPPOE, pppoe, NO, 0, 0, 0, 0, 0x8864, 0, 0, 0, ONE)		\
	/* Cisco's remote mirrors, types I, II and III: draft-foschiano-erspan */	\
	KIND(ERSPAN, erspan, NO, 0, 0, 0, 0, 0, 0, 0x88be, 0x22eb, ONE)		\
	/* TaZmen Sniffer Protocol, MikroTik's and others' mirrors */		\
	KIND(TZSP, tzsp, TO, 37008, 0, 0, 0, 0, 0, 0, 0, NO)			\
	/* RFC 4380 */								\
	KIND(TEREDO, teredo, OF, 3544, 0, 0, 0, 0, 0, 0, 0, NO)			\
	/* Generic UDP Encapsulation: draft-ietf-intarea-gue */			\
	KIND(GUE, gue, TO, 6080, 0, 0, 0, 0, 0, 0, 0, EITHER)			\
	/* IP right behind a UDP header, as Linux's FOU */			\
	KIND(FOU, fou, TO, 0, 0, 0, 0, 0, 0, 0, 0, NO)				\
	/* RFC 2661, PPP; RFC 3931, Ethernet */					\
	KIND(L2TP, l2tp, OF, 1701, 0, 115, 0, 0, 0, 0, 0, TWO)			\
	/* draft-ietf-nvo3-vxlan-gpe */						\
	KIND(VXLAN_GPE, vxlan_gpe, TO, 4790, 0, 0, 0, 0, 0, 0, 0, ONE)		\
	/* RFC 5415, 5416: data of wireless access points */			\
	KIND(CAPWAP, capwap, OF, 5247, 0, 0, 0, 0, 0, 0, 0, NO)			\
	/* RFC 2637: PPP in GRE */						\
	KIND(PPTP, pptp, NO, 0, 0, 0, 0, 0, 0, 0x880b, 0, TWO)			\
	/* Network Service Header: RFC 8300 */					\
	KIND(NSH, nsh, NO, 0, 0, 0, 0, 0x894f, 0, 0, 0, EITHER)			\
	/* Provider backbone bridges, MAC in MAC: IEEE 802.1ah */		\
	KIND(PBB, pbb, NO, 0, 0, 0, 0, 0x88e7, 0, 0, 0, ONE)			\
	/* Cisco FabricPath */							\
	KIND(FABRICPATH, fabricpath, NO, 0, 0, 0, 0, 0x8903, 0, 0, 0, NO)	\
	/* RFC 3378 */								\
	KIND(ETHERIP, etherip, NO, 0, 0, 97, 0, 0, 0, 0, 0, NO)			\
	/* more than one VLAN tag: IEEE 802.1Q, provider bridges */		\
	KIND(QINQ, qinq, NO, 0, 0, 0, 0, 0, 0, 0, 0, EITHER)

#define _KNTOP_TUNNEL_NUMBER(NAME, ...)	KNTOP_ENCAPSULATION_##NAME,

/** Innermost encapsulation that was opened for a flow (FLOW_A_ENCAPSULATION). */
enum kntop_encapsulation {
	KNTOP_ENCAPSULATION_NONE,
	KNTOP_TUNNEL_KINDS(_KNTOP_TUNNEL_NUMBER)
	__KNTOP_ENCAPSULATION_MAX,
	KNTOP_ENCAPSULATION_MAX = __KNTOP_ENCAPSULATION_MAX - 1
};

/** Most UDP ports at which tunnels are looked for. */
#define KNTOP_TUNNEL_PORTS_MAX	64

/** A UDP port at which tunnels are looked for (CONFIG_A_TUNNEL_PORTS). */
struct kntop_tunnel_port {
	__u16	port;		/* 1 .. 65535 */
	__u8	encapsulation;	/* enum kntop_encapsulation, one that UDP carries */
	__u8	pad;		/* 0 */
};

#endif /* _UAPI_LINUX_KNTOP_TUNNEL_H */
