// SPDX-License-Identifier: GPL-2.0-or-later
/* Watched devices and offline sources. */
#include <errno.h>
#include <linux/filter.h>
#include "error.h"
#include "mirror.h"
#include "parse.h"
#include "request.h"

/* Octets of a request beside its filter's program. */
#define SETTINGS_OVERHEAD	(KNTOP_FILTER_TEXT_SIZE + 6 * KNTOP_UPLINKS_MAX + 256)

struct listing {
	kntop_interface_fn fn;
	void *data;
};

static void parse_part(const struct nlattr *nest, struct kntop_interface *iface)
{
	struct kntop_part_info part = { 0 };
	uint32_t reason = UINT32_MAX;
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_PART_A_REASON:
			reason = kntop_parse_u32(a);
			break;
		case KNTOP_PART_A_PACKETS:
			part.packets = kntop_parse_u64(a);
			break;
		case KNTOP_PART_A_OCTETS:
			part.octets = kntop_parse_u64(a);
			break;
		case KNTOP_PART_A_FIRST:
			part.first = kntop_parse_u64(a);
			break;
		case KNTOP_PART_A_LAST:
			part.last = kntop_parse_u64(a);
			break;
		}
	}
	if (reason <= KNTOP_PART_MAX)
		iface->parts[reason] = part;
}

static void add_ethertype(struct kntop_interface *iface, const struct kntop_ethertype *e)
{
	struct kntop_ethertype *last = &iface->ethertypes[KNTOP_ETHERTYPES_MAX - 1];

	if (iface->ethertype_count < KNTOP_ETHERTYPES_MAX) {
		iface->ethertypes[iface->ethertype_count++] = *e;
		return;
	}
	last->type = 0;
	last->packets += e->packets;
	last->octets += e->octets;
}

static void parse_ethertype(const struct nlattr *nest, struct kntop_interface *iface)
{
	struct kntop_ethertype e = { 0 };
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_ETHERTYPE_A_TYPE:
			e.type = kntop_parse_u16(a);
			break;
		case KNTOP_ETHERTYPE_A_PACKETS:
			e.packets = kntop_parse_u64(a);
			break;
		case KNTOP_ETHERTYPE_A_OCTETS:
			e.octets = kntop_parse_u64(a);
			break;
		}
	}
	add_ethertype(iface, &e);
}

static void parse_locality(const struct nlattr *nest, struct kntop_interface *iface)
{
	struct kntop_counter c = { 0 };
	uint32_t kind = UINT32_MAX;
	const struct nlattr *a;
	int rest;

	kntop_for_each_nested(a, nest, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_LOCALITY_A_KIND:
			kind = kntop_parse_u32(a);
			break;
		case KNTOP_LOCALITY_A_PACKETS:
			c.packets = kntop_parse_u64(a);
			break;
		case KNTOP_LOCALITY_A_OCTETS:
			c.octets = kntop_parse_u64(a);
			break;
		}
	}
	if (kind <= KNTOP_LOCALITY_MAX)
		iface->locality[kind] = c;
}

static void parse_filter(const struct nlattr *a, struct kntop_interface *iface)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_INTERFACE_A_FILTER_TEXT:
		kntop_parse_string(a, iface->filter, sizeof(iface->filter));
		break;
	case KNTOP_INTERFACE_A_RX_FILTERED:
		kntop_parse_counter(a, &iface->rx_filtered);
		break;
	case KNTOP_INTERFACE_A_TX_FILTERED:
		kntop_parse_counter(a, &iface->tx_filtered);
		break;
	default:
		kntop_mirror_parse(a, iface);
	}
}

