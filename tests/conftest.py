"""What every test may ask for: an event loop as in production, and databases of both kinds."""

import asyncio
import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest
from aiohttp import web_app

from bot.log import set_up_logging
from storage import migrate, sqlite
from storage.connect import open_database
from tests.databases import Reused
from tests.postgres import Postgres, running_postgres

Migrate = Callable[[str], None]
Servers = Callable[[bool], Postgres]

_TEMPLATE = "migrated"
_numbers = count(1)
_databases: dict[Postgres, Reused] = {}


def pytest_collection_finish() -> None:
    """Thousands of tests that the collector need not look through again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _logging() -> None:
    """As in production: what a test prints is what an operator would read."""
    set_up_logging("json", "INFO")


@pytest.fixture(scope="session", autouse=True)
def _by_words_alone() -> None:
    """Each new database would have a small model read all knowledge pages, for seconds."""
    os.environ["OPENAI_EMBEDDING_MODEL"] = "off"


@pytest.fixture(scope="session", autouse=True)
def _sqlite_forgets() -> None:
    """As PostgreSQL here: a commit waits for no disk. What a test starts as a process does wait."""
    vars(sqlite)["_PRAGMAS"] = (*sqlite._PRAGMAS, "PRAGMA synchronous=OFF")


@pytest.fixture(autouse=True)
def _forget_applications() -> Iterator[None]:
    """aiohttp remembers the last thousand applications, and each of ours holds a whole bot."""
    yield
    web_app._cached_build_middleware.cache_clear()


@pytest.fixture(scope="session")
def template() -> Migrate:
    """Migrates the empty database of a URL and lets go of it; None: there is nothing to migrate.

    It runs once for each server and for SQLite; each `database_url` is as what it made."""
    return lambda url: asyncio.run(_migrate(url))


async def _migrate(url: str) -> None:
    database = await open_database(url)
    await database.write(migrate.upgrade)
    await database.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Servers]:
    """postgres_server(durable): this process's server of that kind, started when first asked."""
    with ExitStack() as stack:
        servers: dict[bool, Postgres] = {}

        def server(durable: bool) -> Postgres:
            if durable not in servers:
                servers[durable] = stack.enter_context(running_postgres(durable=durable))
            return servers[durable]

        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def dialect(request: pytest.FixtureRequest) -> str:
    """Runs a test once for each kind of database."""
    return str(request.param)


@pytest.fixture
def postgres(request: pytest.FixtureRequest, postgres_server: Servers) -> Postgres:
    """The server for this test; with the marker `durable`, one that forgets nothing."""
    return postgres_server(request.node.get_closest_marker("durable") is not None)


@pytest.fixture
def empty_database_url(
    dialect: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[str]:
    """The DATABASE_URL of a new database without tables, gone after the test."""
    if dialect == "sqlite":
        yield f"sqlite:///{tmp_path}/bot.db"
    else:
        yield from _fresh(request.getfixturevalue("postgres"))


@pytest.fixture
def database_url(
    dialect: str, request: pytest.FixtureRequest, tmp_path: Path, template: Migrate | None
) -> Iterator[str]:
    """The DATABASE_URL of a database as `template` made it, for this test alone."""
    if template is None:
        yield request.getfixturevalue("empty_database_url")
    elif dialect == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), tmp_path / "bot.db")
        yield f"sqlite:///{tmp_path}/bot.db"
    else:
        yield _reused(request.getfixturevalue("postgres"), template).url()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, template: Migrate) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    template(f"sqlite:///{path}")
    return path


def _reused(server: Postgres, template: Migrate) -> Reused:
    if server not in _databases:
        server.psql("DROP DATABASE IF EXISTS migrating")  # of an attempt that failed
        server.create("migrating")
        template(server.url("migrating"))
        server.psql(f"ALTER DATABASE migrating RENAME TO {_TEMPLATE}")
        _databases[server] = Reused(server, "test", _TEMPLATE)
    return _databases[server]


def _fresh(server: Postgres) -> Iterator[str]:
    name = f"test{next(_numbers)}"
    server.create(name)
    yield server.url(name)
    server.drop(name)
