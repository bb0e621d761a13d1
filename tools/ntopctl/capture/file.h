/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Opening a capture and taking its frames. */
#ifndef NTOPCTL_CAPTURE_FILE_H
#define NTOPCTL_CAPTURE_FILE_H

#include <pcap/pcap.h>
#include "../ctl.h"
#include "linktype.h"
#include "plain.h"

/**
 * struct capture_file - a capture being read
 * @shown: its name, printable
 * @stream: the file
 * @buffer: what of it is read ahead
 * @pcap: libpcap's handle, owns @stream
 * @plain: the file, when it is so plain that libpcap is not needed for its frames
 * @linktype: what its frames are
 * @size: octets of the file, 0 unknown
 * @program: which frames are wanted
 * @filtering: there is a @program
 * @packets: frames taken so far
 * @octets: what they had on the wire
 * @cut: how many of them were longer than can be handed in
 * @filtered: frames that the filter left out, in none of these
 * @first: earliest time
 * @last: latest time
 */
struct capture_file {
	char shown[256];
	FILE *stream;
	char *buffer;
	pcap_t *pcap;
	struct plain plain;
	const struct linktype *linktype;
	struct bpf_program program;
	bool filtering;
	uint64_t size;
	uint64_t packets;
	uint64_t octets;
	uint64_t cut;
	uint64_t filtered;
	uint64_t first;
	uint64_t last;
};

/**
 * capture_open() - open a capture
 * @ctl: run
 * @c: filled in; to be closed with capture_close() in any case
 * @path: pcap or pcapng file, "-" for standard input
 *
 * Return: CTL_OK or CTL_USAGE, complained already.
 */
int capture_open(const struct ctl *ctl, struct capture_file *c, const char *path);

/**
 * capture_filter() - take only some of its frames
 * @ctl: run
 * @c: capture
 * @expression: which, in pcap's syntax
 *
 * Return: CTL_OK or CTL_USAGE, complained already.
 */
int capture_filter(const struct ctl *ctl, struct capture_file *c, const char *expression);

/**
 * capture_next() - take the next frame
 * @c: capture
 * @frame: filled in; its data are valid until the next call
 *
 * Return: 1 a frame, 2 one that the filter leaves out: @frame was not touched, 0 the end,
 * -1 broken: capture_error() tells how.
 */
int capture_next(struct capture_file *c, struct kntop_frame *frame);

/** capture_error() - why capture_next() returned -1 */
const char *capture_error(const struct capture_file *c);

/** capture_position() - octets of the file that were read */
uint64_t capture_position(const struct capture_file *c);

/** capture_close() - close it */
void capture_close(struct capture_file *c);

#endif /* NTOPCTL_CAPTURE_FILE_H */
