"""How files reach the browser: at once, read and compressed once, and only what never changes from memory."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
import urllib.request
from collections.abc import Awaitable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from events.eventmap import assets
from events.ui import store
from events.ui.promptly import Promptly
from events.ui.routes import ASSETS, FOREVER, routes
from events.ui.unchanging import LARGEST_BYTES, Unchanging
from events.ui.warm import warm


def ask(app: ASGIApp, path: str, *, method: str = "GET", **headers: str) -> tuple[str, dict[str, str], bytes]:
    """Ask an application once; return status, headers and body."""
    sent: list[Message] = []
    bare, _, query = path.partition("?")
    given = [(name.lower().replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: Scope = {"type": "http", "method": method, "path": bare, "query_string": query.encode(), "headers": given, "root_path": ""}

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    with ThreadPoolExecutor(max_workers=1) as thread:  # a browser test before this one leaves a loop running in the main thread
        thread.submit(lambda: asyncio.run(_whole(app(scope, receive, send)))).result()
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return str(sent[0]["status"]), told, b"".join(message.get("body", b"") for message in sent[1:])


async def _whole(answer: Awaitable[None]) -> None:
    await answer


async def told(scope: Scope, receive: Any, send: Send) -> None:
    """Answer whether this connection waits for acknowledgements."""
    if scope["type"] == "lifespan":
        return
    connection = receive.__self__.transport.get_extra_info("socket")
    prompt = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await PlainTextResponse("at once" if prompt else "waits")(scope, receive, send)


@pytest.fixture
def address() -> Iterator[str]:
    """Serve `told` through the middleware on a socket made as Streamlit makes it, without naming TCP."""
    listening = socket.socket(family=socket.AF_INET)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(Promptly(told), log_level="error", lifespan="off"))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listening])), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=20)


def test_a_connection_does_not_wait_for_acknowledgements(address: str) -> None:
    with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310 - our own server
        assert answer.read() == b"at once"


def test_a_server_that_tells_no_socket_is_served_all_the_same() -> None:
    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await PlainTextResponse("here")(scope, receive, send)

    assert ask(Promptly(app), "/")[2] == b"here"


class Counting:
    """Answers with a number that grows at each request that reaches it."""

    def __init__(self, *, cache: str, size: int = 0) -> None:
        self.asked = 0
        self.cache = cache
        self.size = size
        self.app = Unchanging(Starlette(routes=[Route("/{name:path}", self.answer, methods=["GET", "POST"])]))

    async def answer(self, request: Request) -> Response:
        self.asked += 1
        status = 404 if "missing" in request.url.path else 200
        return PlainTextResponse(f"{self.asked}" + " " * self.size, status_code=status, headers={"Cache-Control": self.cache})

    def get(self, path: str, **more: str) -> str:
        return ask(self.app, path, **more)[2].decode().strip()


def test_what_never_changes_is_read_once_and_sent_whole_with_its_headers() -> None:
    files = Counting(cache="public, immutable, max-age=31536000")
    first, second = ask(files.app, "/a.js"), ask(files.app, "/a.js")
    assert first == second
    assert (first[2], files.asked) == (b"1", 1)
    assert files.get("/b.js") == "2"
    assert files.get("/a.js?v=2") == "3"
    assert files.get("/a.js", accept_encoding="gzip") == "4"


@pytest.mark.parametrize("cache", ["no-cache", "public, max-age=60"])
def test_what_may_change_is_asked_for_each_time(cache: str) -> None:
    files = Counting(cache=cache)
    assert [files.get("/a.js") for _ in range(3)] == ["1", "2", "3"]


def test_only_whole_found_files_that_are_not_huge_come_from_memory() -> None:
    files = Counting(cache=FOREVER)
    assert [files.get("/missing.js") for _ in range(2)] == ["1", "2"]
    assert [files.get("/a.js", range="bytes=0-0") for _ in range(2)] == ["3", "4"]
    assert [files.get("/a.js", if_none_match='"x"') for _ in range(2)] == ["5", "6"]
    assert [files.get("/a.js", method="POST") for _ in range(2)] == ["7", "8"]
    huge = Counting(cache=FOREVER, size=LARGEST_BYTES + 1)
    assert [huge.get("/a.js") for _ in range(2)] == ["1", "2"]


def test_assets_are_sent_compressed_and_arrive_as_they_are() -> None:
    app = Starlette(routes=routes())
    for name, (content, media_type) in assets().items():
        _, headers, body = ask(app, f"{ASSETS}/{name}")
        packed = headers.get("content-encoding") == "gzip"
        assert headers["content-type"] == media_type
        assert headers["cache-control"] == FOREVER
        assert packed is not name.endswith(".png")
        plain = content if not name.endswith(".bin") else gzip.decompress(content)
        assert (gzip.decompress(body) if packed else body) == plain


def test_the_first_page_finds_the_demo_made_while_the_server_started() -> None:
    warm()
    demo = store.opened("").dataset
    assert store.published(demo.fingerprint) is not None
    assert demo.size == 167
