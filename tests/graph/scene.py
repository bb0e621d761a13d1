# SPDX-License-Identifier: GPL-2.0-or-later
"""Recordings of a small office for pictures: scene.py FOLDER END. Always the same."""
import functools
import hashlib
import math
import sys
import time

from recordings import DAY, Store, escape

PROTOCOLS = {  # share by day, by night, roughness, category
    "TLS": (.34, .20, .5, "Web"), "QUIC": (.24, .06, .6, "Web"),
    "HTTP": (.07, .16, .9, "Web"), "YouTube": (.12, .01, .7, "Media"),
    "SMBv23": (.06, .22, 1.2, "DataTransfer"), "RTP": (.05, .0, .4, "VoIP"),
    "SSH": (.03, .10, 1.1, "RemoteAccess"), "IMAPS": (.03, .02, .6, "Email"),
    "BitTorrent": (.01, .13, .8, "Download"), "SMTP": (.012, .01, 1.0, "Email"),
    "DNS": (.01, .012, .2, "Network"), "NTP": (.001, .003, .1, "System"),
    "ICMP": (.0008, .002, .3, "Network"), "Syslog": (.004, .01, .3, "System"),
}


@functools.lru_cache(maxsize=200000)
def point(key, i):
    return int.from_bytes(hashlib.md5(f"{key}/{i}".encode()).digest()[:4], "big") / 2 ** 32


def noise(key, t, period):
    """Smooth, 0 .. 1."""
    i, f = divmod(t / period, 1)
    f = f * f * (3 - 2 * f)
    return point(key, int(i)) * (1 - f) + point(key, int(i) + 1) * f


def office(t):
    """How busy an office is, 0 .. 1, and how much of that is day."""
    tm = time.gmtime(t + 3600)
    hour = tm.tm_hour + tm.tm_min / 60 + tm.tm_sec / 3600
    rise = 1 / (1 + math.exp(-(hour - 8.3) * 2.2))
    fall = 1 / (1 + math.exp((hour - 17.6) * 1.6))
    lunch = 1 - .35 * math.exp(-((hour - 12.6) / .6) ** 2)
    week = 1 if tm.tm_wday < 5 else .18
    season = 1 + .15 * math.sin(t / (58 * DAY)) + (t % (400 * DAY)) / (900 * DAY)
    return rise * fall * lunch * week * season


def rate(name, t, fine):
    """Octets a second of a protocol, both ways."""
    day, night, rough, _ = PROTOCOLS[name]
    busy = office(t)
    level = 42e6 * (day * busy + night * .12)
    wave = .6 + .8 * noise(name, t, 5400) * rough + .3 * noise(name + "m", t, 700)
    if fine:
        wave *= .7 + .6 * noise(name + "s", t, 45)
    if name == "SMBv23" and (t + 3600) % DAY < 4800:  # the backup, at one in the night
        level += 16e6
    return level * wave / 8


def flows(t):
    return 120 + 2600 * office(t) * (.8 + .4 * noise("flows", t, 1500))


def outage(t, end):
    return end - 38000 < t <= end - 31500 or end - 75 * DAY < t < end - 69 * DAY


def traffic(end, scale, both):
    def rates(t):
        if outage(t, end):
            return None
        fine = t > end - 31 * DAY
        octets = sum(rate(p, t, fine) for p in PROTOCOLS) * scale + 900
        up = .13 + .06 * noise("up", t, 4000) if both else 0
        hosts = 14 + 60 * office(t)
        return {"rx_octets": octets * (1 - up), "tx_octets": octets * up,
                "rx_packets": octets * (1 - up) / 840, "tx_packets": octets * up / 300,
                "flows_new": flows(t) / 22, "flows": flows(t), "hosts": int(hosts),
                "local_local": octets * .08, "local_remote": octets * up,
                "remote_local": octets * (.9 - up), "non_ip": 3 + 2 * noise("arp", t, 900),
                "truncated": 0, "malformed_ip": .02, "malformed_l4": .1 * noise("bad", t, 9000),
                "table_full": max(0, 40 * (noise("full", t, 20000) - .93))}
    return rates


def share(end, names, scale):
    def rates(t):
        if outage(t, end):
            return None
        octets = sum(rate(n, t, t > end - 3 * DAY) for n in names) * scale
        return {"sent_octets": octets * .14, "received_octets": octets * .86,
                "sent_packets": octets * .14 / 300, "received_packets": octets * .86 / 900,
                "flows": octets / 60000}
    return rates


def host(end, weight, key):
    def rates(t):
        if outage(t, end):
            return None
        octets = 6e6 / 8 * weight * (.04 + office(t)) * (.3 + 1.4 * noise(key, t, 2500))
        down = .7 + .25 * noise(key + "d", t, 8000)
        return {"sent_octets": octets * (1 - down), "received_octets": octets * down,
                "sent_packets": octets / 700, "received_packets": octets / 800,
                "tcp_sent": octets * (1 - down) * .6, "tcp_received": octets * down * .55,
                "udp_sent": octets * (1 - down) * .39, "udp_received": octets * down * .44,
                "icmp_sent": 4, "icmp_received": 4,
                "other_sent": octets * (1 - down) * .01, "other_received": octets * down * .01,
                "flows_client": octets / 90000, "flows_server": .01,
                "flows": int(3 + 60 * weight * office(t))}
    return rates


