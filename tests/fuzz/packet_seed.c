// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * packet_seed DIR [PCAP]: write the samples of the unit tests, and the frames of a capture,
 * as inputs for the fuzzer.
 */
#include <stdio.h>
#include <string.h>

#include "packet_fuzz.h"
#include "packet_sample.h"

/* The octets that an input has: parameters, and the frame. */
static int seed_write(const char *dir, const char *kind, size_t n,
		      const struct packet_fuzz_head *head, const u8 *data, size_t len)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s-%zu", dir, kind, n);
	file = fopen(path, "wb");
	if (!file) {
		perror(path);
		return 1;
	}
	fwrite(head, sizeof(*head), 1, file);
	fwrite(data, len, 1, file);
	if (fclose(file)) {
		perror(path);
		return 1;
	}
	return 0;
}

static int seed_sample(const char *dir, size_t n)
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

	return seed_write(dir, "sample", n, &head, data, f.caplen);
}

/* The frames of a capture in this machine's order, each once. */
static int seed_capture(const char *dir, const char *path)
{
	u32 file_head[6], head[4], last = 0;
	u8 data[PACKET_SAMPLE_MAX], before[PACKET_SAMPLE_MAX];
	FILE *file = fopen(path, "rb");
	int failed = 0;
	size_t n = 0;

	if (!file || !fread(file_head, sizeof(file_head), 1, file)) {
		perror(path);
		return 1;
	}
	while (!failed && fread(head, sizeof(head), 1, file)) {
		struct packet_fuzz_head zero = { .part = head[2] / 2 };

		failed = head[2] > sizeof(data) || !fread(data, head[2], 1, file);
		if (failed || (head[2] == last && !memcmp(data, before, last)))
			continue;
		last = head[2];
		memcpy(before, data, last);
		failed = seed_write(dir, "frame", n++, &zero, data, last);
	}
	fclose(file);
	return failed || !n;
}

int main(int argc, char **argv)
{
	size_t n;

	if (argc < 2 || argc > 3) {
		fprintf(stderr, "usage: packet_seed DIR [PCAP]\n");
		return 1;
	}
	for (n = 0; n < packet_samples_count(); n++)
		if (seed_sample(argv[1], n))
			return 1;
	return argc == 3 && seed_capture(argv[1], argv[2]);
}
