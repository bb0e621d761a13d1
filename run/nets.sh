# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
# NETS, the local networks: prefixes separated by commas, each with an optional name.
# Sourced after lib.sh.

# nets_words NETS: what to say to `ntopctl localnet add`, one network a line, written
# as ntopctl writes it; fails with the reason as its output when ntopctl would refuse
# one. In Perl, which each Debian has: the tools may not be built yet.
nets_words() {
	perl -MSocket=inet_pton,inet_ntop,AF_INET,AF_INET6 -e '
		for (split /,/, $ARGV[0], -1) {
			my ($net, $name) = split /=/, $_, 2;
			my ($head, $length) = split m{/}, $net // "", 2;
			my $full = $head // "";
			$full .= ".0" x (3 - $full =~ tr/././) if defined $length && $full =~ /^[\d.]+$/;
			my $family = $full =~ /:/ ? AF_INET6 : AF_INET;
			my $address = inet_pton($family, $full);
			refuse($_, "no prefix like 10.0.0.0/8 or fd00::/8") unless defined $address;
			my $bits = unpack "B*", $address;
			$length //= length $bits;
			refuse($_, "its length is not 0 to " . length $bits)
				unless $length =~ /^\d{1,3}$/a && $length <= length $bits;
			refuse($_, "bits behind the prefix are set") if substr($bits, $length) =~ /1/;
			refuse($_, "a name has 1 to 31 of: letters digits . _ : -")
				if defined $name && $name !~ /^[\w.:-]{1,31}$/a;
			push @words, inet_ntop($family, $address) . "/" . int($length) .
				(defined $name ? " name $name" : "");
		}
		print "$_\n" for @words;
		sub refuse {
			my ($net, $why) = @_;
			$net =~ s/[^ -~]/?/g;
			print "\"$net\": $why\n";
			exit 1;
		}' -- "$1"
}

# nets_check NETS: fail unless ntopctl will take each of them.
nets_check() {
	local said
	said=$(nets_words "$1") ||
		die 1 "NETS: $said (say NETS=10.0.0.0/8,fd00::/8=home)"
}
