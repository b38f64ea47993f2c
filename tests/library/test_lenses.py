"""Words for some people: whoever may choose a lens finds words for it, in both languages."""

from __future__ import annotations

from selfhelp.library.page_words import all_lenses
from tests.library.folder import CONTENT, Folder
from tests.visitor import Visitor

NOT_YET = {"teen"}
"""«Опора» is for adults; a version for teenagers needs a review of its own."""


def offered(visitor: Visitor, language: str) -> set[str]:
    boxes = visitor.get(f"/{language}/you").soup.select("[data-ways=lenses] input")
    return {str(box["value"]) for box in boxes}


def test_every_lens_that_can_be_chosen_shows_words_somewhere(visitor: Visitor) -> None:
    library = Folder(CONTENT).load()
    for language in ("uk", "en"):
        spoken_to = {
            lens
            for module in library.everything(language)
            for step in module.steps
            for block in step.blocks
            if block.kind == "lens" and block.text
            for lens in block.params["for"]  # type: ignore[union-attr]
        }
        assert offered(visitor, language) == spoken_to


def test_nobody_is_left_out_but_those_for_whom_nothing_is_reviewed(visitor: Visitor) -> None:
    assert all_lenses().keys() - offered(visitor, "uk") == NOT_YET


def test_the_front_matter_names_the_same_people_as_the_asides() -> None:
    for module in Folder(CONTENT).load().everything("uk"):
        asides = {
            lens
            for step in module.steps
            for block in step.blocks
            if block.kind == "lens"
            for lens in block.params["for"]  # type: ignore[union-attr]
        }
        assert set(module.lens) == asides, module.id
