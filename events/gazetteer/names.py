"""Spellings of a place's name, from the strictest to the loosest.

A name is compared on four levels: `fold` (script, case, marks, punctuation), `bare` (articles away), `sound` (spellings of the same
vowel or consonant made one) and `skeleton` (consonants, with the ending kept apart). Each is coarser than the one before, so a hit on
an early level is worth more. All are idempotent, take any text and never raise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

#: Arabic letters that writers use for one another, Persian and Kurdish forms, and Latin letters that NFKD leaves whole.
_LETTERS: Final = str.maketrans(
    {
        "ٱ": "ا",
        "ة": "ه",
        "ۃ": "ه",
        "ە": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ى": "ي",
        "ی": "ي",
        "ې": "ي",
        "ک": "ك",
        "ء": None,
        "ـ": None,
        "ı": "i",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ø": "o",
        "ə": "a",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
_APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘`´ʿʾʼʻˈ′ʹ״׳"), None)
_DIGITS: Final = {ord(c): str(unicodedata.digit(c)) for c in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"}
_NOT_WORD: Final = re.compile(r"[\W_]+")

_ARTICLES: Final = frozenset({"al", "el", "the"})
#: The Arabic article takes the sound of a following "sun letter": it counts as an article only before that letter.
_SUN_ARTICLES: Final = frozenset(vowel + tail for vowel in "ae" for tail in ("n", "s", "z", "sh", "r", "t", "d", "th", "dh"))
_ARABIC_ARTICLE: Final = "ال"

_SOUNDS: Final = (
    (re.compile(r"sch|tsch|tch|sh|ch|ş|š"), "S"),
    (re.compile(r"kh|x"), "K"),
    (re.compile(r"dh"), "z"),
    (re.compile(r"th"), "t"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dj|dzh|zh"), "j"),
    (re.compile(r"[qc]"), "k"),
    (re.compile(r"v"), "w"),
    (re.compile(r"(?<=[aeiou])h$"), ""),
    (re.compile(r"[oue]*[ouw]+"), "u"),
    (re.compile(r"ee+|[iy]+"), "i"),
    (re.compile(r"e(?!$)"), "a"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_LATIN: Final = re.compile(r"[a-z]")


def fold(text: str) -> str:
    """Return the name without case, diacritics, harakat, tatweel, apostrophes and punctuation; words parted by one space."""
    if text.isascii():
        return _NOT_WORD.sub(" ", text.lower().translate(_APOSTROPHES)).strip()
    return _fold_unicode(text)


@lru_cache(maxsize=65536)
def _fold_unicode(text: str) -> str:
    before = None
    while text != before:
        before = text
        text = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Me", "Cf", "Cc", "Lm", "Sk", "Cs", "Co") or c in "\t\n\r")
        text = text.translate(_LETTERS).translate(_DIGITS)
        text = _NOT_WORD.sub(" ", text).strip()
    return text


def bare(folded: str) -> str:
    """Return a folded name without its articles (al-, el-, an-Nasiriyah's an-, the, Arabic ال); unchanged if nothing else is left."""
    words = folded.split()
    kept = [_without_arabic_article(word) for i, word in enumerate(words) if not _is_article(word, words[i + 1 : i + 2])]
    return " ".join(kept) if kept else folded


def _is_article(word: str, following: list[str]) -> bool:
    if not following:
        return False
    return word in _ARTICLES or (word in _SUN_ARTICLES and following[0].startswith(word[1:]))


def _without_arabic_article(word: str) -> str:
    while word.startswith(_ARABIC_ARTICLE) and len(word) >= 4:
        word = word[2:]
    return word


@lru_cache(maxsize=65536)
def sound(bare_name: str) -> str:
    """Return the bare name as one word with spellings of one sound made one: Kut, Kout, Koot; Karbala, Kerbela; Hilla, Hillah."""
    if not _LATIN.search(bare_name):
        return bare_name.replace(" ", "")
    text = "".join(_word_sound(word) for word in bare_name.split())
    return re.sub(r"(.)\1+", r"\1", text)


def _word_sound(word: str) -> str:
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


def skeleton(sound_name: str) -> str:
    """Return the consonants of a `sound`, or "" where fewer than three are left to tell names apart.

    An initial vowel (V) and the endings -a (A), -i or -e (I) and -iya (Y) stay: they tell Amara from Mara, Basra from Basir, Nasiriya
    from Nasiri and from Nasir.
    """
    if not _LATIN.search(sound_name) or any(c.isdigit() for c in sound_name):
        return ""
    endings = (("ia", "Y"), ("a", "A"), ("i", "I"), ("e", "I"), ("", ""))
    ending = next(mark for tail, mark in endings if sound_name.endswith(tail))
    inner = re.sub(r"[aeiu]", "", sound_name).replace("K", "k")
    if len(inner) < 3:
        return ""
    return ("V" if sound_name[0] in "aeiu" else "") + inner + ending


def keys(folded: str, telling: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the keys of a folded name on the levels bare, sound and skeleton ("" where a level does not apply).

    `telling` are words that tell places apart however alike the rest is, and what each amounts to: northern and north are one, new and
    north are not. They are kept whole on every level, in any order.
    """
    plain = bare(folded)
    words = plain.split()
    told = " ".join(sorted(telling[word] for word in words if word in telling))
    rest = sound(" ".join(word for word in words if word not in telling))
    bones = skeleton(rest)
    return plain, f"{told}|{rest}", f"{told}|{bones}" if bones else ""
