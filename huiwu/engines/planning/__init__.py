"""The planning engine: plain values in, plain values out. No Django, no clock, no floats in dates.

Import names from the modules below (the package itself imports nothing, so that a command stays fast).

catalogue   load_template(data) -> Template                      raises TemplateRefused(.problems: tuple[Problem])
            built_in_template() -> Template; built_in_data() -> dict      the 75 steps; JSON to copy and edit
            Template(title, version, gates, tiers, merges, not_scaled, steps); .step(id); .tier_for(headcount)
            StepTemplate(id, order, phase, sop_section, completion, name, name_en, responsible: codes, accountable: code,
              responsible_text, accountable_text, anchor, start_offset, anchor_end, end_offset, time_label, mode,
              applies_when: codes (any of), applies_text, omittable_at, simplify_at, deps, start_only, gate: StepGate|None,
              inputs, outputs, failures, differences, note, length_days, minutes)
            StepGate(id, party, blocking, note); Gate(id, name, party, confirmed_by, steps, basis)
            SizeTier(id, name, max_headcount, prep_days, factor_permille)
catalogue_rules  problems_in(data) -> tuple[Problem(place, said; .code .sentence), ...]
sentences   SENTENCES (code -> Chinese sentence with {values}), Sentence(key, params; .code, str() in Chinese), say(key, **params)
vocabulary  ROLES (Chinese -> glossary code), CONDITIONS, APPLIES_WHEN, TYPE_CONDITIONS, MEETING_TYPES
calendar    chinese_calendar(), weekend_calendar(), every_day_calendar(), calendar_named("cn"|"weekends"|"none")
            WorkCalendar(name, weekend, uses_years, years); .is_workday(day) .day_name(day) .add_workdays(day, n)
              .workdays_between(a, b) .workday_on_or_before/after(day) .unannounced_years(a, b) .note_for(a, b)
              .edited(year, state=, holidays=, workdays=, source=) -> WorkCalendar
            YearTable(year, state "announced"|"unannounced", source, holidays {date: name}, workdays)
plan        MeetingFacts(type, headcount, start_on, end_on, today, conditions=None, publicness=None, contract_on=None,
              load_in_on=None, timezone); Settings(tier, prep_days, keep, omit, merge, lead_days)
            OwnTask(id, name, length_days, deps, start_only, not_before, due_on, assignee, step)
            Fixed(id, start_on, finish_on|None, reason "done"|"pinned"|"signed"|"started")
            Deadline(id, name, needed_on, kind "statutory"|"contract"|"platform"|"visa", done)
            Plan(facts, template_version, tier, tier_name, factor_permille, prep_start_on, feasible, steps, critical_path,
              driving_chain, shortened, postponed, unmet, deadlines, unannounced_years, note); .step(id)
            PlannedStep(id, kind "step"|"task", name, name_en, phase, mode, order, unit "workday"|"day", gate, gate_party,
              gate_blocking, responsible, accountable, assignee, deps: tuple[Link(id, start_only)], early_start,
              early_finish, late_start, late_finish, slack, critical, late, length_days, merged_into, omitted
              "condition"|"size"|"chosen"|None, simplified, fixed, minutes)     dates None when omitted
            Shortened(id, name, from_days, to_days, rule); Postponed(id, name, from_on, to_on, rule)
            Unmet(id, name, kind, said, needed_on, today; .why); PlanRefused(.said, .code)
schedule    plan_meeting(template, facts, calendar, *, tasks=(), fixed=(), deadlines=(), settings=None) -> Plan
difference  difference(before: Plan, after: Plan) -> PlanDifference(moved, resized, added, removed, feasible_changed)
raci        raci_problems(rows: Iterable[RaciRow(step, who, letter)], steps: ids) -> tuple[RaciProblem(step, said; .code .sentence)]
            raci_of(template) -> tuple[RaciRow, ...]
workload    loads / overloads(work: Iterable[Work(id, person, start_on, finish_on, load_percent)], people, calendar)
              -> tuple[DayLoad(person, day, load_percent, capacity_percent, works; .over_percent), ...]
            overload_by_person(found) -> {person: percent-days}
            Person(id, name, capacity_percent, absences: tuple[Absence(first_on, last_on, capacity_percent)], roles)
levelling   level(instance, *, seconds=10, seed=1, reproducible=False, stop=None, on_better=None) -> Levelled
            serial_greedy(instance) -> Levelled; cost_of, overload_of, problems_of(instance, starts)
level_instance  LATE, horizon_of(instance)
            LevelTask(id, person, length, planned, earliest, due, load_percent, deps, weight, fixed)   working-day numbers
            LevelInstance(tasks, capacity, first_on, days); instance_from_days(tasks, people, calendar, first_on, room=)
            Levelled(starts, cost, bound, optimal, status, overload_percent_days, moved)
repair      repair(instance, starts, away: Away|None = None, *, today=0, seconds=5, seed=1, reproducible=False, stop=None)
              -> Repaired(starts, moves: tuple[RepairMove(id, from_day, to_day, why)], minimal, overload_percent_days)
            Away(person, first, last, left_percent); without it `instance` has the capacities after the absence
            must_move(instance, starts) -> ids
levelling_model  SolverMissing: raised by level and repair where the optional solver (ortools) is not installed
"""
