// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The frames: header by header, in the order of the RFCs' drawings. What is
 * expected of each is counted by hand.
 */
#include <linux/kntop.h>

#include "packet_sample.h"

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

const struct packet_sample packet_samples[] = {
/* transports */
{ "tcp", ETH4 IP4("002a", "06") TCP "6869", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 42), L4(34, 54, 2), TCP_FIELDS } },
{ "tcp options", ETH4 IP4("0034", "06")
	PORTS "11223344 00000000 80 c2 ffff 0000 0000 0101080a 00000001 00000002",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 52), L4(34, 66, 0), TO_HTTP,
		.tcp_seq = 0x11223344, .tcp_flags = 0xc2 } },
{ "tcp padded to the least frame", ETH4 IP4("0028", "06") TCP, .pad = 6,
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 40), L4(34, 54, 0), TCP_FIELDS } },
{ "tcp behind ip options", ETH4
	"48 00 0038 1234 4000 40 06 0000 " A_B "94040000 01010101 01010100 " TCP "61626364",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 56), L4(46, 66, 4), TCP_FIELDS } },
{ "udp", ETH4 IP4("0020", "11") UDP("000c") "61626364", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 32), L4(34, 42, 4), TO_HTTP } },
{ "udp length 0", ETH4 IP4("0020", "11") UDP("0000") "61626364", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 32), L4(34, 42, 4), TO_HTTP } },
{ "udp length that lies", ETH4 IP4("0020", "11") UDP("ffff") "61626364",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 32), L4(34, 42, 4), TO_HTTP } },
{ "udp-lite", ETH4 IP4("0020", "88") UDP("0008") "61626364", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 136, 14, 32), L4(34, 42, 4), TO_HTTP } },
{ "sctp", ETH4 IP4("0024", "84") PORTS "aabbccdd 00000000 00030004",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 132, 14, 36), L4(34, 46, 4), TO_HTTP } },
{ "dccp", ETH4 IP4("0024", "21") PORTS "04000000 00000001 00000000",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 33, 14, 36), L4(34, 46, 4), TO_HTTP } },
{ "igmp", ETH4 IP4("001c", "02") "11640000 e0000001", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 2, 14, 28), L4(34, 34, 8) } },
{ "esp", ETH4 IP4("0020", "32") "00000001 00000001 deadbeef", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 50, 14, 32), L4(34, 34, 12) } },
{ "a transport without a header", ETH4 IP4("0014", "fd"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 253, 14, 20), L4(34, 34, 0) } },
{ "tcp over ipv6", ETH6 IP6("0016", "06") TCP "6869", .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 6, 14, 62), L4(54, 74, 2), TCP_FIELDS } },
{ "udp over ipv6", ETH6 IP6("000a", "11") UDP("000a") "6869", .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 14, 50), L4(54, 62, 2), TO_HTTP } },
{ "ipv4-mapped addresses in ipv6 stay ipv6", ETH6 "60000000 0008 11 40"
	"00000000000000000000ffff0a000001 00000000000000000000ffff0a000002" UDP("0008"),
	.ret = FLOW, .src = "::ffff:10.0.0.1", .dst = "::ffff:10.0.0.2",
	.p = { L3(6, 0x86dd, 17, 14, 48), L4(54, 62, 0), TO_HTTP } },

