// SPDX-License-Identifier: GPL-2.0-or-later
/* Step by step: what the module counted goes into the store. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "../ntopctl/utf8.h"
#include "choice.h"
#include "kernel_past.h"
#include "layout.h"
#include "place.h"
#include "recorder.h"
#include "region.h"
#include "say.h"
#include "service.h"
#include "shares.h"
#include "slots.h"
#include "snapshot.h"
#include "trouble.h"

#define SECOND	1000000000ULL

/**
 * struct recorder - what is under way
 * @watch: connection
 * @store: where to
 * @snapshot: what is being recorded
 * @choice: hosts that are
 * @shares: their protocols
 * @slots: which of these have a place in the recordings, see slots.h
 * @past: what the module knows of missed steps of an interface, of this step
 * @texts: what may go wrong with what says so
 * @minute: when protocols and networks were last looked at, 0 never
 * @minute_complete: and all of them were seen
 * @hosts: when hosts were
 * @hosts_complete: and all of them were seen
 * @regions: countries and ASes
 * @places: most ASes that are recorded, 0 neither
 * @looked: when they were last looked at
 * @files: what knows where addresses are, "" the usual
 */
struct recorder {
	struct watch *watch;
	struct store *store;
	struct snapshot snapshot;
	struct choice choice;
	struct shares shares;
	void *slots;
	struct kernel_past past;
	struct trouble texts;
	uint64_t minute;
	bool minute_complete;
	uint64_t hosts;
	bool hosts_complete;
	struct regions *regions;
	unsigned int places;
	uint64_t looked;
	char *files;
};

static bool tell_past(const struct store_record *record, uint64_t from, struct past *p,
		      void *data)
{
	struct recorder *r = data;
	struct kntop *k = watch_kernel(r->watch);
	struct kntop_error err;

	service_progress();
	if (!k || kernel_past_read(&r->past, k, record->interface, from, &err))
		return false;
	return record->protocol < 0 ? kernel_past_interface(&r->past, p) :
		kernel_past_protocol(&r->past, record->protocol, record->category, p);
}

struct recorder *recorder_new(struct watch *w, struct store *s)
{
	struct recorder *r = calloc(1, sizeof(*r));

	if (!r)
		return NULL;
	r->watch = w;
	r->store = s;
	r->regions = regions_new();
	if (!r->regions) {
		free(r);
		return NULL;
	}
	store_use_past(s, tell_past, r);
	return r;
}

void recorder_places(struct recorder *r, const char *files, unsigned int most)
{
	char *copy = strdup(files), told[SAY_SIZE] = "";
	const struct ctl ctl = { .out = stdout, .told = told, .told_size = sizeof(told) };

	if (!copy)
		return;
	geo_close();
	geo_choose(copy[0] ? copy : NULL);
	free(r->files);
	r->files = copy;
	r->places = most;
	if (most && geo_open(&ctl))
		say(SAY_WARNING, "%s; countries and ASes are not recorded", told);
}

void recorder_use_names(struct recorder *r, struct names *n)
{
	r->snapshot.names = n;
}

void recorder_free(struct recorder *r)
{
	if (!r)
		return;
	snapshot_free(&r->snapshot);
	choice_free(&r->choice);
	shares_free(&r->shares);
	slots_forget_all(&r->slots);
	store_use_past(r->store, NULL, NULL);
	kernel_past_forget(&r->past);
	regions_free(r->regions);
	geo_close();
	geo_choose(NULL);
	free(r->files);
	free(r);
}

/* Also after the clock was turned back. */
static bool is_due(uint64_t last, uint64_t now, enum layout_kind kind)
{
	uint64_t step = layout_step(kind, 1) * SECOND;

	return now / step != last / step;
}

static int record_minute(struct recorder *r, struct kntop *k, struct kntop_error *err)
{
	struct snapshot *s = &r->snapshot;
	int rc[3];

	s->absent = r->minute_complete ? r->minute : 0;
	rc[0] = snapshot_networks(s, k, err);
	rc[1] = rc[0] < 0 ? rc[0] : snapshot_protocols(s, k, KNTOP_LABEL_PROTOCOL, err);
	rc[2] = rc[1] < 0 ? rc[1] : snapshot_protocols(s, k, KNTOP_LABEL_CATEGORY, err);
	r->minute = s->time;
	r->minute_complete = !rc[0] && !rc[1] && !rc[2];
	snapshot_write(s, r->store);
	return rc[2];
}

/* Most protocols of a host; the module tells apart no more. */
#define PROTOCOLS_MAX	1024

struct picking {
	struct recorder *recorder;
	struct kntop *kernel;
	bool second;
	bool failed;	/* a text, which was told */
};

struct named {
	struct slots_share shares[PROTOCOLS_MAX];
	char names[PROTOCOLS_MAX][4 * KNTOP_LABEL_NAME_SIZE];
};

static size_t name_shares(struct picking *p, const struct choice_host *h, struct named *named)
{
	size_t count;
	const struct share *share = shares_of(&p->recorder->shares, h, &count);

	if (count > PROTOCOLS_MAX)
		count = PROTOCOLS_MAX;
	for (size_t i = 0; i < count; i++) {
		const char *name = kntop_label_name(p->kernel, KNTOP_LABEL_PROTOCOL,
						    share[i].number);

		if (name)
			utf8_escape(name, named->names[i], sizeof(named->names[i]));
		else
			snprintf(named->names[i], sizeof(named->names[i]), "number-%d",
				 share[i].number);
		named->shares[i] = (struct slots_share){
			named->names[i], { share[i].sent, share[i].received },
		};
	}
	return count;
}

