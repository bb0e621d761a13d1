// SPDX-License-Identifier: GPL-2.0-or-later
/* ntopctl top: the live view. */
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "../command.h"
#include "../field.h"
#include "../geo/geo.h"
#include "../live/run.h"
#include "../watched.h"

static const char help[] =
	"Usage: ntopctl top [dev NAME] [page PAGE] [-d SECONDS]\n"
	"       ntopctl [-j] top --once|--count N [WORDS]\n"
	"\n"
	"Watch the traffic: interfaces and what passed lately, talkers, hosts, flows,\n"
	"protocols, local networks, and whether anything was lost. F1 or ? explains the\n"
	"keys; what is chosen is remembered in $XDG_CONFIG_HOME/kntop/top.\n"
	"\n"
	"Words:\n"
	"  dev NAME          only this interface\n"
	"  page PAGE         begin with overview, talkers, hosts, flows, protocols,\n"
	"                    networks or health\n"
	"  limit N           lines of a list without terminal (20)\n"
	"  delay SECONDS     (or: -d SECONDS) between refreshes, 0.1 to 60 (1)\n"
	"  once              (or: --once) print one frame as text, or as JSON with -j\n"
	"  count N           (or: --count N) print N frames; with -j an object a line\n"
	"\n"
	"A frame without terminal comes after one delay, so that rates are known of what\n"
	"the kernel only has totals of. Its width is $COLUMNS, or 80. It begins with the\n"
	"usual settings, not with those that are remembered.\n"
	"\n"
	"Examples:\n"
	"  ntopctl top\n"
	"  ntopctl top dev eth0 -d 2\n"
	"  ntopctl -j top page flows --count 10 -d 5\n";

struct request {
	const char *device;
	int page;
	uint64_t limit;
	uint32_t delay;
	bool frames;
	uint64_t count;
};

static int parse_delay(const struct ctl *ctl, struct args *args, struct request *rq)
{
	const char *word = args_value(ctl, args, "delay SECONDS");
	char safe[FIELD_SIZE], *end;
	double seconds;

	if (!word)
		return CTL_USAGE;
	seconds = strtod(word, &end);
	if (!word[0] || *end || !isfinite(seconds) ||
	    seconds < SETTINGS_DELAY_MIN / 1000.0 || seconds > SETTINGS_DELAY_MAX / 1000.0)
		return ctl_complain(ctl, "delay: '%s' is not a number of seconds from 0.1 to 60",
				    field_name(safe, word));
	rq->delay = lround(seconds * 1000);
	return CTL_OK;
}

static int parse_page(const struct ctl *ctl, struct args *args, struct request *rq)
{
	const char *pages[LIVE_TABS + 1];

	for (int i = 0; i < LIVE_TABS; i++)
		pages[i] = settings_page(i);
	pages[LIVE_TABS] = NULL;
	if (!args_peek(args))
		return ctl_complain(ctl, "page PAGE is missing (overview, talkers, hosts, flows, protocols, networks, health)");
	rq->page = args_keyword(ctl, args, pages);
	return rq->page < 0 ? CTL_USAGE : CTL_OK;
}

static int parse_word(const struct ctl *ctl, struct args *args, int word, struct request *rq)
{
	switch (word) {
	case 0:
		return args_interface_name(ctl, args, "dev NAME", &rq->device);
	case 1:
		return parse_page(ctl, args, rq);
	case 2:
		return args_number(ctl, args, "limit N", 1, PAGE_ROWS, &rq->limit);
	case 3: case 4:
		return parse_delay(ctl, args, rq);
	case 5: case 6:
		rq->frames = true;
		rq->count = 1;
		return CTL_OK;
	default:
		rq->frames = true;
		return args_number(ctl, args, "count N", 1, UINT64_MAX, &rq->count);
	}
}

static int parse(const struct ctl *ctl, struct args *args, struct request *rq)
{
	static const char *const words[] = {
		"dev", "page", "limit", "delay", "--delay", "once", "--once", "count", "--count",
		NULL
	};
	int word;

	while (args_peek(args)) {
		word = args_keyword(ctl, args, words);
		if (word < 0 || parse_word(ctl, args, word, rq))
			return CTL_USAGE;
	}
	if (ctl->json)
		rq->frames = true;
	if (rq->limit && !rq->frames)
		return ctl_complain(ctl, "limit is for frames without terminal (--once, --count, -j)");
	return CTL_OK;
}

/* Nobody should look at a screen that has nothing to show. */
static int check(struct ctl *ctl, const char *device)
{
	struct kntop_interface iface;
	struct kntop_stats stats;
	struct kntop_error err;
	int rc;

	if (device)
		rc = kntop_interface_get(ctl->kernel, device, &iface, &err);
	else
		rc = kntop_stats_get(ctl->kernel, &stats, &err);
	if (rc == -ENODEV && device)
		return watched_complain(ctl, "top", device);
	return rc < 0 ? ctl_refused(ctl, &err, "top") : CTL_OK;
}

static int from_environment(const char *name, int otherwise)
{
	const char *text = getenv(name);
	uint64_t value;

	return text && args_parse_number(text, &value) && value && value < 1000 ? (int)value :
	       otherwise;
}

static void size_frames(struct live *l, uint64_t limit)
{
	struct winsize size = { .ws_col = 0 };
	int width = 80;

	if (!ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) && size.ws_col)
		width = size.ws_col;
	live_size(l, limit ? (int)limit + LIVE_AROUND : from_environment("LINES", 25),
		  from_environment("COLUMNS", width));
}

static int watch(struct ctl *ctl, const struct request *rq)
{
	struct live l;
	int status;

	setlocale(LC_ALL, "");
	/* numbers in JSON and elsewhere have points */
	setlocale(LC_NUMERIC, "C");
	live_init(&l, ctl, !rq->frames);
	l.utf8 = !strcasecmp(nl_langinfo(CODESET), "UTF-8");
	if (rq->device)
		snprintf(l.device, sizeof(l.device), "%s", rq->device);
	if (rq->delay)
		l.set.delay = rq->delay;
	if (rq->page >= 0)
		live_open(&l, rq->page);
	if (rq->frames) {
		size_frames(&l, rq->limit);
		status = run_frames(&l, rq->count);
	} else {
		status = run_screen(&l);
	}
	live_free(&l);
	return status;
}

static int run(struct ctl *ctl, struct args *args)
{
	struct request rq = { .page = -1 };
	int rc;

	if (parse(ctl, args, &rq) || geo_open(ctl))
		return CTL_USAGE;
	if (!ctl_kernel(ctl))
		return CTL_REFUSED;
	rc = check(ctl, rq.device);
	return rc ? rc : watch(ctl, &rq);
}

static const struct command top = {
	.name = "top",
	.summary = "the live view",
	.help = help,
	.run = run,
};
COMMAND(top);
