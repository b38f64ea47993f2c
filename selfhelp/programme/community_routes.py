"""Pages of the administrator: territorial communities, as lists of centres brought them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..db import session
from ..i18n import current_language, speak_the_path
from ..people.access import staff_only
from ..people.models import Role
from ..people.typed import keep_what_was_typed
from . import actions, communities, forms, queries
from .forms import CommunityForm
from .versions import version_of

bp = keep_what_was_typed(
    speak_the_path(Blueprint("communities", __name__, url_prefix="/staff/programme/communities"))
)


@bp.get("")
@staff_only(Role.ADMINISTRATOR)
def index() -> str:
    """List the communities of a region, or those that words fit, with the number of their centres."""
    wish = forms.wish_of(request.args)
    return render_template(
        "programme/communities.html",
        wish=wish,
        found=communities.found(wish, current_language()) if wish.region or wish.words else [],
        most=communities.MOST,
        regions=queries.regions(current_language()),
    )


@bp.get("/<uuid:community_id>")
@staff_only(Role.ADMINISTRATOR)
def edit(community_id: UUID) -> str:
    """Show a community to be changed."""
    community = communities.by_id(community_id) or abort(404)
    form = CommunityForm(data=communities.told_of(community) | {"seen": version_of(community)})
    return _page(form, community_id)


@bp.post("/<uuid:community_id>")
@staff_only(Role.ADMINISTRATOR)
def change(community_id: UUID) -> ResponseReturnValue:
    """Change a community, unless somebody else did so since the page was opened."""
    community = communities.by_id(community_id, for_update=True) or abort(404)
    form = CommunityForm(request.form)
    form.validate()
    told = form.told()
    if form.errors:
        return _page(form, community_id), 422
    try:
        wrong = communities.save(community, told, str(form.seen.data or ""))
    except actions.ChangedMeanwhile as refusal:
        session.rollback()
        # Saving once more is then a decision made with both versions in view.
        form.seen.data = version_of(communities.by_id(community_id) or abort(404))
        return _page(form, community_id, sentence=str(refusal)), 409
    if wrong:
        session.rollback()
        form.complain(wrong)
        return _page(form, community_id), 422
    session.commit()
    return redirect(url_for("communities.edit", community_id=community_id, saved=1))


@bp.post("/<uuid:community_id>/removal")
@staff_only(Role.ADMINISTRATOR)
def remove(community_id: UUID) -> ResponseReturnValue:
    """Take out a community in which no centre lies; twice is as good as once."""
    community = communities.by_id(community_id, for_update=True)
    if community is None:
        return redirect(url_for("communities.index"))
    region = community.region.slug
    communities.remove(community)
    session.commit()
    return redirect(url_for("communities.index", region=region))


def _page(form: CommunityForm, community_id: UUID, *, sentence: str = "") -> str:
    community = communities.by_id(community_id) or abort(404)
    return render_template(
        "programme/community.html",
        form=form,
        community=community,
        centres=communities.centres_in(community_id),
        sentence=sentence,
        there=communities.told_of(community),
        is_saved="saved" in request.args and request.method == "GET",
    )
