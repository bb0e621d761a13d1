// SPDX-License-Identifier: GPL-2.0-or-later
/* What dissectors need of those of nDPI's files that are left out. */
#include <endian.h>

#include "version.h"

u_int64_t ndpi_ntohll(u_int64_t n)
{
	return be64toh(n);
}
