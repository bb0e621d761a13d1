/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames of a plain pcap file, without a call of libpcap for each. */
#ifndef NTOPCTL_CAPTURE_PLAIN_H
#define NTOPCTL_CAPTURE_PLAIN_H

#include <pcap/pcap.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/**
 * struct plain - a plain pcap file: seekable, in this machine's byte order
 * @fd: the file
 * @buffer: what of it is read ahead, NULL: libpcap is to be asked
 * @begin: where in it the next record begins
 * @end: where it ends
 * @at: where in the file the next record begins
 * @snap: most octets of a frame
 * @nano: times are in nanoseconds, not in microseconds
 */
struct plain {
	int fd;
	uint8_t *buffer;
	size_t begin;
	size_t end;
	uint64_t at;
	uint32_t snap;
	bool nano;
};

/**
 * plain_open() - see whether a file is a plain one
 * @p: filled in; to be closed with plain_close() in any case
 * @stream: the file, seekable, from which libpcap has read the header only
 * @pcap: what libpcap made of it
 *
 * Return: true when plain_next() may be asked for its frames.
 */
bool plain_open(struct plain *p, FILE *stream, pcap_t *pcap);

/**
 * plain_next() - take the next frame
 * @p: file
 * @h: filled in, as libpcap does with times in nanoseconds
 *
 * Return: its octets, valid until the next call. NULL at the end, and where anything
 * is unusual: then libpcap is to be asked from @p->at on.
 */
const uint8_t *plain_next(struct plain *p, struct pcap_pkthdr *h);

/** plain_close() - close it; the file stays open */
void plain_close(struct plain *p);

#endif /* NTOPCTL_CAPTURE_PLAIN_H */
