// SPDX-License-Identifier: GPL-2.0-or-later
/* tcp.c: what a bystander concludes from sequence numbers and flags. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include <linux/kntop.h>

#include "tcp.h"

#define MS	(1000 * 1000ULL)
/* Later than any reordering. */
#define LATE	(200 * MS)

/* A side of a connection, as the flow table keeps it. */
struct state {
	u32			next;
	u32			sent;
	u32			heard;
	u64			now;
	u64			rtt;
	bool			probe;
	u32			stamp;
	bool			numbered;
	u16			id;
	struct kntop_tcp_holes	holes;
	struct kntop_tcp_side	q;
};

static void begin(struct state *s, u32 next)
{
	memset(s, 0, sizeof(*s));
	s->next = next;
	s->q.holes = &s->holes;
}

/* As kntop_flow_tcp(): what is expected is not shown to be judged. */
static void see_packets(struct state *s, u32 seq, u32 len, u32 packets, u64 since)
{
	struct kntop_tcp_segment segment = {
		.seq = seq, .len = len, .packets = packets, .sent = s->sent, .heard = s->heard,
		.rtt = s->rtt, .round = s->rtt, .probe = s->probe,
		.stamp = s->stamp, .stamped = s->stamp,
		.id = s->id, .numbered = s->numbered,
	};

	s->now += since;
	segment.time = s->now;
	if (seq == s->next)
		s->next += len;
	else
		kntop_tcp_disorder(&s->next, &s->q, &segment);
	s->sent += packets;
}

static void see(struct state *s, u32 seq, u32 len, u64 since)
{
	see_packets(s, seq, len, 1, since);
}

static void assert_quality(const struct state *s, u32 retransmitted,
			   u32 out_of_order, u32 lost)
{
	assert_int_equal(s->q.retransmitted, retransmitted);
	assert_int_equal(s->q.out_of_order, out_of_order);
	assert_int_equal(s->q.lost, lost);
}

static void test_gap_counts_its_packets(void **unused)
{
	struct state s;

	begin(&s, 1000);
	see(&s, 1300, 100, 10);
	assert_int_equal(s.next, 1400);
	assert_quality(&s, 0, 0, 3);
	/* a short packet behind it says nothing of how long the missing ones are */
	begin(&s, 1000);
	see(&s, 900, 1000, 10);
	see(&s, 4900, 10, 10);
	assert_quality(&s, 1, 0, 3);
}

static void test_gap_filled_soon_is_reordering(void **unused)
{
	struct state s;

	begin(&s, 1000);
	see(&s, 1100, 100, 10);
	see(&s, 1000, 100, KNTOP_TCP_REORDER_NS - 1);
	assert_int_equal(s.next, 1200);
	assert_quality(&s, 0, 1, 0);
	assert_int_equal(s.holes.count, 0);
}

static void test_gap_filled_late_is_retransmission(void **unused)
{
	struct state s;

	begin(&s, 1000);
	see(&s, 1100, 100, 10);
	see(&s, 1000, 100, KNTOP_TCP_REORDER_NS);
	assert_quality(&s, 1, 0, 1);
}

static void test_many_overtook(void **unused)
{
	struct state s;
	u32 n;

	/* without a handshake: two, then three */
	for (n = 2; n <= 3; n++) {
		begin(&s, 1000);
		see(&s, 1100, 100, 10);
		see(&s, 1200, 100, 10);
		if (n == 3)
			see(&s, 1300, 100, 10);
		see(&s, 1000, 100, 10);
		assert_quality(&s, n == 3, n == 2, n == 3);
	}
}

/* One that overtakes many is far ahead of all of them, and still only one. */
static void test_one_overtakes_many(void **unused)
{
	struct state s;
	u32 n;

	begin(&s, 1000);
	see(&s, 10000, 100, 10);
	assert_quality(&s, 0, 0, 90);
	for (n = 0; n < 90; n++)
		see(&s, 1000 + n * 100, 100, 100 * 1000);
	assert_quality(&s, 0, 90, 0);
	assert_int_equal(s.holes.count, 0);
}

