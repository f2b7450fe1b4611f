"""How well the time and the place of an event are known, in words."""

from __future__ import annotations

from typing import Final

import pandas as pd

DATE_WORDS: Final = {
    "day": "on that day",
    "about_day": "on or about that day",
    "week": "some time in that week",
    "month": "some time in that month",
    "year": "some time in that year",
}
PLACE_WORDS: Final = {
    "": "the source does not say how exactly",
    "point": "the exact spot",
    "neighbourhood": "somewhere in this neighbourhood or district of a city",
    "part_of_city": "somewhere in this part of the city",
    "city": "somewhere in this town or city",
    "near": "somewhere around this place",
    "admin2": "somewhere in this district",
    "admin1": "somewhere in this province or governorate",
    "country": "somewhere in this country",
}
ASSERTED_WORDS: Final = {
    "asserted": "reported as fact",
    "claimed": "claimed by a party or unconfirmed",
    "denied": "denied",
}


def when_words(event: pd.Series) -> str:
    """Return the time of one event, such as "25 March 2008, on or about that day"."""
    start: pd.Timestamp = event["start"]
    text = day_words(start)
    if pd.notna(event["end"]) and event["end"].date() != start.date():
        text = f"{text} to {day_words(event['end'])}"
        return text if event["date_precision"] == "day" else f"{text}, not known more exactly"
    return f"{text}, {DATE_WORDS[event['date_precision']]}"


def where_words(event: pd.Series) -> str:
    """Return how exactly one event is placed, such as "somewhere in this town or city, within about 5 km"."""
    if event["geometry"] is None:
        return "not placed: the place was not found"
    words = PLACE_WORDS[event["geo_precision"]]
    if event["radius_m"] > 0:
        words = f"{words}, within about {distance_words(event['radius_m'])}"
    return words


def distance_words(metres: float) -> str:
    """Return a distance as "800 m", "1.5 km" or "40 km"."""
    if metres < 1000:
        return f"{metres:.0f} m"
    kilometres = f"{metres / 1000:.1f}".removesuffix(".0") if metres < 10_000 else f"{metres / 1000:.0f}"
    return f"{kilometres} km"


def day_words(moment: pd.Timestamp) -> str:
    """Return a day as "25 March 2008"."""
    return f"{moment.day} {moment.month_name()} {moment.year}"
