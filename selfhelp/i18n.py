"""Languages: the path decides; speaking another person's language."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, cast

from babel.support import NullTranslations
from flask import Blueprint, Flask, g, has_request_context, request
from flask_babel import Babel, Domain, force_locale
from flask_babel import format_date as babel_date

from .clock import KYIV

LANGUAGES = {"uk": "Українська", "en": "English"}
DEFAULT = "uk"
CHOICE_COOKIE = "language"
"""Set by the phone when a person picks a language; only the page `/` reads it."""


class Words(Domain):  # type: ignore[misc] # flask_babel tells no types
    """The words of a page, found once: flask_babel looks for the catalogue at every one of them."""

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the language that is spoken now."""
        found: NullTranslations | None = g.get("words") if g else None
        if found is None:
            found = super().get_translations()
            if g:
                g.words = found
        return cast("NullTranslations", found)


class Languages(Babel):  # type: ignore[misc]
    """flask_babel with our way to the words."""

    @cached_property
    def domain_instance(self) -> Words:
        """Return the words that everything is said with."""
        return Words(domain=self.domain)


def init_app(app: Flask) -> None:
    """Let the path choose the words of a page."""
    app.config["BABEL_DEFAULT_LOCALE"] = DEFAULT
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(app.config["TRANSLATIONS_DIR"])
    Languages(app, locale_selector=current_language, default_timezone="Europe/Kyiv")
    app.jinja_env.globals.update(
        language=current_language, languages=LANGUAGES, in_language=address_in_language
    )
    app.jinja_env.filters.update(day=day_in_words, hour=hour_in_digits)


def current_language() -> str:
    """Return the language of the page being made."""
    return str(g.get("language", DEFAULT)) if has_request_context() else DEFAULT


def speak_the_path(blueprint: Blueprint) -> Blueprint:
    """Put the language in front of every path of a blueprint and keep it in its links."""
    blueprint.url_prefix = f"/<any({','.join(LANGUAGES)}):lang>" + (blueprint.url_prefix or "")
    return blueprint


def keep_language_in_links(app: Flask) -> None:
    """Take `lang` out of the arguments of views and put it into links that need it."""

    @app.url_value_preprocessor
    def pull(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.language = (values or {}).pop("lang", None) or _language_of_the_path()

    @app.url_defaults
    def push(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = current_language()


def _language_of_the_path() -> str:
    first = request.path.split("/", 2)[1] if request.path.count("/") else ""
    if first == "api":  # a refusal is read on the page that asked
        first = request.headers.get("Content-Language", "")
    return first if first in LANGUAGES else DEFAULT


def address_in_language(language: str) -> str:
    """Return the address of this page in another language."""
    rest = request.full_path.rstrip("?").split("/", 2)[2:]
    return "/".join(["", language, *rest])


def preferred_language() -> str:
    """Return the person's own choice, else what the browser asks for, else Ukrainian."""
    chosen = request.cookies.get(CHOICE_COOKIE)
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak another person's language for a while."""
    before = g.pop("words", None) if g else None
    try:
        with force_locale(language):
            yield
    finally:
        if g:
            g.words = before


def day_in_words(value: date | datetime) -> str:
    """Say a day: «вт, 24 листопада» / "Tue, 24 November"."""
    local = value.astimezone(KYIV).date() if isinstance(value, datetime) else value
    return str(babel_date(local, "EEE, d MMMM", rebase=False))


def hour_in_digits(value: datetime | time) -> str:
    """Say an hour of the day as it stands on a clock in Kyiv: 18:00."""
    local = value.astimezone(KYIV) if isinstance(value, datetime) else value
    return local.strftime("%H:%M")
