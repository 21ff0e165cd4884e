"""`toask`: parses the command, and turns what goes wrong into one sentence and an exit code (0, 1 or 2)."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from simulator import __version__
from simulator.cli import (
    authoring_options,
    convert_options,
    data_options,
    group_options,
    language,
    observe_options,
    portfolio_options,
    progress_options,
    report_options,
    review_options,
    scoring_options,
    serve_options,
)
from simulator.cli.parser import Parser


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; imports nothing heavy."""
    top: argparse.ArgumentParser = Parser(
        prog="toask",
        description="Practise the intake conversation with a school: from telling to asking.",
        epilog="Without a command, toask opens the app on its home screen.",
    )
    top.add_argument("--version", action="version", version=f"toask {__version__}")
    top.add_argument("--debug", action="store_true", help="show a traceback when something goes wrong")
    groups = top.add_subparsers(dest="command", metavar="COMMAND")
    _practice(groups.add_parser("practice", help="start a conversation"))
    scenario = groups.add_parser("scenario", help="list, show, write, check, run, preview and playtest scenarios")
    subs = scenario.add_subparsers(dest="sub", metavar="WHAT", required=True)
    _scenario(subs)
    authoring_options.add(subs)
    models = groups.add_parser("models", help="language models: list, pull, use, bench, judge")
    _models(models.add_subparsers(dest="sub", metavar="WHAT"))
    scoring_options.add(groups)
    convert_options.add(groups)
    data_options.add(groups)
    group_options.add(groups)
    observe_options.add(groups)
    portfolio_options.add(groups)
    progress_options.add(groups)
    report_options.add(groups)
    review_options.add(groups)
    serve_options.add(groups)
    return top


def _practice(one: argparse.ArgumentParser) -> None:
    one.add_argument("scenario", nargs="?", help="id or file of a scenario, or resume:ID; without one, the home screen")
    one.add_argument("--plain", action="store_true", help="line by line, for screen readers and pipes")
    one.add_argument("--voice", metavar="NAME", help="a model card, http:URL#MODEL, or scripted (no model)")
    one.add_argument("--seed", type=int, default=None, metavar="N", help="the same seed and turns: the same acts")
    one.add_argument("--lang", choices=("nl", "en"), help="language of the scenario and of the plain interface")
    one.add_argument("--assessment", action="store_true", help="it is judged: no going back, meter or help")


def _scenario(subs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = subs.add_parser("list", help="every scenario found")
    one.add_argument("--json", action="store_true")
    one = subs.add_parser("show", help="one scenario, validated")
    one.add_argument("file", help="id or file")
    one.add_argument("--json", action="store_true")
    one.add_argument("--lang", choices=("nl", "en"))
    one = subs.add_parser("run", help="play turns through coding, school and voice")
    one.add_argument("file", help="id or file")
    one.add_argument("--turns", required=True, metavar="FILE", help='lines of {"text": …}; - reads them one by one')
    one.add_argument("--voice", metavar="NAME", help="a model card, http:URL#MODEL, or scripted (no model)")
    one.add_argument("--seed", type=int, default=0, metavar="N")
    one.add_argument("--json", action="store_true", help="one object a turn")
    one.add_argument("--lang", choices=("nl", "en"))


def _models(subs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    one = subs.add_parser("list", help="which models there are, which are here, which fit this machine")
    one.add_argument("--json", action="store_true")
    one = subs.add_parser("pull", help="fetch weights and verify them")
    one.add_argument("names", nargs="*", metavar="NAME", help="default: all that practising needs")
    one = subs.add_parser("use", help="make a model the default voice")
    one.add_argument("name")
    one.add_argument("--server", metavar="URL", help="the server behind which it runs: http://host:port/v1[#model]")
    one = subs.add_parser("bench", help="measure a model on this machine")
    one.add_argument("name", nargs="?")
    one.add_argument("--json", action="store_true")
    one = subs.add_parser("judge", help="what a model makes of some hundred turns, with examples of each failing")
    one.add_argument("name", nargs="?")
    one.add_argument("--seeds", type=int, default=4, metavar="N", help="walks through each scenario")
    one.add_argument("--choosing", action="store_true", help="only how often it chooses the right line among twenty")
    one.add_argument("--json", action="store_true")


def run(wanted: argparse.Namespace) -> int:
    """Run a parsed command and return its exit status; each is the module of its name, loaded only now."""
    language.begin()
    status: int = import_module(f"simulator.cli.{wanted.command or 'practice'}").run(wanted)
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run `toask`; returns 0 on success, 1 on findings or failure, 2 on wrong use."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    wanted = parser().parse_args(argv)
    try:
        return run(wanted)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`): nothing to say, and nothing may be flushed at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if wanted.debug:
            raise
        from simulator.cli.errors import sentence, status

        print(f"toask: {sentence(error)}", file=sys.stderr)
        return status(error)


if __name__ == "__main__":
    sys.exit(main())
