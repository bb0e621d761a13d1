/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a flow record; inside the library only. */
#ifndef LIBKNTOP_FLOW_H
#define LIBKNTOP_FLOW_H

#include <kntop.h>
#include <netlink/attr.h>

#pragma GCC visibility push(hidden)

/** struct kntop_flow_listing - where a reply with a flow goes */
struct kntop_flow_listing {
	kntop_flow_fn fn;
	void *data;
};

/** kntop_flow_take() - a kntop_reply_fn; @data is a struct kntop_flow_listing */
int kntop_flow_take(const struct nlattr *head, int len, void *data);

#pragma GCC visibility pop

#endif /* LIBKNTOP_FLOW_H */
