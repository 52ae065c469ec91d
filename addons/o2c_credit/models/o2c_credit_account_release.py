"""Credit holds that end by themselves when the limit covers the order again."""

import logging

from odoo import api, models
from odoo.exceptions import ConcurrencyError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from .o2c_hold import CREDIT_REASON

_logger = logging.getLogger(__name__)


class O2cCreditAccount(models.Model):
    _name = "o2c.credit.account"
    _inherit = "o2c.credit.account"

    def _waiting_domain(self):
        """The holds that the limits of these accounts caused and that are open."""
        return [
            ("state", "=", "open"),
            ("origin_model", "=", self._name),
            ("origin_id", "in", self.ids),
            ("reason_id.code", "=", CREDIT_REASON),
        ]

    def action_waiting(self):
        """Open the orders of this customer that wait for credit."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "o2c_credit.action_credit_hold"
        )
        return {**action, "domain": self._waiting_domain(), "context": {}}

    def _reevaluate(self):
        """Release the holds whose order passes the policy again; confirm what waited.

        Holds placed by a person stay. An order that cannot be confirmed stays free
        and says why.

        :return: the orders whose hold was released
        """
        holds = self.env["o2c.hold"].sudo()  # the cause is gone, whoever noticed
        domain = [*self._waiting_domain(), ("forced", "=", False)]
        orders = holds.search(domain).order_id
        free = orders._o2c_release_covered()
        for order in free.filtered("o2c_confirm_requested_at").sorted("id"):
            order._o2c_resume_safely()
        return free

    @api.model
    def _enqueue(self, partners):
        """Have the waiting orders of these customers looked at again, soon.

        Not at once: whoever posts a payment must not wait for the confirmation of an
        order, let alone fail with it.
        """
        customers = partners.commercial_partner_id
        holds = self.env["o2c.hold"].sudo()  # whether anything waits, no more
        domain = [
            ("state", "=", "open"),
            ("partner_id", "in", customers.ids),
            ("reason_id.code", "=", CREDIT_REASON),
        ]
        if customers and holds.search_count(domain, limit=1):
            # triggering the job is not bound to a right of the user
            self.env.ref("o2c_credit.ir_cron_reevaluate").sudo()._trigger()

    @api.model
    def _cron_reevaluate(self):
        """Look at all waiting orders again. May run twice or be killed.

        Account by account, each committed on its own: one that fails does not stop
        the others.
        """
        domain = [("state", "=", "open"), ("reason_id.code", "=", CREDIT_REASON)]
        groups = self.env["o2c.hold"]._read_group(
            [*domain, ("origin_model", "=", self._name)], ["origin_id"]
        )
        accounts = self.browse(sorted(account_id for (account_id,) in groups)).exists()
        remaining = len(accounts)
        for account in accounts:
            remaining -= 1
            account._reevaluate_alone()
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                break

    def _reevaluate_alone(self):
        try:
            with self.env.cr.savepoint():
                self._reevaluate()
        except (*PG_CONCURRENCY_EXCEPTIONS_TO_RETRY, ConcurrencyError):
            # somebody confirmed at the same moment; the next run sees what he did
            self.env.cr.rollback()
            self.env.ref("o2c_credit.ir_cron_reevaluate")._trigger()
        except Exception:
            _logger.exception("credit account %s could not be re-evaluated", self.id)
