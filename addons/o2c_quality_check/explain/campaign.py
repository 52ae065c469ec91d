"""Sentences about a campaign's goals, scripts and lists that were put in by hand."""

from collections import Counter

from odoo.tools import format_amount

from ..domain.target_file import Why


def goal(campaign, figures):
    """How far each goal is, or nothing."""
    env, currency = campaign.env, campaign.currency_id
    parts = []
    if campaign.goal_answers:
        n = {"got": figures.answers, "goal": campaign.goal_answers}
        parts.append(env._("%(got)s of %(goal)s answers", **n))
    if campaign.goal_sales:
        got = format_amount(env, figures.sales, currency)
        goal_ = format_amount(env, campaign.goal_sales, currency)
        parts.append(env._("sold %(got)s of %(goal)s", got=got, goal=goal_))
    if campaign.goal_cells:
        n = {"got": figures.cells - figures.cells_open, "goal": figures.cells}
        parts.append(env._("%(got)s of %(goal)s cells have enough", **n))
    return ", ".join(parts)


def goals_reached(campaign, names):
    """What the team leader is told."""
    env = campaign.env
    said = {
        "answers": lambda: env._("answers"),
        "sales": lambda: env._("sales"),
        "cells": lambda: env._("every courier and area"),
    }
    goals = ", ".join(said[name]() for name in names)
    return env._("Goal reached: %s", goals)


def scripts(campaign, rows):
    """How each script does: ``rows`` are (script, last result, how many)."""
    env = campaign.env
    parts = []
    for letter, script in zip("AB", campaign._scripts(), strict=True):
        tried = sum(n for found, _result, n in rows if found == script)
        given = sum(
            n for found, result, n in rows if (found, result) == (script, "answered")
        )
        share = round(100 * given / tried) if tried else 0
        numbers = {"letter": letter, "given": given, "tried": tried, "share": share}
        parts.append(
            env._(
                "%(letter)s: %(given)s of %(tried)s answered (%(share)s%%)", **numbers
            )
        )
    return "; ".join(parts)


# ----------------------------------------------------------------- put in by hand
def picks(env, reasons):
    """How many were added, and how many not for which reason."""
    counts = Counter(reasons)
    added = counts.pop(None, 0)
    lines = [env._("%s to be called", added)]
    for reason, n in counts.most_common():
        lines.append(env._("%(n)s not: %(reason)s", n=n, reason=reason))
    return "\n".join(lines)


def lines_wrong(env, n):
    """Why nothing of a file is added."""
    return env._(
        "%s lines are wrong: mend the file, or choose to add the lines that are right.",
        n,
    )


def file_refused(env, why, params):
    """Why a file cannot be read."""
    return {
        Why.EMPTY: lambda: env._("The file has no lines."),
        Why.NO_COLUMN: lambda: env._(
            "The first line must name the columns; at least one of: %s.",
            ", ".join(params["columns"]),
        ),
        Why.TOO_LONG: lambda: env._(
            "The file has more than %s lines: divide it.", params["most"]
        ),
        Why.NOT_TEXT: lambda: env._(
            "This is no text file: save the sheet as CSV and choose that."
        ),
    }[why]()


def line_wrong(env, why, params):
    """What is wrong with a line of a file."""
    return {
        Why.BLANK: lambda: env._("The line does not say who."),
        Why.UNKNOWN: lambda: env._("“%s” is not known.", params.get("said", "")),
        Why.SEVERAL: lambda: env._(
            "“%(said)s” means %(count)s customers: give their number.",
            said=params["said"],
            count=params["count"],
        ),
        Why.TWICE: lambda: env._("The same as in line %s.", params["line"]),
        Why.NOT_CALLED: lambda: params["sentence"],
    }[why]()