/* The handshake tells how soon a packet can have been sent again. */
static void test_round_trip(void **unused)
{
	static const struct { u64 rtt, after; bool late; } cases[] = {
		{ MS / 5, MS, false },
		{ MS / 5, MS / 10, true },
		{ 21 * MS, 20 * MS, true },
		{ 21 * MS, 21 * MS, false },
	};
	struct state s;
	size_t n;

	for (n = 0; n < sizeof(cases) / sizeof(cases[0]); n++) {
		begin(&s, 1000);
		s.rtt = cases[n].rtt;
		see(&s, 1200, 100, 10);
		see(&s, 1300, 100, 10);
		see(&s, 1400, 100, 10);
		see(&s, 1000, 200, cases[n].after - 20);
		assert_quality(&s, !cases[n].late, cases[n].late, cases[n].late ? 0 : 1);
	}
}

/* A timestamp says when it was sent, whenever it comes. */
static void test_timestamps(void **unused)
{
	struct state s;

	begin(&s, 1000);
	s.stamp = 500;
	see(&s, 1100, 100, 10);
	s.stamp = 499;
	see(&s, 1000, 100, LATE);
	assert_quality(&s, 0, 1, 0);
	begin(&s, 1000);
	s.rtt = LATE;
	s.stamp = 0xffffffff;
	see(&s, 1100, 100, 10);
	s.stamp = 1;
	see(&s, 1000, 100, 10);
	assert_quality(&s, 1, 0, 1);
	/* the same says nothing */
	begin(&s, 1000);
	s.rtt = LATE;
	s.stamp = 7;
	see(&s, 1100, 100, 10);
	see(&s, 1000, 100, 10);
	assert_quality(&s, 0, 1, 0);
}

static void see_id(struct state *s, u32 seq, u16 id, u64 since)
{
	s->numbered = true;
	s->id = id;
	see(s, seq, 100, since);
}

/* So do the numbers in IPv4 headers, if they are numbers in a row. */
static void test_identifications(void **unused)
{
	struct state s;

	/* sent before, although it comes late */
	begin(&s, 1000);
	s.rtt = MS;
	see_id(&s, 1300, 1, 10);
	see_id(&s, 1000, 0xfffe, LATE);
	assert_quality(&s, 0, 1, 2);
	/* sent after it, although it comes soon */
	begin(&s, 1000);
	s.rtt = MS;
	see_id(&s, 1100, 0xffff, 10);
	s.heard++;
	see_id(&s, 1000, 2, MS / 2);
	assert_quality(&s, 1, 0, 1);
	/* nobody can have asked for it: somebody has numbered them on the way */
	begin(&s, 1000);
	s.rtt = MS;
	see_id(&s, 1100, 1, 10);
	see_id(&s, 1000, 2, 10);
	assert_quality(&s, 0, 1, 0);
	/* at random they say nothing, and neither does the same one */
	begin(&s, 1000);
	s.rtt = MS;
	see_id(&s, 1100, 100, 10);
	s.heard++;
	see_id(&s, 1000, 30000, 10);
	see_id(&s, 1300, 7, 10);
	s.heard++;
	see_id(&s, 1200, 7, 10);
	assert_quality(&s, 0, 2, 0);
}

static void test_stamp_option(void **unused)
{
	static const u8 usual[] = { 1, 1, 8, 10, 1, 2, 3, 4, 0, 0, 0, 9 };
	static const u8 behind[] = { 5, 10, 0, 0, 0, 0, 0, 0, 0, 0, 8, 10, 0, 0, 1, 0, 0, 0, 0, 0 };
	static const u8 ended[] = { 0, 8, 10, 1, 2, 3, 4, 0, 0, 0, 9 };
	static const u8 stuck[] = { 3, 0, 8, 10, 1, 2, 3, 4, 0, 0, 0, 9 };
	u32 stamp = 0;

	assert_true(kntop_tcp_stamp(usual, sizeof(usual), &stamp));
	assert_int_equal(stamp, 0x01020304);
	assert_true(kntop_tcp_stamp(behind, sizeof(behind), &stamp));
	assert_int_equal(stamp, 0x100);
	assert_false(kntop_tcp_stamp(usual, sizeof(usual) - 1, &stamp));
	assert_false(kntop_tcp_stamp(ended, sizeof(ended), &stamp));
	assert_false(kntop_tcp_stamp(stuck, sizeof(stuck), &stamp));
	assert_false(kntop_tcp_stamp(usual, 0, &stamp));
}

