"""What the agent's screen is told about a call: no more than he needs to talk."""

from zoneinfo import ZoneInfo

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.o2c_orders.domain.card_search import digits

from ..domain import screen as rules
from ..explain import call as call_words
from ..explain import screen as explain


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    # ------------------------------------------------------------- all of it
    def _screen_payload(self):
        """Hook. What the screen shows of this call; panels add their own parts.

        Runs with the agent's rights when a call is given to him and when a panel asks
        for it anew.

        :return: dict of JSON values
        """
        self.ensure_one()
        now = fields.Datetime.now()
        # what belongs to his own call, whatever else he may read
        call = self.sudo()
        return {
            "id": self.id,
            "who": call._screen_who(),
            "why": call._screen_why(),
            "numbers": self._screen_numbers(),
            "law": self._screen_law(self._screen_facts(now), now),
            "warnings": call._screen_warnings(),
            "sections": self._briefing(),
            "script": self._script(),
            "script_notice": self._script_notice(),
            "results": self._screen_results(),
            "languages": call._screen_languages(),
            "note": call.note or "",
            "dial_url": self.env["o2c.dialler"]._dial_url(call.phone, self),
            "taken_at": fields.Datetime.to_string(call.locked_at),
            "dialled_at": _moment(call.dialled_at),
            "hung_up_at": _moment(call.hung_up_at),
        }

    def screen_refresh(self):
        """The call as it stands now; panels ask for it after a change of theirs."""
        self._screen_check()
        return self._screen_payload()

    # ------------------------------------------------------------- who
    def _screen_who(self):
        person = self.person_id or self.partner_id
        company = self.partner_id.commercial_partner_id
        now = fields.Datetime.now()
        zone = self._screen_zone(self._screen_facts(now))
        lang = person.lang or self.partner_id.lang
        return {
            "name": person.name or self.partner_id.display_name,
            "function": person.function or "",
            "company": company.name if company != person else "",
            "place": ", ".join(
                filter(None, [self.partner_id.city, self.partner_id.country_id.name])
            ),
            "email": person.email or "",
            "phone": self.phone or "",
            "zone": zone.key,
            "language": self.env["res.lang"]._get_data(code=lang).name or "",
            "url": self._briefing_url(company),
        }

    # ------------------------------------------------------------- why
    def _screen_why(self):
        campaign = self.campaign_id
        return {
            "campaign": campaign.name,
            "kind": call_words.label(campaign, "kind", campaign.kind),
            "marketing": campaign.is_marketing,
            "about": self.order_id.name or self.appointment_id.display_name or "",
            "call_back": explain.promised(self) if self.is_call_back else "",
            "goal": campaign.goal_text or "",
            "attempts": self.attempt_count,
            "last": explain.last_attempt(self),
        }

    def _screen_warnings(self):
        customer = self.partner_id.commercial_partner_id
        people = customer | self.partner_id | self.person_id
        found = people._o2c_contact_warnings()
        # the same said of a customer and his contact is said once
        return list(dict.fromkeys(text for p in people for text in found.get(p.id, [])))

    # ------------------------------------------------------------- results
    def _screen_results(self):
        """The results an agent records, with the keys that do."""
        labels = self._fields["last_result"]._description_selection(self.env)
        keys = rules.result_keys([code for code, _label in labels])
        return [
            {
                "code": code,
                "label": label,
                "key": keys[code],
                "tone": rules.TONES.get(code, ""),
                "first": code in rules.FIRST,
                "needs": rules.NEEDS.get(code, ""),
            }
            for code, label in labels
            if code in keys
        ]

    def _screen_languages(self):
        """Languages that somebody may turn out to speak: those that are installed."""
        installed = self.env["res.lang"].get_installed()
        codes = [code for code, _name in installed]
        langs = self.env["res.lang"].search([("code", "in", codes)])
        return [{"id": lang.id, "name": lang.name} for lang in langs]

    # ------------------------------------------------------------- numbers
    def _screen_numbers(self):
        """All numbers of the customer, the one of the call first."""
        call = self.sudo()  # those of the customer of one's own call
        labels = dict(call.number_ids._fields["state"]._description_selection(self.env))
        results = dict(self._fields["last_result"]._description_selection(self.env))
        rows = [
            {
                "number": number.phone,
                "whose": number.person_id.name or "",
                "state": results.get(number.last_result) or labels[number.state],
                "tone": rules.NUMBER_TONES.get(number.state, ""),
            }
            for number in call.number_ids
        ]
        return rules.numbers(call.phone or "", rows)

    def _screen_number(self, number):
        """A number to be rung, as it is kept: a known one, or one that was named."""
        number = (number or self.sudo().phone or "").strip()  # one's own call
        if not number:
            raise UserError(explain.no_number(self))
        call = self.sudo()  # the numbers and the country of its customer
        known = call.number_ids.filtered(lambda n: n.key == digits(number))[:1]
        spaced = call.partner_id._phone_format(
            number=number, force_format="INTERNATIONAL"
        )
        return known.phone or spaced or number

    # ------------------------------------------------------------- the agent's day
    def _screen_today(self, now):
        """The agent's own figures since midnight of his clock."""
        start = rules.day_start(now, ZoneInfo(self.env.user.tz or "UTC"))
        # his own attempts, of whichever campaign
        groups = (
            self.env["o2c.call.attempt"]
            .sudo()
            ._read_group(
                [("agent_id", "=", self.env.uid), ("at", ">=", start)],
                ["result"],
                ["__count", "at:min"],
            )
        )
        counts = {result: count for result, count, _first in groups}
        first = min((first for *_, first in groups), default=None)
        return rules.today(counts, first, now)


def _moment(value):
    return fields.Datetime.to_string(value) if value else False
