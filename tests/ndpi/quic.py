# SPDX-License-Identifier: GPL-2.0-or-later
"""quic: a client's Initial packet, encrypted as RFC 9001 wants it (AES-128-GCM with keys that
anybody can derive), so that what is damaged is what a reader finds behind the encryption."""
import hashlib
import hmac
import struct
from functools import lru_cache

V2 = 0x6b3343cf
SALT = {1: bytes.fromhex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"),
        V2: bytes.fromhex("0dede3def700a6db819381be6e269dcbf9bd2ed9"),
        0xff00001d: bytes.fromhex("afbfec289993d24c9e9786f19c6111e04390a899")}


# ---- AES-128 and GCM ---------------------------------------------------------

def doubled(x):
    return x << 1 ^ (0x11b if x & 0x80 else 0)


def boxes():
    """The S-box, and it with the mixing of a column."""
    box, p, q = [0x63] * 256, 1, 1
    while True:
        p = (p ^ doubled(p)) & 255
        for shift in (1, 2, 4):
            q = (q ^ q << shift) & 255
        q ^= 9 if q & 0x80 else 0
        rotated = q
        for n in range(1, 5):
            rotated ^= (q << n | q >> 8 - n) & 255
        box[p] = rotated ^ 0x63
        if p == 1:
            break
    table = [doubled(s) << 24 | s << 16 | s << 8 | doubled(s) ^ s for s in box]
    return box, [[t >> 8 * n | t << 32 - 8 * n & 0xffffffff for t in table] for n in range(4)]


BOX, TABLE = boxes()


@lru_cache(64)
def schedule(key):
    words, power = list(struct.unpack("!4I", key)), 1
    for n in range(4, 44):
        word = words[-1]
        if n % 4 == 0:
            a, b, c, d = word.to_bytes(4, "big")
            word = (BOX[b] ^ power) << 24 | BOX[c] << 16 | BOX[d] << 8 | BOX[a]
            power = doubled(power)
        words.append(words[-4] ^ word)
    return words


def aes(key, block):
    keys = schedule(key)
    state = [w ^ k for w, k in zip(struct.unpack("!4I", block), keys)]
    for at in range(4, 40, 4):
        state = [TABLE[0][state[n] >> 24] ^ TABLE[1][state[(n + 1) % 4] >> 16 & 255]
                 ^ TABLE[2][state[(n + 2) % 4] >> 8 & 255] ^ TABLE[3][state[(n + 3) % 4] & 255]
                 ^ keys[at + n] for n in range(4)]
    return struct.pack("!4I", *(
        (BOX[state[n] >> 24] << 24 | BOX[state[(n + 1) % 4] >> 16 & 255] << 16
         | BOX[state[(n + 2) % 4] >> 8 & 255] << 8 | BOX[state[(n + 3) % 4] & 255]) ^ keys[40 + n]
        for n in range(4)))


def times(x, y):
    """A product in the field of GCM."""
    z = 0
    for bit in range(127, -1, -1):
        if y >> bit & 1:
            z ^= x
        x = x >> 1 ^ (0xe1 << 120 if x & 1 else 0)
    return z


def ghash(key, data):
    h, y = int.from_bytes(aes(key, bytes(16)), "big"), 0
    for at in range(0, len(data), 16):
        y = times(h, y ^ int.from_bytes(data[at:at + 16], "big"))
    return y.to_bytes(16, "big")


def xor(a, b):
    return bytes(x ^ y for x, y in zip(a, b))


def sealed(key, nonce, plain, head):
    """Encrypted, with its tag."""
    stream = b"".join(aes(key, nonce + n.to_bytes(4, "big"))
                      for n in range(2, 3 + len(plain) // 16))
    cipher = xor(plain, stream)
    hashed = (head + bytes(-len(head) % 16) + cipher + bytes(-len(cipher) % 16)
              + struct.pack("!QQ", 8 * len(head), 8 * len(cipher)))
    return cipher + xor(ghash(key, hashed), aes(key, nonce + b"\0\0\0\1"))


# ---- QUIC --------------------------------------------------------------------

def expand(secret, label, size):
    label = b"tls13 " + label
    info = struct.pack("!HB", size, len(label)) + label + b"\0\1"
    return hmac.digest(secret, info, hashlib.sha256)[:size]


@lru_cache(64)
def keys(version, connection):
    """Key, nonce, and key of the header's protection."""
    secret = hmac.digest(SALT.get(version, SALT[1]), connection, hashlib.sha256)
    secret = expand(secret, b"client in", 32)
    name = b"quicv2 " if version == V2 else b"quic "
    return (expand(secret, name + b"key", 16), expand(secret, name + b"iv", 12),
            expand(secret, name + b"hp", 16))


def number(n):
    """A number of variable length."""
    size = next(s for s in range(4) if n < 1 << (8 << s) - 2)
    return (n | size << (8 << size) - 2).to_bytes(1 << size, "big")


def crypto(data, offset=0, told=None):
    """A CRYPTO frame."""
    return b"\6" + number(offset) + number(len(data) if told is None else told) + data


def initial(frames, connection=b"\1\2\3\4\5\6\7\x08", version=1, source=b"", token=b"", packet=0,
            least=1162, secret=None):
    """A datagram with an Initial packet of these frames, padded; its keys are those of the
    connection id SECRET, of the connection's own if there is none."""
    frames = frames.ljust(least, b"\0")
    key, nonce, protect = keys(version, secret or connection)
    head = ((b"\xd3" if version == V2 else b"\xc3") + struct.pack("!IB", version, len(connection)) + connection
            + bytes((len(source),)) + source + number(len(token)) + token
            + struct.pack("!H", 0x4000 | len(frames) + 20))
    count = packet.to_bytes(4, "big")
    body = sealed(key, xor(nonce, bytes(8) + count), frames, head + count)
    mask = aes(protect, body[:16])
    return bytes((head[0] ^ mask[0] & 15,)) + head[1:] + xor(count, mask[1:]) + body
