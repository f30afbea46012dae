"""The form of a meeting: its settings, what is published, its categories and limits."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from huiwu.foundation.actors import Actor
from huiwu.kernel import clock
from huiwu.meetings.models import Meeting
from huiwu.registration.errors import FormMissing, NoSuchCategory, RegistrationShut
from huiwu.registration.models import Category, FormVersion, Quota, RegistrationForm
from huiwu.registration.rules.schema import FormSchema, schema_of


def form_of(meeting: Meeting) -> RegistrationForm | None:
    """The meeting's form with its document, if one was begun."""
    found = RegistrationForm.objects.select_related("document", "meeting", "saved_by", "opened_by")
    return found.filter(meeting=meeting).first()


def form_for(actor: Actor, meeting: Meeting) -> RegistrationForm:
    """As `form_of`. Raises FormMissing."""
    found = form_of(meeting)
    if found is None:
        raise FormMissing
    return found


def published(meeting: Meeting) -> FormVersion | None:
    """The published version with its form, content left out (see `schema_at`); one query."""
    found = FormVersion.objects.select_related("form").defer("content").filter(form__meeting=meeting)
    return found.order_by("-number").first()


def published_form(meeting: Meeting) -> FormVersion:
    """As `published`. Raises FormMissing."""
    found = published(meeting)
    if found is None:
        raise FormMissing
    return found


def open_form(meeting: Meeting) -> FormVersion:
    """As `published_form`, if the public may send it now. Raises RegistrationShut."""
    found = published_form(meeting)
    if not found.form.is_open_at(clock.now()):
        raise RegistrationShut(when="")
    return found


@lru_cache(maxsize=128)
def schema_at(form_version_id: UUID) -> FormSchema:
    """What a published version asks. Such versions never change, so each process reads one once."""
    return schema_of(FormVersion.objects.values_list("content", flat=True).get(pk=form_version_id))


def category_for(meeting: Meeting, code: str) -> Category:
    """A category that may be chosen. Raises NoSuchCategory."""
    found = Category.objects.filter(meeting=meeting, code=code, is_retired=False).first()
    if found is None:
        raise NoSuchCategory(name=code[:40])
    return found


def categories_of(meeting: Meeting) -> list[Category]:
    return list(Category.objects.filter(meeting=meeting, is_retired=False))


def quotas_of(meeting: Meeting) -> list[Quota]:
    """All limits, the whole first, then categories, organisations, sessions and options."""
    order = {"total": 0, "category": 1, "organisation": 2, "function": 3, "choice": 4}
    rows = Quota.objects.filter(meeting=meeting).select_related("category", "function")
    return sorted(rows, key=lambda row: (order[row.kind], row.label))
