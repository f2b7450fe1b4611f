"""The lexicon is data: it loads, it says what is wrong with it, and a copy with other words is another language."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from events.errors import InputError
from events.reports.lexicon import HOME, lexicon
from events.reports.triggers import SENSES
from events.schema import CONTROL_KINDS


def test_every_kind_of_control_has_a_verb_or_a_noun() -> None:
    words = lexicon()
    told = {f.kind for frames in words.frames.values() for f in frames} | {f.kind for frames in words.nouns.values() for f in frames}
    assert told == set(CONTROL_KINDS)


def test_frames_name_only_what_the_rules_know() -> None:
    words = lexicon()
    objects = {"place", "none", "any", "force", "search", *SENSES}
    for frames in words.frames.values():
        for frame in frames:
            assert frame.object in objects
            assert frame.strength in ("strong", "weak", "control_phrase")
            assert not frame.subject_nouns or frame.subject_nouns in words.senses
            assert set(frame.only_with) <= set(frame.verbs)


def a_copy(tmp_path: Path) -> Path:
    shutil.copytree(HOME / "en", tmp_path / "copy")
    return tmp_path


def test_another_folder_is_another_language(tmp_path: Path) -> None:
    home = a_copy(tmp_path)
    file = home / "copy" / "verbs.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('"overrun"', '"zerfoodle"'), encoding="utf-8")
    assert "zerfoodle" in lexicon("copy", home=home).frames
    assert "zerfoodle" not in lexicon().frames


@pytest.mark.parametrize(
    ("file", "content", "says"),
    [
        ("verbs.toml", "[[frame", "cannot be read"),
        ("verbs.toml", '[[frame]]\nkind = "taken"\n', "lacks or misnames"),
        ("language.toml", "", "lacks or misnames"),
        ("time.toml", None, "cannot be read"),
    ],
)
def test_a_damaged_lexicon_says_where(file: str, content: str | None, says: str, tmp_path: Path) -> None:
    home = a_copy(tmp_path)
    if content is None:
        (home / "copy" / file).unlink()
    else:
        (home / "copy" / file).write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        lexicon("copy", home=home)
    assert "copy" in str(caught.value)


@pytest.mark.parametrize("name", ["xx", "../en", "", "e n"])
def test_an_unknown_language_is_said(name: str) -> None:
    with pytest.raises(InputError, match="no lexicon"):
        lexicon(name)
