// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers and times as people read them, or exact. */
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "digits.h"
#include "format.h"

#define NS_PER_S	((uint64_t)1000000000)

static char *put(char *at, const char *text)
{
	size_t len = strlen(text);

	memcpy(at, text, len + 1);
	return at + len;
}

static char *exact(char *buf, uint64_t value)
{
	*digits_put(buf, value) = '\0';
	return buf;
}

/* "1.020" */
static char *put_parts(char *at, uint64_t whole, uint64_t fraction, unsigned int digits)
{
	at = digits_put(at, whole);
	*at++ = '.';
	return digits_put_padded(at, fraction, digits);
}

/* As printf() writes a value below 10^5 with so many decimals, 2 at most. */
static char *put_decimals(char *at, double value, int decimals)
{
	static const unsigned int powers[] = { 1, 10, 100 };
	double shifted = value * powers[decimals];
	unsigned int n = shifted;
	double rest = shifted - n;

	/* so near to the middle only the exact value tells */
	if (rest > 0.499999 && rest < 0.500001)
		return at + sprintf(at, "%.*f", decimals, value);
	n += rest > 0.5;
	if (!decimals)
		return digits_put(at, n);
	return put_parts(at, n / powers[decimals], n % powers[decimals], decimals);
}

/* Three digits and a decimal prefix. What rounds to 1000 takes the next one. */
static char *scaled(char *buf, double value, const char *unit)
{
	static const char prefixes[] = "\0kMGTPEZ";
	unsigned int i = 0;
	int decimals = 0;
	char *at;

	while (value >= (i ? 999.5 : 1000.0) && i < 7) {
		value /= 1000.0;
		i++;
	}
	if (i)
		decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
	at = put_decimals(buf, value, decimals);
	*at++ = ' ';
	if (i)
		*at++ = prefixes[i];
	put(at, unit);
	return buf;
}

char *format_octets(char *buf, uint64_t octets, bool raw)
{
	return raw ? exact(buf, octets) : scaled(buf, octets, "B");
}

char *format_rate(char *buf, uint64_t octets, bool raw)
{
	if (raw)
		return exact(buf, octets > UINT64_MAX / 8 ? UINT64_MAX : octets * 8);
	return scaled(buf, octets * 8.0, "bit/s");
}

char *format_count(char *buf, uint64_t count, bool raw)
{
	return raw || count < 1000000 ? exact(buf, count) : scaled(buf, count, "");
}

/* "3m05s": the larger unit and two digits of the smaller one. */
static char *two_units(char *buf, uint64_t large, const char *unit, uint64_t small,
		       const char *smaller)
{
	char *at = put(digits_put(buf, large), unit);

	put(digits_put_padded(at, small, 2), smaller);
	return buf;
}

char *format_duration(char *buf, uint64_t ns, bool raw)
{
	uint64_t s = ns / NS_PER_S;

	if (raw)
		*put_parts(buf, s, ns % NS_PER_S, 9) = '\0';
	else if (!ns)
		put(buf, "0 s");
	else if (!s)
		put(put_parts(buf, ns / 1000000, ns / 1000 % 1000, 3), " ms");
	else if (s < 60)
		put(put_parts(buf, s, ns % NS_PER_S / 1000000, 3), " s");
	else if (s < 3600)
		two_units(buf, s / 60, "m", s % 60, "s");
	else if (s < 86400)
		two_units(buf, s / 3600, "h", s / 60 % 60, "m");
	else
		two_units(buf, s / 86400, "d", s / 3600 % 24, "h");
	return buf;
}

char *format_delay(char *buf, int64_t us, bool raw)
{
	if (us < 0)
		put(buf, "-");
	else if (raw)
		exact(buf, us);
	else if (us < 1000000)
		put(put_parts(buf, us / 1000, us % 1000, 3), " ms");
	else
		put(put_parts(buf, us / 1000000, us / 1000 % 1000, 3), " s");
	return buf;
}

char *format_time(char *buf, uint64_t ns, uint64_t now, bool raw)
{
	time_t when = ns / NS_PER_S, today = now / NS_PER_S;
	struct tm t, n;

	if (!ns) {
		put(buf, "-");
		return buf;
	}
	if (raw || !localtime_r(&when, &t) || !localtime_r(&today, &n))
		return format_duration(buf, ns, true);
	if (t.tm_year == n.tm_year && t.tm_yday == n.tm_yday)
		strftime(buf, FORMAT_SIZE, "%H:%M:%S", &t);
	else
		strftime(buf, FORMAT_SIZE, "%Y-%m-%d %H:%M:%S", &t);
	return buf;
}

char *format_percent(char *buf, uint64_t part, uint64_t whole)
{
	if (whole)
		snprintf(buf, FORMAT_SIZE, "%.1f %%", 100.0 * part / whole);
	else
		snprintf(buf, FORMAT_SIZE, "-");
	return buf;
}

uint64_t format_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	return (uint64_t)ts.tv_sec * NS_PER_S + ts.tv_nsec;
}
