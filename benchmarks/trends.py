"""Trends on a log of ten years: how long the person waits until the chart of the pain is drawn.

The real window with its event loop, from the click until the painting is over, wall time; at the
first visit, and for each period once the screen has settled.
"""

import time
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer, SignalInstance

from benchmarks.running import ACTION_S, SETTLE_S, Row, run_for, ten_years
from hiprehab.app.desk import Desk
from hiprehab.core.trends import Span

FIRST_MS = 600.0
CHANGE_MS = 50.0
TURNS = 3


def until_drawn(
    act: Callable[[], object], signals: Callable[[], Sequence[SignalInstance]]
) -> list[float]:
    """Milliseconds from the act until each signal was sent and what it asked for was painted.

    None of the signals may be sent by the act itself.
    """
    drawn: dict[int, float] = {}
    loop = QEventLoop()
    begun = time.perf_counter()
    act()
    waited = signals()

    def came(place: int) -> None:
        def painted() -> None:
            QCoreApplication.processEvents()
            drawn.setdefault(place, (time.perf_counter() - begun) * 1000)
            if len(drawn) == len(waited):
                loop.quit()

        QTimer.singleShot(0, painted)  # after the scene has asked for its update

    links = [signal.connect(partial(came, place)) for place, signal in enumerate(waited)]
    loop.exec()
    for signal, link in zip(waited, links, strict=True):
        signal.disconnect(link)
    return [drawn[place] for place in range(len(waited))]


def waits(desk: Desk) -> list[Row]:
    """The first visit, then every period several times: the longest of each."""
    window = desk.window
    first = until_drawn(
        lambda: window.show_screen("trends"), lambda: [window.screen_of("trends").loaded]
    )
    rows: list[Row] = [("first visit, until drawn", first[0], FIRST_MS, "ms")]
    trends = window.screen_of("trends")
    run_for(SETTLE_S)
    found: dict[Span, list[list[float]]] = {span: [] for span in Span if span is not Span.OWN}
    for _ in range(TURNS):
        for place, span in enumerate(found):
            chip = trends.head.spans.chips()[place]
            found[span].append(until_drawn(chip.click, lambda: [trends.loaded, trends.dose.shown]))
            run_for(ACTION_S)
    for span, times in found.items():
        pain, below = (max(column) for column in zip(*times, strict=True))
        rows.append((f"{span.value}, until drawn", pain, CHANGE_MS, "ms"))
        rows.append((f"   {span.value}, the card below it", below, None, "ms"))
    return rows


def measure() -> list[Row]:
    """All of it, on one open window."""
    with ten_years() as desk:
        return waits(desk)
