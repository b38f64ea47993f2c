"""A push service of the tests' own, on loopback over TLS: as strict as real ones, and as moody."""

from __future__ import annotations

import datetime
import ipaddress
import json
import re
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.x509.oid import NameOID

from tests.push.phone import decoded

HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "wns2-par02p.notify.windows.com",
)
DAY = 24 * 3600


@dataclass(frozen=True)
class Received:
    """A message as it came in."""

    host: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def name(self) -> str:
        """Which phone it is for."""
        return self.path.rsplit("/", 1)[1]


@dataclass
class PushService:
    """What came in, and where to find it."""

    folder: Path
    received: list[Received] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    asked: int = 0
    connect_to: list[str] = field(default_factory=list)
    """Leads every host here."""
    slowly: float = 8.0
    wish: int = 120
    """Seconds for which a busy one wishes to be left alone."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def certificates(self) -> str:
        return str(self.folder / "certificate.pem")

    def for_phone(self, name: str) -> list[Received]:
        return [one for one in self.received if one.name == name]


@contextmanager
def push_service(folder: Path) -> Iterator[PushService]:
    """Serve until the end of the block."""
    service = PushService(folder)
    _make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def do_POST(self) -> None:
            _answer(service, self)

        def do_GET(self) -> None:
            service.faults.append("GET")
            self.send_error(405)

        def log_message(self, *_words: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 128

        def get_request(self) -> tuple[Any, Any]:
            connection, address = super().get_request()
            return context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            ), address

        def handle_error(self, *_what: object) -> None:
            return

    # An address for each host, for connections are counted by address.
    servers = [Server((f"127.0.0.{place}", 0), Handler) for place, _host in enumerate(HOSTS, 1)]
    for host, server in zip(HOSTS, servers, strict=True):
        address, port = server.server_address[:2]
        service.connect_to.append(f"{host}:443:{address}:{port}")
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield service
    for server in servers:
        server.shutdown()
        server.server_close()
    assert service.faults == []


def _answer(service: PushService, asked: BaseHTTPRequestHandler) -> None:
    body = asked.rfile.read(int(asked.headers["Content-Length"]))
    headers = {name.lower(): value for name, value in asked.headers.items()}
    with service.lock:
        service.asked += 1
        service.faults += _faults(headers, body)
    behaviour = asked.path.split("/")[1]
    if behaviour == "slow":
        time.sleep(service.slowly)
    status = int(behaviour) if behaviour.isdigit() else 201
    more: dict[str, str] = {}
    words = b"nothing to see"
    if behaviour == "busy":
        status, more = 429, {"Retry-After": str(service.wish)}
    elif behaviour == "busy-until":
        status, more = 503, {"Retry-After": formatdate(time.time() + 300, usegmt=True)}
    elif status in {302, 307}:
        more = {"Location": "https://fcm.googleapis.com/201/elsewhere"}
    elif behaviour == "endless":
        words = b"x" * 2_000_000
    if status == 201 and behaviour != "drip":
        with service.lock:
            service.received.append(Received(headers["host"], asked.path, headers, body))
    if behaviour == "drip":
        _drip(asked)
        return
    if behaviour == "long-header":
        status, more = 200, {"X-Long": "x" * 1_000_000}
    try:
        asked.send_response(status)
        for name, value in {**more, "Content-Length": str(len(words))}.items():
            asked.send_header(name, value)
        asked.end_headers()
        asked.wfile.write(words)
    except OSError:
        asked.close_connection = True


def _drip(asked: BaseHTTPRequestHandler) -> None:
    """Send a byte now and then, as if there were an answer to come."""
    with suppress(OSError):
        for letter in b"HTTP/1.1 201 Created" + b" " * 60:
            asked.wfile.write(bytes([letter]))
            asked.wfile.flush()
            time.sleep(0.1)
    asked.close_connection = True


def _faults(headers: dict[str, str], body: bytes) -> list[str]:
    faults = []
    if not re.fullmatch(r"[0-9]+", headers.get("ttl", "")):
        faults.append("no TTL")
    if headers.get("urgency") not in {"very-low", "low", "normal", "high"}:
        faults.append("urgency")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,32}", headers.get("topic", "")):
        faults.append(f"topic {headers.get('topic')}")
    if headers.get("content-encoding") != "aes128gcm":
        faults.append("encoding")
    if len(body) > 4096 or len(body) < 103:
        faults.append("size")
    if len(body) - 86 > int.from_bytes(body[16:20]):
        faults.append("more than one record")
    return faults + _faults_of_signature(headers)


def _faults_of_signature(headers: dict[str, str]) -> list[str]:
    found = re.fullmatch(r"vapid t=([^,]+), ?k=([\w-]+)=*", headers.get("authorization", ""))
    if found is None:
        return ["no signature"]
    head, claims, signature = found[1].split(".")
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), decoded(found[2]))
    raw = decoded(signature)
    pair = utils.encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    point.verify(pair, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(decoded(claims))
    faults = []
    if said["aud"] != f"https://{headers['host']}":
        faults.append(f"aud {said['aud']} for {headers['host']}")
    if not time.time() < said["exp"] <= time.time() + DAY:
        faults.append("exp")
    if not said["sub"].startswith(("mailto:", "https://")):
        faults.append("sub")
    return faults


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push.test")])
    begin = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    names: list[x509.GeneralName] = [x509.DNSName(host) for host in HOSTS]
    names.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begin)
        .not_valid_after(begin + datetime.timedelta(days=3650))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
