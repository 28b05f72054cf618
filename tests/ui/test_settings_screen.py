"""The settings form: made from the metadata, each change handed on at once."""

from dataclasses import fields

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hiprehab.core.model import Affected
from hiprehab.core.settings import Settings
from hiprehab.ui.screens.settings import SettingsScreen, by_group
from hiprehab.ui.theme import Theme
from hiprehab.ui.widgets.buttons import Button, IconButton
from hiprehab.ui.widgets.cards import Card
from hiprehab.ui.widgets.chips import ChipRow
from hiprehab.ui.widgets.stepper import StepperField, Toggle

SHOWN = [option for options in by_group().values() for option in options]


@pytest.fixture
def screen(theme: Theme, qtbot: QtBot) -> SettingsScreen:
    made = SettingsScreen(theme, Settings(), data_place="/media/you/data", version="1.2.3")
    qtbot.addWidget(made)
    made.build_all()
    made.resize(800, 1600)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_the_first_card_is_there_at_once_and_the_others_follow(theme: Theme, qtbot: QtBot) -> None:
    made = SettingsScreen(theme, Settings(), version="1.2.3")
    qtbot.addWidget(made)
    titles = [card.accessibleName() for card in made.findChildren(Card)]
    assert titles == ["You"]
    qtbot.waitUntil(lambda: len(made.findChildren(Card)) == len(by_group()) + 1)
    texts = [part.text() for part in made.findChildren(QLabel)]
    made.build_all()
    assert [part.text() for part in made.findChildren(QLabel)] == texts


def test_what_hardly_anybody_needs_stands_last(screen: SettingsScreen) -> None:
    titles = [card.accessibleName() for card in screen.findChildren(Card)]
    assert titles[-2:] == ["Advanced", "About HipRehab 1.2.3"]
    card = screen.field("figure_cache_mb").parentWidget()
    assert isinstance(card, Card) and card.accessibleName() == "Advanced"


def test_every_setting_but_the_hidden_ones_has_a_control(screen: SettingsScreen) -> None:
    names = {option.name for option in SHOWN}
    assert names == {f.name for f in fields(Settings)} - {"first_run_done"}
    for option in SHOWN:
        assert screen.field(option.name).isVisible()
        assert option.metadata["label"]


def test_controls_show_the_settings(screen: SettingsScreen) -> None:
    screen.show_settings(Settings(affected=Affected.RIGHT, tones=False, get_ready_s=25))
    side, tones, ready = (screen.field(n) for n in ("affected", "tones", "get_ready_s"))
    assert isinstance(side, ChipRow)
    assert side.value is Affected.RIGHT
    assert isinstance(tones, Toggle)
    assert not tones.isChecked()
    assert isinstance(ready, StepperField)
    assert ready.value() == 25


def test_showing_is_silent_and_changing_is_told(screen: SettingsScreen, qtbot: QtBot) -> None:
    got: list[Settings] = []
    screen.changed.connect(got.append)
    screen.show_settings(Settings(volume=50, voice=False))
    assert got == []
    side = screen.field("affected")
    assert isinstance(side, ChipRow)
    qtbot.mouseClick(side.chips()[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(screen.field("voice"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(screen.field("volume").findChildren(IconButton)[1], Qt.MouseButton.LeftButton)
    assert len(got) == 3
    assert (got[-1].affected, got[-1].voice) == (Affected.LEFT, True)
    assert got[-1].volume > 50


def test_numbers_keep_their_limits(screen: SettingsScreen) -> None:
    for option in SHOWN:
        control = screen.field(option.name)
        if isinstance(control, StepperField):
            control.set_value(10**6)
            assert control.value() == option.metadata["high"]
            control.set_value(-5)
            assert control.value() == option.metadata["low"]


def test_the_sound_can_be_tested(screen: SettingsScreen, qtbot: QtBot) -> None:
    button = next(b for b in screen.findChildren(Button) if b.text() == "Test the sound")
    with qtbot.waitSignal(screen.test_sound):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_about_says_what_it_is_and_where_the_data_is(screen: SettingsScreen) -> None:
    words = " ".join(label.text() for label in screen.findChildren(QLabel))
    assert "1.2.3" in words
    assert "/media/you/data" in words
    assert "does not diagnose" in words
    assert "No clinician has reviewed" in words


def test_controls_speak(screen: SettingsScreen) -> None:
    assert screen.field("tones").accessibleName() == "Tones"
    assert screen.field("voice").accessibleDescription().startswith("Speaks")
    assert screen.field("affected").accessibleName() == "Sore side"
