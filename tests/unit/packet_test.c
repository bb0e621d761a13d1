// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * packet: every sample says what it should, and goes on to say so, or that it
 * cannot, when octets are missing at its end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>
#include <cmocka.h>
#include <linux/kntop.h>

#include "packet_sample.h"

static union kntop_addr addr_of(u8 family, const char *text)
{
	union kntop_addr a = { .b = { [10] = 0xff, [11] = 0xff } };
	int ret;

	if (family == 4)
		ret = inet_pton(AF_INET, text, &a.b[12]);
	else
		ret = inet_pton(AF_INET6, text, a.b);
	assert_int_equal(ret, 1);
	return a;
}

static void assert_flow_equal(const struct kntop_packet *p,
			      const struct kntop_packet *want)
{
	assert_memory_equal(&p->src, &want->src, sizeof(p->src));
	assert_memory_equal(&p->dst, &want->dst, sizeof(p->dst));
	assert_int_equal(p->src_port, want->src_port);
	assert_int_equal(p->dst_port, want->dst_port);
	assert_int_equal(p->vlan, want->vlan);
	assert_int_equal(p->ethertype, want->ethertype);
	assert_int_equal(p->family, want->family);
	assert_int_equal(p->l4, want->l4);
	assert_int_equal(p->encap, want->encap);
	if (want->tunnel.ends || want->tunnel.numbered) {
		assert_int_equal(p->tunnel.ends, want->tunnel.ends);
		assert_int_equal(p->tunnel.number, want->tunnel.number);
		assert_int_equal(p->tunnel.numbered, want->tunnel.numbered);
		assert_int_equal(p->tunnel.vlan, want->tunnel.vlan);
		assert_int_equal(p->tunnel.nested, want->tunnel.nested);
	}
	assert_int_equal(p->tcp_flags, want->tcp_flags);
	assert_int_equal(p->icmp, want->icmp);
	assert_int_equal(p->icmp_reply, want->icmp_reply);
	assert_int_equal(p->fragment, want->fragment);
	assert_int_equal(p->fragmented, want->fragmented);
	assert_false(p->continued || p->sequenced);
	if (want->fragmented) {
		assert_int_equal(p->fragment_id, want->fragment_id);
		assert_int_equal(p->fragment_at, want->fragment_at);
		assert_int_equal(p->fragment_offset, want->fragment_offset);
		assert_int_equal(p->fragment_last, want->fragment_last);
	}
	assert_int_equal(p->tcp_short, want->tcp_short);
	assert_int_equal(p->carrier, want->carrier);
	assert_int_equal(p->tcp_seq, want->tcp_seq);
	assert_int_equal(p->l3_off, want->l3_off);
	assert_int_equal(p->l4_off, want->l4_off);
	assert_int_equal(p->payload_off, want->payload_off);
	assert_int_equal(p->phantom, want->phantom);
	assert_int_equal(p->l3_len, want->l3_len);
	assert_int_equal(p->payload_len, want->payload_len);
}

/* Parses a copy that ends where its block of memory ends. */
static int parse(struct kntop_packet *p, struct kntop_frame f, u32 caplen, u32 wirelen)
{
	u8 *data = malloc(caplen ? caplen : 1);
	int ret;

	assert_non_null(data);
	memcpy(data, f.data, caplen);
	f.data = caplen ? data : data + 1;
	f.caplen = caplen;
	f.wirelen = wirelen;
	/* a field that is not set shows as one that is wrong; 1 is a true bool */
	memset(p, 0x01, sizeof(*p));
	ret = kntop_packet_parse(p, &f);
	free(data);
	return ret;
}

static void test_sample(void **state)
{
	const struct packet_sample *s = *state;
	struct kntop_packet p, want = s->p;
	u8 data[PACKET_SAMPLE_MAX];
	struct kntop_frame f = packet_sample_frame(s, data);

	assert_int_equal(parse(&p, f, f.caplen, f.wirelen), s->ret);
	if (s->ret != KNTOP_PACKET_FLOW) {
		assert_int_equal(p.vlan, want.vlan);
		assert_int_equal(p.ethertype, want.ethertype);
		return;
	}
	want.src = addr_of(want.family, s->src);
	want.dst = addr_of(want.family, s->dst);
	assert_flow_equal(&p, &want);
	if (want.family == 4)
		assert_true(kntop_addr_is_v4(&p.src) && kntop_addr_is_v4(&p.dst));
}

