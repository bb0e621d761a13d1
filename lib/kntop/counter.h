/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: pairs of totals; include <kntop.h> */
#ifndef KNTOP_COUNTER_H
#define KNTOP_COUNTER_H

#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * struct kntop_counter - a pair of totals
 * @packets: wire packets
 * @octets: layer-2 octets
 * @flows: flows, where they are counted too, else 0
 */
struct kntop_counter {
	uint64_t packets;
	uint64_t octets;
	uint64_t flows;
};

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_COUNTER_H */
