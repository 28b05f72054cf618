"""`hiprehab figure`: pictures of a move, strips, contact sheets, and what wrong use says."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication, QImage

from hiprehab.__main__ import _QT_COMMANDS, _UNWATCHED
from hiprehab.app.arguments import parsed
from hiprehab.app.figure import draw
from hiprehab.core.settings import (
    FigureBuild,
    FigureHair,
    FigureOutfit,
    FigureSkin,
    Settings,
)
from hiprehab.figure import catalogue, film, pictures
from hiprehab.figure.motion import Phase
from hiprehab.figure.palette import Palette
from hiprehab.figure.pictures import Shot
from hiprehab.figure.view import BUILDS, DEFAULT_LOOK, HAIRS, OUTFITS, SKINS, Look


def run(*words: str) -> int:
    return draw(parsed(["figure", *words]))


def colours(image: QImage) -> int:
    seen = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(image.height())}
    return len(seen)


def test_it_runs_without_a_display() -> None:
    assert "figure" in _QT_COMMANDS
    assert "figure" in _UNWATCHED


def test_a_move_is_drawn_at_any_size(qapp: QGuiApplication, tmp_path: Path) -> None:
    path = tmp_path / "new" / "bridge.png"
    words = ["--size", "240x200", "--view=-40,25", "--side", "left", "--dark"]
    assert run("bridge", "--out", str(path), *words) == 0
    image = QImage(str(path))
    assert (image.width(), image.height()) == (240, 200)
    assert colours(image) > 100


def test_moments_differ(qapp: QGuiApplication, tmp_path: Path) -> None:
    images = []
    for at in ("0", "0.4"):
        path = tmp_path / f"at{at}.png"
        assert run("bridge", "--at", at, "--size", "160x120", "--out", str(path)) == 0
        images.append(QImage(str(path)))
    assert images[0] != images[1]


def test_a_share_of_the_repetition_is_a_pose() -> None:
    baked = film.baked("bridge")
    seconds = baked.motion.seconds()
    total = sum(seconds.values())
    top = (seconds[Phase.MOVE] + seconds[Phase.HOLD] / 2) / total
    for at, key in ((0.0, "down"), (top, "up"), (1.0, "down")):
        assert pictures.pose_at(baked, at).position == pytest.approx(baked.key(key).position)


def test_a_strip_tells_the_motion(qapp: QGuiApplication, tmp_path: Path) -> None:
    path = tmp_path / "strip.png"
    assert run("clamshell", "--strip", "--size", "120x100", "--out", str(path)) == 0
    image = QImage(str(path))
    assert image.height() == 100
    assert image.width() == 120 * 2 + 8


@pytest.mark.parametrize("name", sorted(catalogue.known_motions()))
def test_every_strip_has_one_to_three_keys(name: str) -> None:
    shown = catalogue.load(name)
    keys = pictures.strip_keys(shown)
    assert 1 <= len(keys) <= 3
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(shown.keys)
    if shown.period is None:
        assert keys[0] == shown.rest or len(shown.keys) == 1
        assert shown.hold in keys


def test_sheets_show_all_keys(qapp: QGuiApplication, tmp_path: Path) -> None:
    names = ["ice-pack", "bridge"]
    assert pictures.sheets(tmp_path, names, Shot("", dark=True)) == 1
    sheet = QImage(str(tmp_path / "sheet-dark-1.png"))
    assert sheet.width() == 300 * 6
    with pytest.raises(OSError):
        (tmp_path / "sheet-light-1.png").mkdir()
        pictures.sheets(tmp_path, names, Shot(""))


def test_looks_differ() -> None:
    plain = Shot("sit-to-stand", 90, 80)
    looks = [Look(), Look(skin="deep"), Look(hair="grey"), Look(outfit="sage")]
    looks.append(Look(build="wider hips"))
    images = [pictures.key_pose(Shot("sit-to-stand", 90, 80, look=look)) for look in looks]
    assert images[0] == pictures.key_pose(plain)
    for i, image in enumerate(images):
        assert image not in images[i + 1 :]


def test_the_settings_offer_what_the_figure_has() -> None:
    offered = (FigureSkin, FigureHair, FigureOutfit, FigureBuild)
    for kind, known in zip(offered, (SKINS, HAIRS, OUTFITS, BUILDS), strict=True):
        assert {member.value for member in kind} == set(known)
    assert Look.chosen(Settings()) == DEFAULT_LOOK
    assert Look.chosen(Settings(figure_hair=FigureHair.GREY)) == Look(hair="grey")
    for skin in SKINS:
        for hair in HAIRS:
            Palette(Look(skin, hair))
    for outfit in OUTFITS:
        Palette(Look(outfit=outfit))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["brige"], 'Did you mean "bridge"?'),
        (["bridge", "--sheet"], "leave out the name"),
        ([], "Say which move"),
        (["bridge", "--strip", "--at", "0.5"], "leave out --at or --strip"),
    ],
)
def test_wrong_use_is_one_sentence(
    words: list[str], expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words, "--out", str(tmp_path / "x.png")) == 2
    said = capsys.readouterr().err
    assert expected in said
    assert said.count("\n") == 1


@pytest.mark.parametrize("words", [["--at", "2"], ["--size", "9x9"], ["--size", "big"]])
def test_numbers_out_of_range_end_with_two(words: list[str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("bridge", "--out", str(tmp_path / "x.png"), *words)
    assert stopped.value.code == 2


def test_a_picture_that_cannot_be_written(
    qapp: QGuiApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file", "utf-8")
    assert run("ice-pack", "--size", "80x60", "--out", str(tmp_path / "taken" / "x.png")) == 1
    assert capsys.readouterr().err.count("\n") == 1
