"""Every address of the project, from the resolver."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def addresses() -> dict[str, tuple[str, ...]]:
    """Full name → the names of the placeholders in its path. An address without a name goes by its pattern."""
    return {name: tuple(keys) for name, keys in _walk(get_resolver(), "", ())}


def _walk(resolver: URLResolver, space: str, before: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for found in resolver.url_patterns:
        keys = (*before, *found.pattern.converters, *_groups(found))
        if isinstance(found, URLResolver):
            yield from _walk(found, ":".join(filter(None, (space, found.namespace))), keys)
        elif isinstance(found, URLPattern):
            yield ":".join(filter(None, (space, found.name or str(found.pattern)))), keys


def _groups(found: URLPattern | URLResolver) -> tuple[str, ...]:
    regex = getattr(found.pattern, "regex", None)
    return tuple(regex.groupindex) if regex is not None and not found.pattern.converters else ()
