"""Dates of other programs: read where they can be meant in one way only, else asked for."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiprehab.core.dates import Found, Order, dates_in, orders_of, read_date, read_time

APRIL = date(2026, 4, 3)


@pytest.mark.parametrize(
    ("text", "order", "found"),
    [
        ("2026-04-03", None, Found(APRIL)),
        ("2026/4/3", None, Found(APRIL)),
        ("2026-04-03T08:30:05.25Z", None, Found(APRIL, time(8, 30, 5, 250000), 0)),
        ("2026-04-03 08:30 +05:30", None, Found(APRIL, time(8, 30), 330)),
        ("2026-04-03 8:30 pm", None, Found(APRIL, time(20, 30))),
        ("2026-04-03 12:05 AM", None, Found(APRIL, time(0, 5))),
        ("3 Apr 2026", None, Found(APRIL)),
        ("3. April 2026, 20:15", None, Found(APRIL, time(20, 15))),
        ("Fri, 3 Apr 2026", None, Found(APRIL)),
        ("April 3, 2026", None, Found(APRIL)),
        ("03.04.2026", Order.DMY, Found(APRIL)),
        ("03/04/2026", Order.DMY, Found(APRIL)),
        ("04/03/2026", Order.MDY, Found(APRIL)),
        ("4/3/26", Order.MDY, Found(APRIL)),
        ("04/03/2026", None, None),
        ("23/04/2026", Order.MDY, None),
        ("04.03.2026", Order.MDY, None),  # with dots the day comes first
        ("2026-02-30", None, None),
        ("2026-04-03 25:00", None, None),
        ("2026-04-03 13:00 pm", None, None),
        ("2026-04-03 or so", None, None),
        ("1899-04-03", None, None),
        ("3 Foo 2026", None, None),
        ("20260403", None, None),
        ("2026-04-03 08:30 +14:00", None, Found(APRIL, time(8, 30), 840)),
        ("2026-04-03 08:30 +14:01", None, None),
        ("2026-04-03 08:30 -99:99", None, None),
        ("", None, None),
    ],
)
def test_a_date(text: str, order: Order | None, found: Found | None) -> None:
    assert read_date(text, order) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("8:30", time(8, 30)), ("20:15:59", time(20, 15, 59)), ("8.30", time(8, 30)),
        ("8h30", time(8, 30)), ("8:30 p.m.", time(20, 30)), ("8:30Z", None), ("24:00", None),
        ("8", None), ("", None),
    ],
)  # fmt: skip
def test_a_time(text: str, found: time | None) -> None:
    assert read_time(text) == found


@pytest.mark.parametrize(
    ("texts", "orders"),
    [
        (["2026-04-03"], (Order.YMD,)),
        (["3 Apr 2026", ""], (Order.YMD,)),
        (["03/04/2026", "05/06/2026"], (Order.DMY, Order.MDY)),
        (["03/04/2026", "23/06/2026"], (Order.DMY,)),
        (["03/04/2026", "06/23/2026"], (Order.MDY,)),
        (["03.04.2026"], (Order.DMY,)),
        (["23/04/2026", "24/04/2026", "04/23/2026"], (Order.DMY,)),  # the one that fits more
    ],
)
def test_orders(texts: list[str], orders: tuple[Order, ...]) -> None:
    assert orders_of(texts) == orders


def test_the_share_of_dates() -> None:
    assert dates_in(["2026-04-03", "x", "", "3/4/26", "stairs"]) == 0.5
    assert dates_in(["", " "]) == 0.0


@given(st.dates(date(1900, 1, 1)), st.sampled_from(Order), st.sampled_from("-/"))
def test_any_date_is_read_as_it_was_written(day: date, order: Order, mark: str) -> None:
    forms = {
        Order.YMD: day.isoformat(),
        Order.DMY: f"{day.day:02}{mark}{day.month:02}{mark}{day.year}",
        Order.MDY: f"{day.month}{mark}{day.day}{mark}{day.year}",
    }
    assert read_date(forms[order], order) == Found(day)
    assert order in orders_of([forms[order]])


@given(st.text())
def test_any_text_is_a_date_or_not(text: str) -> None:
    for order in (None, *Order):
        read_date(text, order)
    read_time(text)
    orders_of([text])
