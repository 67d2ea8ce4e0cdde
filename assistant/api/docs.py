"""The reference as a plain page: every operation, what it takes, and every reason why something cannot be done.

Made from the OpenAPI document alone, without any script: the usual viewers load theirs from elsewhere.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse

from assistant.api.problems import BASE, OF_ERRORS, OF_STATUSES, OWN, Kind
from assistant.locales import ENGLISH
from assistant.web.html.markup import esc
from assistant.web.plain.frame import Asked, page

_BOUNDS: Final = {
    "minimum": "at least {}", "maximum": "at most {}", "maxLength": "at most {} characters",
    "maxItems": "at most {} values",
}  # fmt: skip


def open_docs(api: FastAPI) -> None:
    """``GET /docs``, for people."""

    @api.get("/docs", include_in_schema=False)
    def docs(request: Request) -> HTMLResponse:
        asked = Asked.of(request)
        return page(asked, asked.t("api.title"), render_docs(api.openapi(), asked), name="api")


def render_docs(document: Mapping[str, Any], asked: Asked) -> str:
    """The middle of the page; what stands in the document is English."""
    t = asked.t
    operations = list(_operations(document))
    return (
        f'<h1>{esc(t("api.title"))}</h1><p class="lead">{esc(t("api.lead"))}</p>'
        f'<p><a href="{BASE}/openapi.json">{esc(t("api.openapi"))}</a></p>'
        f"<h2>{esc(t('api.operations'))}</h2>"
        f'<div lang="{ENGLISH}">{"".join(_operation(*each, document) for each in operations)}</div>'
        f'<h2>{esc(t("api.problems"))}</h2><p class="lead">{esc(t("api.problems_lead"))}</p>'
        f'<div lang="{ENGLISH}"><dl>{"".join(map(_problem, every_kind()))}</dl></div>'
    )


def every_kind() -> tuple[Kind, ...]:
    """All reasons that are named, once each."""
    return tuple(dict.fromkeys((*OF_ERRORS.values(), *OWN, *OF_STATUSES.values())))


def _operations(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def _operation(method: str, path: str, operation: Mapping[str, Any], document: Mapping[str, Any]) -> str:
    needed_first = sorted(operation.get("parameters", ()), key=lambda value: not value.get("required"))
    values = "".join(map(_value, needed_first))
    body = "".join(_body(operation.get("requestBody", {}).get("content", {}), document))
    items = f"<ul>{values}{body}</ul>" if values or body else ""
    return (
        f'<h3 id="{esc(operation["operationId"])}">{esc(operation["summary"])}</h3>'
        f"<p><code>{esc(method)} {esc(BASE + path)}</code></p><p>{esc(operation.get('description', ''))}</p>{items}"
    )


def _value(value: Mapping[str, Any]) -> str:
    needed = ", needed" if value.get("required") else ""
    described = value.get("description") or value["schema"].get("description", "")
    said = " ".join(filter(None, [described, _bounds(value["schema"])]))
    return f"<li><code>{esc(value['name'])}</code> ({esc(value['in'])}{needed}): {esc(said)}</li>"


def _body(content: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    for media_type, form in content.items():
        schema = form["schema"]
        if "$ref" in schema:
            schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
        for name, value in schema.get("properties", {}).items():
            where = f"body, {media_type}" + (", needed" if name in schema.get("required", ()) else "")
            said = " ".join(filter(None, [value.get("description", ""), _bounds(value)]))
            yield f"<li><code>{esc(name)}</code> ({esc(where)}): {esc(said)}</li>"


def _bounds(schema: Mapping[str, Any]) -> str:
    ways = [way for way in schema.get("anyOf", [schema]) if way.get("type") != "null"]
    found = list(dict.fromkeys(filter(None, (_of_one(way) for way in ways))))
    found = [" or ".join(found)] if found else []
    if schema.get("default") not in (None, []):
        found.append(f"{schema['default']} if left out")
    return f"({'; '.join(found)})" if found else ""


def _of_one(schema: Mapping[str, Any]) -> str:
    return ", ".join(words.format(schema[key]) for key, words in _BOUNDS.items() if key in schema)


def _problem(kind: Kind) -> str:
    said = " ".join(filter(None, [f"{kind.status}.", f"{kind.title}.", kind.cure]))
    return f'<dt id="{esc(kind.name)}"><code>{esc(kind.type)}</code></dt><dd>{esc(said)}</dd>'
