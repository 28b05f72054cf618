"""Reading the built-in library's index before the first paint; the library's screen and search."""

import os
import statistics
import time
from collections.abc import Callable

from hiprehab import resources
from hiprehab.core.plan import PlanOptions, compile_plan
from hiprehab.storage.index import read_index


def _median_ms(work: Callable[[], object], rounds: int = 9) -> float:
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _screen() -> list[tuple[str, float, float | None, str]]:
    """Opening the screen in a window that runs, answering a letter, and scrolling a page of it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from hiprehab.app.profile import Place
    from hiprehab.app.window import close_desk, desk_for
    from hiprehab.core.search import Finder, exercise_entry
    from hiprehab.ui.screens.library import LibraryScreen
    from hiprehab.ui.screens.pages import scroll_to

    desk = desk_for(Place(temporary=True))
    try:
        window, qt = desk.window, desk.qt
        window.resize(1280, 800)
        window.show()
        window.leave_session()
        settled = time.perf_counter() + 1.5  # what a window does after its first paint
        while time.perf_counter() < settled:
            qt.processEvents()
        begun = time.perf_counter()
        window.show_screen("library")
        qt.processEvents()
        opened = (time.perf_counter() - begun) * 1000
        screen = window.screen_of("library")
        assert isinstance(screen, LibraryScreen)
        exercises = desk.profile.library.exercises
        finder = Finder(exercise_entry(exercises[name]) for name in exercises)
        queries = ("g", "glu", "glute bri", "brigde", "xylophone", "hip flexor stretch")
        search = max(_median_ms(lambda: finder.find(query)) for query in queries)  # noqa: B023

        def typed(text: str) -> float:
            begun = time.perf_counter()
            screen.search.setText(text)
            qt.processEvents()
            return (time.perf_counter() - begun) * 1000

        shown = statistics.median(typed(text) for text in ("g", "gl", "glu", "glut", "")[:4])
        screen.search.clear()
        qt.processEvents()
        frames = []
        for place in range(0, 3600, 60):
            begun = time.perf_counter()
            scroll_to(screen, place)
            qt.processEvents()
            frames.append((time.perf_counter() - begun) * 1000)
        frames.sort()
    finally:
        close_desk(desk)
    return [
        ("library screen: opened, with its modules", opened, 150.0, "ms"),
        ("library: an answer of the search, the slowest of six", search, 20.0, "ms"),
        ("library: cards after a letter", shown, 20.0, "ms"),
        ("library: a frame of scrolling, 95 of 100", frames[int(len(frames) * 0.95)], 16.7, "ms"),
    ]


def measure() -> list[tuple[str, float, float | None, str]]:
    """Milliseconds of reading the index and of compiling the longest routine."""
    index = resources.data_dir() / "index.json"
    library = read_index(index)
    routine = library.routines["glute-strength-a"]
    longest = routine.variants[-1]
    return [
        *_screen(),
        ("index of the built-in library", _median_ms(lambda: read_index(index)), 15.0, "ms"),
        (
            "plan of the longest routine",
            _median_ms(lambda: compile_plan(library, routine, longest, PlanOptions())),
            20.0,
            "ms",
        ),
    ]
