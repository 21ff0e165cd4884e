"""Rules on what a scenario means: each finds its mistake at its place and leaves what is right alone."""

import pytest
from helpers_scenario import TEXT, at, changed, minimal_scenario, one, to_yaml, two_speakers_scenario

from simulator.scenario import read, read_text


def items(**changes):
    """The minimal scenario with keys of its items changed: {index: {key: value}}."""
    data = minimal_scenario()
    for index, keys in changes.items():
        data["items"][int(index[1:])].update(keys)
    return data


def rules(data) -> set[str]:
    return {p.rule for p in read_text(to_yaml(data), "f")[1]}


def test_dangling_references_name_the_nearest():
    text = changed(("    needs: {any: 1, of: [alleen-kiezen, stil-overleg]}", "    needs: [alleen-kiesen]"))
    found = one(text, "dangling")
    assert (found.line, found.col) == at(text, "alleen-kiesen")
    assert found.message == "There is no item 'alleen-kiesen'; did you mean 'alleen-kiezen'?"


@pytest.mark.parametrize(
    ("old", "new", "mark"),
    [
        ("    alleen-kiezen: Hier", "    alleen-kiesen: Hier", "alleen-kiesen"),
        ("    address: je\n", "    address: je\n    knows: [fact-13]\n", "fact-13"),
        ("    guard: goes_quiet\n", "    guard: goes_quiet\n    speaker: marike\n", "marike"),
        ("  needs: [alleen-kiezen, plan-in-kast]", "  needs: [nietsnut]", "nietsnut"),
    ],
)
def test_every_reference_is_checked(old, new, mark):
    text = changed((old, new))
    found = one(text, "dangling")
    assert (found.line, found.col) == at(text, mark)


def test_duplicate_ids():
    data = items(_1={"id": "losse-middagen"})
    assert "duplicate-id" in rules(data)
    data = minimal_scenario()
    data["school"]["facts"][0]["id"] = "fact-2"
    assert "duplicate-id" in rules(data)
    data = two_speakers_scenario()
    data["speakers"][1]["id"] = "marieke"
    assert "duplicate-id" in rules(data)


def test_an_id_taken_twice_is_all_that_is_said_of_it():
    """Here the name was changed that others wait for: what hangs on it is no mistake of its own."""
    data = minimal_scenario()
    first, second = data["items"][0], data["items"][1]
    second["needs"] = [first["id"]]
    data["items"][2]["needs"] = [second["id"]]
    second["id"] = first["id"]
    errors = [p for p in read_text(to_yaml(data), "f")[1] if p.severity == "error"]
    assert {p.rule for p in errors} == {"duplicate-id"}, errors


def test_circles_are_named_and_make_the_need_unreachable():
    data = items(_0={"needs": ["plan-in-kast"], "cue": ["a", "b", "c", "d"]})
    problems = read_text(to_yaml(data), "f")[1]
    circle = next(p for p in problems if p.rule == "circular")
    assert "losse-middagen → plan-in-kast" in circle.message
    assert "unreachable-need" in {p.rule for p in problems}


def test_an_any_with_another_way_out_is_no_circle():
    data = items(_1={"needs": {"any": 1, "of": ["losse-middagen", "plan-in-kast"]}})
    assert rules(data) == set()


def test_any_may_not_ask_more_than_there_is():
    text = changed(("{any: 1, of: [alleen-kiezen, stil-overleg]}", "{any: 3, of: [alleen-kiezen, stil-overleg]}"))
    found = one(text, "any-count")
    assert (found.line, found.col) == (at(text, "any: 3")[0], at(text, "any: 3")[1] + 5)


def test_what_waits_for_something_never_said():
    found = rules(items(_1={"never_surface": True}))
    assert {"unreachable-need"} <= found
    assert "never-surface" in rules(items(_0={"never_surface": True}))


def test_a_closed_item_needs_four_cues():
    data = items(_1={"cue": ["Ach, dat regel ik.", "Ach, dat regel ik.", "Zo gebeurd.", "Klaar."]})
    assert "locked-cue" in rules(data)
    del data["items"][1]["cue"]
    text = to_yaml(data)
    assert one(text, "locked-cue").line == at(text, "- id: alleen-kiezen")[0]


