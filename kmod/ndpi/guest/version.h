/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version: what differs between nDPI 4.2 and later ones, by the version that nDPI's headers
 * state. No other file tests for it.
 *
 * Run was 4.2 alone. Of later ones nothing was run, linked or translated. This folder's
 * files were compiled, no further than to their syntax and types, against excerpts of later
 * headers with what the files use. Read for these were, of trees between releases whose
 * versions are told by their contents: ndpi_typedefs.h of 2023 (4.7) and 2025 (4.13),
 * ndpi_api.h of 2024 (4.9, commit 025e7110) and 2026 (5.1), ndpi_private.h of the last three,
 * ndpi_typedefs.h of the last. What was not read was taken to be as in the nearest tree that
 * was; in which release a change came, from nDPI's pull requests and their dates.
 *
 * A tree between releases calls itself by an odd number from its first day on: it is taken
 * to have what the release after it has. An early one may not; the compiler says so.
 */
#ifndef KNTOP_GUEST_VERSION_H
#define KNTOP_GUEST_VERSION_H

#include <stdbool.h>
#include <string.h>

#include "ndpi_config.h"
#include "ndpi_api.h"
#include "ndpi_main.h"
/* 4.10 moved the detection module and more from ndpi_typedefs.h to here. */
#if __has_include("ndpi_private.h")
#include "ndpi_private.h"
#endif

#include "door.h"

/* 4.2 has no macro for this. 5.0 comes after 4.14: its tree was 4.15. */
#define KNTOP_VERSION	(NDPI_MAJOR * 100 + NDPI_MINOR)

/* ---- the detection module ------------------------------------------------ */

/** kntop_version_init - a detection module; 4.10 has no preferences at this point. */
static inline struct ndpi_detection_module_struct *kntop_version_init(void)
{
#if KNTOP_VERSION >= 409
	return ndpi_init_detection_module(NULL);
#else
	return ndpi_init_detection_module(ndpi_no_prefs);
#endif
}

/*
 * kntop_version_enable - enable all protocols, with memory for a set of them; in 5.0 they
 * are enabled, and there is neither such a call nor such a set.
 */
#if KNTOP_VERSION >= 415
typedef char kntop_version_set;
#define kntop_version_enable(ndpi, set)	((void)(ndpi), (void)(set))
#else
typedef NDPI_PROTOCOL_BITMASK kntop_version_set;
#define kntop_version_enable(ndpi, set) do {				\
		NDPI_BITMASK_SET_ALL(*(set));				\
		ndpi_set_protocol_detection_bitmask2(ndpi, set);	\
	} while (0)
#endif

/**
 * kntop_version_finalize - finalize a module that follows TLS past its handshake
 *
 * 4.10 wants this to be set before, by name, and may fail.
 *
 * Return: whether that worked.
 */
static inline bool kntop_version_finalize(struct ndpi_detection_module_struct *ndpi)
{
#if KNTOP_VERSION >= 409
	ndpi_set_config(ndpi, "tls", "application_blocks_tracking", "enable");
	return !ndpi_finalize_initialization(ndpi);
#else
	ndpi_finalize_initialization(ndpi);
	ndpi_set_detection_preferences(ndpi, ndpi_pref_enable_tls_block_dissection, 1);
	return true;
#endif
}

/** KNTOP_VERSION_PROTOCOLS - how many protocols a module has; CUSTOM: how many by rules. */
#if KNTOP_VERSION >= 415
#define KNTOP_VERSION_PROTOCOLS(ndpi)	((ndpi)->num_supported_protocols)
#define KNTOP_VERSION_CUSTOM(ndpi)	((ndpi)->num_custom_protocols)
#else
#define KNTOP_VERSION_PROTOCOLS(ndpi)	((ndpi)->ndpi_num_supported_protocols)
#define KNTOP_VERSION_CUSTOM(ndpi)	((ndpi)->ndpi_num_custom_protocols)
#endif