/* Octets that have not been fetched yet: MORE, and then the same answer. */
static void test_sample_caplen(void **state)
{
	const struct packet_sample *s = *state;
	struct kntop_packet p, whole;
	u8 data[PACKET_SAMPLE_MAX];
	struct kntop_frame f = packet_sample_frame(s, data);
	bool answered = false;
	u32 n;

	parse(&whole, f, f.caplen, f.wirelen);
	for (n = 0; n <= f.caplen; n++) {
		int ret = parse(&p, f, n, f.wirelen);

		if (ret == KNTOP_PACKET_MORE) {
			assert_false(answered);
			assert_true(n < f.wirelen);
			continue;
		}
		answered = true;
		assert_int_equal(ret, s->ret);
		if (ret == KNTOP_PACKET_FLOW)
			assert_flow_equal(&p, &whole);
	}
	assert_true(answered || s->ret == KNTOP_PACKET_MORE);
}

/* Octets that are no more: truncated, an outer packet, or the same answer. */
static void test_sample_wirelen(void **state)
{
	const struct packet_sample *s = *state;
	struct kntop_packet p;
	u8 data[PACKET_SAMPLE_MAX];
	struct kntop_frame f = packet_sample_frame(s, data);
	bool answered = false;
	u32 n;

	for (n = 0; n <= f.caplen; n++) {
		int more = parse(&p, f, n, f.wirelen);
		int ret = parse(&p, f, n, n);

		assert_int_not_equal(ret, KNTOP_PACKET_MORE);
		if (ret != KNTOP_PART_TRUNCATED)
			answered = true;
		else
			assert_true(!answered && (more == KNTOP_PACKET_MORE ||
						  more == KNTOP_PART_TRUNCATED));
		/*
		 * where there are enough octets, only a length can differ; by that what
		 * labels stand before is judged
		 */
		if (more == KNTOP_PACKET_FLOW && !s->gso && s->p.l3_len <= 0xffff &&
		    s->p.encap != KNTOP_ENCAPSULATION_MPLS)
			assert_int_equal(ret, KNTOP_PACKET_FLOW);
	}
}

/* Octets that cannot be had: what they do not matter for stays the same. */
static void test_sample_cut(void **state)
{
	const struct packet_sample *s = *state;
	struct kntop_packet p, whole;
	u8 data[PACKET_SAMPLE_MAX];
	struct kntop_frame f = packet_sample_frame(s, data);
	u32 n;

	for (n = 0; n <= f.caplen; n++) {
		int ret, more;

		f.cut = false;
		more = parse(&whole, f, n, f.wirelen);
		f.cut = true;
		ret = parse(&p, f, n, f.wirelen);
		assert_int_not_equal(ret, KNTOP_PACKET_MORE);
		if (more != KNTOP_PACKET_MORE)
			assert_int_equal(ret, more);
		if (more == KNTOP_PACKET_FLOW)
			assert_flow_equal(&p, &whole);
	}
}

static size_t add_tests(struct CMUnitTest *tests, const char *kind, CMUnitTestFunction test)
{
	size_t i;

	for (i = 0; i < packet_samples_count(); i++) {
		char *name;

		if (asprintf(&name, "%s: %s", kind, packet_sample_at(i)->name) < 0)
			abort();
		tests[i] = (struct CMUnitTest) {
			.name = name,
			.test_func = test,
			.initial_state = (void *)packet_sample_at(i),
		};
	}
	return i;
}

int main(void)
{
	struct CMUnitTest *tests = calloc(4 * packet_samples_count(), sizeof(*tests));
	size_t n = 0, i;
	int failed;

	if (!tests)
		abort();
	n += add_tests(tests + n, "reads", test_sample);
	n += add_tests(tests + n, "with octets to come", test_sample_caplen);
	n += add_tests(tests + n, "cut", test_sample_wirelen);
	n += add_tests(tests + n, "cut by a capture", test_sample_cut);
	failed = _cmocka_run_group_tests("packet", tests, n, NULL, NULL);
	for (i = 0; i < n; i++)
		free((char *)tests[i].name);
	free(tests);
	return failed;
}
