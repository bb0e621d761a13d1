// SPDX-License-Identifier: GPL-2.0-or-later
/* The sum rule, measured by the kernel. */
#include "parse.h"
#include "request.h"

struct listing {
	kntop_check_fn fn;
	void *data;
};

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_check c = { 0 };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_CHECK_A_INTERFACE:
			kntop_parse_string(a, c.interface, sizeof(c.interface));
			break;
		case KNTOP_CHECK_A_BEFORE:
			kntop_parse_counter(a, &c.before);
			break;
		case KNTOP_CHECK_A_AFTER:
			kntop_parse_counter(a, &c.after);
			break;
		case KNTOP_CHECK_A_FLOWS:
			kntop_parse_counter(a, &c.flows);
			break;
		case KNTOP_CHECK_A_ENDED:
			kntop_parse_counter(a, &c.ended);
			break;
		case KNTOP_CHECK_A_OTHER:
			kntop_parse_counter(a, &c.other);
			break;
		case KNTOP_CHECK_A_UNSETTLED:
			c.unsettled = true;
			break;
		}
	}
	return l->fn(&c, l->data);
}

int kntop_check_list(struct kntop *k, kntop_check_fn fn, void *data,
		     struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;

	kntop_request_init(&rq, k, KNTOP_CMD_CHECK);
	return kntop_request_dump(k, &rq, true, take, &l, err);
}

static bool between(uint64_t low, uint64_t value, uint64_t high)
{
	return low <= value && value <= high;
}

enum kntop_verdict kntop_check_verdict(const struct kntop_check *c)
{
	uint64_t packets = c->flows.packets + c->ended.packets + c->other.packets;
	uint64_t octets = c->flows.octets + c->ended.octets + c->other.octets;

	if (c->unsettled)
		return KNTOP_VERDICT_UNSETTLED;
	if (between(c->before.packets, packets, c->after.packets) &&
	    between(c->before.octets, octets, c->after.octets))
		return KNTOP_VERDICT_HOLDS;
	return KNTOP_VERDICT_BROKEN;
}
