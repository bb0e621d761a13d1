// SPDX-License-Identifier: GPL-2.0-or-later
/* What interfaces are shown of the traffic, and what not. */
#include <linux/netlink.h>
#include <string.h>
#include "mirror.h"
#include "parse.h"

static void parse_uplinks(const struct nlattr *a, struct kntop_interface *iface)
{
	size_t count = kntop_attr_len(a) / sizeof(iface->uplinks[0]);

	if (count > KNTOP_UPLINKS_MAX)
		count = KNTOP_UPLINKS_MAX;
	memcpy(iface->uplinks, kntop_attr_data(a), count * sizeof(iface->uplinks[0]));
	iface->uplink_count = count;
}

static void parse_sample(const struct nlattr *a, struct kntop_mirror *m)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_MIRROR_A_COMPARED:
		m->compared = kntop_parse_u32(a);
		break;
	case KNTOP_MIRROR_A_COPIES:
		m->copies = kntop_parse_u32(a);
		break;
	case KNTOP_MIRROR_A_DOUBLES:
		m->doubles = true;
		break;
	case KNTOP_MIRROR_A_FLOWS_TWO_WAY:
		m->flows_two_way = kntop_parse_u32(a);
		break;
	case KNTOP_MIRROR_A_FLOWS_ONE_WAY:
		m->flows_one_way = kntop_parse_u32(a);
		break;
	case KNTOP_MIRROR_A_ONE_WAY:
		m->one_way = true;
		break;
	}
}

static void parse_mirror(const struct nlattr *nest, struct kntop_mirror *m)
{
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_MIRROR_A_RX_DOUBLED:
			kntop_parse_counter(a, &m->rx_doubled);
			break;
		case KNTOP_MIRROR_A_TX_DOUBLED:
			kntop_parse_counter(a, &m->tx_doubled);
			break;
		case KNTOP_MIRROR_A_UPLOAD:
			kntop_parse_counter(a, &m->upload);
			break;
		case KNTOP_MIRROR_A_DOWNLOAD:
			kntop_parse_counter(a, &m->download);
			break;
		case KNTOP_MIRROR_A_NEITHER:
			kntop_parse_counter(a, &m->neither);
			break;
		case KNTOP_MIRROR_A_UPLOAD_RATE:
			m->upload_rate = kntop_parse_u64(a);
			break;
		case KNTOP_MIRROR_A_DOWNLOAD_RATE:
			m->download_rate = kntop_parse_u64(a);
			break;
		case KNTOP_MIRROR_A_UPLOAD_PACKET_RATE:
			m->upload_packet_rate = kntop_parse_u64(a);
			break;
		case KNTOP_MIRROR_A_DOWNLOAD_PACKET_RATE:
			m->download_packet_rate = kntop_parse_u64(a);
			break;
		default:
			parse_sample(a, m);
		}
	}
}

static uint64_t *device_number(struct kntop_device *d, int type)
{
	switch (type) {
	case KNTOP_DEVICE_A_RX_DROPPED:
		return &d->rx_dropped;
	case KNTOP_DEVICE_A_RX_MISSED:
		return &d->rx_missed;
	case KNTOP_DEVICE_A_RX_OVERRUNS:
		return &d->rx_overruns;
	case KNTOP_DEVICE_A_RX_ERRORS:
		return &d->rx_errors;
	case KNTOP_DEVICE_A_TX_DROPPED:
		return &d->tx_dropped;
	case KNTOP_DEVICE_A_TX_ERRORS:
		return &d->tx_errors;
	case KNTOP_DEVICE_A_RX_UNSEEN:
		return &d->rx_unseen;
	case KNTOP_DEVICE_A_TX_UNSEEN:
		return &d->tx_unseen;
	}
	return NULL;
}

static void parse_device(const struct nlattr *nest, struct kntop_device *d)
{
	const struct nlattr *a;
	uint64_t *number;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		number = device_number(d, kntop_attr_type(a));
		if (number)
			*number = kntop_parse_u64(a);
		else if (kntop_attr_type(a) == KNTOP_DEVICE_A_RX)
			kntop_parse_counter(a, &d->rx);
		else if (kntop_attr_type(a) == KNTOP_DEVICE_A_TX)
			kntop_parse_counter(a, &d->tx);
	}
}

void kntop_mirror_parse(const struct nlattr *a, struct kntop_interface *iface)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_INTERFACE_A_DEDUP:
		iface->dedup = kntop_parse_u32(a);
		break;
	case KNTOP_INTERFACE_A_UPLINK:
		parse_uplinks(a, iface);
		break;
	case KNTOP_INTERFACE_A_MIRROR:
		parse_mirror(a, &iface->mirror);
		break;
	case KNTOP_INTERFACE_A_DEVICE:
		iface->has_device = true;
		parse_device(a, &iface->device);
		break;
	}
}
