/* SPDX-License-Identifier: GPL-2.0-or-later */
/* libkntop: watched devices and offline sources; include <kntop.h> */
#ifndef KNTOP_INTERFACE_H
#define KNTOP_INTERFACE_H

#include <kntop/handle.h>
#include <kntop/counter.h>
#include <kntop/mirror.h>
#include <linux/kntop.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sock_filter;

/** Most ethertypes kept apart in a record; further ones are added to type 0. */
#define KNTOP_ETHERTYPES_MAX	64

/**
 * struct kntop_part_info - frames that are in no flow, for one reason
 * @packets: how many; 0 when the reason was never seen
 * @octets: how much
 * @first: when first
 * @last: when last
 */
struct kntop_part_info {
	uint64_t packets;
	uint64_t octets;
	uint64_t first;
	uint64_t last;
};

/**
 * struct kntop_ethertype - frames without an IP packet, of one type
 * @type: ethertype; 0 all that were not kept apart, 1 IEEE 802.3 lengths
 * @packets: how many
 * @octets: how much
 */
struct kntop_ethertype {
	uint16_t type;
	uint64_t packets;
	uint64_t octets;
};

/**
 * struct kntop_interface - a watched device or an offline source
 * @name: its name
 * @id: number of this watch, never 0
 * @ifindex: of the device, 0 for an offline source
 * @flags: &enum kntop_interface_flag
 * @since: watched since (wall clock)
 * @last: newest packet that a flow has seen
 * @rx: every frame received
 * @tx: every frame sent
 * @flows: flows in the table now
 * @flows_total: flows ever seen
 * @ended: what flows that are no longer in the table had counted
 * @parts: indexed by &enum kntop_part: frames in no flow
 * @ethertypes: the frames of KNTOP_PART_NON_IP by type
 * @ethertype_count: how many of these there are
 * @locality: indexed by &enum kntop_locality
 * @hosts: hosts in the table now
 * @rx_rate: octets a second, over the last second
 * @tx_rate: likewise
 * @rx_packet_rate: packets a second
 * @tx_packet_rate: likewise
 * @filter: what its filter was made of, "" when it has none
 * @rx_filtered: what filters left out of @rx since it is watched
 * @tx_filtered: what they left out of @tx
 * @dedup: microseconds in which a frame equal to an earlier one is its copy; 0 no copies
 * @uplinks: MAC addresses of gateways
 * @uplink_count: how many of these there are
 * @mirror: which frames it was shown
 * @has_device: @device is known: not of an offline source
 * @device: what the device counted itself
 */
struct kntop_interface {
	char name[KNTOP_NAME_SIZE];
	uint32_t id;
	uint32_t ifindex;
	uint32_t flags;
	uint64_t since;
	uint64_t last;
	struct kntop_counter rx;
	struct kntop_counter tx;
	uint32_t flows;
	uint64_t flows_total;
	struct kntop_counter ended;
	struct kntop_part_info parts[__KNTOP_PART_MAX];
	struct kntop_ethertype ethertypes[KNTOP_ETHERTYPES_MAX];
	unsigned int ethertype_count;
	struct kntop_counter locality[__KNTOP_LOCALITY_MAX];
	uint32_t hosts;
	uint64_t rx_rate;
	uint64_t tx_rate;
	uint64_t rx_packet_rate;
	uint64_t tx_packet_rate;
	char filter[KNTOP_FILTER_TEXT_SIZE];
	struct kntop_counter rx_filtered;
	struct kntop_counter tx_filtered;
	uint32_t dedup;
	uint8_t uplinks[KNTOP_UPLINKS_MAX][6];
	unsigned int uplink_count;
	struct kntop_mirror mirror;
	bool has_device;
	struct kntop_device device;
};

/**
 * struct kntop_filter - which frames of a device are counted
 * @code: classic BPF program, such as pcap_compile() makes; a frame is counted for which
 *	it returns anything but 0
 * @length: its instructions, 1 .. KNTOP_FILTER_MAX
 * @text: what it was made of, 1023 octets at most; only shown
 *
 * The program sees what a packet socket's would: from the Ethernet header on, or on a
 * device without one from the IP header on; a VLAN tag is beside the frame, in
 * SKF_AD_VLAN_TAG.
 */
struct kntop_filter {
	const struct sock_filter *code;
	size_t length;
	const char *text;
};

/** What &struct kntop_interface_settings has in it: any of these. */
#define KNTOP_SETTING_FILTER	0x1
#define KNTOP_SETTING_DEDUP	0x2
#define KNTOP_SETTING_UPLINKS	0x4

