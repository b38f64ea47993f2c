"""What may come in: a centre, a filter, a file, and which of its columns holds what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import Length

from ..centres.models import Centre, CentreKind, CentreStatus
from ..centres.words import kind_in_words
from ..ui.forms import Form
from . import rules, words
from .columns import COLUMNS, OF_A_COMMUNITY
from .planning import OF_A_CENTRE
from .queries import CountedRegion, Wish

LONGEST_SEARCH = 80


class _Form(Form):
    """Complains in the words of a list of centres."""

    def complain(self, problems: Sequence[tuple[str, str, str]]) -> None:
        """Put what is wrong beside the fields."""
        for column, code, value in problems:
            field = self[column]
            sentence = words.wrong_in_words(code, value)
            field.errors = [f"{field.label.text}: {sentence}"]


class CentreForm(_Form):
    """A centre with its place."""

    code = StringField(_("Code of the centre"))
    kind = SelectField(_("Kind of place"))
    status = SelectField(_("Status"))
    name_uk = StringField(_("Name, in Ukrainian"))
    name_en = StringField(_("Name, in English"))
    host = StringField(_("Host organisation"))
    region = SelectField(_("Region"))
    raion = StringField(_("Raion"))
    raion_code = StringField(_("KATOTTG code of the raion"))
    community_uk = StringField(_("Community, in Ukrainian"))
    community_en = StringField(_("Community, in English"))
    community_code = StringField(_("KATOTTG code of the community"))
    address_uk = StringField(_("Address, in Ukrainian"))
    address_en = StringField(_("Address, in English"))
    phone = StringField(_("Phone that people ring"))
    seen = HiddenField(validators=[Length(max=40)])
    """When the centre was last written, as this person saw it."""

    def offer(self, regions: Sequence[CountedRegion], lang: str) -> None:
        """Fill the lists to choose from."""
        self.kind.choices = [(one.value, kind_in_words(one.value)) for one in CentreKind]
        self.status.choices = [
            (one.value, words.status_in_words(one.value)) for one in CentreStatus
        ]
        self.region.choices = [
            (one.slug, one.name_uk if lang == "uk" else one.name_en) for one in regions
        ]

    def told(self, regions: Mapping[str, str]) -> dict[str, str]:
        """Read what was typed; what is wrong stands beside its field afterwards."""
        typed = {column: str(self[column].data or "") for column in COLUMNS}
        told, problems = rules.read_cells(typed, regions)
        if not typed["code"].strip():
            problems.append(("code", "missing", ""))
        wrong = {column for column, _code, _value in problems}
        problems += [one for one in rules.missing_in(told) if one[0] not in wrong]
        self.complain(problems)
        return dict.fromkeys(OF_A_CENTRE, "") | told


class CommunityForm(_Form):
    """A territorial community."""

    community_uk = StringField(_("Community, in Ukrainian"))
    community_en = StringField(_("Community, in English"))
    community_code = StringField(_("KATOTTG code of the community"))
    raion = StringField(_("Raion"))
    raion_code = StringField(_("KATOTTG code of the raion"))
    seen = HiddenField(validators=[Length(max=40)])
    """What stood there when this person saw it."""

    def told(self) -> dict[str, str]:
        """Read what was typed; what is wrong stands beside its field afterwards."""
        typed = {column: str(self[column].data or "") for column in OF_A_COMMUNITY}
        told, problems = rules.read_cells(typed, {})
        if not typed["community_uk"].strip():
            problems.append(("community_uk", "missing", ""))
        self.complain(problems)
        return told


def values_of(centre: Centre) -> dict[str, Any]:
    """Return what a form shows of a centre that is there."""
    community = centre.community
    return {name: getattr(centre, name) for name in (*OF_A_CENTRE, "code")} | {
        "region": community.region.slug,
        "raion": community.raion,
        "raion_code": community.raion_code,
        "community_uk": community.name_uk,
        "community_en": community.name_en,
        "community_code": community.code,
    }


def wish_of(asked: Mapping[str, str]) -> Wish:
    """Read what a list should show; what it does not know it leaves out."""
    kind, status = asked.get("kind", ""), asked.get("status", "")
    return Wish(
        region=asked.get("region", "")[:LONGEST_SEARCH].replace("\0", ""),
        status=status if status in set(CentreStatus) else "",
        kind=kind if kind in set(CentreKind) else "",
        words=" ".join(asked.get("q", "")[:LONGEST_SEARCH].replace("\0", "").split()),
        after=asked.get("after", "")[:LONGEST_SEARCH].replace("\0", ""),
    )


def columns_of(sent: Mapping[str, str], headings: Sequence[str]) -> dict[str, int]:
    """Read which column of a file holds what; a column of the file serves once."""
    columns: dict[str, int] = {}
    for column in COLUMNS:
        place = sent.get(column, "")
        is_known = place in {str(number) for number in range(len(headings))}
        if is_known and int(place) not in columns.values():
            columns[column] = int(place)
    return columns
