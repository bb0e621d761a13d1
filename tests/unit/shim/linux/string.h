/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_STRING_H
#define KNTOP_SHIM_STRING_H

#include <string.h>

#endif /* KNTOP_SHIM_STRING_H */