static void test_repeated_octets(void **unused)
{
	struct state s;

	begin(&s, 1000);
	see(&s, 900, 100, LATE);
	see(&s, 950, 100, LATE);
	/* the second one brought 50 new octets */
	assert_int_equal(s.next, 1050);
	assert_quality(&s, 2, 0, 0);
}

static void test_superpackets(void **unused)
{
	struct state s;

	begin(&s, 100000);
	see_packets(&s, 60000, 40000, 28, LATE);
	assert_quality(&s, 28, 0, 0);
	/* a hole of 20 of its packets, filled by another, in time and late */
	begin(&s, 0);
	see_packets(&s, 20000, 40000, 40, 10);
	assert_quality(&s, 0, 0, 20);
	see_packets(&s, 0, 20000, 20, LATE);
	assert_quality(&s, 20, 0, 20);
	begin(&s, 0);
	s.rtt = MS;
	see_packets(&s, 20000, 40000, 40, 10);
	see_packets(&s, 0, 20000, 20, 10);
	assert_quality(&s, 0, 20, 0);
	/* of one that goes on beyond, only what had come before is sent again */
	begin(&s, 3000);
	see_packets(&s, 1000, 10000, 10, LATE);
	assert_quality(&s, 2, 0, 0);
}

/* All of a window is sent again: what had come, and what had not. */
static void test_go_back(void **unused)
{
	struct state s;

	begin(&s, 1000);
	see(&s, 1200, 100, 10);
	see(&s, 1500, 100, 10);
	assert_quality(&s, 0, 0, 4);
	see_packets(&s, 1000, 600, 6, LATE);
	assert_quality(&s, 6, 0, 4);
	assert_int_equal(s.holes.count, 0);
	/* however soon: some of it had come */
	begin(&s, 1000);
	s.rtt = LATE;
	see(&s, 1200, 100, 10);
	see_packets(&s, 1000, 300, 3, 10);
	assert_quality(&s, 3, 0, 2);
}

static void test_keep_alive(void **unused)
{
	struct state s;

	begin(&s, 1000);
	see(&s, 999, 0, LATE);
	see(&s, 999, 1, LATE);
	assert_int_equal(s.next, 1000);
	assert_quality(&s, 0, 0, 0);
	assert_int_equal(s.q.keep_alives, 2);
	/* asks for the window that the other side has closed */
	s.probe = true;
	see(&s, 999, 0, LATE);
	assert_int_equal(s.q.keep_alives, 2);
}

static void test_old_pure_ack(void **unused)
{
	struct state s;

	begin(&s, 1000);
	see(&s, 500, 0, LATE);
	assert_quality(&s, 0, 0, 0);
	assert_int_equal(s.q.keep_alives, 0);
}

static void test_repeated_syn(void **unused)
{
	struct kntop_tcp_segment syn = {
		.seq = 1000, .len = 1, .packets = 1, .control = true, .syn = true,
	};
	struct state s;

	begin(&s, 1001);
	kntop_tcp_disorder(&s.next, &s.q, &syn);
	assert_quality(&s, 1, 0, 0);
	/* another connection's */
	syn.seq = 700000;
	kntop_tcp_disorder(&s.next, &s.q, &syn);
	assert_quality(&s, 1, 0, 0);
	assert_int_equal(s.next, 700001);
}

