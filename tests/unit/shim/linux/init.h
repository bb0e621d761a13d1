/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_INIT_H
#define KNTOP_SHIM_INIT_H

#define __init
#define __initconst

#endif /* KNTOP_SHIM_INIT_H */
