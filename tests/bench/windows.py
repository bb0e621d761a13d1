#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""windows.py RESULT SYMBOLS [PREFIX]: what window.c measured, as lines "KEY VALUE".

SYMBOLS is a sorted copy of /proc/kallsyms. A line of memory is hot when at least half of
the windows touched it, and cold otherwise: what belongs to one flow. Lines that both CPUs
stored to are shared. "calls_FUNCTION_by_CALLER" is how many windows there were,
"instructions_FUNCTION_by_CALLER" what was executed in them. Comments ("# ...") name
functions and the hot lines stored to.
"""
import bisect
import sys

MODULES = 0xFFFFFFFFA0000000
IMAGE = 0xFFFFFFFF80000000


class Symbols:
    """Names of addresses."""

    def __init__(self, path):
        rows = []
        with open(path) as f:
            for line in f:
                address, kind, name = line.split()[:3]
                if kind not in "aA":
                    rows.append((int(address, 16), name))
        rows.sort()
        self.starts = [address for address, _ in rows]
        self.names = [name for _, name in rows]

    def name(self, address):
        """The symbol an address is in, and how far."""
        at = bisect.bisect_right(self.starts, address) - 1
        return (self.names[at], address - self.starts[at]) if at >= 0 else ("?", 0)


def read(path):
    """Windows, thrown away, {instructions: windows}, calls, blocks, lines."""
    windows = tainted = 0
    costs, calls, blocks, lines = {}, [], [], []
    with open(path) as f:
        for text in f:
            kind, *rest = text.split()
            if kind == "windows":
                windows = int(rest[0])
            elif kind == "tainted":
                tainted = int(rest[0])
            elif kind == "cost":
                costs[int(rest[0])] = int(rest[1])
            elif kind == "call":
                calls.append((int(rest[0], 16), int(rest[1], 16), int(rest[2]), int(rest[3])))
            elif kind == "block":
                blocks.append((int(rest[0], 16), int(rest[1]), int(rest[2])))
            else:
                lines.append((int(rest[0], 16), int(rest[1]), [int(n) for n in rest[2:]]))
    return windows, tainted, costs, calls, blocks, lines


def place(address, symbols):
    """Where a line lies, for a reader."""
    if address >= IMAGE:
        name, offset = symbols.name(address)
        return f"{name}+{offset:#x}"
    return f"{address:#x}"


def median(costs, windows):
    """Of a histogram."""
    seen = 0
    for value, count in sorted(costs.items()):
        seen += count
        if seen * 2 >= windows:
            return value
    return 0


def main():
    windows, tainted, costs, calls, blocks, lines = read(sys.argv[1])
    symbols = Symbols(sys.argv[2])
    prefix = sys.argv[3] + "_" if len(sys.argv) > 3 else ""
    hot = [row for row in lines if row[1] * 2 >= windows]
    cold = [row for row in lines if row[1] * 2 < windows]
    shared = [row for row in lines if sum(n * 10 >= sum(row[2]) > 0 for n in row[2]) > 1]
    figures = {
        "windows": windows,
        "tainted": tainted,
        "instructions": median(costs, windows),
        "mean": round(sum(row[3] for row in calls) / windows, 1),
        "hot": len(hot),
        "hot_stored": sum(sum(row[2]) * 2 >= windows for row in hot),
        "cold": round(sum(row[1] for row in cold) / windows, 2),
        "cold_stored": round(sum(sum(row[2]) for row in cold) / windows, 2),
        "shared_stored": round(sum(sum(row[2]) for row in shared) / windows, 2),
    }
    for key, value in figures.items():
        print(f"{prefix}{key} {value}")
    for function, caller, count, instructions in calls:
        who = f"{symbols.name(function)[0]}_by_{symbols.name(caller)[0]}"
        print(f"{prefix}calls_{who} {count}")
        print(f"{prefix}instructions_{who} {instructions}")
    functions = {}
    for address, instructions, executions in blocks:
        name = symbols.name(address)[0]
        functions[name] = functions.get(name, 0) + instructions * executions
    for name, n in sorted(functions.items(), key=lambda row: -row[1])[:12]:
        print(f"# {n / windows:8.1f} {name}")
    for address, touched, stored in sorted(hot):
        if sum(stored) * 2 >= windows:
            print(f"# stored {place(address, symbols)}: {sum(stored) / windows:.2f}")
    for address, touched, stored in sorted(shared):
        print(f"# shared {place(address, symbols)}: {sum(stored) / windows:.2f}")


if __name__ == "__main__":
    main()
