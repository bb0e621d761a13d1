/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Ending in order what has no end of its own. */
#ifndef NTOPCTL_INTERRUPT_H
#define NTOPCTL_INTERRUPT_H

#include <stdbool.h>

/** interrupt_catch() - from now on ^C, SIGTERM and SIGHUP are remembered instead of fatal */
void interrupt_catch(void);

/** interrupt_release() - from now on they are fatal again */
void interrupt_release(void);

/** interrupt_came() - true once one came */
bool interrupt_came(void);

/** interrupt_catch_stop() - from now on ^Z is remembered instead of stopping us */
void interrupt_catch_stop(void);

/** interrupt_stop_came() - whether ^Z came since this was asked last */
bool interrupt_stop_came(void);

/** interrupt_stop() - stop, as ^Z wants; once we go on, it is remembered again */
void interrupt_stop(void);

/**
 * interrupt_wait() - wait for a descriptor to be readable
 * @fd: descriptor, or -1 just to let time pass
 * @ms: milliseconds at most, -1 for ever
 *
 * An interrupt, or a ^Z that is caught, at any moment ends the waiting.
 *
 * Return: true when @fd can be read.
 */
bool interrupt_wait(int fd, int ms);

#endif /* NTOPCTL_INTERRUPT_H */
