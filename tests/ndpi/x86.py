# SPDX-License-Identifier: GPL-2.0-or-later
"""x86: does machine code of a guest access nothing but what it may?

An abstract interpreter over objdump's output of an object for x86-64. Of each register and
each slot of a function's own stack frame it knows, at each instruction and along all paths,
whether it certainly holds one of a few things, and nothing else of it: see Value. Each
operand in memory must then be one of these, or the function is refused:

- a slot of its own frame, or, read only unless they are the function's own, arguments that
  its caller put on the stack;
- a member of struct kntop_guest, behind a pointer that certainly is the one that the
  function was called with; fuel, stack and called alone are written;
- DATA + OFFSET, without a displacement, at most 8 octets wide, where DATA was loaded from the
  member data, and OFFSET is a number of 32 bits that was masked with the member mask, both
  since the last call;
- read only: a constant by its name; an entry of kntop_guest_calls, or of a table that the
  compiler made, by an index that was compared with how many there are on each path there.

Calls go to the guest's own functions, and to those of the kernel that are listed, with the
pointer as first argument; indirect ones to a function that was loaded from that table. What
a function returns to is what it was called from: it leaves the stack pointer and the
registers of its caller as they were. An instruction that is not known is refused.

It does not see whether the table's function has the type that the caller expects, which is
for the C above it to say (plain_c), and trusts the functions of the kernel that are called,
the page behind the memory's power of two (kntop_sandbox_map), and objdump.
"""
import re
import subprocess
from bisect import bisect_right

WIDTHS = {"b": 1, "w": 2, "l": 4, "q": 8}
KERNEL = {f"kntop_guest_{n}" for n in ("stop", "trap", "grow", "copy", "fill", "host_now", "host_random")}
THUNK = re.compile(r"__x86_indirect_thunk_(r\w+)$")
CONSTANTS = {"kntop_guest_calls_count", "kntop_guest_stack_top"}
ENTRY = 24      # octets of struct kntop_guest_call
ENTRY_MEMBERS = {0: 4, 8: 8, 16: 8}
WRITABLE = {"fuel", "stack", "called"}
CALLEE_SAVED = ("rbx", "rbp", "r12", "r13", "r14", "r15")
CALLER_SAVED = ("rax", "rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11")
MOST_ARGUMENTS = 24


def names():
    """{name: (64-bit register, width)}"""
    found = {}
    for r in ("ax", "bx", "cx", "dx", "si", "di", "bp", "sp"):
        low = r[0] + "l" if r[1] == "x" else r + "l"
        found |= {"r" + r: ("r" + r, 8), "e" + r: ("r" + r, 4), r: ("r" + r, 2), low: ("r" + r, 1)}
        if r[1] == "x":
            found[r[0] + "h"] = ("r" + r, 1)
    for n in range(8, 16):
        for suffix, width in (("", 8), ("d", 4), ("w", 2), ("b", 1)):
            found[f"r{n}{suffix}"] = (f"r{n}", width)
    return found


REGISTERS = names()


def members(text):
    """{offset: (name, width)} of struct kntop_guest, from the text of runtime.h."""
    body = re.search(r"^struct kntop_guest \{\n(.*?)^\};", text, re.S | re.M)[1]
    found, at = {}, 0
    for line in body.strip("\n").split("\n"):
        kind, name = re.fullmatch(r"\t(u8|unsigned long|u32|s32)\s+(\*?\w+);", line).groups()
        width = 8 if name.startswith("*") or kind == "unsigned long" else 4
        assert kind != "u8" or name.startswith("*")
        at = (at + width - 1) & -width
        found[at] = (name.lstrip("*"), width)
        at += width
    return found


class Refused(Exception):
    """An instruction that may not be."""


# ---- what values are -----------------------------------------------------------
#
# A tuple, its first item what it is:
#   ("top",)            anything
#   ("guest",)          the pointer to the sandbox
#   ("data",)           member data
#   ("mask",)           member mask
#   ("offset",)         at most mask, and 64 bits wide
#   ("address",)        data + offset
#   ("number", id, most, wide)  32 bits; most: it is at most that, or less than "calls"; wide: the
#                       upper 32 bits are zero. Of equal id are equal in their lower 32 bits
#   ("scaled", id, most, by)    such a number, 64 bits wide, times a constant
#   ("calls",)          kntop_guest_calls_count
#   ("function",)       to be called, from the table
#   ("entry", r)        what register r held when the function was called