/* ICMP */
{ "icmp echo", ETH4 IP4("001e", "01") ECHO("08") "6869", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 30), L4(34, 42, 2), ICMP_FIELDS(8, 0),
		.src_port = 0xabcd } },
{ "icmp echo reply", ETH4 IP4("001e", "01") ECHO("00") "6869", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 30), L4(34, 42, 2), ICMP_FIELDS(8, 0),
		.src_port = 0xabcd, .icmp_reply = true } },
{ "icmp timestamp reply", ETH4 IP4("001c", "01") ECHO("0e"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 28), L4(34, 42, 0), ICMP_FIELDS(13, 0),
		.src_port = 0xabcd, .icmp_reply = true } },
{ "icmp information request", ETH4 IP4("001c", "01") ECHO("0f"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 28), L4(34, 42, 0), ICMP_FIELDS(15, 0),
		.src_port = 0xabcd } },
{ "icmp information reply", ETH4 IP4("001c", "01") ECHO("10"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 28), L4(34, 42, 0), ICMP_FIELDS(15, 0),
		.src_port = 0xabcd, .icmp_reply = true } },
{ "icmp address mask reply", ETH4 IP4("001c", "01") ECHO("12"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 28), L4(34, 42, 0), ICMP_FIELDS(17, 0),
		.src_port = 0xabcd, .icmp_reply = true } },
{ "icmp extended echo reply", ETH4 IP4("001c", "01") "2b 02 0000 abcd 01 04",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 28), L4(34, 42, 0), ICMP_FIELDS(42, 0),
		.src_port = 0xabcd, .icmp_reply = true } },
{ "icmp port unreachable", ETH4 IP4("0038", "01") "03 03 0000 00000000 "
	IN4("001c", "11") UDP("0008"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 1, 14, 56), L4(34, 42, 28), ICMP_FIELDS(3, 3) } },
{ "icmpv6 echo", ETH6 IP6("000a", "3a") ECHO("80") "6869", .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 58, 14, 50), L4(54, 62, 2), ICMP_FIELDS(128, 0),
		.src_port = 0xabcd } },
{ "icmpv6 echo reply", ETH6 IP6("000a", "3a") ECHO("81") "6869", .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 58, 14, 50), L4(54, 62, 2), ICMP_FIELDS(128, 0),
		.src_port = 0xabcd, .icmp_reply = true } },
{ "icmpv6 extended echo reply", ETH6 IP6("0008", "3a") "a1 01 0000 abcd 01 04",
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 58, 14, 48), L4(54, 62, 0), ICMP_FIELDS(160, 0),
		.src_port = 0xabcd, .icmp_reply = true } },
{ "icmpv6 neighbour solicitation", ETH6 IP6("0018", "3a")
	"87 00 0000 00000000 fd000000000000000000000000000002", .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 58, 14, 64), L4(54, 62, 16), ICMP_FIELDS(135, 0) } },

/* fragments and extension headers */
{ "first fragment", ETH4 IP4_FRAG("0024", "2000", "11") UDP("1000") "6162636465666768",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 36), L4(34, 42, 8), TO_HTTP, PART(0x1234, 34, 0, false) } },
{ "fragment in between", ETH4 IP4_FRAG("0024", "2002", "11") "61626364656667686970717273747576",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 36), L4(34, 34, 16), LATER, PART(0x1234, 34, 16, false) } },
{ "fragment of a datagram that must not be fragmented, far behind",
	ETH4 IP4_FRAG("001c", "7fff", "11") "6162636465666768", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 28), L4(34, 34, 8), LATER,
		PART(0x1234, 34, 65528, false) } },
{ "last fragment, one octet of tcp", ETH4 IP4_FRAG("0015", "0040", "06") "61",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 21), L4(34, 34, 1), LATER, PART(0x1234, 34, 512, true) } },
{ "ipv4 ah", ETH4 IP4("0040", "33") "06 04 0000 00000001 00000001 "
	"000102030405060708090a0b" TCP, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 64), L4(58, 78, 0), TCP_FIELDS } },
{ "ipv4 has no hop-by-hop header", ETH4 IP4("001c", "00") "06 00 010400000000",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 0, 14, 28), L4(34, 34, 8) } },
{ "hop-by-hop, routing, destination options", ETH6 IP6("002c", "00")
	"2b 00 0502 0000 0100 " "3c 00 0000 00000000 " "06 00 0104 00000000 " TCP,
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 6, 14, 84), L4(78, 98, 0), TCP_FIELDS } },
{ "routing header of 24 octets", ETH6 IP6("0020", "2b")
	"11 02 0400 00000000 fd0000000000000000000000000000ff " UDP("0008"),
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 14, 72), L4(78, 86, 0), TO_HTTP } },
{ "ipv6 ah", ETH6 IP6("0020", "33") "11 04 0000 00000001 00000001 "
	"000102030405060708090a0b" UDP("0008"), .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 14, 72), L4(78, 86, 0), TO_HTTP } },
{ "ipv6 first fragment", ETH6 IP6("0018", "2c") "11 00 0001 00000007 "
	UDP("1000") "6162636465666768", .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 14, 64), L4(62, 70, 8), TO_HTTP, PART(7, 62, 0, false) } },
{ "ipv6 first fragment, options behind its header", ETH6 IP6("0020", "2c")
	"3c 00 0001 fedcba98 " "11 00 0104 00000000 " UDP("1000") "6162636465666768",
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 14, 72), L4(70, 78, 8), TO_HTTP,
		PART(0xfedcba98, 62, 0, false) } },
{ "ipv6 last fragment", ETH6 IP6("0010", "2c") "11 00 0010 00000007 6162636465666768",
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 14, 56), L4(62, 62, 8), LATER, PART(7, 62, 16, true) } },
{ "ipv6 atomic fragment", ETH6 IP6("0010", "2c") "11 00 0000 00000007 " UDP("0008"),
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 14, 56), L4(62, 70, 0), TO_HTTP } },
{ "ipv6 mobility ends the headers", ETH6 IP6("0008", "87") "3b00050000000000",
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 135, 14, 48), L4(54, 54, 8) } },
{ "ipv6 esp", ETH6 IP6("0008", "32") "0000000100000001", .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 50, 14, 48), L4(54, 54, 8) } },
{ "ipv6 no next header, padded", ETH6 IP6("0000", "3b"), .pad = 6, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 59, 14, 40), L4(54, 54, 0) } },
{ "ipv6 no next header behind options", ETH6 IP6("0008", "3c") "3b00010400000000",
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 59, 14, 48), L4(62, 62, 0) } },

