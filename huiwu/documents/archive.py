"""Documents in the meeting archive, everything that was ever shown or signed included."""

from __future__ import annotations

from huiwu.documents.models import (
    Acknowledgement,
    ChangeOrder,
    Document,
    ImpactItem,
    NumberSeries,
    Remark,
    Signoff,
    Version,
)
from huiwu.foundation.registry.archive import archived

archived("document_number_series", NumberSeries, order=30)
archived("documents", Document, order=30, verbatim=("draft",))
archived("versions", Version, meeting_path="document__meeting", order=31, verbatim=("header", "content"))
archived("signoffs", Signoff, meeting_path="version__document__meeting", order=32)
archived("remarks", Remark, meeting_path="document__meeting", order=32)
archived("change_orders", ChangeOrder, meeting_path="document__meeting", order=33)
archived("impact_items", ImpactItem, order=34)
archived("acknowledgements", Acknowledgement, meeting_path="version__document__meeting", order=32)
