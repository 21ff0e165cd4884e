"""A class whose conversations have no dates: nothing of it is put in an order of time."""

from __future__ import annotations

import pytest

from simulator.cli import group as group_command
from simulator.group import page, tables, write
from simulator.group.model import GIVEN, Group, Talk, Trainee
from simulator.report.words import Words

NL = Words("nl")


def undated(number, share, created=""):
    return Talk(f"k{number}", "scored", "x", Trainee("Anna", GIVEN), f"{number}", "", ask_share=share, created=created)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_without_dates_there_is_no_first_no_last_and_nothing_over_time(language):
    words = Words(language)
    group = Group([undated(1, 0.9), undated(2, 0.2)])
    text = page.render(group, words)
    for said in ("ask share, first", "ask share, last", "ask share over time", "last time"):
        assert words.tr(said) not in text
    assert "→" not in text
    assert f"{words.tr('ask shares, dates not known')}: 20%, 90%" in text
    line = group_command._line(tables.people(group.talks)[0], page.titles(group, words), words)
    assert "→" not in line
    assert "20%, 90%" in line
    (row,) = write.as_json(group)["trainees"]
    assert (row["ask_shares"], sorted(row["ask_shares_undated"]), row["last"]) == ([], [0.2, 0.9], "")


def test_what_has_a_date_is_still_shown_over_time():
    group = Group([undated(1, 0.9), undated(2, 0.2, "2026-01-02"), undated(3, 0.4, "2026-01-01")])
    text = page.render(group, NL)
    assert "40% → 20%" in text
    assert f"{NL.tr('ask shares, dates not known')}: 90%" in text
