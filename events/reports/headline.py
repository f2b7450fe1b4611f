"""A headline IN CAPITALS, set as a sentence, so that the parser tells its verbs from its names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from events.reports.lexicon import Lexicon

#: Fewer capitals than these are an abbreviation or a byline.
FEWEST_WORDS: Final = 3
#: Longer ones are no headline, and a text that shouts throughout is read as it stands.
MOST_WORDS: Final = 30
_WORD: Final = re.compile(r"[^\W\d_]+")


def as_sentence(text: str, lexicon: Lexicon) -> str:
    """Return a paragraph in capitals with the lexicon's words in small letters and all others with a capital; any other as it is.

    Parameters
    ----------
    text : str
        A paragraph.
    lexicon : Lexicon
        Its words are no names.

    Returns
    -------
    str
        As long as `text`, so that offsets stay.
    """
    words = _WORD.findall(text)
    if not text.isupper() or not FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return text
    changed = _WORD.sub(lambda hit: _set(hit.group(), lexicon), text)
    changed = _WORD.sub(lambda hit: hit.group()[:1].upper() + hit.group()[1:], changed, count=1)
    return changed if len(changed) == len(text) else text


def _set(word: str, lexicon: Lexicon) -> str:
    small = word.lower()
    return small if any(form in lexicon.common for form in _forms(small, lexicon)) else word.capitalize()


def _forms(word: str, lexicon: Lexicon) -> list[str]:
    cut = [word.removesuffix(ending) for ending in lexicon.words["endings"] if word.endswith(ending)]
    return [word, *cut, *(f"{stem}e" for stem in cut)]
