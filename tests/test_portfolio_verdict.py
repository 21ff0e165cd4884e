"""The assessor's word is the record: read, checked, and shown above what the program found."""

from __future__ import annotations

import pytest
import yaml
from helpers_portfolio import bundled, key, members, silent

from simulator.portfolio import archive, bundle, keys, review
from simulator.portfolio.errors import PortfolioError
from simulator.portfolio.verdict import automatic, complete, settled
from simulator.portfolio.verify import verify
from simulator.report.words import Words


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    return verify(bundled(tmp_path_factory.mktemp("bundle")))


@pytest.fixture
def judge(held, tmp_path):
    """Write what an assessor filled in and read it back: `rest`, `judgement`, and verdicts by id."""

    def write(rest="accept", judgement="not_yet", comment="", **rows):
        text = review.template(held.portfolio, held.digest, Words("nl"))
        data = yaml.safe_load(text)
        data |= {"rest": rest or None, "judgement": judgement, "comment": comment}
        for one in data["judgements"]:
            one.update(rows.get(one["id"], {}))
        path = tmp_path / "verdict.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False))
        return review.read(path, held.portfolio, held.digest)

    return lambda rows=None, **more: write(**more, **(rows or {}))


def adjust(value, reason="Ik zag iets anders."):
    return {"verdict": "adjust", "value": value, "reason": reason}


SHARE, DEPTH = "conversations/1/ask_share", "conversations/1/depth"


@pytest.mark.parametrize("reader", ["nl", "en"])
def test_the_file_holds_every_automatic_judgement_and_says_what_it_is_about(held, reader):
    text = review.template(held.portfolio, held.digest, Words(reader))
    data = yaml.safe_load(text)
    ids = [one["id"] for one in data["judgements"]]
    assert ids == [one.id for one in automatic(held.portfolio)]
    assert "criteria/depth" in ids
    assert {f"conversations/{n}/{key}" for n in (1, 2, 3) for key in ("ask_share", "depth")} <= set(ids)
    assert not any(one.startswith("conversations/4") for one in ids)
    assert all(one["verdict"] is None for one in data["judgements"])
    assert text.count("#") >= len(ids)


def test_left_as_it_is_nothing_is_judged(held, tmp_path):
    path = tmp_path / "v.yaml"
    path.write_text(review.template(held.portfolio, held.digest, Words("en")))
    with pytest.raises(PortfolioError) as caught:
        review.read(path, held.portfolio, held.digest)
    assert "Fill in 'judgement': one of pass, not_yet." in str(caught.value)
    assert "Add the key" not in str(caught.value)
    assert str(caught.value).count("Fill in 'verdict'") == len(automatic(held.portfolio))


def test_accepting_everything_is_the_automatic_record(held, judge):
    verdicts = judge(judgement="pass")
    record = settled(held.portfolio, verdicts)
    assert complete(record)
    assert {one.verdict for one in record if one.point.key != "assessor"} == {"accept"}
    assert not complete(settled(held.portfolio, judge(judgement="not_yet")))


def test_a_value_of_the_assessor_counts_in_the_criteria(held, judge):
    verdicts = judge({SHARE: adjust(40), "criteria/ask_share": adjust("missing")})
    share = next(one for one in settled(held.portfolio, verdicts) if one.point.key == "ask_share")
    assert (share.point.where, share.met, share.verdict) == ((2,), False, "adjust")
    rejected = judge({DEPTH: {"verdict": "reject", "reason": "voorgezegd"}, "criteria/depth": adjust("missing")})
    depth = next(one for one in settled(held.portfolio, rejected) if one.point.key == "depth")
    assert depth.point.where == (2,)


def test_a_human_verdict_on_a_criterion_is_the_record(held, judge):
    verdicts = judge({"criteria/conversations": {"verdict": "reject", "reason": "drie keer hetzelfde"}})
    one = next(one for one in settled(held.portfolio, verdicts) if one.point.key == "conversations")
    assert (one.point.met, one.met, one.reason) == (True, False, "drie keer hetzelfde")


