"""The dialog to add data: choose a file, say how it is read where its layout is not known, import it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from events.errors import EventsError
from events.gazetteer import country_code
from events.library import Library, name_for
from events.library.names import stem
from events.sources.mapping import Mapping
from events.ui.library.desk import Desk, desk
from events.ui.library.draft import Draft
from events.ui.library.importer import Job, Order
from events.ui.library.mapping_form import mapping_form
from events.ui.plain import label

FORMATS: Final = {
    "acled": "An export of ACLED.",
    "ucdp": "A release of UCDP GED.",
    "viina": "A file of VIINA.",
    "native": "A download of this page.",
    "facts": "A table of reports in the layout of the demo.",
}


def upload(place: Desk) -> None:
    """Open the dialog."""
    _dialog(place)


def _closed() -> None:
    desk().close()


@st.dialog("Add data", width="large", on_dismiss=_closed)
def _dialog(place: Desk) -> None:
    given = st.file_uploader(
        "File of events",
        key=f"upload-{place.round}",
        help="ACLED, UCDP GED or VIINA; any CSV, TSV, XLSX, Parquet, GeoJSON, GeoPackage, zipped Shapefile or KML; also as .gz or .zip.",
    )
    if given is not None and (place.draft is None or place.draft.token != given.file_id):
        place.draft = Draft(file=given.name, token=given.file_id)
        place.draft.put(given)
    elif given is None:
        place.draft = None
    draft = place.draft
    if draft is None:
        st.caption("The file is read on this machine and goes nowhere else. It becomes a data set of its own; nothing there is changed.")
        return
    options = _options(place)
    draft.inspect(encoding=options["encoding"], part=options["part"], crs=options["crs"])
    if draft.error or draft.look is None:
        st.error(label(draft.error, longest=900))
        return
    mapping = _layout(draft, place)
    _import(place, draft, mapping, options)


def _options(place: Desk) -> dict[str, str]:
    """Draw what can be said of a file, and return it by name."""
    assert place.draft is not None  # noqa: S101 -- drawn for a file that was uploaded
    options = {
        "name": st.text_input("Name of the data set", value=_free_name(place.draft.file), key=f"upload-name-{place.round}", max_chars=80)
    }
    with st.expander("Places, factions, encoding (optional)"):
        st.file_uploader(
            "Gazetteer: places for rows without coordinates",
            key=f"upload-places-{place.round}",
            help="A CSV, XLSX, GeoJSON, GeoPackage or zipped Shapefile of places: points or areas, admin levels with p-codes.",
        )
        options["country"] = st.text_input(
            "Country of places without coordinates",
            key=f"upload-country-{place.round}",
            placeholder="e.g. Iraq or IQ",
            help="Places are looked up within this country only: in the gazetteer above, then in GeoNames.",
        )
        st.file_uploader(
            "Factions table: names that mean the same",
            key=f"upload-factions-{place.round}",
            help="A CSV with the columns faction and aliases (parted by “;”), and perhaps side, parent, note.",
        )
        first, second, third = st.columns(3)
        options["encoding"] = first.text_input("Encoding", key=f"upload-encoding-{place.round}", placeholder="told from the file")
        options["part"] = second.text_input("Sheet or layer", key=f"upload-part-{place.round}", placeholder="the only one")
        options["crs"] = third.text_input("Coordinate system", key=f"upload-crs-{place.round}", placeholder="as the file states")
    return {name: value.strip() for name, value in options.items()}


def _layout(draft: Draft, place: Desk) -> Mapping | None:
    """Tell the layout, and draw the mapping where it is not known; return the mapping."""
    assert draft.look is not None  # noqa: S101 -- drawn for a file that was looked at
    if draft.mapping is None:
        st.success(f"{FORMATS.get(draft.look.format, draft.look.format)} Its {len(draft.look.columns)} columns are known.")
        return None
    if draft.recalled:
        st.info("A table with this header was read before; it is read the same way unless you change it.")
    else:
        st.info("The layout of this table is not known. Check how it would be read.")
    return mapping_form(draft, key=str(place.round))


def _import(place: Desk, draft: Draft, mapping: Mapping | None, options: dict[str, str]) -> None:
    problem = _problem(options)
    gaps = mapping.missing if mapping else []
    if draft.look is not None and "geometry" in draft.look.head:
        gaps = [gap for gap in gaps if "latitude" not in gap]
    if gaps:
        st.warning(f"Still to be said: {'; '.join(gaps)}.")
    if problem:
        st.error(label(problem))
    if place.job is not None:
        st.caption("An import is under way; this one can start when it is done.")
    blocked = bool(gaps or problem or place.job is not None)
    if st.button("Import", key="upload-import", disabled=blocked, width="stretch", icon=":material/check:"):
        place.job = Job(_order(place, draft, mapping, options))
        place.dismiss()
        place.close()
        st.rerun()


def _problem(options: dict[str, str]) -> str:
    """Return what is wrong with the name or the country, in words."""
    try:
        name_for(options["name"])
        if options["country"]:
            country_code(options["country"])
    except EventsError as error:
        return str(error)
    return ""


def _order(place: Desk, draft: Draft, mapping: Mapping | None, options: dict[str, str]) -> Order:
    return Order(
        folder=draft.folder,
        path=draft.path,
        file=draft.file,
        home=Library().folder,
        columns=draft.look.columns if draft.look else [],
        mapping=mapping,
        gazetteer=_supplied(place, draft, "places"),
        factions=_supplied(place, draft, "factions"),
        **options,
    )


def _supplied(place: Desk, draft: Draft, what: str) -> Path | None:
    given = st.session_state.get(f"upload-{what}-{place.round}")
    return draft.put(given, Path(given.name).name, role=what) if given is not None else None


def _free_name(file: str) -> str:
    try:
        return name_for(stem(file))
    except EventsError:
        return ""
