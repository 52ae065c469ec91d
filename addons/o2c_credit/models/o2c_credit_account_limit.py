"""What limits the customer of a credit account, and who may change it."""

from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import explain
from ..domain import limit
from ..domain.limit import Terms
from .o2c_credit_account import MANAGER

LIMIT_FIELDS = (
    "limited",
    "credit_limit",
    "temporary_limit",
    "temporary_from",
    "temporary_to",
    "limit_expires",
    "covers_subsidiaries",
)


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    # not tracked: a client's context can switch tracking off, see _log_limit
    limited = fields.Boolean(
        default=lambda self: self.env.company.root_id.o2c_credit_default_limited,
        help="Without this nobody limits the customer. A limit of zero is a limit:"
        " nothing is sold on credit.",
    )
    credit_limit = fields.Monetary(
        default=lambda self: self.env.company.root_id.o2c_credit_default_limit,
    )
    limit_expires = fields.Date(
        "Good until",
        help="The last day on which the limit is good. What happens to orders after"
        " it is said by the rules.",
    )
    temporary_limit = fields.Monetary(
        help="Takes the place of the limit, be it more or less, while it is in force."
    )
    temporary_from = fields.Date("In force from")
    temporary_to = fields.Date("Ends on", help="The first day without it.")
    covers_subsidiaries = fields.Boolean(
        help="The limit is for this customer and all companies below it together."
    )
    cover_ids = fields.One2many(
        "o2c.credit.cover",
        "account_id",
        "Guarantees and insurance",
        groups="o2c_credit.group_credit_user,account.group_account_invoice",
    )
    can_set_limit = fields.Boolean(compute="_compute_can_set_limit")

    _limit_not_negative = models.Constraint(
        "CHECK (credit_limit >= 0 AND temporary_limit >= 0)",
        "A credit limit cannot be less than zero.",
    )
    _temporary_ends = models.Constraint(
        "CHECK (num_nonnulls(temporary_from, temporary_to) <> 1"
        " AND (temporary_from IS NULL OR temporary_from < temporary_to))",
        "A temporary limit has a first day and ends on a later one.",
    )

    @api.depends_context("uid")
    @api.depends("company_id.o2c_credit_second_person")
    def _compute_can_set_limit(self):
        may = self.env.user.has_group(MANAGER)
        for account in self:
            company = account.sudo().company_id  # a setting, whoever may read it
            alone = not company.o2c_credit_second_person
            account.can_set_limit = self.env.su or (may and alone)

    # ------------------------------------------------------------- terms
    def _terms(self, covers=None):
        """The :class:`Terms` of the limit.

        :param covers: Covers, when they are known already
        """
        self.ensure_one()
        if covers is None:
            # the limit counts them, whoever looks at it
            counted = self.sudo().cover_ids.filtered(
                lambda c: c.active and not c.pending
            )
            covers = tuple(cover._fact() for cover in counted.sorted("id"))
        has_temporary = self.temporary_from and self.temporary_to
        return Terms(
            permanent=_decimal(self.credit_limit) if self.limited else None,
            temporary=_decimal(self.temporary_limit) if has_temporary else None,
            start=self.temporary_from or None,
            end=self.temporary_to or None,
            expires=self.limit_expires or None,
            covers=covers,
            covers_subsidiaries=self.covers_subsidiaries,
        )

    def _limit(self):
        """The limit in force today, or None when nobody limits the customer."""
        self.ensure_one()
        day = self.company_id._o2c_credit_today()
        return limit.effective(self._terms(), day)

    def _limit_expired_days(self):
        """{account: days since its limit expired, None where it has not}."""
        days = self._today()
        return {a: limit.expired_days(a._terms(()), days[a]) for a in self}

    # ------------------------------------------------------------- changing it
    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        if not self.env.su:
            accounts._check_limit_right()
            accounts._check_second_person_at_creation()
        accounts._mirror_limit()
        return accounts

    def write(self, vals):
        changed = self._limit_changed(vals)
        if not changed:
            return super().write(vals)
        if not self.env.su:
            changed._check_limit_right()
            changed._check_second_person()
        with changed._limit_changing():
            return super().write(vals)

    def _limit_changed(self, vals):
        """The accounts whose limit ``vals`` would change."""
        given = {name: vals[name] for name in LIMIT_FIELDS if name in vals}
        wanted = self.new(given) if given else self
        return self.filtered(lambda a: any(a[n] != wanted[n] for n in given))

    def _limit_changing(self):
        """What has to be done around a change of limits or covers."""
        return _LimitChange(self)

    # ------------------------------------------------------------- who may
    def _check_limit_right(self):
        if not self.env.user.has_group(MANAGER):
            # the customers are named in a refusal, whoever may read them
            names = self.sudo().mapped("display_name")
            raise AccessError(explain.limit.refused(self.env, names))

    def _check_second_person(self):
        """Refuse who is alone, where the company wants two for every limit."""
        # settings of the company, whoever may read them
        bound = self.sudo().filtered(lambda a: a.company_id.o2c_credit_second_person)
        if bound:
            names = bound.mapped("display_name")
            raise UserError(explain.limit.needs_second_person(self.env, names))

    def _check_second_person_at_creation(self):
        for account in self:
            vals = account._prepare_limit_vals(account.partner_id, account.company_id)
            if account._limit_changed(vals) or account._has_more_than_a_limit():
                account._check_second_person()

    def _has_more_than_a_limit(self):
        return bool(self.temporary_from or self.limit_expires)

    def _check_not_own_order(self, before):
        """Refuse to let the customer owe more to him whose own order waits for it.

        :param before: {account: Terms}
        """
        loose = self.filtered(lambda a: limit.loosens(before[a], a._terms()))
        if loose and loose._awaited_by(self.env.user):
            names = loose.sudo().mapped("display_name")  # as in _check_limit_right
            raise UserError(explain.limit.own_order_waits(self.env, names))

    def _awaited_by(self, user):
        """Whether an order that ``user`` requested waits for one of these limits."""
        customers = [partner for partner, _company in self._below()]
        holds = self.env["o2c.hold"].sudo()  # whether there is one, no more
        domain = [
            ("state", "=", "open"),
            ("origin_model", "=", self._name),
            ("partner_id", "in", [*self.partner_id.ids, *customers]),
            ("requested_by_id", "=", user.id),
        ]
        return bool(holds.search_count(domain, limit=1))

    # ------------------------------------------------------------- afterwards
    def _log_limit(self, before):
        """Keep each change of the limit in the chatter: ``before`` {account: Terms}."""
        for account in self.sudo():  # whoever changed it, it stands there
            for body in explain.limit.changes(account, before[account]):
                account._message_log(body=body, author_id=self.env.user.partner_id.id)

    def _odoo_limit(self):
        """The limit as Odoo's own field knows it, where zero means none."""
        self.ensure_one()
        return float(self._limit() or 0)

    def _mirror_limit(self):
        """Write the limit into Odoo's own field, for the company and its branches."""
        for account in self.sudo():  # who may set the limit was asked before
            branches = account.company_id.search(
                [("id", "child_of", account.company_id.id)]
            )
            number = account._odoo_limit()
            for company in branches:
                partner = account.partner_id.with_company(company)
                if partner.credit_limit != number:
                    partner.credit_limit = number


class _LimitChange:
    """Before a change of limits the terms are noted, after it they are compared."""

    def __init__(self, accounts):
        self.accounts = accounts

    def __enter__(self):
        self.before = {a: a._terms() for a in self.accounts}

    def __exit__(self, kind, error, trace):
        accounts = self.accounts
        if kind:
            return
        if not accounts.env.su:
            accounts._check_not_own_order(self.before)
        accounts._log_limit(self.before)
        accounts._mirror_limit()
        accounts._with_below()._reevaluate()


def _decimal(number):
    return Decimal(str(number))
