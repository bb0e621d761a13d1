/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each option does with its value. */
#ifndef NTOPD_VALUE_H
#define NTOPD_VALUE_H

#include "config.h"

/*
 * Each takes a value over. @value is never NULL. Returns false, with OPTION_REASON octets
 * of @reason filled in and the configuration as it was, when the value is refused.
 */
bool value_interface(struct config *c, const char *value, char *reason);
bool value_networks(struct config *c, const char *value, char *reason);
bool value_data_dir(struct config *c, const char *value, char *reason);
bool value_dns(struct config *c, const char *value, char *reason);
bool value_filter(struct config *c, const char *value, char *reason);
bool value_protocols(struct config *c, const char *value, char *reason);
bool value_flows_max(struct config *c, const char *value, char *reason);
bool value_hosts_max(struct config *c, const char *value, char *reason);
bool value_user(struct config *c, const char *value, char *reason);
bool value_daemon(struct config *c, const char *value, char *reason);
bool value_pid_file(struct config *c, const char *value, char *reason);
bool value_verbose(struct config *c, const char *value, char *reason);
bool value_direction(struct config *c, const char *value, char *reason);
bool value_ignore_vlans(struct config *c, const char *value, char *reason);
bool value_step(struct config *c, const char *value, char *reason);
bool value_max_disk(struct config *c, const char *value, char *reason);
bool value_retention(struct config *c, const char *value, char *reason);
bool value_hosts_recorded(struct config *c, const char *value, char *reason);
bool value_places_recorded(struct config *c, const char *value, char *reason);
bool value_geo(struct config *c, const char *value, char *reason);
bool value_rrdcached(struct config *c, const char *value, char *reason);

#endif /* NTOPD_VALUE_H */
