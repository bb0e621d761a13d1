/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * stack: how much of its stack a thread has ever used.
 */
#ifndef KNTOP_NDPI_STACK_H
#define KNTOP_NDPI_STACK_H

struct task_struct;

/** kntop_stack_paint - paint what the running thread has not used of its stack. */
void kntop_stack_paint(void);

/**
 * kntop_stack_used - most octets ever used
 * @task: a thread that painted, and has not ended
 *
 * Context: process. As of now, while the thread may run.
 */
unsigned int kntop_stack_used(struct task_struct *task);

#endif /* KNTOP_NDPI_STACK_H */
