"""Words of the dashboard of order quality."""


def nobody(env):
    """A person or channel that is not known."""
    return env._("Not given")


def notes(company):
    """What the figures rest on: there is no standard, so it is said under them."""
    env = company.env
    bases = dict(company._fields["o2c_on_time_basis"]._description_selection(env))
    return [
        env._(
            "SCOR counts the orders with all four components; APQC multiplies the four"
            " rates. They differ when failures meet on the same orders."
        ),
        env._(
            "On time: against %(basis)s, up to %(late)s days late%(early)s.",
            basis=bases[company.o2c_on_time_basis].lower(),
            late=company.o2c_on_time_late,
            early=_early(company),
        ),
        env._("Complete: in one delivery.")
        if company.o2c_complete_once
        else env._("Complete: also in several deliveries."),
        env._("Orders that are still under way are not counted."),
    ]


def _early(company):
    if not company.o2c_on_time_early_limited:
        return ""
    return company.env._(", up to %s days early", company.o2c_on_time_early)
