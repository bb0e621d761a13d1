#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# geo.pl FOLDER: MMDB files as several publishers lay them out, for geo_test and the end-to-end
# tests: geolite-country, geolite-asn, ipinfo, odd. Written by MaxMind's own writer.
use strict;
use warnings;
use MaxMind::DB::Writer::Tree;

my $folder = shift or die "usage: geo.pl FOLDER\n";

# file NAME RECORD_SIZE TYPES NETWORKS: one of them; TYPES are of the fields.
sub file {
	my ($name, $size, $types, $networks) = @_;
	my $tree = MaxMind::DB::Writer::Tree->new(
		ip_version => 6,
		record_size => $size,
		database_type => $name,
		languages => ['en'],
		description => { en => 'test' },
		remove_reserved_networks => 0,
		map_key_type_callback => sub { $types->{ $_[0] } // 'utf8_string' },
	);
	$tree->insert_network(@$_) for @$networks;
	open my $out, '>:raw', "$folder/$name.mmdb" or die "$name: $!\n";
	$tree->write_tree($out);
	close $out or die "$name: $!\n";
}

# country CODE NAME [TRAITS]: a record as GeoLite2 has it.
sub country {
	my ($code, $name, %traits) = @_;
	my %record = (country => { iso_code => $code, names => { en => $name } });
	$record{traits} = \%traits if %traits;
	return \%record;
}

my %nested = (country => 'map', registered_country => 'map', names => 'map', traits => 'map',
	is_anycast => 'boolean', is_anonymous_proxy => 'boolean', is_satellite_provider => 'boolean',
	autonomous_system_number => 'uint32');

file('geolite-country', 24, \%nested, [
	['8.8.8.0/24', country('US', 'United States', is_anycast => 1)],
	['193.0.6.0/23', country('NL', 'Netherlands')],
	['2001:4860::/32', country('US', 'United States')],
	['10.0.0.0/8', country('XX', 'Nowhere')],
	# what is known of it is only where it is registered
	['192.88.1.0/24', { registered_country => { iso_code => 'DE', names => { en => 'Germany' } } }],
]);

file('geolite-asn', 28, \%nested, [
	['8.8.8.0/24', { autonomous_system_number => 15169, autonomous_system_organization => 'GOOGLE' }],
	['193.0.6.0/23', { autonomous_system_number => 3333, autonomous_system_organization => 'RIPE NCC' }],
	['2001:4860::/32', { autonomous_system_number => 15169, autonomous_system_organization => 'GOOGLE' }],
	['203.1.2.0/24', { autonomous_system_number => 4294967295, autonomous_system_organization => 'last' }],
]);

file('ipinfo', 32, {}, [
	['8.8.8.0/24', { country => 'United States', country_code => 'US', asn => 'AS15169',
		as_name => 'Google LLC', as_domain => 'google.com' }],
	# the older layout has the code itself there
	['193.0.6.0/23', { country => 'NL', country_name => 'Netherlands', asn => 'AS3333', as_name => 'RIPE NCC' }],
]);

# Types and texts that nobody should send.
file('odd', 24, { country => 'utf8_string', asn => 'utf8_string' }, [
	['8.8.8.0/24', { country => "\e[2", asn => 'AS4294967296', as_name => 'too large' }],
	['8.8.4.0/24', { country_code => 'us', asn => 'ASxyz' }],
	['1.1.1.0/24', { country_code => 'AU', country => "Au\e[2Jstralia", asn => 'AS13335',
		as_name => "clear\e[2Jed\x{202e}\"quoted\"" . 'x' x 300 }],
	['1.0.0.0/24', { asn => 'AS0', as_name => 'zero' }],
]);
