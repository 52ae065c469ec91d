from odoo import api, fields, models
from odoo.fields import Domain

from ..domain import clock_policy as rules
from ..domain.clock import Target, Unit
from ..domain.ticket import Kind
from .o2c_ticket import KINDS

SECTORS = [
    ("trade", "Trade in goods and services"),
    ("energy", "Energy"),
    ("basic", "Basic services or large firm"),
    ("telecom", "Telecommunications"),
    ("finance", "Payments and finance"),
]
CONSEQUENCES = [
    ("deemed_accepted", "Counts as accepted"),
    ("complaint_to_authority", "The customer may go to the authority"),
    ("compensation", "Automatic compensation"),
    ("notice", "Notice only"),
]
CARRY_OUT = [("propose", "Propose it to the leader"), ("decide", "Carry it out")]
WHOM = [("any", "Everybody"), ("consumer", "Consumers"), ("business", "Businesses")]


class O2cStatutoryTerm(models.Model):
    """A time within which a law wants a complaint answered, and what follows."""

    _name = "o2c.statutory.term"
    _description = "Statutory answer time"
    _order = "country_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10, help="The first that holds counts.")
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for all companies."
    )
    country_id = fields.Many2one(
        "res.country", required=True, index=True, help="Of the customer."
    )
    sector = fields.Selection(SECTORS, "Trade", help="Empty: in every trade.")
    kind = fields.Selection(
        KINDS,
        help="Empty: complaints, warranty claims, returns and refused deliveries.",
    )
    reason_id = fields.Many2one(
        "o2c.ticket.reason", help="This reason or one below it."
    )
    whom = fields.Selection(WHOM, "Protects", required=True, default="any")
    days = fields.Integer(required=True, default=30)
    day_kind = fields.Selection(
        [("calendar", "All days"), ("working", "Working days")],
        "Which days",
        required=True,
        default="calendar",
    )
    warn_percent = fields.Integer("At risk after %", required=True, default=60)
    consequence = fields.Selection(CONSEQUENCES, required=True, default="notice")
    carry_out = fields.Selection(CARRY_OUT, required=True, default="propose")
    compensation = fields.Monetary(help="What the customer gets without asking.")
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    date_from = fields.Date("Tickets since")
    date_to = fields.Date("Tickets until")
    source = fields.Text(required=True, help="Where the rule is written down.")
    to_verify = fields.Boolean(
        help="Not confirmed by a lawyer yet: check the source before using it."
    )
    escalation_ids = fields.One2many(
        "o2c.clock.escalation", "term_id", "Who is told", copy=True
    )

    _positive = models.Constraint("CHECK (days > 0)", "A term is at least one day.")

    @api.model
    def _of_companies(self, companies):
        """The terms that may hold in ``companies``, in the order that counts."""
        # a law holds whoever opens the ticket
        return self.sudo().search([("company_id", "in", [False, *companies.ids])])

    def _choice(self):
        """The term as the rule of choice knows it."""
        self.ensure_one()
        whom = {"consumer": False, "business": True}
        return rules.Term(
            key=self.id,
            country=self.country_id.code,
            sector=self.sector or None,
            kind=Kind(self.kind) if self.kind else None,
            reason=self.reason_id.id or None,
            is_business=whom.get(self.whom),
            date_from=self.date_from or None,
            date_to=self.date_to or None,
        )

    def _rule(self):
        """The term as the rule of clocks knows it: no wait stops it."""
        self.ensure_one()
        return Target(
            amount=self.days,
            unit=Unit.DAY,
            working=self.day_kind == "working",
            warn=self.warn_percent,
        )

    def _calendar(self, ticket):
        """The working days that count are those of the company."""
        return ticket.company_id.resource_calendar_id

    def _references(self):
        """The columns of a clock that lead here."""
        return {"target_id": False, "policy_id": False, "term_id": self.id}

    # ------------------------------------------------------------- changes
    @api.model_create_multi
    def create(self, vals_list):
        terms = super().create(vals_list)
        terms._outdate()
        return terms

    def write(self, vals):
        self._outdate()  # where it held, and where it will
        result = super().write(vals)
        self._outdate()
        return result

    def unlink(self):
        self._outdate()
        return super().unlink()

    def _outdate(self):
        """The open tickets of customers of their countries look for a term anew."""
        countries = self.country_id
        self.env["o2c.ticket"]._outdate_clocks(
            Domain("partner_id.country_id", "in", [*countries.ids, False])
        )
