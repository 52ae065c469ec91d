"""What the dashboard and the workbook say."""

from itertools import pairwise

from markupsafe import Markup


def tiles(env):
    """The figures on top: key, label, kind, whether more is good, what it means."""
    return [
        _tile(
            "receivable", env._("Receivable"), "money", None, env._("owed at its end")
        ),
        _tile("overdue", env._("Overdue"), "money", False, env._("of it past due")),
        _tile(
            "dso_count_back",
            env._("DSO, counted back"),
            "days",
            False,
            env._("days of sales"),
        ),
        _tile("best_dso_count_back", env._("Best possible DSO"), "days", None, ""),
        _tile(
            "gap_cash_count_back",
            env._("Cash in the gap"),
            "money",
            False,
            env._("between the two, on sales of three months"),
        ),
        _tile(
            "effectiveness",
            env._("Collection effectiveness"),
            "percent",
            True,
            env._("80 is good, 50 is poor"),
        ),
        _tile(
            "dbt", env._("Days beyond terms"), "days", False, env._("of twelve months")
        ),
        _tile(
            "share_in_time",
            env._("Paid in time"),
            "percent",
            True,
            env._("twelve months"),
        ),
        _tile(
            "promise_share",
            env._("Promises kept"),
            "percent",
            True,
            env._("of the month's"),
        ),
        _tile("disputed", env._("Disputed"), "money", False, ""),
        _tile("disputed_days", env._("Disputed, in days of DSO"), "days", False, ""),
    ]


def _tile(key, label, kind, more_is_good, hint):
    return {
        "key": key,
        "label": label,
        "kind": kind,
        "good": more_is_good,
        "hint": hint,
    }


def buckets(env):
    """The names of the buckets, not due first."""
    return [
        env._("Not due"),
        env._("1 to 30 days"),
        env._("31 to 60 days"),
        env._("61 to 90 days"),
        env._("Over 90 days"),
    ]


def rolls(env):
    """The names of the roll rates."""
    names = buckets(env)
    return [
        env._("%(before)s → %(after)s", before=before, after=after)
        for before, after in pairwise(names)
    ]


def notes(env):
    """What somebody who reads the figures should know."""
    return [
        env._(
            "Every month is read from the ledger as it stood at its end, the imported"
            " history included; unmatched credits count against what is overdue first."
        ),
        env._(
            "The aged balance and the statements show Odoo's ledger alone. Where"
            " receivables were imported, what is owed here is more by as much."
        ),
        env._(
            "DSO counted back: how many days of the newest sales make up what is owed,"
            " with real days. The simple DSO jumps with the sales of one month, the"
            " one over three months less so."
        ),
        env._(
            "With the simple DSO the cash in the gap is the overdue amount itself and"
            " no second finding; shown here is the gap of the days counted back."
        ),
        env._(
            "A roll rate is what stood in a bucket at the end of a month as a share of"
            " what stood in the one before a month earlier."
        ),
    ]


def forecast(env, newest, error, covered, months):
    """How far a forecast may be trusted, in a sentence."""
    if error is None:
        return env._("No past month could be judged yet.")
    return env._(
        "In the last %(months)s months judged, what came in four weeks was missed by"
        " %(error).0f %% in all; %(covered).0f %% of them lay within the band. What is"
        " not billed yet is no part of it.",
        months=months,
        error=error * 100,
        covered=covered * 100,
    )


def none(env):
    """The segment of those that are in none."""
    return env._("None")


def no_such_segment(env):
    """The months cannot be narrowed down by this."""
    return env._("The figures cannot be narrowed down by that.")


def class_name(env, letter):
    """The accounts of a class."""
    return env._("Class %s", letter) if letter else env._("Customers without class")


def workbook(env):
    """The names of the sheets and the words on them."""
    return {
        "months": env._("Months"),
        "ages": env._("Age of open items"),
        "customers": env._("Customers"),
        "forecast": env._("Cash forecast"),
        "notes": env._("Notes"),
        "total": env._("Total"),
        "dso": env._("Days sales outstanding"),
        "days": env._("days"),
        "month": env._("End of month"),
        "customer": env._("Customer"),
        "error": env._("Off by (%)"),
    }


