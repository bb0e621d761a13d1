// SPDX-License-Identifier: GPL-2.0-or-later
/* The life of ntopd: steps, signals, devices. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#include "clock.h"
#include "command_line.h"
#include "daemon.h"
#include "device.h"
#include "names.h"
#include "privilege.h"
#include "recorder.h"
#include "say.h"
#include "service.h"

#define SECOND	1000000000ULL

enum { SIGNALS, TIMER, DEVICES, DESCRIPTORS };

/**
 * struct life - a running ntopd
 * @config: what holds now
 * @argc, @argv: where it is from
 * @watch, @store, @recorder: what does the work
 * @clock: both clocks at the last step
 * @names: names of hosts, NULL none
 * @own: path of the file in which @watch remembers what it added
 * @clocks: path of the file in which @clock is remembered
 * @poll: what wakes us
 * @end: it is over
 */
struct life {
	struct config *config;
	int argc;
	char **argv;
	struct watch *watch;
	struct store *store;
	struct recorder *recorder;
	struct clock_pair clock;
	struct names *names;
	char own[PATH_MAX];
	char clocks[PATH_MAX];
	struct pollfd poll[DESCRIPTORS];
	bool end;
};

static void speak_as(const struct config *c, bool background)
{
	static const enum say_level levels[] = { SAY_WARNING, SAY_NOTICE, SAY_INFO };
	enum say_where where = SAY_TERMINAL;

	if (background)
		where = SAY_SYSLOG;
	else if (getenv("JOURNAL_STREAM") || getenv("NOTIFY_SOCKET"))
		where = SAY_JOURNAL;
	say_setup(where, levels[c->verbosity > 2 ? 2 : c->verbosity]);
}

/* At full steps of the wall clock, also after it was set. */
static void set_timer(struct life *l)
{
	uint64_t step = l->config->step;
	struct itimerspec t = {
		.it_value.tv_sec = (clock_read().wall / SECOND / step + 1) * step,
		.it_interval.tv_sec = step,
	};

	timerfd_settime(l->poll[TIMER].fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &t, NULL);
}

static bool open_signals(struct life *l)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, NULL);
	l->poll[SIGNALS].fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	l->poll[TIMER].fd = timerfd_create(CLOCK_REALTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	if (l->poll[SIGNALS].fd >= 0 && l->poll[TIMER].fd >= 0)
		return true;
	say(SAY_ERROR, "cannot wait for signals and time: %s", strerror(errno));
	return false;
}

static struct store_options options_of(const struct config *c)
{
	return (struct store_options){
		.dir = c->data_dir, .step = c->step, .retention = c->retention,
		.max_disk = c->max_disk, .rrdcached = c->rrdcached,
	};
}

static bool start(struct life *l)
{
	struct store_options options = options_of(l->config);

	if (!open_signals(l))
		return false;
	l->poll[DEVICES].fd = device_open();
	l->store = store_open(&options);
	snprintf(l->own, sizeof(l->own), "%.4000s/own", l->config->data_dir);
	snprintf(l->clocks, sizeof(l->clocks), "%.4000s/clock", l->config->data_dir);
	l->watch = watch_new(WATCH_MODULE, l->own);
	if (l->poll[DEVICES].fd < 0 || !l->store || !l->watch || !service_pid_write())
		return false;
	l->recorder = recorder_new(l->watch, l->store);
	if (!l->recorder)
		return false;
	recorder_places(l->recorder, l->config->geo, l->config->places_recorded);
	l->names = names_open(l->config->data_dir, l->config->dns);
	recorder_use_names(l->recorder, l->names);
	watch_use(l->watch, l->config);
	for (int i = 0; i < DESCRIPTORS; i++)
		l->poll[i].events = POLLIN;
	return true;
}

static void save_clock(const struct life *l, const struct clock_pair *now)
{
	int rc = clock_save(l->clocks, now);

	if (rc)
		say(SAY_WARNING, "%s: %s", l->clocks, strerror(-rc));
}

/* Rows up to the later of both times may be by the clock as it was. */
static void clock_was_moved(struct life *l, const struct clock_pair *now)
{
	uint64_t otherwise = l->clock.wall + (now->boot - l->clock.boot);

	say(SAY_NOTICE, "the clock was set by %+.3f s; this step is unknown",
	    (int64_t)(now->wall - otherwise) / (double)SECOND);
	store_clock_set(l->store, now->wall > otherwise ? now->wall : otherwise);
	save_clock(l, now);
}

/* While no ntopd ran. */
static void look_at_clock(struct life *l, const struct clock_pair *now)
{
	enum clock_news news = clock_compare(l->clocks, now);

	if (news == CLOCK_SET)
		say(SAY_NOTICE, "the clock was set meanwhile; what was counted since the last record is unknown");
	if (news != CLOCK_WENT_ON) {
		store_clock_set(l->store, now->wall);
		save_clock(l, now);
	}
}

