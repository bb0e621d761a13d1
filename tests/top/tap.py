# SPDX-License-Identifier: GPL-2.0-or-later
"""tap: verdicts of the tests of `ntopctl top`, as tests/e2e/lib.sh prints them, and what they
compare with: what ntopctl says as JSON, and figures as a screen has them.
"""
import json
import re
import subprocess
import sys
import time
import traceback

from term import PATIENCE, Failed, until

UNITS = {"": 1, "k": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "Ki": 1024, "Mi": 1024 ** 2, "Gi": 1024 ** 3}
count = failed = 0


def ok(name, good=True, *said):
    """A verdict; what is said is printed if it is bad."""
    global count, failed
    count += 1
    print(f"{'' if good else 'not '}ok {count} - {name}", flush=True)
    if not good:
        failed += 1
        for text in said:
            for line in str(text).split("\n")[:12]:
                print(f"# {line[:220]}", flush=True)
    return good


def equal(name, want, got):
    """Both are the same."""
    return ok(name, want == got, f"expected {want!r}", f"     got {got!r}")


def comes(name, condition, terminal, patience=PATIENCE):
    """Something becomes true; what cannot be told of a screen that is half drawn is not yet."""
    def true():
        try:
            return condition()
        except (AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError):
            return False
    try:
        until(true, "", patience)
    except Failed:
        return ok(name, False, terminal.text())
    return ok(name)


def same(name, want, got):
    """Both are the same screen; only lines that differ are printed."""
    want, got = want.split("\n"), got.split("\n")
    pairs = [f"{mark} {line}" for pair in zip(want, got) if pair[0] != pair[1] for mark, line in zip("-+", pair)]
    return ok(name, want == got, *pairs[:12])


def near(name, want, got, part=0.05, least=0):
    """A number within a part of another, or within least."""
    good = got is not None and abs(want - got) <= max(part * abs(want), least)
    return ok(name, good, f"expected {want} within {part:.0%} or {least}", f"     got {got}")


def number(text):
    """The figure of a text such as "3.90 Mbit/s", "12.1 kB" or "87": bits, octets or a count."""
    match = re.match(r"\s*([\d.]+)\s*([kMGT]i?)?", text)
    return float(match[1]) * UNITS[match[2] or ""] if match else None


def ntopctl(*words, space="probe"):
    """What ntopctl says, from its JSON."""
    where = ["-n", space] if space else []
    done = subprocess.run(["ntopctl", "-j", *where, *words], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def perform(*tests):
    """Run functions of tests; one that breaks off fails. Ends the program."""
    start = time.monotonic()
    for test in tests:
        try:
            test()
        except Exception as error:      # whatever it is: the others are still to be run
            where = traceback.extract_tb(error.__traceback__)
            lines = [f.lineno for f in where if "/top/" in f.filename][:2]
            ok(f"{test.__name__} comes to its end", False, f"{type(error).__name__} at {lines}: {error}")
        print(f"# {test.__name__}: {time.monotonic() - start:.0f} s", flush=True)
        start = time.monotonic()
    print(f"1..{count}")
    sys.exit(1 if failed else 0)
