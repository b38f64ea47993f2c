"""Public pages: the same bytes for everyone, no cookie, cacheable; and they outlive the database."""

from __future__ import annotations

import gzip

import brotli
import pytest
from flask import Flask

from selfhelp.ui import public_pages
from tests.groups.house import furnish
from tests.visitor import Visitor

PAGES = (
    "", "now", "now/now-panic", "now/now-child", "modules/grounding", "programmes/opora", "exercises", "help",
    "group", "plan", "reminder", "progress", "you", "join", "s", "pause", "offline", "install", "about", "privacy",
    "accessibility", "room-cards/distress",
)  # fmt: skip
ADDRESSES = [f"/{language}/{page}" for language in ("uk", "en") for page in PAGES]
DIRECTORY = ("/uk/centres", "/uk/centres?region=r-one", "/uk/centres/one")
ROOT = (
    "/sw.js",
    "/manifest.uk.webmanifest",
    "/manifest.en.webmanifest",
    "/static/app.css",
    "/static/js/main.js",
    "/kept/uk/must/0",
)
REQUIRED = (
    "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
    "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Cross-Origin-Embedder-Policy", "Permissions-Policy",
)  # fmt: skip


def test_everyone_gets_the_same_bytes(app: Flask) -> None:
    house = furnish(app)
    people = [Visitor(app), house.visit("olena"), house.visit("iryna")]
    for address in (*ADDRESSES, *DIRECTORY, *ROOT):
        pages = [person.get(address) for person in people]
        assert len({page.body for page in pages}) == 1, address
        assert len({page.headers.get("ETag") for page in pages}) == 1, address


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_page_may_stand_in_any_cache(visitor: Visitor, address: str) -> None:
    page = visitor.get(address)

    assert "public" in page.headers["Cache-Control"]
    assert page.headers["ETag"]
    assert "Set-Cookie" not in page.headers
    assert "Cookie" not in page.headers.get("Vary", "")
    assert "X-Private" not in page.headers
    assert [name for name in REQUIRED if name not in page.headers] == []


def test_it_comes_in_brotli_gzip_and_plain(visitor: Visitor) -> None:
    plain = visitor.get("/uk/").body
    packed = visitor.client.get("/uk/", headers={"Accept-Encoding": "gzip, deflate, br"})
    zipped = visitor.client.get("/uk/", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.get_data()) == plain
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(zipped.get_data()) == plain


def test_the_same_bytes_are_not_sent_twice(visitor: Visitor) -> None:
    tag = visitor.get("/uk/now").headers["ETag"]

    again = visitor.get("/uk/now", headers={"If-None-Match": tag}, status=304)

    assert again.body == b""


def test_what_strangers_add_to_an_address_makes_no_other_page(app: Flask) -> None:
    furnish(app)
    stranger = Visitor(app)
    for address in DIRECTORY:
        stranger.get(address)
    kept = len(app.extensions["public_pages"])

    for number in range(10):
        for address in DIRECTORY:
            more = "&" if "?" in address else "?"
            stranger.get(f"{address}{more}x={number}")

    assert len(app.extensions["public_pages"]) == kept


def test_when_memory_is_full_the_oldest_page_gives_way(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_pages, "KEPT_AT_MOST", 2)
    visitor = Visitor(app)

    for page in ("now", "help", "privacy"):
        visitor.get(f"/uk/{page}")

    assert list(app.extensions["public_pages"]) == [("/uk/help",), ("/uk/privacy",)]
    visitor.get("/uk/now")


def test_help_and_exercises_outlive_the_database(app: Flask, visitor: Visitor) -> None:
    app.extensions["db"].engine.dispose()
    app.extensions["db"] = type(app.extensions["db"])("sqlite:////nowhere/at/all.sqlite3")

    for address in ADDRESSES:
        visitor.get(address)
    away = visitor.get("/uk/mine/group", status=302)
    assert "join" in away.headers["Location"]
    visitor.client.set_cookie("sign-in", "x" * 43)
    page = visitor.get("/uk/mine/group", status=503)
    assert page.headers["Retry-After"]


def test_the_first_address_goes_to_the_persons_language(visitor: Visitor) -> None:
    assert visitor.get("/", status=302).headers["Location"] == "/uk/"
    english = visitor.get("/", status=302, headers={"Accept-Language": "en-GB,en;q=0.9"})
    assert english.headers["Location"] == "/en/"
    visitor.client.set_cookie("language", "uk")
    chosen = visitor.get("/", status=302, headers={"Accept-Language": "en"})
    assert chosen.headers["Location"] == "/uk/"
    assert chosen.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "address", ["/uk/nowhere", "/en/modules/none", "/uk/now/none", "/xx/", "/favicon.ico"]
)
def test_an_unknown_address_says_what_there_is(visitor: Visitor, address: str) -> None:
    page = visitor.get(address, status=404)

    assert page.headers["Cache-Control"] == "no-store"
    assert any(link.endswith("/now") for link in page.links())


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_crisis_contacts_are_one_tap_away(visitor: Visitor, address: str) -> None:
    if address.endswith("/pause"):
        return  # the neutral page behind Hide must not name help
    assert any(link.split("#")[0].endswith("/help") for link in visitor.get(address).links()), (
        address
    )
