/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A table of names in a file. */
#ifndef NTOPD_NAME_FILE_H
#define NTOPD_NAME_FILE_H

#include "name_table.h"

/** name_file_load() - take what is in a file; what is no line, or too old, is passed over */
void name_file_load(const char *path, struct name_table *t, uint64_t now);

/** name_file_text() - a table as the file has it; to be given to free(); NULL no memory */
char *name_file_text(const struct name_table *t, uint64_t now, size_t *size);

#endif /* NTOPD_NAME_FILE_H */
