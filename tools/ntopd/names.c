// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of hosts, gathered beside the recording, which never waits for them. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include "name_file.h"
#include "name_harvest.h"
#include "name_lookup.h"
#include "name_queue.h"
#include "name_table.h"
#include "names.h"
#include "say.h"
#include "trouble.h"
#include "whole.h"

#define SECOND		1000000000ULL
#define RESOLVER	"/etc/resolv.conf"

/* Between two looks at what ended, and at what is there. */
#define ENDED_EVERY	(5 * SECOND)
#define LIVE_EVERY	(30 * SECOND)
/* Between two times the file is written, if only few names are in it. */
#define SAVE_EVERY	(10 * SECOND)
#define SAVE_PER_NAME	(SECOND / 256)
/* And if nothing is new but when names were seen. */
#define FRESHEN_EVERY	(3600 * SECOND)

/* Seconds that answers count, that there is no name counts, and that no answer does. */
#define LIFE_MIN	600
#define LIFE_MAX	NAME_TABLE_ASK_MAX
#define LIFE_NOTHING	3600
#define LIFE_FAILED	300

/**
 * struct names - all of it
 * @path: the file
 * @wake: wakes the thread
 * @thread: which does the work
 * @lock: for what follows; nobody waits for anything while holding it
 * @over: the end
 * @changed: @mode is new
 * @mode: what is to be done
 * @table: names
 * @queue: look-ups
 *
 * The rest is the thread's own.
 *
 * @doing: the mode that is in force
 * @harvest: connection to the module
 * @lookup: connection to the name servers, NULL none
 * @resolver: what it was made from
 * @ended, @live, @save: when to look, and to write, next
 * @fresh: until then the times in the file are new enough
 * @saved: changes of @table that are written
 * @saving, @resolving: what may go wrong
 */
struct names {
	char path[PATH_MAX];
	int wake;
	pthread_t thread;
	pthread_mutex_t lock;
	bool over;
	bool changed;
	enum config_dns mode;
	struct name_table *table;
	struct name_queue queue;
	enum config_dns doing;
	struct name_harvest harvest;
	struct name_lookup *lookup;
	struct stat resolver;
	uint64_t ended, live, save, fresh;
	uint64_t saved;
	struct trouble saving, resolving;
};

static uint64_t clock_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * SECOND + t.tv_nsec;
}

static bool looks_up(enum config_dns mode)
{
	return mode == CONFIG_DNS_LOCAL || mode == CONFIG_DNS_ALL;
}

/* ---- the file ------------------------------------------------------------ */

static void save(struct names *n)
{
	uint64_t changes;
	size_t size;
	char *text;
	int rc;

	pthread_mutex_lock(&n->lock);
	text = name_file_text(n->table, time(NULL), &size);
	changes = name_table_changes(n->table);
	pthread_mutex_unlock(&n->lock);
	rc = text ? whole_write(n->path, text, size) : -ENOMEM;
	free(text);
	if (rc) {
		trouble_begin(&n->saving, "%s: %s", n->path, strerror(-rc));
		return;
	}
	n->saved = changes;
	trouble_end(&n->saving, "%s: written", n->path);
}

static void save_if_due(struct names *n, uint64_t now)
{
	uint64_t changes;
	size_t count;

	if (now < n->save || n->doing == CONFIG_DNS_NONE)
		return;
	pthread_mutex_lock(&n->lock);
	changes = name_table_changes(n->table);
	count = name_table_count(n->table);
	pthread_mutex_unlock(&n->lock);
	if (changes == n->saved && now < n->fresh)
		return;
	save(n);
	n->fresh = now + FRESHEN_EVERY;
	n->save = now + SAVE_EVERY + count * SAVE_PER_NAME;
}

/* ---- look-ups ------------------------------------------------------------ */