/**
 * kntop_version_allocate - have nDPI allocate by these functions
 * @alloc: malloc(), also for flows
 * @release: free(), also for flows
 * @zeroed: calloc(); before 5.0 nDPI makes that, and the next, of the first two
 * @again: realloc()
 */
static inline void kntop_version_allocate(void *(*alloc)(size_t), void (*release)(void *),
					  void *(*zeroed)(size_t, size_t),
					  void *(*again)(void *, size_t))
{
#if KNTOP_VERSION >= 415
	ndpi_set_memory_alloction_functions(alloc, release, zeroed, again, NULL, NULL, alloc,
					    release);
#else
	(void)zeroed;
	(void)again;
	set_ndpi_malloc(alloc);
	set_ndpi_free(release);
#endif
}

/* ---- caches -------------------------------------------------------------- */

/** kntop_version_caches - call a function for each of the module's LRU caches. */
static inline void kntop_version_caches(struct ndpi_detection_module_struct *ndpi,
					void (*each)(struct ndpi_lru_cache *cache))
{
	each(ndpi->ookla_cache);
	each(ndpi->bittorrent_cache);
#if KNTOP_VERSION < 409
	each(ndpi->zoom_cache);
#endif
#if KNTOP_VERSION >= 405 && KNTOP_VERSION < 409
	each(ndpi->stun_zoom_cache);
#endif
	each(ndpi->stun_cache);
	each(ndpi->tls_cert_cache);
	each(ndpi->mining_cache);
	each(ndpi->msteams_cache);
#if KNTOP_VERSION >= 410
	each(ndpi->fpc_dns_cache);
#endif
#if KNTOP_VERSION >= 415
	each(ndpi->signal_cache);
#endif
}

/**
 * kntop_version_caches_make - make those
 *
 * 4.2 makes each when it first needs it, which would be for a flow, and with that flow's
 * memory. 4.6 makes all when a module is finalized. The sizes are nDPI's.
 */
static inline void kntop_version_caches_make(struct ndpi_detection_module_struct *ndpi)
{
#if KNTOP_VERSION >= 405
	(void)ndpi;
#else
	ndpi->ookla_cache = ndpi_lru_cache_init(1024);
	ndpi->bittorrent_cache = ndpi_lru_cache_init(32768);
	ndpi->zoom_cache = ndpi_lru_cache_init(512);
	ndpi->stun_cache = ndpi_lru_cache_init(1024);
	ndpi->tls_cert_cache = ndpi_lru_cache_init(1024);
	ndpi->mining_cache = ndpi_lru_cache_init(1024);
	ndpi->msteams_cache = ndpi_lru_cache_init(1024);
#endif
}

/* ---- rules and names ----------------------------------------------------- */

/*
 * kntop_version_rule - load a line of rules, 0 when nDPI takes it. Its function is in no
 * header. 4.10 made it static, so that the way to it stands before ndpi_main.c, in the same
 * unit: own_entropy.h sees to that.
 */
#if KNTOP_VERSION >= 409
int kntop_version_rule(struct ndpi_detection_module_struct *ndpi, char *line);
#ifdef KNTOP_VERSION_IN_MAIN
static int ndpi_handle_rule(struct ndpi_detection_module_struct *ndpi, char *rule);

int kntop_version_rule(struct ndpi_detection_module_struct *ndpi, char *line)
{
	return ndpi_handle_rule(ndpi, line);
}
#endif
#else
int ndpi_handle_rule(struct ndpi_detection_module_struct *ndpi, char *rule, u_int8_t add);
#define kntop_version_rule(ndpi, line)	ndpi_handle_rule(ndpi, line, 1)
#endif

/** KNTOP_VERSION_HOST - put a host into a category; negative when nDPI does not take it. */
#if KNTOP_VERSION >= 415
#define KNTOP_VERSION_HOST(ndpi, host, category) \
	ndpi_load_category(ndpi, host, category, NDPI_PROTOCOL_UNRATED, NULL)
