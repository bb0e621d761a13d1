// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * l7flood: new TCP flows as fast as the machine can make them.
 *
 *   l7flood DEV syn FLOWS SEED
 *   l7flood DEV hello FLOWS FIRST FILE
 *
 * syn: one SYN a flow, of 60 octets, from random addresses and ports. hello: a SYN and
 * one segment with what is in FILE a flow, from addresses and ports counted from FIRST.
 * All go to 10.9.0.1, port 443. Prints "PACKETS OCTETS MILLISECONDS".
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <err.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/ip.h>
#include <linux/tcp.h>
#include <net/if.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#define BATCH		256
#define DATA_MAX	1400
#define SHORTEST	60

struct frame {
	struct ethhdr ethernet;
	struct iphdr ip;
	struct tcphdr tcp;
	uint8_t data[DATA_MAX];
} __attribute__((packed));

static struct frame frames[BATCH];
static struct iovec parts[BATCH];
static struct mmsghdr messages[BATCH];
static unsigned int waiting;
static unsigned long packets, octets;

static void flush(int fd)
{
	unsigned int done = 0;

	while (done < waiting) {
		int n = sendmmsg(fd, messages + done, waiting - done, 0);

		if (n < 0)
			err(2, "sendmmsg");
		done += n;
	}
	waiting = 0;
}

/* A segment of @len octets of @data; frames are padded to the shortest. */
static void put(int fd, uint32_t source, uint16_t port, uint32_t seq, const void *data,
		unsigned int len)
{
	struct frame *f = &frames[waiting];
	unsigned int size = sizeof(*f) - DATA_MAX + len;

	*f = (struct frame){
		.ethernet = {
			.h_dest = { 2, 0, 0, 0, 0, 2 }, .h_source = { 2, 0, 0, 0, 0, 1 },
			.h_proto = htons(ETH_P_IP),
		},
		.ip = {
			.version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_TCP,
			.tot_len = htons(size - ETH_HLEN),
			.saddr = htonl(source), .daddr = htonl(0x0a090001),
		},
		.tcp = {
			.source = htons(port), .dest = htons(443), .seq = htonl(seq), .doff = 5,
			.syn = !len, .psh = !!len, .ack = !!len, .window = htons(65535),
		},
	};
	memcpy(f->data, data, len);
	if (size < SHORTEST)
		size = SHORTEST;
	parts[waiting] = (struct iovec){ f, size };
	messages[waiting] = (struct mmsghdr){
		.msg_hdr = { .msg_iov = &parts[waiting], .msg_iovlen = 1 },
	};
	packets++;
	octets += size;
	if (++waiting == BATCH)
		flush(fd);
}

/* Marsaglia's xorshift: the same numbers for the same seed. */
static uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	return *state ^= *state << 17;
}

static void syns(int fd, unsigned long flows, uint64_t seed)
{
	uint64_t state = seed * 0x9e3779b97f4a7c15ull | 1;

	while (flows--) {
		uint64_t r = random_next(&state);

		put(fd, r, r >> 32, r >> 48, "", 0);
	}
}

static void hellos(int fd, unsigned long flows, unsigned long first, const char *path)
{
	uint8_t data[DATA_MAX];
	FILE *file = fopen(path, "r");
	size_t len;

	if (!file)
		err(2, "%s", path);
	len = fread(data, 1, sizeof(data), file);
	fclose(file);
	for (unsigned long n = first; n < first + flows; n++) {
		uint32_t source = 0x0b000000 | n >> 10;
		uint16_t port = 20000 + n % 1024;

		put(fd, source, port, n, "", 0);
		put(fd, source, port, n + 1, data, len);
	}
}

static int open_on(const char *name)
{
	struct sockaddr_ll address = {
		.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(name),
	};
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	if (fd < 0 || !address.sll_ifindex ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)))
		err(2, "%s", name);
	return fd;
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double start = now();
	unsigned long flows;
	int fd;

	if (argc < 5)
		errx(1, "usage: l7flood DEV syn FLOWS SEED | DEV hello FLOWS FIRST FILE");
	fd = open_on(argv[1]);
	flows = strtoul(argv[3], NULL, 10);
	if (!strcmp(argv[2], "syn"))
		syns(fd, flows, strtoull(argv[4], NULL, 10));
	else if (!strcmp(argv[2], "hello") && argc == 6)
		hellos(fd, flows, strtoul(argv[4], NULL, 10), argv[5]);
	else
		errx(1, "what is %s?", argv[2]);
	flush(fd);
	printf("%lu %lu %.0f\n", packets, octets, (now() - start) * 1000);
	return 0;
}
