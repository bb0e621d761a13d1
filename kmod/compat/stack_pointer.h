/* SPDX-License-Identifier: GPL-2.0-or-later */
/* stack_pointer: current_stack_pointer has no header that all architectures share. */
#ifndef KNTOP_COMPAT_STACK_POINTER_H
#define KNTOP_COMPAT_STACK_POINTER_H

#if defined(CONFIG_X86) || defined(CONFIG_UML)
#include <asm/asm.h>
#elif defined(CONFIG_ARM64)
#include <asm/stack_pointer.h>
#else
#define current_stack_pointer	((unsigned long)__builtin_frame_address(0))
#endif

#endif /* KNTOP_COMPAT_STACK_POINTER_H */
