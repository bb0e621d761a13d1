/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nofloat: read before two of nDPI's files, whose few computations in floating
 * point the kernel cannot do. Of the same size, so that structures stay alike.
 */
#ifndef KNTOP_SHIM_NOFLOAT_H
#define KNTOP_SHIM_NOFLOAT_H

#define float	int
#define double	long

#include "ndpi_config.h"
#include "ndpi_api.h"
#include "ndpi_main.h"

/** kntop_entropy - entropy of octets, in thousandths of a bit per octet */
int kntop_entropy(const uint8_t *data, size_t n);

#endif /* KNTOP_SHIM_NOFLOAT_H */
