# SPDX-License-Identifier: GPL-2.0-or-later
"""viewer: `ntopctl top` in a terminal, and its screen taken apart."""
import re
import time

import cells
from term import Terminal, until

PAGES = ("Overview", "Talkers", "Hosts", "Flows", "Protocols", "Networks", "Health")
HEAD = 3        # lines above a list's headings
EXACT = ("u", "u")      # keys: all digits
OCTETS = ("B",)


class Viewer(Terminal):
    """The live view, as if started by hand; each with settings of its own unless told."""

    def __init__(self, width=80, height=24, term="tmux-256color", locale="C.UTF-8", **environment):
        super().__init__(width, height, term, locale, **environment)
        self.environment.setdefault("XDG_CONFIG_HOME", f"{self.folder}/config")

    def begin(self, words="", space="probe", **environment):
        """Start it, and wait until it shows something of the kernel's."""
        where = f"-n {space} " if space else ""
        self.run(f"{environment.pop('before', '')}ntopctl {where}top {words}", **environment)
        self.wait(r"1 Overview.*7 Health" if self.width >= 74 else "kntop")
        return self

    def page(self, number):
        """Go to a page by its number from 1; waits until its records are there."""
        self.keys(str(number))
        until(lambda: self.open() == PAGES[number - 1], lambda: f"page {number}\n{self.text()}")
        if number < 7:
            until(self.rows, lambda: f"records on page {number}\n{self.text()}")
        return self

    def open(self):
        """The open page's name: its tab looks otherwise than the others."""
        row = self.cells()[1]
        common = [c.style for c in row[:len(row)]]
        plain = max(set(common), key=common.count)
        return "".join(c.text for c in row if c.style != plain).strip().lstrip("1234567 ")

    def rows(self, lines=None):
        """The list: its lines below the headings, to the first that is none."""
        rows = []
        for line in (lines or self.lines())[HEAD + 1:-1]:
            if not line or line.startswith((" ", "──", "--", "flows ", "packets not")):
                break
            rows.append(line)
        return rows

    def steady(self):
        """Wait until the screen is the same twice: nothing is being drawn. Returns the list."""
        def twice():
            before = self.capture()
            time.sleep(0.1)
            return before == self.capture()
        until(twice, "a screen that stands still")
        return self.rows()

    def table(self, lines=None):
        """The list as dictionaries by heading; see `split`."""
        lines = lines or self.lines()
        return split(lines[HEAD], self.rows(lines))

    def chosen(self):
        """The selected line's text, None if there is none."""
        for row in self.cells()[HEAD + 1:-1]:
            if row and row[0].style.reverse:
                return cells.text(row).rstrip()
        return None

    def pause(self, on=True):
        """Stand still, or go on."""
        self.keys("P")
        (self.wait if on else self.wait_not)("PAUSED")


MARKS = "▾▴v^"      # behind the heading that the list is ordered by
TITLES = ("NOT IN FLOWS", "IN ALL", "1 MIN", "<- BOTH ->")
RIGHT = ("IN", "OUT", "1 MIN", "PEAK", "PKT/S", "IN ALL", "FLOWS", "HOSTS", "SENT", "RECEIVED", "SENDS", "CLIENTS",
         "SERVERS", "INSIDE", "NOT IN FLOWS", "RESENT", "AGE", "LAST", "FIRST", "RTT", "RISK", "PKTS", "SHARE")


def headings(head):
    """(title, first column, column behind it) of each heading."""
    found = re.finditer("(?:" + "|".join(map(re.escape, TITLES)) + rf"|[^\s{MARKS}]+)[{MARKS}]?", head)
    return [(m[0].rstrip(MARKS), m.start(), m.end()) for m in found]


def split(head, rows):
    """Lines of a list as dictionaries by heading (a second one of a name has a 2 behind it).
    A figure ends where its heading ends, a text begins where its heading begins."""
    titles, table = headings(head), []
    for row in rows:
        by_column = [c for char in row for c in (char, "")[:cells.width(char)]]     # a place each
        entry = {}
        for n, (title, start, end) in enumerate(titles):
            name = title + ("2" if title in entry else "")
            if title in RIGHT:
                left = titles[n - 1][2] if n else 0
                text = "".join(by_column[left:end])
                # a mark in the heading takes a place in all lines
                entry[name] = re.split(r"\s{2,}|(?<!\d)\s|\s(?!s\b|ms\b|%)", text.rstrip())[-1].strip()
            else:
                stop = titles[n + 1][1] if n + 1 < len(titles) else len(by_column)
                text = "".join(by_column[start:stop])
                if stop < len(by_column) and not text[-1:].isspace():
                    text = text.rpartition(" ")[0]      # a figure of the next column reaches in here
                entry[name] = re.split(r"\s{2,}", text.strip())[0]
        table.append(entry)
    return table