static unsigned int life_of(const char *name, uint32_t ttl)
{
	if (!name)
		return LIFE_FAILED;
	if (!*name)
		return LIFE_NOTHING;
	return ttl < LIFE_MIN ? LIFE_MIN : ttl > LIFE_MAX ? LIFE_MAX : ttl;
}

static void take_answer(const struct kntop_address *addr, const char *name, uint32_t ttl,
			void *data)
{
	struct names *n = data;

	pthread_mutex_lock(&n->lock);
	name_table_answer(n->table, addr, name, time(NULL), life_of(name, ttl));
	name_queue_landed(&n->queue);
	pthread_mutex_unlock(&n->lock);
}

static void stop_asking(struct names *n)
{
	name_lookup_free(n->lookup);
	n->lookup = NULL;
	n->queue.flying = 0;
}

/* The file may be written anew by whoever manages the network. */
static void look_at_resolver(struct names *n)
{
	struct stat st = { 0 };

	if (stat(RESOLVER, &st))
		st.st_ino = 0;
	if (n->lookup && st.st_ino == n->resolver.st_ino && st.st_size == n->resolver.st_size &&
	    st.st_mtim.tv_sec == n->resolver.st_mtim.tv_sec &&
	    st.st_mtim.tv_nsec == n->resolver.st_mtim.tv_nsec)
		return;
	stop_asking(n);
	n->resolver = st;
	n->lookup = name_lookup_new(NULL, take_answer, n);
	if (n->lookup)
		trouble_end(&n->resolving, "names are looked up");
	else
		trouble_begin(&n->resolving, "no names are looked up: %s cannot be used", RESOLVER);
}

/* Returns the nanoseconds until there is more to do. */
static uint64_t ask(struct names *n)
{
	struct kntop_address addr;
	uint64_t pause;
	bool any = n->lookup;

	while (any) {
		pthread_mutex_lock(&n->lock);
		any = name_queue_take(&n->queue, clock_ns(), &addr);
		pause = name_queue_pause(&n->queue, clock_ns());
		pthread_mutex_unlock(&n->lock);
		if (!any)
			return pause;
		name_lookup_start(n->lookup, &addr);
	}
	return UINT64_MAX;
}

/* ---- what the module knows ----------------------------------------------- */

static void take_seen(const struct name_seen *seen, void *data)
{
	struct names *n = data;

	pthread_mutex_lock(&n->lock);
	name_table_see(n->table, &seen->addr, seen->source, seen->name, time(NULL));
	pthread_mutex_unlock(&n->lock);
}

static void take_host(const struct kntop_address *addr, void *data)
{
	struct names *n = data;

	pthread_mutex_lock(&n->lock);
	if (name_lookup_is_sensible(addr) && name_table_wants(n->table, addr, time(NULL)))
		name_queue_add(&n->queue, addr);
	pthread_mutex_unlock(&n->lock);
}

static void look(struct names *n, uint64_t now)
{
	struct name_harvest_fns fns = { take_seen, take_host, n };

	if (n->doing == CONFIG_DNS_NONE)
		return;
	if (now >= n->ended) {
		name_harvest_ended(&n->harvest, &fns);
		n->ended = now + ENDED_EVERY;
	}
	if (now < n->live)
		return;
	n->live = now + LIVE_EVERY;
	name_harvest_live(&n->harvest, &fns);
	if (!looks_up(n->doing))
		return;
	look_at_resolver(n);
	name_harvest_hosts(&n->harvest, n->doing == CONFIG_DNS_LOCAL, &fns);
}

/* ---- the thread ---------------------------------------------------------- */

static void forget_all(struct names *n)
{
	struct name_table *empty = name_table_new(NAMES_MAX);

	if (!empty)
		return;
	name_table_free(n->table);
	n->table = empty;
	unlink(n->path);
}

