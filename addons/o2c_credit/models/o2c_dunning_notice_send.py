"""Sending notices exactly once, however often it is tried or killed.

A notice leaves in a transaction of its own. Its facts are read, everything about it
is written, then the mail server is asked, and after its answer only the commit
remains: killed in between, this one message is sent again, with the same Message-ID.
What follows from a notice that has left (its levels, the contact ledger) is done
afterwards, many at once, and resumed where it stopped.
"""

import logging

from psycopg2 import errors

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import split_every

from .. import explain
from ..domain.notice import rest
from .o2c_dunning_outbox import MailServerDown, Outbox, Refused

_logger = logging.getLogger(__name__)
CHUNK = 50
MAX_ATTEMPTS = 5
COLLECTOR = "o2c_credit.group_credit_user"
# these leave one by one; letters are printed together
SINGLE = ("email", "sms", "phone", "portal", "legal")
BUSY = (errors.SerializationFailure, errors.LockNotAvailable, errors.DeadlockDetected)


class O2cDunningNotice(models.Model):
    _name = "o2c.dunning.notice"
    _inherit = "o2c.dunning.notice"

    left_at = fields.Datetime(
        "Left at", help="When the mail server or the letter service had taken it."
    )
    facts_at = fields.Datetime(
        "Facts of", help="When payments, disputes and promises were looked at last."
    )
    attempts = fields.Integer(help="How often the mail server put it off.")
    sent_to = fields.Char(help="The address or number it went to.")
    contact_id = fields.Many2one("o2c.contact", "In the contact ledger")
    dunned_paid = fields.Integer(
        "Paid items in it",
        compute="_compute_dunned_paid",
        search="_search_dunned_paid",
        help="Items that were paid before it left. There must be none.",
    )

    # ------------------------------------------------------------- the job
    @api.model
    def _cron_send(self):
        """Send what is approved, on the channels that need nobody."""
        self._finish_left()
        domain = [
            ("state", "=", "approved"),
            ("channel", "in", SINGLE),
            ("run_id.sending", "=", True),
        ]
        self.search(domain, order="id")._send()
        self._post_letters()

    def _send(self):
        """Send these notices, each committed on its own; one never stops the others.

        Commits and rolls back, in transactions of its own: for jobs, not for buttons.
        Call it again with the same notices as often as you like.
        """
        self._finish_left()
        remaining, outbox = len(self), Outbox(self.env)
        try:
            for ids in split_every(CHUNK, self.ids):
                remaining -= len(ids)
                self.browse(ids)._send_chunk(outbox)
                progress = self.env["ir.cron"]._commit_progress
                if not progress(len(ids), remaining=remaining):
                    break
        finally:
            outbox.close()

    def _send_chunk(self, outbox):
        """Read and write for many at once, let each leave alone, finish together."""
        try:
            ready = self._in_own(lambda notices: notices._make_ready())
        except BUSY:
            ready = {}  # another process has some of them: looked at one by one
            for notice in self:
                ready.update(notice._ready_alone())
        except Exception:
            _logger.exception("notices %s: looked at one by one", self.ids)
            ready = {}
            for notice in self:
                ready.update(notice._ready_alone())
        for notice in self.browse(ready):
            notice._leave_alone(ready[notice.id], outbox)
        self._finish_left()

    def _ready_alone(self):
        try:
            return self._in_own(lambda notice: notice._make_ready())
        except BUSY:
            return {}  # the other process sends it
        except Exception as error:
            _logger.exception("notice %s cannot be made", self.id)
            self._note_failure(error)
            return {}

    def _leave_alone(self, sheet, outbox):
        """Let one notice leave; whatever goes wrong is its own affair."""
        try:
            self._in_own(lambda notice: notice._leave(sheet, outbox))
        except BUSY:
            _logger.info("notice %s is being sent by another process", self.id)
        except MailServerDown as error:
            _logger.warning("notice %s waits for the mail server: %s", self.id, error)
            self._put_off(error)
        except Exception as error:
            if not isinstance(error, Refused):
                _logger.exception("notice %s cannot be sent", self.id)
            self._note_failure(error)

    def _in_own(self, work):
        """Do ``work`` with these notices in a transaction of its own."""
        with self.env.registry.cursor() as cr:
            context = {**self.env.context, "tracking_disable": True}
            # what leaves is written by nobody: no user has the right to
            own = self.with_env(self.env(cr=cr, context=context)).sudo()
            return work(own)

    # ------------------------------------------------------------- facts, then apply
    def _make_ready(self):
        """Read the facts, write down what changed, make what is going to leave.

        :return: {id of a notice that may leave: its Sheet}
        """
        notices = self._lock_approved()
        notices._speak_his_language()
        facts = notices._leaving_facts()
        notices._apply_rests({n: (rest(*facts[n]), facts[n][1]) for n in notices})
        left = notices.filtered(lambda n: n.state == "approved")
        left = left.filtered(lambda n: n._reachable())
        left._open_doors()
        pulses = left._pulses()
        return {n.id: n._sheet(pulses[n.id]) for n in left}

    def _speak_his_language(self):
        """The language of a notice is the customer's on the day it leaves."""
        for notice in self:
            lang = notice.partner_id.lang or notice.lang
            if lang != notice.lang:
                notice.lang = lang

    def _single_channels(self):
        return SINGLE

    def _lock_approved(self):
        """Those still to be sent, ours until the transaction ends."""
        ours = self.try_lock_for_update()
        ours.fetch(["state", "channel"])  # all that is asked of most of them
        return ours.filtered(lambda n: n.state == "approved")

    def _leave(self, sheet, outbox):
        """Let this notice leave if nothing has changed since its sheet was made."""
        notice = self._lock_approved()
        if not notice:
            return
        if notice._pulses()[notice.id] != sheet.facts:
            # read and written anew in this transaction
            sheet = notice._make_ready().get(notice.id)
        if sheet:
            getattr(notice, f"_leave_by_{notice.channel}")(sheet, outbox)

    def _put_off(self, error):
        """The mail server is not there, or asks to come again later."""
        text = explain.notice.refused(self.env, error)

        def note(notice):
            notice.attempts += 1
            if notice.attempts >= MAX_ATTEMPTS:
                notice._mark_failed(text)

        self._in_own_if_ours(note)

    def _note_failure(self, error):
        text = str(error) or type(error).__name__
        self._in_own_if_ours(lambda notice: notice._mark_failed(text))

    def _in_own_if_ours(self, work):
        try:
            self._in_own(
                lambda notices: work(n) if (n := notices._lock_approved()) else 0
            )
        except BUSY:
            _logger.info("notice %s is being written by another process", self.id)

    # ------------------------------------------------------------- after it left
    def _left(self, **values):
        """Write down that it leaves, before it does: the last thing to be written."""
        now = fields.Datetime.now()
        # when the transaction began to look: what it saw was so at that moment
        seen = self.env.cr.now()
        self.write({"state": "queued", "left_at": now, "facts_at": seen, **values})
        self.env.flush_all()

    @api.model
    def _finish_left(self):
        """Levels, events and the contact ledger for what has left. May be repeated."""
        domain = [("state", "=", "queued"), ("left_at", "!=", False)]
        # by eyes of its own: what this transaction sees may be old
        left = self._in_own(lambda notices: notices.search(domain, order="id").ids)
        for ids in split_every(CHUNK, left):
            self.browse(ids)._finish_chunk()

    def _finish_chunk(self):
        try:
            self._in_own(lambda notices: notices._finish())
        except BUSY:
            _logger.info("notices %s are finished by another process", self.ids)
        except Exception:
            _logger.exception("notices %s could not be finished together", self.ids)
            for notice in self if len(self) > 1 else ():
                notice._finish_chunk()

    def _finish(self):
        notices = self.try_lock_for_update().filtered(
            lambda n: n.state == "queued" and n.left_at
        )
        notices._keep_messages()
        notices._log_contacts()
        for at, same in notices.grouped("left_at").items():
            same._mark_sent(at)
        notices.run_id._refresh_state()

    def _log_contacts(self):
        """Enter into the contact ledger what reached the customer, once for ever."""
        told = self.filtered(lambda n: n._ledger_channel())
        entries = self.env["o2c.contact"]._log_all(
            [(n.partner_id, n._documents(), n._contact_vals()) for n in told]
        )
        for notice, entry in zip(told, entries, strict=True):
            notice.contact_id = entry

    def _ledger_channel(self):
        # text messages enter by themselves
        channels = {"registered": "letter", "legal": False, "sms": False}
        return channels.get(self.channel, self.channel)

    def _contact_vals(self):
        notice = self.with_context(lang=self.lang)
        return {
            "company_id": self.company_id.id,
            "user_id": (self.approved_by_id or self.env.user).id,
            "direction": "out",
            "channel": self._ledger_channel(),
            "purpose": "collection",
            "at": self.left_at,
            "summary": notice.subject or notice.reference,
            "source_key": f"notice:{self.uuid}",
        }

    def _documents(self):
        return [*self._claimed_lines().move_id, self]

    def _claimed_lines(self):
        lines = self.line_ids
        # filtered() forgets the lines of the other notices: they would be read singly
        return lines.filtered("live").with_prefetch(lines._prefetch_ids)

    def _o2c_contact_facts(self):
        """Answers to a notice belong to its customer and its invoices."""
        return {
            "partner": self.partner_id,
            "company": self.company_id,
            "purpose": "collection",
            "documents": self._documents(),
        }

    # ------------------------------------------------------------- by hand
    def _drop(self, reason):
        if any(notice.left_at for notice in self):
            raise UserError(explain.dunning.has_left(self.env))
        return super()._drop(reason)

    def action_send_again(self):
        """Try again what failed. The mail keeps its Message-ID."""
        self._check_collector()
        if set(self.mapped("state")) - {"failed"}:
            raise UserError(explain.notice.not_failed(self.env))
        # notices are written by code alone
        self.sudo().write({"state": "approved", "failure": False, "attempts": 0})
        # the job sends: a button cannot commit one by one
        self.env.ref("o2c_credit.ir_cron_send_notices").sudo()._trigger()

    def _check_collector(self):
        if not self.env.user.has_group(COLLECTOR):
            raise AccessError(explain.notice.only_collectors(self.env))
        self.check_access("read")
