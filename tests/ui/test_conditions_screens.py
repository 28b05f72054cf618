"""Conditions on the screen: chosen in Settings, named before the start, minded in the session."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from hiprehab import resources
from hiprehab.core.conditions import Chosen, Conditions
from hiprehab.core.model import Library, Side
from hiprehab.core.settings import Settings
from hiprehab.storage.guides import read_conditions
from hiprehab.storage.store import Store
from hiprehab.ui.run_parts import NoJournal
from hiprehab.ui.screens.about_you import ConditionsCard
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.session_flow import SessionFlow, SessionKit
from hiprehab.ui.screens.when import DateEdit
from hiprehab.ui.theme import Theme

BOOK = read_conditions(resources.data_dir())


def texts(widget: Any) -> str:
    return "\n".join(
        one.text() for one in widget.findChildren(QLabel) if not one.isHidden() and one.text()
    )


def button(widget: Any, text: str) -> QPushButton:
    return next(one for one in widget.findChildren(QPushButton) if one.text() == text)


@pytest.fixture
def card(theme: Theme, around: Around, qtbot: QtBot) -> Iterator[ConditionsCard]:
    made = ConditionsCard(theme, replace(around, book=lambda: BOOK))
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show()
    yield made


def saved(card: ConditionsCard) -> None:
    assert card._around.live.writer.flush(5)
    QApplication.processEvents()


def test_choosing_is_saved_and_lowers_or_lifts_the_limit(
    card: ConditionsCard, log: Store, qtbot: QtBot
) -> None:
    assert "up to 3 of 10" in card.limit.text()
    assert len(card.chips) == 19 and not any(chip.isChecked() for chip in card.chips.values())
    qtbot.mouseClick(card.chips["oa"], Qt.MouseButton.LeftButton)
    saved(card)
    assert [one.key for one in log.conditions()] == ["oa"]
    assert "up to 5 of 10" in card.limit.text()
    qtbot.mouseClick(card.chips["bsi"], Qt.MouseButton.LeftButton)
    saved(card)
    assert "held back" in card.limit.text()
    assert "clinician in charge" in texts(card)


def test_taking_away_can_be_undone(card: ConditionsCard, log: Store, qtbot: QtBot) -> None:
    said: list[tuple[str, Callable[[], None]]] = []
    card.told.connect(lambda text, undo: said.append((text, undo)))
    qtbot.mouseClick(card.chips["gtps"], Qt.MouseButton.LeftButton)
    saved(card)
    qtbot.mouseClick(card.chips["gtps"], Qt.MouseButton.LeftButton)
    saved(card)
    assert log.conditions() == [] and not card.chips["gtps"].isChecked()
    ((text, undo),) = said
    assert text.startswith("Outer hip tendon pain")
    undo()
    saved(card)
    assert card.chips["gtps"].isChecked()
    assert len(log.condition_history()) == 2


def test_a_strain_asks_since_when(
    card: ConditionsCard, log: Store, qtbot: QtBot, around: Around
) -> None:
    qtbot.mouseClick(card.chips["groin"], Qt.MouseButton.LeftButton)
    saved(card)
    assert "up to 3 of 10" in card.limit.text() and "not said" in texts(card)
    (field,) = card.findChildren(DateEdit)
    field.setDate(QDate(2026, 11, 10))
    qtbot.mouseClick(button(card, "Use this day"), Qt.MouseButton.LeftButton)
    saved(card)
    assert log.conditions()[0].since == date(2026, 11, 10)
    assert "up to 2 of 10" in card.limit.text() and "10 November 2026" in texts(card)
    fresh = [one for one in card.findChildren(QPushButton) if one.text() == "I do not know"]
    qtbot.mouseClick(fresh[-1], Qt.MouseButton.LeftButton)
    saved(card)
    assert log.conditions()[0].since is None


def test_a_failed_write_is_not_shown_as_chosen(
    card: ConditionsCard, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    card._around.live.problem.connect(told.append)

    def broken(store: Store, chosen: Chosen) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Store, "choose_condition", broken)
    qtbot.mouseClick(card.chips["oa"], Qt.MouseButton.LeftButton)
    saved(card)
    assert not card.chips["oa"].isChecked()
    assert told and "No space" in told[0]


# --- before and in a session ------------------------------------------------------------------


@pytest.fixture
def open_flow(
    theme: Theme, library: Library, around: Around, qtbot: QtBot
) -> Callable[..., SessionFlow]:
    def opened(routine: str, *keys: str, variant: int = 0) -> SessionFlow:
        from hiprehab.ui.clock import SystemClock

        known = Conditions(BOOK, tuple(Chosen(around.now(), key) for key in keys))
        kit = SessionKit(
            theme=theme,
            library=library,
            settings=Settings(),
            clock=SystemClock(),
            journal=lambda _: NoJournal(),
            conditions=known,
        )
        flow = SessionFlow(kit)
        qtbot.addWidget(flow)
        flow.resize(1280, 720)
        found = library.routines[routine]
        flow.start_panel(found, found.variants[variant])
        flow.show()
        return flow

    return opened


def test_without_a_condition_nothing_is_said(open_flow: Callable[..., SessionFlow]) -> None:
    panel = open_flow("glute-strength-a").panel
    assert panel is not None and panel._cautions is None
    panel.scales[Side.LEFT].set_score(4)
    panel._on_changed(None)
    assert "above 3" in panel.advice.text()


def test_the_condition_sets_the_limit(open_flow: Callable[..., SessionFlow]) -> None:
    panel = open_flow("glute-strength-a", "oa").panel
    assert panel is not None
    panel.scales[Side.LEFT].set_score(5)
    panel._on_changed(None)
    assert panel.advice.text() == ""


def test_a_blocked_move_is_named_with_reason_and_swap(
    open_flow: Callable[..., SessionFlow], library: Library, qtbot: QtBot
) -> None:
    flow = open_flow("post-run-stretch", "thr")
    panel = flow.panel
    assert panel is not None and panel._cautions is not None
    words = texts(panel)
    assert "is not for you now." in words and "Hip replacement or surgery" in words
    cautions = panel._cautions
    before = panel.facts.text()
    assert cautions.choices, "no blocked move of this routine has another one"  # type: ignore[attr-defined]
    name, row = next(iter(cautions.choices.items()))  # type: ignore[attr-defined]
    assert library.exercises[name].name in words
    assert row.chips()[0].isChecked() and "instead" in row.chips()[0].text()
    qtbot.mouseClick(row.chips()[1], Qt.MouseButton.LeftButton)
    assert panel.facts.text() != before
    panel.started.emit()
    assert flow.runner is not None
    done = {item.exercise for item in flow.runner.session.plan.items}
    assert name not in done
    flow.close_session()


def test_nothing_can_be_started_with_a_bone_stress_injury(
    open_flow: Callable[..., SessionFlow], qtbot: QtBot
) -> None:
    flow = open_flow("glute-strength-a", "bsi")
    panel = flow.panel
    assert panel is not None
    assert not panel.start.isVisible()
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    assert flow.runner is None
    assert "clinician in charge" in texts(panel) and "Left out" in texts(panel)


def test_a_note_is_shown_before_its_move(
    open_flow: Callable[..., SessionFlow], library: Library
) -> None:
    flow = open_flow("glute-strength-a", "gtps")
    assert flow.panel is not None
    assert "with care" in texts(flow.panel)
    flow.panel.started.emit()
    assert flow.runner is not None and flow.playing is not None
    session = flow.runner.session
    place = next(n for n, item in enumerate(session.plan.items) if item.caution)
    step = next(one for one in session.plan.steps if one.item == place)
    assert not step.is_work
    flow.runner.jump(step.index)
    assert flow.playing.stage.cue.text == session.plan.items[place].caution
    flow.playing.set_far(True)
    flow.playing.show_state(flow.runner.snapshot())
    assert flow.playing.far.care == session.plan.items[place].caution
    assert flow.playing.far.accessibleDescription() == flow.playing.far.care
    flow.close_session()
