import time
from datetime import UTC, datetime

from huiwu.kernel import clock
from huiwu.planning import services as S
from huiwu.planning.models import *
from tests.cast import assemble


def test_try(db):
    c=assemble()
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    with clock.at(datetime(2027,1,10,tzinfo=UTC)):
        with CaptureQueriesContext(connection,) as q:
            t=time.time(); p=S.launch_plan(actor=c.actor("lead"),meeting_id=c.meeting.pk); print("launch",time.time()-t,len(q))
        print(p.feasible,p.notes['unmet'],p.notes['note'],p.tier)
        for s in p.steps.select_related('owner')[:12]: print(s.code,s.name,s.start_on,s.finish_on,s.late_finish_on,s.slack,s.is_critical,s.status,s.owner)
        t=time.time()
        c.meeting.start_on=c.meeting.start_on.replace(day=25);c.meeting.end_on=c.meeting.end_on.replace(day=26);c.meeting.save()
        with CaptureQueriesContext(connection,) as q:
            t=time.time(); pr=S.propose_replan(actor=c.actor("lead"),meeting_id=c.meeting.pk,reason="x"); print("propose",time.time()-t,len(q))
            print(len(pr.difference['moved']),pr.difference['moved'][:2])
        with CaptureQueriesContext(connection,) as q:
            t=time.time(); pr=S.accept_proposal(actor=c.actor("lead"),proposal_id=pr.pk); print("accept",time.time()-t,len(q))
        from huiwu.planning.queries.workload import overload
        print([(o.name,len(o.days),o.most) for o in overload(p,today=clock.today())])
