"""Servers that never stop, that refuse fields they do not know, and models that think aloud."""

from __future__ import annotations

import json
import socket
import threading
import time
from contextlib import suppress
from threading import Event
from types import SimpleNamespace

import httpx
import pytest
from helpers_chat import Raw, chunk, raw, said, serve
from helpers_voice import NL

from simulator.voice import feed
from simulator.voice.aloud import Aloud
from simulator.voice.feed import Feed
from simulator.voice.http_backend import HttpBackend
from simulator.voice.speak import Voice
from simulator.voice.types import Cancelled, VoiceError

__all__ = ["raw", "serve"]


def readers():
    return [one for one in threading.enumerate() if one.name == "voice-server"]


def no_reader_left():
    end = time.monotonic() + 3
    while readers() and time.monotonic() < end:
        time.sleep(0.01)
    return not readers()


HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n"


@pytest.mark.parametrize("head", [HEAD + b"data: ", HEAD + b'data: {"choices": [{"delta": {"content": "', HEAD])
def test_a_line_without_an_end_is_not_read_whole(raw, head):
    server = raw(head=head, again=b"x" * 65536)
    with pytest.raises(VoiceError, match="OpenAI-compatible"):
        said(HttpBackend(server.url, "m"))
    assert server.cut.wait(20)
    assert no_reader_left()
    assert (server.asked, server.sent < 1 << 24) == (1, True)


def fill(line):
    with suppress(TimeoutError):
        while True:
            line.sendall(b"x" * 65536)


