// SPDX-License-Identifier: GPL-2.0-or-later
/* Spans of time: words to seconds and back. */
#include <ctype.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "../ntopctl/args.h"
#include "span.h"

/* No recording is older, and no sum of these overflows. */
#define LONGEST		(100ULL * 365 * 86400)

bool span_last(struct span *s, const char *word, time_t now)
{
	static const struct { char unit; unsigned int seconds; } units[] = {
		{ 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 },
		{ 'M', 30 * 86400 }, { 'y', 365 * 86400 },
	};
	size_t digits = strspn(word, "0123456789");
	char number[20] = "";
	uint64_t n, seconds = 0;

	if (!digits || digits >= sizeof(number) || !word[digits] || word[digits + 1])
		return false;
	memcpy(number, word, digits);
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (units[i].unit == word[digits])
			seconds = units[i].seconds;
	if (!args_parse_number(number, &n) || !n || n > LONGEST || n * seconds > LONGEST ||
	    !seconds || now < (time_t)(n * seconds))
		return false;
	*s = (struct span){ now - n * seconds, now, true };
	return true;
}

/* Exactly so many digits. */
static const char *digits(const char *p, int count, int *value)
{
	*value = 0;
	while (count--) {
		if (!isdigit((unsigned char)*p))
			return NULL;
		*value = 10 * *value + *p++ - '0';
	}
	return p;
}

/* "13:05" and "13:05:30" */
static const char *clock_of(const char *p, struct tm *tm)
{
	p = digits(p, 2, &tm->tm_hour);
	if (!p || *p != ':')
		return NULL;
	p = digits(p + 1, 2, &tm->tm_min);
	if (p && *p == ':')
		p = digits(p + 1, 2, &tm->tm_sec);
	return p;
}

/* "Z", "+01:00" or nothing; @zoned tells which. */
static bool offset_of(const char *p, bool *zoned, int *seconds)
{
	struct tm tm = { 0 };
	int sign = *p == '-' ? -1 : 1;

	*zoned = *p != '\0';
	*seconds = 0;
	if (!*p || !strcmp(p, "Z"))
		return true;
	if (*p != '+' && *p != '-')
		return false;
	p = clock_of(p + 1, &tm);
	*seconds = sign * (tm.tm_hour * 3600 + tm.tm_min * 60);
	return p && !*p && !tm.tm_sec && tm.tm_hour < 24 && tm.tm_min < 60;
}

static bool parse_date(const char *word, struct tm *tm, bool *zoned, int *offset)
{
	const char *p = digits(word, 4, &tm->tm_year);

	p = p && *p == '-' ? digits(p + 1, 2, &tm->tm_mon) : NULL;
	p = p && *p == '-' ? digits(p + 1, 2, &tm->tm_mday) : NULL;
	if (p && (*p == 'T' || *p == ' '))
		p = clock_of(p + 1, tm);
	tm->tm_year -= 1900;
	tm->tm_mon--;
	tm->tm_isdst = -1;
	return p && offset_of(p, zoned, offset);
}

/* What mktime() had to correct is no date, or falls where the clock is put forward. */
static bool same_time(const struct tm *a, const struct tm *b)
{
	return a->tm_year == b->tm_year && a->tm_mon == b->tm_mon && a->tm_mday == b->tm_mday &&
		a->tm_hour == b->tm_hour && a->tm_min == b->tm_min && a->tm_sec == b->tm_sec;
}

static bool calendar(const char *word, time_t *time, char *reason)
{
	struct tm tm = { 0 }, wanted, utc;
	bool zoned;
	int offset;

	if (!parse_date(word, &tm, &zoned, &offset)) {
		snprintf(reason, SPAN_TEXT, "is no time (2026-11-25, 2026-11-25T13:05, now, today, yesterday)");
		return false;
	}
	wanted = utc = tm;
	*time = timegm(&utc);
	if (!same_time(&utc, &wanted) || *time < 0) {
		snprintf(reason, SPAN_TEXT, "is no date, or no time of day");
		return false;
	}
	if (zoned) {
		*time -= offset;
		return true;
	}
	*time = mktime(&tm);
	if (same_time(&tm, &wanted))
		return true;
	snprintf(reason, SPAN_TEXT, "does not exist here, as the clock was put forward then");
	return false;
}

