"""The panels below the pain chart, in the order in which they are shown. To add one, add a line."""

from hiprehab.ui.screens.trend_panel import Make


def small_panels() -> tuple[Make, ...]:
    """The classes of the panels; asking for them loads their modules, not those of their charts."""
    from hiprehab.ui.screens.trend_activities import ActivitiesPanel
    from hiprehab.ui.screens.trend_around import SessionsPanel, TypicalPanel
    from hiprehab.ui.screens.trend_calendar import CalendarPanel
    from hiprehab.ui.screens.trend_compared import ComparedPanel
    from hiprehab.ui.screens.trend_day_times import DayTimesPanel, NightsPanel
    from hiprehab.ui.screens.trend_exercise import ExercisePanel
    from hiprehab.ui.screens.trend_function import FunctionPanel
    from hiprehab.ui.screens.trend_marks import MarksPanel
    from hiprehab.ui.screens.trend_places import PlacesPanel

    return (
        ComparedPanel,
        TypicalPanel,
        SessionsPanel,
        MarksPanel,
        CalendarPanel,
        ExercisePanel,
        ActivitiesPanel,
        PlacesPanel,
        DayTimesPanel,
        NightsPanel,
        FunctionPanel,
    )
