// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/bottom_half.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "datagram.h"
#include "flow.h"
#include "fragment.h"
#include "interface.h"

/* Its flow, or the part that says why it has none. */
static void kntop_datagram_count(struct kntop_interface *i, const struct kntop_sighting *s)
{
	int verdict = kntop_flow_see(i->flows, s);

	if (unlikely(verdict >= 0))
		kntop_tally_add(&i->traffic->part[verdict], s->packets, s->octets,
				max_t(u64, s->time, 1));
}

/* In the clock of live interfaces, whatever the source's is. */
static void kntop_datagram_tell(struct kntop_interface *i, bool stray, u64 packets, u64 octets)
{
	struct kntop_flow_table *t = i->flows;

	kntop_tally_add(stray ? &t->losses[KNTOP_LOSS_FRAGMENTS_STRAY] : t->credited,
			packets, octets, ktime_get_ns());
}

/* What was held back. Bottom halves off, RCU. */
static noinline void kntop_datagram_release(struct kntop_interface *i,
					    const struct kntop_fragment_note *note)
{
	const struct kntop_fragment_volume *v = &note->volume;
	struct kntop_sighting s = {
		.packet = &note->packet, .time = v->time, .packets = v->packets,
		.clock = kntop_interface_now(i), .octets = v->octets,
		.l3_octets = v->l3_octets, .ifid = i->id, .vlan = note->vlan,
		.tunnel = note->tunnel,
	};

	kntop_datagram_count(i, &s);
	kntop_datagram_tell(i, !note->packet.continued, v->packets, v->octets);
}

void kntop_datagram_see(struct kntop_interface *i, struct kntop_sighting *s,
			struct kntop_packet *p)
{
	struct kntop_fragment_volume v = {
		.packets = s->packets, .octets = s->octets, .l3_octets = s->l3_octets,
		.time = s->time,
	};
	struct kntop_fragment_note note;
	int fate;

	fate = kntop_fragments_see(i->fragments, p, s->vlan, s->tunnel, s->clock, &v, &note);
	if (fate == KNTOP_FRAGMENT_CREDITED || fate == KNTOP_FRAGMENT_STRAY)
		kntop_datagram_tell(i, fate == KNTOP_FRAGMENT_STRAY, v.packets, v.octets);
	if (fate != KNTOP_FRAGMENT_HELD)
		kntop_datagram_count(i, s);
	if (note.volume.packets)
		kntop_datagram_release(i, &note);
}

void kntop_datagram_sweep(struct kntop_interface *i, bool all)
{
	/* when the worker comes by shall make no difference to a file's flows */
	u64 now = kntop_interface_is_offline(i) ? 0 : kntop_interface_now(i);
	struct kntop_fragment_note note;
	/* no more than were held when it began: others may come meanwhile */
	u32 left = KNTOP_FRAGMENT_SETS * KNTOP_FRAGMENT_WAYS, at = 0;
	bool more = true;

	while (more && left--) {
		rcu_read_lock();
		local_bh_disable();
		more = all ? kntop_fragments_take_oldest(i->fragments, &note) :
			     kntop_fragments_take(i->fragments, &at, now, &note);
		if (more)
			kntop_datagram_release(i, &note);
		local_bh_enable();
		rcu_read_unlock();
		cond_resched();
	}
}
