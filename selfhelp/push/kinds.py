"""What a phone may be told besides nudges."""

from enum import StrEnum


class PushKind(StrEnum):
    """One kind of push; its words never name a topic, a centre, a group or a person."""

    TEST = "test"
    MODULE = "module"
    """The group follows something new."""
    MEETING_TOMORROW = "meeting-tomorrow"
    MEETING_TODAY = "meeting-today"
    MEETING_CHANGED = "meeting-changed"
    MEETING_CANCELLED = "meeting-cancelled"
    PLACE_OFFERED = "place-offered"
    """A place for somebody in line; its two days begin when the phone has shown it."""
    ALL_CLEAR = "all-clear"
    """An alarm is over; the exercise that was broken off can go on."""
