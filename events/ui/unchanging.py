"""Files that never change are read once and then served from memory.

The page is some 150 small scripts, nearly all of them Streamlit's own, and a first visitor waits for each of them. Streamlit finds, opens
and reads a file anew for each request, in worker threads; on a busy machine that is most of the wait. What the server itself calls
immutable needs none of it twice.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Bytes kept at most, in all and of one answer; the page's scripts are about 6 MB, its base map as much again.
MOST_BYTES: Final = 48 << 20
LARGEST_BYTES: Final = 8 << 20
#: Requests that ask for something other than the whole file.
CONDITIONS: Final = frozenset({b"range", b"if-none-match", b"if-modified-since", b"if-range", b"if-match", b"if-unmodified-since"})
#: Headers that belong to the one answer they came with.
OF_THE_MOMENT: Final = frozenset({b"date", b"set-cookie", b"connection"})

Headers = list[tuple[bytes, bytes]]


@dataclass
class _Answer:
    headers: Headers = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    keep: bool = False
    whole: bool = False


class Unchanging:
    """Server middleware that answers a second request for an immutable file from memory.

    Only whole answers of status 200 are kept whose own headers say "immutable"; by path, query and the encodings that are understood.

    Parameters
    ----------
    app : ASGIApp
        What answers the first request.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._kept: dict[tuple[bytes, bytes, bytes], tuple[Headers, bytes]] = {}
        self._bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        key = _key(scope)
        if key is None:
            await self.app(scope, receive, send)
            return
        if key in self._kept:
            headers, body = self._kept[key]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await send({"type": "http.response.body", "body": body})
            return
        answer = _Answer()

        async def listen(message: Message) -> None:
            _note(answer, message)
            await send(message)

        await self.app(scope, receive, listen)
        if answer.keep and answer.whole:
            self._keep(key, answer.headers, b"".join(answer.parts))

    def _keep(self, key: tuple[bytes, bytes, bytes], headers: Headers, body: bytes) -> None:
        if len(body) <= LARGEST_BYTES and self._bytes + len(body) <= MOST_BYTES and key not in self._kept:
            self._kept[key] = (headers, body)
            self._bytes += len(body)


def _key(scope: Scope) -> tuple[bytes, bytes, bytes] | None:
    """Return what a request is kept under, None where its answer may not come from memory."""
    if scope["type"] != "http" or scope["method"] != "GET":
        return None
    headers = dict(scope["headers"])
    if CONDITIONS & headers.keys():
        return None
    return scope["path"].encode(), scope.get("query_string", b""), headers.get(b"accept-encoding", b"")


def _note(answer: _Answer, message: Message) -> None:
    """Add a part of an answer to what is known of it."""
    if message["type"] == "http.response.start":
        headers = [(name.lower(), value) for name, value in message["headers"]]
        answer.keep = message["status"] == 200 and any(name == b"cache-control" and b"immutable" in value for name, value in headers)
        answer.headers = [(name, value) for name, value in headers if name not in OF_THE_MOMENT]
    elif message["type"] == "http.response.body":
        if answer.keep:
            answer.parts.append(message.get("body", b""))
        answer.whole = not message.get("more_body", False)
    else:
        answer.keep = False  # a way of sending a file that is not known here
