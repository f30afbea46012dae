from __future__ import annotations

from huiwu.documents.choices import VersionStatus
from huiwu.documents.services import sign_version


def test_the_client_signs_exactly_the_version_of_the_link(client_actor, version):
    signoff = sign_version(
        actor=client_actor,
        version_id=version.pk,
        seen_hash=version.content_hash,
        person_name="赵明远",
        person_title="副总裁",
    )
    version.refresh_from_db()
    assert version.status == VersionStatus.CONFIRMED
    assert (signoff.person_name, signoff.person_title, signoff.method, signoff.address, signoff.version_hash) == (
        "赵明远",
        "副总裁",
        "link",
        "203.0.113.9",
        version.content_hash,
    )
