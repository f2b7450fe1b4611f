"""Text from data, made safe to show: as HTML, as a widget's label, as a link."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~:$^=&])")


def escape(text: object) -> str:
    """Return text for HTML, in its own reading direction."""
    return f'<bdi dir="auto">{html.escape(str(text))}</bdi>'


def label(text: object, *, longest: int = 120) -> str:
    """Return text for a Streamlit label, none of it read as Markdown."""
    words = " ".join(str(text).split())
    return _MARKDOWN.sub(r"\\\1", words if len(words) <= longest else f"{words[: longest - 1]}…")


def link(url: str, text: str) -> str:
    """Return an HTML link where the address is one of the web, and otherwise the text and the address as plain words."""
    try:
        parts = urlsplit(url.strip())
        safe = parts.scheme in ("http", "https") and bool(parts.netloc)
    except ValueError:
        safe = False
    if safe:
        return f'<a href="{html.escape(url.strip(), quote=True)}" target="_blank" rel="noopener noreferrer nofollow">{escape(text)}</a>'
    return f"{escape(text)} ({escape(url)})" if url else escape(text)
