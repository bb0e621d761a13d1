/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * guess: what a flow is that never had a packet worth inspecting, by its
 * addresses and ports.
 */
#ifndef KNTOP_NDPI_GUESS_H
#define KNTOP_NDPI_GUESS_H

#include <linux/types.h>

struct kntop_pending;

/** Octets of a packet made up. */
#define KNTOP_GUESS_SIZE	64

/**
 * kntop_guess_packet - make up the packet with which such a flow began
 * @to: KNTOP_GUESS_SIZE octets
 * @p: pending, undecided
 *
 * Return: octets of the packet.
 */
u32 kntop_guess_packet(u8 *to, const struct kntop_pending *p);

#endif /* KNTOP_NDPI_GUESS_H */
