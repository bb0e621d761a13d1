/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * door: everything that passes between the kernel and a guest.
 *
 * The guest is nDPI and the files in this folder, compiled to WebAssembly and translated
 * back to C, in which every load and store lands in a linear memory of the guest's own.
 * It calls nothing of the kernel's but the imports below, and the kernel calls nothing of
 * it but the exports. Addresses are offsets into the linear memory.
 *
 * Who trusts whom: the guest trusts the kernel. The kernel trusts nothing that comes out
 * of the guest: every return value, and everything in struct kntop_door, may be chosen by
 * whoever sent the last packet. kmod/ndpi/engine.c is the only file that reads it. It
 * copies before it looks, checks each address against the size of the memory, and each
 * number against its range. A guest that lies gets wrong verdicts, no more.
 *
 * Both sides include this file: members have fixed sizes, the guest's layout (32 bits,
 * little endian) and no padding.
 */
#ifndef KNTOP_GUEST_DOOR_H
#define KNTOP_GUEST_DOOR_H

#ifndef __KERNEL__
#include <stdint.h>
#else
#include <linux/types.h>
#endif

/** Longest packet that is shown, from its IP header on. A TLS handshake's certificates fit. */
#define KNTOP_DOOR_PACKET_MAX		8192

/** Zero octets that follow a packet's last: nDPI reads a little too far. */
#define KNTOP_DOOR_PADDING		64

/** A host's name and its NUL end within this (RFC 1035, 2.3.4). */
#define KNTOP_DOOR_HOST_MAX		256

/** Most addresses that one DNS answer tells. */
#define KNTOP_DOOR_ADDRESSES_MAX	16

/** A name and its NUL end within this. */
#define KNTOP_DOOR_NAME_MAX		128

/** How sure the guest is of a label. */
enum kntop_door_confidence {
	KNTOP_DOOR_UNKNOWN,		/* found nothing */
	KNTOP_DOOR_BY_PORT,		/* a guess */
	KNTOP_DOOR_BY_IP,		/* a guess */
	KNTOP_DOOR_CACHE,		/* an earlier flow between these hosts told */
	KNTOP_DOOR_DPI,			/* saw it in the packets */
};

/** What kntop_guest_flow_see() returns. */
enum kntop_door_answer {
	KNTOP_DOOR_MORE,		/* undecided */
	KNTOP_DOOR_FOUND,		/* protocol found, more packets would add details */
	KNTOP_DOOR_ENOUGH,		/* nothing more to learn */
};

/** What kntop_guest_init() returns. */
enum kntop_door_status {
	KNTOP_DOOR_READY,
	KNTOP_DOOR_BAD_LINE,		/* struct kntop_door.bad_line */
	KNTOP_DOOR_NO_MEMORY,
};

/** What a flow did before its first packet was shown, for kntop_guest_flow_new(): a sum. */
enum kntop_door_past {
	KNTOP_DOOR_SYN = 1,		/* the client's SYN was seen */
	KNTOP_DOOR_SYN_ACK = 2,		/* the server's answer was seen */
	KNTOP_DOOR_ACK = 4,		/* the client's acknowledgement was seen */
	KNTOP_DOOR_REPLY = 8,		/* the server sent the first packet that is shown */
	KNTOP_DOOR_AS_SENT = 16,	/* nDPI is to be shown packets as they were sent */
};

/** Whose name kntop_guest_describe() puts into struct kntop_door.name. */
enum kntop_door_kind {
	KNTOP_DOOR_PROTOCOL,
	KNTOP_DOOR_CATEGORY,
	KNTOP_DOOR_BREED,
	KNTOP_DOOR_RISK,
	KNTOP_DOOR_VERSION,		/* nDPI's; number 0 only */
};

/** What kntop_guest_describe() returns. */
enum kntop_door_description {
	KNTOP_DOOR_END,			/* there is no such number, nor a higher one */
	KNTOP_DOOR_GAP,			/* the number is not in use */
	KNTOP_DOOR_NAMED,
};

/** What the first octets of payload look like. */
enum kntop_door_payload {
	KNTOP_DOOR_NO_PAYLOAD,		/* nobody looked */
	KNTOP_DOOR_UNCLEAR,		/* cannot tell */
	KNTOP_DOOR_CLEAR,		/* text, or too regular to be encrypted */
	KNTOP_DOOR_ENCRYPTED,		/* or compressed */
};

