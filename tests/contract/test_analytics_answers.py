"""What may be asked is answered, and both databases answer alike."""

from typing import Any

import pytest

from storage.analytics.errors import QueryRefused
from tests.contract.analytics import archive

ANSWERS: list[tuple[str, list[list[Any]]]] = [
    ("SELECT count(*) FROM v_leads", [[4]]),
    # Made at 22:00 the evening before, where the business is.
    ("SELECT created_date, created_local, created_at FROM v_leads WHERE lead = 'lead-0'",
     [["2027-05-18", "2027-05-18 22:00:00", "2027-05-19 05:00:00"]]),
    ("SELECT date_trunc('week', created_date) AS week, count(*) AS n FROM v_leads "
     "GROUP BY 1 ORDER BY 1", [["2027-05-10", 3], ["2027-05-17", 1]]),
    ("SELECT to_char(created_date, 'YYYY-MM') AS month, count(*) FROM v_leads GROUP BY 1",
     [["2027-05", 4]]),
    ("SELECT strftime('%Y-%m', created_date) AS month, count(*) FROM v_leads GROUP BY 1",
     [["2027-05", 4]]),
    ("SELECT to_char(event_date, 'FMDay, Mon DD') FROM v_leads LIMIT 1", [["Saturday, Jun 05"]]),
    ("SELECT source, count(*) FILTER (WHERE status = 'won') / count(*) AS rate FROM v_leads "
     "GROUP BY source ORDER BY source", [["sms", 0.0], ["web", 0.5]]),
    ("SELECT round(avg(guest_count), 2), median(guest_count) FROM v_leads", [[21.5, 21.5]]),
    ("SELECT sum(total_dollars), max(event_time) FROM v_bookings WHERE status <> 'cancelled'",
     [[3000.5, "18:00"]]),
    ("SELECT cancelled_date FROM v_bookings WHERE cancelled_date IS NOT NULL", [["2027-05-19"]]),
    ("SELECT day, booked_guests, capacity, blocked FROM v_days WHERE day = DATE '2027-06-05'",
     [["2027-06-05", 60, 500, "yes"]]),
    ("SELECT day FROM v_days WHERE day BETWEEN current_date - 1 AND current_date ORDER BY 1",
     [["2027-05-19"], ["2027-05-20"]]),
    ("SELECT current_date - INTERVAL '1 month' AS d, current_date + 14 AS e, "
     "DATE '2027-06-01' - current_date AS f", [["2027-04-20", "2027-06-03", 12]]),
    ("SELECT extract(epoch from TIMESTAMP '2027-05-20 12:00' - TIMESTAMP '2027-05-20 10:30') / 60",
     [[90.0]]),
    ("SELECT extract(dow from event_date), extract(week from event_date) FROM v_leads LIMIT 1",
     [[6, 22]]),
    ("SELECT 1 / 0 AS none, 7 / 2 AS half, 7 % 2 AS rest", [[None, 3.5, 1]]),
    ("SELECT lead FROM v_leads WHERE source LIKE 'WEB' ORDER BY lead", [["lead-0"], ["lead-2"]]),
    ("WITH made AS (SELECT source, count(*) AS n FROM v_leads GROUP BY source) "
     "SELECT source, n, sum(n) OVER () AS whole FROM made ORDER BY source",
     [["sms", 2, 4], ["web", 2, 4]]),
    ("SELECT lead, row_number() OVER (PARTITION BY source ORDER BY guest_count DESC) AS place "
     "FROM v_leads ORDER BY lead LIMIT 2", [["lead-0", 2], ["lead-1", 2]]),
    ("SELECT source FROM v_leads UNION SELECT source FROM v_bookings ORDER BY 1",
     [["slack"], ["sms"], ["web"]]),
    ("SELECT CAST(2.7 AS int), CAST('5' AS numeric) / 2, coalesce(NULL, 'x')", [[3, 2.5, "x"]]),
    ("SELECT d.day, count(l.lead) FROM v_days d LEFT JOIN v_leads l ON l.created_date = d.day "
     "WHERE d.day BETWEEN DATE '2027-05-16' AND DATE '2027-05-18' GROUP BY d.day ORDER BY d.day",
     [["2027-05-16", 1], ["2027-05-17", 0], ["2027-05-18", 1]]),
]  # fmt: skip


async def test_both_databases_answer_alike(database_url: str) -> None:
    async with archive(database_url) as stock:
        for query, rows in ANSWERS:
            assert await stock.rows(query) == rows, query


async def test_columns_are_named_alike(database_url: str) -> None:
    async with archive(database_url) as stock:
        answer = await stock.ask('SELECT count(*), max(lead), lead AS "A b", 1 + 1 FROM v_leads '
                                 "GROUP BY lead")  # fmt: skip
        assert answer.columns == ["count", "max", "A b", "value"]
        twice = await stock.ask("SELECT lead, lead, source AS lead FROM v_leads")
        assert twice.columns == ["lead", "lead_2", "lead_3"]


async def test_long_answers_are_cut_and_say_so(database_url: str) -> None:
    async with archive(database_url) as stock:
        answer = await stock.ask("SELECT day FROM v_days")
        assert len(answer.rows) == 1000
        assert answer.cut
        few = await stock.ask("SELECT day FROM v_days LIMIT 3")
        assert len(few.rows) == 3
        assert not few.cut


async def test_a_refusal_says_what_to_do(database_url: str) -> None:
    async with archive(database_url) as stock:
        for query, words in (
            ("SELECT lead FROM v_lead", "There are: v_leads, v_bookings"),
            ("SELECT led FROM v_leads", "there is no column led. There are, in v_leads: lead"),
            ("SELECT lead FRM v_leads x", "line 1, column"),
            ("SELECT phone FROM v_leads", "only admins"),
            ("SELECT pg_sleep(1)", "no function pg_sleep here. There are: count"),
            ("SELECT sum(lead) FROM v_leads WHERE count(*) > 1", "does not hold together"),
        ):
            with pytest.raises(QueryRefused, match=words):
                await stock.ask(query)


async def test_names_are_small_unless_quoted(database_url: str) -> None:
    async with archive(database_url) as stock:
        answer = await stock.ask(
            'SELECT Lead AS Which, STATUS AS "Now" FROM V_Leads ORDER BY WHICH'
        )
        assert answer.columns == ["which", "Now"]
        assert answer.rows[0] == ["lead-0", "won"]
