"""What the agent's screen asks for and does: one request for each step of his work.

Everything that changes a call is for its holder alone; the checks are the queue's own.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..domain import screen as rules
from ..domain.call_back import from_local, offers
from ..domain.calls import Result, State
from ..explain import screen as explain


class CallLost(UserError):
    """The call is not, or no longer, in the agent's hands. The screen keeps what he
    typed and says so."""


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    screen_key = fields.Char(
        "Last result sent",
        readonly=True,
        help="The screen's name for it: a result that is sent twice counts once.",
    )

    # ------------------------------------------------------------- the next call
    @api.model
    def screen_open(self, campaign_ids=None):
        """What the screen begins with: the call in hand, a break, or the next call."""
        self.check_access("write")
        held = self._held_by(self.env.user, fields.Datetime.now())
        if not held and self.env["o2c.agent.session"].status()["state"] == "pause":
            return self.screen_resume()
        return self.screen_next(campaign_ids)

    @api.model
    def screen_next(self, campaign_ids=None):
        """The call in one's hands, else the best due one.

        :param campaign_ids: only from these; None: from all of one's campaigns
        :return: what `_screen_state` says
        """
        self.check_access("write")
        campaigns = self.env["o2c.campaign"].browse(campaign_ids or [])
        now = fields.Datetime.now()
        call = self._take_next(self.env.user, now, campaigns or None)
        return call._screen_state(now)

    @api.model
    def screen_resume(self):
        """What is in one's hands, without taking anything new."""
        self.check_access("write")
        now = fields.Datetime.now()
        return self._held_by(self.env.user, now)._screen_state(now)

    def screen_take(self):
        """Take this very call; the state says why when nothing came of it."""
        self.ensure_one()
        if not self.is_mine:
            self.action_take()
        now = fields.Datetime.now()
        state = self._held_by(self.env.user, now)._screen_state(now)
        if not state["call"]:
            state["notice"] = self.exclusion_text or explain.not_given(self)
        return state

    def _screen_state(self, now):
        """What the screen shows: the call in hand, if there is one, and the day."""
        state = {
            "call": self._screen_payload() if self else None,
            "today": self._screen_today(now),
            "session": self.env["o2c.agent.session"].status(),
            "waiting": None,
            "notice": "",
        }
        if not self:
            state["waiting"] = self._screen_waiting(now)
        return state

    def _screen_waiting(self, now):
        """When there is somebody to call; at once, when a call is due."""
        next_at = self._next_due_at(now)
        return {
            "at": fields.Datetime.to_string(next_at) if next_at else False,
            "due": bool(next_at and next_at <= now),
            "text": explain.nothing_due(self.env, next_at, now),
        }

    # ------------------------------------------------------------- the way there
    def _open_form(self):
        """Open the screen with this call; the form is there for reading."""
        action = self.env["ir.actions.client"]._for_xml_id(
            "o2c_quality_check.action_call_screen"
        )
        return {**action, "params": {"call_id": self.id}}

    @api.model
    def _open_next(self, campaigns=None):
        action = super()._open_next(campaigns)
        if campaigns and action["tag"] == "o2c_quality_call":
            action["params"]["campaign_ids"] = campaigns.ids
        return action

    def action_call_screen(self):
        """Open the screen with this very call, taken if it is free."""
        self.ensure_one()
        if not self.is_mine:
            self.action_take()
        # who is not to be called any more was taken off the list: the form says why
        return self._open_form() if self.is_mine else True

    # ------------------------------------------------------------- during the call
    def screen_answer(self, question_id, value, comment=None):
        """Enter one answer; the script as it stands then, branches included."""
        self._screen_check()
        self._answer(question_id, value, comment)
        return {"script": self._script()}

    def screen_note(self, note):
        """Keep the notes as they are typed."""
        self._screen_check()
        self.note = note
        return True

    def screen_dial(self, number=None):
        """Ask the law and begin the talk; a refusal comes with its reason.

        :param number: another one than the one of the call
        :return: dict of allowed, law (sentence), and what the screen then dials
        """
        self._screen_check()
        number = self._screen_number(number)
        now = fields.Datetime.now()
        decision = self._may_dial(now, number)
        law = self._screen_decision(decision)
        if not decision.allowed:
            # an answer and not an exception: the refusal stays in the log
            return {"allowed": False, "law": law}
        # the holder was checked; which number he rings is the queue's to keep
        self.sudo()._dialled(number, now)
        return {
            "allowed": True,
            "law": law,
            "phone": number,
            "url": self.env["o2c.dialler"]._dial_url(number, self),
            "numbers": self._screen_numbers(),
        }

    def screen_hang_up(self):
        """The talk is over; what follows is wrap-up."""
        self._screen_check()
        # as above
        self.sudo()._hung_up(fields.Datetime.now())
        return True

    def screen_call_backs(self):
        """Moments to offer, on the customer's clock, each with what the law says."""
        self._screen_check()
        now = fields.Datetime.now()
        zone = self._screen_zone(self._screen_facts(now))
        return [
            {
                "key": offer.key,
                "label": explain.offer(self.env, offer.key),
                "at": fields.Datetime.to_string(offer.at),
                "text": explain.local(self.env, offer.at, zone),
                "refused": self._screen_refused_at(offer.at),
            }
            for offer in offers(now, zone)
        ]

    def screen_call_back_at(self, local):
        """A moment typed as the customer's clock shows it.

        :param local: "2026-03-06T15:30"
        :return: dict as `screen_call_backs` has them
        """
        self._screen_check()
        zone = self._screen_zone(self._screen_facts(fields.Datetime.now()))
        at = from_local(local, zone)
        if not at:
            raise UserError(self.env._("Type a day and an hour."))
        return {
            "at": fields.Datetime.to_string(at),
            "text": explain.local(self.env, at, zone),
            "refused": self._screen_refused_at(at),
        }

    # ------------------------------------------------------------- the end of it
    def screen_finish(self, result, vals=None):
        """Record the result with all that was typed, and get the next call.

        :param vals: key (the screen's name for this result), answers (list of question,
            value, comment), note, call_back_at, call_back_any, language_id, pause (take
            no next call), campaign_ids
        :return: what `screen_next` says
        """
        self.ensure_one()
        vals = dict(vals or {})
        key = vals.pop("key", None)
        if not self._screen_recorded(key):
            self._screen_check()
            self._screen_record(_result(self.env, result), vals, key)
        return self._screen_following(vals)

    def _screen_recorded(self, key):
        """Whether this result came before, and only its answer got lost."""
        known = self.sudo()  # compared only
        return bool(key) and known.screen_key == key and known.agent_id == self.env.user

    def _screen_record(self, result, vals, key):
        for answer in vals.get("answers") or []:
            self._answer(*answer)
        self.write(self._screen_draft(result, vals))
        # a name for what is being recorded
        self.sudo().screen_key = key
        self._record(result, fields.Datetime.now())

    def _screen_draft(self, result, vals):
        """The fields of the agent that go with a result."""
        draft = {"note": vals["note"]} if "note" in vals else {}
        for name in rules.DRAFT.get(result.value, ()):
            draft[name] = vals.get(name) or False
        return draft

    def screen_give_back(self, vals=None):
        """Put the call back on the list, with the notes, and take no next one."""
        self._screen_check()
        vals = vals or {}
        if "note" in vals:
            self.note = vals["note"]
        self.action_give_back()
        return self.screen_resume()

    def _screen_following(self, vals):
        """The next call, or none on a break."""
        if vals.get("pause"):
            return self.screen_pause(True)
        try:
            with self.env.cr.savepoint():
                return self.screen_next(vals.get("campaign_ids"))
        except UserError as error:
            # what goes wrong with the next call undoes nothing of this one
            return {**self.screen_resume(), "notice": str(error)}

    @api.model
    def screen_pause(self, pausing):
        """Begin a break, or end it without taking a call."""
        session = self.env["o2c.agent.session"]
        if pausing:
            session.pause()
        else:
            session.start()
        return self.screen_resume()

    # ------------------------------------------------------------- still there
    @api.model
    def screen_beat(self, call_id=False, active=False):
        """The screen is there; asked every half minute.

        :param active: keys were pressed since the last time
        :return: lost: why the call is not in one's hands any more, or "";
            idle: what a screen without a call shows
        """
        self.env["o2c.agent.session"].beat(active)
        if call_id:
            return {"lost": self.browse(call_id)._screen_lost()}
        self.check_access("write")
        now = fields.Datetime.now()
        idle = {
            "waiting": self._screen_waiting(now),
            "today": self._screen_today(now),
            "session": self.env["o2c.agent.session"].status(),
        }
        return {"lost": "", "idle": idle}

    def _screen_check(self):
        self.ensure_one()
        self.browse().check_access("write")
        # the call of another is closed to the agent: who had it is told so first
        lost = self._screen_lost()
        if lost:
            if self._screen_is_foreign():
                self.check_access("write")  # refused by the rules, with nothing told
            raise CallLost(lost)
        self.check_access("write")

    def _screen_lost(self):
        """Why the call is not in the user's hands, or "" when it is."""
        call = self.sudo().exists()  # only its state and holder, which a refusal names
        if call.state == State.IN_CALL.value and call.agent_id == self.env.user:
            return ""
        # who calls for another company is nobody's business here
        if not call or call._screen_is_foreign():
            return self.env._("This call does not exist any more.")
        return explain.lost(call)

    def _screen_is_foreign(self):
        """Whether the call is one of a company in which the user does not work."""
        company = self.sudo().exists().company_id  # of the call no more than this
        return bool(company) and company not in self.env.user.company_ids


def _result(env, result):
    try:
        return Result(result)
    except ValueError:
        raise UserError(env._("There is no such result of a call.")) from None
