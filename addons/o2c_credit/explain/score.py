"""The score in words."""

from markupsafe import Markup

from ..domain import score as rules
from ..domain.score import Feature

TOP = 5


def scorecard(env):
    """The title of a scorecard's form."""
    return env._("Scorecard")


def history(env):
    """The title of the scores that a customer had."""
    return env._("Scores")


def set_class(env):
    """The title of the form that sets a class by hand."""
    return env._("Set the class by hand")


def probability_text(env, probability):
    """A chance as people say it: no false precision at the ends."""
    percent = probability * 100
    if percent < 1:
        return env._("below 1%")
    return f"{percent:.0f}%"


def override_text(override):
    """That a person set the class, and until when."""
    env = override.env
    return env._(
        "Class %(risk_class)s set by %(user)s until %(date)s: %(reason)s",
        risk_class=override.risk_class,
        user=override.user_id.name,
        date=_date(env, override.date_to),
        reason=override.reason,
    )


def overridden(override):
    """What stands in the chatter when a class was set by hand."""
    env = override.env
    return env._(
        "Class set to %(risk_class)s by hand (by points: %(scored)s) until %(date)s:"
        " %(reason)s",
        risk_class=override.risk_class,
        scored=override.scored_class or "-",
        date=_date(env, override.date_to),
        reason=override.reason,
    )


def reasons(env, currency, result, count=TOP):
    """Why the score is what it is: at most ``count`` sentences, the dearest first.

    What cost points comes first; a customer who lost none is told what speaks for him.
    """
    lines = [c for c in result.contributions if c.points < 0]
    lines.sort(key=lambda c: (c.points, c.feature.value))
    sentences = []
    if result.override:
        sentences.append(env._("A credit manager set the class by hand."))
    if _is_newcomer(result):
        sentences.append(env._("Nothing is known yet of how the customer pays."))
        lines = [c for c in lines if c.value is not None]
    sentences += [sentence(env, currency, line) for line in lines]
    if not sentences:
        sentences.append(env._("Pays as agreed and has nothing overdue."))
    return list(dict.fromkeys(sentences))[:count]


def as_list(env, result, lines):
    """The reasons for a form; empty before the first score."""
    if not result:
        return Markup("<p class='text-muted'>%s</p>") % env._("Not scored yet.")
    items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
    return Markup("<ul class='mb-0 ps-3'>%s</ul>") % items


def points_table(env, currency, card, result):
    """Every point of a score: a list of (what, value, range, points)."""
    named = {factor.id: factor for factor in card.factor_ids}
    bins = {known.id: known for known in card.factor_ids.bin_ids}
    rows = [(env._("Start"), "", "", card.base_points)]
    for line in result.contributions:
        factor, known = named.get(line.factor), bins.get(line.bin)
        rows.append(
            (
                factor.display_name if factor else line.feature.value,
                figure(env, currency, line),
                known.display_name if known else "",
                line.points,
            )
        )
    return rows


def points_html(env, currency, card, result):
    """Every point of a score as a table, with the total."""
    rows = [
        Markup(
            "<tr><td>%s</td><td>%s</td><td class='text-muted'>%s</td>"
            "<td class='text-end'>%s</td></tr>"
        )
        % (name, value, within, f"{points:+d}" if number else points)
        for number, (name, value, within, points) in enumerate(
            points_table(env, currency, card, result)
        )
    ]
    return Markup(
        "<table class='table table-sm mb-0'><thead><tr><th>%s</th><th>%s</th>"
        "<th>%s</th><th class='text-end'>%s</th></tr></thead><tbody>%s</tbody>"
        "<tfoot><tr class='fw-bold'><td colspan='3'>%s</td>"
        "<td class='text-end'>%s</td></tr></tfoot></table>"
    ) % (
        env._("Looks at"),
        env._("Value"),
        env._("Range"),
        env._("Points"),
        Markup("").join(rows),
        env._("Score"),
        result.points,
    )


