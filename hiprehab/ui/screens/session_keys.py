"""The keys of a session: what they do, and the list behind `?`."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from hiprehab.core.ladder import Rung

if TYPE_CHECKING:
    from hiprehab.ui.screens.session import SessionScreen

MORE_S = 15.0
WHILE_ASKED = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_P,
        Qt.Key.Key_F,
        Qt.Key.Key_F11,
        Qt.Key.Key_M,
        Qt.Key.Key_Question,
        Qt.Key.Key_F1,
    }
)
"""Keys that act while the session waits for an answer about pain; no other moves the clock."""


def key_groups(screen: QObject) -> list[tuple[str, list[tuple[str, str]]]]:
    """Keys and what they do, by what they are about; `screen` translates."""
    tr = screen.tr
    return [
        (
            tr("Time"),
            [
                (tr("Space"), tr("pause, go on, done, ready")),
                ("K", tr("pause, go on, always")),
                ("left", tr("back")),
                ("right", tr("skip this step or rest")),
                (tr("Shift →"), tr("skip this set")),
                (tr("Ctrl →"), tr("skip this exercise")),
                ("+", tr("15 s more")),
                ("−", tr("15 s less")),
                ("Esc", tr("end early")),
            ],
        ),
        (
            tr("You and the screen"),
            [
                ("down", tr("easier, from the next set on")),
                ("up", tr("harder, from the next set on")),
                ("P", tr("it hurts")),
                ("R", tr("restart this step")),
                ("F", tr("far mode: large digits, word, side and name")),
                ("F11", tr("full screen")),
                ("M", tr("sound off or on")),
                ("?", tr("these keys")),
            ],
        ),
    ]


def actions(screen: "SessionScreen") -> dict[Qt.Key, Callable[[], object]]:
    """What each key does, apart from the arrow that skips (its scope depends on Shift and Ctrl)."""
    runner = screen.runner
    return {
        Qt.Key.Key_Space: screen.most_used,
        Qt.Key.Key_Return: screen.on_enter,
        Qt.Key.Key_Enter: screen.on_enter,
        Qt.Key.Key_Escape: screen.on_escape,
        Qt.Key.Key_K: runner.toggle_pause,
        Qt.Key.Key_MediaPlay: runner.toggle_pause,
        Qt.Key.Key_MediaPause: runner.toggle_pause,
        Qt.Key.Key_MediaTogglePlayPause: runner.toggle_pause,
        Qt.Key.Key_MediaStop: screen.ask_to_end,
        Qt.Key.Key_MediaNext: screen.skip,
        Qt.Key.Key_MediaPrevious: runner.back,
        Qt.Key.Key_Left: runner.back,
        Qt.Key.Key_Down: lambda: runner.change_level(Rung.EASIER),
        Qt.Key.Key_Up: lambda: runner.change_level(Rung.HARDER),
        Qt.Key.Key_Plus: lambda: runner.add_time(MORE_S),
        Qt.Key.Key_Equal: lambda: runner.add_time(MORE_S),
        Qt.Key.Key_Minus: lambda: runner.add_time(-MORE_S),
        Qt.Key.Key_P: screen.ask_pain,
        Qt.Key.Key_R: runner.restart_step,
        Qt.Key.Key_F: screen.toggle_far,
        Qt.Key.Key_F11: screen.toggle_full_screen,
        Qt.Key.Key_M: screen.toggle_sound,
        Qt.Key.Key_Question: screen.toggle_help,
        Qt.Key.Key_F1: screen.toggle_help,
    }
