/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Devices that come and go. */
#ifndef NTOPD_DEVICE_H
#define NTOPD_DEVICE_H

#include <stdbool.h>

/** device_open() - a descriptor that becomes readable when one does; -1 told why */
int device_open(void);

/** device_changed() - read all that is there; whether there was something */
bool device_changed(int fd);

#endif /* NTOPD_DEVICE_H */
