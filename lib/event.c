// SPDX-License-Identifier: GPL-2.0-or-later
/* Multicast events, on a socket of their own. */
#include <errno.h>
#include <linux/genetlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <sys/socket.h>
#include "error.h"
#include "handle.h"
#include "parse.h"
#include "trap.h"

/* Read in one call; a flood of events must not keep the caller for ever. */
#define DATAGRAMS	256

static int subscribe(struct nl_sock *sk, struct kntop_error *err)
{
	int group = genl_ctrl_resolve_grp(sk, KNTOP_GENL_NAME, KNTOP_GENL_GROUP_EVENTS);
	int number = nl_socket_get_fd(sk);

	if (group < 0)
		return kntop_error_libnl(err, group);
	if (setsockopt(number, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group))) {
		int code = errno;

		kntop_error_system(err, code);
		if (err && code == EPERM)
			err->kind = KNTOP_ERROR_KERNEL;
		return -code;
	}
	return 0;
}

int kntop_event_subscribe(struct kntop *k, struct kntop_error *err)
{
	struct kntop_config config;
	int rc;

	kntop_error_clear(err);
	if (k->events)
		return kntop_error_argument(err, EALREADY, "subscribed already");
	/* Any request tells who may not: the group could be joined in vain. */
	rc = kntop_config_get(k, &config, err);
	if (rc < 0)
		return rc;
	k->events = kntop_socket_open(err);
	if (!k->events)
		return err ? -err->code : -EIO;
	rc = subscribe(k->events, err);
	if (rc < 0) {
		nl_socket_free(k->events);
		k->events = NULL;
	}
	return rc;
}

int kntop_event_fd(const struct kntop *k)
{
	return k->events ? nl_socket_get_fd(k->events) : -EBADF;
}

static void parse_host(const struct nlattr *a, struct kntop_event_info *e)
{
	switch (kntop_attr_type(a)) {
	case KNTOP_EVENT_A_ADDR:
		kntop_parse_address(a, &e->addr);
		break;
	case KNTOP_EVENT_A_VLAN:
		e->vlan = kntop_parse_u16(a);
		break;
	case KNTOP_EVENT_A_LOCALNET:
		kntop_parse_string(a, e->localnet, sizeof(e->localnet));
		break;
	}
}

static void parse(const struct nlattr *head, int len, struct kntop_event_info *e)
{
	const struct nlattr *a;
	int rest;

	*e = (struct kntop_event_info){ .table = -1, .vlan = -1 };
	kntop_trap_init(&e->trap, KNTOP_TRAP_KIND_NONE);
	kntop_for_each_attr(a, head, len, rest) {
		switch (kntop_attr_type(a)) {
		case KNTOP_EVENT_A_TYPE:
			e->type = kntop_parse_u32(a);
			break;
		case KNTOP_EVENT_A_TIME:
			e->time = kntop_parse_u64(a);
			break;
		case KNTOP_EVENT_A_INSTANCE:
			e->instance = kntop_parse_u64(a);
			break;
		case KNTOP_EVENT_A_INTERFACE:
			kntop_parse_string(a, e->interface, sizeof(e->interface));
			break;
		case KNTOP_EVENT_A_OLD_NAME:
			kntop_parse_string(a, e->old_name, sizeof(e->old_name));
			break;
		case KNTOP_EVENT_A_TABLE:
			e->table = kntop_parse_u32(a);
			break;
		case KNTOP_EVENT_A_ENTRIES:
			e->entries = kntop_parse_u64(a);
			break;
		case KNTOP_EVENT_A_LIMIT:
			e->limit = kntop_parse_u64(a);
			break;
		case KNTOP_EVENT_A_TRAP:
			kntop_trap_parse(a, &e->trap);
			break;
		default:
			parse_host(a, e);
		}
	}
}

static int deliver(struct kntop *k, int len, kntop_event_fn fn, void *data)
{
	struct nlmsghdr *h = (struct nlmsghdr *)k->buffer;
	struct kntop_event_info event;
	int rc = 0;

	for (; !rc && nlmsg_ok(h, len); h = nlmsg_next(h, &len)) {
		if (h->nlmsg_type != k->family || !genlmsg_valid_hdr(h, 0))
			continue;
		parse(nlmsg_attrdata(h, GENL_HDRLEN), nlmsg_attrlen(h, GENL_HDRLEN), &event);
		rc = fn(&event, data);
	}
	return rc;
}

int kntop_event_read(struct kntop *k, kntop_event_fn fn, void *data,
		     struct kntop_error *err)
{
	struct sockaddr_nl from = { 0 };
	socklen_t size;
	ssize_t n;
	int rc = 0;

	kntop_error_clear(err);
	if (!k->events)
		return kntop_error_argument(err, EBADF, "not subscribed");
	for (int i = 0; !rc && i < DATAGRAMS; i++) {
		size = sizeof(from);
		n = recvfrom(nl_socket_get_fd(k->events), k->buffer, KNTOP_BUFFER_SIZE,
			     MSG_DONTWAIT, (struct sockaddr *)&from, &size);
		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return 0;
		if (n < 0)
			return kntop_error_system(err, errno);
		if (!from.nl_pid)
			rc = deliver(k, n, fn, data);
	}
	return rc;
}