def network(end, weight):
    def rates(t):
        if outage(t, end):
            return None
        octets = 30e6 / 8 * weight * (.06 + office(t)) * (.6 + .7 * noise("n", t, 3000))
        return {"sent_octets": octets * .18, "received_octets": octets,
                "sent_packets": octets * .18 / 300, "received_packets": octets / 900,
                "internal_octets": octets * .3 * noise("in", t, 6000),
                "internal_packets": octets / 3000, "hosts": int(9 + 40 * office(t))}
    return rates


COUNTRIES = {  # what their hosts send, by day and by night
    "none": ("", .19, .30), "US": ("United States of America", .37, .25), "DE": ("Germany", .22, .2),
    "NL": ("Netherlands", .09, .1), "IE": ("Ireland", .06, .05), "FR": ("France", .04, .06),
    "SE": ("Sweden", .02, .03), "JP": ("Japan", .01, .01),
}
SLOTS = [("TLS", .40), ("QUIC", .30), ("YouTube", .12), ("RTP", .05), ("SMBv23", .04),
         ("SSH", .02), ("DNS", .006)]


def country(end, code):
    _, day, night = COUNTRIES[code]

    def rates(t):
        if outage(t, end):
            return None
        octets = 42e6 / 8 * (day * office(t) + night * .12) * (.5 + noise(code, t, 4000))
        return {"sent_octets": octets, "received_octets": octets / 6, "hosts": int(octets / 9e4)}
    return rates


def slots(end, weight, key):
    whole = host(end, weight, key)

    def rates(t):
        w = whole(t)
        if w is None:
            return None
        parts = {}
        for i, (name, share) in enumerate(SLOTS):
            part = share * (.3 + .7 * noise(key + name, t, 3600))
            parts[f"p{i}_sent"] = w["sent_octets"] * part
            parts[f"p{i}_received"] = w["received_octets"] * part
        return parts
    return rates


def module(end):
    def rates(t):
        if outage(t, end):
            return None
        return {"flows": int(flows(t) * 1.6), "hosts": int(90 + 200 * office(t)),
                "bytes": int(31e6 + flows(t) * 246 * 1.6), "dpi_skipped":
                max(0, 9 * (noise("skip", t, 9000) - .8)), "ended_overwritten": flows(t) / 30}
    return rates


def times(end, step):
    """A year of half hours, a month of ten minutes, two days of minutes, a day of steps."""
    steps = [(366, 1800), (31, 600), (2, 60), (1, 10)]
    found = []
    for (days, by), until in zip(steps, [31, 2, 1, 0]):
        if by < step:
            by = step
        found += list(range(end - days * DAY, end - until * DAY, by))
    return sorted(set(found)) + [end]


def main():
    end = int(sys.argv[2])
    end -= end % 1800
    store = Store(sys.argv[1])
    long = 7200  # rows of the past are half an hour apart

    for name, scale, both in (("span0", 1, False), ("eth0", .3, True)):
        folder = store.interface(name)
        store.record(folder + "/traffic.rrd", "interface", 10, times(end, 10),
                     traffic(end, scale, both), long)
        if name != "span0":
            continue
        for p in PROTOCOLS:
            store.record(f"{folder}/protocol/{escape(p)}.rrd", "protocol", 60, times(end, 60),
                         share(end, [p], scale), long)
        for c in sorted({p[3] for p in PROTOCOLS.values()}):
            store.record(f"{folder}/category/{escape(c)}.rrd", "protocol", 60, times(end, 60),
                         share(end, [n for n in PROTOCOLS if PROTOCOLS[n][3] == c], scale), long)
    for net, name, weight in (("192.168.0.0/16", "office", 1), ("10.8.0.0/24", "vpn", .15)):
        store.record(store.network(net, name) + "/traffic.rrd", "network", 60, times(end, 60),
                     network(end, weight), long)
    for i, weight in enumerate((1, .7, .5, .3)):
        address = f"192.168.0.{7 + 9 * i}" if i < 3 else "2001:db8::17"
        folder = store.host(address, "span0")
        store.record(folder + "/traffic.rrd", "host", 300,
                     times(end, 300), host(end, weight, address), long)
        if i:
            continue
        store.record(folder + "/protocols.rrd", "slot", 300, times(end, 300),
                     slots(end, weight, address), long)
        with open(folder + "/protocols", "w", encoding="utf-8") as f:
            f.write("".join(f"p{n} {(end - 366 * DAY) * 10 ** 9} 0 0 {name}\n"
                            for n, (name, _) in enumerate(SLOTS)))
    for code, (name, _, _) in COUNTRIES.items():
        store.record(store.country(code, name) + "/traffic.rrd", "region", 60, times(end, 60),
                     country(end, code), long)
    store.record(store.module() + "/traffic.rrd", "module", 10, times(end, 10), module(end), long)


if __name__ == "__main__":
    main()
