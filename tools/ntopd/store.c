// SPDX-License-Identifier: GPL-2.0-or-later
/* The folder of recordings. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>
#include "cached.h"
#include "gap.h"
#include "place.h"
#include "retention.h"
#include "say.h"
#include "series.h"
#include "service.h"
#include "store.h"
#include "trouble.h"

#define SECOND		1000000000ULL
/* How often to look for what is too old, and at least how long between two looks for room. */
#define LOOK		3600
#define LOOK_AGAIN	60
/* Nobody writes to it any more. */
#define IDLE		3600
/* So many octets for rrdcached are sent before the end of a step. */
#define CACHED_ENOUGH	(1 << 20)

/**
 * struct store - the folder
 * @options: with strings of our own
 * @dir: the folder, absolute
 * @socket: of rrdcached, "" none
 * @lock: descriptor of the lock file
 * @series: table of what is being recorded
 * @cached: connection to rrdcached, if one is wanted
 * @cache_hangs: it did not answer in this step
 * @past: who knows what was missed, NULL nobody
 * @past_data: for @past
 * @doubt: when the clock was set; rows that are not newer may be by it as it was before
 * @now: time of this step, seconds
 * @looked: when retention looked last, 0 never
 * @pushed: when it looked for room, 0 never
 * @status: what it has come to
 * @written, @missed: of this step
 * @no_room: records of this step without a file as the folder is full
 * @backward: records of this step that are older than what is there
 * @reason: why librrd failed in this step, "" it did not
 * @disk, @limit, @clock, @failure, @cache: what may go wrong
 */
struct store {
	struct store_options options;
	char *dir;
	char *socket;
	int lock;
	void *series;
	struct cached cached;
	bool cache_hangs;
	store_past_fn past;
	void *past_data;
	uint64_t doubt;
	time_t now;
	time_t looked;
	time_t pushed;
	struct store_status status;
	unsigned long written;
	unsigned long missed;
	unsigned long no_room;
	unsigned long backward;
	char reason[RECORDING_REASON];
	struct trouble disk;
	struct trouble limit;
	struct trouble clock;
	struct trouble failure;
	struct trouble cache;
};

/* The lock is the kernel's: it goes with the process, however that ends. */
static bool take_lock(struct store *s)
{
	char path[PATH_MAX], pid[16] = "";
	ssize_t len;

	snprintf(path, sizeof(path), "%s/lock", s->dir);
	s->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0640);
	if (s->lock < 0) {
		say(SAY_ERROR, "%s: %s", path, strerror(errno));
		return false;
	}
	if (flock(s->lock, LOCK_EX | LOCK_NB)) {
		len = read(s->lock, pid, sizeof(pid) - 1);
		say(SAY_ERROR, "%s: another ntopd records there, process %s", s->dir,
		    len > 0 ? strtok(pid, "\n") : "unknown");
		return false;
	}
	len = snprintf(pid, sizeof(pid), "%d\n", getpid());
	if (ftruncate(s->lock, 0) || pwrite(s->lock, pid, len, 0) != len)
		say(SAY_WARNING, "%s: %s", path, strerror(errno));
	return true;
}

static void send_cached(struct store *s)
{
	unsigned int refused;
	char reason[256];
	int rc;

	if (!s->socket[0])
		return;
	if (s->cache_hangs) {
		trouble_begin(&s->cache, "rrdcached at %s does not answer; records wait", s->socket);
		return;
	}
	rc = cached_send(&s->cached, &refused, reason, sizeof(reason));
	if (rc)
		trouble_begin(&s->cache, "rrdcached at %s: %s; records wait", s->socket, reason);
	else if (refused)
		trouble_begin(&s->cache, "rrdcached at %s refuses records: %s", s->socket, reason);
	else
		trouble_end(&s->cache, "rrdcached at %s takes records again", s->socket);
	if (s->cached.lost) {
		say(SAY_ERROR, "%lu records are lost, rrdcached was away for too long",
		    s->cached.lost);
		s->cached.lost = 0;
	}
}

static void forget_cached(struct store *s)
{
	unsigned long lost = cached_free(&s->cached);

	if (lost)
		say(SAY_ERROR, "%lu records are lost, rrdcached at %s is away", lost, s->socket);
	free(s->socket);
	s->socket = NULL;
}

static bool use_cached(struct store *s, const char *path)
{
	char *socket;

	if (s->socket && !strcmp(s->socket, path))
		return true;
	socket = strdup(path);
	if (!socket)
		return false;
	/* What waits for the one before is sent, as far as it answers. */
	if (s->socket) {
		send_cached(s);
		forget_cached(s);
	}
	s->socket = socket;
	cached_init(&s->cached, socket);
	return true;
}

