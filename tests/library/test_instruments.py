"""Scales and questionnaires: the tension scale from its file, and what no instrument may do."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import timedelta

import pytest
from flask import Flask

from selfhelp.library.findings import BrokenContent
from selfhelp.library.instruments import Answer, HelpOffer, OnCall, Risk
from selfhelp.library.measures import SPEAKING_SPEED, seconds_aloud
from selfhelp.library.models import LANGUAGES
from tests.library.folder import CHECKED, TENSION, TODAY, UK, Folder
from tests.visitor import Visitor

LICENSED = "instruments/their.yml"
PROOF = "files/permission.txt"
QUESTIONNAIRE = f"""\
format: 1
id: example
kind: licensed
title: {{uk: "Назва за ліцензією", en: "The title as licensed"}}
licence: permission on file
licence_proof: {PROOF}
languages: [uk]
administered_by: trained-staff
diagnostic: false
recall_days: 14
items:
  - {{id: q1, type: choice, options: often, text: {{uk: "Заспокойтеся"}}}}
  - {{id: q2, type: choice, options: often, text: {{uk: "Друге  питання"}}}}
options:
  often:
    - {{v: 0, uk: "Ні"}}
    - {{v: 3, uk: "Так"}}
score: {{type: sum, reverse: [q2], scale_to: 100, missing_allowed: 0}}
cutoffs: {{show_to: [trained-staff], text_only: true, text: {{uk: "Слова за ліцензією"}}}}
risk_items:
  - {{id: q2, if_at_least: 3, action: staff-now, requires: on-call-contact}}
on_call:
  name: {{uk: "Чергування центру", en: "The centre's worker on call"}}
  number: "000"
  hours: {{uk: "Цілодобово", en: "Day and night"}}
  checked_on: {CHECKED}
