"""Pages of the administrator: regions and centres."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ..centres.models import CentreKind, CentreStatus
from ..centres.words import kind_in_words
from ..db import session
from ..i18n import current_language, speak_the_path
from ..people.access import staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import actions, exporting, forms, queries, rules, words
from .forms import CentreForm
from .versions import version_of_centre

bp = keep_what_was_typed(
    speak_the_path(Blueprint("programme", __name__, url_prefix="/staff/programme"))
)


@bp.get("")
@staff_only(Role.ADMINISTRATOR)
def regions() -> str:
    """Show the regions with the number of their centres."""
    rows = queries.regions(current_language())
    return render_template(
        "programme/regions.html", regions=rows, centres=sum(row.centres for row in rows)
    )


@bp.get("/centres")
@staff_only(Role.ADMINISTRATOR)
def centres() -> str:
    """List centres, fifty at a time, by region, status, kind and words."""
    wish = forms.wish_of(request.args)
    found, following = queries.centres(wish)
    return render_template(
        "programme/centres.html",
        wish=wish,
        centres=found,
        following=following,
        regions=queries.regions(current_language()),
        statuses=[(one.value, words.status_in_words(one.value)) for one in CentreStatus],
        kinds=[(one.value, kind_in_words(one.value)) for one in CentreKind],
        words=words,
    )


@bp.get("/centres.csv")
@staff_only(Role.ADMINISTRATOR)
def export() -> Response:
    """Give all centres as a table that can be imported again."""
    table = "".join(exporting.as_csv(queries.all_centres(), current_language()))
    headers = {"Content-Disposition": 'attachment; filename="centres.csv"'}
    return Response(table, headers=headers, content_type="text/csv; charset=utf-8")


@bp.get("/centres/new")
@staff_only(Role.ADMINISTRATOR)
def new() -> str:
    """Ask for a new centre."""
    form = CentreForm(data={"region": request.args.get("region", "")})
    return _form_page(form)


@bp.post("/centres/new")
@staff_only(Role.ADMINISTRATOR)
def make() -> ResponseReturnValue:
    """Make a centre; sent twice, the code keeps it from being made twice."""
    return _save(CentreForm(request.form), None)


@bp.get("/centres/<slug>")
@staff_only(Role.ADMINISTRATOR)
def edit(slug: str) -> str:
    """Show a centre to be changed."""
    centre = queries.centre_named(slug)
    if centre is None:
        abort(404)

    form = CentreForm(data=forms.values_of(centre) | {"seen": version_of_centre(centre)})
    return _form_page(form, slug)


@bp.post("/centres/<slug>")
@staff_only(Role.ADMINISTRATOR)
def change(slug: str) -> ResponseReturnValue:
    """Change a centre, unless somebody else did so since the page was opened."""
    if queries.centre_named(slug, for_update=True) is None:
        abort(404)
    return _save(CentreForm(request.form), slug)


def _save(form: CentreForm, slug: str | None) -> ResponseReturnValue:
    form.offer(queries.regions(current_language()), current_language())
    form.validate()
    told = form.told(rules.names_of_regions(queries.entered_regions()))
    if form.errors:
        return _form_page(form, slug), 422
    centre = queries.centre_named(slug) if slug else None
    try:
        saved, wrong = actions.save_centre(told, centre, str(form.seen.data or ""))
    except actions.ChangedMeanwhile as refusal:
        session.rollback()
        return _changed_meanwhile(form, str(slug), str(refusal)), 409
    except IntegrityError:
        # The same form at the same moment: the other one was first.
        session.rollback()
        saved, wrong = None, [("code", "code-taken", "")]
    if saved is None:
        session.rollback()
        form.complain(wrong)
        return _form_page(form, slug), 422
    session.commit()
    return redirect(url_for("programme.edit", slug=saved.slug, saved=1))


def _changed_meanwhile(form: CentreForm, slug: str, sentence: str) -> str:
    """Show what was typed, and beside it what stands there now."""
    there = queries.centre_named(slug)
    if there is None:
        abort(404)
    # Saving once more is then a decision made with both versions in view.
    form.seen.data = version_of_centre(there)
    now_there = forms.values_of(there)
    typed = {name: form[name].data or "" for name in now_there}
    differing = [
        (words.column_in_words(name), str(value or ""))
        for name, value in now_there.items()
        if (value or "") != typed[name]
    ]
    return _form_page(form, slug, sentence=sentence, differing=differing)


def _form_page(
    form: CentreForm,
    slug: str | None = None,
    *,
    sentence: str = "",
    differing: list[tuple[str, str]] | None = None,
) -> str:
    form.offer(queries.regions(current_language()), current_language())
    return render_template(
        "programme/centre.html",
        form=form,
        slug=slug,
        title=_("Centre") if slug else _("New centre"),
        sentence=sentence,
        differing=differing or [],
        is_saved="saved" in request.args and request.method == "GET",
    )
