"""The line in front of a full group: no place is promised twice, nobody is skipped, whoever asked first is first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as some

from selfhelp.joining import rules
from selfhelp.joining.rules import HELD_FOR, OFFER_LASTS, Asker, Placed, Stand

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def asker(number: int, **more: datetime) -> Asker:
    return Asker(UUID(int=number), START + number * HOUR, **more)


def stands(placed: list[Placed]) -> dict[int, Stand]:
    return {one.asker.id.int: one.stand for one in placed}


def test_places_go_to_those_who_asked_first() -> None:
    line = [asker(3), asker(1), asker(2)]

    assert stands(rules.arrange(line, 2, START + 9 * HOUR)) == {
        1: Stand.OFFERED,
        2: Stand.OFFERED,
        3: Stand.WAITING,
    }


def test_an_offer_that_nobody_has_seen_does_not_pass() -> None:
    line = [asker(1), asker(2)]

    assert stands(rules.arrange(line, 1, START + timedelta(days=90)))[1] is Stand.OFFERED


def test_an_offer_that_was_seen_goes_to_the_next_one_in_time() -> None:
    seen = START + 5 * HOUR
    line = [asker(1, told_at=seen), asker(2)]

    just_before = rules.arrange(line, 1, seen + OFFER_LASTS - timedelta(seconds=1))
    after = rules.arrange(line, 1, seen + OFFER_LASTS)

    assert just_before[0].answer_by == seen + OFFER_LASTS
    assert stands(just_before) == {1: Stand.OFFERED, 2: Stand.WAITING}
    assert stands(after) == {2: Stand.OFFERED, 1: Stand.WAITING}


def test_whoever_comes_after_a_passed_offer_stands_behind() -> None:
    seen = START + 5 * HOUR
    late = Asker(UUID(int=7), seen + OFFER_LASTS + HOUR)
    line = [asker(1, told_at=seen), late]

    placed = rules.arrange(line, 0, seen + OFFER_LASTS + 2 * HOUR)

    assert [(one.asker.id.int, one.before) for one in placed] == [(1, 0), (7, 1)]


def test_a_held_place_is_nobody_elses_for_fourteen_days() -> None:
    line = [asker(1, held_since=START), asker(2)]

    assert stands(rules.arrange(line, 1, START + HELD_FOR - HOUR)) == {
        1: Stand.HELD,
        2: Stand.WAITING,
    }
    assert stands(rules.arrange(line, 1, START + HELD_FOR)) == {2: Stand.OFFERED}


MOVES = some.sampled_from(["ask", "see", "take", "later", "back", "confirm", "leave", "wait"])


@given(
    places=some.integers(0, 4),
    moves=some.lists(some.tuples(MOVES, some.integers(0, 5)), max_size=60),
)
def test_whatever_people_do_the_line_stays_fair(places: int, moves: list[tuple[str, int]]) -> None:
    now, members, asked = START, 0, 0
    line: dict[UUID, Asker] = {}
    for move, number in moves:
        now += HOUR * (number * 12 if move == "wait" else 1)
        placed = rules.arrange(list(line.values()), places - members, now)
        # What an action writes down first is what time has done already.
        line = {one.asker.id: one.asker for one in placed}
        check(placed, list(line.values()), places - members)
        there = {one.asker.id: one for one in placed}
        person = UUID(int=number)
        if move == "ask" and person not in line:
            asked += 1
            line[person] = Asker(person, now)
        elif move == "leave" and members:
            members -= 1
        elif person in there:
            members += act(move, there[person], line, now)


def act(move: str, placed: Placed, line: dict[UUID, Asker], now: datetime) -> int:
    """Do what somebody in line may do; return how many members that adds."""
    one = placed.asker
    if move == "back":
        del line[one.id]
    elif placed.stand is Stand.WAITING:
        return 0
    elif move == "see" and placed.stand is Stand.OFFERED:
        line[one.id] = replace(one, told_at=one.told_at or now)
    elif move == "take":
        line[one.id] = replace(one, held_since=one.held_since or now)
    elif move == "later":
        line[one.id] = Asker(one.id, now)
    elif move == "confirm":
        del line[one.id]
        return 1
    return 0


def check(placed: list[Placed], line: list[Asker], free: int) -> None:
    """No place twice, nobody lost, everybody with an offer asked before everybody without."""
    by_stand = {stand: [one for one in placed if one.stand is stand] for stand in Stand}
    assert rules.promised(placed) <= max(free, len(by_stand[Stand.HELD]))
    assert sorted(one.asker.id for one in placed) == sorted(one.id for one in line)
    offered = [one.asker.since for one in by_stand[Stand.OFFERED]]
    waiting = [one.asker.since for one in by_stand[Stand.WAITING]]
    assert offered + waiting == sorted(offered + waiting)
    assert [one.before for one in by_stand[Stand.WAITING]] == list(range(len(waiting)))
    if waiting:
        assert len(offered) + len(by_stand[Stand.HELD]) >= free
