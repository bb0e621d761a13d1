/* SPDX-License-Identifier: GPL-2.0-or-later WITH Linux-syscall-note */
/*
 * kntop: records of ended flows - the part of the wire contract of <linux/kntop.h> that
 * those need who keep them
 *
 * KNTOP_CMD_ENDED_GET          dump
 *	request: [ENDED_A_SINCE], [ENDED_A_LIMIT], [ENDED_A_INTERFACE], [ENDED_A_INSTANCE],
 *	[ENDED_A_TUNNEL]
 *	reply: one message a record, the FLOW_A_* set with _SEQ, _END,
 *	_END_TIME and _INSTANCE, in the order of _SEQ from the first record with _SEQ >= SINCE
 *	that the ring still holds. Numbers have no gaps: a reader that asked for SINCE and gets
 *	a larger first number lost the records between. They begin with 1 in each instance,
 *	which is a number drawn at random when the module is loaded, or the namespace made.
 *	-ESTALE this is another instance, -ERANGE SINCE is beyond the next record's number.
 *	Records of offline sources are in a ring of their own, with numbers of their own, and
 *	sent only to who names one. With INTERFACE or TUNNEL the numbers of others are left
 *	out, and LIMIT counts what is sent. -ENODEV it is not watched, and no record of it is
 *	held.
 *	A flow's records have its ID, and NUMBER 0, 1, 2 ..; the last one's END is not
 *	KNTOP_END_ACTIVE. What is NEW in them adds up to its totals, and what is NEW in the
 *	records of all flows to what these carried. Counters without NEW are totals so far.
 */
#ifndef _UAPI_LINUX_KNTOP_ENDED_H
#define _UAPI_LINUX_KNTOP_ENDED_H

/** FLOW_A_END: why an ended-flow record was written. All but ACTIVE are a flow's last record. */
enum kntop_end {
	KNTOP_END_IDLE		= 1,	/* idle timeout of its state */
	KNTOP_END_ACTIVE	= 2,	/* interim: the flow lives on, totals so far */
	KNTOP_END_TCP_FIN	= 3,	/* closed by FIN from both sides */
	KNTOP_END_TCP_RST	= 4,
	KNTOP_END_TCP_REUSED	= 5,	/* a new SYN on the same addresses and ports */
	KNTOP_END_EVICTED	= 6,	/* made room in a full table */
	KNTOP_END_RESET		= 7,	/* flow reset */
	KNTOP_END_INTERFACE	= 8,	/* its interface is no longer watched */
	__KNTOP_END_MAX,
	KNTOP_END_MAX = __KNTOP_END_MAX - 1
};

enum kntop_ended_attr {
	KNTOP_ENDED_A_UNSPEC,
	KNTOP_ENDED_A_PAD,
	KNTOP_ENDED_A_SINCE,		/* u64, sequence number; default the oldest held */
	KNTOP_ENDED_A_LIMIT,		/* u32, 1 .. */
	KNTOP_ENDED_A_INTERFACE,	/* string: of this interface or source only */
	KNTOP_ENDED_A_INSTANCE,		/* u64, 1 ..: to which SINCE belongs */
	KNTOP_ENDED_A_TUNNEL,		/* u32, TUNNEL_A_ID */
	__KNTOP_ENDED_A_MAX,
	KNTOP_ENDED_A_MAX = __KNTOP_ENDED_A_MAX - 1
};

#endif /* _UAPI_LINUX_KNTOP_ENDED_H */
