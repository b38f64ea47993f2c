"""A password is long and not made of what everybody tries first."""

from __future__ import annotations

import pytest

from selfhelp.staffing.rules import Flaw, flaw_of

OWNER = ("iryna.koval@example.org", "Ірина Коваль")


@pytest.mark.parametrize(
    "password",
    [
        "мандрівний ліхтар біля броду", "ведмідь читає три газети", "kettle orbits violet fjord",
        "g7#Kp2!vLq9$Tz4", "пʼять рудих котів у шафі",
    ],
)  # fmt: skip
def test_a_few_unconnected_words_will_do(password: str) -> None:
    assert flaw_of(password, OWNER) is None


@pytest.mark.parametrize(
    "password",
    ["manchesterunited", "jenniferlawrence1", "liverpoolarsenalchelsea", "misha misha misha misha"],
)
def test_words_of_well_known_lists_are_refused(password: str) -> None:
    assert flaw_of(password, OWNER) == Flaw.GUESSABLE


def test_a_very_long_password_is_judged_without_delay() -> None:
    assert flaw_of("".join(f"{number * 7919 % 9973} слово " for number in range(15)), OWNER) is None


@pytest.mark.parametrize("password", ["", "коротко", "14 signs here.", "🌲" * 14])
def test_fewer_than_fifteen_signs_are_too_short(password: str) -> None:
    assert flaw_of(password, OWNER) == Flaw.TOO_SHORT


def test_a_whole_page_is_too_long() -> None:
    assert flaw_of("дуже різні слова " * 20, OWNER) == Flaw.TOO_LONG


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword", "Password123456789", "P@ssw0rd-P@ssw0rd", "qwertyuiopasdfgh", "aaaaaaaaaaaaaaaa",
        "123456789012345", "абвгґдеєжзиіїйкл", "йцукенгшщзхїфіва", "iryna.koval-2026", "ірина коваль 1984",
        "correct horse battery staple", "iloveyouforever!", "Слава Україні 2026", "stezhka-demo-2026",
        "abcabcabcabcabcabc", "1q2w3e4r5t6y7u8i", "               ", "пароль-пароль-пароль", "zyxwvutsrqponmlk",
    ],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    assert flaw_of(password, OWNER) == Flaw.GUESSABLE
