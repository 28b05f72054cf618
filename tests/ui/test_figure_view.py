"""The widget that plays the figure."""

import subprocess
import sys
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from hiprehab.figure.motion import Phase
from hiprehab.figure.plan import Slot
from hiprehab.figure.view import Look
from hiprehab.ui.widgets import figure_worker
from hiprehab.ui.widgets.figure_view import FigureView

LONG = 20_000  # milliseconds on a machine that is busy with something else


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[FigureView]:
    made = FigureView(cache_mb=20)
    qtbot.addWidget(made)
    made.resize(240, 200)
    yield made


def shown(qtbot: QtBot, view: FigureView, slot: Slot | None = None) -> Slot:
    """Wait until a frame (or this one) is on screen."""
    qtbot.waitUntil(
        lambda: view.shown is not None and (slot is None or view.shown == slot), timeout=LONG
    )
    got = view.shown
    assert got is not None
    return got


def inked(view: FigureView) -> float:
    """The share of the widget that is not background."""
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    back = QColor(image.pixel(0, 0)).getRgb()[:3]
    return float((np.abs(data[..., 2::-1].astype(int) - back).max(2) > 24).mean())


def test_the_still_is_there_before_numpy_is(view: FigureView) -> None:
    view.show_motion("bridge", "left")
    assert view.shown is None
    assert inked(view) > 0.03


def drawing() -> bool:
    return any(thread.name == "figure" for thread in threading.enumerate())


def test_nothing_is_drawn_before_the_still_is_on_screen(view: FigureView, qtbot: QtBot) -> None:
    assert not drawing()
    view.show_motion("bridge", "left")
    view.show()
    view.resize(300, 240)
    assert not drawing()  # it would compete with the first paint of the window
    shown(qtbot, view)
    view.hide()
    qtbot.waitUntil(lambda: not drawing(), timeout=LONG)
    view.show()
    assert not drawing()
    qtbot.waitUntil(drawing, timeout=LONG)


def test_no_thread_draws_when_the_interpreter_ends(view: FigureView, qtbot: QtBot) -> None:
    """A thread that is stopped in the middle of a call to Qt takes the process down with it."""
    view.show_motion("bridge", None)
    view.show()
    qtbot.waitUntil(drawing, timeout=LONG)
    figure_worker._end_all()
    assert not drawing()


def test_showing_a_motion_does_not_import_numpy() -> None:
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from hiprehab.ui.widgets.figure_view import FigureView\n"
        "view = FigureView()\n"
        "view.resize(200, 160)\n"
        "view.show_motion('bridge', 'left')\n"
        "view.grab()\n"
        "sys.exit('numpy' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False, timeout=60).returncode == 0


