"""What is said of who gets a ticket, and of how urgent it is."""

from odoo import fields
from odoo.tools import format_datetime

from ..domain.assignment import Why
from ..domain.urgency import Why as Raised
from .choice import choice


def why(ticket):
    """Why its owner has a ticket, or why nobody has it; False: no rule was asked."""
    # names of skills, languages and agents, whoever may read these
    reasons = ticket.sudo().assigned_reasons or []
    if ticket.stage == "closed" or not reasons:
        return False
    return " ".join(_sentence(ticket, reason) for reason in reasons)


def _sentence(ticket, reason):
    code = Why(reason["code"])
    words = {
        Why.OPENED_IT: _plain_words,
        Why.KNOWS_CUSTOMER: _plain_words,
        Why.NEXT_IN_TURN: _plain_words,
        Why.NIGHT_TEAM: _plain_words,
        Why.HAS_SKILLS: _of_skills,
        Why.LACKS_SKILLS: _of_skills,
        Why.WAITS_FOR_SKILLS: _of_skills,
        Why.SPEAKS: _of_language,
        Why.DOES_NOT_SPEAK: _of_language,
        Why.LEAST_BUSY: _of_load,
        Why.STANDS_IN: _of_absence,
    }.get(code, _of_nobody)
    return words(ticket, code, reason)


def _plain_words(ticket, code, _reason):
    env = ticket.env
    return {
        Why.OPENED_IT: env._("Entered it, and so keeps it."),
        Why.KNOWS_CUSTOMER: env._("Has another open ticket of this customer."),
        Why.NEXT_IN_TURN: env._("Was next in turn."),
        Why.NIGHT_TEAM: env._("Nobody of the ticket's own team was on shift."),
    }[code]


def _of_skills(ticket, code, reason):
    env = ticket.env
    # see why()
    skills = env["o2c.care.skill"].sudo().browse(reason["skills"]).exists()
    names = ", ".join(skills.mapped("name"))
    return {
        Why.HAS_SKILLS: env._("Has what it asks for: %s.", names),
        Why.LACKS_SKILLS: env._("Nobody there has this skill: %s.", names),
        Why.WAITS_FOR_SKILLS: env._("Waits for somebody who has: %s.", names),
    }[code]


def _of_language(ticket, code, reason):
    env = ticket.env
    # see why()
    name = env["res.lang"].sudo()._get_data(code=reason["lang"]).name or reason["lang"]
    if code is Why.SPEAKS:
        return env._("Speaks the customer's language: %s.", name)
    return env._("Nobody there speaks the customer's language: %s.", name)


def _of_load(ticket, _code, reason):
    env = ticket.env
    if reason["capacity"]:
        return env._(
            "Had the most room: %(load)s of at most %(capacity)s tickets.",
            load=reason["load"],
            capacity=reason["capacity"],
        )
    return env._("Had the fewest tickets: %s.", reason["load"])


def _of_absence(ticket, _code, reason):
    # see why()
    absent = ticket.env["o2c.care.agent"].sudo().browse(reason["agent"]).exists()
    return ticket.env._("Stands in for %s.", absent.user_id.name or "-")


def _of_nobody(ticket, code, reason):
    env = ticket.env
    if code is Why.NOBODY_ON_SHIFT and reason.get("at"):
        at = fields.Datetime.from_string(reason["at"])
        return env._(
            "Nobody of the team is on shift. The next shift begins %s.",
            format_datetime(env, at, dt_format="short"),
        )
    return {
        Why.NOBODY_ON_SHIFT: env._("Nobody of the team is on shift."),
        Why.NO_AGENTS: env._("The team shares its tickets, but has no agents."),
        Why.ALL_FULL: env._("All who are there have as many tickets as they can take."),
        Why.GIVEN_BACK_BY_ALL: env._("All agents of the team gave it back."),
        Why.TAKEN_AT_ONCE: env._("Is given to somebody in a moment."),
        Why.FAILED: env._(
            "Could not be given to anybody. It is tried again in a few minutes; the"
            " administrator finds the cause in the log."
        ),
    }[code]


def raised(ticket):
    """Why the rule raised the priority of a ticket; False: it did not."""
    # whoever reads the ticket
    reasons = ticket.sudo().priority_reasons or []
    return " ".join(_raised(ticket, reason) for reason in reasons) or False


def _raised(ticket, reason):
    env, code = ticket.env, Raised(reason["code"])
    if code is Raised.TIER:
        tier = choice(ticket.partner_id, "o2c_care_tier", reason["tier"])
        return env._("The customer's service level is “%s”.", tier)
    return {
        Raised.CONTRACT: env._("The customer has a running service contract."),
        Raised.SAFETY: env._("Somebody could be hurt."),
        Raised.IMMEDIATE: env._("It needs action at once."),
        Raised.CRITICAL: env._("It was assessed as critical."),
    }[code]


def not_in_company(agent):
    """Why somebody cannot be an agent of a company."""
    return agent.env._(
        "%(user)s does not work in %(company)s.",
        user=agent.user_id.name,
        company=agent.company_id.name,
    )


def only_oneself(env):
    """Why an agent does not pause another one."""
    return env._("Only a care leader says this for somebody else.")


def not_yours(ticket):
    """Why a ticket is not given back."""
    return ticket.env._(
        "%s is not yours: only its owner gives it back.", ticket.display_name
    )


def given_back(user):
    """The entry on a ticket that its owner gave back."""
    return user.env._("%s gave it back.", user.name)


def left(agent):
    """The entry on a ticket whose owner left."""
    return agent.env._("%s is no agent any more.", agent.user_id.name)


def away(agent):
    """The entry on a ticket whose owner is away, and nobody stands in."""
    return agent.env._("%s is away, and nobody stands in.", agent.user_id.name)
