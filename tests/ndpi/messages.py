# SPDX-License-Identifier: GPL-2.0-or-later
"""messages: whole conversations of protocols that nDPI reads deeply, built of their parts with
some of the parts' lengths wrong, up to 64 kB, and cut into segments of any size.
"""
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import quic  # noqa: E402
import tls  # noqa: E402
from frames import Tcp, Udp  # noqa: E402

EDGES = (0, 1, 2, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x10000, 0xffffff)
# nDPI is shown 8192 octets of a packet, headers included, and 32 packets of a flow
LARGEST, SHOWN, WHOLE = 8152, 34, 65535
SIZES = (1, 2, 3, 63, 64, 255, 256, 2047, 2048, 2049, 16384, 65530, 65535)
TLS_PORTS = (443, 443, 443, 853, 465, 993, 995, 636, 21, 25, 143, 5061, 8443)
HTTP_PORTS = (80, 80, 8080, 3128, 1900)
DNS_PORTS = (53, 53, 53, 5353, 5355, 137)
KNOWN_PORTS = (21, 23, 25, 53, 69, 110, 123, 137, 161, 389, 445, 554, 1433, 1900, 3306, 3389, 3478,
               5060, 6881)
CIPHERS = (0xc02b, 0xc02f, 0x1301, 0x0a0a, 5)
VERSIONS = (0x0304, 0x0303, 0x7f1c, 0xfefc)
HEADERS = (b"Host", b"User-Agent", b"Content-Type", b"Content-Length", b"Authorization", b"Server",
           b"Content-Disposition", b"X-Forwarded-For", b"Upgrade", b"Accept")


