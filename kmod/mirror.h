/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * mirror: does an interface show each frame once, and both sides of a conversation?
 * Judged from samples that cost the packet of a known flow nothing.
 *
 * Each ten seconds KNTOP_MIRROR_FRAMES frames in a row are compared with each other
 * (twin.h), and more of them where there were copies among those before; of a capture many
 * at its beginning. A conversation is a TCP flow past its handshake, judged when the accounting
 * worker finds that it has KNTOP_MIRROR_PACKETS packets: of both sides, as each
 * acknowledges what the other sends, or of one side only.
 */
#ifndef KNTOP_MIRROR_H
#define KNTOP_MIRROR_H

#include <linux/atomic.h>
#include <linux/types.h>
#include <linux/time64.h>

struct kntop_twin;
struct kntop_twins;

/**
 * Frames that are compared in a row, and how often that is begun. A mirror's copies come
 * within some microseconds. A sample costs as much as five packets a second.
 */
#define KNTOP_MIRROR_FRAMES	48
#define KNTOP_MIRROR_EVERY_NS	(10ULL * NSEC_PER_SEC)

/** Frames that are compared when in the sample before so many were copies. */
#define KNTOP_MIRROR_MANY	1024
#define KNTOP_MIRROR_SUSPICIOUS	2

/** For how long what was found counts: so long, and twice that at most. */
#define KNTOP_MIRROR_SPAN_NS	(300ULL * NSEC_PER_SEC)

/** How close a copy must follow. */
#define KNTOP_MIRROR_WINDOW_NS	(10ULL * NSEC_PER_MSEC)

/** Packets that a conversation has when it is judged. */
#define KNTOP_MIRROR_PACKETS	8

/**
 * A mirror doubles when of at least this many frames at least one in so many had a copy: a
 * port that mirrors itself and others shows doubled what goes between them alone.
 */
#define KNTOP_MIRROR_COMPARED_LEAST	16
#define KNTOP_MIRROR_COPIES_SHARE	4

/** It shows one side when of at least this many conversations nine of ten have but one. */
#define KNTOP_MIRROR_FLOWS_LEAST	8

/**
 * struct kntop_mirror - what was found lately
 * @twins: the frames of a sample; NULL without memory: then nothing is compared
 * @left: frames of it still to come
 * @found: copies in it
 * @begun: when a sample was begun last, clock of the interface; accounting mutex, or
 *	offline whoever feeds
 * @turn: beginning of the current span; accounting mutex
 * @compared: frames that can be told from others, in this span and the one before
 * @copies: those that equalled one
 * @flows: conversations of one side, and of two; accounting mutex
 */
struct kntop_mirror {
	struct kntop_twins	*twins;
	atomic_t		left;
	atomic_t		found;
	u64			begun;
	u64			turn;
	atomic_t		compared[2];
	atomic_t		copies[2];
	u32			flows[2][2];
};

/**
 * struct kntop_mirror_verdict - what that means
 * @compared: distinct frames
 * @copies: of them
 * @one_way: conversations
 * @two_way: conversations
 * @doubles: the interface is shown frames twice
 * @one_sided: it is shown one side of conversations
 */
struct kntop_mirror_verdict {
	u32	compared;
	u32	copies;
	u32	one_way;
	u32	two_way;
	bool	doubles;
	bool	one_sided;
};

/**
 * kntop_mirror_init - begin
 * @m: interface's
 * @now: clock of live interfaces; 0: offline, begin with a sample
 *
 * Context: process.
 */
void kntop_mirror_init(struct kntop_mirror *m, u64 now);

/** kntop_mirror_exit - nobody uses it any more. */
void kntop_mirror_exit(struct kntop_mirror *m);

/**
 * kntop_mirror_compare - take in a frame of a sample
 * @m: interface's
 * @t: what is compared of it
 * @time: when it came
 *
 * Context: bottom halves off. Return: false when this was the last one.
 */
bool kntop_mirror_compare(struct kntop_mirror *m, const struct kntop_twin *t, u64 time);

/**
 * kntop_mirror_is_due - is it time for another sample? Then it is begun.
 * @m: interface's
 * @now: clock of the interface
 *
 * Context: accounting mutex, or offline whoever feeds.
 */
bool kntop_mirror_is_due(struct kntop_mirror *m, u64 now);

/**
 * kntop_mirror_turn - time goes on: what was found long ago is forgotten
 * @m: of a device; of a capture nothing is
 * @now: clock of live interfaces
 *
 * Context: accounting mutex.
 */
void kntop_mirror_turn(struct kntop_mirror *m, u64 now);

/**
 * kntop_mirror_flow - a TCP flow past its handshake was visited
 * @m: interface's
 * @total: packets of both sides
 * @fresh: how many of them are new since the visit before
 * @one_way: all are of one side
 *
 * Context: accounting mutex.
 */
static inline void kntop_mirror_flow(struct kntop_mirror *m, u64 total, u64 fresh, bool one_way)
{
	if (total >= KNTOP_MIRROR_PACKETS && total - fresh < KNTOP_MIRROR_PACKETS)
		m->flows[0][one_way]++;
}

/**
 * kntop_mirror_judge - what was found lately
 * @m: interface's
 * @offline: a whole capture, of which one conversation is enough
 * @v: set
 */
void kntop_mirror_judge(const struct kntop_mirror *m, bool offline,
			struct kntop_mirror_verdict *v);

#endif /* KNTOP_MIRROR_H */
