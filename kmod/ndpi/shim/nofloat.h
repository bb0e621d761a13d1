/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * nofloat: read before two of nDPI's files, whose few computations in floating
 * point the kernel cannot do. Of the same size, so that structures stay alike.
 */
#ifndef KNTOP_SHIM_NOFLOAT_H
#define KNTOP_SHIM_NOFLOAT_H

#define float	int
#define double	long

#include "entropy.h"
#include "ndpi_config.h"
#include "ndpi_api.h"
#include "ndpi_main.h"

#endif /* KNTOP_SHIM_NOFLOAT_H */
