"""Who works on which customer: two collectors never get the same one.

Candidates are read without a lock, each is then locked and written. Under REPEATABLE
READ a row that somebody claimed and committed after our snapshot fails to lock: that
costs a savepoint, not the request, and the next candidate is tried.
"""

from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from .. import explain

COLLECTOR = "o2c_credit.group_credit_user"
BATCH = 20
ORDERS = {
    "points": "points desc, expected_value desc, id",
    "value": "expected_value desc, points desc, id",
}
LOCK = "SELECT id FROM o2c_work_item WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED"


class O2cWorkItem(models.Model):
    _name = "o2c.work.item"
    _inherit = "o2c.work.item"

    is_claimed = fields.Boolean(
        "Somebody else works on it", compute="_compute_is_claimed"
    )

    @api.depends_context("uid")
    @api.depends("claimed_by_id", "claimed_until")
    def _compute_is_claimed(self):
        now = fields.Datetime.now()
        for item in self:
            item.is_claimed = item._is_held(now) and (
                item.claimed_by_id != self.env.user
            )

    def _is_held(self, now):
        return bool(self.claimed_by_id and self.claimed_until > now)

    # ------------------------------------------------------------- the queue
    @api.model
    def _queue_domain(self, options, now):
        """What the present user has to do: a Domain.

        :param options: ``scope`` mine, pool or all; ``action``; ``text``
        """
        today = self.env.company.root_id._o2c_credit_today()
        free = Domain("claimed_until", "=", False) | Domain("claimed_until", "<=", now)
        mine = Domain("claimed_by_id", "=", self.env.uid)
        awake = Domain("snoozed_until", "=", False) | Domain(
            "snoozed_until", "<=", today
        )
        company = Domain("company_id", "=", self.env.company.root_id.id)
        found = company & Domain("state", "=", "open") & awake & (free | mine)
        found &= self._scope_domain(options.get("scope") or "mine")
        if options.get("action"):
            found &= Domain("action", "=", options["action"])
        if options.get("text"):
            found &= Domain("partner_id.name", "ilike", options["text"])
        return found

    @api.model
    def _scope_domain(self, scope):
        if scope == "mine":
            return Domain("user_id", "=", self.env.uid)
        if scope == "pool":
            return Domain("user_id", "=", False)
        return Domain.TRUE

    @api.model
    def _queue_order(self, options):
        return ORDERS.get(options.get("order"), ORDERS["points"])

    # ------------------------------------------------------------- claiming
    @api.model
    def take_next(self, options=None, skip=()):
        """Claim the best customer that nobody works on; the one before is let go.

        His facts are read anew first: whoever paid meanwhile is not called.

        :param skip: ids of entries that the user wants to pass over
        :return: id of the entry, False when there is nothing to do
        :raise ConcurrencyError: nothing was found, yet entries changed since our
            snapshot (Odoo repeats the request with a new one)
        """
        self._check_collector()
        options, now = options or {}, fields.Datetime.now()
        self._let_go(keep=())
        tried, stale = list(skip), False
        while found := self._candidates(options, now, tried):
            for item in found:
                taken = item._take(now)
                if taken and item._is_wanted():
                    return item.id
                stale = stale or taken is None
            tried += found.ids
        if stale:
            raise ConcurrencyError("the work list changed since it was read")
        return False

    @api.model
    def _candidates(self, options, now, tried):
        domain = self._queue_domain(options, now) & Domain("id", "not in", tried)
        return self.search(domain, order=self._queue_order(options), limit=BATCH)

    def take(self):
        """Claim this very customer, if nobody works on him.

        :return: whether he is the user's now
        """
        self.ensure_one()
        self._check_collector()
        self.check_access("read")
        now = fields.Datetime.now()
        if not self._take(now):
            return False
        self._let_go(keep=self.ids)
        self._refresh(self.account_id)
        return True

    def _take(self, now):
        """Claim one entry: True, False (somebody has it) or None (look again)."""
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                if not self.env.execute_query(SQL(LOCK, self.id)):
                    return False
        except SerializationFailure:
            return None
        self.invalidate_recordset(["claimed_by_id", "claimed_until"])
        if self._is_held(now) and self.claimed_by_id != self.env.user:
            return False
        self._hold(now)
        return True

    def _hold(self, now):
        minutes = self.company_id.sudo().o2c_work_claim_minutes  # a setting for all
        # the list is kept by code; who may claim was checked
        self.sudo().write(
            {
                "claimed_by_id": self.env.uid,
                "claimed_until": now + timedelta(minutes=minutes),
            }
        )
        self.flush_recordset()

    def _is_wanted(self):
        """Read the facts of a claimed customer anew; let go whoever needs nothing."""
        self._refresh(self.account_id)
        self.invalidate_recordset()
        if self.state == "open":
            return True
        self.sudo()._free()  # as for claiming
        return False

    def release(self):
        """Let go what the user works on among these."""
        self._check_collector()
        self.check_access("read")
        own = self.filtered(lambda item: item.claimed_by_id == self.env.user)
        # as for claiming
        own.sudo()._free()
        return True

    @api.model
    def _let_go(self, keep):
        held = self.sudo().search(  # one's own claims, in whatever company
            [("claimed_by_id", "=", self.env.uid), ("id", "not in", list(keep))]
        )
        held._free()

    def _free(self):
        self.write({"claimed_by_id": False, "claimed_until": False})

    # ------------------------------------------------------------- rights
    @api.model
    def _check_collector(self):
        if not (self.env.su or self.env.user.has_group(COLLECTOR)):
            raise AccessError(explain.work.only_collectors(self.env))

    def _check_mine(self):
        """Refuse to act on a customer whom somebody else works on; keep him else."""
        self.ensure_one()
        self._check_collector()
        self.check_access("read")
        now = fields.Datetime.now()
        if not self._take(now):
            raise UserError(explain.work.taken(self))
