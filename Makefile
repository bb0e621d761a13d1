# SPDX-License-Identifier: GPL-2.0-or-later
#
#   make run [IFACE=eth0] [NETS=10.0.0.0/8=office,...]
#                    install what is needed, build, and watch IFACE (or a
#                    demonstration network) until Ctrl-C
#   make check       the tests, in virtual machines; check-full: on all kernels
#   make [O=DIR]     the tools and the library, in build/
#   make modules     the modules, for the running kernel's headers (or KDIR=...)
#   make install     tools, library, man pages, completion; PREFIX= DESTDIR=
#   make uninstall   takes them away
#   make dkms-install    the modules, through DKMS; dkms-uninstall
#   make debs        Debian packages of it all, in build/debs
#   make bench       what kntop costs, as a table; bench-peers: beside other monitors
#
# kntop_ndpi.ko is made of nDPI, isolated: translated by scripts/ndpi-guest, once, from the
# sources in NDPI_SRC, else from those of Debian's source package, downloaded once. Without
# them the other module is made alone.

VERSION	:= $(shell sed -n 's/^\#define KNTOP_VERSION[[:space:]]*"\(.*\)"/\1/p' kmod/version.h)
PREFIX	?= /usr/local
DESTDIR	?=
KDIR	?= /lib/modules/$(shell uname -r)/build
DKMS_SRC := /usr/src/kntop-$(VERSION)
# What DKMS needs of this tree.
DKMS_FILES := Kbuild dkms.conf COPYING kmod include

SUB	:= $(MAKE) --no-print-directory VERSION=$(VERSION) PREFIX=$(PREFIX) DESTDIR=$(DESTDIR)
# The parts are made in directories of their own.
ifdef O
SUB	+= O=$(abspath $(O))
endif
PARTS	:= lib tools/ntopctl tools/ntopd tools/graph docs/man completion

all: lib tools

lib:
	@$(SUB) -C lib

tools: lib
	@$(SUB) -C tools/ntopctl
	@$(SUB) -C tools/ntopd
	@$(SUB) -C tools/graph

man:
	@$(SUB) -C docs/man

modules: ndpi-guest
	$(MAKE) -C $(KDIR) M=$(CURDIR) modules

# One translation for a work tree; also what dkms-source copies.
ndpi-guest:
	@scripts/ndpi-guest kmod/ndpi/generated || \
		echo "kntop_ndpi.ko will not be built: no translation of nDPI, see above" >&2

run:
	@run/run "$(IFACE)" "$(NETS)"

check:
	@tests/check

check-full:
	@tests/check --full

bench:
	@tests/bench/run

bench-peers:
	@tests/bench/run --peers

install:
	@scripts/deps build man
	@$(SUB) install-files

# Without looking whether all is there that it takes.
install-files:
	@for part in $(PARTS); do $(SUB) -C $$part install || exit; done

uninstall:
	@for part in $(PARTS); do $(SUB) -C $$part uninstall || exit; done

dkms-source: ndpi-guest
	@$(SUB) dkms-files DKMS_SRC=$(DKMS_SRC)

dkms-files:
	rm -rf $(DKMS_SRC)
	mkdir -p $(DKMS_SRC)
	cp -r $(DKMS_FILES) $(DKMS_SRC)

dkms-install: dkms-source
	@scripts/deps dkms
	dkms add -m kntop -v $(VERSION)
	dkms install -m kntop -v $(VERSION) $(if $(KVER),-k $(KVER))

dkms-uninstall:
	dkms remove -m kntop -v $(VERSION) --all
	rm -rf $(DKMS_SRC)

debs:
	@scripts/debs

clean:
	rm -rf build kmod/ndpi/generated

.PHONY: all lib tools man modules ndpi-guest run check check-full bench bench-peers install install-files \
	uninstall dkms-source dkms-files dkms-install dkms-uninstall debs clean
