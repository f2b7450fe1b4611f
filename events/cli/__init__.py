"""The command line: everything the dashboard does, without it.

Each command stands in a module of its own and is named in `commands`. Exit codes: 0 fine, 1 bad input or nothing done, 2 wrong usage.
"""

from __future__ import annotations

from events.cli.run import main

__all__ = ["main"]
