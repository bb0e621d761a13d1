// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/minmax.h>
#include <linux/string.h>

#include "compat/unaligned.h"
#include "tcp.h"

#define TCP_OPTION_END		0
#define TCP_OPTION_NOP		1
#define TCP_OPTION_STAMP	8
#define TCP_OPTION_STAMP_LEN	10

/* Sequence numbers wrap: is @a before @b? */
static bool kntop_tcp_before(u32 a, u32 b)
{
	return (s32)(a - b) < 0;
}

static u32 kntop_tcp_first(u32 a, u32 b)
{
	return kntop_tcp_before(a, b) ? a : b;
}

static u32 kntop_tcp_last(u32 a, u32 b)
{
	return kntop_tcp_before(a, b) ? b : a;
}

/* Packets of @size that @octets take, at least one. */
static u32 kntop_tcp_packets(u32 octets, u32 size)
{
	return size && octets > size ? (octets - 1) / size + 1 : 1;
}

/* Octets of sequence space in each of its packets. */
static u32 kntop_tcp_piece(const struct kntop_tcp_segment *s)
{
	return s->len ? (s->len - 1) / s->packets + 1 : 0;
}

/* Packets that were skipped to, and all that came behind them since. */
static u32 kntop_tcp_overtook(const struct kntop_tcp_hole *h, const struct kntop_tcp_segment *s)
{
	return (u16)(s->sent - h->before);
}

/*
 * Was the segment sent before the one that made the hole (< 0), or after it (> 0)? By their
 * identifications, if they are as far apart as packets are known to be between them.
 */
static int kntop_tcp_id_order(const struct kntop_tcp_hole *h,
			      const struct kntop_tcp_segment *s)
{
	u32 skipped = kntop_tcp_packets(h->end - s->seq, kntop_tcp_piece(s));
	u16 after = s->id - h->id, before = h->id - s->id;

	if (!h->numbered || !s->numbered || !after)
		return 0;
	if (before <= 2 * skipped + KNTOP_TCP_ID_SLACK)
		return -1;
	return (u16)s->heard != h->heard && s->round &&
	       after <= 2 * kntop_tcp_overtook(h, s) + KNTOP_TCP_ID_SLACK;
}

static int kntop_tcp_order(const struct kntop_tcp_hole *h, const struct kntop_tcp_segment *s)
{
	if (h->stamped && s->stamped && h->stamp != s->stamp)
		return kntop_tcp_before(s->stamp, h->stamp) ? -1 : 1;
	return kntop_tcp_id_order(h, s);
}

static bool kntop_tcp_is_late(const struct kntop_tcp_hole *h,
			      const struct kntop_tcp_segment *s)
{
	s64 waited = s->time - h->since;
	int order = kntop_tcp_order(h, s);

	if (order)
		return order < 0;
	if (waited < (s64)s->rtt)
		return true;
	return !s->round && waited < KNTOP_TCP_REORDER_NS &&
	       kntop_tcp_overtook(h, s) < KNTOP_TCP_REORDER_SEGMENTS;
}

/* ---- holes --------------------------------------------------------------- */

static void kntop_tcp_remove(struct kntop_tcp_holes *holes, u32 n)
{
	holes->count--;
	memmove(&holes->hole[n], &holes->hole[n + 1],
		(holes->count - n) * sizeof(holes->hole[0]));
}

/* What was estimated of the oldest one stays lost. */
static struct kntop_tcp_hole *kntop_tcp_add(struct kntop_tcp_holes *holes)
{
	if (holes->count == KNTOP_TCP_HOLES)
		kntop_tcp_remove(holes, 0);
	return &holes->hole[holes->count++];
}

static void kntop_tcp_open(struct kntop_tcp_side *me, u32 from,
			   const struct kntop_tcp_segment *s)
{
	u32 size = max(me->size, s->usual);
	u32 packets = kntop_tcp_packets(s->seq - from, size);

	me->lost += packets;
	if (!me->holes)
		return;
	*kntop_tcp_add(me->holes) = (struct kntop_tcp_hole) {
		.seq = from, .end = s->seq, .since = s->time, .before = s->sent,
		.packets = packets, .stamp = s->stamp, .stamped = s->stamped,
		.heard = s->heard, .id = s->id, .numbered = s->numbered,
	};
}

/*
 * Takes the octets from @from to before @to out of hole @n. What is left of it may be two
 * holes. Returns how many packets fewer are missing.
 */
static s32 kntop_tcp_cut(struct kntop_tcp_holes *holes, u32 n, u32 from, u32 to, u32 size)
{
	struct kntop_tcp_hole *h = &holes->hole[n], rest = *h;
	u32 before = h->packets;

	if (!kntop_tcp_before(h->seq, from) && !kntop_tcp_before(to, h->end)) {
		kntop_tcp_remove(holes, n);
		return before;
	}
	if (!kntop_tcp_before(h->seq, from)) {
		h->seq = to;
		h->packets = min(before, kntop_tcp_packets(h->end - to, size));
		return before - h->packets;
	}
	h->end = from;
	h->packets = min(before, kntop_tcp_packets(from - h->seq, size));
	if (!kntop_tcp_before(to, rest.end))
		return before - h->packets;
	rest.seq = to;
	rest.packets = min(before, kntop_tcp_packets(rest.end - to, size));
	before -= h->packets + rest.packets;
	if (holes->count < KNTOP_TCP_HOLES)
		*kntop_tcp_add(holes) = rest;
	return before;
}

