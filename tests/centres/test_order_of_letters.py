"""Ukrainian letters in their own order."""

from selfhelp.centres.rules import ukrainian_order


def test_ukrainian_letters_stand_where_ukrainians_look_for_them() -> None:
    wanted = ["гак", "ґава", "Єнакієве", "Жмеринка", "Ірпінь", "Їжакевич", "Йосипівка", "яблуко"]

    assert sorted(sorted(wanted), key=ukrainian_order) == wanted


def test_capitals_apostrophes_and_quotes_do_not_move_a_name() -> None:
    assert ukrainian_order("Кам’янець") == ukrainian_order("камянець")
    assert ukrainian_order("«Псел»") == ukrainian_order("псел")


def test_a_shorter_name_comes_first_and_a_space_before_letters() -> None:
    wanted = ["Біла", "Біла Церква", "Білаки"]

    assert sorted(sorted(wanted), key=ukrainian_order) == wanted


def test_other_alphabets_and_digits_come_after_and_keep_an_order() -> None:
    assert sorted(["b", "2", "я", "a"], key=ukrainian_order) == ["я", "2", "a", "b"]
