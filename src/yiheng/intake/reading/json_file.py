"""A JSON file as grids: in parts where it is large, else and from where a part does not tell everything in one go."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from yiheng.intake.reading.field_grid import FieldGrid
from yiheng.intake.reading.field_rows import FieldRows
from yiheng.intake.reading.grid import Grid
from yiheng.intake.reading.json_parts import PartRead, parts_of, read_part
from yiheng.intake.reading.json_values import Broken, json_values
from yiheng.intake.reading.json_window import Place, file_window
from yiheng.intake.reading.limits import Limits
from yiheng.intake.reading.message import Node, Nodes
from yiheng.intake.reading.source import Draft
from yiheng.intake.reading.workers import Workers
from yiheng.standards.problem import Problem

_BROKEN_MOST = 100


def read_json(draft: Draft, path: Path, limits: Limits, workers: Workers) -> None:
    """All messages and rows of a UTF-8 file; broken ones are problems, with their place, and the others are read."""
    draft.medium = "JSON"
    file = _File(draft, limits)
    try:
        place = _in_parts(file, path, limits, workers)
        if place.offset < path.stat().st_size:
            _in_one_go(file, path, limits, place)
    except BaseException:
        for grid in file.grids.values():
            grid.discard()
        raise
    if file.broken > _BROKEN_MOST:
        draft.problems.append(Problem("intake_json_broken_many", file=draft.name, found=str(file.broken)))
    draft.grids += file.finish()
    if file.nodes.kinds:
        draft.medium = "JSON " + "、".join(sorted(file.nodes.kinds))


def _in_parts(file: _File, path: Path, limits: Limits, workers: Workers) -> Place:
    """Read as many parts as tell everything; where the next begins."""
    place = Place()
    parts = list(parts_of(path, limits.message, limits.columns))
    if not parts:
        return place
    with closing(workers.in_order(read_part, parts)) as results:
        for part, read in zip(parts, results, strict=True):
            if read is None or part.inside != place.inside or not file.has_room(read):
                return place
            file.take(read, place)
            file.draft.advance(part.end - part.start)
            before = read.end.before + (place.before if read.end.line == 1 else 0)
            place = replace(read.end, line=place.line + read.end.line - 1, before=before)
    return place


def _in_one_go(file: _File, path: Path, limits: Limits, place: Place) -> None:
    """Read the file from a place to its end."""
    with file_window(path, file.draft.advance, place) as window:
        for found in json_values(window, limits.message):
            if isinstance(found, Broken):
                file.fault(found, file.nodes.messages)
            else:
                file.nodes.take(found)


class _File:
    """What a file holds, while it is read: a grid for each node, and how many places are broken."""

    def __init__(self, draft: Draft, limits: Limits):
        self.draft = draft
        self.grids: dict[Node, FieldGrid] = {}
        self.nodes = Nodes(self._rows_of, draft.name, limits.columns)
        self.broken = 0
        self._columns = limits.columns

    def take(self, read: PartRead, place: Place) -> None:
        """The rows and broken places of a part that begins at a place."""
        for node, blocks in read.blocks:
            if node not in self.grids:
                self.nodes.rows[node] = self._rows_of(node)
            for block in blocks:
                self.grids[node].append(block.after(place.line - 1, self.nodes.messages))
        for broken, messages in read.broken:
            moved = broken.after(place.line - 1, place.before if broken.line == 1 else 0)
            self.fault(moved, self.nodes.messages + messages)
        self.nodes.messages += read.messages
        self.nodes.kinds |= read.kinds

    def has_room(self, read: PartRead) -> bool:
        """Whether no grid becomes too wide with what a part brings."""
        for node, blocks in read.blocks:
            fields = set(blocks[-1].fields)
            if node in self.grids:
                fields.update(self.grids[node].fields)
            if len(fields) + len(node.lead) > self._columns:
                return False
        return True

    def fault(self, broken: Broken, messages: int) -> None:
        """A broken place, after so many messages."""
        self.broken += 1
        if self.broken <= _BROKEN_MOST:
            self.draft.problems.append(_problem(broken, self.draft.name, messages))

    def finish(self) -> list[Grid]:
        """The grids, written."""
        done = []
        for node, grid in self.grids.items():
            grid.finish()
            done.append(
                Grid(grid.path, grid.columns, grid.rows + 1, "message", node.title, parent=node.parent)
            )
        return done

    def _rows_of(self, node: Node) -> FieldRows:
        grid = self.grids[node] = FieldGrid(self.draft.grid_path(len(self.grids)), node.lead)
        return grid.incoming


def _problem(broken: Broken, name: str, read: int) -> Problem:
    code = "intake_json_broken"
    if broken.large:
        code = "intake_json_large"
    elif broken.cut:
        code = "intake_json_cut"
    elif not broken.resumed:
        code = "intake_json_rest"
    return Problem(
        code,
        file=name,
        line=broken.line,
        found=str(broken.column),
        expected=str(broken.resumed),
        key=str(read),
    )
