# SPDX-License-Identifier: GPL-2.0-or-later
"""pictures: screens of all pages into a folder, after some time in which traffic passes.

usage: pictures.py FOLDER SECONDS
"""
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
# pylint: disable=wrong-import-position
from term import until                                  # noqa: E402
from viewer import PAGES, Viewer                        # noqa: E402

FOLDER, SECONDS = Path(sys.argv[1]), int(sys.argv[2])


def shoot(t, name):
    """Two refreshes later, so that all rates are known."""
    for _ in range(3):
        t.changed(t.text())
    t.steady()
    (FOLDER / name).write_text(t.capture(), encoding="utf-8")
    print(f"{name}: {len(t.rows())} lines", flush=True)


def main():
    """See the top."""
    t = Viewer(120, 40, "xterm-256color").begin("dev span0")
    time.sleep(SECONDS)
    for n, page in enumerate(PAGES, 1):
        t.keys(str(n))
        until(lambda p=page: t.open() == p, page)
        shoot(t, page.lower())
    t.resize(120, 48)   # all about a host is long
    until(lambda: t.told() == (120, 48), "the size")
    t.page(3).keys("/")
    t.type("192.168.10.11")
    t.keys("Enter", "Enter")
    t.wait("Esc goes back")
    time.sleep(45)      # a host's graph begins when one looks at it
    shoot(t, "host")
    t.resize(120, 40)
    until(lambda: t.told() == (120, 40), "the size")
    t.keys("Escape")
    t.page(4).keys("/")
    t.type("youtube")
    t.keys("Enter", "Enter")
    t.wait("Esc goes back")
    time.sleep(45)
    shoot(t, "flow")
    t.keys("Escape", "F1")
    t.wait("Keys")
    t.steady()
    (FOLDER / "help").write_text(t.capture(), encoding="utf-8")
    t.keys("Escape", "q")
    t.ended()
    small = Viewer(80, 24, "xterm-256color").begin("page talkers dev span0")
    until(small.rows, "rows")
    shoot(small, "small")
    small.keys("q")
    small.ended()


main()
