/* SPDX-License-Identifier: GPL-2.0-or-later WITH Linux-syscall-note */
/*
 * kntop: what flows carry - the layer 7 part of the wire contract of <linux/kntop.h>
 *
 * A classifier, a module of its own, is shown the first packets of each flow and
 * says which protocol it is. Protocols, categories, breeds and risks have
 * numbers; LABEL_GET names them. A number keeps its name until the module is
 * unloaded, also when another classifier or other rules come. Protocol 0 is
 * "Unknown". Settings and counters of the classifier are those of the whole
 * machine, whatever the network namespace.
 *
 * KNTOP_CMD_LABEL_GET          dump
 *	request: [LABEL_A_KIND]
 *	reply: one message a label: LABEL_A_KIND, _NUMBER, _NAME, for protocols
 *	_BREED, _CATEGORY, [_CLEARTEXT], [_CUSTOM], for risks _SCORE
 * KNTOP_CMD_PROTOCOL_GET       dump
 *	request: [PROTOCOL_A_KIND] (protocols by default, or categories), and of
 *	what: nothing for all live interfaces, _INTERFACE for one; _ADDR for a local
 *	host, with _INTERFACE on that one only; _HOSTS for all local hosts, likewise;
 *	_ADDR and _PREFIX, or _LOCALNET, for local networks, with _INTERFACE what an
 *	offline source carried. -ENODEV, -ENOENT, -EOPNOTSUPP the latter of a live one.
 *	reply: one message for each number that was seen: PROTOCOL_A_KIND,
 *	_NUMBER, _FLOWS, _SENT, _RECEIVED, for networks _INTERNAL (nests of
 *	counter), and whose: _INTERFACE; _ADDR, [_VLAN], _INTERFACE; or _ADDR,
 *	_PREFIX, [_LOCALNET]. Of an interface SENT is what clients sent, RECEIVED
 *	what servers sent. A flow is counted, with all it carried since it began,
 *	once its classification is over. What of an interface is not in yet comes
 *	in a message without _NUMBER. Of all hosts each is read at a moment of its own,
 *	and NLM_F_DUMP_INTR tells that the table was replaced meanwhile.
 * KNTOP_CMD_DPI_GET            do
 *	reply: [DPI_A_CLASSIFIER], _ENABLED and, with a classifier, all the others
 * KNTOP_CMD_DPI_SET            do
 *	request: one or more of DPI_A_ENABLED .. _BUDGET, _DERIVE,
 *	_CORRECTIONS; all take effect or none. -EOPNOTSUPP there is no classifier, -ENOMEM, -ETIMEDOUT it makes no
 *	progress.
 * KNTOP_CMD_RULES_LOAD         do
 *	request: RULES_A_KIND, [_BEGIN], [_LINES], [_COMMIT]
 *	Custom protocols (lines of ntopng's protos.txt) or host names of
 *	categories (lines "name category-number"). A set may need several requests:
 *	the first has BEGIN, the last COMMIT, which puts the whole set in place of
 *	the one before. The classifier takes it over while packets go on.
 *	reply: when a line is refused: RULES_A_BAD_LINE (from 1 on), then -EINVAL,
 *	and nothing changes. -EOPNOTSUPP no classifier, -EBUSY another set is being
 *	sent, -E2BIG more than KNTOP_RULES_MAX octets, -ENOSPC too many protocols
 *	have had a name, -ENOMEM, -EOVERFLOW the rules are more than the classifier
 *	can take, -EIO it fails with them, -ETIMEDOUT it makes no progress.
 */
#ifndef _UAPI_LINUX_KNTOP_L7_H
#define _UAPI_LINUX_KNTOP_L7_H

#define KNTOP_LABEL_NAME_SIZE	48	/* name of a protocol, category ..., with its NUL */
#define KNTOP_RULES_MAX		(64 << 20) /* most octets of rules */
#define KNTOP_CPUS_SIZE		128	/* list of CPUs, with its NUL */

enum kntop_label_kind {
	KNTOP_LABEL_PROTOCOL,
	KNTOP_LABEL_CATEGORY,
	KNTOP_LABEL_BREED,
	KNTOP_LABEL_RISK,
	__KNTOP_LABEL_MAX,
	KNTOP_LABEL_MAX = __KNTOP_LABEL_MAX - 1
};

