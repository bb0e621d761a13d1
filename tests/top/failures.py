# SPDX-License-Identifier: GPL-2.0-or-later
"""failures: a module that goes, an interface that goes, a permission that goes, a window that
goes through all sizes, and every way to end."""
import os
import random
import re
import signal
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
import tap                                              # noqa: E402
from term import until                                  # noqa: E402
from viewer import Viewer                               # noqa: E402

BANNER = 2      # its line
HERE = os.path.dirname(os.path.abspath(__file__))
WATCH = """localnet add 192.168.10.0/24 name office
interface add span0 rx consume
interface add span1 rx consume
"""


def ntopctl(text):
    """Commands, one a line."""
    subprocess.run(["ntopctl", "-n", "probe", "-b", "-"], input=text, text=True, check=True)


def has_banner(t, text):
    """Text in the banner's line, which cannot be overlooked."""
    row = t.cells()[BANNER]
    return text in t.lines()[BANNER] and all(c.style.reverse for c in row[:20])


def ends():
    """However it ends, the terminal is given back."""
    t = Viewer(100, 30)
    for name, end, status in (("q", lambda: t.keys("q"), 0), ("F10", lambda: t.keys("F10"), 0),
                              ("^C", lambda: t.keys("C-c"), 0), ("SIGTERM", lambda: t.signal(signal.SIGTERM), 0),
                              ("SIGINT", lambda: t.signal(signal.SIGINT), 0), ("SIGHUP", lambda: t.signal(signal.SIGHUP), 0),
                              ("SIGQUIT", lambda: t.signal(signal.SIGQUIT), 131), ("SIGSEGV", lambda: t.signal(signal.SIGSEGV), 139),
                              ("SIGABRT", lambda: t.signal(signal.SIGABRT), 134)):
        t.begin("page hosts -d 0.5")
        end()
        tap.equal(f"{name}: status, and what is not given back", (status, []), (t.ended(), t.restored()))
    stop(t)
    closed()


def stop(t):
    """^Z and fg give the terminal to the shell and take it back; also while it draws."""
    t.begin("page hosts -d 0.1")
    before, said = t.before, []
    for _ in range(6):
        t.keys("C-z")
        said.append((t.ended(), t.restored()))
        t.shell("fg")
        until(lambda: t.switches()["alternate_on"] and t.rows(), "it to go on")
    tap.equal("^Z: stops, and the terminal is given back", [(148, [])] * 6, said)
    t.keys("q")
    t.before = before
    tap.equal("fg: goes on, and ends", (0, []), (t.ended(), t.restored()))


def state_of(pid):
    """A process's state: R, S, T ..."""
    with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
        return file.read().rpartition(")")[2].split()[0]


def closed():
    """Its window is closed."""
    t = Viewer(80, 24).begin("-d 0.5")
    pid = t.pid()
    t.close()
    try:
        until(lambda: not os.path.exists(f"/proc/{pid}") or state_of(pid) == "Z", "")
        tap.ok("its window closed: it ends")
    except Exception:       # it did not
        tap.ok("its window closed: it ends", False, state_of(pid))
        os.kill(pid, signal.SIGKILL)


def module():
    """The module is unloaded, and loaded again."""
    t = Viewer(100, 30).begin("page flows -d 0.5")
    until(t.rows, "rows")
    subprocess.run(["rmmod", "kntop_ndpi", "kntop"], check=True)
    tap.comes("module unloaded: a banner", lambda: has_banner(t, "kntop is not loaded"), t)
    before = len(t.raw())
    subprocess.run(["sleep", "1.5"], check=True)
    tap.equal("module unloaded: nobody loads it again unasked", False, os.path.exists("/sys/module/kntop"))
    for key in "1234567":
        t.keys(key)
    tap.comes("module unloaded: all pages can be looked at", lambda: t.open() == "Health" and has_banner(t, "kntop is not loaded"), t)
    tap.ok("module unloaded: the screen is not drawn over and over", len(t.raw()) - before < 60000, len(t.raw()) - before)
    subprocess.run(["modprobe", "kntop"], check=True)
    subprocess.run(["modprobe", "kntop_ndpi"], check=True)
    tap.comes("module loaded: nothing is watched", lambda: "nothing is watched yet" in t.text(), t)
    ntopctl(WATCH)
    t.keys("4")
    tap.comes("module loaded: flows again, by itself", lambda: len(t.rows()) > 5 and "not loaded" not in t.text(), t)
    t.keys("q")
    tap.equal("the end", (0, []), (t.ended(), t.restored()))
    t.run("ntopctl -n nowhere top")
    tap.ok("a namespace that is not there", t.ended() != 0 and not t.restored(), t.text())


def interface():
    """The interface that is looked at goes, and comes back."""
    t = Viewer(100, 30).begin("dev span1 page flows -d 0.5")
    until(t.rows, "rows")
    ntopctl("interface del span1\n")
    tap.comes("interface not watched any more: a banner", lambda: has_banner(t, "span1 is not watched"), t)
    ntopctl("interface add span1 rx consume\n")
    tap.comes("interface watched again: flows", lambda: t.rows() and "not watched" not in t.text(), t)
    subprocess.run(["ip", "-n", "probe", "link", "set", "span1", "down"], check=True)
    subprocess.run(["ip", "-n", "probe", "link", "set", "span1", "name", "gone"], check=True)
    tap.comes("interface renamed: a banner", lambda: has_banner(t, "span1 is not watched"), t)
    subprocess.run(["ip", "-n", "probe", "link", "set", "gone", "name", "span1"], check=True)
    subprocess.run(["ip", "-n", "probe", "link", "set", "span1", "up"], check=True)
    tap.comes("interface named as before: flows", lambda: t.rows() and "not watched" not in t.text(), t)
    t.keys("q")
    tap.equal("the end", (0, []), (t.ended(), t.restored()))
    t.run("ntopctl -n probe top dev nothing")
    tap.ok("an interface that is not watched", t.ended() != 0 and "nothing" in t.text(), t.text())


