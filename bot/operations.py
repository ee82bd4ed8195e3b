"""The part of the command line that is the operator's: backups, reports, forgetting for somebody who left."""

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import read_settings

if TYPE_CHECKING:
    from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage] # argparse has no other name for it

DAYS = 30
DRAIN_SECONDS = 600.0
"""Longer than the longest turn."""

_BACKUP = "Everything into one new file, pictures too, as it is at this moment. The bot may go on meanwhile."
_RESTORE = (
    "Reads a backup into the configured database, which has to be empty: a new ATELIER_DATA_DIR, or a new DATABASE_URL of any server. "
    "Channels of Discord are read from now on, not from where the backup left off."
)
_TRANSFER = (
    "From the embedded database to your own Postgres, or from one server to another. Stop the bot first."
)
_PAUSE = "What people write is stored and waits; what is under way ends; chores go on. For work on the models, the database, the network."
_MOVE = "While the bot runs: one picture after the other. Interrupted, the same command goes on where it was."
_FORGOTTEN = "Who had everything forgotten, without names. Keep what it prints beside your backups: a restore asks for it."
_FORGET = (
    "For somebody who cannot ask the bot any more: PERSON as in exports and traces, for example discord:1234567890. Or for a community that"
    " asks for it, or sent the bot away: what was said, drawn and remembered there. What members had remembered for themselves stays."
)
_COMPONENTS = "A bill of materials (CycloneDX) and the notices of licences, of the packages that are installed here and belong to Atelier."
_CERTIFICATE = "A certificate of this installation's own and its key, for ATELIER_SIGNING_CERTIFICATE and ATELIER_SIGNING_KEY."


