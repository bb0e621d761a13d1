/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Giving up what is not needed. */
#ifndef NTOPD_PRIVILEGE_H
#define NTOPD_PRIVILEGE_H

#include <stdbool.h>

/**
 * privilege_prepare() - make a folder that is the user's, as long as this may be done
 * @dir: folder, absolute
 * @user: who will write there
 *
 * Return: false when it cannot be, told why.
 */
bool privilege_prepare(const char *dir, const char *user);

/**
 * privilege_drop() - become a user that may do nothing but CAP_NET_ADMIN
 * @user: name; when ntopd was not started as root it stays who it is
 *
 * Return: false when that failed, told why.
 */
bool privilege_drop(const char *user);

#endif /* NTOPD_PRIVILEGE_H */