retention_days: 365
"""
"""Its first question is a word to avoid, and its second has two spaces: licensed words stay as they are."""

OWN_FAULTS = {
    "leaves the phone": (
        "stored: device ", "stored: server-if-shared ", "E65", "stored:", "stored: device",
    ),
    "is shown to others": (
        "visible_to: [self]", "visible_to: [self, facilitator-if-shared]", "E65", "visible_to:",
        "visible_to: [self]",
    ),
    "screens": (
        "[before-after, personal-trend]", "[before-after, screening]", "E65", "purpose:",
        "Take screening out",
    ),
    "diagnoses": (
        "[before-after, personal-trend]", "[diagnosis]", "E65", "purpose:", "Take diagnosis out",
    ),
    "has bands": (
        "bands: []", "bands: [{from: 7, uk: Багато, en: Much}]", "E65", "bands:", "Take bands out",
    ),
    "has cut-offs": (
        "bands: []", "cutoffs: {show_to: [trained-staff], text_only: true}", "E65", "cutoffs:",
        "Take cutoffs out",
    ),
    "tells somebody": ("notify: nobody", "notify: centre", "E10", "help_offer:", "Write 'nobody'"),
    "has a key that nobody knows": (
        "validated: false", "valid: false\nvalidated: false", "E10", "valid:", '"validated"?',
    ),
    "speaks one language": (", en: calm", "", "E10", "{uk: спокійно", "en:"),
    "has more numbers than fit": ("max: 10", "max: 100", "E10", "max: 100", "Correct the value"),
    "goes nowhere": ("min: 0", "min: 9", "E10", "anchors:", "least and the greatest"),
    "goes backwards": ("    min: 0\n    max: 10", "    min: 5\n    max: 2", "E10", "max: 2", "greater"),
    "says nothing of its end": ("      10: {uk", "      9: {uk", "E10", "anchors:", "an anchor"),
    "has an anchor beside it": ("      5: {uk", "      11: {uk", "E10", "11: {uk", "from 0 to 10"),
    "never offers help": (
        "    max: 10\n", "    max: 7\n", "E10", "help_offer:", "from 0 to 7",
    ),
    "is of no kind": ("kind: own", "kind: found", "E10", "kind:", "'own' or 'licensed'"),
    "is not YAML": ("stored: device", "stored: : device", "E10", "stored:", "colon"),
    "is not the scale that modules ask": (
        "id: tension-0-10", "id: tension", "E10", "format:", "id: tension-0-10",
    ),
}  # fmt: skip

LICENSED_FAULTS = {
    "names no licence": (
        "licence: permission on file", 'licence: " "', "E66", "licence:", "words of its owner",
    ),
    "has no proof": (f"licence_proof: {PROOF}\n", "", "E66", "format:", "licence: public domain"),
    "names a proof that is not there": (
        PROOF, "files/nothing.pdf", "E66", "licence_proof:", "Lay the permission there",
    ),
    "names a proof out of the folder": (
        PROOF, "../proof.txt", "E66", "licence_proof:", "Lay the permission there",
    ),
    "names a folder for a proof": (
        PROOF, "files", "E66", "licence_proof:", "Lay the permission there",
    ),
    "has a language of its own": (
        'text: {uk: "Друге  питання"}', 'text: {uk: "Друге  питання", en: "Second"}', "E66", "q2, type",
        "once its owner agreed",
    ),
    "has an option of its own": (
        '{v: 3, uk: "Так"}', '{v: 3, uk: "Так", en: "Yes"}', "E66", "v: 3", "once its owner agreed",
    ),
    "leaves a language out": ('{v: 3, uk: "Так"}', "{v: 3}", "E02", "v: 3", "licensed version"),
    "makes a diagnosis": (
        "diagnostic: false", "diagnostic: true", "E67", "diagnostic:", "diagnostic: false",
    ),
    "shows cut-offs to people": (
        "show_to: [trained-staff]", "show_to: [trained-staff, self]", "E67", "cutoffs:", "show_to:",
    ),
    "shows cut-offs as more than a text": (
        "text_only: true", "text_only: false", "E67", "cutoffs:", "text_only: true",
    ),
    "asks for nobody in danger": (
        QUESTIONNAIRE[QUESTIONNAIRE.index("on_call:"):QUESTIONNAIRE.index("retention_days")], "",
        "E68", "risk_items:", "Add on_call:",
    ),
    "does not say when somebody answers": (
        '  hours: {uk: "Цілодобово", en: "Day and night"}\n', "", "E68", "on_call:", "Add hours:",
    ),
    "asks for help that never comes": (
        "if_at_least: 3", "if_at_least: 4", "E68", "if_at_least: 4", "of its options",
    ),
    "fears an answer to nothing": (
        "{id: q2, if_at_least", "{id: q9, if_at_least", "E10", "id: q9", "q1, q2",
    ),
    "counts nothing the other way round": ("[q2]", "[q9]", "E10", "score:", "q1, q2"),
    "chooses from nothing": (
        "q1, type: choice, options: often", "q1, type: choice, options: oft", "E10", "id: q1", '"often"?',
    ),
    "asks twice under one name": ("{id: q2, type", "{id: q1, type", "E10", "Друге", "another id"),
    "counts two answers alike": ("v: 3", "v: 0", "E10", "often:", "its own v"),
    "has the name of another": (
        "id: example", "id: tension-0-10", "E10", "id: tension-0-10", "another id",
    ),
    "keeps answers for ever": ("retention_days: 365", "retention_days: 366", "E10", "retention_days:", ""),
    "does not say how long": ("retention_days: 365\n", "", "E10", "format:", "retention_days:"),
    "is done by anybody": (
        "administered_by: trained-staff", "administered_by: anybody", "E10", "administered_by:", "'self'",
    ),
    "has a key that nobody knows": (
        "recall_days: 14", "recal_days: 14", "E10", "recal_days:", '"recall_days"?',
    ),
}  # fmt: skip


@pytest.fixture
def licensed(folder: Folder) -> Folder:
    """A folder with a questionnaire and the permission of its owner."""
    folder.write(LICENSED, QUESTIONNAIRE)
    folder.write(PROOF, "We allow this.")
    folder.write("../proof.txt", "We allow this.")
    return folder


def refuses(folder: Folder, path: str, code: str, where: str, mend: str) -> None:
    """The check tells it with its line, and the program does not start."""
    faults = [fault for fault in folder.errors() if fault.code == code]

    assert {fault.path for fault in faults} == {path}
    assert folder.line_of(path, where) in {fault.line for fault in faults}
    assert any(mend in fault.mend for fault in faults)
    with pytest.raises(BrokenContent, match=code):
        folder.load()


@pytest.mark.parametrize(
    ("lang", "question", "least", "greatest"),
    [
        (
            "uk",
            "Скільки напруги у вас зараз, від 0 до 10?",
            "спокійно",
            "дуже важко, майже нестерпно",
        ),
        (
            "en",
            "How much tension do you have right now, from 0 to 10?",
            "calm",
            "very hard, almost too much",
        ),
    ],
)
def test_the_tension_scale_is_read_from_its_file(
    folder: Folder, lang: str, question: str, least: str, greatest: str
) -> None:
    scale = folder.load().instrument(lang, "tension-0-10")

    assert scale is not None
    assert (scale.kind, scale.lang, scale.help_offer) == ("own", lang, HelpOffer(8, 3))
    (item,) = scale.items
    assert item.text == question
    assert [answer.value for answer in item.answers] == list(range(11))
    assert (item.answers[0].words, item.answers[1].words) == (least, "")
    assert item.answers[10].words == greatest
    with pytest.raises(FrozenInstanceError):
        item.text = ""  # type: ignore[misc]


def test_a_voice_takes_time_for_the_question_and_what_the_numbers_mean(folder: Folder) -> None:
    module = folder.load().module("en", "grounding")
    assert module is not None
    step = module.step("before")
    assert step is not None
    (scale,) = step.blocks

    words = "How much tension do you have right now, from 0 to 10? calm tense, but I can manage very hard, almost too much"
    assert seconds_aloud([scale], "en") == round(60 * len(words.split()) / SPEAKING_SPEED["en"])


def test_there_is_no_other_instrument(folder: Folder) -> None:
    library = folder.load()

    assert library.instrument("uk", "phq-9") is None
    assert library.instrument("fr", "tension-0-10") is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_scale_of_a_page_says_what_the_file_says(
    app: Flask, visitor: Visitor, folder: Folder, lang: str
) -> None:
    folder.change(
        TENSION, "if_value_at_least: 8, or_rise_of: 3", "if_value_at_least: 5, or_rise_of: 2"
    )
    folder.change(TENSION, "max: 10", "max: 6")
    folder.change(TENSION, "      10: {uk", "      6: {uk")
    folder.change(TENSION, "у вас зараз", "тепер")
    folder.change(TENSION, "right now", "at present")
    usual = app.extensions["library"]
    app.extensions["library"] = replace(usual, shelf=folder.load().shelf)

    scale = visitor.get(f"/{lang}/modules/grounding").one("#after .thermo")

    assert (scale["data-high"], scale["data-rise"]) == ("5", "2")
    assert [radio["value"] for radio in scale.select("input")] == [str(n) for n in range(7)]
    question = {"uk": "Скільки напруги тепер, від", "en": "How much tension do you have at present"}
    assert question[lang] in scale.select_one("legend").get_text()  # type: ignore[union-attr]
    greatest = {"uk": "6 дуже важко, майже нестерпно", "en": "6 very hard, almost too much"}
    assert scale.select(".anchors li")[-1].get_text(" ", strip=True) == greatest[lang]


def test_a_module_writes_no_anchors_of_its_own(folder: Folder) -> None:
    folder.change(UK, "down | Напруги", "0 | спокійно\ndown | Напруги")

    refuses(folder, UK, "E10", "0 | спокійно", "down, same, up")


def test_the_scale_has_to_be_there(folder: Folder) -> None:
    (folder.root / TENSION).unlink()

    fault = folder.one("E10")

    assert (fault.path, fault.line) == (TENSION, 1)
    assert "tension-0-10" in fault.mend


@pytest.mark.parametrize("fault", OWN_FAULTS.values(), ids=OWN_FAULTS)
def test_it_refuses_a_scale_of_our_own_that(
    folder: Folder, fault: tuple[str, str, str, str, str]
) -> None:
    old, new, code, where, mend = fault

    folder.change(TENSION, old, new)

    refuses(folder, TENSION, code, where, mend)


def test_a_licensed_questionnaire_stands_as_its_owner_wrote_it(licensed: Folder) -> None:
    assert licensed.errors() == []

    one = licensed.load().instrument("uk", "example")

    assert one is not None
    assert (one.kind, one.administered_by, one.retention_days) == ("licensed", "trained-staff", 365)
    assert one.title == "Назва за ліцензією"
    assert [item.text for item in one.items] == ["Заспокойтеся", "Друге  питання"]
    assert one.items[0].answers == (Answer(0, "Ні"), Answer(3, "Так"))
    assert one.risks == (Risk("q2", 3),)
    assert one.on_call == OnCall("Чергування центру", "000", "Цілодобово")
    assert one.help_offer is None


def test_the_words_of_a_scale_of_our_own_are_looked_through(folder: Folder) -> None:
    folder.change(TENSION, "en: calm", "en: calm down")

    assert folder.one("E20").path == TENSION


def test_a_language_that_the_licence_leaves_out_is_not_there(licensed: Folder) -> None:
    assert licensed.load().instrument("en", "example") is None


def test_what_is_in_the_public_domain_needs_no_proof(licensed: Folder) -> None:
    licensed.change(LICENSED, f"licence_proof: {PROOF}\n", "")
    licensed.change(LICENSED, "licence: permission on file", "licence: public domain")

    assert licensed.errors() == []


def test_without_dangerous_answers_nobody_has_to_be_on_call(licensed: Folder) -> None:
    text = licensed.read(LICENSED)
    start, end = text.index("risk_items:"), text.index("retention_days")
    licensed.write(LICENSED, text[:start] + text[end:])

    assert licensed.errors() == []
    one = licensed.load().instrument("uk", "example")
    assert one is not None
    assert (one.risks, one.on_call) == ((), None)


@pytest.mark.parametrize("fault", LICENSED_FAULTS.values(), ids=LICENSED_FAULTS)
def test_it_refuses_a_licensed_questionnaire_that(
    licensed: Folder, fault: tuple[str, str, str, str, str]
) -> None:
    old, new, code, where, mend = fault

    licensed.change(LICENSED, old, new)

    refuses(licensed, LICENSED, code, where, mend)


def test_an_empty_file_proves_nothing(licensed: Folder) -> None:
    licensed.write(PROOF, "")

    refuses(licensed, LICENSED, "E66", "licence_proof:", "Lay the permission there")


def test_a_number_on_call_grows_old_like_every_other(licensed: Folder) -> None:
    licensed.change(
        LICENSED, f"checked_on: {CHECKED}", f"checked_on: {TODAY - timedelta(days=181)}"
    )

    fault = licensed.one("E63")

    assert (fault.path, fault.line) == (LICENSED, licensed.line_of(LICENSED, "checked_on:"))
    assert licensed.load().instrument("uk", "example") is not None
