/* SPDX-License-Identifier: GPL-2.0-or-later */
/* entropy: Shannon's, without floating point. */
#ifndef KNTOP_GUEST_ENTROPY_H
#define KNTOP_GUEST_ENTROPY_H

#include <stddef.h>
#include <stdint.h>

/** kntop_entropy - entropy of up to 65535 octets, in thousandths of a bit per octet */
int kntop_entropy(const uint8_t *data, size_t n);

#endif /* KNTOP_GUEST_ENTROPY_H */
