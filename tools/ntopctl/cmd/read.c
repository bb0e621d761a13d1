// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl read: a capture into an offline source. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include "../capture/file.h"
#include "../capture/name.h"
#include "../capture/progress.h"
#include "../capture/trim.h"
#include "../command.h"
#include "../field.h"
#include "../format.h"
#include "../frame_settings.h"
#include "../interrupt.h"
#include "../utf8.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl read FILE [as NAME] [filter EXPRESSION] [dedup WHEN] [uplink MAC,...]\n"
	"\n"
	"Read a capture (pcap or pcapng, with the file's own times and lengths) into an\n"
	"offline source, which then is an interface like others: its flows and hosts stay\n"
	"until ntopctl interface del NAME.\n"
	"\n"
	"Words:\n"
	"  FILE              the capture, - for standard input\n"
	"  as NAME           name of the source; one that exists is read into further.\n"
	"                    Without it a new one is made, named after the file\n"
	"  filter EXPRESSION read only these frames, in tcpdump's syntax, one word\n"
	"  dedup WHEN        frames that came twice are copies, counted as doubled and in no flow:\n"
	"                    on (within 10 ms), off, or a number of milliseconds, 1 to 1000\n"
	"  uplink MAC,...    addresses of gateways, which tell upload from download, or none\n"
	"\n"
	"dedup and uplink stay set for what is read into the source later.\n"
	"\n"
	"Ethernet, raw IP, BSD loopback, Linux cooked, PPP and Cisco HDLC can be read. Of a\n"
	"capture that is cut off, what is there is read; the exit status is 1 then.\n"
	"\n"
	"Examples:\n"
	"  ntopctl read trace.pcapng\n"
	"  tcpdump -c 1000 -w - | ntopctl read - as sample\n"
	"  ntopctl read trace.pcap filter 'host 192.168.1.20'\n"
	"  ntopctl flow show dev sample\n";

/* Frames between two looks at the clock. */
#define LOOK	256

struct reading {
	struct ctl *ctl;
	struct capture_file file;
	struct progress progress;
	struct trim trim;
	struct kntop_feed *feed;
	char name[KNTOP_NAME_SIZE];
	bool made;		/* the source is ours */
	bool whole;		/* frames are handed in as they are */
	uint64_t accepted;	/* frames the kernel has counted */
	uint64_t octets;	/* and what these had on the wire */
};

static bool is_taken(struct ctl *ctl, const char *name)
{
	struct kntop_interface iface;

	return watched_device_exists(name) || !kntop_interface_get(ctl->kernel, name, &iface, NULL);
}

/* A name after the file's that neither a device nor a source has. */
static void choose_name(struct reading *r, const char *path)
{
	char base[KNTOP_NAME_SIZE];

	capture_name(path, base);
	strcpy(r->name, base);
	for (unsigned int n = 2; is_taken(r->ctl, r->name) && n < 100000; n++)
		capture_name_number(base, n, r->name);
}

static int check_existing(struct reading *r, const char *name, bool *exists)
{
	struct kntop_interface iface;
	struct kntop_error err;
	char safe[FIELD_SIZE];
	int rc = kntop_interface_get(r->ctl->kernel, name, &iface, &err);

	field_name(safe, name);
	*exists = !rc;
	if (!rc && !(iface.flags & KNTOP_INTERFACE_OFFLINE))
		return ctl_complain(r->ctl, "read %s: '%s' is a watched device, not an offline source (choose another name)",
				    r->file.shown, safe);
	if (rc == -ENODEV && watched_device_exists(name))
		return ctl_complain(r->ctl, "read %s: '%s' is the name of a device (choose another one)",
				    r->file.shown, safe);
	if (rc < 0 && rc != -ENODEV)
		return ctl_refused(r->ctl, &err, "read %s", r->file.shown);
	return CTL_OK;
}

/* A source that is there already is asked for something else from now on. */
static int prepare_frames(struct reading *r, bool exists,
			  const struct kntop_interface_settings *settings)
{
	struct kntop_error err;
	int rc = 0;

	if (!exists)
		rc = kntop_interface_add_with(r->ctl->kernel, r->name, KNTOP_INTERFACE_OFFLINE,
					      settings, &err);
	else if (settings->what)
		rc = kntop_interface_set(r->ctl->kernel, r->name, settings, &err);
	return rc < 0 ? ctl_refused(r->ctl, &err, "read %s: source %s", r->file.shown, r->name) :
			CTL_OK;
}

