# SPDX-License-Identifier: GPL-2.0-or-later
"""term: terminals in which programs run, whose screens are read and to which keys go.

    from term import Terminal
    t = Terminal(80, 24)
    t.run("ntopctl top")
    t.wait(r"Overview")
    t.keys("Tab", "F1")
    print(t.text())

A tmux of its own draws them. It is spoken to in control mode: one process for all, as
starting one costs up to 50 ms in User Mode Linux. Nothing sleeps for a time that is hoped to
be enough: what is waited for is asked for again and again, until a limit.
"""
import atexit
import os
import re
import shutil
import signal
import subprocess
import tempfile
import termios
import threading
import time

import cells

PATIENCE = 90       # seconds; only a failure takes so long
STEP = 0.03
FLAGS = ("alternate_on", "cursor_flag", "mouse_any_flag", "mouse_sgr_flag", "cursor_x", "cursor_y",
         "pane_width", "pane_height", "pane_dead")
HOLDER = """set -m
trap : INT QUIT
: >"$1/ready"
while read -r line <"$1/in"; do
	eval "$line"
	echo $? >"$1/status"
done
"""


class Failed(Exception):
    """Something was waited for and did not come; the text has the screen."""


def until(condition, what, patience=PATIENCE):
    """Wait for something that is true, and return it."""
    limit = time.monotonic() + patience
    while True:
        if got := condition():
            return got
        if time.monotonic() > limit:
            raise Failed(f"not within {patience} s: {what() if callable(what) else what}")
        time.sleep(STEP)


def quote(word):
    """A word for a shell, and for tmux as well."""
    return "'" + word.replace("'", "'\\''") + "'"


class Tmux:
    """A tmux server in control mode."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="term.", dir="/run" if os.access("/run", os.W_OK) else None)
        self.reply, self.replies = None, []
        self.came = threading.Condition()
        self.output = {}
        with open(f"{self.folder}/conf", "w", encoding="ascii") as conf:
            conf.write("set -g history-limit 0\nset -g escape-time 0\n"
                       "set -g status off\nset -g remain-on-exit on\nset -g default-size 80x24\n"
                       "set -g exit-empty off\nset -g set-titles off\nset -g allow-rename off\n")
        with open(f"{self.folder}/holder", "w", encoding="ascii") as holder:
            holder.write(HOLDER)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("TMUX")}
        environment["LC_ALL"] = "C.UTF-8"
        # ended by what is said to it; atexit ends it at the latest
        self.process = subprocess.Popen(            # pylint: disable=consider-using-with
            ["tmux", "-S", f"{self.folder}/socket", "-u", "-f", f"{self.folder}/conf", "-C",
             "new-session", "-x", "80", "-y", "24", "exec sleep 100000"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        threading.Thread(target=self._read, daemon=True).start()
        with self.came:
            self.came.wait_for(lambda: self.replies or self.process.poll() is not None, PATIENCE)
        self.replies.clear()
        atexit.register(self.end)

    def _read(self):
        for line in self.process.stdout:
            line = line.rstrip(b"\n")
            if self.reply is not None:
                if re.match(rb"%(end|error) \d+ \d+ \d+$", line):
                    with self.came:
                        self.replies.append((line.startswith(b"%end"), self.reply))
                        self.came.notify_all()
                    self.reply = None
                else:
                    self.reply.append(line)
            elif line.startswith(b"%begin "):
                self.reply = []
            elif line.startswith(b"%output "):
                _, pane, text = line.split(b" ", 2)
                text = re.sub(rb"\\([0-7]{3})", lambda m: bytes([int(m[1], 8)]), text)
                self.output.setdefault(pane.decode(), bytearray()).extend(text)

    def command(self, *words):
        """Perform a command of tmux's; returns the lines of its answer."""
        self.process.stdin.write(" ".join(map(quote, words)).encode() + b"\n")
        self.process.stdin.flush()
        with self.came:
            if not self.came.wait_for(lambda: self.replies, PATIENCE):
                raise Failed(f"tmux does not answer to {words}")
            good, lines = self.replies.pop(0)
        lines = [line.decode("utf-8", "surrogateescape") for line in lines]
        if not good:
            raise Failed(f"tmux {' '.join(words)}: {' '.join(lines)}")
        return lines

    def end(self):
        """End the server and all that runs in it."""
        if self.process.poll() is None:
            try:
                self.process.stdin.write(b"kill-server\n")
                self.process.stdin.flush()
                self.process.wait(10)
            except (OSError, subprocess.TimeoutExpired):
                self.process.kill()
        shutil.rmtree(self.folder, ignore_errors=True)


