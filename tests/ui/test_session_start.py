"""The check before a session: what is said changes what is suggested, and none of it is lost."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hiprehab.core.hips import Hips
from hiprehab.core.log import Moment
from hiprehab.core.model import Affected, Side
from hiprehab.core.settings import Settings
from hiprehab.core.state import State
from hiprehab.ui.screens.session_brief import Told, Unready
from hiprehab.ui.screens.session_start import MOBILITY
from hiprehab.ui.theme import Theme
from tests.ui.session_stand import ROUTINE, VARIANTS, Stand


@pytest.fixture
def stand(theme: Theme) -> Iterator[Stand]:
    made = Stand(theme, Settings(affected=Affected.RIGHT))
    yield made
    made.flow.close_session()
    made.flow.hide()
    shiboken6.delete(made.flow)


def test_check_before_changes_only_what_is_suggested(stand: Stand) -> None:
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    panel = stand.flow.panel
    assert panel is not None and not panel.hips().said
    assert not panel.advice.isVisible() and panel.start.isEnabled()
    left = panel.scales[Side.LEFT]
    left._choose(4)
    assert "one level down" in panel.advice.text() and panel.easier.isVisible()
    left._choose(6)
    assert panel.mobility.isVisible() and not panel.easier.isVisible()
    left._choose(8)
    assert "not to exercise today" in panel.advice.text() and panel.anyway.isEnabled()
    assert panel.questions.isVisible() and not panel.start.isVisible()
    panel.anyway.click()
    assert stand.runner.session.state is State.RUNNING
    (entry,) = [row[1] for row in stand.journal.rows if row[0] == "pain"]
    assert (entry.score, entry.moment, entry.exercise) == (8, Moment.BEFORE, None)


def test_a_limp_speaks_against_today_and_is_kept_with_the_rating(stand: Stand) -> None:
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    panel = stand.flow.panel
    assert panel is not None and not panel.questions.isVisible()
    panel.scales[Side.LEFT]._choose(1)
    panel.limps.click()
    assert panel.advice.text().startswith("You limp before you have begun.")
    assert panel.questions.isVisible() and panel.anyway.isVisible()
    assert not panel.start.isVisible()
    panel.limps.click()
    assert not panel.questions.isVisible() and panel.hips().limp is None, "off is not asked"
    panel.limps.click()
    panel.started.emit()
    (entry,) = [row[1] for row in stand.journal.rows if row[0] == "pain"]
    assert (entry.score, entry.limp, entry.moment) == (1, True, Moment.BEFORE)


def test_a_limp_alone_is_kept_with_the_sore_side(stand: Stand) -> None:
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    assert stand.flow.panel
    stand.flow.panel.limps.click()
    stand.flow.panel.started.emit()
    (kept,) = [row[1] for row in stand.journal.rows if row[0] == "pain"]
    assert (kept.side, kept.score, kept.limp) == (Side.RIGHT, None, True)


@pytest.mark.parametrize("way", ["questions", "mobility", "cancel"])
def test_what_was_said_is_not_lost_when_the_session_is_not_begun(stand: Stand, way: str) -> None:
    said: list[Hips] = []
    stand.flow.rated.connect(said.append)
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    assert stand.flow.panel
    stand.flow.panel.scales[Side.RIGHT]._choose(6)
    getattr(stand.flow.panel, way).click()
    assert said == [Hips({Side.RIGHT: 6})]


def test_ways_out_of_the_check(stand: Stand) -> None:
    other: list[tuple[str, str]] = []
    stand.flow.instead.connect(lambda *way: other.append(way))
    stand.flow.start_panel(ROUTINE, VARIANTS[0], shorter=True)
    panel = stand.flow.panel
    assert panel is not None and "shorter today" in panel.facts.text()
    panel.scales[Side.LEFT]._choose(4)
    assert not panel.easier.isVisible(), "there is no lower level than the first"
    assert "no easier level" in panel.advice.text() and "level down" not in panel.advice.text()
    assert panel.advised is panel.mobility
    panel.mobility.click()
    assert other == [(MOBILITY, "")]
    stand.key(Qt.Key.Key_Escape)
    assert stand.closed == [None]


def test_one_level_down(stand: Stand) -> None:
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    assert stand.flow.panel
    stand.flow.panel.easierAsked.emit()
    assert stand.runner.session.plan.variant == "L1"


@pytest.mark.parametrize(
    ("score", "way"), [(2, "start"), (4, "easier"), (6, "mobility"), (8, "questions")]
)
def test_enter_does_what_is_suggested_and_starting_anyway_is_last_and_quiet(
    stand: Stand, score: int, way: str
) -> None:
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    panel = stand.flow.panel
    assert panel is not None
    panel.scales[Side.LEFT]._choose(score)
    pressed: list[str] = []
    for name in ("start", "easier", "mobility", "questions", "anyway"):
        button = getattr(panel, name)
        button.clicked.disconnect()
        button.clicked.connect(lambda _on=False, name=name: pressed.append(name))
    assert [name for name in ("start", "easier", "mobility", "questions")
            if getattr(panel, name).isVisible()] == [way]  # fmt: skip
    assert getattr(panel, way)._kind == "primary"
    panel.setFocus()
    stand.key(Qt.Key.Key_Return)
    assert pressed == [way]
    assert panel.anyway.isVisible() is (way != "start")
    if way != "start":
        QApplication.processEvents()
        assert panel.anyway._kind == "quiet"
        assert panel.anyway.x() > getattr(panel, way).x()


def test_enter_presses_the_button_that_tab_has_reached(stand: Stand) -> None:
    stand.flow.start_panel(ROUTINE, VARIANTS[1])
    panel = stand.flow.panel
    assert panel is not None
    panel.scales[Side.LEFT]._choose(8)
    assert panel.accessibleDescription() == panel.advice.text()
    panel.cancel.setFocus(Qt.FocusReason.TabFocusReason)
    stand.key(Qt.Key.Key_Return)
    assert stand.closed == [None] and stand.flow.runner is None


def test_easy_movement_is_not_offered_in_its_own_place(stand: Stand) -> None:
    stand.flow.start_panel(replace(ROUTINE, id=MOBILITY), VARIANTS[0])
    panel = stand.flow.panel
    assert panel is not None
    panel.scales[Side.LEFT]._choose(6)
    assert panel.advised is panel.start and "Move gently" in panel.advice.text()
    panel.scales[Side.LEFT]._choose(8)
    assert panel.advised is panel.questions


def test_a_step_too_early_shows_the_one_that_fits_first(stand: Stand) -> None:
    other: list[tuple[str, str]] = []
    stand.flow.instead.connect(lambda *way: other.append(way))
    told = Told(unready=Unready("8 points before running are open.", 0))
    stand.flow.start_panel(ROUTINE, VARIANTS[1], told=told)
    panel = stand.flow.panel
    assert panel is not None and panel.advice.text() == "8 points before running are open."
    assert panel.step.text() == "Show step 0" and panel.anyway.isVisible()
    panel.scales[Side.LEFT]._choose(8)
    assert panel.advised is panel.questions, "pain goes before the list"
    panel.scales[Side.LEFT]._choose(1)
    stand.key(Qt.Key.Key_Return)
    assert other == [("hips", "step-0")]
