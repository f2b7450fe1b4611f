from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from events.eventmap import faction_colours
from events.eventmap.colours import CONTESTED_COLOUR, OTHER_COLOUR, PALETTE, UNKNOWN_COLOUR, chosen_colours
from tests import frames

# Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "deuteranopia": np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]),
    "protanopia": np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
    "tritanopia": np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]),
}


def oklab(colour: str, vision: np.ndarray) -> np.ndarray:
    """Ottosson (2020), https://bottosson.github.io/posts/oklab/."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    cones = np.array(
        [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]
    )
    lab = np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    )
    return lab @ np.cbrt(cones @ np.clip(vision @ linear, 0, 1))


def distance(one: str, other: str) -> float:
    return min(float(np.linalg.norm(oklab(one, vision) - oklab(other, vision))) for vision in VISIONS.values())


def test_the_first_nine_factions_are_told_apart_by_colour_blind_readers() -> None:
    for one, other in itertools.combinations([*PALETTE[:9], CONTESTED_COLOUR], 2):
        assert distance(one, other) > 0.06, (one, other)


def test_no_two_colours_are_the_same_to_anyone() -> None:
    for one, other in itertools.combinations([*PALETTE, CONTESTED_COLOUR, UNKNOWN_COLOUR, OTHER_COLOUR], 2):
        assert distance(one, other) > 0.02, (one, other)


def test_a_faction_is_coloured_by_its_rank_in_the_whole_data_set() -> None:
    colours = faction_colours(frames.events())
    assert colours == {
        "Mahdi Army": PALETTE[0],
        "Iraqi Army": PALETTE[1],
        "Iraqi government": PALETTE[2],
        "contested": CONTESTED_COLOUR,
    }


def test_counts_and_events_give_the_same_colours() -> None:
    events = frames.events()
    assert faction_colours(events) == faction_colours({str(k): int(v) for k, v in events["faction"].value_counts().items()})


def test_contested_and_unknown_are_neutral_however_many_they_are() -> None:
    colours = faction_colours({"contested": 900, "unknown": 800, "Red": 1})
    assert colours == {"Red": PALETTE[0], "contested": CONTESTED_COLOUR, "unknown": UNKNOWN_COLOUR}


def test_hundreds_of_factions_share_one_grey_beyond_the_palette() -> None:
    colours = faction_colours({f"faction {i:03}": 1000 - i for i in range(500)})
    assert len(colours) == 500
    assert list(colours.values())[:12] == list(PALETTE)
    assert set(list(colours.values())[12:]) == {OTHER_COLOUR}


def test_settled_colours_are_kept_and_not_given_twice() -> None:
    colours = faction_colours({"a": 3, "b": 2, "c": 1}, chosen={"b": PALETTE[0].lower()})
    assert colours == {"a": PALETTE[1], "b": PALETTE[0].lower(), "c": PALETTE[2]}


def test_a_missing_faction_counts_as_unknown() -> None:
    assert faction_colours(pd.DataFrame({"faction": ["", None, "Red"]})) == {"Red": PALETTE[0], "unknown": UNKNOWN_COLOUR}


def test_of_the_many_only_those_chosen_get_a_colour_and_keep_it() -> None:
    colours = faction_colours({f"F{n}": 1_000 - n for n in range(40)})
    assert chosen_colours(colours, None) == {}
    assert chosen_colours(colours, ["F0", "F3"]) == {}
    one = chosen_colours(colours, ["F15"])
    two = chosen_colours(colours, ["F15", "F30", "F1"])
    assert set(two) == {"F15", "F30"}
    assert two["F15"] == one["F15"]
    assert len(set(two.values())) == 2
    assert not set(two.values()) & {*PALETTE, OTHER_COLOUR}
    assert chosen_colours(colours, list(colours)) == {}
