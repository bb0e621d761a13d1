// SPDX-License-Identifier: GPL-2.0-or-later
/* Opening a capture and taking its frames. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../utf8.h"
#include "file.h"

#define NS_PER_S	((uint64_t)1000000000)
#define READ_AHEAD	262144

/* What else the beginning of a file may be; libpcap would not tell. */
static const char *guess(FILE *stream)
{
	static const struct {
		const char *magic;
		size_t len;
		const char *hint;
	} kinds[] = {
		{ "\x1f\x8b", 2, "it is compressed by gzip (run: zcat FILE | ntopctl read -)" },
		{ "\xfd" "7zXZ", 5, "it is compressed by xz (run: xzcat FILE | ntopctl read -)" },
		{ "\x28\xb5\x2f\xfd", 4,
		  "it is compressed by zstd (run: zstdcat FILE | ntopctl read -)" },
		{ "BZh", 3, "it is compressed by bzip2 (run: bzcat FILE | ntopctl read -)" },
	};
	char head[8] = "";
	size_t n;

	if (fseek(stream, 0, SEEK_SET))
		return NULL;
	n = fread(head, 1, sizeof(head), stream);
	if (!n)
		return "it is empty";
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (n >= kinds[i].len && !memcmp(head, kinds[i].magic, kinds[i].len))
			return kinds[i].hint;
	return NULL;
}

static int open_stream(const struct ctl *ctl, struct capture_file *c, const char *path)
{
	struct stat st;

	if (!strcmp(path, "-")) {
		if (isatty(STDIN_FILENO))
			return ctl_complain(ctl, "read: standard input is a terminal, not a capture");
		c->stream = fdopen(dup(STDIN_FILENO), "rb");
	} else {
		c->stream = fopen(path, "rbe");
	}
	if (!c->stream)
		return ctl_complain(ctl, "read %s: %s", c->shown, strerror(errno));
	c->buffer = malloc(READ_AHEAD);
	if (c->buffer)
		setvbuf(c->stream, c->buffer, _IOFBF, READ_AHEAD);
	if (fstat(fileno(c->stream), &st))
		return CTL_OK;
	if (S_ISDIR(st.st_mode))
		return ctl_complain(ctl, "read %s: it is a directory", c->shown);
	if (S_ISREG(st.st_mode))
		c->size = st.st_size;
	return CTL_OK;
}

static int open_pcap(const struct ctl *ctl, struct capture_file *c)
{
	char why[PCAP_ERRBUF_SIZE] = "", safe[2 * PCAP_ERRBUF_SIZE];
	const char *hint;

	c->pcap = pcap_fopen_offline_with_tstamp_precision(c->stream,
							   PCAP_TSTAMP_PRECISION_NANO, why);
	if (c->pcap)
		return CTL_OK;
	hint = c->size || feof(c->stream) ? guess(c->stream) : NULL;
	return ctl_complain(ctl, "read %s: not a capture (pcap or pcapng): %s", c->shown,
			    hint ? hint : utf8_escape(why, safe, sizeof(safe)));
}

static int check_linktype(const struct ctl *ctl, struct capture_file *c)
{
	int dlt = pcap_datalink(c->pcap);
	const char *name = pcap_datalink_val_to_description_or_dlt(dlt);

	c->linktype = linktype_find(dlt);
	if (c->linktype)
		return CTL_OK;
	return ctl_complain(ctl, "read %s: its link type %d, %s, cannot be read (" LINKTYPE_SUPPORTED
			    ")", c->shown, dlt, name);
}

int capture_open(const struct ctl *ctl, struct capture_file *c, const char *path)
{
	*c = (struct capture_file){ .size = 0 };
	utf8_escape(strcmp(path, "-") ? path : "standard input", c->shown, sizeof(c->shown));
	if (open_stream(ctl, c, path) || open_pcap(ctl, c) || check_linktype(ctl, c))
		return CTL_USAGE;
	if (c->size)
		plain_open(&c->plain, c->stream, c->pcap);
	return CTL_OK;
}

int capture_filter(const struct ctl *ctl, struct capture_file *c, const char *expression)
{
	char safe[2 * PCAP_ERRBUF_SIZE];

	c->filtering = !pcap_compile(c->pcap, &c->program, expression, 1, PCAP_NETMASK_UNKNOWN);
	if (c->filtering)
		return CTL_OK;
	return ctl_complain(ctl, "read %s: filter: %s", c->shown,
			    utf8_escape(pcap_geterr(c->pcap), safe, sizeof(safe)));
}

static void count(struct capture_file *c, const struct kntop_frame *frame)
{
	c->packets++;
	c->octets += frame->wire_len;
	c->cut += frame->len > KNTOP_FRAME_MAX;
	if (!c->first || frame->time < c->first)
		c->first = frame->time;
	if (frame->time > c->last)
		c->last = frame->time;
}

/* The next frame: 1, 0 the end, -1 broken. */
static int take(struct capture_file *c, struct pcap_pkthdr **h, const uint8_t **data)
{
	int rc;

	if (c->plain.buffer) {
		*data = plain_next(&c->plain, *h);
		if (*data)
			return 1;
		plain_close(&c->plain);
		if (fseeko(c->stream, c->plain.at, SEEK_SET))
			return -1;
	}
	rc = pcap_next_ex(c->pcap, h, data);
	return rc == PCAP_ERROR_BREAK ? 0 : rc == 1 ? 1 : -1;
}

int capture_next(struct capture_file *c, struct kntop_frame *frame)
{
	static const uint8_t nothing;
	struct pcap_pkthdr plain, *h = &plain;
	const uint8_t *data;
	int rc = take(c, &h, &data);

	if (rc != 1)
		return rc;
	if (c->filtering && !pcap_offline_filter(&c->program, h, data)) {
		c->filtered++;
		return 2;
	}
	*frame = (struct kntop_frame){
		.time = (uint64_t)h->ts.tv_sec * NS_PER_S + (uint64_t)h->ts.tv_usec,
		.wire_len = h->len > h->caplen ? h->len : h->caplen,
		.data = data,
		.len = h->caplen,
	};
	if (!frame->len) {
		/* Nothing was kept of it; it is a frame all the same. */
		frame->data = &nothing;
		frame->len = 1;
		frame->wire_len = h->len ? h->len : 1;
	}
	c->linktype->locate(frame);
	count(c, frame);
	return 1;
}

const char *capture_error(const struct capture_file *c)
{
	return pcap_geterr(c->pcap);
}

uint64_t capture_position(const struct capture_file *c)
{
	off_t at = c->size ? ftello(c->stream) : 0;

	if (c->plain.buffer)
		return c->plain.at;
	return at > 0 ? at : 0;
}

void capture_close(struct capture_file *c)
{
	plain_close(&c->plain);
	if (c->filtering)
		pcap_freecode(&c->program);
	if (c->pcap)
		pcap_close(c->pcap);
	else if (c->stream)
		fclose(c->stream);
	free(c->buffer);
}
