#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""report.py COUNTS SYMBOLS PACKETS: instructions a packet in the module, by function.

COUNTS is what count.c wrote, SYMBOLS lines of /proc/kallsyms.
"""
import bisect
import sys


def read_symbols(path):
    """Addresses and names of the module's functions, sorted."""
    rows = []
    with open(path) as f:
        for line in f:
            address, _, name = line.split()[:3]
            rows.append((int(address, 16), name))
    return sorted(rows)


def main():
    counts, symbols, packets = sys.argv[1], read_symbols(sys.argv[2]), int(sys.argv[3])
    starts = [address for address, _ in symbols]
    total = {}
    with open(counts) as f:
        for line in f:
            address, instructions, executions = line.split()
            at = bisect.bisect_right(starts, int(address, 16)) - 1
            if at < 0 or int(address, 16) - starts[at] > 1 << 16:
                continue
            name = symbols[at][1]
            total[name] = total.get(name, 0) + int(instructions) * int(executions)
    for name, n in sorted(total.items(), key=lambda row: -row[1]):
        if n >= packets:
            print(f"{n / packets:10.1f} {name}")
    print(f"{sum(total.values()) / packets:10.1f} all")


if __name__ == "__main__":
    main()
