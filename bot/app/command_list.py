"""The commands of the command line: what each is called, takes and runs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Command(NamedTuple):
    """One command. run: module:coroutine of bot.app, imported when it runs, so that `--help`
    answers at once. It takes the settings and its own arguments, and returns an exit code."""

    run: str
    help: str
    arguments: Mapping[str, Mapping[str, Any]] = {}
    quiet: bool = False


COMMANDS = {
    "serve": Command("commands:serve", "serve requests, and do everything else too"),
    "worker": Command(
        "commands:worker", "run turns and deliveries, beside other processes (PostgreSQL)"
    ),
    "clock": Command("commands:clock", "fire timers, beside other processes (PostgreSQL)"),
    "migrate": Command("commands:migrate", "bring the database to the schema of this version"),
    "chat": Command("commands:chat", "talk to the customer agent in the terminal", quiet=True),
    "check": Command(
        "commands:check", "try the configuration, and say what to mend in it", quiet=True
    ),
    "eval": Command(
        "evaluation.command:run",
        "try a model on the scenarios of business/evaluation, and say which pass",
        {
            "scenarios": {
                "nargs": "*",
                "metavar": "FILE|NAME",
                "help": "files or scenarios; none: all",
            },
            "--model": {
                "action": "append",
                "metavar": "NAME",
                "help": "embedded, or a model's name; may be given again (default: as configured)",
            },
            "--agent": {
                "action": "append",
                "metavar": "AGENT",
                "help": "customer, staff, admin or analytics; may be given again (default: all)",
            },
            "--parallel": {"type": int, "default": 4, "metavar": "N", "help": "at a time (4)"},
            "--repeat": {"type": int, "default": 1, "metavar": "N", "help": "times each (1)"},
            "--max-cost": {
                "type": float,
                "default": 1.0,
                "metavar": "DOLLARS",
                "help": "the most that all calls to models may cost (1.00)",
            },
            "--customer-model": {
                "metavar": "NAME",
                "help": "the model that plays simulated customers (default: a script does)",
            },
            "--html": {"type": Path, "metavar": "FILE", "help": "write a report to read"},
            "--json": {"type": Path, "metavar": "FILE", "help": "write all of it as JSON"},
            "--against": {
                "type": Path,
                "metavar": "RUN.json",
                "help": "compare with this run (default: with the last one)",
            },
        },
        quiet=True,
    ),
    "knowledge add": Command(
        "knowledge:add",
        "take in a document or a web page for the assistant to answer from",
        {
            "source": {"metavar": "FILE.pdf|FILE.md|URL", "help": "a file, or a page's address"},
            "--name": {"metavar": "NAME", "help": "the page's name (default: of its title)"},
            "--private": {
                "action": "store_true",
                "help": "take a page of this machine's or of its own network, too",
            },
            "--dry-run": {"action": "store_true", "help": "only show what would be taken in"},
        },
        quiet=True,
    ),
    "knowledge list": Command(
        "knowledge:show", "list the pages that the assistant answers from", quiet=True
    ),
    "knowledge remove": Command(
        "knowledge:remove",
        "take a page out of what the assistant answers from",
        {"page": {"metavar": "PAGE|SOURCE", "help": "its name, or the file or address it is from"}},
        quiet=True,
    ),
    "profile check": Command(
        "owner:check_profile", "say what is wrong in the owner's files", quiet=True
    ),
    "bookings import": Command(
        "owner:import_bookings",
        "import existing bookings; each takes the places of its day",
        {"file": {"type": Path, "metavar": "FILE.csv", "help": "with a header line, UTF-8"}},
        quiet=True,
    ),
    "token create": Command(
        "tokens:create",
        "make a token by which a program of the staff's speaks with the staff's agents",
        {
            "--role": {"metavar": "ROLE", "required": True, "help": "staff, admin or analytics"},
            "--name": {"metavar": "NAME", "required": True, "help": "whose or what for"},
        },
        quiet=True,
    ),
    "token list": Command("tokens:show", "list the tokens, never what they are", quiet=True),
    "token revoke": Command(
        "tokens:revoke",
        "make a token hold no more",
        {"id": {"metavar": "ID", "help": "as token list shows it"}},
        quiet=True,
    ),
    "leads list": Command(
        "owner:list_leads",
        "list the inquiries, newest first",
        {
            "--status": {"metavar": "STATUS", "help": "only these, with commas between; or: open"},
            "--since": {"metavar": "WHEN", "help": "made since a date (2027-06-01), or 7d"},
            "--csv": {"action": "store_true", "help": "as CSV, with all there is to each"},
        },
        quiet=True,
    ),
    "replay": Command(
        "replay.command:run",
        "run recorded conversations again with another prompt or model, and show what differs; "
        "nothing is sent, and nothing written but what the model costs",
        {
            "thread": {
                "nargs": "*",
                "metavar": "THREAD",
                "help": "as for trace; none: the newest conversations",
            },
            "--last": {"type": int, "metavar": "N", "help": "so many conversations (20)"},
            "--since": {"metavar": "WHEN", "help": "only turns since 12h or 7d ago"},
            "--prompt": {"type": Path, "metavar": "FILE", "help": "the agent's prompt"},
            "--agent": {"metavar": "AGENT", "default": "customer", "help": "whose turns"},
            "--model": {"metavar": "NAME", "help": "embedded, or a model's name, without another"},
            "--html": {"type": Path, "metavar": "FILE", "help": "write a report to read"},
            "--max-cost": {
                "type": float,
                "default": 1.0,
                "metavar": "DOLLARS",
                "help": "the most that all calls to models may cost (1.00)",
            },
            "--full": {"action": "store_true", "help": "show the turns too that are the same"},
        },
        quiet=True,
    ),
    "trace": Command(
        "trace.command:run",
        "show one conversation as a timeline: what came in, what was done, what it took and cost",
        {
            "thread": {
                "metavar": "THREAD",
                "help": "a thread's id, a phone number, or the id of an inquiry, a booking or a "
                "message: the newest conversation of theirs",
            },
            "--full": {"action": "store_true", "help": "all of every text"},
            "--json": {"action": "store_true", "help": "for machines"},
        },
        quiet=True,
    ),
    "prompt list": Command(
        "prompts.commands:show_list",
        "list the versions of the agents' prompts that ever served, and which is in force",
        {"agent": {"metavar": "AGENT", "nargs": "?", "help": "only this agent's"}},
        quiet=True,
    ),
    "prompt show": Command(
        "prompts.commands:show",
        "show a version's words",
        {
            "version": {"metavar": "VERSION", "help": "or an agent: what is in force"},
            "--tools": {"action": "store_true", "help": "and what it told of the tools"},
        },
        quiet=True,
    ),
    "prompt diff": Command(
        "prompts.commands:diff",
        "show what differs between two versions; 1 where something does",
        {
            "a": {"metavar": "A", "help": "a version, or an agent: what is in force"},
            "b": {"metavar": "B", "help": "another"},
        },
        quiet=True,
    ),
    "prompt set": Command(
        "prompts.commands:set_file",
        "put a file's words in force, over the owner's own file",
        {
            "agent": {"metavar": "AGENT", "help": "an agent, or without_tools"},
            "file": {"type": Path, "metavar": "FILE", "help": "as business/prompts has them"},
        },
        quiet=True,
    ),
    "prompt back": Command(
        "prompts.commands:back",
        "go back to an earlier version of an agent's prompt",
        {
            "agent": {"metavar": "AGENT", "help": "whose prompt"},
            "version": {
                "metavar": "VERSION",
                "nargs": "?",
                "help": "which (default: the one before the one in force); file: the owner's file",
            },
        },
        quiet=True,
    ),
}
