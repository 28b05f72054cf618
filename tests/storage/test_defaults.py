"""A clinic's presets: used until the person chooses, locked ones always; what is wrong is said."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.settings import Settings, Theme
from hiprehab.storage import settings
from hiprehab.storage.defaults import NONE, chosen_packs, read_defaults

FILE = """
schema = "hiprehab-defaults/1"
clinic = "Example clinic"
language = "en"
packs = ["org.example.hip-start"]
locked = ["voice", "tones"]

[settings]
voice = false
volume = 30
theme = "dark"
"""


def preset(folder: Path, text: str = FILE) -> Path:
    file = folder / "defaults.toml"
    file.write_text(text)
    return file


def test_presets_count_until_the_person_chooses(tmp_path: Path) -> None:
    found = read_defaults([tmp_path / "none", preset(tmp_path)])
    assert found.problems == () and found.clinic == "Example clinic"
    file = tmp_path / "settings.toml"
    first = settings.read(file, found).settings
    assert (first.voice, first.volume, first.theme) == (False, 30, Theme.DARK)
    settings.write(file, replace(first, text_scale=150), found)
    text = file.read_text()
    assert "text_scale = 150" in text
    assert not any(name in text for name in ("volume", "theme", "voice", "tones"))
    later = read_defaults([preset(tmp_path, FILE.replace("30", "60"))])
    assert settings.read(file, later).settings.volume == 60
    settings.write(file, replace(settings.read(file, later).settings, volume=30), later)
    assert settings.read(file, later).settings.volume == 30


def test_what_is_locked_counts_always_and_the_own_choice_stays_for_later(tmp_path: Path) -> None:
    found = read_defaults([preset(tmp_path)])
    file = tmp_path / "settings.toml"
    file.write_text("voice = true\ntones = false  # mine\n")
    read = settings.read(file, found).settings
    assert (read.voice, read.tones) == (False, True)  # tones: as the program has it
    settings.write(file, replace(read, volume=10), found)
    assert file.read_text().startswith("voice = true\ntones = false  # mine\n")
    assert settings.read(file).settings.voice
    file.write_text("no TOML =")
    broken = settings.read(file, found)
    assert not broken.settings.voice and broken.problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("defaults/1", "defaults/2", 'schema must be "hiprehab-defaults/1"; nothing of the file'),
        ('"en"', '"de"', "language must be one of en"),
        ('clinic = "Example clinic"', "clinic = 3", "clinic must be a name"),
        ('["org.example.hip-start"]', "3", "packs must be a list of pack ids"),
        ('["voice", "tones"]', '"voice"', "locked must be a list"),
        ('"tones"]', '"affected"]', "locked names 'affected'"),
        ('"tones"]', "3]", "locked names '3'"),
        ("volume = 30", "volume = 300", "settings.volume must be from 0 to 100"),
        ("volume = 30", "affected = 'left'", "settings.affected is not known, or not for a clinic"),
        ("volume = 30", "first_run_done = true", "settings.first_run_done is not known"),
        ('"dark"', '"pink"', "settings.theme must be one of"),
        ("[settings]\n", "[settings]\nmore = 1\n", "settings.more is not known"),
        ("language", "languages", "languages is not known"),
        ("[settings]", "[[settings]]", "settings must be a table"),
        ("clinic =", "clinic", "cannot be used"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_is_used(
    tmp_path: Path, old: str, new: str, problem: str
) -> None:
    assert old in FILE
    found = read_defaults([preset(tmp_path, FILE.replace(old, new, 1))])
    assert any(problem in one for one in found.problems), found.problems
    whole = "nothing" not in problem and problem != "cannot be used"
    assert (found.settings.get("voice") is False) == (whole and old != "[settings]")


def test_the_first_file_counts_and_none_changes_nothing(tmp_path: Path) -> None:
    assert read_defaults([tmp_path / "none"]) is NONE
    (tmp_path / "b").mkdir()
    other = preset(tmp_path / "b", FILE.replace("Example", "Other"))
    assert read_defaults([preset(tmp_path), other]).clinic == "Example clinic"
    assert chosen_packs(tmp_path / "none") is None
    assert chosen_packs(other) == {"org.example.hip-start"}


@given(data=st.binary(max_size=200))
def test_any_file_is_read_or_said(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("any") / "defaults.toml"
    file.write_bytes(data)
    assert read_defaults([file]).problems
    assert settings.read(file.with_name("none"), read_defaults([file])).settings == Settings()
