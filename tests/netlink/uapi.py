# SPDX-License-Identifier: GPL-2.0-or-later
"""uapi: what include/uapi/linux/kntop.h and the headers it includes say.

Numbers come from the compiler (debug information of an object that includes the
header, and a program that prints its macros). Only what a compiler cannot see,
the prose and the types in comments, is read as text.
"""
import re
import subprocess
import tempfile
from pathlib import Path

CFLAGS = ["-std=gnu11", "-Wall", "-Wextra", "-Werror"]
COMMAND = re.compile(r"^ \* KNTOP_CMD_(\w+)\s+(do|dump|multicast)\b(.*)$")
TOKEN = re.compile(
    r"(?<![A-Z0-9_])(?:([A-Z0-9]+(?:_[A-Z0-9]+)*)_A)?_(\*|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"
    r"(?: \.\. _([A-Z][A-Z0-9_]*))?"
)
# What stands behind all of a set excludes from it; elsewhere "without" is a word.
WITHOUT = re.compile(r"(?<=_\*)(?:\]| set)* without ")


def gcc(*args):
    return subprocess.run(
        ["gcc", *CFLAGS, *args], check=True, text=True, capture_output=True
    ).stdout


class Header:
    """enums {enum: {name: value}}, macros {name: value}, types {attribute:
    type word of its comment}, prose {command: Command}, of the headers below a
    directory such as include/uapi."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.texts = [p.read_text() for p in sorted(self.root.glob("linux/kntop*.h"))]
        with tempfile.TemporaryDirectory() as tmp:
            self.tmp = Path(tmp)
            self.enums = self._enums()
            self.macros = self._macros()
        self.types = self._types()
        self.prose = self._prose()

    def _gcc(self, *args):
        return gcc(f"-I{self.root}", *args)

    def _enums(self):
        source, obj = self.tmp / "enums.c", self.tmp / "enums.o"
        source.write_text("#include <linux/kntop.h>\n")
        self._gcc("-c", "-g", "-fno-eliminate-unused-debug-types", "-o", str(obj), str(source))
        dump = subprocess.run(
            ["readelf", "--debug-dump=info", "--wide", str(obj)],
            check=True,
            text=True,
            capture_output=True,
        ).stdout
        names, entries = {}, None
        for die in re.split(r"\n <\d+><[0-9a-f]+>: ", dump):
            name = re.search(r"DW_AT_name\s*:.*?(\w+)\s*$", die, re.M)
            if "(DW_TAG_enumeration_type)" in die:
                entries = names.setdefault(name.group(1), [])
            elif "(DW_TAG_enumerator)" in die:
                entries.append(name.group(1))
        values = self._printed([n for entries in names.values() for n in entries])
        return {enum: {n: int(values[n]) for n in entries} for enum, entries in names.items()}

    def _macros(self):
        listing = self._gcc("-E", "-dM", "-include", "linux/kntop.h", "-xc", "/dev/null")
        return self._printed(re.findall(r"^#define (KNTOP_\w+) ", listing, re.M))

    def _printed(self, names):
        """Values of constants, each as the text that a program prints for it."""
        source, program = self.tmp / "print.c", self.tmp / "print"
        prints = "".join(f"\tPRINT({name});\n" for name in names)
        source.write_text(
            "#include <stdio.h>\n#include <linux/kntop.h>\n"
            'static void text(const char *n, const char *v) { printf("%s %s\\n", n, v); }\n'
            'static void number(const char *n, long long v) { printf("%s %lld\\n", n, v); }\n'
            "#define PRINT(x) _Generic((x), char *: text, default: number)(#x, x)\n"
            f"int main(void)\n{{\n{prints}\treturn 0;\n}}\n"
        )
        self._gcc("-o", str(program), str(source))
        out = subprocess.run([str(program)], check=True, text=True, capture_output=True).stdout
        return dict(line.split(" ", 1) for line in out.splitlines())

    def _types(self):
        text = "".join(self.texts)
        found = re.findall(r"^\t(KNTOP_\w+_A_\w+),\s*/\* ?(\S+)", text, re.M)
        words = {name: word.rstrip(",;:") for name, word in found}
        return {n: "binary" if w.isdigit() else w for n, w in words.items()}

    def _prose(self):
        commands = {}
        for text in self.texts:
            name = None
            for line in text.split("*/", 2)[1].splitlines():
                start = COMMAND.match(line)
                if start:
                    name = start.group(1)
                    commands[name] = Command(start.group(2) + start.group(3))
                elif name and line.strip() != "*":
                    commands[name].text.append(line[2:].strip())
        return commands


class Command:
    """One command in the prose: modes, request and reply attributes."""

    def __init__(self, modes):
        self.modes = set(re.findall(r"\b(do|dump|multicast)\b", modes))
        self.aside = modes
        self.text = []

    def message(self, word, sets):
        """Attributes named behind "word:" as a set of (attribute set, name). A
        request, or with "every" a reply, may also be named beside the modes; an
        event has no word."""
        text = self._behind(word)
        if text is None:
            return set()
        named, left, owner = set(), set(), None
        text = text.replace("all the others", "_*")
        for part, out in zip(WITHOUT.split(text, 1), (named, left)):
            for aset, name, last in TOKEN.findall(part):
                owner = aset or owner
                out.update(expand(owner, name, last, sets))
        return named - left

    def _behind(self, word):
        parts = re.split(r"\b(request|reply):", " ".join(self.text))
        if not word:
            return parts[0]
        aside = "reply" if " every " in self.aside else "request"
        return dict(zip(parts[1::2], parts[2::2])).get(word, self.aside if word == aside else None)


def expand(owner, name, last, sets):
    """(set, name) pairs that OWNER_A_NAME stands for; "*" is all of the set, and
    with a last name all from the one to the other."""
    key, names = owner.lower().replace("_", "-"), [name.lower().replace("_", "-")]
    if name == "*":
        names = sets[key]
    elif last:
        ends = [sets[key].index(n.lower().replace("_", "-")) for n in (name, last)]
        names = sets[key][ends[0] : ends[1] + 1]
    return {(key, attr) for attr in names}
