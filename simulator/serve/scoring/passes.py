"""One pass: what is computed for one request, or for several that ask for the same kind of thing."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from typing import Any

from simulator.serve.scoring import wire
from simulator.serve.scoring.fair import Job
from simulator.serve.scoring.frames import Floats, pack
from simulator.serve.scoring.work import Parts
from simulator.voice.types import Cancelled

Answer = tuple[dict[str, Any], Sequence[Floats]]


def frames(parts: Parts, jobs: Sequence[Job]) -> list[bytes]:
    """Return the frame that answers each request. One that fails takes no other with it."""
    try:
        answers = _answers(parts, jobs)
    except Cancelled:
        return [refusal(job.id, "cancelled") for job in jobs]
    except Exception as error:  # noqa: BLE001 - the worker's edge: a request fails, the process goes on
        if len(jobs) > 1:
            return [frame for job in jobs for frame in frames(parts, [job])]
        _note(jobs[0].op, error)
        return [refusal(jobs[0].id, "failed")]
    return [pack({"id": job.id, "ok": body}, arrays) for job, (body, arrays) in zip(jobs, answers, strict=True)]


def refusal(number: int, kind: str, why: str = "") -> bytes:
    """Return the frame that says that a request gets no answer: `busy`, `late`, `failed`, `cancelled` or `bad`."""
    return pack({"id": number, "error": kind, "why": why})


def known(parts: Parts, job: Job) -> bytes | None:
    """Return the answer where nothing has to be computed for it; else None."""
    vectors = job.op == "encode" or (job.op == "read" and not job.what["before"] and job.what["shelf"])
    held = vectors and parts.shelves.holds(job.what["texts"], job.what["shelf"])
    held = held or (job.op == "phrases" and parts.phrases.holds(job.what["texts"], job.what["shelf"]))
    if job.op == "info" or held:
        return frames(parts, [job])[0]
    return None


def _answers(parts: Parts, jobs: Sequence[Job]) -> list[Answer]:
    if jobs[0].op == "code":
        return _coded(parts, jobs)
    return [_answer(parts, job) for job in jobs]


def _coded(parts: Parts, jobs: Sequence[Job]) -> list[Answer]:
    turns = [turn for job in jobs for turn in job.what["turns"]]
    found = [wire.coded_json(one) for one in parts.coder.code_many(turns)]
    out: list[Answer] = []
    at = 0
    for job in jobs:
        many = len(job.what["turns"])
        out.append(({"turns": found[at : at + many]}, ()))
        at += many
    return out


def _answer(parts: Parts, job: Job) -> Answer:
    what = job.what
    if job.op == "encode":
        return {}, [parts.shelves.encode(what["texts"], what["shelf"])]
    if job.op == "read":
        counts, arrays = wire.read_arrays(parts.shelves.read(what["texts"], what["before"], what["shelf"]))
        return {"counts": counts}, arrays
    if job.op == "phrases":
        return {}, [parts.phrases.encode(what["texts"], what["shelf"])]
    if job.op == "turn":
        return {}, [parts.reader.turn(what["before"], what["text"])[None]]
    if job.op == "keep":
        parts.shelves.keep(what["shelf"])
        parts.phrases.keep(what["shelf"])
        return {}, ()
    if job.op == "fits":
        return {"fits": parts.voice.fits_for(job.client, what["prompt"], what["texts"], job.cancel)}, ()
    return parts.about(), ()


def _note(op: str, error: Exception) -> None:
    """Say what went wrong and where, without a word of what was asked: it may be anybody's, or locked."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    print(f"toask scoring: {op} failed: {type(error).__name__} at {where.name}:{where.lineno}", file=sys.stderr)
