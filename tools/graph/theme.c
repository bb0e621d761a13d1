// SPDX-License-Identifier: GPL-2.0-or-later
/* The palette begins with that of Okabe and Ito. */
#include "theme.h"

static const struct theme light = {
	.back = "FFFFFF", .canvas = "FFFFFF", .font = "24292F", .grid = "EAEDF0",
	.major = "CDD3DA", .axis = "6E7781", .gap = "E2E5E9", .rest = "B4BAC2",
	.curves = { "0072B2", "E69F00", "009E73", "CC79A7", "56B4E9", "D55E00", "F0E442",
		    "332288", "44AA99", "882255", "B5B23C", "7A4FA3" },
};

static const struct theme dark = {
	.back = "161A20", .canvas = "161A20", .font = "DDE3EA", .grid = "252B33",
	.major = "3C4551", .axis = "8B96A3", .gap = "2B323C", .rest = "6B7581",
	.curves = { "3D9FE0", "E9A820", "1FB98B", "DB8FBC", "8CCBF2", "E8743B", "EFE66B",
		    "7F74E0", "6FCFC0", "93309B", "BDBB55", "A884D6" },
};

const struct theme *theme_get(bool dark_one)
{
	return dark_one ? &dark : &light;
}
