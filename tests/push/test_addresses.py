"""Push addresses come from phones, so they may be anything: only known services are ever asked."""

from __future__ import annotations

import base64
import ipaddress
import random
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.config import PUSH_HOSTS
from selfhelp.push.rules import are_keys, host_of_endpoint, may_be_reached

GOOD = {
    "https://fcm.googleapis.com/fcm/send/abc:APA91b-x_Y": "fcm.googleapis.com",
    "https://fcm.googleapis.com:443/wp/abc": "fcm.googleapis.com",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAA_x": "updates.push.services.mozilla.com",
    "https://web.push.apple.com/QGuQyavXutnMH-abc": "web.push.apple.com",
    "https://wns2-par02p.notify.windows.com/w/?token=BQY%3d": "wns2-par02p.notify.windows.com",
}
HOSTILE = [
    "",
    "http://fcm.googleapis.com/a",
    "HTTPS://fcm.googleapis.com/a",
    "ftp://fcm.googleapis.com/a",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_x",
    "//fcm.googleapis.com/a",
    "https:fcm.googleapis.com/a",
    "https:/fcm.googleapis.com/a",
    "https://127.0.0.1/a",
    "https://localhost/a",
    "https://169.254.169.254/latest/meta-data",
    "https://169.254.169.254/x.googleapis.com/",
    "https://[::1]/a",
    "https://[::ffff:127.0.0.1]/a",
    "https://2130706433/a",
    "https://0x7f000001/a",
    "https://127.1/a",
    "https://fcm.googleapis.com@127.0.0.1/a",
    "https://user:word@fcm.googleapis.com/a",
    "https://fcm.googleapis.com:8443/a",
    "https://fcm.googleapis.com:443@evil.example/a",
    "https://fcm.googleapis.com.evil.example/a",
    "https://evil-fcm.googleapis.com.evil.example/a",
    "https://evilfcm.googleapis.com/a",
    "https://googleapis.com/a",
    "https://evil.example/fcm.googleapis.com/a",
    "https://evil.example?https://fcm.googleapis.com/a",
    "https://evil.example#fcm.googleapis.com/a",
    "https://fcm.googleapis.com\\@evil.example/a",
    "https://evil.example\\.fcm.googleapis.com/a",
    "https://fcm.googleapis.com\n.evil.example/a",
    "https://fcm.googleapis.com/a\r\nHost: evil.example",
    "https://fcm.googleapis.com/a b",
    "https://fcm.googleapis.com./a",
    "https://fcm。googleapis。com/a",
    "https://fcm.googleapis.com%2eevil.example/a",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com/" + "a" * 2048,
    " https://fcm.googleapis.com/a",
]


@pytest.mark.parametrize(("endpoint", "host"), GOOD.items())
def test_addresses_of_the_known_services_are_taken(endpoint: str, host: str) -> None:
    assert host_of_endpoint(endpoint, PUSH_HOSTS) == host


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_every_other_address_is_refused(endpoint: str) -> None:
    assert host_of_endpoint(endpoint, PUSH_HOSTS) is None


def test_there_are_at_least_thirty_five_hostile_examples() -> None:
    assert len(set(HOSTILE)) >= 35


PIECES = st.sampled_from(
    ["https://", "http://", "fcm.googleapis.com", "web.push.apple.com", "127.0.0.1", "[::1]", "evil.example",
     "@", ":", "443", "80", "/", "\\", "?", "#", "%2e", ".", "a", "\t", "\n", "。", "xn--", "\x00", " "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=60).map("https://".__add__))
def test_whatever_is_taken_leads_to_a_known_host_by_another_reader_too(endpoint: str) -> None:
    host = host_of_endpoint(endpoint, PUSH_HOSTS)
    if host is None:
        return
    assert leads_to_a_known_host(endpoint, host)


def leads_to_a_known_host(endpoint: str, host: str) -> bool:
    """Ask another reader of addresses."""
    read = urlsplit(endpoint)
    return (
        (read.scheme, read.hostname, read.port or 443) == ("https", host, 443)
        and (read.username, read.password, read.fragment) == (None, None, "")
        and any(host == known or host.endswith("." + known) for known in PUSH_HOSTS)
    )


GENERATED = 100_000
SPLINTERS = [
    *"@:/\\?#.%[]&=;, \t\r\n\x00\x7f\u2024\u3002\uff0e\u202eaоAxZ0-_~", "//", "https://", "http:", "evil.example", "127.0.0.1",
    "[::1]", "0x7f000001", "2130706433", "127.1", "localhost", "169.254.169.254", "%2e", "%40", "%00", ":443", ":80",
    "@evil.example", ".evil.example", "#@", "\\@", "xn--", "fcm.googleapis.com", "web.push.apple.com",
]  # fmt: skip


def mutated(address: str, chance: random.Random) -> str:
    """Damage an address in one to four places."""
    for _time in range(chance.randint(1, 4)):
        begin = chance.randint(0, min(len(address), 45))
        end = begin + chance.choice((0, 0, 0, 1, 1, 3, 8))
        part = chance.choice((address[begin:end] * 2, address[begin:end].swapcase(), ""))
        new = chance.choice(SPLINTERS) if chance.random() < 0.75 else part
        address = address[:begin] + new + address[end:]
    return address