/* What a host's slots are to hold. Return: 0, or negative: nothing now. */
static int fill_slots(struct picking *p, const struct kntop_host *host,
		      const struct choice_host *h, uint64_t *values)
{
	char place[PLACE_SIZE], folder[PATH_MAX], path[PATH_MAX];
	struct recorder *r = p->recorder;
	struct named *named = malloc(sizeof(*named));
	struct slots_moment m = {
		.folder = folder, .time = r->snapshot.time, .first = host->first,
	};
	int rc;

	if (!named)
		return -ENOMEM;
	m.shares = named->shares;
	m.count = name_shares(p, h, named);
	snprintf(folder, sizeof(folder), "%.3000s/%s", store_dir(r->store), place_host(host, place));
	snprintf(path, sizeof(path), "%.3500s/" SLOTS_RECORDING, folder);
	m.fresh = access(path, F_OK) != 0;
	rc = m.fresh ? place_make_folders(path) : 0;
	if (!rc)
		rc = slots_record(&r->slots, &m, values);
	if (rc == -EINVAL && !m.fresh) {
		store_delete(r->store, path);
	} else if (rc && !p->failed) {
		trouble_begin(&r->texts, "%s: %s", folder, strerror(-rc));
		p->failed = true;
	}
	service_progress();
	free(named);
	return rc;
}

static int record_host(struct picking *p, const struct kntop_host *host,
		       const struct choice_host *h)
{
	struct snapshot *s = &p->recorder->snapshot;
	uint64_t values[2 * LAYOUT_SLOTS];
	int rc = snapshot_host(s, host, h->known);

	if (rc || fill_slots(p, host, h, values))
		return rc;
	return snapshot_slots(s, host, h->known, values);
}

/* The first listing is to choose from, the second to record the chosen ones. */
static int take_host(const struct kntop_host *host, void *data)
{
	struct picking *p = data;
	struct recorder *r = p->recorder;
	const struct choice_host *h;

	if (!snapshot_since(&r->snapshot, host->interface))
		return 0;
	if (!p->second)
		return choice_add(&r->choice, host);
	h = choice_find(&r->choice, &host->addr, host->interface, host->vlan);
	return h && h->chosen ? record_host(p, host, h) : 0;
}

static int record_hosts(struct recorder *r, struct kntop *k, unsigned int most,
			struct kntop_error *err)
{
	struct picking p = { .recorder = r, .kernel = k };
	struct snapshot *s = &r->snapshot;
	struct kntop_query query;
	int rc;

	kntop_query_init(&query);
	query.locality = KNTOP_QUERY_LOCAL;
	s->absent = r->hosts_complete ? r->hosts : 0;
	r->hosts = s->time;
	r->hosts_complete = false;
	rc = kntop_host_list(k, &query, take_host, &p, err);
	if (rc < 0) {
		choice_cancel(&r->choice);
		return rc;
	}
	choice_make(&r->choice, most);
	r->hosts_complete = !rc;
	/* Before the hosts' totals are read, which so are never less. */
	rc = shares_read(&r->shares, k, &r->choice, err);
	if (rc < 0)
		return rc;
	p.second = true;
	rc = kntop_host_list(k, &query, take_host, &p, err);
	slots_sweep(&r->slots, s->time);
	if (!p.failed && rc >= 0)
		trouble_end(&r->texts, "texts of the protocols of hosts are written again");
	snapshot_write(s, r->store);
	return rc;
}

static int look_at(const struct kntop_host *host, void *data)
{
	struct recorder *r = data;

	return snapshot_since(&r->snapshot, host->interface) ? regions_add(r->regions, host) : 0;
}

static int take_region(const struct region *region, void *data)
{
	return snapshot_region(data, region);
}

static int record_places(struct recorder *r, struct kntop *k, struct kntop_error *err)
{
	struct snapshot *s = &r->snapshot;
	int rc, added;

	r->looked = s->time;
	rc = kntop_host_list(k, NULL, look_at, r, err);
	if (rc < 0) {
		regions_cancel(r->regions);
		return rc;
	}
	added = regions_end(r->regions, s->time, !rc, r->places);
	if (!added)
		added = regions_each(r->regions, take_region, s);
	snapshot_write(s, r->store);
	return added ? added : rc;
}

static int record(struct recorder *r, struct kntop *k, unsigned int hosts,
		  struct kntop_error *err)
{
	struct snapshot *s = &r->snapshot;
	int rc = snapshot_interfaces(s, k, err);

	if (rc >= 0)
		rc = snapshot_module(s, k, err);
	if (rc >= 0)
		snapshot_write(s, r->store);
	if (rc >= 0 && is_due(r->minute, s->time, LAYOUT_PROTOCOL))
		rc = record_minute(r, k, err);
	if (rc >= 0 && r->places && geo_is_there() &&
	    is_due(r->looked, s->time, LAYOUT_REGION))
		rc = record_places(r, k, err);
	if (rc >= 0 && hosts && is_due(r->hosts, s->time, LAYOUT_HOST))
		rc = record_hosts(r, k, hosts, err);
	return rc;
}

/* What is not known without a gap begins anew. */
static void forget(struct recorder *r)
{
	r->minute_complete = r->hosts_complete = false;
	regions_forget(r->regions);
}

void recorder_step(struct recorder *r, uint64_t time, unsigned int hosts)
{
	struct kntop *k = watch_kernel(r->watch);
	struct kntop_error err = { .text = "no memory" };
	int rc;

	store_begin(r->store, time);
	r->snapshot.time = time;
	snapshot_clear(&r->snapshot);
	if (k) {
		rc = record(r, k, hosts, &err);
		if (rc < 0 && rc != -ENOMEM)
			watch_lost(r->watch, &err);
	}
	if (!k || rc < 0)
		forget(r);
	kernel_past_forget(&r->past);
	store_end(r->store);
}
