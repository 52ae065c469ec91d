"""What the dashboard and the workbook of quality calls say."""

from odoo.tools import format_date

from ..domain.satisfaction import STANDARD, Measure
from ..domain.witness import Untruth


def parts(env):
    """The parts of the screen."""
    return {
        "satisfaction": env._("Satisfaction"),
        "couriers": env._("Couriers' word"),
        "witness": env._("Perfect orders"),
        "operations": env._("Calling"),
        "payment": env._("Payment"),
        "words": env._("Their words"),
    }


def measures(env):
    """The names of the measures."""
    return {
        Measure.NPS: env._("NPS"),
        Measure.CSAT: env._("Satisfied (CSAT)"),
        Measure.CES: env._("Found it easy (CES)"),
        Measure.OVERALL: env._("Satisfied overall"),
    }


def dimensions(env):
    """What scores can be looked at by."""
    return {
        "courier": env._("Courier"),
        "product": env._("Product"),
        "category": env._("Product category"),
        "warehouse": env._("Warehouse"),
        "salesperson": env._("Salesperson"),
        "country": env._("Country"),
        "state": env._("State"),
        "script": env._("Script"),
        "campaign": env._("Campaign"),
        "agent": env._("Agent"),
    }


def untruths(env):
    """In what a courier is contradicted."""
    return {
        Untruth.NOT_RECEIVED: env._("Not received"),
        Untruth.NOT_THERE: env._("At another place"),
        Untruth.NOT_THEN: env._("Not when reported"),
    }


def components(env):
    """The components of a perfect order."""
    return {
        "complete": env._("Complete"),
        "on_time": env._("On time"),
        "invoiced_right": env._("Invoiced right"),
        "undamaged": env._("Undamaged"),
    }


def bands(env):
    """How satisfied customers are, the unhappy first."""
    return [env._("Unhappy"), env._("In between"), env._("Happy")]


def none(env):
    """What a group is called that has no name."""
    return env._("None")


def day(env, value):
    """A day as people write it."""
    return format_date(env, value) if value else none(env)


def mark(env, measure, number, most):
    """A single score of a customer: "9 of 10 (NPS)"."""
    return env._(
        "%(number)g of %(most)s (%(measure)s)",
        number=number,
        most=most,
        measure=measures(env)[Measure(measure)],
    )


# ------------------------------------------------------------- small print
def score_notes(env, by_goods):
    """What somebody who reads scores should know."""
    notes = [
        env._(
            "NPS: share of marks 9 and 10 less share of marks 0 to 6, from -100 to 100."
            " CSAT: share of 4 and 5 on a scale from 1 to 5. CES: share of 5 to 7 on a"
            " scale from 1 to 7. A 0 is an answer."
        ),
        env._(
            "The interval holds the true score with 95 %. With fewer than 30 answers"
            " only the interval is shown."
        ),
        env._("Answers count in the month in which their call was finished."),
    ]
    if by_goods:
        notes.append(
            env._("An answer counts for each product of its order, so sums are higher.")
        )
    return notes


def scale_notes(env, scales):
    """Which questions have another scale than their measure, and what becomes of it."""
    return [
        _scale_note(env, question, measure, cut)
        for question, measure, cut in scales
        if cut is None or cut.mapped
    ]


def _scale_note(env, question, measure, cut):
    values = {
        "question": question.title,
        "script": question.survey_id.title,
        "low": question.scale_min,
        "high": question.scale_max,
        "measure": measures(env)[measure],
    }
    if cut is None:
        least, most = STANDARD.get(measure, (1, 5))
        return env._(
            "Not counted: “%(question)s” (%(script)s). %(measure)s needs a scale from"
            " %(least)s to %(most)s.",
            least=least,
            most=most,
            **values,
        )
    return env._(
        "Translated: “%(question)s” (%(script)s) is asked from %(low)s to %(high)s;"
        " from %(from)s on it counts as good.",
        **values,
        **{"from": cut.good_from},
    )


def courier_notes(env):
    """What the couriers' figures mean."""
    return [
        env._(
            "Counted are deliveries that a courier reported as made, and about which"
            " the customer was asked afterwards. Contradicted: he says that they did"
            " not come, or came to another place or not as reported."
        ),
        env._("What a choice of a script means is set in the script, on the choice."),
        env._(
            "The interval holds the true share with 95 %. With fewer than 30 customers"
            " asked only the interval is shown."
        ),
    ]


