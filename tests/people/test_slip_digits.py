"""Sixteen digits, however they are typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfhelp.people import rules
from selfhelp.people.rules import SlipDigits

SLIP = SlipDigits("482913650", "0172244")


@pytest.mark.parametrize(
    "typed",
    [
        "4829136500172244",
        "4829 1365 0017 2244",
        " 4829-1365–0017—2244 ",
        "4829\u00a01365\u202f0017\t2244\n",
        "４８２９ １３６５ ００１７ ２２４４",
        "٤٨٢٩١٣٦٥٠٠١٧٢٢٤٤",
        "4829\u200b13650017\u20602244",
        "4829−1365−0017−2244",
    ],
)
def test_a_slip_is_read_however_it_is_typed(typed: str) -> None:
    assert rules.split_slip(typed) == SLIP


@pytest.mark.parametrize(
    "typed",
    ["", "482913650017224", "48291365001722445", "482913650017224O", "4829.1365.0017.2244",
     "482913650017224²", "слово слово слово"],
)  # fmt: skip
def test_what_is_not_sixteen_digits_is_no_slip(typed: str) -> None:
    assert rules.split_slip(typed) is None


def test_a_group_code_is_told_from_a_slip() -> None:
    assert rules.is_group_code("48 29 13 65 00")
    assert not rules.is_group_code("4829 1365 0017 2244")
    assert not rules.is_group_code("48 29 13 65 0x")


@given(st.text())
def test_reading_digits_never_fails(typed: str) -> None:
    slip = rules.split_slip(typed)
    assert slip is None or (slip.secret + slip.number).isascii()


@given(st.integers(0, 10**16 - 1))
def test_a_slip_in_fours_reads_as_the_same_slip(number: int) -> None:
    digits = f"{number:016}"
    pretty = rules.in_fours(digits)
    assert [len(four) for four in pretty.split(" ")] == [4, 4, 4, 4]
    slip = rules.split_slip(pretty)
    assert slip is not None
    assert slip.secret + slip.number == digits


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_address_is_known_by_its_network_only(address: str, network: str) -> None:
    assert rules.network_of(address) == network
