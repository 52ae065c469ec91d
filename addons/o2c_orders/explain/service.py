"""Sentences about services: tariffs, tasks, recurring bills, contracts."""

from odoo.tools import format_amount, format_date

from ..domain.call_out import Why
from ..domain.contract import Mark
from ..domain.recurrence import unused_days
from ..domain.tariff import Fault


# ----------------------------------------------------------------- tariffs
def price_plan(record, amount, currency):
    """“29.90 € per month”: what is paid each period of ``record``."""
    env, count = record.env, record.interval_number
    money = format_amount(env, amount or 0, currency) if currency else str(amount)
    one = {
        "day": env._("%s per day", money),
        "week": env._("%s per week", money),
        "month": env._("%s per month", money),
        "year": env._("%s per year", money),
    }
    many = {
        "day": env._("%(money)s every %(count)s days", money=money, count=count),
        "week": env._("%(money)s every %(count)s weeks", money=money, count=count),
        "month": env._("%(money)s every %(count)s months", money=money, count=count),
        "year": env._("%(money)s every %(count)s years", money=money, count=count),
    }
    return (one if count == 1 else many).get(record.interval_unit, money)


def tariff_fault(line, reason):
    """Why ``line`` cannot be confirmed with its tariff."""
    env, params = line.env, reason.params
    names = {
        "product": line.product_id.display_name,
        "tariff": line.o2c_tariff_id.name or "",
    }
    if reason.code in (Fault.TOO_FEW, Fault.TOO_MANY):
        names |= {
            "limit": f"{params['limit']:f}",
            "quantity": f"{params['quantity']:f}",
        }
    if reason.code in (Fault.NOT_YET, Fault.EXPIRED):
        names["day"] = format_date(env, params["day"])
    if reason.code is Fault.PRICE:
        for key in ("price", "tariff_price"):
            value = params["price" if key == "price" else "tariff"]
            names[key] = format_amount(env, float(value), line.currency_id)
    return _fault_sentence(env, reason.code, names)


def _fault_sentence(env, code, names):
    # each is worded only when asked for: they name different things
    return {
        Fault.MISSING: lambda: env._("“%(product)s” needs a tariff.", **names),
        Fault.FOREIGN: lambda: env._(
            "“%(tariff)s” is no tariff of “%(product)s”.", **names
        ),
        Fault.ARCHIVED: lambda: env._(
            "The tariff “%(tariff)s” is not sold any more.", **names
        ),
        Fault.NOT_YET: lambda: env._(
            "The tariff “%(tariff)s” is sold from %(day)s on.", **names
        ),
        Fault.EXPIRED: lambda: env._(
            "The tariff “%(tariff)s” was sold until %(day)s.", **names
        ),
        Fault.TOO_FEW: lambda: env._(
            "“%(tariff)s” needs at least %(limit)s of “%(product)s”, not %(quantity)s.",
            **names,
        ),
        Fault.TOO_MANY: lambda: env._(
            "“%(tariff)s” allows %(limit)s of “%(product)s”, not %(quantity)s.",
            **names,
        ),
        Fault.PRICE: lambda: env._(
            "“%(product)s” costs %(tariff_price)s once with the tariff “%(tariff)s”,"
            " not %(price)s.",
            **names,
        ),
    }[code]()


# ----------------------------------------------------------------- tasks
def circle(names, env):
    """Why templates cannot wait for each other."""
    return env._("These tasks would wait for each other: %s", " → ".join(names))


def department(task):
    """The department of ``task``, in words."""
    names = dict(task._fields["department"]._description_selection(task.env))
    return names.get(task.department, "")


def waits_for(task):
    """What a waiting task waits for, as names."""
    env = task.env
    names = [
        need.name for need in task.need_ids if need.state not in ("done", "cancelled")
    ]
    if task.template_id.needs_contract and not task.order_id._o2c_has_signed():
        names.append(env._("the signed contract"))
    return ", ".join(names)