TOP = ("top",)
GUEST, DATA, MASK, OFFSET, ADDRESS, CALLS, FUNCTION = (
    (n,) for n in ("guest", "data", "mask", "offset", "address", "calls", "function"))
FLEETING = {"data", "mask", "offset", "address"}       # a call may change them


def is_wide(value):
    return value[0] == "number" and value[3]


def is_index(value):
    return is_wide(value) and value[2] is not None


def times(value, by):
    """A value of 64 bits times a constant."""
    if value[0] == "scaled":
        return value[:3] + (value[3] * by,)
    return ("scaled", value[1], value[2], by) if is_wide(value) else TOP


class Operand:
    """An operand: register (name, width), immediate, or memory."""

    def __init__(self, text, reloc):
        self.text, self.kind, self.symbol = text, "memory", None
        if text.startswith("%"):
            self.kind = "register"
            if text[1:] not in REGISTERS:
                raise Refused(f"register {text}")
            self.register, self.width = REGISTERS[text[1:]]
            self.high = text[1:] in ("ah", "bh", "ch", "dh")
            return
        if text.startswith("$"):
            self.kind, self.value = "immediate", int(text[1:], 16)
            if reloc:
                raise Refused("the address of a symbol")
            return
        m = re.fullmatch(r"(-?0x[0-9a-f]+)?\((%\w+)?(?:,(%\w+),([1248]))?\)", text)
        if not m:
            raise Refused(f"operand {text}")
        self.disp = int(m[1] or "0", 16)
        self.base, self.index = ((r[1:] if r else None) for r in (m[2], m[3]))
        self.scale = int(m[4] or 1)
        for r in (self.base, self.index):
            if r and r != "rip" and REGISTERS.get(r, (0, 0))[1] != 8:
                raise Refused(f"operand {text}")
        if reloc:
            self.symbol, self.disp = reloc


def split(text):
    """Operands of an instruction, in AT&T's order."""
    return re.findall(r"[^,(]*\([^)]*\)|[^,]+", text)


class Instruction:
    def __init__(self, at, mnemonic, text):
        self.at, self.mnemonic, self.text, self.relocs = at, mnemonic, text, []

    def __str__(self):
        return f"{self.at[1]:x}: {self.mnemonic} {self.text}" + "".join(f" [{s}{d:+#x}]" for _, s, d in self.relocs)


class State:
    """What registers and slots hold; @depth octets of stack are in use since the entry."""

    def __init__(self, registers, slots, depth, flags=None):
        self.registers, self.slots, self.depth, self.flags = registers, slots, depth, flags

    def copy(self):
        return State(dict(self.registers), dict(self.slots), self.depth, self.flags)

    def join(self, other):
        """What holds whichever of both it was; None when that is all it was."""
        if self.depth != other.depth:
            raise Refused("the stack is not as deep on all paths")
        registers = {r: join(v, other.registers[r]) for r, v in self.registers.items()}
        slots = {s: (v[0], join(v[1], other.slots[s][1])) for s, v in self.slots.items()
                 if s in other.slots and other.slots[s][0] == v[0]}
        flags = tuple(map(join, self.flags, other.flags)) if self.flags and other.flags else None
        if registers == self.registers and slots == self.slots and flags == self.flags:
            return None
        return State(registers, slots, self.depth, flags)


def join(a, b):
    if a == b:
        return a
    most = a[2] if a[2:3] == b[2:3] != () else max(a[2], b[2]) if (
        a[0] == b[0] and len(a) == 4 and isinstance(a[2], int) and isinstance(b[2], int)) else None
    if a[0] == b[0] == "number" and a[1] == b[1]:
        return ("number", a[1], most, a[3] and b[3])
    if a[0] == b[0] == "scaled" and a[3] == b[3]:
        return ("scaled", a[1] if a[1] == b[1] else None, most, a[3])
    if a[0] == b[0] == "number" and a[3] and b[3]:
        return ("number", None, None, True)
    return TOP


