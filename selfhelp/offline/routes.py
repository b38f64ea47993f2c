"""The manifest, the service worker, and the pages that must open without a network."""

from __future__ import annotations

import hashlib
import re

from flask import Blueprint, Response, abort, current_app, json, render_template, url_for
from flask_babel import gettext as _

from ..i18n import LANGUAGES, speak_the_path, speaking
from ..library.routes import STAFF, library
from ..ui.access import everyone
from ..ui.public_pages import PublicPage, public
from .parcels import ENTRIES, Entry, pack, parcel_of
from .queries import KeptPages, kept_pages, static_files

bp = speak_the_path(Blueprint("offline", __name__))
root = Blueprint("offline_root", __name__)

WHOLE_LINE_COMMENT = re.compile(r"^ *//.*\n", re.MULTILINE)


@bp.get("/pause")
@everyone
@public
def pause() -> str:
    """Show the neutral page behind Hide."""
    return render_template("offline/pause.html")


@bp.get("/offline")
@everyone
@public
def offline() -> str:
    """Say what works without a network."""
    return render_template("offline/offline.html")


@bp.get("/install")
@everyone
@public
def install() -> str:
    """Explain how the app gets onto the first screen of a phone."""
    return render_template("offline/install.html")


@root.get("/manifest.<any(uk,en):language>.webmanifest")
@everyone
@public(content_type="application/manifest+json")
def manifest(language: str) -> str:
    """Describe the app to the phone, in one language."""
    names = {"uk": current_app.config["APP_NAME"], "en": current_app.config["APP_NAME_EN"]}
    with speaking(language):
        return json.dumps(_manifest(language, names[language]), ensure_ascii=False)


def _manifest(language: str, name: str) -> dict[str, object]:
    def png(size: int, purpose: str = "any") -> dict[str, str]:
        prefix = "maskable-" if purpose == "maskable" else ""
        source = f"/static/icons/{prefix}{size}.png"
        return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}

    def shortcut(words: str, endpoint: str) -> dict[str, str]:
        return {"name": words, "url": url_for(endpoint, lang=language)}

    return {
        "id": "/",
        "start_url": f"/{language}/",
        "scope": "/",
        "lang": language,
        "dir": "ltr",
        "name": name,
        "short_name": name,
        "description": _("Short exercises for hard days. Works without internet."),
        "display": "standalone",
        "background_color": "#F6F1E7",
        "theme_color": "#F6F1E7",
        "icons": [png(192), png(512), png(512, "maskable")],
        "shortcuts": [
            shortcut(_("This is hard right now"), "library.now"),
            shortcut(_("My group"), "home.group"),
        ],
    }


@root.get("/sw.js")
@everyone
def worker() -> Response:
    """Send the service worker with the digests of everything it keeps."""
    kept = current_app.extensions
    if "worker" not in kept or current_app.debug:
        script = _worker_with_lists().encode()
        kept["worker"] = PublicPage(script, "application/javascript; charset=utf-8", "no-cache")
    page: PublicPage = kept["worker"]
    return page.answer()


def _worker_with_lists() -> str:
    pages = {
        language: {"must": _digests(kept.must), "should": _digests(kept.should)}
        for language in LANGUAGES
        for kept in [_kept_pages(language)]
    }
    lists = json.dumps(pages, separators=(",", ":"), sort_keys=False)
    version = hashlib.sha256(lists.encode()).hexdigest()[:12]
    written = (current_app.config["STATIC_DIR"] / "js" / "worker.js").read_text()
    code = WHOLE_LINE_COMMENT.sub("", written)  # every phone fetches it again and again
    return f'const VERSION="{version}",IN_A_PARCEL={ENTRIES},PAGES={lists};\n{code}'


@root.get("/kept/<any(uk,en):language>/<any(must,should):part>/<int:number>")
@everyone
@public(content_type="text/plain; charset=utf-8")
def parcel(language: str, part: str, number: int) -> bytes:
    """Send many pages and files at once to a phone that has none of them yet."""
    kept = _kept_pages(language)
    chosen = parcel_of(kept.must if part == "must" else kept.should, number)
    if not chosen:
        abort(404)
    return pack(_entry(path) for path in chosen)


def _kept_pages(language: str) -> KeptPages:
    shelves = library()
    return kept_pages(
        language,
        tools=[tool.id for tool in shelves.tools(language)],
        modules=[one.id for one in shelves.modules(language) if one.audience != STAFF],
        programmes=[one.id for one in shelves.programmes(language) if one.audience != STAFF],
        files=static_files(current_app.config["STATIC_DIR"]),
    )


def _digests(paths: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(path, _digest(path)) for path in paths]


def _digest(path: str) -> str:
    tag, _weak = _asked(path).get_etag()
    return (tag or "")[:12]


def _entry(path: str) -> Entry:
    answer = _asked(path)
    return Entry(answer.content_type or "", answer.get_data())


def _asked(path: str) -> Response:
    """Return a public page by asking ourselves for it."""
    # A context of its own: the words of one page must not follow into the next.
    with current_app.app_context(), current_app.test_request_context(path):
        answer = current_app.full_dispatch_request()
    if answer.status_code != 200:
        abort(500, f"{path} cannot be kept: {answer.status_code}")
    return answer
