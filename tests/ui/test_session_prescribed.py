"""A session as a clinician laid it down: fixed, in a range, in rounds; and what is told before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hiprehab.core import codec
from hiprehab.core.model import Adjust, Affected, Author, Dose, DoseKind, Routine, Side, Variant
from hiprehab.core.plan import StepKind
from hiprehab.core.settings import Settings
from hiprehab.core.state import State
from hiprehab.ui.theme import Theme
from tests.ui.session_stand import ROUTINE, VARIANTS, Stand


@pytest.fixture
def stand(theme: Theme) -> Iterator[Stand]:
    made = Stand(theme, Settings(affected=Affected.RIGHT))
    yield made
    made.flow.close_session()
    made.flow.hide()
    shiboken6.delete(made.flow)


PRESCRIBED = replace(ROUTINE, id="clinic/hips")


def changed(adjust: Adjust, *, rounds: int = 1) -> Routine:
    """The routine with these limits on all its moves, its items in turn."""
    block = VARIANTS[1].blocks[0]
    items = tuple(replace(one, adjust=adjust) for one in block.items)
    made = replace(VARIANTS[1], blocks=(replace(block, items=items, rounds=rounds),))
    return replace(PRESCRIBED, variants=(made,))


def told(stand: Stand) -> list[str]:
    found: list[str] = []
    stand.screen.toasts.show_toast = found.append  # type: ignore[method-assign, assignment]
    return found


def test_a_key_that_would_change_what_is_fixed_says_why_not(stand: Stand) -> None:
    routine = changed(Adjust(*["locked"] * 8))
    stand.flow.start_now(routine, routine.variants[0])
    said = told(stand)
    stand.key(Qt.Key.Key_Up)
    assert said == ["Set by your physiotherapist: the level of this move stays as it is."]
    step = stand.goto(StepKind.WORK, 1.0, exercise="stretch")
    length = stand.runner.session.length
    stand.key(Qt.Key.Key_Plus)
    assert said[1:] == ["Set by your physiotherapist: this time stays as it is."]
    assert stand.runner.session.length == length == step.seconds
    stand.key(Qt.Key.Key_Space)
    assert stand.runner.session.state is State.PAUSED, "standing still is always free"
    stand.key(Qt.Key.Key_Space)
    stand.key(Qt.Key.Key_Right)
    assert stand.runner.session.step is not step, "leaving out too"


def test_where_nothing_easier_is_open_none_is_offered(stand: Stand) -> None:
    routine = changed(Adjust(level="locked"))
    stand.flow.start_now(routine, routine.variants[0])
    stand.goto(StepKind.WORK, 1.0, exercise="clam")
    stand.key(Qt.Key.Key_P)
    strip = stand.screen.asking.hurts
    assert not strip.easier_button.isVisible()
    strip.scales[Side.LEFT]._choose(5)
    assert "there is no easier level. We suggest stopping this move." in strip.text.text()


def test_a_range_is_kept_to_and_named(stand: Stand) -> None:
    routine = changed(Adjust(hold_s=(20, 40)))
    stand.flow.start_now(routine, routine.variants[0])
    said = told(stand)
    stand.goto(StepKind.WORK, 1.0, exercise="stretch")
    stand.key(Qt.Key.Key_Plus)
    assert stand.runner.session.length == 40.0 and not said
    stand.key(Qt.Key.Key_Plus)
    assert stand.runner.session.length == 40.0
    assert said == ["Set by your physiotherapist: 20 to 40 s."]


def test_rounds_on_the_screen_and_in_the_results(stand: Stand) -> None:
    routine = changed(Adjust(), rounds=2)
    stand.flow.start_now(routine, routine.variants[0])
    plan = stand.runner.session.plan
    assert [(one.item, one.round) for one in plan.visits] == [
        (0, 1), (1, 1), (2, 1), (0, 2), (1, 2), (2, 2),
    ]  # fmt: skip
    assert len(stand.screen.stage.timeline._segments) == 6
    stand.goto(StepKind.WORK, 1.0, exercise="stretch", set=2)
    assert stand.screen.stage.side.accessibleDescription() == "round 2 of 2"
    stand.screen.stage.timeline.jumped.emit(3)
    assert (stand.runner.session.step.exercise, stand.runner.session.step.set) == ("clam", 3)
    stand.run(20.0)
    assert stand.screen.stage.side.accessibleDescription() == "round 2 of 2, set 3 of 4"


def test_far_mode_names_the_round_of_timed_work(stand: Stand) -> None:
    (block,) = VARIANTS[1].blocks
    timed = replace(block.items[0], dose=Dose(DoseKind.TIME, duration_s=60.0))
    made = replace(VARIANTS[1], blocks=(replace(block, items=(timed,), rounds=3),))
    stand.flow.start_now(replace(ROUTINE, variants=(made,)), made)
    stand.screen.set_far(True)
    stand.goto(StepKind.WORK, 1.0, set=2)
    assert "Work · round 2 of 3" in stand.screen.far.accessibleName()


def test_a_move_that_is_stopped_does_not_come_again_in_the_next_round(stand: Stand) -> None:
    routine = changed(Adjust(), rounds=2)
    stand.flow.start_now(routine, routine.variants[0])
    stand.goto(StepKind.WORK, 1.0, exercise="clam", set=1)
    stand.key(Qt.Key.Key_Right, control=True)
    plan = stand.runner.session.plan
    assert [(one.item, one.round) for one in plan.visits][1:] == [(1, 1), (2, 1), (1, 2), (2, 2)]
    assert codec.plan_from_json(stand.journal.plan) == plan, "also after a crash"
    stand.runner.stop()
    rows = [row for row in stand.flow._record.results if row.exercise == "clam"]
    assert {row.set for row in rows} == {1, 2, 3, 4}


# -- before it


def test_the_panel_names_level_kit_what_is_fixed_and_when_to_stop(stand: Stand) -> None:
    item = replace(VARIANTS[0].items[0], adjust=Adjust(sets="locked", level=("1",)))
    block = replace(VARIANTS[1].blocks[0], items=(item, *VARIANTS[1].items[1:]))
    routine = replace(
        PRESCRIBED,
        variants=(VARIANTS[0], replace(VARIANTS[1], blocks=(block,))),
        stop_rules=("Stop when it hurts above 5.",),
        author_note="Slowly, please.",
        author=Author("A. Physio"),
        review=date(2026, 2, 1),
    )
    stand.flow.start_panel(routine, routine.variants[1])
    panel = stand.flow.panel
    assert panel is not None and "Level 2" in panel.facts.text()
    said = "\n".join(one.text() for one in panel.brief.findChildren(QLabel))
    assert "You need: band" in said
    assert "Clamshell. Fixed: sets. You may change: level 1. The rest is up to you." in said
    assert "A note from A. Physio\nSlowly, please." in said
    assert "wanted to look at this routine by" in said and "2026" in said
    assert said.startswith("More pain than 3 of 10 is too much for you here.\nYou need: band")
    assert "When else to stop\n–\nStop when it hurts above 5." in said


def test_a_locked_level_is_not_offered_lower(stand: Stand) -> None:
    item = replace(VARIANTS[1].items[0], adjust=Adjust(level="locked"))
    block = replace(VARIANTS[1].blocks[0], items=(item,))
    variants = (VARIANTS[0], replace(VARIANTS[1], blocks=(block,)))
    for routine in (PRESCRIBED, ROUTINE):
        stand.flow.start_panel(replace(routine, variants=variants), variants[1])
        panel = stand.flow.panel
        assert panel is not None
        panel.scales[Side.LEFT]._choose(4)
        shipped = routine is ROUTINE  # where the routine has levels of its own
        assert panel.easier.isVisible() == shipped
        assert ("Your physiotherapist set the level" in panel.advice.text()) != shipped


def test_a_shipped_routine_says_nothing_of_a_physiotherapist(stand: Stand) -> None:
    routine = replace(changed(Adjust(level="locked")), id="hips")
    stand.flow.start_panel(routine, routine.variants[0])
    assert stand.flow.panel is not None
    brief = stand.flow.panel.brief.findChildren(QLabel)
    assert not [one.text() for one in brief if "Fixed" in one.text()]
    stand.flow.start_now(routine, routine.variants[0])
    said = told(stand)
    stand.key(Qt.Key.Key_Up)
    assert said == ["In this routine the level of this move stays as it is."]


def test_shorter_today_says_when_all_is_fixed(stand: Stand) -> None:
    items = tuple(replace(one, adjust=Adjust(*["locked"] * 8)) for one in VARIANTS[0].items)
    variant = replace(VARIANTS[0], blocks=(replace(VARIANTS[0].blocks[0], items=items),))
    stand.flow.start_panel(replace(ROUTINE, variants=(variant,)), variant, shorter=True)
    assert stand.flow.panel is not None
    assert "cannot be made shorter" in stand.flow.panel.facts.text()


@pytest.mark.parametrize("size", [(1280, 720), (1024, 640)])
def test_start_stays_in_sight(stand: Stand, size: tuple[int, int], qtbot: QtBot) -> None:
    rules = tuple(f"Stop for reason {n}, whatever the others say about it." for n in range(30))
    stand.flow.resize(*size)
    stand.flow.start_panel(replace(ROUTINE, stop_rules=rules), VARIANTS[1])
    panel = stand.flow.panel
    assert panel is not None
    qtbot.waitUntil(lambda: panel.start.width() > 0 and panel.height() == size[1])
    bottom = panel.start.mapTo(panel, panel.start.rect().bottomLeft())
    assert 0 < bottom.y() < size[1]


def test_one_level_down_keeps_what_the_person_accepted(stand: Stand) -> None:
    def own(routine: Routine, variant: Variant) -> Variant:
        (block,) = variant.blocks
        return replace(variant, blocks=(replace(block, items=block.items[:1]),))

    stand.flow.kit = replace(stand.flow.kit, own=own)
    stand.flow.start_panel(ROUTINE, own(ROUTINE, VARIANTS[1]))
    panel = stand.flow.panel
    assert panel is not None
    panel.scales[Side.LEFT]._choose(4)
    panel.easier.click()
    plan = stand.runner.session.plan
    assert (plan.variant, [item.exercise for item in plan.items]) == ("L1", ["clam"])


def test_the_first_rule_of_when_to_stop_is_in_sight_in_a_low_window(
    stand: Stand, theme: Theme, qapp: QApplication, qtbot: QtBot
) -> None:
    theme.apply(qapp, Settings(text_scale=150))
    try:
        stand.flow.resize(1024, 640)
        rules = ("Stop when it hurts above 5.", "Stop when it is numb.")
        stand.flow.start_panel(replace(ROUTINE, stop_rules=rules), VARIANTS[1])
        panel = stand.flow.panel
        assert panel is not None
        qtbot.waitUntil(lambda: panel.start.width() > 0 and panel.height() == 640)
        first = panel.brief.findChildren(QLabel)[0]
        low = first.mapTo(panel, first.rect().bottomLeft()).y()
        assert low < panel.start.mapTo(panel, panel.start.rect().topLeft()).y()
    finally:
        theme.apply(qapp, Settings())
