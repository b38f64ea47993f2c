"""While a centre lets reminders rest its members are not nudged; everything else comes, and the rest ends by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine

from selfhelp.centres.models import Centre
from selfhelp.clock import KYIV
from selfhelp.groups.models import Group, Membership
from selfhelp.nudges import rules
from selfhelp.nudges.rules import Circumstances, Due, Step
from tests.groups.house import House
from tests.nudges.post import EVENING, TUESDAY, Post, days
from tests.nudges.test_rules import EVENING as RHYTHM

WEDNESDAY = date(2026, 11, 25)
THE_NEXT_TUESDAY = date(2026, 12, 1)


def test_a_member_is_not_nudged_and_is_again_from_the_day_on(house: House, post: Post) -> None:
    phone = post.plan()
    house.change(Centre, "one", reminders_rest_until=THE_NEXT_TUESDAY)

    for later in (0, 3):  # Tuesday, Friday
        post.work(EVENING + days(later))
    assert post.arrived(phone) == []
    assert (post.row().unopened, post.row().last_on) == (0, None)

    post.work(EVENING + days(7))
    assert len(post.arrived(phone)) == 1


def test_a_rest_that_ends_early_holds_nothing_back(house: House, post: Post) -> None:
    phone = post.plan()
    house.change(Centre, "one", reminders_rest_until=date(2026, 12, 20))
    post.work(EVENING)

    house.change(Centre, "one", reminders_rest_until=None)
    post.work(EVENING + days(3))

    assert len(post.arrived(phone)) == 1


def test_others_are_nudged_as_ever(house: House, post: Post) -> None:
    house.member("taras", "saturday", "richka")
    house.participant("hanna")  # in no group
    house.group("early", "one", "iryna", ended_on=date(2026, 11, 20))
    house.member("left", "evening", "dub", left_on=date(2026, 11, 20))
    house.member("ended", "early", "dub")
    house.change(Centre, "one", reminders_rest_until=THE_NEXT_TUESDAY)
    phones = [post.plan(name) for name in ("taras", "hanna", "left", "ended")]

    post.work(EVENING)

    assert [len(post.arrived(phone)) for phone in phones] == [1, 1, 1, 1]


def test_the_longest_rest_counts_for_whoever_is_in_two_groups(house: House, post: Post) -> None:
    phone = post.plan()
    house._add(
        Membership, group_id=house.ids["saturday"], participant_id=house.ids["olena"],
        alias="dub", joined_on=date(2026, 11, 1), is_sharing=True,
    )  # fmt: skip
    house.change(Centre, "one", reminders_rest_until=WEDNESDAY)
    house.change(Centre, "two", reminders_rest_until=date(2026, 11, 28))

    for later in (0, 3):
        post.work(EVENING + days(later))

    assert post.arrived(phone) == []


def test_news_of_a_meeting_still_comes(house: House, post: Post) -> None:
    phone = post.plan()
    house.change(Centre, "one", reminders_rest_until=THE_NEXT_TUESDAY)
    with time_machine.travel(TUESDAY, tick=False):
        house.meeting("evening", datetime(2026, 11, 25, 18, tzinfo=KYIV))

    post.work(EVENING)

    assert [one["tag"] for one in post.arrived(phone)] == ["date"]


@pytest.mark.parametrize(
    ("now", "step"),
    [
        (datetime(2026, 11, 24, 19, tzinfo=KYIV), Step.LEAVE_OUT),
        (datetime(2026, 11, 24, 23, 59, tzinfo=KYIV), Step.LEAVE_OUT),
        (datetime(2026, 11, 25, 19, tzinfo=KYIV), Step.SEND),
    ],
)
def test_the_day_begins_at_midnight_in_kyiv(now: datetime, step: Step) -> None:
    due = Due(now.date(), now - timedelta(minutes=1))

    assert rules.decide(due, RHYTHM, Circumstances(now, 0, False, rests_until=WEDNESDAY)) is step


def test_a_group_keeps_its_reminders_when_its_centre_has_none_resting(house: House) -> None:
    assert house.row(Group, "evening").centre_id == house.ids["one"]
    assert house.visit("olena").get("/api/v1/me").json["group"]["reminders_rest_until"] is None
