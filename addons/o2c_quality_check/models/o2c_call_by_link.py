"""What a call has to do with the link that was sent for it."""

from odoo import api, fields, models

from ..domain.calls import Result, State
from ..domain.script_link import Channel, Wish
from .o2c_call_answer import EMPTY

# the kinds of number that a wrong one is
UNREACHABLE = {
    Result.WRONG_NUMBER.value,
    Result.NOT_IN_SERVICE.value,
    Result.THIRD_PARTY.value,
    Result.MOVED.value,
}
WISHES = [
    (Wish.EMAIL_SMS.value, "E-mail, else SMS"),
    (Wish.SMS_EMAIL.value, "SMS, else e-mail"),
    (Wish.EMAIL.value, "E-mail only"),
    (Wish.SMS.value, "SMS only"),
    (Wish.NONE.value, "Send no links"),
]


class O2cCampaign(models.Model):
    _name = "o2c.campaign"
    _inherit = "o2c.campaign"

    link_channel = fields.Selection(
        WISHES,
        "Link to who was not reached",
        required=True,
        default=Wish.EMAIL_SMS.value,
        help="When the retry rules say so; never to who opted out, and for marketing"
        " only to who agreed.",
    )
    link_days = fields.Integer(
        "Link open for (days)",
        required=True,
        default=14,
        help="At most until the campaign ends.",
    )
    link_reminder_days = fields.Integer(
        "Remind after (days)", default=3, help="Once. 0: not at all."
    )
    link_ids = fields.One2many("o2c.call.link", "campaign_id", "Links")

    _link_days = models.Constraint(
        "CHECK (link_days > 0 AND link_reminder_days >= 0)",
        "A link is open for a day at least, and a reminder comes after it.",
    )

    def _after_move(self, target):
        result = super()._after_move(target)
        if self and target.value == "done":
            # links are code's, whoever ends the campaign
            self.sudo().link_ids._end()
        return result


class O2cCall(models.Model):
    _name = "o2c.call"
    _inherit = "o2c.call"

    link_ids = fields.One2many("o2c.call.link", "call_id", "Link to the script")
    # whoever has the address can answer: it is for the mail to the customer alone
    link_url = fields.Char(
        "Address of the script", compute="_compute_link", groups="base.group_system"
    )
    link_until = fields.Datetime(
        "Script open until", compute="_compute_link", groups="base.group_system"
    )
    by_link = fields.Boolean(
        "Answered by link", help="The customer answered himself, nobody spoke with him."
    )

    @api.depends("link_ids.user_input_id", "link_ids.expires_at")
    def _compute_link(self):
        for call in self:
            entry = call.link_ids.user_input_id
            base = call.get_base_url()
            call.link_url = entry and f"{base}{entry.get_start_url()}"
            call.link_until = call.link_ids.expires_at

    # ------------------------------------------------------------- making it
    def _after_done(self):
        result = super()._after_done()
        if self.state == State.EXHAUSTED.value:
            self._want_link()
        else:
            self.link_ids._end()
        return result

    def _want_link(self):
        wish = self.campaign_id.link_channel
        if self.link_wanted and wish != Wish.NONE.value and not self.link_ids:
            person = self.person_id or self.partner_id
            self.env["o2c.call.link"].create(
                {
                    "call_id": self.id,
                    "partner_id": person.id,
                    "due_at": fields.Datetime.now(),
                }
            )

    def _link_reachable(self, person):
        """The channels on which ``person`` can be reached."""
        if person.email_normalized:
            yield Channel.EMAIL
        wrong = self.last_result in UNREACHABLE and self.phone == person.phone
        if person.phone and not wrong:
            yield Channel.SMS

    # ------------------------------------------------------------- answered by it
    def _take_over(self, user_input, now):
        """Make what the customer answered by the link the answers of this call."""
        self._prepare_answers()
        lines = user_input.user_input_line_ids.filtered(lambda line: not line.skipped)
        by_question = lines.grouped("question_id")
        for answer in self.answer_ids:
            own = by_question.get(answer.question_id)
            if own:
                answer.write({**EMPTY, **own._o2c_answer_vals(answer)})
        self.user_input_id = user_input
        self.by_link = True
        if self.state in (State.TO_CALL.value, State.EXHAUSTED.value):
            self._move(State.DONE, finished_at=now, is_call_back=False)
        self._bring_about(True, now, by_link=True)

    def _after_attempt(self, attempt):
        result = super()._after_attempt(attempt)
        waits = self.state in (State.TO_CALL.value, State.EXHAUSTED.value)
        if self.by_link and waits:
            # he answered by the link while somebody was ringing him
            self._move(State.DONE, finished_at=attempt.at, is_call_back=False)
        return result
