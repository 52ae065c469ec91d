"""How a customer pays, in the words of a collector."""

from markupsafe import Markup

from ..domain.habit import Trait, traits


def sentences(env, habit):
    """What stands out in the habits of a customer: a list of sentences."""
    return [_sentence(env, habit, trait) for trait in traits(habit)]


def as_list(lines):
    """Sentences for a form."""
    items = Markup("").join(Markup("<li>%s</li>") % line for line in lines)
    return Markup("<ul class='mb-0 ps-3'>%s</ul>") % items


def chart(env, months):
    """The mean days late by month, for the chart on the account.

    :param months: ((first day, mean days late, invoices), …)
    """
    worst = max((mean for _month, mean, _count in months), default=0) or 1
    return {
        "title": env._("Days late by month of the due date"),
        "empty": env._("Nothing fell due in the last twelve months."),
        "bars": [
            {
                "label": env["ir.qweb.field.date"].value_to_html(
                    month, {"format": "MMM"}
                ),
                "value": f"{mean:.0f}",
                "height": round(100 * mean / worst),
                "title": env._(
                    "%(days)s days late on average, %(count)s invoices",
                    days=f"{mean:.1f}",
                    count=count,
                ),
            }
            for month, mean, count in months
        ],
    }


def weekday_name(env, day):
    """The name of a day of the week, 1 is Monday."""
    return (
        env._("Mondays"),
        env._("Tuesdays"),
        env._("Wednesdays"),
        env._("Thursdays"),
        env._("Fridays"),
        env._("Saturdays"),
        env._("Sundays"),
    )[day - 1]


def _sentence(env, habit, trait):
    days = f"{abs(habit.median):.0f}"
    texts = {
        Trait.NEWCOMER: lambda: env._("No invoice was paid or fell due so far."),
        Trait.NOTHING_PAID: lambda: env._(
            "Has paid nothing so far; invoices past their due date: %(count)s.",
            count=habit.known,
        ),
        Trait.ON_TIME: lambda: env._(
            "Usually pays on time: %(share)s of the invoices.",
            share=f"{habit.on_time:.0%}",
        ),
        Trait.MIXED: lambda: env._(
            "Pays now on time, now late: %(share)s of the invoices on time.",
            share=f"{habit.on_time:.0%}",
        ),
        Trait.LATE: lambda: env._(
            "Usually pays %(days)s days late; %(share)s of the invoices on time.",
            days=days,
            share=f"{habit.on_time:.0%}",
        ),
        Trait.STEADY: lambda: env._(
            "Keeps to it: two payments in three within %(days)s days of the average.",
            days=f"{habit.spread:.0f}",
        ),
        Trait.UNSTEADY: lambda: env._(
            "Hard to foresee: payments lie %(days)s days around the average.",
            days=f"{habit.spread:.0f}",
        ),
        Trait.WEEKDAY: lambda: env._(
            "Pays on %(day)s.", day=weekday_name(env, habit.weekday)
        ),
        Trait.MONTHDAY: lambda: env._(
            "Pays about the day %(day)s of the month.", day=habit.monthday
        ),
        Trait.LARGE_LATER: lambda: env._("Large invoices are paid later."),
        Trait.LARGE_SOONER: lambda: env._("Large invoices are paid sooner."),
        Trait.IN_PARTS: lambda: env._(
            "Pays in parts: %(share)s of the invoices.", share=f"{habit.partial:.0%}"
        ),
    }
    return texts[trait]()
