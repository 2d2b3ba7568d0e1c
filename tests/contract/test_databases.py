"""The ground that the other tests stand on: none of them finds what the one before left."""

import pytest

from tests.databases import Reused
from tests.postgres import Postgres

LEFT = {
    "a row": "INSERT INTO keys VALUES ('left', 'behind')",
    "a number": "SELECT nextval('leads_id_seq')",
    "a table": "CREATE TABLE left_behind (a int)",
    "a column": "ALTER TABLE leads ADD COLUMN left_behind int",
    "a version": "UPDATE alembic_version SET version_num = '0001'",
    "a right": "GRANT SELECT ON leads TO public",
    "a setting": "ALTER DATABASE ours SET timezone = 'UTC'",
}
_STATE = """
SELECT count(*) FROM keys;
SELECT is_called FROM leads_id_seq;
SELECT to_regclass('left_behind');
SELECT count(*) FROM pg_attribute WHERE attrelid = 'leads'::regclass;
SELECT version_num FROM alembic_version;
SELECT relacl FROM pg_class WHERE relname = 'leads';
SHOW timezone;
"""


@pytest.mark.parametrize("dialect", ["postgres"])
@pytest.mark.usefixtures("database_url")
def test_whatever_a_test_left_is_gone(postgres: Postgres) -> None:
    ours = Reused(postgres, "ours", "migrated")
    ours.url()
    before = postgres.script(_STATE, "ours")
    for what, statement in LEFT.items():
        postgres.script(f"{statement};", "ours")
        assert postgres.script(_STATE, "ours") != before, what
        ours.url()
        assert postgres.script(_STATE, "ours") == before, what
    postgres.drop("ours")