@pytest.mark.parametrize("seed", range(4))
def test_of_a_hundred_thousand_damaged_addresses_none_leads_elsewhere(seed: int) -> None:
    chance, sound = random.Random(seed), [*GOOD, *GOOD, *HOSTILE]
    taken: dict[str, str] = {}
    for _number in range(GENERATED // 4):
        endpoint = mutated(chance.choice(sound), chance)
        host = host_of_endpoint(endpoint, PUSH_HOSTS)
        if host is not None:
            taken[endpoint] = host

    wrong = [one for one, host in taken.items() if not leads_to_a_known_host(one, host)]
    assert wrong == []
    assert 100 < len(taken) < GENERATED // 8, "some damage does no harm, most does"


HOSTS = st.sampled_from(PUSH_HOSTS)
LABELS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)


def written(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> list[str]:
    """Write an address in every way that some reader of addresses takes."""
    if isinstance(address, ipaddress.IPv6Address):
        return [f"[{address}]", f"[{address.exploded}]", f"[{address}%25eth0]", str(address)]
    number, parts = int(address), address.packed
    return [
        str(address),
        str(number),
        hex(number),
        oct(number).replace("o", ""),
        ".".join(map(hex, parts)),
        ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"[::ffff:{address}]",
        f"[64:ff9b::{address}]",
        f"[::{address}]",
    ]


NUMBERS = st.ip_addresses().map(written).flatmap(st.sampled_from)
FOREIGN = st.one_of(
    NUMBERS,
    LABELS.map(lambda word: f"{word}.example"),
    st.tuples(HOSTS, LABELS).map(lambda both: f"{both[0]}.{both[1]}"),
    st.tuples(LABELS, HOSTS).map(lambda both: f"{both[0]}{both[1]}"),
    st.tuples(HOSTS, st.sampled_from(["./", "..", ".%2e", "%00.x", "。", "．", "\u2024com"])).map(
        "".join
    ),
    HOSTS.map(lambda host: host.replace("o", "о", 1)),  # the second one is Cyrillic
    HOSTS.map(lambda host: host.encode("idna").decode().replace(".", ".xn--", 1)),
    HOSTS.map(str.upper),
)
TAILS = st.sampled_from(["/a", "/", "/a?b", ":443/a", "/fcm.googleapis.com/a"])


@given(FOREIGN, TAILS, HOSTS)
def test_no_other_name_and_no_number_is_taken_for_a_service(
    foreign: str, tail: str, host: str
) -> None:
    for endpoint in (
        f"https://{foreign}{tail}",
        f"https://{host}@{foreign}{tail}",
        f"https://{host}:443@{foreign}{tail}",
        f"https://{foreign}#@{host}{tail}",
        f"https://{foreign}\\@{host}{tail}",
        f"https://{foreign}?@{host}{tail}",
    ):
        assert host_of_endpoint(endpoint, PUSH_HOSTS) is None, endpoint


@given(
    HOSTS,
    st.integers(-1, 70_000).filter(lambda port: port != 443),
    st.sampled_from(["http", "HTTPS", "ftp", "wss", "file", "gopher", "https "]),
    st.text(max_size=8),
)
def test_a_known_service_is_spoken_to_in_one_way_only(
    host: str, port: int, scheme: str, user: str
) -> None:
    assert host_of_endpoint(f"https://{host}/a", PUSH_HOSTS) == host
    for endpoint in (
        f"https://{host}:{port}/a",
        f"https://{host}:0443/a",
        f"{scheme}://{host}/a",
        f"https://{user}@{host}/a",
        f"https://{user}:{user}@{host}/a",
        f"https://{host}./a",
        f"https://{host}/a#{user}",
    ):
        assert host_of_endpoint(endpoint, PUSH_HOSTS) is None, endpoint


@given(st.ip_addresses(v=4))
def test_an_address_inside_is_seen_through_its_ipv6_clothes(
    address: ipaddress.IPv4Address,
) -> None:
    if not address.is_global:
        number = int(address)
        for dressed in (
            f"::ffff:{address}",
            str(ipaddress.IPv6Address((0x64FF9B << 96) | number)),  # translated by a network
            str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80))),  # in a tunnel, 6to4
            f"::{address}",
        ):
            assert not may_be_reached(dressed), dressed


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1%eth0", "fd00::1", "::ffff:10.0.0.1", "ff02::1", "", "fcm.googleapis.com"],
)  # fmt: skip
def test_nothing_inside_a_network_may_be_reached(address: str) -> None:
    assert not may_be_reached(address)


@given(st.ip_addresses())
def test_only_addresses_of_the_open_internet_may_be_reached(
    address: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if may_be_reached(str(address)):
        assert address.is_global


def encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


POINT = (
    ec.derive_private_key(7, ec.SECP256R1())
    .public_key()
    .public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
)


def test_a_point_of_the_curve_and_sixteen_bytes_are_keys() -> None:
    assert are_keys(encoded(POINT), encoded(b"a" * 16))
    assert are_keys(encoded(POINT) + "=", encoded(b"a" * 16) + "==")


@pytest.mark.parametrize(
    ("point", "secret"),
    [
        (b"\x05" + POINT[1:], b"a" * 16),
        (POINT[:-1], b"a" * 16),
        (POINT[:-1] + bytes([POINT[-1] ^ 1]), b"a" * 16),
        (b"\x04" + bytes(64), b"a" * 16),
        (b"\x04" + b"\xff" * 64, b"a" * 16),
        (POINT, b"a" * 3),
        (POINT, b"a" * 17),
        (b"", b"a" * 16),
    ],
)
def test_anything_else_is_not(point: bytes, secret: bytes) -> None:
    assert not are_keys(encoded(point), encoded(secret))
    assert not are_keys(encoded(POINT) + "!", encoded(b"a" * 16))
