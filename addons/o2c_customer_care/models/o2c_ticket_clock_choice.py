from odoo import models

from odoo.addons.o2c_orders.models.timeline_rows import local_day

from ..domain import clock_policy as rules
from ..domain.clock import Measure
from ..domain.ticket import Kind, Stage


class O2cTicket(models.Model):
    """Which times a ticket falls under."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    def _choose_targets(self):
        """``{ticket: {measure: target or term}}`` of the tickets that are not closed.

        The number of queries does not depend on how many tickets there are.
        """
        tickets = self.filtered(lambda t: t.stage != Stage.CLOSED.value)
        tickets = tickets.with_prefetch(self._prefetch_ids)
        policies = self.env["o2c.clock.policy"]._of_companies(tickets.company_id)
        terms = self.env["o2c.statutory.term"]._of_companies(tickets.company_id)
        with_contract = tickets._customers_with_contract(policies)
        chosen = {}
        for company, group in tickets.grouped("company_id").items():
            choose = _Choice(
                policies[company],
                terms.filtered(lambda t, c=company: t.company_id in (c, c.browse())),
            )
            for ticket in group:
                chosen[ticket] = choose(ticket._clock_subject(with_contract))
        return chosen

    def _clock_subject(self, with_contract):
        """The ticket as conditions see it."""
        customer = self.partner_id
        country = customer.country_id or self.company_id.country_id
        return rules.Subject(
            kind=Kind(self.kind),
            day=local_day(self.opened_at, self.company_id.partner_id.tz or "UTC"),
            team=self.team_id.id or None,
            priority=int(self.priority),
            tier=customer.o2c_care_tier or "standard",
            customer=customer.id,
            contract=customer in with_contract,
            reasons=_path(self.reason_id.parent_path),
            categories=_path(self.product_id.categ_id.parent_path),
            country=country.code or None,
            sector=self.company_id.o2c_care_sector or None,
            is_business=customer.is_company,
        )

    def _clock_calendar(self):
        """The calendar of the ticket's clocks that name none themselves."""
        return self.team_id.calendar_id or self.company_id.resource_calendar_id

    def _customers_with_contract(self, policies):
        """Those of the customers whose contract is signed or whose service is active;
        looked for only when a policy asks."""
        found = self.env["res.partner"]
        groups = policies.values()
        if not any(policy.with_contract for group in groups for policy in group):
            return found
        for model, state in (("o2c.contract", "signed"), ("o2c.recurring", "active")):
            groups = self.env[model]._read_group(
                [
                    ("partner_id", "child_of", self.partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("state", "=", state),
                ],
                ["partner_id"],
            )
            for (partner,) in groups:
                found |= partner.commercial_partner_id
        return found


class _Choice:
    """The policies and terms of one company, made ready once for many tickets."""

    def __init__(self, policies, terms):
        self._targets = {target.id: target for target in policies.target_ids}
        self._policies = [policy._rule() for policy in policies]
        self._terms = {term.id: term for term in terms}
        self._term_rules = [term._choice() for term in terms]

    def __call__(self, subject):
        chosen = rules.select(self._policies, subject)
        found = {measure: self._targets[key] for measure, key in chosen.items()}
        term = rules.select_term(self._term_rules, subject)
        return found | ({Measure.STATUTORY: self._terms[term]} if term else {})


def _path(parent_path):
    return frozenset(int(part) for part in (parent_path or "").split("/") if part)