/** What a concluded flow's label leaves open. */
enum kntop_door_open {
	KNTOP_DOOR_NAMED_APP,		/* nothing: an application, or a protocol of its own */
	KNTOP_DOOR_NAMELESS,		/* unknown, or only TLS, DTLS or QUIC */
	KNTOP_DOOR_MEDIA,		/* STUN or RTP, of whatever application */
};

/** The strings of struct kntop_door_facts, most useful first. */
enum kntop_door_string {
	KNTOP_DOOR_SERVER_NAME,		/* SNI, HTTP host, DNS query, DHCP or NetBIOS name */
	KNTOP_DOOR_JA3_CLIENT,
	KNTOP_DOOR_JA3_SERVER,
	KNTOP_DOOR_HASSH_CLIENT,
	KNTOP_DOOR_HASSH_SERVER,
	KNTOP_DOOR_SSH_CLIENT,
	KNTOP_DOOR_SSH_SERVER,
	KNTOP_DOOR_HTTP_METHOD,
	KNTOP_DOOR_HTTP_URL,
	KNTOP_DOOR_HTTP_USER_AGENT,
	KNTOP_DOOR_HTTP_CONTENT_TYPE,
	KNTOP_DOOR_ALPN,
	KNTOP_DOOR_TLS_SERVER_NAMES,
	KNTOP_DOOR_TLS_ISSUER,
	KNTOP_DOOR_TLS_SUBJECT,
	KNTOP_DOOR_STRINGS,
};

/**
 * struct kntop_door_label - what a flow is, in the guest's numbers
 * @master: protocol that carries @app, or 0
 * @app: application protocol, 0 unknown; a flow with a master alone has it here
 * @category: category
 * @confidence: enum kntop_door_confidence
 */
struct kntop_door_label {
	uint16_t	master;
	uint16_t	app;
	uint16_t	category;
	uint16_t	confidence;
};

/**
 * struct kntop_door_facts - what else the packets of a flow told
 * @risks: bit n: risk number n
 * @string: addresses of NUL-terminated octets from the wire, in no certain encoding; 0
 *	unknown. No credentials
 * @score: sum of the risks' scores
 * @tls_version: as on the wire, 0x0303 is TLS 1.2; 0 unknown
 * @tls_cipher: the server's choice; 0 unknown
 * @http_status: 0 unknown
 * @dns_query_type: 0 unknown
 * @dns_reply_code: -1 unknown
 * @dns_address_len: octets of @dns_address: 4, 16, or 0 for none
 * @dns_address: an address that the answer, or announcement, gives for the server name
 * @open: enum kntop_door_open
 * @payload: enum kntop_door_payload, of a flow that is not known for sure
 * @entropy: of @sampled octets of payload, in thousandths of a bit per octet
 * @sampled: how many
 */
struct kntop_door_facts {
	uint64_t	risks;
	uint32_t	string[KNTOP_DOOR_STRINGS];
	uint16_t	score;
	uint16_t	tls_version;
	uint16_t	tls_cipher;
	uint16_t	http_status;
	uint16_t	dns_query_type;
	int16_t		dns_reply_code;
	uint8_t		dns_address[16];
	uint16_t	dns_address_len;
	uint16_t	open;
	uint16_t	payload;
	uint16_t	entropy;
	uint16_t	sampled;
	uint16_t	spare;
	uint32_t	spare_too;
};

/**
 * struct kntop_door_name - a name and what belongs to it
 * @address: of a NUL-terminated string
 * @score: of a risk
 * @category: of a protocol
 * @breed: of a protocol
 * @cleartext: of a protocol: it is not encrypted
 */
struct kntop_door_name {
	uint32_t	address;
	uint16_t	score;
	uint16_t	category;
	uint16_t	breed;
	uint16_t	cleartext;
};

/**
 * struct kntop_door_address - an address in a DNS answer
 * @octet: the address
 * @ttl: seconds for which it may be kept
 * @len: octets of it, 4 or 16
 */
struct kntop_door_address {
	uint8_t		octet[16];
	uint32_t	ttl;
	uint32_t	len;
};

/**
 * struct kntop_door_answer_list - what a client was told by DNS
 * @count: how many addresses; 0: the last packet was no such answer
 * @name: what it asked for, ended by a NUL
 * @address: the addresses
 */
struct kntop_door_answer_list {
	uint32_t			count;
	char				name[KNTOP_DOOR_HOST_MAX];
	struct kntop_door_address	address[KNTOP_DOOR_ADDRESSES_MAX];
};