enum kntop_label_attr {
	KNTOP_LABEL_A_UNSPEC,
	KNTOP_LABEL_A_PAD,
	KNTOP_LABEL_A_KIND,		/* u32, enum kntop_label_kind */
	KNTOP_LABEL_A_NUMBER,		/* u16; a risk's is its bit in L7_A_RISKS */
	KNTOP_LABEL_A_NAME,		/* string, KNTOP_LABEL_NAME_SIZE */
	KNTOP_LABEL_A_BREED,		/* u8, number of a breed */
	KNTOP_LABEL_A_CATEGORY,		/* u8, number of its usual category */
	KNTOP_LABEL_A_CLEARTEXT,	/* flag: not encrypted */
	KNTOP_LABEL_A_CUSTOM,		/* flag: from RULES_LOAD */
	KNTOP_LABEL_A_SCORE,		/* u16, what the risk adds to a flow's score */
	__KNTOP_LABEL_A_MAX,
	KNTOP_LABEL_A_MAX = __KNTOP_LABEL_A_MAX - 1
};

/** L7_A_CONFIDENCE: how a flow's protocol is known. */
enum kntop_confidence {
	KNTOP_CONFIDENCE_NONE,		/* nobody has looked */
	KNTOP_CONFIDENCE_NOT_INSPECTED,	/* packets were skipped for want of room; a guess at most */
	KNTOP_CONFIDENCE_UNKNOWN,	/* looked at, and not recognized */
	KNTOP_CONFIDENCE_BY_PORT,	/* a guess */
	KNTOP_CONFIDENCE_BY_IP,		/* a guess */
	KNTOP_CONFIDENCE_CACHE,		/* an earlier flow between these hosts told */
	KNTOP_CONFIDENCE_DPI,		/* seen in its packets */
	KNTOP_CONFIDENCE_INTERRUPTED,	/* the classifier was stopped: known until then */
	__KNTOP_CONFIDENCE_MAX,
	KNTOP_CONFIDENCE_MAX = __KNTOP_CONFIDENCE_MAX - 1
};

/** L7_A_REASON: what made a flow's label what it is. */
enum kntop_reason {
	KNTOP_REASON_NONE,
	KNTOP_REASON_NAME,		/* a rule for its own name */
	KNTOP_REASON_ADDRESS,
	KNTOP_REASON_PORT,
	KNTOP_REASON_CACHE,		/* an earlier flow between these hosts */
	KNTOP_REASON_CORRECTION,
	KNTOP_REASON_DNS,		/* a rule for DNS_NAME */
	KNTOP_REASON_DERIVED,		/* whose call it is, by what its client spoke to before */
	__KNTOP_REASON_MAX,
	KNTOP_REASON_MAX = __KNTOP_REASON_MAX - 1
};

/** L7_A_PAYLOAD: what the first octets of a flow's payload look like. */
enum kntop_payload {
	KNTOP_PAYLOAD_NONE,
	KNTOP_PAYLOAD_UNCLEAR,		/* cannot tell */
	KNTOP_PAYLOAD_CLEAR,		/* text, or too regular to be encrypted */
	KNTOP_PAYLOAD_ENCRYPTED,	/* or compressed */
	__KNTOP_PAYLOAD_MAX,
	KNTOP_PAYLOAD_MAX = __KNTOP_PAYLOAD_MAX - 1
};

/**
 * The nest "l7" of a flow. Strings are octets from the wire without a NUL, in no
 * sure encoding, cut to 255 octets; absent where nothing was seen.
 */
