from __future__ import annotations

from django.urls import path

from huiwu.planning.views import gates, plan, proposals, step, templates, yearly

app_name = "planning"
M = "m/<slug:slug>/plan/"
urlpatterns = [
    path(M, plan.listing, name="plan"),
    path(M + "gantt/", plan.gantt, name="gantt"),
    path(M + "raci/", plan.raci, name="raci"),
    path(M + "load/", plan.load, name="load"),
    path(M + "print/", plan.printing, name="print"),
    path(M + "launch/", plan.launch, name="launch"),
    path(M + "gates/", gates.listing, name="gates"),
    path(M + "gates/<slug:code>/open/", gates.open_gate, name="open_gate"),
    path(M + "gates/<slug:code>/shut/", gates.shut_gate, name="shut_gate"),
    path(M + "replan/", proposals.replan, name="replan"),
    path(M + "levelling/", proposals.levelling, name="levelling"),
    path(M + "levelling/<uuid:job_id>/", proposals.job, name="job"),
    path(M + "levelling/<uuid:job_id>/cancel/", proposals.cancel, name="cancel_job"),
    path(M + "proposals/<uuid:proposal_id>/", proposals.proposal, name="proposal"),
    path(M + "proposals/<uuid:proposal_id>/accept/", proposals.accept, name="accept"),
    path(M + "proposals/<uuid:proposal_id>/discard/", proposals.discard, name="discard"),
    path(M + "tasks/new/", step.new_task, name="new_task"),
    path(M + "files/<uuid:note_id>/", step.file, name="file"),
    path(M + "<slug:code>/", step.page, name="step"),
    path(M + "<slug:code>/start/", step.start, name="start"),
    path(M + "<slug:code>/complete/", step.complete, name="complete"),
    path(M + "<slug:code>/reopen/", step.reopen, name="reopen"),
    path(M + "<slug:code>/note/", step.note, name="note"),
    path(M + "<slug:code>/assign/", step.assign, name="assign"),
    path(M + "<slug:code>/days/", step.days, name="days"),
    path(M + "<slug:code>/unpin/", step.unpin, name="unpin"),
    path(M + "<slug:code>/roles/", step.roles, name="roles"),
    path(M + "<slug:code>/sheet/", gates.sheet, name="gate_sheet"),
    path(M + "<slug:code>/task/", step.change_task, name="change_task"),
    path(M + "<slug:code>/remove/", step.remove_task, name="remove_task"),
    path("settings/sop/", templates.listing, name="templates"),
    path("settings/sop/built-in/", templates.built_in, name="built_in"),
    path("settings/sop/copy/", templates.copy, name="copy_template"),
    path("settings/sop/<uuid:template_id>/", templates.template, name="template"),
    path("settings/sop/<uuid:template_id>/rules/", templates.rules, name="template_rules"),
    path("settings/sop/<uuid:template_id>/json/", templates.as_json, name="template_json"),
    path("settings/sop/<uuid:template_id>/steps/new/", templates.new_step, name="template_new_step"),
    path("settings/sop/<uuid:template_id>/steps/<slug:code>/", templates.step, name="template_step"),
    path(
        "settings/sop/<uuid:template_id>/steps/<slug:code>/remove/", templates.remove_step, name="template_remove_step"
    ),
    path("settings/sop/<uuid:template_id>/publish/", templates.publish, name="publish_template"),
    path("settings/sop/<uuid:template_id>/version/", templates.version, name="new_version"),
    path("settings/sop/<uuid:template_id>/difference/", templates.difference, name="template_difference"),
    path("settings/workdays/", yearly.workdays, name="workdays"),
    path("settings/workdays/<int:year>/", yearly.year, name="year"),
    path("settings/people/", yearly.people, name="people"),
    path("settings/people/<uuid:user_id>/capacity/", yearly.capacity, name="capacity"),
    path("settings/people/absences/<uuid:absence_id>/withdraw/", yearly.withdraw, name="withdraw"),
]
