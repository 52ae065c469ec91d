from odoo import api, fields, models

from .. import explain
from ..domain import repeat as rules
from ..domain.repeat import Complaint, Same

COMPLAINTS = ("complaint", "warranty", "return", "refusal")
SAMES = [
    (Same.LOT.value, "Same lot or serial number"),
    (Same.CAUSE.value, "Same cause"),
    (Same.PRODUCT.value, "Same product"),
    (Same.REASON.value, "Same reason"),
    (Same.ORDER.value, "Same order"),
]
# as the access lines of costs say
COST_READERS = (
    "o2c_customer_care.group_care_agent,account.group_account_invoice,"
    "account.group_account_readonly"
)
FACTS = ("lot_id", "product_id", "cause_id", "reason_id", "order_id")


class O2cTicket(models.Model):
    """What is learned from a ticket: its cost, whether it repeats another, actions."""

    _name = "o2c.ticket"
    _inherit = "o2c.ticket"

    # ------------------------------------------------------------- cost
    expense_ids = fields.One2many(
        "o2c.ticket.expense",
        "ticket_id",
        "Work and outlays",
        copy=False,
        groups=COST_READERS,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company currency"
    )
    cost = fields.Monetary(
        compute="_compute_cost",
        currency_field="company_currency_id",
        groups=COST_READERS,
        help="What it cost us, taxes excluded, less what others paid back.",
    )

    # ------------------------------------------------------------- repeats
    repeat_of_id = fields.Many2one(
        "o2c.ticket",
        "Repeats",
        compute="_compute_repeat",
        store=True,
        index="btree_not_null",
        copy=False,
    )
    repeat_number = fields.Integer(
        "Which time",
        compute="_compute_repeat",
        store=True,
        copy=False,
        help="How often this customer has come with it; one: for the first time.",
    )
    repeat_same = fields.Selection(
        SAMES, "What is the same", compute="_compute_repeat", store=True, copy=False
    )
    repeat_text = fields.Char("Repeat", compute="_compute_repeat_text")

    # ------------------------------------------------------------- actions, person
    corrective_ids = fields.Many2many(
        "o2c.corrective.action",
        "o2c_corrective_action_ticket_rel",
        "ticket_id",
        "action_id",
        "Corrective actions",
        copy=False,
    )
    corrective_count = fields.Integer(compute="_compute_corrective_count")
    fault_user_id = fields.Many2one(
        "res.users",
        "Whose work it was",
        index="btree_not_null",
        domain=[("share", "=", False)],
        check_company=True,
        groups="o2c_customer_care.group_care_leader",
        help="To find out what to teach or to change; only care leaders see it.",
    )

    def _compute_cost(self):
        costs = dict(
            self.env["o2c.ticket.cost"]._read_group(
                [("ticket_id", "in", self.ids)], ["ticket_id"], ["amount:sum"]
            )
        )
        for ticket in self:
            ticket.cost = costs.get(ticket._origin, 0.0)

    @api.depends("corrective_ids")
    def _compute_corrective_count(self):
        for ticket in self:
            ticket.corrective_count = len(ticket.corrective_ids)

    # ------------------------------------------------------------- repeats
    @api.depends("partner_id", "kind", "opened_at", "company_id", *FACTS)
    def _compute_repeat(self):
        complaints = self.filtered(lambda t: t.kind in COMPLAINTS and t.partner_id)
        others = complaints._earlier_complaints()
        for ticket in self:
            found = None
            if ticket in complaints:
                days = ticket.company_id.sudo().o2c_repeat_days  # a setting, for all
                key = (ticket.company_id, ticket.partner_id)
                facts = ticket._complaint_facts()
                found = rules.repeat_of(facts, others.get(key, ()), days)
            ticket.repeat_of_id = found and found.earlier[0]
            ticket.repeat_number = len(found.earlier) + 1 if found else 1
            ticket.repeat_same = found and found.same.value

    def _earlier_complaints(self):
        """The complaints of the same customers, as the rule takes them: one query.

        :return: dict from (company, customer) to a list
        """
        if not self:
            return {}
        # the customer's history counts, whichever part of it the user may read
        tickets = self.env["o2c.ticket"].sudo()
        found = tickets.search_fetch(
            [
                ("partner_id", "in", self.partner_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("kind", "in", COMPLAINTS),
                ("parent_id", "=", False),
                ("merged_into_id", "=", False),
            ],
            ["partner_id", "company_id", "opened_at", *FACTS],
        )
        groups = found.grouped(lambda t: (t.company_id, t.partner_id))
        return {
            key: [ticket._complaint_facts() for ticket in group]
            for key, group in groups.items()
        }

    def _complaint_facts(self):
        return Complaint(
            self._origin.id or 0,
            self.opened_at or fields.Datetime.now(),
            **{name.removesuffix("_id"): self[name].id or None for name in FACTS},
        )

    @api.depends("repeat_of_id", "repeat_number", "repeat_same")
    def _compute_repeat_text(self):
        for ticket in self:
            repeats = ticket.repeat_of_id
            ticket.repeat_text = repeats and explain.learning.repeat(ticket)

    # ------------------------------------------------------------- buttons
    def action_repeats(self):
        """Open the complaints of this customer that have the same thing in common."""
        self.ensure_one()
        name = f"{self.repeat_same}_id"
        found = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket"
        )
        domain = [
            ("partner_id", "=", self.partner_id.id),
            ("kind", "in", COMPLAINTS),
            (name, "=", self[name].id),
        ]
        return {**found, "domain": domain, "context": {}, "view_mode": "list,form"}

    def action_corrective_actions(self):
        """Open the corrective actions that these tickets led to."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Corrective actions"),
            "res_model": "o2c.corrective.action",
            "view_mode": "list,form",
            "domain": [("id", "in", self.corrective_ids.ids)],
        }

    def action_open_corrective(self):
        """A new corrective action because of these tickets, about what they share."""
        first = self[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Corrective action"),
            "res_model": "o2c.corrective.action",
            "views": [(False, "form")],
            "context": {
                "default_company_id": first.company_id.id,
                "default_title": first.name if len(self) == 1 else False,
                "default_ticket_ids": self.ids,
                **self._shared_scope(),
            },
        }

    def _shared_scope(self):
        """Defaults of the action's scope: what all of these tickets have in common."""
        names = ("cause_id", "product_id", "lot_id", "fault_partner_id", "reason_id")
        shared = {
            f"default_{name}": self[name].id
            for name in names
            if len(self[name]) == 1 and all(t[name] for t in self)
        }
        # the cause that was found says more than what the customer called it
        if len(shared) > 1:
            shared.pop("default_reason_id", None)
        return shared

    def action_costs(self):
        """Open the list of what this ticket cost."""
        self.ensure_one()
        found = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_customer_care.action_ticket_cost"
        )
        return {**found, "domain": [("ticket_id", "=", self.id)], "context": {}}
