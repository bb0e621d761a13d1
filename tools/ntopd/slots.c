// SPDX-License-Identifier: GPL-2.0-or-later
/* Which protocols of a host are recorded, and where in its file. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "slots.h"
#include "whole.h"

#define SECOND		1000000000ULL
/* Longer than any row, so that no row is of two protocols. */
#define IDLE		(7 * 86400 * SECOND)
/* A slot's owner of more than a year ago is in no archive any more. */
#define FORGOTTEN	(400 * 86400 * SECOND)
/* A protocol gets a slot with this part of what its host does. */
#define PART		100

enum { NAME_SIZE = 4 * KNTOP_LABEL_NAME_SIZE };

/**
 * struct tenure - a protocol that has, or had, a slot
 * @slot: which
 * @since: from when on, nanoseconds
 * @offset: what is added to its totals
 * @name: printable
 */
struct tenure {
	unsigned int slot;
	uint64_t since;
	int64_t offset[2];
	char name[NAME_SIZE];
};

/** struct before - a protocol at the last record */
struct before {
	char name[NAME_SIZE];
	uint64_t octets[2];
};

/**
 * struct slots - a host
 * @folder: key
 * @time: when it was last recorded
 * @first: its totals count since
 * @entry: in the order of their time; the last one with a slot has it
 * @entries: how many
 * @owner: of each slot the index of its entry, -1 none
 * @value: of each slot, as recorded last
 * @moved: when that was last another one
 * @before: its protocols then
 * @befores: how many
 * @known: @before is what there was
 */
struct slots {
	char *folder;
	uint64_t time;
	uint64_t first;
	struct tenure *entry;
	size_t entries;
	int owner[LAYOUT_SLOTS];
	uint64_t value[LAYOUT_SLOTS][2];
	uint64_t moved[LAYOUT_SLOTS];
	struct before *before;
	size_t befores;
	bool known;
};

/* ---- the table --------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	return strcmp(((const struct slots *)a)->folder, ((const struct slots *)b)->folder);
}

static void release(void *slots)
{
	struct slots *s = slots;

	free(s->folder);
	free(s->entry);
	free(s->before);
	free(s);
}

static struct slots *find(void **table, const char *folder)
{
	struct slots key = { .folder = (char *)folder };
	struct slots **found = tfind(&key, table, compare);

	return found ? *found : NULL;
}

static void forget(void **table, struct slots *s)
{
	tdelete(s, table, compare);
	release(s);
}

struct stale {
	uint64_t before;
	struct slots *one;
};

static void find_stale(const void *node, VISIT visit, void *data)
{
	struct slots *s = *(struct slots *const *)node;
	struct stale *stale = data;

	if ((visit == postorder || visit == leaf) && s->time < stale->before)
		stale->one = s;
}

/* A walk must not change the table. */
void slots_sweep(void **table, uint64_t time)
{
	struct stale stale = { .before = time };

	do {
		stale.one = NULL;
		twalk_r(*table, find_stale, &stale);
		if (stale.one)
			forget(table, stale.one);
	} while (stale.one);
}

void slots_forget_all(void **table)
{
	tdestroy(*table, release);
	*table = NULL;
}

/* ---- the text ---------------------------------------------------------- */

static bool add_entry(struct slots *s, const struct tenure *e)
{
	struct tenure *more = reallocarray(s->entry, s->entries + 1, sizeof(*more));

	if (!more)
		return false;
	s->entry = more;
	s->owner[e->slot] = s->entries;
	s->entry[s->entries++] = *e;
	return true;
}

/* SLOT SINCE OFFSET OFFSET NAME */
static bool parse_line(struct slots *s, char *line)
{
	struct tenure e = { 0 };
	int at = 0;

	line[strcspn(line, "\n")] = '\0';
	if (line[0] == '#')
		return true;
	if (sscanf(line, "first %" SCNu64 "%n", &s->first, &at) == 1 && !line[at])
		return true;
	if (sscanf(line, "p%u %" SCNu64 " %" SCNd64 " %" SCNd64 " %n", &e.slot, &e.since,
		   &e.offset[0], &e.offset[1], &at) != 4 || !at || e.slot >= LAYOUT_SLOTS ||
	    !line[at] || strlen(line + at) >= sizeof(e.name))
		return false;
	strcpy(e.name, line + at);
	return add_entry(s, &e);
}

static const char *text_of(const struct slots *s, char *path)
{
	if (snprintf(path, PATH_MAX, "%s/" SLOTS_TEXT, s->folder) >= PATH_MAX)
		path[0] = '\0';
	return path;
}

