"""The main job: a facilitator gives a module, a phone follows it in a cellar, the facilitator sees it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import eventually, wait_until_ready_offline
from tests.browser.people import rows_on_the_server, sign_in_as_staff, sign_in_with_slip
from tests.server import Server

NewPhone = Callable[..., BrowserContext]
KALYNA = "1000000000000001"
SOMEBODY_OF_ANOTHER_GROUP = "1000000000000022"
STEPS = 7


def open_group(page: Page, label: str = "В-12") -> None:
    page.goto("/uk/staff")
    page.get_by_role("link", name=label).first.click()
    page.wait_for_url("**/staff/groups/**")


def row_of(page: Page, alias: str) -> str:
    page.reload()
    return " ".join(page.get_by_role("row").filter(has_text=alias).first.all_inner_texts())


def state_of(page: Page, alias: str) -> str:
    """What the first cell of a member says: the module «Точка опори»."""
    page.reload()
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=alias))
    return str(row.get_by_role("img").first.get_attribute("aria-label"))


def give_the_module(page: Page) -> None:
    """The demo has given it; it gets another day."""
    page.get_by_role("link", name="Змінити: Точка опори").click()
    page.locator("input[name=until]").fill("2099-07-15")
    page.get_by_role("button", name="Зберегти зміни").click()
    expect(page.locator(".assignments")).to_contain_text("15 липня")


def leave_step(page: Page) -> None:
    """Go on to the next step as a person would who skips the practice."""
    page.locator("[data-next]:visible").first.click()


def test_a_module_goes_to_the_cellar_and_back(new_phone: NewPhone, server: Server) -> None:
    desk = new_phone(base_url=server.url, viewport={"width": 1280, "height": 800}).new_page()
    sign_in_as_staff(desk, "iryna@example.org")
    open_group(desk)
    assert state_of(desk, "Калина").startswith("не розпочато") or "не розпочато" in state_of(
        desk, "Калина"
    )
    give_the_module(desk)

    context = new_phone(base_url=server.url)
    phone = context.new_page()
    sign_in_with_slip(phone, KALYNA)
    wait_until_ready_offline(phone)
    phone.get_by_role("heading", name="Моя група", level=1).wait_for()
    phone.get_by_role("link", name="Точка опори").wait_for()
    assert phone.locator("[data-meeting]").inner_text() != ""

    context.set_offline(True)
    phone.goto("/uk/group")
    phone.get_by_role("link", name="Точка опори").click()
    phone.wait_for_url("**/modules/grounding*")
    phone.locator("[data-start]:visible").first.click()
    for _ in range(3):
        leave_step(phone)
        phone.wait_for_timeout(150)
    assert "не розпочато" in state_of(desk, "Калина")

    context.set_offline(False)
    eventually(phone, lambda: "не розпочато" not in state_of(desk, "Калина"))
    assert "розпочато" in state_of(desk, "Калина")
    assert "сьогодні" in row_of(desk, "Калина")

    for _ in range(STEPS):
        if phone.locator("[data-next]:visible").count():
            leave_step(phone)
            phone.wait_for_timeout(150)
    eventually(phone, lambda: "пройдено" in state_of(desk, "Калина"))


def test_the_facilitator_of_another_centre_finds_nothing(
    new_phone: NewPhone, server: Server
) -> None:
    iryna = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(iryna, "iryna@example.org")
    open_group(iryna)
    address = iryna.url

    petro = new_phone(base_url=server.url).new_page()
    sign_in_as_staff(petro, "petro@example.org")
    answer = petro.goto(address)

    assert answer is not None
    assert answer.status == 404


def test_a_slip_of_another_group_sees_nothing_of_this_one(
    new_phone: NewPhone, server: Server
) -> None:
    page = new_phone(base_url=server.url).new_page()
    sign_in_with_slip(page, SOMEBODY_OF_ANOTHER_GROUP)

    mine = page.evaluate("fetch('/api/v1/me').then((answer) => answer.text())")

    assert "В-12" not in mine
    ids = {
        str(value).replace("-", "")
        for (value,) in rows_on_the_server(
            server,
            'select group_id from membership join "group" on "group".id = group_id where label = \'В-12\'',
        )
    }
    assert not [group_id for group_id in ids if group_id in mine.replace("-", "")]
