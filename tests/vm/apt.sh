# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# Finding and unpacking Debian packages without installing them. Sourced after
# lib.sh. A suite the machine does not use gets a private set of apt lists; the
# machine's own are never changed.

APT_OPTIONS=()

# apt_main: use the machine's own package lists, refreshed: old ones name versions
# that the mirror has dropped. Without a network they may still do.
apt_main() {
	APT_OPTIONS=()
	say "refreshing the package lists"
	apt-get -q update >/dev/null 2>&1 || say "apt-get update failed: using the lists there are"
	[ -n "$(apt-cache madison linux-source-6.1 2>/dev/null)" ] ||
		die 2 "no package lists (root? is the Debian mirror reachable?)"
}

# apt_suite SUITE: use SUITE of the mirror that the machine's own lists name.
apt_suite() {
	local dir=$CACHE/apt/$1 mirror
	# shellcheck disable=SC2016 # apt's own variable
	mirror=$(apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" \
		"Release: $(. /etc/os-release && echo "$VERSION_CODENAME")" "Component: main" |
		head -n 1)
	[ -n "$mirror" ] || die 2 "no Debian mirror in the machine's apt sources"
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg check-valid-until=no] $mirror $1 main" \
		>"$dir/sources.list"
	APT_OPTIONS=(-o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=-
		-o "Dir::State::lists=$dir/lists" -o "Dir::Cache=$dir/cache"
		-o Dir::State::status=/dev/null -o APT::Sandbox::User=root)
	say "reading the package list of $1"
	apt-get -q "${APT_OPTIONS[@]}" update >&2 ||
		die 2 "the package list of $1 could not be read from $mirror"
}

# apt_names REGEX: the packages whose name matches, one a line.
apt_names() {
	apt-cache "${APT_OPTIONS[@]}" search --names-only "$1" | cut -d' ' -f1
}

# apt_field PACKAGE[=VERSION] FIELD: a field of the package's newest record.
apt_field() {
	apt-cache "${APT_OPTIONS[@]}" show --no-all-versions "$1" 2>/dev/null |
		sed -n "s/^$2: //p" | head -n 1
}

# apt_has PACKAGE VERSION: true when the archive still has that very version.
apt_has() {
	apt-cache "${APT_OPTIONS[@]}" madison "$1" | cut -d'|' -f2 | tr -d ' ' | grep -qxF "$2"
}

# apt_download DIR PACKAGE[=VERSION]...: put the packages' files into DIR.
apt_download() {
	local dir=$1
	shift
	say "downloading $*"
	mkdir -p "$dir"
	(cd "$dir" && apt-get -q -o APT::Sandbox::User=root "${APT_OPTIONS[@]}" download "$@" >&2) ||
		die 2 "apt-get could not download $* (is the Debian mirror reachable?)"
}

# apt_depends PACKAGE REGEX: PACKAGE and, recursively, what it depends on whose
# name matches REGEX; the first of alternatives.
apt_depends() {
	local todo=("$1") done=" " name dep
	while [ ${#todo[@]} -gt 0 ]; do
		name=${todo[0]}
		todo=("${todo[@]:1}")
		case $done in *" $name "*) continue ;; esac
		done+="$name "
		echo "$name"
		for dep in $(apt_field "$name" Depends | tr ',' '\n' | awk '{ print $1 }'); do
			[[ $dep =~ $2 ]] && todo+=("$dep")
		done
	done
}
