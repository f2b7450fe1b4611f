"""The whole page as the browser tests drive it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import FrameLocator, Locator, Page, expect

READY_MS = 60_000
expect.set_options(timeout=READY_MS)  # a busy machine must not turn a green suite red; what passes does not wait


class Dashboard:
    """One open page and its parts."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address

    def open(self, query: str = "") -> Dashboard:
        """Open a link: by loading the page, or by a step of the browser's history where the page is open already."""
        if self.page.url.startswith(self.address):
            return self._go(query)
        self.page.goto(f"{self.address}/?{query}" if query else self.address)
        expect(self.map).to_have_attribute("data-ready", "true", timeout=READY_MS)
        expect(self.page.get_by_role("button", name="Copy link")).to_be_visible()
        return self

    def _go(self, query: str) -> Dashboard:
        self.page.keyboard.press("Escape")
        self.page.evaluate(
            "query => { window.restsSince = 0; history.pushState(null, '', `/?${query}`); dispatchEvent(new PopStateEvent('popstate')); }",
            query,
        )
        expect(self.sentence).to_have_attribute("aria-busy", "false")
        self.at_rest()
        return self

    def at_rest(self) -> None:
        """Wait until the script has nothing more to do: an answer can make it run once more, and a list that is open then is drawn anew."""
        self.page.wait_for_function(
            """() => { const rests = document.querySelector("[data-test-script-state=notRunning]"), now = performance.now();
                       window.restsSince = rests ? window.restsSince || now : 0;
                       return rests && now - window.restsSince > 150; }"""
        )

    @property
    def frame(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title='streamlit_folium.st_folium']")

    @property
    def map(self) -> Locator:
        return self.frame.locator(".te-map")

    @property
    def slider(self) -> Locator:
        return self.frame.get_by_role("slider")

    @property
    def sentence(self) -> Locator:
        return self.page.locator(".sentence")

    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.page.url).query, keep_blank_values=True)

    def expect_query(self, key: str, value: str | None) -> None:
        wanted = (
            (lambda url: value in parse_qs(urlsplit(url).query).get(key, [])) if value is not None else (lambda url: f"{key}=" not in url)
        )
        self.page.wait_for_url(wanted)

    def choose_row(self, table: str) -> None:
        """Click the first row's mark in a table, once it stands still; `table` begins the key it was drawn under."""
        grid = self.page.locator(f"[class*='st-key-{table}']").first
        grid.locator("canvas").first.wait_for()
        grid.click(position={"x": 14, "y": 38 + 17})

    def mark(self) -> str:
        """Leave a mark in the map's frame that is gone if the frame is ever built anew."""
        self.map.evaluate("() => { window.neverRemounted = true; }")
        return "window.neverRemounted === true"

    def not_remounted(self) -> bool:
        return bool(self.map.evaluate("() => window.neverRemounted === true"))
