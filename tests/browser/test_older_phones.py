"""Phones at the floor of what we promise: they know less than the newest, and get the same pages."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.people import sign_in_with_slip

SLIP = "1000000000000001"
KNOWS_NO_KYIV = """
    const refuse = (options) => {
        if (options?.timeZone === "Europe/Kyiv") throw new RangeError("Invalid time zone specified: Europe/Kyiv");
    };
    Intl.DateTimeFormat = class extends Intl.DateTimeFormat {
        constructor(locales, options) { refuse(options); super(locales, options); }
    };
    const { toLocaleString } = Date.prototype;
    Date.prototype.toLocaleString = function (locales, options) {
        refuse(options);
        return toLocaleString.call(this, locales, options);
    };
"""


def test_a_phone_that_knows_kyiv_by_its_former_name_says_whether_a_centre_is_open(
    phone: Page,
) -> None:
    phone.add_init_script(KNOWS_NO_KYIV)

    phone.goto("/uk/centres/demo-poltava-1")

    expect(phone.locator("[data-today]")).not_to_be_empty()


def test_a_phone_that_knows_kyiv_by_its_former_name_says_when_the_group_meets(phone: Page) -> None:
    phone.add_init_script(KNOWS_NO_KYIV)

    sign_in_with_slip(phone, SLIP)

    expect(phone.locator("[data-meeting]")).not_to_be_empty()