/* the link */
{ "vlan", ETH "8100 2064 0800 " IP4("001c", "11") UDP("0008"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 18, 28), L4(38, 46, 0), TO_HTTP, .vlan = 100 } },
{ "vlan in vlan", ETH "88a8 0064 8100 00c8 86dd " IP6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 22, 48), L4(62, 70, 0), TO_HTTP, .vlan = 200, ENCAP(QINQ),
		.tunnel = { .number = 100, .numbered = true } } },
{ "vlan taken out", ETH4 IP4("001c", "11") UDP("0008"), .vlan = 0xe064,
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 28), L4(34, 42, 0), TO_HTTP, .vlan = 100 } },
{ "vlan taken out around another", ETH "9100 e12c 0800 " IP4("001c", "11") UDP("0008"),
	.vlan = 100, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 18, 28), L4(38, 46, 0), TO_HTTP, .vlan = 300, ENCAP(QINQ),
		.tunnel = { .number = 100, .numbered = true } } },
{ "priority tag", ETH "8100 e000 0800 " IP4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 18, 28), L4(38, 46, 0), TO_HTTP } },
{ "priority tag in a vlan", ETH "88a8 0064 8100 e000 0800 " IP4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 22, 28), L4(42, 50, 0), TO_HTTP, .vlan = 100 } },
{ "four tags", ETH "88a8 0001 88a8 0002 8100 0003 8100 0004 0800 "
	IP4("001c", "11") UDP("0008"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 30, 28), L4(50, 58, 0), TO_HTTP, .vlan = 4, ENCAP(QINQ),
		.tunnel = { .number = 0x1002003, .numbered = true } } },
{ "five tags", ETH "88a8 0001 88a8 0002 8100 0003 8100 0004 8100 0005 0800 "
	IP4("001c", "11") UDP("0008"), .ret = TOO_DEEP,
	.p = { .ethertype = 0x8100, .vlan = 4 } },
{ "arp", ETH "0806 0001 0800 06 04 0001", .pad = 38, .ret = NON_IP,
	.p = { .ethertype = 0x806 } },
{ "arp in a vlan", ETH "8100 0007 0806 0001 0800 06 04 0001", .pad = 38, .ret = NON_IP,
	.p = { .ethertype = 0x806, .vlan = 7 } },
{ "802.3", ETH "0026 424203000000", .pad = 40, .ret = NON_IP, .p = { .ethertype = 38 } },
{ "snap", ETH "0024 aaaa03 000000 0800 " IP4("001c", "11") UDP("0008"), .ret = NON_IP,
	.p = { .ethertype = 36 } },
{ "mpls", ETH "8847 0001003f 0001013f " IP4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 22, 28), L4(42, 50, 0), TO_HTTP, ENCAP(MPLS) } },
{ "mpls multicast in a vlan, ipv6", ETH "8100 0009 8848 0001013f "
	IP6("0008", "11") UDP("0008"), .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 22, 48), L4(62, 70, 0), TO_HTTP, ENCAP(MPLS), .vlan = 9 } },
{ "mpls pseudowire", ETH "8847 0001013f 00000000 " ETH4 IP4("001c", "11") UDP("0008"),
	.ret = NON_IP, .p = { .ethertype = 0x8847 } },
{ "mpls labels without end", ETH "8847", .pad = 600, .ret = TOO_DEEP,
	.p = { .ethertype = 0x8847 } },
{ "pppoe", ETH "8864 11 00 0001 001e 0021 " IP4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 22, 28), L4(42, 50, 0), TO_HTTP, ENCAP(PPPOE) } },
{ "pppoe ipv6", ETH "8864 11 00 0001 0032 0057 " IP6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 22, 48), L4(62, 70, 0), TO_HTTP, ENCAP(PPPOE) } },
{ "pppoe lcp", ETH "8864 11 00 0001 000a c021 09010008 00000000", .ret = NON_IP,
	.p = { .ethertype = 0x8864 } },
{ "pppoe of another version", ETH "8864 22 00 0001 001e 0021 " IP4("001c", "11") UDP("0008"),
	.ret = NON_IP, .p = { .ethertype = 0x8864 } },
{ "pppoe discovery", ETH "8863 11 09 0000 0004 01010000", .ret = NON_IP,
	.p = { .ethertype = 0x8863 } },
{ "no link header", IP4("001c", "11") UDP("0008"), .protocol = 0x800,
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 0, 28), L4(20, 28, 0), TO_HTTP } },
{ "another link header", "ffff ffff " IP6("0008", "11") UDP("0008"), .protocol = 0x86dd,
	.l2_len = 4, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 4, 48), L4(44, 52, 0), TO_HTTP } },
{ "another link header, vlan", ETH "8100 0064 0800 " IP4("001c", "11") UDP("0008"),
	.protocol = 0x8100, .l2_len = 14, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 18, 28), L4(38, 46, 0), TO_HTTP, .vlan = 100 } },
{ "l2_len beyond what is followed", ETH4, .pad = 1000, .protocol = 0x800, .l2_len = 600,
	.ret = TOO_DEEP, .p = { .ethertype = 0x800 } },

