"""The rows of behaviour and situation as features of the score."""

from dataclasses import dataclass

from ..domain import score as rules
from ..domain.score import Feature

DAYS_PER_MONTH = 30.4
MOST_MONTHS = 6
# kept on the account: what the past says, so that one customer is scored at any time
KEPT = (
    "known_count",
    Feature.SHARE_LATE.value,
    Feature.WORST_DELAY.value,
    Feature.MEAN_DELAY.value,
    Feature.RECENT_DELAY.value,
    Feature.WEIGHTED_DELAY.value,
    Feature.TERM_DAYS.value,
    Feature.RELATION_DAYS.value,
)


@dataclass(frozen=True)
class Portfolio:
    """All customers of one company on one day.

    :param values: {customer id: {Feature: value}}
    :param rows: {customer id: row of the query}
    :param quantiles: {Feature: sorted values that stand for all}
    """

    values: dict
    rows: dict
    quantiles: dict

    @classmethod
    def from_rows(cls, rows, others):
        """From the rows of the behaviour and (company, customer, feature, value)."""
        by_customer = {row["customer_id"]: row for row in rows}
        known = sum(row["known_count"] or 0 for row in rows)
        late = sum(row["late_count"] or 0 for row in rows)
        mean = late / known if known else 0.0
        values = {c: features(row, mean) for c, row in by_customer.items()}
        found = {}
        for _company, customer, name, value in others:
            mine = found.setdefault(customer, {})
            mine[Feature(name)] = mine.get(Feature(name), 0) + value
        for customer, mine in found.items():
            values[customer] = _with_others(values.get(customer) or newcomer(), mine)
        return cls(values, by_customer, _quantiles(values, by_customer))

    def dump(self):
        """What a run keeps: enough to score one customer."""
        return {feature.value: list(q) for feature, q in self.quantiles.items()}

    def features_of(self, customer):
        """The features of a customer, those of a newcomer when nothing is known."""
        return self.values.get(customer) or newcomer()


def features(row, mean_share):
    """The features of one row of the behaviour query."""
    known = row["known_count"] or 0
    return {
        **newcomer(),
        Feature.SHARE_LATE: rules.shrunk_share(
            row["late_count"] or 0, known, mean_share
        ),
        Feature.WORST_DELAY: row["worst_delay"],
        Feature.MEAN_DELAY: row["mean_delay"],
        Feature.RECENT_DELAY: row["recent_delay"],
        Feature.WEIGHTED_DELAY: row["weighted_delay"],
        Feature.TERM_DAYS: row["term_days"],
        Feature.RELATION_DAYS: row["relation_days"],
        **situation(row, monthly(row)),
    }


def newcomer():
    """The features of a customer without any invoice."""
    return {
        Feature.DAYS_OVERDUE: 0,
        Feature.OVERDUE_AMOUNT: 0.0,
        Feature.OVERDUE_SHARE: 0.0,
        Feature.UTILISATION: 0.0,
        Feature.DISPUTES: 0,
        Feature.BROKEN_PROMISES: 0,
        Feature.RETURNED_PAYMENTS: 0,
    }


def monthly(row):
    """What the customer is usually billed in a month."""
    months = min(MOST_MONTHS, max(1.0, row["relation_days"] / DAYS_PER_MONTH))
    return row["billed"] / months


def situation(row, usual):
    """The features of what is open."""
    open_amount = row["open_amount"] or 0.0
    overdue = row["overdue_amount"] or 0.0
    return {
        Feature.DAYS_OVERDUE: max(0, row["days_overdue"] or 0),
        Feature.OVERDUE_AMOUNT: overdue,
        Feature.OVERDUE_SHARE: overdue / open_amount if open_amount > 0 else 0.0,
        Feature.UTILISATION: rules.utilisation(open_amount, usual),
    }


def kept_facts(values, row):
    """What the account keeps of its last scoring."""
    facts = {f.value: values.get(f) for f in Feature}
    facts["known_count"] = (row and row["known_count"]) or 0
    facts["monthly"] = monthly(row) if row else 0.0
    return facts


def with_situation(facts, open_row, others):
    """The past as the account keeps it, with what is open and known now."""
    facts = facts or {}
    values = {Feature(n): facts.get(n) for n in KEPT if n != "known_count"}
    values = {**newcomer(), **values}
    if open_row:
        values |= situation(open_row, facts.get("monthly") or 0.0)
        # an invoice that fell due since the run is late at once
        worst = values.get(Feature.WORST_DELAY) or 0
        if values[Feature.DAYS_OVERDUE] > worst:
            values[Feature.WORST_DELAY] = values[Feature.DAYS_OVERDUE]
    return _with_others(values, others or {})


def _with_others(values, others):
    # country and sector speak for customers who have not spoken yet
    known = values.get(Feature.MEAN_DELAY) is not None
    return {
        **values,
        **{f: v for f, v in others.items() if not (known and f == Feature.PRIOR)},
    }


def _quantiles(values, rows):
    """Of the customers with a past: (feature: quantiles)."""
    return {
        feature: rules.quantiles(values[customer].get(feature) for customer in rows)
        for feature in Feature
        if feature not in rules.OTHER
    }
