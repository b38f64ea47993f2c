"""Which passwords will do, how long links and steps live, who may change whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from ..people.models import Role
from .common import PIECES, ROWS
from .models import LinkKind

SHORTEST_PASSWORD = 15
LONGEST_PASSWORD = 200
LETTERS_OF_ONES_OWN = 8
"""How many signs have to be left of a password when all that is easily guessed is taken away."""
SHORTEST_PIECE = 3
TRIES_LOG10 = 10
"""A password that falls within 10^10 tries is too easy."""
JUDGED_SIGNS = 72
"""Judging more takes long and finds nothing new."""

LINK_LIVES = {LinkKind.INVITATION: timedelta(hours=72), LinkKind.RESET: timedelta(hours=1)}
STEP_LIVES = timedelta(minutes=15)

EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
"""Plain addresses alone: in a quoted or encoded one a line could end, and another header begin."""

RECOVERY_CODES = 10
CODE_LETTERS = 24
"""Five bits each: 120 in all, so a plain digest is enough."""
TOTP_DIGITS = 6
TOTP_SECONDS = 30

CENTRE_ROLES = (
    Role.FACILITATOR,
    Role.MANAGER,
    Role.SOCIAL_MANAGER,
    Role.PSYCHOLOGIST,
    Role.VOLUNTEER,
)

Posts = Collection[tuple[Role, UUID | None]]


class Flaw(StrEnum):
    """Why a password will not do."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    GUESSABLE = "guessable"


class Certificate(StrEnum):
    """What the right to lead groups rests on."""

    STAFF_PROGRAMME = "staff-programme"
    OTHER_TRAINING = "other-training"


def flaw_of(password: str, own_words: Iterable[str]) -> Flaw | None:
    """Say why a password will not do, or None; `own_words` are the e-mail and name of its owner."""
    if len(password) < SHORTEST_PASSWORD:
        return Flaw.TOO_SHORT
    if len(password) > LONGEST_PASSWORD:
        return Flaw.TOO_LONG
    own = tuple(own_words)
    left = without_what_is_guessed(password, own)
    if len(left) < LETTERS_OF_ONES_OWN or is_soon_guessed(password, own):
        return Flaw.GUESSABLE
    return None


def is_soon_guessed(password: str, own_words: Iterable[str]) -> bool:
    """Say whether lists of common passwords, names and words lead to this one within 10^10 tries."""
    # Its lists are large, and only somebody who chooses a password needs them.
    from zxcvbn import zxcvbn

    parts = [part for word in own_words for part in (word, *re.split(r"[@.\s_-]+", word)) if part]
    found = zxcvbn(password[:JUDGED_SIGNS], user_inputs=parts)
    return float(found["guesses_log10"]) < TRIES_LOG10


def without_what_is_guessed(password: str, own_words: Iterable[str]) -> str:
    """Take away own words, common pieces, rows of keys and repeats; return what is left."""
    left = _folded(password)
    pieces = {_folded(part) for word in own_words for part in re.split(r"[@.\s_-]+", word)}
    pieces |= {_folded(piece) for piece in PIECES}
    for piece in sorted(pieces, key=len, reverse=True):
        if len(piece) >= SHORTEST_PIECE:
            left = left.replace(piece, "")
    left = re.sub(r"(19|20)\d\d", "", left)
    return _without_repeats(_without_rows(left))


def _folded(text: str) -> str:
    """Write small, without signs between, and with the usual disguises of letters undone."""
    plain = text.casefold().translate(str.maketrans("@$!", "asi"))
    letters = "".join(sign for sign in plain if sign.isalnum())
    # A digit between letters is a disguise; digits in a row stay digits.
    swaps = str.maketrans("013457", "oleast")
    return re.sub(r"(?<=[^\W\d])[013457](?=[^\W\d])", lambda one: one[0].translate(swaps), letters)


def _without_rows(text: str) -> str:
    kept, start = [], 0
    while start < len(text):
        length = _row_at(text, start)
        if length < SHORTEST_PIECE:
            kept.append(text[start])
            length = 1
        start += length
    return "".join(kept)


def _row_at(text: str, start: int) -> int:
    longest = 0
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        length = 1
        while start + length <= len(text) and text[start : start + length] in row:
            length += 1
        longest = max(longest, length - 1)
    return longest


def _without_repeats(text: str) -> str:
    """Keep one of what is said several times in a row: "yesyesyes" is as good as "yes"."""
    return re.sub(r"(.+?)\1+", r"\1", text)


def folded_code(typed: str) -> str:
    """Read a recovery code as it was typed: spaces and dashes go, look-alikes become ours."""
    plain = "".join(sign for sign in typed.casefold() if sign.isalnum())
    return plain.translate(str.maketrans("oil", "011"))


def code_in_fours(code: str) -> str:
    """Set a code in fours, as it stands on paper: abcd-efgh-…."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def may_open_door_of(asking: Posts, other: Posts) -> bool:
    """Say whether somebody may shut, open or renew the sign-in of a colleague.

    A manager may when every post of the colleague is at centres she manages: a link opens all posts.
    """
    if any(role == Role.ADMINISTRATOR for role, _centre in asking):
        return not any(role == Role.ADMINISTRATOR for role, _centre in other)
    managed = {centre for role, centre in asking if role == Role.MANAGER and centre}
    return all(centre in managed for _role, centre in other)


def may_lead(since: date | None, today: date) -> bool:
    """Say whether somebody may lead groups: a certificate or the staff programme was noted."""
    return since is not None and since <= today


def is_trained(required: Collection[str], finished: Collection[str]) -> bool:
    """Say whether the programme for staff is finished; without any module there is nothing to finish."""
    return bool(required) and set(required) <= set(finished)


def is_a_likely_day(day: date, today: date) -> bool:
    """Say whether a certificate may carry this day: not to come, and within a working life."""
    return today - timedelta(days=50 * 366) < day <= today
