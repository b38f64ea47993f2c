"""/healthz tells the person on duty; /api/v1/openapi.json tells the programmer."""

from __future__ import annotations

from flask import Flask

from selfhelp import migrations
from tests.visitor import Visitor


def test_all_is_well(visitor: Visitor) -> None:
    health = visitor.get("/healthz").json

    assert health["status"] == "ok"
    assert health["migration"] == migrations.newest()
    assert health["content"]


def test_a_database_that_is_behind_is_unwell(app: Flask, visitor: Visitor) -> None:
    migrations.downgrade(app.config["DATABASE_URL"], "20261121_first_tables")

    assert visitor.get("/healthz", status=503).json["status"] == "unwell"


def test_a_database_that_is_away_is_said_so(app: Flask, visitor: Visitor) -> None:
    app.extensions["db"].engine.dispose()
    app.extensions["db"] = type(app.extensions["db"])("sqlite:////nowhere/at/all.sqlite3")

    assert visitor.get("/healthz", status=503).json["database"] == "away"


def test_the_description_names_every_call(app: Flask, visitor: Visitor) -> None:
    described = visitor.get("/api/v1/openapi.json").json

    calls = {
        (rule.rule, method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/") and not rule.rule.endswith("openapi.json")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {
        (path, method) for path, methods in described["paths"].items() for method in methods
    } == calls
    assert described["openapi"] == "3.1.0"


def test_every_reference_in_the_description_is_there(visitor: Visitor) -> None:
    text = visitor.get("/api/v1/openapi.json").body.decode()
    described = visitor.get("/api/v1/openapi.json").json

    for place in text.split('"#/components/schemas/')[1:]:
        assert place.split('"')[0] in described["components"]["schemas"]
