// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/in.h>
#include <linux/kntop.h>
#include <linux/string.h>
#include <linux/time64.h>

#include "../flow.h"
#include "contact.h"
#include "derive.h"
#include "edition.h"
#include "engine.h"
#include "lookup.h"
#include "pending.h"
#include "provider.h"

/* A client that spoke to a provider so long ago may still be in a call. */
#define KNTOP_DERIVE_CONTACT_NS	(3600 * (u64)NSEC_PER_SEC)
/* ICE tries its pairs of addresses within this (RFC 8445, 14); media follow at once. */
#define KNTOP_DERIVE_SOCKET_NS	(60 * (u64)NSEC_PER_SEC)

#define KNTOP_DERIVE_DNS_PORT	53

static bool kntop_derive_on = true;

void kntop_derive_enable(bool on)
{
	WRITE_ONCE(kntop_derive_on, on);
}

/* ---- ends of the flow -------------------------------------------------- */

static struct kntop_world kntop_derive_world(const struct kntop_pending *p)
{
	u16 ifid = p->flow->key.ifid;
	struct kntop_world w = {
		.net = p->table->id_key.key[1],
		.source = ifid & KNTOP_FLOW_IFID_OFFLINE ? ifid : 0,
	};

	return w;
}

static const union kntop_addr *kntop_derive_client(const struct kntop_pending *p)
{
	return &p->flow->key.addr[kntop_flow_client(p->flow)];
}

static const union kntop_addr *kntop_derive_server(const struct kntop_pending *p)
{
	return &p->flow->key.addr[!kntop_flow_client(p->flow)];
}

static u64 kntop_derive_begin(const struct kntop_pending *p)
{
	return READ_ONCE(p->flow->first);
}

/* A flow without payload that was never shown has no newest packet. */
static u64 kntop_derive_now(const struct kntop_pending *p)
{
	return p->last ?: kntop_derive_begin(p);
}

static bool kntop_derive_is_guess(const struct kntop_label *label)
{
	return label->confidence == KNTOP_CONFIDENCE_UNKNOWN ||
	       label->confidence == KNTOP_CONFIDENCE_BY_PORT ||
	       label->confidence == KNTOP_CONFIDENCE_BY_IP;
}

/* ---- names ------------------------------------------------------------- */

/* Who asked: the end that is not at DNS's port. */
static const union kntop_addr *kntop_derive_asker(const struct kntop_pending *p)
{
	const struct kntop_flow_key *k = &p->flow->key;

	if (k->port[0] == KNTOP_DERIVE_DNS_PORT && k->port[1] == KNTOP_DERIVE_DNS_PORT)
		return kntop_derive_client(p);
	return &k->addr[k->port[0] == KNTOP_DERIVE_DNS_PORT];
}

void kntop_derive_hear(const struct kntop_pending *p, struct kntop_engine *e, u64 time)
{
	struct kntop_door_answer_list answers;
	struct kntop_world world;

	if (!READ_ONCE(kntop_derive_on) || !kntop_engine_answers(e, &answers))
		return;
	world = kntop_derive_world(p);
	kntop_lookup_learn(&world, kntop_derive_asker(p), &answers, time);
}

/* Is there a better name, of the flow's own? */
static bool kntop_derive_has_name(const struct kntop_engine *e,
				  const struct kntop_door_facts *facts)
{
	char first[2];

	return kntop_engine_string(e, facts, KNTOP_DOOR_SERVER_NAME, first, sizeof(first));
}

static void kntop_derive_name(const struct kntop_pending *p, const struct kntop_edition *edition,
			      const struct kntop_door_facts *facts, struct kntop_derived *d)
{
	struct kntop_world world = kntop_derive_world(p);

	if (!kntop_derive_has_name(edition->engine, facts))
		d->len = kntop_lookup_find(&world, kntop_derive_client(p), kntop_derive_server(p),
					   kntop_derive_begin(p), d->name);
}

/* Returns what the rules for names say of the name; nothing when it has none. */
static struct kntop_label kntop_derive_host(const struct kntop_edition *edition,
					    const struct kntop_derived *d)
{
	struct kntop_door_label found;

	if (!d->len || !kntop_engine_host(edition->engine, d->name, d->len, &found))
		return (struct kntop_label){};
	return kntop_numbers_label(edition->numbers, &found);
}

/* Where the engine has nothing better than an encryption, or an address. */
static bool kntop_derive_is_open(const struct kntop_door_facts *facts,
				 const struct kntop_label *label)
{
	return facts->open == KNTOP_DOOR_NAMELESS || label->confidence == KNTOP_CONFIDENCE_BY_IP;
}

static void kntop_derive_app(const struct kntop_label *host, const struct kntop_door_facts *facts,
			     struct kntop_label *label, struct kntop_derived *d)
{
	/* a guess by port or address is not taken over into what does not say so */
	if (kntop_derive_is_guess(label))
		label->master = 0;
	else if (facts->open == KNTOP_DOOR_NAMELESS)
		label->master = label->app;
	label->app = host->app;
	label->category = host->category;
	label->confidence = KNTOP_CONFIDENCE_CACHE;
	d->reason = KNTOP_REASON_DNS;
}

/* ---- calls ------------------------------------------------------------- */

/* May it be a call's, and nobody knows whose? */
static bool kntop_derive_is_media(const struct kntop_pending *p,
				  const struct kntop_door_facts *facts,
				  const struct kntop_label *label)
{
	if (p->flow->key.l4 != IPPROTO_UDP)
		return false;
	return facts->open == KNTOP_DOOR_MEDIA || kntop_derive_is_guess(label);
}

