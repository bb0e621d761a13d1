# SPDX-License-Identifier: GPL-2.0-or-later
# kntop_ndpi.o, when nDPI's translation is in kmod/ndpi/generated (scripts/ndpi-guest puts
# it there). Included by Kbuild.

ndpi-dir := kmod/ndpi
ndpi-objects = $(patsubst $(src)/%.c,%.o,$(sort $(wildcard $(src)/$(1))))

ndpi-ours := $(call ndpi-objects,$(ndpi-dir)/*.c)
ndpi-guest := $(call ndpi-objects,$(ndpi-dir)/generated/*.c)

ifneq ($(ndpi-ours),)
ifneq ($(ndpi-guest),)
obj-m += kntop_ndpi.o
endif
endif

# Linked into one object first, which does not change from build to build. A copy of that
# from earlier saves them all.
kntop_ndpi-y := $(ndpi-ours) $(ndpi-dir)/guest.o

# What was a stack machine leaves variables and labels over.
ndpi-guest-flags := -g0 -Wno-unused-but-set-variable -Wno-unused-variable -Wno-unused-label \
	-Wno-declaration-after-statement
$(foreach o,$(ndpi-guest),$(eval CFLAGS_$(o) := $(ndpi-guest-flags)))

# They are not listed above, yet part of a module.
$(addprefix $(obj)/,$(ndpi-guest)): part-of-module := y

quiet_cmd_ndpi_link = LD [M]  $@
      cmd_ndpi_link = $(LD) $(ld_flags) -r -o $@ $(filter-out FORCE,$^)
quiet_cmd_ndpi_copy = COPY    $@
      cmd_ndpi_copy = cp $< $@

ifneq ($(wildcard $(src)/$(ndpi-dir)/guest.o_kept),)
$(obj)/$(ndpi-dir)/guest.o: $(src)/$(ndpi-dir)/guest.o_kept FORCE
	$(call if_changed,ndpi_copy)
else
$(obj)/$(ndpi-dir)/guest.o: $(addprefix $(obj)/,$(ndpi-guest)) FORCE
	$(call if_changed,ndpi_link)
endif
targets += $(ndpi-guest) $(ndpi-dir)/guest.o
