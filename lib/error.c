// SPDX-License-Identifier: GPL-2.0-or-later
/* Describing failures, with the kernel's own words where it gave some. */
#include <errno.h>
#include <netlink/attr.h>
#include <netlink/errno.h>
#include <netlink/genl/genl.h>
#include <netlink/msg.h>
#include <stdio.h>
#include <string.h>
#include "attribute.h"
#include "error.h"

static int set(struct kntop_error *err, enum kntop_error_kind kind, int code,
	       const char *text)
{
	if (err) {
		err->kind = kind;
		err->code = code;
		err->attribute[0] = '\0';
		snprintf(err->text, sizeof(err->text), "%s", text);
	}
	return -code;
}

void kntop_error_clear(struct kntop_error *err)
{
	set(err, KNTOP_ERROR_NONE, 0, "");
}

int kntop_error_system(struct kntop_error *err, int code)
{
	return set(err, KNTOP_ERROR_SYSTEM, code, strerror(code));
}

int kntop_error_argument(struct kntop_error *err, int code, const char *text)
{
	return set(err, KNTOP_ERROR_ARGUMENT, code, text);
}

int kntop_error_no_module(struct kntop_error *err)
{
	return set(err, KNTOP_ERROR_NO_MODULE, ENOENT, "the kernel module is not loaded");
}

int kntop_error_libnl(struct kntop_error *err, int code)
{
	switch (code < 0 ? -code : code) {
	case NLE_NOMEM:
		return kntop_error_system(err, ENOMEM);
	case NLE_PERM:
		return set(err, KNTOP_ERROR_KERNEL, EPERM, strerror(EPERM));
	case NLE_NOACCESS:
		return kntop_error_system(err, EACCES);
	case NLE_AF_NOSUPPORT:
		return kntop_error_system(err, EAFNOSUPPORT);
	case NLE_OBJ_NOTFOUND:
		return set(err, KNTOP_ERROR_KERNEL, ENOENT, strerror(ENOENT));
	default:
		return set(err, KNTOP_ERROR_SYSTEM, EIO, nl_geterror(code));
	}
}

/* Where the extended ACK begins, and how long it is; NULL when there is none. */
static const struct nlattr *extended_ack(const struct nlmsghdr *reply, int *len)
{
	const char *payload = nlmsg_data(reply);
	int skip = sizeof(int);

	if (!(reply->nlmsg_flags & NLM_F_ACK_TLVS))
		return NULL;
	if (reply->nlmsg_type == NLMSG_ERROR) {
		const struct nlmsgerr *e = nlmsg_data(reply);

		skip = sizeof(*e);
		if (!(reply->nlmsg_flags & NLM_F_CAPPED))
			skip += NLMSG_ALIGN(e->msg.nlmsg_len) - NLMSG_HDRLEN;
	}
	*len = nlmsg_datalen(reply) - skip;
	return *len > 0 ? (const struct nlattr *)(payload + skip) : NULL;
}

static void name_missing(struct kntop_error *err, const struct nlmsghdr *request,
			 uint32_t type, uint32_t nest)
{
	char name[sizeof(err->attribute)];

	kntop_attribute_missing(request, type, nest, name, sizeof(name));
	snprintf(err->attribute, sizeof(err->attribute), "%s", name);
	if (!strcmp(err->text, strerror(err->code)))
		snprintf(err->text, sizeof(err->text), "attribute %s is missing", name);
}

int kntop_error_kernel(struct kntop_error *err, int code,
		       const struct nlmsghdr *request, const struct nlmsghdr *reply)
{
	uint32_t missing = 0, nest = 0;
	const struct nlattr *head, *a;
	int len, rest;

	if (code >= 0)
		code = -EPROTO;
	set(err, KNTOP_ERROR_KERNEL, -code, strerror(-code));
	head = extended_ack(reply, &len);
	if (!err || !head)
		return code;
	nla_for_each_attr(a, head, len, rest) {
		switch (nla_type(a)) {
		case NLMSGERR_ATTR_MSG:
			snprintf(err->text, sizeof(err->text), "%.*s", nla_len(a),
				 (const char *)nla_data(a));
			break;
		case NLMSGERR_ATTR_OFFS:
			if (nla_len(a) >= 4)
				kntop_attribute_at(request, nla_get_u32(a), err->attribute,
						   sizeof(err->attribute));
			break;
		case NLMSGERR_ATTR_MISS_TYPE:
			if (nla_len(a) >= 4)
				missing = nla_get_u32(a);
			break;
		case NLMSGERR_ATTR_MISS_NEST:
			if (nla_len(a) >= 4)
				nest = nla_get_u32(a);
			break;
		}
	}
	if (missing)
		name_missing(err, request, missing, nest);
	return code;
}
