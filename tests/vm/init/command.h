/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Running the command and carrying what it prints to the host. */
#ifndef VM_COMMAND_H
#define VM_COMMAND_H

/*
 * Run the command of the run's folder to its end, and end what it leaves behind.
 * Returns its exit status, 128 + N when signal N ended it.
 */
int run_command(void);

#endif
