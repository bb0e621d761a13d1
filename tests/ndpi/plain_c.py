# SPDX-License-Identifier: GPL-2.0-or-later
"""plain_c: is generated C so plain that it can reach nothing but what runtime.h gives it?

A parser of the little C that may be there, written from the language's side: it knows what
translated code may say, and nothing about how scripts/guest-translate says it. Whatever it
has no rule for is refused: there is none for a pointer, an array, a string, an address, a
cast to anything but an integer, a declaration of anything but a local number, for "/" and
"%" (the processor traps on zero), or for a call of anything but the guest's own functions
and those listed here.

It also sees that a function takes a step when it is entered, and so does each label that
is jumped back to; that shifts are not wider than their operands; and that whatever can be
called indirectly has the type under which it is called.
"""
import re

TYPES = {"u32", "u64"}
CASTS = TYPES | {"s8", "s16", "s32", "s64", "u8", "u16"}
HOST = "kntop_guest_"


def of_width(width):
    """{function: parameters behind g} of what is there for numbers of 32 and of 64 bits."""
    loads = ["load", "load8_u", "load8_s", "load16_u", "load16_s"]
    stores = ["store", "store8", "store16"]
    if width == 64:
        loads += ["load32_u", "load32_s"]
        stores += ["store32"]
    return ({f"{HOST}i{width}_{n}": 1 for n in loads} | {f"{HOST}i{width}_{n}": 2 for n in stores} |
            {f"{HOST}i{width}_{n}": 2 for n in ("div_u", "div_s", "rem_u", "rem_s")})


# Functions of runtime.h that take the sandbox, and how many numbers.
RUNTIME = of_width(32) | of_width(64) | {HOST + n: c for n, c in (
    ("pages", 0), ("grow", 1), ("set_stack", 1), ("copy", 3), ("fill", 3), ("host_now", 0),
    ("host_random", 0))}
# Those that take numbers only.
NUMBERS = {f"{HOST}i{w}_{n}": c for w in (32, 64) for n, c in (
    ("rotl", 2), ("rotr", 2), ("clz", 1), ("ctz", 1), ("popcnt", 1))}
