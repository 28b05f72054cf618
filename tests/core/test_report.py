"""The page's content: counts that are right, and nothing said that is not known."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from hiprehab.core.agenda import Away, Planned
from hiprehab.core.calendar_days import DayKind
from hiprehab.core.conditions import Chosen, Condition, ConditionBook, Conditions
from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    Event,
    EventKind,
    FunctionKind,
    FunctionTest,
)
from hiprehab.core.log import (
    Measure,
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Stamp,
    Status,
)
from hiprehab.core.model import Affected, Side
from hiprehab.core.panels import Records
from hiprehab.core.report import (
    MOST_SESSIONS,
    Kept,
    Wishes,
    build,
    worst_and_best,
)
from hiprehab.core.report_parts import ENOUGH, Move, calendar_months, reading_days
from hiprehab.core.safety import (
    Allows,
    Answer,
    Clearance,
    Level,
    Occasion,
    Question,
    SafetyBook,
    SafetyLog,
)
from hiprehab.core.trend_table import DAY_HEADER, day_rows
from hiprehab.core.verdicts import Kind

FIRST = date(2026, 3, 2)  # a Monday
LAST = FIRST + timedelta(days=27)
TODAY = LAST + timedelta(days=1)


def on(day: int, hour: int = 20) -> Stamp:
    when = FIRST + timedelta(days=day)
    return Stamp(datetime.combine(when, time(hour), tzinfo=UTC), 0, when)


def pain(day: int, score: int | None, side: Side = Side.LEFT, **more) -> PainEntry:
    return PainEntry(on(day, more.pop("hour", 20)), side, score, **more)


def sets(exercise: str, done: int, planned: int, reason: SkipReason | None = None):
    return tuple(
        SetResult(0, exercise, "1", None, n + 1, 10, 10, 30, 30 if n < done else 0,
                  Outcome.DONE if n < done else Outcome.SKIPPED, None if n < done else reason)
        for n in range(planned)
    )  # fmt: skip


def session(day: int, number: int, status: Status = Status.DONE, **more) -> SessionRecord:
    return SessionRecord(
        on(day, 18), more.pop("routine", "a"), more.pop("title", "Routine A"), "1.0.0", "standard",
        status, 600, 600, id=number, **more,
    )  # fmt: skip


def kept(**more) -> Kept:
    outer = {
        name: more.pop(name)
        for name in ("questions", "safety", "book", "conditions", "affected", "limits")
        if name in more
    }
    base = {"first": FIRST, "last": LAST, "today": TODAY, "since": FIRST}
    return Kept(Records(**(base | more)), **outer)


def weekly() -> Planned:
    return Planned("a", "standard", frozenset({0, 2}), 1, FIRST)


# --- nothing, and little ------------------------------------------------------------------------


def test_of_nothing_nothing_is_said() -> None:
    content = build(kept())
    assert content.is_empty
    assert content.chart.is_empty
    assert content.sessions.total == 0
    assert (content.moves, content.activities, content.tests, content.marks) == ((), (), (), ())
    assert content.safety.last_asked is None
    assert worst_and_best(content.moves) == ((), ())
    assert [week.planned for week in content.spans] == [None] * 4
    assert [week.left for week in content.spans] == [None] * 4


def test_a_zero_is_a_rating() -> None:
    content = build(kept(pain=[pain(0, 0), pain(1, None)]))
    assert not content.is_empty
    assert content.chart.left.summary.ratings == 1
    assert content.moments[0].highest == 0
    assert content.spans[0].rated == (1, 0)


def test_no_name_and_no_notes_unless_chosen() -> None:
    records = kept(pain=[pain(0, 3, note="Called Dr Roe")])
    plain = build(records)
    assert (plain.name, plain.notes) == ("", None)
    assert "Roe" not in repr(replace(plain))
    chosen = build(records, Wishes(" Jane ", True))
    assert chosen.name == "Jane"
    assert chosen.notes is not None
    assert [note.text for note in chosen.notes] == ["Called Dr Roe"]


def test_a_note_for_both_sides_stands_once() -> None:
    both = [pain(0, 3, side, note="Stiff") for side in Side]
    content = build(kept(pain=both, sessions=[session(1, 1, note="Went well")]), Wishes("", True))
    assert content.notes is not None
    assert [(note.about, note.text) for note in content.notes] == [
        ("", "Stiff"), ("Routine A", "Went well"),
    ]  # fmt: skip


# --- one value, four places ---------------------------------------------------------------------


def test_the_numbers_are_those_of_the_chart_and_its_file() -> None:
    """The chart's line, the row of its file and the page's row of the week are one number."""
    entries = [pain(day, score) for day, score in enumerate((4, 4, 6, 2, 5, 5, 3, 1, 2))]
    content = build(kept(pain=entries))
    sunday = 6
    line = content.chart.left.line[sunday]
    row = dict(zip(DAY_HEADER, day_rows(content.chart)[sunday], strict=True))
    week = content.spans[0]
    assert line == 4
    assert row["left_median_7_days"] == "4"
    assert (week.left, week.last) == (line, FIRST + timedelta(days=sunday))


# --- sessions and days --------------------------------------------------------------------------


def test_planned_days_are_told_apart_and_nothing_is_called_missed() -> None:
    done = session(0, 1)  # Monday
    part = session(2, 2, Status.PARTIAL, results=sets("clamshell", 1, 3, SkipReason.PAIN))
    skip = Event(on(7), EventKind.SKIPPED, FIRST + timedelta(days=7), None, reason=SkipReason.TIME)
    holiday = Away(FIRST + timedelta(days=14), FIRST + timedelta(days=20))
    content = build(kept(sessions=[done, part], planned=[weekly()], events=[skip], away=[holiday]))
    assert content.planned_days[DayKind.DONE] == 1
    assert content.planned_days[DayKind.PARTIAL] == 1
    assert content.planned_days[DayKind.SKIPPED] == 1
    assert content.planned_days[DayKind.NOT_RECORDED] == 3  # days 9, 21 and 23
    assert content.planned_days[DayKind.AWAY] == 2
    assert content.skips == ((SkipReason.TIME, 1),)
    assert content.sessions.parts == ((SkipReason.PAIN, 1),)
    assert (content.sessions.done, content.sessions.partial, content.sessions.minutes) == (1, 1, 20)
    assert [week.planned for week in content.spans] == [2, 2, None, 2]


def test_what_was_planned_is_what_trends_says() -> None:
    """Neither a flare nor today asks for more than was done; by month as by week."""
    flare = Event(on(7), EventKind.FLARE, FIRST + timedelta(days=7), FIRST + timedelta(days=9))
    records = kept(sessions=[session(0, 1)], planned=[weekly()], events=[flare])
    content = build(records)
    prescribed = [week.prescribed for week in content.dose.weeks]
    assert [week.planned for week in content.spans] == [one and one.sessions for one in prescribed]
    assert content.spans[1].planned == 0
    assert [week.sessions for week in content.spans] == [1, 0, 0, 0]


def test_a_day_left_out_without_a_word_has_no_reason() -> None:
    skip = Event(on(7), EventKind.SKIPPED, FIRST + timedelta(days=7), None)
    assert build(kept(planned=[weekly()], events=[skip])).skips == ((None, 1),)


def test_unfinished_sessions_and_those_around_the_period_do_not_count() -> None:
    others = [session(-3, 1), session(0, 2, Status.UNFINISHED), session(1, 3, Status.DISCARDED)]
    content = build(kept(sessions=[*others, session(2, 4, Status.MANUAL)]))
    assert (content.sessions.total, content.sessions.manual) == (1, 1)
    assert [line.record.id for line in content.lines] == [4]


def test_a_line_has_the_pain_around_its_session() -> None:
    around = [
        pain(0, 2, moment=Moment.BEFORE, session=1, hour=17),
        pain(0, 4, moment=Moment.DURING, session=1, hour=18),
        pain(0, 3, moment=Moment.DURING, session=1, hour=18),
        pain(0, 0, Side.RIGHT, moment=Moment.AFTER, session=1, hour=19),
        pain(1, 1, moment=Moment.NEXT_MORNING, hour=8),
        *(pain(day, 1, moment=Moment.NEXT_MORNING, hour=8) for day in (-9, -8, -7)),
    ]
    (line,) = build(kept(pain=around, sessions=[session(0, 1, results=sets("x", 2, 3))])).lines
    assert (line.sets_done, line.sets_planned) == (2, 3)
    assert (line.before, line.during, line.after) == ((2, None), (4, None), (None, 0))
    assert line.morning == (1, None)
    assert line.verdict is Kind.HIGH  # 4 is above the usual limit of 3


def test_a_routine_s_own_limit_counts() -> None:
    during = pain(0, 2, moment=Moment.DURING, session=1, hour=18)
    records = kept(pain=[during], sessions=[session(0, 1)], limits={"a": 1})
    assert build(records).lines[0].verdict is Kind.HIGH


def test_the_usual_morning_is_read_from_before_the_period() -> None:
    low, high = reading_days(FIRST, LAST)
    assert low < FIRST - timedelta(days=28)
    assert high > LAST


def test_many_sessions_are_counted_and_not_listed() -> None:
    many = [session(n % 28, n) for n in range(MOST_SESSIONS + 1)]
    content = build(kept(sessions=many))
    assert content.lines == ()
    assert content.sessions.total == MOST_SESSIONS + 1


def test_a_long_period_goes_by_month() -> None:
    content = build(kept(first=date(2025, 8, 20), last=LAST, pain=[pain(0, 3)]))
    assert content.by_month
    assert [span.first.month for span in content.spans] == [8, 9, 10, 11, 12, 1, 2, 3]
    assert sum(span.rated[0] for span in content.spans) == 1


@pytest.mark.parametrize(
    ("first", "last", "ends"),
    [
        (date(2024, 2, 29), date(2024, 2, 29), [date(2024, 2, 29)]),
        (date(2024, 1, 31), date(2024, 3, 1),
         [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1)]),
        (date(2025, 12, 31), date(2026, 1, 1), [date(2025, 12, 31), date(2026, 1, 1)]),
    ],
)  # fmt: skip
def test_months_meet_and_cover_the_period(first: date, last: date, ends: list[date]) -> None:
    found = calendar_months(first, last)
    assert [end for _, end in found] == ends
    assert found[0][0] == first


# --- exercises ----------------------------------------------------------------------------------


def move(name: str, rated: int, middle: float | None, highest: int | None = None) -> Move:
    return Move(name, name, ("1", "1"), 9, 9, 9, rated, middle, highest, 0)


def test_worst_and_best_need_enough_ratings_and_share_no_move() -> None:
    few = [move("c", ENOUGH - 1, 9), move("d", 0, None)]
    found = [move("a", ENOUGH, 5), move("b", ENOUGH, 1), *few]
    worst, best = worst_and_best(found, 1)
    assert [one.name for one in worst] == ["a"]
    assert [one.name for one in best] == ["b"]


def test_a_move_without_pain_is_never_the_worst() -> None:
    worst, best = worst_and_best([move("a", ENOUGH, 0)])
    assert (worst, [one.name for one in best]) == ((), ["a"])


def test_pain_of_a_move_is_the_highest_of_each_session() -> None:
    during = [
        pain(day, score, moment=Moment.DURING, session=number, exercise="clamshell", hour=18)
        for day, number, score in ((0, 1, 2), (0, 1, 6), (2, 2, 1), (4, 3, 3))
    ]
    results = sets("clamshell", 2, 3, SkipReason.PAIN) + sets("bridge", 1, 1)
    sessions = [session(day, number, results=results) for day, number in ((0, 1), (2, 2), (4, 3))]
    content = build(kept(pain=during, sessions=sessions, exercises={"clamshell": "Clamshell"}))
    moves = {one.name: one for one in content.moves}
    clam = moves["Clamshell"]
    assert (clam.rated, clam.median, clam.highest) == (3, 3, 6)
    assert (clam.sets_done, clam.sets_planned, clam.left_out_for_pain) == (6, 9, 3)
    assert moves["bridge"].median is None  # no name is known, and no pain was rated


# --- the diary ----------------------------------------------------------------------------------


def test_activities_and_tests_of_the_period_only() -> None:
    activities = [Activity("Socks", FIRST, id=1), Activity("Stairs", FIRST, id=2)]
    ratings = [ActivityRating(on(day), 1, score) for day, score in ((-20, 1), (0, 4), (7, 7))]
    tests = [
        FunctionTest(on(1), FunctionKind.SINGLE_LEG_STANCE, Side.LEFT, 12, pain=True),
        FunctionTest(on(40), FunctionKind.CHAIR_STAND, None, 12),
    ]
    content = build(kept(activities=activities, activity_ratings=ratings, function_tests=tests))
    (socks,) = content.activities
    assert [point.score for point in socks.points] == [4, 7]
    assert [state.kind for state in content.tests] == [FunctionKind.SINGLE_LEG_STANCE]


def test_runs_are_summed_as_far_as_they_say() -> None:
    runs = [
        Event(on(n), EventKind.RUN, FIRST + timedelta(days=n), None, minutes=m, km=km)
        for n, m, km in ((0, 20, 3.5), (1, None, 2), (40, 60, 9))
    ]
    assert build(kept(events=runs)).runs == (2, 20, 5.5)


def test_three_questions_at_most_and_no_empty_ones() -> None:
    assert build(kept(questions=("  ", "a ", "b", "c", "d"))).questions == ("a", "b", "c")


def test_who_is_what_the_person_entered() -> None:
    book = ConditionBook({"oa": Condition("oa", "Hip osteoarthritis")})
    chosen = (Chosen(on(0), "oa", date(2025, 1, 1)), Chosen(on(0), "gone"))
    content = build(kept(conditions=Conditions(book, chosen), affected=Affected.LEFT))
    assert content.conditions == (("Hip osteoarthritis", date(2025, 1, 1)), ("gone", None))
    assert content.affected is Affected.LEFT


def test_measures_and_moments_are_not_mixed() -> None:
    entries = [pain(0, 3), pain(0, 7, measure=Measure.WORST), pain(1, 5), pain(1, 2, Side.RIGHT)]
    lines = build(kept(pain=entries)).moments
    assert [(one.side, one.measure, one.ratings, one.median) for one in lines] == [
        (Side.LEFT, Measure.NOW, 2, 4),
        (Side.RIGHT, Measure.NOW, 1, 2),
        (Side.LEFT, Measure.WORST, 1, 7),
    ]


# --- safety -------------------------------------------------------------------------------------

BOOK = SafetyBook(
    tuple(
        Question(name, Level.SOON, "?", name, "!", allows)
        for name, allows in zip(
            ("fever", "fall", "sore"), (Allows.NOTHING, Allows.NOTHING, Allows.ALL), strict=True
        )
    )
)


def answer(day: int, name: str, yes: bool) -> Answer:
    return Answer(on(day), name, yes, Occasion.FIRST)


def safety(*answers: Answer, words: tuple[Clearance, ...] = ()):
    return build(kept(book=BOOK, safety=SafetyLog(answers, words))).safety


def test_only_no() -> None:
    found = safety(answer(0, "fever", False), answer(3, "fall", False))
    assert found.yes == ()
    assert found.last_asked == FIRST + timedelta(days=3)


def test_a_yes_holds_until_it_is_cleared() -> None:
    (one,) = safety(answer(0, "fever", True), answer(5, "fever", False)).yes
    assert (one.brief, one.cleared_on, one.holds) == ("fever", None, True)
    word = Clearance(on(6), "fever", "Dr Roe", FIRST + timedelta(days=6))
    (one,) = safety(answer(0, "fever", True), words=(word,)).yes
    assert (one.cleared_on, one.holds) == (FIRST + timedelta(days=6), False)
    assert "Roe" not in repr(one)


def test_an_old_yes_is_told_only_while_it_holds() -> None:
    old = safety(answer(-30, "fever", True), answer(-30, "sore", True)).yes
    assert [one.brief for one in old] == ["fever"]
    word = Clearance(on(-20), "fever", "", FIRST)
    assert safety(answer(-30, "fever", True), words=(word,)).yes == ()


def test_a_yes_that_holds_nothing_back_is_told_too() -> None:
    (one,) = safety(answer(1, "sore", True)).yes
    assert not one.holds
