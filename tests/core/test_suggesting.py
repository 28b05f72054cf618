"""What is suggested after a session, a break and a week; and what an accepted change does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.adjusting import adjusted, holding
from hiprehab.core.conditions import NO_CONDITIONS
from hiprehab.core.diary import Adjustment
from hiprehab.core.log import Moment, PainEntry, SessionRecord, Status, stamp
from hiprehab.core.model import (
    Adjust,
    Block,
    Dose,
    DoseKind,
    Exercise,
    ExtraDose,
    Item,
    Level,
    Library,
    Routine,
    Side,
    SideRule,
    Variant,
)
from hiprehab.core.suggesting import (
    Suggest,
    Suggestion,
    accepted,
    after_break,
    after_session,
    after_week,
    beside,
    easier_move,
    rungs,
)
from hiprehab.core.verdicts import Kind, SessionVerdict
from hiprehab.core.weekly import Break, Week

AT = datetime(2026, 3, 2, 18, tzinfo=UTC)


def holds(sets: int, side: SideRule = SideRule.EACH) -> Dose:
    return Dose(DoseKind.HOLD, sets=sets, reps=(4, 4), hold_s=10, side=side)


RAISE = Exercise(
    "raise", "Raise", "strength", "side-lying",
    (Level("1", holds(2)), Level("2", holds(3))), easier=("press",),
)  # fmt: skip
PRESS = Exercise("press", "Press", "strength", "supine", (Level("1", holds(1)),))
BRIDGE = Exercise("bridge", "Bridge", "strength", "supine", (Level("1", holds(3, SideRule.BOTH)),))
LIBRARY = Library({one.id: one for one in (RAISE, PRESS, BRIDGE)}, {})
ITEMS = (Item("raise", "2", holds(3)), Item("bridge", "1", holds(3, SideRule.BOTH)))


def variant(name: str) -> Variant:
    return Variant(name, name, (Block("strength", ITEMS),))


LEVELS = Routine("hips", "Hips", tuple(variant(f"L{n}") for n in (1, 2, 3)))
FORMS = Routine("yin", "Yin", (variant("standard"), variant("five-minute-holds")))


def session(name: str = "L2", routine: str = "hips", hours: float = 0) -> SessionRecord:
    at = stamp(AT + timedelta(hours=hours), 0)
    return SessionRecord(at, routine, "Hips", "1", name, Status.DONE, 900, 900, id=5)


def found(kind: Kind, name: str = "L2", routine: str = "hips") -> SessionVerdict:
    return SessionVerdict(session(name, routine), kind, 4, 1, 1.0, 3)


def change(**more: object) -> Adjustment:
    return Adjustment(stamp(AT, 0), "hips")._replace(**more)


def test_levels_are_told_from_other_forms() -> None:
    assert [one.id for one in rungs(LEVELS)] == ["L1", "L2", "L3"]
    assert rungs(FORMS) == ()
    names = ("step-0", "step-1"), ("stage1", "stage2"), ("week1", "weeks3to8"), ("level1", "level2")
    for pair in names:
        assert len(rungs(Routine("r", "R", tuple(variant(name) for name in pair)))) == 2


def test_the_ends_of_the_levels() -> None:
    assert beside(LEVELS, "L1", -1) is None and beside(LEVELS, "L3", 1) is None
    assert beside(LEVELS, "gone", 1) is None


@pytest.mark.parametrize(
    ("kind", "up", "what", "to"),
    [
        (Kind.GREEN, True, Suggest.UP, "L3"),
        (Kind.GREEN, False, None, ""),
        (Kind.SETTLED, True, None, ""),
        (Kind.FLARE, False, Suggest.LESS, ""),
        (Kind.HIGH, False, None, ""),
        (Kind.RED, False, Suggest.DOWN, "L1"),
        (Kind.PAUSE, False, None, ""),
        (Kind.OPEN, True, None, ""),
    ],
)
def test_after_a_session(kind: Kind, up: bool, what: Suggest | None, to: str) -> None:
    told = after_session(found(kind), LEVELS, (), up=up)
    assert (told.what if told else None, told.variant if told else "") == (what, to)


def test_below_the_lowest_level_there_is_less_of_it() -> None:
    told = after_session(found(Kind.RED, "L1"), LEVELS, (), up=False)
    assert told == Suggestion(Suggest.LESS, "hips", percent=70)
    told = after_session(found(Kind.RED, "standard", "yin"), FORMS, (), up=False)
    assert told is not None and told.what is Suggest.LESS


def test_above_the_highest_level_nothing_is_offered() -> None:
    assert after_session(found(Kind.GREEN, "L3"), LEVELS, (), up=True) is None


def test_up_takes_an_easier_move_back_first() -> None:
    told = after_session(
        found(Kind.GREEN), LEVELS, (change(exercise="raise", to_level="1"),), up=True
    )
    assert told == Suggestion(Suggest.AS_GIVEN, "hips")


def test_less_is_not_offered_twice() -> None:
    assert after_session(found(Kind.FLARE), LEVELS, (change(percent=70),), up=False) is None


@pytest.mark.parametrize(
    ("broken", "at", "what", "to"),
    [
        (Break.NONE, "L2", None, ""),
        (Break.LESS, "L2", Suggest.LESS, ""),
        (Break.DOWN, "L3", Suggest.DOWN, "L2"),
        (Break.DOWN, "L1", Suggest.LESS, ""),
        (Break.ANEW, "L3", Suggest.FIRST, "L1"),
        (Break.ANEW, "L1", Suggest.LESS, ""),
    ],
)
def test_after_a_break(broken: Break, at: str, what: Suggest | None, to: str) -> None:
    told = after_break(broken, LEVELS, at, ())
    assert (told.what if told else None, told.variant if told else "") == (what, to)


@pytest.mark.parametrize("week", list(Week))
def test_after_a_week(week: Week) -> None:
    told = after_week(week, LEVELS, "L2")
    assert bool(told) == (week in (Week.DOWN, Week.CLINICIAN))


def pain(score: int, exercise: str | None, moment: Moment = Moment.DURING) -> PainEntry:
    return PainEntry(stamp(AT, 0), Side.LEFT, score, moment, session=5, exercise=exercise)


def test_the_move_that_hurt_gets_one_rung_easier() -> None:
    entries = [pain(4, "raise"), pain(1, "bridge")]
    told = easier_move(found(Kind.HIGH), entries, LEVELS, library=LIBRARY, conditions=NO_CONDITIONS)
    assert told == Suggestion(Suggest.EASIER_MOVE, "hips", "", "raise", "", "1")


@pytest.mark.parametrize(
    "entries",
    [[], [pain(3, "raise")], [pain(4, None)], [pain(4, "raise", Moment.AFTER)], [pain(4, "gone")]],
)
def test_without_a_move_above_the_limit_there_is_nothing_to_swap(entries: list[PainEntry]) -> None:
    told = easier_move(found(Kind.HIGH), entries, LEVELS, library=LIBRARY, conditions=NO_CONDITIONS)
    assert told is None


def test_a_move_without_an_easier_form_stays() -> None:
    told = easier_move(
        found(Kind.HIGH), [pain(5, "bridge")], LEVELS, library=LIBRARY, conditions=NO_CONDITIONS
    )
    assert told is None


def test_a_level_is_changed_in_the_plan_and_a_move_by_an_adjustment() -> None:
    assert accepted(Suggestion(Suggest.UP, "hips", "L3"), change()) is None
    assert accepted(Suggestion(Suggest.AS_GIVEN, "hips"), change()) is None
    kept = accepted(Suggestion(Suggest.LESS, "hips", percent=70), change(reason="why"))
    assert kept is not None and (kept.percent, kept.reason) == (70, "why")


# --- accepted changes ------------------------------------------------------------------------


def items(*held: Adjustment) -> list[tuple[str, str, int]]:
    done = adjusted(LIBRARY, variant("L2"), held)
    return [(one.exercise, one.level, one.dose.sets) for one in done.items]


def test_without_changes_it_is_the_routine_itself() -> None:
    given_one = variant("L2")
    assert adjusted(LIBRARY, given_one, ()) is given_one


def test_one_move_at_another_level() -> None:
    assert items(change(exercise="raise", to_level="1")) == [("raise", "1", 2), ("bridge", "1", 3)]


def test_another_move_in_its_place() -> None:
    found_items = items(change(exercise="raise", to_exercise="press"))
    assert found_items == [("press", "1", 1), ("bridge", "1", 3)]


def test_less_of_everything() -> None:
    assert items(change(percent=70)) == [("raise", "2", 2), ("bridge", "1", 2)]


def test_changes_come_one_after_the_other() -> None:
    both = change(exercise="raise", to_exercise="press"), change(percent=70)
    assert items(*both) == [("press", "1", 1), ("bridge", "1", 2)]


def test_what_the_library_does_not_know_changes_nothing() -> None:
    assert items(change(exercise="raise", to_exercise="gone")) == items()
    assert items(change(exercise="raise", to_level="9")) == items()


def test_a_dose_for_one_side_stays_on_it() -> None:
    extra = ExtraDose(SideRule.AFFECTED, 1)
    left = replace(ITEMS[0], dose=replace(holds(3, SideRule.LEFT), extra=extra))
    routine = Variant("v", "V", (Block("strength", (left,)),))
    done = adjusted(LIBRARY, routine, (change(exercise="raise", to_level="1"),))
    assert (done.items[0].dose.side, done.items[0].dose.extra) == (SideRule.LEFT, extra)


def test_less_of_a_block_in_rounds_is_fewer_rounds() -> None:
    block = replace(variant("L2").blocks[0], rounds=3, rest_rounds_s=30)
    done = adjusted(LIBRARY, Variant("v", "V", (block,)), (change(percent=70),))
    assert (done.blocks[0].rounds, done.blocks[0].rest_rounds_s) == (2, 30)
    assert [one.dose.sets for one in done.items] == [3, 3]


@pytest.mark.parametrize(
    ("locked", "found_items"),
    [
        (Adjust(sets="locked"), ("raise", "1", 3)),
        (Adjust(level="locked"), ("raise", "2", 2)),
        (Adjust(level=("2", "3")), ("raise", "2", 2)),
        (Adjust(sets=(3, 4)), ("raise", "1", 3)),
    ],
)
def test_what_the_author_locked_stays(locked: Adjust, found_items: tuple[str, str, int]) -> None:
    block = Block("strength", (replace(ITEMS[0], adjust=locked),))
    held = change(exercise="raise", to_level="1"), change(percent=70)
    (done,) = adjusted(LIBRARY, Variant("v", "V", (block,)), held).items
    assert (done.exercise, done.level, done.dose.sets) == found_items


def test_a_block_keeps_what_else_it_says() -> None:
    block = replace(variant("L2").blocks[0], kind="warm-up")
    done = adjusted(LIBRARY, Variant("v", "V", (block,)), (change(percent=70),))
    assert done.blocks[0].kind == "warm-up"


def test_less_holds_for_one_session_and_a_move_until_it_is_ended() -> None:
    less, move = change(percent=70), change(exercise="raise", to_level="1")
    before, after = session(hours=-1), session(hours=1)
    assert holding([less, move], [before], "hips") == (less, move)
    assert holding([less, move], [before, after], "hips") == (move,)
    assert holding([less, move], [session(routine="yin", hours=1)], "hips") == (less, move)
    assert holding([move._replace(ended=AT)], [], "hips") == ()
    assert holding([less], [], "yin") == ()


def test_a_session_that_was_discarded_uses_nothing_up() -> None:
    less = change(percent=70)
    gone = replace(session(hours=1), status=Status.DISCARDED)
    assert holding([less], [gone], "hips") == (less,)


@given(
    st.lists(
        st.builds(
            Adjustment,
            stamp=st.integers(0, 99).map(lambda n: stamp(AT + timedelta(hours=n), 0)),
            routine=st.just("hips"),
            exercise=st.sampled_from(["", "raise", "bridge", "gone"]),
            to_exercise=st.sampled_from(["", "press", "bridge", "gone"]),
            to_level=st.sampled_from(["", "1", "2", "9"]),
            percent=st.integers(1, 100),
        ),
        max_size=6,
    )
)
def test_any_changes_leave_as_many_moves_each_with_something_to_do(found: list[Adjustment]) -> None:
    done = adjusted(LIBRARY, variant("L2"), found)
    assert len(done.items) == 2
    for one in done.items:
        exercise = LIBRARY.exercises[one.exercise]
        assert exercise.level(one.level) is not None
        assert one.dose.sets >= 1 and one.dose.reps[1] >= 1
