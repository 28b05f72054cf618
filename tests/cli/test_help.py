"""The help: every command and every option says what it is for, in the same way."""

import argparse
import re
import shlex
from collections.abc import Iterator

import pytest

from hiprehab import cli
from hiprehab.__main__ import _QT_COMMANDS, places_first
from hiprehab.app.arguments import parsed
from hiprehab.cli.parser import DRAWING, EVERYWHERE, some


def commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """The parsers of all commands, and of the commands in them."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for found in action.choices.values():
                yield found
                yield from commands(found)


ALL = {one.prog: one for one in commands(cli._parser())}


@pytest.mark.parametrize("name", ALL)
def test_a_command_says_what_each_part_is_for(name: str) -> None:
    command = ALL[name]
    assert command.description is not None
    assert re.fullmatch(r"[A-Z].*\.", command.description)
    assert command.epilog is not None and command.epilog.endswith(EVERYWHERE)
    for action in command._actions:
        unnamed = isinstance(action, argparse._SubParsersAction)
        assert unnamed or action.help, (name, action.dest)
    assert command.format_usage().startswith(f"usage: {name}")


@pytest.mark.parametrize("name", ALL)
def test_the_examples_in_a_help_are_right(name: str) -> None:
    """Each example parses; files and people in it need not exist for that."""
    for line in (ALL[name].epilog or "").splitlines():
        if line.startswith("  hiprehab "):
            words = shlex.split(re.split(r"   +", line.strip())[0])[1:]
            assert callable(cli._parser().parse_args(places_first(words)).run)


def test_the_help_names_every_command_and_the_exit_codes() -> None:
    text = cli._parser().format_help()
    for name in (*(one.split()[1] for one in ALL), *DRAWING):
        assert f"\n  {name} " in text or f"\n    {name} " in text, name
    assert "Exit codes: 0 done, 1 a problem, 2 wrong use" in text
    assert all(len(line) <= 100 for line in text.splitlines())


@pytest.mark.parametrize("name", DRAWING)
def test_the_commands_that_draw_say_it_too(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        parsed([name, "--help"])
    assert stopped.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith(f"usage: hiprehab {name} ")
    parts = re.split(r"\n  (?=\S)", text)
    for part in parts[1:]:
        assert len(re.split(r"  +|\n +", part.strip(), maxsplit=1)) == 2, part


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["reprot"], '"reprot" is not known here. Did you mean "report"?'),
        (["report"], "The following arguments are required: --out. Try: hiprehab report --help"),
        (["rehearse", "x", "--speed", "99"], "Argument --speed: the speed is a number from 1 to"),
    ],
)
def test_wrong_use_of_those_is_one_sentence(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        parsed(words)
    assert stopped.value.code == 2
    said = capsys.readouterr().err
    assert said.startswith(sentence) and said.count("\n") == 1


def test_a_misspelt_command_that_draws_gets_its_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(DRAWING) == _QT_COMMANDS
    assert cli.main(["reprot"]) == 2
    assert 'Did you mean "report"?' in capsys.readouterr().err


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 routines"), (1, "1 routine"), (2, "2 routines")]
)
def test_one_thing_is_not_several(count: int, said: str) -> None:
    assert some(count, "routine") == said
