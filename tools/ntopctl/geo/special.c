// SPDX-License-Identifier: GPL-2.0-or-later
/* Addresses that are nowhere in particular. */
#include <string.h>
#include "special.h"

/* RFC 6890 and later: what is not globally reachable. */
struct network {
	unsigned char octets[4];
	unsigned char prefix;
};

static const struct network four[] = {
	{ { 0 }, 8 }, { { 10 }, 8 }, { { 100, 64 }, 10 }, { { 127 }, 8 },
	{ { 169, 254 }, 16 }, { { 172, 16 }, 12 }, { { 192, 0, 0 }, 24 },
	{ { 192, 0, 2 }, 24 }, { { 192, 168 }, 16 }, { { 198, 18 }, 15 },
	{ { 198, 51, 100 }, 24 }, { { 203, 0, 113 }, 24 }, { { 224 }, 4 }, { { 240 }, 4 },
};

/* Of what is in 2000::/3: protocols of the IETF, documentation. */
static const struct network six[] = {
	{ { 0x20, 0x01, 0x00 }, 23 }, { { 0x20, 0x01, 0x0d, 0xb8 }, 32 },
	{ { 0x3f, 0xff, 0x00 }, 20 },
};

static bool is_in(const unsigned char *octets, const struct network *n)
{
	unsigned int whole = n->prefix / 8, rest = n->prefix % 8;

	return !memcmp(octets, n->octets, whole) &&
	       (!rest || (octets[whole] ^ n->octets[whole]) >> (8 - rest) == 0);
}

bool special_has(const struct kntop_address *addr)
{
	const struct network *list = addr->family == 4 ? four : six;
	size_t count = addr->family == 4 ? sizeof(four) / sizeof(four[0]) :
		       sizeof(six) / sizeof(six[0]);

	if (addr->family != 4 && (addr->family != 6 || addr->octets[0] >> 5 != 1))
		return true;
	for (size_t i = 0; i < count; i++)
		if (is_in(addr->octets, &list[i]))
			return true;
	return false;
}
