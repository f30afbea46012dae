"""Verbs of the archive: a whole meeting taken out as one file, and brought in from one."""

from __future__ import annotations

from typing import IO

from django.db import transaction

from huiwu.accounts.models import Organisation
from huiwu.accounts.services import found_organisation
from huiwu.foundation.actors import Actor
from huiwu.foundation.archiving import Arrived, Written, put_archive, write_archive
from huiwu.foundation.outbox import record
from huiwu.foundation.permission import require
from huiwu.meetings.events import MeetingExported, MeetingImported
from huiwu.meetings.models import Meeting
from huiwu.meetings.queries import receiving_organisation


def export_meeting(*, actor: Actor, meeting: Meeting, into: IO[bytes]) -> Written:
    """The meeting's archive (contracts.md) into a seekable binary file; that it left is recorded. Raises ArchiveNotWhole.

    Not one transaction: the records are read in their own, so that writers do not wait while files are copied.
    """
    require(actor, "meetings.export", meeting)
    written = write_archive(meeting, into)
    with transaction.atomic():
        fact = MeetingExported(
            archived_meeting=meeting.pk, records=sum(written.counts.values()), files=written.file_count
        )
        record(fact, actor=actor, org_id=meeting.org_id)
    return written


@transaction.atomic
def organisation_to_receive(*, actor: Actor, slug: str = "") -> Organisation:
    """For the system owner at the shell: the organisation of that address, or the one founded first; into an empty
    installation a meeting comes with a new one. Raises OrganisationMissing for an address that is not there."""
    require(actor, "accounts.found")
    if slug or Organisation.objects.exists():
        return receiving_organisation(slug)
    return found_organisation(actor=actor, name="本单位", slug="home", owner=None)


@transaction.atomic
def import_meeting(*, actor: Actor, org: Organisation, source: IO[bytes]) -> tuple[Meeting, Arrived]:
    """The archive's meeting as one of `org`; people unknown here arrive inactive and without password.

    All or nothing. Raises ArchiveForeign, ArchiveDamaged (with the place), ArchiveClashes, MeetingAlreadyHere.
    """
    require(actor, "meetings.import", org.pk)
    arrived = put_archive(source, org.pk)
    fact = MeetingImported(
        archived_meeting=arrived.meeting_id, records=sum(arrived.counts.values()), files=arrived.file_count
    )
    record(fact, actor=actor, org_id=org.pk)
    return Meeting.objects.get(pk=arrived.meeting_id), arrived
