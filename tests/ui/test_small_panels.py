"""The smaller panels of Trends as a person sees them: words, charts, tables, keys, dialogs."""

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt

from hiprehab.charts.shared import SharedTime
from hiprehab.core.agenda import Away, Planned
from hiprehab.core.calendar_days import DayKind
from hiprehab.core.diary import (
    Activity,
    ActivityRating,
    Event,
    EventKind,
    FunctionKind,
    FunctionTest,
)
from hiprehab.core.log import (
    Moment,
    Outcome,
    PainEntry,
    SessionRecord,
    SetResult,
    SkipReason,
    Status,
    stamp,
)
from hiprehab.core.marks import marks
from hiprehab.core.model import Side
from hiprehab.core.panels import Records
from hiprehab.core.settings import Settings
from hiprehab.ui.screens.activity_dialogs import AddDialog, ChangeDialog, RateDialog
from hiprehab.ui.screens.history import HistoryScreen
from hiprehab.ui.screens.trend_activities import ActivitiesPanel
from hiprehab.ui.screens.trend_calendar import CalendarPanel
from hiprehab.ui.screens.trend_day_times import DayTimesPanel, NightsPanel
from hiprehab.ui.screens.trend_exercise import ExercisePanel, Measure
from hiprehab.ui.screens.trend_frame import PanelFrame
from hiprehab.ui.screens.trend_function import FunctionPanel
from hiprehab.ui.screens.trend_places import PlacesPanel

PANELS = (
    CalendarPanel,
    ExercisePanel,
    ActivitiesPanel,
    PlacesPanel,
    DayTimesPanel,
    NightsPanel,
    FunctionPanel,
)
L, R = Side.LEFT, Side.RIGHT


@pytest.fixture
def today(around):
    return around.today()


@pytest.fixture
def some(around, clock, today):
    """Four weeks in which there is something of everything."""

    def at(back: int, hour: int = 9):
        when = clock.at.replace(hour=hour) - timedelta(days=back)
        return stamp(when, 0)

    def sets(level: str, done: int):
        out = Outcome.DONE if done == 10 else Outcome.PARTIAL
        return tuple(
            SetResult(0, "clamshell", level, side, 1, 10, done, 50.0, 5.0 * done, out)
            for side in Side
        )

    sessions = [
        SessionRecord(
            at(back, 18), "a", "A", "1", "x", status, 600, 600, results=sets(level, done), id=back
        )
        for back, status, level, done in (
            (20, Status.DONE, "1", 10),
            (13, Status.PARTIAL, "1", 6),
            (6, Status.DONE, "2", 10),
        )
    ]
    pain = [
        PainEntry(at(back, hour), side, 3, place="groin", woken=back % 2 == 0)
        for back in range(2, 12)
        for side in Side
        for hour in (8, 20)
    ]
    during = {"moment": Moment.DURING, "session": 6, "exercise": "clamshell"}
    pain.append(PainEntry(at(6, 18), L, 4, **during))
    first = today - timedelta(days=27)
    tests = [
        FunctionTest(at(10), FunctionKind.SINGLE_LEG_STANCE, L, 12.5, True, id=1),
        FunctionTest(at(10), FunctionKind.SINGLE_LEG_STANCE, R, 30.0, False, id=2),
        FunctionTest(at(9), FunctionKind.CHAIR_STAND, None, 11.0, False, "old chair", id=3),
    ]
    return Records(
        first=first,
        last=today,
        today=today,
        since=first,
        pain=pain,
        sessions=sessions,
        planned=[Planned("a", "x", frozenset({today.weekday()}), 1, first)],
        away=[Away(today - timedelta(days=3), today - timedelta(days=2))],
        events=[
            Event(at(1), EventKind.SKIPPED, at(1).day, at(1).day, reason=SkipReason.TIME),
            Event(at(1), EventKind.FLARE, at(13).day, at(12).day, "left"),
        ],
        activities=[Activity("socks", first, id=1), Activity("stairs", first, id=2)],
        activity_ratings=[
            ActivityRating(at(14), 1, 0, id=1),
            ActivityRating(at(7), 1, 4, id=2),
            ActivityRating(at(7), 2, 10, id=3),
        ],
        function_tests=tests,
        exercises={"clamshell": "Clamshell"},
    )


