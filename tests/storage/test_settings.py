"""The settings file: tolerant in reading, careful in writing."""

from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.model import Affected
from hiprehab.core.settings import Settings, SideOrder, Theme
from hiprehab.storage import settings
from hiprehab.storage.trouble import StorageProblem

OTHER = replace(
    Settings(), affected=Affected.LEFT, theme=Theme.DARK, volume=35, voice=False,
    side_order=SideOrder.ALTERNATE, first_run_done=True,
)  # fmt: skip


def test_all_settings_come_back(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    assert settings.read(path) == settings.Loaded(Settings())
    settings.write(path, OTHER)
    assert settings.read(path) == settings.Loaded(OTHER)
    assert [p.name for p in tmp_path.iterdir()] == ["settings.toml"]
    assert path.stat().st_mode & 0o077 == 0


def test_unknown_keys_and_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('# my own\nfuture = "yes"  # keep\nvolume = 5\n[window]\nwidth = 3\n')
    settings.write(path, OTHER)
    text = path.read_text()
    assert text.startswith('# my own\nfuture = "yes"  # keep\nvolume = 35\n')
    assert "width = 3" in text
    assert settings.read(path) == settings.Loaded(OTHER)


@pytest.mark.parametrize(
    ("line", "part"),
    [
        ("volume = 101", "volume must be from 0 to 100, not 101"),
        ("volume = true", "volume must be a whole number"),
        ("volume = 5.5", "volume must be a whole number"),
        ("tones = 1", "tones must be true or false"),
        ('theme = "pink"', "theme must be one of system, light, dark, not 'pink'"),
        ("theme = 3", "theme must be one of"),
        ("affected = []", "affected must be one of"),
    ],
)
def test_a_bad_value_is_said_and_the_rest_is_used(tmp_path: Path, line: str, part: str) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"{line}\nhalfway = false\n")
    loaded = settings.read(path)
    assert loaded.settings == replace(Settings(), halfway=False)
    (problem,) = loaded.problems
    assert part in problem and str(path) in problem


@pytest.mark.parametrize(
    "data", [b"volume = ", b"\xff\xfe", b"a = " + b"[" * 5000, b"#" * 1_000_001, b"a=1\na=2"]
)
def test_a_file_that_is_no_toml_is_kept_beside(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(data)
    loaded = settings.read(path)
    assert loaded.settings == Settings() and len(loaded.problems) == 1
    settings.write(path, OTHER)
    assert settings.read(path) == settings.Loaded(OTHER)
    assert (tmp_path / "settings-unreadable.toml").read_bytes() == data


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert "folder" in settings.read(tmp_path).problems[0] or settings.read(tmp_path).problems
    with pytest.raises(StorageProblem):
        settings.write(tmp_path, OTHER)


def test_every_number_has_its_limits() -> None:
    for field in fields(Settings):
        if type(field.default) is int:
            assert field.metadata["low"] <= field.default <= field.metadata["high"]


@given(st.binary(max_size=300))
def test_no_file_is_too_strange(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("s") / "settings.toml"
    path.write_bytes(data)
    settings.read(path)
    settings.write(path, OTHER)
    assert settings.read(path).settings == OTHER
