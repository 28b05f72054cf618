"""Two columns of about the same height: the last cards go below a short list."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from pytestqt.qtbot import QtBot

from hiprehab.ui.screens.balanced import Balanced
from hiprehab.ui.theme import Theme


def block(high: int) -> QWidget:
    made = QFrame()
    made.setFixedHeight(high)
    return made


@pytest.fixture
def page(theme: Theme, qtbot: QtBot) -> Iterator[Balanced]:
    made = Balanced(theme, 600)
    qtbot.addWidget(made)
    made.resize(1000, 900)
    made.show()
    yield made


def left_of(page: Balanced, cards: list[QWidget]) -> list[int]:
    middle = page.width() // 2
    return [
        n for n, card in enumerate(cards) if card.mapTo(page, card.rect().center()).x() < middle
    ]


def test_the_last_cards_go_below_a_short_list(page: Balanced, qtbot: QtBot) -> None:
    page.list.addWidget(block(100))
    cards = [block(200) for _ in range(4)]
    page.show_cards(cards)
    qtbot.waitUntil(lambda: left_of(page, cards) == [2, 3])
    page.list.addWidget(block(700))  # the list grows, and the cards make room
    qtbot.waitUntil(lambda: left_of(page, cards) == [])


def test_in_a_narrow_window_all_cards_come_after_the_list_in_order(page: Balanced) -> None:
    page.list.addWidget(block(100))
    cards = [block(150) for _ in range(3)]
    page.show_cards(cards)
    page.resize(500, 900)
    QApplication.processEvents()
    tops = [card.mapTo(page, card.rect().topLeft()).y() for card in cards]
    assert tops == sorted(tops) and tops[0] >= 100
    assert page.columns.is_stacked(page.width())


def test_other_cards_take_the_place_of_those_before(page: Balanced) -> None:
    old = [block(100)]
    page.show_cards(old)
    page.show_cards([block(120), block(80)])
    assert old[0].isHidden()
    page.show_cards([])
