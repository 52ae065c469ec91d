from odoo import fields, models


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    assignment_rule_id = fields.Many2one(
        "o2c.assignment.rule",
        "Assigned by",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
        groups="o2c_credit.group_credit_user",
        help="The rule that gave the customer to his collector.",
    )
    assigned_on = fields.Date(
        readonly=True, copy=False, groups="o2c_credit.group_credit_user"
    )
    work_item_ids = fields.One2many(
        "o2c.work.item",
        "account_id",
        "Work list",
        groups="o2c_credit.group_credit_user",
    )

    def write(self, vals):
        by_hand = "collector_id" in vals and "assignment_rule_id" not in vals
        result = super().write(vals)
        if by_hand:
            # a person chose: no rule did
            self.sudo().filtered("assignment_rule_id").assignment_rule_id = False
            self._work_reassign()
        return result

    def _work_reassign(self):
        """Have the work list follow the collectors of these accounts."""
        items = self.env["o2c.work.item"].sudo()  # the list is kept by code
        for item in items.search([("account_id", "in", self.ids)]):
            account = item.account_id
            today = account.company_id._o2c_credit_today()
            workers = self.env["o2c.collector"]._workers(account.company_id, today)
            collector = account.collector_id.id
            item.write(
                {
                    "collector_id": collector,
                    "user_id": workers.get(collector, collector),
                }
            )

    def action_work(self):
        """Open this customer in the work list."""
        self.ensure_one()
        self.check_access("read")
        items = self.env["o2c.work.item"]
        items.check_access("read")
        # the entry is made when it is first asked for, by code
        item = items._refresh(self.sudo(False))
        return item.sudo(False).action_work() if item else False

    def _o2c_contact_facts(self):
        """A mail about the account to the customer is a contact about collection."""
        self.ensure_one()
        return {
            "partner": self.payer_contact_id or self.partner_id,
            "company": self.company_id,
            "purpose": "collection",
            "documents": [self],
        }