enum kntop_l7_attr {
	KNTOP_L7_A_UNSPEC,
	KNTOP_L7_A_PAD,
	KNTOP_L7_A_PROTOCOL,		/* u16, the application's */
	KNTOP_L7_A_MASTER,		/* u16, what carries it; absent when nothing does */
	KNTOP_L7_A_CATEGORY,		/* u8 */
	KNTOP_L7_A_CONFIDENCE,		/* u8, enum kntop_confidence */
	KNTOP_L7_A_UNDECIDED,		/* flag: inspection goes on, all this may change */
	KNTOP_L7_A_RISKS,		/* u64, bits; absent when none */
	KNTOP_L7_A_SCORE,		/* u16, sum of the risks' scores */
	KNTOP_L7_A_SERVER_NAME,		/* binary: SNI, HTTP host, DNS query, DHCP or NetBIOS name */
	KNTOP_L7_A_JA3_CLIENT,		/* binary, 32 hex digits */
	KNTOP_L7_A_JA3_SERVER,		/* binary, 32 hex digits */
	KNTOP_L7_A_ALPN,		/* binary, comma separated */
	KNTOP_L7_A_TLS_VERSION,		/* u16, as on the wire: 0x0303 is TLS 1.2 */
	KNTOP_L7_A_TLS_CIPHER,		/* u16, the server's choice */
	KNTOP_L7_A_TLS_SERVER_NAMES,	/* binary, of the certificate */
	KNTOP_L7_A_TLS_ISSUER,		/* binary */
	KNTOP_L7_A_TLS_SUBJECT,		/* binary */
	KNTOP_L7_A_HTTP_METHOD,		/* binary */
	KNTOP_L7_A_HTTP_URL,		/* binary */
	KNTOP_L7_A_HTTP_USER_AGENT,	/* binary */
	KNTOP_L7_A_HTTP_CONTENT_TYPE,	/* binary */
	KNTOP_L7_A_HTTP_STATUS,		/* u16 */
	KNTOP_L7_A_DNS_QUERY_TYPE,	/* u16 */
	KNTOP_L7_A_DNS_REPLY_CODE,	/* u8 */
	KNTOP_L7_A_SSH_CLIENT,		/* binary, its version string */
	KNTOP_L7_A_SSH_SERVER,		/* binary */
	KNTOP_L7_A_HASSH_CLIENT,	/* binary, 32 hex digits */
	KNTOP_L7_A_HASSH_SERVER,	/* binary */
	KNTOP_L7_A_DNS_ADDRESS,		/* 4 or 16 octets, of SERVER_NAME in the answer */
	KNTOP_L7_A_REASON,		/* u8, enum kntop_reason; absent when nothing but packets */
	KNTOP_L7_A_DNS_NAME,		/* binary, what the client had looked up last for the server */
	KNTOP_L7_A_PAYLOAD,		/* u8, enum kntop_payload; of flows that nobody knows */
	KNTOP_L7_A_ENTROPY,		/* u16, thousandths of a bit per octet of that payload */
	KNTOP_L7_A_SAMPLED,		/* u16, octets of it that ENTROPY is of */
	__KNTOP_L7_A_MAX,
	KNTOP_L7_A_MAX = __KNTOP_L7_A_MAX - 1
};

enum kntop_protocol_attr {
	KNTOP_PROTOCOL_A_UNSPEC,
	KNTOP_PROTOCOL_A_PAD,
	KNTOP_PROTOCOL_A_KIND,		/* u32, KNTOP_LABEL_PROTOCOL or _CATEGORY */
	KNTOP_PROTOCOL_A_INTERFACE,	/* string */
	KNTOP_PROTOCOL_A_ADDR,		/* 4 or 16 octets */
	KNTOP_PROTOCOL_A_PREFIX,	/* u8 */
	KNTOP_PROTOCOL_A_LOCALNET,	/* string */
	KNTOP_PROTOCOL_A_VLAN,		/* u16, of the host */
	KNTOP_PROTOCOL_A_NUMBER,	/* u16 */
	KNTOP_PROTOCOL_A_FLOWS,		/* u64 */
	KNTOP_PROTOCOL_A_SENT,		/* nest counter */
	KNTOP_PROTOCOL_A_RECEIVED,	/* nest counter */
	KNTOP_PROTOCOL_A_INTERNAL,	/* nest counter: between hosts of the network */
	KNTOP_PROTOCOL_A_HOSTS,		/* flag, requests only: of all local hosts */
	__KNTOP_PROTOCOL_A_MAX,
	KNTOP_PROTOCOL_A_MAX = __KNTOP_PROTOCOL_A_MAX - 1
};

