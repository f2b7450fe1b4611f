"""Find the Chromium that the browser tests drive; as a program, succeed when there is one."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ARGUMENTS: Final = (
    "--no-sandbox",  # continuous integration runs as root
    "--disable-gpu",
    # no call home of the browser's own
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # the network is off: no name but this machine's resolves
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)


def find_chromium() -> str | None:
    """Return the path of a Chromium on the PATH, else of the one that `playwright install chromium` brought, else None."""
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return found
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - starts a driver: only when nothing else was found

    with sync_playwright() as playwright:
        bundled = playwright.chromium.executable_path
    return bundled if Path(bundled).exists() else None


if __name__ == "__main__":
    sys.exit(0 if find_chromium() else "No Chromium found: run `make browser`.")
