// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers with fractions. */
#include <math.h>
#include <stdio.h>
#include "number.h"

const struct unit unit_bits = { "bit/s", 8, "B", "octets", true };
const struct unit unit_packets = { "pkt/s", 1, "pkt", "packets", false };
const struct unit unit_flow_rate = { "flows/s", 1, "flows", "flows", false };
const struct unit unit_flows = { "flows", 1, NULL, "flows", false };
const struct unit unit_hosts = { "hosts", 1, NULL, "hosts", false };
const struct unit unit_octets = { "B", 1, NULL, "octets", true };
const struct unit unit_events = { "/s", 1, "", "events", false };

/* Beyond it a double has no whole numbers, and no column has room. */
#define LARGEST		1e18

/* Four digits; what has no prefixes gets them from a million on. */
static char *scaled(char *buf, double value, const char *unit, bool prefixes)
{
	static const char names[] = "\0kMGTPE";
	double most = prefixes ? 999.95 : 999999.5;
	int i = 0, decimals;

	while (value >= most && i < 6) {
		value /= 1000;
		i++;
		most = 999.95;
	}
	decimals = value < 9.9995 ? 3 : value < 99.995 ? 2 : value < 999.95 ? 1 : 0;
	/* Whole numbers stay such. */
	if (!i && fabs(value - rint(value)) < 1e-9)
		decimals = 0;
	if (i)
		snprintf(buf, NUMBER_SIZE, "%.*f %c%s", decimals, value, names[i], unit);
	else
		snprintf(buf, NUMBER_SIZE, "%.*f%s%s", decimals, value, unit[0] ? " " : "", unit);
	return buf;
}

static char *shown(char *buf, double value, const char *unit, bool prefixes, int decimals)
{
	if (isnan(value))
		snprintf(buf, NUMBER_SIZE, "-");
	else if (decimals >= 0)
		snprintf(buf, NUMBER_SIZE, "%.*f%s%s", decimals, fmin(value, LARGEST),
			 unit[0] ? " " : "", unit);
	else
		scaled(buf, value, unit, prefixes);
	return buf;
}

char *number_value(char *buf, const struct unit *u, double value, bool raw)
{
	return shown(buf, value * u->factor, u->axis, u->prefixes, raw ? 3 : -1);
}

char *number_amount(char *buf, const struct unit *u, double amount, bool raw)
{
	if (!u->amount)
		return shown(buf, NAN, "", false, 0);
	return shown(buf, rint(amount), u->amount, u->prefixes, raw ? 0 : -1);
}

void number_json(struct json *j, const char *key, double value)
{
	char *at;

	if (isnan(value)) {
		json_null(j, key);
		return;
	}
	at = json_lead(j, key);
	at += snprintf(at, NUMBER_SIZE, "%.3f", fmin(value, LARGEST));
	while (at[-1] == '0')
		at--;
	json_end(j, at[-1] == '.' ? at - 1 : at);
}

void number_json_amount(struct json *j, const char *key, double amount)
{
	if (isnan(amount))
		json_null(j, key);
	else
		json_u64(j, key, fmin(fmax(rint(amount), 0), LARGEST));
}
