/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading what a flow carries; inside the library only. */
#ifndef LIBKNTOP_L7_H
#define LIBKNTOP_L7_H

#include <kntop.h>
#include <netlink/attr.h>

#pragma GCC visibility push(hidden)

/** kntop_l7_init() - nobody has looked; all octets are 0 already */
void kntop_l7_init(struct kntop_l7 *l7);

/** kntop_l7_parse() - read a nest "l7"; texts stay in the message */
void kntop_l7_parse(const struct nlattr *nest, struct kntop_l7 *l7);

/**
 * kntop_l7_keep() - give a flow's texts memory of their own
 * @l7: texts in somebody else's memory
 *
 * Return: 0, or -ENOMEM and there are no texts.
 */
int kntop_l7_keep(struct kntop_l7 *l7);

#pragma GCC visibility pop

#endif /* LIBKNTOP_L7_H */
