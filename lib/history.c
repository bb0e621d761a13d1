// SPDX-License-Identifier: GPL-2.0-or-later
/* What interfaces carried lately. */
#include <errno.h>
#include "error.h"
#include "parse.h"
#include "request.h"

struct listing {
	kntop_history_fn fn;
	void *data;
};

void kntop_history_query_init(struct kntop_history_query *query)
{
	*query = (struct kntop_history_query){ .step = 1, .protocol = KNTOP_HISTORY_TOTALS };
}

static void parse_samples(const struct nlattr *a, struct kntop_history *h, uint64_t *sample)
{
	size_t count = kntop_attr_len(a) / sizeof(*sample);

	if (count > KNTOP_HISTORY_SAMPLES)
		count = KNTOP_HISTORY_SAMPLES;
	memcpy(sample, kntop_attr_data(a), count * sizeof(*sample));
	h->count = count;
}

static void parse_numbers(const struct nlattr *a, struct kntop_history *h)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_HISTORY_A_INTERFACE:
		kntop_parse_string(a, h->interface, sizeof(h->interface));
		break;
	case KNTOP_HISTORY_A_STEP:
		h->step = kntop_parse_u32(a);
		break;
	case KNTOP_HISTORY_A_PROTOCOL:
		h->protocol = kntop_parse_u16(a);
		break;
	case KNTOP_HISTORY_A_CATEGORY:
		h->category = kntop_parse_u16(a);
		break;
	case KNTOP_HISTORY_A_COUNTER:
		h->counter = kntop_parse_u32(a);
		break;
	case KNTOP_HISTORY_A_END:
		h->end = kntop_parse_u64(a);
		break;
	case KNTOP_HISTORY_A_PEAK:
		h->peak = kntop_parse_u64(a);
		break;
	case KNTOP_HISTORY_A_PEAK_RX:
		h->rx_peak = kntop_parse_u64(a);
		break;
	case KNTOP_HISTORY_A_PEAK_TX:
		h->tx_peak = kntop_parse_u64(a);
		break;
	case KNTOP_HISTORY_A_WITHOUT:
		h->without = kntop_parse_u32(a);
		break;
	}
}

/* In the order of the arrays, of which the message has one or four. */
static void parse_totals(const struct nlattr *a, struct kntop_history *h)
{
	size_t count = kntop_attr_len(a) / sizeof(uint64_t);
	uint64_t total[4] = { 0 };

	memcpy(total, kntop_attr_data(a), (count < 4 ? count : 4) * sizeof(*total));
	if (count < 4) {
		h->counts_total = h->octets_total = total[0];
		return;
	}
	h->rx_octets_total = total[0];
	h->tx_octets_total = total[1];
	h->rx_packets_total = total[2];
	h->tx_packets_total = total[3];
	h->octets_total = total[0] + total[1];
}

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_history h = { .protocol = KNTOP_HISTORY_TOTALS, .category = -1,
				   .counter = -1 };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_HISTORY_A_COUNTS:
			parse_samples(a, &h, h.counts);
			break;
		case KNTOP_HISTORY_A_TOTALS:
			parse_totals(a, &h);
			break;
		case KNTOP_HISTORY_A_OCTETS:
			parse_samples(a, &h, h.octets);
			break;
		case KNTOP_HISTORY_A_RX_OCTETS:
			parse_samples(a, &h, h.rx_octets);
			break;
		case KNTOP_HISTORY_A_TX_OCTETS:
			parse_samples(a, &h, h.tx_octets);
			break;
		case KNTOP_HISTORY_A_RX_PACKETS:
			parse_samples(a, &h, h.rx_packets);
			break;
		case KNTOP_HISTORY_A_TX_PACKETS:
			parse_samples(a, &h, h.tx_packets);
			break;
		default:
			parse_numbers(a, &h);
		}
	}
	if (h.protocol == KNTOP_HISTORY_TOTALS && h.category < 0 && h.counter < 0)
		for (rest = 0; rest < (int)h.count; rest++)
			h.octets[rest] = h.rx_octets[rest] + h.tx_octets[rest];
	return l->fn(&h, l->data);
}

static int check(const struct kntop_history_query *q, struct kntop_error *err)
{
	if (q->step != 1 && q->step != 10 && q->step != 60)
		return kntop_error_argument(err, EINVAL, "a step is 1, 10 or 60 seconds");
	if (q->protocol < KNTOP_HISTORY_ALL || q->protocol > UINT16_MAX)
		return kntop_error_argument(err, EINVAL, "no number of a protocol");
	if (q->interface && strlen(q->interface) >= KNTOP_NAME_SIZE)
		return kntop_error_argument(err, EINVAL, "interface name too long");
	return 0;
}

int kntop_history_list(struct kntop *k, const struct kntop_history_query *query,
		       kntop_history_fn fn, void *data, struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;
	int rc = check(query, err);

	if (rc)
		return rc;
	kntop_request_init(&rq, k, KNTOP_CMD_HISTORY_GET);
	kntop_request_u32(&rq, KNTOP_HISTORY_A_STEP, query->step);
	if (query->interface)
		kntop_request_string(&rq, KNTOP_HISTORY_A_INTERFACE, query->interface);
	if (query->categories)
		kntop_request_flag(&rq, KNTOP_HISTORY_A_CATEGORIES);
	if (query->counters)
		kntop_request_flag(&rq, KNTOP_HISTORY_A_COUNTERS);
	if (query->protocol == KNTOP_HISTORY_ALL)
		kntop_request_flag(&rq, KNTOP_HISTORY_A_PROTOCOLS);
	else if (query->protocol >= 0)
		kntop_request_u16(&rq, KNTOP_HISTORY_A_PROTOCOL, query->protocol);
	return kntop_request_dump(k, &rq, true, take, &l, err);
}
