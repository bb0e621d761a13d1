/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_OVERFLOW_H
#define KNTOP_SHIM_OVERFLOW_H

#define struct_size(p, member, count)	(sizeof(*(p)) + (count) * sizeof(*(p)->member))

#endif /* KNTOP_SHIM_OVERFLOW_H */
