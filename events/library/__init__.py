"""The data sets on this machine: named, content-addressed files in one folder, and the mappings that were used for tables.

The folder is `EVENTS_HOME`, or the user's data folder by the system's custom. In it stand

    data/<digest>.parquet            a data set (see `geoparquet.py`), named by its content, and its rejected rows beside it
    names/<name>.json                a name and the digest it stands for
    sides/<name>/factions.csv …      tables that the user supplied for a data set
    sides/<name>/edits.jsonl         the log of its edits (see `edit_log.py`); demo/edits.jsonl for the demo
    sides/<name>/decisions.jsonl     the log of decisions on contradictions, likewise
    states/<digest>.<edits>.parquet  a data set after some edits, made from the two whenever it is not there
    mappings/<header>.toml           how tables with that header were read

Every file is written beside its place and moved there in one step, so whoever is stopped at any moment leaves the old or the new. Names
are given and taken under a lock, so two people who add at once both keep what they added.
"""

from __future__ import annotations

from events.library.beside import DECISIONS, LOG, SIDES
from events.library.names import HOME, home, name_for
from events.library.store import Entry, Library

__all__ = ["DECISIONS", "HOME", "LOG", "SIDES", "Entry", "Library", "home", "name_for"]
