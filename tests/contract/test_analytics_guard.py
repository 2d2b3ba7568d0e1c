"""Queries that would do what they must not: each is refused, and nothing is changed or told."""

import asyncio
import time

import pytest
from sqlalchemy import text

from storage.analytics.columns import Frame, view_sql
from storage.analytics.errors import QueryRefused
from storage.analytics.ports import Reader
from storage.analytics.views import VIEWS
from tests.contract.analytics import SECRETS, ZONE, archive
from tests.postgres import Postgres

ATTACKS = """
INSERT INTO leads (status) VALUES ('x')
UPDATE leads SET status = 'won'
DELETE FROM leads
DROP TABLE leads
TRUNCATE leads
ALTER TABLE leads ADD COLUMN x int
CREATE TABLE x (a int)
CREATE TEMP TABLE x AS SELECT 1
CREATE VIEW x AS SELECT 1
GRANT ALL ON leads TO public
MERGE INTO leads USING bookings ON true WHEN MATCHED THEN DELETE
COPY leads TO '/tmp/x'
COPY (SELECT 1) TO PROGRAM 'id'
VACUUM
EXPLAIN ANALYZE DELETE FROM leads
SET statement_timeout = 0
RESET ALL
SHOW ALL
BEGIN
COMMIT
ROLLBACK
LISTEN bot
PREPARE x AS SELECT 1
CALL something()
DO $$ BEGIN PERFORM 1; END $$
ATTACH DATABASE '/tmp/x.db' AS x
PRAGMA query_only = OFF
SELECT 1; DROP TABLE leads
SELECT 1; SELECT 2
SELECT * INTO x FROM v_leads
SELECT * FROM v_leads FOR UPDATE
WITH x AS (DELETE FROM leads RETURNING *) SELECT * FROM x
WITH x AS (INSERT INTO leads DEFAULT VALUES RETURNING *) SELECT * FROM x
SELECT * FROM leads
SELECT * FROM public.leads
SELECT * FROM main.leads
SELECT * FROM "leads"
SELECT * FROM customers
SELECT phone FROM customer_phones
SELECT * FROM ai_messages
SELECT * FROM api_tokens
SELECT * FROM v_leads, keys
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM pg_class
SELECT * FROM pg_shadow
SELECT * FROM information_schema.tables
SELECT * FROM sqlite_master
SELECT * FROM sqlite_schema
SELECT * FROM pragma_table_info('leads')
SELECT * FROM (SELECT * FROM leads) x
SELECT (SELECT phone FROM leads LIMIT 1) FROM v_leads
SELECT lead FROM v_leads WHERE EXISTS (SELECT 1 FROM leads)
SELECT lead FROM v_leads UNION SELECT phone FROM leads
SELECT * FROM (WITH leads AS (SELECT 1 AS a) SELECT a FROM leads) x, leads
WITH x AS (WITH leads AS (SELECT 1 AS a) SELECT a FROM leads) SELECT * FROM x, leads AS l
WITH v_leads AS (SELECT 1 AS phone) SELECT phone FROM v_leads
WITH RECURSIVE x AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM x) SELECT n FROM x
TABLE leads
VALUES (1)
SELECT pg_sleep(60)
SELECT pg_read_file('/etc/passwd')
SELECT pg_ls_dir('/')
SELECT lo_import('/etc/passwd')
SELECT dblink('host=x', 'SELECT 1')
SELECT set_config('statement_timeout', '0', false)
SELECT current_setting('data_directory')
SELECT current_user
SELECT version()
SELECT query_to_xml('SELECT * FROM leads', true, true, '')
SELECT table_to_xml('leads', true, true, '')
SELECT nextval('leads_id_seq')
SELECT pg_terminate_backend(1)
SELECT pg_advisory_lock(1)
SELECT load_extension('/tmp/x.so')
SELECT readfile('/etc/passwd')
SELECT writefile('/tmp/x', 'x')
SELECT randomblob(1000000000)
SELECT zeroblob(1000000000)
SELECT repeat('x', 1000000000)
SELECT lpad('x', 1000000000)
SELECT printf('%.*c', 1000000000, 'x')
SELECT string_agg(lead, '') FROM v_leads
SELECT array_agg(lead) FROM v_leads
SELECT row_to_json(v_leads) FROM v_leads
SELECT v_leads FROM v_leads
SELECT v_leads.pg_sleep FROM v_leads
SELECT (v_leads).lead FROM v_leads
SELECT 'leads'::regclass
SELECT 'x'::bytea
SELECT xmin FROM v_leads
SELECT ctid FROM v_leads
SELECT rowid FROM v_leads
SELECT tableoid FROM v_leads
SELECT phone FROM v_leads
SELECT l.phone FROM v_leads l
SELECT "phone" FROM v_leads
SELECT count(*) FROM v_leads WHERE phone LIKE '+1213%'
SELECT lead FROM v_leads ORDER BY phone
SELECT lead FROM v_leads JOIN v_bookings USING (phone)
SELECT lead FROM v_leads GROUP BY lead HAVING max(phone) > 'x'
SELECT name FROM v_customers
SELECT place FROM v_bookings
SELECT text FROM v_todos
SELECT content FROM v_messages
SELECT * FROM v_leads TABLESAMPLE SYSTEM (10)
SELECT * FROM v_leads TABLESAMPLE BERNOULLI (10)
SELECT * FROM v_leads WHERE lead = $1
SELECT * FROM v_leads WHERE lead = ?
SELECT * FROM v_leads WHERE lead = :lead
SELECT * FROM v_leads WHERE lead ~ '(a+)+$'
SELECT * FROM generate_series(1, 1000000000)
SELECT * FROM v_leads, LATERAL (SELECT 1) x
SELECT lead -> 'x' FROM v_leads
SELECT lead FROM v_leads LIMIT (SELECT 1)
SELECT lead FROM v_leads LIMIT ALL
SELECT E'\\x41'
SELECT U&'\\0041'
SELECT lead FROM v_leads WINDOW w AS (ORDER BY lead)
SELECT * FROM v_nothing
SELECT nothing FROM v_leads
SELEC lead FROM v_leads
SELECT lead FROM v_leads WHERE
""".strip().splitlines()

