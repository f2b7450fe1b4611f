"""Text from data, made safe to show: as HTML, as a widget's label, as a link."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

#: What Markdown's readers make a link of by itself, however escaped: a word joiner, which is not seen, after it stops them.
_BARE_LINK = re.compile(r"(https?://|www(?=\.)|(?<=\S)@(?=\S))", re.IGNORECASE)
_JOINER = "\u2060"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$^=&])")


def escape(text: object) -> str:
    """Return text for HTML, in its own reading direction."""
    return f'<bdi dir="auto">{html.escape(str(text))}</bdi>'


def label(text: object, *, longest: int = 120) -> str:
    """Return text for a Streamlit label, none of it read as Markdown or made a link."""
    words = " ".join(str(text).split())
    cut = words if len(words) <= longest else f"{words[: longest - 1]}…"
    return _MARKDOWN.sub(r"\\\1", _BARE_LINK.sub(rf"\1{_JOINER}", cut))


def web(url: object) -> str:
    """Return an address of the web, "" for any other."""
    text = str(url).strip()
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    return text if parts.scheme in ("http", "https") and parts.netloc else ""


def link(url: str, text: str) -> str:
    """Return an HTML link where the address is one of the web, and otherwise the text and the address as plain words."""
    if address := web(url):
        return f'<a href="{html.escape(address, quote=True)}" target="_blank" rel="noopener noreferrer nofollow">{escape(text)}</a>'
    return f"{escape(text)} ({escape(url)})" if url else escape(text)
