"""Where capabilities declare their parts. Each drawer below is imported at start-up if the capability has it.

drawer          declares                                              mechanism
permissions.py  who may do what                                       foundation.permission
events.py       facts                                                 kernel.facts
checks.py       rules that find omissions and contradictions          registry.checks
evidence.py     data that completes a step or opens a gate            registry.evidence
impact.py       what rests on a fact                                  registry.impact
search.py       what the one search box finds                         registry.search
archive.py      records of the meeting archive                        registry.archive
demo.py         invented data, through the real services              registry.demo
jobs.py         background and periodic work                          registry.jobs
sections.py     entries of a meeting's menu and page                  registry.sections
sections.py     why a ticket is not shown yet                         registry.tickets
statements.py   what documents state, rely on and must hold           registry.statements
spending.py     lines on which a meeting spends money or effort        registry.spending
plan_sections.py live data for sections of the event plan             registry.plan_sections
messages.py     kinds of message to people                            registry.messages
reminders.py    what is due, waits or is missing                      registry.messages
checks.py       what people occupy                                    registry.occupies
names.py        what the ids in the history are called                registry.names
personal.py     tables that hold personal data of attendees            registry.personal
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

DRAWERS = (
    "permissions",
    "events",
    "evidence",
    "checks",
    "impact",
    "search",
    "archive",
    "demo",
    "jobs",
    "documents",
    "sections",
    "statements",
    "plan_sections",
    "spending",
    "messages",
    "reminders",
    "names",
    "personal",
    "live",
)


def load_drawers() -> None:
    """Import every registering drawer of every installed capability, in the order of the ladder."""
    for name in settings.CAPABILITIES:
        if find_spec(f"huiwu.{name}") is None:
            continue
        for drawer in DRAWERS:
            if find_spec(f"huiwu.{name}.{drawer}") is not None:
                import_module(f"huiwu.{name}.{drawer}")
