/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_TIME64_H
#define KNTOP_SHIM_TIME64_H

#define NSEC_PER_SEC	1000000000L
#define NSEC_PER_MSEC	1000000L

#endif /* KNTOP_SHIM_TIME64_H */
