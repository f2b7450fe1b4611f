"""The parser of a language, loaded when the first report is read and not before."""

from __future__ import annotations

import importlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from events.errors import EventsError
from events.reports.lexicon import Lexicon

if TYPE_CHECKING:
    from spacy.language import Language

#: One character for one character, so that offsets stay: the parser was trained on plain quotes and dashes.
PLAIN: Final = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "‚": "'",
        "–": "-",
        "—": "-",
        "\u00a0": " ",
        "\u202f": " ",
        "\t": " ",
        "\n": " ",
        "\r": " ",
    }
)


#: The ">" of quoted mail, at the start of a line.
_QUOTE_MARKS: Final = re.compile(r"^[> \t]*>[ \t]?", re.MULTILINE)


#: "Pul-e-Alam", "Mazar-i-Sharif", "Chalon-sur-Saone" are one word to the parser, which makes nonsense of their parts.
_JOINED: Final = re.compile(r"[^\W\d_a-z][^\W\d_]+(?:-(?:[ei]|ye|ul|ud|ez|sur|les|le|la|de|da|do)-[^\W\d_a-z][^\W\d_]+)+")


def plain(text: str) -> str:
    """Return the text with typographic quotes, dashes and spaces made plain; every offset stays what it was."""
    return _QUOTE_MARKS.sub(lambda hit: " " * len(hit.group()), text).translate(PLAIN)


def parser(lexicon: Lexicon) -> Language:
    """Return the language's parser: tagger, dependency parser, lemmatiser and names, loaded once for the process.

    Raises
    ------
    EventsError
        If the model's package is not installed or does not load.
    """
    return _load(lexicon.model, tuple(lexicon.read_like.items()))


@lru_cache(maxsize=2)
def _load(package: str, read_like: tuple[tuple[str, str], ...]) -> Language:
    try:
        loaded = cast("Language", importlib.import_module(package).load())
    except (ImportError, OSError, ValueError, AttributeError) as error:
        raise EventsError(f"the language model {package} does not load: {error}.", hint="Install the pinned requirements again.") from error
    tokenizer = cast("Any", loaded.tokenizer)
    urls = tokenizer.token_match
    tokenizer.token_match = lambda text: _JOINED.fullmatch(text) or (urls(text) if urls is not None else None)
    for word, known in read_like:
        for form, like in ((word, known), (word.capitalize(), known.capitalize())):
            tokenizer.add_special_case(form, [{"ORTH": form, "NORM": like}])
    return loaded
