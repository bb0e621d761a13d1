/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame: one frame as the kernel's packet socket hands it out, always with an
 * Ethernet header, VLAN tags in place.
 */
#ifndef KNTOP_RUN_FRAME_H
#define KNTOP_RUN_FRAME_H

#include <linux/virtio_net.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct frame - a frame that was read
 * @data: its octets; may be changed
 * @length: how many
 * @gso: what virtio_net says of superpackets; csum_start counts from @data
 */
struct frame {
	uint8_t *data;
	size_t length;
	struct virtio_net_hdr gso;
};

/** frame_u16() - a 16-bit number of the wire, in host order. */
static inline uint16_t frame_u16(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

/** frame_set_u16() - write a 16-bit number as the wire has it. */
static inline void frame_set_u16(uint8_t *at, uint16_t value)
{
	at[0] = value >> 8;
	at[1] = value;
}

#endif