/* Paths are compared with those that fts(3) makes: no slash stands at the end. */
static bool use_dir(struct store *s, const char *dir)
{
	size_t len = strlen(dir);

	while (len > 1 && dir[len - 1] == '/')
		len--;
	if (!s->dir)
		s->dir = strndup(dir, len);
	return s->dir;
}

static bool copy_options(struct store *s, const struct store_options *o)
{
	if (!use_dir(s, o->dir) || !use_cached(s, o->rrdcached))
		return false;
	s->options = *o;
	s->options.dir = s->dir;
	s->options.rrdcached = s->socket;
	return true;
}

struct store *store_open(const struct store_options *options)
{
	struct store *s = calloc(1, sizeof(*s));
	char path[PATH_MAX];
	int rc;

	if (!s)
		return NULL;
	s->lock = -1;
	cached_init(&s->cached, NULL);
	snprintf(path, sizeof(path), "%s/", options->dir);
	rc = place_make_folders(path);
	if (rc)
		say(SAY_ERROR, "%s: %s", options->dir, strerror(-rc));
	if (rc || !copy_options(s, options) || !take_lock(s)) {
		store_close(s);
		return NULL;
	}
	return s;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	series_forget_all(&s->series);
	forget_cached(s);
	if (s->lock >= 0)
		close(s->lock);
	free(s->dir);
	free(s);
}

void store_change(struct store *s, const struct store_options *options)
{
	copy_options(s, options);
	series_reset_all(&s->series);
	s->looked = s->pushed = 0;
}

static void gone(const char *path, void *data)
{
	struct store *s = data;

	series_reset(&s->series, path);
	if (s->socket[0])
		cached_forget(&s->cached, path);
}

/* With rrdcached its newest row in the file may be hours old. */
static bool used(const char *path, void *data)
{
	struct store *s = data;

	return s->now > IDLE && series_is_used(&s->series, path, s->now - IDLE);
}

void store_use_past(struct store *s, store_past_fn fn, void *data)
{
	s->past = fn;
	s->past_data = data;
}

const char *store_dir(const struct store *s)
{
	return s->dir;
}

void store_delete(struct store *s, const char *path)
{
	gone(path, s);
	if (!unlink(path))
		say(SAY_WARNING, "%s: deleted, as nothing beside it says what it is of", path);
}

/* Deletes what is old, and what is too much when @want octets more are to come. */
static void look(struct store *s, uint64_t want)
{
	struct retention r = {
		.dir = s->dir, .now = s->now, .days = s->options.retention, .idle = IDLE,
		.most = s->options.max_disk, .want = want, .used = used, .gone = gone,
		.seen = service_progress, .data = s,
	};
	struct retention_result result;
	int rc = retention_run(&r, &result);

	s->looked = s->now;
	if (s->now > IDLE)
		series_sweep(&s->series, s->now - IDLE);
	if (rc) {
		trouble_begin(&s->failure, "%s: %s", s->dir, strerror(-rc));
		return;
	}
	s->status.files = result.files;
	s->status.bytes = result.bytes;
	if (result.old)
		say(SAY_NOTICE, "deleted %lu recordings older than %u days", result.old,
		    s->options.retention);
	if (result.pushed)
		say(SAY_NOTICE, "deleted %lu recordings to stay below --max-disk", result.pushed);
}

static bool disk_is_full(struct store *s)
{
	struct statvfs fs;

	if (statvfs(s->dir, &fs))
		return false;
	if ((uint64_t)fs.f_bavail * fs.f_frsize < STORE_RESERVE) {
		trouble_begin(&s->disk, "%s: the disk is full, nothing is recorded until there is room",
			      s->dir);
		return true;
	}
	trouble_end(&s->disk, "%s: there is room on the disk, recording goes on", s->dir);
	return false;
}

void store_begin(struct store *s, uint64_t time)
{
	s->now = time / SECOND;
	s->written = s->missed = s->no_room = s->backward = 0;
	s->reason[0] = '\0';
	s->cache_hangs = false;
	s->status.suspended = disk_is_full(s);
	/* After the clock was turned back, too. */
	if (s->now - s->looked >= LOOK || s->now < s->looked)
		look(s, 0);
}

void store_clock_set(struct store *s, uint64_t time)
{
	s->doubt = time;
	series_doubt_all(&s->series);
}