enum kntop_dpi_attr {
	KNTOP_DPI_A_UNSPEC,
	KNTOP_DPI_A_PAD,
	KNTOP_DPI_A_ENABLED,		/* u8, 0 or 1: are new flows inspected? */
	KNTOP_DPI_A_PACKETS,		/* u32, 1 .. 32, most packets inspected of a flow */
	KNTOP_DPI_A_WORKERS,		/* u32, 1 .. 64, threads */
	KNTOP_DPI_A_CPUS,		/* string, list of CPUs they may run on; empty any */
	KNTOP_DPI_A_RING,		/* u32, 65536 .. 67108864, octets of a worker's ring */
	KNTOP_DPI_A_FLOWS_MAX,		/* u32, 64 .. 4194304, most undecided flows with state */
	KNTOP_DPI_A_BYTES_MAX,		/* u64, 1048576 .., most octets of that state */
	KNTOP_DPI_A_BUDGET,		/* u32, 10000 .. 4000000000, steps for one packet */
	KNTOP_DPI_A_CLASSIFIER,		/* string, name and version */
	KNTOP_DPI_A_FLOWS,		/* u32, undecided flows with state, now */
	KNTOP_DPI_A_BYTES,		/* u64, their octets */
	KNTOP_DPI_A_DECIDED,		/* u64, verdicts */
	KNTOP_DPI_A_PROTOCOL_RULES,	/* u32, lines in force */
	KNTOP_DPI_A_CATEGORY_RULES,	/* u32 */
	KNTOP_DPI_A_SKIP,		/* nest skip, one a reason */
	KNTOP_DPI_A_WORKER,		/* nest worker, one a worker */
	KNTOP_DPI_A_RESTARTS,		/* u64, engines restarted after a trap */
	KNTOP_DPI_A_RESTART_NS_MAX,	/* u64, longest that took */
	KNTOP_DPI_A_TRAP,		/* nest trap, one a kind */
	KNTOP_DPI_A_IMAGE,		/* u64, octets of what engines are restarted from, shared */
	KNTOP_DPI_A_DERIVE,		/* u8, 0 or 1: may other flows of a client name a flow? */
	KNTOP_DPI_A_CORRECTIONS,	/* u8, 0 or 1: is nDPI helped where it is known to fail? */
	KNTOP_DPI_A_NAMES,		/* u32, names kept of what clients looked up in DNS */
	KNTOP_DPI_A_NAMES_EVICTED,	/* u64, names that gave way to newer ones */
	__KNTOP_DPI_A_MAX,
	KNTOP_DPI_A_MAX = __KNTOP_DPI_A_MAX - 1
};

/** Why packets were not inspected though their flow is undecided. */
enum kntop_skip {
	KNTOP_SKIP_RING_FULL,		/* the worker does not keep up */
	KNTOP_SKIP_FLOWS_FULL,		/* FLOWS_MAX undecided flows */
	KNTOP_SKIP_BYTES_FULL,		/* BYTES_MAX octets of state */
	KNTOP_SKIP_NO_MEMORY,
	KNTOP_SKIP_TRAPPED,		/* too many traps: no engine until the next restart */
	__KNTOP_SKIP_MAX,
	KNTOP_SKIP_MAX = __KNTOP_SKIP_MAX - 1
};

/** The nest "skip". All reasons are reported, also those that are zero. */
enum kntop_skip_attr {
	KNTOP_SKIP_A_UNSPEC,
	KNTOP_SKIP_A_PAD,
	KNTOP_SKIP_A_REASON,		/* u32, enum kntop_skip */
	KNTOP_SKIP_A_PACKETS,		/* u64, packets that were not taken */
	KNTOP_SKIP_A_FLOWS,		/* u64, flows given up, whose later packets are not counted */
	KNTOP_SKIP_A_FIRST,		/* u64, wall clock; absent when never */
	KNTOP_SKIP_A_LAST,		/* u64 */
	__KNTOP_SKIP_A_MAX,
	KNTOP_SKIP_A_MAX = __KNTOP_SKIP_A_MAX - 1
};

