"""What is known is told with its figures and sources, also where nothing was found."""

from __future__ import annotations

import pytest

from selfhelp.library.queries import load
from tests.groups.house import furnish
from tests.library.folder import CONTENT, Folder
from tests.visitor import Visitor

FIGURES = {
    "tol-2020": ("694", "β −1.20 (−2.33 to −0.08)", "p 0.04", "d −0.26"),
    "acarturk-2022": ("642", "6 months", "21.69 % against 40.73 %", "p < 0.001"),
    "purgato-2021": ("459", "0.96 (0.52 to 1.78)", "no difference"),
    "karyotaki-2023": ("1,795", "no difference", "β −1.13 (−1.99 to −0.26)", "β 6.22 (1.60 to 10.90)"),
    "nickerson-2026": ("303", "d 0.56", "0.45 after 1 month"),
    "respond-spain": ("232", "robust moderate effect", "2 months"),
    "oat-clinics-2023": ("no numbers",),
    "asanov-2024": ("652", "292 (45 %)", "d −0.47", "d 0.20", "d 0.08", "n.s."),
    "riello-2021": ("No difference",),
    "fincham-2023": ("12", "785", "g −0.35 (−0.55 to −0.14)", "caution"),
}  # fmt: skip
"""As the curriculum gives them, study by study."""


def test_each_figure_stands_on_the_page_beside_its_source(visitor: Visitor) -> None:
    page = visitor.get("/en/about/evidence")
    sections = {str(one["id"]): one.get_text(" ", strip=True) for one in page.soup.select(".study")}

    assert sections.keys() == FIGURES.keys()
    for study, figures in FIGURES.items():
        for figure in figures:
            assert figure in sections[study]
        assert "Source: " in sections[study]


def test_both_languages_give_the_same_numbers(visitor: Visitor) -> None:
    library = load(CONTENT)
    for uk, en in zip(library.studies("uk"), library.studies("en"), strict=True):
        assert uk.id == en.id
        assert digits(uk.found) == digits(en.found)
        assert digits(uk.who) == digits(en.who)
    assert len(visitor.get("/uk/about/evidence").soup.select(".study")) == len(FIGURES)


def digits(text: str) -> list[str]:
    return sorted(sign for sign in text if sign.isdigit())


def test_it_says_that_the_app_alone_has_shown_nothing_in_ukraine(visitor: Visitor) -> None:
    page = visitor.get("/en/about/evidence")

    assert "Nobody has studied Stezhka yet." in page.text
    assert "Alone, for people inside Ukraine: no benefit has been shown." in page.text
    assert "Draft, not yet reviewed by specialists." in page.text
    for promise in ("proven", "guarantee", "cure"):
        assert promise not in page.text.lower()


def test_people_and_staff_find_it_and_phones_do_not_keep_it(visitor: Visitor) -> None:
    staff = furnish(visitor.app).visit("iryna").get("/uk/staff/run-sheets")

    assert "/uk/about/evidence" in visitor.get("/uk/about").links()
    assert "/uk/about/evidence" in staff.links()
    assert "evidence" not in visitor.get("/sw.js").body.decode()


@pytest.mark.parametrize("lang", ["uk", "en"])
def test_it_is_the_same_for_everyone(visitor: Visitor, lang: str) -> None:
    page = visitor.get(f"/{lang}/about/evidence")

    assert "public" in page.headers["Cache-Control"]
    assert "Set-Cookie" not in page.headers


def test_a_study_without_a_source_is_told(folder: Folder) -> None:
    text = (CONTENT / "evidence.yml").read_text("utf-8")
    folder.write("evidence.yml", text.replace("    source: PMC9899129\n", ""))

    (finding,) = folder.errors()

    assert finding.path == "evidence.yml"
    assert '"source" is missing' in finding.message


def test_the_same_study_twice_is_told(folder: Folder) -> None:
    text = (CONTENT / "evidence.yml").read_text("utf-8")
    folder.write("evidence.yml", text.replace("id: riello-2021", "id: tol-2020"))

    (finding,) = folder.errors()

    assert finding.line == folder.line_of("evidence.yml", 'name: {uk: "Riello') - 2
