/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: rules for the classifier; include <kntop.h> */
#ifndef KNTOP_RULES_H
#define KNTOP_RULES_H

#include <kntop/handle.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Most octets of a line, its NUL included. */
#define KNTOP_RULES_LINE_MAX	32767

/**
 * kntop_rules_load() - put a set of rules in place of the one before
 * @k: handle
 * @kind: KNTOP_LABEL_PROTOCOL: lines of ntopng's protos.txt, such as
 *	"tcp:81,udp:53@Name"; KNTOP_LABEL_CATEGORY: lines "name number", the number
 *	that of the category's label
 * @lines: the lines, without comments and empty ones
 * @count: how many; 0 takes all rules back
 * @bad: set to the number of a line that is refused, from 1 on, or to 0; may be NULL
 * @err: told why it failed; may be NULL
 *
 * Returns when the classifier has taken the rules over.
 *
 * Return: 0; or nothing has changed: -EOPNOTSUPP there is no classifier, -EINVAL a
 * line is refused, -EBUSY another set is being sent, -E2BIG more than
 * KNTOP_RULES_MAX octets, -ENOMEM, -EOVERFLOW the rules are more than the classifier can
 * take, -EIO it fails with them, -ETIMEDOUT it makes no progress.
 */
int kntop_rules_load(struct kntop *k, enum kntop_label_kind kind, const char *const *lines,
		     size_t count, uint32_t *bad, struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_RULES_H */