class Function:
    """Interprets one function; raises Refused."""

    def __init__(self, program, start):
        self.program, self.start = program, start
        self.name = program.symbols[start]
        self.arguments = 8 * max(0, program.arguments.get(self.name.split(".")[0], 0) - 6)
        self.states, self.todo = {}, [start]
        registers = {r: TOP for r in CALLER_SAVED} | {r: ("entry", r) for r in CALLEE_SAVED}
        registers["rdi"] = GUEST
        self.states[start] = State(registers, {}, 0)
        self.visits = 0
        while self.todo:
            at = self.todo.pop()
            self.visits += 1
            if self.visits > 200000:
                raise Refused("has no end")
            self.step(at)

    # ---- values ----------------------------------------------------------

    def number(self, s, place, most=None, wide=True):
        """A number that nothing is known of, that equals no other."""
        mark = (self.i.at, place)
        if s.flags and mark in (s.flags[0][1:2] + s.flags[1][1:2]):
            s.flags = None
        for r, v in s.registers.items():
            if len(v) == 4 and v[1] == mark:
                s.registers[r] = (v[0], None, v[2], v[3])
        for k, (width, v) in s.slots.items():
            if len(v) == 4 and v[1] == mark:
                s.slots[k] = (width, (v[0], None, v[2], v[3]))
        return ("number", mark, most, wide)

    def get(self, s, o, width):
        """What an operand holds, of which WIDTH octets are read."""
        if o.kind == "immediate":
            return ("number", None, o.value, True) if 0 <= o.value < 2**31 else TOP
        if o.kind == "memory":
            return self.load(s, o, width)
        value = s.registers[o.register] if o.register != "rsp" else TOP
        if o.width == 8:
            return value
        if o.width == 4 and value[0] in ("number", "offset", "mask", "calls"):
            return value if value[0] != "number" else value[:3] + (True,)
        return ("number", None, None, True) if o.width == 4 else TOP

    def put(self, s, o, value, width):
        if o.kind == "memory":
            return self.store(s, o, value, width)
        if o.register == "rsp":
            raise Refused("rsp is written")
        if o.width < 4:
            value = TOP
        elif o.width == 4 and value[0] not in ("number", "offset", "mask", "calls"):
            value = self.number(s, o.register)
        elif o.width == 4 and value[0] == "number":
            value = value[:3] + (True,)
        s.registers[o.register] = value
        return None

    # ---- memory ----------------------------------------------------------

    def load(self, s, o, width):
        kind, what = self.place(s, o, width, False)
        if kind == "slot":
            value = s.slots.get(what)
            if not value:
                return TOP
            if value[0] == width:
                return value[1]
            return value[1] if value[0] == 8 and width == 4 and value[1][0] == "number" else TOP
        if kind == "member":
            return {"data": DATA, "mask": MASK}.get(what, TOP)
        if kind == "constant" and what == "kntop_guest_calls_count":
            return CALLS
        if kind == "entry" and what == 8:
            return FUNCTION
        return TOP

    def store(self, s, o, value, width):
        kind, what = self.place(s, o, width, True)
        if kind == "slot":
            self.kill(s, what, width)
            s.slots[what] = (width, value)

    @staticmethod
    def kill(s, at, width):
        for slot in [k for k, (w, _) in s.slots.items() if k < at + width and at < k + w]:
            del s.slots[slot]

    def place(self, s, o, width, write):
        """What an operand in memory is, and which; refuses what may not be accessed."""
        if width not in (1, 2, 4, 8):
            raise Refused("how wide is not known")
        base = s.registers.get(o.base, TOP) if o.base else None
        index = s.registers.get(o.index, TOP) if o.index else None
        if o.symbol is None and o.base == "rsp" and not o.index:
            return "slot", self.slot(s, o.disp, width)
        if o.symbol is None and base == GUEST and not o.index:
            return "member", self.member(o.disp, width, write)
        if o.symbol is None and not o.disp and o.scale == 1 and (
                (base == ADDRESS and index is None) or {base, index} == {DATA, OFFSET}):
            return "guest", None
        if o.symbol is not None and not write:
            return self.constant(o, base, index, width)
        raise Refused(f"memory that it may not {'write' if write else 'read'}: {base} {index}")

    def slot(self, s, disp, width):
        """Slots are named by how far they are from the return address, which is 0."""
        at = disp - s.depth
        if not (disp >= 0 and at + width <= 0 or 8 <= at and at + width <= 8 + self.arguments):
            raise Refused("the stack beyond its own")
        return at

    def member(self, disp, width, write):
        name, size = self.program.members.get(disp, (None, 0))
        if size == width and (not write or name in WRITABLE):
            return name
        if not write and any(at <= disp and disp + width <= at + w for at, (_, w) in self.program.members.items()):
            return None         # a part of one
        raise Refused(f"struct kntop_guest at {disp}, {width} octets")

    def constant(self, o, base, index, width):
        if o.base == "rip" and o.symbol in CONSTANTS and o.disp == -4 + self.behind() and width == 4:
            return "constant", o.symbol
        scaled = self.scaled(o, base, index)
        if o.symbol == "kntop_guest_calls" and ENTRY_MEMBERS.get(o.disp) == width and scaled == (ENTRY, "calls"):
            return "entry", o.disp
        if o.symbol == ".rodata" and scaled and isinstance(scaled[1], int) and o.disp >= 0 and (
                o.disp + scaled[0] * scaled[1] + width <= self.program.rodata):
            return "table", None
        raise Refused(f"constant {o.symbol}+{o.disp}: {base} {index}")

    def behind(self):
        """A relocation counts from the instruction's end, and constants may stand before that."""
        return -self.program.tail(self.i)

    @staticmethod
    def scaled(o, base, index):
        """(factor, most) of what a symbol is indexed by"""
        value, by = (base, 1) if base and not index else (index, o.scale) if index and not base else (TOP, 0)
        if value[0] == "scaled" and value[2] is not None:
            return (value[3] * by, value[2])
        return (by, value[2]) if is_index(value) else None

    # ---- instructions ----------------------------------------------------

    def step(self, at):
        s = self.states[at].copy()
        i = self.i = self.program.instruction(at)
        try:
            for target, state in self.run(i, s):
                self.reach(target, state)
        except Refused as e:
            raise Refused(f"{self.name}: {i}: {e}") from None
        except KeyError as e:
            raise Refused(f"{self.name}: {i}: {e} is not known") from None

    def reach(self, target, state):
        there = self.states.get(target)
        if there:
            state = there.join(state)
            if not state:
                return
        self.states[target] = state
        if target not in self.todo:
            self.todo.append(target)

    def run(self, i, s):
        """Yields (where it goes on, with which state)."""
        name, text = i.mnemonic, i.text
        if name in ("nop", "nopw", "nopl", "endbr64", "data16", "cs") or (name, text) == ("xchg", "%ax,%ax"):
            if name in ("data16", "cs") and "nopw" not in text:
                raise Refused("a prefix")
            return [(self.program.behind(i.at), s)]
        if name == "ud2":
            return []
        if name == "ret" or (name == "jmp" and i.relocs and i.relocs[0][1] == "__x86_return_thunk"):
            self.leave(s)
            return []
        if name == "call":
            self.call(i, s)
            return [(self.program.behind(i.at), s)]
        if name == "jmp":
            return self.jump(i, s)
        if name.startswith("j"):
            return self.branch(i, s, name)
        self.plain(i, s, name)
        return [(self.program.behind(i.at), s)]

    def leave(self, s):
        if s.depth:
            raise Refused("the stack is not as it was")
        changed = [r for r in CALLEE_SAVED if s.registers[r] != ("entry", r)]
        if changed:
            raise Refused(f"{changed} are not as they were")

    def callee(self, i, s):
        """The name of what is called."""
        if len(i.relocs) != 1 or i.relocs[0][0] != "R_X86_64_PLT32" or i.relocs[0][2] != -4:
            if i.relocs or re.search(r"[*%(]", i.text):
                raise Refused("calls anything")
            target = (i.at[0], int(i.text.split()[0], 16))
            if target not in self.program.symbols:
                raise Refused("calls into a function")
            name = self.program.symbols[target]
        else:
            name = i.relocs[0][1]
        thunk = THUNK.match(name)
        if thunk and s.registers[thunk[1]] != FUNCTION:
            raise Refused(f"calls {s.registers[thunk[1]]}")
        # one of another part of the guest has been, or will be, looked at there
        if not thunk and name not in KERNEL and name not in self.program.own:
            raise Refused(f"calls {name}")
        if s.registers["rdi"] != GUEST:
            raise Refused(f"calls with {s.registers['rdi']}")
        return name

    def call(self, i, s):
        if i.relocs and i.relocs[0][1:] == ("__fentry__", -4):
            return
        name = self.callee(i, s)
        more = 8 * max(0, self.program.arguments.get(name.split(".")[0], MOST_ARGUMENTS) - 6)
        # arguments on the stack are the callee's
        if not THUNK.match(name) and name not in KERNEL:
            if more > s.depth:
                raise Refused("arguments beyond its own stack")
            self.kill(s, -s.depth, more)
        elif THUNK.match(name):
            # what was saved there is no argument
            for slot in range(-s.depth, min(0, self.outgoing() - s.depth), 8):
                if s.slots.get(slot, (0, TOP))[1][0] != "entry":
                    self.kill(s, slot, 8)
        for r in CALLER_SAVED:
            s.registers[r] = TOP
        for r, v in s.registers.items():
            if v[0] in FLEETING:
                s.registers[r] = TOP
        for slot, (width, v) in list(s.slots.items()):
            if v[0] in FLEETING:
                s.slots[slot] = (width, TOP)
        s.flags = None

    def outgoing(self):
        """Most octets of arguments of what is called indirectly: those that can be."""
        return 8 * max([0, *(n - 6 for n in self.program.indirect)])

    def jump(self, i, s):
        target = self.program.target(i)
        if target and self.program.owner(target) == self.program.owner(self.start):
            return [(target, s)]
        # the last call: what it returns to is what this one does
        self.callee(i, s)
        self.leave(s)
        return []

    def branch(self, i, s, name):
        target = self.program.target(i)
        if not target or self.program.owner(target) != self.program.owner(self.start):
            raise Refused("branches out of its function")
        there = s.copy()
        if s.flags:
            self.compare(there, s.flags, name[1:])
            self.compare(s, s.flags, {"a": "be", "be": "a", "ae": "b", "b": "ae", "e": "ne",
                                      "ne": "e"}.get(name[1:], ""))
        return [(target, there), (self.program.behind(i.at), s)]

    @staticmethod
    def compare(s, flags, how):
        """FLAGS: (left, right), as cmp has them: "b" is left below right. HOW holds here."""
        left, right = flags
        if left[0] == "number" and left[1]:
            if right == CALLS and how == "b":
                State.refine(s, left[1], "calls")
            elif right[0] == "number" and isinstance(right[2], int) and right[1] is None:
                if how == "be" or how == "e":
                    State.refine(s, left[1], right[2])
                elif how == "b" and right[2]:
                    State.refine(s, left[1], right[2] - 1)
        if right[0] == "number" and right[1] and left == CALLS and how == "a":
            State.refine(s, right[1], "calls")

    # ---- plain instructions ----------------------------------------------

    def operands(self, i):
        """The operands; a relocation belongs to the one in memory."""
        texts = split(i.text.split("#")[0].strip())
        reloc = i.relocs[0][1:] if i.relocs else None
        if len(i.relocs) > 1 or (reloc and sum("(" in t for t in texts) != 1):
            raise Refused("relocations")
        return [Operand(t, reloc if "(" in t else None) for t in texts]

    def width(self, i, name, ops):
        """Octets, by a register or the mnemonic's last letter."""
        widths = {o.width for o in ops if o.kind == "register"}
        if len(widths) == 1:
            return widths.pop()
        if widths:
            raise Refused("how wide is not known")
        if all(o.kind != "memory" for o in ops):
            return 8
        return WIDTHS[name[-1]]

    def plain(self, i, s, name):
        ops = self.operands(i)
        method = {"lea": self.lea, "push": self.push, "pop": self.pop, "xchg": self.xchg}.get(name)
        if method:
            return method(s, ops)
        if re.fullmatch(r"mov[bwlq]?|movabs", name):
            return self.move(s, ops, self.width(i, name, ops))
        m = re.fullmatch(r"mov([zs])([bw])[wlq]|movs(l)q", name)
        if m:
            return self.extend(s, ops, m[1] or "s", {"b": 1, "w": 2, "l": 4}[m[2] or m[3]])
        m = re.fullmatch(r"set[a-z]+", name)
        if m:
            return self.put(s, ops[0], TOP, 1)
        if re.fullmatch(r"cmov[a-z]+", name):
            return self.conditional(s, ops)
        if name in ("cltd", "cqto", "cltq", "cwtl"):
            s.registers["rdx" if name in ("cltd", "cqto") else "rax"] = TOP
            return None
        base = re.sub(r"[bwlq]$", "", name)
        for stem in (name, base):
            if stem in ("cmp", "test"):
                return self.test(s, stem, ops, self.width(i, name, ops))
            if stem in ("mul", "div", "idiv") or (stem == "imul" and len(ops) == 1):
                self.get(s, ops[0], self.width(i, name, ops))
                s.registers["rax"] = s.registers["rdx"] = TOP
                s.flags = None
                return None
            if stem in ("add", "sub", "and", "or", "xor", "imul", "shl", "shr", "sar", "rol", "ror", "not", "neg",
                        "inc", "dec", "sbb", "adc", "bswap", "bsf", "bsr", "tzcnt", "lzcnt", "popcnt", "shld",
                        "shrd", "bt", "bts", "btr", "btc"):
                return self.compute(s, stem, ops, self.width_of(i, name, stem, ops))
        raise Refused("an instruction that is not known")

    def width_of(self, i, name, stem, ops):
        if stem in ("shl", "shr", "sar", "rol", "ror", "shld", "shrd") and ops[0].text == "%cl":
            return self.width(i, name, ops[1:])
        return self.width(i, name, ops)

    def move(self, s, ops, width):
        source, to = ops
        value = self.get(s, source, width)
        if source.kind == "register" and source.register != "rsp" and width >= 4 and (
                value == TOP or (value[0] == "number" and value[1] is None)):
            # both are equal from now on
            was = s.registers[source.register]
            value = self.number(s, source.register, value[2] if value != TOP else None, False)
            value = s.registers[source.register] = value[:3] + (was[0] == "number" and was[3],)
        self.put(s, to, value, width)

    def extend(self, s, ops, sign, width):
        if ops[0].kind == "memory":
            self.load(s, ops[0], width)
        value = self.number(s, ops[1].register, 256**width - 1 if sign == "z" else None,
                            sign == "z" or ops[1].width == 4)
        self.put(s, ops[1], value, ops[1].width)

    def lea(self, s, ops):
        o, to = ops
        base, index = (s.registers.get(r, TOP) if r else None for r in (o.base, o.index))
        if o.symbol is not None or "rip" in (o.base, o.index):
            raise Refused("the address of a symbol")
        if o.base == "rsp":
            if o.index or to.kind != "register" or to.register != "rsp":
                raise Refused("the address of a slot")
            return self.adjust(s, o.disp)
        value = self.number(s, to.register) if to.width == 4 else TOP
        if to.width == 8 and not o.disp:
            if o.scale == 1 and {base, index} == {DATA, OFFSET}:
                value = ADDRESS
            elif base and index and is_wide(base) and is_wide(index) and (
                    o.base == o.index or (base[1] and base[1] == index[1])):
                value = ("scaled", base[1], base[2], 1 + o.scale)
            elif base is None and index:
                value = times(index, o.scale)
        return self.put(s, to, value, to.width)

    def adjust(self, s, by):
        """The stack pointer moves; what is below it is lost."""
        s.depth -= by
        if s.depth < 0:
            raise Refused("the stack above its own")
        for slot in [k for k in s.slots if k < -s.depth]:
            del s.slots[slot]

    def push(self, s, ops):
        if ops[0].kind == "register" and ops[0].width != 8:
            raise Refused("a part of a register")
        value = self.get(s, ops[0], 8)
        self.adjust(s, -8)
        s.slots[-s.depth] = (8, value)

    def pop(self, s, ops):
        if ops[0].kind != "register" or ops[0].width != 8 or not s.depth:
            raise Refused("pop")
        value = s.slots.get(-s.depth, (8, TOP))
        self.put(s, ops[0], value[1] if value[0] == 8 else TOP, 8)
        self.adjust(s, 8)

    def xchg(self, s, ops):
        for o in ops:
            if o.kind != "register":
                raise Refused("xchg with memory")
            self.put(s, o, TOP, o.width)

    def conditional(self, s, ops):
        width = ops[1].width
        value = join(self.get(s, ops[0], width), self.get(s, ops[1], width))
        self.put(s, ops[1], value, width)

    def test(self, s, stem, ops, width):
        right, left = (self.get(s, o, width) for o in ops)
        if stem == "cmp":
            right, left = (self.named(s, o, v, width) for o, v in zip(ops, (right, left)))
        s.flags = (left, right) if stem == "cmp" and width == 4 else None

    def named(self, s, o, value, width):
        """A register that is compared is a number that can be told from others."""
        if o.kind != "register" or width != 4 or o.register == "rsp" or not (
                value[0] == "top" or (value[0] == "number" and value[1] is None)):
            return value
        most = value[2] if value[0] == "number" else None
        wide = s.registers[o.register]
        fresh = self.number(s, o.register, most)
        s.registers[o.register] = fresh[:3] + (wide[0] == "number" and wide[3],)
        return fresh

    def compute(self, s, stem, ops, width):
        to = ops[-1]
        flags = None
        if to.kind == "register" and to.register == "rsp":
            if stem not in ("add", "sub") or ops[0].kind != "immediate" or width != 8:
                raise Refused("the stack pointer")
            by = ops[0].value - 2**64 if ops[0].value >= 2**63 else ops[0].value
            self.adjust(s, by if stem == "add" else -by)
            s.flags = None
            return
        if stem.startswith("bt"):
            if any(o.kind == "memory" for o in ops):
                raise Refused("a bit anywhere behind an operand")
        values = [self.get(s, o, width) for o in ops if o.text != "%cl"]
        if stem == "bt":
            s.flags = None
            return
        value = self.result(stem, ops, values, width)
        if value is None:
            value = self.number(s, to.text) if width == 4 else TOP
        self.put(s, to, value, width)
        s.flags = flags

    def result(self, stem, ops, values, width):
        """What is known of it, or None."""
        if stem == "xor" and len(ops) == 2 and ops[0].text == ops[1].text and width >= 4:
            return ("number", None, 0, True)
        if stem == "imul" and len(ops) == 3 and width == 8 and 0 < ops[0].value < 256:
            return times(values[1], ops[0].value)
        if len(values) != 2 or (ops[0].kind == "memory" and ops[1].kind == "memory"):
            return None
        a, b = values
        # a mask and an offset are 64 bits wide, as is every number that was computed in 32
        if stem == "and" and width >= 4 and (MASK in (a, b) or OFFSET in (a, b)):
            return OFFSET
        if stem == "and" and width == 4:
            bounded = [v[2] for v in (a, b) if v[0] == "number" and v[2] is not None]
            if bounded:
                return ("number", None, "calls" if "calls" in bounded else min(bounded), True)
        if stem == "add" and width == 8 and {a, b} == {DATA, OFFSET}:
            return ADDRESS
        if stem == "shl" and width == 8 and ops[0].kind == "immediate" and ops[0].value < 8:
            return times(b, 1 << ops[0].value)
        return None