@pytest.fixture
def shown(theme, around, qtbot):
    """Puts a panel into its card, with its numbers."""

    def show(make, records: Records, panel=None) -> PanelFrame:
        frame = PanelFrame(theme, panel or make(theme, around), lambda work, done, _: done(work()))
        qtbot.addWidget(frame)
        time = SharedTime(frame)
        time.show(records.first, records.last, marks(records))
        frame.resize(900, 700)
        frame.show()
        frame.set_records(records, time)
        frame.look_at()
        QCoreApplication.processEvents()
        return frame

    return show


def texts(frame: PanelFrame) -> str:
    return frame.sentence.text()


@pytest.mark.parametrize("make", PANELS)
def test_an_empty_panel_says_what_will_be_here(make, shown, today):
    frame = shown(make, Records(today - timedelta(days=27), today, today))
    assert frame.panel.is_empty(frame.state) and frame.chart is None
    assert len(texts(frame)) > 40


@pytest.mark.parametrize("make", PANELS)
@pytest.mark.parametrize(("dark", "scale"), [(False, 100), (True, 150)])
def test_a_panel_draws_reads_and_keeps_the_same(make, dark, scale, shown, some, theme, qapp):
    look = replace(Settings(), text_scale=scale)
    theme.apply(qapp, replace(look, theme=look.theme.DARK if dark else look.theme.LIGHT))
    frame = shown(make, some)
    panel, state = frame.panel, frame.state
    assert not panel.is_empty(state) and texts(frame)
    table, numbers = panel.table(state), panel.numbers(state)
    assert all(len(row) == len(table.headings) for row in table.rows)
    assert all(len(row) == len(numbers.header) for row in numbers.rows)
    assert len(table.rows) == len(numbers.rows) > 0
    image = frame.chart.picture(1.0)
    ground = image.pixel(1, 1)
    inked = sum(
        image.pixel(x, y) != ground
        for x in range(0, image.width(), 3)
        for y in range(0, image.height(), 3)
    )
    assert inked > 50
    svg = frame.chart.svg()
    assert svg.startswith(b"<?xml") and b"<text" in svg
    frame.as_table.click()
    assert frame.is_table
    assert frame.chart.accessibleName() or make is PlacesPanel


# --- the calendar --------------------------------------------------------------------------------


def test_calendar_counts_in_words(shown, some):
    frame = shown(CalendarPanel, some)
    said = texts(frame)
    assert said.startswith("28 days: done 2, done in part 1, skipped 1 (no time 1)")
    assert "away 2" in said and "flare 1" in said
    assert said.count("today still open") == 1
    assert frame.state.counts[DayKind.OPEN] == 1  # so that the kinds add up to all days
    assert sum(frame.state.counts.values()) == 28


def test_every_kind_of_day_has_its_own_word_and_letter(theme, around):
    panel = CalendarPanel(theme, around)
    assert len({panel.name(kind) for kind in DayKind}) == len(DayKind)
    assert len({panel.letter(kind) for kind in DayKind}) == len(DayKind)


def test_calendar_is_walked_with_keys_and_opens_a_day(shown, some, qtbot):
    frame = shown(CalendarPanel, some)
    wanted = []
    frame.panel.wanted.connect(lambda what, which: wanted.append((what, which)))
    for key in (Qt.Key.Key_End, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(frame.chart, key)
    day = some.last - timedelta(days=8)
    assert frame.chart.readout().startswith(day.strftime("%a ") + str(day.day))
    assert frame.chart.accessibleDescription() == frame.chart.readout()
    qtbot.keyClick(frame.chart, Qt.Key.Key_Return)
    assert wanted == [("day", day)]
    qtbot.keyClick(frame.chart, Qt.Key.Key_Escape)
    assert "done 2" in frame.chart.accessibleDescription()


def test_a_click_opens_the_day_under_it(shown, some, qtbot):
    frame = shown(CalendarPanel, some)
    wanted = []
    frame.panel.wanted.connect(lambda what, which: wanted.append(which))
    spot = frame.chart.spots(frame.chart.look, frame.chart.box())[3].box.center().toPoint()
    qtbot.mouseMove(frame.chart, spot)
    qtbot.mouseClick(frame.chart, Qt.MouseButton.LeftButton, pos=spot)
    assert wanted == [some.first + timedelta(days=3)]
    qtbot.mouseMove(frame.chart, QPoint(1, 1))
    qtbot.mouseClick(frame.chart, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))
    assert len(wanted) == 1


