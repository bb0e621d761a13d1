// SPDX-License-Identifier: GPL-2.0-or-later
#include "tcp.h"

/* Few enough segments came after this one, and not long ago. */
static bool kntop_tcp_is_late(u32 next, const struct kntop_tcp_segment *s)
{
	u32 behind = next - (s->seq + s->len);

	return s->since >= 0 && s->since < KNTOP_TCP_REORDER_NS &&
	       (u64)behind * s->packets < (u64)KNTOP_TCP_REORDER_SEGMENTS * s->len;
}

void kntop_tcp_disorder(u32 *next, struct kntop_tcp_quality *q, int side,
			const struct kntop_tcp_segment *s)
{
	s32 ahead = s->seq - *next;
	s32 gain = s->seq + s->len - *next;

	if (gain > 0)
		*next += gain;
	if (ahead > 0) {
		q->lost[side]++;
		return;
	}
	if (!s->len || (ahead == -1 && s->len == 1 && !s->control))
		return;
	if (q->lost[side] && kntop_tcp_is_late(*next, s)) {
		q->out_of_order[side] += s->packets;
		q->lost[side]--;
		return;
	}
	q->retransmitted[side] += s->packets;
}