class Terminal:
    """One terminal. A shell waits in it for what `run` says."""
    tmux = None
    marks = 0

    def __init__(self, width=80, height=24, term="tmux-256color", locale="C.UTF-8", **environment):
        if Terminal.tmux is None:
            Terminal.tmux = Tmux()
        self.folder = tempfile.mkdtemp(dir=self.tmux.folder)
        self.environment = {"TERM": term, "LC_ALL": locale, **environment}
        os.mkfifo(f"{self.folder}/in")
        self.ask("set-option", "-g", "default-size", f"{width}x{height}")
        self.pane, pid, self.tty = self.ask(
            "new-window", "-P", "-F", "#{pane_id} #{pane_pid} #{pane_tty}",
            f"exec sh {self.tmux.folder}/holder {self.folder}")[0].split()
        self.holder = int(pid)
        self.resize(width, height)
        # keeps the terminal's state readable when all in it have gone
        self.fd = os.open(self.tty, os.O_RDWR | os.O_NOCTTY)
        until(lambda: self.told() == (width, height), "the size")
        # tmux sets modes of its own between the terminal's beginning and the shell's
        until(lambda: os.path.exists(f"{self.folder}/ready"), "a shell")
        self.clean = self.before = termios.tcgetattr(self.fd)

    def ask(self, *words):
        """A command for tmux."""
        return self.tmux.command(*words)

    # ---- the program ----

    def run(self, command, **environment):
        """Start a shell's command; returns at once."""
        words = {**self.environment, **environment}
        line = "env " + " ".join(quote(f"{k}={v}") for k, v in words.items() if v is not None)
        line += "".join(f" -u {k}" for k, v in words.items() if v is None)
        termios.tcsetattr(self.fd, termios.TCSANOW, self.clean)
        os.write(self.fd, b"\x1b[?1049l\x1bc")
        self.tmux.output[self.pane] = bytearray()
        self.before = termios.tcgetattr(self.fd)
        self.shell(f"{line} {command}")

    def shell(self, line):
        """Have the shell do something."""
        self._status(remove=True)
        with open(f"{self.folder}/in", "w", encoding="utf-8") as file:
            file.write(line + "\n")

    def _status(self, remove=False):
        try:
            with open(f"{self.folder}/status", encoding="ascii") as file:
                got = file.read()
        except FileNotFoundError:
            return None
        if remove:
            os.unlink(f"{self.folder}/status")
        return int(got) if got.endswith("\n") else None

    def status(self):
        """The exit status of what `run` started, None while it runs; 128 + signal."""
        return self._status()

    def ended(self, patience=PATIENCE):
        """Wait for its end, and for what it wrote last; returns the exit status."""
        until(lambda: self._status() is not None, lambda: "its end\n" + self.text(), patience)
        self.drawn()
        return self._status()

    def drawn(self):
        """Wait until all that was written to the terminal so far is on the screen. A program
        may have ended before tmux reads its last words."""
        Terminal.marks += 1
        # a command that no terminal knows: it changes nothing
        mark = f"\x1b]7777;{Terminal.marks}\x1b\\".encode()
        os.write(self.fd, mark)
        until(lambda: mark in self.raw(), "the mark")

    def pid(self):
        """The process of what `run` started."""
        def children():
            for name in os.listdir("/proc"):
                if name.isdigit():
                    try:
                        with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                            fields = file.read().rpartition(")")[2].split()
                    except OSError:
                        continue
                    if int(fields[1]) == self.holder and fields[0] != "Z":
                        return int(name)
            return None
        return until(children, "a process in the terminal")

    def signal(self, number=signal.SIGTERM):
        """Send it a signal."""
        os.kill(self.pid(), number)

    # ---- what goes in ----

    def keys(self, *names):
        """Keys by tmux's names: Enter, Escape, Tab, BTab, F1, Up, PPage, NPage, Home, C-c, a."""
        self.ask("send-keys", "-t", self.pane, *names)

    def type(self, text):
        """A text, as if typed."""
        self.ask("send-keys", "-t", self.pane, "-l", "--", text)

    def octets(self, octets):
        """Any octets."""
        self.ask("send-keys", "-t", self.pane, "-H", *(f"{o:02x}" for o in octets))

    def mouse(self, x, y, button=0, release=True):
        """A button at a column and line from 0, told in the way the program asked for.
        Buttons: 0 left, 1 middle, 2 right, 64 wheel up, 65 wheel down."""
        state = self.switches()
        if not state["mouse_any_flag"]:
            raise Failed("the program wants no mouse")
        ends = (("M", button), ("m", button)) if release and button < 64 else (("M", button),)
        for end, code in ends:
            if state["mouse_sgr_flag"]:
                self.octets(f"\x1b[<{code};{x + 1};{y + 1}{end}".encode())
            else:
                code = code if end == "M" else 3
                self.octets(b"\x1b[M" + bytes([32 + code, 33 + x, 33 + y]))

    def click(self, pattern, button=0, group=0):
        """Click on the middle of what a pattern matches on the screen."""
        for y, row in enumerate(self.lines()):
            if match := re.search(pattern, row):
                x = cells.columns(row[:match.start(group)])
                self.mouse(x + cells.columns(match[group]) // 2, y, button)
                return
        raise Failed(f"nothing to click on: {pattern}\n" + self.text())

    def resize(self, width, height):
        """Give it another size."""
        self.ask("resize-window", "-t", self.pane, "-x", str(width), "-y", str(height))
        self.width, self.height = width, height

    def told(self):
        """The size that the program was told: tmux waits a little, and leaves out sizes between."""
        return tuple(os.get_terminal_size(self.fd))

    # ---- what comes out ----

    def capture(self):
        """The screen with escapes for its attributes (see cells.py)."""
        return "\n".join(self.ask("capture-pane", "-p", "-e", "-N", "-t", self.pane))

    def cells(self):
        """The screen as rows of cells."""
        return cells.parse(self.capture())

    def lines(self):
        """The screen's lines, without spaces at their ends."""
        return [cells.text(row).rstrip() for row in self.cells()]

    def text(self):
        """The screen as one text."""
        return "\n".join(self.lines())

    def wrapped(self):
        """How many lines go on in the next one, because something did not fit."""
        return self.height - len(self.ask("capture-pane", "-p", "-J", "-t", self.pane))

    def raw(self):
        """All octets that came since `run`."""
        return bytes(self.tmux.output.get(self.pane, b""))

    def switches(self):
        """What tmux knows of the terminal: a dictionary of FLAGS, numbers."""
        form = " ".join(f"#{{{flag}}}" for flag in FLAGS)
        words = self.ask("display-message", "-p", "-t", self.pane, form)[0].split(" ")
        return dict(zip(FLAGS, (int(w or 0) for w in words)))

    def wait(self, pattern, patience=PATIENCE):
        """Wait until a pattern is on the screen; returns the match."""
        return until(lambda: re.search(pattern, self.text(), re.M),
                     lambda: f"{pattern}\n{self.text()}", patience)

    def wait_not(self, pattern, patience=PATIENCE):
        """Wait until a pattern is not on the screen any more."""
        until(lambda: not re.search(pattern, self.text(), re.M),
              lambda: f"no {pattern}\n{self.text()}", patience)

    def changed(self, before, patience=PATIENCE):
        """Wait for a screen with another text; returns it."""
        def other():
            now = self.text()
            return now if now != before else None
        return until(other, lambda: f"another screen than\n{before}", patience)

    def restored(self):
        """What of the terminal was not given back: a list, empty when all is well."""
        left, state = [], self.switches()
        if termios.tcgetattr(self.fd) != self.before:
            left.append("stty")
        if state["alternate_on"]:
            left.append("alternate screen")
        if not state["cursor_flag"]:
            left.append("no cursor")
        if state["mouse_any_flag"]:
            left.append("mouse")
        return left

    def close(self):
        """Take the terminal away, as when its window is closed."""
        os.close(self.fd)
        self.ask("kill-pane", "-t", self.pane)
