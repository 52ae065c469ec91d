from decimal import Decimal

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.tools import SQL, mute_logger

from .. import explain

MANAGER = "o2c_credit.group_credit_manager"
LIMIT_FIELDS = ("limited", "credit_limit")
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
    # not tracked: a client's context can switch tracking off, see _log_limit
    limited = fields.Boolean(
        default=lambda self: self.env.company.root_id.o2c_credit_default_limited,
        help="Without this nobody limits the customer. A limit of zero is a limit:"
        " nothing is sold on credit.",
    )
    credit_limit = fields.Monetary(
        default=lambda self: self.env.company.root_id.o2c_credit_default_limit,
    )
    can_set_limit = fields.Boolean(compute="_compute_can_set_limit")
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
    # see _claim
    claim_count = fields.Integer(readonly=True, copy=False, groups=fields.NO_ACCESS)

    _once = models.Constraint(
        "UNIQUE (partner_id, company_id)",
        "This customer has a credit account in this company already.",
    )
    _limit_not_negative = models.Constraint(
        "CHECK (credit_limit >= 0)", "A credit limit cannot be less than zero."
    )

    @api.depends("partner_id")
    def _compute_display_name(self):
        for account in self:
            account.display_name = account.partner_id.display_name

    @api.depends_context("uid")
    def _compute_can_set_limit(self):
        self.can_set_limit = self._may_set_limit()

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

    # ------------------------------------------------------------- the limit
    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        if not self._may_set_limit():
            self._refuse_limit(accounts)
        accounts._mirror_limit()
        return accounts

    def write(self, vals):
        if any(key in vals for key in KEY_FIELDS) and not self.env.su:
            raise UserError(self.env._("A credit account stays with its customer."))
        changed = self._limit_changed(vals)
        if changed and not self._may_set_limit():
            self._refuse_limit(changed)
        before = {account: account._limit() for account in changed}
        result = super().write(vals)
        if changed:
            changed._log_limit(before)
            changed._mirror_limit()
            changed._reevaluate()
        return result

    def _limit_changed(self, vals):
        """The accounts whose limit ``vals`` would change."""
        names = [name for name in LIMIT_FIELDS if name in vals]
        return self.filtered(lambda a: any(a[name] != vals[name] for name in names))

    def _may_set_limit(self):
        return self.env.su or self.env.user.has_group(MANAGER)

    def _refuse_limit(self, accounts):
        # the customers are named in a refusal, whoever may read them
        names = accounts.sudo().mapped("display_name")
        raise AccessError(explain.exposure.limit_refused(self.env, names))

    def _limit(self):
        """The limit, or None when nobody limits the customer."""
        self.ensure_one()
        return Decimal(str(self.credit_limit)) if self.limited else None

    def _log_limit(self, before):
        """Keep each change of the limit in the chatter: ``before`` {account: limit}."""
        for account in self.sudo():  # whoever changed it, it stands there
            if account._limit() != before[account]:
                account._message_log(
                    body=explain.exposure.limit_changed(account, before[account]),
                    author_id=self.env.user.partner_id.id,
                )

    def _odoo_limit(self):
        """The limit as Odoo's own field knows it, where zero means none."""
        self.ensure_one()
        return self.credit_limit if self.limited else 0.0

    def _mirror_limit(self):
        """Write the limit into Odoo's own field, for the company and its branches."""
        for account in self.sudo():  # who may set the limit was asked before
            branches = account.company_id.search(
                [("id", "child_of", account.company_id.id)]
            )
            for company in branches:
                partner = account.partner_id.with_company(company)
                if partner.credit_limit != account._odoo_limit():
                    partner.credit_limit = account._odoo_limit()

    # ------------------------------------------------------------- the race
    def _claim(self):
        """Make this transaction the only one that lets orders of these accounts pass.

        Odoo's transactions keep the picture of the database they began with. Writing
        the row makes every other transaction that decided on the same picture fail
        and start again with a fresh one: see docs/adr/0004. In id order, so that two
        batches wait for each other instead of blocking each other.
        """
        if not self:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "WITH mine AS (SELECT id FROM o2c_credit_account WHERE id = ANY(%s)"
                " ORDER BY id FOR UPDATE)"
                " UPDATE o2c_credit_account a"
                " SET claim_count = COALESCE(a.claim_count, 0) + 1"
                " FROM mine WHERE mine.id = a.id",
                self.ids,
            )
        )
        self.invalidate_recordset(["claim_count"])


def _key(partner, company):
    return partner.commercial_partner_id, company.root_id