@pytest.mark.parametrize(
    ("more", "rows", "says"),
    [
        ({}, {SHARE: {"verdict": "reject"}}, "Write at 'reason' why you reject this."),
        ({}, {SHARE: {"verdict": "adjust", "value": 50}}, "Write at 'reason' why you adjust this."),
        ({}, {SHARE: adjust(None)}, "Write a percentage from 0 to 100"),
        ({}, {SHARE: adjust(101)}, "Write a percentage from 0 to 100"),
        ({}, {SHARE: adjust("veel")}, "Write a percentage from 0 to 100"),
        ({}, {DEPTH: adjust("ondiep")}, "Write one of surface, visible, underlying, need, nothing"),
        ({}, {"criteria/depth": adjust("ja")}, "Write one of met, missing"),
        ({}, {SHARE: {"verdict": "acept"}}, "did you mean 'accept'?"),
        ({}, {SHARE: {"verdict": "accept", "value": 3}}, "A value belongs to adjust"),
        ({}, {SHARE: {"automatic": 99}}, "The program found 100 here"),
        ({}, {SHARE: {"id": "conversations/9/depth"}}, "Write one of criteria/attendance"),
        ({}, {SHARE: {"id": DEPTH}}, "is judged twice"),
        ({}, {SHARE: {"waarom": "x"}}, "There is no key 'waarom' here"),
        ({"rest": "reject"}, {}, "Write one of accept at 'rest'"),
        ({"judgement": "geslaagd"}, {}, "Write one of pass, not_yet at 'judgement'"),
        ({"comment": "x" * 4001}, {}, "4000 characters at most"),
        ({}, {SHARE: adjust(10)}, "With your other verdicts criteria/ask_share comes to 'missing'"),
        (
            {"judgement": "pass"},
            {"criteria/depth": {"verdict": "reject", "reason": "te ondiep"}},
            "still missing: Conversations that went deep enough. ",
        ),
    ],
)
def test_what_does_not_hold_is_said_with_its_line(judge, more, rows, says):
    with pytest.raises(PortfolioError, match=r"verdict.yaml:\d+:\d+: error") as caught:
        judge(rows, **more)
    assert says in str(caught.value)


def test_verdicts_on_another_bundle_are_refused(held, judge, tmp_path):
    path = tmp_path / "v.yaml"
    path.write_text(review.template(held.portfolio, "0" * 64, Words("en")))
    with pytest.raises(PortfolioError, match="These verdicts are on another bundle"):
        review.read(path, held.portfolio, held.digest)


def test_the_signed_bundle_shows_the_human_verdict(held, judge, tmp_path):
    verdicts = judge(
        {SHARE: adjust(81, "Twee vragen waren <b>eigenlijk</b> aanbod.")}, judgement="pass", comment="Mooi."
    )
    path = tmp_path / "signed.zip"
    bundle.write_signed(path, held, keys.signer(key(tmp_path, "Bea B."), silent), verdicts)
    found = verify(path)
    assert found.good
    assert found.verdicts is not None
    assert (found.verdicts["assessor"], found.verdicts["judgement"]) == ("Bea B.", "pass")
    html = members(path)[archive.PAGE].decode()
    for words in (
        "81% (program: 100%)",
        "waren &lt;b&gt;eigenlijk&lt;/b&gt; aanbod",
        "Mooi.",
        "Signed by Bea B.",
        "Certificate",
    ):
        assert words in html


def test_a_changed_verdict_is_named(held, judge, tmp_path):
    from helpers_portfolio import rezip

    path = tmp_path / "signed.zip"
    bundle.write_signed(path, held, keys.signer(key(tmp_path, "Bea B."), silent), judge({SHARE: adjust(81)}))
    parts = members(path)
    changed = parts[archive.VERDICTS].replace(b'"81"', b'"91"')
    assert changed != parts[archive.VERDICTS]
    found = verify(rezip({**parts, archive.VERDICTS: changed}, tmp_path / "x.zip"))
    assert found.changed == (f"verdicts.json: judgements/{SHARE}",)


def test_without_a_pass_there_is_no_certificate(held, judge, tmp_path):
    path = tmp_path / "signed.zip"
    bundle.write_signed(path, held, keys.signer(key(tmp_path, "Bea B."), silent), judge())
    assert "Certificate" not in members(path)[archive.PAGE].decode()
