/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * engine: nDPI behind plain C types. The only door between the kernel's world
 * and nDPI's: neither a kernel header nor one of nDPI's is included here, and
 * the engine's files, on nDPI's side, are the only ones of ours that see nDPI.
 *
 * An engine is one detection module. It takes one call at a time; different
 * engines are independent, but nDPI has tables that the first one fills:
 * kntop_engine_new() and kntop_engine_free() are to be serialized, and the first
 * kntop_engine_new() must have returned before any other call. Every call may
 * sleep and needs up to 9 KiB of stack.
 */
#ifndef KNTOP_NDPI_ENGINE_H
#define KNTOP_NDPI_ENGINE_H

#ifndef __KERNEL__
#include <stdbool.h>
#include <stddef.h>
#else
#include <linux/types.h>
#endif

struct kntop_engine;
struct kntop_engine_flow;

/** Zero octets that must follow a packet's data: nDPI reads a little too far. */
#define KNTOP_ENGINE_PADDING	64

/**
 * More packets of a flow than this change nothing: nDPI's own limit. "ntopctl read"
 * trims the packets behind them (TRIM_BEHIND).
 */
#define KNTOP_ENGINE_PACKETS_MAX	32

/** How sure nDPI is. */
enum kntop_engine_confidence {
	KNTOP_ENGINE_UNKNOWN,		/* found nothing */
	KNTOP_ENGINE_BY_PORT,		/* a guess */
	KNTOP_ENGINE_BY_IP,		/* a guess */
	KNTOP_ENGINE_CACHE,		/* an earlier flow between these hosts told */
	KNTOP_ENGINE_DPI,		/* saw it in the packets */
};

/** What kntop_engine_see() answers. */
enum kntop_engine_answer {
	KNTOP_ENGINE_MORE,		/* undecided */
	KNTOP_ENGINE_FOUND,		/* protocol found, more packets would tell details */
	KNTOP_ENGINE_ENOUGH,		/* nothing more to learn */
};

/**
 * struct kntop_engine_label - what a flow is, in nDPI's numbers
 * @master: protocol that carries @app, or 0
 * @app: application protocol, 0 unknown; where only a master was found it is here
 * @category: category
 * @confidence: enum kntop_engine_confidence
 */
struct kntop_engine_label {
	unsigned short	master;
	unsigned short	app;
	unsigned short	category;
	unsigned char	confidence;
};

/**
 * struct kntop_engine_facts - what the packets of a flow told beside that
 *
 * Strings end with NUL, are "" or NULL where nothing is known, come from the
 * wire unchecked, and live until the next call with the same flow. Numbers are
 * 0 where unknown, but for those that say otherwise. No credentials.
 *
 * @risks: bit n: risk number n
 * @score: sum of the risks' scores
 * @server_name: SNI, HTTP host, DNS query, DHCP or NetBIOS name, ...
 * @tls_version: as on the wire, 0x0303 is TLS 1.2
 * @tls_cipher: the server's choice
 * @http_method: "GET", ...
 * @dns_reply_code: -1 unknown
 * @dns_address: an address that the answer has for @server_name; NULL none
 * @dns_address_len: 4 or 16
 */
struct kntop_engine_facts {
	unsigned long long	risks;
	unsigned short		score;
	const char		*server_name;
	const char		*ja3_client;
	const char		*ja3_server;
	const char		*alpn;
	unsigned short		tls_version;
	unsigned short		tls_cipher;
	const char		*tls_server_names;
	const char		*tls_issuer;
	const char		*tls_subject;
	const char		*http_method;
	const char		*http_url;
	const char		*http_user_agent;
	const char		*http_content_type;
	unsigned short		http_status;
	unsigned short		dns_query_type;
	short			dns_reply_code;
	const unsigned char	*dns_address;
	unsigned char		dns_address_len;
	const char		*ssh_client;
	const char		*ssh_server;
	const char		*hassh_client;
	const char		*hassh_server;
};

/**
 * struct kntop_engine_packet - one packet of a flow
 * @data: from the IP header on; KNTOP_ENGINE_PADDING zero octets follow. Must
 *	stay in memory until the next call of the engine
 * @len: octets, equal to what the IP header says
 * @time: milliseconds, of the packet's own clock
 */
struct kntop_engine_packet {
	const unsigned char	*data;
	unsigned short		len;
	unsigned long long	time;
};

/**
 * struct kntop_engine_past - what a flow did before its first packet was shown
 *
 * TCP segments without payload are not shown before the first one with payload,
 * yet nDPI wants to know of the handshake.
 *
 * @syn: the client's SYN was seen
 * @syn_ack: the server's answer was seen
 * @ack: the client's acknowledgement was seen
 * @reply: the first packet that is shown was sent by the server
 */
struct kntop_engine_past {
	bool	syn;
	bool	syn_ack;
	bool	ack;
	bool	reply;
};

/* ---- engines ------------------------------------------------------------- */

