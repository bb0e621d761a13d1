/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What ntopd was told to do. */
#ifndef NTOPD_CONFIG_H
#define NTOPD_CONFIG_H

#include <kntop.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Most interfaces and local networks that can be configured. */
#define CONFIG_INTERFACES_MAX	256
#define CONFIG_NETWORKS_MAX	4096

/** enum config_dns - which names of hosts there are; the numbers of -n */
enum config_dns {
	CONFIG_DNS_LOCAL,	/* those that are seen; of local hosts without one they are looked up */
	CONFIG_DNS_ALL,		/* those of all hosts are */
	CONFIG_DNS_SEEN,	/* none is */
	CONFIG_DNS_NONE,	/* no names */
};

/**
 * struct config_network - a local network
 * @addr: address, without bits behind the prefix
 * @prefix: its length
 * @name: its name, "" when it has none
 */
struct config_network {
	struct kntop_address addr;
	int prefix;
	char name[KNTOP_LOCALNET_NAME_SIZE];
};

/**
 * struct config - what ntopd was told to do
 * @interfaces: names of devices to watch, each once
 * @interface_count: how many
 * @interface_flags: &enum kntop_interface_flag for all of them
 * @filter: which of their frames are counted, in pcap's syntax; "" all
 * @networks: local networks, each once
 * @network_count: how many
 * @data_dir: where recordings go, absolute
 * @dns: which names of hosts there are
 * @protocols: file of protocols of one's own, absolute; "" none
 * @flows_max: limit of flows; 0 leaves the module's
 * @hosts_max: limit of hosts; 0 leaves the module's
 * @user: name of the user to become
 * @user_given: the user was named, it is not the usual one
 * @daemon: go into the background
 * @pid_file: where to write the process id, absolute; "" nowhere
 * @verbosity: 0 warnings and worse, 1 also what changes, 2 and more also details
 * @step: seconds between two records of an interface, 1 or 10
 * @max_disk: most octets of recordings
 * @retention: days after which recordings are deleted
 * @hosts_recorded: most local hosts that are recorded at a time
 * @places_recorded: most autonomous systems that are recorded at a time, 0 and no countries
 * @geo: files that know where addresses are, "" the usual ones
 * @rrdcached: socket of an rrdcached, "" none
 */
struct config {
	char (*interfaces)[KNTOP_NAME_SIZE];
	size_t interface_count;
	uint32_t interface_flags;
	char filter[KNTOP_FILTER_TEXT_SIZE];
	struct config_network *networks;
	size_t network_count;
	char data_dir[PATH_MAX];
	enum config_dns dns;
	char protocols[PATH_MAX];
	uint32_t flows_max;
	uint32_t hosts_max;
	char user[64];
	bool user_given;
	bool daemon;
	char pid_file[PATH_MAX];
	int verbosity;
	unsigned int step;
	uint64_t max_disk;
	unsigned int retention;
	unsigned int hosts_recorded;
	unsigned int places_recorded;
	char geo[PATH_MAX];
	char rrdcached[108];
};

/** config_init() - what holds when nothing is said; to be given to config_free() */
void config_init(struct config *c);

/** config_free() - forget it */
void config_free(struct config *c);

/**
 * config_add_interface() - watch one more device
 * @c: configuration
 * @name: a valid name; one that is there already is not added again
 *
 * Return: false when there are too many, or no memory.
 */
bool config_add_interface(struct config *c, const char *name);

/**
 * config_add_network() - call one more network local
 * @c: configuration
 * @net: network; one that is there already gets this name
 *
 * Return: false when there are too many, or no memory.
 */
bool config_add_network(struct config *c, const struct config_network *net);

/** config_find_interface(), config_find_network() - index of one, or -1; names do not count */
int config_find_interface(const struct config *c, const char *name);
int config_find_network(const struct config *c, const struct config_network *net);

/** config_remove_interface(), config_remove_network() - take the one at an index out */
void config_remove_interface(struct config *c, size_t i);
void config_remove_network(struct config *c, size_t i);

#endif /* NTOPD_CONFIG_H */
