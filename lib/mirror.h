/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Mirrors and devices in replies; for the library alone. */
#ifndef LIB_MIRROR_H
#define LIB_MIRROR_H

#include <kntop/interface.h>

struct nlattr;

#pragma GCC visibility push(hidden)

/** kntop_mirror_parse() - INTERFACE_A_DEDUP, _UPLINK, _MIRROR or _DEVICE; others are left. */
void kntop_mirror_parse(const struct nlattr *a, struct kntop_interface *iface);

#pragma GCC visibility pop

#endif /* LIB_MIRROR_H */