static unsigned int kntop_derive_socket(const struct kntop_pending *p, int side)
{
	struct kntop_contact_key key = {
		.world = kntop_derive_world(p),
		.client = p->flow->key.addr[side],
		.port = p->flow->key.port[side],
	};
	struct kntop_contact contact;

	if (!key.port || !kntop_contact_find(&key, kntop_derive_now(p), KNTOP_DERIVE_SOCKET_NS,
					     &contact))
		return KNTOP_PROVIDER_NONE;
	return contact.provider;
}

/* Is a provider's relay at the other end, and has the client spoken to it? */
static bool kntop_derive_is_relayed(const struct kntop_pending *p, unsigned int provider)
{
	int client = kntop_flow_client(p->flow);
	struct kntop_contact_key key = {
		.world = kntop_derive_world(p),
		.client = p->flow->key.addr[client],
		.provider = provider,
	};
	const union kntop_addr *server = kntop_derive_server(p);
	struct kntop_contact contact;

	if (!kntop_provider_has_port(provider, p->flow->key.port[!client]) ||
	    !kntop_contact_find(&key, kntop_derive_now(p), KNTOP_DERIVE_CONTACT_NS, &contact))
		return false;
	return kntop_provider_has_addr(provider, server) ||
	       !memcmp(&contact.server, server, sizeof(*server));
}

/* The only one of @one and @other; @several where they differ. */
static unsigned int kntop_derive_merge(unsigned int one, unsigned int other, bool *several)
{
	*several |= one && other && one != other;
	return one ?: other;
}

/* Whose call is it? With two candidates nobody knows. */
static unsigned int kntop_derive_provider(const struct kntop_pending *p, unsigned int named)
{
	unsigned int provider, found, candidates = KNTOP_PROVIDER_NONE;
	bool several = false;

	found = kntop_derive_merge(kntop_derive_socket(p, 0), kntop_derive_socket(p, 1), &several);
	if (named && kntop_provider_has_port(named, p->flow->key.port[!kntop_flow_client(p->flow)]))
		found = kntop_derive_merge(found, named, &several);
	for (provider = 1; !found && provider <= kntop_provider_count(); provider++)
		candidates = kntop_derive_is_relayed(p, provider) ?
			     kntop_derive_merge(candidates, provider, &several) : candidates;
	return several ? KNTOP_PROVIDER_NONE : found ?: candidates;
}

static void kntop_derive_call(const struct kntop_door_facts *facts, unsigned int provider,
			      struct kntop_label *label, struct kntop_derived *d)
{
	struct kntop_label_entry entry;
	unsigned int call = kntop_provider_call(provider);

	if (!call || !kntop_label_entry(KNTOP_LABEL_PROTOCOL, call, &entry))
		return;
	label->master = facts->open == KNTOP_DOOR_MEDIA ? label->app : 0;
	label->app = call;
	label->category = entry.category;
	label->confidence = KNTOP_CONFIDENCE_CACHE;
	d->reason = KNTOP_REASON_DERIVED;
}

/* Media of the same socket are of the same call. */
static void kntop_derive_note_socket(const struct kntop_pending *p, unsigned int provider)
{
	int client = kntop_flow_client(p->flow);
	struct kntop_contact_key key = {
		.world = kntop_derive_world(p),
		.client = p->flow->key.addr[client],
		.port = p->flow->key.port[client],
	};
	const struct kntop_contact contact = {
		.server = p->flow->key.addr[!client],
		.time = kntop_derive_now(p),
		.provider = provider,
	};

	if (p->flow->key.l4 == IPPROTO_UDP && key.port)
		kntop_contact_note(&key, &contact);
}

void kntop_derive_note(const struct kntop_pending *p, const struct kntop_label *label)
{
	unsigned int provider = kntop_provider_of(label->app);
	int client = kntop_flow_client(p->flow);
	struct kntop_contact_key key = {
		.world = kntop_derive_world(p),
		.client = p->flow->key.addr[client],
		.provider = provider,
	};
	const struct kntop_contact contact = {
		.server = p->flow->key.addr[!client],
		.time = kntop_derive_now(p),
		.provider = provider,
	};

	if (!provider || kntop_derive_is_guess(label) || !READ_ONCE(kntop_derive_on))
		return;
	kntop_contact_note(&key, &contact);
	if (label->app == kntop_provider_call(provider))
		kntop_derive_note_socket(p, provider);
}

/* ---- both -------------------------------------------------------------- */

void kntop_derive(const struct kntop_pending *p, const struct kntop_edition *edition,
		  const struct kntop_door_facts *facts, bool whole, struct kntop_label *label,
		  struct kntop_derived *d)
{
	struct kntop_label host;
	unsigned int provider = KNTOP_PROVIDER_NONE;

	memset(d, 0, sizeof(*d));
	if (!READ_ONCE(kntop_derive_on))
		return;
	kntop_derive_name(p, edition, facts, d);
	host = kntop_derive_host(edition, d);
	if (whole && kntop_derive_is_media(p, facts, label))
		provider = kntop_derive_provider(p, kntop_provider_of(host.app));
	if (provider)
		kntop_derive_call(facts, provider, label, d);
	if (whole && !d->reason && host.app && kntop_derive_is_open(facts, label))
		kntop_derive_app(&host, facts, label, d);
	/* what was derived is no contact, or one would do for ever */
	if (d->reason == KNTOP_REASON_DERIVED)
		kntop_derive_note_socket(p, provider);
	else
		kntop_derive_note(p, label);
}
