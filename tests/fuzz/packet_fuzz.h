/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_PACKET_FUZZ_H
#define KNTOP_PACKET_FUZZ_H

#include "packet.h"

#define PACKET_FUZZ_PORTS	0x0002

/**
 * struct packet_fuzz_head - what stands before the frame in a fuzzer's input
 * @more: wirelen - caplen
 * @protocol: as in struct kntop_frame, as are the next three
 * @l2_len: see @protocol
 * @vlan: see @protocol
 * @gso: see @protocol, bit 0; PACKET_FUZZ_PORTS: tunnels are at other ports
 * @part: a second parse has this many octets, modulo the length of the frame
 */
struct packet_fuzz_head {
	u16	more;
	u16	protocol;
	u16	l2_len;
	u16	vlan;
	u16	gso;
	u16	part;
};

#endif /* KNTOP_PACKET_FUZZ_H */
