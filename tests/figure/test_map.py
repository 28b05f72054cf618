"""The body map: the script still makes what ships, and the regions lie where anatomy has them."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from hiprehab import resources
from hiprehab.core.places import REGIONS
from hiprehab.figure import make_map, regions, stills
from hiprehab.figure.body_shapes import vec
from hiprehab.figure.make_stills import quantised

OTHER = {"front": "front", "back": "back", "left": "right", "right": "left"}
# What a physiotherapist would name at a place of the left half: across, up and forwards, metres.
LANDMARKS = {
    "pubic symphysis": ((0.005, 0.90, 0.09), "pubic-bone"),
    "middle of the groin crease": ((0.070, 0.908, 0.09), "groin"),
    "below the front rim": ((0.130, 0.92, 0.065), "front-hip"),
    "greater trochanter": ((0.175, 0.915, -0.01), "outer-hip"),
    "top of the pelvis": ((0.150, 1.01, 0.0), "pelvic-rim"),
    "navel": ((0.01, 1.06, 0.11), "lower-belly"),
    "small of the back": ((0.03, 1.08, -0.10), "low-back"),
    "sacrum": ((0.005, 0.95, -0.10), "tailbone"),
    "middle of the buttock": ((0.090, 0.92, -0.12), "buttock"),
    "fold of the buttock": ((0.060, 0.83, -0.10), "sit-bone"),
    "middle of the thigh, front": ((0.090, 0.72, 0.08), "front-thigh"),
    "middle of the thigh, back": ((0.090, 0.72, -0.09), "back-thigh"),
    "middle of the thigh, outside": ((0.170, 0.72, 0.0), "outer-thigh"),
    "middle of the thigh, inside": ((0.020, 0.72, 0.0), "inner-thigh"),
    "knee cap": ((0.090, 0.51, 0.05), "knee"),
    "calf": ((0.090, 0.36, -0.05), "lower-leg"),
}


def shipped(view: str) -> NDArray[np.uint8]:
    image = QImage(str(stills.map_regions_path(view)))
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width()]


@pytest.mark.parametrize("view", stills.MAP_VIEWS)
def test_the_script_makes_the_shipped_regions(view: str) -> None:
    """After a change: python -m hiprehab.figure.build map, then look at the pictures."""
    made = make_map.regions_of(view)
    assert made.shape[::-1] == stills.MAP_SIZE
    # Another build of the numerics library may round a pixel at a border differently.
    assert (made != shipped(view)).mean() < 0.0005
    labels = {int(number): tuple(place) for number, place in make_map.middles(made).items()}
    assert labels.keys() == stills.map_labels()[view].keys()


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("view", stills.MAP_VIEWS)
def test_the_script_makes_the_shipped_picture(view: str, dark: bool) -> None:
    def pixels(image: QImage) -> NDArray[np.int16]:
        straight = image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
        return np.frombuffer(straight.constBits(), np.uint8).astype(np.int16)

    made = pixels(quantised(make_map.picture_of(view, dark)))
    kept = pixels(QImage(str(stills.map_path(view, dark=dark))))
    assert np.abs(made - kept).mean() < 0.15


@pytest.mark.parametrize("name", LANDMARKS)
def test_a_landmark_belongs_to_its_region(name: str) -> None:
    place, region = LANDMARKS[name]
    x, y, z = (np.array([value]) for value in vec(*place))
    assert REGIONS[int(regions.number_of(x, y, z)[0]) - 1] == region


def test_every_region_of_both_sides_can_be_seen() -> None:
    seen = {stills.map_place(n) for found in stills.map_labels().values() for n in found}
    assert seen == {(side, region) for side in ("left", "right") for region in REGIONS}


@pytest.mark.parametrize("view", stills.MAP_VIEWS)
def test_left_and_right_are_mirror_images(view: str) -> None:
    plain = shipped(view) % stills.MAP_BORDER
    turned = shipped(OTHER[view])[:, ::-1] % stills.MAP_BORDER
    count = len(REGIONS)
    swapped = np.where(turned > count, turned - count, np.where(turned > 0, turned + count, 0))
    assert (plain != swapped).mean() < 0.01


@pytest.mark.parametrize("view", stills.MAP_VIEWS)
def test_labels_lie_inside_their_regions(view: str) -> None:
    numbers = shipped(view)
    for number, (x, y) in stills.map_labels()[view].items():
        assert numbers[y, x] == number


def test_the_persons_left_is_on_the_left_only_from_behind() -> None:
    left = {view: np.isin(shipped(view) % stills.MAP_BORDER, range(1, 17)) for view in OTHER}
    middle = stills.MAP_SIZE[0] // 2
    assert left["back"][:, :middle].sum() > 50 * left["back"][:, middle:].sum()
    assert left["front"][:, middle:].sum() > 50 * left["front"][:, :middle].sum()
    assert left["left"].sum() > 50 * left["right"].sum()


def test_numbers_outside_the_map_have_no_place() -> None:
    assert stills.map_place(0) is None
    assert stills.map_place(2 * len(REGIONS) + 1) is None
    assert stills.map_place(1 + stills.MAP_BORDER) == ("left", "groin")


def test_the_map_costs_little_room() -> None:
    size = sum(path.stat().st_size for path in resources.asset(stills.MAP).iterdir())
    assert size < 300_000
