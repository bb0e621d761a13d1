/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * own_entropy: included before ndpi_main.c, which compares an entropy with 7 bits: the only
 * computation in floating point that a packet reaches in 4.2.
 */
#ifndef KNTOP_GUEST_OWN_ENTROPY_H
#define KNTOP_GUEST_OWN_ENTROPY_H

#include "entropy.h"

/* Of later versions, this is where rules get in. */
#define KNTOP_VERSION_IN_MAIN
#include "version.h"

/* nDPI keeps it in a float: the bits of the integer travel in that. */
static inline float kntop_entropy_kept(const uint8_t *data, size_t n)
{
	union {
		int	thousandths;
		float	kept;
	} bits = { .thousandths = kntop_entropy(data, n) };

	return bits.kept;
}

static inline int kntop_entropy_is_high(float kept)
{
	union {
		float	kept;
		int	thousandths;
	} bits = { .kept = kept };

	return bits.thousandths > 7000;
}

#undef NDPI_ENTROPY_ENCRYPTED_OR_RANDOM
#define NDPI_ENTROPY_ENCRYPTED_OR_RANDOM(entropy)	kntop_entropy_is_high(entropy)
#define ndpi_entropy(data, n)	kntop_entropy_kept(data, n)

#endif /* KNTOP_GUEST_OWN_ENTROPY_H */
