# SPDX-License-Identifier: GPL-2.0-or-later
"""What the kernel logs while a test runs: kntop's lines, a machine's usual ones, and others."""
import os
import re
from subprocess import run

OURS = re.compile(r"kntop: nDPI was stopped: [a-z ]+ in \S+ \(\S*\), \d+ times so far; flows go on$|"
                  r"kntop_trap_note: \d+ callbacks suppressed$")
# What a machine says when modules and devices come and go, or when its host stands still.
USUAL = re.compile(r"loading out-of-tree module|module verification failed|tainting kernel|"
                   r"(entered|left) promiscuous mode|link becomes ready|veth|ADDRCONF|[vt][01]: |"
                   r"sched_clock|clocksource|[Tt]imekeeping|hrtimer: interrupt took|RT throttling|"
                   r"perf: interrupt took|workqueue: .* hogged CPU|random: |process '.*' started with")


def sort(lines):
    """(how many are ours, those that are nobody's)"""
    ours = [line for line in lines if OURS.match(line)]
    return len(ours), [line for line in lines if not OURS.match(line) and not USUAL.search(line)]


def log():
    """sort() of all lines since the command started."""
    text = run(["dmesg"], capture_output=True, text=True, check=True).stdout
    lines = text.split("kntop-vm: the command starts")[-1].split("\n")[1:]
    return sort([re.sub(r"^(<\d+>)?\[ *[\d.]+\](\[.*?\])? *", "", line) for line in lines if line])


class Log:
    """The kernel's log from now on."""

    def __init__(self):
        self.file = os.open("/dev/kmsg", os.O_RDONLY | os.O_NONBLOCK)
        os.lseek(self.file, 0, os.SEEK_END)

    def lines(self):
        while True:
            try:
                entry = os.read(self.file, 8192).decode(errors="replace")
            except BlockingIOError:
                return
            except BrokenPipeError:
                yield "(lines were lost)"
                continue
            yield entry.split("\n")[0].partition(";")[2]

    def strange(self):
        """The lines that are neither ours nor usual."""
        return sort(list(self.lines()))[1]
