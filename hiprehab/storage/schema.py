"""The tables of the log, as plain SQL, and the marks of our database file.

A released statement is never edited: a change is a new step in `migrations`. docs/data-layout.md
explains every column.
"""

from typing import Final

APPLICATION_ID: Final = 0x48495052  # "HIPR", in the header of the file
VERSION: Final = 2

_STAMP = """
    at_utc TEXT NOT NULL CHECK (at_utc GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T*Z'),
    offset_min INTEGER NOT NULL CHECK (offset_min BETWEEN -1440 AND 1440),
    day TEXT NOT NULL CHECK (day IS date(day)),"""
_DELETABLE = """
    deleted_at_utc TEXT,
    checksum INTEGER"""


def _flag(name: str) -> str:
    return f"{name} INTEGER CHECK ({name} IN (0, 1))"


SCHEMA_1: Final[tuple[str, ...]] = (
    """CREATE TABLE meta (
    key TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL,
    checksum INTEGER
) STRICT""",
    """CREATE TABLE prescription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    digest TEXT NOT NULL UNIQUE,
    plan TEXT NOT NULL,
    checksum INTEGER
) STRICT""",
    f"""CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    ended_at_utc TEXT,
    routine TEXT NOT NULL,
    title TEXT NOT NULL,
    version TEXT NOT NULL,
    variant TEXT NOT NULL,
    status TEXT NOT NULL
        CHECK (status IN ('unfinished', 'done', 'partial', 'discarded', 'manual')),
    reason TEXT CHECK (reason IN ('pain', 'tired', 'time', 'equipment', 'other')),
    planned_s REAL NOT NULL CHECK (planned_s >= 0),
    active_s REAL NOT NULL CHECK (active_s >= 0),
    effort INTEGER CHECK (effort BETWEEN 0 AND 10),
    shorter INTEGER NOT NULL CHECK (shorter IN (0, 1)),
    note TEXT NOT NULL,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),
    prescription INTEGER REFERENCES prescription (id),{_DELETABLE}
) STRICT""",
    "CREATE INDEX session_day ON session (day)",
    """CREATE TABLE set_result (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    position INTEGER NOT NULL CHECK (position >= 0),
    item INTEGER NOT NULL CHECK (item >= 0),
    exercise TEXT NOT NULL,
    level TEXT NOT NULL,
    side TEXT CHECK (side IN ('left', 'right')),
    set_number INTEGER NOT NULL CHECK (set_number >= 1),
    reps_planned INTEGER NOT NULL CHECK (reps_planned >= 0),
    reps_done INTEGER NOT NULL CHECK (reps_done >= 0),
    seconds_planned REAL NOT NULL CHECK (seconds_planned >= 0),
    seconds_done REAL NOT NULL CHECK (seconds_done >= 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('done', 'partial', 'skipped')),
    reason TEXT CHECK (reason IN ('pain', 'tired', 'time', 'equipment', 'other')),
    checksum INTEGER,
    UNIQUE (session, position)
) STRICT""",
    """CREATE TABLE progress (
    session INTEGER PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
    prescription INTEGER NOT NULL REFERENCES prescription (id),
    checkpoint TEXT NOT NULL,
    active_s REAL NOT NULL CHECK (active_s >= 0),
    checksum INTEGER
) STRICT""",
    """CREATE TABLE journal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL CHECK (seq >= 0),
    at_utc TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    active_s REAL NOT NULL CHECK (active_s >= 0),
    checksum INTEGER,
    UNIQUE (session, seq)
) STRICT""",
    f"""CREATE TABLE pain (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    side TEXT NOT NULL CHECK (side IN ('left', 'right')),
    score INTEGER CHECK (score BETWEEN 0 AND 10),
    moment TEXT NOT NULL
        CHECK (moment IN ('day', 'before', 'during', 'after', 'next_morning')),
    measure TEXT NOT NULL CHECK (measure IN ('now', 'worst', 'average', 'night')),
    place TEXT,
    {_flag("woken")},
    {_flag("sharp")},
    {_flag("catching")},
    {_flag("giving_way")},
    {_flag("limp")},
    note TEXT NOT NULL,
    session INTEGER REFERENCES session (id),
    exercise TEXT,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),{_DELETABLE}
) STRICT""",
    # Holds all that the daily figures need, in their order: ten years are read without the table.
    "CREATE INDEX pain_day ON pain (day, side, measure, score, deleted_at_utc)",
    "CREATE INDEX pain_session ON pain (session) WHERE session IS NOT NULL",
    """CREATE TABLE pain_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    pain INTEGER NOT NULL REFERENCES pain (id) ON DELETE CASCADE,
    replaced_at_utc TEXT NOT NULL,
    former TEXT NOT NULL,
    checksum INTEGER
) STRICT""",
    "CREATE INDEX pain_history_pain ON pain_history (pain)",
    """CREATE TABLE session_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    session INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
    replaced_at_utc TEXT NOT NULL,
    former TEXT NOT NULL,
    checksum INTEGER
) STRICT""",
    "CREATE INDEX session_history_session ON session_history (session)",
    f"""CREATE TABLE plan (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    routine TEXT NOT NULL,
    variant TEXT NOT NULL,
    weekdays TEXT NOT NULL CHECK (weekdays NOT GLOB '*[^0-6]*'),
    times_per_day INTEGER NOT NULL CHECK (times_per_day BETWEEN 1 AND 24),
    since TEXT NOT NULL CHECK (since IS date(since)),
    until TEXT CHECK (until IS NULL OR (until IS date(until) AND until >= since)),{_DELETABLE}
) STRICT""",
    f"""CREATE TABLE away (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    first_day TEXT NOT NULL CHECK (first_day IS date(first_day)),
    last_day TEXT NOT NULL CHECK (last_day IS date(last_day) AND last_day >= first_day),
    reason TEXT NOT NULL,{_DELETABLE}
) STRICT""",
    f"""CREATE TABLE condition (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    key TEXT NOT NULL,
    since TEXT CHECK (since IS NULL OR since IS date(since)),
    ended_at_utc TEXT,
    checksum INTEGER
) STRICT""",
    f"""CREATE TABLE safety_answer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    question TEXT NOT NULL,
    yes INTEGER NOT NULL CHECK (yes IN (0, 1)),
    occasion TEXT NOT NULL
        CHECK (occasion IN ('first', 'red', 'away', 'regular', 'new')),{_DELETABLE}
) STRICT""",
    f"""CREATE TABLE clearance (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    question TEXT NOT NULL,
    who TEXT NOT NULL CHECK (who <> ''),
    cleared_on TEXT NOT NULL CHECK (cleared_on IS date(cleared_on)),
    note TEXT NOT NULL,{_DELETABLE}
) STRICT""",
)