static bool make_room(struct store *s, uint64_t bytes)
{
	if (s->status.bytes + bytes <= s->options.max_disk)
		return true;
	if (s->now - s->pushed >= LOOK_AGAIN || s->now < s->pushed) {
		s->pushed = s->now;
		look(s, bytes);
	}
	if (s->status.bytes + bytes <= s->options.max_disk)
		return true;
	s->no_room++;
	return false;
}

static uint32_t mark_of(const char *about)
{
	uint32_t mark = 2166136261U;

	while (*about)
		mark = (mark ^ (unsigned char)*about++) * 16777619U;
	return mark;
}

/* It says what an object is of, in its folder; a failure is that of the file beside it. */
static int prepare_folder(struct store *s, const struct store_record *r, struct series *e)
{
	char folder[PATH_MAX];
	int rc = place_make_folders(e->path);

	snprintf(folder, sizeof(folder), "%s/%s", s->dir, r->folder);
	if (!rc)
		rc = place_describe(folder, r->about);
	e->about = rc ? 0 : mark_of(r->about);
	return rc;
}

static uint64_t size_of(const char *path)
{
	struct stat st;

	return stat(path, &st) ? 0 : (uint64_t)st.st_blocks * 512;
}

static int create(struct store *s, struct series *e, const struct store_record *r,
		  enum recording_state state, const struct layout_arguments *args, uint64_t first)
{
	unsigned int step = layout_step(r->kind, s->options.step);
	uint64_t there = state == RECORDING_OTHER ? size_of(e->path) : 0;
	uint64_t more = args->bytes > there ? args->bytes - there : 0;
	int rc;

	if (!make_room(s, more))
		return -EDQUOT;
	rc = prepare_folder(s, r, e);
	if (rc) {
		snprintf(s->reason, sizeof(s->reason), "%s: %s", r->folder, strerror(-rc));
		return rc;
	}
	rc = recording_create(e->path, step, first / SECOND - 1, state == RECORDING_OTHER, args,
			      s->reason);
	if (rc)
		return rc;
	if (state == RECORDING_MISSING)
		s->status.files++;
	s->status.bytes += more;
	return 0;
}

static void set_aside(struct store *s, const char *path)
{
	char broken[PATH_MAX];

	snprintf(broken, sizeof(broken), "%s.broken", path);
	say(SAY_WARNING, "%s: not a recording, renamed to %s", path, broken);
	if (rename(path, broken))
		snprintf(s->reason, sizeof(s->reason), "%s: %s", path, strerror(errno));
}

static void recall(struct store *s, struct series *e, size_t count)
{
	time_t last;

	/* One that does not answer would keep a step waiting for each of its files. */
	if (s->socket[0] && !s->cache_hangs)
		s->cache_hangs = cached_flush(&s->cached, e->path) == -EAGAIN;
	e->have = !recording_last(e->path, &last, e->values, count);
	/* It is within that second. */
	if (e->have)
		e->time = e->since = last * SECOND + SECOND - 1;
	e->doubt = e->have && e->time <= s->doubt;
	e->have = e->have && last > 0;
}

/* What is known of a record's object before it; to be freed. NULL nothing. */
static struct past *recollect(struct store *s, const struct store_record *r, uint64_t from)
{
	struct past *past;

	if (!s->past || !r->interface || !r->interface[0])
		return NULL;
	past = calloc(1, sizeof(*past));
	if (past && s->past(r, from, past, s->past_data))
		return past;
	free(past);
	return NULL;
}

/* A protocol that came while nobody looked: not before the interface is recorded. */
static uint64_t begin_before(struct store *s, struct series *e, const struct store_record *r,
			     unsigned int step)
{
	char path[PATH_MAX], file[PLACE_SIZE];
	const struct series *whole;
	struct past *past;
	bool fresh;

	if (r->protocol < 0 || !r->interface)
		return 0;
	snprintf(path, sizeof(path), "%s/%s", s->dir, place_file(r->folder, NULL, "traffic", file));
	whole = series_get(&s->series, path, &fresh);
	if (!whole || !whole->have || whole->since + step * SECOND > r->time)
		return 0;
	past = recollect(s, r, whole->since);
	if (past && !gap_begin(e, layout_of(r->kind), step, past, whole->since))
		e->have = false;
	free(past);
	return e->have ? e->time : 0;
}

