/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * version: its one home; the Makefile, dkms.conf and the packages read it here.
 */
#ifndef KNTOP_VERSION_H
#define KNTOP_VERSION_H

#define KNTOP_VERSION	"0.1.0"

#endif /* KNTOP_VERSION_H */