/**
 * struct kntop_interface_settings - what is asked of an interface's frames
 * @what: which of the following are meant, KNTOP_SETTING_*
 * @filter: which frames are counted; NULL all
 * @dedup: microseconds in which a frame equal to an earlier one is its copy, counted as
 *	KNTOP_PART_DOUBLED instead of in a flow: 1000 .. KNTOP_DEDUP_MAX; 0 none is
 * @uplinks: MAC addresses of gateways, which tell upload from download
 * @uplink_count: how many, at most KNTOP_UPLINKS_MAX; 0 none
 */
struct kntop_interface_settings {
	unsigned int what;
	const struct kntop_filter *filter;
	uint32_t dedup;
	const uint8_t (*uplinks)[6];
	unsigned int uplink_count;
};

/**
 * typedef kntop_interface_fn - receives one interface
 * @iface: valid until the function returns
 * @data: as given to the listing
 *
 * All callbacks of listings are alike.
 *
 * Return: 0 to go on, a negative value to stop; the listing returns it.
 */
typedef int (*kntop_interface_fn)(const struct kntop_interface *iface, void *data);

/**
 * kntop_interface_add() - start to watch a device, or make an offline source
 * @k: handle
 * @name: 1 .. 15 characters
 * @flags: &enum kntop_interface_flag; 0 means the kernel's default, both
 *	directions
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -ENODEV no such device, -EEXIST watched already, -ENOSPC too many
 * interfaces, -EINVAL name, or flags that exclude each other, -EOPNOTSUPP this
 * kernel cannot watch what is sent, and the errors of any request: -ENOMEM,
 * -EPERM.
 */
int kntop_interface_add(struct kntop *k, const char *name, uint32_t flags,
			struct kntop_error *err);

/**
 * kntop_interface_add_filtered() - as kntop_interface_add(), with a filter from the start
 * @k: handle
 * @name: 1 .. 15 characters
 * @flags: &enum kntop_interface_flag; 0 means both directions
 * @filter: which frames are counted; NULL all
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_add(); -EINVAL also for a program that the kernel does not
 * take, and for an offline source.
 */
int kntop_interface_add_filtered(struct kntop *k, const char *name, uint32_t flags,
				 const struct kntop_filter *filter, struct kntop_error *err);

/**
 * kntop_interface_add_with() - as kntop_interface_add(), with settings from the start
 * @k: handle
 * @name: 1 .. 15 characters
 * @flags: &enum kntop_interface_flag; 0 means both directions
 * @settings: what is asked of its frames
 * @err: told why it failed; may be NULL
 *
 * Return: as kntop_interface_add(); -EINVAL also for settings out of range, a program that
 * the kernel does not take, and the filter of an offline source.
 */
int kntop_interface_add_with(struct kntop *k, const char *name, uint32_t flags,
			     const struct kntop_interface_settings *settings,
			     struct kntop_error *err);

/**
 * kntop_interface_set() - ask something else of an interface's frames than before
 * @k: handle
 * @name: name of a watched interface
 * @settings: what is asked from now on; what is not in @what stays
 * @err: told why it failed; may be NULL
 *
 * Counters and flows stay.
 *
 * Return: 0; -ENODEV not watched, -EOPNOTSUPP the filter of an offline source, -EINVAL out
 * of range, or a program that the kernel does not take.
 */
int kntop_interface_set(struct kntop *k, const char *name,
			const struct kntop_interface_settings *settings,
			struct kntop_error *err);

/**
 * kntop_interface_set_filter() - count other frames of a device than before
 * @k: handle
 * @name: name of a watched interface
 * @filter: which frames are counted from now on; NULL all
 * @err: told why it failed; may be NULL
 *
 * Counters and flows stay; each frame meets either the filter before or this one.
 *
 * Return: 0; -ENODEV not watched, -EOPNOTSUPP an offline source, -EINVAL a program that
 * the kernel does not take.
 */
int kntop_interface_set_filter(struct kntop *k, const char *name,
			       const struct kntop_filter *filter, struct kntop_error *err);

/**
 * kntop_interface_del() - stop to watch
 * @k: handle
 * @name: name of a watched interface
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -ENODEV not watched.
 */
int kntop_interface_del(struct kntop *k, const char *name, struct kntop_error *err);

/**
 * kntop_interface_get() - one watched interface
 * @k: handle
 * @name: its name
 * @iface: filled in
 * @err: told why it failed; may be NULL
 *
 * Return: 0; -ENODEV not watched.
 */
int kntop_interface_get(struct kntop *k, const char *name,
			struct kntop_interface *iface, struct kntop_error *err);

/**
 * kntop_interface_list() - every watched interface
 * @k: handle
 * @fn: called for each
 * @data: passed to @fn
 * @err: told why it failed; may be NULL
 *
 * Return: 0, KNTOP_INCONSISTENT, what @fn returned, or a negative errno value.
 */
int kntop_interface_list(struct kntop *k, kntop_interface_fn fn, void *data,
			 struct kntop_error *err);

#ifdef __cplusplus
}
#endif

#endif /* KNTOP_INTERFACE_H */
