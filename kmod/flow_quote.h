/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * flow_quote: ICMP errors, by the flow that they quote; for flow.c alone.
 */
#ifndef KNTOP_FLOW_QUOTE_H
#define KNTOP_FLOW_QUOTE_H

#include "flow.h"

/**
 * kntop_flow_quote - count an ICMP error for the flow that it is about, if that is known
 * @t: the table
 * @s: the message, which was counted in its own flow
 *
 * Context: as kntop_flow_see(), with no flow's lock held.
 */
void kntop_flow_quote(struct kntop_flow_table *t, const struct kntop_sighting *s);

#endif /* KNTOP_FLOW_QUOTE_H */