def add_operations(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    """Adds the commands to those of `python -m bot`."""
    _add_copies(commands)
    _add_sight(commands)
    _add_files(commands)
    forget = commands.add_parser(
        "forget", help="erase all that is kept of a person or a community", description=_FORGET
    )
    whom = forget.add_mutually_exclusive_group(required=True)
    whom.add_argument("person", metavar="PERSON", nargs="?")
    whom.add_argument("--community", help="for example discord:9876543210")
    forget.add_argument("--yes", action="store_true", help="do not ask whether that is meant")
    forget.set_defaults(action=_forget)


def _add_copies(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    backup = commands.add_parser("backup", help="write everything into one file", description=_BACKUP)
    backup.add_argument("file", type=Path)
    backup.set_defaults(action=_backup)
    restore = commands.add_parser(
        "restore", help="read a backup into an empty database", description=_RESTORE
    )
    restore.add_argument("file", type=Path)
    known = restore.add_mutually_exclusive_group(required=True)
    known.add_argument(
        "--forgotten", type=Path, metavar="LIST", help="what `python -m bot forgotten` printed last"
    )
    known.add_argument(
        "--nobody-forgotten", action="store_true", help="nobody had everything forgotten since the backup"
    )
    restore.set_defaults(action=_restore)
    transfer = commands.add_parser(
        "transfer", help="copy everything to another Postgres", description=_TRANSFER
    )
    transfer.add_argument("url", help="of an empty database")
    transfer.set_defaults(action=_transfer)
    forgotten = commands.add_parser(
        "forgotten", help="list who had everything forgotten", description=_FORGOTTEN
    )
    forgotten.set_defaults(action=_forgotten)


def _add_sight(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    status = commands.add_parser("status", help="what waits, what is under way, how much is kept")
    status.set_defaults(action=_status)
    trace = commands.add_parser("trace", help="the story of one turn, without its words")
    trace.add_argument("id", help="the turn's, or how it begins: an apology in the chat names that")
    trace.set_defaults(action=_trace)
    spending = commands.add_parser("spending", help="what was spent, by day and community")
    spending.add_argument("--days", type=int, default=DAYS, help=f"how many, today among them ({DAYS})")
    spending.set_defaults(action=_spending)
    pause = commands.add_parser("pause", help="begin no turn any more, on any machine", description=_PAUSE)
    pause.set_defaults(action=_pause)
    drain = commands.add_parser("drain", help="pause, and wait until nothing is under way")
    drain.add_argument("--seconds", type=float, default=DRAIN_SECONDS, help=f"at most ({DRAIN_SECONDS:.0f})")
    drain.set_defaults(action=_drain)
    resume = commands.add_parser("resume", help="end the pause")
    resume.set_defaults(action=_resume)


def _add_files(commands: "_SubParsersAction[argparse.ArgumentParser]") -> None:
    objects = commands.add_parser("objects", help="pictures between Postgres and the object store")
    acts = objects.add_subparsers(required=True, metavar="ACT")
    move = acts.add_parser("move", help="all pictures into the object store", description=_MOVE)
    move.add_argument("--back", action="store_true", help="out of it, into Postgres; stop the bot first")
    move.set_defaults(action=_move_objects)
    sweep = acts.add_parser("sweep", help="compare objects and pictures now, as is done each day")
    sweep.set_defaults(action=_sweep_objects)
    certificate = commands.add_parser(
        "certificate", help="make a certificate that drawn pictures are signed with", description=_CERTIFICATE
    )
    certificate.add_argument("folder", type=Path, help="where its two files are written")
    certificate.add_argument("--name", default="Atelier", help="whom it names (Atelier)")
    certificate.set_defaults(action=_certificate)

    made_of = commands.add_parser(
        "components", help="what it is made of, and under which licences", description=_COMPONENTS
    )
    made_of.add_argument("folder", type=Path, help="where the two files are written")
    made_of.set_defaults(action=_components)


async def _backup(arguments: argparse.Namespace) -> int:
    from bot.commands.backup import backup

    return await backup(read_settings(), arguments.file)


async def _restore(arguments: argparse.Namespace) -> int:
    from bot.commands.backup import restore

    return await restore(read_settings(), arguments.file, forgotten=arguments.forgotten)


async def _transfer(arguments: argparse.Namespace) -> int:
    from bot.commands.backup import transfer

    return await transfer(read_settings(), arguments.url)


async def _forgotten(_: argparse.Namespace) -> int:
    from bot.commands.backup import forgotten

    return await forgotten(read_settings())


async def _status(_: argparse.Namespace) -> int:
    from bot.commands.reports import status

    return await status(read_settings())


async def _trace(arguments: argparse.Namespace) -> int:
    from bot.commands.reports import trace

    return await trace(read_settings(), arguments.id)


async def _spending(arguments: argparse.Namespace) -> int:
    from bot.commands.reports import spending

    return await spending(read_settings(), arguments.days)


async def _pause(_: argparse.Namespace) -> int:
    from bot.commands.pause import begin

    return await begin(read_settings())


async def _drain(arguments: argparse.Namespace) -> int:
    from bot.commands.pause import drain

    return await drain(read_settings(), seconds=arguments.seconds)


async def _resume(_: argparse.Namespace) -> int:
    from bot.commands.pause import end

    return await end(read_settings())


async def _move_objects(arguments: argparse.Namespace) -> int:
    from bot.commands.objects import move

    return await move(read_settings(), back=arguments.back)


async def _sweep_objects(_: argparse.Namespace) -> int:
    from bot.commands.objects import compare

    return await compare(read_settings(), now=time.time())


async def _certificate(arguments: argparse.Namespace) -> int:
    from bot.clock import SystemClock
    from bot.commands.certificate import make_certificate

    return make_certificate(arguments.folder, arguments.name, SystemClock())


async def _components(arguments: argparse.Namespace) -> int:
    from bot.commands.components import write_components

    return write_components(arguments.folder)


async def _forget(arguments: argparse.Namespace) -> int:
    from bot.commands.reports import forget, forget_community

    whom: str = arguments.community or arguments.person

    def sure() -> bool:
        return arguments.yes or _asked(f"Erase all that is kept of {whom}? Type yes: ")

    return await (forget_community if arguments.community else forget)(read_settings(), whom, sure=sure)


def _asked(question: str) -> bool:
    return sys.stdin.isatty() and input(question).strip().lower() == "yes"