static int load(struct slots *s)
{
	char path[PATH_MAX], line[512];
	bool good = true, failed;
	FILE *f;

	text_of(s, path);
	f = fopen(path, "re");
	if (!f)
		return errno == ENOENT ? -EINVAL : -errno;
	while (good && fgets(line, sizeof(line), f))
		good = strchr(line, '\n') && parse_line(s, line);
	failed = ferror(f);
	fclose(f);
	if (failed)
		return -EIO;
	return good && s->first ? 0 : -EINVAL;
}

static void write_lines(const struct slots *s, FILE *f)
{
	fprintf(f, "# slot, since when (ns), offsets of sent and received, protocol\nfirst %" PRIu64
		"\n", s->first);
	for (size_t i = 0; i < s->entries; i++) {
		const struct tenure *e = &s->entry[i];

		fprintf(f, "p%u %" PRIu64 " %" PRId64 " %" PRId64 " %s\n", e->slot, e->since,
			e->offset[0], e->offset[1], e->name);
	}
}

static int save(const struct slots *s)
{
	char path[PATH_MAX];
	struct whole w;
	int rc;

	if (!text_of(s, path)[0])
		return -ENAMETOOLONG;
	rc = whole_begin(&w, path);
	if (rc)
		return rc;
	write_lines(s, w.file);
	return whole_end(&w);
}

/* ---- a host ------------------------------------------------------------ */

static const struct before *find_before(const struct slots *s, const char *name)
{
	for (size_t i = 0; i < s->befores; i++)
		if (!strcmp(s->before[i].name, name))
			return &s->before[i];
	return NULL;
}

/* What a protocol carried since the last record. */
static uint64_t grown(const struct slots *s, const struct slots_share *share)
{
	const struct before *b = find_before(s, share->name);
	uint64_t now = share->octets[0] + share->octets[1];
	uint64_t then = b ? b->octets[0] + b->octets[1] : 0;

	return now > then ? now - then : 0;
}

static int slot_of(const struct slots *s, const char *name)
{
	for (int i = 0; i < LAYOUT_SLOTS; i++)
		if (s->owner[i] >= 0 && !strcmp(s->entry[s->owner[i]].name, name))
			return i;
	return -1;
}

/* Who carries something now is not silent. */
static void touch(struct slots *s, const struct slots_moment *m)
{
	for (size_t i = 0; i < m->count; i++) {
		int slot = slot_of(s, m->shares[i].name);

		if (slot >= 0 && grown(s, &m->shares[i]))
			s->moved[slot] = m->time;
	}
}

/* A slot that nobody has, or that has been silent for longest, or -1. */
static int free_slot(const struct slots *s, uint64_t now)
{
	int best = -1;

	for (int i = 0; i < LAYOUT_SLOTS; i++) {
		if (s->owner[i] < 0)
			return i;
		if (now > s->moved[i] + IDLE && (best < 0 || s->moved[i] < s->moved[best]))
			best = i;
	}
	return best;
}

/* Whether the one behind it with its slot has had that for so long. */
static bool is_forgotten(const struct slots *s, size_t i, uint64_t now)
{
	size_t next = i + 1;

	if (s->owner[s->entry[i].slot] == (int)i)
		return false;
	while (s->entry[next].slot != s->entry[i].slot)
		next++;
	return s->entry[next].since + FORGOTTEN < now;
}

/* Drops the owners before the present ones that no archive knows any more. */
static void prune(struct slots *s, uint64_t now)
{
	size_t kept = 0;

	for (size_t i = 0; i < s->entries; i++) {
		struct tenure *e = &s->entry[i];

		if (is_forgotten(s, i, now))
			continue;
		if (s->owner[e->slot] == (int)i)
			s->owner[e->slot] = kept;
		s->entry[kept++] = *e;
	}
	s->entries = kept;
}

static bool give(struct slots *s, const struct slots_moment *m, const struct slots_share *share,
		 int slot)
{
	const struct before *b = find_before(s, share->name);
	/* All of it is of late when there was nothing before. */
	struct tenure e = { .slot = slot, .since = s->time > m->first ? s->time : m->first };

	snprintf(e.name, sizeof(e.name), "%s", share->name);
	for (int way = 0; way < 2; way++)
		e.offset[way] = s->value[slot][way] - (b ? b->octets[way] : 0);
	s->moved[slot] = m->time;
	return add_entry(s, &e);
}

/* Of those without a slot the one that grew most, or NULL. */
static const struct slots_share *next_share(const struct slots *s, const struct slots_moment *m)
{
	const struct slots_share *best = NULL;
	uint64_t all = 0, most = 0;

	for (size_t i = 0; i < m->count; i++) {
		uint64_t by = grown(s, &m->shares[i]);

		all += by;
		if (by > most && slot_of(s, m->shares[i].name) < 0) {
			best = &m->shares[i];
			most = by;
		}
	}
	return best && most >= all / PART ? best : NULL;
}

