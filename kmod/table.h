/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * table: what the tables of settable size have in common.
 */
#ifndef KNTOP_TABLE_H
#define KNTOP_TABLE_H

#include <linux/gfp.h>

/**
 * KNTOP_TABLE_GFP - how memory for a whole table is asked for
 *
 * A size that the machine cannot give is the user's mistake: it is refused,
 * without a complaint in the log and without the OOM killer taking others.
 */
#define KNTOP_TABLE_GFP	(GFP_KERNEL_ACCOUNT | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

#endif /* KNTOP_TABLE_H */
