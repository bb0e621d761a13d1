// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers and times as people read them, or exact. */
#include <inttypes.h>
#include <stdio.h>
#include <time.h>
#include "format.h"

#define NS_PER_S	((uint64_t)1000000000)

static char *exact(char *buf, uint64_t value)
{
	snprintf(buf, FORMAT_SIZE, "%" PRIu64, value);
	return buf;
}

/* Three digits and a decimal prefix. What rounds to 1000 takes the next one. */
static char *scaled(char *buf, double value, const char *unit)
{
	static const char *const prefixes[] = { "", "k", "M", "G", "T", "P", "E", "Z" };
	unsigned int i = 0;
	int decimals;

	while (value >= (i ? 999.5 : 1000.0) && i < 7) {
		value /= 1000.0;
		i++;
	}
	if (!i)
		decimals = 0;
	else
		decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
	snprintf(buf, FORMAT_SIZE, "%.*f %s%s", decimals, value, prefixes[i], unit);
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

char *format_duration(char *buf, uint64_t ns, bool raw)
{
	uint64_t s = ns / NS_PER_S;

	if (raw)
		snprintf(buf, FORMAT_SIZE, "%" PRIu64 ".%09" PRIu64, s, ns % NS_PER_S);
	else if (!ns)
		snprintf(buf, FORMAT_SIZE, "0 s");
	else if (!s)
		snprintf(buf, FORMAT_SIZE, "%" PRIu64 ".%03" PRIu64 " ms", ns / 1000000,
			 ns / 1000 % 1000);
	else if (s < 60)
		snprintf(buf, FORMAT_SIZE, "%" PRIu64 ".%03" PRIu64 " s", s,
			 ns % NS_PER_S / 1000000);
	else if (s < 3600)
		snprintf(buf, FORMAT_SIZE, "%" PRIu64 "m%02" PRIu64 "s", s / 60, s % 60);
	else if (s < 86400)
		snprintf(buf, FORMAT_SIZE, "%" PRIu64 "h%02" PRIu64 "m", s / 3600,
			 s / 60 % 60);
	else
		snprintf(buf, FORMAT_SIZE, "%" PRIu64 "d%02" PRIu64 "h", s / 86400,
			 s / 3600 % 24);
	return buf;
}

char *format_delay(char *buf, int64_t us, bool raw)
{
	if (us < 0)
		snprintf(buf, FORMAT_SIZE, "-");
	else if (raw)
		snprintf(buf, FORMAT_SIZE, "%" PRId64, us);
	else if (us < 1000000)
		snprintf(buf, FORMAT_SIZE, "%" PRId64 ".%03" PRId64 " ms", us / 1000,
			 us % 1000);
	else
		snprintf(buf, FORMAT_SIZE, "%" PRId64 ".%03" PRId64 " s", us / 1000000,
			 us / 1000 % 1000);
	return buf;
}

char *format_time(char *buf, uint64_t ns, uint64_t now, bool raw)
{
	time_t when = ns / NS_PER_S, today = now / NS_PER_S;
	struct tm t, n;

	if (!ns) {
		snprintf(buf, FORMAT_SIZE, "-");
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
