"""Make the README's picture from the real page: `make screenshot`."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.chromium import ARGUMENTS, find_chromium

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "screenshot.png"
PORT = 8599
DRAWN = """() => new Promise((done) => {
  const look = () => (window.eventTimeline.ground.offline.isDrawn() ? setTimeout(done, 500) : requestAnimationFrame(look));
  look();
})"""
QUERY = "at=2008-03-31&event=kut-shuhada-taken-25mar"


def take(page: Page, address: str, target: Path) -> None:
    """Open the page at an address, wait until the map is drawn, and save the picture."""
    page.goto(address)
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")
    frame.locator("[data-ready='true']").wait_for(timeout=60_000)
    page.get_by_role("button", name="Copy link").wait_for()
    page.locator("[data-testid='stStatusWidget']").wait_for(state="detached")
    frame.locator(".te-map").evaluate(DRAWN)
    page.screenshot(path=target)


def main() -> None:
    """Start the page, take the picture, stop the page."""
    TARGET.parent.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(PORT)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ) as server:
        try:
            _wait()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
                page = browser.new_page(viewport={"width": 1440, "height": 900}, device_scale_factor=1)
                take(page, f"http://localhost:{PORT}/?{QUERY}", TARGET)
                browser.close()
        finally:
            server.terminate()


def _wait() -> None:
    for _ in range(300):
        try:
            connection = http.client.HTTPConnection("localhost", PORT)
            connection.request("GET", "/_stcore/health")
            connection.getresponse()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"the page did not start on port {PORT}")


if __name__ == "__main__":
    main()
