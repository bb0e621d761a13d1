# SPDX-License-Identifier: GPL-2.0-or-later
"""places: hosts have countries and autonomous systems, and are grouped by them."""
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import tap                                              # noqa: E402
from term import until                                  # noqa: E402
from viewer import EXACT, HEAD, Viewer                  # noqa: E402

# Whom the office pings, and how many octets; the country and AS that Debian's database says.
WORLD = {"8.8.8.8": (900, "US", "AS15169"), "1.1.1.1": (500, "AU", "AS13335"), "193.0.6.139": (200, "NL", "AS3333")}


def by(t, key):
    """The lines of a list by their first word."""
    return {row.split()[0]: row for row in t.rows()} if t.lines()[HEAD].startswith(key) else {}


def column():
    """A host's place stands beside it, and on its page."""
    t = Viewer(150, 40).begin("page hosts -d 0.5")
    t.keys("\\")
    t.type("net 193.0.6.0/24")
    t.keys("Enter")
    tap.comes("a host has a place", lambda: t.table()[0]["PLACE"] == "NL AS3333", t)
    t.keys("Enter")
    tap.comes("its page has all of it", lambda: re.search(r"place +NL Netherlands, AS3333 R.* \(RIPE NCC\)", t.text()), t)
    t.keys("Escape", "\\", "C-u")
    t.type("country au")
    t.keys("Enter")
    tap.comes("a filter by country", lambda: [r["HOST"] for r in t.table()] == ["1.1.1.1"], t)
    t.keys("\\", "C-u")
    t.type("as 15169")
    t.keys("Enter")
    tap.comes("a filter by AS", lambda: [r["HOST"] for r in t.table()] == ["8.8.8.8"], t)
    t.keys("q")
    t.ended()


def groups():
    """t: by country, by AS; Enter goes to the hosts."""
    t = Viewer(150, 40).begin("page hosts -d 0.5")
    t.keys(*EXACT, "r", "B", "t")
    tap.comes("t: by country", lambda: "by country, " in t.lines()[2] and set(by(t, "COUNTRY")) == {"US", "AU", "NL", "-"}, t)
    before = {r["country"] or "-": r for r in tap.ntopctl("country", "show")}
    # what is shown then was asked for since
    t.changed(t.changed(t.text()))
    t.pause()
    table = {r["COUNTRY"]: r for r in t.table()}
    after = {r["country"] or "-": r for r in tap.ntopctl("country", "show")}
    for name in ("US", "NL", "-"):
        tap.ok(f"{name}: hosts", before[name]["hosts"] <= int(table[name]["HOSTS"]) <= after[name]["hosts"],
               before[name], table[name], after[name])
        for way in ("sent", "received"):
            least, most = (counts[name][way]["octets"] for counts in (before, after))
            tap.ok(f"{name}: {way}", least <= int(table[name][way.upper()]) <= most, least, table[name], most)
    t.pause(False)
    tap.ok("names of countries", "United States of America" in t.text(), t.text())
    t.keys("t")
    tap.comes("t: by AS", lambda: "by AS, " in t.lines()[2] and set(by(t, "AS")) == {"AS15169", "AS13335", "AS3333", "-"}, t)
    tap.ok("names of ASes", "CLOUDFLARENET" in t.text(), t.text())
    t.keys("/")
    t.type("AS3333")
    t.keys("Enter")
    until(lambda: (t.chosen() or "").startswith("AS3333"), "the AS to be selected")
    t.keys("Enter")
    tap.comes("Enter: the hosts of the AS", lambda: "filter: as AS3333" in t.lines()[2] and
              [r["HOST"] for r in t.table()] == ["193.0.6.139"], t)
    t.keys("Escape", "t", "l", "l")
    tap.comes("l: remote hosts only", lambda: "by country, remote hosts only" in t.lines()[2], t)
    t.keys("t", "F5")
    tap.comes("F5: one by one", lambda: t.lines()[HEAD].startswith("HOST"), t)
    t.keys("q")
    t.ended()


def without():
    """No database, no places: t groups flows, as everywhere else."""
    t = Viewer(150, 40).begin("page hosts -d 0.5", KNTOP_GEO="none")
    until(t.rows, "hosts")
    tap.ok("no column", "PLACE" not in t.text(), t.text())
    t.keys("t")
    tap.comes("t: flows", lambda: t.open() == "Flows", t)
    t.keys("q")
    t.ended()


if __name__ == "__main__":
    pings = [subprocess.Popen(["ip", "netns", "exec", "office", "ping", "-q", "-i", "0.1", "-s", str(size), to],
                              stdout=subprocess.DEVNULL) for to, (size, _, _) in WORLD.items()]
    try:
        tap.perform(column, groups, without)
    finally:
        for ping in pings:
            ping.kill()