_REASONS = "('pain', 'tired', 'time', 'equipment', 'other')"

SCHEMA_2: Final[tuple[str, ...]] = (
    f"""CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    kind TEXT NOT NULL CHECK (kind IN ('event', 'flare', 'run', 'skipped')),
    first_day TEXT NOT NULL CHECK (first_day IS date(first_day)),
    last_day TEXT CHECK (iif(
        last_day IS NULL, kind = 'flare', last_day IS date(last_day) AND last_day >= first_day)),
    text TEXT NOT NULL,
    reason TEXT CHECK (reason IS NULL OR (kind = 'skipped' AND reason IN {_REASONS})),
    minutes REAL CHECK (minutes IS NULL OR (kind = 'run' AND minutes >= 0)),
    km REAL CHECK (km IS NULL OR (kind = 'run' AND km >= 0)),
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),{_DELETABLE}
) STRICT""",
    "CREATE INDEX event_day ON event (first_day)",
    """CREATE TABLE event_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    event INTEGER NOT NULL REFERENCES event (id) ON DELETE CASCADE,
    replaced_at_utc TEXT NOT NULL,
    former TEXT NOT NULL,
    checksum INTEGER
) STRICT""",
    "CREATE INDEX event_history_event ON event_history (event)",
    """CREATE TABLE activity (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    since TEXT NOT NULL CHECK (since IS date(since)),
    until TEXT CHECK (until IS NULL OR (until IS date(until) AND until >= since)),
    checksum INTEGER
) STRICT""",
    f"""CREATE TABLE activity_rating (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    activity INTEGER NOT NULL REFERENCES activity (id),
    score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 10),
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),{_DELETABLE}
) STRICT""",
    "CREATE INDEX activity_rating_day ON activity_rating (day)",
    "CREATE INDEX activity_rating_activity ON activity_rating (activity)",
    f"""CREATE TABLE function_test (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    kind TEXT NOT NULL CHECK (kind IN ('chair stand', 'single-leg stance')),
    side TEXT CHECK (side IN ('left', 'right')),
    value REAL NOT NULL CHECK (value >= 0),
    {_flag("pain")},
    note TEXT NOT NULL,
    demo INTEGER NOT NULL CHECK (demo IN (0, 1)),{_DELETABLE}
) STRICT""",
    "CREATE INDEX function_test_day ON function_test (day)",
    """CREATE TABLE question (
    position INTEGER PRIMARY KEY CHECK (position >= 0),
    text TEXT NOT NULL CHECK (text <> ''),
    checksum INTEGER
) STRICT""",
    f"""CREATE TABLE ready (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    key TEXT NOT NULL CHECK (key <> ''),
    yes INTEGER NOT NULL CHECK (yes IN (0, 1)),
    checksum INTEGER
) STRICT""",
    f"""CREATE TABLE adjustment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,{_STAMP}
    routine TEXT NOT NULL CHECK (routine <> ''),
    exercise TEXT NOT NULL,
    to_exercise TEXT NOT NULL,
    to_level TEXT NOT NULL,
    percent INTEGER NOT NULL CHECK (percent BETWEEN 0 AND 200),
    reason TEXT NOT NULL,
    ended_at_utc TEXT,
    checksum INTEGER
) STRICT""",
)

TABLES: Final[tuple[str, ...]] = SCHEMA_1 + SCHEMA_2
"""All that makes the tables of this version."""

# What sqlite_utils' Migrations keeps, in its own shape, so that a log made here and one brought up
# to date by it are the same.
MIGRATION_TABLE: Final[tuple[str, ...]] = (
    'CREATE TABLE "_sqlite_migrations" (\n   "id" INTEGER PRIMARY KEY,\n   "migration_set" TEXT,\n'
    '   "name" TEXT,\n   "applied_at" TEXT\n)',
    'CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"\n'
    '    ON "_sqlite_migrations" ("migration_set", "name")',
)
MIGRATION_SET: Final = "hiprehab"
STEP_NAMES: Final[tuple[str, ...]] = ("schema_1", "schema_2")

SEALED: Final[tuple[str, ...]] = (
    "meta",
    "prescription",
    "session",
    "set_result",
    "progress",
    "journal",
    "pain",
    "pain_history",
    "session_history",
    "plan",
    "away",
    "condition",
    "safety_answer",
    "clearance",
    "event",
    "event_history",
    "activity",
    "activity_rating",
    "function_test",
    "question",
    "ready",
    "adjustment",
)
"""The tables whose rows carry a checksum."""
