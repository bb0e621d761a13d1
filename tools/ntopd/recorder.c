// SPDX-License-Identifier: GPL-2.0-or-later
/* Step by step: what the module counted goes into the store. */
#include <errno.h>
#include <stdlib.h>
#include "choice.h"
#include "layout.h"
#include "recorder.h"
#include "snapshot.h"

#define SECOND	1000000000ULL

/**
 * struct recorder - what is under way
 * @watch: connection
 * @store: where to
 * @snapshot: what is being recorded
 * @choice: hosts that are
 * @minute: when protocols and networks were last looked at, 0 never
 * @minute_complete: and all of them were seen
 * @hosts: when hosts were
 * @hosts_complete: and all of them were seen
 */
struct recorder {
	struct watch *watch;
	struct store *store;
	struct snapshot snapshot;
	struct choice choice;
	uint64_t minute;
	bool minute_complete;
	uint64_t hosts;
	bool hosts_complete;
};

struct recorder *recorder_new(struct watch *w, struct store *s)
{
	struct recorder *r = calloc(1, sizeof(*r));

	if (r) {
		r->watch = w;
		r->store = s;
	}
	return r;
}

void recorder_free(struct recorder *r)
{
	if (!r)
		return;
	snapshot_free(&r->snapshot);
	choice_free(&r->choice);
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

struct picking {
	struct recorder *recorder;
	bool second;
};

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
	h = choice_find(&r->choice, host);
	return h && h->chosen ? snapshot_host(&r->snapshot, host, h->known) : 0;
}

static int record_hosts(struct recorder *r, struct kntop *k, unsigned int most,
			struct kntop_error *err)
{
	struct picking p = { r, false };
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
	p.second = true;
	rc = kntop_host_list(k, &query, take_host, &p, err);
	snapshot_write(s, r->store);
	return rc;
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
	if (rc >= 0 && hosts && is_due(r->hosts, s->time, LAYOUT_HOST))
		rc = record_hosts(r, k, hosts, err);
	return rc;
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
		r->minute_complete = r->hosts_complete = false;
	store_end(r->store);
}
