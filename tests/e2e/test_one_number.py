"""One rating is followed from the log through the chart, its table, its file and the page."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pypdf

from hiprehab.core.changes import Changes
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.ui.screens.report_page import ReportPage

from .conftest import LONG

SUNDAY = date(2025, 11, 23)
SCORES = {2: 3, 1: 4, 0: 7}
"""Days before Sunday, and what was rated: Sunday's value is 7, the line stands at 4."""


def test_the_same_number_everywhere(sit_down, qtbot, tmp_path: Path, monkeypatch) -> None:
    person = sit_down()
    person.first_run(person.left_is_sore)
    entries = [
        PainEntry(stamp(person.clock.wall - timedelta(days=1 + ago), 0), Side.LEFT, score)
        for ago, score in SCORES.items()
    ]
    person.desk.live.write(lambda store: store.log_pain(entries), Changes.PAIN)
    person.saved()
    window = person.desk.window
    window.show_screen("trends")
    trends = window.screen_of("trends")
    qtbot.waitUntil(lambda: trends.chart is not None, timeout=LONG)

    # The chart.
    trends.chart.set_day(SUNDAY)
    assert "Left 7 · 7-day median 4" in trends.chart.readout()

    # The table.
    trends.pain.as_table.click()
    model = trends.pain.table.model
    newest = [model.data(model.index(0, column)) for column in range(4)]
    assert newest == ["Sun 23 Nov 2025", "08:40", "left", "7"]
    trends.pain.as_table.click()

    # The file.
    monkeypatch.setattr(trends, "ask_path", lambda _kind, name: str(tmp_path / name))
    menu = trends.pain.save_menu()
    with qtbot.waitSignal(trends.told, timeout=LONG):
        menu.actions()[-1].trigger()
    menu.deleteLater()
    (file,) = tmp_path.glob("*.csv")
    rows = {row["day"]: row for row in csv.DictReader(io.StringIO(file.read_text("utf-8")))}
    assert rows[f"{SUNDAY}"]["left_value"] == "7"
    assert rows[f"{SUNDAY}"]["left_median_7_days"] == "4"

    # The page.
    trends.head.make_page.click()
    (page,) = window.findChildren(ReportPage)
    qtbot.waitSignal(page.drawn, timeout=LONG).wait()
    out = tmp_path / "page.pdf"
    monkeypatch.setattr(page, "ask_path", lambda _name: str(out))
    with qtbot.waitSignal(page.told, timeout=LONG):
        page.save.click()
    text = " ".join(" ".join(one.extract_text().split()) for one in pypdf.PdfReader(str(out)).pages)
    assert "17 Nov to 23 Nov 2025 4 3 " in text  # the week's line, and its rated days
    assert "during the day left 3 4 3 7" in text  # ratings, median, lowest, highest
