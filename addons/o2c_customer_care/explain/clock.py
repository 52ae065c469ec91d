"""What is said of clocks."""

from odoo.tools import format_datetime

from ..domain.clock import ClockState, Unit
from .choice import choice

DAY, HOUR = 1440, 60


def time_span(env, minutes):
    """Minutes as a person says them: the two largest units."""
    minutes = abs(minutes)
    days, rest = divmod(minutes, DAY)
    hours, minutes = divmod(rest, HOUR)
    if days:
        return env._("%(days)s d %(hours)s h", days=days, hours=hours)
    if hours:
        return env._("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes)
    return env._("%(minutes)s min", minutes=minutes)


def left(ticket, now):
    """The time until the next due moment of a ticket, as its lists show it."""
    env = ticket.env
    if ticket.clock_state == "paused":
        return env._("paused")
    if not ticket.next_due_at:
        return ""
    minutes = int((ticket.next_due_at - now).total_seconds() // 60)
    span = time_span(env, minutes)
    if minutes < 0:
        return env._("%(time)s late", time=span)
    return env._("in %(time)s", time=span)


def standing(clock, now):
    """How one clock stands, in a sentence."""
    sentence = _STANDING[ClockState(clock.state)](clock, now)
    return " ".join(filter(None, [sentence, problem(clock)]))


def _running(clock, now):
    minutes = int((clock.due_at - now).total_seconds() // 60)
    return clock.env._("Due in %(time)s.", time=time_span(clock.env, minutes))


def _paused(clock, now):
    env = clock.env
    if clock.target_id.unit == Unit.DAY.value:
        days = clock.remaining // DAY
        return env._("Stands still with %(days)s days left.", days=days)
    return env._(
        "Stands still with %(time)s left.", time=time_span(env, clock.remaining)
    )


def _met(clock, now):
    return clock.env._("Done in time.")


def _missed(clock, now):
    end = clock.met_at or now
    minutes = int((end - clock.due_at).total_seconds() // 60)
    span = time_span(clock.env, minutes)
    if clock.met_at:
        return clock.env._("Done %(time)s late.", time=span)
    return clock.env._("%(time)s late.", time=span)


def _void(clock, now):
    return clock.env._("No longer counted.")


_STANDING = {
    ClockState.RUNNING: _running,
    ClockState.PAUSED: _paused,
    ClockState.MET: _met,
    ClockState.MISSED: _missed,
    ClockState.VOID: _void,
}


def paused(clock):
    """How long a clock stood still, or nothing."""
    if clock.paused_minutes <= 0:
        return ""
    return time_span(clock.env, clock.paused_minutes)


def problem(clock):
    """What is wrong with the calendar of a clock, and what is done instead."""
    env = clock.env
    if clock.problem == "no_calendar":
        return env._(
            "Neither the team nor %(company)s has working hours: all hours are"
            " counted.",
            company=clock.company_id.name,
        )
    if clock.problem == "empty_calendar":
        return env._("Its calendar has no working time: all hours are counted.")
    return ""


def name(clock):
    """What a clock measures, or which law it follows."""
    return clock.term_id.name or choice(clock, "measure", clock.measure)


def target(record):
    """One time of a policy: what is measured and within how long."""
    env = record.env
    amounts = {
        Unit.MINUTE.value: env._("%(minutes)s min", minutes=record.duration),
        Unit.HOUR.value: env._("%(hours)s h", hours=record.duration),
        Unit.DAY.value: env._("%(days)s d", days=record.duration),
    }
    measure = choice(record, "measure", record.measure)
    return f"{measure}: {amounts[record.unit]}"


def conditions(policy):
    """Which tickets a policy is for, in the words of its fields."""
    env = policy.env
    named = [
        policy.kind and choice(policy, "kind", policy.kind),
        policy.reason_id.name,
        policy.tier and choice(policy, "tier", policy.tier),
        policy.team_id.name,
        policy.product_categ_id.name,
        policy.partner_id.name,
        policy.with_contract and env._("with a contract"),
        policy.priority != "0"
        and env._(
            "from priority %(priority)s",
            priority=choice(policy, "priority", policy.priority),
        ),
    ]
    return ", ".join(filter(None, named)) or env._("All tickets")


def told(notice):
    """What was told at a step that was done."""
    env, step = notice.env, notice.escalation_id
    if notice.step_key == "breach":
        return env._("Noted on the ticket that it is late")
    sentences = {
        "warning": env._("Told that it is at risk"),
        "breach": env._("Told that it is late"),
    }
    sentence = sentences[notice.step_key.partition(":")[0]]
    if step.after_hours:
        after = time_span(env, round(step.after_hours * HOUR))
        return env._("%(told)s, %(time)s after that", told=sentence, time=after)
    return sentence


def breached(clock):
    """The note on a ticket one of whose clocks is late."""
    return clock.env._(
        "%(clock)s is late: it was due on %(due)s.",
        clock=name(clock),
        due=format_datetime(clock.env, clock.breached_at),
    )


def step(clock, event):
    """What the person is told to whom a step of a chain leads."""
    env = clock.env
    if event == "warning":
        return env._(
            "%(clock)s of %(ticket)s is due on %(due)s.",
            clock=name(clock),
            ticket=clock.ticket_id.display_name,
            due=format_datetime(env, clock.due_at),
        )
    return env._(
        "%(clock)s of %(ticket)s is late since %(due)s.",
        clock=name(clock),
        ticket=clock.ticket_id.display_name,
        due=format_datetime(env, clock.breached_at),
    )


def nobody(clock):
    """Why a step could not be told."""
    return clock.env._(
        "Nobody to tell: %(ticket)s has no owner, its team no leader, and the company"
        " no care leader.",
        ticket=clock.ticket_id.display_name,
    )


def told_failed(env):
    """What is recorded when telling broke off for a reason found in the log."""
    return env._("It could not be told; the log of the server says why.")


def priority_raised(clock):
    """The note on a ticket that a chain gave a higher priority."""
    return clock.env._("Higher priority: %(clock)s is late.", clock=name(clock))


# ------------------------------------------------------------- ends of terms
def term_over(clock):
    """What follows by law when no answer was given in time."""
    env, term = clock.env, clock.term_id
    sentences = {
        "deemed_accepted": env._("What the customer wants counts as accepted."),
        "complaint_to_authority": env._("The customer may turn to the authority."),
        "compensation": env._("A compensation is due without being asked for."),
        "notice": "",
    }
    return " ".join(
        filter(
            None,
            [
                env._(
                    "%(term)s: no answer was given until %(due)s.",
                    term=term.name,
                    due=format_datetime(env, clock.breached_at),
                ),
                sentences[term.consequence],
                compensation(term),
            ],
        )
    )


def compensation(term):
    """How much a customer gets without asking, where the term says so."""
    if term.consequence != "compensation" or not term.compensation:
        return ""
    amount = term.currency_id.format(term.compensation)
    return term.env._("It amounts to %(amount)s.", amount=amount)


def accepted_by_law(clock):
    """The note with which a dispute is granted or proposed by law."""
    return clock.env._(
        "%(term)s: not answered until %(due)s, so it counts as accepted.",
        term=clock.term_id.name,
        due=format_datetime(clock.env, clock.breached_at),
    )
