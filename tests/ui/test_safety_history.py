"""The card that looks back: answers, clearances, conditions that were taken away."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from hiprehab import resources
from hiprehab.core.changes import Changes
from hiprehab.core.conditions import Chosen
from hiprehab.core.log import Stamp
from hiprehab.core.safety import Answer, Clearance, Occasion
from hiprehab.storage.guides import read_conditions, read_safety
from hiprehab.storage.store import Store
from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.safety_history import SafetyHistoryCard
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button

BOOK = read_safety(resources.data_dir())


@pytest.fixture
def card(theme: Theme, around: Around, qtbot: QtBot) -> Iterator[SafetyHistoryCard]:
    known = replace(around, book=lambda: read_conditions(resources.data_dir()))
    made = SafetyHistoryCard(theme, known, lambda: BOOK)
    qtbot.addWidget(made)
    yield made


def lines(card: SafetyHistoryCard) -> list[str]:
    rows = [card._rows.itemAt(number).widget() for number in range(card._rows.count())]
    return [one.text() for row in rows for one in row.findChildren(QLabel) if one.text()]


def written(card: SafetyHistoryCard, work: Any) -> None:
    card._around.live.write(work, Changes.SAFETY | Changes.CONDITIONS)
    assert card._around.live.writer.flush(5)
    QApplication.processEvents()


def days_before(stamp: Stamp, days: int) -> Stamp:
    back = timedelta(days=days)
    return Stamp(stamp.at - back, stamp.offset_min, stamp.day - back)


def test_without_anything_there_is_no_card(card: SafetyHistoryCard) -> None:
    assert card.isHidden()


def test_each_round_is_a_line_with_its_yes(card: SafetyHistoryCard) -> None:
    now = card._around.now()
    first = [Answer(days_before(now, 30), one.id, False, Occasion.FIRST) for one in BOOK.questions]
    later = [Answer(now, "RF05", True, Occasion.NEW), Answer(now, "RF06", False, Occasion.NEW)]
    written(card, lambda store: store.answer_safety([*first, *later]))
    newest, oldest = lines(card)
    assert "2 questions (something was new)" in newest and "Yes: A swollen" in newest
    assert f"{len(BOOK.questions)} questions (at the beginning). All no." in oldest


def test_a_clearance_can_be_taken_away_and_brought_back(card: SafetyHistoryCard) -> None:
    now = card._around.now()
    written(card, lambda store: store.answer_safety([Answer(now, "RF05", True, Occasion.NEW)]))
    cleared = Clearance(now, "RF05", "Dr. Example", now.day, "by telephone")
    written(card, lambda store: store.clear_safety(cleared))
    assert any("Dr. Example said that you may exercise" in one for one in lines(card))
    told: list[Any] = []
    card.told.connect(lambda text, undo: told.append(undo))
    (remove,) = [one for one in card.findChildren(Button) if one.text() == "Remove"]
    remove.click()
    written(card, lambda store: None)
    assert not any("Dr. Example" in one for one in lines(card))
    told[0]()
    written(card, lambda store: None)
    assert any("Dr. Example" in one for one in lines(card))


def test_a_condition_that_was_taken_away_is_told(card: SafetyHistoryCard) -> None:
    now = card._around.now()

    def work(store: Store) -> None:
        store.choose_condition(Chosen(days_before(now, 20), "oa", since=date(2025, 1, 1)))
        store.end_condition("oa", now.at)

    written(card, work)
    (line,) = lines(card)
    assert line.startswith("From") and "you had chosen" in line


def test_a_long_history_shows_its_newest_lines_first(card: SafetyHistoryCard) -> None:
    now = card._around.now()
    rounds = [Answer(days_before(now, n), "RF05", False, Occasion.REGULAR) for n in range(9)]
    written(card, lambda store: store.answer_safety(rounds))
    assert len(lines(card)) == 6 and not card.more.isHidden()
    card.more.click()
    assert len(lines(card)) == 9 and card.more.isHidden()
