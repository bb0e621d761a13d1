// SPDX-License-Identifier: GPL-2.0-or-later
/* packet_fields FILE: what packet.c reads of each frame of an Ethernet capture. */
#include <stdio.h>
#include <arpa/inet.h>
#include <pcap/pcap.h>
#include <linux/kntop.h>

#include "packet.h"

static const char *addr_text(char *text, u8 family, const union kntop_addr *a)
{
	if (family == 4)
		return inet_ntop(AF_INET, a->b + 12, text, INET6_ADDRSTRLEN);
	return inet_ntop(AF_INET6, a->b, text, INET6_ADDRSTRLEN);
}

static void fields_print(u8 *user, const struct pcap_pkthdr *head, const u8 *data)
{
	char src[INET6_ADDRSTRLEN], dst[INET6_ADDRSTRLEN];
	struct kntop_frame f = {
		.data = data,
		.caplen = head->caplen,
		.wirelen = head->len,
	};
	struct kntop_packet p;
	int ret = kntop_packet_parse(&p, &f);

	(void)user;
	if (ret != KNTOP_PACKET_FLOW) {
		printf("%d\n", ret);
		return;
	}
	printf("%d %s %s %u %u %u %u %u %u %u %u %u %u %u\n", ret,
	       addr_text(src, p.family, &p.src), addr_text(dst, p.family, &p.dst),
	       p.l4, p.src_port, p.dst_port, p.vlan, p.tcp_flags, p.tcp_seq,
	       p.l3_off, p.l4_off, p.l3_len, p.fragment, p.encap);
}

int main(int argc, char **argv)
{
	char error[PCAP_ERRBUF_SIZE];
	pcap_t *file;

	if (argc != 2) {
		fprintf(stderr, "usage: packet_fields FILE\n");
		return 1;
	}
	file = pcap_open_offline(argv[1], error);
	if (!file) {
		fprintf(stderr, "packet_fields: %s: %s\n", argv[1], error);
		return 1;
	}
	if (pcap_datalink(file) != DLT_EN10MB)
		return 3;
	if (pcap_loop(file, -1, fields_print, NULL) < 0) {
		fprintf(stderr, "packet_fields: %s: %s\n", argv[1], pcap_geterr(file));
		return 1;
	}
	pcap_close(file);
	return 0;
}
