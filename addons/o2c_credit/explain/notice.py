"""The words of a notice that are the same in every letter and mail."""


def reference(notice):
    """How a notice is quoted: short enough for a bank transfer."""
    return f"D{notice.day:%y}-{notice.id:06d}" if notice.day else ""


def sums(env, amounts):
    """The lines above the total, those that are not zero.

    :param amounts: (kind, formatted amount or None) in order
    """
    labels = {
        "claimed": env._("Open items"),
        "interest": env._("Late interest"),
        "compensation": env._("Compensation for recovery costs"),
        "fee": env._("Reminder fee"),
        "credit": env._("Less your credit"),
    }
    return [{"label": labels[k], "amount": text} for k, text in amounts if text]


def remarks(env, line, money):
    """What is to be said about an item whose claim is less than its amount.

    :param money: a function from an amount to its text
    """
    found = []
    if line.residual < line.amount and line.residual > 0:
        paid = money(line.amount - line.residual)
        found.append(env._("%(amount)s has been paid already", amount=paid))
    if line.held > 0:
        amount = money(min(line.held, line.residual))
        found.append(env._("%(amount)s is under review and not claimed", amount=amount))
    if line.promised > 0:
        amount = money(min(line.promised, line.residual))
        found.append(env._("%(amount)s is promised and not claimed", amount=amount))
    return found


def enclosures(env, step, count):
    """What is put beside the notice, in words."""
    found = []
    if step.attach_statement:
        found.append(env._("statement of account"))
    if step.attach_invoices and count:
        found.append(
            env._("copy of the invoice") if count == 1 else env._("copies of invoices")
        )
    return found


def statement_name(notice):
    """The file name of a statement."""
    return notice.env._("Statement %(date)s.pdf", date=notice.day)


def no_text(env):
    """Why a notice cannot be written."""
    return env._("This step has no text in it: give it a template.")


def refused(env, error):
    """Why a mail did not leave."""
    return env._("The mail server did not take it: %(error)s", error=error)


def bounced(env, address):
    """A mail came back."""
    return env._("The mail to %(address)s came back.", address=address)


def post_failed(env, info):
    """The letter service did not take a letter."""
    return env._("The letter service did not take it: %(error)s", error=info)


def sms_failed(env, kind):
    """The text message did not leave."""
    return env._("The text message did not leave: %(error)s", error=kind)


def called(env):
    """What stands in the contact ledger about a call, when nobody says more."""
    return env._("Called about open items")


def hand_over_title(notice):
    """The title of the to-do for whoever hands the claim over."""
    return notice.env._("Hand the claim %(ref)s over", ref=notice.reference)


def only_collectors(env):
    """Why somebody may not do this."""
    return env._("Only collectors and credit managers send notices.")


def not_failed(env):
    """Why a notice is not sent again."""
    return env._("Only a notice that failed is sent again.")


def not_to_print(env):
    """Why there is nothing to print."""
    return env._("None of these letters is waiting to be printed any more.")


def not_to_call(env):
    """Why a call is not noted."""
    return env._("Nobody has to be called about this notice.")


def registered_title(env):
    return env._("Number of the registered letter")


def no_letter(env):
    return env._("Only a letter that has left has a number of the post.")
