from huiwu.planning import services as S
from huiwu.kernel import clock
from datetime import datetime, UTC
import pytest
U=["","gantt/","raci/","load/","gates/","print/","replan/","tasks/new/","P11/","P11/roles/"]
def test_try(cast, client):
    c=cast
    client.force_login(c.lead)
    with clock.at(datetime(2027,1,10,tzinfo=UTC)):
        r=client.get("/m/qiming-2027/plan/"); assert r.status_code==200, r.content
        r=client.get("/m/qiming-2027/plan/launch/"); assert r.status_code==200, r.content
        r=client.post("/m/qiming-2027/plan/launch/",{"template":"built_in","conditions_known":"on","conditions":["has_meals"]}); assert r.status_code==302, r.content.decode()
        for u in U:
            r=client.get("/m/qiming-2027/plan/"+u); print(u,r.status_code,len(r.content)); assert r.status_code==200
        client.force_login(c.owner)
        for u in ["sop/","sop/built-in/","workdays/","workdays/2027/","people/"]:
            r=client.get("/settings/"+u); print(u,r.status_code,len(r.content)); assert r.status_code==200
