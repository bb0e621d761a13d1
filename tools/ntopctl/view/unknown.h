/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing flows that nobody knows. */
#ifndef NTOPCTL_VIEW_UNKNOWN_H
#define NTOPCTL_VIEW_UNKNOWN_H

#include "../ctl.h"
#include "../split.h"

/** enum unknown_kind - what is known of flows, and no more */
enum unknown_kind {
	UNKNOWN_FLOWS,		/* nothing */
	UNKNOWN_TLS,		/* the encryption; no name was seen */
	UNKNOWN_QUIC,
	UNKNOWN_DTLS,
	UNKNOWN_KINDS,
};

/** enum unknown_split - what they are split by */
enum unknown_split {
	UNKNOWN_PAYLOAD,
	UNKNOWN_PORT,
	UNKNOWN_DNS,
	UNKNOWN_ALPN,
	UNKNOWN_CERTIFICATE,
	UNKNOWN_COUNTRY,
	UNKNOWN_AS,
	UNKNOWN_SPLITS,
};

/** Protocols' names, by &enum unknown_kind; words, by &enum unknown_split, NULL behind. */
extern const char *const unknown_kind_names[UNKNOWN_KINDS];
extern const char *const unknown_split_names[UNKNOWN_SPLITS + 1];

/**
 * struct unknown - live flows that nobody knows
 * @total: all that are decided, by &enum unknown_kind
 * @split: the same flows, by &enum unknown_kind and &enum unknown_split; sorted
 * @undecided: those that may still be recognized
 * @counted: what the kernel counted for Unknown since counting began, ended flows included
 */
struct unknown {
	struct split_sum total[UNKNOWN_KINDS];
	struct split split[UNKNOWN_KINDS][UNKNOWN_SPLITS];
	struct split_sum undecided;
	struct split_sum counted;
};

/**
 * unknown_view() - print them
 * @ctl: run
 * @all: sums
 * @split: the only &enum unknown_split, -1 all
 * @limit: lines of each; the rest is added up in one more
 */
void unknown_view(const struct ctl *ctl, const struct unknown *all, int split, uint64_t limit);

#endif /* NTOPCTL_VIEW_UNKNOWN_H */
