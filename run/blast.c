// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * blast: send numbered UDP packets at a steady rate, for measuring what arrives.
 *
 *   blast INTERFACE PACKETS RATE
 *
 * PACKETS frames of 64 octets (as on the wire with FCS: 60 here), RATE a second, of
 * 256 flows, from a packet socket: no neighbour, address or route takes part. The
 * Ethernet destination belongs to nobody. Prints "sent N seconds S"; N is how many the
 * kernel took.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/ip.h>
#include <linux/udp.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH	64
#define LENGTH	60
#define FLOWS	256

struct packet {
	struct ethhdr ethernet;
	struct iphdr ip;
	struct udphdr udp;
	char payload[LENGTH - 42];
} __attribute__((packed));

static struct packet packets[FLOWS];

static void make_packets(void)
{
	unsigned int i;

	for (i = 0; i < FLOWS; i++)
		packets[i] = (struct packet){
			.ethernet = {
				.h_dest = { 2, 0, 0, 0, 0, 2 },
				.h_source = { 2, 0, 0, 0, 0, 1 },
				.h_proto = htons(ETH_P_IP),
			},
			.ip = {
				.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP,
				.tot_len = htons(LENGTH - ETH_HLEN),
				.saddr = htonl(0xc6120001), .daddr = htonl(0xc6130001),
			},
			.udp = {
				.source = htons(10000 + i), .dest = htons(9),
				.len = htons(LENGTH - ETH_HLEN - sizeof(struct iphdr)),
			},
		};
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

static int open_on(const char *name)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	address.sll_ifindex = if_nametoindex(name);
	if (fd < 0 || !address.sll_ifindex ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(2, "%s", name);
	return fd;
}

/* How many of @count were taken. */
static int send_batch(int fd, unsigned long first, unsigned int count)
{
	struct mmsghdr messages[BATCH];
	struct iovec parts[BATCH];
	unsigned int i;
	int sent;

	for (i = 0; i < count; i++) {
		parts[i] = (struct iovec){ &packets[(first + i) % FLOWS], LENGTH };
		messages[i].msg_hdr = (struct msghdr){ .msg_iov = &parts[i], .msg_iovlen = 1 };
	}
	sent = sendmmsg(fd, messages, count, 0);
	if (sent < 0 && errno != ENOBUFS && errno != EAGAIN)
		err(2, "send");
	return sent < 0 ? 0 : sent;
}

int main(int argc, char **argv)
{
	unsigned long wanted, sent = 0;
	double rate, start, ahead;
	int fd;

	if (argc != 4)
		errx(1, "usage: blast INTERFACE PACKETS RATE");
	wanted = strtoul(argv[2], NULL, 10);
	rate = strtod(argv[3], NULL);
	make_packets();
	fd = open_on(argv[1]);
	start = now();
	while (sent < wanted) {
		sent += send_batch(fd, sent, wanted - sent < BATCH ? wanted - sent : BATCH);
		ahead = start + sent / rate - now();
		if (ahead > 0)
			usleep(ahead * 1e6);
	}
	printf("sent %lu seconds %.3f\n", sent, now() - start);
	return 0;
}
