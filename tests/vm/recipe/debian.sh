# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2034,SC2154 # version belongs to the script `kernel`
# Recipe for a stock Debian kernel in QEMU: image, modules and headers, unpacked
# and not installed. 6.1 and 6.12 come from the machine's own suites, 7.2 from sid;
# its headers' programs and options are made to work with this machine's C library
# and compiler.

# What of the kernel's modules the rig can use; dependencies between them stay inside.
MODULES_KEPT=(arch crypto lib net fs/9p fs/netfs fs/fscache fs/overlayfs drivers/virtio
	drivers/net drivers/char/virtio_console.ko drivers/char/hw_random)
MODULES_DROPPED=(drivers/net/{ethernet,wireless,usb,can,phy,dsa,wan,wwan,fddi,arcnet,hamradio})

# What reaches the host's files from the initial ramfs.
BOOT_MODULES=(virtio_pci 9pnet_virtio 9p)

# recipe_resolve K: sets version and release.
recipe_resolve() {
	case $1 in
	7.2) apt_suite sid ;;
	*) apt_main ;;
	esac
	release=$(newest_release "${1//./\\.}\.")
	if [ -z "$release" ]; then
		[ "$1" = 7.2 ] || die 2 "no Debian kernel $1 in the package lists"
		release=$(newest_release '[0-9]')
		[ -n "$release" ] || die 2 "no kernel at all in sid"
		say "kernel $1 has left sid: using $release in its place"
	fi
	version=$(apt_field "linux-image-$release" Version)
}

# newest_release REGEX: the newest stock amd64 kernel whose release matches.
newest_release() {
	apt_names "^linux-image-$1.*-amd64\$" | sed 's/^linux-image-//' |
		{ grep -vE -- '-(cloud|rt)-amd64$' || true; } | sort -V | tail -n 1
}

# recipe_make K DIR
recipe_make() {
	local dir=$2 tmp=$2/tmp image headers deb newer
	mapfile -t image < <(apt_depends "linux-image-$release" '^linux-(image|binary|modules|base)-[0-9]')
	mapfile -t headers < <(apt_depends "linux-headers-$release" '^linux-(headers|kbuild)-')
	apt_download "$tmp" "${image[@]}" "${headers[@]}"
	for deb in "$tmp"/linux-{headers,kbuild}-*.deb; do
		dpkg -x "$deb" "$dir"
	done
	for deb in "$tmp"/linux-{image,binary,modules,base}-*.deb; do
		[ ! -e "$deb" ] || dpkg -x "$deb" "$tmp/root"
	done
	debian_image "$dir" "$tmp/root"
	debian_initrd "$dir" "$tmp/boot"
	debian_headers "$dir"
	newer=$(debian_newer "$dir")
	[ -z "$newer" ] || debian_library "$dir" "$tmp" "$newer"
}

# debian_image DIR ROOT: keep the image and the modules of use.
debian_image() {
	local dir=$1 from to part path
	to=$dir/lib/modules/$release
	mv "$(find "$2" -name 'vmlinuz*' -type f | head -n 1)" "$dir/vmlinuz"
	from=$(find "$2" -path "*/modules/$release" -type d | head -n 1)
	mkdir -p "$to"
	mv "$from"/modules.{builtin,builtin.modinfo,order} "$to/"
	for part in "${MODULES_DROPPED[@]}"; do
		rm -rf "${from:?}/kernel/$part"
	done
	for part in "${MODULES_KEPT[@]}"; do
		for path in "$from/kernel/$part"*; do
			[ -e "$path" ] || continue
			path=${path#"$from/"}
			mkdir -p "$to/$(dirname "$path")"
			mv "$from/$path" "$to/$path"
		done
	done
	depmod -b "$dir" "$release"
}

# debian_initrd DIR TMP: an archive of the modules, in order of loading; `run` adds
# the first process.
debian_initrd() {
	local dir=$1 tmp=$2/modules path name
	mkdir -p "$tmp" "$2/new"
	modprobe -d "$dir" -S "$release" -D -a "${BOOT_MODULES[@]}" | awk '
		$1 == "insmod" && !seen[$2]++ { print $2 }' | while read -r path; do
		name=$(basename "$path" .xz)
		case $path in
		*.xz) xz -dc "$path" >"$tmp/$name" ;;
		*) cp "$path" "$tmp/$name" ;;
		esac
		echo "$name" >>"$tmp/list"
	done
	(cd "$2" && find . | cpio --quiet -o -H newc) >"$dir/modules.cpio"
}

# debian_headers DIR: let them be used from where they lie.
debian_headers() {
	local file
	for file in "$1/usr/src/linux-headers-$release"/{Makefile,.kernelvariables}; do
		[ ! -e "$file" ] || sed -i "s#\([= ]\)/usr/src#\1$1/usr/src#" "$file"
	done
}

# debian_newer DIR: the programs of the headers that want a newer C library.
debian_newer() {
	find "$1/usr/lib" -type f -perm /111 -exec sh -c \
		'ldd "$1" 2>&1 | grep -q "version .GLIBC.* not found" && echo "$1"' sh {} \;
}

# debian_library DIR TMP PROGRAMS: give the programs their C library.
debian_library() {
	local dir=$1 program
	apt_download "$2/libc" libc6
	dpkg -x "$2"/libc/libc6_*.deb "$2/libc/root"
	mkdir -p "$dir/libc"
	find "$2/libc/root" \( -name 'libc.so.6' -o -name 'ld-linux-x86-64.so.2' \) \
		-exec cp -L {} "$dir/libc/" \;
	while read -r program; do
		patchelf --set-interpreter "$dir/libc/ld-linux-x86-64.so.2" --set-rpath "$dir/libc" \
			"$program"
	done <<<"$3"
	cp "$VM/recipe/gcc-compat" "$dir/gcc-compat"
}

# recipe_info K DIR
recipe_info() {
	local build=$2/usr/src/linux-headers-$release words
	# No type information for the module: pahole would have to match the kernel's.
	words="CONFIG_DEBUG_INFO_BTF_MODULES= $(sed -n 's/^CONFIG_PAHOLE_VERSION/PAHOLE_VERSION/p' "$build/.config")"
	[ ! -e "$2/gcc-compat" ] || words+=" CC=$2/gcc-compat"
	printf '%s=%s\n' vm qemu release "$release" image "$2/vmlinuz" modules "$2/lib/modules" \
		build "$build" make "$words" cpus 8 time_travel no initrd "$2/modules.cpio"
}