/**
 * struct kntop_door - where arguments and results stand, one for each guest
 *
 * The kernel writes:
 * @packet: the packet to be shown, zero octets after it
 *
 * The guest writes:
 * @facts: set by kntop_guest_flow_conclude()
 * @label: set by kntop_guest_flow_see() and kntop_guest_flow_conclude()
 * @name: set by kntop_guest_describe()
 * @answers: set by kntop_guest_flow_see()
 * @bad_line: number of the line that kntop_guest_init() refused, from 1 on
 * @protocols: how many protocols there are, 0 "Unknown" included
 * @builtin: how many of them are nDPI's own
 * @flow_octets: live octets of all flows
 * @allocations: blocks ever allocated for flows
 * @strays: pointers that nDPI freed and that were not its own; nothing happened
 */
struct kntop_door {
	uint8_t			packet[KNTOP_DOOR_PACKET_MAX + KNTOP_DOOR_PADDING];
	struct kntop_door_facts	facts;
	struct kntop_door_label	label;
	struct kntop_door_name	name;
	struct kntop_door_answer_list answers;
	uint32_t		bad_line;
	uint32_t		protocols;
	uint32_t		builtin;
	uint32_t		flow_octets;
	uint32_t		allocations;
	uint32_t		strays;
};

/*
 * Exports. The translator makes a C function of each, w2c_kntop_guest_NAME(), which takes
 * the sandbox first. Each may end in a trap, and returns 0 then.
 */
#ifdef __wasm__
#define KNTOP_GUEST_EXPORT(name)	__attribute__((export_name("kntop_guest_" #name)))

/** kntop_guest_door - the address of the guest's struct kntop_door. */
KNTOP_GUEST_EXPORT(door) uint32_t kntop_guest_door(void);

/** kntop_guest_alloc - @octets of memory for the kernel to fill; 0 none. */
KNTOP_GUEST_EXPORT(alloc) uint32_t kntop_guest_alloc(uint32_t octets);

/**
 * kntop_guest_init - make nDPI ready
 * @protocols: address of rules, lines ended by NUL, the last one empty; 0 none
 * @categories: address of lines "host category-number", likewise; 0 none
 *
 * Called once. Frees both. Lines that begin with # are counted, and skipped.
 *
 * Return: enum kntop_door_status.
 */
KNTOP_GUEST_EXPORT(init) uint32_t kntop_guest_init(uint32_t protocols, uint32_t categories);

/** kntop_guest_describe - look up a name: enum kntop_door_description. */
KNTOP_GUEST_EXPORT(describe) uint32_t kntop_guest_describe(uint32_t kind, uint32_t number);

/** kntop_guest_forget - forget what earlier flows told about later ones. */
KNTOP_GUEST_EXPORT(forget) void kntop_guest_forget(void);

/** kntop_guest_flow_new - a flow with a past, enum kntop_door_past; 0 when memory is short. */
KNTOP_GUEST_EXPORT(flow_new) uint32_t kntop_guest_flow_new(uint32_t past);

/**
 * kntop_guest_flow_see - look at struct kntop_door.packet
 * @flow: a flow
 * @len: octets of the packet
 * @time: milliseconds, of the packet's own clock
 *
 * Return: enum kntop_door_answer.
 */
KNTOP_GUEST_EXPORT(flow_see) uint32_t kntop_guest_flow_see(uint32_t flow, uint32_t len,
							   uint64_t time);

/** kntop_guest_flow_conclude - decide a flow, or guess; its strings live until it is freed. */
KNTOP_GUEST_EXPORT(flow_conclude) void kntop_guest_flow_conclude(uint32_t flow);

/**
 * kntop_guest_host - whose name is this, by the rules for host names?
 * @len: octets of the name, at the beginning of struct kntop_door.packet, NUL behind it
 *
 * Sets struct kntop_door.label: application 0 when no rule knows it.
 */
KNTOP_GUEST_EXPORT(host) void kntop_guest_host(uint32_t len);

/** kntop_guest_flow_free - free a flow with everything that was allocated for it. */
KNTOP_GUEST_EXPORT(flow_free) void kntop_guest_flow_free(uint32_t flow);

/*
 * Imports: all that a guest can ask for. kmod/ndpi/sandbox.c has them.
 */
#define KNTOP_GUEST_IMPORT(name) \
	__attribute__((import_module("kntop"), import_name(#name)))

/** kntop_host_now - microseconds since 1970. */
KNTOP_GUEST_IMPORT(now) uint64_t kntop_host_now(void);

/** kntop_host_random - 32 random bits. */
KNTOP_GUEST_IMPORT(random) uint32_t kntop_host_random(void);
#endif /* __wasm__ */

#endif /* KNTOP_GUEST_DOOR_H */
