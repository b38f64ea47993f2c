"""Rules for nudges: short, and safe on a lock screen that anybody may read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .archive import NUDGES, Archive
from .findings import Finding
from .models import LANGUAGES
from .shapes import NudgeShape

LONGEST = 45
"""Signs that a narrow phone shows of a notification."""
LONGEST_TITLE = 20
"""A title stands beside the name of the app and the hour."""
PLACEHOLDER = re.compile(r"\{(\w*)\}")
MAY_BE_FILLED = {"meet": {"time"}}
"""Only the hour of a meeting is ever put into a text; place and topic stay behind the lock."""
NEED_THE_HOUR = frozenset({"n12", "n13"})

TELLING = {
    "uk": re.compile(
        r"\b(?:психол|терап|тривог|тривож|стрес|депрес|паніч|панік|травм|груп|центр|життєстійк"
        r"|самодопом|втрат|горе\b|зникл|ветеран|військов|солдат|переселен|впо\b|суїцид|самогуб"
        r"|насил|вправ|модул|програм|опор|заземл|укритт|обстріл|вибух|війн|фронт|допомог|почува"
        r"|пропустил|забул|серія|поспіш|термінов|негайно)"
    ),
    "en": re.compile(
        r"\b(?:psycholog|therap|anxi|stress|depress|panic|trauma|group|centre|center|resilien"
        r"|self-help|loss\b|grief|griev|missing|veteran|militar|soldier|displaced|idps?\b|suicid"
        r"|violen|exercise|module|program|steady|shelter|shelling|explosion|war\b|help|feel"
        r"|missed|forgot|streak|hurry|urgent|immediately)"
    ),
}
"""Beginnings of words that tell a stranger what the phone is for, or that press its owner."""
A_NUMBER_OF_DAYS = re.compile(r"\d+\s*(?:дн|день|діб|day)", re.IGNORECASE)


def check_nudges(archive: Archive) -> Iterator[Finding]:
    """Check every reminder text in every language."""
    for place, nudge in enumerate(archive.nudges):
        for lang in LANGUAGES:
            line = archive.line(NUDGES, place, lang)
            for message, mend in _faults(nudge, nudge.uk if lang == "uk" else nudge.en, lang):
                yield Finding(NUDGES, line, "E64", f"{nudge.id}, {lang}: {message}", mend)


def _faults(nudge: NudgeShape, text: str, lang: str) -> Iterator[tuple[str, str]]:
    longest = LONGEST_TITLE if nudge.kind == "title" else LONGEST
    if len(text) > longest:
        yield f"{len(text)} signs long.", f"Shorten it to {longest}."
    if "!" in text:
        yield "an exclamation mark raises the voice.", "End with a full stop or nothing."
    telling = TELLING[lang].search(text.lower())
    if telling:
        message = f'"{telling[0]}" tells a stranger too much, or presses.'
        yield message, "Say something that could stand on any phone."
    if A_NUMBER_OF_DAYS.search(text):
        yield "it counts days.", "Leave the number out: nobody is counting."
    for name in set(PLACEHOLDER.findall(text)) - MAY_BE_FILLED.get(nudge.kind, set()):
        yield f"nothing fills {{{name}}} here.", "Only texts of the kind meet may hold {time}."
    if nudge.id in NEED_THE_HOUR and "{time}" not in text:
        yield "it does not say when.", "Put {time} where the hour belongs."