def month_heads(env):
    """The headings of the figures of a month, as the screens name them."""
    fields = env["o2c.credit.month"].fields_get(attributes=["string"])
    own = {
        "date": env._("End of month"),
        "days": env._("Days"),
        "current": env._("Not overdue"),
        "risk_class": env._("Class"),
    }
    return {**{name: field["string"] for name, field in fields.items()}, **own}


def forecast_heads(env):
    """The headings of the weeks, and of the past forecasts beside them."""
    return {
        "weeks": [
            env._("Week from"),
            env._("Expected"),
            env._("At least"),
            env._("At most"),
        ],
        "trials": [
            env._("End of month"),
            env._("Expected in four weeks"),
            env._("Came"),
            env._("Missed by"),
        ],
    }


def file_name(env, company, day):
    """The name of the workbook."""
    return env._(
        "Receivables of %(company)s %(day)s.xlsx", company=company.name, day=day
    )


def nothing_to_send(env):
    """There is no closed month yet."""
    return env._("No month was computed yet: there is nothing to send.")


def mailing_done(env, count):
    """How many got the workbook."""
    return env._(
        "Sent to %s users; who got it for this period already is left out.", count
    )


def mail_body(env, user, mailing):
    """The letter that goes with the workbook."""
    greeting = env._("Good morning %s,", user.name)
    text = env._(
        "attached are the receivables of %(company)s: DSO three ways, the age of what"
        " is open, the customers of the last month and the cash to be expected.",
        company=mailing.company_id.name,
    )
    closing = env._("You get it because %s lists you.", mailing.name)
    return Markup("<p>%s</p><p>%s</p><p style='color: #777'>%s</p>") % (
        greeting,
        text,
        closing,
    )


def against(env, currency, reasons):
    """What speaks against softer terms, all of it."""
    sentences = {
        "few_payments": env._("only %(count)s payments in twelve months"),
        "young": env._("bought in %(months)s months only"),
        "not_in_time": env._("%(percent).0f %% paid in time"),
        "risk_class": env._("class %(risk_class)s"),
        "drifts": env._("pays %(days).0f days later than before"),
        "overdue": env._("%(money)s overdue"),
        "disputed": env._("%(money)s in dispute"),
        "broken_promise": env._("%(count)s broken promises"),
    }
    found = []
    for code, values in reasons:
        known = {**values, "percent": values.get("share", 0) * 100}
        known["risk_class"] = values.get("risk_class") or none(env).lower()
        if "amount" in values:
            known["money"] = currency.format(values["amount"])
        found.append(sentences[code] % known)
    return ", ".join(found)


def trend(env, kind, facts):
    """What goes the wrong way, with its numbers."""
    if kind == "slower":
        return env._(
            "Pays %(days).0f days later than before: %(now).0f days beyond terms in the"
            " last three months, %(before).0f in the nine before.",
            **facts,
        )
    if kind == "more_overdue":
        return env._(
            "%(now).0f %% of what is owed is overdue; three months ago it was"
            " %(before).0f %%, and it grew every month.",
            now=facts["now"] * 100,
            before=facts["before"] * 100,
        )
    return env._(
        "Class %(now)s, three months ago it was %(before)s.",
        now=facts["now"],
        before=facts["before"],
    )


def alert_summary(env, account):
    """The title of the activity."""
    return env._("Negative trend: %s", account.partner_id.display_name)


def as_lines(texts):
    """Sentences one below the other."""
    return Markup("<br/>").join(texts)


def replay_limits(env):
    """What a replayed strategy does not know of the past, in sentences."""
    return [
        env._(
            "An item counts with what was open of it at the end of the day before, in"
            " company currency; what was paid is what was really paid, without these"
            " notices: they would have moved some of it."
        ),
        env._(
            "Promises, contested amounts, contacts by persons, opt-outs and addresses"
            " of that time are not looked at: fewer notices would have gone out."
        ),
        env._(
            "The strategy is tried on all customers, whichever strategy was theirs; its"
            " steps, limits and the company's bounds are those of today."
        ),
    ]


def no_steps(env):
    """A strategy without steps cannot be tried."""
    return env._("This strategy has no steps.")