/* Whether to go on. */
static bool obey(struct names *n)
{
	bool over, changed;

	pthread_mutex_lock(&n->lock);
	over = n->over;
	changed = n->changed;
	n->changed = false;
	n->doing = n->mode;
	if (changed && n->mode == CONFIG_DNS_NONE)
		forget_all(n);
	if (changed)
		name_table_use_reverse(n->table, looks_up(n->mode));
	if (changed && !looks_up(n->mode))
		name_queue_clear(&n->queue);
	pthread_mutex_unlock(&n->lock);
	if (changed) {
		stop_asking(n);
		n->ended = n->live = n->save = 0;
	}
	return !over;
}

static void wait_for_work(struct names *n, uint64_t pause)
{
	struct pollfd fds[1 + NAME_LOOKUP_DESCRIPTORS] = { { .fd = n->wake, .events = POLLIN } };
	uint64_t now = clock_ns(), ended = n->ended > now ? n->ended - now : 0;
	unsigned int count = 0;
	struct timespec room;
	uint64_t woken;

	if (ended < pause && n->doing != CONFIG_DNS_NONE)
		pause = ended;
	if (n->lookup)
		count = name_lookup_poll(n->lookup, fds + 1, &pause);
	room = (struct timespec){ pause / SECOND, pause % SECOND };
	ppoll(fds, 1 + count, pause == UINT64_MAX ? NULL : &room, NULL);
	if (fds[0].revents && read(n->wake, &woken, sizeof(woken)) < 0)
		return;
	if (n->lookup)
		name_lookup_process(n->lookup, fds + 1, count);
}

static void *work(void *data)
{
	struct names *n = data;

	while (obey(n)) {
		uint64_t now = clock_ns();

		look(n, now);
		save_if_due(n, now);
		wait_for_work(n, ask(n));
	}
	n->save = n->fresh = 0;
	save_if_due(n, clock_ns());
	stop_asking(n);
	name_harvest_close(&n->harvest);
	return NULL;
}

static void wake(struct names *n)
{
	eventfd_write(n->wake, 1);
}

static void destroy(struct names *n)
{
	if (n->wake >= 0)
		close(n->wake);
	name_table_free(n->table);
	free(n);
}

struct names *names_open(const char *dir, enum config_dns mode)
{
	struct names *n = calloc(1, sizeof(*n));
	int rc = ENOMEM;

	if (n) {
		snprintf(n->path, sizeof(n->path), "%.4000s/names", dir);
		n->mode = mode;
		n->changed = true;
		n->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
		n->table = name_table_new(NAMES_MAX);
		pthread_mutex_init(&n->lock, NULL);
		if (n->table && n->wake >= 0) {
			name_file_load(n->path, n->table, time(NULL));
			n->saved = name_table_changes(n->table);
			rc = pthread_create(&n->thread, NULL, work, n);
		}
		if (!rc)
			return n;
		destroy(n);
	}
	say(SAY_WARNING, "no names of hosts: %s", strerror(rc));
	return NULL;
}

void names_close(struct names *n)
{
	if (!n)
		return;
	pthread_mutex_lock(&n->lock);
	n->over = true;
	pthread_mutex_unlock(&n->lock);
	wake(n);
	pthread_join(n->thread, NULL);
	destroy(n);
}

void names_change(struct names *n, enum config_dns mode)
{
	if (!n)
		return;
	pthread_mutex_lock(&n->lock);
	n->mode = mode;
	n->changed = true;
	pthread_mutex_unlock(&n->lock);
	wake(n);
}

bool names_find(struct names *n, const struct kntop_address *addr, struct namefile_line *line)
{
	uint64_t now = time(NULL);
	bool found;

	if (!n)
		return false;
	pthread_mutex_lock(&n->lock);
	found = n->mode != CONFIG_DNS_NONE && name_table_find(n->table, addr, now, line);
	if (looks_up(n->mode) && name_lookup_is_sensible(addr) &&
	    name_table_wants(n->table, addr, now))
		name_queue_add(&n->queue, addr);
	pthread_mutex_unlock(&n->lock);
	return found;
}
