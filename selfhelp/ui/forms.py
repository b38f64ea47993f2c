"""Forms that refuse in our own words: those of the form library are curt, and not always translated."""

from __future__ import annotations

import wtforms
from flask_babel import gettext as _
from wtforms.meta import DefaultMeta


class OurWords:
    """Takes the place of the translations of the form library."""

    def gettext(self, sentence: str) -> str:
        """Say what the library says, as a person would."""
        choose = str(_("Please choose one of these."))
        words = {
            "Not a valid choice.": choose,
            "Invalid Choice: could not coerce.": choose,
            "Invalid choice(s): one or more data inputs could not be coerced.": choose,
            "Not a valid date value.": _("Please choose a day that the calendar has."),
            "Not a valid time value.": _("Please choose a time, such as 18:00."),
            "Not a valid integer value.": _("Please write a whole number."),
            "Number must be between %(min)s and %(max)s.": _(
                "A number between %(min)s and %(max)s is needed."
            ),
            "This field is required.": _("Please fill this in."),
        }
        return str(words.get(sentence, sentence))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Say what the library says of several."""
        if "longer than" in singular:
            return str(_("Please shorten this: at most %(max)d signs."))
        if "valid choice" in singular:
            return str(_("Please choose one of these."))
        return singular if count == 1 else plural


class Form(wtforms.Form):
    """What may come in with a page; `meta` is for the fields, its words are ours."""

    class Meta(DefaultMeta):
        """How a form is made."""

        def get_translations(self, _form: wtforms.form.BaseForm) -> OurWords:
            """Let each refusal speak our words."""
            return OurWords()
