// SPDX-License-Identifier: GPL-2.0-or-later
/* What dissectors need of those of nDPI's files that are left out. */
#include "ndpi_config.h"
#include "ndpi_api.h"

u_int64_t ndpi_ntohll(u_int64_t n)
{
	return be64toh(n);
}
