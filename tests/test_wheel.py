"""A wheel built from the repository carries scenarios and models and works outside the checkout."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPO = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPO)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as held:
        held.extractall(folder / "site")
    return folder / "site"


def test_it_carries_data_and_leaves_tests_at_home(site):
    carried = ("scenarios/nl/vakdocent-dans.yaml", "models/e5-small.yaml", "models/question-coder/model.safetensors")
    for part in (*carried, "examples/criteria.yaml"):
        assert (site / "simulator" / "_data" / part).is_file()
    for part in ("practice/schema.sql", "practice/warmup/nl.yaml", "locale/nl/LC_MESSAGES/toask.mo", "app/toask.tcss"):
        assert (site / "simulator" / part).is_file()
    for part in ("page.html", "group_row.html", "style.css", "sort.js"):
        assert (site / "simulator" / "report" / "templates" / part).is_file()
    assert not (site / "tests").exists()


@pytest.mark.weights
def test_it_works_outside_the_checkout(site, tmp_path):
    environ = os.environ | {"PYTHONPATH": str(site)}
    toask = [sys.executable, "-P", "-m", "simulator.cli.main"]
    listed = subprocess.run(
        [*toask, "scenario", "list", "--json"], cwd=tmp_path, env=environ, capture_output=True, text=True, check=True
    )
    paths = [row["path"] for row in json.loads(listed.stdout)["scenarios"]]
    assert any(path.startswith(str(site)) for path in paths)
    played = subprocess.run(
        [*toask, "scenario", "run", "nl/kant-en-klaar", "--turns", "-", "--voice", "scripted", "--json"],
        cwd=tmp_path, env=environ, capture_output=True, text=True, check=True, input='{"text": "Hoe gaat het hier?"}\n',
    )  # fmt: skip
    assert json.loads(played.stdout)["reply"]
