"""What a column of a list of centres may hold, and the headings by which it is known."""

from __future__ import annotations

import re
from collections.abc import Sequence

COLUMNS = (
    "code",
    "region",
    "raion",
    "raion_code",
    "community_uk",
    "community_en",
    "community_code",
    "kind",
    "status",
    "host",
    "name_uk",
    "name_en",
    "address_uk",
    "address_en",
    "phone",
)
"""In the order of a list that we write ourselves."""

OF_A_COMMUNITY = {
    "community_uk": "name_uk",
    "community_en": "name_en",
    "community_code": "code",
    "raion": "raion",
    "raion_code": "raion_code",
}
"""What a list and a form call a column of the table of communities."""

HEADINGS = {
    "code": ("Код центру", "Centre code", "Код", "Code", "code", "Code of the centre"),
    "region": ("Область", "Region", "Регіон", "Oblast"),
    "raion": ("Район", "Raion", "District"),
    "raion_code": (
        "Код району (КАТОТТГ)", "Raion code (KATOTTG)", "Код району", "Raion code",
        "Код району за КАТОТТГ", "KATOTTG code of the raion",
    ),
    "community_uk": (
        "Громада", "Community", "Територіальна громада", "Hromada",
        "Громада українською", "Community, in Ukrainian",
    ),
    "community_en": ("Громада англійською", "Community in English", "Громада (англ.)"),
    "community_code": (
        "Код громади (КАТОТТГ)", "Community code (KATOTTG)", "Код громади", "Community code",
        "КАТОТТГ", "KATOTTG", "Hromada code", "KATOTTG code of the community", "Код громади за КАТОТТГ",
    ),
    "kind": ("Вид", "Kind", "Тип", "Type", "Вид центру", "Тип центру", "Kind of place"),
    "status": ("Стан", "Status", "Статус"),
    "host": ("Організація", "Host organisation", "Надавач", "Host", "Host organization", "Організація, при якій він працює"),
    "name_uk": ("Назва", "Name", "Назва центру", "Назва українською", "Centre name", "Name, in Ukrainian"),
    "name_en": ("Назва англійською", "Name in English", "Назва (англ.)"),
    "address_uk": ("Адреса", "Address", "Адреса українською", "Address, in Ukrainian"),
    "address_en": ("Адреса англійською", "Address in English", "Адреса (англ.)"),
    "phone": ("Телефон", "Phone", "Номер телефону", "Telephone", "Phone number", "Phone that people ring", "Телефон, на який дзвонять люди"),
}  # fmt: skip
"""Names of each column in both languages; the first two are those that we write."""

KINDS = {
    "resilience-centre": ("Центр життєстійкості", "Resilience Centre", "ЦЖ"),
    "space": (
        "Простір «Дбаю про себе»", "“Taking Care of Myself” space", "Простір", "Space",
        "Дбаю про себе", "Taking Care of Myself",
    ),
}  # fmt: skip
STATUSES = {
    "planned": ("заплановано", "planned", "запланований", "планується"),
    "preparing": ("готується", "preparing", "у підготовці", "in preparation"),
    "open": ("працює", "open", "відкрито", "відкритий", "діє"),
    "paused": ("на паузі", "paused", "призупинено", "тимчасово не працює"),
    "closed": ("зачинено", "closed", "закрито", "закритий", "не працює"),
}


def guess_columns(headings: Sequence[str]) -> dict[str, int]:
    """Find out which column of a file holds what, by its headings in either language."""
    places: dict[str, int] = {}
    for column in COLUMNS:
        names = [folded(name) for name in (column, *HEADINGS[column])]
        for place, heading in enumerate(headings):
            if folded(heading) in names and place not in places.values():
                places[column] = place
                break
    return places


def meaning_of(word: str, meanings: dict[str, tuple[str, ...]]) -> str | None:
    """Find what a word of either language stands for."""
    wanted = folded(word)
    for meaning, names in meanings.items():
        if wanted in (folded(name) for name in (meaning, *names)):
            return meaning
    return None


def folded(words: str) -> str:
    """Leave the letters and digits of a heading, so that case, quotes and spaces do not matter."""
    return re.sub(r"[\W_]+", " ", words.casefold()).strip()
