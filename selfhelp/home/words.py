"""Words for the names of tables and columns, for people who read what is kept about them."""

from __future__ import annotations

import re
from datetime import date, datetime

from flask_babel import format_date, format_datetime
from flask_babel import gettext as _

MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(\+\d\d:\d\d)?)?$")


def table_in_words(table: str) -> str:
    """Name what one table keeps."""
    names = {
        "participant": _("You here"),
        "slip": _("Your slips"),
        "sign_in": _("Where you are signed in"),
        "event": _("What you did, as your phone sent it"),
        "refused_event": _("What your phone sent and we could not read"),
        "module_progress": _("How far you are"),
        "practice_day": _("Days with practice"),
        "membership": _("Your place in a group"),
        "join_request": _("Your request for a place in a group"),
        "assigned_person": _("What was given to you apart from the whole group"),
        "call": _("Calls from your facilitators"),
        "consultation": _("A conversation that you asked the centre for"),
        "referral": _("Where the centre referred you"),
        "device": _("Phones that get reminders"),
        "push": _("What your phones are told"),
        "nudge_plan": _("When you wish to be reminded"),
    }
    return str(names.get(table, table))


def column_in_words(column: str) -> str:
    """Name one thing that is kept."""
    names = {
        "id": _("random name of this line"),
        "participant_id": _("random name that stands for you"),
        "staff_id": _("member of staff (empty for you)"),
        "group_id": _("random name of the group"),
        "language": _("language"),
        "created_at": _("made at"),
        "is_demo": _("made by the demo"),
        "number": _("last seven digits"),
        "secret_hash": _("the other digits, scrambled for good"),
        "token_hash": _("secret of the QR code or the phone, scrambled for good"),
        "revoked_at": _("opens nothing since"),
        "is_shared": _("shared phone"),
        "last_used_at": _("last used at"),
        "expires_at": _("ends at"),
        "kind": _("what"),
        "module": _("module or exercise"),
        "step": _("step"),
        "version": _("version of the text"),
        "day": _("day"),
        "at": _("the phone’s clock"),
        "seq": _("the phone’s counter"),
        "minutes": _("minutes"),
        "received_at": _("came in at"),
        "code": _("why"),
        "fields": _("what was sent"),
        "steps": _("steps done"),
        "opened_on": _("first opened on"),
        "done_on": _("first finished on"),
        "last_opened_on": _("last opened on"),
        "last_step_on": _("last step on"),
        "last_done_on": _("last finished on"),
        "alias": _("word in the group"),
        "joined_on": _("facilitators see practice from"),
        "left_on": _("left on"),
        "paused_since": _("takes a break since"),
        "is_sharing": _("practice is shared"),
        "asks_to_talk_since": _("asks to talk since"),
        "consent_version": _("text you agreed to"),
        "consent_at": _("agreed at"),
        "check_number": _("number on your phone, for the facilitator"),
        "asked_at": _("asked at"),
        "in_line_since": _("in line since"),
        "told_at": _("offer seen or told at"),
        "held_since": _("a place is held since"),
        "calls_version": _("text about calls you agreed to"),
        "calls_agreed_at": _("agreed to calls at"),
        "assignment_id": _("random name of what was given"),
        "given_at": _("given at"),
        "week": _("week"),
        "taken_by_id": _("member of staff who rings"),
        "taken_at": _("taken on at"),
        "outcome": _("how it went"),
        "logged_at": _("noted at"),
        "centre_id": _("random name of the centre"),
        "spoken_code": _("code that you say instead of a name"),
        "way": _("asked from the phone or at the desk"),
        "wish": _("how you would like to talk"),
        "due_at": _("the centre means to answer by"),
        "held_by_id": _("member of staff who looks after it"),
        "held_until": _("looks after it until"),
        "meets_at": _("the centre waits for you at"),
        "closed_at": _("closed at"),
        "consultation_id": _("random name of the conversation"),
        "service_id": _("random name of the service"),
        "level": _("how soon help is needed"),
        "made_at": _("made at"),
        "made_by_id": _("member of staff who made it"),
        "may_tell_back": _("the service may tell whether you came"),
        "handed_over_at": _("the centre spoke with the service at"),
        "heard_on": _("heard on"),
        "sign_in_id": _("random name of the sign-in"),
        "endpoint": _("address of the phone at its push service"),
        "endpoint_hash": _("the same address, scrambled"),
        "host": _("push service"),
        "public_key": _("key with which only the phone can read"),
        "auth_secret": _("the phone’s part of that key"),
        "reached_at": _("last message, no reminder, taken by the push service at"),
        "nudged_on": _("day of a reminder for which another phone still waited"),
        "device_id": _("random name of the phone"),
        "key": _("what it is about"),
        "next_at": _("next one at"),
        "attempt": _("tries of the next one"),
        "weekdays": _("weekdays, 1 is Monday"),
        "hour": _("hour"),
        "zone": _("time zone"),
        "quiet_from": _("quiet from"),
        "quiet_until": _("quiet until"),
        "wording": _("wording"),
        "title": _("title of what comes to the phone"),
        "region": _("region whose alarms hold reminders back"),
        "wants_after_alarm": _("also after an alarm"),
        "paused_until": _("pause until"),
        "unopened": _("reminders in a row without a visit"),
        "last_on": _("day of the last one"),
        "last_at": _("last one at"),
        "due_on": _("day of the next one"),
        "changed_at": _("changed at"),
    }
    return str(names.get(column, column))


def value_in_words(value: object) -> str:
    """Write a value plainly."""
    if value is None or value == []:
        return "—"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    text = str(value)
    return moment_in_words(text) or text


def moment_in_words(text: str) -> str:
    """Say a day or a moment that was written for machines; an empty string for anything else."""
    if not MOMENT.match(text):
        return ""
    if "T" not in text:
        return str(format_date(date.fromisoformat(text), "d MMMM y", rebase=False))
    return str(format_datetime(datetime.fromisoformat(text), "d MMMM y, HH:mm"))
