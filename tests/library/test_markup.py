"""Markdown becomes a few harmless tags, whatever anybody writes."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfhelp.markup import TAGS, to_html, to_text

OUR_PAGE = re.compile(r"/uk/(modules/[a-z0-9-]+|now/[a-z0-9-]+|help)")

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=a>'>",
    "<iframe src='javascript:alert(1)'></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='module:x' onclick='alert(1)'>x</a>",
    "<p style='background:url(javascript:alert(1))'>x</p>",
    "<style>@import 'https://example.org/x.css'</style>",
    "<link rel=stylesheet href=https://example.org/x.css>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<base href='https://example.org/'>",
    "<form action=https://example.org><input name=x></form>",
    "<object data='data:text/html;base64,PHNjcmlwdD4='></object>",
    "<details open ontoggle=alert(1)>",
    "<body onload=alert(1)>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "<ScRiPt >alert(1)</sCrIpT>",
    "<scr<script>ipt>alert(1)</script>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>alert(1)</script>)",
    "[x](vbscript:msgbox)",
    "[x](//example.org)",
    "[x](https://example.org)",
    "[x](/uk/staff)",
    "[x](../../staff)",
    "[x](module:x/../../staff)",
    "[x](module:)",
    "[x](help:me)",
    "[x](module:x&quot; onclick=alert(1))",
    '[x](module:x "title\' onclick=alert(1)")',
    "[x](<javascript:alert(1)>)",
    "![x](https://example.org/x.png)",
    "![x](x onerror=alert(1))",
    "<https://example.org>",
    "<javascript:alert(1)>",
    "<someone@example.org>",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[javascript:alert(1)]\n\n[javascript:alert(1)]: javascript:alert(1)",
    "# Heading <script>alert(1)</script>",
    "    <script>alert(1)</script>",
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "> <script>alert(1)</script>",
    "- <script>alert(1)</script>\n- <img src=x onerror=alert(1)>",
    "**<b onmouseover=alert(1)>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\x02wzxhzdk:0\x03",
    "\x02klzzwxh:0000\x03<script>alert(1)</script>",
    "<div markdown=1>\n\n<script>alert(1)</script>\n\n</div>",
    "| a |\n|---|\n| <script> |",
    "x{: onclick=alert(1) }",
]


class Inventory(HTMLParser):
    """Every tag with its attributes, and what else a browser would act on."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)


def assert_harmless(html: str) -> None:
    found = Inventory(html)
    assert found.others == []
    for tag, attributes in found.tags:
        assert tag in TAGS
        assert set(attributes) <= ({"href"} if tag == "a" else set())
        assert OUR_PAGE.fullmatch(attributes.get("href") or "/uk/help")


@pytest.mark.parametrize("payload", HOSTILE)
def test_it_disarms(payload: str) -> None:
    assert_harmless(to_html(payload, "uk"))
    assert_harmless(to_html(f"Вдих {payload} видих", "uk"))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=12)), max_size=6).map("".join))
def test_it_disarms_whatever_is_put_together(text: str) -> None:
    assert_harmless(to_html(text, "uk"))


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="<>[]()!&;:/\"'=`*_#-\\ \n\tabhrefscript", max_size=80))
def test_it_disarms_any_soup_of_signs(text: str) -> None:
    assert_harmless(to_html(text, "uk"))


def test_raw_html_comes_out_as_words() -> None:
    assert to_html("<b>Вдих</b>", "uk") == "<p>&lt;b&gt;Вдих&lt;/b&gt;</p>"


def test_paragraphs_lists_and_stress_stay() -> None:
    html = to_html("Тут **дуже** *тихо*.\n\n- один\n- два\n\nДалі:\n\n1. три", "uk")

    assert "<p>Тут <strong>дуже</strong> <em>тихо</em>.</p>" in html
    assert "<li>один</li>" in html
    assert "<ol>" in html


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("module:grounding", "/en/modules/grounding"),
        ("tool:now-panic", "/en/now/now-panic"),
        ("help:", "/en/help"),
    ],
)
def test_our_links_lead_to_our_pages(target: str, path: str) -> None:
    assert to_html(f"[here]({target})", "en") == f'<p><a href="{path}">here</a></p>'


def test_any_other_link_keeps_its_words_only() -> None:
    assert to_html("[here](https://example.org)", "en") == "<p>here</p>"


def test_words_come_back_without_marks() -> None:
    html = to_html("Тут **дуже** [тихо](help:).\n\n- один & два\n- три", "uk")

    assert to_text(html) == "Тут дуже тихо.\nодин & два\nтри"
