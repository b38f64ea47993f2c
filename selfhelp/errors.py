"""Refusal: the one way the program says no."""


class Refusal(Exception):  # noqa: N818 - the word of the house
    """We understood and will not; the text is for people, in their language, without blame."""

    status = 422
    """The HTTP status a page answers with."""
