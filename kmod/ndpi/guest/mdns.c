// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The address of a name that is announced by multicast DNS (RFC 6762). nDPI keeps none: it
 * reads answers of messages only that repeat the question. Without it nobody can tell a host
 * that says its own name from one that repeats what it heard elsewhere.
 */
#include "mdns.h"

#define HEADER		12	/* RFC 1035, 4.1.1 */
#define RECORD		10	/* type, class, TTL, length */
#define POINTER		0xc0
#define TYPE_A		1
#define TYPE_AAAA	28

/* Records beyond these are not looked at, nor names of more labels. */
#define RECORDS_MAX	64
#define LABELS_MAX	16

static unsigned int number(const uint8_t *at)
{
	return at[0] << 8 | at[1];
}

/* Where what follows the name begins; 0: it does not end within the message. */
static size_t behind_name(const uint8_t *m, size_t len, size_t at)
{
	int n;

	for (n = 0; n < LABELS_MAX && at < len; n++) {
		if (!m[at])
			return at + 1;
		if ((m[at] & POINTER) == POINTER)
			return at + 2 <= len ? at + 2 : 0;
		at += 1 + m[at];
	}
	return 0;
}

/* Is the name at @at the first one, which is not compressed and ends before @end? */
static bool is_first(const uint8_t *m, size_t at, size_t end)
{
	size_t n;

	if (at == HEADER)
		return true;
	if (number(m + at) == (POINTER << 8 | HEADER))
		return true;
	if (end - at < behind_name(m, at, HEADER) - HEADER)
		return false;
	for (n = HEADER; n < behind_name(m, at, HEADER); n++)
		if (m[n] != m[at + n - HEADER])
			return false;
	return true;
}

size_t kntop_mdns_address(const uint8_t *m, size_t len, const uint8_t *sender, size_t size,
			  uint8_t *address)
{
	size_t at = HEADER, found = 0, data, end;
	unsigned int n, records;

	/* an answer, without questions */
	if (len < HEADER || !(m[2] & 0x80) || number(m + 4))
		return 0;
	records = number(m + 6) + number(m + 8) + number(m + 10);
	for (n = 0; n < records && n < RECORDS_MAX; n++, at = end) {
		data = behind_name(m, len, at) + RECORD;
		if (data == RECORD || data > len)
			break;
		end = data + number(m + data - 2);
		if (end > len)
			break;
		if (!(number(m + data - RECORD) == TYPE_A && end - data == 4) &&
		    !(number(m + data - RECORD) == TYPE_AAAA && end - data == 16))
			continue;
		/* with no time to live it is taken back */
		if (!(number(m + data - 6) | number(m + data - 4)) || !is_first(m, at, end))
			continue;
		if (end - data == size && !memcmp(m + data, sender, size)) {
			memcpy(address, sender, size);
			return size;
		}
		if (!found || (found != size && end - data == size)) {
			found = end - data;
			memcpy(address, m + data, found);
		}
	}
	return found;
}
