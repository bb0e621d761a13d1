# SPDX-License-Identifier: GPL-2.0-or-later
"""words: the dictionary of nDPI's sources: what its dissectors compare packets with."""
import re

COMMENT = re.compile(rb"/\*.*?\*/|//[^\n]*", re.S)
# what is printed, or tells the compiler something, is in no packet
OTHERS = re.compile(rb"^[^\n]*(?:LOG|printf|#include|#error)[^\n]*\n", re.M)
STRING = re.compile(rb'"((?:[^"\\\n]|\\.)+)"')
LIST = re.compile(rb"\{((?:\s*0x[0-9a-fA-F]{1,2}\s*,?){2,})\}")
NUMBER = re.compile(rb"\b0x([0-9a-fA-F]{1,16})\b")
ESCAPE = re.compile(rb"\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|.)", re.S)
LONGEST = 200
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"a": b"\a", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def escape(found):
    code = found[1]
    if code[:1] == b"x" and len(code) > 1:
        return bytes((int(code[1:], 16),))
    if code.isdigit() and code < b"8":
        return bytes((int(code, 8) & 255,))
    return NAMED.get(code, code)


def numbers(digits):
    """A constant in both orders of octets."""
    size = {1: 1, 2: 2, 3: 4, 4: 4}.get((len(digits) + 1) // 2, 8)
    value = int(digits, 16)
    return {value.to_bytes(size, "big"), value.to_bytes(size, "little")}


def of_file(text):
    text = OTHERS.sub(b"", COMMENT.sub(b"", text))
    found = {ESCAPE.sub(escape, s)[:LONGEST] for s in STRING.findall(text)}
    found |= {bytes(int(n, 16) for n in NUMBER.findall(several)) for several in LIST.findall(text)}
    for digits in NUMBER.findall(text):
        found |= numbers(digits)
    return sorted(found)


def words(folder):
    """[[octets]]: the words of each file below the folder that has some, in a certain order."""
    files = sorted(f for f in folder.rglob("*") if f.suffix in (".c", ".h", ".inc"))
    return [w for w in (of_file(f.read_bytes()) for f in files) if len(w) > 1]