CALLS = ("KNTOP_GUEST_CALL", "KNTOP_GUEST_DISPATCH")
BINARY = ("==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "&", "|", "^")
ASSIGN = ("=", "+=", "-=", "*=", "&=", "|=", "^=")
SHIFTS = (">>", "<<")

TOKEN = re.compile(r"""\s+|/\*(?:[^*]|\*(?!/))*\*/|
    (?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<number>[0-9]+(?:u|ull)?\b)|(?P<string>"[A-Za-z0-9_.]*")|
    (?P<op><<=|>>=|\.\.\.|->|<<|>>|<=|>=|==|!=|\+=|-=|\*=|&=|\|=|\^=|[-+*&|^!~<>=?:;,(){}\[\].])""", re.X)


class Refused(Exception):
    """Something that has no place in translated code."""


class Tokens:
    """What is left of a text. No backslash, quote, "#", "/" or "%" is a token."""

    def __init__(self, text, start=0):
        self.items, at = [], start
        while at < len(text):
            m = TOKEN.match(text, at)
            if not m:
                raise Refused(f"line {text.count(chr(10), 0, at) + 1}: no such token: {text[at:at + 30]!r}")
            if m.lastgroup:
                self.items.append((m.lastgroup, m[0], at))
            at = m.end()
        self.text, self.at = text, 0

    def peek(self, ahead=0):
        at = self.at + ahead
        return self.items[at][1] if at < len(self.items) else ""

    def kind(self, ahead=0):
        at = self.at + ahead
        return self.items[at][0] if at < len(self.items) else ""

    def refuse(self, why):
        at = self.items[min(self.at, len(self.items) - 1)][2]
        line = self.text.count("\n", 0, at)
        raise Refused(f"line {line + 1}: {why}: {self.text.split(chr(10))[line].strip()!r}")

    def next(self, *wanted):
        token = self.peek()
        if wanted and token not in wanted:
            self.refuse(f"{token!r}, not {' or '.join(wanted)}")
        self.at += 1
        return token

    def take(self, *tokens):
        """Whether these came next; they are taken then."""
        if [self.peek(n) for n in range(len(tokens))] != list(tokens):
            return False
        self.at += len(tokens)
        return True

    def name(self):
        """One of the guest's own: no macro and no function of anybody else's begins like that."""
        if self.kind() != "name" or not self.peek().startswith("w2c_"):
            self.refuse(f"{self.peek()!r} is no name of the guest's")
        return self.next()

    def number(self):
        if self.kind() != "number":
            self.refuse(f"{self.peek()!r} is no number")
        return int(self.next().rstrip("ul"))


def body_of(text, include):
    """The text behind the only line for the preprocessor, which includes INCLUDE."""
    if text.count("#") != 1 or "\\" in text or "??" in text:
        raise Refused("a line for the preprocessor, or a line that is continued")
    m = re.search(rf'^#include "{re.escape(include)}"\n', text, re.M)
    if not m:
        raise Refused(f'not #include "{include}"')
    before = Tokens(text[:m.start()])
    if before.items:
        before.refuse("code before the #include")
    return m.end()


def parameters(t):
    """Behind "(": struct kntop_guest *g, TYPE NAME ... )"""
    for word in ("struct", "kntop_guest", "*", "g"):
        t.next(word)
    names, types = [], []
    while t.next(",", ")") == ",":
        types.append(t.next(*TYPES))
        names.append(t.name())
    return names, tuple(types)


def prototypes(text):
    """{function: (result, types)} of guest.h."""
    body = re.fullmatch(r'(?:/\*[^*]*\*/\n)*#ifndef KNTOP_GUEST_GENERATED_H\n#define KNTOP_GUEST_GENERATED_H\n\n'
                        r'#include "\.\./runtime\.h"\n([^#\\]*)#endif\n', text)
    if not body:
        raise Refused("guest.h is more than prototypes")
    t, found = Tokens(body[1]), {}
    while t.peek():
        result, name = t.next("void", *TYPES), t.name()
        t.next("(")
        _, types = parameters(t)
        t.next(";")
        if name in found:
            t.refuse(f"{name} is declared twice")
        found[name] = (result, types)
    return found


class Function:
    """Parses one function; its statements, in order, for what is seen of them all afterwards."""

    def __init__(self, t, known, calls):
        self.t, self.known, self.calls = t, known, calls
        self.labels, self.jumps, self.count = {}, [], 0
        self.result, self.name = t.next("void", *TYPES), t.name()
        t.next("(")
        names, types = parameters(t)
        if known.get(self.name) != (self.result, types):
            t.refuse("not as it was declared")
        self.locals = {}
        for name, kind in zip(names, types):
            self.declare(name, kind)
        t.next("{")
        self.declarations()
        t.next("if")
        t.next("(")
        self.leave("kntop_guest_enter")
        while not t.take("}"):
            self.statement()
        self.loops()

    def declare(self, name, kind):
        if name in self.known or name in self.locals:
            self.t.refuse(f"{name} has that name already")
        self.locals[name] = kind

    def declarations(self):
        """Local numbers, all of them zero: nothing is read that was not written."""
        t = self.t
        while t.peek() in TYPES:
            kind = t.next()
            while True:
                self.declare(t.name(), kind)
                t.next("=")
                t.next("0")
                if t.next(",", ";") == ";":
                    break

    def leave(self, name):
        """Behind "if (": a step, and the way out where there is none left."""
        for word in (name, "(", "g", ")", ")", "return", *([] if self.result == "void" else ["0"]), ";"):
            self.t.next(word)

    # ---- statements ------------------------------------------------------

    def statement(self):
        t = self.t
        self.count += 1
        if t.peek() in TYPES:
            self.declarations()
        elif t.take(*"kntop_guest_trap ( g , KNTOP_TRAP_KIND_ASSERTION ) ;".split()):
            if t.peek() != "return":
                t.refuse("goes on behind a trap")
        elif t.take("if", "("):
            if t.peek() == "kntop_guest_step":
                self.leave("kntop_guest_step")
            else:
                self.local()
                t.next(")")
                self.jump()
        elif t.peek() == "goto":
            self.jump()
        elif t.take("switch", "("):
            self.local()
            self.switch()
        elif t.take("return"):
            if self.result != "void" and not t.take("0"):
                self.local()
            t.next(";")
        elif t.kind() == "name" and t.peek(1) == ":":
            self.label()
        elif t.peek() in self.locals:
            self.assignment()
        else:
            self.call()
            t.next(";")

    def local(self):
        if self.t.peek() not in self.locals:
            self.t.refuse(f"{self.t.peek()!r} is no local number")
        return self.t.next()

    def jump(self):
        self.t.next("goto")
        self.jumps.append((self.count, self.t.name()))
        self.t.next(";")

    def switch(self):
        t = self.t
        t.next(")")
        t.next("{")
        while not t.take("}"):
            if t.next("case", "default") == "case":
                t.number()
            t.next(":")
            self.jump()

    def label(self):
        """A label, and whether a step is taken behind it."""
        t = self.t
        name = t.name()
        t.next(":")
        if name in self.labels or name in self.known:
            t.refuse(f"{name} is there twice")
        t.take(";")
        self.labels[name] = (self.count, [t.peek(n) for n in range(3)] == ["if", "(", "kntop_guest_step"])

    def assignment(self):
        t = self.t
        kind = self.locals[t.peek()]
        self.local()
        op = t.next(*ASSIGN, ">>=", "<<=")
        if op in (">>=", "<<="):
            self.shift(kind)
        else:
            self.expression()
        t.next(";")

    # ---- expressions: all of them are numbers ---------------------------

    def shift(self, kind):
        """How far: no further than the number is wide."""
        for word in ("(",):
            self.t.next(word)
        self.local()
        self.t.next("&")
        self.t.next("31" if kind in ("u32", "s32") else "63")
        self.t.next(")")

    def expression(self):
        kind = self.unary()
        while self.t.peek() in BINARY + SHIFTS:
            if self.t.next() in SHIFTS:
                self.shift(kind)
            else:
                self.unary()
            kind = ""       # a shift of this has no rule
        if self.t.take("?"):
            self.expression()
            self.t.next(":")
            self.expression()

    def unary(self):
        """Returns the type where it is plain."""
        t = self.t
        if t.take("!") or t.take("~") or t.take("-"):
            self.unary()
            return "u32"
        if t.peek() == "(" and t.peek(1) in CASTS and t.peek(2) == ")":
            t.next()
            kind = t.next()
            t.next()
            self.unary()
            return kind
        if t.take("("):
            self.expression()
            t.next(")")
            return ""
        if t.take("g", "->", "stack"):
            return "u32"
        if t.kind() == "number":
            t.number()
            return ""
        if t.peek() in self.locals:
            return self.locals[self.local()]
        self.call()
        return ""

    def arguments(self, count):
        for n in range(count):
            if n:
                self.t.next(",")
            self.expression()
        self.t.next(")")

    def call(self):
        t = self.t
        name = t.next()
        t.next("(")
        if name in CALLS:
            return self.indirect()
        if name in NUMBERS:
            return self.arguments(NUMBERS[name])
        count = RUNTIME[name] if name in RUNTIME else len(self.known[name][1]) if name in self.known else None
        if count is None:
            t.refuse(f"{name} is no function that may be called")
        t.next("g")
        if count:
            t.next(",")
        return self.arguments(count)

    def indirect(self):
        t = self.t
        for word in ("g", ","):
            t.next(word)
        result, types = t.next("void", *TYPES), []
        for word in ("(", "*", ")", "(", "struct", "kntop_guest", "*"):
            t.next(word)
        while t.next(",", ")") == ",":
            types.append(t.next(*TYPES))
        t.next(",")
        self.calls.setdefault(t.number(), set()).add((result, tuple(types)))
        t.next(",")
        self.arguments(1 + len(types))

    # ---- time ------------------------------------------------------------

    def loops(self):
        for at, name in self.jumps:
            if name not in self.labels:
                raise Refused(f"{self.name}: {name} is nowhere")
            there, step = self.labels[name]
            if there <= at and not step:
                raise Refused(f"{self.name}: jumps back to {name}, where no step is taken")


def functions(text, known, calls):
    """Parses a file of functions; adds the types of indirect calls to CALLS {number: types}."""
    t = Tokens(text, body_of(text, "guest.h"))
    names = []
    while t.peek():
        names.append(Function(t, known, calls).name)
    return names


class Data:
    """guest_data.c: initial memory, and what can be called indirectly."""

    def __init__(self, text, known):
        self.t, self.known = Tokens(text, body_of(text, "guest.h")), known
        self.arrays, self.segments, self.table, self.numbers = {}, [], {}, {}
        while self.t.peek():
            if self.t.take("static"):
                self.array()
            else:
                self.constant()

    def own(self, *prefixes):
        """A name of the file's own, or one that runtime.h declares."""
        name = self.t.next()
        if not name.startswith(prefixes):
            self.t.refuse(f"{name!r} is no name for that")
        return name

    def size(self):
        self.t.next("[")
        size = self.t.number() if self.t.kind() == "number" else None
        self.t.next("]")
        self.t.next("=")
        self.t.next("{")
        return size

    def array(self):
        t = self.t
        t.next("const")
        t.next("u8")
        name, octets = self.own("segment_"), 0
        if self.size() is not None:
            t.refuse("a size")
        while not t.take("}"):
            if t.number() > 255:
                t.refuse("more than an octet")
            octets += 1
            t.take(",")
        t.next(";")
        self.arrays[name] = octets

    def constant(self):
        t = self.t
        t.next("const")
        if t.take("u32"):
            name = self.own(HOST)
            t.next("=")
            self.numbers[name] = t.number()
            t.next(";")
        elif t.take("struct", "kntop_guest_segment", "kntop_guest_segments"):
            self.rows(self.size(), self.segment)
        else:
            for word in ("struct", "kntop_guest_call", "kntop_guest_calls"):
                t.next(word)
            self.numbers["size"] = self.size()
            self.rows(None, self.entry)

    def rows(self, size, row):
        if size is not None:
            self.t.refuse("a size")
        while not self.t.take("}"):
            row()
            self.t.next("}")
            self.t.take(",")
        self.t.next(";")

    def segment(self):
        t = self.t
        t.next("{")
        at = t.number()
        t.next(",")
        octets = t.number()
        t.next(",")
        name = t.next()
        if self.arrays.get(name) != octets:
            t.refuse(f"{name} has {self.arrays.get(name)} octets")
        self.segments.append((at, octets))

    def entry(self):
        t = self.t
        t.next("[")
        index = t.number()
        for word in ("]", "=", "{"):
            t.next(word)
        kind = t.number()
        for word in (",", "(", "void", "(", "*", ")", "(", "void", ")", ")"):
            t.next(word)
        name = t.name()
        t.next(",")
        if t.kind() != "string" or index in self.table or name not in self.known:
            t.refuse("no name, an index twice, or an unknown function")
        t.next()
        self.table[index] = (kind, name)


def check_data(data, calls):
    """What holds of the tables: returns what is wrong."""
    n = data.numbers
    wrong = []
    end, top = n["kntop_guest_pages_least"] * 65536, n["kntop_guest_stack_top"]
    if n["kntop_guest_segments_count"] != len(data.segments):
        wrong.append("kntop_guest_segments_count is not their number")
    wrong += [f"initial memory at {at} is in the stack, or beyond the end" for at, octets in data.segments
              if at < top or at + octets > end]
    if n["kntop_guest_calls_count"] != n["size"] or any(i >= n["size"] for i in data.table):
        wrong.append("kntop_guest_calls_count is not the table's size")
    for kind, types in calls.items():
        if len(types) != 1:
            wrong.append(f"type {kind} is more than one: {types}")
    for kind, name in data.table.values():
        if kind in calls and calls[kind] != {data.known[name]}:
            wrong.append(f"{name} is {data.known[name]}, and would be called as {calls[kind]}")
    return wrong


def check(files):
    """What is wrong with a set of files {name: text}, as guest-translate writes it. Returns
    (what is wrong, how many functions there are)."""
    calls, names = {}, []
    try:
        known = prototypes(files["guest.h"])
        for file, text in sorted(files.items()):
            if re.fullmatch(r"guest_\d+\.c", file):
                names += functions(text, known, calls)
            elif file not in ("guest.h", "guest_data.c"):
                raise Refused(f"an unknown file: {file}")
        if sorted(names) != sorted(known):
            raise Refused("functions that are declared and those that are there differ")
        return check_data(Data(files["guest_data.c"], known), calls), len(names)
    except Refused as e:
        return [str(e)], len(names)
