/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A span of time, as words tell it. */
#ifndef GRAPH_SPAN_H
#define GRAPH_SPAN_H

#include <stdbool.h>
#include <time.h>

/** Room for every text that is made here, and for why a time is none. */
#define SPAN_TEXT	160

/**
 * struct span - from when until when, seconds since the epoch
 * @from: first second
 * @to: the second behind the last
 * @open: it ends now
 */
struct span {
	time_t from;
	time_t to;
	bool open;
};

/**
 * span_last() - the span up to now
 * @s: set
 * @word: a number with m, h, d, w, M (30 days) or y (365 days) behind it
 * @now: when it ends
 *
 * Return: true when @word is one.
 */
bool span_last(struct span *s, const char *word, time_t now);

/**
 * span_time() - a moment
 * @word: 2026-11-25, 2026-11-25T13:05 or :30 with seconds, also with a blank, in local time
 *	or with Z or +01:00 behind it; now, today, yesterday, or @ and seconds since the epoch
 * @now: what is now
 * @time: set to it
 * @reason: SPAN_TEXT octets for why it is none
 *
 * Return: true when @word is one.
 */
bool span_time(const char *word, time_t now, time_t *time, char *reason);

/**
 * span_range() - both ends in one word
 * @s: set
 * @word: two moments as span_time() takes them with .. between; without the second until now
 * @now: what is now
 *
 * Return: true when @word is that.
 */
bool span_range(struct span *s, const char *word, time_t now);

/** span_moment() - "2026-11-25 13:05", with seconds where there are some */
char *span_moment(char *buf, time_t t);

/** span_zone() - "CET (UTC+01:00)", the local time zone at a moment */
char *span_zone(char *buf, time_t t);

/** span_text() - both ends, with their zone, or zones when the clock was changed between */
char *span_text(char *buf, const struct span *s);

/** span_length() - seconds as "2 d 3 h", "5 min 20 s", the two largest units */
char *span_length(char *buf, double seconds);

/** span_step() - seconds as an adjective: "10-second", "1-minute", "1-day" */
char *span_step(char *buf, unsigned int seconds);

#endif /* GRAPH_SPAN_H */
