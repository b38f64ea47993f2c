"""One walk through every page and step, on which a script looks at each place in many ways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from playwright.sync_api import Page

from tests.browser.pages import (
    REFUSED,
    SLIP,
    STAFF,
    open_page,
    participant_paths,
    public_paths,
    screens,
    show_step,
    staff_pages,
)
from tests.browser.people import sign_in_as_staff, sign_in_with_slip

PHONE = {"width": 360, "height": 640}
LONG = {"width": 360, "height": 5000}
"""Nothing lies under a sticky bar here; what does on a real screen is for the tests of the keyboard."""
WIDTHS = (320, 412, 1280)

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES = ("dark", "black")
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
AXE = """async (run) => {
    const { violations } = await axe.run(document, { runOnly: run, resultTypes: ["violations"], elementRef: false });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""

PAINTED = """(theme) => {
    document.documentElement.dataset.theme = theme;
    const behind = new Map([[null, ""]]);
    const all = [document.documentElement, ...document.documentElement.querySelectorAll("*")];
    return [...new Set(all.flatMap((element) => {
        const { color, fontSize, fontWeight, opacity, backgroundColor, backgroundImage } = getComputedStyle(element);
        const own = [backgroundColor, backgroundImage, opacity].join();
        const below = behind.get(element.parentElement);
        behind.set(element, own === "rgba(0, 0, 0, 0),none,1" ? below : `${below} ${own}`);
        return element.checkVisibility() ? [[color, fontSize, fontWeight, behind.get(element)].join()] : [];
    }))];
}"""
"""Everything that the contrast of words hangs on, but for what lies over what."""
fine: dict[str, set[str]] = {theme: set() for theme in THEMES}
"""What axe has looked at already and found nothing in."""

SMALL_TARGETS = """() => {
    const inSentence = (link) => {
        const block = link.parentElement.closest("p, li, dd, td, div, section");
        return getComputedStyle(link).display === "inline" && block.innerText.trim() !== link.innerText.trim();
    };
    const targets = document.querySelectorAll("a[href], button, summary, label:has(input), textarea, select, input:not(label input, [type=hidden])");
    return [...targets].filter((target) => target.checkVisibility() && !target.matches(".skip-link")).flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        const line = parseFloat(getComputedStyle(target).lineHeight);
        const enough = inSentence(target) ? line >= 24 : width >= 43.9 && height >= 43.9;
        return enough ? [] : [`${Math.round(width)}×${Math.round(height)}, line ${line}: ${target.outerHTML.slice(0, 120)}`];
    });
}"""

HEADINGS = """() => {
    const headings = [...document.querySelectorAll("h1, h2, h3, h4")].filter((heading) => heading.checkVisibility());
    const levels = headings.map(({ tagName }) => Number(tagName[1]));
    const jumps = levels.filter((level, place) => level > (levels[place - 1] ?? 0) + 1);
    return levels.filter((level) => level === 1).length === 1 && !jumps.length ? [] : [levels.join(" ")];
}"""

MOTION = "() => document.getAnimations().map((moving) => moving.animationName)"

FILLED = """() => {
    const filled = [...document.querySelectorAll(":is(main, .dock) .button:not(.button-quiet)")]
        .filter((button) => button.checkVisibility());
    return filled.length > 1 ? filled.map(({ innerText }) => innerText) : [];
}"""

SMALL_WORDS = """() => {
    const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    const withText = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility()
        && [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim()));
    const least = (element) => element === document.body ? 18 : element.matches("[data-screen=step] .prose p") ? 22 : 13;
    return [document.body, ...withText].filter((element) => size(element) < least(element))
        .map((element) => `${size(element)}: ${element.innerText.slice(0, 60)}`);
}"""

TORN_WORDS = """() => {
    const main = document.querySelector("main");
    const texts = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!node.parentElement.checkVisibility()) continue;
        for (const { 0: word, index } of node.textContent.matchAll(/[\\p{L}’]{3,14}/gu)) {
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
            if (tops.size > 1) found.push(word);
        }
    }
    return found;
}"""

IN_OTHER_LETTERS = """(language) => {
    const others = language === "uk" ? /[A-Za-z]{3,}/g : /[А-ЯҐЄІЇа-яґєії]{3,}/g;
    const names = /^(Stezhka|Viber|Telegram|WhatsApp|Facebook|Chrome|Safari|Android|iPhone|Samsung|Internet|Lifeline|Ukraine|Shift|JavaScript)$/;
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const parent = node.parentElement;
        if (parent.closest(`[lang]:not(html), script, template, code, noscript`) || parent.closest("li")?.querySelector("code")) continue;
        const text = node.textContent.replaceAll(/\\S+\\.\\S+/g, "");
        found.push(...(text.match(others) ?? []).filter((word) => !names.test(word)));
    }
    return found;
}"""

HIDE = """() => [...document.querySelectorAll(".hide")].slice(0, 1).map((hide) => {
    const { x, y, width, height } = hide.getBoundingClientRect();
    return [x, y + scrollY, width, height].map(Math.round).join(" ");
})"""

QUESTIONS = {
    "targets": SMALL_TARGETS, "headings": HEADINGS, "motion": MOTION, "filled": FILLED, "small": SMALL_WORDS,
    "torn": TORN_WORDS, "foreign": IN_OTHER_LETTERS, "hide": HIDE,
}  # fmt: skip
AT_ONCE = f"(language) => ({{{', '.join(f'{name}: ({asked})(language)' for name, asked in QUESTIONS.items())}}})"

TOO_WIDE = "most => document.documentElement.scrollWidth <= most ? [] : [document.documentElement.scrollWidth]"

CLIPPED = """() => [...document.querySelectorAll("main *, .top *, .tabs *")].filter((element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const clips = overflowX !== "visible" || overflowY !== "visible";
    return element.checkVisibility() && isText && clips && !element.closest(".visually-hidden")
        && (element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1);
}).map((element) => element.outerHTML.slice(0, 120))"""

SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"
TWICE = "() => { document.documentElement.style.fontSize = '200%' }"
ONCE = "() => { document.documentElement.style.fontSize = '' }"

WORDS_THAT_LEAVE = """() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const found = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        const parent = node.parentElement;
        if (!node.textContent.trim() || !parent.checkVisibility() || parent.closest(".visually-hidden, .skip-link, .table-scroll, select, textarea")) continue;
        range.selectNodeContents(node);
        const words = range.getBoundingClientRect();
        const box = parent.closest(".button, .choice, .card, .notice, .tabs a, main, .top, .demo-line")?.getBoundingClientRect();
        if (box && (words.left < box.left - 1 || words.right > box.right + 1)) found.push(node.textContent.trim().slice(0, 60));
    }
    return found;
}"""


def everywhere(page: Page, language: str) -> Iterator[str]:
    """Open every page: of a guest, of staff, of a participant, and every practice while it runs."""
    for path in (*public_paths(), REFUSED):
        open_page(page, f"/{language}/{path}")
        yield path
    for path, step in screens(all_of_them=language == "uk"):
        show_step(page, language, path, step)
        yield f"{path}#{step}"
        start = page.locator("[data-dock] [data-main]")
        if start.is_visible():
            start.click()
            yield f"{path}#{step}, running"
    yield from _behind_a_sign_in(page, language)


def _behind_a_sign_in(page: Page, language: str) -> Iterator[str]:
    for person in STAFF:
        sign_in_as_staff(page, person)
        for path in staff_pages(page, language):
            yield f"{path} of {person}"
        page.context.clear_cookies()
    sign_in_with_slip(page, SLIP)
    for path in ("", "group", "progress", "you", *participant_paths()):
        open_page(page, f"/{language}/{path}")
        yield f"{path} with a slip"


def look_at(page: Page, place: str, language: str) -> dict[str, Any]:
    """Ask a place everything; each answer is a list of what is wrong there."""
    seen: dict[str, Any] = page.evaluate(AT_ONCE, language)
    spacing = page.add_style_tag(content=SPACING)
    seen["spacing"] = page.evaluate(CLIPPED) + page.evaluate(TOO_WIDE, PHONE["width"])
    spacing.evaluate("style => style.remove()")
    page.evaluate(TWICE)
    seen["large"] = page.evaluate(TOO_WIDE, PHONE["width"])
    page.evaluate(ONCE)
    page.set_viewport_size({"width": 320, "height": 256})
    seen["tiny"] = page.evaluate(TOO_WIDE, 320)
    if "#" not in place:
        seen["leaving"] = [found for width in WIDTHS for found in _words_that_leave(page, width)]
    page.set_viewport_size(LONG)  # type: ignore[arg-type]
    seen["axe"] = _what_axe_finds(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return seen


def _words_that_leave(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 800})
    return [f"{width}: {words}" for words in page.evaluate(WORDS_THAT_LEAVE)]


def _what_axe_finds(page: Page) -> list[str]:
    """Everything is asked in the light; in other themes only colours can differ, and those are soon known."""
    found = list(page.evaluate(AXE, {"type": "tag", "values": TAGS}))
    for theme in THEMES:
        painted = set(page.evaluate(PAINTED, theme))
        if painted <= fine[theme]:
            continue
        wrong = page.evaluate(AXE, COLOURS)
        found += [f"{theme}: {line}" for line in wrong]
        if not wrong:
            fine[theme] |= painted
    page.evaluate("delete document.documentElement.dataset.theme")
    return found
