// SPDX-License-Identifier: GPL-2.0-or-later
/* In which units the live view shows traffic. */
#include <inttypes.h>
#include <stdio.h>
#include "units.h"

double units_value(const struct units *u, struct traffic t)
{
	if (u->count == UNITS_PACKETS)
		return t.packets;
	return u->count == UNITS_BITS ? t.octets * 8 : t.octets;
}

/* Three digits in front of a prefix; what would round to four takes the next one. */
static void scaled(double value, bool binary, const char *gap, char *buf)
{
	static const char *const decimal[] = { "", "k", "M", "G", "T", "P", "E" };
	static const char *const two[] = { "", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" };
	double base = binary ? 1024 : 1000, limit = binary ? 1023.5 : 999.5;
	unsigned int i = 0;
	int decimals = 0;

	while (value >= limit && i < 6) {
		value /= base;
		i++;
	}
	if (i)
		decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
	snprintf(buf, UNITS_SIZE, "%.*f%s%s", decimals, value, gap, (binary ? two : decimal)[i]);
}

static char *number(const struct units *u, double value, const char *gap, char *buf)
{
	if (value < 0)
		snprintf(buf, UNITS_SIZE, "-");
	else if (u->scale == UNITS_EXACT)
		snprintf(buf, UNITS_SIZE, "%.0f%s", value, gap);
	else
		scaled(value, u->scale == UNITS_BINARY, gap, buf);
	return buf;
}

char *units_scaled(const struct units *u, double value, char *buf)
{
	return number(u, value, "", buf);
}

char *units_text(const struct units *u, struct traffic t, char *buf)
{
	return number(u, units_value(u, t), "", buf);
}

const char *units_name(const struct units *u, bool total)
{
	static const char *const rates[] = { "bit/s", "B/s", "pkt/s" };
	static const char *const totals[] = { "bit", "B", "pkt" };

	return (total ? totals : rates)[u->count];
}

char *units_with(const struct units *u, struct traffic t, bool total, char *buf)
{
	char text[UNITS_SIZE];

	number(u, units_value(u, t), " ", text);
	snprintf(buf, UNITS_SIZE, "%.30s%s", text, units_name(u, total));
	return buf;
}
