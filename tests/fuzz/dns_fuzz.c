// SPDX-License-Identifier: GPL-2.0-or-later
/* Fuzzing of what reads DNS answers: a flow of messages, each behind its length. */
#include <stdlib.h>
#include "ndpi/guest/dns_answer.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct kntop_door_answer_list *to, uint32_t n)
{
	if (n > KNTOP_DOOR_ADDRESSES_MAX || n != to->count)
		abort();
	for (uint32_t i = 0; i < n; i++)
		if (to->address[i].len != 4 && to->address[i].len != 16)
			abort();
	if (!n)
		return;
	if (!memchr(to->name, '\0', sizeof(to->name)) || !to->name[0])
		abort();
	for (const char *p = to->name; *p; p++)
		if (*p <= ' ' || *p > '~')
			abort();
}

/* A message read twice: as the question that it may be, and as the answer to that. */
static void read_both(struct kntop_dns_asked *asked, const uint8_t *m, size_t len)
{
	struct kntop_door_answer_list to = { 0 };
	uint8_t *copy = malloc(len ? len : 1);

	if (!copy)
		abort();
	memcpy(copy, m, len);
	check(&to, kntop_dns_read(asked, copy, len, &to));
	if (len > 2) {
		copy[2] ^= 0x80;
		check(&to, kntop_dns_read(asked, copy, len, &to));
	}
	if (asked->count > KNTOP_DNS_ASKED_MAX)
		abort();
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct kntop_dns_asked asked = { 0 };
	size_t len;

	while (size) {
		len = data[0] < size - 1 ? data[0] : size - 1;
		read_both(&asked, data + 1, len);
		data += 1 + len;
		size -= 1 + len;
	}
	return 0;
}
