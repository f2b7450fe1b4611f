"""Edits of events on the page: adding, changing, removing, deciding, taking back, and the list of all of them."""
