// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Frames with a packet inside a packet; written and counted as packet_samples.c.
 */
#include "packet_hex.h"
#include "packet_sample.h"

#define CARRIER		.carrier = true

/* Which tunnel: what its ends are, and what else tells. */
#define TUNNEL(what, ...)	.tunnel = { .ends = what, ##__VA_ARGS__ }
#define NUMBER(n)		.number = n, .numbered = true
#define MAC			KNTOP_TUNNEL_ENDS_MAC

const struct packet_sample packet_tunnels[] = {
/* tunnels */
{ "ip in ip", ETH4 IP4("0030", "04") IN4("001c", "11") UDP("0008"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 34, 28), L4(54, 62, 0), TO_HTTP, ENCAP(IP) } },
{ "6in4 in a vlan", ETH "8100 0064 0800 " IP4("0044", "29") IN6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 17, 38, 48), L4(78, 86, 0), TO_HTTP, ENCAP(IP), .vlan = 100,
		TUNNEL(4, .vlan = 100) } },
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
{ "ip in ip, cut", ETH4 IP4("0030", "04") IN4("001c", "11") "3039", .ret = FLOW, FROM_A,
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
		TUNNEL(4, NUMBER(1), .vlan = 3) } },
{ "mpls in gre", ETH4 IP4("0038", "2f") "0000 8847 0001013f " IN4("001c", "11") UDP("0008"),
	.ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 17, 42, 28), L4(62, 70, 0), TO_HTTP, ENCAP(MPLS) } },
{ "pptp's gre, no packet in it", ETH4 IP4("0030", "2f") "3081 880b 00000000 00000001 00000002 ff03 0021",
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
	.p = { L3(4, 0x800, 2, 64, 20), L4(84, 84, 0), ENCAP(VXLAN), TUNNEL(4, NUMBER(42)) } },
{ "vxlan, padded ipv4 inside", ETH4 IP4("0060", "11") UDP_TO("12b5", "004c")
	"08000000 00002a00 " ETH4 IN4("0028", "06") TCP, .pad = 6, .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 6, 64, 40), L4(84, 104, 0), TCP_FIELDS, ENCAP(VXLAN) } },
{ "vxlan's port without its flag", ETH4 IP4("0046", "11") UDP_TO("12b5", "0032")
	"00000000 00002a00 " ETH4 IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 70), L4(34, 42, 42), .src_port = 12345, .dst_port = 4789, CARRIER } },
{ "vxlan's port, three octets", ETH4 IP4("001f", "11") UDP_TO("12b5", "000b") "080000",
	.ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 31), L4(34, 42, 3), .src_port = 12345, .dst_port = 4789, CARRIER } },
{ "geneve", ETH4 IP4("004e", "11") UDP_TO("17c1", "003a") "0200 6558 00002a00 "
	"01020001 deadbeef " ETH4 IN4("0014", "02"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 2, 72, 20), L4(92, 92, 0), ENCAP(GENEVE) } },
{ "geneve, ipv6", ETH6 IP6("0040", "11") UDP_TO("17c1", "0040") "0000 86dd 00002a00 "
	IN6("0008", "11") UDP("0008"), .ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 17, 70, 48), L4(110, 118, 0), TO_HTTP, ENCAP(GENEVE) } },
{ "geneve control", ETH4 IP4("0038", "11") UDP_TO("17c1", "0024") "0080 0800 00002a00 "
	IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 6081, CARRIER } },
{ "geneve of another payload", ETH4 IP4("0038", "11") UDP_TO("17c1", "0024")
	"0000 894f 00002a00 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 6081, CARRIER } },
{ "gtp-u", ETH4 IP4("0038", "11") UDP_TO("0868", "0024") "30 ff 0014 00000001 "
	IN4("0014", "02"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 2, 50, 20), L4(70, 70, 0), ENCAP(GTPU) } },
{ "gtp-u with extensions, ipv6", ETH4 IP4("0060", "11") UDP_TO("0868", "004c")
	"36 ff 003c 00000001 0007 00 85 01 1000 c0 01 0102 00 " IN6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 17, 62, 48), L4(102, 110, 0), TO_HTTP, ENCAP(GTPU) } },
{ "gtp-u, an extension of no length", ETH4 IP4("0040", "11") UDP_TO("0868", "002c")
	"34 ff 001c 00000001 0000 00 85 00 1000 00 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 64), L4(34, 42, 36), .src_port = 12345, .dst_port = 2152, CARRIER } },
{ "gtp-u echo request", ETH4 IP4("0028", "11") UDP_TO("0868", "0014")
	"32 01 0004 00000000 0001 00 00", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 40), L4(34, 42, 12), .src_port = 12345, .dst_port = 2152, CARRIER } },
{ "gtp-u, length beyond the datagram", ETH4 IP4("0038", "11") UDP_TO("0868", "0024")
	"30 ff 0015 00000001 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 2152, CARRIER } },
{ "gtp-u, length less than the packet", ETH4 IP4("0038", "11") UDP_TO("0868", "0024")
	"30 ff 0013 00000001 " IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 56), L4(34, 42, 28), .src_port = 12345, .dst_port = 2152, CARRIER } },
{ "gtp-u without a packet", ETH4 IP4("0024", "11") UDP_TO("0868", "0010")
	"30 ff 0000 00000001 ", .pad = 6, .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 36), L4(34, 42, 8), .src_port = 12345, .dst_port = 2152, CARRIER } },
{ "gtp-u of ppp", ETH4 IP4("0028", "11") UDP_TO("0868", "0014")
	"30 ff 0004 00000001 ff030021", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 40), L4(34, 42, 12), .src_port = 12345, .dst_port = 2152, CARRIER } },
{ "dns on gtp-u's port", ETH4 IP4("0028", "11") UDP_TO("0868", "0014")
	"30ff0100 00010000 00000000", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 40), L4(34, 42, 12), .src_port = 12345, .dst_port = 2152, CARRIER } },
{ "a tunnel in a tunnel", ETH4 IP4("0060", "11") UDP_TO("12b5", "004c")
	"08000000 00002a00 " ETH4 "45 00 002e 1234 4000 40 2f 0000 0a090909 0a090908 "
	"0000 0800 " IN4("0016", "fd") "6869", .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 253, 88, 22), L4(108, 108, 2), ENCAP(GRE) } },
{ "a fifth tunnel stays closed", ETH4 IP4("0078", "04") IN4("0064", "04")
	IN4("0050", "04") IN4("003c", "04") IN4("0028", "04") IN4("0014", "02"),
	.ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 4, 94, 40), L4(114, 114, 20), ENCAP(IP) } },
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
		.src_port = 12345, .dst_port = 4789, CARRIER } },
{ "tunnels behind 512 octets of headers stay closed", ETH6 IP6("01f0", "3c")
	"04 36 000000000000", .pad = 432, .more = 56, .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 4, 14, 536), L4(494, 494, 56) } },