/* frames that end early, lengths that lie */
{ "no ethernet header", "0200000000", .vlan = 5, .ret = TRUNCATED, .p = { .vlan = 5 } },
{ "tag cut", ETH "8100 00", .ret = TRUNCATED, .p = { .ethertype = 0x8100 } },
{ "ipv4 cut", ETH4 "45 00 001c 1234", .ret = TRUNCATED, .p = { .ethertype = 0x800 } },
{ "ipv4 options cut", ETH4 "46 00 0020 1234 4000 40 11 0000 " A_B "0101",
	.ret = TRUNCATED, .p = { .ethertype = 0x800 } },
{ "tcp cut", ETH4 IP4("0028", "06") PORTS "11223344", .ret = TRUNCATED,
	.p = { .ethertype = 0x800 } },
{ "tcp options cut", ETH4 IP4("0030", "06")
	PORTS "11223344 00000000 70 02 ffff 0000 0000 0204", .ret = TRUNCATED,
	.p = { .ethertype = 0x800 } },
{ "udp cut", ETH4 IP4("001c", "11") PORTS, .ret = TRUNCATED, .p = { .ethertype = 0x800 } },
{ "udp not here yet", ETH4 IP4("001c", "11") PORTS, .more = 4, .ret = KNTOP_PACKET_MORE,
	.p = { .ethertype = 0x800 } },
{ "headers are here, data are not", ETH4 IP4("05dc", "06") TCP, .more = 1460,
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 1500), L4(34, 54, 1460), TCP_FIELDS } },
{ "icmp cut", ETH4 IP4("001c", "01") "08000000", .ret = TRUNCATED,
	.p = { .ethertype = 0x800 } },
{ "sctp cut", ETH4 IP4("0020", "84") PORTS "00000000", .ret = TRUNCATED,
	.p = { .ethertype = 0x800 } },
{ "ipv6 cut", ETH6 "60000000 0008 11 40 fd", .ret = TRUNCATED, .p = { .ethertype = 0x86dd } },
{ "ipv6 extension header cut", ETH6 IP6("0020", "00") "1100", .ret = TRUNCATED,
	.p = { .ethertype = 0x86dd } },
{ "ipv6 extension header's end cut", ETH6 IP6("0020", "00") "1101000000000000",
	.ret = TRUNCATED, .p = { .ethertype = 0x86dd } },
{ "mpls cut", ETH "8847 0001013f", .ret = TRUNCATED, .p = { .ethertype = 0x8847 } },
{ "pppoe cut", ETH "8864 11 00 0001", .ret = TRUNCATED, .p = { .ethertype = 0x8864 } },
{ "total length beyond the frame", ETH4 IP4("ffff", "11") UDP("0010") "61",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 65535), L4(34, 42, 65507), TO_HTTP } },
{ "total length cuts ipv4", ETH4 IP4("0013", "11") UDP("0008"), .ret = BAD_IP,
	.p = { .ethertype = 0x800 } },
{ "total length cuts ipv4 options", ETH4
	"46 00 0017 1234 4000 40 11 0000 " A_B "01010101" UDP("0008"), .ret = BAD_IP,
	.p = { .ethertype = 0x800 } },
{ "ipv4 of version 6", ETH4 "65 00 001c 1234 4000 40 11 0000 " A_B UDP("0008"),
	.ret = BAD_IP, .p = { .ethertype = 0x800 } },
{ "ipv4 header length 16", ETH4 "44 00 001c 1234 4000 40 11 0000 " A_B UDP("0008"),
	.ret = BAD_IP, .p = { .ethertype = 0x800 } },
{ "ipv6 of version 4", ETH6 "45000000 0008 11 40 " A6_B6 UDP("0008"), .ret = BAD_IP,
	.p = { .ethertype = 0x86dd } },
{ "payload length cuts an extension header", ETH6 IP6("0007", "00") "1100010400000000",
	.ret = BAD_IP, .p = { .ethertype = 0x86dd } },
{ "payload length cuts an extension header's end", ETH6 IP6("0008", "00")
	"1101000000000000 0000000000000000" UDP("0008"), .ret = BAD_IP,
	.p = { .ethertype = 0x86dd } },
{ "extension header of 2048 octets", ETH6 IP6("0900", "3c") "11ff000000000000",
	.pad = 1900, .more = 500, .ret = TOO_DEEP, .p = { .ethertype = 0x86dd } },
{ "total length cuts tcp", ETH4 IP4("0018", "06") TCP, .ret = BAD_L4,
	.p = { .ethertype = 0x800 } },
{ "total length cuts tcp options", ETH4 IP4("0029", "06")
	PORTS "11223344 00000000 60 18 ffff 0000 0000 01010101", .ret = BAD_L4,
	.p = { .ethertype = 0x800 } },
{ "tcp data offset 4", ETH4 IP4("0028", "06")
	PORTS "11223344 00000000 40 18 ffff 0000 0000", .ret = BAD_L4,
	.p = { .ethertype = 0x800 } },
{ "total length cuts udp", ETH4 IP4("001b", "11") UDP("0008"), .ret = BAD_L4,
	.p = { .ethertype = 0x800 } },
{ "total length cuts sctp", ETH4 IP4("001f", "84") PORTS "aabbccdd 00000000",
	.ret = BAD_L4, .p = { .ethertype = 0x800 } },
{ "total length cuts icmp", ETH4 IP4("001b", "01") ECHO("08"), .ret = BAD_L4,
	.p = { .ethertype = 0x800 } },
{ "payload length cuts icmpv6", ETH6 IP6("0004", "3a") ECHO("80"), .ret = BAD_L4,
	.p = { .ethertype = 0x86dd } },
{ "ipv6 length 0, but a transport", ETH6 IP6("0000", "06"), .pad = 6, .ret = BAD_L4,
	.p = { .ethertype = 0x86dd } },

