"""What pushes say on a screen that anybody may read: never a topic, a centre, a group or a name."""

from __future__ import annotations

import json
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext

from ..clock import KYIV
from ..i18n import hour_in_digits, speaking
from ..library.library import Library
from .kinds import PushKind

DECLARATIVE = 8030
"""Marks a payload that a browser may show by itself, without our worker."""
FROM_CONTENT = {
    PushKind.MEETING_TOMORROW: "n12",
    PushKind.MEETING_TODAY: "n13",
    PushKind.MEETING_CHANGED: "n14",
}
PAGES = {PushKind.TEST: "plan", PushKind.ALL_CLEAR: "now"}
EXAMPLE = datetime(2027, 1, 5, 18, 0, tzinfo=KYIV)
DATES = frozenset(
    {
        PushKind.MEETING_TOMORROW,
        PushKind.MEETING_TODAY,
        PushKind.MEETING_CHANGED,
        PushKind.MEETING_CANCELLED,
    }
)


def payload(language: str, body: str, *, title: str, page: str, tag: str, site: str) -> bytes:
    """Write what a browser shows: the same bytes for our worker and for those that need none."""
    notification = {
        "title": title,
        "body": body,
        "navigate": f"{site}/{language}/{page}",
        "lang": language,
        "dir": "ltr",
        "tag": tag,
        "silent": True,  # whoever holds the phone, or sits beside it, is not startled
    }
    whole = {"web_push": DECLARATIVE, "notification": notification}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def payload_of_push(
    kind: PushKind, at: datetime | None, language: str, title: str, library: Library, site: str
) -> bytes:
    """Find the words of a push in the person's language, under the title of her choice."""
    # A newer word about dates replaces an older one, and a nudge never replaces either.
    tag = "date" if kind in DATES else "news"
    page = PAGES.get(kind, "group")
    body = _body(kind, at, language, library)
    return payload(
        language, body, title=library.title(language, title), page=page, tag=tag, site=site
    )


def _body(kind: PushKind, at: datetime | None, language: str, library: Library) -> str:
    hour = hour_in_digits(at) if at else ""
    if kind in FROM_CONTENT:
        texts = {nudge.id: nudge.text for nudge in library.nudges(language)}
        return texts[FROM_CONTENT[kind]].replace("{time}", hour)
    with speaking(language):
        return _from_catalogue(kind)


def _from_catalogue(kind: PushKind) -> str:
    return str(
        {
            PushKind.TEST: _("This is how a reminder looks"),
            PushKind.MODULE: _("There is something new for you"),
            PushKind.MEETING_CANCELLED: _("It does not take place. Open to see"),
            PushKind.PLACE_OFFERED: ngettext(
                "There is a place. You have %(num)s hour to think",
                "There is a place. You have %(num)s hours to think",
                current_app.config["OFFER_HOURS"],
            ),
            PushKind.ALL_CLEAR: _("You can go on where you stopped"),
        }[kind]
    )


def all_news(language: str, library: Library) -> list[str]:
    """List everything that pushes say by themselves, nudges and the test apart; hours are an example."""
    news = [kind for kind in PushKind if kind is not PushKind.TEST]
    return [_body(kind, EXAMPLE, language, library) for kind in news]


def words_of_test(language: str) -> str:
    """Say what somebody reads who sends one to this phone now."""
    with speaking(language):
        return _from_catalogue(PushKind.TEST)


def plain_nudge(language: str) -> str:
    """Say "practice" to those who chose plain words."""
    with speaking(language):
        return str(_("A few minutes for practice, if you like"))
