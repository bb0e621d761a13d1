# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # version and name belong to the script `kernel`
# Recipe for User Mode Linux. `uml` is Debian's prebuilt one with the matching
# source prepared for external modules; when that source has left the archive, and
# for `uml-debug`, the newest linux-source-6.1 is built with our own configuration.

# What an external module's build reads of the kernel source.
SOURCE_KEPT=(Makefile Kbuild scripts include arch/um arch/x86 tools/include
	kernel security/selinux/include)

# recipe_resolve K: sets version, source (package) and prebuilt (yes or empty).
recipe_resolve() {
	local built
	apt_main
	prebuilt=
	if [ "$1" = uml ] && [ -z "${KNTOP_UML_FROM_SOURCE-}" ]; then
		built=$(apt_field user-mode-linux Built-Using | sed -n 's/.*linux (= \([^)]*\)).*/\1/p')
		source=linux-source-$(cut -d. -f1,2 <<<"$built")
		if [ -n "$built" ] && apt_has "$source" "$built"; then
			prebuilt=yes version=$built
			return
		fi
		say "the source of the prebuilt UML (${built:-unknown}) is not in the archive: building one"
	fi
	source=linux-source-6.1
	version=$(apt_field "$source" Version)
	[ -n "$version" ] || die 2 "no $source in the package lists"
}

# recipe_make K DIR
recipe_make() {
	local dir=$2 tmp=$2/tmp config=("$VM/config/base.config") deb
	[ "$1" = uml ] || config+=("$VM/config/debug.config")
	apt_download "$tmp" "$source=$version" ${prebuilt:+user-mode-linux}
	for deb in "$tmp"/*.deb; do
		dpkg -x "$deb" "$tmp"
	done
	if [ -n "$prebuilt" ]; then
		uml_adopt "$dir" "$tmp"
	else
		uml_build "$dir" "$tmp" "${config[@]}"
	fi
}

# uml_unpack DIR ARCHIVE PATTERN...: unpack the source, or only what matches.
uml_unpack() {
	local dir=$1 archive=$2
	shift 2
	say "unpacking $(basename "$archive")"
	mkdir -p "$dir/source"
	tar -C "$dir/source" --strip-components=1 -xJf "$archive" --wildcards --no-anchored "$@"
}

# uml_adopt DIR TMP: use the prebuilt kernel in TMP and prepare its source.
uml_adopt() {
	local dir=$1 tmp=$2 patterns=(Kconfig 'Kconfig.*') kept
	for kept in "${SOURCE_KEPT[@]}"; do
		patterns+=("$source/$kept")
	done
	uml_unpack "$dir" "$tmp"/usr/src/"$source".tar.xz "${patterns[@]}"
	mv "$tmp/usr/bin/linux.uml" "$dir/linux"
	mv "$tmp/usr/lib/uml/modules" "$dir/modules"
	mkdir "$dir/build"
	zcat "$tmp/usr/share/doc/user-mode-linux/config.gz" >"$dir/build/.config"
	say "preparing $source $version for external modules"
	make -s -C "$dir/source" ARCH=um O="$dir/build" olddefconfig
	make -s -C "$dir/source" ARCH=um O="$dir/build" -j2 modules_prepare
	uml_symvers "$dir" >"$dir/build/Module.symvers"
}

# uml_symvers DIR: the Module.symvers that Debian does not ship, from the symbol
# tables of the kernel and its modules, so that a build finds undefined symbols.
uml_symvers() {
	"$VM/recipe/exports" "$1/linux"
	find "$1/modules" -name '*.ko' -exec nm -A {} + | awk '{
		file = $1
		sub(/\.ko:.*/, "", file)
		sub(/.*\//, "", file)
		if (sub(/^__ksymtab_/, "", $3))
			print "0x00000000\t" $3 "\t" file "\tEXPORT_SYMBOL\t"
	}'
}

# uml_build DIR TMP CONFIG...: build a kernel from the source package in TMP.
uml_build() {
	local dir=$1 tmp=$2 release
	shift 2
	uml_unpack "$dir" "$tmp"/usr/src/"$source".tar.xz '*'
	uml_patch "$dir/source"
	mkdir "$dir/build"
	cat "$@" >"$tmp/config"
	KCONFIG_ALLCONFIG=$tmp/config make -s -C "$dir/source" ARCH=um O="$dir/build" allnoconfig
	uml_honoured "$tmp/config" "$dir/build/.config"
	say "building $source $version (4 to 12 minutes; log: $dir/build.log)"
	nice -n 10 make -s -C "$dir/source" ARCH=um O="$dir/build" -j2 all >"$dir/build.log" 2>&1 || {
		tail -n 30 "$dir/build.log" >&2
		die 2 "the build of $source $version failed, see above"
	}
	make -s -C "$dir/source" ARCH=um O="$dir/build" INSTALL_MOD_PATH="$tmp/root" \
		INSTALL_MOD_STRIP=1 modules_install
	mv "$tmp/root/lib/modules" "$dir/modules"
	release=$(<"$dir/build/include/config/kernel.release")
	rm -f "$dir/modules/$release/build" "$dir/modules/$release/source"
	cp "$dir/build/linux" "$dir/linux"
	uml_trim "$dir"
}

# uml_patch SOURCE: apply our fix, unless this version has one of its own.
uml_patch() {
	local fix=$VM/recipe/uml-fork-rcu.patch
	if patch -d "$1" -p1 --dry-run <"$fix" >/dev/null; then
		patch -d "$1" -p1 --quiet <"$fix"
	else
		say "$(basename "$fix") does not apply to $source $version: left out"
	fi
}

# uml_honoured WANTED GOT: fail unless the configuration has all that was asked for.
uml_honoured() {
	local lost
	lost=$(grep -E '^CONFIG_[A-Z0-9_]+=[^n]' "$1" | grep -vxFf "$2" || true)
	[ -z "$lost" ] || die 2 "$source $version does not honour: ${lost//$'\n'/ }"
}

# uml_trim DIR: of 2 GB keep what the build of an external module reads.
uml_trim() {
	local dir=$1 kept
	mkdir "$dir/kept"
	for kept in "${SOURCE_KEPT[@]}"; do
		mkdir -p "$(dirname "$dir/kept/$kept")"
		mv "$dir/source/$kept" "$dir/kept/$kept"
	done
	rm -rf "$dir/source"
	mv "$dir/kept" "$dir/source"
	find "$dir/build" -mindepth 1 -maxdepth 1 ! -name scripts ! -name include ! -name arch \
		! -name source ! -name Makefile ! -name .config ! -name Module.symvers \
		-exec rm -rf {} +
	find "$dir/build/arch" \( -name '*.o' -o -name '*.a' \) -delete
}

# recipe_info K DIR
recipe_info() {
	local release
	release=$(<"$2/build/include/config/kernel.release")
	printf '%s=%s\n' vm uml release "$release" image "$2/linux" modules "$2/modules" \
		build "$2/build" make "ARCH=um" cpus 1 \
		time_travel "$(grep -q '^CONFIG_UML_TIME_TRAVEL_SUPPORT=y' "$2/build/.config" && echo yes || echo no)"
}
