/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading which tunnel it is. */
#ifndef KNTOP_LIB_TUNNEL_H
#define KNTOP_LIB_TUNNEL_H

#include <kntop.h>
#include "attribute.h"

#pragma GCC visibility push(hidden)

/** kntop_tunnel_init() - no tunnel */
void kntop_tunnel_init(struct kntop_tunnel *t);

/** kntop_tunnel_take() - one attribute of a tunnel; others are ignored */
void kntop_tunnel_take(const struct nlattr *a, struct kntop_tunnel *t);

/** kntop_tunnel_parse() - the nest "tunnel" */
void kntop_tunnel_parse(const struct nlattr *nest, struct kntop_tunnel *t);

#pragma GCC visibility pop

#endif /* KNTOP_LIB_TUNNEL_H */
