"""Telling each notice exactly once, however often it is tried or killed.

A notice leaves in a transaction of its own: it is locked, its facts are read again,
everything about it is written, then the mail server is asked, and only the commit
remains. Killed in between, this one message is sent again, with the same Message-ID.
"""

import logging
from datetime import timedelta, timezone
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import email_normalize, split_every

from ..domain.notification import Channel, NoticeFacts, decide

_logger = logging.getLogger(__name__)
CHUNK = 50
MAX_ATTEMPTS = 5
FIRST_PAUSE = 5  # minutes until the second attempt; each further pause is double


class NotTaken(Exception):
    """Whoever was to carry the notice did not take it.

    :param again: whether it makes sense to ask again
    """

    def __init__(self, text, again=True):
        super().__init__(text)
        self.again = again


class O2cNotification(models.Model):
    _name = "o2c.notification"
    _inherit = "o2c.notification"

    # ------------------------------------------------------------- the job
    @api.model
    def _cron_notify(self):
        """Collect what happened and tell it. May run twice, at once or be killed."""
        rules = self.env["o2c.notification.rule"].search([("active", "=", True)])
        for rule in rules:
            self._collect_alone(rule)
            if not self.env["ir.cron"]._commit_progress():
                return
        self._waiting()._send()

    @api.model
    def _collect_alone(self, rule):
        """One rule; if it fails, the others go on."""
        try:
            self._collect(rule)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            _logger.info("rule %s is collected by another process", rule.id)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("notification rule %s", rule.id)

    @api.model
    def _waiting(self):
        now = fields.Datetime.now()
        domain = fields.Domain("state", "=", "waiting") & (
            fields.Domain("next_try_at", "=", False)
            | fields.Domain("next_try_at", "<=", now)
        )
        return self.search(domain & fields.Domain("rule_id.active", "=", True))[::-1]

    def _send(self):
        """Tell these, each committed on its own; one never stops the others."""
        remaining = len(self)
        for ids in split_every(CHUNK, self.ids):
            for notice in self.browse(ids):
                notice._leave_alone()
            remaining -= len(ids)
            progress = self.env["ir.cron"]._commit_progress
            if not progress(len(ids), remaining=remaining):
                return

    def _leave_alone(self):
        """Let one notice leave; whatever goes wrong is its own affair."""
        try:
            self._in_own(lambda notice: notice._leave())
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            _logger.info("notice %s is being sent by another process", self.id)
        except NotTaken as error:
            self._note_failure(str(error), again=error.again)
        except Exception as error:
            _logger.exception("notice %s cannot be sent", self.id)
            self._note_failure(str(error) or type(error).__name__, again=False)

    def _in_own(self, work):
        """Do ``work`` with this notice in a transaction of its own."""
        with self.env.registry.cursor() as cr:
            # what leaves is written by nobody: no user has the right to
            own = self.with_env(self.env(cr=cr)).sudo()
            return work(own)

    def _note_failure(self, text, again):
        def note(notice):
            mine = notice._lock_waiting()
            if mine:
                mine._put_off(text, again)

        try:
            self._in_own(note)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            _logger.info("notice %s is being written by another process", self.id)

    def _put_off(self, text, again):
        attempts = self.attempts + 1
        pause = timedelta(minutes=FIRST_PAUSE * 2 ** (attempts - 1))
        gives_up = not again or attempts >= MAX_ATTEMPTS
        self.write(
            {
                "attempts": attempts,
                "failure": text,
                "state": "failed" if gives_up else "waiting",
                "next_try_at": fields.Datetime.now() + pause,
            }
        )

    def _lock_waiting(self):
        """Those still to be told, ours until the transaction ends."""
        return self.try_lock_for_update().filtered(lambda n: n.state == "waiting")

    # ------------------------------------------------------------- facts, then apply
    def _leave(self):
        """Read the facts again, decide and tell, if nobody else has."""
        notice = self._lock_waiting()
        if not notice:
            return
        if notice.audience == "internal":
            notice._leave_internal()
            return
        decision = decide(notice._facts(), fields.Datetime.now())
        if decision.later:
            notice.next_try_at = notice._next_morning()
        elif decision.reason:
            notice._skip(decision.reason.code)
        else:
            notice._tell_customer(decision.channel.value)

    def _skip(self, why):
        self.write({"state": "skipped", "reason": why.value, "next_try_at": False})

    def _facts(self):
        rule, person = self.rule_id, self._person()
        preferred = person._o2c_notice_channel()
        return NoticeFacts(
            event_at=self.event_at,
            max_age=timedelta(hours=rule.max_age),
            still_so=self._still_so(),
            opted_out=person._o2c_wants_no_notices(),
            channel=None if rule.channel == "preferred" else Channel(rule.channel),
            preferred=Channel(preferred) if preferred else None,
            reachable=frozenset(self._reachable(person)),
            hour=self._local_now(person).hour,
            hours=(rule.sms_from, rule.sms_to),
        )

    def _person(self):
        """The contact person whom the rule means."""
        order = self.order_id
        return {
            "order": order.partner_id,
            "delivery": order.partner_shipping_id,
            "invoice": order.partner_invoice_id,
        }[self.rule_id.contact]

    def _still_so(self):
        """Whether that of which the notice speaks has not been undone or overtaken."""
        rule, order = self.rule_id, self.order_id
        if order.state == "cancel":
            return False
        if rule.trigger == "milestone":
            steps = order.o2c_milestone_ids.filtered("actual_at")
            return rule.milestone in steps.mapped("kind")
        record = self.env[self.res_model].browse(self.res_id).exists()
        if rule.trigger == "shipment":
            return bool(record) and record.status == rule.shipment_status
        return bool(record) and record.state == "open"

    def _reachable(self, person):
        if email_normalize(person.email) and not person.is_blacklisted:
            yield Channel.EMAIL
        if person.phone_sanitized and not person.phone_sanitized_blacklisted:
            yield Channel.SMS
        users = person.commercial_partner_id.child_ids | person.commercial_partner_id
        if person.user_ids or users.user_ids:
            yield Channel.PORTAL

    def _local_now(self, person):
        zone = person.tz or self.company_id.partner_id.tz or "UTC"
        now = fields.Datetime.now().replace(tzinfo=timezone.utc)
        return now.astimezone(ZoneInfo(zone))

    def _next_morning(self):
        """When text messages may arrive again where the customer is."""
        now = self._local_now(self._person())
        start = now.replace(hour=self.rule_id.sms_from, minute=0, second=0)
        if start <= now:
            start += timedelta(days=1)
        return start.astimezone(timezone.utc).replace(tzinfo=None)

    # ------------------------------------------------------------- by hand
    def action_send_again(self):
        """Try again what failed. The mail keeps its Message-ID."""
        self.env["o2c.notification.rule"].check_access("write")
        failed = self.filtered(lambda n: n.state == "failed")
        # notices are written by code alone
        failed.sudo().write(
            {"state": "waiting", "attempts": 0, "failure": False, "next_try_at": False}
        )
        # the job sends: a button cannot commit one by one
        self.env.ref("o2c_orders.cron_notify").sudo()._trigger()
