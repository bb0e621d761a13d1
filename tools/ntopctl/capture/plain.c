// SPDX-License-Identifier: GPL-2.0-or-later
/* Frames of a plain pcap file, without a call of libpcap for each.
 *
 * The format: https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "plain.h"

#define HEADER		24
#define MAGIC_MICRO	0xa1b2c3d4
#define MAGIC_NANO	0xa1b23c4d
/* Small enough to stay in a processor's cache, large enough for any frame. */
#define BUFFER		524288

/* What stands before each frame. */
struct record {
	uint32_t seconds;
	uint32_t fraction;
	uint32_t len;
	uint32_t wire_len;
};

bool plain_open(struct plain *p, FILE *stream, pcap_t *pcap)
{
	off_t behind = ftello(stream);
	uint32_t magic;

	*p = (struct plain){ .fd = fileno(stream), .at = behind, .snap = pcap_snapshot(pcap) };
	if (behind < HEADER || pcap_is_swapped(pcap) || pcap_major_version(pcap) != 2 ||
	    pcap_minor_version(pcap) != 4 ||
	    p->snap > BUFFER - sizeof(struct record) ||
	    pread(p->fd, &magic, sizeof(magic), behind - HEADER) != sizeof(magic))
		return false;
	p->nano = magic == MAGIC_NANO;
	if (p->nano || magic == MAGIC_MICRO)
		p->buffer = malloc(BUFFER);
	return p->buffer;
}

/* See that the next @n octets are at hand; false at the end of the file. */
static bool fill(struct plain *p, size_t n)
{
	size_t have = p->end - p->begin;
	ssize_t got;

	memmove(p->buffer, p->buffer + p->begin, have);
	p->begin = 0;
	p->end = have;
	while (p->end < n) {
		got = pread(p->fd, p->buffer + p->end, BUFFER - p->end, p->at + p->end);
		if (!got || (got < 0 && errno != EINTR))
			return false;
		if (got > 0)
			p->end += got;
	}
	return true;
}

static bool has(struct plain *p, size_t n)
{
	return p->end - p->begin >= n || fill(p, n);
}

const uint8_t *plain_next(struct plain *p, struct pcap_pkthdr *h)
{
	struct record r;
	uint8_t *data;

	if (!has(p, sizeof(r)))
		return NULL;
	memcpy(&r, p->buffer + p->begin, sizeof(r));
	/* a time before 1970 or behind 2038 is libpcap's to judge, too */
	if (r.len > p->snap || r.seconds > INT32_MAX ||
	    r.fraction >= (p->nano ? 1000000000 : 1000000) || !has(p, sizeof(r) + r.len))
		return NULL;
	data = p->buffer + p->begin + sizeof(r);
	*h = (struct pcap_pkthdr){
		.ts = { r.seconds, p->nano ? r.fraction : r.fraction * 1000 },
		.caplen = r.len,
		.len = r.wire_len,
	};
	p->begin += sizeof(r) + r.len;
	p->at += sizeof(r) + r.len;
	return data;
}

void plain_close(struct plain *p)
{
	free(p->buffer);
	p->buffer = NULL;
}