/* what a capture saw before it was cut says no length inside and outside */
{ "big tcp in a tunnel, seen by a capture", ETH4 IP4("0000", "11") UDP_TO("12b5", "0000")
	"08000000 00002a00 " ETH4 IN4("0000", "06") TCP, .more = 100000, .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 6, 64, 100040), L4(84, 104, 100000), TCP_FIELDS, ENCAP(VXLAN) } },
{ "big tcp in a tunnel over ipv6, seen by a capture", ETH6 IP6("0000", "11")
	UDP_TO("17c1", "0000") "0000 6558 00002a00 " ETH6 IN6("0000", "06") TCP,
	.more = 100000, .ret = FLOW, FROM_C6,
	.p = { L3(6, 0x86dd, 6, 84, 100060), L4(124, 144, 100000), TCP_FIELDS, ENCAP(GENEVE) } },
/* behind labels the first four bits are not enough */
{ "ethernet in mpls, its address begins as ipv4 does", ETH "8847 0001013f "
	"45000028ab0c 020000000001 0800 " IP4("001c", "11") UDP("0008"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 32, 28), L4(52, 60, 0), TO_HTTP, ENCAP(MPLS) } },
{ "ethernet in mpls, its address begins as ipv6 does", ETH "8847 0001013f "
	"60000000ab0c 020000000001 8100 0007 86dd " IP6("0008", "11") UDP("0008"),
	.ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 17, 36, 48), L4(76, 84, 0), TO_HTTP, ENCAP(MPLS), .vlan = 7 } },
{ "arp in ethernet in mpls, its address begins as ipv6 does", ETH "8847 0001013f "
	"600000000005 110000000001 0806 0001 0800 06 04 0001", .pad = 40, .ret = NON_IP,
	.p = { .ethertype = 0x8847 } },
{ "ipv6 in mpls, padded", ETH "8847 0001013f " IP6("0000", "3b"), .pad = 2, .ret = FLOW,
	FROM_A6, .p = { L3(6, 0x86dd, 59, 18, 40), L4(58, 58, 0), ENCAP(MPLS) } },
{ "ipv6 in mpls, not half its carrier's length", ETH "8847 0001013f " IP6("0008", "11")
	UDP("0008"), .pad = 100, .ret = NON_IP, .p = { .ethertype = 0x8847 } },
{ "ipv4 in mpls, longer than its carrier, but sure", ETH "8847 0001013f "
	"4500 05dc 1234 4000 40 11 0edb 0a000001 0a000002 " UDP("05c8"), .ret = FLOW,
	.src = "10.0.0.1", .dst = "10.0.0.2",
	.p = { L3(4, 0x800, 17, 18, 1500), L4(38, 46, 1472), TO_HTTP, ENCAP(MPLS),
		TUNNEL(MAC, NUMBER(16)) } },
{ "the innermost label that is no entropy tells", ETH "8100 0007 8847 "
	"00020040 00030040 00007040 0004513f " IP6("0000", "3b"), .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 59, 34, 40), L4(74, 74, 0), ENCAP(MPLS), .vlan = 7,
		TUNNEL(MAC, NUMBER(48), .vlan = 7) } },
{ "labels with a meaning of their own tell nothing", ETH "8847 00000040 0000213f "
	IP6("0000", "3b"), .ret = FLOW, FROM_A6,
	.p = { L3(6, 0x86dd, 59, 22, 40), L4(62, 62, 0), ENCAP(MPLS) } },
{ "ipv4 in mpls, longer than its carrier", ETH "8847 0001013f " IP4("05dc", "11")
	UDP("05c8"), .ret = NON_IP, .p = { .ethertype = 0x8847 } },
{ "pppoe, a protocol of one octet", ETH "8864 11 00 0001 001d 21 " IP4("001c", "11")
	UDP("0008"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 21, 28), L4(41, 49, 0), TO_HTTP, ENCAP(PPPOE),
		TUNNEL(MAC, NUMBER(1)) } },
