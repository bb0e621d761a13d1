// SPDX-License-Identifier: GPL-2.0-or-later
/* Whole numbers as decimal digits. */
#include <stdint.h>
#include <string.h>
#include "digits.h"

static const char pairs[200] =
	"00010203040506070809" "10111213141516171819" "20212223242526272829"
	"30313233343536373839" "40414243444546474849" "50515253545556575859"
	"60616263646566676869" "70717273747576777879" "80818283848586878889"
	"90919293949596979899";

static inline char *put_pair(char *at, unsigned int value)
{
	memcpy(at, pairs + 2 * value, 2);
	return at + 2;
}

/* Eight digits of a number below 10^8. */
static inline char *put_eight(char *at, uint32_t value)
{
	uint32_t high = value / 10000, low = value % 10000;

	at = put_pair(at, high / 100);
	at = put_pair(at, high % 100);
	at = put_pair(at, low / 100);
	return put_pair(at, low % 100);
}

/* A number below 10^4 without leading zeros. */
static inline char *put_four(char *at, uint32_t value)
{
	if (value >= 1000)
		return put_pair(put_pair(at, value / 100), value % 100);
	if (value >= 100) {
		*at = '0' + value / 100;
		return put_pair(at + 1, value % 100);
	}
	if (value >= 10)
		return put_pair(at, value);
	*at = '0' + value;
	return at + 1;
}

/* A number below 10^8 without leading zeros. */
static inline char *put_small(char *at, uint32_t value)
{
	uint32_t low = value % 10000;

	if (value < 10000)
		return put_four(at, value);
	at = put_four(at, value / 10000);
	return put_pair(put_pair(at, low / 100), low % 100);
}

#define EIGHT	100000000ULL

/*
 * The digits in front of the last eight of a number of 17 and more. Such numbers are
 * times, and those of a listing are close together: what was written last is kept.
 */
static char *put_times(char *at, uint64_t upper)
{
	static struct {
		uint64_t upper;
		char digits[12];
		uint8_t len;
	} kept[64];
	unsigned int n = upper % 64;

	if (kept[n].upper != upper) {
		kept[n].upper = upper;
		kept[n].len = put_eight(put_small(kept[n].digits, upper / EIGHT), upper % EIGHT) -
			      kept[n].digits;
	}
	memcpy(at, kept[n].digits, sizeof(kept[n].digits));
	return at + kept[n].len;
}

char *digits_put(char *at, uint64_t value)
{
	uint64_t upper = value / EIGHT;

	if (!upper)
		return put_small(at, value);
	at = upper < EIGHT ? put_small(at, upper) : put_times(at, upper);
	return put_eight(at, value % EIGHT);
}

char *digits_put_padded(char *at, uint64_t value, unsigned int count)
{
	char digits[DIGITS_MAX];
	unsigned int len = digits_put(digits, value) - digits;

	memset(at, '0', count - len);
	memcpy(at + count - len, digits, len);
	return at + count;
}
