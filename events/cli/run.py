"""Run a command; whatever goes wrong becomes one sentence and an exit code."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from typing import Final

import click

from events.cli.commands import PROGRAM, commands
from events.cli.output import say
from events.errors import EventsError

FINE: Final = 0
FAILED: Final = 1
#: What a shell reports for a program stopped by Ctrl-C: 128 and the number of the signal.
INTERRUPTED: Final = 130
#: Set to anything, it shows where in the program an unexpected error came up.
DETAILS: Final = "EVENTS_TRACEBACK"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; never raises.

    Parameters
    ----------
    arguments : sequence of str, optional
        The words after the program's name; those of this process if not given.
    """
    _speak_utf8()
    try:
        answer = commands.main(args=None if arguments is None else list(arguments), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        # whoever read our output has had enough; the interpreter's last flush must not complain either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (click.Abort, KeyboardInterrupt):
        say("Stopped.", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - the edge: a user gets a sentence, whatever happened
        if os.environ.get(DETAILS):
            traceback.print_exc()
        say(f"Error: {_in_words(error)}", err=True)
        return FAILED
    return answer if isinstance(answer, int) else FINE


def _in_words(error: Exception) -> str:
    if isinstance(error, EventsError):
        return str(error)
    if isinstance(error, OSError):
        return f"{f'{error.filename}: ' if error.filename else ''}{error.strerror or error}."
    if isinstance(error, MemoryError):
        return "There is not enough memory for this; try it with a part of the data."
    return (
        f"The program failed in a way it should not ({type(error).__name__}: {error}). Please report it with the command and, if you may, "
        f"the file; with {DETAILS}=1 set, the same command tells where."
    )


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's code page, and never fail on a character: place names come in many scripts."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
