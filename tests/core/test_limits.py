"""Timed work with a hard stop, such as ice: no key gets past it, and the check is said on time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.events import Halfway, Reminder
from hiprehab.core.model import Block, Dose, DoseKind, Exercise, Item, Level, Library, Routine
from hiprehab.core.model import Variant as Form
from hiprehab.core.plan import Plan, PlanOptions, compile_plan
from hiprehab.core.session import Session
from hiprehab.core.state import State

ICE = Dose(
    DoseKind.TIME, duration_s=600.0, most_s=1200.0, check_s=300.0, check="Look at your skin."
)


def plan(dose: Dose = ICE) -> Plan:
    exercise = Exercise("ice", "Ice", "recovery", "propped", (Level("1", dose),))
    form = Form("standard", "", (Block("recovery", (Item("ice", "1", dose),)),))
    library = Library({"ice": exercise}, {})
    return compile_plan(library, Routine("ice", "Ice", (form,)), form, PlanOptions())


def at_work(dose: Dose = ICE) -> Session:
    session = Session(plan(dose))
    session.start(0.0)
    session.tick(10.0)
    assert session.step.is_work
    return session


KEY = st.sampled_from(["+", "-", "R", "left", "jump", "pause"])


@given(st.lists(st.tuples(KEY, st.floats(0.5, 120.0)), max_size=80))
def test_no_key_gets_past_the_hard_stop(keys: list[tuple[str, float]]) -> None:
    session = at_work()
    now = 10.0
    for key, wait in keys:
        now += wait
        session.tick(now)
        if not session.live:
            break
        match key:
            case "+":
                session.add_time(now, 60.0)
            case "-":
                session.add_time(now, -15.0)
            case "R":
                session.restart_step(now)
            case "left":
                session.back(now)
            case "jump":
                session.jump(now, session.index)
            case "pause":
                session.pause(now)
                session.resume(now)
        assert session.length is None or session.length <= 1200.0
    session.tick(now + 1300.0)
    assert session.state is not State.RUNNING
    (row,) = session.set_results()
    assert row.seconds_done <= 1200.0


def test_fifteen_seconds_more_stop_at_twenty_minutes() -> None:
    session = at_work()
    for _ in range(100):
        session.add_time(20.0, 15.0)
    assert session.length == 1200.0
    free = at_work(replace(ICE, most_s=0.0))
    for _ in range(100):
        free.add_time(20.0, 15.0)
    assert free.length == 600.0 + 1500.0


@pytest.mark.parametrize(("seconds", "half"), [(600.0, 0), (900.0, 1), (1200.0, 1), (240.0, 1)])
def test_the_check_is_said_after_five_minutes(seconds: float, half: int) -> None:
    """At ten minutes it falls on half-way, which then is not said too."""
    session = at_work(replace(ICE, duration_s=seconds))
    events = session.tick(10.0 + seconds + 1)
    checks = [one.at for one in events if isinstance(one, Reminder)]
    assert checks == ([310.0] if seconds > 300 else [])
    assert sum(isinstance(one, Halfway) for one in events) == half
