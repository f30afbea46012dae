"""Records of the meeting archive. People are named by the attendee's id; what proves a consent goes with it."""

from __future__ import annotations

from huiwu.foundation.registry.archive import archived
from huiwu.privacy.models import (
    Breach,
    Consent,
    CrossBorderTransfer,
    EntrustedProcessing,
    Erasure,
    ExportRecord,
    ImpactAssessment,
    PrivacyNotice,
    Purpose,
    RetentionRule,
    SubjectRequest,
)

archived("purposes", Purpose, order=89)
archived("privacy_notices", PrivacyNotice, order=89, verbatim=("content",))
archived("retention_rules", RetentionRule, order=89)
archived("entrusted_processings", EntrustedProcessing, order=89)
archived("cross_border_transfers", CrossBorderTransfer, order=89)
archived("impact_assessments", ImpactAssessment, order=89)
archived("breaches", Breach, order=89)
archived("erasures", Erasure, order=89, verbatim=("lines",))
archived("consents", Consent, order=90)
archived("export_records", ExportRecord, order=90)
archived("subject_requests", SubjectRequest, order=90)