static void parse_counts(const struct nlattr *a, struct kntop_interface *iface)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_INTERFACE_A_RX:
		kntop_parse_counter(a, &iface->rx);
		break;
	case KNTOP_INTERFACE_A_TX:
		kntop_parse_counter(a, &iface->tx);
		break;
	case KNTOP_INTERFACE_A_FLOWS:
		iface->flows = kntop_parse_u32(a);
		break;
	case KNTOP_INTERFACE_A_FLOWS_TOTAL:
		iface->flows_total = kntop_parse_u64(a);
		break;
	case KNTOP_INTERFACE_A_ENDED:
		kntop_parse_counter(a, &iface->ended);
		break;
	case KNTOP_INTERFACE_A_HOSTS:
		iface->hosts = kntop_parse_u32(a);
		break;
	case KNTOP_INTERFACE_A_RX_RATE:
		iface->rx_rate = kntop_parse_u64(a);
		break;
	case KNTOP_INTERFACE_A_TX_RATE:
		iface->tx_rate = kntop_parse_u64(a);
		break;
	case KNTOP_INTERFACE_A_RX_PACKET_RATE:
		iface->rx_packet_rate = kntop_parse_u64(a);
		break;
	case KNTOP_INTERFACE_A_TX_PACKET_RATE:
		iface->tx_packet_rate = kntop_parse_u64(a);
		break;
	default:
		parse_filter(a, iface);
	}
}

static void parse(const struct nlattr *head, int len, struct kntop_interface *iface)
{
	const struct nlattr *a;
	int rest;

	*iface = (struct kntop_interface){ 0 };
	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_INTERFACE_A_NAME:
			kntop_parse_string(a, iface->name, sizeof(iface->name));
			break;
		case KNTOP_INTERFACE_A_FLAGS:
			iface->flags = kntop_parse_u32(a);
			break;
		case KNTOP_INTERFACE_A_ID:
			iface->id = kntop_parse_u32(a);
			break;
		case KNTOP_INTERFACE_A_IFINDEX:
			iface->ifindex = kntop_parse_u32(a);
			break;
		case KNTOP_INTERFACE_A_SINCE:
			iface->since = kntop_parse_u64(a);
			break;
		case KNTOP_INTERFACE_A_LAST:
			iface->last = kntop_parse_u64(a);
			break;
		case KNTOP_INTERFACE_A_PART:
			parse_part(a, iface);
			break;
		case KNTOP_INTERFACE_A_ETHERTYPE:
			parse_ethertype(a, iface);
			break;
		case KNTOP_INTERFACE_A_LOCALITY:
			parse_locality(a, iface);
			break;
		default:
			parse_counts(a, iface);
		}
	}
}

static int check_name(const char *name, struct kntop_error *err)
{
	size_t len = strlen(name);

	if (len >= 1 && len < KNTOP_NAME_SIZE)
		return 0;
	return kntop_error_argument(err, EINVAL,
				    "an interface name has 1 to 15 characters");
}

static int check_filter(const struct kntop_filter *f, struct kntop_error *err)
{
	if (f->length < 1 || f->length > KNTOP_FILTER_MAX)
		return kntop_error_argument(err, EINVAL,
					    "a filter has 1 to 4096 instructions");
	if (strlen(f->text) >= KNTOP_FILTER_TEXT_SIZE)
		return kntop_error_argument(err, EINVAL,
					    "a filter's text is longer than 1023 octets");
	return 0;
}

static int check_settings(const struct kntop_interface_settings *s, struct kntop_error *err)
{
	if (s->what & KNTOP_SETTING_UPLINKS && s->uplink_count > KNTOP_UPLINKS_MAX)
		return kntop_error_argument(err, EINVAL, "an interface has at most 16 uplinks");
	if (s->what & KNTOP_SETTING_FILTER && s->filter)
		return check_filter(s->filter, err);
	return 0;
}

static void put_filter(struct kntop_request *rq, const struct kntop_filter *f)
{
	if (!f) {
		kntop_request_flag(rq, KNTOP_INTERFACE_A_FILTER);
		return;
	}
	kntop_request_octets(rq, KNTOP_INTERFACE_A_FILTER, f->code,
			     f->length * sizeof(*f->code));
	kntop_request_string(rq, KNTOP_INTERFACE_A_FILTER_TEXT, f->text);
}

