/* SPDX-License-Identifier: GPL-2.0-or-later */
/* nofloat_main: read before ndpi_main.c, which compares an entropy with 7 bits. */
#include "nofloat.h"

#undef NDPI_ENTROPY_ENCRYPTED_OR_RANDOM
#define NDPI_ENTROPY_ENCRYPTED_OR_RANDOM(entropy)	((entropy) > 7000)
#define ndpi_entropy(data, n)	kntop_entropy(data, n)
