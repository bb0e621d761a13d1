// SPDX-License-Identifier: GPL-2.0-or-later
#include <assert.h>
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <linux/kntop.h>

#include "packet_sample.h"

static u8 octet(const char *hex)
{
	const char text[] = { hex[0], hex[1], '\0' };
	char *end;
	u8 value = strtoul(text, &end, 16);

	assert(*end == '\0');
	return value;
}

struct kntop_frame packet_sample_frame(const struct packet_sample *s, u8 *data)
{
	const char *hex = s->hex;
	u32 len = 0;

	while (*hex) {
		if (isspace((unsigned char)*hex)) {
			hex++;
			continue;
		}
		assert(len < PACKET_SAMPLE_MAX);
		data[len++] = octet(hex);
		hex += 2;
	}
	assert(len + s->pad <= PACKET_SAMPLE_MAX);
	memset(data + len, 0, s->pad);
	len += s->pad;
	return (struct kntop_frame) {
		.data = data,
		.caplen = len,
		.wirelen = len + s->more,
		.protocol = s->protocol,
		.l2_len = s->l2_len,
		.vlan = s->vlan,
		.gso = s->gso,
	};
}
