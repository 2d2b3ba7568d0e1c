"""The API described in OpenAPI 3.1 (spec.openapis.org), made from the shapes that the handlers
themselves read and write, so that it cannot drift."""

import re
from collections.abc import Iterator
from functools import cache
from inspect import cleandoc
from typing import Any

import msgspec
from aiohttp import web

from channels.web.answers import json
from channels.web.events import SocketEvent, StreamEvent
from channels.web.frames import Frame
from channels.web.inbound import COOKIE, Id
from channels.web.operations import OPERATIONS, STREAM, Operation, what_went_wrong
from channels.web.shapes import Problem

Json = dict[str, Any]

_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"{(\w+)}")
_EITHER: list[dict[str, list[str]]] = [{"bearer": []}, {"cookie": []}]
_SECURITY = {
    "needed": _EITHER,
    "taken": [{}, *_EITHER],
    "staff": [{"staff": []}],
    "none": [],
}

# What no struct can say: there are words, or pictures.
_SAYS_SOMETHING = {
    "anyOf": [
        {"properties": {"message": {"pattern": r"[^\s\x00]"}}},
        {"properties": {"attachments": {"minItems": 1}}, "required": ["attachments"]},
    ]
}
# One event, as a stream's reader has it (OpenAPI 3.2 will have words for streams).
_EVENT = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "data": {
            "type": "string",
            "contentMediaType": "application/json",
            "contentSchema": {"$ref": "#/components/schemas/StreamEvent"},
        },
    },
    "required": ["data"],
}
_ABOUT = """
Chat with the assistant of the business. Errors are `{"error": "what to mend"}`.

**Events.** A stream's `data:` and a WebSocket's frames are the same JSON: StreamEvent below. Events
with a message behind them carry its id as the stream's `id:`. Resuming after an id shows what was
said since as `message`, then the turn under way from its start. A line may be shown twice: its id
tells.

**Staff.** A staff token (`bot token create`) in the Authorization header speaks with the agents
`staff`, `admin` and `analytics`, as its role allows: name one in `agent` (of a WebSocket in
`?agent=`). Its threads are its own. What an agent proposes is done once somebody approves it.

**WebSocket.** `GET /ws/chat/{thread_id}` (`new` begins a thread), with the subprotocols `chat.v1`
and `token.TOKEN`, and `?after=` the last id. The first frame is `ready`: `thread_id`,
`visitor_token`, `handoff`, `name`; SocketEvent is what may follow. The client sends SocketFrame; a
message is answered with `accepted` once it is stored, or with `error`. Sent again with the same
`client_message_id`, it does nothing twice.
"""


class Description:
    """The handler."""

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/openapi.json", self.show)]

    async def show(self, _: web.Request) -> web.Response:
        """The description, for any website's tools."""
        return json(document(), headers={"Access-Control-Allow-Origin": "*"})


@cache
def document() -> Json:
    """The whole description."""
    paths: dict[str, Json] = {}
    for operation in OPERATIONS:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Chat API", "version": "1", "description": _ABOUT.strip()},
        "paths": paths,
        "components": {
            "schemas": _components(),
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": COOKIE},
                "staff": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _described(operation: Operation) -> Json:
    answers = {str(status): _answer(kind) for status, kind in operation.answers.items()}
    problems = {str(status): _problem(status, Problem) for status in operation.problems}
    problems |= {
        str(status): _problem(status, kind) for status, kind in operation.other_problems.items()
    }
    found: Json = {
        "summary": operation.summary,
        "operationId": _name(operation),
        "parameters": [*_in_path(operation), *_in_query(operation)],
        "responses": dict(sorted((answers | problems).items())),
        "security": _SECURITY[operation.token],
    }
    if operation.body is not None:
        content = {"application/json": {"schema": _schema(operation.body)}}
        found["requestBody"] = {"required": not operation.optional_body, "content": content}
    if operation.raw:
        content = {kind: {"schema": {}} for kind in operation.raw}
        found["requestBody"] = {"required": True, "content": content}
    return found


def _name(operation: Operation) -> str:
    words = re.sub(r"[{}]", "", operation.path.removeprefix("/api/v1/")).strip("/")
    return "_".join([operation.method, *words.split("/")])


def _answer(kind: Any) -> Json:
    if isinstance(kind, str):
        schema = _EVENT if kind == STREAM else {}
        return {"description": "As it is", "content": {kind: {"schema": schema}}}
    return {
        "description": _words(kind),
        "content": {"application/json": {"schema": _schema(kind)}},
    }


def _problem(status: int, kind: Any) -> Json:
    found: Json = {
        "description": what_went_wrong(status),
        "content": {"application/json": {"schema": _schema(kind)}},
    }
    if status == 429:
        seconds = {"schema": {"type": "integer", "minimum": 1}, "required": True}
        found["headers"] = {"Retry-After": seconds}
    return found


def _in_path(operation: Operation) -> Iterator[Json]:
    [schema], _ = msgspec.json.schema_components([Id])
    for name in _PARAMETER.findall(operation.path):
        yield {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(operation: Operation) -> Iterator[Json]:
    if operation.query is None:
        return
    fields = msgspec.structs.fields(operation.query)
    schemas, _ = msgspec.json.schema_components([_plain(field.type) for field in fields])
    for field, schema in zip(fields, schemas, strict=True):
        yield {"name": field.name, "in": "query", "required": field.required, "schema": schema}


def _plain(kind: Any) -> Any:
    """A query cannot say null: what may be left out is just that."""
    args = [each for each in getattr(kind, "__args__", ()) if each is not type(None)]
    return args[0] if len(args) == 1 and type(None) in kind.__args__ else kind


def _schema(kind: Any) -> Json:
    return {"$ref": _REF.format(name=kind.__name__)}


def _words(kind: Any) -> str:
    return " ".join(cleandoc(kind.__doc__ or "").split())


def _components() -> dict[str, Json]:
    kinds = {id(kind): kind for each in OPERATIONS for kind in _kinds(each)}
    unions = {"StreamEvent": StreamEvent, "SocketEvent": SocketEvent, "SocketFrame": Frame}
    found, schemas = msgspec.json.schema_components(
        [*unions.values(), *kinds.values()], ref_template=_REF
    )
    schemas |= dict(zip(unions, found, strict=False))
    schemas["ChatRequest"] |= _SAYS_SOMETHING
    for schema in schemas.values():
        if "description" in schema:
            schema["description"] = " ".join(cleandoc(schema["description"]).split())
    return schemas


def _kinds(operation: Operation) -> Iterator[Any]:
    yield Problem
    if operation.body is not None:
        yield operation.body
    for kind in (*operation.answers.values(), *operation.other_problems.values()):
        if not isinstance(kind, str):
            yield kind