def fit_html(env, fit, bads, enough):
    """A challenger beside the version it was made from, on cases neither was fitted to.

    :param fit: {"challenger": figures, "champion": figures} as the fit kept them
    :param bads: how many bad cases there were, of ``enough`` that are wanted
    """
    names = {
        "auc": env._("AUC: tells a bad from a good one (0.5 chance, 1 always)"),
        "ks": env._("KS: largest gap between good and bad"),
        "gini": env._("Gini: twice the AUC less one"),
        "brier": env._("Brier: squared error of the probability, less is better"),
        "slope": env._("Calibration slope: 1 is right"),
        "error": env._("Calibration error: mean distance from what happened"),
    }
    before, after = fit["champion"], fit["challenger"]
    rows = [
        (label, f"{before[name]:.3f}", f"{after[name]:.3f}")
        for name, label in names.items()
    ]
    head = ("", env._("In force"), env._("Challenger"))
    parts = [_table(head, rows)]
    if bads < enough:
        warning = env._(
            "Only %(bads)s bad cases; about %(enough)s are needed before the figures"
            " can be trusted.",
            bads=bads,
            enough=enough,
        )
        parts.insert(0, Markup("<p class='text-warning-emphasis'>%s</p>") % warning)
    groups = [
        (count, f"{expected:.1%}", f"{found:.1%}")
        for count, expected, found in after["table"]
    ]
    head = (env._("Cases"), env._("Expected bad"), env._("Found bad"))
    parts.append(_table(head, groups))
    return Markup("").join(parts)


def _table(head, rows):
    cells = Markup("").join(Markup("<th>%s</th>") % text for text in head)
    body = Markup("").join(
        Markup("<tr>%s</tr>")
        % Markup("").join(Markup("<td>%s</td>") % text for text in row)
        for row in rows
    )
    return (
        Markup("<table class='table table-sm'><thead><tr>%s</tr></thead>") % cells
        + Markup("<tbody>%s</tbody></table>") % body
    )


def figure(env, currency, line):
    """The value of a contribution, and its rank when it was ranked."""
    if line.value is None:
        return env._("nothing known")
    text = _value(env, currency, line.feature, line.value)
    if line.rank is None:
        return text
    return env._("%(value)s (worse than %(rank)s)", value=text, rank=f"{line.rank:.0%}")


def sentence(env, currency, line):
    """One contribution as a sentence with the number that mattered."""
    if line.value is None:
        return env._("Not enough is known of how the customer pays.")
    texts = {
        Feature.SHARE_LATE: env._(
            "Late with %s of the invoices, the average of all customers weighed in."
        ),
        Feature.WORST_DELAY: env._("The worst delay of the last half year: %s."),
        Feature.MEAN_DELAY: env._("Pays %s late on average."),
        Feature.RECENT_DELAY: env._("The last six invoices were %s late on average."),
        Feature.WEIGHTED_DELAY: env._("Lately pays %s late on average."),
        Feature.TERM_DAYS: env._("Buys at a long payment term: %s."),
        Feature.RELATION_DAYS: env._("Is a customer since %s only."),
        Feature.DAYS_OVERDUE: env._("The oldest open invoice is %s overdue."),
        Feature.OVERDUE_AMOUNT: env._("%s is overdue."),
        Feature.OVERDUE_SHARE: env._("%s of what is open is overdue."),
        Feature.UTILISATION: env._("As much is open as is billed in %s months."),
        Feature.DISPUTES: env._("Disputes within a year: %s."),
        Feature.BROKEN_PROMISES: env._("Broken promises within a year: %s."),
        Feature.PROMISES_KEPT: env._("Kept %s of the promises to pay of a year."),
        Feature.RETURNED_PAYMENTS: env._("Returned payments within a year: %s."),
        Feature.RATING: env._("External rating: %s of 100."),
        Feature.PRIOR: env._("Risk of country and sector: %s of 100."),
    }
    return texts[line.feature] % _value(env, currency, line.feature, line.value)


def _value(env, currency, feature, value):
    if feature in _SHARES:
        return f"{value:.0%}"
    if feature == Feature.OVERDUE_AMOUNT:
        return currency.format(value)
    if feature == Feature.UTILISATION:
        return f"{value:.1f}"
    if feature in _COUNTS:
        return f"{value:.0f}"
    if round(value) == 1:
        return env._("1 day")
    return env._("%s days", f"{value:.0f}")


_SHARES = {Feature.SHARE_LATE, Feature.OVERDUE_SHARE, Feature.PROMISES_KEPT}
_COUNTS = {
    Feature.DISPUTES,
    Feature.BROKEN_PROMISES,
    Feature.RETURNED_PAYMENTS,
    Feature.RATING,
    Feature.PRIOR,
}


def _is_newcomer(result):
    past = [
        c
        for c in result.contributions
        if rules.block(c.feature) == rules.Block.BEHAVIOUR
    ]
    return bool(past) and all(c.value is None for c in past)


def _date(env, day):
    return env["ir.qweb.field.date"].value_to_html(day, {})
