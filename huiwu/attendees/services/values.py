"""What may be written about a person, cleaned and judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypedDict
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from huiwu.attendees.choices import AttendeeRole, Language, Presence
from huiwu.attendees.models import Attendee, Delegation, ImportBatch
from huiwu.attendees.rules import phones
from huiwu.foundation.permission import unasked
from huiwu.kernel.errors import InvalidInput
from huiwu.meetings.models import Meeting


class AttendeeValues(TypedDict, total=False):
    """Columns of Attendee as typed in; what is not named stays as it is. New people need a `display_name`.

    `mobile` and `secretary_mobile` in any way of writing; they are kept in E.164. `roles` are codes of AttendeeRole.
    """

    display_name: str
    family_name: str
    given_name: str
    name_en: str
    salutation: str
    org_name: str
    org_short: str
    org_order: int | None
    title: str
    mobile: str
    email: str
    language: str
    country: str
    roles: list[str]
    delegation_id: UUID | None
    group_name: str
    tags: list[str]
    protocol_rank: int | None
    secretary_name: str
    secretary_mobile: str
    accompanies_id: UUID | None
    substitute_for_id: UUID | None
    presence: str
    presence_reason: str
    note: str
    reading: str
    photo_id: UUID | None
    directory_opt_in: bool
    batch_id: UUID | None
    retain_until: Any


COLUMNS = tuple(AttendeeValues.__annotations__)
OWN_COLUMNS = frozenset(
    {
        "display_name",
        "family_name",
        "given_name",
        "name_en",
        "salutation",
        "org_name",
        "title",
        "mobile",
        "email",
        "language",
        "secretary_name",
        "secretary_mobile",
        "reading",
        "directory_opt_in",
    }
)
"""What people may correct themselves through their personal link."""
NAMED = frozenset(
    {"display_name", "reading", "name_en", "org_name", "org_short", "mobile", "family_name", "given_name"}
)
"""From these follow the search keys."""
LONGEST: dict[str, int] = {
    name: most
    for name in COLUMNS
    if (most := getattr(Attendee._meta.get_field(name.removesuffix("_id")), "max_length", None))
}
ROLES, PRESENCES, LANGUAGES = tuple(AttendeeRole.values), frozenset(Presence.values), frozenset(Language.values)
MOST_TAGS, LONGEST_TAG = 20, 30
LARGEST_RANK = 2_000_000_000


@unasked("cleans what the calling service writes after it asked")
def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """Known columns with blanks trimmed, mobiles in E.164, roles in the order of the glossary.

    A mobile that is none stays as typed: `problems` names it.
    """
    kept = {key: " ".join(v.split()) if isinstance(v, str) else v for key, v in values.items() if key in COLUMNS}
    country = kept.get("country") or "CN"
    for key in ("mobile", "secretary_mobile"):
        if kept.get(key):
            kept[key] = phones.e164(kept[key], country) or phones.e164(kept[key]) or kept[key]
    if "roles" in kept:
        kept["roles"] = [role for role in ROLES if role in kept["roles"]] or kept["roles"]
    if "tags" in kept:
        kept["tags"] = list(dict.fromkeys(tag.strip() for tag in kept["tags"] if tag.strip()))
    if "email" in kept:
        kept["email"] = kept["email"].lower()
    return kept


@unasked("judges what the calling service writes after it asked")
def problems(values: Mapping[str, Any], *, is_new: bool) -> Iterable[tuple[str, str]]:
    """What forbids cleaned values, by column; asks no database."""
    if (is_new or "display_name" in values) and not values.get("display_name"):
        yield "display_name", _("请填写姓名。")
    for key, most in LONGEST.items():
        if isinstance(values.get(key), str) and len(values[key]) > most:
            yield key, _("最多 {most} 个字。").format(most=most)
    for key in ("mobile", "secretary_mobile"):
        if values.get(key) and not values[key].startswith("+"):
            yield (
                key,
                _("“{text}”不是手机号。大陆手机为 11 位，境外号码以 + 和国家代码开头。").format(text=values[key][:40]),
            )
    if values.get("email") and not _is_email(values["email"]):
        yield "email", _("“{text}”不是邮箱地址。").format(text=values["email"][:80])
    yield from _problems_with_choices(values)


def _problems_with_choices(values: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    if set(values.get("roles") or ()) - set(ROLES):
        yield "roles", _("身份须从列表中选择。")
    if "presence" in values and values["presence"] not in PRESENCES:
        yield "presence", _("确认状态须从列表中选择。")
    if "language" in values and values["language"] not in LANGUAGES:
        yield "language", _("语言须从列表中选择。")
    tags = values.get("tags") or ()
    if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
        yield "tags", _("最多 {most} 个标签，每个最多 {longest} 个字。").format(most=MOST_TAGS, longest=LONGEST_TAG)
    for key in ("protocol_rank", "org_order"):
        number = values.get(key)
        if number is not None and not 1 <= number <= LARGEST_RANK:
            yield key, _("请填写 1 以上的整数。")


@unasked("judges what the calling service writes after it asked")
def problems_with_rows(
    meeting: Meeting, values: Iterable[Mapping[str, Any]], itself: UUID | None = None
) -> Iterable[tuple[str, str]]:
    """References to what does not belong to the meeting: one query for each kind that is named at all."""
    named: dict[str, set[Any]] = {}
    for row in values:
        for key in ("delegation_id", "accompanies_id", "substitute_for_id", "batch_id"):
            if row.get(key):
                named.setdefault(key, set()).add(row[key])
    people = named.get("accompanies_id", set()) | named.get("substitute_for_id", set())
    if itself in people or people - _known(Attendee, meeting, people):
        key = "accompanies_id" if named.get("accompanies_id") else "substitute_for_id"
        yield key, _("请选本会议的另一位参会人员。")
    if named.get("delegation_id", set()) - _known(Delegation, meeting, named.get("delegation_id", set())):
        yield "delegation_id", _("这个代表团不属于本会议。")
    if named.get("batch_id", set()) - _known(ImportBatch, meeting, named.get("batch_id", set())):
        yield "batch_id", _("这个导入批次不属于本会议。")


def _known(model: Any, meeting: Meeting, ids: set[Any]) -> set[Any]:
    if not ids:
        return set()
    if len(ids) > 500:  # more than a statement's parameters hold well: all of the meeting instead
        return set(model.objects.filter(meeting=meeting).values_list("pk", flat=True))
    return set(model.objects.filter(meeting=meeting, pk__in=ids).values_list("pk", flat=True))


@unasked("raises for the calling service")
def refuse(found: Iterable[tuple[str, str]]) -> None:
    """Raise InvalidInput when there is any problem."""
    fields: dict[str, list[str]] = {}
    for key, sentence in found:
        fields.setdefault(key, []).append(sentence)
    if fields:
        raise InvalidInput(fields, detail=" ".join(dict.fromkeys(s for lines in fields.values() for s in lines)))


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
