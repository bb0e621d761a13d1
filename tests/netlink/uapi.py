# SPDX-License-Identifier: GPL-2.0-or-later
"""uapi: what include/uapi/linux/kntop.h says.

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
)


def gcc(*args):
    return subprocess.run(
        ["gcc", *CFLAGS, *args], check=True, text=True, capture_output=True
    ).stdout


class Header:
    """enums {enum: {name: value}}, macros {name: value}, types {attribute:
    type word of its comment}, prose {command: Command}."""

    def __init__(self, path):
        self.path = Path(path).resolve()
        self.text = self.path.read_text()
        with tempfile.TemporaryDirectory() as tmp:
            self.tmp = Path(tmp)
            self.enums = self._enums()
            self.macros = self._macros()
        self.types = self._types()
        self.prose = self._prose()

    def _enums(self):
        source, obj = self.tmp / "enums.c", self.tmp / "enums.o"
        source.write_text(f'#include "{self.path}"\n')
        gcc("-c", "-g", "-fno-eliminate-unused-debug-types", "-o", str(obj), str(source))
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
        listing = gcc("-E", "-dM", "-include", str(self.path), "-xc", "/dev/null")
        return self._printed(re.findall(r"^#define (KNTOP_\w+) ", listing, re.M))

    def _printed(self, names):
        """Values of constants, each as the text that a program prints for it."""
        source, program = self.tmp / "print.c", self.tmp / "print"
        prints = "".join(f"\tPRINT({name});\n" for name in names)
        source.write_text(
            f'#include <stdio.h>\n#include "{self.path}"\n'
            'static void text(const char *n, const char *v) { printf("%s %s\\n", n, v); }\n'
            'static void number(const char *n, long long v) { printf("%s %lld\\n", n, v); }\n'
            "#define PRINT(x) _Generic((x), char *: text, default: number)(#x, x)\n"
            f"int main(void)\n{{\n{prints}\treturn 0;\n}}\n"
        )
        gcc("-o", str(program), str(source))
        out = subprocess.run([str(program)], check=True, text=True, capture_output=True).stdout
        return dict(line.split(" ", 1) for line in out.splitlines())

    def _types(self):
        found = re.findall(r"^\t(KNTOP_\w+_A_\w+),\s*/\* ?(\S+)", self.text, re.M)
        words = {name: word.rstrip(",;:") for name, word in found}
        return {n: "binary" if w.isdigit() else w for n, w in words.items()}

    def _prose(self):
        head = self.text.split("*/", 2)[1]
        commands, name = {}, None
        for line in head.splitlines():
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
        request may also be named beside the modes; an event has no word."""
        text = self._behind(word)
        if text is None:
            return set()
        named, left, owner = set(), set(), None
        for part, out in zip(text.partition(" without "), (named, None, left)):
            for aset, name in TOKEN.findall(part):
                owner = aset or owner
                out is not None and out.update(expand(owner, name, sets))
        return named - left

    def _behind(self, word):
        parts = re.split(r"\b(request|reply):", " ".join(self.text))
        if not word:
            return parts[0]
        return dict(zip(parts[1::2], parts[2::2])).get(
            word, self.aside if word == "request" else None
        )


def expand(owner, name, sets):
    """(set, name) pairs that OWNER_A_NAME stands for; "*" is all of the set."""
    key = owner.lower().replace("_", "-")
    if name == "*":
        return {(key, attr) for attr in sets[key]}
    return {(key, name.lower().replace("_", "-"))}
