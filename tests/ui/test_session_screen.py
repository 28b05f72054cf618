"""The session screen: shows each phase, obeys each key, never blocks, and ends with a summary."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
import shiboken6
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from hiprehab.core.log import Moment, Outcome, SkipReason, Status
from hiprehab.core.model import (
    Affected,
    Dose,
    DoseKind,
    Side,
    SideRule,
)
from hiprehab.core.plan import StepKind
from hiprehab.core.settings import Settings
from hiprehab.core.state import Scope, State
from hiprehab.ui import phrases
from hiprehab.ui.theme import Theme, Tint
from hiprehab.ui.wording import Words, digits, minutes_text
from tests.ui.session_stand import (
    HOLD,
    PACED,
    SELF,
    Stand,
)


@pytest.fixture(scope="module")
def theme(qapp: QApplication) -> Theme:
    made = Theme()
    made.apply(qapp, Settings())
    return made


@pytest.fixture
def stands(qapp: QApplication, theme: Theme) -> Iterator[Callable[..., Stand]]:
    made: list[Stand] = []

    def make(settings: Settings | None = None) -> Stand:
        made.append(Stand(theme, settings or Settings(affected=Affected.RIGHT)))
        return made[-1]

    yield make
    for stand in made:
        stand.flow.close_session()
        stand.flow.hide()
        shiboken6.delete(stand.flow)


@pytest.fixture
def stand(stands: Callable[..., Stand]) -> Stand:
    return stands()


# -- what is shown


def test_get_ready_shows_what_comes(stand: Stand) -> None:
    stand.start()
    stage = stand.screen.stage
    assert stage.name.text == "Clamshell"
    assert stage.phase.accessibleName() == "Get ready"
    assert stage.side.accessibleName() == "left"
    assert "Lying on the right side" in stage.cue.text
    assert "The left knee opens" in stage.cue.text
    assert stand.cues.prepared == 1 and stand.cues.heard
    assert stand.figures[0].shown == ("clamshell", "left") and stand.figures[0].driven is None
    assert "left · done at 09:" in stage.left.text()


def test_paced_work(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 2.4, rep=2, side=Side.RIGHT)
    stage = stand.screen.stage
    assert stage.ring.accessibleDescription() == "2 of 3"
    assert stage.side.accessibleName() == "right"
    assert stage.side.accessibleDescription() == "set 1 of 2"
    assert stage.tempo._now == 1 and stage.cue.text == "Keep still."
    assert stage.next_name.text == "Clamshell · left · 3 times"
    assert stand.figures[0].driven is not None and stand.figures[0].driven[0] == "hold"


def test_phases_differ_in_word_and_tint(stand: Stand) -> None:
    stand.start()
    seen = {}
    for kind, wanted in (
        (StepKind.WORK, {"item": 0}),
        (StepKind.WORK, {"item": 1}),
        (StepKind.SWITCH, {}),
        (StepKind.REST_SET, {}),
        (StepKind.TRANSITION, {}),
    ):
        stand.goto(kind, 1.0, **wanted)
        phase = stand.screen.stage.phase
        seen[phase.accessibleName()] = phase._tint
    assert seen == {
        "Work": Tint.WORK,
        "Hold": Tint.HOLD,
        "Switch sides": Tint.SWITCH,
        "Rest": Tint.REST,
        "Next move": Tint.REST,
    }


def test_rest_says_why_and_shows_the_next_move_moving(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.TRANSITION, 1.0)
    stage = stand.screen.stage
    assert stage.name.text == "Hip-flexor stretch" and "kneeling" in stage.cue.text
    assert stand.figures[0].driven is None
    stand.goto(StepKind.REST_SET, 1.0)
    assert "20 s of rest" in stage.cue.text


def test_hold_counts_and_last_item_is_named(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 11.2, item=1)
    stage = stand.screen.stage
    assert stage.ring.accessibleDescription() == "19" and stage.count.text() == "hold 1 of 2"
    stand.runner.jump(len(stand.runner.session.plan.steps) - 1)
    assert stage.next_name.text == "That is the last one"


def test_far_mode_shows_digits_word_and_side(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 11.2, item=1)
    stand.key(Qt.Key.Key_F)
    assert stand.screen.far.isVisible()
    assert stand.screen.far.accessibleName() == "19 hold 1 of 2 left"
    stand.run(1.0)
    stand.goto(StepKind.REST_REP, 1.0)
    assert stand.screen.far.accessibleName() == "4 Rest: Hip-flexor stretch left"
    stand.key(Qt.Key.Key_F)
    assert stand.screen.stage.isVisible()


@pytest.mark.parametrize("scale", [100, 150, 200])
def test_holds_in_any_window(
    qapp: QApplication, theme: Theme, stands: Callable[..., Stand], scale: int
) -> None:
    theme.apply(qapp, Settings(text_scale=scale))
    stand = stands()
    stand.start()
    stand.goto(StepKind.WORK, 1.0)
    for size in ((1024, 640), (1280, 720), (1920, 1080)):
        stand.flow.resize(*size)
        qapp.processEvents()
        assert (stand.flow.width(), stand.flow.height()) == size
        stage = stand.screen.stage
        for part in (stage.side, stage.name, stage.ring, stage.next_name):
            assert part.isVisible()
            assert part.parentWidget().rect().contains(part.geometry())
            assert part.height() >= part.minimumSizeHint().height() - 2, (size, part)
        stand.screen.ask_pain()
        stand.screen.ask_to_end()
        for panel in (stand.screen.hurts, stand.screen.ending):
            assert stand.screen.rect().contains(panel.geometry())
            assert panel.height() >= panel.body.minimumSize().height()
        stand.screen.hurts.hide()
        stand.screen.ending.hide()
    theme.apply(qapp, Settings())


def test_nothing_is_painted_that_did_not_change(stand: Stand, qapp: QApplication) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 5.0, item=1)
    painted: list[str] = []
    stage = stand.screen.stage
    for name in ("side", "phase", "name", "cue", "tempo", "next_name", "next_still"):
        part = getattr(stage, name)
        part.update = lambda *_, name=name: painted.append(name)
    stand.run(3.0)
    assert painted == []


# -- what is done


def test_space_is_the_most_used_action(stand: Stand) -> None:
    stand.start()
    stand.key(Qt.Key.Key_Space)
    assert stand.runner.session.state is State.PAUSED
    assert stand.screen.paused.isVisible() and stand.screen.paused.title.text() == "Paused"
    stand.key(Qt.Key.Key_Space)
    assert stand.runner.session.state is State.LEAD_IN
    assert not stand.screen.paused.isVisible()
    stand.goto(StepKind.WORK, 5.0, item=2)
    assert stand.screen.stage.done.isVisible()
    stand.key(Qt.Key.Key_Space)
    step = stand.runner.session.step
    assert step.kind is StepKind.REST_SET and stand.screen.stage.done.text() == "I am ready"
    stand.key(Qt.Key.Key_Space)
    assert stand.runner.session.step.set == 2
    stand.key(Qt.Key.Key_K)
    assert stand.runner.session.state is State.PAUSED


def test_sleep_says_so_and_offers_to_restart(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 8.0, item=1)
    stand.clock.turn(5.0)
    stand.runner._timer.timeout.emit()
    assert stand.screen.paused.title.text() == "Paused: the computer slept 5 s"
    stand.key(Qt.Key.Key_R)
    assert stand.runner.session.state is State.LEAD_IN
    assert stand.runner.snapshot().elapsed == 0.0


@pytest.mark.parametrize(
    ("control", "shift", "item", "set_number"),
    [(False, False, 0, 1), (False, True, 0, 1), (True, False, 1, 1)],
)
def test_skip_asks_why_while_it_goes_on(
    stand: Stand, control: bool, shift: bool, item: int, set_number: int
) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 1.0, item=0)
    stand.key(Qt.Key.Key_Right, control=control, shift=shift)
    step = stand.runner.session.step
    assert (step.item, step.set) == (item, set_number) and not step.is_work
    assert stand.runner.session.state is State.RUNNING
    assert stand.screen.reasons.isVisible()
    stand.key(Qt.Key.Key_2)
    assert not stand.screen.reasons.isVisible()
    rows = stand.runner.session.set_results()
    assert rows[0].reason is SkipReason.TIRED


def test_skipping_a_rest_asks_nothing_and_silence_is_an_answer(stand: Stand) -> None:
    stand.start()
    stand.key(Qt.Key.Key_Right)
    assert stand.runner.session.step.is_work and not stand.screen.reasons.isVisible()
    stand.key(Qt.Key.Key_Right)
    assert stand.screen.reasons.isVisible() and stand.screen.reasons._timer.isActive()
    stand.screen.reasons._timer.timeout.emit()
    assert not stand.screen.reasons.isVisible()
    assert stand.runner.session.set_results()[0].reason is None


def test_a_set_that_ended_in_the_same_moment_gets_no_reason(stand: Stand) -> None:
    stand.start()
    step = stand.goto(StepKind.WORK, 36.0, exercise="stretch", rep=1)
    assert (stand.runner.session.step.is_work, stand.runner.session.step.rep) == (True, 2)
    stand.run(stand.runner.snapshot().remaining - 0.5)
    stand.clock.turn(0.6)
    stand.key(Qt.Key.Key_Right)
    rows = [row for row in stand.runner.session.set_results() if row.exercise == "stretch"]
    assert not stand.screen.reasons.isVisible(), "the change of sides was left out, not the hold"
    assert rows[0].outcome is Outcome.DONE and rows[0].side is step.side
    stand.key(Qt.Key.Key_Right)
    assert stand.screen.reasons.isVisible()
    stand.key(Qt.Key.Key_1)
    done, left = [row for row in stand.runner.session.set_results() if row.exercise == "stretch"]
    assert done.reason is None and left.reason is SkipReason.PAIN


def test_easier_harder_and_time(stand: Stand) -> None:
    stand.start()
    stand.key(Qt.Key.Key_Up)
    assert stand.runner.session.plan.items[0].level == "2"
    assert "level 2" in stand.screen.toasts.accessibleName()
    stand.key(Qt.Key.Key_Up)
    assert "end of the ladder" in stand.screen.toasts.accessibleName()
    stand.key(Qt.Key.Key_Down)
    assert stand.runner.session.plan.items[0].level == "1"
    stand.key(Qt.Key.Key_Plus)
    assert stand.runner.session.length == 25.0
    stand.key(Qt.Key.Key_Minus)
    assert stand.runner.session.length == 10.0
    stand.runner.jump(len(stand.runner.session.plan.steps) - 1)
    stand.key(Qt.Key.Key_Up)
    assert stand.runner.session.plan.items[0].level == "1"


def test_last_set_cannot_change(stand: Stand) -> None:
    stand.start()
    last = [s for s in stand.runner.session.plan.steps if s.item == 0][-1]
    stand.runner.jump(last.index)
    stand.key(Qt.Key.Key_Up)
    assert "last set" in stand.screen.toasts.accessibleName()


def test_it_hurts_is_kept_and_never_prefilled(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 1.0, item=1)
    stand.key(Qt.Key.Key_P)
    strip = stand.screen.hurts
    assert strip.isVisible() and strip.scores() == {}
    assert stand.runner.session.state is State.RUNNING
    stand.key(Qt.Key.Key_3)
    assert "above 2" in strip.text.text()
    stand.key(Qt.Key.Key_7)
    assert "suggest stopping this move" in strip.text.text()
    stand.key(Qt.Key.Key_Return)
    assert not strip.isVisible()
    (entry,) = [row[1] for row in stand.journal.rows if row[0] == "pain"]
    assert (entry.score, entry.side, entry.moment) == (7, Side.LEFT, Moment.DURING)
    assert entry.exercise == "stretch"
    stand.key(Qt.Key.Key_P)
    assert strip.scores() == {}
    stand.key(Qt.Key.Key_P)
    assert len([row for row in stand.journal.rows if row[0] == "pain"]) == 1


def test_it_hurts_offers(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 1.0, item=0)
    stand.key(Qt.Key.Key_P)
    stand.key(Qt.Key.Key_2)
    assert "within the limit" in stand.screen.hurts.text.text()
    stand.screen.hurts._act(stand.screen.hurts.stopMove)
    assert stand.runner.session.step.item == 1
    rows = stand.runner.session.set_results()
    assert {row.reason for row in rows if row.item == 0} == {SkipReason.PAIN}
    stand.key(Qt.Key.Key_P)
    stand.screen.hurts._timer.timeout.emit()
    assert not stand.screen.hurts.isVisible()
    stand.key(Qt.Key.Key_P)
    stand.key(Qt.Key.Key_Escape)
    assert not stand.screen.hurts.isVisible()
    assert stand.runner.session.state is State.RUNNING


def test_end_early_asks_and_keeps(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 6.0)
    stand.key(Qt.Key.Key_Escape)
    assert stand.screen.ending.isVisible() and stand.runner.session.state is State.PAUSED
    assert not stand.screen.paused.isVisible()
    stand.key(Qt.Key.Key_Escape)
    assert stand.runner.session.state is State.LEAD_IN and not stand.screen.ending.isVisible()
    stand.key(Qt.Key.Key_Escape)
    stand.screen._on_keep()
    assert stand.journal.record.status is Status.PARTIAL
    assert stand.flow.summary is not None and stand.flow.playing is None
    assert stand.figures[0].stopped


def test_discard_keeps_nothing(stand: Stand) -> None:
    stand.start()
    stand.screen.ask_to_end()
    stand.screen._on_discard()
    assert stand.journal.record is None and stand.closed == [None]


def test_other_keys(stand: Stand) -> None:
    stand.start()
    stand.key(Qt.Key.Key_M)
    assert stand.cues.muted
    stand.key(Qt.Key.Key_M)
    assert not stand.cues.muted
    stand.key(Qt.Key.Key_Question)
    assert stand.screen.help.isVisible()
    stand.key(Qt.Key.Key_Escape)
    assert not stand.screen.help.isVisible()
    stand.goto(StepKind.WORK, 6.0)
    stand.key(Qt.Key.Key_Left)
    assert stand.runner.session.step.rep == 1
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        none = Qt.KeyboardModifier.NoModifier
        pressed = QKeyEvent(kind, Qt.Key.Key_MediaTogglePlayPause, none)
        QApplication.sendEvent(stand.screen, pressed)
    assert stand.runner.session.state is State.PAUSED
    stand.key(Qt.Key.Key_Return)
    assert stand.runner.session.state is State.LEAD_IN
    stand.screen.stage.timeline.jumped.emit(2)
    assert stand.runner.session.step.item == 2
    assert stand.runner.session.step.kind is StepKind.TRANSITION


@pytest.mark.parametrize(
    ("size", "scale"), [((1024, 640), 100), ((1280, 720), 150), ((1366, 768), 150)]
)
def test_the_ring_stays_large_in_low_windows(
    stands: Callable[..., Stand],
    theme: Theme,
    qapp: QApplication,
    size: tuple[int, int],
    scale: int,
) -> None:
    theme.apply(qapp, Settings(text_scale=scale))
    try:
        made = stands()
        made.flow.resize(*size)
        made.start()
        made.goto(StepKind.WORK, 1.0, exercise="clam")
        QApplication.processEvents()
        stage = made.screen.stage
        assert min(stage.ring.width(), stage.ring.height()) >= 220
        assert stage.ring.geometry().right() < stage.name.geometry().left()
        made.flow.resize(1280, 900 * scale // 100)
        QApplication.processEvents()
        assert stage.ring.geometry().top() > stage.name.geometry().bottom()
    finally:
        theme.apply(qapp, Settings())


def test_buttons_do_what_keys_do(stand: Stand) -> None:
    stand.start()
    stand.screen.stage.buttons["pause"].click()
    assert stand.runner.session.state is State.PAUSED
    for name, button in stand.screen.stage.buttons.items():
        assert button.accessibleName() or button.text(), name
        assert button.sizeHint().height() >= 44


# -- the head, panels, the summary


def test_the_head_names_the_form_in_words(stand: Stand) -> None:
    stand.start()
    assert stand.screen.stage.title.text == "Hip strength · Level 2"
    words = Words(stand.screen)
    assert [words.variant(one) for one in ("standard", "L2", "2", "week1")] == [
        "",
        "level 2",
        "level 2",
        "week1",
    ]


def test_tab_stays_within_the_panel_and_enter_presses_what_it_reached(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 1.0)
    stand.key(Qt.Key.Key_Escape)
    screen = stand.screen
    for _ in range(5):
        stand.key(Qt.Key.Key_Tab)
        assert screen.ending.isAncestorOf(stand.flow.focusWidget())
    stand.key(Qt.Key.Key_Return)  # the fifth of three buttons in a ring: "End and keep"
    assert stand.flow.summary is not None


def test_whole_session_at_speed_ends_in_a_summary(stand: Stand) -> None:
    stand.start()
    for _ in range(200):
        stand.run(100.0)
        if stand.flow.playing is None:
            break
        if stand.runner.session.length is None:
            stand.runner.done()
    record = stand.journal.record
    assert record.status is Status.DONE and {r.outcome for r in record.results} == {Outcome.DONE}
    summary = stand.flow.summary
    assert summary is not None
    assert summary.effort.value is None and all(s.score is None for s in summary.scales.values())
    summary.scales[Side.RIGHT]._choose(2)
    summary.effort.chips()[6].click()
    summary.note.setText("  good  ")
    summary.done_button.click()
    assert stand.closed == [record]
    assert ("note", 6, "good") in stand.journal.rows
    entry = [row[1] for row in stand.journal.rows if row[0] == "pain"][-1]
    assert (entry.score, entry.side, entry.moment) == (2, Side.RIGHT, Moment.AFTER)


def test_summary_may_be_left_empty(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 1.0, item=1)
    stand.runner.stop()
    stand.flow.summary.setFocus()
    stand.key(Qt.Key.Key_Return)
    assert len(stand.closed) == 1
    assert not [row for row in stand.journal.rows if row[0] in ("pain", "note")]


def test_resumes_paused_where_it_was(stands: Callable[..., Stand], stand: Stand) -> None:
    from hiprehab.storage.sessions import JournalRow, OpenSession

    stand.start()
    stand.goto(StepKind.WORK, 11.0, item=1)
    rows = [row for row in stand.journal.rows if row[0] == "step_finished"]
    found = OpenSession(
        7,
        stand.journal.record,
        stand.journal.plan,
        stand.journal.checkpoint,
        stand.journal.active,
        tuple(
            JournalRow(n, stand.clock.utcnow(), row[0], row[1], 0.0) for n, row in enumerate(rows)
        ),
    )
    again = stands(Settings())
    again.flow.resume(found)
    assert again.screen.paused.isVisible()
    assert "cut off" in again.screen.paused.title.text()
    assert again.runner.session.step == stand.runner.session.step
    again.key(Qt.Key.Key_Space)
    assert again.runner.session.state is State.LEAD_IN
    again.flow.close_session()
    assert again.runner.session.state is State.PAUSED


# -- words


@pytest.mark.parametrize(
    ("seconds", "text", "short"),
    [(0, "0:00", "0"), (6.1, "0:07", "7"), (59.2, "1:00", "1:00"), (3661, "1:01:01", "1:01:01")],
)
def test_times_round_up(seconds: float, text: str, short: str) -> None:
    assert (minutes_text(seconds), digits(seconds)) == (text, short)


@pytest.mark.parametrize(
    ("dose", "text"),
    [
        (PACED, "2 sets: 3 times, each side"),
        (HOLD, "2 × hold 30 s, each side"),
        (replace(HOLD, reps=(1, 1), side=SideRule.LEFT), "hold 30 s, left side"),
        (replace(PACED, side=SideRule.ALTERNATING), "2 sets: 3 times, each side in turn"),
        (Dose(DoseKind.HOLD, hold_s=180.0), "hold 3 min"),
        (Dose(DoseKind.TIME, duration_s=300.0, side=SideRule.ALTERNATING), "5 min"),
        (SELF, "2 sets: 8 times"),
        (Dose(DoseKind.TIME, duration_s=300.0), "5 min"),
        (Dose(DoseKind.TIME, duration_s=45.0), "45 s"),
        (Dose(DoseKind.TIME, duration_s=100.0), "1:40 min"),
        (Dose(DoseKind.OPEN), "until you are done"),
    ],
)
def test_dose_as_a_sentence(qapp: QApplication, dose: Dose, text: str) -> None:
    assert Words().dose(dose) == text


def test_sides_that_take_turns_are_announced_as_such(stand: Stand) -> None:
    stand.start()
    step, item = stand.goto(StepKind.WORK, 0.0), stand.runner.session.plan.items[0]
    turns = replace(item, dose=replace(item.dose, side=SideRule.ALTERNATING))
    said = phrases.say_item(turns, replace(step, alternating=True), first=True)
    assert "3 times, each side in turn, left first" in said[0]
    assert said[-1] == "first, both sides, 3 times"
    plain = phrases.say_item(item, step, first=True)
    assert "left side, 3 times" in plain[0]


def test_scope_of_a_skip_is_named(stand: Stand) -> None:
    stand.start()
    stand.goto(StepKind.WORK, 1.0, item=0)
    stand.screen.skip(Scope.EXERCISE)
    assert stand.screen.reasons.title.text() == "Skipped: Clamshell. Why?"
    assert date(2026, 3, 3) > stand.journal.record.stamp.day
