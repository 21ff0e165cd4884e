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
    subs = one.add_subparsers(dest="sub", metavar="WHAT")
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
