"""Text to events: short phrases, and whole reports."""
