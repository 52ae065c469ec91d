"""Contact data corrected while the agent talks: with its history, or as a request."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..explain import screen as explain

# corrected at once; goods and invoices do not go there
DIRECT = ("phone", "email", "function")
# asked of whoever answers for the customer
ADDRESS = ("street", "zip", "city")
LONGEST = 128


class O2cCall(models.Model):
    # the parts of a call in one file would be twice the length that a file may have
    _inherit = "o2c.call"  # pylint: disable=consider-merging-classes-inherited

    def screen_correctable(self):
        """What the agent may correct of the customer of the call in his hands."""
        self._screen_check()
        call = self.sudo()  # the holder was checked; only these fields are shown
        person = call.person_id or call.partner_id
        return {
            "person_id": person.id,
            "people": [
                {
                    "id": one.id,
                    "name": one.name or one.display_name,
                    "values": {name: one[name] or "" for name in (*DIRECT, *ADDRESS)},
                }
                for one in person | call._screen_people()
            ],
        }

    def _screen_people(self):
        """Who may be asked for: the customer and its contacts."""
        customer = self.partner_id.commercial_partner_id
        contacts = customer.child_ids.filtered(lambda p: p.type == "contact")
        return self.person_id | self.partner_id | customer | contacts

    def screen_correct(self, vals):
        """Correct what the customer says is another.

        :param vals: person_id (whom the call is for), new_person (a name), and fields
            of him: phone, email, function; street, zip, city become a request
        :return: the parts of the call that changed, and a sentence on what was done
        """
        self._screen_check()
        vals = {name: _text(value) for name, value in (vals or {}).items()}
        call = self.sudo()  # the holder was checked; what follows is code's to write
        person = call._screen_person(vals)
        call._screen_check_customer(person)
        call._screen_correct_direct(person, vals)
        asked = call._screen_ask_address(person, vals)
        return {
            "call": {"who": call._screen_who(), "numbers": self._screen_numbers()},
            "notice": explain.corrected(self.env, asked),
        }

    def _screen_person(self, vals):
        """The right person, entered in the call; a contact of the customer."""
        people = self._screen_people()
        if name := vals.get("new_person"):
            person = self._screen_new_person(name)
        else:
            wanted = vals.get("person_id") or (self.person_id or self.partner_id).id
            person = people.filtered(lambda p: p.id == wanted)
        if not person:
            raise UserError(explain.stranger(self))
        if person != (self.person_id or self.partner_id):
            self.person_id = person
        return person

    def _screen_new_person(self, name):
        customer = self.partner_id.commercial_partner_id
        return self.env["res.partner"].create(
            {
                "name": name,
                "parent_id": customer.id,
                "type": "contact",
                "lang": customer.lang,
                "company_id": customer.company_id.id,
            }
        )

    def _screen_check_customer(self, person):
        if person.user_ids.filtered(lambda user: not user.share):
            raise UserError(explain.employee(self, person))

    def _screen_correct_direct(self, person, vals):
        direct = {name: vals[name] or False for name in DIRECT if name in vals}
        if not direct:
            return
        person._o2c_correct(direct, "phone")
        if direct.get("phone"):
            target = {"person_id": person.id, "phone": person.phone}
            self._lay_out_numbers(target)
            self.phone = person.phone

    def _screen_ask_address(self, person, vals):
        """A task for whoever answers for the customer: is this his address now?

        :return: who was asked, or nobody
        """
        said = {name: vals[name] for name in ADDRESS if name in vals}
        if not any(said.values()):
            return self.env["res.users"]
        address = {name: person[name] or "" for name in ADDRESS} | said
        customer = self.partner_id.commercial_partner_id
        user = person.user_id or customer.user_id or self.leader_id
        person.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=self.campaign_id._today(fields.Datetime.now()),
            summary=explain.address_task(self),
            note=explain.address_note(self, address),
            user_id=user.id,
        )
        return user


def _text(value):
    return value.strip()[:LONGEST] if isinstance(value, str) else value
