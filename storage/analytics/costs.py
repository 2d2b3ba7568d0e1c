"""What analytics may ask about money: calls to models, and all that was paid for."""

from storage.analytics.columns import Column, View, times


def cost_of(talk: str) -> str:
    """SQL of the dollars that a conversation, by the SQL of its id, has cost so far."""
    models = "sum(coalesce(y.settled, y.reserved)), 0) FROM model_calls y"
    came = "sum(y.cost), 0) FROM ai_messages z JOIN inbox y ON y.id = z.inbox_id"
    return (
        f"round(((SELECT coalesce({models} WHERE y.conversation_id = {talk})"
        f" + (SELECT coalesce(sum(y.cost), 0) FROM outbox y WHERE y.conversation_id = {talk})"
        f" + (SELECT coalesce({came} WHERE z.conversation_id = {talk})) / 1000000.0, 6)"
    )


MODEL_CALLS = View(
    "v_model_calls",
    "Calls to language models, one row each, with what they cost.",
    "model_calls k LEFT JOIN ai_conversations a ON a.id = k.conversation_id",
    (
        Column("day", "k.day", "the business day"),
        Column("agent", "k.agent", "the agent that asked"),
        Column("model", "k.model", "the model asked"),
        Column("purpose", "k.purpose", "chat, summary, embedding, routing or simulation"),
        Column("conversation", "a.thread_id", "the conversation"),
        Column("tokens_in", "k.tokens_in", "tokens sent, cached ones among them"),
        Column("tokens_cached", "k.tokens_cached", "tokens the server had in its cache"),
        Column("tokens_out", "k.tokens_out", "tokens answered"),
        Column(
            "cost_dollars",
            "$micros(coalesce(k.settled, k.reserved))",
            "what it cost; while under way, what it may cost at most",
        ),
        *times("k.created_at", "it was made"),
    ),
)
# Of a call: its business day; of a text: the moment, whose day depends on the zone.
_PAID = """
(SELECT k.day AS day, k.created_at AS at, 'model' AS kind, k.agent AS agent, k.model AS model,
 k.conversation_id AS talk, coalesce(k.settled, k.reserved) AS micros FROM model_calls k
 UNION ALL
 SELECT NULL, o.sent_at, 'text_out', NULL, NULL, o.conversation_id, o.cost FROM outbox o
 WHERE o.cost IS NOT NULL
 UNION ALL
 SELECT NULL, i.received_at, 'text_in', NULL, NULL, m.conversation_id, i.cost
 FROM inbox i LEFT JOIN ai_messages m ON m.inbox_id = i.id WHERE i.cost IS NOT NULL) p
LEFT JOIN ai_conversations a ON a.id = p.talk
"""
COSTS = View(
    "v_costs",
    "Everything that was paid for, one row each: calls to models, texts sent, texts received.",
    _PAID,
    (
        Column("day", "coalesce(p.day, $date(p.at))", "the business day"),
        Column("kind", "p.kind", "model, text_out or text_in"),
        Column("agent", "p.agent", "of a call: the agent that asked"),
        Column("model", "p.model", "of a call: the model asked"),
        Column("conversation", "a.thread_id", "the conversation, if any"),
        Column("channel", "a.channel", "the conversation's: sms, web, slack..."),
        Column("cost_dollars", "$micros(p.micros)", "what it cost"),
        *times("p.at", "it was made", "paid"),
    ),
)
