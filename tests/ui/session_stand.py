"""A session's flow in a window, with a small library and a clock that is turned by hand."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from hiprehab.core.events import Event
from hiprehab.core.log import SessionRecord
from hiprehab.core.model import (
    Block,
    Dose,
    DoseKind,
    Exercise,
    Item,
    Level,
    Library,
    Phase,
    Routine,
    SideRule,
    TempoPart,
    Variant,
)
from hiprehab.core.plan import StepKind
from hiprehab.core.settings import Settings
from hiprehab.ui.screens.session import SessionScreen
from hiprehab.ui.screens.session_flow import SessionFlow, SessionKit
from hiprehab.ui.theme import Theme
from tests.ui.fakes import FakeClock, MemoryJournal

TEMPO = (
    TempoPart("open", 2.0, Phase.MOVE),
    TempoPart("hold", 1.0, Phase.HOLD),
    TempoPart("close", 2.0, Phase.RETURN),
)
PACED = Dose(DoseKind.REPS, sets=2, reps=(3, 3), tempo=TEMPO, rest_sets_s=20.0, side=SideRule.EACH)
HOLD = Dose(DoseKind.HOLD, reps=(2, 2), hold_s=30.0, rest_reps_s=5.0, side=SideRule.EACH)
SELF = Dose(DoseKind.SELF, sets=2, reps=(8, 8), rest_sets_s="ready")


def exercise(name: str, title: str, position: str, *levels: Dose, **more: Any) -> Exercise:
    named = tuple(Level(str(n), dose) for n, dose in enumerate(levels, start=1))
    return Exercise(name, title, "strength", position, named, cues=("Keep still.",), **more)


EXERCISES = (
    exercise(
        "clam",
        "Clamshell",
        "side-lying",
        PACED,
        replace(PACED, sets=3),
        motion="clamshell",
        equipment=("band",),
    ),
    exercise("stretch", "Hip-flexor stretch", "kneeling", HOLD, pain_ceiling=2),
    exercise("squat", "Squat", "standing", SELF),
)
VARIANTS = tuple(
    Variant(
        f"L{n}",
        f"Level {n}",
        (Block("strength", tuple(Item(e.id, "1", e.levels[0].dose) for e in EXERCISES)),),
    )
    for n in (1, 2)
)
ROUTINE = Routine("hips", "Hip strength", VARIANTS, pain_ceiling=3)
LIBRARY = Library({e.id: e for e in EXERCISES}, {"hips": ROUTINE})


class FakeFigure(QWidget):
    """Notes what it is told to show."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: tuple[str | None, str | None] = (None, None)
        self.driven: tuple[str, float] | None = None
        self.stopped = False

    def show_motion(self, motion: str | None, side: str | None) -> None:
        self.shown = (motion, side)

    def drive(self, phase: str, progress: float) -> None:
        self.driven = (phase, progress)

    def release(self) -> None:
        self.driven = None

    def stop(self) -> None:
        self.stopped = True

    def set_theme(self, dark: bool) -> None:
        self.dark = dark

    def set_reduced_motion(self, on: bool) -> None:
        self.reduced = on


class FakeCues:
    def __init__(self) -> None:
        self.heard: list[Event] = []
        self.prepared = 0
        self.muted = False

    def prepare(self, plan: Any) -> None:
        self.prepared += 1

    def handle(self, event: Event, snapshot: Any) -> None:
        self.heard.append(event)

    def set_muted(self, muted: bool) -> None:
        self.muted = muted


class Stand:
    """A flow in a window, with a clock that is turned by hand."""

    def __init__(self, theme: Theme, settings: Settings, library: Library = LIBRARY) -> None:
        self.clock, self.journal, self.cues = FakeClock(), MemoryJournal(), FakeCues()
        self.figures: list[FakeFigure] = []
        kit = SessionKit(
            theme,
            library,
            settings,
            self.clock,
            lambda found: self.journal,
            figure=self._figure,
            cues=self.cues,
            next_due=lambda routine, day: day + timedelta(days=2),
        )
        self.flow = SessionFlow(kit)
        self.flow.resize(1280, 720)
        self.flow.show()
        self.closed: list[SessionRecord | None] = []
        self.flow.closed.connect(self.closed.append)

    def _figure(self) -> FakeFigure:
        self.figures.append(FakeFigure())
        return self.figures[-1]

    def start(self) -> None:
        self.flow.start_now(ROUTINE, VARIANTS[1])

    @property
    def screen(self) -> SessionScreen:
        assert self.flow.playing
        return self.flow.playing

    @property
    def runner(self) -> Any:
        return self.flow.runner

    def run(self, seconds: float) -> None:
        end = self.clock.now + seconds
        while self.runner._timer.isActive() and self.clock.now < end - 1e-9:
            self.clock.turn(self.runner._timer.interval() / 1000)
            self.runner._timer.timeout.emit()

    def goto(self, kind: StepKind, seconds: float = 0.0, **wanted: Any) -> Any:
        for step in self.runner.session.plan.steps:
            if step.kind is kind and all(getattr(step, k) == v for k, v in wanted.items()):
                self.runner.jump(step.index)
                self.run(seconds)
                return step
        raise AssertionError(f"no {kind} with {wanted}")

    def key(self, key: Qt.Key, *, shift: bool = False, control: bool = False) -> None:
        modifiers = Qt.KeyboardModifier.NoModifier
        if shift:
            modifiers |= Qt.KeyboardModifier.ShiftModifier
        if control:
            modifiers |= Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(self.flow.focusWidget() or self.screen, key, modifiers)
