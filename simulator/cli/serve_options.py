"""The options of `toask serve`."""

from __future__ import annotations

import argparse


def add(groups: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command."""
    one = groups.add_parser("serve", help="the app in a browser, for a class")
    one.add_argument("--config", metavar="FILE", help="settings in a TOML file; what is given here goes before it")
    one.add_argument("--host", help="where it listens; without it only this machine can reach it")
    one.add_argument("--port", type=int, metavar="N", help="default 8000")
    one.add_argument("--data", metavar="DIR", help="folder of the server: accounts and what is theirs")
    one.add_argument("--address", metavar="URL", help="how browsers reach it, such as https://oefenen.example.nl")
    one.add_argument("--most", type=int, metavar="N", help="how many people practise at once; others wait their turn")
    one.add_argument("--tls-cert", metavar="FILE", help="certificate with its chain, PEM")
    one.add_argument("--tls-key", metavar="FILE", help="its key, PEM")
    one.add_argument(
        "--behind-proxy", action="store_const", const=True, help="a proxy in front does TLS; believe what it forwards"
    )
    one.add_argument("--show-config", action="store_true", help="print what holds and where each came from")
    subs = one.add_subparsers(dest="sub", metavar="WHAT")
    made = _of_the_folder(subs, "backup", "all accounts and what is theirs in one file, also while the server runs")
    made.add_argument("out", help="the file, such as toask.tar.gz, or a folder: then it is named by day and time")
    made.add_argument("--replace", action="store_true", help="a file of that name goes when the new one is whole")
    made = _of_the_folder(subs, "restore", "put a backup back, while no server runs")
    made.add_argument("file", help="what `toask serve backup` wrote")
    made.add_argument("--set-aside", action="store_true", help="what is there now is kept in a folder before-restore-…")
    admin = subs.add_parser("admin", help="accounts, from this machine")
    does = admin.add_subparsers(dest="does", metavar="DO", required=True)
    for name, text in (("add-trainer", "make an account for a trainer"), ("add-admin", "make one that adds trainers")):
        made = does.add_parser(name, help=f"{text}, and print a link")
        made.add_argument("name")
    made = does.add_parser("link", help="print a new link for an account")
    made.add_argument("account", help="its sign-in name")
    does.add_parser("list", help="all accounts")
    made = does.add_parser("remove", help="remove an account and all that is its own")
    made.add_argument("account", help="its sign-in name")
    made.add_argument("--yes", action="store_true", help="do not ask")


def _of_the_folder(
    subs: argparse._SubParsersAction[argparse.ArgumentParser], name: str, text: str
) -> argparse.ArgumentParser:
    """Add a command that can be told the folder behind its name, too."""
    made = subs.add_parser(name, help=text)
    for option, what in (("--data", "DIR"), ("--config", "FILE")):
        made.add_argument(option, metavar=what, default=argparse.SUPPRESS, help="as of `toask serve`")
    return made
