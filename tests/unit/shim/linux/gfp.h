/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_GFP_H
#define KNTOP_SHIM_GFP_H

#define GFP_ATOMIC		0
#define GFP_KERNEL		0
#define GFP_KERNEL_ACCOUNT	0
#define __GFP_NOWARN		0
#define __GFP_RETRY_MAYFAIL	0

#endif /* KNTOP_SHIM_GFP_H */