static void step(struct life *l)
{
	struct store_status status;
	struct clock_pair now;

	/* A device counts from a moment before that of its first row. */
	watch_apply(l->watch);
	now = clock_read();
	if (!l->clock.boot)
		look_at_clock(l, &now);
	else if (clock_was_set(&l->clock, &now))
		clock_was_moved(l, &now);
	l->clock = now;
	recorder_step(l->recorder, now.wall, l->config->hosts_recorded);
	store_status(l->store, &status);
	service_status(&status, l->config->interface_count, watch_missing(l->watch));
}

static void keep(char *old, char *new, const char *option)
{
	if (!strcmp(old, new))
		return;
	say(SAY_WARNING, "%s takes effect when ntopd is started anew", option);
	strcpy(new, old);
}

static void use(struct life *l, struct config *c)
{
	struct config *old = l->config;
	struct store_options options;

	keep(old->data_dir, c->data_dir, "--data-dir");
	keep(old->user, c->user, "--user");
	keep(old->pid_file, c->pid_file, "--pid");
	speak_as(c, old->daemon);
	c->daemon = old->daemon;
	l->config = c;
	watch_use(l->watch, c);
	names_change(l->names, c->dns);
	options = options_of(c);
	store_change(l->store, &options);
	recorder_places(l->recorder, c->geo, c->places_recorded);
	config_free(old);
	free(old);
	set_timer(l);
}

/* A bad file changes nothing. */
static void reload(struct life *l)
{
	struct config *c = malloc(sizeof(*c));

	if (!c)
		return;
	service_reloading();
	config_init(c);
	if (config_read_arguments(c, l->argc, l->argv, NULL) == COMMAND_LINE_RUN) {
		use(l, c);
		watch_apply(l->watch);
		say(SAY_NOTICE, "read the configuration again");
	} else {
		config_free(c);
		free(c);
		say(SAY_ERROR, "the configuration is bad, the one before stays in force");
	}
	service_ready();
}

static void take_signals(struct life *l)
{
	struct signalfd_siginfo info;

	while (read(l->poll[SIGNALS].fd, &info, sizeof(info)) == sizeof(info)) {
		if (info.ssi_signo == SIGHUP)
			reload(l);
		else
			l->end = true;
	}
}

static void take_time(struct life *l)
{
	uint64_t ticks;
	ssize_t n = read(l->poll[TIMER].fd, &ticks, sizeof(ticks));

	if (n == sizeof(ticks)) {
		step(l);
	} else if (errno == ECANCELED) {
		set_timer(l);
	}
}

static void live(struct life *l)
{
	int patience = service_patience();

	/* So that what comes before the first full step is not lost. */
	step(l);
	set_timer(l);
	service_ready();
	while (!l->end) {
		int ready = poll(l->poll, DESCRIPTORS, patience);

		service_alive();
		if (ready <= 0)
			continue;
		if (l->poll[DEVICES].revents && device_changed(l->poll[DEVICES].fd)) {
			watch_devices_changed(l->watch);
			watch_apply(l->watch);
		}
		if (l->poll[TIMER].revents)
			take_time(l);
		if (l->poll[SIGNALS].revents)
			take_signals(l);
	}
	/* The last, partial step is the newest there is. */
	step(l);
}

int daemon_run(struct config *c, int argc, char **argv)
{
	struct life l = {
		.config = c, .argc = argc, .argv = argv,
		.poll = { { .fd = -1 }, { .fd = -1 }, { .fd = -1 } },
	};
	bool good;

	speak_as(c, false);
	/* Who talks with whom is not for everybody. */
	umask(0027);
	if (c->daemon && service_is_managed()) {
		say(SAY_NOTICE, "-e, --daemon: the service manager keeps ntopd in the background");
		c->daemon = false;
	}
	good = (!c->daemon || service_background()) && service_pid_open(c->pid_file) &&
		privilege_prepare(c->data_dir, c->user) && privilege_drop(c->user) && start(&l);
	if (good) {
		speak_as(c, c->daemon);
		if (!c->interface_count)
			say(SAY_NOTICE, "no interface is configured; recording those that ntopctl adds");
		live(&l);
	}
	service_end();
	recorder_free(l.recorder);
	names_close(l.names);
	store_close(l.store);
	watch_free(l.watch);
	for (int i = 0; i < DESCRIPTORS; i++)
		if (l.poll[i].fd >= 0)
			close(l.poll[i].fd);
	config_free(l.config);
	free(l.config);
	return good ? 0 : 1;
}
