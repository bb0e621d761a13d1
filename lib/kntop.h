/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * DOC: libkntop, the kntop generic netlink family as a typed C API
 *
 * A handle (&struct kntop) is a connection to the kntop module of one network
 * namespace: the one the calling thread was in when it opened the handle. It
 * needs CAP_NET_ADMIN in the initial user namespace. There is no global
 * state: a program may hold any number of handles; one handle must not be used
 * by two threads at the same time, nor, but for its labels, from inside a
 * callback of its own.
 *
 * Units: octets are layer-2 octets on the wire without the frame check
 * sequence, L3 octets count from the IP header on; packets are wire packets;
 * times are nanoseconds since the Unix epoch, 0 when there is none; rates are
 * octets (or packets) a second; timeouts are seconds.
 *
 * Ownership: the library never keeps a pointer that it was given longer than
 * the call, and a record handed to a callback is valid until that callback
 * returns, together with everything it points to.
 *
 * Errors: functions return 0, or a negative errno value and then describe the
 * failure in the &struct kntop_error they were given (it may be NULL).
 * Enumerations and attribute numbers are those of <linux/kntop.h>. Records
 * whose noun is an enumeration there already are called kntop_NOUN_info.
 */
#ifndef KNTOP_H
#define KNTOP_H

#include <kntop/address.h>
#include <kntop/config.h>
#include <kntop/counter.h>
#include <kntop/dpi.h>
#include <kntop/ended.h>
#include <kntop/event.h>
#include <kntop/feed.h>
#include <kntop/flow.h>
#include <kntop/handle.h>
#include <kntop/history.h>
#include <kntop/host.h>
#include <kntop/interface.h>
#include <kntop/l7.h>
#include <kntop/label.h>
#include <kntop/localnet.h>
#include <kntop/mirror.h>
#include <kntop/name.h>
#include <kntop/protocol.h>
#include <kntop/rules.h>
#include <kntop/stats.h>
#include <kntop/talker.h>
#include <kntop/trap.h>
#include <kntop/tunnel.h>
#include <linux/kntop.h>

#endif /* KNTOP_H */
