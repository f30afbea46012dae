"""Days after the end, a careful team has settled what was accepted, and drafted the final settlement."""

from __future__ import annotations

from datetime import timedelta

from huiwu.budget.queries.books import budget_of
from huiwu.foundation.actors import Actor
from huiwu.foundation.registry.demo import DemoContext, demo, moment
from huiwu.kernel import clock
from huiwu.settlement import services
from huiwu.settlement.queries import Row, final_content, rows_of

CONCLUSION = "各项支出均在批准的预算与已签变更之内，差异原因逐项注明。"
REASON = "按验收数与实际发生额结算"


@demo(order=70)
def settle(ctx: DemoContext) -> None:
    """From the day after the end on; contracts of which nothing was accepted wait."""
    if ctx.today <= ctx.meeting.end_on:
        return
    with clock.at(moment(ctx.today, 10)):
        _settle_everything(ctx)


def _settle_everything(ctx: DemoContext) -> None:
    for row in rows_of(ctx.meeting):
        if row.figures.proposed_cents > 0:
            _settle(ctx, row)
    if budget_of(ctx.meeting) is not None:
        far = [line["key"] for line in final_content(ctx.meeting, {}, "")["lines"] if line["variance_cents"]]
        services.save_final(
            actor=_actor(ctx, "finance"),
            meeting=ctx.meeting,
            revision=0,
            reasons=dict.fromkeys(far, REASON),
            conclusion=CONCLUSION,
        )


def _settle(ctx: DemoContext, row: Row) -> None:
    writer, approver = _actor(ctx, "finance"), _actor(ctx, "project_manager")
    common = {"meeting": ctx.meeting, "contract_id": row.contract.pk}
    begun = services.save_settlement(actor=writer, revision=0, amount_cents=row.figures.proposed_cents, **common)
    agreed = services.agree_settlement(
        actor=writer,
        revision=begun.revision,
        person_name=row.contract.party_signatory or row.contract.party_name[:20],
        agreed_on=min(ctx.today, ctx.meeting.end_on + timedelta(days=2)),
        **common,
    )
    if writer.id != approver.id:
        services.approve_settlement(actor=approver, revision=agreed.revision, **common)


def _actor(ctx: DemoContext, role: str) -> Actor:
    return Actor.of_user(ctx.cast.get(role) or ctx.cast["project_manager"])
