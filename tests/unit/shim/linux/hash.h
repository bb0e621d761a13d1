/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_HASH_H
#define KNTOP_SHIM_HASH_H

#define GOLDEN_RATIO_32		0x61C88647
#define GOLDEN_RATIO_64		0x61C8864680B583EBull

#endif /* KNTOP_SHIM_HASH_H */
