"""Late interest in words."""

from datetime import date

from markupsafe import Markup

from odoo.addons.o2c_orders.domain.decision import Reason

from ..domain.allocation import Part
from ..domain.interest import Why


def keeper_needed(env):
    """Who asked to put a rate in force has no right to."""
    return env._(
        "Only an administrator of accounting can say that a rate was verified."
    )


def nothing_to_verify(env):
    """Rates were verified that are so already."""
    return env._("These rates are verified already.")


def reason(env, why):
    """Why nothing, or not all, is charged on an item, as a sentence."""
    texts = {
        Why.CONSUMER: _consumer,
        Why.AGREED_NONE: _agreed_none,
        Why.NO_INVOICE: _no_invoice,
        Why.NO_LAW: _no_law,
        Why.NO_RATE: _no_rate,
        Why.NO_EXCHANGE_RATE: _no_exchange_rate,
        Why.SUM_WITH_OTHER: _sum_with_other,
    }
    return texts[why.code](env, **why.params)


def reasons(env, sheet):
    """All that a reader must know about a sheet: a list of sentences."""
    return [reason(env, why) for why in sheet.reasons]


def kept_reasons(env, sheet):
    """The same of a sheet that a claim kept (see ``interest_sheet``)."""
    kept = [Reason(Why(one["code"]), one["params"]) for one in sheet.get("reasons", ())]
    return [reason(env, why) for why in kept]


def page(line, sheet, claim):
    """What a calculation sheet shows.

    :param line: the receivable line
    :param sheet: dict of ``interest_sheet.restored``
    :param claim: the claim it belongs to, or none
    """
    env = line.env
    known = line.sudo()  # whoever may read the claim may read its sheet
    law = env["o2c.late.law"].sudo().browse(sheet.get("law_id") or ())
    return {
        "sheet": sheet,
        "claim": claim,
        "company": known.company_id,
        "partner": known.move_id.partner_id,
        "customer": known.move_id.commercial_partner_id,
        "currency": known.currency_id,
        "law": law,
        "notes": kept_reasons(env, sheet),
        "formula": _formula(env, sheet),
    }


def _formula(env, sheet):
    return env._(
        "Interest = principal x rate x days / %(base)s. It runs from the day after the"
        " due date up to and including the day of payment; interest bears no interest."
        " Each line is rounded to the cent.",
        base=sheet.get("day_base", 365),
    )


def claim_name(claim):
    """What a claim is called."""
    return claim.env._(
        "%(invoice)s until %(date)s",
        invoice=claim.move_id.name or "",
        date=_day(claim.env, claim.as_of) if claim.as_of else "",
    )


def entry_texts(claim):
    """The words of the debit entry: {"ref", "costs", "interest"}."""
    env = claim.with_context(lang=claim.partner_id.lang).env
    invoice, until = claim.move_id.name, _day(env, claim.as_of)
    return {
        "ref": env._("Late interest on %s", invoice),
        "costs": env._("Recovery compensation for %s", invoice),
        "interest": env._(
            "Late interest on %(invoice)s until %(date)s", invoice=invoice, date=until
        ),
    }


def reversal_ref(entry):
    """The reference of the entry that takes a debit entry back."""
    return entry.env._("Reversal of %s", entry.name)


def settings_missing(env, labels):
    """The company has no journal or account for it."""
    return env._(
        "Choose in the settings of Credit first: %s.", ", ".join(map(str, labels))
    )


def accountant_needed(env):
    """Who posts or reverses without right."""
    return env._("Only an accountant can post or reverse late interest.")


def manager_needed(env):
    """Who waives without right."""
    return env._("Only a credit manager can waive late interest.")


def terms_refused(env):
    """Who changes what a customer owes for being late without right."""
    return env._("Only a credit manager sets the terms of late interest.")


def nothing_open(env):
    """Claims are posted of which nothing is left."""
    return env._("Nothing of these claims is open any more.")


def nothing_to_waive(env):
    """Choose what to waive."""
    return env._("There is nothing to waive in what you chose.")


