"""The documents agree with the tree: links, decisions, commands, the drawing of rooms, names of functions."""

from __future__ import annotations

import importlib
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from yiheng.app.cli import app

ROOT = Path(__file__).parents[2]
DECISIONS = sorted(ROOT.joinpath("docs/decisions").glob("*.md"))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted(ROOT.joinpath("docs").rglob("*.md"))]
ARCHITECTURE = ROOT.joinpath("docs/architecture.md").read_text(encoding="utf-8")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def _links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
            if not target.startswith(("http:", "https:", "#", "mailto:")):
                yield page, target


@pytest.mark.parametrize(
    ("page", "target"), list(_links()), ids=lambda value: str(value).removeprefix(f"{ROOT}/")
)
def test_links_resolve(page: Path, target: str) -> None:
    assert (page.parent / target.partition("#")[0]).exists()


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_a_decision_is_short_and_has_the_four_headings(page: Path) -> None:
    lines = page.read_text(encoding="utf-8").splitlines()
    headings = [line for line in lines if line.startswith("#")]
    assert re.fullmatch(rf"# {page.name[:4]} .+", headings[0])
    assert headings[1:3] == ["## Context", "## Choice"]
    assert headings[3] in ("## Measured", "## Tried")
    assert headings[4:] == ["## Consequences"]
    assert len(lines) <= 25


def test_decisions_are_numbered_without_gaps() -> None:
    assert [page.name[:4] for page in DECISIONS] == [
        f"{number:04d}" for number in range(1, len(DECISIONS) + 1)
    ]


def _commands() -> Iterator[str]:
    root = typer.main.get_command(app)
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        if inner is None:
            yield name
        else:
            yield from (f"{name} {part}" for part in inner)


@pytest.mark.parametrize("command", list(_commands()))
def test_every_command_is_named_in_the_documents(command: str) -> None:
    texts = [page.read_text(encoding="utf-8") for page in PAGES]
    assert any(f"yiheng {command}" in text for text in texts)


def test_the_chinese_readme_names_every_command() -> None:
    page = ROOT / "README.zh-CN.md"
    if not page.exists():
        pytest.skip("no README.zh-CN.md")
    text = page.read_text(encoding="utf-8")
    assert not [command for command in _commands() if f"yiheng {command}" not in text]


_SHELL = re.compile(r"^```(?:sh|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SHOWN = re.compile(r"^(?:\$ )?uv run yiheng (.+)$", re.MULTILINE)


def _shown_commands() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for block in _SHELL.findall(page.read_text(encoding="utf-8")):
            yield from ((page, line) for line in _SHOWN.findall(block))


@pytest.mark.parametrize(
    ("page", "line"), list(_shown_commands()), ids=lambda value: str(value).removeprefix(f"{ROOT}/")
)
def test_a_command_shown_has_these_options_and_arguments(page: Path, line: str) -> None:
    """Parsed as typed, by the command itself; nothing is run."""
    words = shlex.split(line, comments=True)
    command = typer.main.get_command(app)
    while words and words[0] in getattr(command, "commands", {}):
        command = command.commands[words.pop(0)]  # type: ignore[attr-defined]
    if words != ["--help"]:
        command.make_context("yiheng", words)


# --- the architecture


def test_the_drawing_has_the_rooms_that_stand_and_the_contract_those_to_come() -> None:
    drawn = {name: mark for mark, name in re.findall(r"\[([x ])\] (\w+)", ARCHITECTURE)}
    standing = {path.parent.name for path in ROOT.glob("src/yiheng/*/__init__.py")}
    assert {name for name, mark in drawn.items() if mark == "x"} == standing
    contract, *_ = tomllib.loads(ROOT.joinpath("pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    rooms = [set(re.findall(r"\w+", layer)) for layer in contract["layers"]]
    assert set(drawn) == set().union(*rooms)
    floors = [
        re.findall(r"\[[x ]\] (\w+)", line) for line in ARCHITECTURE.splitlines() if re.search(r"\| \[", line)
    ]
    assert [set(floor) for floor in floors] == rooms


def _names() -> list[str]:
    text = ARCHITECTURE.split("## One evaluation")[1].split("## Tests")[0]
    found = re.findall(r"\b[a-z_]+(?:\.[a-z_A-Z0-9]+)+", text)
    return sorted(
        {name for name in found if not re.search(r"\.(py|csv|yaml|sql|json|parquet|md|xlsx|xls|docx)$", name)}
    )


@pytest.mark.parametrize("name", _names())
def test_functions_named_in_the_architecture_exist(name: str) -> None:
    path, _, member = name.rpartition(".")
    rooms = ("", "performance.", "reports.", "metrics.", "exact.")
    for room in rooms:
        try:
            module = importlib.import_module(f"yiheng.{room}{path}")
        except ModuleNotFoundError:
            continue
        if hasattr(module, member):
            return
        importlib.import_module(f"{module.__name__}.{member}")
        return
    pytest.fail(f"no module for {name}")


def test_the_lock_holds_versions_and_hashes_but_no_address() -> None:
    lock = ROOT.joinpath("requirements.lock").read_text(encoding="utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock
