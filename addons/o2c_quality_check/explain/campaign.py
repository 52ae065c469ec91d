"""Sentences about a campaign's goals, scripts and lists that were put in by hand."""

from odoo.tools import format_amount


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
