"""The marks that are kept are those that the sketch renderer leaves today."""

import tomllib

import numpy as np

from adapters.builtin.sketch.treatments import TREATMENTS
from adapters.builtin.sketch.treatments.marks import FILE, MARKS
from benchmarks import treatment_marks


def test_every_treatment_has_its_marks() -> None:
    kept = tomllib.loads(FILE.read_text(encoding="utf-8"))

    assert set(kept["means"]) == set(TREATMENTS)
    assert {len(row) for row in (kept["spread"], *kept["means"].values())} == {len(MARKS)}


def test_what_is_written_is_what_is_read(monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(treatment_marks, "TREATMENTS", {"pixel": None, "line": None})
    monkeypatch.setattr(treatment_marks, "SCENES", treatment_marks.SCENES[:2])

    assert treatment_marks.main(["--out", str(tmp_path / "marks.toml")]) == 0

    written = tomllib.loads((tmp_path / "marks.toml").read_text(encoding="utf-8"))
    kept = tomllib.loads(FILE.read_text(encoding="utf-8"))
    for name, row in written["means"].items():
        assert np.abs(np.array(row) - np.array(kept["means"][name])).mean() < 0.12, (
            "the kept marks are of another renderer"
        )
