"""Sentences about customers who give signs of leaving."""

from odoo.tools import format_date

from ..domain.churn import Sign
from .call import moment


def sign(env, coded):
    """Why a customer is at risk; ``coded`` as kept in the database."""
    params = coded["params"]
    return {
        Sign.GAP: lambda: env._(
            "silent for %(silent)s days, usually %(usual)s",
            silent=params["silent"],
            usual=params["usual"],
        ),
        Sign.BASKET: lambda: env._(
            "the last three orders are %s %% smaller", params["percent"]
        ),
        Sign.SCORE: lambda: env._(
            "gave %(percent)s %% of the best mark on %(day)s",
            percent=params["percent"],
            day=format_date(env, params["on"]),
        ),
        Sign.NOT_ACCEPTED: lambda: env._(
            "did not accept a delivery, said on %s", format_date(env, params["on"])
        ),
        Sign.COMPLAINT: lambda: env._("complained (%s)", params["ticket"]),
        Sign.LATE: lambda: env._("%s deliveries came late", params["late"]),
    }[Sign(coded["code"])]()


def not_for_you(env):
    """Who looks anew and makes lists."""
    return env._("Call leaders and marketing make retention lists.")


def refreshed(env, count):
    """How many are at risk; None: somebody else is looking."""
    if count is None:
        return env._("The list is being brought up to date already.")
    return env._("%s customers at risk.", count)


def not_read(company):
    """That the customers at risk are out of date, why and since when."""
    return company.env._(
        "Customers at risk could not be looked at since %(at)s; this is tried again"
        " every day. %(why)s",
        at=moment(company.env, company.o2c_churn_failed_at),
        why=company.o2c_churn_failure,
    )


def nobody_chosen(env):
    """A list needs customers."""
    return env._("Choose customers first.")


def one_company(env):
    """A list belongs to one company."""
    return env._("Choose customers of one company.")
