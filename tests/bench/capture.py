#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""capture.py FOLDER OUT PACKETS|once [OF_A_FLOW]: real traffic as one large capture.

Takes the Ethernet captures of FOLDER by name, but for those made to be hostile, one after
the other, ten microseconds between two frames, until there are PACKETS of them. Each further
pass over the folder changes the addresses, so that its flows are new ones. "once" is one pass.

With OF_A_FLOW a flow ends with that many frames that have payload, and what is no plain TCP or
UDP over IP is left out.
"""
import glob
import math
import os
import struct
import sys

MAGIC = 0xA1B2C3D4
STEP_NS = 10_000


def frames(path):
    """The frames of a capture and their lengths on the wire; none unless it is Ethernet's."""
    with open(path, "rb") as f:
        data = f.read()
    if len(data) < 24 or struct.unpack_from("<I", data)[0] != MAGIC:
        return
    if struct.unpack_from("<I", data, 20)[0] != 1:
        return
    at = 24
    while at + 16 <= len(data):
        length, wire = struct.unpack_from("<II", data, at + 8)
        at += 16
        if at + length > len(data):
            return
        yield data[at:at + length], wire
        at += length


def moved(frame, turn):
    """The same frame between other IPv4 addresses."""
    if not turn or len(frame) < 34 or frame[12:14] != b"\x08\x00":
        return frame
    f = bytearray(frame)
    for at in (27, 31):
        f[at] = (f[at] + turn * 16) & 0xFF
    return bytes(f)


def flow(frame):
    """The two ends of a frame's flow, and whether it has payload; None if it is of no flow."""
    if frame[12:14] == b"\x08\x00" and len(frame) >= 34:
        l4, addresses, protocol = 14 + (frame[14] & 15) * 4, 26, frame[23]
        end = 14 + struct.unpack_from(">H", frame, 16)[0]
        size, fragment = 4, struct.unpack_from(">H", frame, 20)[0] & 0x1FFF
    elif frame[12:14] == b"\x86\xdd" and len(frame) >= 54:
        l4, addresses, protocol = 54, 22, frame[20]
        end = 54 + struct.unpack_from(">H", frame, 18)[0]
        size, fragment = 16, 0
    else:
        return None
    header = {6: 20, 17: 8}.get(protocol, 0)
    if not header or fragment or len(frame) < l4 + header:
        return None
    if protocol == 6:
        header = (frame[l4 + 12] >> 4) * 4
    ends = [frame[addresses + i * size:addresses + (i + 1) * size] +
            frame[l4 + i * 2:l4 + i * 2 + 2] for i in (0, 1)]
    return (protocol, *sorted(ends)), end > l4 + header


class Cut:
    """Lets frames pass until their flow has had enough of them."""

    def __init__(self, most):
        self.most, self.seen = most, {}

    def passes(self, frame):
        """Is it one of the first?"""
        if not self.most:
            return True
        found = flow(frame)
        if not found:
            return False
        key, payload = found
        n = self.seen.get(key, 0)
        self.seen[key] = n + payload
        return n < self.most


def main():
    folder, out = sys.argv[1:3]
    wanted = math.inf if sys.argv[3] == "once" else int(sys.argv[3])
    cut = Cut(int(sys.argv[4]) if len(sys.argv) > 4 else 0)
    paths = sorted(p for p in glob.glob(folder + "/*.pcap")
                   if "fuzz" not in os.path.basename(p))
    n = turn = 0
    with open(out, "wb") as f:
        f.write(struct.pack("<IHHiIII", MAGIC, 2, 4, 0, 0, 65535, 1))
        while n < wanted:
            cut.seen.clear()
            for path in paths:
                for frame, wire in frames(path):
                    if n == wanted:
                        return
                    if not cut.passes(frame):
                        continue
                    time = 1_600_000_000 * 10**9 + n * STEP_NS
                    f.write(struct.pack("<IIII", time // 10**9, time % 10**9 // 1000,
                                        len(frame), wire))
                    f.write(moved(frame, turn))
                    n += 1
            if wanted == math.inf:
                return
            turn += 1


if __name__ == "__main__":
    main()
