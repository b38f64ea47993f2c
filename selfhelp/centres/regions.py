"""The 27 first-level regions of Ukraine: 24 oblasts, the Autonomous Republic of Crimea, Kyiv and Sevastopol.

Ukrainian names as in Article 133 of the Constitution of Ukraine, with the word «область» written
out; English names and codes as in ISO 3166-2:UA. The names in addresses are our own.
"""

from __future__ import annotations

from typing import NamedTuple


class OfficialRegion(NamedTuple):
    """A region as the law and ISO 3166-2 name it."""

    slug: str
    """Name in addresses: «poltava»."""
    iso: str
    name_uk: str
    name_en: str


REGIONS = (
    OfficialRegion("crimea", "UA-43", "Автономна Республіка Крим", "Autonomous Republic of Crimea"),
    OfficialRegion("vinnytsia", "UA-05", "Вінницька область", "Vinnytska oblast"),
    OfficialRegion("volyn", "UA-07", "Волинська область", "Volynska oblast"),
    OfficialRegion("dnipro", "UA-12", "Дніпропетровська область", "Dnipropetrovska oblast"),
    OfficialRegion("donetsk", "UA-14", "Донецька область", "Donetska oblast"),
    OfficialRegion("zhytomyr", "UA-18", "Житомирська область", "Zhytomyrska oblast"),
    OfficialRegion("zakarpattia", "UA-21", "Закарпатська область", "Zakarpatska oblast"),
    OfficialRegion("zaporizhzhia", "UA-23", "Запорізька область", "Zaporizka oblast"),
    OfficialRegion(
        "ivano-frankivsk", "UA-26", "Івано-Франківська область", "Ivano-Frankivska oblast"
    ),
    OfficialRegion("kyiv-region", "UA-32", "Київська область", "Kyivska oblast"),
    OfficialRegion("kirovohrad", "UA-35", "Кіровоградська область", "Kirovohradska oblast"),
    OfficialRegion("luhansk", "UA-09", "Луганська область", "Luhanska oblast"),
    OfficialRegion("lviv", "UA-46", "Львівська область", "Lvivska oblast"),
    OfficialRegion("mykolaiv", "UA-48", "Миколаївська область", "Mykolaivska oblast"),
    OfficialRegion("odesa", "UA-51", "Одеська область", "Odeska oblast"),
    OfficialRegion("poltava", "UA-53", "Полтавська область", "Poltavska oblast"),
    OfficialRegion("rivne", "UA-56", "Рівненська область", "Rivnenska oblast"),
    OfficialRegion("sumy", "UA-59", "Сумська область", "Sumska oblast"),
    OfficialRegion("ternopil", "UA-61", "Тернопільська область", "Ternopilska oblast"),
    OfficialRegion("kharkiv", "UA-63", "Харківська область", "Kharkivska oblast"),
    OfficialRegion("kherson", "UA-65", "Херсонська область", "Khersonska oblast"),
    OfficialRegion("khmelnytskyi", "UA-68", "Хмельницька область", "Khmelnytska oblast"),
    OfficialRegion("cherkasy", "UA-71", "Черкаська область", "Cherkaska oblast"),
    OfficialRegion("chernivtsi", "UA-77", "Чернівецька область", "Chernivetska oblast"),
    OfficialRegion("chernihiv", "UA-74", "Чернігівська область", "Chernihivska oblast"),
    OfficialRegion("kyiv", "UA-30", "Київ", "Kyiv"),
    OfficialRegion("sevastopol", "UA-40", "Севастополь", "Sevastopol"),
)
