"""Answers leave at once, not when the browser has acknowledged the part before.

Streamlit opens its socket without naming the protocol, and Python's event loop turns Nagle's algorithm off only where TCP is named. The
second part of every answer, and every second message, then waits up to 40 ms for the browser's delayed acknowledgement: 135 scripts of a
first visit at six a time are a second lost, and so is a twentieth of one at each filter.
"""

from __future__ import annotations

from typing import Any, Final

from starlette.types import ASGIApp, Receive, Scope, Send

#: IPPROTO_TCP and TCP_NODELAY, the same on every system; nothing here opens a socket, so that `socket` is not imported for its names.
TCP, NODELAY = 6, 1
FAMILIES: Final = frozenset({"AF_INET", "AF_INET6"})


class Promptly:
    """Server middleware that turns Nagle's algorithm off for the connection of each request and web socket.

    Parameters
    ----------
    app : ASGIApp
        What answers.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        connection = _connection(receive)
        if connection is not None:
            connection.setsockopt(TCP, NODELAY, 1)
        await self.app(scope, receive, send)


def _connection(receive: Receive) -> Any:
    """Return the socket that a request came by, None where it is not TCP or the server does not tell.

    An application is given no socket; uvicorn's `receive` is a method of the object that has it.
    """
    transport: Any = getattr(getattr(receive, "__self__", None), "transport", None)
    found = transport.get_extra_info("socket") if hasattr(transport, "get_extra_info") else None
    return found if getattr(getattr(found, "family", None), "name", "") in FAMILIES else None