def refine(s, mark, most):
    """All that equal MARK are at most MOST, or less than "calls"; and what are multiples of it."""
    def tighter(v):
        return len(v) == 4 and v[1] == mark and v[2] != "calls" and (
            most == "calls" or v[2] is None or most < v[2])
    for r, v in s.registers.items():
        if tighter(v):
            s.registers[r] = (v[0], mark, most, v[3])
    for slot, (width, v) in list(s.slots.items()):
        if tighter(v):
            s.slots[slot] = (width, (v[0], mark, most, v[3]))


State.refine = staticmethod(refine)


# ---- objects -----------------------------------------------------------------

class Program:
    """An object's code: symbols {(section, offset): name}, instructions, what it is made with.
    ARGUMENTS: {function: how many it takes, g included}; INDIRECT: the same of those in the table."""

    def __init__(self, path, members_, arguments, indirect):
        self.members, self.arguments, self.indirect = members_, arguments, indirect
        self.symbols, self.instructions = {}, {}
        self.parse(subprocess.run(["objdump", "-dr", "--no-show-raw-insn", "-w", "-M", "att", path], text=True,
                                  capture_output=True, check=True).stdout)
        headers = subprocess.run(["objdump", "-hw", path], text=True, capture_output=True, check=True).stdout
        sections = dict(re.findall(r"^ +\d+ (\S+) +([0-9a-f]+)", headers, re.M))
        self.rodata = int(sections.get(".rodata", "0"), 16)
        self.order = sorted(self.instructions)
        self.place = {at: n for n, at in enumerate(self.order)}
        self.starts = sorted(self.symbols)
        self.own = {*self.symbols.values(), *arguments}

    def parse(self, text):
        section = None
        for line in text.split("\n"):
            if m := re.fullmatch(r"Disassembly of section (\S+):", line):
                section = m[1]
            elif m := re.fullmatch(r"([0-9a-f]+) <(.+)>:", line):
                self.symbols[section, int(m[1], 16)] = m[2]
            elif m := re.match(r" *([0-9a-f]+):\t(.*)", line):
                code, *relocs = m[2].split("\t")
                words = code.split(None, 1)
                i = Instruction((section, int(m[1], 16)), words[0], words[1].strip() if len(words) > 1 else "")
                self.instructions[i.at] = i
                self.relocations(i, "\t".join(relocs))
            elif line.strip() and section and "file format" not in line:
                raise Refused(f"objdump says: {line!r}")

    @staticmethod
    def relocations(i, text):
        for where, kind, symbol, sign, by in re.findall(
                r"([0-9a-f]+): (R_X86_64_\w+)\t?\s*([^\s+-][^\s+]*?)(?:([+-])0x([0-9a-f]+))?(?=\s|$)", text):
            i.relocs.append((kind, symbol, int(by or "0", 16) * (-1 if sign == "-" else 1)))
            i.where = int(where, 16)

    def instruction(self, at):
        if at not in self.instructions:
            raise Refused(f"{at}: no instruction is there")
        return self.instructions[at]

    def behind(self, at):
        n = self.place[at] + 1
        if n >= len(self.order) or self.order[n][0] != at[0]:
            raise Refused(f"runs off the end at {at[1]:x}")
        target = self.order[n]
        if self.owner(target) != self.owner(at):
            raise Refused(f"runs into the next function at {at[1]:x}")
        return target

    def tail(self, i):
        """Octets of the instruction behind its relocation's four."""
        n = self.place[i.at] + 1
        end = self.order[n][1] if n < len(self.order) and self.order[n][0] == i.at[0] else i.where + 4
        return end - i.where - 4

    def owner(self, at):
        """The function that code is of; its cold part is the function's, too."""
        n = bisect_right(self.starts, at) - 1
        name = self.symbols[self.starts[n]]
        return re.sub(r"\.cold(\.\d+)?$", "", name)

    def target(self, i):
        """Where a jump goes, if that is in this object's own code by an offset."""
        if not i.relocs:
            m = re.match(r"([0-9a-f]+) <", i.text)
            return (i.at[0], int(m[1], 16)) if m else None
        kind, symbol, by = i.relocs[0]
        if kind not in ("R_X86_64_PLT32", "R_X86_64_PC32") or not symbol.startswith(".text"):
            for at, name in self.symbols.items():
                if name == symbol and ".cold" in name and by == -4:
                    return at
            return None
        return (symbol, by + 4)

    def padding(self, at):
        return self.instructions[at].mnemonic in ("nop", "nopw", "nopl", "int3", "data16", "cs", "xchg")


def check(path, members_, arguments, indirect):
    """What is wrong with an object: (list, how many functions, how many instructions were seen)."""
    try:
        program = Program(path, members_, arguments, indirect)
    except Refused as e:
        return [str(e)], 0, 0
    wrong, seen, count = [], set(), 0
    for start in program.starts:
        if ".cold" in program.symbols[start]:
            continue
        count += 1
        try:
            seen |= Function(program, start).states.keys()
        except Refused as e:
            wrong.append(str(e))
    if not wrong:
        wrong = [f"{program.instructions[at]} is reached by nobody" for at in program.order
                 if at not in seen and not program.padding(at)]
    return wrong, count, len(seen)
