/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef KNTOP_SHIM_MINMAX_H
#define KNTOP_SHIM_MINMAX_H

#define clamp_t(type, value, low, high) ({			\
	type value_ = (value), low_ = (low), high_ = (high);	\
	value_ < low_ ? low_ : value_ > high_ ? high_ : value_;	\
})

#define min(a, b) ({					\
	__typeof__(a) a_ = (a);				\
	__typeof__(b) b_ = (b);				\
	a_ < b_ ? a_ : b_;				\
})

#define max(a, b) ({					\
	__typeof__(a) a_ = (a);				\
	__typeof__(b) b_ = (b);				\
	a_ > b_ ? a_ : b_;				\
})

#define min_t(type, a, b)	min((type)(a), (type)(b))

#define swap(a, b) do {				\
	__typeof__(a) swap_ = (a);		\
	(a) = (b);				\
	(b) = swap_;				\
} while (0)

#endif /* KNTOP_SHIM_MINMAX_H */
