// SPDX-License-Identifier: GPL-2.0-or-later
/* Local networks. */
#include <errno.h>
#include "error.h"
#include "parse.h"
#include "request.h"

struct listing {
	kntop_localnet_fn fn;
	void *data;
};

static int take(const struct nlattr *head, int len, void *data)
{
	struct kntop_localnet net = { 0 };
	struct listing *l = data;
	const struct nlattr *a;
	int rest;

	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_LOCALNET_A_ADDR:
			kntop_parse_address(a, &net.addr);
			break;
		case KNTOP_LOCALNET_A_PREFIX:
			net.prefix = kntop_parse_u8(a);
			break;
		case KNTOP_LOCALNET_A_NAME:
			kntop_parse_string(a, net.name, sizeof(net.name));
			break;
		case KNTOP_LOCALNET_A_SENT:
			kntop_parse_counter(a, &net.sent);
			break;
		case KNTOP_LOCALNET_A_RECEIVED:
			kntop_parse_counter(a, &net.received);
			break;
		case KNTOP_LOCALNET_A_INTERNAL:
			kntop_parse_counter(a, &net.internal);
			break;
		case KNTOP_LOCALNET_A_HOSTS:
			net.hosts = kntop_parse_u32(a);
			break;
		}
	}
	return l->fn(&net, l->data);
}

static int check(const struct kntop_address *addr, int prefix, const char *name,
		 struct kntop_error *err)
{
	struct kntop_address masked = *addr;

	if (addr->family != 4 && addr->family != 6)
		return kntop_error_argument(err, EINVAL, "no address");
	if (prefix < 0 || prefix > (addr->family == 4 ? 32 : 128))
		return kntop_error_argument(err, EINVAL, "prefix length out of range");
	if (kntop_prefix_mask(&masked, prefix))
		return kntop_error_argument(err, EINVAL, "bits behind the prefix are set");
	if (name && (!name[0] || strlen(name) >= KNTOP_LOCALNET_NAME_SIZE))
		return kntop_error_argument(err, EINVAL,
					    "a network name has 1 to 31 characters");
	return 0;
}

static void init(struct kntop_request *rq, struct kntop *k, uint8_t cmd,
		 const struct kntop_address *addr, int prefix)
{
	kntop_request_init(rq, k, cmd);
	kntop_request_address(rq, KNTOP_LOCALNET_A_ADDR, addr);
	kntop_request_u8(rq, KNTOP_LOCALNET_A_PREFIX, prefix);
}

int kntop_localnet_add(struct kntop *k, const struct kntop_address *addr, int prefix,
		       const char *name, struct kntop_error *err)
{
	struct kntop_request rq;
	int rc = check(addr, prefix, name, err);

	if (rc)
		return rc;
	init(&rq, k, KNTOP_CMD_LOCALNET_ADD, addr, prefix);
	if (name)
		kntop_request_string(&rq, KNTOP_LOCALNET_A_NAME, name);
	return kntop_request_do(k, &rq, NULL, NULL, err);
}

int kntop_localnet_del(struct kntop *k, const struct kntop_address *addr, int prefix,
		       struct kntop_error *err)
{
	struct kntop_request rq;
	int rc = check(addr, prefix, NULL, err);

	if (rc)
		return rc;
	init(&rq, k, KNTOP_CMD_LOCALNET_DEL, addr, prefix);
	return kntop_request_do(k, &rq, NULL, NULL, err);
}

int kntop_localnet_flush(struct kntop *k, struct kntop_error *err)
{
	struct kntop_request rq;

	kntop_request_init(&rq, k, KNTOP_CMD_LOCALNET_FLUSH);
	return kntop_request_do(k, &rq, NULL, NULL, err);
}

int kntop_localnet_list(struct kntop *k, kntop_localnet_fn fn, void *data,
			struct kntop_error *err)
{
	return kntop_localnet_list_of(k, NULL, fn, data, err);
}

int kntop_localnet_list_of(struct kntop *k, const char *source, kntop_localnet_fn fn,
			   void *data, struct kntop_error *err)
{
	struct listing l = { fn, data };
	struct kntop_request rq;

	if (source && strlen(source) >= KNTOP_NAME_SIZE)
		return kntop_error_argument(err, EINVAL, "interface name too long");
	kntop_request_init(&rq, k, KNTOP_CMD_LOCALNET_GET);
	if (source)
		kntop_request_string(&rq, KNTOP_LOCALNET_A_INTERFACE, source);
	return kntop_request_dump(k, &rq, true, take, &l, err);
}