/** The nest "worker". */
enum kntop_worker_attr {
	KNTOP_WORKER_A_UNSPEC,
	KNTOP_WORKER_A_PAD,
	KNTOP_WORKER_A_ID,		/* u32, from 0 on */
	KNTOP_WORKER_A_PID,		/* u32, of its thread */
	KNTOP_WORKER_A_QUEUED,		/* u64, packets put into its ring */
	KNTOP_WORKER_A_DISSECTED,	/* u64, of them, shown to the classifier's library */
	KNTOP_WORKER_A_DECIDED,		/* u64, verdicts */
	KNTOP_WORKER_A_TIME,		/* u64, nanoseconds in the library, guesses apart */
	KNTOP_WORKER_A_TIME_MAX,	/* u64, longest for one packet */
	KNTOP_WORKER_A_DEPTH,		/* u32, packets in the ring now */
	KNTOP_WORKER_A_DEPTH_MAX,	/* u32, most ever */
	KNTOP_WORKER_A_FILL,		/* u32, octets in the ring now */
	KNTOP_WORKER_A_FLOWS,		/* u32, its undecided flows */
	KNTOP_WORKER_A_MEMORY,		/* u64, octets the library holds, tables included */
	KNTOP_WORKER_A_ALLOCATIONS,	/* u64, times the library asked for memory */
	KNTOP_WORKER_A_STACK,		/* u32, most octets of stack ever used */
	KNTOP_WORKER_A_STEPS_MAX,	/* u64, most steps for one packet */
	__KNTOP_WORKER_A_MAX,
	KNTOP_WORKER_A_MAX = __KNTOP_WORKER_A_MAX - 1
};

/** Why the classifier's library was stopped: it runs isolated, and may do no harm. */
enum kntop_trap_kind {
	KNTOP_TRAP_KIND_NONE,
	KNTOP_TRAP_KIND_OUT_OF_BOUNDS,	/* copied or filled beyond its memory */
	KNTOP_TRAP_KIND_BAD_CALL,	/* called a function that does not exist, or by a wrong type */
	KNTOP_TRAP_KIND_DEPTH,		/* too deep a stack */
	KNTOP_TRAP_KIND_BUDGET,		/* more than BUDGET steps */
	KNTOP_TRAP_KIND_DIVISION,	/* by zero, or an overflow */
	KNTOP_TRAP_KIND_ASSERTION,
	KNTOP_TRAP_KIND_MEMORY,		/* more memory than it may have */
	KNTOP_TRAP_KIND_CANCELLED,	/* no progress for seconds */
	__KNTOP_TRAP_KIND_MAX,
	KNTOP_TRAP_KIND_MAX = __KNTOP_TRAP_KIND_MAX - 1
};

/** The nest "trap". All kinds are reported, also those that never happened. */
enum kntop_trap_attr {
	KNTOP_TRAP_A_UNSPEC,
	KNTOP_TRAP_A_PAD,
	KNTOP_TRAP_A_KIND,		/* u32, enum kntop_trap_kind */
	KNTOP_TRAP_A_COUNT,		/* u64 */
	KNTOP_TRAP_A_FIRST,		/* u64, wall clock; absent when never, as all below */
	KNTOP_TRAP_A_LAST,		/* u64 */
	KNTOP_TRAP_A_FUNCTION,		/* string, of the library, where the last one happened */
	KNTOP_TRAP_A_DISSECTOR,		/* string, what it had called for the packet */
	KNTOP_TRAP_A_L4,		/* u8, of the flow; absent with those below when unknown */
	KNTOP_TRAP_A_CLIENT,		/* nest endpoint: ADDR, PORT */
	KNTOP_TRAP_A_SERVER,		/* nest endpoint */
	KNTOP_TRAP_A_FLOW_ID,		/* u64, FLOW_A_ID of the flow */
	__KNTOP_TRAP_A_MAX,
	KNTOP_TRAP_A_MAX = __KNTOP_TRAP_A_MAX - 1
};

enum kntop_rules_attr {
	KNTOP_RULES_A_UNSPEC,
	KNTOP_RULES_A_PAD,
	KNTOP_RULES_A_KIND,		/* u32, KNTOP_LABEL_PROTOCOL or _CATEGORY */
	KNTOP_RULES_A_BEGIN,		/* flag: forget what was sent before */
	KNTOP_RULES_A_LINES,		/* binary, 1 .. 32767 octets: whole lines, each with its NUL */
	KNTOP_RULES_A_COMMIT,		/* flag: put the set in force */
	KNTOP_RULES_A_BAD_LINE,		/* u32, reply only */
	__KNTOP_RULES_A_MAX,
	KNTOP_RULES_A_MAX = __KNTOP_RULES_A_MAX - 1
};

#endif /* _UAPI_LINUX_KNTOP_L7_H */
