// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Superpackets that this machine may not be able to make: in tunnels, with odd flags,
 * malformed. The pieces are compared with what was written down by hand.
 */
#include <err.h>
#include <linux/if_ether.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "superpacket.h"

#define PIECE_MAX	4096
#define ROUNDS		50000

static struct outlet outlet;
static int ends[2];
static unsigned int passed, failed;

static bool idle(void)
{
	return false;
}

static void ok(bool good, const char *name)
{
	good ? passed++ : failed++;
	printf("%sok %u - %s\n", good ? "" : "not ", passed + failed, name);
}

/* A buffer with hexadecimal headers, then @payload octets; exactly as long. */
static struct frame make(const char *headers, size_t payload, uint8_t type, uint16_t size,
			 uint16_t l4)
{
	struct frame f = { .gso = { .gso_type = type, .gso_size = size } };
	size_t length = 0;
	unsigned int octet;

	f.data = malloc(strlen(headers) / 2 + payload);
	if (!f.data)
		err(2, "memory");
	for (; *headers; headers += 2) {
		while (*headers == ' ')
			headers++;
		if (sscanf(headers, "%2x", &octet) != 1)
			errx(2, "no hexadecimal: %s", headers);
		f.data[length++] = octet;
	}
	memset(f.data + length, 'x', payload);
	f.length = length + payload;
	if (l4) {
		f.gso.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM;
		f.gso.csum_start = l4;
	}
	return f;
}

/* Split @f, and compare each piece's length and headers with the next two of @wanted. */
static bool pieces(struct frame f, const char *const *headers, const size_t *payloads)
{
	uint8_t *start = f.data, piece[PIECE_MAX];
	bool good = superpacket_split(&f, &outlet) && outlet_flush(&outlet);
	struct frame wanted;
	ssize_t length;

	for (; good && *headers; headers++, payloads++) {
		wanted = make(*headers, *payloads, 0, 0, 0);
		length = recv(ends[1], piece, sizeof(piece), MSG_DONTWAIT);
		good = length == (ssize_t)wanted.length && !memcmp(piece, wanted.data, length);
		free(wanted.data);
	}
	good = good && recv(ends[1], piece, sizeof(piece), MSG_DONTWAIT) < 0;
	free(start);
	return good;
}

#define MAC	"020000000002 020000000001 "

/* Flags CWR ACK PSH FIN (0x99), sequence number 0xffffff00, 2500 octets in 1000s. */
static void test_tcp(void)
{
	static const char whole[] = MAC "0800"
		"450009ec 00ff4000 40060000 0a000001 0a000002"
		"1f901f91 ffffff00 00000001 50990100 00000000";
	static const char *const cut[] = {
		MAC "0800 45000410 00ff4000 40060000 0a000001 0a000002"
			"1f901f91 ffffff00 00000001 50900100 00000000",
		MAC "0800 45000410 01004000 40060000 0a000001 0a000002"
			"1f901f91 000002e8 00000001 50100100 00000000",
		MAC "0800 4500021c 01014000 40060000 0a000001 0a000002"
			"1f901f91 000006d0 00000001 50190100 00000000",
		NULL
	};
	static const size_t payloads[] = { 1000, 1000, 500 };

	ok(pieces(make(whole, 2500, VIRTIO_NET_HDR_GSO_TCPV4, 1000, 34), cut, payloads),
	   "TCP: lengths, sequence numbers, PSH and FIN on the last, CWR on the first");
}