HARMLESS = """
SELECT lead FROM v_leads -- ; DROP TABLE leads
SELECT lead /* phone */ FROM v_leads
SELECT 'DROP TABLE leads; --' AS words FROM v_leads
SELECT status AS phone FROM v_leads
""".strip().splitlines()


async def test_what_must_not_be_asked_is_refused(database_url: str) -> None:
    async with archive(database_url) as stock:
        before = await stock.database.read(_everything)
        for attack in ATTACKS:
            with pytest.raises(QueryRefused) as refused:
                pytest.fail(f"{attack} -> {await stock.ask(attack)}")
            assert not any(secret in str(refused.value) for secret in SECRETS), attack
        assert await stock.database.read(_everything) == before
    assert len(ATTACKS) >= 55


async def test_what_only_looks_bad_is_answered(database_url: str) -> None:
    async with archive(database_url) as stock:
        for query in HARMLESS:
            rows = await stock.rows(query)
            assert len(rows) == 4
            assert not any(secret in str(rows) for secret in SECRETS)


async def test_nobody_but_admins_reads_anything_personal(database_url: str) -> None:
    async with archive(database_url) as stock:
        for view in VIEWS:
            everything = str(await stock.rows(f"SELECT * FROM {view}"))
            assert not any(secret in everything for secret in SECRETS), view
        seen = await stock.rows("SELECT name, phone, lost_reason FROM v_leads", personal=True)
        assert seen[0] == [SECRETS[1], SECRETS[0], SECRETS[4]]


async def test_the_second_wall_stands_without_the_first(database_url: str) -> None:
    """Statements that no guard has seen, on the very connection."""
    async with archive(database_url) as stock:
        before = await stock.database.read(_everything)
        reader = stock.analytics._reader
        sqlite = reader.dialect == "sqlite"
        attacks = ["DELETE FROM leads", "CREATE TABLE x (a int)", "SELECT 1; DELETE FROM leads"]
        attacks += ["CREATE TEMP TABLE x (a int)", "UPDATE leads SET status = 'won'"]
        attacks += _SQLITE if sqlite else _POSTGRES
        for attack in attacks:
            with pytest.raises(QueryRefused):
                pytest.fail(f"{attack} -> {await _run(reader, attack)}")
        assert await stock.database.read(_everything) == before


