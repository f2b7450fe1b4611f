"""Whether a report is in the language of the lexicon: told by the share of small words, of which every text in it is full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Fewer words than these tell no language.
FEWEST_WORDS: Final = 25
#: Of the labelled texts of so many words none has less than 29 % of such words; texts of six other languages had at most 6 %.
LEAST_SHARE: Final = 0.12


class Tongue:
    """Counts the words of a report, paragraph by paragraph.

    Parameters
    ----------
    language : str
        Of the lexicon.
    """

    def __init__(self, language: str) -> None:
        self.language, self.words, self.small = language, 0, 0

    def add(self, doc: Doc) -> None:
        """Count a paragraph."""
        words = [token for token in doc if token.is_alpha]
        self.words += len(words)
        self.small += sum(token.is_stop for token in words)

    def note(self) -> str:
        """Return what an analyst should know of the language, "" if it seems to be the lexicon's."""
        if self.words < FEWEST_WORDS or self.small >= LEAST_SHARE * self.words:
            return ""
        return (
            f"This report does not seem to be in the language of the lexicon ({self.language}); events in another language are not found."
        )