def test_a_day_in_words(shown, some):
    frame = shown(CalendarPanel, some)
    by_day = {cell.day: frame.panel.day(cell) for cell in frame.state.days}
    assert "done in part, in a flare" in by_day[some.last - timedelta(days=13)]
    assert by_day[some.last - timedelta(days=1)].endswith(": skipped, no time")


# --- one exercise --------------------------------------------------------------------------------


def test_one_exercise_in_words(shown, some):
    said = texts(shown(ExercisePanel, some))
    assert said == (
        "Clamshell: 3 sessions, from level 1 to level 2. Left 26 of 30 reps. Right 26 of 30 reps. "
        "Pain during it was noted once: 4 of 10."
    )


def test_measures_of_an_exercise(shown, some):
    frame = shown(ExercisePanel, some)
    panel, values = frame.panel, {}
    for chip, measure in zip(panel.measure.chips(), Measure, strict=True):
        chip.click()
        left = next(one for one in panel.shown(frame.state).series if one.sign is L)
        values[measure] = [(mark.value, mark.hollow) for mark in left.points]
    assert values[Measure.AMOUNT] == [(10, False), (6, True), (10, False)]
    assert values[Measure.PAIN] == [(4, False)]
    assert values[Measure.LEVEL] == [(1, False), (1, False), (2, False)]
    assert values[Measure.LENGTH] == [(5, False)] * 3


def test_an_exercise_that_was_asked_for_is_shown_also_when_not_done(shown, some):
    frame = shown(ExercisePanel, some)
    frame.panel.ask_for("bridge")
    assert texts(frame) == "Bridge: not done in this period."
    assert frame.panel.choice.currentText() == "Bridge (0)"
    frame.panel.choice.setCurrentIndex(1)
    assert texts(frame).startswith("Clamshell: 3 sessions")


def test_days_of_an_exercise_are_said(shown, some):
    frame = shown(ExercisePanel, some)
    state = frame.panel.shown(frame.state)
    said = state.words(some.last - timedelta(days=6))
    assert said == "Left 10 of 10 reps, level 2, pain 4 · Right 10 of 10 reps, level 2"
    assert state.words(some.last) == "not done"


# --- places, times, nights -----------------------------------------------------------------------


def test_places_times_and_nights_in_words(shown, some):
    assert texts(shown(PlacesPanel, some)) == (
        "40 of 41 ratings name a place. Most often: groin (left 20, right 20)."
    )
    said = texts(shown(DayTimesPanel, some))
    assert "Left, median: morning 3 (n = 10), evening 3 (n = 10)." in said
    said = texts(shown(NightsPanel, some))
    assert said.startswith("Pain woke you in 5 of 10 nights you told about.")
    assert "other 18 nights" in said


def test_the_body_shows_the_counts(shown, some):
    frame = shown(PlacesPanel, some)
    assert frame.chart.map.picture.counts == {(L, "groin"): 20, (R, "groin"): 20}


def test_too_few_ratings_have_no_median(shown, some):
    few = replace(some, pain=some.pain[:2])
    frame = shown(DayTimesPanel, few)
    assert frame.panel.is_empty(frame.state)
    assert "from 3 ratings" in texts(frame)


# --- tests ---------------------------------------------------------------------------------------


