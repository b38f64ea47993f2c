"""Words on paper, in the language of the group, and for those who wait."""

from __future__ import annotations

from flask_babel import gettext as _

from ..centres.words import weekday_in_words
from ..groups.models import Group
from ..i18n import speaking
from ..library.library import Library
from ..people.slips import slip_address
from .actions import PrintedSlip
from .models import GroupDoor
from .rules import OpenGroup, PaperSlip, PartOfDay, Poster, Stand, pretty_code


def on_paper(
    group: Group, printed: list[PrintedSlip], library: Library, address: str
) -> list[PaperSlip]:
    """Say everything that stands on the slips; `address` is where the digits may be typed."""
    with speaking(group.language):
        return [
            PaperSlip(
                name=library.alias_name(group.language, one.alias),
                group=str(_("Group %(label)s", label=group.label)),
                digits=one.slip.pretty,
                address=slip_address(group.language, one.slip.token),
                how=(
                    str(
                        _(
                            "Point the camera at the square, or type the digits at %(address)s",
                            address=address,
                        )
                    ),
                    str(
                        _(
                            "Keep it like a key. If it is lost, ring the centre: a new one brings everything back."
                        )
                    ),
                ),
                phone=group.centre.phone,
            )
            for one in printed
        ]


def on_poster(group: Group, door: GroupDoor, root: str) -> Poster:
    """Say everything that stands on a group's poster; `root` is the address of the site."""
    typed_at = f"{root.split('://', 1)[-1]}/{group.language}/join"
    with speaking(group.language):
        return Poster(
            group=str(_("Group %(label)s", label=group.label)),
            code=pretty_code(door.code),
            address=f"{root}/{group.language}/join#{door.code}",
            how=(
                str(
                    _(
                        "Point the camera at the square, or type the digits at %(address)s",
                        address=typed_at,
                    )
                ),
                str(
                    _("Then show the two digits on your phone to the person who guides the group.")
                ),
            ),
            phone=group.centre.phone,
        )


def open_group_in_words(group: OpenGroup) -> str:
    """Say when an open group usually meets, as roughly as everybody may know it."""
    day = weekday_in_words(group.weekday) if group.weekday else ""
    parts = {
        PartOfDay.MORNING: _("in the morning"),
        PartOfDay.DAY: _("in the daytime"),
        PartOfDay.EVENING: _("in the evening"),
    }
    part = str(parts[group.part_of_day]) if group.part_of_day else ""
    return ", ".join(filter(None, (day, part))) or str(_("Day and time by phone"))


def stand_in_words(stand: Stand) -> str:
    """Tell staff where somebody stands who asked for a place."""
    words = {
        Stand.HELD: _("A place is held"),
        Stand.OFFERED: _("A place is offered"),
        Stand.WAITING: _("Waits for a place"),
    }
    return str(words[stand])
