"""What orders rely on: contracts, functions, suppliers that may be gone."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from huiwu.contracts.choices import Status
from huiwu.foundation.registry.statements import Reference, refers
from huiwu.meetings.models import Meeting
from huiwu.orders.choices import OPEN
from huiwu.orders.models import OrderLine
from huiwu.orders.queries import orders_of
from huiwu.suppliers.choices import SupplierStatus


@refers
def what_orders_rely_on(meeting: Meeting) -> Iterator[Reference]:
    """The contract, the supplier and the functions of every order that is neither accepted nor cancelled."""
    rows = {row.pk: row for row in orders_of(meeting).filter(state__in=OPEN)}
    for row in rows.values():
        url = reverse("orders:order", args=[meeting.slug, row.pk])
        source = _("订单 {order}").format(order=row)
        if row.contract is not None:
            gone = row.contract.status == Status.CANCELLED
            target = _("合同 {contract}").format(contract=row.contract)
            yield Reference(source, target, "cancelled" if gone else "ok", url)
        stopped = row.supplier.status == SupplierStatus.STOPPED
        yield Reference(source, row.supplier.name, "void" if stopped else "ok", url)
    lines = OrderLine.objects.filter(order__in=rows, function__isnull=False).select_related("function")
    for order_id, number, name, is_cancelled in sorted(
        {(line.order_id, f.number, f.name, f.is_cancelled) for line in lines if (f := line.function)}, key=str
    ):
        yield Reference(
            _("订单 {order}").format(order=rows[order_id]),
            _("功能单元 {number} {name}").format(number=number, name=name),
            "cancelled" if is_cancelled else "ok",
            reverse("orders:order", args=[meeting.slug, order_id]),
        )
