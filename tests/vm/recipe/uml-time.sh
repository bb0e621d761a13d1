# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash disable=SC2154 # version, source and VM belong to the script `kernel`
# Recipe for User Mode Linux whose time can be virtual, without detectors. A file of its
# own, so that the other two are not built again.
. "$VM/recipe/uml.sh"

# recipe_make K DIR
recipe_make() {
	local dir=$2 tmp=$2/tmp
	apt_download "$tmp" "$source=$version"
	dpkg -x "$tmp"/*.deb "$tmp"
	uml_build "$dir" "$tmp" "$VM/config/base.config" "$VM/config/time.config"
}