def test_tests_in_words_and_a_way_to_do_them(shown, some, qtbot):
    frame = shown(FunctionPanel, some)
    assert texts(frame) == (
        "Chair stand, 30 s: 11 stands (1 test). "
        "Stand on one leg: left 12.5 s (1 test); right 30 s (1 test)."
    )
    wanted = []
    frame.panel.wanted.connect(lambda what, which: wanted.append((what, which)))
    frame.panel.starts[FunctionKind.CHAIR_STAND].click()
    assert wanted == [("test", FunctionKind.CHAIR_STAND)]
    said = frame.panel.shown(frame.state).words(some.last - timedelta(days=10))
    assert said == "Left 12.5 s, pain stopped it · Right 30 s, the whole time"
    frame.panel.chips.chips()[1].click()
    series = frame.panel.shown(frame.state).series
    assert [(one.sign, [mark.value for mark in one.points]) for one in series] == [(None, [11.0])]


def test_only_what_was_done_is_offered(shown, some):
    chair = [one for one in some.function_tests if one.side is None]
    frame = shown(FunctionPanel, replace(some, function_tests=chair))
    assert frame.panel.kind is FunctionKind.CHAIR_STAND
    assert not frame.panel.chips.isVisible()


def test_one_value_is_the_same_everywhere(shown, some):
    frame = shown(FunctionPanel, some)
    panel, state = frame.panel, frame.state
    left = next(one for one in panel.shown(state).series if one.sign is L)
    row = next(row for row in panel.table(state).rows if row[2] == "Left")
    kept = next(row for row in panel.numbers(state).rows if row[2] == "left")
    assert [mark.value for mark in left.points] == [12.5]
    assert row[3] == "12.5 s" and kept[3:5] == ("12.5", "s") and "12.5 s" in texts(frame)


# --- own activities ------------------------------------------------------------------------------


def test_activities_in_words(shown, some):
    frame = shown(ActivitiesPanel, some)
    assert texts(frame) == (
        "socks: 0 at first, 4 now (2 ratings). stairs: 10 of 10 (1 rating). "
        "A rating is due: the last one is a week old, or there is none."
    )
    assert frame.panel.add.isVisible() and frame.panel.rate.isVisible()


def test_five_are_enough(shown, some):
    five = [Activity(f"a{n}", some.first, id=n) for n in range(1, 6)]
    frame = shown(ActivitiesPanel, replace(some, activities=five, activity_ratings=[]))
    assert not frame.panel.add.isVisible() and frame.panel.rate.isVisible()


@pytest.fixture
def saved(live):
    """Waits until all is on the disk and told."""

    def wait() -> None:
        assert live.writer.flush(20)
        QCoreApplication.processEvents()

    return wait


@pytest.fixture
def dialog(theme, around, qtbot):
    """Opens a dialog over a window."""
    from PySide6.QtWidgets import QWidget

    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1280, 720)
    host.show()

    def open_it(make):
        made = make(theme, host, around)
        made.heard = []
        made.told.connect(lambda text, undo: made.heard.append((text, undo)))
        made.open_at(640, 560)
        return made

    return open_it


def test_an_activity_is_added_once(dialog, log, saved, today):
    log.activity_add(Activity("Putting on socks", today))
    one = dialog(AddDialog)
    assert one.name.text() == "" and not one.save.isEnabled()
    one.name.setText("  putting on  SOCKS ")
    assert not one.save.isEnabled()
    one.name.setText("  Long   walks ")
    one.save.click()
    saved()
    assert [found.name for found in log.activities()] == ["Putting on socks", "Long walks"]
    assert one.heard[0][0].startswith("Added: Long walks.")


def test_rating_begins_empty_and_can_be_taken_back(dialog, log, saved, today):
    ids = [log.activity_add(Activity(name, today)) for name in ("socks", "stairs")]
    one = dialog(RateDialog)
    assert not one.save.isEnabled()
    assert all(chips.value is None for chips in one.scores.values())
    one.scores[ids[0]].chips()[0].click()
    one.save.click()
    saved()
    assert [(r.activity, r.score) for r in log.activity_ratings(today, today)] == [(ids[0], 0)]
    one.heard[0][1]()
    saved()
    assert log.activity_ratings(today, today) == []


