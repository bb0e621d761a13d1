/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which frames of a device are counted: an expression in pcap's syntax as the program
 * that the module runs.
 */
#ifndef NTOPCTL_PACKET_FILTER_H
#define NTOPCTL_PACKET_FILTER_H

#include <kntop.h>
#include <stdbool.h>

/** Room for the reason why an expression is refused. */
#define PACKET_FILTER_REASON	256

/**
 * struct packet_filter - a compiled expression
 * @kernel: what is handed to libkntop; @code and @text are its own
 * @code: instructions
 * @text: the expression
 */
struct packet_filter {
	struct kntop_filter kernel;
	struct sock_filter *code;
	char text[KNTOP_FILTER_TEXT_SIZE];
};

/**
 * packet_filter_compile() - compile an expression
 * @f: filled in; to be given to packet_filter_free() in any case
 * @text: expression, see pcap-filter(7). Names of hosts are looked up
 * @ethernet: for a device whose frames have an Ethernet header
 * @reason: PACKET_FILTER_REASON octets for why it is refused
 *
 * The program means what tcpdump's means on the device: a VLAN tag is beside the frame
 * there, so that "port 22" holds in all VLANs, and "vlan 5" asks for the tag.
 *
 * Return: false when it is refused.
 */
bool packet_filter_compile(struct packet_filter *f, const char *text, bool ethernet,
			   char *reason);

/** packet_filter_free() - free what it holds */
void packet_filter_free(struct packet_filter *f);

/**
 * packet_filter_device_is_ethernet() - do a device's frames begin with an Ethernet header?
 * @name: device
 *
 * Return: 1, 0, or a negative errno value: -ENODEV there is none.
 */
int packet_filter_device_is_ethernet(const char *name);

#endif /* NTOPCTL_PACKET_FILTER_H */
