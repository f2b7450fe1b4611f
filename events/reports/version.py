"""The version of the rules of reading: part of the provenance of every event that was read."""

from __future__ import annotations

from typing import Final

#: Raised when the rules change what they find.
VERSION: Final = "rules-4"