_SQLITE = [
    "ATTACH DATABASE ':memory:' AS x",
    "PRAGMA query_only = OFF",
    "SELECT phone FROM leads",
    "SELECT value FROM keys",
    "SELECT sql FROM sqlite_master",
    "SELECT load_extension('/tmp/x.so')",
    "SELECT zeroblob(100000000)",
]
_POSTGRES = [
    "COPY leads TO '/tmp/x'",
    "SELECT nextval('leads_id_seq')",
    "SELECT * FROM leads FOR UPDATE",
    "SELECT pg_sleep(9)",
    "LOCK TABLE leads",
]


@pytest.mark.parametrize("dialect", ["postgres"])
async def test_a_role_that_may_only_select_is_taken(database_url: str, postgres: Postgres) -> None:
    async with archive(database_url) as stock:
        postgres.psql("CREATE ROLE bot_analytics NOLOGIN")
        try:
            with pytest.raises(QueryRefused, match="permission denied"):
                await stock.ask("SELECT count(*) FROM v_todos")
        finally:
            postgres.psql("DROP ROLE bot_analytics")
        assert await stock.rows("SELECT count(*) FROM v_todos") == [[0]]


async def _run(reader: Reader, statement: str) -> object:
    async with reader.run(statement, 1.0, ZONE, personal=False) as rows:
        return await rows.some(10)


async def test_a_bomb_is_stopped_and_others_are_served_meanwhile(database_url: str) -> None:
    bomb = "SELECT count(*) FROM v_days a, v_days b, v_days c, v_days d WHERE a.day <> b.day"
    async with archive(database_url) as stock:
        began = time.monotonic()
        bombs = [asyncio.create_task(stock.ask(bomb, seconds=1.0)) for _ in range(4)]
        await asyncio.sleep(0.2)
        wrote = time.monotonic()
        await stock.database.write(lambda tx: tx.execute(text("UPDATE leads SET reason = 'y'")))
        assert time.monotonic() - wrote < 0.8  # nobody waits for a query
        for stopped in await asyncio.gather(*bombs, return_exceptions=True):
            assert isinstance(stopped, QueryRefused)
            assert "longer than 1 seconds" in str(stopped)
        assert time.monotonic() - began < 6
        assert await stock.rows("SELECT count(*) FROM v_leads") == [[4]]


async def test_a_query_ends_with_whoever_asked(database_url: str) -> None:
    bomb = "SELECT count(*) FROM v_days a, v_days b, v_days c, v_days d WHERE a.day <> b.day"
    async with archive(database_url) as stock:
        asking = asyncio.create_task(stock.ask(bomb, seconds=30))
        await asyncio.sleep(0.2)
        began = time.monotonic()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert time.monotonic() - began < 2
        assert await stock.rows("SELECT count(*) FROM v_leads") == [[4]]


async def test_values_cannot_grow_without_end(database_url: str) -> None:
    grown = "SELECT 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' AS s"
    for _ in range(24):
        grown = f"SELECT s || s AS s FROM ({grown}) x"
    async with archive(database_url) as stock:
        with pytest.raises(QueryRefused, match=r"joined with \|\|"):
            await stock.ask(grown)
        deep = "SELECT " + "(" * 3000 + "1" + ")" * 3000
        with pytest.raises(QueryRefused):
            await stock.ask(deep)


def _everything(tx: object) -> list[object]:
    tables = ("leads", "bookings", "days", "customers", "customer_phones")
    query = " UNION ALL ".join(f"SELECT count(*) FROM {table}" for table in tables)
    found = tx.execute(text(query)).scalars()  # type: ignore[attr-defined]
    kept = tx.execute(text("SELECT status FROM leads ORDER BY id")).scalars()  # type: ignore[attr-defined]
    return [*found, *kept]


def test_every_view_says_what_its_columns_are() -> None:
    frame = Frame(ZONE, "2027-05-20", "2027-05-20 18:00:00", 500)
    for view in VIEWS.values():
        names = [column.name for column in view.columns]
        assert len(names) == len(set(names))
        assert all(column.about for column in view.columns)
        assert view_sql(view, "sqlite", frame, personal=True).count(" AS ") >= len(names)
