"""What a clinician laid down, on the pages: fixed doses, rounds, phases, review, author's note."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from hiprehab.core.agenda import Planned
from hiprehab.core.codec import plan_to_json
from hiprehab.core.log import Outcome, SessionRecord, SetResult, Status
from hiprehab.core.model import (
    FREE,
    LOCKED,
    Adjust,
    Author,
    Block,
    Dose,
    DoseKind,
    Library,
    ProgrammePhase,
    Routine,
    SideRule,
)
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.history_session import SessionPage
from hiprehab.ui.screens.plan import PlanScreen
from hiprehab.ui.screens.plan_phase import PhaseHint
from hiprehab.ui.screens.prescribed_words import fixed_text, phase_when, review_text, rounds_text
from hiprehab.ui.screens.routine_page import RoutinePage
from hiprehab.ui.theme import Theme
from hiprehab.ui.wording import Words

DAY = date(2026, 11, 22)
SHIPPED = "glute-strength-a"
ROUTINE = f"clinic/{SHIPPED}"
HOLD = Dose(DoseKind.HOLD, sets=2, reps=(3, 3), hold_s=5.0, rest_sets_s=30.0, side=SideRule.EACH)
TIMED = Dose(DoseKind.TIME, duration_s=60.0)
ALL = Adjust(*[LOCKED] * 8)


@pytest.mark.parametrize(
    ("adjust", "dose", "said"),
    [
        (FREE, HOLD, ""),
        (ALL, HOLD, "Set by your physiotherapist: all of it."),
        (ALL, TIMED, "Set by your physiotherapist: all of it."),
        (
            Adjust(sets=LOCKED, reps=(2, 4), hold_s=(3, 10), level=("1", "2")),
            HOLD,
            "Set by your physiotherapist: sets. You may change: reps 2 to 4, hold 3 to 10 s, "
            "level 1, 2. The rest is up to you.",
        ),
        (Adjust(hold_s=LOCKED, tempo=LOCKED), TIMED, ""),
        (
            ALL._replace(duration_s=(30, 90)),
            TIMED,
            "Set by your physiotherapist: sets, level. You may change: time 30 to 90 s.",
        ),
    ],
)
def test_what_is_fixed_in_words(adjust: Adjust, dose: Dose, said: str) -> None:
    assert fixed_text(adjust, dose) == said


def test_rounds_in_words(qapp: Any) -> None:
    words = Words()
    assert words.dose(replace(HOLD, sets=3), 3) == "3 rounds: 3 × hold 5 s, each side"
    assert words.dose(replace(HOLD, sets=6), 3) == "3 rounds: 2 sets: 3 × hold 5 s, each side"
    assert rounds_text(Block("b", ())) == ""
    assert rounds_text(Block("b", (), 3)) == "3 rounds, one move after the other"
    assert rounds_text(Block("b", (), 3, 45.0)).endswith("45 s of rest between rounds")
    assert rounds_text(Block("b", (), 2, "ready")).endswith("until you are ready")


def test_phases_and_reviews_in_words() -> None:
    assert phase_when(ProgrammePhase("a", "L1", weeks=(1, 2))) == "weeks 1 to 2"
    assert phase_when(ProgrammePhase("a", "L1", weeks=(3, 3), criteria="Calm.")) == "week 3 · Calm."
    assert "2026" in phase_when(ProgrammePhase("a", "L1", first=DAY))
    routine = Routine("r", "R", (), review=DAY)
    assert "wants to look at" in review_text(routine, DAY)
    assert "wanted to look at" in review_text(routine, DAY + timedelta(1))


def programme(library: Library) -> Routine:
    """A built-in routine as a clinician may have changed it."""
    routine = library.routines[SHIPPED]
    variants = []
    for one in routine.variants:
        first, *others = one.blocks
        items = tuple(replace(item, adjust=Adjust(sets=LOCKED)) for item in first.items)
        first = replace(first, items=items, rounds=2, rest_rounds_s=60.0)
        variants.append(replace(one, blocks=(first, *others)))
    names = [one.id for one in variants]
    return replace(
        routine,
        id=ROUTINE,
        variants=tuple(variants),
        author=Author("A. Physio"),
        author_note="Slowly, please.",
        review=DAY - timedelta(3),
        phases=(
            ProgrammePhase("Settle", names[0], weeks=(1, 2)),
            ProgrammePhase("Build", names[1], weeks=(3, 6)),
            ProgrammePhase("Run", names[-1], criteria="When you can hop."),
        ),
    )


@pytest.fixture
def prescribed(around: Around, library: Library) -> Around:
    made = programme(library)
    known = Library(library.exercises, {**library.routines, ROUTINE: made}, library.packs)
    return replace(around, library=lambda: known)


def texts(widget: QWidget) -> str:
    found = [one.text() for one in widget.findChildren(QLabel) if not one.isHidden()]
    rows = [one.accessibleDescription() for one in widget.findChildren(QWidget)]
    return "\n".join([*found, *rows])


def test_the_page_of_a_routine_shows_all_of_it(
    theme: Theme, prescribed: Around, log: Store, qtbot: Any
) -> None:
    log.plan_add(Planned(ROUTINE, "L1", frozenset({0}), 1, DAY - timedelta(15)))
    page = RoutinePage(theme, prescribed)
    qtbot.addWidget(page)
    routine = prescribed.library().routines[ROUTINE]
    page.show_routine(routine)
    said = texts(page)
    assert "A note from A. Physio\nSlowly, please." in said
    assert "wanted to look at this routine by" in said
    assert "2 rounds, one move after the other · 60 s of rest between rounds" in said
    assert "Set by your physiotherapist: sets. The rest is up to you." in said
    assert "Build – " in said and "(now)\nweeks 3 to 6" in said and "When you can hop." in said
    items = [item for block in page.variant.blocks for item in block.items]
    assert len(page.rows) == len(items), "an exercise in rounds is listed once"
    first = len(page.variant.blocks[0].items)
    assert len(page.strip.boxes()) == len(items) + first, "and drawn for each round"
    page._on_strip(first)
    assert page.strip._marks[first] == 1


@pytest.fixture
def plan(theme: Theme, prescribed: Around, qtbot: Any) -> Any:
    def make() -> PlanScreen:
        made = PlanScreen(theme, prescribed)
        prescribed.live.changed.connect(made.on_changed)
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        return made

    return make


def test_the_plan_suggests_the_phase_and_changes_it_only_when_asked(
    plan: Any, log: Store, library: Library, qtbot: Any
) -> None:
    since = DAY - timedelta(15)
    log.plan_add(Planned(ROUTINE, "L1", frozenset({0, 3}), 1, since))
    screen = plan()
    (hint,) = screen.findChildren(PhaseHint)
    assert "It is time for the phase “Build”." in texts(hint) and "weeks 3 to 6" in texts(hint)
    assert "wanted to look at this routine by" in texts(screen)
    assert [row.variant for row in log.planned()] == ["L1"], "nothing by itself"
    told: list[Any] = []
    screen.told.connect(lambda text, undo: told.append(undo))
    hint.accept.click()
    qtbot.waitUntil(lambda: bool(told))
    old, new = log.planned()
    assert (old.variant, old.until) == ("L1", DAY - timedelta(1))
    assert (new.variant, new.since, new.weekdays) == ("L2", DAY, frozenset({0, 3}))

    def shown() -> list[PhaseHint]:
        return [one for one in screen.findChildren(PhaseHint) if one.isVisible()]

    qtbot.waitUntil(lambda: len(shown()) == 1)
    (hint,) = shown()
    assert "Next: “Run”." in texts(hint) and "When you can hop." in texts(hint)
    told[0]()
    screen._around.live.writer.flush(5)
    valid = [row for row in log.planned() if row.on(DAY) or row.until is None]
    assert [(one.variant, one.weekdays, one.until) for one in valid] == [
        ("L1", frozenset({0, 3}), None)
    ]


def test_in_its_own_phase_nothing_is_suggested(plan: Any, log: Store) -> None:
    log.plan_add(Planned(ROUTINE, "L1", frozenset({0}), 1, DAY - timedelta(3)))
    assert not plan().findChildren(PhaseHint)


# --- the history ----------------------------------------------------------------------------


def test_easier_in_mid_session_shows_both_what_was_prescribed_and_done(
    theme: Theme, around: Around, log: Store, library: Library, qtbot: Any
) -> None:
    routine = library.routines[SHIPPED]
    plan = compile_plan(library, routine, routine.variants[1], PlanOptions())
    first = plan.items[0]
    other = library.exercises[first.exercise].levels[0]
    assert first.level != other.name
    record = SessionRecord(
        around.now(), ROUTINE, "A", "1.0.0", "L2", Status.UNFINISHED, plan.total_s, 0.0
    )
    number = log.begin_session(record, plan_to_json(plan))

    def sets(exercise: str, level: str, item: int, number: int) -> SetResult:
        return SetResult(
            item, exercise, level, None, number, 8, 8, 30.0, 30.0, Outcome.DONE
        )  # fmt: skip

    second = plan.items[1]
    rows = (
        sets(first.exercise, first.level, 0, 1),
        sets(first.exercise, other.name, 0, 2),
        sets(second.exercise, second.level, 1, 1),
    )
    log.finish_session(number, replace(record, status=Status.DONE, results=rows))
    page = SessionPage(theme, around)
    qtbot.addWidget(page)
    page.show_session(log.session(number))
    said = texts(page)
    assert said.count("Changed during the session. Prescribed:") == 1
    assert f"Prescribed: {Words().item_line(first)}." in said
    assert f"{first.name} (level {other.name})" in said
    assert f"{first.name} (level {first.level})" in said


def test_a_session_whose_plan_cannot_be_read_is_shown_without_it(
    theme: Theme, around: Around, log: Store, qtbot: Any
) -> None:
    record = SessionRecord(around.now(), ROUTINE, "A", "1.0.0", "L2", Status.UNFINISHED, 60.0, 0.0)
    number = log.begin_session(record, '{"items": [{"nonsense": 1}]}')
    row = SetResult(0, "clamshell", "1", None, 1, 8, 8, 30.0, 30.0, Outcome.DONE)
    log.finish_session(number, replace(record, status=Status.DONE, results=(row,)))
    page = SessionPage(theme, around)
    qtbot.addWidget(page)
    page.show_session(log.session(number))
    assert "Clamshell (level 1)" in texts(page)
    assert "Changed during" not in texts(page)
