"""The panels below the pain chart, in the order in which they are shown. To add one, add a line."""

from hiprehab.ui.screens.around import Around
from hiprehab.ui.screens.trend_panel import Make, Panel
from hiprehab.ui.theme import Theme


def small_panels(theme: Theme, around: Around) -> list[Panel]:
    """New panels; their modules are loaded with the screen, their charts are not."""
    made: tuple[Make, ...] = ()
    return [make(theme, around) for make in made]
