# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# NETS, the local networks: prefixes separated by commas, each with an optional name.
# Sourced after lib.sh.

# nets_words NETS: the words of `ntopctl localnet add`, one network a line.
nets_words() {
	local -a list
	local net
	IFS=, read -ra list <<<"$1"
	for net in "${list[@]}"; do
		printf '%s' "${net%%=*}"
		[ "$net" = "${net%%=*}" ] || printf ' name %s' "${net#*=}"
		printf '\n'
	done
}

# nets_check NETS: fail unless ntopctl will take each of them. In Perl, which each
# Debian has: the tools may not be built yet.
nets_check() {
	local why
	[ -n "$1" ] || return 0
	why=$(perl -MSocket=inet_pton,AF_INET,AF_INET6 -e '
		for (split /,/, $ARGV[0], -1) {
			my ($net, $name) = split /=/, $_, 2;
			my ($head, $length) = split m{/}, $net, 2;
			my $short = $head // "";
			$short .= ".0" x (3 - $short =~ tr/././) if defined $length && $short =~ /^[\d.]+$/;
			my $address = inet_pton(AF_INET, $short) // inet_pton(AF_INET6, $short);
			refuse($_, "no prefix like 10.0.0.0/8 or fd00::/8") unless defined $address;
			my $bits = unpack "B*", $address;
			$length //= length $bits;
			refuse($_, "its length is not 0 to " . length $bits)
				unless $length =~ /^\d{1,3}$/ && $length <= length $bits;
			refuse($_, "bits behind the prefix are set") if substr($bits, $length) =~ /1/;
			refuse($_, "a name has 1 to 31 of: letters digits . _ : -")
				if defined $name && $name !~ /^[\w.:-]{1,31}$/a;
		}
		sub refuse { s/[^ -~]/?/g for @_; print "$_[0]: $_[1]"; exit 1 }' -- "$1") && return
	die 1 "NETS: $why (say NETS=10.0.0.0/8,fd00::/8=home)"
}
