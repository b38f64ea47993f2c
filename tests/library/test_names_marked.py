"""Names in Latin letters inside words of ours."""

from __future__ import annotations

from selfhelp.library.page_words import names_marked


def test_a_name_in_a_ukrainian_sentence_is_marked_for_voices() -> None:
    assert names_marked("Tol та інші, 2020, Lancet Global Health", "uk") == (
        '<span lang="en">Tol</span> та інші, 2020, <span lang="en">Lancet Global Health</span>'
    )
    assert names_marked("Tol and others", "en") == "Tol and others"


def test_an_address_may_break_at_its_strokes() -> None:
    assert names_marked("example.org/one/two", "en") == "example.org/<wbr>one/<wbr>two"


def test_what_stands_around_stays_harmless() -> None:
    assert names_marked("<b>Тиша</b> & PTSD", "uk") == (
        '&lt;b&gt;Тиша&lt;/b&gt; &amp; <span lang="en">PTSD</span>'
    )
