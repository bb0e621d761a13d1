/* SPDX-License-Identifier: GPL-2.0-or-later WITH Linux-syscall-note */
/*
 * kntop: what interfaces carried lately - the part of the wire contract of
 * <linux/kntop.h> that is about histories
 *
 * KNTOP_CMD_HISTORY_GET        dump
 *	request: [HISTORY_A_INTERFACE], [HISTORY_A_STEP], [HISTORY_A_COUNTERS],
 *	[HISTORY_A_CATEGORIES], [HISTORY_A_PROTOCOLS] or [HISTORY_A_PROTOCOL]
 *	What live interfaces carried lately, in steps of STEP seconds (1 by default):
 *	the newest KNTOP_HISTORY_SAMPLES steps that are over, fewer when it is
 *	watched for less. Offline sources have none. -ENODEV not watched,
 *	-EOPNOTSUPP an offline source.
 *	reply: one message an interface: HISTORY_A_INTERFACE, _STEP, _END,
 *	_PEAK, _PEAK_RX, _PEAK_TX, _RX_OCTETS, _TX_OCTETS, _RX_PACKETS,
 *	_TX_PACKETS, [_WITHOUT], _TOTALS; with COUNTERS followed by one for each
 *	counter that was ever raised: _INTERFACE, _COUNTER, _STEP, _END, _COUNTS, _TOTALS;
 *	with PROTOCOLS by one for each protocol that has a history: _INTERFACE, _PROTOCOL,
 *	_STEP, _END, _PEAK, _OCTETS, _TOTALS; and with CATEGORIES likewise, with _CATEGORY.
 *	With PROTOCOL only those of this protocol.
 *	TOTALS are what the counters behind a message's arrays had come to at END. So the
 *	total at the beginning of any sample is that less this sample and all after it.
 *	A step begins where the boot-time clock is a multiple of STEP, and what was
 *	counted between two visits of the accounting worker is spread evenly over
 *	that time; so a sum of samples is exact, and a sample is to about a
 *	hundredth of a second's traffic. While the machine sleeps, samples are 0.
 *	A flow is in a protocol's history once its classification is over, with all
 *	it had carried in the step of that moment.
 */
#ifndef _UAPI_LINUX_KNTOP_HISTORY_H
#define _UAPI_LINUX_KNTOP_HISTORY_H

#define KNTOP_HISTORY_SAMPLES	60	/* most samples of a history */
#define KNTOP_HISTORY_PROTOCOLS	64	/* most protocols of an interface with a history */
#define KNTOP_HISTORY_CATEGORIES	32	/* most categories */

/** What else of an interface has a history; the numbers between are reserved. */
enum kntop_history_counter {
	KNTOP_HISTORY_FLOWS = 0,	/* flows that began */
	KNTOP_HISTORY_LOCALITY = 16,	/* octets, plus enum kntop_locality */
	KNTOP_HISTORY_PART = 32,	/* packets in no flow, plus enum kntop_part */
};

/** Arrays are of u64 in host order, the oldest step first, all of one length. */
enum kntop_history_attr {
	KNTOP_HISTORY_A_UNSPEC,
	KNTOP_HISTORY_A_PAD,
	KNTOP_HISTORY_A_INTERFACE,	/* string */
	KNTOP_HISTORY_A_STEP,		/* u32, seconds: 1, 10 or 60 */
	KNTOP_HISTORY_A_PROTOCOLS,	/* flag: also by protocol */
	KNTOP_HISTORY_A_PROTOCOL,	/* u16, number of a protocol; absent in totals */
	KNTOP_HISTORY_A_END,		/* u64, when the newest step ended (wall clock) */
	KNTOP_HISTORY_A_PEAK,		/* u64, most octets in one second since it is watched */
	KNTOP_HISTORY_A_PEAK_RX,	/* u64, likewise, of those received */
	KNTOP_HISTORY_A_PEAK_TX,	/* u64 */
	KNTOP_HISTORY_A_OCTETS,		/* binary, array: both directions */
	KNTOP_HISTORY_A_RX_OCTETS,	/* binary, array */
	KNTOP_HISTORY_A_TX_OCTETS,	/* binary, array */
	KNTOP_HISTORY_A_RX_PACKETS,	/* binary, array */
	KNTOP_HISTORY_A_TX_PACKETS,	/* binary, array */
	KNTOP_HISTORY_A_WITHOUT,	/* u32, protocols seen that have no history; absent when none */
	KNTOP_HISTORY_A_COUNTERS,	/* flag: also the counters of enum kntop_history_counter */
	KNTOP_HISTORY_A_CATEGORIES,	/* flag: also by category */
	KNTOP_HISTORY_A_COUNTER,	/* u32, enum kntop_history_counter; absent in the others */
	KNTOP_HISTORY_A_CATEGORY,	/* u16, number of a category; absent in the others */
	KNTOP_HISTORY_A_COUNTS,		/* binary, array: what a counter rose by */
	KNTOP_HISTORY_A_TOTALS,		/* binary, array of u64: totals at END, in the order of the arrays' numbers */
	__KNTOP_HISTORY_A_MAX,
	KNTOP_HISTORY_A_MAX = __KNTOP_HISTORY_A_MAX - 1
};

#endif /* _UAPI_LINUX_KNTOP_HISTORY_H */