/* The file of a series, as it is wanted and with the newest row in mind. */
static int prepare(struct store *s, struct series *e, const struct store_record *r,
		   const struct series_point *p)
{
	const struct layout *l = layout_of(r->kind);
	unsigned int step = layout_step(r->kind, s->options.step);
	struct layout_arguments args;
	enum recording_state state;
	uint64_t zero;
	int rc;

	layout_arguments(r->kind, s->options.step, s->options.retention, &args);
	state = recording_state(e->path, step, &args, s->reason);
	if (state == RECORDING_UNREADABLE)
		return -EIO;
	if (state == RECORDING_BROKEN) {
		set_aside(s, e->path);
		state = RECORDING_MISSING;
	}
	if (state == RECORDING_MISSING) {
		e->have = false;
		zero = series_zero(e, p, l, step);
		if (!zero)
			zero = begin_before(s, e, r, step);
		rc = create(s, e, r, state, &args, zero ? zero : r->time);
	} else {
		recall(s, e, l->count);
		rc = state == RECORDING_OTHER ? create(s, e, r, state, &args, 0) :
			prepare_folder(s, r, e);
	}
	e->ready = !rc;
	return rc;
}

static int write_rows(struct store *s, const char *path, const char (*rows)[RECORDING_ROW],
		      size_t count)
{
	const char **list = reallocarray(NULL, count + 1, sizeof(*list));
	int rc = -ENOMEM;

	for (size_t i = 0; list && i < count; i++)
		list[i] = rows[i];
	if (list && s->socket[0])
		rc = cached_update(&s->cached, path, list, count);
	else if (list)
		rc = recording_update(path, list, count, s->reason);
	free(list);
	if (s->cached.used > CACHED_ENOUGH && !s->cache_hangs && !s->cache.there)
		send_cached(s);
	return rc;
}

/* The steps that were missed, as far as anybody knows of them. */
static int fill(struct store *s, struct series *e, const struct store_record *r,
		const struct series_point *p)
{
	const struct layout *l = layout_of(r->kind);
	unsigned int step = layout_step(r->kind, s->options.step);
	struct past *past;
	struct gap gap;
	int rc;

	if (!gap_is_there(e, p, l, step))
		return 0;
	past = recollect(s, r, e->time);
	if (!past)
		return 0;
	rc = gap_fill(e, p, l, step, past, &gap);
	if (!rc && gap.count)
		rc = write_rows(s, e->path, gap.rows, gap.count);
	gap_free(&gap);
	free(past);
	return rc;
}

static bool record(struct store *s, const struct store_record *r)
{
	struct series_point p = { r->time, r->epoch, r->absent, r->watched, r->values };
	char rows[SERIES_ROWS][RECORDING_ROW], path[PATH_MAX], file[PLACE_SIZE];
	const struct layout *l = layout_of(r->kind);
	unsigned int step = layout_step(r->kind, s->options.step);
	struct series *e;
	bool fresh;
	int count;

	snprintf(path, sizeof(path), "%s/%s", s->dir, place_file(r->folder, r->sub, r->name, file));
	e = series_get(&s->series, path, &fresh);
	if (!e)
		return false;
	/* That it came since is true once. */
	if (!fresh)
		p.absent = 0;
	e->seen = s->now;
	if (!e->ready && (s->status.suspended || prepare(s, e, r, &p)))
		return false;
	if (e->have && r->time <= e->time) {
		/* Of a row that was read from the file the second is all that is known. */
		if (e->time - r->time >= SECOND) {
			s->backward++;
			e->doubt = true;
		}
		return false;
	}
	if (s->status.suspended)
		return false;
	/* A host may have got a name. */
	if (e->about != mark_of(r->about))
		prepare_folder(s, r, e);
	if (!fill(s, e, r, &p)) {
		count = series_rows(e, &p, l, step, rows);
		if (!write_rows(s, path, rows, count))
			return true;
	}
	/* Whatever is the matter with the file: look at it anew. */
	e->ready = false;
	return false;
}

void store_record(struct store *s, const struct store_record *r)
{
	if (record(s, r))
		s->written++;
	else
		s->missed++;
	service_progress();
}

void store_end(struct store *s)
{
	send_cached(s);
	if (s->no_room)
		trouble_begin(&s->limit, "--max-disk is reached: not everything is recorded");
	else
		trouble_end(&s->limit, "everything is recorded again");
	if (s->backward)
		trouble_begin(&s->clock, "the clock was turned back: recording goes on when it is later than before");
	else
		trouble_end(&s->clock, "the clock is later than before, recording goes on");
	if (s->reason[0])
		trouble_begin(&s->failure, "cannot record: %s", s->reason);
	else
		trouble_end(&s->failure, "recording works again");
	s->status.written = s->written;
	s->status.missed = s->missed;
}

void store_status(const struct store *s, struct store_status *status)
{
	*status = s->status;
}
