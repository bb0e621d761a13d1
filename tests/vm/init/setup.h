/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a kernel that has just started to a machine that looks like the host. */
#ifndef VM_SETUP_H
#define VM_SETUP_H

/* Mount everything, read the settings, name the machine, raise lo. Fatal on failure. */
void set_up(void);

/* Load a module by name, with what it depends on; its wait status, 0 when all is well. */
int modprobe(const char *name);

#endif
