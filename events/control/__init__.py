"""Events → control spells → who holds what at a time, and why we think so."""

from events.control.at import control_at
from events.control.spells import spells

__all__ = ["control_at", "spells"]
