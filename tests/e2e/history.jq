# SPDX-License-Identifier: GPL-2.0-or-later
# What the history of an interface, as ntopctl prints it, says of times.

# When each sample began, seconds, and what was received in it.
def samples: (.octets | length) as $count | . as $h
	| [range($count) | {from: ($h.end / 1e9 - ($count - .) * $h.step),
		packets: $h.received.packets[.], octets: $h.received.octets[.]}];

# Samples from two seconds before the burst to two after it, and to as many more each way as the
# machine stood still at a time: the worker may come by late, and spreads what it finds over the
# time since.
def near($b): .from + 1 > $b.begin / 1e9 - 2 - $b.stood and .from < $b.end / 1e9 + 2 + $b.stood;

# All that was received there.
def around($b): [samples[] | select(near($b))] | "\(map(.packets) | add) \(map(.octets) | add)";

# The sample with most packets there is the one in which the burst began.
def peak_at($b): [samples[] | select(near($b))]
	| max_by(.packets) | .from <= $b.begin / 1e9 + $b.stood and $b.begin / 1e9 < .from + 1 + $b.stood;

# Packets in samples that are not around any of the bursts.
def elsewhere($bursts): [samples[] | . as $s | select(any($bursts[]; . as $b | $s | near($b)) | not) | .packets]
	| add // 0;

# Two histories of one moment: those of the longer steps that are not what the shorter
# ones add up to.
def disagree($short; $long): $long.step as $step | [$short | samples[]] as $all
	| [$long | samples[] | .from as $from
		| ([$all[] | select(.from > $from - 0.5 and .from < $from + $step - 0.5) | .octets] | add // 0) as $sum
		| select($sum != .octets)];