static void test_sequence_wraps(void **unused)
{
	struct state s;

	begin(&s, 0xffffff00);
	see(&s, 0x100, 0x100, 10);
	assert_int_equal(s.next, 0x200);
	assert_quality(&s, 0, 0, 2);
	see(&s, 0xffffff00, 0x100, 10);
	see(&s, 0, 0x100, 10);
	assert_int_equal(s.next, 0x200);
	assert_quality(&s, 0, 2, 0);
	/* further than any window */
	see(&s, 0x200 + KNTOP_TCP_JUMP_MAX, 0x100, 10);
	assert_quality(&s, 0, 2, 0);
	assert_int_equal(s.next, 0x300 + KNTOP_TCP_JUMP_MAX);
}

/* More holes than are followed: those that are forgotten stay lost. */
static void test_many_holes(void **unused)
{
	struct state s;
	u32 n;

	begin(&s, 0);
	s.rtt = LATE;
	for (n = 0; n < 2 * KNTOP_TCP_HOLES; n++)
		see(&s, n * 200 + 100, 100, 10);
	assert_quality(&s, 0, 0, 2 * KNTOP_TCP_HOLES);
	for (n = 0; n < 2 * KNTOP_TCP_HOLES; n++)
		see(&s, n * 200, 100, 10);
	assert_quality(&s, KNTOP_TCP_HOLES, KNTOP_TCP_HOLES, KNTOP_TCP_HOLES);
	assert_int_equal(s.holes.count, 0);
}

static void test_without_memory(void **unused)
{
	struct state s;

	begin(&s, 1000);
	s.q.holes = NULL;
	see(&s, 1200, 100, 10);
	see(&s, 1000, 100, 10);
	assert_quality(&s, 1, 0, 2);
}

static void test_before_the_first(void **unused)
{
	struct kntop_tcp_segment soon = {
		.seq = 900, .len = 100, .packets = 1, .sent = 1, .time = 10 + MS,
	};
	struct kntop_tcp_segment late = {
		.seq = 800, .len = 100, .packets = 1, .sent = 2, .time = 10 + LATE,
	};
	struct state s;

	begin(&s, 1100);
	kntop_tcp_early(&s.q, 10, &soon);
	assert_quality(&s, 0, 1, 0);
	kntop_tcp_early(&s.q, 10, &late);
	assert_quality(&s, 1, 1, 0);
}

/* ---- a generator that knows the truth ------------------------------------------ */

#define TRAIN		400
#define SEGMENT		100
#define STEP		(50 * 1000ULL)
#define WAY		(10 * MS)

/* What passes the tap: which of the train, when, and whether it was sent before. */
struct passing {
	u32	which;
	u64	time;
};

static int by_time(const void *a, const void *b)
{
	const struct passing *x = a, *y = b;

	return x->time < y->time ? -1 : x->time > y->time;
}

/*
 * Each segment is lost before the tap or behind it in so many of a hundred cases, and then sent
 * again a round trip after it was sent, until it arrives; or delayed by up to half of
 * that. The tap sees what was not lost before it.
 */
static void train(u32 seed, u32 before, u32 behind, u32 delayed)
{
	static struct passing p[TRAIN * 8];
	u32 count = 0, again = 0, lost = 0, late = 0, n, k, most = 0, seen[TRAIN] = {};
	struct state s;
	u64 at;

	srand(seed);
	for (n = 0; n < TRAIN; n++) {
		for (k = 0, at = n * STEP; k < 6; k++, at += 2 * WAY + WAY / 2) {
			/* the last ones arrive: nothing behind them would tell of a hole */
			bool end = n >= TRAIN - 2;

			if (!end && (u32)rand() % 100 < before && k < 5) {
				lost++;
				continue;
			}
			p[count].which = n;
			p[count++].time = at + (!end && !k && (u32)rand() % 100 < delayed ?
						(u32)rand() % (WAY / 2) : 0);
			again += k > 0;
			if (end || k == 5 || (u32)rand() % 100 >= behind)
				break;
		}
	}
	qsort(p, count, sizeof(p[0]), by_time);
	begin(&s, 0);
	s.rtt = 2 * WAY;
	for (n = 0; n < count; n++) {
		see(&s, p[n].which * SEGMENT, SEGMENT, p[n].time - s.now);
		late += p[n].which < most && !seen[p[n].which]++;
		seen[p[n].which]++;
		most = p[n].which > most ? p[n].which : most;
	}
	if (!delayed)
		assert_int_equal(s.q.out_of_order, 0);
	if (!before) {
		assert_int_equal(s.q.retransmitted, again);
		assert_int_equal(s.q.out_of_order, late);
		assert_int_equal(s.q.lost, 0);
	} else if (!behind && !delayed) {
		assert_int_equal(s.q.retransmitted, again);
		/* one that was lost again leaves no second hole */
		assert_true(s.q.lost == again && s.q.lost <= lost);
	}
}

