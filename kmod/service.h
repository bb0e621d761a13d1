/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * service: which ports belong to services that people use. Pure.
 */
#ifndef KNTOP_SERVICE_H
#define KNTOP_SERVICE_H

#include <linux/types.h>

/**
 * kntop_service_has - is a port that of a well-known service?
 * @port: TCP or UDP port, host order
 *
 * Of IANA's registry (RFC 6335), what is met in practice, and what is met in practice without
 * being registered. Ports of clients alone, such as DHCP's 68, are not among them.
 */
bool kntop_service_has(u16 port);

#endif /* KNTOP_SERVICE_H */
