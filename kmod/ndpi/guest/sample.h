/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sample: the first octets of payload of a flow that nobody knows, and whether they look
 * encrypted. Pure: also compiled in user space.
 */
#ifndef KNTOP_GUEST_SAMPLE_H
#define KNTOP_GUEST_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "door.h"

/** Octets that are looked at, at most. */
#define KNTOP_SAMPLE_MAX	256

/** Fewer than these are never called encrypted: a header of distinct octets looks alike. */
#define KNTOP_SAMPLE_LEAST	64

/** So many octets of text are enough. */
#define KNTOP_SAMPLE_TEXT	16

/**
 * struct kntop_sample - octets in the order in which they came, of both sides
 * @count: how many
 * @octet: the octets
 */
struct kntop_sample {
	uint16_t	count;
	uint8_t		octet[];
};

/** kntop_sample_size - octets that a sample of @count takes. */
static inline size_t kntop_sample_size(size_t count)
{
	return sizeof(struct kntop_sample) + count;
}

/**
 * kntop_sample_wants - how much of a packet's payload is wanted
 * @s: sample so far, NULL none
 * @len: octets of payload
 */
size_t kntop_sample_wants(const struct kntop_sample *s, size_t len);

/** kntop_sample_take - add what kntop_sample_wants() said; there is room for it. */
void kntop_sample_take(struct kntop_sample *s, const uint8_t *payload, size_t len);

/**
 * kntop_sample_judge - does it look encrypted?
 * @s: sample
 * @entropy: set to its entropy, in thousandths of a bit per octet
 * @count: set to how many octets that is of
 *
 * Text is what has hardly anything but ASCII's or UTF-8's characters. All else is compared
 * with octets drawn at random, of which as short a sample never has eight bits per octet: its
 * mean and deviation are those of Dorfinger, Panholzer, John: "Entropy Estimation for Real-Time
 * Encrypted Traffic Identification" (TMA 2011). Within four deviations it is encrypted, or
 * compressed, which nobody can tell apart. Below three quarters of the mean it is clear.
 */
enum kntop_door_payload kntop_sample_judge(const struct kntop_sample *s, uint16_t *entropy,
					   uint16_t *count);

#endif /* KNTOP_GUEST_SAMPLE_H */
