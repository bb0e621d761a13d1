/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stack: how much of its stack a thread has ever used.
 */
#ifndef KNTOP_NDPI_STACK_H
#define KNTOP_NDPI_STACK_H

/** kntop_stack_paint - paint what the running thread has not used of its stack. */
void kntop_stack_paint(void);

/** kntop_stack_used - most octets that the running thread, which has painted, ever used. */
unsigned int kntop_stack_used(void);

#endif /* KNTOP_NDPI_STACK_H */
