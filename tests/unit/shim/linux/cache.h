/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_CACHE_H
#define KNTOP_SHIM_CACHE_H

#define __ro_after_init
#define ____cacheline_aligned	__attribute__((__aligned__(64)))

#endif /* KNTOP_SHIM_CACHE_H */
