"""A PostgreSQL database for one test after the other: put back to what it began as, which takes a
tenth of the work of making each anew."""

import subprocess

from tests.postgres import Postgres

# Whatever holds rows by now was filled by a test: a table that was never used is of no size, and
# VACUUM takes it away again. DELETE goes by no key and no trigger, TRUNCATE would make new files.
_FILLED = """
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0
"""
_WIPE = f"""
SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() \\g /dev/null
SET session_replication_role = replica;
SELECT 'DELETE FROM ' || oid::regclass {_FILLED} \\gexec
SELECT 'VACUUM (INDEX_CLEANUP ON) ' || string_agg(oid::regclass::text, ', ') {_FILLED}
HAVING count(*) > 0 \\gexec
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL \\g /dev/null
"""
# What a test could have made, altered or left behind; another OID stands for another thing.
_SHAPE = """
SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
SELECT format('%s %s %s %s', oid, relname, relacl, relkind = 'r' AND pg_relation_size(oid) > 0)
FROM pg_class WHERE oid >= 16384
UNION ALL SELECT format('%s %s %s %s', attrelid, attname, atttypid, attnotnull)
FROM pg_attribute WHERE attrelid >= 16384
UNION ALL SELECT format('%s %s', oid, adbin) FROM pg_attrdef
UNION ALL SELECT format('%s %s', oid, convalidated) FROM pg_constraint WHERE oid >= 16384
UNION ALL SELECT format('%s %s', oid, tgenabled) FROM pg_trigger
UNION ALL SELECT oid::text FROM pg_proc WHERE oid >= 16384
UNION ALL SELECT format('%s %s', oid, nspacl) FROM pg_namespace
WHERE oid >= 16384 OR nspname = 'public'
UNION ALL SELECT setconfig::text FROM pg_db_role_setting JOIN pg_database ON setdatabase = oid
WHERE datname = current_database()
UNION ALL SELECT version_num FROM alembic_version) AS parts (part);
"""


class Reused:
    """A server's copy of a template, for one test at a time."""

    def __init__(self, server: Postgres, name: str, template: str) -> None:
        self._server, self._name, self._template = server, name, template
        self._there = False
        self._shape = server.script(_SHAPE, template)

    def url(self) -> str:
        """The DATABASE_URL of the database, which is as its template is; nobody is connected."""
        if not (self._there and self._is_put_back()):
            self._make()
        return self._server.url(self._name)

    def _is_put_back(self) -> bool:
        try:
            return self._server.script(_WIPE + _SHAPE, self._name) == self._shape
        except subprocess.CalledProcessError:
            return False

    def _make(self) -> None:
        if self._there:
            self._there = False
            self._server.drop(self._name)
        self._server.create(self._name, template=self._template)
        self._there = True
