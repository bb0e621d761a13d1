/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_LIMITS_H
#define KNTOP_SHIM_LIMITS_H

#include_next <linux/limits.h>
#include <stdint.h>

#define U64_MAX	UINT64_MAX

#endif /* KNTOP_SHIM_LIMITS_H */
