"""Columns beside each other where there is room, under each other where there is not."""

from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget

from hiprehab.core.settings import Settings
from hiprehab.ui.screens.columns import Columns, PageHead
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button
from hiprehab.ui.widgets.chips import Flow


@pytest.fixture
def parts(qtbot: Any) -> tuple[QWidget, Columns, QWidget, QWidget]:
    host = QWidget()
    qtbot.addWidget(host)
    columns = Columns(host, gap=10, shares=(3, 1), least=300, stacked=(1, 0))
    first, second = QWidget(), QWidget()
    for one, high in ((first, 40), (second, 70)):
        one.setMinimumSize(100, high)
        columns.addWidget(one)
    return host, columns, first, second


def test_shares_and_one_height(parts: Any) -> None:
    _, columns, first, second = parts
    columns.setGeometry(QRect(0, 0, 610, 90))
    assert first.geometry() == QRect(0, 0, 450, 90)
    assert second.geometry() == QRect(460, 0, 150, 90)
    assert columns.heightForWidth(610) == 70


def test_a_column_that_grows_or_goes_changes_the_height(parts: Any) -> None:
    _, columns, first, second = parts
    assert columns.heightForWidth(610) == 70
    first.setMinimumHeight(90)
    assert columns.heightForWidth(610) == 90
    first.hide()
    assert columns.heightForWidth(610) == 70
    second.setMinimumHeight(20)
    assert columns.heightForWidth(610) == 20


def test_rows_of_words_follow_what_is_in_them(qtbot: Any) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    flow = Flow(host, gap=10)
    one, two = QWidget(), QWidget()
    for part in (one, two):
        part.setFixedSize(100, 40)
        flow.addWidget(part)
    assert flow.heightForWidth(210) == 40
    assert flow.heightForWidth(200) == 90
    two.setFixedSize(100, 60)
    assert flow.heightForWidth(200) == 110
    one.hide()
    assert flow.heightForWidth(200) == 60


def test_no_column_is_narrower_than_it_can_be(parts: Any) -> None:
    _, columns, first, second = parts
    columns.setGeometry(QRect(0, 0, 310, 90))
    assert (first.width(), second.width()) == (200, 100)


def test_under_each_other_in_their_own_order(parts: Any) -> None:
    _, columns, first, second = parts
    assert columns.is_stacked(299) and not columns.is_stacked(300)
    columns.setGeometry(QRect(0, 0, 250, 120))
    assert second.geometry() == QRect(0, 0, 250, 70)
    assert first.geometry() == QRect(0, 80, 250, 40)
    assert columns.heightForWidth(250) == 120


def test_a_hidden_column_takes_no_room(parts: Any) -> None:
    _, columns, first, second = parts
    second.hide()
    columns.setGeometry(QRect(0, 0, 400, 90))
    assert first.width() == 400


def test_the_text_size_moves_the_limit(parts: Any) -> None:
    _, columns, _, _ = parts
    columns.set_least(500)
    assert columns.is_stacked(499)
    assert columns.minimumSize().width() == 100


def test_the_buttons_of_a_page_stay_at_its_right_end(theme: Theme, qapp: QApplication) -> None:
    own = Theme()
    own.apply(qapp, Settings(text_scale=200))
    button = Button(own, "Add a rating")
    head = PageHead(own, "History", [button])
    head.resize(1000, 200)
    own.apply(qapp, Settings(text_scale=100))
    head.show()
    qapp.processEvents()
    assert button.mapTo(head, button.rect().topRight()).x() >= 1000 - 2
    own.apply(qapp, theme.settings)
    head.close()