static int prepare_source(struct reading *r, const char *path, const char *name,
			  const struct kntop_interface_settings *settings)
{
	bool exists = false;
	int rc;

	if (name) {
		rc = check_existing(r, name, &exists);
		if (rc)
			return rc;
		strcpy(r->name, name);
	} else {
		choose_name(r, path);
	}
	rc = prepare_frames(r, exists, settings);
	r->made = !rc && !exists;
	return rc;
}

static int hand_in(struct reading *r, const struct kntop_frame *frame)
{
	struct kntop_error err;
	int rc = frame ? kntop_feed_add(r->feed, frame, &err) : kntop_feed_flush(r->feed, &err);

	/* without a classifier that answers all is counted nevertheless */
	if ((rc >= 0 || rc == -ETIMEDOUT) && !kntop_feed_pending(r->feed)) {
		r->accepted = r->file.packets;
		r->octets = r->file.octets;
	}
	if (rc < 0) {
		progress_end(&r->progress);
		return ctl_refused(r->ctl, &err, "read %s: packets up to %" PRIu64,
				   r->file.shown, r->file.packets);
	}
	if (r->file.packets % LOOK == 0 && progress_is_due(&r->progress))
		progress_show(&r->progress, capture_position(&r->file), r->file.packets);
	return CTL_OK;
}

static int broken(struct reading *r)
{
	char safe[600];

	utf8_escape(capture_error(&r->file), safe, sizeof(safe));
	return ctl_complain(r->ctl, "read %s: broken behind packet %" PRIu64 ": %s (what was before it is read)",
			    r->file.shown, r->file.packets, safe);
}

static int read_frames(struct reading *r)
{
	struct kntop_frame frame;
	int status, rc = 1;

	while (rc > 0 && !interrupt_came()) {
		rc = capture_next(&r->file, &frame);
		if (rc == 1)
			trim_frame(&r->trim, &frame);
		status = rc == 1 ? hand_in(r, &frame) : CTL_OK;
		if (status)
			return status;
	}
	status = hand_in(r, NULL);
	progress_end(&r->progress);
	if (status)
		return status;
	if (rc < 0)
		return broken(r);
	if (rc > 0)
		return ctl_complain(r->ctl, "read %s: interrupted behind packet %" PRIu64,
				    r->file.shown, r->file.packets);
	return CTL_OK;
}

static void report_json(const struct reading *r, bool complete)
{
	struct json j;

	ctl_json(r->ctl, &j);
	json_array_begin(&j, NULL);
	json_object_begin(&j, NULL);
	json_string(&j, "file", r->file.shown);
	json_string(&j, "interface", r->name);
	json_bool(&j, "complete", complete);
	json_u64(&j, "packets", r->accepted);
	json_u64(&j, "octets", r->octets);
	json_u64(&j, "cut", r->file.cut);
	json_u64(&j, "filtered", r->file.filtered);
	field_json_time(&j, "first", r->file.first);
	field_json_time(&j, "last", r->file.last);
	json_object_end(&j);
	json_array_end(&j);
}

/* Flows of the source that the file left alive. */
static uint64_t count_flows(const struct reading *r)
{
	struct kntop_interface i;

	if (kntop_interface_get(r->ctl->kernel, r->name, &i, NULL) < 0)
		return 0;
	return i.flows;
}

static void report_text(const struct reading *r)
{
	char packets[FORMAT_SIZE], octets[FORMAT_SIZE], first[FORMAT_SIZE], took[FORMAT_SIZE];
	uint64_t now = format_now(), flows = count_flows(r);
	bool raw = r->ctl->raw;

	fprintf(r->ctl->out, "%s: %s packets, %s on the wire, from %s, %s long, read as %s: %"
		PRIu64 " live flow%s\n",
		r->file.shown, format_count(packets, r->accepted, raw),
		format_octets(octets, r->octets, raw),
		format_time(first, r->file.first, now, raw),
		format_duration(took, r->file.last - r->file.first, raw), r->name, flows,
		flows == 1 ? "" : "s");
	if (r->file.filtering)
		fprintf(r->ctl->out, "The filter left out %s packets.\n",
			format_count(packets, r->file.filtered, raw));
	fprintf(r->ctl->out, "Next: ntopctl flow show dev %s\n", r->name);
}

