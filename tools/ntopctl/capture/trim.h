/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What of a frame need not be handed in.
 *
 * The kernel looks at the payload of a flow's first packets only; of the others it
 * needs the headers, and most octets of a capture are payload of such packets. But a
 * frame may be trimmed only where it is certain that the flow had its first packets:
 * nothing that is reported may depend on it. So frames count only if they are plain
 * ones (Ethernet, perhaps a VLAN tag, IP, then TCP or UDP), which surely come to the flow
 * of their addresses and ports, and the count starts anew whenever that flow might.
 */
#ifndef NTOPCTL_CAPTURE_TRIM_H
#define NTOPCTL_CAPTURE_TRIM_H

#include <kntop.h>
#include <stdbool.h>
#include <stdint.h>

/** Packets of a flow that are left as they are; see DPI_A_PACKETS. */
#define TRIM_BEHIND	32

struct trim_flow;

/**
 * struct trim - what is known of a capture's flows
 * @flows: those seen last; NULL: nothing is trimmed
 * @room: as many flows may still begin before the kernel's table might be full
 * @clock: newest time so far
 * @carriers: bit for each UDP port at which tunnels are looked for
 */
struct trim {
	struct trim_flow *flows;
	uint64_t room;
	uint64_t clock;
	uint64_t carriers[65536 / 64];
};

/**
 * trim_open() - prepare to trim the frames of a capture
 * @t: filled in; to be closed with trim_close() in any case
 * @flows: flows in the kernel's table
 * @limit: most flows that may be there
 * @config: at which ports tunnels are looked for, all the while
 *
 * The frames must be all that its source is ever handed in before they are trimmed:
 * the source is a new one.
 */
void trim_open(struct trim *t, uint64_t flows, uint64_t limit,
	       const struct kntop_config *config);

/**
 * trim_frame() - cut what is not needed off the next frame
 * @t: trim
 * @frame: frame; what it had on the wire stays what it was
 */
void trim_frame(struct trim *t, struct kntop_frame *frame);

/** trim_close() - forget all; frames are no longer trimmed */
void trim_close(struct trim *t);

#endif /* NTOPCTL_CAPTURE_TRIM_H */