/* ---- octets before the next ones ------------------------------------------- */

/* Octets of the segment that are in holes; @oldest is set to the oldest of these. */
static u32 kntop_tcp_missing(struct kntop_tcp_holes *holes, u32 from, u32 to,
			     struct kntop_tcp_hole **oldest)
{
	struct kntop_tcp_hole *h, *end = holes ? holes->hole + holes->count : NULL;
	u32 sum = 0;
	s32 both;

	*oldest = NULL;
	for (h = holes ? holes->hole : NULL; h < end; h++) {
		both = kntop_tcp_first(to, h->end) - kntop_tcp_last(from, h->seq);
		if (both <= 0)
			continue;
		sum += both;
		if (!*oldest)
			*oldest = h;
	}
	return sum;
}

/* Returns how many packets fewer are missing now. */
static s32 kntop_tcp_fill(struct kntop_tcp_side *me, u32 from, u32 to,
			  const struct kntop_tcp_segment *s, bool late)
{
	struct kntop_tcp_holes *holes = me->holes;
	u32 n, size = max(me->size, s->usual);
	struct kntop_tcp_hole *h;
	s32 fewer = 0;

	/* from behind: one that is removed or made anew is met no more */
	for (n = holes->count; n--;) {
		h = &holes->hole[n];
		/* it did not overtake what it stands before */
		if (kntop_tcp_before(from, h->end))
			h->before += s->packets;
		if (!kntop_tcp_before(from, h->end) || !kntop_tcp_before(h->seq, to))
			continue;
		if (late)
			h->since = s->time;
		fewer += kntop_tcp_cut(holes, n, from, to, size);
	}
	return fewer;
}

/* The first @known octets of the segment stand before the next ones. */
static void kntop_tcp_repeat(struct kntop_tcp_side *me, const struct kntop_tcp_segment *s,
			     u32 known)
{
	u32 piece = kntop_tcp_piece(s), to = s->seq + known;
	u32 packets = known < s->len ? kntop_tcp_packets(known, piece) : s->packets;
	struct kntop_tcp_hole *oldest;
	u32 missing = kntop_tcp_missing(me->holes, s->seq, to, &oldest);
	bool late = missing == known && kntop_tcp_is_late(oldest, s);

	if (late)
		me->out_of_order += packets;
	else
		me->retransmitted += packets;
	if (!missing)
		return;
	me->lost -= kntop_tcp_fill(me, s->seq, to, s, late);
	if (!late)
		me->lost += missing < known ? kntop_tcp_packets(missing, piece) : packets;
}

void kntop_tcp_disorder(u32 *next, struct kntop_tcp_side *me,
			const struct kntop_tcp_segment *s)
{
	s32 ahead = s->seq - *next;
	s32 gain = s->seq + s->len - *next;

	me->size = max(me->size, kntop_tcp_piece(s));
	if (ahead > 0 && (s->syn || ahead >= KNTOP_TCP_JUMP_MAX)) {
		if (me->holes)
			me->holes->count = 0;
		*next += gain;
		return;
	}
	if (ahead > 0)
		kntop_tcp_open(me, *next, s);
	if (gain > 0)
		*next += gain;
	if (ahead >= 0)
		return;
	if (ahead == -1 && s->len <= 1 && !s->control) {
		me->keep_alives += !s->probe;
		return;
	}
	if (s->len)
		kntop_tcp_repeat(me, s, gain > 0 ? s->len - gain : s->len);
}

void kntop_tcp_early(struct kntop_tcp_side *me, u64 since,
		     const struct kntop_tcp_segment *s)
{
	/* the packets that were seen overtook it, all of them */
	const struct kntop_tcp_hole h = { .since = since };

	if (!s->len)
		return;
	if (kntop_tcp_is_late(&h, s))
		me->out_of_order += s->packets;
	else
		me->retransmitted += s->packets;
}

/* ---- options --------------------------------------------------------------- */

bool kntop_tcp_stamp(const u8 *options, u32 len, u32 *stamp)
{
	u32 at = 0, size;

	while (at < len && options[at] != TCP_OPTION_END) {
		if (options[at] == TCP_OPTION_NOP) {
			at++;
			continue;
		}
		size = at + 1 < len ? options[at + 1] : 0;
		if (size < 2 || size > len - at)
			return false;
		if (options[at] == TCP_OPTION_STAMP && size == TCP_OPTION_STAMP_LEN) {
			*stamp = get_unaligned_be32(options + at + 2);
			return true;
		}
		at += size;
	}
	return false;
}
