"""Sentences about the law of calling, consents and registers."""

from datetime import date, datetime

from odoo.tools import format_date, format_datetime

from ..domain.calling_hours import local
from ..domain.calling_law import Kind, Person, Why


def label(record, field, value):
    """The translated name of one choice of a selection field."""
    return dict(record._fields[field]._description_selection(record.env))[value]


def clock(hours):
    """Hours as a clock shows them.

    >>> clock(9.5), clock(24.0)
    ('9:30', '24:00')
    """
    minutes = round(hours * 60)
    return f"{minutes // 60}:{minutes % 60:02}"


# ----------------------------------------------------------------- rules
def sentence(rule):
    """A rule in words."""
    asks = {
        Kind.HOURS.value: _hours,
        Kind.CONSENT.value: _consent,
        Kind.REGISTER.value: _register,
        Kind.REFUSAL.value: _refusal,
        Kind.FREQUENCY.value: _frequency,
    }[rule.kind]
    return rule.env._(
        "%(who)s, %(purpose)s: %(what)s",
        who=_who(rule),
        purpose=label(rule, "purpose", rule.purpose).lower(),
        what=asks(rule),
    )


def _who(rule):
    names = [
        rule._fields[name].get_description(rule.env)["string"]
        for name in ("for_natural", "for_sole_trader", "for_company")
        if rule[name]
    ]
    everybody = len(names) == 3
    persons = rule.env._("Everybody") if everybody else ", ".join(names)
    places = rule.state_ids.mapped("name") or [rule.country_id.name]
    where = ", ".join(filter(None, places))
    if where:
        return rule.env._("%(persons)s in %(where)s", persons=persons, where=where)
    if rule.is_fallback:
        return rule.env._("%s, where no law says", persons)
    return persons


def _hours(rule):
    days = {}
    for window in rule.window_ids.sorted(lambda w: (w.start, w.end)):
        hours = f"{clock(window.start)}-{clock(window.end)}"
        days.setdefault(window.day, []).append(hours)
    if not days:
        return rule.env._("at no time")
    names = dict(
        rule.window_ids._fields["day"]._description_selection(rule.env)
    ).items()
    parts = [f"{name} {' + '.join(days[day])}" for day, name in names if day in days]
    closed = [name for day, name in names if day not in days and day != "eve"]
    if closed:
        parts.append(rule.env._("never: %s", ", ".join(closed)))
    return "; ".join(parts)


def _consent(rule):
    if rule.is_automatic and rule.is_consent_needed:
        return rule.env._("a dialler rings only who agreed to that")
    if rule.is_consent_needed:
        return rule.env._("only who agreed before")
    return rule.env._("no consent needed beforehand")


def _register(rule):
    text = rule.env._(
        "“%(register)s” checked at most %(days)s days ago; who is in it only after a"
        " later consent",
        register=rule.register_id.name,
        days=rule.good_days,
    )
    if not rule.contract_days:
        return text
    return rule.env._(
        "%(text)s, or an earlier one while a contract runs or ended less than"
        " %(days)s days ago",
        text=text,
        days=rule.contract_days,
    )


def _refusal(rule):
    return rule.env._("not for %s days after a refusal", rule.days)


def _frequency(rule):
    if rule.days == 1:
        return rule.env._("at most %s calls a day", rule.most)
    return rule.env._(
        "at most %(most)s calls in %(days)s days", most=rule.most, days=rule.days
    )


# ----------------------------------------------------------------- decisions
def coded(reasons):
    """Reasons as JSON keeps them: [[code, params]]."""
    return [
        [
            reason.code.value,
            {name: _plain(value) for name, value in reason.params.items()},
        ]
        for reason in reasons
    ]


