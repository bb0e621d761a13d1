# SPDX-License-Identifier: GPL-2.0-or-later
# kntop_ndpi.o, when nDPI's source is in kmod/ndpi/src (scripts/ndpi-source puts it
# there). Included by Kbuild.
#
# Two worlds meet in it. Files of the kernel's see kernel headers; files of nDPI's, and
# ours that see nDPI, are compiled against shim/ alone. engine.h, heap.h and libc.h are
# the doors between them.

ndpi-dir := kmod/ndpi
ndpi-lib := $(ndpi-dir)/src/lib
ndpi-objects = $(patsubst $(src)/%.c,%.o,$(sort $(wildcard $(addprefix $(src)/,$(1)))))

# nDPI's own, and what it stands on: linked into one object first, which does not change
# from build to build. A copy of that from earlier saves them all.
ndpi-theirs := $(call ndpi-objects,$(ndpi-lib)/*.c $(ndpi-lib)/protocols/*.c \
	$(ndpi-lib)/third_party/src/*.c)
ndpi-base := $(ndpi-theirs) $(call ndpi-objects,$(ndpi-dir)/shim/*.c $(ndpi-dir)/crypto/*.c)
ndpi-engine := $(call ndpi-objects,$(ndpi-dir)/engine*.c)

ifneq ($(wildcard $(src)/$(ndpi-dir)/main.c),)
ifneq ($(ndpi-theirs),)
obj-m += kntop_ndpi.o
endif
endif

kntop_ndpi-y := $(filter-out $(ndpi-engine),$(call ndpi-objects,$(ndpi-dir)/*.c)) \
	$(ndpi-engine) $(ndpi-dir)/ndpi.o

# Kernels from 6.2 on are built with unsigned char; nDPI was written with the other.
# Those with frame pointers keep calls at the end of functions. But dns.c calls itself for
# each label of a name, thousands of times if the sender likes: that is to be a loop.
ndpi-flags := -U__KERNEL__ -Wno-undef -nostdinc -fsigned-char -foptimize-sibling-calls -g0 \
	-I$(src)/$(ndpi-dir)/shim -isystem $(src)/$(ndpi-dir)/src/include \
	-isystem $(src)/$(ndpi-lib)/third_party/include \
	-DHAVE_CONFIG_H -DNDPI_LIB_COMPILATION -DHAVE_LIBGCRYPT
# Their warnings are theirs.
ndpi-theirs-flags := -w -I$(src)/$(ndpi-lib)

$(foreach o,$(ndpi-base) $(ndpi-engine),$(eval CFLAGS_$(o) := $(ndpi-flags)))
$(foreach o,$(ndpi-theirs),$(eval CFLAGS_$(o) += $(ndpi-theirs-flags)))
CFLAGS_$(ndpi-lib)/ndpi_main.o += -include $(src)/$(ndpi-dir)/shim/nofloat_main.h
CFLAGS_$(ndpi-lib)/ndpi_utils.o += -include $(src)/$(ndpi-dir)/shim/nofloat_utils.h
CFLAGS_$(ndpi-lib)/third_party/src/libcache.o += \
	-include $(src)/$(ndpi-dir)/shim/own_memory.h

# They are not listed above, yet part of a module.
$(addprefix $(obj)/,$(ndpi-base)): part-of-module := y
# sparse and kernel-doc need not see what is nDPI's, nor sparse its headers.
$(addprefix $(obj)/,$(ndpi-theirs)): CHECK := :
$(addprefix $(obj)/,$(ndpi-theirs)): cmd_checkdoc := :

quiet_cmd_ndpi_link = LD [M]  $@
      cmd_ndpi_link = $(LD) $(ld_flags) -r -o $@ $(filter-out FORCE,$^)
quiet_cmd_ndpi_copy = COPY    $@
      cmd_ndpi_copy = cp $< $@

ifneq ($(wildcard $(src)/$(ndpi-dir)/ndpi.o_kept),)
$(obj)/$(ndpi-dir)/ndpi.o: $(src)/$(ndpi-dir)/ndpi.o_kept FORCE
	$(call if_changed,ndpi_copy)
else
$(obj)/$(ndpi-dir)/ndpi.o: $(addprefix $(obj)/,$(ndpi-base)) FORCE
	$(call if_changed,ndpi_link)
endif
targets += $(ndpi-base) $(ndpi-dir)/ndpi.o
