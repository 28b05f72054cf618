"""The page for the physiotherapist in the window: choices, preview, questions, saving."""

import io
from datetime import timedelta
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QColor

from hiprehab.app.printing import Pages
from hiprehab.core.log import PainEntry, stamp
from hiprehab.core.model import Side
from hiprehab.core.trends import Span
from hiprehab.ui.screens import report_page
from hiprehab.ui.screens.report_page import ReportPage, usual_paper

LONG = 20_000


@pytest.fixture
def page(qtbot, theme, around, log, clock) -> ReportPage:
    """A page on a log with ratings of three weeks and two questions, drawn."""
    log.log_pain(
        PainEntry(
            stamp(clock.at - timedelta(days=n), 0), side, 4, note="Long day" if n == 1 else ""
        )
        for n in range(1, 22)
        for side in Side
    )
    log.set_questions(["May I run?", "How long?"])
    made = ReportPage(theme, around, Pages(around))
    qtbot.addWidget(made)
    made.resize(1100, 900)
    with qtbot.waitSignal(made.drawn, timeout=LONG), qtbot.waitExposed(made):
        made.show()
    return made


def drawn(qtbot, page: ReportPage, act) -> None:
    """Does something and waits until the page shows it."""
    with qtbot.waitSignal(page.drawn, timeout=LONG):
        act()


def words(page: ReportPage) -> str:
    """Everything that would be printed."""
    assert page._shown is not None
    pdf = pypdf.PdfReader(io.BytesIO(page._shown.sheets.pdf()))
    return " ".join(" ".join(one.extract_text().split()) for one in pdf.pages)


def test_it_shows_the_first_page(page) -> None:
    image = page.view.image
    assert image is not None
    assert image.pixelColor(3, 3) == QColor("white")
    dark = sum(image.pixelColor(x, image.height() // 12).lightness() < 120
               for x in range(image.width()))  # fmt: skip
    assert dark > 5
    assert page.view.accessibleDescription().startswith("Page 1 of ")
    assert page.save.isEnabled()
    assert not page.open.isEnabled()


def test_nothing_tells_who_it_is(page) -> None:
    assert page.name.text() == ""
    assert not page.notes.isChecked()
    assert "Long day" not in words(page)


def test_name_and_notes_when_they_are_chosen(qtbot, page) -> None:
    drawn(qtbot, page, lambda: qtbot.keyClicks(page.name, "Jane Doe"))
    drawn(qtbot, page, page.notes.click)
    assert "Jane Doe" in words(page)
    assert "Long day" in words(page)


def test_period_and_paper(qtbot, page) -> None:
    assert page.papers.value == usual_paper()
    assert "12 weeks" in words(page)
    drawn(qtbot, page, page.spans.chips()[0].click)
    assert "2 weeks" in words(page)
    other = next(chip for chip in page.papers.chips() if not chip.isChecked())
    before = page.view.heightForWidth(500)
    drawn(qtbot, page, other.click)
    assert page.view.heightForWidth(500) != before


def test_own_dates_may_come_in_any_order(qtbot, page) -> None:
    drawn(qtbot, page, page.spans.chips()[-1].click)
    assert page.spans.value is Span.OWN
    first, last = page.own.edits
    assert first.isVisible()
    first.setDate(QDate(2026, 11, 20))
    drawn(qtbot, page, lambda: last.setDate(QDate(2026, 11, 10)))
    assert "Hip diary, 10 Nov to 20 Nov 2026" in words(page)


def test_turning_pages_by_key_and_button(qtbot, page) -> None:
    assert page.view.pages == 2
    assert not page.before.isEnabled()
    qtbot.keyClick(page.view, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: page.view.page == 1, timeout=LONG)
    assert not page.after.isEnabled()
    qtbot.keyClick(page.view, Qt.Key.Key_Right)  # there is none
    assert page.view.page == 1
    page.before.click()
    qtbot.waitUntil(lambda: page.view.page == 0, timeout=LONG)
    assert page.where.text() == "Page 1 of 2"


def test_a_larger_window_shows_a_finer_page(qtbot, page) -> None:
    before = page.view.image.width()
    page.resize(1900, 1400)
    qtbot.waitUntil(lambda: page.view.image.width() > before * 1.1, timeout=LONG)
    assert page.view.image.width() <= page.view.wanted_px() * 1.1


def test_questions_are_there_and_are_kept(qtbot, page, log) -> None:
    qtbot.waitUntil(lambda: page.questions[1].text() == "How long?", timeout=LONG)
    assert "1. May I run?" in words(page)
    page.questions[0].setText("")
    page.questions[2].setText("Which shoes?")
    drawn(qtbot, page, page.questions[2].editingFinished.emit)
    assert log.questions() == ("How long?", "Which shoes?")
    assert "2. Which shoes?" in words(page)


def test_a_question_that_did_not_change_is_not_written(qtbot, page, around) -> None:
    qtbot.waitUntil(lambda: page.questions[1].text() == "How long?", timeout=LONG)
    with qtbot.assertNotEmitted(around.live.changed):
        page.questions[0].editingFinished.emit()


def test_saving_and_opening(qtbot, page, tmp_path: Path, monkeypatch) -> None:
    out = tmp_path / "page.pdf"
    opened: list[str] = []
    monkeypatch.setattr(page, "ask_path", lambda name: str(out))
    monkeypatch.setattr(report_page, "open_file", lambda path: bool(opened.append(path)) or True)
    with qtbot.waitSignal(page.told, timeout=LONG) as told:
        page.save.click()
    assert told.args == [f"Saved as {out}"]
    assert out.read_bytes().startswith(b"%PDF")
    page.open.click()
    assert opened == [str(out)]


def test_no_program_for_pdf_files(qtbot, page, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(page, "ask_path", lambda name: str(tmp_path / "page.pdf"))
    monkeypatch.setattr(report_page, "open_file", lambda path: False)
    with qtbot.waitSignal(page.told, timeout=LONG):
        page.save.click()
    with qtbot.waitSignal(page.told, timeout=LONG) as told:
        page.open.click()
    assert "No program for PDF files was found." in told.args[0]


def test_a_place_that_cannot_be_written(qtbot, page, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(page, "ask_path", lambda name: str(tmp_path / "none" / "page.pdf"))
    with qtbot.waitSignal(page.told, timeout=LONG) as told:
        page.save.click()
    assert "The file was not saved" in told.args[0]
    assert not page.open.isEnabled()


def test_changing_one_s_mind_saves_nothing(qtbot, page, monkeypatch) -> None:
    monkeypatch.setattr(page, "ask_path", lambda name: "")
    with qtbot.assertNotEmitted(page.told):
        page.save.click()


def test_escape_and_back_close_it(qtbot, page) -> None:
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)
    with qtbot.waitSignal(page.closed):
        page.back.click()
