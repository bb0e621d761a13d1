/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading a trap; inside the library only. */
#ifndef LIBKNTOP_TRAP_H
#define LIBKNTOP_TRAP_H

#include <kntop.h>
#include <netlink/attr.h>

#pragma GCC visibility push(hidden)

/** kntop_trap_init() - a kind that never happened */
void kntop_trap_init(struct kntop_trap *trap, unsigned int kind);

/** kntop_trap_parse() - read a nest "trap"; one without a kind gets KNTOP_TRAP_KIND_NONE */
void kntop_trap_parse(const struct nlattr *nest, struct kntop_trap *trap);

#pragma GCC visibility pop

#endif /* LIBKNTOP_TRAP_H */
