"""A row of the perfect-order query in and out of the rule: nothing is decided here."""

from dataclasses import dataclass
from decimal import Decimal

from ..domain import imperfection
from ..domain import perfect_order as rules

KEYS = (
    "company_id partner_id user_id agent_id team_id medium_id warehouse_id"
    " carrier_id ordered_on delivered_on planned_on done_on first_promised_on"
).split()


@dataclass(frozen=True, slots=True)
class Complaints:
    """What customers complained about an order: all of them, those of its condition."""

    count: int = 0
    condition: int = 0
    minutes: int = 0


def facts(row, complaints, today):
    """The row as the facts that the rule takes."""
    return rules.Facts(
        today=today,
        short_lines=row["short_lines"],
        over_lines=row["over_lines"],
        deliveries=row["deliveries"],
        complete_known=row["delivered_on"] is not None,
        planned_on=row["planned_on"],
        done_on=row["done_on"],
        delivered_on=row["delivered_on"],
        invoiced_on=row["invoiced_on"],
        price_lines=row["price_lines"],
        quantity_lines=row["quantity_lines"],
        credited=_decimal(row["credited"]),
        credit_notes=row["credit_notes"],
        contested=row["contested"],
        returned_lines=row["returned_lines"],
        refused=row["refused"],
        lost=row["lost"],
        complaints=complaints.condition,
    )


def trouble(row, complaints):
    """The row as what went wrong, to be priced."""
    return imperfection.Trouble(
        # a refusal with a cost of its own is not priced a second time
        ways=max(
            row["deliveries"] - 1 + row["failed"] + row["backways"] - row["priced"], 0
        ),
        charged=_decimal(row["charged"]),
        credited=_decimal(row["credited"]),
        credit_notes=row["credit_notes"],
        errors=row["plain_errors"],
        returns=row["returns"],
        complaints=complaints.count if not complaints.minutes else 0,
        minutes=row["minutes"] + complaints.minutes,
    )


def stored(row, measure, cost, complaints):
    """The values of ``o2c.perfect.order`` for a row and what was decided of it."""
    verdicts = {j.component.value: j.verdict.value for j in measure.judgements}
    return {
        "order_id": row["id"],
        **{name: _text(row[name]) for name in KEYS},
        **verdicts,
        "perfect": measure.verdict.value,
        **{f"{name}_rate": _rate(verdict) for name, verdict in verdicts.items()},
        "perfect_rate": _rate(measure.verdict.value),
        "evidence": evidence(measure),
        "days_late": _days_late(row),
        "error_count": row["errors"],
        "complaint_count": complaints.count,
        "cost_redelivery": float(cost.redelivery),
        "cost_credit": float(cost.credit),
        "cost_handling": float(cost.handling),
        "cost_total": float(cost.total),
        "handling_minutes": cost.minutes,
        "again_on": _text(measure.again_on),
    }


def evidence(measure):
    """The judgements with their evidence, as they are kept."""
    return [
        {
            "component": judgement.component.value,
            "verdict": judgement.verdict.value,
            "evidence": [
                {
                    "code": reason.code.value,
                    "params": {k: _text(v) for k, v in reason.params.items()},
                }
                for reason in judgement.evidence
            ],
        }
        for judgement in measure.judgements
    ]


def _rate(verdict):
    return {"yes": 100.0, "no": 0.0}.get(verdict)


def _days_late(row):
    planned, done = row["planned_on"], row["done_on"]
    return max((done - planned).days, 0) if planned and done else 0


def _text(value):
    if value is None or isinstance(value, (int, str)):
        return value
    return str(value)


def _decimal(number):
    return Decimal(str(number))