class Maker:
    """What conversations are made of. RNG decides; WORDS are those of each of nDPI's files
    (words.py). With DAMAGE 0 all is as it should be."""

    def __init__(self, rng, words, damage=1):
        self.rng, self.words, self.damage, self.share = rng, words, damage, 0

    def chance(self, share):
        """Never, where nothing is to be damaged."""
        return self.rng.random() < share * self.damage

    def lie(self, size, right):
        """For tls.Lengths: a neighbour, an edge, or anything."""
        r = self.rng
        if r.random() >= self.share:
            return right
        return r.choice((right + 1, right - 1, right + r.randrange(-9, 10), r.choice(EDGES),
                         256**size - 1 - r.randrange(4), r.randrange(256**size)))

    def count(self, most, sound=1):
        """Mostly few."""
        return int(most ** self.rng.random() ** 2) if self.damage else sound

    def port(self, usual):
        """Any, mostly one of the usual ones, of which the first is what it is without damage."""
        r = self.rng
        if not self.damage:
            return usual[0]
        return r.randrange(1, 65536) if r.random() < 0.2 else r.choice(usual)

    def word(self):
        return self.rng.choice(self.rng.choice(self.words))

    def octets(self, most):
        r = self.rng
        n = min(most, r.choice(SIZES)) if r.random() < 0.3 else r.randrange(most + 1)
        return r.choice((r.randbytes, bytes, lambda n: b"A" * n, lambda n: b"%s\0\xff" * (n // 4)))(n)

    def host(self):
        r, sound = self.rng, b"www.example.test"
        if not self.chance(0.7):
            return sound
        return r.choice((
            self.word,
            lambda: self.word() + b"." + self.word(),
            lambda: b"a" * r.choice(SIZES[:8]),
            lambda: r.randbytes(r.randrange(64)),
            lambda: b"xn--" + self.octets(60),
            lambda: b"." * r.randrange(300),
            lambda: b"*." + sound,
            lambda: bytes((r.choice(b"abcdwxyz"),)) * 9 + b"." + sound))()

    def scratched(self, data):
        """Some octets changed, a word put in, or the end cut off."""
        r = self.rng
        if not data or not self.chance(0.3):
            return data
        data = bytearray(data)
        for _ in range(r.choice((1, 1, 3))):
            at = r.randrange(min(len(data), r.choice((20, 200, 70000))))
            new = r.choice((r.randbytes(1), self.word(), r.choice(EDGES).to_bytes(3, "big")))
            data[at:at + (len(new) if r.random() < 0.7 else 0)] = new
        if r.random() < 0.2:
            del data[r.randrange(len(data)):]
        return bytes(data)

    # ---- delivery ----

    def tcp(self, out, server, hosts):
        return Tcp(out, self.rng.randrange(1024, 65536), server, hosts)

    def udp(self, out, server, hosts):
        return Udp(out, self.rng.randrange(1024, 65536), server, hosts)

    def pieces(self, data):
        """[(offset, octets)] of one size, or of many."""
        r, at, pieces = self.rng, 0, []
        size = r.choice((8000, LARGEST, 1400, 1400, 1460, 4000, 500, r.randrange(1, LARGEST + 1)))
        same = r.random() < 0.7
        while at < len(data) and len(pieces) < SHOWN:
            n = size if same else r.randrange(1, size + 1)
            pieces.append((at, data[at:at + n]))
            at += n
        return pieces

    def deliver(self, flow, side, data):
        """Sometimes in another order, overlapping or twice."""
        r, start, pieces = self.rng, flow.seq[side], self.pieces(data)
        if self.chance(0.05):
            r.shuffle(pieces)
        elif self.chance(0.05):
            pieces = [(max(0, at - 7), data[max(0, at - 7):at + len(piece)][:LARGEST])
                      for at, piece in pieces]
        elif pieces and self.chance(0.05):
            pieces += r.choices(pieces, k=2)
        for at, piece in pieces:
            flow.seq[side] = start + at
            flow.segment(side, piece)
        flow.seq[side] = start + len(data)


class Handshakes(Maker):
    """TLS, DTLS and QUIC."""

    def extension_names(self):
        return tls.sized(2, *(b"\0" + tls.sized(2, self.host()) for _ in range(self.count(20))))

    def extension_alpn(self):
        r = self.rng
        names = (r.choice((b"h2", b"http/1.1", self.word(), self.octets(255)))
                 for _ in range(self.count(2000)))
        return tls.sized(2, *(tls.sized(1, name) for name in names))

    def extension_versions(self):
        r = self.rng
        return tls.sized(1, *(struct.pack("!H", r.choice(VERSIONS + (r.randrange(65536),)))
                              for _ in range(self.count(127))))

    def extension_esni(self):
        return (self.rng.randbytes(4) + tls.sized(2, self.octets(64)) + tls.sized(2, self.octets(300))
                + tls.sized(2, self.octets(600)))

    def extension_quic(self):
        """Transport parameters; 0x3129 is Google's user agent, 0x4752 its versions."""
        r = self.rng
        return b"".join(quic.number(r.choice((0, 1, 5, 0x3129, 0x4752, r.randrange(2**20))))
                        + tls.sized(1, self.octets(60)) for _ in range(self.count(60)))

    def extension(self):
        r = self.rng
        kind = r.choice((0, 5, 10, 11, 13, 16, 16, 21, 23, 35, 43, 43, 45, 51, 57, 0xffa5, 0xffce,
                         0xff01, 0x0a0a, r.randrange(65536)))
        body = {
            0: self.extension_names,
            10: lambda: tls.sized(2, r.randbytes(2 * self.count(200))),
            11: lambda: tls.sized(1, bytes(self.count(200))),
            13: lambda: tls.sized(2, r.randbytes(2 * self.count(2000))),
            16: self.extension_alpn,
            43: self.extension_versions,
            57: self.extension_quic,
            0xffa5: self.extension_quic,
            0xffce: self.extension_esni,
        }.get(kind, lambda: self.octets(2000))
        return tls.extension(kind, body())

    def extensions(self, most):
        return b"".join(self.extension() for _ in range(self.count(most, 0)))[:64000]

    def client_hello(self, version=0x0303, cookie=False):
        r, host = self.rng, None if self.chance(0.2) else self.host()
        ciphers = r.choices(CIPHERS, k=self.count(r.choice((20, 30000))))
        session = self.octets(32) if self.damage else b""
        return tls.client_hello(host, self.extensions(300), version, cookie, session, ciphers)

    def server_hello(self, version=0x0303):
        session = self.octets(32) if self.damage else b""
        cipher = self.rng.choice((0xc02f, 0x1301, 0xffff))
        return tls.server_hello(version, cipher, self.extensions(30), session)

    def person(self):
        """A distinguished name, some of just over 2048 octets."""
        r = self.rng
        texts = (self.word, lambda: b"A" * r.randrange(60, 66), lambda: self.octets(255))
        return [(r.choice(tuple(tls.OIDS)), r.choice(texts)())
                for _ in range(r.choice((1, 3, 31, self.count(300))))]

    def alternatives(self):
        """What is in subjectAltName, sometimes more than 16 bits have room for."""
        r = self.rng
        if r.random() < 0.2:
            return [(tls.ADDRESS, b"\xc8" + n.to_bytes(3, "big"))
                    for n in range(0xc96400, 0xc96400 + self.count(10800))]
        return [r.choice(((tls.DNS, self.host()[:255]), (tls.EMAIL, self.octets(255)),
                          (tls.ADDRESS, r.randbytes(r.choice((4, 16, 5)))),
                          (r.randrange(256), self.octets(20))))
                for _ in range(self.count(400))]

    def certificate(self):
        """With patterns here and there that nDPI takes for the beginning of something."""
        r = self.rng
        if not self.damage:
            return tls.certificate()
        end = r.choice((b"220101000000Z", b"991231235959Z", b"%s%n%9999d", self.octets(60)))
        der = bytearray(tls.certificate(self.person(), self.person(), self.alternatives(), end=end))
        for _ in range(r.choice((0, 0, 1, 5))):
            pattern = r.choice((b"\x55\x1d\x11", b"\x55\x04\x0a", b"\x30\x1e\x17"))
            pattern += r.choice((b"", b"\x04\xff", b"\x04\x00\x30\x00", b"\x0c\xff"))
            at = r.randrange(len(der))
            der[at:at + len(pattern)] = pattern
        return bytes(der)

    def messages(self, server):
        """[(kind, body)] of one side."""
        r = self.rng
        told = [(tls.SERVER_HELLO, self.server_hello()) if server else
                (tls.HELLO, self.client_hello())]
        if server or self.chance(0.2):
            chain = (self.certificate() for _ in range(r.choice((1, 1, 2, 5))))
            told.append((tls.CERTIFICATE, tls.chain(*chain)))
        for _ in range(r.choice((0, 0, 1, 3)) if self.damage else 0):
            kind = r.choice((0, 1, 2, 4, 11, 12, 14, 16, 20, 22, r.randrange(256)))
            told.insert(r.randrange(len(told) + 1), (kind, self.octets(r.choice((10, 500, 65532)))))
        return told

    def padded(self, data):
        """Sometimes until a record of just about 64 kB is full."""
        r = self.rng
        if self.chance(0.15) and len(data) < 65500:
            claim = r.choice((0, 65500, 65531, 65532, 65533, 65535, 0x010000))
            data += bytes((r.choice((1, 2, 5, 11, 22)),)) + claim.to_bytes(3, "big")
            data += bytes(r.randrange(65515, 65540) - len(data))
        return data

    def records(self, told):
        """One for each message, or for all, or pieces that are no longer than allowed."""
        r, kinds, how = self.rng, (20, 21, 22, 22, 23, 24), self.rng.randrange(3)
        parts = [tls.message(kind, body) for kind, body in told]
        if how == 1:
            parts = [self.padded(b"".join(parts))]
        elif how == 2:
            whole, size = b"".join(parts), r.choice((16384, 16384, 1000, 65530))
            parts = [whole[at:at + size] for at in range(0, len(whole), size)][:200]
        return b"".join(tls.record(p, kind=r.choice(kinds) if self.chance(0.1) else 22)
                        for p in parts)

    def tls(self, out, hosts):
        flow = self.tcp(out, self.port(TLS_PORTS), hosts)
        for side in (1, 0, 1) if self.chance(0.2) else (0, 1):
            self.deliver(flow, side, self.scratched(self.records(self.messages(side == 1))))
        self.deliver(flow, 0, tls.record(b"\1", kind=20) + tls.record(self.octets(300), kind=23))

    def dtls(self, out, hosts):
        r, number = self.rng, 0
        flow, version = self.udp(out, self.port((443, 4433, 5684)), hosts), r.choice((0xfefd, 0xfeff))
        for side in (0, 1):
            told, data = self.messages(side == 1), b""
            if not side:
                told[0] = tls.HELLO, self.client_hello(version, True)
            for kind, body in told:
                body = tls.dtls_message(kind, body[:LARGEST], number)
                record = tls.dtls_record(body, number, version=version)
                number += 1
                if len(data) + len(record) > LARGEST:
                    flow.send(side, self.scratched(data)[:LARGEST])
                    data = b""
                data += record
            flow.send(side, self.scratched(data)[:LARGEST])

    def quic_frames(self):
        """CRYPTO frames with a ClientHello."""
        r, pieces, at = self.rng, [], 0
        hello = self.scratched(tls.message(tls.HELLO, self.client_hello()))
        most = min(len(hello), r.choice((1100, 1100, 7900)))
        while at < most:
            n = r.randrange(1, 900) if self.chance(0.4) else most
            offset = r.choice(EDGES) if self.chance(0.1) else at
            claim = r.choice(EDGES) if self.chance(0.1) else None
            pieces.append(quic.crypto(hello[at:min(at + n, most)], offset, claim))
            at += n
        if self.chance(0.3):
            r.shuffle(pieces)
        return b"".join(pieces[:12]) + (self.octets(40) if self.chance(0.2) else b"")

    def quic(self, out, hosts):
        """An Initial that is damaged before it is encrypted."""
        r, connection = self.rng, self.rng.choice((b"\1" * 8, b"\2" * 20, b"\3" * 8))
        data = quic.initial(self.quic_frames()[:7900], connection, r.choice(tuple(quic.SALT)),
                            packet=r.randrange(3))
        flow = self.udp(out, self.port((443,)), hosts)
        flow.send(0, self.scratched(data) if self.chance(0.2) else data)


class Writer(Handshakes):
    """All of them."""

    def line(self):
        r = self.rng
        value = r.choice((self.host, self.word, lambda: self.octets(r.choice((50, 2000, 20000))),
                          lambda: str(r.choice(EDGES)).encode(),
                          lambda: b"Basic " + self.octets(60)))()
        return (r.choice(HEADERS + (self.word(),)) + r.choice((b": ", b":", b" : ", b"")) + value
                + r.choice((b"\r\n", b"\r\n", b"\n", b"\r")))

    def lines(self, most):
        return b"".join(self.line() for _ in range(self.count(most, 0)))

    def http(self, out, hosts):
        r = self.rng
        flow, method = self.tcp(out, self.port(HTTP_PORTS), hosts), b"GET"
        if self.damage:
            method = r.choice((method, b"POST", b"CONNECT", b"OPTIONS", b"PUT", self.word()))
        path = self.octets(r.choice((20, 2000, 60000))) if self.damage else b""
        head = (method + b" /" + path + b" HTTP/1.1\r\nHost: " + self.host() + b"\r\n"
                + self.lines(r.choice((10, 200, 2000))) + b"\r\n")
        self.deliver(flow, 0, self.scratched(head)[:WHOLE])
        code = str(r.choice((200, 404, 101, r.randrange(10000)))).encode()
        content = r.choice((self.octets(3000), b"\x7fELF\2" + bytes(300), b"MZ" + bytes(300)))
        answer = b"HTTP/1.1 " + code + b" OK\r\n" + self.lines(100) + b"\r\n" + content
        self.deliver(flow, 1, self.scratched(answer)[:WHOLE])

    def dns_name(self):
        r = self.rng
        if self.chance(0.2):
            return struct.pack("!H", 0xc000 | r.choice((0, 12, 13, 20, r.randrange(0x4000))))
        if self.chance(0.05):
            return b"\1a" * r.randrange(4000) + b"\0"
        labels = self.host().split(b".")[:40]
        return b"".join(tls.sized(1, label) for label in labels if label) + b"\0"

    def dns_answer(self):
        r = self.rng
        kind = r.choice((1, 28, 5, 16, 41, r.randrange(65536)))
        data = r.choice((bytes(4), bytes(16), self.dns_name(), self.octets(2000)))
        return self.dns_name() + struct.pack("!HHI", kind, 1, 9) + tls.sized(2, data)

    def dns_parts(self):
        """A question, and what is answered."""
        r = self.rng
        asked = b"".join(self.dns_name() + struct.pack("!HH", r.choice((1, 28, 16, 255)), 1)
                         for _ in range(self.count(r.choice((1, 1, 1, 100)))))
        answers = [self.dns_answer() for _ in range(self.count(300, 0))]
        numbers = [1, len(answers), self.count(50, 0), 0]
        if self.chance(0.3):
            numbers[r.randrange(4)] = r.choice(EDGES[:11])
        reply = struct.pack("!6H", 7, r.choice((0x8180, 0x8183)), *numbers)
        return (struct.pack("!6H", 7, 0x100, 1, 0, 0, 0) + asked,
                reply + asked + b"".join(answers))

    def dns(self, out, hosts):
        parts, udp = self.dns_parts(), self.rng.random() < 0.7
        flow = (self.udp if udp else self.tcp)(out, self.port(DNS_PORTS), hosts)
        for side in (0, 1):
            if udp:
                flow.send(side, self.scratched(parts[side])[:LARGEST])
            else:
                self.deliver(flow, side, self.scratched(tls.sized(2, parts[side][:WHOLE])))

    def ssh_list(self):
        r = self.rng
        names = (r.choice((self.word(), b"aes128-ctr", b"x" * r.randrange(300)))
                 for _ in range(self.count(r.choice((20, 2000)))))
        return tls.sized(4, b",".join(names))[:20000]

    def ssh(self, out, hosts):
        flow = self.tcp(out, self.port((22,)), hosts)
        for side in (0, 1):
            version = self.octets(250) if self.chance(0.3) else b"test_1"
            self.deliver(flow, side, b"SSH-2.0-" + version + b"\r\n")
        for side in (0, 1):
            lists = b"".join(self.ssh_list() for _ in range(10))
            packet = tls.sized(4, b"\4\x14", self.rng.randbytes(16), lists, bytes(9))
            self.deliver(flow, side, self.scratched(packet)[:WHOLE])

    def sentence(self, words):
        """Words, most of them of these, and something between them."""
        r, said = self.rng, b""
        for _ in range(r.choice((1, 2, 3, self.count(40)))):
            said += r.choice(words) if r.random() < 0.9 else self.word()
            said += r.choice((b"", b"", b" ", b"\r\n", b"\0", self.octets(r.choice((3, 30, 300)))))
        return self.scratched(said)[:LARGEST]

    def speak(self, out, hosts):
        """The words of one of nDPI's files, on any port."""
        r, words = self.rng, self.rng.choice(self.words)
        port = r.choice((r.randrange(1, 65536), r.choice(KNOWN_PORTS)))
        udp = r.random() < 0.5
        flow = (self.udp if udp else self.tcp)(out, port, hosts)
        send = flow.send if udp else flow.segment
        for n in range(r.choice((1, 2, 4, 10))):
            send(n % 2, self.sentence(words))

    KINDS = ("tls", "tls", "tls", "dtls", "http", "dns", "ssh", "speak", "speak", "speak", "speak")

    def conversation(self, hosts):
        """The frames of one."""
        r, out = self.rng, []
        # encrypting takes longer than all else
        kind = "quic" if r.random() < 0.01 else r.choice(self.KINDS)
        self.share = r.choice((0, 0, 0.01, 0.05, 0.3)) * self.damage
        tls.Lengths.lie = self.lie if self.share else None
        try:
            getattr(self, kind)(out, hosts)
        finally:
            tls.Lengths.lie = None
        return out
