"""What ACLED's codebook (2019 and 2024 editions) says: the columns, and what the codes and words in them mean here."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = (
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
    "data_id",
    "event_id_no_cnty",
    "gwno",
    "iso3",
)
ALIASES: Final = {
    "ally_actor_1": "assoc_actor_1",
    "ally_actor_2": "assoc_actor_2",
    "event_id": "event_id_cnty",
    "time_precisi": "time_precision",
}

STATE, REBELS, POLITICAL_MILITIA, IDENTITY_MILITIA, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = "12345678"
INTER: Final = {
    "state forces": STATE,
    "rebel group": REBELS,
    "rebel groups": REBELS,
    "rebel forces": REBELS,
    "political militia": POLITICAL_MILITIA,
    "political militias": POLITICAL_MILITIA,
    "identity militia": IDENTITY_MILITIA,
    "identity militias": IDENTITY_MILITIA,
    "rioters": RIOTERS,
    "protesters": PROTESTERS,
    "civilians": CIVILIANS,
    "external/other forces": EXTERNAL,
    "external forces": EXTERNAL,
    "other forces": EXTERNAL,
    "sole": "",
    "0": "",
    **{number: number for number in "12345678"},
}
#: Who can overtake territory as a "non-state actor": armed groups, and the forces of another state.
OVERTAKERS: Final = (REBELS, POLITICAL_MILITIA, IDENTITY_MILITIA, EXTERNAL)
#: Under which of two sides a clash is filed: the armed group rather than the state, so that each group's events are found under it.
FILED_UNDER: Final = {
    code: rank
    for rank, code in enumerate((REBELS, POLITICAL_MILITIA, IDENTITY_MILITIA, EXTERNAL, STATE, RIOTERS, PROTESTERS, "", CIVILIANS))
}

REGAINS: Final = "government regains territory"
OVERTAKES: Final = "non-state actor overtakes territory"
TRANSFER: Final = "non-violent transfer of territory"
BASE: Final = "headquarters or base established"
TERRITORY: Final = {REGAINS: "retaken", OVERTAKES: "taken", TRANSFER: "handed_over", BASE: "presence"}
KINDS: Final = {
    "battles": "clash",
    "battle": "clash",
    "battle-no change of territory": "clash",
    "battle-government regains territory": "retaken",
    "battle-non-state actor overtakes territory": "taken",
    "explosions/remote violence": "explosion",
    "remote violence": "explosion",
    "violence against civilians": "violence_against_civilians",
    "protests": "protest",
    "riots": "riot",
    "strategic developments": "strategic_development",
    "strategic development": "strategic_development",
    "non-violent activity by a conflict actor": "strategic_development",
    "headquarters or base established": "presence",
    "non-violent transfer of territory": "handed_over",
}
#: Older files had one type for both; who took part tells which.
RIOTS_PROTESTS: Final = "riots/protests"
TIME_PRECISION: Final = {"1": "day", "2": "week", "3": "month", "": "day"}
GEO_PRECISION: Final = {"1": "city", "2": "near", "3": "admin1", "": ""}