static void report(const struct reading *r, bool complete)
{
	if (r->ctl->json)
		report_json(r, complete);
	else
		report_text(r);
}

/*
 * Into a source that holds something already a frame goes as it is, and where copies are to
 * be recognized all of it is compared.
 */
static void prepare_trim(struct reading *r)
{
	const struct kntop_table_info *flows;
	struct kntop_config config;
	struct kntop_stats stats;

	if (!r->made || r->whole || kntop_stats_get(r->ctl->kernel, &stats, NULL) < 0 ||
	    kntop_config_get(r->ctl->kernel, &config, NULL) < 0)
		return;
	flows = &stats.tables[KNTOP_TABLE_FLOWS];
	trim_open(&r->trim, flows->entries, flows->limit, &config);
}

static int read_into(struct reading *r)
{
	struct kntop_error err;
	int rc;

	r->feed = kntop_feed_open(r->ctl->kernel, r->name, &err);
	if (!r->feed)
		return ctl_refused(r->ctl, &err, "read %s", r->file.shown);
	prepare_trim(r);
	interrupt_catch();
	progress_begin(&r->progress, r->file.size);
	rc = read_frames(r);
	interrupt_release();
	kntop_feed_close(r->feed);
	trim_close(&r->trim);
	if (rc && r->made && !r->accepted)
		kntop_interface_del(r->ctl->kernel, r->name, NULL);
	else
		report(r, !rc);
	return rc;
}

enum word { AS, FILTER, DEDUP, UPLINK };

static const char *const words[] = { "as", "filter", "dedup", "uplink", NULL };

static int parse_word(struct ctl *ctl, struct args *args, const char **name,
		      const char **expression, struct frame_settings *f)
{
	switch (args_keyword(ctl, args, words)) {
	case AS:
		return args_interface_name(ctl, args, "read as NAME", name);
	case FILTER:
		*expression = args_expression(ctl, args, words);
		return *expression ? CTL_OK : CTL_USAGE;
	case DEDUP:
		return frame_settings_dedup(ctl, args, f);
	case UPLINK:
		return frame_settings_uplink(ctl, args, f);
	}
	return CTL_USAGE;
}

static int parse(struct ctl *ctl, struct args *args, const char **path, const char **name,
		 const char **expression, struct frame_settings *f)
{
	char safe[FIELD_SIZE];

	*name = *expression = NULL;
	*path = args_value(ctl, args, "read FILE");
	if (!*path)
		return CTL_USAGE;
	while (args_peek(args)) {
		if (parse_word(ctl, args, name, expression, f))
			return CTL_USAGE;
	}
	if (*name && !capture_name_is_valid(*name))
		return ctl_complain(ctl, "read: '%s' cannot be the name of a source (no blanks, '/' or ':')",
				    field_name(safe, *name));
	return CTL_OK;
}

static int run(struct ctl *ctl, struct args *args)
{
	struct reading r = { .ctl = ctl };
	struct frame_settings f = { 0 };
	const char *path, *name, *expression;
	int rc;

	if (parse(ctl, args, &path, &name, &expression, &f))
		return CTL_USAGE;
	rc = capture_open(ctl, &r.file, path);
	if (!rc && expression)
		rc = capture_filter(ctl, &r.file, expression);
	if (!rc && !ctl_kernel(ctl))
		rc = CTL_REFUSED;
	r.whole = f.settings.dedup;
	if (!rc)
		rc = prepare_source(&r, path, name, &f.settings);
	if (!rc)
		rc = read_into(&r);
	capture_close(&r.file);
	return rc;
}

static const struct command read_command = {
	.name = "read",
	.summary = "read a capture (pcap, pcapng) into an offline source",
	.help = help,
	.run = run,
};
COMMAND(read_command);