#elif KNTOP_VERSION >= 405
#define KNTOP_VERSION_HOST(ndpi, host, category) \
	ndpi_load_category(ndpi, host, category, NULL)
#else
#define KNTOP_VERSION_HOST(ndpi, host, category) \
	ndpi_load_category(ndpi, host, category)
#endif

/** KNTOP_VERSION_BREEDS - how many breeds there are. */
#ifdef NDPI_NUM_BREEDS
#define KNTOP_VERSION_BREEDS	NDPI_NUM_BREEDS
#else
#define KNTOP_VERSION_BREEDS	NUM_BREEDS
#endif

/** KNTOP_VERSION_BREED - name of a breed. */
#if KNTOP_VERSION >= 410
#define KNTOP_VERSION_BREED(ndpi, n)	ndpi_get_proto_breed_name(n)
#else
#define KNTOP_VERSION_BREED(ndpi, n)	ndpi_get_proto_breed_name(ndpi, n)
#endif

/* ---- packets ------------------------------------------------------------- */

/** KNTOP_VERSION_PROCESS - show a packet; 4.6 also takes what an exporter knows of it. */
#if KNTOP_VERSION >= 405
#define KNTOP_VERSION_PROCESS(ndpi, flow, data, len, time) \
	ndpi_detection_process_packet(ndpi, flow, data, len, time, NULL)
#else
#define KNTOP_VERSION_PROCESS(ndpi, flow, data, len, time) \
	ndpi_detection_process_packet(ndpi, flow, data, len, time)
#endif

/** KNTOP_VERSION_GIVE_UP - conclude with a guess; 4.10 guesses unless told not to. */
#if KNTOP_VERSION >= 415
#define KNTOP_VERSION_GIVE_UP(ndpi, flow) \
	ndpi_detection_giveup(ndpi, flow)
#elif KNTOP_VERSION >= 409
#define KNTOP_VERSION_GIVE_UP(ndpi, flow) \
	ndpi_detection_giveup(ndpi, flow, &(u_int8_t){ 0 })
#else
#define KNTOP_VERSION_GIVE_UP(ndpi, flow) \
	ndpi_detection_giveup(ndpi, flow, 1, &(u_int8_t){ 0 })
#endif

/*
 * KNTOP_VERSION_IS_OVER - nDPI looks at no more packets of a flow; HAS_MORE: those of a
 * flow that it knows would tell it more. 5.0 has a state instead of both.
 */
#if KNTOP_VERSION >= 415
#define KNTOP_VERSION_IS_OVER(flow)		((flow)->state == NDPI_STATE_CLASSIFIED)
#define KNTOP_VERSION_HAS_MORE(ndpi, flow)	((flow)->state != NDPI_STATE_CLASSIFIED)
#else
#define KNTOP_VERSION_IS_OVER(flow)		((flow)->fail_with_unknown)
#define KNTOP_VERSION_HAS_MORE(ndpi, flow)	ndpi_extra_dissection_possible(ndpi, flow)
#endif

/* ---- what a flow is ------------------------------------------------------ */

/** KNTOP_VERSION_PAIR - what has master_protocol and app_protocol of an ndpi_protocol. */
#if KNTOP_VERSION >= 410
#define KNTOP_VERSION_PAIR(protocol)	((protocol)->proto)
#else
#define KNTOP_VERSION_PAIR(protocol)	(*(protocol))
#endif

/** KNTOP_VERSION_BY_IP - the protocol guessed by the address. */
#if KNTOP_VERSION >= 405
#define KNTOP_VERSION_BY_IP(flow)	((flow)->guessed_protocol_id_by_ip)
#else
#define KNTOP_VERSION_BY_IP(flow)	((flow)->guessed_host_protocol_id)
#endif

