"""Text from data is shown as text, wherever it is shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.ui.plain import escape, label, link


def test_markup_is_shown_as_text() -> None:
    assert escape('<script>alert("x")</script>') == '<bdi dir="auto">&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</bdi>'


@given(st.text())
def test_no_text_opens_a_tag(text: str) -> None:
    inner = escape(text).removeprefix('<bdi dir="auto">').removesuffix("</bdi>")
    assert "<" not in inner
    assert '"' not in inner


def test_labels_hold_no_markdown() -> None:
    assert label("![x](/a.png) **b** :red[c] $d$") == r"\!\[x\]\(/a\.png\) \*\*b\*\* \:red\[c\] \$d\$"
    assert len(label("x" * 500)) == 120


@pytest.mark.parametrize("bare", ["http://evil.example/a.png", "(HTTPS://evil.example)", "www.evil.example", "someone@evil.example"])
def test_an_address_within_a_label_is_not_made_a_link(bare: str) -> None:
    # Markdown's readers look for these once the backslashes are gone.
    read = re.sub(r"\\(.)", r"\1", label(f"see {bare} today"))
    assert not re.search(r"(?i)https?://[-.\w]|www\.|[-.\w+]@[-\w]", read)
    assert read.replace("\u2060", "") == f"see {bare} today"


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil", "http:", "http://[", " JaVaScRiPt:alert(1)", "file:///etc/passwd"]
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert "<a " not in link(address, "title")
    assert "title" in link(address, "title")


def test_a_web_address_opens_apart_and_tells_nobody_where_it_was_clicked() -> None:
    made = link('http://example.org/?a="b"&c', "A <title>")
    assert 'href="http://example.org/?a=&quot;b&quot;&amp;c"' in made
    assert 'rel="noopener noreferrer nofollow"' in made
    assert "&lt;title&gt;" in made
