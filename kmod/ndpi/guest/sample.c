// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "entropy.h"
#include "sample.h"

/* A sixteenth of a text may be something else. */
#define STRANGE_PART	16

/* How many deviations from the mean random octets may be. */
#define DEVIATIONS	4

/*
 * Entropy of @octets drawn at random, mean and deviation in thousandths of a bit: exact for
 * the multinomial distribution over 256 values. A sample is cut to one of these lengths.
 */
static const struct random_entropy {
	uint16_t octets;
	uint16_t mean;
	uint16_t deviation;
} random_entropy[] = {
	{ 32, 4882, 81 }, { 48, 5408, 79 }, { 64, 5766, 77 }, { 96, 6240, 72 },
	{ 128, 6550, 67 }, { 192, 6939, 59 }, { KNTOP_SAMPLE_MAX, 7175, 52 }, { 0 },
};

size_t kntop_sample_wants(const struct kntop_sample *s, size_t len)
{
	size_t room = KNTOP_SAMPLE_MAX - (s ? s->count : 0);

	return len < room ? len : room;
}

void kntop_sample_take(struct kntop_sample *s, const uint8_t *payload, size_t len)
{
	memcpy(s->octet + s->count, payload, len);
	s->count += len;
}

/* How many octets of UTF-8 follow one that begins a character of several; 0: it begins none. */
static size_t following(uint8_t first)
{
	if (first >= 0xc2 && first < 0xe0)
		return 1;
	if (first >= 0xe0 && first < 0xf0)
		return 2;
	return first >= 0xf0 && first < 0xf5 ? 3 : 0;
}

/* Octets of the character of text that begins here; 0: there is none. */
static size_t character(const uint8_t *at, size_t left)
{
	size_t more, n;

	if ((*at >= ' ' && *at <= '~') || (*at >= '\t' && *at <= '\r'))
		return 1;
	more = following(*at);
	if (!more || more >= left)
		return 0;
	for (n = 1; n <= more; n++)
		if ((at[n] & 0xc0) != 0x80)
			return 0;
	return 1 + more;
}

static bool is_text(const struct kntop_sample *s)
{
	size_t at = 0, strange = 0, n;

	while (at < s->count) {
		n = character(s->octet + at, s->count - at);
		strange += !n;
		at += n ? n : 1;
	}
	return s->count >= KNTOP_SAMPLE_TEXT && strange * STRANGE_PART <= s->count;
}

enum kntop_door_payload kntop_sample_judge(const struct kntop_sample *s, uint16_t *entropy,
					   uint16_t *count)
{
	const struct random_entropy *r = random_entropy;
	int distance;

	*count = s->count;
	while (r[1].octets && r[1].octets <= s->count)
		r++;
	if (s->count >= r->octets)
		*count = r->octets;
	*entropy = kntop_entropy(s->octet, *count);
	if (is_text(s))
		return KNTOP_DOOR_CLEAR;
	if (s->count < r->octets)
		return KNTOP_DOOR_UNCLEAR;
	if (*entropy < r->mean * 3 / 4)
		return KNTOP_DOOR_CLEAR;
	distance = *entropy - r->mean;
	if (s->count < KNTOP_SAMPLE_LEAST || distance < -DEVIATIONS * r->deviation ||
	    distance > DEVIATIONS * r->deviation)
		return KNTOP_DOOR_UNCLEAR;
	return KNTOP_DOOR_ENCRYPTED;
}
