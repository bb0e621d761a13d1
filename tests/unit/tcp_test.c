// SPDX-License-Identifier: GPL-2.0-or-later
/* tcp.c: what a bystander concludes from sequence numbers and flags. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <linux/kntop.h>

#include "tcp.h"

#define LATE	(200 * 1000 * 1000)

struct state {
	u32			next;
	struct kntop_tcp_quality q;
};

static void see(struct state *s, u32 seq, u32 len, s64 since)
{
	struct kntop_tcp_segment segment = {
		.seq = seq, .len = len, .packets = 1, .since = since,
	};

	kntop_tcp_disorder(&s->next, &s->q, 1, &segment);
}

static void assert_quality(const struct state *s, u32 retransmitted,
			   u32 out_of_order, u32 lost)
{
	assert_int_equal(s->q.retransmitted[1], retransmitted);
	assert_int_equal(s->q.out_of_order[1], out_of_order);
	assert_int_equal(s->q.lost[1], lost);
	assert_int_equal(s->q.retransmitted[0] + s->q.out_of_order[0] + s->q.lost[0], 0);
}

static void test_gap(void **unused)
{
	struct state s = { .next = 1000 };

	see(&s, 1100, 100, 10);
	assert_int_equal(s.next, 1200);
	assert_quality(&s, 0, 0, 1);
}

static void test_gap_filled_soon_is_reordering(void **unused)
{
	struct state s = { .next = 1000 };

	see(&s, 1100, 100, 10);
	see(&s, 1000, 100, KNTOP_TCP_REORDER_NS - 1);
	assert_int_equal(s.next, 1200);
	assert_quality(&s, 0, 1, 0);
}

static void test_gap_filled_late_is_retransmission(void **unused)
{
	struct state s = { .next = 1000 };

	see(&s, 1100, 100, 10);
	see(&s, 1000, 100, KNTOP_TCP_REORDER_NS);
	assert_quality(&s, 1, 0, 1);
}

static void test_gap_far_behind_is_retransmission(void **unused)
{
	struct state near = { .next = 1000 }, far = { .next = 1000 };

	/* two segments overtook it, then three */
	see(&near, 1100, 100, 10);
	near.next += 100;
	see(&near, 1000, 100, 10);
	assert_quality(&near, 0, 1, 0);
	see(&far, 1100, 100, 10);
	far.next += 200;
	see(&far, 1000, 100, 10);
	assert_quality(&far, 1, 0, 1);
}

static void test_repeated_octets(void **unused)
{
	struct state s = { .next = 1000 };

	see(&s, 900, 100, LATE);
	see(&s, 950, 100, LATE);
	/* the second one brought 50 new octets */
	assert_int_equal(s.next, 1050);
	assert_quality(&s, 2, 0, 0);
}

static void test_superpacket_counts_its_pieces(void **unused)
{
	struct state s = { .next = 100000 };
	struct kntop_tcp_segment segment = {
		.seq = 60000, .len = 40000, .packets = 28, .since = LATE,
	};

	kntop_tcp_disorder(&s.next, &s.q, 1, &segment);
	assert_quality(&s, 28, 0, 0);
}

static void test_keep_alive(void **unused)
{
	struct state s = { .next = 1000 };

	see(&s, 999, 0, LATE);
	see(&s, 999, 1, LATE);
	assert_int_equal(s.next, 1000);
	assert_quality(&s, 0, 0, 0);
}

static void test_old_pure_ack(void **unused)
{
	struct state s = { .next = 1000 };

	see(&s, 500, 0, LATE);
	assert_quality(&s, 0, 0, 0);
}

static void test_repeated_syn(void **unused)
{
	struct state s = { .next = 1001 };
	struct kntop_tcp_segment syn = {
		.seq = 1000, .len = 1, .packets = 1, .control = true, .since = LATE,
	};

	kntop_tcp_disorder(&s.next, &s.q, 1, &syn);
	assert_quality(&s, 1, 0, 0);
}

static void test_sequence_wraps(void **unused)
{
	struct state s = { .next = 0xffffff00 };

	see(&s, 0x100, 0x100, 10);
	assert_int_equal(s.next, 0x200);
	see(&s, 0xffffff00, 0x100, 10);
	assert_int_equal(s.next, 0x200);
	assert_quality(&s, 0, 1, 0);
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
		cmocka_unit_test(test_gap),
		cmocka_unit_test(test_gap_filled_soon_is_reordering),
		cmocka_unit_test(test_gap_filled_late_is_retransmission),
		cmocka_unit_test(test_gap_far_behind_is_retransmission),
		cmocka_unit_test(test_repeated_octets),
		cmocka_unit_test(test_superpacket_counts_its_pieces),
		cmocka_unit_test(test_keep_alive),
		cmocka_unit_test(test_old_pure_ack),
		cmocka_unit_test(test_repeated_syn),
		cmocka_unit_test(test_sequence_wraps),
		cmocka_unit_test(test_handshake),
		cmocka_unit_test(test_mid_stream_is_established),
		cmocka_unit_test(test_close),
		cmocka_unit_test(test_reset),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
