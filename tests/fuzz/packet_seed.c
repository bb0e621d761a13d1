// SPDX-License-Identifier: GPL-2.0-or-later
/* packet_seed DIR: write the samples of the unit tests as inputs for the fuzzer. */
#include <stdio.h>
#include <string.h>

#include "packet_fuzz.h"
#include "packet_sample.h"

static int seed_write(const char *dir, size_t n)
{
	const struct packet_sample *s = packet_sample_at(n);
	u8 data[PACKET_SAMPLE_MAX];
	struct kntop_frame f = packet_sample_frame(s, data);
	struct packet_fuzz_head head = {
		.more = s->more > 0xffff ? 0xffff : s->more,
		.protocol = f.protocol,
		.l2_len = f.l2_len,
		.vlan = f.vlan,
		.gso = f.gso,
		.part = f.caplen / 2,
	};
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/sample-%zu", dir, n);
	file = fopen(path, "wb");
	if (!file) {
		perror(path);
		return 1;
	}
	fwrite(&head, sizeof(head), 1, file);
	fwrite(data, f.caplen, 1, file);
	if (fclose(file)) {
		perror(path);
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	size_t n;

	if (argc != 2) {
		fprintf(stderr, "usage: packet_seed DIR\n");
		return 1;
	}
	for (n = 0; n < packet_samples_count(); n++)
		if (seed_write(argv[1], n))
			return 1;
	return 0;
}
