"""The keys of a session, as the list behind `?` shows them."""

from PySide6.QtCore import QObject


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
                ("F", tr("far mode: digits, word and side only")),
                ("F11", tr("full screen")),
                ("M", tr("sound off or on")),
                ("?", tr("these keys")),
            ],
        ),
    ]
