/* SPDX-License-Identifier: GPL-2.0-or-later */
/* report: what the workers did, as netlink attributes. */
#ifndef KNTOP_NDPI_REPORT_H
#define KNTOP_NDPI_REPORT_H

struct sk_buff;

/** kntop_report - see struct kntop_classifier. */
int kntop_report(struct sk_buff *skb);

#endif /* KNTOP_NDPI_REPORT_H */