/* superpackets */
{ "gso", ETH4 IP4("fff0", "06") TCP, .more = 65480, .gso = true, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 65520), L4(34, 54, 65480), TCP_FIELDS } },
{ "big tcp", ETH4 IP4("0000", "06") TCP, .more = 130000, .gso = true, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 130040), L4(34, 54, 130000), TCP_FIELDS } },
{ "big tcp seen by a capture", ETH4 IP4("0000", "06") TCP, .more = 130000,
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 6, 14, 130040), L4(34, 54, 130000), TCP_FIELDS } },
{ "big tcp over ipv6", ETH6 IP6("0000", "00") "06 00 c204 0001fbf4 " TCP, .more = 130000,
	.gso = true, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 6, 14, 130068), L4(62, 82, 130000), TCP_FIELDS, .phantom = 8 } },
{ "big tcp over ipv6 without the jumbo option", ETH6 IP6("0000", "06") TCP,
	.more = 130000, .gso = true, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 6, 14, 130060), L4(54, 74, 130000), TCP_FIELDS } },
{ "a jumbogram is no superpacket", ETH6 IP6("0000", "00") "06 00 c204 0001fbf4 " TCP,
	.more = 130000, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 6, 14, 130068), L4(62, 82, 130000), TCP_FIELDS } },
{ "a router alert is no jumbo option", ETH6 IP6("0ba8", "00") "06 00 0502 0000 0100 " TCP,
	.more = 2956, .gso = true, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 6, 14, 3024), L4(62, 82, 2956), TCP_FIELDS } },