def test_a_new_name_begins_a_new_line(dialog, log, saved, today, clock):
    old = log.activity_add(Activity("socks", today - timedelta(days=9)))
    log.activity_rate([ActivityRating(stamp(clock.at - timedelta(days=8), 0), old, 3)])
    one = dialog(ChangeDialog)
    assert not one.renames[old].isEnabled()
    one.names[old].setText("shoes and socks")
    one.renames[old].click()
    saved()
    first, second = log.activities()
    assert (first.name, first.until) == ("socks", today)
    assert (second.name, second.since, second.until) == ("shoes and socks", today, None)


def test_an_ended_activity_keeps_its_ratings(dialog, log, saved, today, clock):
    old = log.activity_add(Activity("socks", today - timedelta(days=9)))
    log.activity_rate([ActivityRating(stamp(clock.at - timedelta(days=8), 0), old, 3)])
    dialog(ChangeDialog).ends[old].click()
    saved()
    assert log.activities()[0].until == today
    assert len(log.activity_ratings(today - timedelta(days=9), today)) == 1
    assert not dialog(RateDialog).scores


@pytest.mark.parametrize("make", [ActivitiesPanel, FunctionPanel])
def test_a_wrong_row_is_deleted_and_brought_back(
    make, shown, around, log, saved, clock, today, qtbot
):
    now = stamp(clock.at, 0)
    activity = log.activity_add(Activity("socks", today))
    log.activity_rate([ActivityRating(now, activity, 3)])
    log.function_test_add([FunctionTest(now, FunctionKind.CHAIR_STAND, None, 9.0)])

    def left() -> int:
        if make is ActivitiesPanel:
            return len(log.activity_ratings(today, today))
        return len(log.function_tests(today, today))

    records = Records(
        today,
        today,
        today,
        activities=log.activities(),
        activity_ratings=log.activity_ratings(today, today),
        function_tests=log.function_tests(today, today),
    )
    frame = shown(make, records)
    heard = []
    frame.panel.told.connect(lambda text, undo: heard.append(undo))
    frame.as_table.click()
    assert not frame.table.delete.isEnabled()
    frame.table.view.selectRow(0)
    assert frame.table.delete.isEnabled()
    qtbot.keyClick(frame.table.view, Qt.Key.Key_Delete)
    saved()
    assert left() == 0
    heard[0]()
    saved()
    assert left() == 1


# --- a day in History ----------------------------------------------------------------------------


@pytest.fixture
def history(theme, around, log, clock, qtbot):
    """History with a rating today, 100 and 400 days ago."""
    for back in (0, 100, 400):
        log.log_pain([PainEntry(stamp(clock.at - timedelta(days=back), 0), L, 3)])
    screen = HistoryScreen(theme, around)
    qtbot.addWidget(screen)
    screen.resize(900, 700)
    screen.show()
    screen.said = []
    screen.told.connect(lambda text, undo: screen.said.append(text))
    return screen


def at_day(screen, day):
    def there() -> bool:
        row = screen.view.current_row()
        return row is not None and row.day == day

    return there


def test_history_goes_to_a_day(history, today, qtbot):
    day = today - timedelta(days=100)
    history.show_day(day)
    qtbot.waitUntil(at_day(history, day))
    assert not history.said and not history.newest.isVisible()
    history.show_day(day + timedelta(days=5))
    qtbot.waitUntil(lambda: bool(history.said))
    assert "Nothing was entered on" in history.said[0]


def test_history_begins_anew_at_a_day_far_back_and_returns(history, today, qtbot):
    day = today - timedelta(days=400)
    history.show_day(day)
    assert at_day(history, day)()
    assert history.model.rowCount() == 2 and history.newest.isVisible()
    history.show_day(today - timedelta(days=100))
    qtbot.waitUntil(at_day(history, today - timedelta(days=100)))
    history.newest.click()
    assert history.model.row(history.model.index(0)).day == today
    assert not history.newest.isVisible()


def test_history_is_at_the_newest_days_when_it_is_shown_again(history, today):
    history.show_day(today - timedelta(days=400))
    history.hide()
    history.show()
    assert history.model.row(history.model.index(0)).day == today