def test_a_server_that_filled_the_buffer_hears_at_once_that_nobody_reads_it():
    """Who hangs up may still empty the buffer before the connection closes: the kernel tells the server of neither."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ours = socket.create_connection(listening.getsockname())
        theirs, _ = listening.accept()
    with theirs:
        theirs.settimeout(0.5)
        fill(theirs)
        feed = Feed(httpx.Client(), "GET", "http://127.0.0.1", {})
        feed._line = SimpleNamespace(get_extra_info=lambda what: ours)
        feed.stop()
        while ours.recv(1 << 20):
            pass
        ours.close()
        with pytest.raises(ConnectionError):
            fill(theirs)  # it returns where the server goes on waiting


def test_lines_that_say_nothing_for_ever_are_cut_off(raw):
    server = raw(head=HEAD, again=b": still here\n" * 4096)
    with pytest.raises(VoiceError, match="OpenAI-compatible"):
        said(HttpBackend(server.url, "m"))
    assert server.cut.wait(20)


def test_a_list_of_models_without_an_end_is_cut_off(raw):
    server = raw(head=b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[", again=b"1," * 32768)
    with pytest.raises(VoiceError, match="OpenAI-compatible"):
        HttpBackend(server.url, "m").load()
    assert server.cut.wait(20)
    assert no_reader_left()


@pytest.mark.parametrize(
    "how",
    [
        {"head": b"HTTP/1.1 200 OK\r\n\r\n", "again": b" ", "pause": 0.02},
        {"head": b"HTTP/1.1 200 OK\r\n", "again": b"x: y\r\n", "pause": 0.02},  # it never gets as far as an answer
        {},
    ],
)
def test_a_list_of_models_has_its_time_and_the_server_is_hung_up_on(raw, how):
    server = raw(**how)
    with pytest.raises(VoiceError, match="in time"):
        HttpBackend(server.url, "m", whole=0.3).load()
    assert server.cut.wait(20)
    assert no_reader_left()


def test_closing_ends_a_load_that_waits(raw):
    backend = HttpBackend(raw().url, "m")
    threading.Timer(0.2, backend.close).start()
    start = time.monotonic()
    with pytest.raises(VoiceError):
        backend.load()
    assert time.monotonic() - start < 3
    assert no_reader_left()


def test_closing_ends_an_answer_that_waits(raw):
    backend = HttpBackend(raw(head=HEAD).url, "m")
    threading.Timer(0.2, backend.close).start()
    with pytest.raises(Cancelled):
        said(backend)
    assert no_reader_left()


@pytest.mark.parametrize("how", [{}, {"head": b"HTTP/1.1 200 OK\r\n"}, {"head": HEAD}])
def test_a_voice_that_gives_up_hangs_up_at_once(raw, how):
    server = raw(**how)
    with pytest.raises(VoiceError, match="in time"):
        said(HttpBackend(server.url, "m", whole=0.3))
    assert server.cut.wait(20)
    assert no_reader_left()


def test_what_took_too_long_is_not_asked_again(raw):
    server = raw(head=HEAD, again=b": wait\n", pause=0.02)
    start = time.monotonic()
    with pytest.raises(VoiceError, match="in time"):
        said(HttpBackend(server.url, "m", whole=0.4))
    assert server.asked == 1
    assert time.monotonic() - start < 2


def test_all_tries_together_have_the_time_of_one_answer(raw):
    server = raw()
    start = time.monotonic()
    with pytest.raises(VoiceError, match="in time"):
        said(HttpBackend(server.url, "m", timeout=0.3, whole=0.5))
    assert server.asked <= 2
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"choices":' * 20_000], ids=["lists", "objects"])
def test_json_without_a_bottom(serve, deep):
    server, backend = serve(lambda h, n: h.answer(200, f"data: {deep}\n\n".encode(), "text/event-stream"))
    with pytest.raises(VoiceError, match="OpenAI-compatible"):
        said(backend)
    server.models = None
    listed = Raw(head=b"HTTP/1.1 200 OK\r\n\r\n" + deep.encode())
    listed.again = b""
    with pytest.raises(VoiceError):
        HttpBackend(listed.url, "m", whole=1.0).load()
    listed.socket.close()


def test_lines_are_those_of_the_stream_whatever_they_hold():
    whole = "één\u2028twee\r\n\ndrie\x85".encode()
    cut = [whole[at : at + 1] for at in range(len(whole))]
    assert list(feed.lines(cut)) == ["één\u2028twee", "", "drie\x85"]


def test_thinking_is_switched_off_under_both_names(serve):
    server, backend = serve(lambda h, n: h.say("Ja."))
    assert said(backend) == "Ja."
    assert server.seen[0]["reasoning_effort"] == "none"
    assert server.seen[0]["chat_template_kwargs"] == {"enable_thinking": False}


def picky(*unknown, status=422, named=True, echo=False):
    """Refuses requests with those fields; says which, or gives the whole request back."""

    def script(handler, n):
        body = handler.server.seen[-1]
        wrong = [name for name in unknown if name in body]
        if not wrong:
            return handler.say("Ja.")
        words = json.dumps(body) if echo else f"Unexpected fields: {wrong}" if named else "Bad Request"
        return handler.answer(status, json.dumps({"detail": words}).encode())

    return script


FIELDS = {"chat_template_kwargs", "reasoning_effort", "seed"}


@pytest.mark.parametrize("status", [400, 422])
@pytest.mark.parametrize(
    ("unknown", "how", "asked"),
    [
        (["chat_template_kwargs"], {}, 2),
        (["reasoning_effort"], {}, 2),
        (["chat_template_kwargs", "reasoning_effort"], {}, 2),
        (["chat_template_kwargs", "reasoning_effort", "seed"], {"named": False}, 5),
        (["chat_template_kwargs"], {"named": False}, 2),
        (["reasoning_effort"], {"named": False}, 3),
        (["reasoning_effort"], {"echo": True}, 3),
    ],
)
def test_what_a_server_does_not_take_is_left_out_and_stays_out(serve, unknown, how, asked, status):
    server, backend = serve(picky(*unknown, status=status, **how))
    assert said(backend) == "Ja."
    assert len(server.seen) == asked
    assert FIELDS - set(server.seen[-1]) == set(unknown)  # and nothing else
    assert said(backend) == "Ja."
    assert len(server.seen) == asked + 1


def test_a_request_that_is_wrong_otherwise_is_refused_and_nothing_is_remembered(serve):
    server, backend = serve(lambda h, n: h.answer(400, b"no such thing") if n < 6 else h.say("Ja."))
    with pytest.raises(VoiceError, match=r"refused.*400"):
        said(backend)
    assert said(backend) == "Ja."
    assert set(server.seen[-1]) >= FIELDS


def test_a_server_that_took_the_fields_is_not_asked_without_them(serve):
    server, backend = serve(lambda h, n: h.say("Ja.") if n == 1 else h.answer(400, b"too long"))
    assert said(backend) == "Ja."
    with pytest.raises(VoiceError, match="400"):
        said(backend)
    assert len(server.seen) == 2


def thinking(field, text="hm ", times=40, then=()):
    def script(handler, n):
        handler.begin()
        for _ in range(times):
            part = {"choices": [{"delta": {"content": "", field: text}}]}
            handler.wfile.write(b"data: " + json.dumps(part).encode() + b"\n\n")
        for one in then:
            handler.wfile.write(chunk(one))
        handler.wfile.write(b"data: [DONE]\n\n")

    return script


@pytest.mark.parametrize("field", ["reasoning", "reasoning_content"])
def test_a_model_that_only_thinks_aloud_is_said_to(serve, field):
    server, backend = serve(thinking(field), model="qwen")
    with pytest.raises(VoiceError, match=r"qwen on 127\.0\.0\.1:\d+ thinks aloud .*switch its thinking off") as caught:
        said(backend)
    assert "hm" not in str(caught.value)
    assert len(server.seen) == 1


def test_a_model_that_thinks_and_then_speaks(serve):
    _, backend = serve(thinking("reasoning", then=("Ja, ", "hoor.")))
    assert said(backend) == "Ja, hoor."


@pytest.mark.parametrize("pieces", [["<think>hm</think>Ja."], list("<think>hm, hm, hm, hm</think>\n\nJa.")])
def test_thoughts_between_tags_are_no_words(serve, pieces):
    _, backend = serve(lambda h, n: h.say(*pieces))
    assert said(backend).strip() == "Ja."


def test_thoughts_between_tags_that_never_close(serve):
    _, backend = serve(lambda h, n: h.say("<think>", *["Wat zou ze willen? "] * 20))
    with pytest.raises(VoiceError, match="thinks aloud"):
        said(backend)


def test_thinking_for_ever_is_cut_off(serve):
    server, backend = serve(thinking("reasoning", text="hm " * 300, times=4000))
    with pytest.raises(VoiceError, match="thinks aloud"):
        said(backend)
    assert len(server.seen) == 1


def test_what_only_looks_like_a_thought_is_said():
    aloud = Aloud()
    assert aloud.add({"content": "<thi"}) == ""
    assert aloud.add({"content": "s> is geen gedachte"}) == "<this> is geen gedachte"
    assert Aloud().add({"content": " " * 200}) == " " * 200
    assert Aloud().add({"content": None, "reasoning": None}) == ""


def test_an_answer_of_only_blanks_leaves_the_written_words(serve):
    _, backend = serve(lambda h, n: h.say(*["  \n "] * 20))
    spoken = Voice(backend).speak(NL, Event(), lambda clause: None)
    assert spoken.text in NL.wordings


def test_an_answer_of_five_thousand_tokens_leaves_the_written_words(serve):
    _, backend = serve(lambda h, n: h.say(*["koffie "] * 5000))
    spoken = Voice(backend).speak(NL, Event(), lambda clause: None)
    assert spoken.text in NL.wordings


def test_errors_in_mid_stream_are_told(serve):
    def script(handler, n):
        handler.begin()
        handler.wfile.write(chunk("Ja, ") + b'data: {"error": {"message": "<b>out of memory</b>"}}\n\n')

    _, backend = serve(script)
    with pytest.raises(VoiceError) as caught:
        said(backend)
    assert "<" not in str(caught.value)
