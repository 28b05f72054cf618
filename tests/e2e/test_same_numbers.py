"""One value, four places: the chart, its table and file, the export, and the page on paper."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

import pypdf
import pytest
from PySide6.QtWidgets import QApplication

from hiprehab import resources
from hiprehab.app.reporting import Period, bound, collect
from hiprehab.core import report
from hiprehab.core.log import Measure, PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.core.report import Wishes
from hiprehab.core.settings import Settings
from hiprehab.core.trend_table import DAY_HEADER, day_rows
from hiprehab.core.trends import build
from hiprehab.report.paper import Paper
from hiprehab.storage import transfer
from hiprehab.storage.library import load_library
from hiprehab.storage.store import Store

MONDAY = datetime(2026, 3, 2, 20, tzinfo=UTC)
FIRST, LAST = MONDAY.date(), MONDAY.date() + timedelta(days=13)
LEFT = (6, 7, None, 6, 7, 7, 6, 0, 7, 10, 7, 6, 3, None)
RIGHT = (1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "hiprehab.db"
    with Store.open(path, at=MONDAY) as store:
        for number, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
            when = stamp(MONDAY + timedelta(days=number), 60)
            store.log_pain([PainEntry(when, Side.LEFT, left), PainEntry(when, Side.RIGHT, right)])
        wrong = PainEntry(stamp(MONDAY + timedelta(days=1), 60), Side.LEFT, 9)
        corrected, deleted = store.log_pain([wrong, wrong])
        store.correct_pain(corrected, replace(wrong, score=3, measure=Measure.AVERAGE), MONDAY)
        store.delete_pain([deleted], MONDAY)
    return path


def from_export(log: Path) -> dict[tuple[str, str], float]:
    """(day, side) to the day's value, out of the file that the person takes away."""
    target = log.parent / "out"
    transfer.export_csv(log, transfer.Export(target, MONDAY))
    scores: dict[tuple[str, str], list[int]] = {}
    with (target / "pain.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["score"]:  # empty is "not asked", which is no number
                scores.setdefault((row["day"], row["side"]), []).append(int(row["score"]))
    return {key: median(found) for key, found in scores.items()}


def test_a_value_is_the_same_everywhere(log: Path, qapp: QApplication) -> None:
    exported = from_export(log)
    assert exported["2026-03-03", "left"] == 5  # 7, and 9 corrected to 3; the deleted one is gone
    assert exported["2026-03-09", "left"] == 0 and ("2026-03-04", "left") not in exported

    with Store.open(log, at=MONDAY, read_only=True) as store:
        chart = build(store.pain_between(FIRST, LAST), [], FIRST, LAST)
        library = load_library(resources.data_dir() / "index.json", []).library
        kept = collect(store, library, Settings(), Period(FIRST, LAST, LAST))
    paper = report.build(kept).chart
    table = [dict(zip(DAY_HEADER, row, strict=True)) for row in day_rows(chart)]

    for number in range(14):
        day = (FIRST + timedelta(days=number)).isoformat()
        for drawn, printed in zip(chart.sides, paper.sides, strict=True):
            value = drawn.values[number]
            assert value == printed.values[number] == exported.get((day, drawn.side.value))
            assert drawn.line[number] == printed.line[number]
            (row,) = (row for row in table if day in row.values())
            for name, shown in (("value", value), ("median_7_days", drawn.line[number])):
                cell = row[f"{drawn.side.value}_{name}"]
                assert cell == ("" if shown is None else f"{shown:g}")

    book = bound(kept, Wishes(), Paper.A4)
    pages = pypdf.PdfReader(io.BytesIO(book.pdf())).pages
    words = " ".join(" ".join(page.extract_text().split()) for page in pages)
    last_week = [value for (day, side), value in exported.items() if side == "left"][-6:]
    assert chart.left.line[-1] == median(last_week) == 6.5
    assert "9 Mar to 15 Mar 2026 6.5 6 2 7" in words
