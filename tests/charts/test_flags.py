"""Marks on charts: each is there in words, or counted in the words of another one."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from hiprehab.charts.flags import APART_PX, Across, flags
from hiprehab.charts.mark_words import MarkWords
from hiprehab.charts.shared import grouped
from hiprehab.core.log import SkipReason
from hiprehab.core.marks import Mark, MarkKind

FIRST = date(2026, 3, 2)


def mark(day: int, kind: MarkKind = MarkKind.RUN, last: int | None = 0, **more) -> Mark:
    start = FIRST + timedelta(days=day)
    end = None if last is None else FIRST + timedelta(days=max(day, last))
    return Mark(start, end, kind, **more)


def placed(marks, per_day: float = 10.0, lines: int = 1, left: float = 0.0):
    """The flags of a chart of 500 px."""
    across = Across(0.0, FIRST.toordinal() + left, per_day)
    return flags(grouped(marks, APART_PX / lines / per_day), across, (0.0, 500.0), lines)


def test_far_marks_have_flags_of_their_own():
    found = placed([mark(0), mark(20), mark(40)])
    assert [len(flag.group.marks) for flag in found] == [1, 1, 1]
    assert [flag.x for flag in found] == [5.0, 205.0, 405.0]
    assert [flag.room for flag in found] == [200.0, 200.0, 95.0]


def test_close_marks_share_one_and_none_is_lost():
    marks = [mark(n) for n in range(0, 48, 2)]
    found = placed(marks)
    assert [each for flag in found for each in flag.group.marks] == marks
    assert all(b.x - a.x >= APART_PX for a, b in pairwise(found))


def test_more_lines_give_more_room():
    marks = [mark(n) for n in range(0, 48, 5)]
    one, two = placed(marks), placed(marks, lines=2)
    assert len(two) > len(one)
    assert [flag.line for flag in two[:4]] == [0, 1, 0, 1]
    assert two[0].room == two[2].x - two[0].x


def test_panning_regroups_nothing():
    marks = [mark(n) for n in range(0, 300, 3)]
    before = [flag.group for flag in placed(marks)]
    after = [flag.group for flag in placed(marks, left=3.7)]
    assert before[1:] == after[1 : len(before)]


def test_a_stretch_that_began_earlier_stands_at_the_edge():
    (flag,) = placed([mark(-20, MarkKind.FLARE, last=3)])
    assert flag.x == 0.0
    assert placed([mark(-20, MarkKind.FLARE, last=-1)]) == []
    assert len(placed([mark(-20, MarkKind.FLARE, last=None)])) == 1
    assert placed([mark(60)]) == []


def test_the_gravest_mark_gives_the_words():
    (flag,) = placed([mark(1), mark(2, MarkKind.FLARE, last=9, text="hike"), mark(3)])
    words = MarkWords()
    assert words.flag(flag.group) == "Flare: hike +2"
    (runs,) = placed([mark(1), mark(2)])
    assert words.flag(runs.group) == "2 runs"


TEXTS = {
    "event": (mark(0, MarkKind.EVENT, text="new shoes"), "new shoes", "new shoes"),
    "flare": (mark(0, MarkKind.FLARE), "Flare", "Flare"),
    "run": (mark(0, minutes=25.0, km=4.2, text="easy"), "Run, 25 min, 4.2 km: easy", "Run 4.2 km"),
    "run by time": (mark(0, minutes=25.0), "Run, 25 min", "Run 25 min"),
    "run without numbers": (mark(0), "Run", "Run"),
    "left out": (
        mark(0, MarkKind.SKIPPED, reason=SkipReason.TIRED),
        "Left out, tired",
        "Left out",
    ),
    "away": (mark(0, MarkKind.AWAY, text="holiday"), "Away: holiday", "Away"),
    "plan": (mark(0, MarkKind.PLAN, text="Strength"), "Plan: Strength", "Plan: Strength"),
    "version": (
        mark(0, MarkKind.VERSION, text="Strength 2"),
        "New version: Strength 2",
        "New version: Strength 2",
    ),
}


@pytest.mark.parametrize(("each", "full", "short"), TEXTS.values(), ids=TEXTS)
def test_words(each, full, short):
    assert (MarkWords().text(each), MarkWords().short(each)) == (full, short)


def test_a_mark_on_the_last_day_has_its_words_at_its_left():
    across = Across(0.0, FIRST.toordinal(), 10.0)
    marks = [mark(10), mark(49)]
    found = flags(grouped(marks, 6.4), across, (0.0, 500.0), least=64)
    assert [flag.turned for flag in found] == [False, True]
    assert found[1].room == found[0].room == (found[1].x - found[0].x) / 2
    (alone,) = flags(grouped(marks[1:], 6.4), across, (0.0, 500.0), least=64)
    assert alone.turned and alone.room == alone.x
