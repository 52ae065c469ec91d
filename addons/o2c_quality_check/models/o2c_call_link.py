"""The script as a link to a customer whom nobody reached: sent once, answered once."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..domain import script_link as rules
from ..domain.calls import State
from ..domain.script_link import Channel, LinkFacts, Wish
from ..explain import link as explain
from .lost_race import LOST, alone

_logger = logging.getLogger(__name__)

STATES = [
    ("waiting", "To be sent"),
    ("sent", "Sent"),
    ("answered", "Answered"),
    ("over", "Over"),
    ("refused", "Not sent"),
    ("failed", "Failed"),
]
CHANNELS = [(Channel.EMAIL.value, "E-mail"), (Channel.SMS.value, "SMS")]
MAIL = "o2c_quality_check.mail_template_script_link"
MAIL_AGAIN = "o2c_quality_check.mail_template_script_reminder"
SMS = "o2c_quality_check.sms_template_script_link"
BATCH = 200


class O2cCallLink(models.Model):
    """The script of one call as a link, once; made, sent and ended by code."""

    _name = "o2c.call.link"
    _description = "Script sent as a link"
    _inherit = ["o2c.guarded.mixin", "o2c.retried.mixin"]
    _order = "id desc"
    _rec_name = "call_id"
    _o2c_again_after = (60, 120)

    call_id = fields.Many2one(
        "o2c.call", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="call_id.company_id", store=True, index=True, precompute=True
    )
    campaign_id = fields.Many2one(
        related="call_id.campaign_id", store=True, index=True, precompute=True
    )
    partner_id = fields.Many2one(
        "res.partner", "Sent to", required=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(STATES, required=True, default="waiting", index=True)
    channel = fields.Selection(CHANNELS)
    refusal = fields.Char("Why not, coded")
    told = fields.Char("What came of it", compute="_compute_told")
    due_at = fields.Datetime("To be sent from", required=True)
    sent_at = fields.Datetime("Sent on")
    reminded_at = fields.Datetime("Reminded on")
    expires_at = fields.Datetime("Open until")
    answered_at = fields.Datetime("Answered on")
    taken_in = fields.Boolean(
        "Answers in the call", help="The answers are those of the call."
    )
    failed = fields.Boolean(compute="_compute_failed", store=True, precompute=True)
    user_input_id = fields.Many2one(
        "survey.user_input", index="btree_not_null", ondelete="set null"
    )

    _once = models.Constraint("UNIQUE (call_id)", "This call has its link already.")

    @api.depends("state", "failure")
    def _compute_failed(self):
        """Something is amiss that nobody sees from the state alone."""
        for link in self:
            link.failed = bool(link.failure) and link.state not in ("over", "refused")

    @api.depends(
        "state",
        "refusal",
        "failed",
        "failure",
        "due_at",
        "channel",
        "sent_at",
        "answered_at",
    )
    @api.depends_context("lang", "tz")
    def _compute_told(self):
        for link in self:
            link.told = explain.told(link)

    def _o2c_opened_elsewhere(self):
        return self.env._("A link is sent to who was not reached.")

    def _o2c_kept_for_ever(self):
        return self.env._("Links that were sent are kept.")

    # ------------------------------------------------------------- facts
    def _facts(self, now):
        call, person = self.call_id, self.partner_id
        campaign = call.campaign_id
        ends_at = campaign._ends_at()
        return LinkFacts(
            wish=Wish(campaign.link_channel),
            marketing=campaign.is_marketing,
            reachable=frozenset(call._link_reachable(person)),
            opted_out=frozenset(self._opted_out(person)),
            consents=frozenset(self._consents(person, now)),
            is_over=campaign.state == "done" or bool(ends_at and ends_at <= now),
            answered=call.state == State.DONE.value,
            no_notices=person._o2c_wants_no_notices(),
        )

    def _opted_out(self, person):
        if person.is_blacklisted:
            yield Channel.EMAIL
        if person.phone_sanitized_blacklisted:
            yield Channel.SMS

    def _consents(self, person, now):
        consent = self.env["o2c.consent"]
        return [
            channel
            for channel in Channel
            if consent._valid(person, channel.value, "marketing", now)
        ]

    # ------------------------------------------------------------- sending
    @api.model
    def _cron_send(self):
        """Send, remind and end links. May run twice, at once, or be killed."""
        now = fields.Datetime.now()
        due = self.search(self._due_domain(now), order="due_at, id", limit=BATCH)
        left = self.search_count(self._due_domain(now))
        for link in due:
            link._step_alone(now)
            left -= 1
            if not self.env["ir.cron"]._commit_progress(1, remaining=left):
                return
        self._end_over(now)

    def _due_domain(self, now):
        """To be sent, to be reminded, or answered and not yet taken in."""
        sent = fields.Domain("state", "in", ["waiting", "sent"])
        lost = fields.Domain("state", "=", "answered") & fields.Domain(
            "taken_in", "=", False
        )
        return fields.Domain("due_at", "<=", now) & (sent | lost)

    def _is_due(self, now):
        return bool(self.filtered_domain(self._due_domain(now)))

    def _step_alone(self, now):
        try:
            with self.env.cr.savepoint():
                # another job may have sent it since this one read what is due
                if self.try_lock_for_update() and self._is_due(now):
                    self._step(now)
        except LOST:
            self.env.cr.rollback()
            _logger.info("link %s is dealt with elsewhere", self.id)
        except Exception as error:
            _logger.exception("Link %s of call %s failed", self.id, self.call_id.id)
            self._note_failure(error, now)

    def _prepare_failed_vals(self, now, again_at):
        if again_at:
            return {"due_at": again_at}
        if self.state == "answered":
            # what the customer wrote is never given up
            return {"due_at": fields.Datetime.add(now, days=1)}
        if self.state == "sent":
            # nobody is reminded any more: its time runs out
            return {"due_at": self.expires_at}
        return {"state": "failed"}

    def _failed_name(self):
        return explain.name(self)

    def _again_at(self):
        """When what failed is tried again; False: not by itself."""
        lost = self.attempts > len(self._o2c_again_after)
        given_up = self.state == "failed" or (self.state == "sent" and lost)
        return False if given_up else self.due_at

    def _step(self, now):
        if self.state == "waiting":
            self._send(now)
        elif self.state == "sent":
            self._remind(now)
        elif not self.taken_in:
            self._take_in(now)

    def _send(self, now):
        channel, decision = rules.choose(self._facts(now))
        if channel is None:
            code = decision.reasons[0].code.value
            self.write({"state": "refused", "refusal": code, "failure": False})
            return
        self._open_survey(now)
        self._tell(channel, MAIL)
        wait = self.campaign_id.link_reminder_days
        again = fields.Datetime.add(now, days=wait) if wait else self.expires_at
        self.write(
            {
                "state": "sent",
                "channel": channel.value,
                "sent_at": now,
                "due_at": again,
                "attempts": 0,
                "failure": False,
            }
        )

    def _open_survey(self, now):
        """The customer's own entry of the survey, open until the campaign ends."""
        campaign, call = self.campaign_id, self.call_id
        latest = fields.Datetime.add(now, days=campaign.link_days)
        ends_at = campaign._ends_at()
        self.expires_at = min(latest, ends_at) if ends_at else latest
        if self.user_input_id:
            self.user_input_id.deadline = self.expires_at
            return
        lang = self.env["res.lang"]._lang_get(call._script_lang()[0])
        person = self.partner_id
        self.user_input_id = self.env["survey.user_input"].create(
            {
                "survey_id": call.survey_id.id,
                "partner_id": person.id,
                "email": person.email,
                "nickname": person.name,
                "lang_id": lang.id,
                "deadline": self.expires_at,
                "invite_token": self.env["survey.user_input"]._generate_invite_token(),
            }
        )

    def _tell(self, channel, template):
        if channel is Channel.EMAIL:
            self.env.ref(template).send_mail(
                self.call_id.id, email_layout_xmlid="mail.mail_notification_light"
            )
            return
        self.call_id._message_sms_with_template(
            template_xmlid=SMS, partner_ids=self.partner_id.ids, put_in_queue=True
        )

    def _remind(self, now):
        """Once, while it is open and nobody answered; the facts are read again."""
        wanted = self.campaign_id.link_reminder_days and not self.reminded_at
        channel, _decision = rules.choose(self._facts(now))
        if wanted and channel and self.expires_at > now:
            self._tell(Channel(self.channel), MAIL_AGAIN)
            self.write({"reminded_at": now, "attempts": 0, "failure": False})
        self.due_at = self.expires_at if self.expires_at > now else now
        if self.expires_at <= now:
            self._end()

    def _end_over(self, now):
        """Links whose time is over, and those nobody needs any more."""
        over = [("state", "=", "sent"), ("expires_at", "<=", now)]
        for link in self.search(over):
            alone(link, link._end)
            self.env["ir.cron"]._commit_progress()

    def _end(self):
        """Nobody can answer by these any more."""
        now = fields.Datetime.now()
        open_ = self.filtered(lambda link: link.state in ("waiting", "sent"))
        open_.write({"state": "over"})
        entries = open_.user_input_id.filtered(lambda entry: entry.state != "done")
        entries.deadline = now

    # ------------------------------------------------------------- answering
    def _answered(self, now):
        """The customer has answered: the answers become those of the call.

        What fails is taken in by the job; the answers are kept by the survey.
        """
        self.ensure_one()
        if self.state == "answered":
            return
        self.write(
            {
                "state": "answered",
                "answered_at": now,
                "due_at": now,
                "attempts": 0,
                "failure": False,
            }
        )
        try:
            with self.env.cr.savepoint():
                self._take_in(now)
        except LOST:
            raise
        except Exception as error:
            _logger.exception("Answers by link %s not taken in", self.id)
            self._note_failure(error, now)

    def _take_in(self, now):
        """Give the answers to the call, once; an agent who was faster keeps his."""
        call = self.call_id
        self.env.execute_query(
            SQL("SELECT id FROM o2c_call WHERE id = %s FOR UPDATE", call.id)
        )
        if call.state != State.DONE.value:
            call._take_over(self.user_input_id, now)
            self._log_contact(now)
        self.write({"taken_in": True, "failure": False})

    def _log_contact(self, now):
        call = self.call_id
        self.env["o2c.contact"]._log(
            self.partner_id,
            [document for document in (call.order_id, call) if document],
            partner_id=call.partner_id.id,
            company_id=call.company_id.id,
            direction="in",
            channel="web",
            purpose="quality",
            at=now,
            summary=explain.contact_summary(self),
            outcome=explain.contact_outcome(self),
            source_key=f"call-link:{self.id}",
        )

    # ------------------------------------------------------------- by hand
    def action_send_again(self):
        """Try those that failed, or could not be sent, once more."""
        self.call_id._check_leader()
        again = self.filtered(lambda link: link.state in ("failed", "refused"))
        lost = self.filtered(lambda link: link.failed and link.state == "answered")
        if not (again or lost):
            raise UserError(explain.nothing_to_send(self.env))
        now = fields.Datetime.now()
        # the leader was checked, links are code's
        (again | lost).sudo().write({"attempts": 0, "due_at": now})
        # as above
        again.sudo().write({"state": "waiting", "refusal": False, "failure": False})
        # as above: the job sends
        self.env.ref("o2c_quality_check.cron_links").sudo()._trigger()