def test_je_and_u_are_not_mixed():
    text = changed(("    - Klinkt leuk. Stuur het maar op.", "    - Stuurt u het maar op."))
    found = one(text, "address")
    assert (found.line, found.severity) == (at(text, "Stuurt u")[0], "error")
    for fine in ("De juf vroeg 'wilt u koffie' en weg was ze.", "“Hebt u even?” zeiden jullie.", "De U-bocht is vol."):
        assert read_text(changed(("    - Klinkt leuk. Stuur het maar op.", f'    - "{fine}"')), "f")[1] == []


def test_a_speaker_who_says_u_is_warned_for_je():
    text = TEXT.replace("address: je", "address: u")
    found = [p for p in read_text(text, "f")[1] if p.rule == "address"]
    assert {p.severity for p in found} == {"warning"}
    assert at(text, "- Wat zou jij doen?")[0] in {p.line for p in found}
    assert at(text, "Als jij denkt")[0] in {p.line for p in found}
    assert at(text, "Nou, dank je.")[0] not in {p.line for p in found}


def test_what_only_the_other_speaker_says_is_his_affair():
    data = two_speakers_scenario()
    data["speakers"][1]["address"] = "u"
    data["speakers"][1]["opening"] = "Ik schuif even aan, als u het goed vindt."
    data["items"][2]["say"][0] = "Als kunst op de agenda staat, dan ziet u ze wegkijken."
    assert not [p for p in read_text(to_yaml(data), "f")[1] if p.rule == "address" and p.severity == "error"]


def test_address_fits_the_language():
    assert "address-language" in rules({**minimal_scenario(), "language": "en"})
    assert one(TEXT.replace("address: je", "address: you"), "address-language").severity == "error"


def test_the_same_line_twice():
    text = changed(("    - Ja, dat klopt.", "    - Inderdaad, zo gaat dat."))
    assert one(text, "same-wording").severity == "error"
    text = changed(("    - Ja, dat klopt.", "    - Dat zal dan wel goed zijn."))
    assert one(text, "same-wording").severity == "warning"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: muziekmiddag\n", "id: muziekmiddag-gedeeld-besproken\n"),
        ("title: Een muziekmiddag voor de zomer", "title: Een middag en een cultuurplan"),
        ("  - vragen voordat je iets aanbiedt", "  - ontdekken dat het team niets heeft besproken"),
        ("Heb je nog een middag vrij in juni?", "Mijn voorganger had altijd een middag in juni."),
        ("  - id: stil-overleg", "  - id: nooit-besproken"),
    ],
)
def test_words_of_what_lies_hidden_are_noticed(old, new):
    text = changed((old, new))
    leaks = [p for p in read_text(text, "f")[1] if p.rule == "leak"]
    assert [(p.severity, p.line) for p in leaks] == [("warning", at(text, new)[0])]


def test_a_file_name_that_tells(tmp_path):
    path = tmp_path / "niet-besproken.yaml"
    path.write_text(TEXT, encoding="utf-8")
    scenario, problems = read(path)
    assert scenario is not None
    assert [p.rule for p in problems] == ["leak"]


def test_a_way_that_is_too_deep_or_too_short():
    data = minimal_scenario()
    spare = data["items"][1]
    for n in range(4):
        before = data["items"][-1]["id"]
        say = [f"{n} keer anders gezegd, {line}" for line in spare["say"]]
        cue = [f"{n} keer {line}" for line in spare["cue"]]
        topics = [f"{n} {line}" for line in spare["topics"]]
        new = {**spare, "id": f"laag-{n}", "needs": [before], "say": say, "cue": cue, "topics": topics}
        data["items"].append(new)
    data["need"]["needs"] = ["laag-3"]
    assert rules(data) == {"deep-need"}
    data = minimal_scenario()
    data["difficulty"] = {"rapport": 3, "patience": 8, "rupture": 1}
    assert rules(data) == {"need-gate", "patience"}


def test_a_school_that_hides_something_has_a_need():
    data = minimal_scenario()
    del data["need"]
    assert rules(data) == {"no-need"}
    assert "no-need" not in rules(minimal_scenario(need=None)), "who writes 'need: null' means it"