def _plain(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def _day(env, value):
    if isinstance(value, str):
        value = date.fromisoformat(value)
    return format_date(env, value)


def _moment(value):
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def not_allowed(env, code, params):
    """Why a call is not allowed; ``params`` as given or as kept in the database."""
    return {
        Why.NO_PHONE: lambda: env._("There is no number to call."),
        Why.BLOCKED: lambda: env._("%s wants no calls.", params["phone"]),
        Why.WITHDRAWN: lambda: env._(
            "He took back his consent on %s.",
            format_datetime(env, _moment(params["at"]), dt_format="short"),
        ),
        Why.NO_CONSENT: lambda: env._("He did not agree to be called."),
        Why.NO_AUTOMATIC: lambda: env._("He did not agree to automatic calls."),
        Why.LISTED: lambda: env._(
            "The number is in the register since %s.", _day(env, params["since"])
        ),
        Why.CANCELLED: lambda: env._(
            "His consent of %(given)s ended with the entry in the register on"
            " %(since)s.",
            given=_day(env, params["given"]),
            since=_day(env, params["since"]),
        ),
        Why.UNCHECKED: lambda: env._(
            "The number was not checked against the register yet."
        ),
        Why.STALE: lambda: env._(
            "The register was checked on %(on)s, more than %(days)s days ago.",
            on=_day(env, params["checked_on"]),
            days=params["days"],
        ),
        Why.REFUSED: lambda: env._(
            "He refused on %(on)s: %(days)s days of rest.",
            on=_day(env, params["on"]),
            days=params["days"],
        ),
        Why.FREQUENCY: lambda: _often(env, params),
        Why.HOURS: lambda: _closed(env, params),
        Why.CLOSED: lambda: env._("The rule opens at no time."),
    }[code]()


def _often(env, params):
    if params["days"] == 1:
        return env._(
            "He was called %(calls)s time(s) today, at most %(most)s are allowed.",
            calls=params["calls"],
            most=params["most"],
        )
    return env._(
        "He was called %(calls)s time(s) in %(days)s days, at most %(most)s are"
        " allowed.",
        calls=params["calls"],
        days=params["days"],
        most=params["most"],
    )


def _closed(env, params):
    here = _moment(params["here"])
    text = env._(
        "There it is %(day)s, %(time)s (%(zone)s)",
        day=format_date(env, here.date(), date_format="EEEE"),
        time=f"{here:%H:%M}",
        zone=params["zone"].replace("_", " "),
    )
    if params.get("holiday"):
        text = env._("%(text)s, a holiday: %(name)s", text=text, name=params["holiday"])
    return f"{text}."


def outcome(decision):
    """The decision in one word, as the log keeps it."""
    if decision.allowed:
        return "allowed"
    return "never" if decision.never else "later"


def local_times(facts, now):
    """What the clocks of a callee show, one for each zone that he may be in."""
    return ", ".join(f"{local(now, zone):%a %H:%M} {zone}" for zone in facts.zones[:3])


def refusal(env, decision, rule):
    """A refusal in words: why not, by which rule, and from when on."""
    parts = [not_allowed(env, r.code, r.params) for r in decision.reasons]
    if rule:
        parts.append(env._("Rule: %s.", rule.name))
    if decision.next_at:
        parts.append(
            env._(
                "Allowed from %s.",
                format_datetime(env, decision.next_at, dt_format="short"),
            )
        )
    return " ".join(parts)


# ----------------------------------------------------------------- consents
def consent(entry):
    """One entry of the ledger in words."""
    return entry.env._(
        "%(channel)s, %(purpose)s: %(event)s",
        channel=label(entry, "channel", entry.channel),
        purpose=label(entry, "purpose", entry.purpose).lower(),
        event=label(entry, "event", entry.event).lower(),
    )


def consent_section(entries):
    """The customer card's part about consents: what counts now."""
    env = entries.env
    lines = [
        {
            "label": label(entry, "channel", entry.channel),
            "value": env._(
                "%(purpose)s: %(event)s, %(day)s",
                purpose=label(entry, "purpose", entry.purpose),
                event=label(entry, "event", entry.event).lower(),
                day=format_date(env, entry.at.date()),
            ),
            "record": [entry._name, entry.id],
        }
        for entry in entries
    ]
    title = env._("Consents")
    return {"key": "consent", "sequence": 65, "title": title, "lines": lines}


def register_later(register):
    """An answer older than the one that is known does not replace it."""
    return register.env._(
        "“%(name)s” was checked on %(on)s already: an older answer does not replace"
        " that.",
        name=register.name,
        on=format_date(register.env, register.checked_on),
    )


def register_faults(env, faults, shown=5):
    """Lines of a register's file that cannot be taken; nothing of it was."""
    lines = [
        env._("Line %(line)s: “%(text)s”", line=line, text=text)
        for line, text in faults[:shown]
    ]
    if len(faults) > shown:
        lines.append(env._("… and %s more", len(faults) - shown))
    head = env._("Nothing was imported: these lines are no numbers.")
    return "\n".join([head, *lines])


def register_imported(register, read, listed):
    """What an import brought."""
    return register.env._(
        "%(read)s numbers read; %(listed)s are in “%(name)s” now, checked on %(on)s.",
        read=read,
        listed=listed,
        name=register.name,
        on=format_date(register.env, register.checked_on),
    )


def register_asked(register, count):
    """How many numbers are to be sent in."""
    return register.env._(
        "%(count)s numbers to send to “%(name)s”. Import its answer here: until then"
        " they are not called for selling.",
        count=count,
        name=register.name,
    )


# ----------------------------------------------------------------- may I call?
def verdict(env, decision):
    """The answer in a few words."""
    if decision.allowed:
        return env._("Yes, you may call.")
    if decision.never:
        return env._("No. Do not call.")
    return env._(
        "Not now. From %s.",
        format_datetime(env, decision.next_at, dt_format="short"),
    )


def log_name(env):
    """The name of the sheet."""
    return env._("Calls and the law")


def known(env, facts, now):
    """What the answer rests on, a line each."""
    persons = {
        Person.NATURAL: env._("private person"),
        Person.SOLE_TRADER: env._("sole trader"),
        Person.COMPANY: env._("company"),
    }
    yield env._(
        "Number %(number)s, %(person)s, law of %(country)s",
        number=facts.phone or "-",
        person=persons[facts.person],
        country=_country(env, facts.country) or env._("no known country"),
    )
    yield env._("There: %s", local_times(facts, now))
    yield _consent_known(env, facts)
    yield from _registers_known(env, facts)
    yield env._("Calls noted lately: %s", len(facts.called))
    holidays = _coming(facts, now)
    if holidays:
        yield env._("Holidays to come: %s", ", ".join(holidays))


def _country(env, code):
    return env["res.country"].search([("code", "=", code or "")], limit=1).name


def _consent_known(env, facts):
    if facts.withdrawn_at and not facts.given_at:
        day = format_date(env, facts.withdrawn_at.date())
        return env._("Consent taken back on %s", day)
    if facts.given_at:
        return env._("Consent given on %s", format_date(env, facts.given_at.date()))
    return env._("No consent entered")


def _registers_known(env, facts):
    for enrolment in facts.registers.values():
        if not enrolment.checked_on:
            continue
        day = format_date(env, enrolment.checked_on)
        if enrolment.since:
            since = format_date(env, enrolment.since)
            yield env._(
                "In a register since %(since)s, checked on %(day)s",
                since=since,
                day=day,
            )
        else:
            yield env._("In no register, checked on %s", day)


def _coming(facts, now):
    today = local(now, facts.zones[0]).date()
    days = sorted(day for day in facts.holidays if day >= today)
    return [f"{facts.holidays[day]} {day:%d.%m.}" for day in days[:3]]
