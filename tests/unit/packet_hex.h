/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_hex: headers as they stand in the RFCs' drawings, for the samples.
 */
#ifndef KNTOP_PACKET_HEX_H
#define KNTOP_PACKET_HEX_H

#include <linux/kntop.h>

#define FLOW		KNTOP_PACKET_FLOW
#define NON_IP		KNTOP_PART_NON_IP
#define TRUNCATED	KNTOP_PART_TRUNCATED
#define BAD_IP		KNTOP_PART_MALFORMED_IP
#define BAD_L4		KNTOP_PART_MALFORMED_L4
#define TOO_DEEP	KNTOP_PART_TOO_DEEP

/* 14 octets; the type follows */
#define ETH		"020000000002 020000000001 "
#define ETH4		ETH "0800 "
#define ETH6		ETH "86dd "

/* 20 octets: length, fragment and protocol are hex */
#define A_B		"0a000001 c0a80002 "
#define C_D		"ac100001 ac100002 "
#define IP4_FRAG(len, frag, l4)	"45 00 " len " 1234 " frag " 40 " l4 " 0000 " A_B
#define IP4(len, l4)	IP4_FRAG(len, "4000", l4)
#define IN4(len, l4)	"45 00 " len " 1234 4000 40 " l4 " 0000 " C_D

/* 40 octets */
#define A6_B6		"20010db8000000000000000000000001" \
			"20010db8000000000000000000000002 "
#define C6_D6		"fd000000000000000000000000000001" \
			"fd000000000000000000000000000002 "
#define IP6(len, next)	"60000000 " len " " next " 40 " A6_B6
#define IN6(len, next)	"60000000 " len " " next " 40 " C6_D6

/* 20, 8 and 8 octets */
#define PORTS		"3039 0050 "
#define TCP		PORTS "11223344 00000000 50 18 ffff 0000 0000 "
#define UDP(len)	PORTS len " 0000 "
#define UDP_TO(port, len)	"3039 " port " " len " 0000 "
#define ECHO(type)	type " 00 0000 abcd 0001 "

#define FROM_A		.src = "10.0.0.1", .dst = "192.168.0.2"
#define FROM_C		.src = "172.16.0.1", .dst = "172.16.0.2"
#define FROM_A6		.src = "2001:db8::1", .dst = "2001:db8::2"
#define FROM_C6		.src = "fd00::1", .dst = "fd00::2"

/* a flow over Ethernet with l4 at @l4o, header @hlen, @pay octets behind it */
#define L3(fam, type, proto, l3o, l3l)					\
	.family = fam, .ethertype = type, .l4 = proto, .l3_off = l3o, .l3_len = l3l
#define L4(l4o, payo, pay)						\
	.l4_off = l4o, .payload_off = payo, .payload_len = pay
#define TO_HTTP		.src_port = 12345, .dst_port = 80
#define TCP_FIELDS	TO_HTTP, .tcp_seq = 0x11223344, .tcp_flags = 0x18
#define ICMP_FIELDS(request, code)					\
	.icmp = true, .dst_port = (request) << 8 | (code)
/* the part of datagram @id that begins at frame octet @at, and there at @off */
#define PART(id, at, off, last)						\
	.fragmented = true, .fragment_id = id, .fragment_at = at,	\
	.fragment_offset = off, .fragment_last = last
#define LATER		.fragment = true
#define ENCAP(kind)	.encap = KNTOP_ENCAPSULATION_##kind
#define TEN(hex)	hex hex hex hex hex hex hex hex hex hex

#endif /* KNTOP_PACKET_HEX_H */