/* ports */
{ "gtp-u from its port", ETH4 IP4("0038", "11") "0868 9c40 0024 0000 " "30 ff 0014 00000001 "
	IN4("0014", "02"), .ret = FLOW, FROM_C,
	.p = { L3(4, 0x800, 2, 50, 20), L4(70, 70, 0), ENCAP(GTPU) } },
{ "vxlan from its port is none", ETH4 IP4("0046", "11") "12b5 9c40 0032 0000 "
	"08000000 00002a00 " ETH4 IN4("0014", "02"), .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 70), L4(34, 42, 42), .src_port = 4789, .dst_port = 40000,
		CARRIER } },
{ "teredo that does not fill its datagram", ETH4 IP4("004d", "11") UDP_TO("0dd8", "0039")
	IN6("0008", "11") UDP("0008") "61", .ret = FLOW, FROM_A,
	.p = { L3(4, 0x800, 17, 14, 77), L4(34, 42, 49), .src_port = 12345, .dst_port = 3544,
		CARRIER } },
{ "snap of another oui", ETH "0024 aaaa03 00000c 2000 " TEN("0000") TEN("0000"), .ret = NON_IP,
	.p = { .ethertype = 36 } },
};

const size_t packet_tunnels_count = sizeof(packet_tunnels) / sizeof(packet_tunnels[0]);
