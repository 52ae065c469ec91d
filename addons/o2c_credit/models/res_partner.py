from odoo import api, fields, models
from odoo.exceptions import AccessError

from .. import explain
from ..domain import exposure
from .o2c_credit_account import MANAGER
from .o2c_credit_account_exposure import STANDINGS

SEE_CREDIT = (
    "o2c_credit.group_credit_user,sales_team.group_sale_salesman,"
    "account.group_account_invoice"
)


class ResPartner(models.Model):
    _inherit = "res.partner"

    o2c_credit_account_id = fields.Many2one(
        "o2c.credit.account",
        "Credit account",
        compute="_compute_o2c_credit",
        groups=SEE_CREDIT,
    )
    o2c_credit_standing = fields.Selection(
        STANDINGS, "Credit", compute="_compute_o2c_credit", groups=SEE_CREDIT
    )
    o2c_credit_card = fields.Json(compute="_compute_o2c_credit", groups=SEE_CREDIT)

    @api.depends_context("company", "uid")
    @api.depends("commercial_partner_id")
    def _compute_o2c_credit(self):
        accounts = self._o2c_readable_accounts()
        for partner in self:
            account = accounts.get(partner.commercial_partner_id)
            partner.o2c_credit_account_id = account
            partner.o2c_credit_standing = account and account.standing
            partner.o2c_credit_card = account and account.card

    def _o2c_readable_accounts(self):
        """{customer: credit account} of those that the user may see."""
        accounts = self.env["o2c.credit.account"]
        if not accounts.has_access("read"):
            return {}
        domain = [
            ("partner_id", "in", self.commercial_partner_id.ids),
            ("company_id", "=", self.env.company.root_id.id),
        ]
        return {account.partner_id: account for account in accounts.search(domain)}

    def action_o2c_credit_account(self):
        """Open the credit account of the customer, made if there is none yet.

        :raise AccessError: the user may not see this customer's credit
        """
        self.ensure_one()
        self.check_access("read")
        self.env["o2c.credit.account"].check_access("read")
        pair = (self, self.env.company)
        account = self.env["o2c.credit.account"]._of([pair])[pair].sudo(False)
        account.check_access("read")
        return account.get_formview_action()

    # ------------------------------------------------------------- hooks of the spine
    def _o2c_sales_headroom(self, company):
        super()._o2c_sales_headroom(company)
        pair = (self, company)
        # whoever sells to him learns the headroom and nothing else
        account = self.env["o2c.credit.account"].sudo()._known([pair])[pair]
        room = exposure.headroom(account._facts()[account])
        return None if room is None else float(room)

    def _o2c_sales_headrooms(self, company):
        found = super()._o2c_sales_headrooms(company)
        pairs = {partner: (partner, company) for partner in self}
        # as for one customer: a list of whom to sell to knows the headroom only
        Account = self.env["o2c.credit.account"].sudo()
        known = Account._known(pairs.values())
        facts = Account.union(*known.values())._facts()
        for partner, pair in pairs.items():
            room = exposure.headroom(facts[known[pair]])
            found[partner.id] = None if room is None else float(room)
        return found

    def _o2c_sales_classes(self, company):
        found = super()._o2c_sales_classes(company)
        domain = [
            ("partner_id", "in", self.commercial_partner_id.ids),
            ("company_id", "=", company.root_id.id),
            ("risk_class", "!=", False),
        ]
        # who makes a list learns who is in it, and no more of the credit than that
        accounts = self.env["o2c.credit.account"].sudo().search(domain)
        letters = {account.partner_id.id: account.risk_class for account in accounts}
        for partner in self:
            if letter := letters.get(partner.commercial_partner_id.id):
                found[partner.id] = letter
        return found

    def _o2c_card_sections(self):
        sections = super()._o2c_card_sections()
        for account in self.sudo(False)._o2c_readable_accounts().values():
            opened = {"record": [account._name, account.id]}
            sections.append(
                {
                    "key": "credit",
                    "sequence": 20,
                    "title": explain.exposure.card_section(self.env),
                    "lines": [{**line, **opened} for line in account.card["lines"]],
                }
            )
        return sections

    # ------------------------------------------------------------- Odoo's own limit
    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        given = [
            p.id
            for p, v in zip(partners, vals_list, strict=True)
            if "credit_limit" in v
        ]
        customers = partners.browse(given)._o2c_with_own_limit()
        customers._o2c_check_limit_right()
        customers._o2c_adopt_limit()
        return partners

    def write(self, vals):
        if "credit_limit" not in vals:
            return super().write(vals)
        number = vals["credit_limit"] or 0.0
        changed = self.filtered(
            lambda p: p.commercial_partner_id == p and p._o2c_odoo_limit() != number
        )
        changed._o2c_check_limit_right()
        result = super().write(vals)
        changed._o2c_adopt_limit()
        return result

    def _compute_use_partner_credit_limit(self):
        """A customer with a limit of zero has one, unlike one whom nobody limits."""
        result = super()._compute_use_partner_credit_limit()
        # as Odoo's own field, for those who may see that
        accounts = self.sudo()._o2c_readable_accounts()
        for partner in self:
            if account := accounts.get(partner.commercial_partner_id):
                partner.use_partner_credit_limit = account._limit() is not None
        return result

    def _o2c_with_own_limit(self):
        """The customers whose Odoo limit is not the company's default."""
        fallback = self._fields["credit_limit"].get_company_dependent_fallback(self)
        return self.filtered(
            lambda p: p.commercial_partner_id == p and p._o2c_odoo_limit() != fallback
        )

    def _o2c_odoo_limit(self):
        # Odoo's field can be read by accountants only
        return self.sudo().credit_limit

    def _o2c_check_limit_right(self):
        if self and not (self.env.su or self.env.user.has_group(MANAGER)):
            names = self.mapped("display_name")
            raise AccessError(explain.limit.refused(self.env, names))
        if self and not self.env.su:
            pairs = [(partner, self.env.company) for partner in self]
            # a setting of the company, whoever may read it
            accounts = self.env["o2c.credit.account"].sudo()._known(pairs)
            for account in accounts.values():
                account._check_second_person()

    def _o2c_adopt_limit(self):
        """Give the credit accounts the limit that was written into Odoo's field."""
        pairs = [(partner, self.env.company) for partner in self]
        accounts = self.env["o2c.credit.account"]._of(pairs)
        for (partner, _company), account in accounts.items():
            number = partner._o2c_odoo_limit()
            if account._odoo_limit() != number:
                # he who writes here obeys the rules for limits
                account.sudo(self.env.su).write(
                    {"limited": number > 0, "credit_limit": max(number, 0)}
                )