def losses():
    """What cannot be counted for is shown at once, and marked wherever one looks."""
    t = Viewer(100, 40).begin("page flows -d 0.5")
    until(t.rows, "rows")
    tap.ok("nothing is lost: no mark", "Health!" not in t.text())
    usual = tap.ntopctl("config", "show")
    ntopctl("config set hosts_max 64\nflow reset\n")
    tap.comes("hosts are refused: a mark on the tab", lambda: "7 Health!" in t.text() and marked(t), t)
    t.keys("7")
    tap.comes("hosts are refused: said in words", lambda: re.search(r"hosts refused: \d", t.text()), t)
    for _ in range(60):
        before = lost("hosts_refused")
        now = t.changed(t.text())
        after = lost("hosts_refused")
        found = re.search(r"hosts refused: ([\d, ]+)", now)
        said = int(re.sub(r"\D", "", found[1])) if found else -1
        if before <= said <= after:
            break
    tap.ok("hosts are refused: as many as ntopctl says", before <= said <= after and said > 0, before, said, after)
    ntopctl(f"config set hosts_max {setting(usual, 'hosts_max')}\n")
    t.keys("q")
    t.ended()


def marked(t):
    """The tab of what is lost looks otherwise than the others."""
    row = t.cells()[1]
    at = "".join(c.text or " " for c in row).index("Health!")
    return row[at].style != row[2].style


def setting(config, name):
    """A setting's value."""
    return next(entry["value"] for entry in config if entry["key"] == name)


def lost(name):
    """A loss counter."""
    stats = tap.ntopctl("stats")
    return next(x["count"] for x in stats[0]["losses"] if x["loss"] == name)


def gone():
    """The device itself goes."""
    t = Viewer(100, 30).begin("dev span1 page flows -d 0.5")
    subprocess.run(["ip", "-n", "probe", "link", "del", "span1"], check=True)
    tap.comes("device removed: a banner", lambda: has_banner(t, "span1 is not watched"), t)
    t.keys("d")
    tap.comes("d: the other interface", lambda: t.rows() and "not watched" not in t.text(), t)
    t.keys("q")
    tap.equal("the end", (0, []), (t.ended(), t.restored()))


def permission():
    """CAP_NET_ADMIN goes, and comes back."""
    library = f"{os.environ['WORK']}/permit.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", library, f"{HERE}/permit.c"], check=True)
    t = Viewer(100, 30).begin("page flows -d 0.5", LD_PRELOAD=library)
    until(t.rows, "rows")
    t.signal(signal.SIGUSR1)
    tap.comes("permission lost: a banner", lambda: has_banner(t, "no permission"), t)
    t.signal(signal.SIGUSR2)
    tap.comes("permission given back: goes on", lambda: t.rows() and "no permission" not in t.text(), t)
    t.keys("q")
    tap.equal("the end", (0, []), (t.ended(), t.restored()))
    t.run("setpriv --bounding-set -net_admin --inh-caps -net_admin ntopctl -n probe top")
    tap.ok("no permission from the start: says so", t.ended() != 0 and "ermission" in t.text(), t.text())


def sizes():
    """A window that is resized faster than anybody can."""
    random.seed(5)
    t = Viewer(100, 30).begin("page hosts -d 0.2")
    until(t.rows, "rows")
    for n in range(200):
        size = (random.randint(1, 250), random.randint(1, 70))
        if n % 20 == 7:
            size = ((1, 1), (10, 3), (3, 10), (250, 1), (1, 60), (40, 5), (79, 23), (80, 24), (2, 2), (5, 1))[n // 20]
        t.resize(*size)
        if n % 10 == 7:
            # the others are too short for anybody to see them
            until(lambda s=size: t.told() == s or t.status() is not None, "the size")
            t.keys(random.choice("1234567"))
            t.keys(*random.choice((("?", "Escape"), (">", "Down", "Escape"), ("/", "a", "C-u", "Enter"), ("Enter",))))
    for size in ((99, 31), (100, 30)):
        t.resize(*size)
        until(lambda s=size: t.told() == s, "the size")
    t.keys("Escape")
    t.keys("3")
    tap.comes("200 sizes: the screen is right again", lambda: t.status() is None and t.open() == "Hosts" and
          len(t.rows()) == 25 and t.lines()[-1].startswith("F1Help") and not t.wrapped(), t)
    t.keys("q")
    tap.equal("200 sizes: the end", (0, []), (t.ended(), t.restored()))
    for width, height in ((1, 1), (10, 3), (20, 4), (40, 10), (300, 100)):
        t.resize(width, height)
        until(lambda s=(width, height): t.told() == s, "the size")
        t.run("ntopctl -n probe top -d 0.2")
        until(lambda: t.switches()["alternate_on"] and t.switches()["mouse_any_flag"], "it to begin")
        for key in "1234567?":
            t.keys(key)
        t.keys("Escape")
        tap.ok(f"{width}x{height}: nothing is wider", t.wrapped() == 0 and t.status() is None, t.text())
        t.keys("q")
        tap.equal(f"{width}x{height}: the end", (0, []), (t.ended(), t.restored()))


if __name__ == "__main__":
    only = sys.argv[1:]
    tap.perform(*(x for x in (ends, sizes, permission, losses, interface, module, gone) if not only or x.__name__ in only))
