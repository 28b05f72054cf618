"""The Settings page with what stands on it beside the settings themselves."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from hiprehab import __version__

if TYPE_CHECKING:
    from hiprehab.app.desk import Desk


def make_settings(desk: "Desk") -> QWidget:
    """The page; what is changed there is used and kept by the desk."""
    from hiprehab.app.own_packs import OwnPacks
    from hiprehab.app.people import People
    from hiprehab.app.take_away import make_card
    from hiprehab.ui.screens.about_you import ConditionsCard
    from hiprehab.ui.screens.safety_history import SafetyHistoryCard
    from hiprehab.ui.screens.settings import SettingsScreen

    def conditions() -> QWidget:
        card = ConditionsCard(desk.theme, desk.around)
        card.told.connect(desk.window.tell)
        return card

    def history() -> QWidget:
        card = SafetyHistoryCard(desk.theme, desk.around, lambda: desk.sessions.safety.book)
        card.told.connect(desk.window.tell)
        return card

    screen = SettingsScreen(
        desk.theme,
        desk.profile.settings,
        data_place=str(desk.profile.folders.profile),
        version=__version__,
        about_you=[conditions, history],
        preset=desk.profile.preset,
    )
    screen.at_the_end += [
        lambda: OwnPacks(desk).cards,
        lambda: [make_card(desk)],
        lambda: [People(desk).card],
    ]
    screen.changed.connect(desk.use_settings)
    screen.test_sound.connect(desk.test_sound)
    return screen
