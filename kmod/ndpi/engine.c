// SPDX-License-Identifier: GPL-2.0-or-later
#include "engine_ndpi.h"
#include "libcache.h"

/* A detection module of nDPI 4.2 without rules takes 6.1 MB, its caches included. */
#define HEAP_OCTETS	(6400 << 10)
/* ndpiReader's limit, and with it that of nDPI's published results. */
#define UDP_PACKETS_MAX	25

/*
 * nDPI makes these when it first needs them, which would be for a flow, and in
 * that flow's purse. The sizes are nDPI's.
 */
static void caches_make(struct ndpi_detection_module_struct *ndpi)
{
	ndpi->ookla_cache = ndpi_lru_cache_init(1024);
	ndpi->bittorrent_cache = ndpi_lru_cache_init(32768);
	ndpi->zoom_cache = ndpi_lru_cache_init(512);
	ndpi->stun_cache = ndpi_lru_cache_init(1024);
	ndpi->tls_cert_cache = ndpi_lru_cache_init(1024);
	ndpi->mining_cache = ndpi_lru_cache_init(1024);
	ndpi->msteams_cache = ndpi_lru_cache_init(1024);
	ndpi->tinc_cache = cache_new(TINC_CACHE_MAX_SIZE);
}

/* As ndpiReader does it. */
static bool module_make(struct kntop_engine *e, const char *protocols,
			const char *categories, unsigned int *bad)
{
	NDPI_PROTOCOL_BITMASK all;

	e->ndpi = ndpi_init_detection_module(ndpi_no_prefs);
	if (!e->ndpi)
		return false;
	NDPI_BITMASK_SET_ALL(all);
	ndpi_set_protocol_detection_bitmask2(e->ndpi, &all);
	if (!kntop_engine_rules(e, protocols, categories, bad))
		return false;
	ndpi_finalize_initialization(e->ndpi);
	ndpi_set_detection_preferences(e->ndpi, ndpi_pref_enable_tls_block_dissection, 1);
	caches_make(e->ndpi);
	kntop_engine_guard(e);
	return true;
}

struct kntop_engine *kntop_engine_new(const char *protocols, const char *categories,
				      unsigned int *bad)
{
	struct kntop_heap *heap = kntop_heap_new(HEAP_OCTETS);
	struct kntop_engine *e;
	struct kntop_seat seat;
	bool made;

	*bad = 0;
	if (!heap)
		return NULL;
	kntop_heap_enter(&seat, heap, NULL);
	e = malloc(sizeof(*e));
	e->heap = heap;
	made = module_make(e, protocols, categories, bad);
	kntop_heap_leave(&seat);
	if (!made) {
		kntop_heap_free(heap);
		return NULL;
	}
	return e;
}

/* Nothing but the heap holds anything of an engine. */
void kntop_engine_free(struct kntop_engine *e)
{
	if (e)
		kntop_heap_free(e->heap);
}

static void lru_forget(struct ndpi_lru_cache *cache)
{
	memset(cache->entries, 0, cache->num_entries * sizeof(*cache->entries));
}

void kntop_engine_forget(struct kntop_engine *e)
{
	struct kntop_seat seat;

	lru_forget(e->ndpi->ookla_cache);
	lru_forget(e->ndpi->bittorrent_cache);
	lru_forget(e->ndpi->zoom_cache);
	lru_forget(e->ndpi->stun_cache);
	lru_forget(e->ndpi->tls_cert_cache);
	lru_forget(e->ndpi->mining_cache);
	lru_forget(e->ndpi->msteams_cache);
	kntop_heap_enter(&seat, e->heap, NULL);
	cache_free(e->ndpi->tinc_cache);
	e->ndpi->tinc_cache = cache_new(TINC_CACHE_MAX_SIZE);
	kntop_heap_leave(&seat);
}

void kntop_engine_memory(const struct kntop_engine *e, struct kntop_engine_memory *m)
{
	m->engine = kntop_heap_octets(e->heap);
	m->flows = kntop_heap_purses(e->heap);
	m->allocations = kntop_heap_allocations(e->heap);
	m->strays = kntop_heap_strays(e->heap);
}

/* ---- flows --------------------------------------------------------------- */

size_t kntop_engine_flow_size(void)
{
	return sizeof(struct kntop_engine_flow);
}

size_t kntop_engine_flow_memory(const struct kntop_engine_flow *f)
{
	return f->purse.octets;
}