static int give_out(struct slots *s, const struct slots_moment *m, bool *changed)
{
	const struct slots_share *share;
	int slot;

	touch(s, m);
	while ((share = next_share(s, m))) {
		slot = free_slot(s, m->time);
		if (slot < 0)
			return 0;
		if (!give(s, m, share, slot))
			return -ENOMEM;
		*changed = true;
	}
	return 0;
}

static void evaluate(struct slots *s, const struct slots_moment *m, uint64_t *values)
{
	for (int i = 0; i < LAYOUT_SLOTS; i++) {
		const struct tenure *e = s->owner[i] >= 0 ? &s->entry[s->owner[i]] : NULL;
		const struct slots_share *share = NULL;

		for (size_t n = 0; e && n < m->count && !share; n++)
			if (!strcmp(m->shares[n].name, e->name))
				share = &m->shares[n];
		for (int way = 0; way < 2; way++) {
			uint64_t value = e ? e->offset[way] + (share ? share->octets[way] : 0) : 0;

			/* It carried something, so it is there, but was not told. */
			if (e && !share && value != s->value[i][way]) {
				values[2 * i + way] = UINT64_MAX;
				continue;
			}
			values[2 * i + way] = s->value[i][way] = value;
		}
	}
}

static int remember(struct slots *s, const struct slots_moment *m)
{
	struct before *before = reallocarray(s->before, m->count + 1, sizeof(*before));

	s->known = false;
	if (!before)
		return -ENOMEM;
	s->before = before;
	s->befores = m->count;
	for (size_t i = 0; i < m->count; i++) {
		snprintf(before[i].name, sizeof(before[i].name), "%s", m->shares[i].name);
		memcpy(before[i].octets, m->shares[i].octets, sizeof(before[i].octets));
	}
	s->known = true;
	return 0;
}

/* A clock that is set moves the host's first packet, too. */
static bool differs(uint64_t a, uint64_t b)
{
	return a > b + SECOND || b > a + SECOND;
}

static bool fell(const struct slots *s, const struct slots_moment *m)
{
	for (size_t i = 0; i < m->count; i++) {
		const struct before *b = find_before(s, m->shares[i].name);

		if (b && (m->shares[i].octets[0] < b->octets[0] ||
			  m->shares[i].octets[1] < b->octets[1]))
			return true;
	}
	return false;
}

/* The host's totals began anew: so do the slots, whose owners stay. */
static void start_anew(struct slots *s)
{
	for (size_t i = 0; i < s->entries; i++)
		memset(s->entry[i].offset, 0, sizeof(s->entry[i].offset));
	memset(s->value, 0, sizeof(s->value));
	s->befores = 0;
}

/*
 * Whether the totals go on. Returns false when that cannot be told: they began anew while
 * nobody looked, or only the clock was set. Then nothing is known of this time.
 */
static bool check_totals(struct slots *s, const struct slots_moment *m, bool *changed)
{
	bool other = differs(s->first, m->first), doubt = other && !s->known;

	if (doubt || (s->known && (m->first > s->time || fell(s, m))))
		start_anew(s);
	if (other) {
		s->first = m->first;
		*changed = true;
	}
	return !doubt;
}

static struct slots *make(void **table, const struct slots_moment *m, int *rc)
{
	struct slots *s = calloc(1, sizeof(*s));

	*rc = -ENOMEM;
	if (!s)
		return NULL;
	s->folder = strdup(m->folder);
	for (int i = 0; i < LAYOUT_SLOTS; i++) {
		s->owner[i] = -1;
		s->moved[i] = m->time;
	}
	if (m->fresh) {
		s->known = true;
		s->time = m->first;
	}
	*rc = !s->folder ? -ENOMEM : m->fresh ? 0 : load(s);
	if (!*rc && tsearch(s, table, compare))
		return s;
	if (!*rc)
		*rc = -ENOMEM;
	release(s);
	return NULL;
}

int slots_record(void **table, const struct slots_moment *m, uint64_t *values)
{
	struct slots *s = find(table, m->folder);
	char path[PATH_MAX];
	bool changed, sure;
	int rc = 0;

	if (s && m->fresh) {
		forget(table, s);
		s = NULL;
	}
	if (!s)
		s = make(table, m, &rc);
	if (!s)
		return rc;
	/* Whoever made room may have taken the text. */
	changed = access(text_of(s, path), F_OK) != 0;
	sure = check_totals(s, m, &changed);
	if (s->known)
		rc = give_out(s, m, &changed);
	if (!rc && changed) {
		prune(s, m->time);
		rc = save(s);
	}
	if (!rc) {
		evaluate(s, m, values);
		for (int i = 0; !sure && i < 2 * LAYOUT_SLOTS; i++)
			values[i] = UINT64_MAX;
		s->time = m->time;
		rc = remember(s, m);
	}
	/* What is not on disk is not true. */
	if (rc)
		forget(table, s);
	return rc;
}
