"""A city folder: made, opened, and refused where it is not what it says."""

from __future__ import annotations

import pytest
from tests.engine.cities import new_city

from yiheng.engine.city import FORMAT, create_city, open_city
from yiheng.standards.problem import Refused


def refused(action) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        action()
    return caught.value.problem.code, caught.value.problem.found


def test_what_is_made_can_be_opened(tmp_path):
    made = create_city(tmp_path / "c", region="某省某市", name="试点", content=("own",))
    opened = open_city(tmp_path / "c")
    assert opened == made
    assert opened.settings.region == "某省某市"
    assert opened.content_layers == (tmp_path / "c" / "own",)
    assert {path.name for path in made.root.iterdir()} == {"city.yaml", "parts", "snapshots", "runs", "inbox"}


def test_the_bureaus_own_layer_lies_on_top(tmp_path):
    city = create_city(tmp_path / "c", region="某省某市", content=("other",))
    city.content.mkdir()
    assert city.content_layers == (city.root / "other", city.root / "content")


def test_a_folder_with_other_things_is_not_taken(tmp_path):
    (tmp_path / "letter.docx").write_bytes(b"x")
    assert refused(lambda: create_city(tmp_path, region="某市"))[0] == "city_folder_taken"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.docx"]


def test_a_folder_that_is_no_city_is_refused(tmp_path):
    assert refused(lambda: open_city(tmp_path))[0] == "city_not_found"
    assert refused(lambda: open_city(tmp_path / "none"))[0] == "folder_not_found"


def test_a_city_of_a_newer_version_is_refused_whatever_else_it_says(tmp_path):
    city = new_city(tmp_path)
    (city.root / "city.yaml").write_text(f"format: {FORMAT + 1}\nunheard_of: [1]\n", encoding="utf-8")
    assert refused(lambda: open_city(city.root)) == ("city_newer", str(FORMAT + 1))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("format: 1\nregion: 某市\nregoin: 乙\n", "key_unknown"),
        ("format: 1\n", "key_missing"),
        ("- 1\n", "city_settings_unreadable"),
        ("format: [\n", "yaml_broken"),
    ],
)
def test_settings_that_cannot_be_read_are_named(tmp_path, words, code):
    city = new_city(tmp_path)
    (city.root / "city.yaml").write_text(words, encoding="utf-8")
    assert refused(lambda: open_city(city.root))[0] == code