def not_posted(env):
    """Something else than a posted claim was to be reversed."""
    return env._("Only a posted claim can be reversed.")


def reversed_in_ledger(env):
    """The reason of a claim whose entry was reversed in the ledger."""
    return env._("The debit entry was reversed in the ledger.")


def entry_stands(env):
    """The entry of a claim was to be reset to draft."""
    return env._(
        "This entry belongs to a claim of late interest. Reverse the claim instead."
    )


def reason_needed(env):
    """Nobody gives a claim up without a word."""
    return env._("Say why.")


def no_such_credit(env):
    """The payment to be allocated is not one of the customer's open ones."""
    return env._("This payment is matched already.")


def nothing_to_settle(env):
    """The customer owes nothing that the payment could settle."""
    return env._("Nothing is open that this payment can settle.")


def allocation(wizard, rows):
    """What a payment settles, as a table: of ``domain.allocation.allocate``."""
    env, currency = wizard.env, wizard.currency_id
    parts = {
        Part.COSTS: env._("Recovery compensation"),
        Part.INTEREST: env._("Late interest"),
        Part.PRINCIPAL: env._("Principal"),
    }
    debts = env["account.move.line"].browse([item.debt for item, _amount in rows])
    body = Markup("").join(
        Markup(
            "<tr><td>%s</td><td>%s</td><td>%s <span class='text-info'>%s</span></td>"
            "<td class='text-end'>%s</td><td class='text-end fw-bold'>%s</td></tr>"
        )
        % (
            debt.move_id.name,
            _day(env, item.due),
            parts[item.part],
            "" if item.key[0] == "line" else env._("(to be posted)"),
            currency.format(float(item.open)),
            currency.format(float(amount)),
        )
        for debt, (item, amount) in zip(debts, rows, strict=True)
    )
    head = (
        env._("Document"),
        env._("Due date"),
        env._("Part"),
        env._("Open"),
        env._("Settled"),
    )
    return Markup(
        "<table class='table table-sm'><thead><tr><th>%s</th><th>%s</th><th>%s</th>"
        "<th class='text-end'>%s</th><th class='text-end'>%s</th></tr></thead>"
        "<tbody>%s</tbody></table>"
    ) % (*head, body)


def allocate_title(env):
    """The title of the form that allocates a payment."""
    return env._("Allocate a Payment")


def ask_title(env, kind):
    """The title of the form that asks for the reason."""
    if kind == "reverse":
        return env._("Reverse late interest")
    return env._("Waive late interest")


def law_warning(company, day):
    """That no rate is in force on ``day`` in the country of ``company``, or False."""
    env = company.env
    country = company.sudo().country_id  # of one's own company
    laws = env["o2c.late.law"]._by_country().get(country)
    law = laws and laws._at(day)
    if not law:
        return env._(
            "No law on late payment is known for %s: only agreed rates are charged.",
            country.name or company.name,
        )
    return law._missing_today(day)


def _consumer(env):
    return env._("A consumer owes neither this interest nor the recovery compensation.")


def _agreed_none(env):
    return env._("No late interest is asked of this customer.")


def _no_invoice(env):
    return env._("Interest is charged on invoices only, never on interest.")


def _no_law(env):
    return env._("No law on late payment is known for the country of the company.")


def _no_rate(env, date_from, date_to, days):
    return env._(
        "No rate is in force for %(days)s days between %(date_from)s and %(date_to)s:"
        " they are not charged.",
        days=days,
        date_from=_day(env, date_from),
        date_to=_day(env, date_to),
    )


def _no_exchange_rate(env, currency, day):
    return env._(
        "No exchange rate of %(currency)s is known for %(day)s: no compensation is"
        " charged.",
        currency=currency,
        day=_day(env, day),
    )


def _sum_with_other(env):
    return env._(
        "The compensation is owed once for the invoice, with another instalment."
    )


def _day(env, day):
    if isinstance(day, str):
        day = date.fromisoformat(day)
    return env["ir.qweb.field.date"].value_to_html(day, {})
