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
union kntop_entropy_bits {
	float	kept;
	int	thousandths;
};

#undef NDPI_ENTROPY_ENCRYPTED_OR_RANDOM
#define NDPI_ENTROPY_ENCRYPTED_OR_RANDOM(entropy) \
	(((union kntop_entropy_bits){ .kept = (entropy) }).thousandths > 7000)
#define ndpi_entropy(data, n) \
	(((union kntop_entropy_bits){ .thousandths = kntop_entropy(data, n) }).kept)

#endif /* KNTOP_GUEST_OWN_ENTROPY_H */
