"""The library: words from each language, everything else from the source, the same every time."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError

import pytest

from selfhelp import i18n
from selfhelp.library.findings import BrokenContent
from selfhelp.library.models import LANGUAGES, Block, Module, Prose
from tests.library.folder import EN, UK, Folder


def grounding(folder: Folder, lang: str = "uk") -> Module:
    module = folder.load().module(lang, "grounding")
    assert module is not None
    return module


def block(folder: Folder, step_id: str, kind: str, lang: str = "uk") -> Block:
    step = grounding(folder, lang).step(step_id)
    assert step is not None
    return next(each for each in step.blocks if each.kind == kind)


def test_it_speaks_the_languages_of_the_pages() -> None:
    assert set(LANGUAGES) == set(i18n.LANGUAGES)
    assert LANGUAGES[0] == i18n.DEFAULT


def test_reading_twice_gives_the_same(folder: Folder) -> None:
    first, second = folder.load(), folder.load()

    assert first.version == second.version
    assert first.everything("uk") == second.everything("uk")


def test_a_changed_word_gives_a_new_version_and_a_new_digest_of_one_module(folder: Folder) -> None:
    before = folder.load()
    folder.change(EN, "There is no right number.", "No number is right.")
    after = folder.load()

    changed = {
        (module.lang, module.id)
        for lang in LANGUAGES
        for module, old in zip(after.everything(lang), before.everything(lang), strict=True)
        if module.digest != old.digest
    }
    assert before.version != after.version
    assert changed == {("en", "grounding")}


def test_a_changed_parameter_changes_both_languages(folder: Folder) -> None:
    before = grounding(folder, "en").digest

    folder.change(UK, "cycles=18", "cycles=16")

    assert grounding(folder, "en").digest != before


def test_a_changed_word_list_is_no_new_version(folder: Folder) -> None:
    before = folder.load().version

    folder.write("words/uk.yml", folder.read("words/uk.yml") + "\n# a comment\n")

    assert folder.load().version == before


def test_a_translation_has_its_own_words_and_the_parameters_of_the_source(folder: Folder) -> None:
    uk, en = grounding(folder, "uk"), grounding(folder, "en")

    assert (uk.title, en.title) == ("Точка опори", "A steady point")
    assert (en.minutes, en.order, en.now, en.caution) == (12, 1, "five-senses", ("breath", "body"))
    assert block(folder, "long-breath", "breathe", "en").params["cycles"] == 18
    assert [step.type for step in en.steps] == [step.type for step in uk.steps]


def test_every_parameter_has_a_value(folder: Folder) -> None:
    breathe = block(folder, "long-breath", "breathe")

    assert dict(breathe.params) == {
        "in": 4, "hold": 0, "out": 6, "rest": 0, "cycles": 18, "extend": 30,
        "tags": ("breath",), "instead": "",
    }  # fmt: skip


def test_rows_have_keys_and_texts(folder: Folder) -> None:
    check = block(folder, "plan", "check", "en")

    question, answer = check.row("question"), check.row(str(check.params["answer"]))
    assert question is not None
    assert question.cells == ("When is the best time to practise?",)
    assert answer is not None
    assert answer.cell(0) == "A little every day, when it is calmer"
    assert answer.cell(1) == ""


def test_spoken_lines_have_pauses(folder: Folder) -> None:
    script = block(folder, "three-points", "script", "en")

    assert (script.lines[0].text, script.lines[0].pause) == (
        "Sit, stand or lie in a way that feels right for you.",
        6,
    )
    assert script.rows == ()


def test_sentences_of_safety_are_html(folder: Folder) -> None:
    safety = block(folder, "why", "safety", "en")

    assert safety.html.startswith("<p>If there is an alarm")
    assert safety.text.startswith("If there is an alarm")


def test_a_block_without_an_id_has_the_same_name_in_every_language(folder: Folder) -> None:
    assert block(folder, "before", "thermo", "uk").id == "before-1"
    assert block(folder, "before", "thermo", "en").id == "before-1"
    assert block(folder, "plan", "plan", "en").id == "daily"


def test_prose_and_blocks_keep_their_order(folder: Folder) -> None:
    step = grounding(folder).step("plan")
    assert step is not None

    kinds = ["prose" if isinstance(part, Prose) else part.kind for part in step.parts]

    assert kinds == ["prose", "check", "plan"]


def test_a_link_leads_to_a_page_of_the_language(folder: Folder) -> None:
    alarm = folder.load().module("en", "now-alarm")
    assert alarm is not None

    pages = " ".join(part.html for step in alarm.steps for part in step.parts)

    assert 'href="/en/now/now-shelter"' in pages


def test_modules_and_tools_share_one_shelf(folder: Folder) -> None:
    library = folder.load()

    assert [module.id for module in library.modules("uk")] == ["grounding"]
    assert [tool.id for tool in library.tools("uk")] == ["now-alarm", "now-shelter", "now-panic"]
    assert library.module("uk", "now-panic") is not None
    assert library.module("uk", "nothing") is None
    assert library.module("fr", "grounding") is None


def test_a_programme_lists_its_modules(folder: Folder) -> None:
    library = folder.load()

    now = library.programme("en", "now")
    assert now is not None
    assert now.title == "Right now"
    assert [tool.id for tool in library.of_programme("en", "now")] == list(now.modules)


def test_it_knows_steps_of_today_and_of_before(folder: Folder) -> None:
    folder.write("steps.lock.json", json.dumps({"grounding": ["long-ago"]}))
    folder.change(UK, "licence: CC-BY-4.0", "retired: [long-ago, gone]\nlicence: CC-BY-4.0")

    library = folder.load()

    assert library.step_ids("grounding")[0] == "why"
    assert library.step_ids("nothing") == ()
    assert library.knows("grounding")
    assert library.knows("grounding", "why")
    assert library.knows("grounding", "long-ago")
    assert library.knows("grounding", "gone")
    assert not library.knows("grounding", "never")
    assert not library.knows("nothing")


def test_help_speaks_each_language(folder: Folder) -> None:
    library = folder.load()

    assert [contact.name for contact in library.contacts("uk")] == ["Швидка допомога"]
    assert [contact.name for contact in library.contacts("en")] == ["Ambulance"]
    assert library.contacts("en")[0].purpose == "danger"
    assert library.help_texts("en").panel == "Your centre: {phone}"


def test_a_number_can_be_dialled(folder: Folder) -> None:
    folder.change("help/ua.yml", 'number: "103"', 'number: "0 800 000 000"')

    assert folder.load().contacts("uk")[0].dial == "0800000000"


def test_aliases_and_nudges_are_there(folder: Folder) -> None:
    library = folder.load()

    assert library.alias_name("uk", library.aliases[0].id) == "Калина"
    assert library.alias_name("en", library.aliases[0].id) == "Viburnum"
    assert library.alias_name("en", "gone") == "gone"
    assert library.nudges("en")[0].text == "A minute for you?"


def test_a_module_is_a_draft_until_both_reviews_are_signed(folder: Folder) -> None:
    signed = '{by: "A Reader", on: 2026-01-15}'
    assert grounding(folder).is_draft

    folder.change(UK, 'clinical: {by: "", on: null}', f"clinical: {signed}")
    assert grounding(folder).is_draft

    folder.change(UK, 'language: {by: "", on: null}', f"language: {signed}")
    assert not grounding(folder).is_draft
    assert grounding(folder, "en").is_draft

    folder.change(EN, 'language: {by: "", on: null}', f"language: {signed}")
    assert not grounding(folder, "en").is_draft


def test_nothing_in_it_can_be_changed(folder: Folder) -> None:
    module = grounding(folder)

    with pytest.raises(FrozenInstanceError):
        module.title = "Інше"  # type: ignore[misc]
    with pytest.raises(TypeError):
        block(folder, "plan", "plan").params["id"] = "other"  # type: ignore[index]


def test_broken_content_names_every_place_at_once(folder: Folder) -> None:
    folder.change(UK, ":::safety", ":::safty")
    folder.change(EN, "{#plan}", "")

    with pytest.raises(BrokenContent) as refusal:
        folder.load()

    text = str(refusal.value)
    assert f"content/{UK}:{folder.line_of(UK, ':::safty')} E10" in text
    assert f"content/{EN}:{folder.line_of(EN, '## Your plan')} E10" in text
    assert 'Did you mean "safety"?' in text


def test_a_folder_without_content_is_refused(folder: Folder) -> None:
    for name in ("programmes.yml", "help/ua.yml", "words/aliases.yml", "nudges.yml"):
        (folder.root / name).unlink()

    with pytest.raises(BrokenContent):
        folder.load()