def witness_notes(env):
    """What the two witnesses mean."""
    return [
        env._(
            "Orders whose verdict our records know and about which the customer was"
            " asked in the period. System: perfect by our records. Customer: he found"
            " nothing wrong in what he was asked."
        ),
        env._(
            "They disagree where the customer says something else of a component than"
            " our records. A component that was not asked about counts for neither."
        ),
    ]


def payment_notes(env):
    """What satisfaction beside payment means."""
    return [
        env._(
            "Customers who gave a mark in the period and had invoices due in it."
            " Unhappy: mean mark below 7 of 10, happy: 9 and more; other scales in"
            " proportion."
        ),
        env._(
            "Days late: from the due date to the last payment or credit, for open"
            " invoices to today; early counts as 0. The mean of the invoices of a"
            " customer, then of the customers, with its 95 % interval."
        ),
        env._(
            "Going together (rank correlation) is no cause: who pays late may be"
            " unhappy with us or short of money."
        ),
    ]


def words_notes(env):
    """What the themes mean."""
    return [
        env._(
            "A theme is found by its words in the language of the customer; a text may"
            " touch several. Leaders correct it in the list; then it stays as chosen."
        ),
        env._(
            "Mark: mean of what the same customers gave in the same calls, in per cent"
            " of the scale."
        ),
    ]


def together(env, found):
    """Whether satisfaction and late payment go together, honestly."""
    if found.value is None:
        return env._("Too few customers to say anything.")
    if not found.is_certain:
        return env._("From these customers no connection can be told.")
    if found.value < 0:
        return env._("The less satisfied pay later.")
    return env._("The more satisfied pay later.")


# ------------------------------------------------------------- refusals
def not_for_you(env):
    """Why somebody does not see the figures."""
    return env._("These figures are for call leaders and marketing.")


def for_leaders(env):
    """Why marketing does not see some figures."""
    return env._("Only call leaders see these figures.")


def no_such_figures(env):
    """Why figures are not shown so."""
    return env._("There are no such figures.")


def themes_for_leaders(env):
    """Why somebody does not say what words are about."""
    return env._("Only call leaders change the themes of what customers said.")


# ------------------------------------------------------------- customer card
def card_section(env, score, verdict, words):
    """The customer card's part about satisfaction."""
    lines = []
    if score:
        lines.append({"label": env._("Last mark"), **score})
    if verdict:
        lines.append({"label": env._("Last delivery"), **verdict})
    if words:
        lines.append({"label": env._("Last words"), **words})
    title = env._("Satisfaction")
    return {"key": "satisfaction", "sequence": 61, "title": title, "lines": lines}


# ------------------------------------------------------------- workbook
def heads(env):
    """The headings of the workbook."""
    return {
        "month": env._("Month"),
        "n": env._("Answers"),
        "value": env._("Score"),
        "low": env._("at least"),
        "high": env._("at most"),
        "part": env._("Contradicted"),
        "asked": env._("Asked"),
        "share": env._("Contradicted (%)"),
        "dials": env._("Dials"),
        "contacts": env._("Contacts"),
        "contact_rate": env._("Contact rate (%)"),
        "right": env._("Right person"),
        "right_rate": env._("Right person (%)"),
        "results": env._("Results"),
        "handling": env._("Handling (s)"),
        "median": env._("Median (s)"),
        "per_hour": env._("Results per hour"),
        "promises": env._("Call-backs"),
        "kept": env._("Kept"),
        "kept_rate": env._("Kept (%)"),
        "called": env._("Calls that sell"),
        "sold": env._("With an order"),
        "conversion": env._("Conversion (%)"),
        "theme": env._("Theme"),
        "count": env._("Times"),
        "percent": env._("of all (%)"),
        "level": env._("Mark (%)"),
        "when": env._("When"),
        "customer": env._("Customer"),
        "words": env._("Words"),
        "themes": env._("Themes"),
        "measure": env._("Measure"),
    }


def sheets(env):
    """The names of the sheets."""
    return {
        "scores": env._("Scores"),
        "trend": env._("Months"),
        "by": env._("By %s"),
        "couriers": env._("Couriers"),
        "calling": env._("Calling"),
        "themes": env._("Themes"),
        "words": env._("Words"),
        "notes": env._("Notes"),
        "total": env._("Total"),
    }


def file_name(env, day_):
    """The name of the workbook."""
    return env._("Quality calls %s.xlsx", day_)
