from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .. import explain
from ..domain.assignment import Absence, stands_in


class O2cCollector(models.Model):
    """Somebody who collects for a company: how many customers he can look after."""

    _name = "o2c.collector"
    _description = "Collector"
    _order = "company_id, user_id"
    _rec_name = "user_id"
    _rec_names_search = ["user_id.name"]

    user_id = fields.Many2one(
        "res.users",
        "Collector",
        required=True,
        index=True,
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
        domain="[('parent_id', '=', False)]",
    )
    active = fields.Boolean(
        default=True, help="Who left gets no customers; his are given to others."
    )
    capacity = fields.Integer(
        "Customers at most", help="0: as many as come by the rules."
    )
    customer_count = fields.Integer("Customers", compute="_compute_customer_count")
    free_count = fields.Integer("Room left", compute="_compute_customer_count")
    absence_ids = fields.One2many("o2c.collector.absence", "collector_id", "Absences")
    substitute_id = fields.Many2one(
        "res.users", "Stood in for by", compute="_compute_substitute_id"
    )

    _once = models.Constraint(
        "UNIQUE (user_id, company_id)", "This person collects for this company already."
    )
    _capacity_sensible = models.Constraint(
        "CHECK (capacity >= 0)", "Nobody looks after less than no customers."
    )

    @api.constrains("company_id")
    def _check_company_root(self):
        for collector in self:
            if collector.company_id != collector.company_id.root_id:
                raise ValidationError(explain.policy.only_root(self.env))

    @api.depends("user_id", "company_id", "capacity")
    def _compute_customer_count(self):
        groups = self.env["o2c.credit.account"]._read_group(
            [("collector_id", "in", self.user_id.ids)],
            ["collector_id", "company_id"],
            ["__count"],
        )
        counts = {(user, company): count for user, company, count in groups}
        for collector in self:
            count = counts.get((collector.user_id, collector.company_id), 0)
            collector.customer_count = count
            collector.free_count = max(0, collector.capacity - count)

    @api.depends("absence_ids.date_from", "absence_ids.date_to")
    def _compute_substitute_id(self):
        for collector in self:
            today = collector.company_id._o2c_credit_today()
            worker = self._workers(collector.company_id, today)
            user = worker.get(collector.user_id.id, collector.user_id.id)
            collector.substitute_id = user if user != collector.user_id.id else False

    @api.model
    def _workers(self, company, today):
        """Who works for whom: {id of an absent user: id of a user or None}."""
        # who is away concerns the list, whoever reads it
        absences = self.env["o2c.collector.absence"].sudo()
        known = absences.search(
            [
                ("company_id", "=", company.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        )
        away = [
            Absence(
                a.user_id.id, a.substitute_id.user_id.id or None, a.date_from, a.date_to
            )
            for a in known
        ]
        return {a.collector: stands_in(a.collector, away, today) for a in away}
