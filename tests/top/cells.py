# SPDX-License-Identifier: GPL-2.0-or-later
"""cells: a terminal's screen as `tmux capture-pane -e` writes it, taken apart into cells."""
import re
import unicodedata
from dataclasses import dataclass, replace

# VT100's line drawing, which a program may use in place of U+2500.
ACS = dict(zip("`afgijklmnopqrstuvwxyz{|}~", "◆▒°±␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·"))
TOKEN = re.compile(r"\x1b\[([0-9;:]*)m|\x1b\]8;[^\x1b\x07]*(?:\x07|\x1b\\)|([\x0e\x0f])|(.)", re.S)
SWITCH = {1: ("bold", True), 2: ("dim", True), 3: ("italic", True), 4: ("underline", True),
          7: ("reverse", True), 9: ("strike", True), 23: ("italic", False), 24: ("underline", False),
          27: ("reverse", False), 29: ("strike", False), 39: ("fg", None), 49: ("bg", None)}


@dataclass(frozen=True)
class Style:
    """A colour is None (the terminal's), 0-255 or (red, green, blue)."""
    fg: object = None
    bg: object = None
    bold: bool = False
    dim: bool = False
    italic: bool = False
    underline: bool = False
    reverse: bool = False
    strike: bool = False


@dataclass(frozen=True)
class Cell:
    """text: a character and what combines with it; "" behind a wide one."""
    text: str
    style: Style


def width(char):
    """Columns of a character: 0, 1 or 2."""
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def columns(text):
    """Columns of a text."""
    return sum(map(width, text))


def _colour(words):
    """What follows 38 or 48: the colour, and how many words it has."""
    if words[:1] == [5]:
        return words[1], 2
    return tuple(words[-3:] if len(words) == 4 else words[1:4]), 4


def _sgr(style, text):
    # 4:3 is a kind of underline; colours come with either separator
    words = [int(w.split(":")[0] or 0) if w[:2] not in ("38", "48") else w for w in text.split(";")]
    words = [int(p or 0) for w in words for p in str(w).split(":")]
    while words:
        word = words.pop(0)
        if word == 0:
            style = Style()
        elif word == 22:
            style = replace(style, bold=False, dim=False)
        elif word in SWITCH:
            style = replace(style, **dict([SWITCH[word]]))
        elif word in (38, 48):
            colour, used = _colour(words)
            style, words = replace(style, **{"fg" if word == 38 else "bg": colour}), words[used:]
        elif 30 <= word <= 37 or 90 <= word <= 97:
            style = replace(style, fg=word - 30 if word < 90 else word - 82)
        elif 40 <= word <= 47 or 100 <= word <= 107:
            style = replace(style, bg=word - 40 if word < 100 else word - 92)
    return style


def parse(text):
    """The rows of a capture, each a list of cells. Styles go on from line to line."""
    rows, style, acs = [], Style(), False
    for line in text.split("\n"):
        row = []
        for sgr, shift, char in TOKEN.findall(line):
            if char:
                char = ACS.get(char, char) if acs else char
                if width(char) == 0 and row:
                    at = -1 if row[-1].text or len(row) < 2 else -2
                    row[at] = replace(row[at], text=row[at].text + char)
                    continue
                row.append(Cell(char, style))
                if width(char) == 2:
                    row.append(Cell("", style))
            elif shift:
                acs = shift == "\x0e"
            else:
                style = _sgr(style, sgr)
        rows.append(row)
    return rows


def text(row):
    """A row's text."""
    return "".join(cell.text for cell in row)
