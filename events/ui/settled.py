"""Keys of widgets that show what is decided elsewhere too: on the map's legend, by a link, by Back, by an import that is done.

Streamlit asks the browser for every widget's value at each run, and takes one that differs from what Python last set for a choice of the
visitor's. A browser that has not yet drawn what Python set still has the old value; were it taken for a choice, it would undo what the
visitor did on the map, or open the former data set again. So a widget whose value was decided elsewhere gets a new key: nothing that the
browser says under the old one is a choice any more, and `heard`, the widget's `on_change`, passes only on what stands under the new one.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import streamlit as st


def settled(name: str, value: Any, *, same: Callable[[Any, Any], bool] = operator.eq) -> str:
    """Return the key under which a widget shows a value; call it before the widget is drawn.

    Parameters
    ----------
    name : str
        The widget's name; its key begins with it.
    value : object
        What it is to show.
    same : callable
        Whether two values mean the same, so that what the visitor typed keeps its form, and the widget its focus.
    """
    state, counter = st.session_state, f"{name}:settled"
    number = int(state.get(counter, 0))
    if (key := _key(name, number)) in state and not same(state[key], value):
        state[counter] = number + 1
        key = _key(name, number + 1)
    if key not in state:
        state[key] = value
    return key


def heard(name: str, key: str, take: Callable[[Any], None]) -> None:
    """Hand the value of a widget to `take` if it is the visitor's choice: if its key is still the one that shows the value of `name`."""
    if key == _key(name, int(st.session_state.get(f"{name}:settled", 0))):
        take(st.session_state[key])


def _key(name: str, number: int) -> str:
    return f"{name}-{number}" if number else name
