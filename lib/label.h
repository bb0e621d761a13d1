/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The catalogue of a handle; inside the library only. */
#ifndef LIBKNTOP_LABEL_H
#define LIBKNTOP_LABEL_H

#pragma GCC visibility push(hidden)

struct kntop_labels;

/** kntop_labels_free() - forget a catalogue; may be NULL */
void kntop_labels_free(struct kntop_labels *l);

#pragma GCC visibility pop

#endif /* LIBKNTOP_LABEL_H */