static void test_trains(void **unused)
{
	u32 seed;

	for (seed = 1; seed <= 300; seed++) {
		train(seed, 0, 0, 0);
		train(seed, 0, 5, 0);
		train(seed, 0, 0, 5);
		train(seed, 0, 3, 3);
		train(seed, 2, 0, 0);
		train(seed, 2, 2, 2);
	}
}

static u8 after(u8 state, u8 client, u8 server, u8 now)
{
	u8 flags[2] = { client, server };

	return kntop_tcp_state(state, flags, now);
}

static void test_handshake(void **unused)
{
	u8 syn = KNTOP_TCP_SYN, both = KNTOP_TCP_SYN | KNTOP_TCP_ACK;
	u8 s = KNTOP_STATE_TCP_OPENING;

	s = after(s, syn, 0, syn);
	assert_int_equal(s, KNTOP_STATE_TCP_OPENING);
	s = after(s, syn, both, both);
	assert_int_equal(s, KNTOP_STATE_TCP_OPENING);
	s = after(s, both, both, KNTOP_TCP_ACK);
	assert_int_equal(s, KNTOP_STATE_TCP_ESTABLISHED);
}

static void test_mid_stream_is_established(void **unused)
{
	u8 ack = KNTOP_TCP_ACK;

	assert_int_equal(after(KNTOP_STATE_TCP_OPENING, ack, 0, ack),
			 KNTOP_STATE_TCP_ESTABLISHED);
}

static void test_close(void **unused)
{
	u8 ack = KNTOP_TCP_ACK, fin = KNTOP_TCP_FIN | KNTOP_TCP_ACK;
	u8 s = KNTOP_STATE_TCP_ESTABLISHED;

	s = after(s, fin, ack, fin);
	assert_int_equal(s, KNTOP_STATE_TCP_ESTABLISHED);
	s = after(s, fin, fin, fin);
	assert_int_equal(s, KNTOP_STATE_TCP_CLOSING);
	s = after(s, fin, fin, ack);
	assert_int_equal(s, KNTOP_STATE_TCP_CLOSING);
}

static void test_reset(void **unused)
{
	u8 rst = KNTOP_TCP_RST | KNTOP_TCP_ACK;

	assert_int_equal(after(KNTOP_STATE_TCP_OPENING, KNTOP_TCP_SYN, rst, rst),
			 KNTOP_STATE_TCP_CLOSING);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gap_counts_its_packets),
		cmocka_unit_test(test_gap_filled_soon_is_reordering),
		cmocka_unit_test(test_gap_filled_late_is_retransmission),
		cmocka_unit_test(test_many_overtook),
		cmocka_unit_test(test_one_overtakes_many),
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_timestamps),
		cmocka_unit_test(test_identifications),
		cmocka_unit_test(test_stamp_option),
		cmocka_unit_test(test_repeated_octets),
		cmocka_unit_test(test_superpackets),
		cmocka_unit_test(test_go_back),
		cmocka_unit_test(test_keep_alive),
		cmocka_unit_test(test_old_pure_ack),
		cmocka_unit_test(test_repeated_syn),
		cmocka_unit_test(test_sequence_wraps),
		cmocka_unit_test(test_many_holes),
		cmocka_unit_test(test_without_memory),
		cmocka_unit_test(test_before_the_first),
		cmocka_unit_test(test_trains),
		cmocka_unit_test(test_handshake),
		cmocka_unit_test(test_mid_stream_is_established),
		cmocka_unit_test(test_close),
		cmocka_unit_test(test_reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
