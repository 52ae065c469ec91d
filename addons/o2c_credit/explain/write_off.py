"""Write-offs in words."""

from markupsafe import Markup

from ..domain.tier import Objection


def name(one):
    """What a write-off is called."""
    return f"{one.partner_id.name or ''}: {one.currency_id.format(one.amount)}"


def objection(one, decision):
    """Why the present user may not agree."""
    env = one.env
    texts = {
        Objection.SAME_PERSON: env._(
            "Somebody else must agree: nobody approves his own request, nor twice."
        ),
        Objection.ABOVE_TIER: env._(
            "%s is more than you may write off.", one.currency_id.format(one.amount)
        ),
        Objection.NO_TIER: env._(
            "No approval tier reaches %s.", one.currency_id.format(one.amount)
        ),
    }
    return texts.get(decision.reasons[0].code, manager_needed(env))


def manager_needed(env):
    """Who decides without right."""
    return env._("Only a credit manager decides about write-offs.")


def accountant_needed(env):
    """Who reverses without right."""
    return env._("Only an accountant can reverse a write-off.")


def note_needed(env):
    """Nobody gives money up, or refuses to, without a word."""
    return env._("Say why.")


def one_customer(env):
    """A request for nothing, or for several customers."""
    return env._("Choose open items of one customer and one company.")


def asked_already(env):
    """The items wait for a decision."""
    return env._("These items wait for a decision already.")


def nothing_open(env):
    """Everything was paid since it was asked for."""
    return env._("Nothing of these items is open any more.")


def decided_already(env):
    """A request was decided twice."""
    return env._("This request is decided already.")


def not_posted(env):
    """Something else than a posted write-off was to be reversed."""
    return env._("Only a posted write-off can be reversed.")


def not_yours(env):
    """Somebody else's request was withdrawn."""
    return env._("Only who asked for it can withdraw it.")


def entry_ref(one):
    """The reference of the entry."""
    kinds = dict(one._fields["kind"]._description_selection(one.env))
    return one.env._("Write-off: %s", kinds[one.kind])


def line_text(line):
    """The words of an item of the entry."""
    return line.env._("Write-off of %s", line.move_id.name)


def told(line):
    """What stands in the chatter of an invoice that was given up."""
    one = line.write_off_id
    return one.env._(
        "%(amount)s written off, approved by %(user)s: %(note)s",
        amount=line.currency_id.format(line.amount),
        user=one.decided_by_id.name,
        note=one.note,
    )


def ask_title(env, kind):
    """The title of the form that asks for words."""
    if kind == "reverse":
        return env._("Reverse the Write-off")
    return env._("Reject the Write-off")


def request_title(env):
    """The title of the form that asks for a write-off."""
    return env._("Ask for a Write-off")


def net_title(env):
    """The title of the open items of both sides."""
    return env._("Open Items of Both Sides")


def net_table(env, rows):
    """What the customer owes us and we owe him, by currency, as a table."""
    currencies = env["res.currency"].browse([row["currency_id"] for row in rows])
    body = Markup("").join(
        Markup(
            "<tr><td>%s</td><td class='text-end'>%s</td><td class='text-end'>%s</td>"
            "<td class='text-end fw-bold'>%s</td></tr>"
        )
        % (
            currency.name,
            currency.format(float(row["owed"] or 0)),
            currency.format(float(row["owing"] or 0)),
            currency.format(float((row["owed"] or 0) - (row["owing"] or 0))),
        )
        for currency, row in zip(currencies, rows, strict=True)
    )
    return Markup(
        "<table class='table table-sm mb-0'><thead><tr><th>%s</th>"
        "<th class='text-end'>%s</th><th class='text-end'>%s</th>"
        "<th class='text-end'>%s</th></tr></thead><tbody>%s</tbody></table>"
    ) % (env._("Currency"), env._("Owes us"), env._("We owe"), env._("Net"), body)
