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

_ARTICLES: Final = frozenset({"al", "el", "ul", "l", "the"})
#: The Arabic article takes the sound of a following "sun letter": it counts as an article only before that letter.
_SUN_ARTICLES: Final = frozenset(vowel + tail for vowel in "ae" for tail in ("n", "s", "z", "sh", "r", "t", "d", "th", "dh"))
_ARABIC_ARTICLE: Final = "ال"

_DOUBLED: Final = re.compile(r"(.)\1+")
_CONSONANTS: Final = (
    (re.compile(r"(?:iy+|i)eh?$"), "ia"),
    (re.compile(r"eh$"), "a"),
    (re.compile(r"dsch|dj|dzh|zh"), "j"),
    (re.compile(r"sch|tsch|tch|sh|ch"), "S"),
    (re.compile(r"kh|x"), "K"),
    (re.compile(r"dh"), "z"),
    (re.compile(r"th"), "t"),
    (re.compile(r"gh"), "g"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"[qc]"), "k"),
    (re.compile(r"(?<=[aeiou])h$"), ""),
)
_VOWELS: Final = (
    (re.compile(r"[oue]*[ouw]+"), "u"),
    (re.compile(r"ee+|[iy]+"), "i"),
    (re.compile(r"e(?!$)"), "a"),
    (_DOUBLED, r"\1"),
)
#: Consonants that transliterations of one name take for one another.
_CONFUSED: Final = frozenset(
    frozenset(pair) for pair in ("zd", "zt", "zs", "Kk", "Kh", "gk", "gh", "gj", "Ss", "Sj", "td", "mn", "bp", "vf", "vb")
)
#: What a written vowel may stand for.
_VOWEL_VALUES: Final = {"a": "a", "e": "ai", "i": "i", "y": "i", "o": "ua", "u": "u", "w": "u"}
_LATIN: Final = re.compile(r"[a-z]")
_DIGIT: Final = re.compile(r"\d")
_ENDINGS: Final = {"a": "A", "i": "I", "e": "I"}
_VOWELS_AWAY: Final = str.maketrans({"a": None, "e": None, "i": None, "u": None})


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
    words = folded.replace("abul ", "abu ").split()
    kept = [
        _without_arabic_article(word) for word, following in zip(words, [*words[1:], ""], strict=False) if not _is_article(word, following)
    ]
    return " ".join(kept) if kept else folded


def _is_article(word: str, following: str) -> bool:
    return bool(following) and (word in _ARTICLES or (word in _SUN_ARTICLES and following.startswith(word[1:])))


def _without_arabic_article(word: str) -> str:
    while word.startswith(_ARABIC_ARTICLE) and len(word) >= 4:
        word = word[2:]
    return word


def sound(bare_name: str) -> str:
    """Return the bare name as one word with spellings of one sound made one: Kut, Kout, Koot; Karbala, Kerbela; Hilla, Hillah."""
    if not _LATIN.search(bare_name):
        return bare_name.replace(" ", "")
    text = "".join([_word_sound(word) for word in bare_name.split()])
    return _DOUBLED.sub(r"\1", text)


@lru_cache(maxsize=65536)
def _word_sound(word: str) -> str:
    word = _consonants_spelled(word)
    for pattern, to in _VOWELS:
        word = pattern.sub(to, word)
    return word


def skeleton(sound_name: str) -> str:
    """Return the consonants of a `sound`, or "" where fewer than three are left to tell names apart.

    An initial vowel (V) and the endings -a (A), -i or -e (I) and -iya (Y) stay: they tell Amara from Mara, Basra from Basir, Nasiriya
    from Nasiri and from Nasir.
    """
    if not _LATIN.search(sound_name) or _DIGIT.search(sound_name):
        return ""
    ending = "Y" if sound_name.endswith("ia") else _ENDINGS.get(sound_name[-1], "")
    inner = sound_name.translate(_VOWELS_AWAY)
    if len(inner) < 3:
        return ""
    return ("V" if sound_name[0] in "aeiu" else "") + inner + ending


def vowels_agree(one: str, other: str) -> bool:
    """Whether two folded names with the same consonants can be one by their vowels.

    Short vowels are spelled many ways (Kirkuk, Kerkuk) or left out once (Bassora, Basra), but an a is not an i (Karama, Karima), and a
    long vowel is not left out (Busayra, Busra). Between two consonants one of the vowels must agree, where e stands for a or i, and o
    for u or a.
    """
    left, right = (_vowel_slots(bare(text)) for text in (one, other))
    if len(left) != len(right):
        return False
    missing = [a or b for a, b in zip(left, right, strict=True) if bool(a) != bool(b)]
    if len(missing) > 1 or any(len(vowels) > 1 for vowels in missing):
        return False
    return all(not a or not b or not _values(a).isdisjoint(_values(b)) for a, b in zip(left, right, strict=True))


def _values(vowels: str) -> set[str]:
    return {value for vowel in vowels for value in _VOWEL_VALUES[vowel]}


def _vowel_slots(bare_name: str) -> list[str]:
    """Return the vowels before, between and after the consonants of a bare name."""
    slots, last = [""], ""
    for word in bare_name.split():
        for letter in _consonants_spelled(word):
            if letter in _VOWEL_VALUES:
                slots[-1] += letter
            elif letter != last or slots[-1]:
                slots.append("")
            last = letter
    return slots


@lru_cache(maxsize=65536)
def _consonants_spelled(word: str) -> str:
    for pattern, to in _CONSONANTS:
        word = pattern.sub(to, word)
    return word


def one_slip(one: str, other: str) -> bool:
    """Whether two `skeleton`s are equal but for one pair of consonants that writers take for one another, or one h."""
    if not one or not other:
        return False
    if one == other:
        return True
    if len(one) == len(other):
        pairs = [frozenset(pair) for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
        return len(pairs) == 1 and pairs[0] in _CONFUSED
    longer, shorter = sorted((one, other), key=len, reverse=True)
    return any(letter == "h" and longer[:at] + longer[at + 1 :] == shorter for at, letter in enumerate(longer))


def keys(folded: str, telling: Mapping[str, str]) -> tuple[str, str, str]:
    """Return the keys of a folded name on the levels bare, sound and skeleton ("" where a level does not apply).

    `telling` are words that tell places apart however alike the rest is, and what each amounts to: northern and north are one, new and
    north are not. They are kept whole on every level, in any order.
    """
    plain = bare(folded)
    words = plain.split()
    told = " ".join(sorted([telling[word] for word in words if word in telling]))
    rest = sound(" ".join([word for word in words if word not in telling]) if told else plain)
    bones = skeleton(rest)
    return plain, f"{told}|{rest}", f"{told}|{bones}" if bones else ""
