"""Reading the built-in library's index before the first paint, and checking all of data/."""

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


def measure() -> list[tuple[str, float, float | None, str]]:
    """Milliseconds of reading the index and of compiling the longest routine."""
    index = resources.data_dir() / "index.json"
    library = read_index(index)
    routine = library.routines["glute-strength-a"]
    longest = routine.variants[-1]
    return [
        ("index of the built-in library", _median_ms(lambda: read_index(index)), 15.0, "ms"),
        (
            "plan of the longest routine",
            _median_ms(lambda: compile_plan(library, routine, longest, PlanOptions())),
            20.0,
            "ms",
        ),
    ]