def test_it_plays_by_itself(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.show_motion("calf-raise", None)
    first = shown(qtbot, view)
    qtbot.waitUntil(lambda: view.shown not in (None, first), timeout=LONG)
    assert inked(view) > 0.03


def test_drive_shows_the_pose_of_the_moment(qtbot: QtBot, view: FigureView) -> None:
    from hiprehab.figure.film import Film
    from hiprehab.figure.skeleton import DOF
    from hiprehab.figure.view import View

    view.show()
    view.show_motion("bridge", None)
    film = Film(View("bridge", False, False, 240, 200), 20 * 1024 * 1024)
    steps = film.plan.there.steps
    knee = DOF["hip_r.flex"]
    angles = []
    moments = (("rest", 0.0, 0), ("move", 0.5, steps // 2), ("hold", 0.3, steps))
    for phase, progress, step in moments:
        view.drive(phase, progress)
        qtbot.waitUntil(
            lambda s=step: view.shown is not None and abs(view.shown.step - s) <= 1, timeout=LONG
        )
        assert view.shown is not None
        angles.append(film.pose(view.shown).angles[knee])
    assert angles[0] > angles[1] > angles[2]
    view.drive("return", 1.0)
    assert shown(qtbot, view, Slot(0, 0)).step == 0
    found = film._poses.at(Phase.MOVE, film.plan.there.progress(steps // 2)).angles[knee]
    assert angles[1] == pytest.approx(found, abs=np.radians(6))


def test_a_driven_view_has_no_timer_and_goes_on_when_released(
    qtbot: QtBot, view: FigureView
) -> None:
    view.show()
    view.show_motion("bridge", None)
    assert view._timer.isActive()
    view.drive("hold", 0.0)
    assert not view._timer.isActive()
    view.release()
    assert view._timer.isActive()


def test_a_hold_is_reached_without_a_jump(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.show_motion("sit-to-stand", None)
    view.drive("rest", 0.0)
    shown(qtbot, view, Slot(0, 0))
    assert view._reel is not None
    plan, store = view._reel.plan, view._reel.store
    # All frames have to be there, or the worker's pace decides which ones are seen.
    everything = plan.slots(keys_only=False)
    qtbot.waitUntil(lambda: not any(store.lacks(s, fine=False) for s in everything), timeout=LONG)
    seen = [0]

    def arrived() -> bool:
        if view.shown is not None and view.shown.step != seen[-1]:
            seen.append(view.shown.step)
        return seen[-1] == plan.there.steps

    view.drive("hold", 0.0)
    assert view._timer.isActive()
    qtbot.waitUntil(arrived, timeout=LONG)
    assert seen == sorted(seen)
    qtbot.waitUntil(lambda: not view._timer.isActive(), timeout=LONG)
    view.drive("hold", 0.5)
    assert not view._timer.isActive()
    assert view.shown is not None
    assert view.shown.step == plan.there.steps


def test_a_hidden_view_rests(qtbot: QtBot, view: FigureView) -> None:
    view.show_motion("bridge", None)
    assert not view._timer.isActive()
    view.show()
    shown(qtbot, view)
    view.hide()
    assert not view._timer.isActive()
    qtbot.waitUntil(lambda: "figure" not in [t.name for t in threading.enumerate()], timeout=LONG)
    view.set_theme(True)
    assert not view._timer.isActive()
    view.show()
    assert view._timer.isActive()


def test_hiding_keeps_the_frames(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.show_motion("bridge", None)
    shown(qtbot, view)
    number = view._number
    view.hide()
    view.show()
    assert view._number == number


def test_stop_ends_everything(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.show_motion("bridge", "right")
    shown(qtbot, view)
    view.stop()
    assert not view._timer.isActive()
    assert view.shown is None
    assert inked(view) == 0
    view.show_motion("bridge", "right")
    shown(qtbot, view)


@pytest.mark.parametrize("name", [None, "no-such-motion"])
def test_without_a_motion_it_is_empty_and_says_so(
    qtbot: QtBot, view: FigureView, name: str | None
) -> None:
    view.show()
    view.show_motion("bridge", "left")
    view.show_motion(name, "left")
    view.drive("move", 0.5)
    view.release()
    assert "no picture" in view.accessibleDescription()
    assert inked(view) == 0
    assert not view._timer.isActive()


def test_the_name_says_motion_and_side(view: FigureView) -> None:
    view.show_motion("clamshell", "left")
    assert view.accessibleName() == "Clamshell, left side"
    assert "right side" in view.accessibleDescription()
    assert "left knee" in view.accessibleDescription()
    view.show_motion("bridge", None)
    assert view.accessibleName() == "Glute bridge"


def test_the_cache_keeps_its_limit(qtbot: QtBot) -> None:
    small = FigureView(cache_mb=1)
    qtbot.addWidget(small)
    small.resize(300, 300)
    small.show()
    small.show_motion("side-lying-leg-raise", None)
    seen = []
    for step in range(0, 11):
        small.drive("move", step / 10)
        shown(qtbot, small)
        qtbot.waitUntil(
            lambda: small._reel is not None and small.shown == small._slot, timeout=LONG
        )
        assert small._reel is not None
        seen.append(small._reel.store.size)
    assert max(seen) <= 1024 * 1024
    assert max(seen) > 0


def test_sides_in_turn_keep_their_frames(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.set_reduced_motion(True)
    sizes = []
    for side in ("left", "right", "left", "right"):
        view.show_motion("clamshell", side)
        view.drive("hold", 0.0)
        shown(qtbot, view)
        assert view._reel is not None
        sizes.append(view._reel.store)
    assert sizes[0] is sizes[2]
    assert sizes[1] is sizes[3]
    assert sizes[0] is not sizes[1]
    view.stop()
    qtbot.waitUntil(lambda: not view._worker._loop._known, timeout=LONG)


def test_all_views_together_keep_the_limit(qtbot: QtBot) -> None:
    small = FigureView(cache_mb=1)
    qtbot.addWidget(small)
    small.resize(300, 300)
    small.show()
    small.set_reduced_motion(True)
    for side in ("left", "right", None, "left"):
        small.show_motion("side-lying-leg-raise", side)
        for phase in ("rest", "move", "hold"):
            small.drive(phase, 0.0)
            qtbot.waitUntil(lambda: small.shown == small._slot is not None, timeout=LONG)
            known = list(small._worker._loop._known.values())
            assert sum(reel.store.size for _, reel in known) <= 1024 * 1024


def test_keys_and_mouse_turn_it_and_home_turns_it_back(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.show_motion("mini-squat", None)
    view.drive("hold", 0.0)
    shown(qtbot, view)

    def picture_changes(act: object) -> QImage:
        qtbot.waitUntil(lambda: view._coming is None and view._reel is not None, timeout=LONG)
        number = view._number
        act()  # type: ignore[operator]
        assert view._number != number
        qtbot.waitUntil(
            lambda: view._reel is not None and view._reel.number == view._number, timeout=LONG
        )
        return view.grab().toImage()

    best = view.grab().toImage()
    turned = picture_changes(lambda: qtbot.keyClick(view, Qt.Key.Key_Right))
    assert turned != best
    picture_changes(lambda: qtbot.keyClick(view, Qt.Key.Key_Home))
    assert (view._yaw, view._pitch) == (None, None)

    def drag() -> None:
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
        qtbot.mouseMove(view, QPoint(160, 110))
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(160, 110))

    picture_changes(drag)
    assert view._yaw is not None
    picture_changes(
        lambda: qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    )
    assert view._yaw is None


def test_reduced_motion_shows_key_poses_only(qtbot: QtBot, view: FigureView) -> None:
    view.set_reduced_motion(True)
    view.show()
    view.show_motion("bridge", None)
    shown(qtbot, view)
    assert view._reel is not None
    ends = {0, view._reel.plan.there.steps}
    seen = set()
    for step in range(0, 21):
        view.drive("move", step / 20)
        qtbot.waitUntil(lambda: view.shown == view._slot, timeout=LONG)
        assert view.shown is not None
        seen.add(view.shown.step)
        assert view.shown.breath == 0
    assert seen == ends


def test_a_cycle_keeps_its_own_time_while_driven(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.show_motion("easy-walk", None)
    view.drive("move", 0.01)
    first = shown(qtbot, view)

    def walked_on() -> bool:
        view.drive("move", 0.01)
        return view.shown not in (None, first)

    qtbot.waitUntil(walked_on, timeout=LONG)


def test_a_new_size_and_theme_are_drawn_anew(qtbot: QtBot, view: FigureView) -> None:
    view.show()
    view.show_motion("leg-swing-side", None)
    view.drive("hold", 0.0)
    shown(qtbot, view)
    light = view.grab().toImage()
    view.set_theme(True)
    qtbot.waitUntil(
        lambda: view._reel is not None and view._reel.number == view._number, timeout=LONG
    )
    assert view.grab().toImage() != light
    view.resize(1000, 420)
    qtbot.waitUntil(
        lambda: view._reel is not None and view._reel.number == view._number, timeout=LONG
    )
    assert inked(view) > 0.03


@pytest.mark.parametrize("progress", [-1.0, 2.0, float("nan"), float("inf")])
def test_odd_progress_is_held_to_the_phase(qtbot: QtBot, view: FigureView, progress: float) -> None:
    view.show()
    view.show_motion("bridge", None)
    shown(qtbot, view)
    view.drive("move", progress)
    qtbot.waitUntil(lambda: view.shown == view._slot, timeout=LONG)


def test_another_look_is_drawn_anew(qtbot: QtBot, view: FigureView) -> None:
    view.show_motion("ice-pack", None)
    view.show()
    shown(qtbot, view)
    before = view.grab().toImage()
    view.set_look(Look(skin="deep", build="wider hips"))
    qtbot.waitUntil(lambda: view.grab().toImage() != before, timeout=LONG)
    # The still shows somebody else, so it only holds the place until the first frame.
    view.show_motion("bridge", None)
    faint = inked(view)
    view.set_look(Look())
    view.show_motion("calf-raise", None)
    view.show_motion("bridge", None)
    assert faint < inked(view)


def test_it_stands_still_in_a_key_pose_and_plays_on(view: FigureView, qtbot: QtBot) -> None:
    view.show_motion("bridge", None)
    view.show()
    shown(qtbot, view)
    view.show_key("up")
    top = shown(qtbot, view, Slot(0, view._reel.plan.there.steps))  # type: ignore[union-attr]
    assert not view._timer.isActive()
    view.show_key("down")
    shown(qtbot, view, Slot(0, 0))
    view.show_key(None)
    qtbot.waitUntil(lambda: view.shown not in (top, Slot(0, 0)), timeout=LONG)


def test_a_cycle_stands_still_in_each_of_its_keys(view: FigureView, qtbot: QtBot) -> None:
    view.show_motion("easy-walk", None)
    view.show()
    shown(qtbot, view)
    seen = set()
    for key in ("right-contact", "right-pass", "left-contact"):
        view.show_key(key)
        qtbot.waitUntil(lambda: view.shown == view._slot and view._coming is None, timeout=LONG)
        seen.add(view.shown)
    assert len(seen) == 3
