/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the module counted, as records for the store. */
#ifndef NTOPD_SNAPSHOT_H
#define NTOPD_SNAPSHOT_H

#include <kntop.h>
#include "names.h"
#include "place.h"
#include "region.h"
#include "store.h"

/**
 * struct snapshot_item - one record with the texts it points to
 */
struct snapshot_item {
	struct store_record record;
	char folder[PLACE_SIZE];
	char interface[KNTOP_NAME_SIZE];
	char name[64];
	char about[768];
};

/**
 * struct snapshot_source - a live interface
 * @name: its name
 * @since: it counts since, nanoseconds
 */
struct snapshot_source {
	char name[KNTOP_NAME_SIZE];
	uint64_t since;
};

/**
 * struct snapshot - records, all taken at about one time; all zero is an empty one
 * @time: nanoseconds
 * @absent: the time of the one before, if it was complete, else 0
 * @items: records
 * @count: how many
 * @room: for how many there is memory
 * @sources: interfaces that are there, by snapshot_interfaces()
 * @source_count: how many
 * @names: names of hosts, or NULL; not the snapshot's own
 */
struct snapshot {
	uint64_t time;
	uint64_t absent;
	struct snapshot_item *items;
	size_t count;
	size_t room;
	struct snapshot_source *sources;
	size_t source_count;
	struct names *names;
};

/** snapshot_free() - forget all */
void snapshot_free(struct snapshot *s);

/** snapshot_clear() - forget the records, not the interfaces */
void snapshot_clear(struct snapshot *s);

/** snapshot_since() - since when an interface counts; 0 it is none, or not live */
uint64_t snapshot_since(const struct snapshot *s, const char *name);

/** snapshot_write() - give all records to a store, and forget them */
void snapshot_write(struct snapshot *s, struct store *store);

/*
 * Each adds records. Returns 0, or a negative errno value with @err filled in;
 * KNTOP_INCONSISTENT when some may be missing.
 */
int snapshot_interfaces(struct snapshot *s, struct kntop *k, struct kntop_error *err);
int snapshot_module(struct snapshot *s, struct kntop *k, struct kntop_error *err);
int snapshot_networks(struct snapshot *s, struct kntop *k, struct kntop_error *err);
/* @kind: KNTOP_LABEL_PROTOCOL or KNTOP_LABEL_CATEGORY */
int snapshot_protocols(struct snapshot *s, struct kntop *k, enum kntop_label_kind kind,
		       struct kntop_error *err);

/**
 * snapshot_slots() - add the record of a host's protocols
 * @s: snapshot
 * @host: host
 * @known: it was there at the time of the snapshot before
 * @values: as slots_record() gave them
 *
 * Return: 0 or -ENOMEM.
 */
int snapshot_slots(struct snapshot *s, const struct kntop_host *host, bool known,
		   const uint64_t *values);

/** snapshot_region() - add the record of a country or AS; 0 or -ENOMEM */
int snapshot_region(struct snapshot *s, const struct region *region);

/** snapshot_host() - add the record of a host; 0 or -ENOMEM */
int snapshot_host(struct snapshot *s, const struct kntop_host *host, bool known);

#endif /* NTOPD_SNAPSHOT_H */