static time_t midnight(time_t now, int days)
{
	struct tm tm;

	localtime_r(&now, &tm);
	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_mday += days;
	tm.tm_isdst = -1;
	return mktime(&tm);
}

bool span_time(const char *word, time_t now, time_t *time, char *reason)
{
	uint64_t seconds;

	if (!strcmp(word, "now"))
		*time = now;
	else if (!strcmp(word, "today"))
		*time = midnight(now, 0);
	else if (!strcmp(word, "yesterday"))
		*time = midnight(now, -1);
	else if (word[0] == '@' && args_parse_number(word + 1, &seconds) && seconds < 1ULL << 40)
		*time = seconds;
	else
		return calendar(word, time, reason);
	return true;
}

bool span_range(struct span *s, const char *word, time_t now)
{
	const char *dots = strstr(word, "..");
	char from[SPAN_TEXT], reason[SPAN_TEXT];
	struct span range = { .to = now };

	if (!dots || dots - word >= SPAN_TEXT)
		return false;
	memcpy(from, word, dots - word);
	from[dots - word] = '\0';
	if (!span_time(from, now, &range.from, reason) ||
	    (dots[2] && !span_time(dots + 2, now, &range.to, reason)))
		return false;
	range.open = range.to >= now - 1;
	*s = range;
	return true;
}

char *span_moment(char *buf, time_t t)
{
	struct tm tm;

	localtime_r(&t, &tm);
	strftime(buf, SPAN_TEXT, tm.tm_sec ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M", &tm);
	return buf;
}

char *span_zone(char *buf, time_t t)
{
	struct tm tm;
	long minutes;

	localtime_r(&t, &tm);
	minutes = tm.tm_gmtoff / 60;
	snprintf(buf, SPAN_TEXT, "%.16s (UTC%c%02ld:%02ld)", tm.tm_zone ? tm.tm_zone : "local",
		 minutes < 0 ? '-' : '+', labs(minutes) / 60, labs(minutes) % 60);
	return buf;
}

char *span_text(char *buf, const struct span *s)
{
	char from[SPAN_TEXT], to[SPAN_TEXT], zone[SPAN_TEXT], other[SPAN_TEXT];

	span_zone(zone, s->from);
	span_zone(other, s->to);
	snprintf(buf, SPAN_TEXT, "%.24s%s%.40s to %.24s %.40s", span_moment(from, s->from),
		 strcmp(zone, other) ? " " : "", strcmp(zone, other) ? zone : "",
		 span_moment(to, s->to), other);
	return buf;
}

char *span_length(char *buf, double seconds)
{
	static const struct { const char *unit; uint64_t seconds; } units[] = {
		{ "d", 86400 }, { "h", 3600 }, { "min", 60 }, { "s", 1 },
	};
	uint64_t left = seconds + 0.5;
	size_t i = 0, n;

	while (i < 3 && left < units[i].seconds)
		i++;
	n = snprintf(buf, SPAN_TEXT, "%" PRIu64 " %s", left / units[i].seconds, units[i].unit);
	left %= units[i].seconds;
	if (i < 3 && left / units[i + 1].seconds)
		snprintf(buf + n, SPAN_TEXT - n, " %" PRIu64 " %s", left / units[i + 1].seconds,
			 units[i + 1].unit);
	return buf;
}

char *span_step(char *buf, unsigned int seconds)
{
	if (seconds % 86400 == 0)
		snprintf(buf, SPAN_TEXT, "%u-day", seconds / 86400);
	else if (seconds % 3600 == 0)
		snprintf(buf, SPAN_TEXT, "%u-hour", seconds / 3600);
	else if (seconds % 60 == 0)
		snprintf(buf, SPAN_TEXT, "%u-minute", seconds / 60);
	else
		snprintf(buf, SPAN_TEXT, "%u-second", seconds);
	return buf;
}
