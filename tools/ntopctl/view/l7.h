/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Printing what a flow carries, as text or as JSON. */
#ifndef NTOPCTL_VIEW_L7_H
#define NTOPCTL_VIEW_L7_H

#include "../ctl.h"
#include "../table.h"

/** l7_protocols() - "Master.Application", or the one there is, in FIELD_SIZE octets */
char *l7_protocols(const struct ctl *ctl, const struct kntop_l7 *l7, char *buf);

/** l7_is_encrypted() - whether what carries the application is no clear text */
bool l7_is_encrypted(const struct ctl *ctl, const struct kntop_l7 *l7);

/**
 * l7_protocol() - the protocol as people read it
 * @ctl: run, connected
 * @l7: what a flow carries
 * @buf: FIELD_SIZE octets to write to: "TLS.Google"; "HTTP?" for a guess, "TLS..." for
 *	what may still change, "" when nobody has looked
 *
 * Return: @buf.
 */
char *l7_protocol(const struct ctl *ctl, const struct kntop_l7 *l7, char *buf);

/** l7_is_unknown() - whether somebody looked, and nobody knows the protocol for sure */
bool l7_is_unknown(const struct kntop_l7 *l7);

/** l7_name() - the server's name in FIELD_SIZE octets, cut when long; returns @buf */
char *l7_name(const struct ctl *ctl, const struct kntop_l7 *l7, char *buf);

/** l7_notes() - lines under a flow with all that is known */
void l7_notes(const struct ctl *ctl, struct table *t, const struct kntop_l7 *l7);

/**
 * l7_json() - an object "l7" with what is known; nothing when nobody has looked
 * @ctl: run, connected
 * @j: writer
 * @l7: what a flow carries
 * @port_service: what the server's port is registered for, NULL nothing to be told
 */
void l7_json(const struct ctl *ctl, struct json *j, const struct kntop_l7 *l7,
	     const char *port_service);

/* These write text to FIELD_SIZE octets at @buf and return it. */

/** l7_tls_version() - "TLS 1.2", "0x7f1c" for a version without a name */
char *l7_tls_version(char *buf, unsigned int version);

/** l7_tls_cipher() - "TLS_AES_128_GCM_SHA256", or "0x00ff" */
char *l7_tls_cipher(char *buf, unsigned int cipher);

/** l7_dns_type() - "AAAA", or as RFC 3597 has it "TYPE4711" */
char *l7_dns_type(char *buf, unsigned int type);

/** l7_dns_rcode() - "NXDOMAIN", or "RCODE15" */
char *l7_dns_rcode(char *buf, unsigned int rcode);

#endif /* NTOPCTL_VIEW_L7_H */