/* tunnels */
{ "ip in ip", ETH4 IP4("0030", "04") IN4("001c", "11") UDP("0008"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 34, 28), L4(54, 62, 0), TO_HTTP, ENCAP(IP) } },
{ "6in4 in a vlan", ETH "8100 0064 0800 " IP4("0044", "29") IN6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 17, 38, 48), L4(78, 86, 0), TO_HTTP, ENCAP(IP), .vlan = 100,
		.tunnel = { .ends = 4, .vlan = 100 } } },
{ "4in6 behind destination options", ETH6 IP6("0024", "3c") "04 00 0401 04000000 "
	IN4("001c", "11") UDP("0008"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 62, 28), L4(82, 90, 0), TO_HTTP, ENCAP(IP) } },
{ "ip in ip, not sane", ETH4 IP4("0030", "04") "46000000", .pad = 24, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 4, 14, 48), L4(34, 34, 28) } },
{ "ip in ip, length 0", ETH4 IP4("0030", "04") IN4("0000", "11") UDP("0008"),
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 4, 14, 48), L4(34, 34, 28) } },
{ "ipv6 without anything in ipv6", ETH6 IP6("0028", "29") IN6("0000", "3b"),
	.ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 59, 54, 40), L4(94, 94, 0), ENCAP(IP) } },
{ "ip in ip, longer than its tunnel", ETH4 IP4("0030", "04") IN4("001d", "11") UDP("0009") "61",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 4, 14, 48), L4(34, 34, 28) } },
{ "ip in ip, cut", ETH4 IP4("0030", "04") IN4("001c", "11") PORTS, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 4, 14, 48), L4(34, 34, 28) } },
{ "ip in ip, empty", ETH4 IP4("0014", "04"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 4, 14, 20), L4(34, 34, 0) } },
{ "ip in ip, fragmented", ETH4 IP4_FRAG("0030", "2000", "04") IN4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 4, 14, 48), L4(34, 34, 28), PART(0x1234, 34, 0, false) } },
{ "6in6, fragmented", ETH6 IP6("0038", "2c") "29 00 0001 00000007 "
	IN6("0008", "11") UDP("0008"), .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 41, 14, 96), L4(62, 62, 48), PART(7, 62, 0, false) } },
{ "a fragment in a tunnel", ETH4 IP4("0030", "04")
	"45 00 001c 1234 0004 40 11 0000 " C_D "6162636465666768", .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 34, 28), L4(54, 54, 8), LATER, ENCAP(IP),
		PART(0x1234, 54, 32, true) } },
{ "gre", ETH4 IP4("0034", "2f") "0000 0800 " IN4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 38, 28), L4(58, 66, 0), TO_HTTP, ENCAP(GRE) } },
{ "gre with checksum, key and sequence", ETH4 IP4("0054", "2f")
	"b000 86dd 00000000 00000001 00000002 " IN6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 17, 50, 48), L4(90, 98, 0), TO_HTTP, ENCAP(GRE) } },
{ "ethernet in gre, its vlan is another", ETH4 IP4("004a", "2f") "2000 6558 00000001 "
	ETH "8100 0064 0800 " IN4("001c", "11") UDP("0008"), .vlan = 3, .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 60, 28), L4(80, 88, 0), TO_HTTP, ENCAP(GRE), .vlan = 100,
		.tunnel = { .ends = 4, .number = 1, .numbered = true, .vlan = 3 } } },
{ "mpls in gre", ETH4 IP4("0038", "2f") "0000 8847 0001013f " IN4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 42, 28), L4(62, 70, 0), TO_HTTP, ENCAP(MPLS) } },
{ "pptp's gre", ETH4 IP4("0030", "2f") "3081 880b 00000000 00000001 00000002 ff03 0021",
	.pad = 8, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 47, 14, 48), L4(34, 34, 28) } },
{ "gre keepalive", ETH4 IP4("0018", "2f") "0000 0000", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 47, 14, 24), L4(34, 34, 4) } },
{ "gre with source routes", ETH4 IP4("0034", "2f") "4000 0800 " IN4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 47, 14, 52), L4(34, 34, 32) } },
{ "gre whose options exceed it", ETH4 IP4("0018", "2f") "b000 0800", .pad = 22,
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 47, 14, 24), L4(34, 34, 4) } },
{ "arp in gre", ETH4 IP4("0042", "2f") "0000 6558 " ETH "0806 0001 0800 06 04 0001",
	.pad = 20, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 47, 14, 66), L4(34, 34, 46) } },
{ "vxlan", ETH4 IP4("0046", "11") UDP_TO("12b5", "0032") "08000000 00002a00 "
	ETH4 IN4("0014", "02"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 2, 64, 20), L4(84, 84, 0), ENCAP(VXLAN) } },
{ "vxlan, padded ipv4 inside", ETH4 IP4("0060", "11") UDP_TO("12b5", "004c")
	"08000000 00002a00 " ETH4 IN4("0028", "06") TCP, .pad = 6, .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 6, 64, 40), L4(84, 104, 0), TCP_FIELDS, ENCAP(VXLAN) } },
{ "vxlan's port without its flag", ETH4 IP4("0046", "11") UDP_TO("12b5", "0032")
	"00000000 00002a00 " ETH4 IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 70), L4(34, 42, 42), .src_port = 12345, .dst_port = 4789 } },
{ "vxlan's port, three octets", ETH4 IP4("001f", "11") UDP_TO("12b5", "000b") "080000",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 31), L4(34, 42, 3), .src_port = 12345, .dst_port = 4789 } },
{ "geneve", ETH4 IP4("004e", "11") UDP_TO("17c1", "003a") "0200 6558 00002a00 "
	"01020001 deadbeef " ETH4 IN4("0014", "02"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 2, 72, 20), L4(92, 92, 0), ENCAP(GENEVE) } },
{ "geneve, ipv6", ETH6 IP6("0040", "11") UDP_TO("17c1", "0040") "0000 86dd 00002a00 "
	IN6("0008", "11") UDP("0008"), .ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 17, 70, 48), L4(110, 118, 0), TO_HTTP, ENCAP(GENEVE) } },
{ "geneve control", ETH4 IP4("0038", "11") UDP_TO("17c1", "0024") "0080 0800 00002a00 "
	IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 6081 } },
{ "geneve of another payload", ETH4 IP4("0038", "11") UDP_TO("17c1", "0024")
	"0000 894f 00002a00 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 6081 } },
{ "gtp-u", ETH4 IP4("0038", "11") UDP_TO("0868", "0024") "30 ff 0014 00000001 "
	IN4("0014", "02"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 2, 50, 20), L4(70, 70, 0), ENCAP(GTPU) } },
{ "gtp-u with extensions, ipv6", ETH4 IP4("0060", "11") UDP_TO("0868", "004c")
	"36 ff 003c 00000001 0007 00 85 01 1000 c0 01 0102 00 " IN6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 17, 62, 48), L4(102, 110, 0), TO_HTTP, ENCAP(GTPU) } },
{ "gtp-u, an extension of no length", ETH4 IP4("0040", "11") UDP_TO("0868", "002c")
	"34 ff 001c 00000001 0000 00 85 00 1000 00 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 64), L4(34, 42, 36), .src_port = 12345, .dst_port = 2152 } },
{ "gtp-u echo request", ETH4 IP4("0028", "11") UDP_TO("0868", "0014")
	"32 01 0004 00000000 0001 00 00", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 40), L4(34, 42, 12), .src_port = 12345, .dst_port = 2152 } },
{ "gtp-u, length beyond the datagram", ETH4 IP4("0038", "11") UDP_TO("0868", "0024")
	"30 ff 0015 00000001 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 2152 } },
{ "gtp-u, length less than the packet", ETH4 IP4("0038", "11") UDP_TO("0868", "0024")
	"30 ff 0013 00000001 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 2152 } },
{ "gtp-u without a packet", ETH4 IP4("0024", "11") UDP_TO("0868", "0010")
	"30 ff 0000 00000001 ", .pad = 6, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 36), L4(34, 42, 8), .src_port = 12345, .dst_port = 2152 } },
{ "gtp-u of ppp", ETH4 IP4("0028", "11") UDP_TO("0868", "0014")
	"30 ff 0004 00000001 ff030021", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 40), L4(34, 42, 12), .src_port = 12345, .dst_port = 2152 } },
{ "dns on gtp-u's port", ETH4 IP4("0028", "11") UDP_TO("0868", "0014")
	"30ff0100 00010000 00000000", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 40), L4(34, 42, 12), .src_port = 12345, .dst_port = 2152 } },
{ "a tunnel in a tunnel", ETH4 IP4("0060", "11") UDP_TO("12b5", "004c")
	"08000000 00002a00 " ETH4 "45 00 002e 1234 4000 40 2f 0000 0a090909 0a090908 "
	"0000 0800 " IN4("0016", "fd") "6869", .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 253, 88, 22), L4(108, 108, 2), ENCAP(GRE) } },
{ "a third tunnel stays closed", ETH4 IP4("0050", "04") IN4("003c", "04")
	IN4("0028", "04") IN4("0014", "02"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 4, 54, 40), L4(74, 74, 20), ENCAP(IP) } },
{ "what a tunnel in a tunnel holds is not sane", ETH4 IP4("0048", "04")
	IN4("0034", "2f") "0000 0800 54", .pad = 27, .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 47, 34, 52), L4(54, 54, 32), ENCAP(IP) } },
{ "gso in a tunnel", ETH4 IP4("0bee", "11") UDP_TO("12b5", "0bda") "08000000 00002a00 "
	ETH4 IN4("0bbc", "06") TCP, .more = 2964, .gso = true, .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 6, 64, 3004), L4(84, 104, 2964), TCP_FIELDS, ENCAP(VXLAN) } },
{ "big tcp in a tunnel", ETH4 IP4("0000", "11") UDP_TO("12b5", "0000") "08000000 00002a00 "
	ETH4 IN4("0000", "06") TCP, .more = 100000, .gso = true, .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 6, 64, 100040), L4(84, 104, 100000), TCP_FIELDS, ENCAP(VXLAN) } },
{ "tunnels that gro merged", ETH4 IP4("0bee", "11") UDP_TO("12b5", "0bda")
	"08000000 00002a00 " ETH4 IN4("05dc", "06") TCP, .more = 2964, .gso = true,
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 3054), L4(34, 42, 3026),
		.src_port = 12345, .dst_port = 4789 } },
{ "tunnels behind 512 octets of headers stay closed", ETH6 IP6("01f0", "3c")
	"04 36 000000000000", .pad = 432, .more = 56, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 4, 14, 536), L4(494, 494, 56) } },
};

const size_t packet_samples_count = sizeof(packet_samples) / sizeof(packet_samples[0]);