def step_log(task):
    """What the history of a task says after a step."""
    env = task.env
    if task.state == "failed":
        return env._("Failed: %s", task.last_error or "")
    if task.state == "cancelled":
        return env._("Not needed any more")
    if task.external_ref:
        return env._("Done, reference %s", task.external_ref)
    return env._("Done")


def step_title(env, step):
    """The title of the window in which a step is taken."""
    return env._("Task done") if step == "done" else env._("Task failed")


def wrong_step(task):
    """Why a step cannot be taken now."""
    states = dict(task._fields["state"]._description_selection(task.env))
    if task.state == "waiting" and (text := waits_for(task)):
        return task.env._(
            "“%(task)s” waits for: %(needs)s.", task=task.display_name, needs=text
        )
    return task.env._(
        "“%(task)s” is: %(state)s. This step is not possible now.",
        task=task.display_name,
        state=states[task.state],
    )


def call_error(env, reasons):
    """Why a call did not succeed; False when it did."""
    return " ".join(_call_reason(env, reason) for reason in reasons) or False


def _call_reason(env, reason):
    if reason.code is Why.UNREACHABLE:
        return env._("The system gave no answer (%s).", reason.params["error"])
    if reason.code is Why.EXHAUSTED:
        return env._("Given up after %s tries.", reason.params["tries"])
    if reason.code is Why.SERVER:
        return env._("The system could not do it now (%s).", reason.params["status"])
    return env._("The system refused (%s).", reason.params["status"])


def no_reference(env):
    """A call was answered well, but without the number that is needed."""
    return env._("The system answered without a reference.")


def reported_failure(env, message):
    """What the other system reported."""
    return env._("The system reports that it failed. %s", message)


# ----------------------------------------------------------------- recurring
def activated(service):
    """A recurring service begins."""
    return service.env._(
        "Active since %(day)s; bills begin: %(plan)s.",
        day=format_date(service.env, service.date_start),
        plan=service.price_plan,
    )


def not_waiting(service):
    """Why a service cannot be activated."""
    return service.env._("“%s” does not wait for its activation.", service.display_name)


def settlement(service, day, settled):
    """How a stop is settled: what of which period is given back.

    :param dict settled: {period: (unused days, amount)}
    """
    env = service.env
    if not settled:
        return env._(
            "Ends before %s. Nothing was billed beyond it.", format_date(env, day)
        )
    lines = [_given_back(service, *item) for item in settled.items()]
    return "\n".join([env._("Ends before %s.", format_date(env, day)), *lines])


def _given_back(service, period, found):
    env = service.env
    days, amount = found
    return env._(
        "%(first)s to %(last)s: %(unused)s of %(days)s days unused, %(amount)s of"
        " %(billed)s given back.",
        first=format_date(env, period.date_first),
        last=format_date(env, period.date_last),
        unused=days,
        days=period.days,
        amount=format_amount(env, float(amount), service.currency_id),
        billed=format_amount(env, period.amount, service.currency_id),
    )


def fewer(service, quantity):
    """A part of a service was withdrawn from."""
    return service.env._(
        "%(quantity)s fewer from the next bill on. Please look at what was billed for"
        " them already.",
        quantity=f"{quantity:g}",
    )


def stopped(service):
    """What the history of a service says when it was stopped."""
    return service.stop_note


def _customer_env(period):
    return period.with_context(lang=period.partner_id.lang or period.env.lang).env


def _span(period, env):
    return env._(
        "%(first)s to %(last)s",
        first=format_date(env, period.date_first),
        last=format_date(env, period.date_last),
    )


def _service_name(period, env):
    line = period.recurring_id.with_env(env)
    return f"{line.product_id.display_name}, {line.tariff_id.name}"


def bill_line(period):
    """The text of a line of a bill, in the customer's language."""
    env = _customer_env(period)
    name, span = _service_name(period, env), _span(period, env)
    if period.days == period.of_days:
        return f"{name}\n{span}"
    part = env._("%(days)s of %(of)s days", days=period.days, of=period.of_days)
    return f"{name}\n{span} ({part})"


