"""How a table of no known layout is read: the guess on its first rows with the reason for each column, and a choice for each role."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pandas as pd
import streamlit as st

from events.schema import KINDS
from events.sources.mapping import ORDERS, REJECT, ROLES, Mapping, to_toml
from events.ui.library.draft import Draft

NOBODY: Final = "—"
PREVIEW_ROWS: Final = 5
ROLE_WORDS: Final = {
    "date": "Date",
    "end": "Last day",
    "place": "Place",
    "admin": "Lies in",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "faction": "Faction (controls after)",
    "opponent": "Opponent",
    "kind": "Kind of event",
    "source": "Source",
    "title": "Title",
    "url": "Web address",
    "text": "Text",
    "id": "Identity of the row",
}
#: Most distinct words of kinds that are asked for one by one.
MOST_WORDS: Final = 200


def mapping_form(draft: Draft, *, key: str) -> Mapping:
    """Draw the form and return the mapping as it stands.

    Parameters
    ----------
    draft : Draft
        A file that was looked at, with a guess.
    key : str
        Makes the widgets' keys unlike those of another file.
    """
    assert draft.look is not None  # noqa: S101 -- drawn for a file that was looked at
    assert draft.mapping is not None  # noqa: S101 -- as above
    guess, columns = draft.mapping, draft.look.columns
    preview = st.container()
    chosen = _columns(guess, columns, key)
    mapping = replace(guess, columns=chosen, why={role: why for role, why in guess.why.items() if role in chosen or role not in ROLES})
    mapping = _kinds(draft, mapping, key)
    orders = {"": "as the column proves", ORDERS[1]: "day first (25/03/2022)", ORDERS[2]: "month first (03/25/2022)"}
    order = st.selectbox(
        "Dates such as 03/04/2022 are", ORDERS, ORDERS.index(guess.date_order), lambda name: orders[name], key=f"map-order-{key}"
    )
    mapping = replace(mapping, date_order=order or "")
    with preview:
        _preview(draft, mapping)
    st.download_button(
        "Download this mapping (TOML)",
        data=to_toml(mapping.with_header(columns)),
        file_name="mapping.toml",
        mime="application/toml",
        key=f"map-toml-{key}",
        help="For the command line: python -m events import FILE --mapping mapping.toml",
        on_click="ignore",
    )
    return mapping


def _columns(guess: Mapping, columns: list[str], key: str) -> dict[str, str]:
    """Draw a choice of column for each role and return those chosen."""
    chosen = {}
    places = st.columns(3)
    options = [NOBODY, *columns]
    for number, role in enumerate(ROLES):
        guessed = guess.columns.get(role)
        why = guess.why.get(role)
        column = places[number % 3].selectbox(
            ROLE_WORDS[role],
            options,
            index=options.index(guessed) if guessed in options else 0,
            key=f"map-{role}-{key}",
            help=f"Guessed, {why.confidence:.0%} sure: {why.reason}." if why and guessed else None,
        )
        if column != NOBODY:
            chosen[role] = column
    return chosen


def _kinds(draft: Draft, mapping: Mapping, key: str) -> Mapping:
    """Draw what the words for kinds mean, or the kind of every row."""
    names = {name: name.replace("_", " ").capitalize() for name in KINDS}
    column = mapping.columns.get("kind")
    if column is None:
        options = ["", *KINDS]
        every = st.selectbox(
            "Every row is", options, options.index(mapping.every_kind), lambda name: names.get(name, NOBODY), key=f"map-every-{key}"
        )
        return replace(mapping, kinds={}, every_kind=every or "", other_kinds=REJECT)
    every_word = draft.words(column)
    words = every_word[:MOST_WORDS]
    st.markdown("**What the words of that column mean**")
    if len(every_word) > MOST_WORDS:
        st.caption(f"The {MOST_WORDS} most frequent of {len(every_word):,}; the rest are any other word.")
    table = pd.DataFrame({"word": words, "kind": [mapping.kinds.get(word, "") for word in words]}, dtype="str")
    edited = st.data_editor(
        table,
        key=f"map-kinds-{key}-{column}",
        hide_index=True,
        disabled=["word"],
        column_config={
            "word": st.column_config.TextColumn("In the file"),
            "kind": st.column_config.SelectboxColumn(
                "Kind of event", options=list(KINDS), help="Empty: as chosen below for all other words."
            ),
        },
        height=38 + 35 * min(max(len(words), 1), 8),
    )
    others = [REJECT, *KINDS]
    other = st.selectbox(
        "Rows with any other word are",
        others,
        others.index(mapping.other_kinds),
        lambda name: "rejected, and listed" if name == REJECT else f"filed as “{names[name]}”",
        key=f"map-other-{key}",
    )
    kinds = {str(word): str(kind) for word, kind in zip(edited["word"], edited["kind"].fillna(""), strict=True) if kind}
    listed = set(words)
    kept = {word: kind for word, kind in mapping.kinds.items() if word not in listed}
    return replace(mapping, kinds=kept | kinds, every_kind="", other_kinds=other or REJECT)


def _preview(draft: Draft, mapping: Mapping) -> None:
    """Draw the first rows as they would be read, and why each column was taken for what it is."""
    assert draft.look is not None  # noqa: S101 -- drawn for a file that was looked at
    role_of = {column: role for role, column in mapping.columns.items()}
    rows = [
        {
            "column": column,
            "read as": ROLE_WORDS.get(role_of.get(column, ""), "kept as it is"),
            "why": _why(mapping, role_of.get(column, "")),
            **{f"row {number + 1}": str(value) for number, value in enumerate(draft.look.head[column].head(PREVIEW_ROWS))},
        }
        for column in draft.look.columns
        if column in draft.look.head
    ]
    st.markdown("**The first rows**")
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="map-preview", height=38 + 35 * min(len(rows), 9))


def _why(mapping: Mapping, role: str) -> str:
    why = mapping.why.get(role)
    if not role:
        return ""
    return f"{why.reason} ({why.confidence:.0%})" if why else "chosen by you"
