/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_SORT_H
#define KNTOP_SHIM_SORT_H

#include <stdlib.h>

#define sort(base, n, size, compare, unused)	qsort(base, n, size, compare)

#endif /* KNTOP_SHIM_SORT_H */