/* A request about an interface with settings; nothing is begun on an error. */
static int begin_with(struct kntop_request *rq, struct kntop *k, uint8_t cmd, const char *name,
		      const struct kntop_interface_settings *s, struct kntop_error *err)
{
	const struct kntop_filter *f = s->what & KNTOP_SETTING_FILTER ? s->filter : NULL;
	int rc = check_name(name, err);

	if (!rc)
		rc = check_settings(s, err);
	if (rc)
		return rc;
	kntop_request_init_size(rq, k, cmd,
				SETTINGS_OVERHEAD + (f ? f->length * sizeof(*f->code) : 0));
	kntop_request_string(rq, KNTOP_INTERFACE_A_NAME, name);
	if (s->what & KNTOP_SETTING_FILTER)
		put_filter(rq, s->filter);
	if (s->what & KNTOP_SETTING_DEDUP)
		kntop_request_u32(rq, KNTOP_INTERFACE_A_DEDUP, s->dedup);
	if (s->what & KNTOP_SETTING_UPLINKS)
		kntop_request_octets(rq, KNTOP_INTERFACE_A_UPLINK, s->uplinks,
				     s->uplink_count * sizeof(s->uplinks[0]));
	return 0;
}

int kntop_interface_add_with(struct kntop *k, const char *name, uint32_t flags,
			     const struct kntop_interface_settings *settings,
			     struct kntop_error *err)
{
	struct kntop_request rq;
	int rc = begin_with(&rq, k, KNTOP_CMD_INTERFACE_ADD, name, settings, err);

	if (rc)
		return rc;
	if (flags)
		kntop_request_u32(&rq, KNTOP_INTERFACE_A_FLAGS, flags);
	return kntop_request_do(k, &rq, NULL, NULL, err);
}

int kntop_interface_add_filtered(struct kntop *k, const char *name, uint32_t flags,
				 const struct kntop_filter *filter, struct kntop_error *err)
{
	struct kntop_interface_settings s = {
		.what = filter ? KNTOP_SETTING_FILTER : 0, .filter = filter,
	};

	return kntop_interface_add_with(k, name, flags, &s, err);
}

int kntop_interface_add(struct kntop *k, const char *name, uint32_t flags,
			struct kntop_error *err)
{
	return kntop_interface_add_filtered(k, name, flags, NULL, err);
}

int kntop_interface_set(struct kntop *k, const char *name,
			const struct kntop_interface_settings *settings,
			struct kntop_error *err)
{
	struct kntop_request rq;
	int rc = begin_with(&rq, k, KNTOP_CMD_INTERFACE_SET, name, settings, err);

	return rc ? rc : kntop_request_do(k, &rq, NULL, NULL, err);
}

int kntop_interface_set_filter(struct kntop *k, const char *name,
			       const struct kntop_filter *filter, struct kntop_error *err)
{
	struct kntop_interface_settings s = { .what = KNTOP_SETTING_FILTER, .filter = filter };

	return kntop_interface_set(k, name, &s, err);
}

int kntop_interface_del(struct kntop *k, const char *name, struct kntop_error *err)
{
	struct kntop_request rq;
	int rc = check_name(name, err);

	if (rc)
		return rc;
	kntop_request_init(&rq, k, KNTOP_CMD_INTERFACE_DEL);
	kntop_request_string(&rq, KNTOP_INTERFACE_A_NAME, name);
	return kntop_request_do(k, &rq, NULL, NULL, err);
}

static int take_one(const struct nlattr *head, int len, void *data)
{
	parse(head, len, data);
	return 0;
}

int kntop_interface_get(struct kntop *k, const char *name,
			struct kntop_interface *iface, struct kntop_error *err)
{
	struct kntop_request rq;
	int rc = check_name(name, err);

	if (rc)
		return rc;
	kntop_request_init(&rq, k, KNTOP_CMD_INTERFACE_GET);
	kntop_request_string(&rq, KNTOP_INTERFACE_A_NAME, name);
	return kntop_request_do(k, &rq, take_one, iface, err);
}

static int take_listed(const struct nlattr *head, int len, void *data)
{
	struct listing *l = data;
	struct kntop_interface iface;

	parse(head, len, &iface);
	return l->fn(&iface, l->data);
}

int kntop_interface_list(struct kntop *k, kntop_interface_fn fn, void *data,
			 struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;

	kntop_request_init(&rq, k, KNTOP_CMD_INTERFACE_GET);
	return kntop_request_dump(k, &rq, true, take_listed, &l, err);
}