/**
 * kntop_engine_new - make an engine
 * @protocols: rules of custom protocols, in ntopng's protos.txt syntax: lines,
 *	each ended by NUL, the last one empty. NULL none
 * @categories: lines "host category-number", ended likewise. NULL none.
 *	In both, lines that begin with # count, but mean nothing
 * @bad: the number, from 1 on, of the line that is refused; 0 if it was not that
 *
 * Takes about 20 ms and 6.5 MB, and more for rules.
 *
 * Return: the engine; NULL when memory is short or a line is refused.
 */
struct kntop_engine *kntop_engine_new(const char *protocols, const char *categories,
				      unsigned int *bad);

/** kntop_engine_free - free it, NULL allowed; its flows must have been cleared. */
void kntop_engine_free(struct kntop_engine *e);

/**
 * kntop_engine_forget - forget what earlier flows told about later ones
 * @e: engine
 *
 * What nDPI keeps of its flows is in their states; this is all else.
 */
void kntop_engine_forget(struct kntop_engine *e);

/**
 * struct kntop_engine_memory - what an engine costs
 * @engine: octets of the engine itself
 * @flows: live octets of what was allocated for its flows, their states
 *	(kntop_engine_flow_size()) apart
 * @allocations: times nDPI asked for memory
 * @strays: times nDPI freed what was not its own; nothing happened
 */
struct kntop_engine_memory {
	unsigned long	engine;
	unsigned long	flows;
	unsigned long	allocations;
	unsigned long	strays;
};

/** kntop_engine_memory - tell it. Any context, also while the engine is at work. */
void kntop_engine_memory(const struct kntop_engine *e, struct kntop_engine_memory *m);

/* ---- flows --------------------------------------------------------------- */

/** kntop_engine_flow_size - octets of zeroed memory that a flow needs. */
size_t kntop_engine_flow_size(void);

/**
 * kntop_engine_flow_begin - tell of a flow's past, before its first packet
 * @f: the flow, all zero
 * @past: what it did
 */
void kntop_engine_flow_begin(struct kntop_engine_flow *f,
			     const struct kntop_engine_past *past);

/**
 * kntop_engine_see - show a packet
 * @e: engine, the same for all packets of a flow
 * @f: flow
 * @p: packet; one with lying headers is not shown to nDPI
 * @label: what the flow is so far; while that is not known, a guess
 */
enum kntop_engine_answer kntop_engine_see(struct kntop_engine *e,
					  struct kntop_engine_flow *f,
					  const struct kntop_engine_packet *p,
					  struct kntop_engine_label *label);

/**
 * kntop_engine_conclude - no more packets: decide, or guess
 * @e: engine
 * @f: flow; at least one packet was shown
 * @label: what it is
 * @facts: what else was learned
 */
void kntop_engine_conclude(struct kntop_engine *e, struct kntop_engine_flow *f,
			   struct kntop_engine_label *label,
			   struct kntop_engine_facts *facts);

/** kntop_engine_flow_memory - live octets of what was allocated for the flow. */
size_t kntop_engine_flow_memory(const struct kntop_engine_flow *f);

/** kntop_engine_flow_clear - free what hangs on a flow, and zero it. Any thread. */
void kntop_engine_flow_clear(struct kntop_engine_flow *f);

/* ---- names --------------------------------------------------------------- */

/**
 * struct kntop_engine_protocol - a protocol that an engine knows
 * @name: its name, lives as long as the engine
 * @breed: number of its breed
 * @category: number of its category
 * @cleartext: it is not encrypted
 */
struct kntop_engine_protocol {
	const char	*name;
	unsigned char	breed;
	unsigned short	category;
	bool		cleartext;
};

/** kntop_engine_protocols - how many protocols there are, 0 "Unknown" included. */
unsigned int kntop_engine_protocols(const struct kntop_engine *e);

/** kntop_engine_builtin - how many of them are nDPI's own, not from rules. */
unsigned int kntop_engine_builtin(const struct kntop_engine *e);

/** kntop_engine_protocol - describe protocol @n; false if that number is not used. */
bool kntop_engine_protocol(struct kntop_engine *e, unsigned int n,
			   struct kntop_engine_protocol *p);

/** kntop_engine_category - name of category @n, NULL behind the last one, "" unused. */
const char *kntop_engine_category(struct kntop_engine *e, unsigned int n);

/** kntop_engine_breed - name of breed @n, NULL behind the last one. */
const char *kntop_engine_breed(struct kntop_engine *e, unsigned int n);

/** kntop_engine_risk - name of risk @n (0 none), NULL behind the last one. */
const char *kntop_engine_risk(unsigned int n);

/** kntop_engine_risk_score - what risk @n adds to a flow's score. */
unsigned int kntop_engine_risk_score(unsigned int n);

/** kntop_engine_version - nDPI's version. */
const char *kntop_engine_version(void);

#endif /* KNTOP_NDPI_ENGINE_H */
