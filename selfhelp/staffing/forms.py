"""What staff may send in: sign-in, code, link, password, invitation, certificate."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    EmailField,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
)
from wtforms.validators import InputRequired, Length, Regexp, ValidationError

from ..people.models import Role
from ..ui.forms import Form
from . import rules
from .words import certificate_in_words, role_in_words

LONGEST_NAME = 80


def _is_the_same(form: Form, field: PasswordField) -> None:
    """Ask for the new password twice, for it is typed without being seen."""
    if field.data != form["password"].data:
        raise ValidationError(_("The two passwords differ. Please type the new one twice."))


class SignInForm(Form):
    """E-mail and password of staff."""

    email = EmailField(
        _l("E-mail"), [InputRequired(_l("Please type your e-mail.")), Length(max=254)]
    )
    password = PasswordField(
        _l("Password"), [InputRequired(_l("Please type your password.")), Length(max=200)]
    )


class CodeForm(Form):
    """A code of the app, a recovery code, or what a passkey has signed."""

    code = StringField(_l("Code"), [Length(max=64)])
    credential = HiddenField(validators=[Length(max=20_000)])

    def validate_code(self, field: StringField) -> None:
        """Want one of the two."""
        if not (field.data or "").strip() and not self.credential.data:
            raise ValidationError(_("Please type the code."))


class LinkForm(Form):
    """The code of a one-time link and a new password."""

    token = StringField(
        _l("Code of the link"),
        [InputRequired(_l("The code stands in the link behind the # sign.")), Length(max=128)],
    )
    password = PasswordField(
        _l("New password"), [InputRequired(_l("Please choose a password.")), Length(max=1000)]
    )
    again = PasswordField(_l("The same password once more"), [_is_the_same])


class PasswordForm(Form):
    """The password of today and a new one."""

    current = PasswordField(
        _l("Password of today"), [InputRequired(_l("Please type your password.")), Length(max=200)]
    )
    password = PasswordField(
        _l("New password"), [InputRequired(_l("Please choose a password.")), Length(max=1000)]
    )
    again = PasswordField(_l("The same password once more"), [_is_the_same])


class ProofForm(Form):
    """The password once more, before a change."""

    current = PasswordField(
        _l("Password of today"), [InputRequired(_l("Please type your password.")), Length(max=200)]
    )


class InvitationForm(Form):
    """Whom a centre invites, and as what."""

    email = EmailField(
        _l("E-mail"),
        [
            InputRequired(_l("Please type an e-mail: it is the sign-in name.")),
            Length(max=254),
            Regexp(
                rf"^\s*{rules.EMAIL.pattern}\s*$",
                message=_l("An e-mail looks like name@example.org."),
            ),
        ],
    )
    name = StringField(
        _l("Name, as colleagues and the group say it"),
        [
            InputRequired(_l("Please type a name.")),
            Length(max=LONGEST_NAME, message=_l("Please make the name shorter.")),
        ],
    )
    role = SelectField(
        _l("Role"),
        choices=lambda: [(role.value, role_in_words(role)) for role in rules.CENTRE_ROLES],
        default=Role.FACILITATOR.value,
    )


class CertificateForm(Form):
    """Why somebody may lead groups."""

    kind = SelectField(
        _l("What it rests on"),
        choices=lambda: [(kind.value, certificate_in_words(kind)) for kind in rules.Certificate],
    )
    on = DateField(
        _l("Day on the certificate"), [InputRequired(_l("Please type the day of the certificate."))]
    )
