// SPDX-License-Identifier: GPL-2.0-or-later
#include <linux/compiler.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>

#include "stack.h"

#define KNTOP_STACK_PAINT	0x6b6e746f70736b79UL
/* Below the painter's frame: what the compiler may keep under it. */
#define KNTOP_STACK_MARGIN	256

/* Above the thread's data and the mark that tells of an overflow. */
static unsigned long *kntop_stack_end(struct task_struct *task)
{
	return end_of_stack(task) + 1;
}

/* KASAN would take the unused stack for poisoned frames. */
noinline __no_sanitize_address void kntop_stack_paint(void)
{
	unsigned long *word = kntop_stack_end(current);
	unsigned long top = (unsigned long)__builtin_frame_address(0);

	while ((unsigned long)word < top - KNTOP_STACK_MARGIN)
		WRITE_ONCE(*word++, KNTOP_STACK_PAINT);
}

noinline __no_sanitize_address unsigned int kntop_stack_used(void)
{
	unsigned long *word = kntop_stack_end(current);
	unsigned long top = (unsigned long)task_stack_page(current) + THREAD_SIZE;

	while ((unsigned long)word < top && READ_ONCE(*word) == KNTOP_STACK_PAINT)
		word++;
	return top - (unsigned long)word;
}