def lessened_line(period):
    """The text of a line that was lessened because the service ended."""
    env = _customer_env(period)
    service = period.recurring_id
    used = period.days - unused_days(
        period.date_first, period.date_last, service.stop_date or period.date_last
    )
    return f"{bill_line(period)}\n" + env._(
        "lessened, the service ended: %(used)s of %(days)s days",
        used=used,
        days=period.days,
    )


def credit_line(period):
    """The text of a credit note's line for days without the service."""
    env = _customer_env(period)
    name, span = _service_name(period, env), _span(period, env)
    return f"{name}\n{span}\n" + env._("given back: the service has ended")


# ----------------------------------------------------------------- contracts
def terms(line):
    """Least term, notice and warranty of an order line, as one text."""
    env, tariff, parts = line.env, line.o2c_tariff_id, []
    if tariff.min_months:
        parts.append(env._("least term %s months", tariff.min_months))
    if tariff.notice_days:
        parts.append(env._("notice %s days", tariff.notice_days))
    if months := line.product_id.o2c_warranty_months:
        parts.append(env._("warranty %s months", months))
    return ", ".join(parts)


def mark(contract, which):
    """The word across the pages of a print."""
    env = contract.env
    return {
        Mark.DRAFT: env._("DRAFT"),
        Mark.COPY: env._("COPY"),
        Mark.VOID: env._("VOID"),
    }[which]


def wrong_contract_step(contract):
    """Why a step cannot be taken with a contract."""
    states = dict(contract._fields["state"]._description_selection(contract.env))
    return contract.env._(
        "The contract %(name)s is: %(state)s. This step is not possible now.",
        name=contract.name,
        state=states[contract.state],
    )


def not_to_sign(contract):
    """Why the customer cannot sign."""
    env = contract.env
    if contract.state == "signed":
        return env._("This contract is signed already.")
    if contract.state == "void":
        return env._("This contract is void.")
    return env._("The time to sign this contract is over. Please ask for a new one.")


def no_signature(contract):
    """What was drawn is no image."""
    return contract.env._("This is no signature.")


def text_changed(contract):
    """What is read is not what was offered."""
    return contract.env._(
        "The order was changed after the contract was sent. Please ask for a new one."
    )


def contract_signed(contract):
    """The customer signed, for ledger and history."""
    return contract.env._(
        "Contract %(name)s signed by %(who)s",
        name=contract.name,
        who=contract.signed_by,
    )


def verified(env, right):
    """The outcome of comparing an archived original with its digest."""
    if right:
        return env._("The archived original is unchanged.")
    return env._("The archived original is missing or was changed.")


# ----------------------------------------------------------------- the customer card
def section(env, key):
    """The title of a section of the customer card."""
    return {
        "services": env._("Services"),
        "tasks": env._("Open tasks"),
        "contracts": env._("Contracts"),
        "warranties": env._("Under warranty"),
    }[key]


def state_name(record):
    """The state of ``record`` in words."""
    names = dict(record._fields["state"]._description_selection(record.env))
    return names.get(record.state, "")


def service_line(service):
    """What a recurring service costs and when the next bill comes."""
    if service.state == "waiting":
        return state_name(service)
    if not service.next_date:
        return service.price_plan
    return service.env._(
        "%(plan)s, next bill %(day)s",
        plan=service.price_plan,
        day=format_date(service.env, service.next_date),
    )


def task_line(task):
    """Where an open task stands: its fault, what it waits for, or its state."""
    if task.state == "failed":
        return task.last_error or state_name(task)
    if task.waits_for:
        return task.env._("waits for: %s", task.waits_for)
    return state_name(task)


def covered_until(warranty):
    """Until when something is covered."""
    return warranty.env._("until %s", format_date(warranty.env, warranty.date_end))