void kntop_engine_flow_begin(struct kntop_engine_flow *f,
			     const struct kntop_engine_past *past)
{
	f->past = *past;
}

void kntop_engine_flow_clear(struct kntop_engine_flow *f)
{
	kntop_purse_empty(&f->purse);
	memset(f, 0, sizeof(*f));
}

static void label_set(struct kntop_engine_label *label, const struct kntop_engine_flow *f)
{
	label->master = f->last.master_protocol;
	label->app = f->last.app_protocol;
	label->category = f->last.category;
	label->confidence = f->ndpi.confidence;
	/* Where nDPI has a master only, that is what the flow is. */
	if (!label->app || label->app == label->master) {
		label->app = label->app ? label->app : label->master;
		label->master = 0;
	}
}

static u_int16_t guess_of(const struct kntop_engine_flow *f, u_int16_t protocol)
{
	return NDPI_COMPARE_PROTOCOL_TO_BITMASK(f->ndpi.excluded_protocol_bitmask, protocol) ?
	       NDPI_PROTOCOL_UNKNOWN : protocol;
}

/* What nDPI would guess now, by the address, the port or both. */
static void label_guess(struct kntop_engine_label *label, const struct kntop_engine_flow *f)
{
	u_int16_t by_port = guess_of(f, f->ndpi.guessed_protocol_id);
	u_int16_t by_ip = guess_of(f, f->ndpi.guessed_host_protocol_id);

	if (!by_port && !by_ip)
		return;
	label->app = by_ip ? by_ip : by_port;
	label->master = by_ip && by_ip != by_port ? by_port : NDPI_PROTOCOL_UNKNOWN;
	label->confidence = by_ip ? KNTOP_ENGINE_BY_IP : KNTOP_ENGINE_BY_PORT;
}

/* nDPI looks at no more packets of such a flow, or ndpiReader would show it none. */
static bool is_exhausted(const struct kntop_engine_flow *f)
{
	return f->ndpi.fail_with_unknown ||
	       f->ndpi.num_processed_pkts >= KNTOP_ENGINE_PACKETS_MAX ||
	       (f->l4 == IPPROTO_UDP && f->ndpi.num_processed_pkts >= UDP_PACKETS_MAX);
}

/* The rule by which ndpiReader stops. */
static enum kntop_engine_answer answer(const struct kntop_engine *e, struct kntop_engine_flow *f)
{
	if (is_exhausted(f))
		return KNTOP_ENGINE_ENOUGH;
	if (f->last.app_protocol == NDPI_PROTOCOL_UNKNOWN)
		return KNTOP_ENGINE_MORE;
	if (ndpi_extra_dissection_possible(e->ndpi, &f->ndpi))
		return KNTOP_ENGINE_FOUND;
	return KNTOP_ENGINE_ENOUGH;
}

enum kntop_engine_answer kntop_engine_see(struct kntop_engine *e, struct kntop_engine_flow *f,
					  const struct kntop_engine_packet *p,
					  struct kntop_engine_label *label)
{
	struct kntop_engine_headers h;

	if (kntop_engine_headers(p, &h) && (!f->begun || h.l4 == f->l4)) {
		struct kntop_seat seat;

		f->engine = e;
		f->l4 = h.l4;
		kntop_heap_enter(&seat, e->heap, &f->purse);
		if (!f->begun)
			kntop_engine_rehearse(e, f, p, &h);
		f->begun = true;
		kntop_engine_expect(f);
		f->last = ndpi_detection_process_packet(e->ndpi, &f->ndpi, p->data, p->len,
							p->time);
		kntop_engine_mend(f, p, &h);
		kntop_heap_leave(&seat);
	}
	kntop_engine_notice(f);
	label_set(label, f);
	if (!label->app)
		label_guess(label, f);
	return answer(e, f);
}

void kntop_engine_conclude(struct kntop_engine *e, struct kntop_engine_flow *f,
			   struct kntop_engine_label *label,
			   struct kntop_engine_facts *facts)
{
	if (f->begun && f->last.app_protocol == NDPI_PROTOCOL_UNKNOWN) {
		struct kntop_seat seat;
		u_int8_t guessed;

		kntop_heap_enter(&seat, e->heap, &f->purse);
		f->last = ndpi_detection_giveup(e->ndpi, &f->ndpi, 1, &guessed);
		kntop_heap_leave(&seat);
	}
	label_set(label, f);
	kntop_engine_learn(f, facts);
}
