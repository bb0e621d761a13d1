/* SPDX-License-Identifier: GPL-2.0-or-later */
/* engine_ndpi: what the engine's files share; nDPI's world only. */
#ifndef KNTOP_NDPI_ENGINE_NDPI_H
#define KNTOP_NDPI_ENGINE_NDPI_H

#include "ndpi_config.h"
#include "ndpi_api.h"
#include "ndpi_main.h"

#include "engine.h"
#include "heap.h"

typedef void (*kntop_dissector)(struct ndpi_detection_module_struct *ndpi,
				struct ndpi_flow_struct *flow);

/**
 * struct kntop_engine - one detection module
 * @heap: where it and all it points to lives
 * @ndpi: the module
 * @tls: nDPI's dissector of TLS and DTLS; ours stands before it
 * @quic: of QUIC, likewise
 */
struct kntop_engine {
	struct kntop_heap			*heap;
	struct ndpi_detection_module_struct	*ndpi;
	kntop_dissector				tls;
	kntop_dissector				quic;
};

/**
 * struct kntop_engine_flow - a flow's state
 * @ndpi: nDPI's
 * @engine: that it is being shown to
 * @purse: what was allocated for it
 * @last: what nDPI said last; it does not keep all of that
 * @past: before the first packet that was shown
 * @begun: the past was told to nDPI
 * @ssh_server_first: the server said its version before the client
 * @l4: L4 protocol of the first packet; @ndpi has unions that depend on it
 * @dns_address_len: octets of @dns_address, 0 none
 * @dns_address: address in the newest DNS answer that had one
 * @dns_name_mark: a hash of the name that answer was about
 */
struct kntop_engine_flow {
	struct ndpi_flow_struct		ndpi;
	const struct kntop_engine	*engine;
	struct kntop_purse		purse;
	ndpi_protocol			last;
	struct kntop_engine_past	past;
	bool				begun;
	bool				ssh_server_first;
	uint8_t				l4;
	uint8_t				dns_address_len;
	uint8_t				dns_address[16];
	uint32_t			dns_name_mark;
};

/**
 * struct kntop_engine_headers - where a valid packet's parts are
 * @l4: protocol
 * @l4_at: octets before the L4 header
 * @payload_at: octets before its payload; TCP only
 */
struct kntop_engine_headers {
	uint8_t		l4;
	unsigned short	l4_at;
	unsigned short	payload_at;
};

/**
 * kntop_engine_headers - check a packet's headers as nDPI reads them
 *
 * Return: false when they lie about lengths, or it is a later fragment.
 */
bool kntop_engine_headers(const struct kntop_engine_packet *p,
			  struct kntop_engine_headers *h);

/**
 * kntop_engine_rehearse - show nDPI the handshake that came before @p
 * @p: the first segment of @f that is shown
 */
void kntop_engine_rehearse(struct kntop_engine *e, struct kntop_engine_flow *f,
			   const struct kntop_engine_packet *p,
			   const struct kntop_engine_headers *h);

/** kntop_engine_expect - forget of earlier packets what is taken for the next one's. */
void kntop_engine_expect(struct kntop_engine_flow *f);

/**
 * kntop_engine_mend - put right what nDPI has misread in a packet
 * @p: the packet, which it has just seen
 * @h: its headers
 */
void kntop_engine_mend(struct kntop_engine_flow *f, const struct kntop_engine_packet *p,
		       const struct kntop_engine_headers *h);

/** kntop_engine_notice - keep what nDPI forgets about a packet it has just seen. */
void kntop_engine_notice(struct kntop_engine_flow *f);

/** kntop_engine_learn - gather the facts of a flow that is concluded. */
void kntop_engine_learn(struct kntop_engine_flow *f,
			struct kntop_engine_facts *facts);

/**
 * kntop_engine_rules - load both sets of rules, see kntop_engine_new()
 *
 * Return: false when memory is short, or a line is refused.
 */
bool kntop_engine_rules(struct kntop_engine *e, const char *protocols,
			const char *categories, unsigned int *bad);

/** kntop_engine_guard - put our dissectors before those of TLS and QUIC. */
void kntop_engine_guard(struct kntop_engine *e);

/* nDPI declares these in none of its headers. */
struct ndpi_lru_cache *ndpi_lru_cache_init(u_int32_t num_entries);
int ndpi_handle_rule(struct ndpi_detection_module_struct *ndpi, char *rule, u_int8_t add);

#endif /* KNTOP_NDPI_ENGINE_NDPI_H */
