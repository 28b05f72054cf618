"""Conditions, safety answers and clearances in the log, and the shipped tables themselves."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hiprehab import resources
from hiprehab.core.conditions import Chosen
from hiprehab.core.log import stamp
from hiprehab.core.safety import Answer, Clearance, Level, Occasion, SafetyLog
from hiprehab.storage.guides import read_conditions, read_safety
from hiprehab.storage.store import Store
from hiprehab.storage.trouble import StorageProblem

NOW = datetime(2026, 3, 1, 19, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
DAY = date(2026, 2, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "hiprehab.db", at=NOW) as opened:
        yield opened


def test_conditions_keep_their_past(store: Store) -> None:
    first = store.choose_condition(Chosen(stamp(NOW, 60), "groin"))
    store.choose_condition(Chosen(stamp(NOW, 60), "oa"))
    again = store.choose_condition(Chosen(stamp(LATER, 60), "groin", DAY))
    assert [(one.id, one.key, one.since) for one in store.conditions()] == [
        (2, "oa", None),
        (again, "groin", DAY),
    ]
    store.end_condition("oa", LATER)
    store.end_condition("oa", LATER + timedelta(1))  # nothing holds any more
    assert [one.key for one in store.conditions()] == ["groin"]
    ended = {one.id: one.ended for one in store.condition_history()}
    assert ended == {first: LATER, 2: LATER, again: None}


def test_answers_and_clearances_are_read_as_they_were_given(store: Store) -> None:
    answers = (
        Answer(stamp(NOW, -90), "RF01", False, Occasion.FIRST),
        Answer(stamp(NOW, -90), "RF05", True, Occasion.FIRST),
    )
    ids = store.answer_safety(answers)
    clearance = Clearance(stamp(LATER, 60), "RF05", "Dr Añez", DAY, "no clot")
    number = store.clear_safety(clearance)
    log = store.safety_log()
    assert [(one.question, one.yes, one.stamp) for one in log.answers] == [
        (one.question, one.yes, one.stamp) for one in answers
    ]
    (found,) = log.clearances
    assert (found.id, found.who, found.cleared_on, found.note) == (
        number,
        "Dr Añez",
        DAY,
        "no clot",
    )
    taken = store.delete_answers(ids[1:], LATER)
    assert [one.question for one in store.safety_log().answers] == ["RF01"]
    store.undo_delete(taken)
    assert len(store.safety_log().answers) == 2
    gone = store.delete_clearance(number, LATER)
    assert store.safety_log().clearances == ()
    store.undo_delete(gone)
    assert store.check() == ()


def test_a_new_log_has_none(store: Store) -> None:
    assert store.conditions() == []
    assert store.safety_log() == SafetyLog()


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("conditions.toml", None, "conditions.toml"),
        ("conditions.toml", "schema = ", "cannot be used"),
        ("conditions.toml", 'schema = "other/1"', "hiprehab-conditions/1"),
        (
            "conditions.toml",
            'schema = "hiprehab-conditions/1"\nearly_days = 42\n[ceiling.unknown]\npain = 3\n'
            '[condition.x]\nname = "X"\nceiling = "gone"',
            "no ceiling gone",
        ),
        ("safety.toml", 'schema = "hiprehab-safety/1"\ngentle = []', "question"),
        (
            "safety.toml",
            'schema = "hiprehab-safety/1"\ngentle = []\n[[question]]\nid = "A"\nlevel = "bad"',
            "bad",
        ),
    ],
)
def test_a_broken_table_says_so(tmp_path: Path, name: str, text: str | None, said: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    read = read_conditions if name.startswith("conditions") else read_safety
    with pytest.raises(StorageProblem, match=said):
        read(tmp_path)


# Written once from the clinical source, so that a mistyped figure in a data file fails here.
CEILINGS = {
    "oa": 5, "gtps": 5, "pht": 3, "groin_chronic": 5, "strain": 2, "fai": 3, "itbs": 3, "run": 2,
    "bsi": 0, "unknown": 3,
}  # fmt: skip
KEYS = (
    "gtps fai oa hfs pht itbs groin lbp thr hyper bsi osteo preg bal knee wrist shoulder skin"
    " bruise"
)
LEVELS = {
    Level.EMERGENCY: "RF01 RF02 RF03 RF04",
    Level.SAME_DAY: "RF05 RF07",
    Level.SOON: "RF06 RF08 RF09 RF10",
    Level.CHILD: "RF11",
    Level.REFER: "RF12 RF13 RF14 RF15 RF16",
    Level.MODIFY: "RF17 RF18 RF19",
    Level.MONITOR: "RF20",
}


def test_the_shipped_conditions_have_the_briefs_figures() -> None:
    book = read_conditions(resources.data_dir())
    assert {key: one.pain for key, one in book.ceilings.items()} == CEILINGS
    assert sorted(book.conditions) == sorted(KEYS.split())
    assert book.early_days == 42
    dated = {key for key, one in book.conditions.items() if one.dated}
    assert dated == {"groin", "hfs"}
    assert [key for key, one in book.conditions.items() if one.blocks_all] == ["bsi"]
    assert all(one.evidence in {"A", "B", "C", "J"} and one.basis for one in book.ceilings.values())


def test_the_shipped_questions_have_the_briefs_levels_and_figures() -> None:
    book = read_safety(resources.data_dir())
    assert [one.id for one in book.questions] == [f"RF{n:02}" for n in range(1, 21)]
    for level, ids in LEVELS.items():
        assert [one.id for one in book.questions if one.level is level] == ids.split()
    words = {one.id: one.text + " " + one.action for one in book.questions}
    for name, figures in {
        "RF01": ("four steps", "Do not walk on it. Call your local emergency number."),
        "RF06": ("24 to 48 hours", "Do not hop"),
        "RF07": ("over 50", "today"),
        "RF11": ("18",),
        "RF12": ("12 weeks", "90 degrees"),
        "RF15": ("an hour", "under 45"),
        "RF20": ("6 weeks", "2 weeks"),
    }.items():
        for figure in figures:
            assert figure in words[name], name
    for one in book.questions:
        assert one.text.endswith("?") and one.action.endswith(".")
        assert len(one.brief) <= 80


CLAIMS = re.compile(
    r"\b(?:treat|cure[sd]?\b|curing|prevent|diagnos|heals\b|guarantee)", re.IGNORECASE
)
COMMENT = re.compile(r"^#.*$", re.MULTILINE)


@pytest.mark.parametrize("name", ["conditions.toml", "safety.toml"])
def test_no_text_claims_anything(name: str) -> None:
    text = (resources.data_dir() / name).read_text(encoding="utf-8")
    assert CLAIMS.findall(COMMENT.sub("", text)) == []
