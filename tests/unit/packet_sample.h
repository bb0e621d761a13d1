/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * packet_sample: frames written by hand and what must be read from them. The
 * unit tests judge by them, the fuzzer starts from them.
 */
#ifndef KNTOP_PACKET_SAMPLE_H
#define KNTOP_PACKET_SAMPLE_H

#include "packet.h"

/** Room for the longest sample. */
#define PACKET_SAMPLE_MAX	2048

/**
 * struct packet_sample - a frame and what it says
 * @name: what it shows
 * @hex: its octets, blanks between them are ignored
 * @pad: zeroes behind @hex
 * @more: octets of the frame that are on the wire but not in the sample
 * @protocol: as in struct kntop_frame, as are the next three
 * @l2_len: see @protocol
 * @vlan: see @protocol
 * @gso: see @protocol
 * @ret: what kntop_packet_parse() returns
 * @src: expected address, as text
 * @dst: expected address, as text
 * @p: all other expected fields, compared only as far as @ret sets them
 */
struct packet_sample {
	const char		*name;
	const char		*hex;
	u32			pad;
	u32			more;
	u16			protocol;
	u16			l2_len;
	u16			vlan;
	bool			gso;
	int			ret;
	const char		*src;
	const char		*dst;
	struct kntop_packet	p;
};

/* packet_samples.c and packet_tunnels.c */
extern const struct packet_sample packet_plain[];
extern const size_t packet_plain_count;
extern const struct packet_sample packet_tunnels[];
extern const size_t packet_tunnels_count;

/** packet_samples_count - how many there are in all. */
static inline size_t packet_samples_count(void)
{
	return packet_plain_count + packet_tunnels_count;
}

/** packet_sample_at - the sample of a number below that. */
static inline const struct packet_sample *packet_sample_at(size_t n)
{
	return n < packet_plain_count ? &packet_plain[n] :
					&packet_tunnels[n - packet_plain_count];
}

/**
 * packet_sample_frame - make the frame of a sample
 * @s: the sample
 * @data: where its octets go, PACKET_SAMPLE_MAX of them
 *
 * Return: the frame, at @data.
 */
struct kntop_frame packet_sample_frame(const struct packet_sample *s, u8 *data);

#endif /* KNTOP_PACKET_SAMPLE_H */