/**
 * KNTOP_VERSION_IS_EXCLUDED - a protocol's dissector has said that a flow is not of it
 *
 * 5.0 keeps that for dissectors, not protocols, and which is whose is its own business: so
 * nothing is excluded from a guess before the flow ends, and nDPI's own comes then.
 */
#if KNTOP_VERSION >= 415
#define KNTOP_VERSION_IS_EXCLUDED(flow, protocol)	((void)(flow), (void)(protocol), false)
#else
#define KNTOP_VERSION_IS_EXCLUDED(flow, protocol) \
	NDPI_COMPARE_PROTOCOL_TO_BITMASK((flow)->excluded_protocol_bitmask, protocol)
#endif

/** kntop_version_confidence - nDPI's confidence as enum kntop_door_confidence. */
static inline unsigned int kntop_version_confidence(unsigned int confidence)
{
	switch (confidence) {
	case NDPI_CONFIDENCE_UNKNOWN:
		return KNTOP_DOOR_UNKNOWN;
	case NDPI_CONFIDENCE_MATCH_BY_PORT:
		return KNTOP_DOOR_BY_PORT;
	case NDPI_CONFIDENCE_MATCH_BY_IP:
		return KNTOP_DOOR_BY_IP;
	case NDPI_CONFIDENCE_DPI_CACHE:
		return KNTOP_DOOR_CACHE;
	}
	/* Later versions have more words for what was seen in packets, or partly so. */
	return KNTOP_DOOR_DPI;
}

/* ---- facts --------------------------------------------------------------- */

/** KNTOP_VERSION_ALPN - the protocols that a flow's client offered. */
#if KNTOP_VERSION >= 405
#define KNTOP_VERSION_ALPN(flow)	((flow)->protos.tls_quic.advertised_alpns)
#else
#define KNTOP_VERSION_ALPN(flow)	((flow)->protos.tls_quic.alpn)
#endif

/** KNTOP_VERSION_JA3_CLIENT - an array; 4.14 has JA4 instead, which is not the same. */
#if KNTOP_VERSION >= 413
struct kntop_version_text {
	char	none[1];
};

static inline struct kntop_version_text *kntop_version_text(void)
{
	static struct kntop_version_text text;

	return &text;
}

#define KNTOP_VERSION_JA3_CLIENT(flow)	(kntop_version_text()->none)
#else
#define KNTOP_VERSION_JA3_CLIENT(flow)	((flow)->protos.tls_quic.ja3_client)
#endif

/*
 * kntop_version_dns_forget - forget the addresses of the DNS answer before; _len: octets of
 * the first one of the last. Of those 4.2 has one; others, by 4.13, an array.
 */
#ifdef MAX_NUM_DNS_RSP_ADDRESSES
static inline void kntop_version_dns_forget(struct ndpi_flow_struct *flow)
{
	flow->protos.dns.num_rsp_addr = 0;
	memset(&flow->protos.dns.rsp_addr, 0, sizeof(flow->protos.dns.rsp_addr));
}

static inline size_t kntop_version_dns_len(const struct ndpi_flow_struct *flow)
{
	if (!flow->protos.dns.num_rsp_addr)
		return 0;
	return flow->protos.dns.is_rsp_addr_ipv6[0] ? 16 : 4;
}
#else
static inline void kntop_version_dns_forget(struct ndpi_flow_struct *flow)
{
	flow->protos.dns.rsp_type = 0;
	memset(&flow->protos.dns.rsp_addr, 0, sizeof(flow->protos.dns.rsp_addr));
}

static inline size_t kntop_version_dns_len(const struct ndpi_flow_struct *flow)
{
	if (flow->protos.dns.rsp_type == 1 /* A */)
		return 4;
	return flow->protos.dns.rsp_type == 28 /* AAAA */ ? 16 : 0;
}
#endif

#endif /* KNTOP_GUEST_VERSION_H */