/* A jumbo payload option of BIG TCP, which the wire never has. */
static void test_jumbo(void)
{
	static const char whole[] = MAC "8100 0064 86dd 60000000 0000 00 40"
		"fd000000000000000000000000000001 fd000000000000000000000000000002"
		"0600c204 00000bd4 1f901f91 00000000 00000001 50100100 00000000";
	static const char *const cut[] = {
		MAC "8100 0064 86dd 60000000 07d4 06 40"
			"fd000000000000000000000000000001 fd000000000000000000000000000002"
			"1f901f91 00000000 00000001 50100100 00000000",
		MAC "8100 0064 86dd 60000000 03fc 06 40"
			"fd000000000000000000000000000001 fd000000000000000000000000000002"
			"1f901f91 000007c0 00000001 50100100 00000000",
		NULL
	};
	static const size_t payloads[] = { 1984, 1000 };

	ok(pieces(make(whole, 2984, VIRTIO_NET_HDR_GSO_TCPV6, 1984, 66), cut, payloads),
	   "BIG TCP in a VLAN: the jumbo option is gone");
}

/* IPv4, UDP, VXLAN, Ethernet, IPv6, TCP. */
static void test_tunnel(void)
{
	static const char whole[] = MAC "0800"
		"4500080e 00010000 40110000 0a000001 0a000002 c00012b5 07fa0000"
		"08000000 00002a00 020000000004 020000000003 86dd 60000000 07b4 06 40"
		"fd000000000000000000000000000001 fd000000000000000000000000000002"
		"1f901f91 00000000 00000001 50100100 00000000";
	static const char *const cut[] = {
		MAC "0800 45000456 00010000 40110000 0a000001 0a000002 c00012b5 04420000"
			"08000000 00002a00 020000000004 020000000003 86dd 60000000 03fc 06 40"
			"fd000000000000000000000000000001 fd000000000000000000000000000002"
			"1f901f91 00000000 00000001 50100100 00000000",
		MAC "0800 45000426 00020000 40110000 0a000001 0a000002 c00012b5 04120000"
			"08000000 00002a00 020000000004 020000000003 86dd 60000000 03cc 06 40"
			"fd000000000000000000000000000001 fd000000000000000000000000000002"
			"1f901f91 000003e8 00000001 50100100 00000000",
		NULL
	};
	static const size_t payloads[] = { 1000, 952 };

	ok(pieces(make(whole, 1952, VIRTIO_NET_HDR_GSO_TCPV6, 1000, 104), cut, payloads),
	   "VXLAN: the lengths of all five headers");
}

/* Any change of an octet, any cut: refused or split, never read or written beyond. */
static void test_malformed(void)
{
	static const char whole[] = MAC "8100 0064 0800"
		"4500080e 00010000 40110000 0a000001 0a000002 c00012b5 07fa0000"
		"08000000 00002a00 020000000004 020000000003 86dd 60000000 07b4 06 40"
		"fd000000000000000000000000000001 fd000000000000000000000000000002"
		"1f901f91 00000000 00000001 50100100 00000000";
	static const uint8_t types[] = { 1, 3, 4, 5, 0x84 };
	struct frame f, copy;
	unsigned int i, k;

	srandom(1);
	for (i = 0; i < ROUNDS; i++) {
		f = make(whole, random() % 64, types[random() % 5], random() % 1500 + 1,
			 random() % 4 ? 108 : random() % 256);
		for (k = random() % 4; k; k--)
			f.data[random() % f.length] = random();
		copy = make("", f.length = random() % (f.length + 1), 0, 0, 0);
		memcpy(copy.data, f.data, f.length);
		copy.gso = f.gso;
		free(f.data);
		f = copy;
		superpacket_split(&f, &outlet);
		outlet.count = 0;
		free(copy.data);
	}
	ok(true, "malformed superpackets: the sanitizers found nothing");
}

int main(void)
{
	if (socketpair(AF_UNIX, SOCK_DGRAM, 0, ends))
		err(2, "socketpair");
	outlet.fd = ends[0];
	outlet.room = PIECE_MAX;
	outlet.idle = idle;
	test_tcp();
	test_jumbo();
	test_tunnel();
	close(ends[1]);
	test_malformed();
	printf("%u passed, %u failed\n", passed, failed);
	return failed || !passed;
}
