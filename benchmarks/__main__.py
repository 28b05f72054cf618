"""Runs the benchmarks and prints each figure with its limit: `./dev bench [NAME ...] [--long]`.

Each module has `measure()`, which returns rows (name, value, limit, unit). It runs in a process of
its own. The exit code is 1 when a figure is past its limit; a row without a limit is information.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Sequence

MODULES = (
    "start",
    "store",
    "timer",
    "running",
    "trends",
    "charts",
    "panels",
    "figure",
    "library",
    "report",
)
Row = tuple[str, float, float | None, str]


def rows_of(name: str) -> list[Row]:
    """The rows of one module, measured in a process of its own."""
    command = [sys.executable, "-m", "benchmarks", "--one", name]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return [(f"{name}: did not finish", 1.0, 0.0, "")]
    return [tuple(row) for row in json.loads(done.stdout.splitlines()[-1])]


def main(arguments: Sequence[str]) -> int:
    """Runs the named modules, or all."""
    if arguments[:1] == ["--one"]:
        measured = importlib.import_module(f"benchmarks.{arguments[1]}").measure()
        print(json.dumps([list(row) for row in measured]))
        return 0
    unknown = [name for name in arguments if name not in MODULES]
    if unknown:
        print(f"No benchmark {unknown[0]!r}; there are {', '.join(MODULES)}.", file=sys.stderr)
        return 2
    past = 0
    for name in arguments or MODULES:
        print(f"\n{name}", flush=True)
        for label, value, limit, unit in rows_of(name):
            over = limit is not None and value > limit
            past += over
            bound = "" if limit is None else f"  limit {limit:g}"
            print(f"  {label:<58}{value:>10.3f} {unit:<6}{bound}{'  PAST IT' if over else ''}")
    print(f"\n{past} past a limit" if past else "\nall within their limits")
    return 1 if past else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
