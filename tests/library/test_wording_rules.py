"""Words: what hurts, promises, diagnoses or presses is found in its line; so is unclean writing."""

from __future__ import annotations

import pytest

from tests.library.folder import EN, UK, Folder

UK_PLACE = "Правильної цифри немає."
UK_LINE = "Правильної цифри немає. Просто помітьте, скільки напруги у вас зараз."
EN_PLACE = "There is no right number."

FAULTS = {
    "a word to avoid": (UK, UK_PLACE, "Так роблять жертви.", "E20", "людина, яка пережила"),
    "a phrase to avoid": (UK, UK_PLACE, "Усе буде добре.", "E20", "я поруч"),
    "an English word to avoid": (EN, EN_PLACE, "A victim may say so.", "E20", "Say instead"),
    "a promise": (UK, UK_PLACE, "Це гарантує спокій.", "E23", "lint-ok"),
    "an English promise": (EN, EN_PLACE, "This always works.", "E23", "lint-ok"),
    "a diagnosis": (UK, UK_PLACE, "У вас депресія.", "E24", "another way"),
    "an English diagnosis": (EN, EN_PLACE, "You have depression.", "E24", "another way"),
    "a familiar form": (UK, UK_PLACE, "Це твій вибір.", "E25", "another way"),
    "a past tense with a gender": (UK, UK_PLACE, "Ви сьогодні зробила крок.", "E25", "another way"),
    "a graphic word": (UK, UK_PLACE, "Там була кров.", "E26", "another way"),
    "a call to recall the event": (UK, UK_PLACE, "Згадайте той день.", "E26", "another way"),
    "a Russian letter": (UK, UK_PLACE, "Правильной цифры немає.", "E27", "Ukrainian letters"),
    "a straight apostrophe": (UK, UK_PLACE, "П'ять цифр.", "E27", "Write ’"),
    "a straight apostrophe in English": (EN, EN_PLACE, "It's your number.", "E27", "Write ’"),
    "a hyphen instead of a dash": (UK, UK_PLACE, "Цифра - це знак.", "E27", "Write —"),
    "two spaces": (EN, EN_PLACE, "There is  no number.", "E27", "Keep one"),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_it_finds(fault: tuple[str, str, str, str, str], folder: Folder) -> None:
    path, old, new, code, mend = fault

    folder.change(path, old, new)

    finding = folder.one(code)
    assert (finding.path, finding.line) == (path, folder.line_of(path, new))
    assert mend in finding.mend


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_the_program_still_starts_with(
    fault: tuple[str, str, str, str, str], folder: Folder
) -> None:
    path, old, new, *_ = fault

    folder.change(path, old, new)

    assert folder.load().module("uk", "grounding") is not None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Точка опори", "title: Опора для жертви"),
        ("## Ваш план {#plan", "## План жертви {#plan"),
    ],
    ids=["a title", "a heading"],
)
def test_it_looks_into(old: str, new: str, folder: Folder) -> None:
    folder.change(UK, old, new)

    assert folder.one("E20").line == folder.line_of(UK, new)


def test_it_looks_into_rows_and_spoken_lines(folder: Folder) -> None:
    folder.change(UK, "a | Лише тоді", "a | Жертва: лише тоді")
    folder.change(UK, "Повільно видихніть. [6]", "Видихніть, жертво. [6]")

    lines = [finding.line for finding in folder.errors() if finding.code == "E20"]

    assert lines == [folder.line_of(UK, "жертво"), folder.line_of(UK, "Жертва:")]


def test_it_finds_a_word_in_the_second_line_of_a_paragraph(folder: Folder) -> None:
    folder.change(UK, UK_PLACE, "Правильної цифри немає,\nтак каже жертва.")

    assert folder.one("E20").line == folder.line_of(UK, "каже жертва")


def test_it_finds_a_phrase_that_goes_over_two_lines(folder: Folder) -> None:
    folder.change(UK, UK_PLACE, "Кажуть, що все\nбуде добре.")

    assert folder.one("E20").line == folder.line_of(UK, "Кажуть, що все")


def test_an_excused_line_may_quote_a_word(folder: Folder) -> None:
    quoted = "Дехто каже «жертва». <!-- lint-ok: the word is quoted to be replaced -->"
    folder.change(UK, UK_LINE, quoted)

    assert folder.errors() == []


def test_the_excuse_is_never_shown(folder: Folder) -> None:
    folder.change(UK, UK_LINE, "Дехто каже «жертва». <!-- lint-ok: quoted -->")

    module = folder.load().module("uk", "grounding")

    assert module is not None
    step = module.step("before")
    assert step is not None
    assert "lint-ok" not in str(step.parts)


def test_a_plain_negation_is_allowed(folder: Folder) -> None:
    folder.change(UK, UK_PLACE, "Це не лікування.")

    assert folder.errors() == []


def test_the_same_word_without_the_negation_is_not(folder: Folder) -> None:
    folder.change(UK, UK_PLACE, "Це лікування.")

    assert folder.one("E20").line == folder.line_of(UK, "Це лікування.")


def test_a_stem_does_not_hit_in_the_middle_of_a_word(folder: Folder) -> None:
    folder.change(UK, UK_PLACE, "Це пожертва сусідів.")

    assert folder.errors() == []


def test_a_text_for_teenagers_may_say_ty(folder: Folder) -> None:
    folder.change(UK, UK_PLACE, "Це твій вибір.")
    folder.change(UK, "audience: adult", "audience: teen")

    assert folder.errors() == []


def test_a_broken_pattern_is_told(folder: Folder) -> None:
    folder.change("words/uk.yml", "promise:\n", "promise:\n  - {pattern: '(', why: no reason}\n")

    broken = folder.one("E10")

    assert broken.path == "words/uk.yml"
    assert "not a regular expression" in broken.message


def test_it_looks_into_programmes_and_help(folder: Folder) -> None:
    folder.change("programmes.yml", "uk: Навички на кожен день", "uk: Навички для жертв")
    folder.change("help/ua.yml", "uk: Коли важко довго", "uk: Усе буде добре")

    found = [(each.path, each.line) for each in folder.errors() if each.code == "E20"]

    assert found == [
        ("help/ua.yml", folder.line_of("help/ua.yml", "when:")),
        ("programmes.yml", folder.line_of("programmes.yml", "для жертв")),
    ]
