"""The command line as a bureau meets it, and the files it hands in."""

import sys

import pytest
from evaluation_cases import written

from yiheng.app.cli import main


@pytest.fixture
def run(monkeypatch, capsys):
    """Run ``yiheng`` in this process: (exit code, output, error)."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["yiheng", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code or 0
        written_out = capsys.readouterr()
        return code, written_out.out, written_out.err

    return call


@pytest.fixture
def typed(tmp_path):
    """A subject's file."""

    def call(data, name="facts.yaml"):
        path = tmp_path / name
        path.write_text(data if isinstance(data, str) else written(data), encoding="utf-8")
        return path

    return call


@pytest.fixture
def layer(tmp_path):
    """A bureau's folder with one file of content."""

    def call(kind, data):
        place = tmp_path / "本局" / kind
        place.mkdir(parents=True)
        place.joinpath("own.yaml").write_text(
            data if isinstance(data, str) else written(data), encoding="utf-8"
        )
        return tmp_path / "本局"

    return call
