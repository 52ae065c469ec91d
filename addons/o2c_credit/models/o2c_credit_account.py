from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError
from odoo.tools import mute_logger

MANAGER = "o2c_credit.group_credit_manager"
KEY_FIELDS = ("partner_id", "company_id")


class O2cCreditAccount(models.Model):
    """The credit of one customer with one company: limit, exposure, who looks after it.

    One per commercial partner and root company (branches share it), made when it is
    first needed. Odoo's own ``credit_limit`` of the customer always shows its number.
    """

    _name = "o2c.credit.account"
    _description = "Credit account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "partner_id, company_id"
    _rec_names_search = ["partner_id.name"]

    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        required=True,
        index=True,
        ondelete="restrict",
        domain="['|', ('is_company', '=', True), ('parent_id', '=', False)]",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company.root_id,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    review_date = fields.Date(
        "Next review", tracking=True, help="When the limit is to be looked at again."
    )
    collector_id = fields.Many2one(
        "res.users",
        tracking=True,
        index="btree_not_null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    note = fields.Html(groups="o2c_credit.group_credit_user")

    _once = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "This customer has a credit account in this company already.",
    )

    @api.depends("partner_id")
    def _compute_display_name(self):
        for account in self:
            account.display_name = account.partner_id.display_name

    @api.constrains(*KEY_FIELDS)
    def _check_key(self):
        for account in self:
            partner = account.partner_id
            if partner.commercial_partner_id != partner:
                raise ValidationError(
                    self.env._(
                        "%(contact)s belongs to %(customer)s: the credit account is"
                        " that customer's.",
                        contact=partner.display_name,
                        customer=partner.commercial_partner_id.display_name,
                    )
                )
            if account.company_id != account.company_id.root_id:
                raise ValidationError(
                    self.env._("Branches share the credit account of their company.")
                )

    def write(self, vals):
        if any(key in vals for key in KEY_FIELDS) and not self.env.su:
            raise UserError(self.env._("A credit account stays with its customer."))
        return super().write(vals)

    def _today(self):
        """{account: today in the time zone of its company}."""
        days = {c: c._o2c_credit_today() for c in self.company_id}
        return {a: days[a.company_id] for a in self if a.company_id}

    # ------------------------------------------------------------- on demand
    @api.model
    def _of(self, pairs):
        """The accounts of these customers, made where there are none yet.

        :param pairs: iterable of (customer, company); any contact of the customer and
            any branch of the company do
        :return: {pair: account (sudo)}
        """
        accounts = self.sudo()  # whoever sells: the check needs the account
        keys = {pair: _key(*pair) for pair in pairs}
        found = accounts._by_key(keys.values())
        for key in dict.fromkeys(keys.values()):
            if key not in found:
                found[key] = accounts._make(*key)
        return {pair: found[key] for pair, key in keys.items()}

    @api.model
    def _known(self, pairs):
        """As :meth:`_of`, but nothing is written: a new customer's is not stored."""
        keys = {pair: _key(*pair) for pair in pairs}
        found = self._by_key(keys.values())
        for partner, company in dict.fromkeys(keys.values()):
            if (partner, company) not in found:
                vals = self._prepare_limit_vals(partner, company)
                key = {"partner_id": partner.id, "company_id": company.id}
                found[partner, company] = self.new({**key, **vals})
        return {pair: found[key] for pair, key in keys.items()}

    @api.model
    def _by_key(self, keys):
        """{(customer, root company): account} of those that exist."""
        partners = {partner.id for partner, _company in keys}
        companies = {company.id for _partner, company in keys}
        accounts = self.search(
            [
                ("partner_id", "in", list(partners)),
                ("company_id", "in", list(companies)),
            ],
            order="id",
        )
        return {(a.partner_id, a.company_id): a for a in accounts}

    @api.model
    def _make(self, partner, company):
        vals = {
            "partner_id": partner.id,
            "company_id": company.id,
            **self._prepare_limit_vals(partner, company),
        }
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                account = self.with_context(mail_create_nolog=True).create(vals)
                account.flush_recordset()
                return account
        except UniqueViolation as error:
            # another transaction made it after our snapshot: Odoo begins ours anew
            raise ConcurrencyError("credit account made at the same time") from error

    @api.model
    def _prepare_limit_vals(self, partner, company):
        """The limit of a customer without account: Odoo's own, else the default's."""
        known = partner.sudo().with_company(company)  # limits are the accountants'
        fallback = known._fields["credit_limit"].get_company_dependent_fallback(known)
        number = known.credit_limit
        if number or number != fallback:
            return {"limited": number > 0, "credit_limit": max(number, 0)}
        return {
            "limited": company.o2c_credit_default_limited,
            "credit_limit": company.o2c_credit_default_limit,
        }


def _key(partner, company):
    return partner.commercial_partner_id, company.root_id
